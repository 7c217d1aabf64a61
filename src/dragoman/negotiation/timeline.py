"""Occurrences by day, and conflict and cooperation of pairs of parties by week or month."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from itertools import product
from statistics import fmean
from typing import Any, NamedTuple

from dragoman.errors import QueryError
from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.model import Entry, Period

_MOST_CITES = 5
_LEAST_PERIODS = 3
"""A change is seen where at least so many periods stand on both sides of it."""
_CRITICAL = 3.0
"""How many standard errors the means of two sides differ by, at least.

Of 2,000 simulated series of 24 periods in which nothing changes, 5 in 100 then show a change point:
`python benchmarks/negotiation.py --changes`.
"""
_BEFORE = dt.timedelta(31)
"""A series begins at most so long before the first report."""


class _Told(NamedTuple):
    """An occurrence with the events that tell of it."""

    row: dict[str, Any]
    events: tuple[Fact, ...]


def _occurrences(facts: Facts) -> list[_Told]:
    """The occurrences of the parties: between two of them, or, where one or none was asked for, with any of them."""
    events = {(fact.report.id, fact.n): fact for fact in facts.events}
    found = []
    for row in facts.occurrences:
        told = tuple(events[key] for each in row["told"] if (key := (each["report_id"], each["n"])) in events)
        sides = set(row["parties"]) | set(row["actors"]) | set(row["recipients"])
        between = len(sides & set(facts.parties)) >= min(2, len(facts.parties))
        if told and between:
            found.append(_Told(row, tuple(sorted(told, key=lambda fact: (fact.report.number, fact.n)))))
    return found


def timeline(facts: Facts) -> tuple[Entry, ...]:
    """The occurrences in which the parties take part, in the order of their days; undated ones last."""
    return tuple(
        Entry(
            id=row["occurrence_id"],
            date_from=_iso(row["date_from"]),
            date_to=_iso(row["date_to"]),
            type=row["type"],
            status=row["status"],
            actors=tuple(row["actors"]),
            recipients=tuple(row["recipients"]),
            place=row["place"],
            score=row["score"],
            reports=len({fact.report.id for fact in events}),
            stories=len({fact.report.story for fact in events}),
            evidence=tuple(fact.cite() for fact in events[:_MOST_CITES]),
        )
        for row, events in _occurrences(facts)
    )


def periods(facts: Facts, by: str = "month") -> tuple[Period, ...]:
    """Conflict and cooperation of each pair of the parties in every "week" or "month" from their first to their last.

    Counted are occurrences that are told as actual, each once however many reports tell it, on its first day, else on
    the day of its first report. A change point is the period that begins a stretch whose mean score differs most from
    that before it (binary segmentation), where the difference is more than chance gives. Raises `QueryError` for
    another `by`.
    """
    if by not in ("week", "month"):
        raise QueryError(f"{by!r} is no period; there are week and month")
    sums: dict[tuple[str, str], dict[dt.date, list[_Told]]] = defaultdict(lambda: defaultdict(list))
    first = min((told.date for told in facts.reports if told.date), default=dt.date.min)
    for told in _occurrences(facts):
        day = told.row["date_from"] or told.row["first_published"]
        if day is None or day < _start(first, by) - _BEFORE or told.row["status"] != "actual":
            continue  # what reports recall of years ago is no part of the series
        for pair in _pairs(facts, told.row):
            sums[pair][_start(day, by)].append(told)
    found = []
    for pair, by_start in sorted(sums.items()):
        found += _series(pair, by_start, by)
    return tuple(found)


def _pairs(facts: Facts, row: dict[str, Any]) -> list[tuple[str, str]]:
    """The pairs of parties that an occurrence is between: doers with those acted on, else all doers with each other."""
    ones, others = row["actors"], row["recipients"] or row["actors"]
    pairs = {(min(a, b), max(a, b)) for a, b in product(ones, others) if a != b}
    wanted = set(facts.parties)
    return sorted(pair for pair in pairs if len(wanted & set(pair)) >= min(2, len(wanted)))


def _start(day: dt.date, by: str) -> dt.date:
    return day.replace(day=1) if by == "month" else day - dt.timedelta(day.weekday())


def _next(start: dt.date, by: str) -> dt.date:
    return (start + dt.timedelta(31)).replace(day=1) if by == "month" else start + dt.timedelta(7)


def _series(pair: tuple[str, str], by_start: dict[dt.date, list[_Told]], by: str) -> list[Period]:
    starts = [min(by_start)]
    while starts[-1] < max(by_start):
        starts.append(_next(starts[-1], by))
    scores = [[told.row["score"] for told in by_start.get(start, ())] for start in starts]
    changes = set(change_points(scores))
    return [
        Period(
            start=start.isoformat(),
            parties=pair,
            cooperation=round(sum(score for score in scores[place] if score > 0), 2),
            conflict=round(sum(score for score in scores[place] if score < 0), 2),
            occurrences=len(scores[place]),
            reports=len({fact.report.id for told in by_start.get(start, ()) for fact in told.events}),
            change=place in changes,
            because=_because(by_start.get(start, ())) if place in changes else (),
        )
        for place, start in enumerate(starts)
    ]


def _because(told: Iterable[_Told]) -> tuple[str, ...]:
    """The occurrences with the strongest scores of a period, which stand behind a change that it begins."""
    ranked = sorted(told, key=lambda each: (-abs(each.row["score"]), -each.row["reports"], each.row["occurrence_id"]))
    return tuple(each.row["occurrence_id"] for each in ranked[:_MOST_CITES])


def change_points(scores: Sequence[Sequence[float]]) -> list[int]:
    """The indices of the periods at which the mean score changes; `scores` has the scores of each period.

    Binary segmentation (Scott and Knott, "A cluster analysis method for grouping means", 1974) with Welch's statistic.
    """
    found: list[int] = []
    work = [(0, len(scores))]
    while work:
        first, last = work.pop()
        best, at = 0.0, -1
        for place in range(first + _LEAST_PERIODS, last - _LEAST_PERIODS + 1):
            one = [score for each in scores[first:place] for score in each]
            other = [score for each in scores[place:last] for score in each]
            value = _welch(one, other) if scores[place] else 0.0
            if value > best:
                best, at = value, place
        if best >= _CRITICAL:
            found.append(at)
            work += [(first, at), (at, last)]
    return sorted(found)


def _welch(one: Sequence[float], other: Sequence[float]) -> float:
    """How many standard errors two means differ by; 0 where a side has fewer than five scores."""
    if min(len(one), len(other)) < 5:
        return 0.0
    a, b = fmean(one), fmean(other)
    spread = _variance(one, a) / len(one) + _variance(other, b) / len(other)
    return abs(a - b) / math.sqrt(spread) if spread else 0.0


def _variance(values: Sequence[float], mean: float) -> float:
    return sum((value - mean) ** 2 for value in values) / (len(values) - 1)


def _iso(day: dt.date | None) -> str | None:
    return day.isoformat() if day else None
