"""Conflict and cooperation on the negotiation's page: charts, and the acts behind each bar."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from markupsafe import Markup

from dragoman.negotiation.model import Entry, Period
from dragoman.negotiation.state import Negotiation
from dragoman.show.words import EVENT_TYPES
from dragoman.web import links
from dragoman.web.draw import series
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages import negotiation_drawn as drawn
from dragoman.web.pages.negotiation_asked import Asked
from dragoman.web.pages.negotiation_view import Said, View
from dragoman.web.strings import words

MOST_CHARTS = 4
_BEHIND = 6
"""So many acts of a week or month are named behind its sums."""


class Series(NamedTuple):
    """Conflict and cooperation of two parties: the drawing, and what stands behind each period."""

    name: str
    svg: Markup | None
    is_late: bool
    """Whether there will be a drawing, but is none yet."""
    rows: tuple[Behind, ...]
    left_out: int


class Behind(NamedTuple):
    """A week or month with the acts behind its sums."""

    id: str
    name: str
    period: Period
    acts: tuple[Said, ...]
    occurrences: tuple[str, ...]
    more: int


def pairs_of(snap: Snapshot, talks: Negotiation, asked: Asked) -> list[tuple[str, list[Period]]]:
    """The pairs with the most acts, by name, with the periods of each."""
    by_pair: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for period in snap.kept(("periods", *asked), lambda: talks.dyads(asked.by)):
        by_pair[period.parties].append(period)
    busiest = sorted(by_pair, key=lambda pair: (-sum(p.occurrences for p in by_pair[pair]), pair))[:MOST_CHARTS]
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    return [(" – ".join(map(view.name, pair)), by_pair[pair]) for pair in busiest]


def charts_of(snap: Snapshot, talks: Negotiation, asked: Asked, patience: float) -> list[Series]:
    """The series of the pairs with the most acts."""
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    text = words()["negotiation"]
    found = []
    for place, (name, periods) in enumerate(pairs_of(snap, talks, asked)):
        spans = drawn.spans(periods, place, name, asked.by, text)
        since = asked.since.isoformat() if asked.since else None
        draw = _later(series.chart, spans, f"{text['series']}: {name}", since)
        has_any = any(span.cooperation or span.conflict for span in spans)
        svg = snap.soon(("chart", place, *asked), draw, patience) if has_any else None
        rows = snap.kept(("behind", place, *asked), _later(_behind, view, periods, place, asked.by))
        found.append(Series(name, svg, has_any and svg is None, rows, len(periods) - len(spans)))
    return found


def _later(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: function(*arguments)


def _behind(view: View, periods: list[Period], place: int, by: str) -> tuple[Behind, ...]:
    """The acts behind each period, the strongest first; the newest period first."""
    acts: dict[str, list[Entry]] = defaultdict(list)
    pair = set(periods[0].parties)
    for entry in view.state.timeline:
        if entry.date_from and entry.status == "actual" and pair <= {*entry.actors, *entry.recipients}:
            acts[_start(entry.date_from, by)].append(entry)
    rows = []
    for period in periods[: -drawn.MOST_PERIODS - 1 : -1]:
        if not period.occurrences:
            continue
        found = sorted(acts[period.start], key=lambda e: (e.id not in period.because, -abs(e.score), e.id))
        rows.append(
            Behind(
                f"p{place}-{period.start}",
                drawn.period_name(period.start, by),
                period,
                tuple(_act(view, entry) for entry in found[:_BEHIND]),
                tuple(links.occurrence(entry.id) for entry in found[:_BEHIND]),
                period.occurrences - len(found[:_BEHIND]),
            )
        )
    return tuple(rows)


def _act(view: View, entry: Entry) -> Said:
    who = ", ".join(map(view.name, entry.actors))
    whom = f" → {', '.join(map(view.name, entry.recipients))}" if entry.recipients else ""
    quote = next((cite.text for cite in entry.evidence if cite.text), None)
    css = "cooperation" if entry.score > 0 else "conflict" if entry.score < 0 else ""
    return view.said(f"{who}{whom}", entry.evidence, quote, EVENT_TYPES.get(entry.type, entry.type), css)


def _start(day: str, by: str) -> str:
    found = dt.date.fromisoformat(day)
    return (found.replace(day=1) if by == "month" else found - dt.timedelta(found.weekday())).isoformat()
