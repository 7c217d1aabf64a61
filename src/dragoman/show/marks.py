"""Which characters of a report carry which records: overlapping evidence cut into plain segments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from dragoman.records import KINDS, Reading

MOST = 40
"""A place carries at most this many records; of more, the shortest are kept. Only hostile text has more."""


class Mark(NamedTuple):
    """Evidence: record number `number` (from 1) of `layer` stands in characters `start` to `end - 1`."""

    start: int
    end: int
    layer: str
    number: int

    @property
    def id(self) -> str:
        """The id of the record that it carries, such as "events-3"."""
        return f"{self.layer}-{self.number}"


class Segment(NamedTuple):
    """Characters `start` to `end - 1`, all of which carry the same records; the shortest evidence comes first."""

    start: int
    end: int
    marks: tuple[Mark, ...]


def marks(reading: Reading) -> list[Mark]:
    """All evidence of a reading in the order of the text, longer pieces first where they start together."""
    found: list[Mark] = []
    for layer in KINDS:
        for number, record in enumerate(getattr(reading, layer), 1):
            spans = record.mentions if layer == "actors" else (record,)
            found += (Mark(span.start, span.end, layer, number) for span in spans)
    whole = reading.negotiation
    for number, position in enumerate(whole.positions, 1):
        found.append(Mark(position.start, position.end, "positions", number))
    for number, meeting in enumerate(whole.meetings, 1):
        found += (Mark(span.start, span.end, "meetings", number) for span in meeting.evidence)
    for number, dispute in enumerate(whole.disputes, 1):
        found += (Mark(claim.start, claim.end, "disputes", number) for claim in dispute.claims)
    for number, deadlock in enumerate(whole.deadlocks, 1):
        found += (Mark(span.start, span.end, "deadlocks", number) for span in deadlock.evidence)
    return sorted(set(found), key=lambda m: (m.start, -m.end, m.layer, m.number))


def segments(length: int, found: Iterable[Mark], cuts: Iterable[int] = ()) -> Iterator[Segment]:
    """The text's `length` characters cut wherever evidence begins or ends, and at `cuts`; without empty segments."""
    begin: dict[int, list[Mark]] = {}
    finish: dict[int, list[Mark]] = {}
    for mark in found:
        if mark.start < mark.end <= length:
            begin.setdefault(mark.start, []).append(mark)
            finish.setdefault(mark.end, []).append(mark)
    edges = sorted({0, length, *begin, *finish, *(cut for cut in cuts if 0 < cut < length)})
    active: dict[Mark, None] = {}
    for start, end in pairwise(edges):
        for mark in finish.get(start, ()):
            active.pop(mark, None)
        active.update(dict.fromkeys(begin.get(start, ())))
        here = sorted(active, key=lambda m: (m.end - m.start, m.start, m.layer, m.number))
        yield Segment(start, end, tuple(here[:MOST]))
