"""The user's own actors, from files: PETRARCH actor dictionaries and CSV tables.

**PETRARCH actor dictionary** (the format of TABARI, PETRARCH and PETRARCH2): one name a line, words joined by `_`,
followed by its codes in brackets, on the same or the next lines; lines that begin with `+` are synonyms of the name
above; `#` and what follows is a comment. A code may be limited in time: `[USAGOV >090120]` from that day on,
`[USAGOV <090120]` before it, `[USAGOV 010120-090119]` between two days. Days are `YYMMDD`, `YYYYMMDD` or `YYYY-MM-DD`;
the first code that holds at the report's date is taken, else the first without a limit; where neither is there, the
name says nothing on that day. `actor_codes.toml` says how a code is read: USAGOV acts under USA, IGOUNO under UN;
rebels, companies and private people go by their own name and keep the country beside it::

    MARIA_HOLM_  # her offices
    +M._HOLM
        [DNKGOV 20110315-20150628]
        [IGOEUREEC >20150701]
        [DNKELI]

**CSV**, with a header: `name` and `code` are needed; `kind` (person, state, body, organization, armed group, people),
`country` (alpha-3), `sector`, `role`, `start` and `end` (YYYY-MM-DD, both included) and `synonyms` (separated by `|`)
may follow. A name may have several rows with different dates. The code is taken as it stands::

    name,code,kind,country,sector,role,start,end,synonyms
    Maria Holm,DNK,person,DNK,GOV,foreign minister,2011-03-15,2015-06-28,M. Holm|Holm-Jensen

What a file is, is found from its content. Names match word for word, capitals and accents apart. A line that cannot be
read is skipped and counted (`ActorFiles.skipped`); a file without a single name raises `KnowledgeError`.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import cast, get_args

from dragoman.errors import KnowledgeError
from dragoman.language import Document
from dragoman.records import ActorKind
from dragoman.steps.actor.actor_codes import OPEN_AFTER, OPEN_BEFORE, Code, adjectives, as_person, read_code
from dragoman.steps.actor.actor_lexicon import build_lexicon
from dragoman.steps.actor.actor_names import NameHit, head_of
from dragoman.steps.actor.cast import fold
from dragoman.steps.actor.gazetteer import Named, states
from dragoman.steps.actor.person_names import KnownPerson, core

_BRACKET = re.compile(r"\[([^\]]*)\]")
_SPLIT = re.compile(r"[ _]+|(?<=[^\W\d_])(-)(?=[^\W\d_])|('s)\b")
_NAME = re.compile(r"\+?[^\W\d_][\w .&'’\-/()]*")
_KINDS = get_args(ActorKind)


@dataclass
class Entry:
    """A name of the user's with everything that it stands for over time."""

    name: str
    source: str
    codes: list[Code] = field(default_factory=list)

    def at(self, date: str | None) -> Code | None:
        """The code that holds at `date` (YYYY-MM-DD; None where the report has none), or None."""
        if date:
            for code in self.codes:
                if code.limited and code.start <= date <= code.end:
                    return code
        return next((code for code in self.codes if not code.limited), None)


class ActorFiles:
    """All names of the user's files; `names` counts them, `skipped` the lines that could not be read."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.skipped = 0
        self.names = 0
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for path in paths:
            self._load(path)
        for entries in self._by_first.values():
            entries.sort(key=lambda pair: -len(pair[0]))

    def _load(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read: {error.strerror}; give the path of an actor file") from error
        before = self.names
        if is_table(text):
            self._table(path, text)
        else:
            self._dictionary(path, text)
        if self.names == before:
            raise KnowledgeError(
                f"{path}: line 1 and below: no actor; give a PETRARCH dictionary (NAME_ [CODE]) or CSV (name, code)"
            )

    def _add(self, name: str, entry: Entry) -> None:
        words = _words(name)
        if words and len("".join(words)) > 1:
            self.names += 1
            self._by_first.setdefault(words[0], []).append((words, entry))

    def _dictionary(self, path: Path, text: str) -> None:
        names: list[str] = []
        entry: Entry | None = None
        for raw in text.splitlines():
            line = raw.split("#", 1)[0].strip()
            if not line:
                continue
            head, bracket, _ = line.partition("[")
            name = head.strip()
            if name and not _NAME.fullmatch(name):
                self.skipped += 1
                continue
            if name.startswith("+"):
                names.append(name[1:])
            elif name:
                self._finish(names, entry)
                names, entry = [name], Entry(_shown(name), path.name)
            if bracket and entry:
                codes = [code for found in _BRACKET.findall(line) if (code := read_code(found))]
                self.skipped += not codes
                entry.codes += codes
        self._finish(names, entry)

    def _finish(self, names: list[str], entry: Entry | None) -> None:
        if entry is None:
            return
        if not entry.codes:
            self.skipped += 1
            return
        codes = [as_person(code, entry.name) for code in entry.codes]
        someone = any(code.kind == "person" for code in codes)
        entry.codes = [code._replace(kind="person") if someone and code.kind != "state" else code for code in codes]
        entry.codes = [code if code.code else code._replace(code=entry.name) for code in entry.codes]
        kind: ActorKind = "person" if any(code.kind == "person" for code in entry.codes) else "organization"
        for name in names:
            if plain := _plain(name, kind):
                self._add(plain, entry)

    def _table(self, path: Path, text: str) -> None:
        entries: dict[str, Entry] = {}
        for row in csv.DictReader(text.splitlines(), dialect=_dialect(text)):
            row = {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str)}
            code = _row_code(row)
            if code is None:
                self.skipped += 1
                continue
            name = row["name"]
            known = entries.get(name)
            if known:
                known.codes.append(code)
                continue
            entries[name] = entry = Entry(name, path.name, [code])
            for synonym in (name, *row.get("synonyms", "").split("|")):
                self._add(synonym, entry)

    def find(self, folded: Sequence[str], i: int) -> tuple[int, Entry] | None:
        """The longest name that begins at word `i`: how many words it has, and its entry."""
        for words, entry in self._by_first.get(folded[i], ()):
            if tuple(folded[i : i + len(words)]) == words:
                return len(words), entry
        return None

    def overlay(self, doc: Document, hits: list[NameHit], date: str | None) -> list[NameHit]:
        """`hits` with the user's names in place of shorter or equal ones; a state's own names stay."""
        if not self._by_first:
            return hits
        folded = [fold(word.replace("’", "'")) for word in doc.word]
        own: list[NameHit] = []
        i = 0
        while i < len(folded):
            found = self.find(folded, i)
            if found is None or not doc.word[i][:1].isupper():
                i += 1
                continue
            length, entry = found
            code = entry.at(date)
            if code is None or (length == 1 and doc.pos[i] != "PROPN"):
                i += 1
                continue
            own.append(_hit(doc, i, i + length - 1, entry, code))
            i += length
        return _merge(hits, own) if own else hits


def _merge(hits: list[NameHit], own: list[NameHit]) -> list[NameHit]:
    covered = {t: hit for hit in hits for t in range(hit.first, hit.last + 1)}
    kept = []
    for mine in own:
        others = {id(o): o for t in range(mine.first, mine.last + 1) if (o := covered.get(t))}.values()
        if not any(_stands(other, mine) for other in others):
            kept.append(mine)
    taken = {t for mine in kept for t in range(mine.first, mine.last + 1)}
    rest = [hit for hit in hits if not any(t in taken for t in range(hit.first, hit.last + 1))]
    return sorted([*rest, *kept], key=lambda hit: (hit.first, hit.last))


def _stands(other: NameHit, mine: NameHit) -> bool:
    """Whether a name of the closed lists keeps its place: it is longer, a state's, or has the same code."""
    if other.first < mine.first or other.last > mine.last:
        return True
    if other.named is None or other.last - other.first < mine.last - mine.first:
        return False
    if other.named.kind == "state" or other.named.type == "media":
        return True
    if mine.named is None:
        return False
    # A dictionary's company or rebel group goes by its name; the closed lists know a better code.
    return mine.named.code in (other.named.code, mine.named.name)


def _hit(doc: Document, first: int, last: int, entry: Entry, code: Code) -> NameHit:
    head = head_of(doc, first, last)
    rule = f"actor_files.{entry.source}"
    if code.kind == "person":
        words = core(doc.word[first : last + 1])
        known = KnownPerson(
            entry.name, code.code, core(entry.name.split()), (), rule, code.country, code.sector, code.role
        )
        return NameHit(first, last, head, words=words, known=known)
    kind = {"state": "metonym", "body": "body"}.get(code.kind, "organization")
    key = f"state:{code.code}" if code.kind == "state" else f"user:{entry.name}"
    named = Named(key, kind, entry.name, code.code, code.kind, rule, code.country, code.sector)
    return NameHit(first, last, head, named)


def is_table(text: str) -> bool:
    """Whether the first line that says anything is a CSV header with `name` and `code`."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    fields = {part.strip().strip('"').lower() for part in re.split(r"[,;\t]", first)}
    return {"name", "code"} <= fields


def _dialect(text: str) -> type[csv.Dialect]:
    header = text.lstrip().splitlines()[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=header.count)

    return Found


def _words(name: str) -> tuple[str, ...]:
    """A name as the tokenizer cuts it: "AL-QAIDA_" → al - qaida."""
    return tuple(fold(part) for part in _SPLIT.split(name.strip().strip("_").replace("’", "'")) if part)


_BEFORE_TITLES = frozenset(
    {"former", "foreign", "prime", "deputy", "vice", "defense", "defence", "interior", "finance"}
)
_SMALL = frozenset(
    {"of", "the", "and", "for", "in", "on", "al", "el", "von", "van", "der", "de", "du", "la", "le", "bin"}
)


def _shown(name: str) -> str:
    """A name of the dictionary as newspapers write it."""
    words = name.strip("+_ ").replace("_", " ").split()
    if not name.isupper() or (len(words) == 1 and len(words[0]) <= 5):
        return " ".join(words)
    shown = [word.lower() if word.lower() in _SMALL else word if len(word) <= 2 else word.title() for word in words]
    return " ".join(shown)[:1].upper() + " ".join(shown)[1:]


def _plain(name: str, kind: ActorKind) -> str | None:
    """A name without its article, and a person's without titles; None where it is an office and no name."""
    lexicon = build_lexicon()
    words = name.strip("+_ ").replace("_", " ").split()
    while words and words[0].lower() == "the":
        words = words[1:]
    low = [word.lower().rstrip(".") for word in words]
    if kind != "person":
        return None if low and low[-1] in lexicon.roles else " ".join(words) or None
    skip = 0
    for k, word in enumerate(low):
        if word in lexicon.roles or word in lexicon.file.titles:
            skip = k + 1
        elif word not in _BEFORE_TITLES and word not in adjectives():
            break
    return " ".join(words[skip:]) or None


def _row_code(row: dict[str, str]) -> Code | None:
    if not row.get("name") or not row.get("code"):
        return None
    kind = row.get("kind") or ("state" if row["code"] in states() and not row.get("sector") else "organization")
    if kind not in _KINDS:
        return None
    try:
        start, end = (
            dt.date.fromisoformat(row[key]).isoformat() if row.get(key) else other
            for key, other in (("start", OPEN_BEFORE), ("end", OPEN_AFTER))
        )
    except ValueError:
        return None
    country = row.get("country") or (row["code"] if row["code"] in states() else None)
    return Code(
        row["code"], country, row.get("sector") or None, cast(ActorKind, kind), row.get("role") or None, start, end
    )


def entries(files: ActorFiles) -> Iterator[Entry]:
    """Every entry of `files`, each once."""
    seen: set[int] = set()
    for pairs in files._by_first.values():
        for _, entry in pairs:
            if id(entry) not in seen:
                seen.add(id(entry))
                yield entry
