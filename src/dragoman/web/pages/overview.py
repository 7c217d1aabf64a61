"""What is in the ledger: counts, the most active pairs with their conflict and cooperation, and what is new."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections.abc import Callable
from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from dragoman.negotiation.model import Cite, DeadlockLine, Move, Upcoming
from dragoman.negotiation.parties import Dyad
from dragoman.negotiation.state import Negotiation, dyads
from dragoman.show.words import EVENT_TYPES, Parties
from dragoman.web import links, windows
from dragoman.web.draw.bars import Axis, Bar, bars, longest, multiple
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.sentences import with_sentences
from dragoman.web.rendering import page
from dragoman.web.site import Snap
from dragoman.web.strings import words

router = APIRouter()

FEW = 40
"""Words that are fewer characters than this are shown in their sentence."""

PAIRS, LINES, PUBLISHERS = 8, 5, 8
"""So many pairs, lines of what is new, and publishers are shown."""

_COUNTS = """
SELECT count(*) AS reports, count(DISTINCT source) AS publishers, min(published) AS first, max(published) AS last,
       count(*) FILTER (WHERE published IS NULL) AS undated, coalesce(sum(n_events), 0)::BIGINT AS events,
       coalesce(sum(n_statements), 0)::BIGINT AS statements
FROM reports
"""
_MONTHS = """
SELECT date_trunc('month', published)::DATE AS start, count(*) AS number FROM reports WHERE published IS NOT NULL
GROUP BY ALL ORDER BY start
"""
_PUBLISHERS = """
SELECT source, count(*) AS reports FROM reports WHERE source IS NOT NULL GROUP BY source
ORDER BY reports DESC, source LIMIT $most
"""
_SERIES = """
SELECT date_trunc('month', coalesce(date_from, first_published))::DATE AS start,
       sum(greatest(score, 0)) AS cooperation, sum(least(score, 0)) AS conflict
FROM occurrences
WHERE list_has_all(parties, [$one, $other]) AND status = 'actual' AND coalesce(date_from, first_published) >= $first
  AND ((list_contains(actors, $one) AND list_contains(recipients, $other))
    OR (list_contains(actors, $other) AND list_contains(recipients, $one))
    OR (len(recipients) = 0 AND list_has_all(actors, [$one, $other])))
GROUP BY ALL ORDER BY start
"""
_BEFORE = dt.timedelta(31)
"""A series begins at most so long before the first report: what is recalled of years ago is no part of it."""


class Summary(NamedTuple):
    """What is counted at once."""

    counts: dict[str, Any]
    set_aside: int
    publishers: tuple[dict[str, Any], ...]
    months: Markup | None


class Pair(NamedTuple):
    """Two parties, and their conflict and cooperation over time."""

    dyad: Dyad
    names: tuple[str, str]
    chart: Markup | None


class Proof(NamedTuple):
    """The words behind a line, in their sentence where they are few, and the address of their place."""

    words: str
    href: str


class Told(NamedTuple):
    """Something new in the negotiation of a pair."""

    pair: Dyad
    line: Any
    issue: str
    what: str
    evidence: tuple[Proof, ...]


class News(NamedTuple):
    """What is new among the most active pairs; `resolved` are deadlocks that ended, shown where none stands."""

    moves: tuple[Told, ...]
    upcoming: tuple[Told, ...]
    standing: tuple[Told, ...]
    resolved: tuple[Told, ...]


@router.get("/")
def show(request: Request, snapshot: Snap) -> HTMLResponse:
    """The page; what takes long is filled in later."""
    summary = snapshot.kept("overview summary", lambda: _summary(snapshot))
    pairs = merged = news = None
    if summary.counts["reports"]:
        pairs = snapshot.soon("overview pairs", lambda: _pairs(snapshot))
        merged = snapshot.soon("overview merged", lambda: _merged(snapshot), patience=0.05 if pairs is None else None)
        news = snapshot.soon("overview news", lambda: _news(snapshot), patience=0.05 if merged is None else None)
    return page(request, "overview.html", summary=summary, merged=merged, pairs=pairs, news=news)


def _summary(snapshot: Snapshot) -> Summary:
    said = words()["overview"]
    months = [Bar(row["start"], row["number"]) for row in snapshot.rows(_MONTHS)]
    return Summary(
        counts=snapshot.rows(_COUNTS)[0],
        set_aside=snapshot.rows("SELECT count(*) AS n FROM quarantine")[0]["n"],
        publishers=tuple(snapshot.rows(_PUBLISHERS, {"most": PUBLISHERS})),
        months=bars(months, said["by_month"], _reports_of, said["report_noun"]),
    )


def _reports_of(month: str) -> str:
    return links.search(since=month, until=month)


def _merged(snapshot: Snapshot) -> dict[str, int]:
    rows = snapshot.rows(
        "SELECT (SELECT count(DISTINCT story_id) FROM stories) AS stories, "
        "(SELECT count(*) FROM occurrences) AS occurrences"
    )
    return dict(rows[0])


def _dyads(snapshot: Snapshot) -> tuple[Dyad, ...]:
    return snapshot.kept("overview dyads", lambda: dyads(snapshot.ledger, PAIRS))


def _pairs(snapshot: Snapshot) -> tuple[Pair, ...]:
    """The most active pairs with charts on one axis and one scale."""
    first = snapshot.rows("SELECT min(published) AS first FROM reports")[0]["first"]
    found = _dyads(snapshot)
    series = [_series(snapshot, pair, first - _BEFORE) for pair in found] if first else [[] for _ in found]
    name = Parties().name
    names = [(name(pair.one), name(pair.other)) for pair in found]
    starts = [bar.start for each in series for bar in each]
    if not starts:
        return tuple(Pair(pair, both, None) for pair, both in zip(found, names, strict=True))
    axis = Axis.of(starts)
    most = longest(series, axis)
    made = []
    for pair, both, each in zip(found, names, series, strict=True):
        chart = multiple(each, axis, most, " – ".join(both), _negotiation_of(pair)) if each else None
        made.append(Pair(pair, both, chart))
    return tuple(made)


def _series(snapshot: Snapshot, pair: Dyad, first: dt.date) -> list[Bar]:
    rows = snapshot.rows(_SERIES, {"one": pair.one, "other": pair.other, "first": first})
    return [Bar(row["start"], row["cooperation"], row["conflict"]) for row in rows]


def _negotiation_of(pair: Dyad) -> Callable[[str], str]:
    def href(when: str) -> str:
        """The negotiation in the reports of a month or year."""
        year, month = int(when[:4]), int(when[5:] or 12)
        until = dt.date(year, month, monthrange(year, month)[1])
        first = until.replace(day=1) if when[5:] else dt.date(year, 1, 1)
        return links.negotiation([pair.one, pair.other], **{"from": first.isoformat(), "until": until.isoformat()})

    return href


def _news(snapshot: Snapshot) -> News:
    """The newest lines of the most active pairs, each pair looked at as far back as `windows` says."""
    moves: list[Told] = []
    upcoming: list[Told] = []
    stuck: list[Told] = []
    for pair in _dyads(snapshot):
        parties = (pair.one, pair.other)
        talks = snapshot.negotiation(parties, since=windows.begin(snapshot, parties))
        moves += [_told(snapshot, talks, pair, move) for move in talks.moves[-LINES * 2 :]]
        upcoming += [_told(snapshot, talks, pair, line) for line in talks.next[: LINES * 2]]
        stuck += [_told(snapshot, talks, pair, line) for line in talks.deadlocks]
    moves.sort(key=lambda told: told.line.date or "", reverse=True)
    upcoming.sort(key=lambda told: told.line.date or "9999")
    stuck.sort(key=lambda told: told.line.until or told.line.since or "", reverse=True)
    standing = [told for told in stuck if told.line.until is None]
    ended = [told for told in stuck if told.line.until is not None]
    return News(_distinct(moves), _distinct(upcoming), _distinct(standing), _distinct(ended)[:3])


def _told(snapshot: Snapshot, talks: Negotiation, pair: Dyad, line: Move | Upcoming | DeadlockLine) -> Told:
    issue = getattr(line, "issue", None)
    name = talks.issue_names.get(issue, issue) if issue else ""
    ids = {source.number: source.report_id for source in talks.sources}
    cites = [*line.before.evidence[:1], *line.after.evidence[:1]] if isinstance(line, Move) else line.evidence
    proofs = tuple(_proof(snapshot, ids[cite.source], cite) for cite in cites[:2])
    return Told(pair, line, name, _what(line), proofs)


def _proof(snapshot: Snapshot, report_id: str, cite: Cite) -> Proof:
    row = {"report_id": report_id, "start": cite.start, "end": cite.end, "text": cite.text}
    href = links.report(report_id, cite.start, f"{cite.kind}-{cite.n + 1}")
    if cite.text is not None and len(cite.text) >= FEW:
        return Proof(cite.text, href)
    around = with_sentences(snapshot, [row])[0]["around"]
    return Proof(str(around) if around else cite.text or "", href)


def _what(line: Move | Upcoming | DeadlockLine) -> str:
    """What is expected, in words: of an act its type's."""
    what = line.what if isinstance(line, Upcoming) else ""
    kind, _, rest = what.partition(" (")
    return f"{EVENT_TYPES[kind]}{rest.partition(')')[2]}" if kind in EVENT_TYPES else what


def _distinct(lines: list[Told]) -> tuple[Told, ...]:
    """The first lines; what two pairs have in common stands once."""
    found: dict[Any, Told] = {}
    for told in lines:
        found.setdefault(told.evidence, told)
    return tuple(found.values())[:LINES]
