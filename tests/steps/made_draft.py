"""A draft whose actors, statements and events are given by their words, so that a view is tested without the steps
before it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from dragoman.language import Language
from dragoman.reader import ReportText, describe
from dragoman.records import Actor, Event, MadeBy, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.who import Who

TEST = MadeBy(rule="test.made")


def span_of(text: str, part: str, nth: int = 0) -> dict[str, Any]:
    start = [m.start() for m in re.finditer(re.escape(part), text)][nth]
    return {"start": start, "end": start + len(part), "text": part}


def made_draft(
    language: Language,
    text: str,
    actors: Mapping[str, str],
    statements: Iterable[tuple[str | None, str, str]] = (),
    events: Iterable[tuple[Any, ...]] = (),
    people: Iterable[str] = (),
    persons: Iterable[str] = (),
    date: str = "2011-03-10",
) -> Draft:
    """`actors`: words to code. `statements`: (speaker code, cue, content). `events`: (trigger, type, actors,
    recipients, status, date, place), the last three may be left out; "word#1" is the second occurrence of a word."""
    draft = Draft(describe(ReportText(text, date)), language.parse(text))
    doc = draft.doc
    ids = {code: f"a{k}" for k, code in enumerate(dict.fromkeys(actors.values()), 1)}
    kinds = {**dict.fromkeys(people, "people"), **dict.fromkeys(persons, "person")}
    draft.actors = [
        Actor(
            id=number,
            name=next(words for words, c in actors.items() if c == code),
            code=code,
            kind=kinds.get(code, "state"),  # type: ignore[arg-type]
            mentions=(),
            made_by=TEST,
        )
        for code, number in ids.items()
    ]
    who = Who(draft.actors)
    for words, code in actors.items():
        for match in re.finditer(rf"\b{re.escape(words)}\b", text):
            tokens = doc.tokens(match.start(), match.end())
            who.name(clauses.root_of(doc, tokens), [ids[code]])
    draft.who = who
    for speaker, cue, content in statements:
        draft.statements.append(
            Statement(
                **span_of(text, content),
                made_by=TEST,
                cue=Span(**span_of(text, cue)),
                speaker_name=speaker,
                speaker_code=speaker,
                form="indirect",
                anonymous=False,
            )
        )
    for trigger, kind, doers, recipients, *rest in events:
        status, day, place = (*rest, *("actual", None, None)[len(rest) :])
        word, _, nth = trigger.partition("#")
        draft.events.append(
            Event(
                **span_of(text, word, int(nth or 0)),
                made_by=TEST,
                type=kind,
                actors=tuple(doers),
                recipients=tuple(recipients),
                status=status,
                date=day,
                place=place,
                score=0,
                confidence=1,
            )
        )
    return draft
