"""Why a record is there: for one place of a report its records, their rules and cues, and the parse of the sentence."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from typing import Any

from pydantic import BaseModel
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.errors import ReportError
from dragoman.language import Document
from dragoman.reader import Reader, ReportText
from dragoman.records import KINDS, Model, Span
from dragoman.show.excerpt import clip
from dragoman.show.visible import one_line
from dragoman.show.words import NOT_STATED
from dragoman.steps.draft import Draft
from dragoman.steps.event.opinions import LEARNED

_SUMS = ("meetings", "positions", "disputes", "deadlocks")
_OWN = {"statements": "content", "events": "trigger", "own_events": "trigger", "conditions": "whole", "actors": "whole"}


class Rule(Model):
    """The rule that made a record: its id, and its file and entry in the reader's knowledge where they are found."""

    id: str
    file: str | None
    entry: Any


class Explained(Model):
    """One record that covers the place: its section and index there, and which parts of it do the covering."""

    section: str
    index: int
    parts: tuple[str, ...]
    record: dict[str, Any]
    rule: Rule | None
    cue: Span | None
    status_cue: Span | None


class Token(Model):
    """A token of the sentence as the parser sees it; `head` is the number of its head in the sentence."""

    number: int
    start: int
    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: int
    here: bool


class Explanation(Model):
    """What is known of one place of a report."""

    offset: int
    sentence: Span | None
    records: tuple[Explained, ...]
    tokens: tuple[Token, ...]


def explain(reader: Reader, report: ReportText, offset: int, name: str = "the report") -> Explanation:
    """Every record of which a part covers character `offset` of the report's text, and the sentence around it.

    `name` is what errors call the report.
    Raises `ReportError` where the text has no such character.
    """
    if not 0 <= offset < len(report.text):
        hint = f"give a number from 0 to {len(report.text) - 1}" if report.text else "its text is empty"
        raise ReportError(name, f"there is no character {offset} in its text", hint)
    draft = reader.draft(report)
    records = tuple(_with_own(found, reader) for found in _explained(draft, offset))
    number = _sentence_at(draft.doc, offset)
    if number is None:
        return Explanation(offset=offset, sentence=None, records=records, tokens=())
    first, last, _ = draft.doc.sentences[number]
    tokens = tuple(_token(draft.doc, i, first, offset) for i in range(first, last))
    return Explanation(offset=offset, sentence=draft.doc.span(first, last - 1), records=records, tokens=tokens)


def _sentence_at(doc: Document, offset: int) -> int | None:
    """The number of the sentence around `offset`: that of the token there, or of the one before it."""
    return doc.sent[max(0, doc.token_at(offset))] if len(doc) else None


def _token(doc: Document, i: int, first: int, offset: int) -> Token:
    return Token(
        number=i - first,
        start=doc.start[i],
        text=doc.word[i],
        lemma=doc.lemma[i],
        pos=doc.pos[i],
        tag=doc.tag[i],
        dep=doc.dep[i],
        head=doc.head[i] - first,
        here=doc.start[i] <= offset < doc.end[i],
    )


def _explained(draft: Draft, offset: int) -> Iterator[Explained]:
    holders = [(kind, getattr(draft, kind)) for kind in KINDS]
    holders += [(kind, getattr(draft.negotiation, kind)) for kind in _SUMS]
    for section, records in holders:
        for index, record in enumerate(records):
            parts = tuple(dict.fromkeys(_covering(record, offset, _OWN.get(section, "whole"))))
            if parts:
                yield _one(section, index, parts, record)


def _with_own(found: Explained, reader: Reader) -> Explained:
    """`found` with the entry of the user's own file, if one of its types made the record."""
    if found.section != "own_events" or reader.ontology is None or found.rule is None:
        return found
    entry = reader.ontology.of(found.record["type"])
    known = {"definition": entry.definition, "words": list(entry.words) or None, "plover": entry.plover}
    rule = Rule(id=found.rule.id, file=f"ontology {reader.ontology.name}", entry=known)
    return found.model_copy(update={"rule": rule})


def _one(section: str, index: int, parts: tuple[str, ...], record: BaseModel) -> Explained:
    made_by = getattr(record, "made_by", None)
    return Explained(
        section=section,
        index=index,
        parts=parts,
        record=record.model_dump(mode="json", exclude={"made_by", "mentions"}),
        rule=find_rule(made_by.rule) if made_by else None,
        cue=made_by.cue if made_by else None,
        status_cue=made_by.status_cue if made_by else None,
    )


def _covering(value: object, offset: int, part: str) -> Iterator[str]:
    """The names of the parts of a record whose characters cover `offset`."""
    if isinstance(value, Span) and value.start <= offset < value.end:
        yield part
    if isinstance(value, BaseModel):
        for name in type(value).model_fields:
            inner = getattr(value, name)
            if isinstance(inner, (BaseModel, tuple)):
                yield from _covering(inner, offset, name.replace("_", " "))
    elif isinstance(value, tuple):
        for item in value:
            yield from _covering(item, offset, part)


def find_rule(rule: str) -> Rule:
    """The knowledge entry of the rule id "<file>.<id>" or "<file>.<table>.<id>"; None where there is none."""
    if rule == LEARNED:
        return Rule(id=rule, file=None, entry="the network of the package, asked about a clause that no rule reads")
    name, _, rest = rule.partition(".")
    knowledge = _knowledge(name)
    if knowledge is None or not rest:
        return Rule(id=rule, file=None if knowledge is None else f"{name}.toml", entry=None)
    return Rule(id=rule, file=f"{name}.toml", entry=_entry(knowledge, rest.split(".")))


@cache
def _knowledge(name: str) -> dict[str, Any] | None:
    """The knowledge file `name`.toml; None where there is none of that name."""
    if not name.replace("_", "").isalnum():
        return None
    file = files("dragoman.knowledge").joinpath(f"{name}.toml")
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def _entry(holder: Any, path: list[str]) -> Any:
    """The entry at `path`: keys of tables, ids in lists of tables. An id is sought in every list of a table."""
    if not path:
        return holder
    key, rest = path[0], path[1:]
    if isinstance(holder, list):
        found = [item for item in holder if isinstance(item, dict) and item.get("id") == key]
        return _entry(found[0], rest) if found else None
    if not isinstance(holder, dict):
        return None
    if key in holder and (entry := _entry(holder[key], rest)) is not None:
        return entry
    for value in holder.values():
        if isinstance(value, (list, dict)) and (entry := _entry(value, path)) is not None:
            return entry
    return None


def render(explanation: Explanation) -> RenderableType:
    """An explanation as tables."""
    where = Text.assemble((f"Character {explanation.offset}", "bold"))
    if explanation.sentence:
        where.append(f"  {clip(explanation.sentence.text, 200)}", style="dim")
    parts: list[RenderableType] = [where, Text()]
    for explained in explanation.records:
        parts += [_record_table(explained), Text()]
    if not explanation.records:
        parts += [Text("No record covers this place.", style="dim"), Text()]
    if explanation.tokens:
        parts += [Text("The sentence as the parser sees it", style="bold"), _parse_table(explanation)]
    return Group(*parts)


def _record_table(explained: Explained) -> RenderableType:
    heading = Text.assemble(
        (f"{explained.section}[{explained.index}]", "bold cyan"), (f"  by its {', '.join(explained.parts)}", "dim")
    )
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(style="dim", no_wrap=True)
    table.add_column(overflow="fold")
    record = explained.record
    if "text" in record and "start" in record:
        record = {"text": {key: record[key] for key in ("start", "text")}} | {
            key: value for key, value in record.items() if key not in ("start", "end", "text")
        }
    for key, value in record.items():
        if key == "grounds":
            for ground in value:
                table.add_row(f"why this {ground['field']}", _ground(ground))
        elif key == "votes":
            for vote in value:
                why = f": {vote['why']}" if "why" in vote else ""
                table.add_row(f"vote: {vote['by']}", one_line(f"{vote['type']} {vote['confidence']:.2f}{why}"))
        elif value not in (None, [], {}):
            table.add_row(key, _short(value))
    if explained.rule:
        table.add_row("rule", Text(explained.rule.id, style="green"))
        found = _short(explained.rule.entry) if explained.rule.entry is not None else f"entry {NOT_STATED}"
        table.add_row(explained.rule.file or "", Text(found, style="dim"))
    for name, cue in (("cue", explained.cue), ("status cue", explained.status_cue)):
        if cue:
            table.add_row(name, Text(f"{one_line(cue.text)!r} at {cue.start}", style="yellow"))
    return Group(heading, Padding(table, (0, 0, 0, 2)))


def _ground(ground: dict[str, Any]) -> str:
    """Why an event has a mode, context or code: its value, the rule, and the words."""
    cue = f", {_short(ground['cue'])}" if ground["cue"] else ""
    return f"{ground['value']}: {ground['rule']}{cue}"


def _short(value: Any) -> str:
    """A record's or rule's value on a line: spans by their words, tables as "key: value"."""
    if isinstance(value, dict):
        if "text" in value and "start" in value:
            actor = f" ({value['actor']})" if value.get("actor") else ""
            return f"{clip(value['text'], 120)!r} at {value['start']}{actor}"
        known = {key: inner for key, inner in value.items() if inner is not None}
        return clip(", ".join(f"{key}: {_short(inner)}" for key, inner in known.items()), 400)
    if isinstance(value, list):
        return clip(" | ".join(_short(inner) for inner in value), 400)
    return clip(str(value), 300)


def _parse_table(explanation: Explanation) -> RenderableType:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    for name in ("", "token", "lemma", "pos", "tag", "dep", "head"):
        table.add_column(name, overflow="fold")
    for token in explanation.tokens:
        inside = token.head != token.number and 0 <= token.head < len(explanation.tokens)
        head = one_line(explanation.tokens[token.head].text) if inside else ""
        mark = "▸" if token.here else ""
        words = [one_line(word) for word in (token.text, token.lemma)]
        table.add_row(mark, *words, token.pos, token.tag, token.dep, head, style="bold" if token.here else "")
    return Padding(table, (0, 0, 0, 2))
