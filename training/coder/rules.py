"""The rule coder's votes on marked sentences."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from coder.data import Row
from dragoman.reader import Reader, ReportText
from dragoman.records import Span
from dragoman.steps.event.event_pair import vote_pair


class RuleVote(NamedTuple):
    """The type that the rule coder reads, None where it reads none, and which of the parties its act names."""

    type: str | None
    named: str


def votes(rows: Sequence[Row], kept: Path) -> list[RuleVote]:
    """A vote a row, in order; kept in a file, to be removed when the rules change."""
    known: dict[str, list[str | None]] = json.loads(kept.read_text(encoding="utf-8")) if kept.exists() else {}
    new = [row for row in rows if row.text not in known]
    reader = Reader()
    for row in new:
        draft = reader.draft(ReportText(row.sentence))
        found = vote_pair(draft, *(_span(row.sentence, place) for place in (row.source, row.target)))
        known[row.text] = [found.type, found.named] if found else [None, "none"]
    if new:
        kept.write_text(json.dumps(known, indent=0), encoding="utf-8")
    return [RuleVote(known[row.text][0], known[row.text][1] or "none") for row in rows]


def _span(sentence: str, place: tuple[int, int] | None) -> Span | None:
    return Span(start=place[0], end=place[1], text=sentence[place[0] : place[1]]) if place else None
