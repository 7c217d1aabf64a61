"""Many reports of one negotiation as one record, in order of time; every line leads back to its report and sentence."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dragoman.reader import ReportText
from dragoman.records import KINDS, Event, Meeting, Model, Reading, Span
from dragoman.show.excerpt import excerpt
from dragoman.show.view import Entry, Piece, sections
from dragoman.show.visible import one_line
from dragoman.show.words import NO_TITLE, Parties
from dragoman.steps.view.intervals import interval, nested

MONTH = 31
"""Two mentions of a meeting are one where one date lies in the other and neither is longer than this many days."""

_RANK = {"possible": 0, "planned": 1, "cancelled": 2, "held": 3}
_WIDE = 62
"""About this many characters of the sentence are kept, the evidence in the middle: a line."""


class Source(Model):
    """One report of the series: its number from 1, what it is, what it holds, and how the acts in it lean."""

    number: int
    date: str | None
    title: str
    characters: int
    records: dict[str, int]
    score: float | None


class Line(Model):
    """One thing that the series says: what it is, and the reports and the sentence that say it.

    `date` is the day of a meeting, else the publication date of the first report; `reports` are numbers of sources;
    `evidence` stands in the first of them.
    """

    date: str | None
    party: str
    label: str
    text: str
    facts: tuple[str, ...]
    reports: tuple[int, ...]
    sentence: str
    evidence: Span | None


class Series(Model):
    """What the reports add up to."""

    reports: tuple[Source, ...]
    parties: dict[str, str]
    meetings: tuple[Line, ...]
    positions: dict[str, tuple[Line, ...]]
    conditions: tuple[Line, ...]
    disputes: tuple[Line, ...]
    deadlocks: tuple[Line, ...]
    next: tuple[Line, ...]
    counts: dict[str, int]
    types: dict[str, int]


class Told(NamedTuple):
    """One report of the series, read."""

    number: int
    text: str
    reading: Reading


def series(read: Iterable[tuple[ReportText, Reading]]) -> Series:
    """The record of a series of reports, which are put in order of their dates; those without one come last."""
    ordered = sorted(read, key=lambda pair: pair[1].report.date or "9999")
    told = [Told(number, report.text, reading) for number, (report, reading) in enumerate(ordered, 1)]
    parties = Parties(actor for t in told for actor in t.reading.actors)
    return Series(
        reports=tuple(_source(t) for t in told),
        parties=_main_parties(told, parties),
        meetings=tuple(_meetings(told, parties)),
        positions=_positions(told, parties),
        conditions=_lines(told, parties, "conditions"),
        disputes=_lines(told, parties, "disputes"),
        deadlocks=_lines(told, parties, "deadlocks"),
        next=_next(told, parties),
        counts=_counts(told),
        types=dict(Counter(event.type for t in told for event in t.reading.events).most_common()),
    )


def _source(t: Told) -> Source:
    report = t.reading.report
    scores = [event.score for event in t.reading.events if event.status == "actual"]
    return Source(
        number=t.number,
        date=report.date,
        title=one_line(report.title or report.source_id or NO_TITLE),
        characters=report.characters,
        records={kind: len(getattr(t.reading, kind)) for kind in KINDS},
        score=round(sum(scores) / len(scores), 2) if scores else None,
    )


def _main_parties(told: Sequence[Told], parties: Parties) -> dict[str, str]:
    """The parties that act most, by code, with their names; most active first."""
    acts = Counter(code for t in told for e in t.reading.events for code in dict.fromkeys(e.actors + e.recipients))
    return {code: parties.name(code) for code, _ in acts.most_common(8)}


def _counts(told: Sequence[Told]) -> dict[str, int]:
    counts = {"reports": len(told)} | {kind: sum(len(getattr(t.reading, kind)) for t in told) for kind in KINDS}
    if not any(t.reading.reader.ontology for t in told):
        del counts["own_events"]  # nobody asked for types of her own
    for kind in ("meetings", "positions", "disputes", "deadlocks"):
        counts[kind] = sum(len(getattr(t.reading.negotiation, kind)) for t in told)
    return counts


def _line(t: Told, entry: Entry, date: str | None = None) -> Line:
    span = _plain(entry.spans[0]) if entry.spans else None
    sentence = str(excerpt(t.text, span, _WIDE)) if span else ""
    return Line(
        date=date or t.reading.report.date,
        party=entry.lead,
        label=entry.label,
        text=one_line("".join(piece.text for piece in entry.body)),
        facts=entry.facts,
        reports=(t.number,),
        sentence=sentence,
        evidence=span,
    )


def _plain(span: Span) -> Span:
    """The span alone, without what the record that it is adds to it."""
    return Span(start=span.start, end=span.end, text=span.text)


def _lines(told: Sequence[Told], parties: Parties, key: str) -> tuple[Line, ...]:
    return tuple(_line(t, entry) for t in told for entry in _entries(t, parties, key))


def _entries(t: Told, parties: Parties, key: str) -> tuple[Entry, ...]:
    return sections(t.reading, t.text, (key,), width=_WIDE, parties=parties)[0].entries


def _positions(told: Sequence[Told], parties: Parties) -> dict[str, tuple[Line, ...]]:
    """Each party's positions in order of the reports; the party with most comes first."""
    held: dict[str, list[Line]] = {}
    for t in told:
        for position, entry in zip(t.reading.negotiation.positions, _entries(t, parties, "positions"), strict=True):
            held.setdefault(parties.name(position.actor), []).append(_line(t, entry))
    return {name: tuple(lines) for name, lines in sorted(held.items(), key=lambda item: -len(item[1]))}


class _Encounter(NamedTuple):
    """A meeting as one or more reports tell of it."""

    meeting: Meeting
    line: Line


def _meetings(told: Sequence[Told], parties: Parties) -> list[Line]:
    """The meetings in order of time, those that several reports tell of once."""
    merged: list[_Encounter] = []
    for t in told:
        for meeting, entry in zip(t.reading.negotiation.meetings, _entries(t, parties, "meetings"), strict=True):
            facts = tuple(fact for fact in entry.facts if fact != meeting.date)
            new = _Encounter(meeting, _line(t, entry._replace(facts=facts, body=(Piece(""),)), meeting.date))
            same = next((i for i, old in enumerate(merged) if _same(old.meeting, meeting)), None)
            if same is None:
                merged.append(new)
            else:
                merged[same] = _both(merged[same], new)
    first = {t.number: t.reading.report.date for t in told}
    merged.sort(key=lambda e: _when(e.meeting.date, first[e.line.reports[0]]))
    return [e.line if e.meeting.date else e.line.model_copy(update={"date": None}) for e in merged]


def _same(old: Meeting, new: Meeting) -> bool:
    """Whether two reports' meetings are one: the same parties, not two places, and one date within the other."""
    if {*old.parties} != {*new.parties} or (old.place and new.place and old.place != new.place):
        return False
    a, b = interval(old.date), interval(new.date)
    if a is None or b is None or not nested(a, b):
        return False
    return max(a[1] - a[0], b[1] - b[0]) <= dt.timedelta(days=MONTH)


def _both(old: _Encounter, new: _Encounter) -> _Encounter:
    """One encounter from two mentions: the narrower date, the later report's status, every fact."""
    a, b = interval(old.meeting.date), interval(new.meeting.date)
    better, other = (new, old) if a and b and b[1] - b[0] < a[1] - a[0] else (old, new)
    status = max(old.meeting.status, new.meeting.status, key=lambda status: _RANK[status])
    place, level = better.meeting.place or other.meeting.place, better.meeting.level
    level = other.meeting.level if level == "unknown" else level
    facts = tuple(fact for fact in (place, None if level == "unknown" else level) if fact)
    line = better.line.model_copy(
        update={
            "label": status,
            "facts": facts,
            "reports": tuple(dict.fromkeys(old.line.reports + new.line.reports)),
            "sentence": old.line.sentence,
            "evidence": old.line.evidence,
        }
    )
    meeting = better.meeting.model_copy(update={"status": status, "place": place, "level": level})
    return _Encounter(meeting, line)


def _when(date: str | None, published: str | None) -> tuple[str, str]:
    days = interval(date)
    return (days[0].isoformat(), days[1].isoformat()) if days else (published or "9999", "9999")


def _next(told: Sequence[Told], parties: Parties) -> tuple[Line, ...]:
    """What the last report expects, and what earlier ones expect for after it; what several expect is one line."""
    if not told:
        return ()
    last = told[-1]
    expected: dict[tuple[str | None, ...], Line] = {}
    for t in reversed(told):
        for entry in _entries(t, parties, "next"):
            date = _date_of(t.reading, entry)
            if t is not last and not _is_after(date, last.reading.report.date):
                continue
            facts = tuple(fact for fact in entry.facts if fact != date)
            line = _line(t, entry._replace(facts=facts)).model_copy(update={"date": date})
            key = (date, line.party, line.label, None if date else line.text)
            known = expected.get(key)
            reports = dict.fromkeys((*line.reports, *(known.reports if known else ())))
            expected[key] = (known or line).model_copy(update={"reports": tuple(reports)})
    return tuple(sorted(expected.values(), key=lambda line: _when(line.date, None)))


def _is_after(date: str | None, day: str | None) -> bool:
    """Whether what `date` names goes on beyond `day`; false where either is not stated."""
    days = interval(date)
    return days is not None and day is not None and days[1].isoformat() > day


def _date_of(reading: Reading, entry: Entry) -> str | None:
    kind, _, number = entry.id.rpartition("-")
    record: Meeting | Event = (reading.negotiation.meetings if kind == "meetings" else reading.events)[int(number) - 1]
    return record.date


def pick(lines: Sequence[Line], most: int) -> list[Line]:
    """At most `most` of the lines, in their order, spread evenly over the reports that they come from."""
    turns: list[list[int]] = []
    seen: Counter[int] = Counter()
    for at, line in enumerate(lines):
        turn = seen[line.reports[0]]
        seen[line.reports[0]] += 1
        turns += [[]] if turn == len(turns) else []
        turns[turn].append(at)
    taken: list[int] = []
    for turn_lines in turns:
        taken += _spread(turn_lines, most - len(taken))
    return [lines[at] for at in sorted(taken)]


def _spread(items: list[int], most: int) -> list[int]:
    """At most `most` of the items, evenly apart, the first and the last among them."""
    if len(items) <= most:
        return items
    if most < 2:
        return items[-most:] if most else []
    return [items[round(i * (len(items) - 1) / (most - 1))] for i in range(most)]
