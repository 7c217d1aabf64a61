"""The drawings of the negotiation's page: lines of the state as marks, each with its words and where it leads."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from markupsafe import Markup

from dragoman.negotiation.model import Encounter, Period, Stand, Wait
from dragoman.show.excerpt import clip
from dragoman.steps.view.intervals import interval
from dragoman.web.draw import graph, lanes, meetings, places, series
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.negotiation_view import MOST_ISSUES, OTHER, View, date_words, day_range
from dragoman.web.rendering import day as day_words

MOST_MARKS = 80
MOST_MEETINGS = 40
MOST_PERIODS = 130


class Lane(NamedTuple):
    """One party on one issue."""

    party: str
    svg: Markup


class Group(NamedTuple):
    """The lanes of an issue."""

    issue: str
    lanes: tuple[Lane, ...]


class Lanes(NamedTuple):
    """All lanes below their scale, and what has no room or no day."""

    head: Markup
    groups: tuple[Group, ...]
    left_out: int
    undated: int


class Meetings(NamedTuple):
    """The timeline and the map of the meetings; `left_out` are dated ones, `unplaced` those of no known place."""

    timeline: Markup | None
    left_out: int
    undated: int
    map: Markup | None
    unplaced: int


def positions(view: View, since: dt.date | None, words: dict[str, Any]) -> Lanes | None:
    """A lane for each party on each issue; None where nobody takes a stand on a day."""
    known = view.issues()
    issues = list(dict.fromkeys([*known[:MOST_ISSUES], *known[-1:]]))
    kept: dict[tuple[str, str], list[Stand]] = defaultdict(list)
    for stand in view.state.positions:
        if stand.date and stand.party in view.parties:
            kept[stand.issue or OTHER, stand.party].append(stand)
    shown = {key: stands[-MOST_MARKS:] for key, stands in kept.items() if key[0] in issues}
    if not shown:
        return None
    days = lanes.scale([_day(stand.date) for stands in shown.values() for stand in stands], view.published())
    aside = (words["earlier"], words["later"])
    groups = [
        Group(
            view.issue(issue) or words["other_issue"],
            tuple(
                Lane(view.name(party), _lane(view, party, issue, shown[issue, party], days, since))
                for party in view.parties
                if (issue, party) in shown
            ),
        )
        for issue in issues
    ]
    count = sum(map(len, shown.values()))
    undated = sum(1 for s in view.state.positions if not s.date and s.party in view.parties)
    head = lanes.head(days, words["scale"], aside)
    return Lanes(head, tuple(group for group in groups if group.lanes), sum(map(len, kept.values())) - count, undated)


def _lane(view: View, party: str, issue: str, stands: list[Stand], days: Any, since: dt.date | None) -> Markup:
    at = {stand: place for place, stand in enumerate(stands)}
    marks = [
        lanes.Mark(
            _day(stand.date), stand.stance, view.href(stand.evidence[0]), _stand_title(view, stand),
            fresh=since is not None and _day(stand.date) > since,
        )
        for stand in stands
    ]  # fmt: skip
    steps = [
        lanes.Step(
            at[move.before], at[move.after], move.kind, view.href(move.after.evidence[0]),
            f"{view.name(move.party)} {move.kind}, {day_words(move.date)}\n"
            f"before: {_quoted(move.before)}\nafter: {_quoted(move.after)}",
        )
        for move in view.state.moves
        if move.party == party and (move.issue or OTHER) == issue and move.before in at and move.after in at
    ]  # fmt: skip
    return lanes.lane(marks, steps, days, f"{view.name(party)}: {view.issue(issue) or '…'}", since)


def _stand_title(view: View, stand: Stand) -> str:
    toward = f" toward {view.name(stand.toward)}" if stand.toward else ""
    return f"{view.name(stand.party)} {stand.stance}{toward}, {day_words(stand.date)}\n{_quoted(stand)}"


def _quoted(stand: Stand) -> str:
    words = next((cite.text for cite in stand.evidence if cite.text), stand.about) or "not stated"
    return f"“{clip(words, 220)}”"


def waits(view: View, words: dict[str, Any]) -> graph.Drawn:
    """The graph of acts and waits."""
    names = view.knot_names()
    knots: dict[tuple[str, str], str] = {}
    for line in reversed(view.state.deadlocks):
        knots |= {(wait.waiting, wait.awaited): names[line.id] for wait in line.waits}
    carried: dict[str, Wait] = {}
    for wait in view.state.waits:
        carried[wait.waiting] = carried[wait.awaited] = wait
    nodes = [
        graph.Node(
            act.id,
            view.name(act.actor),
            act.name,
            view.href(carried[act.id].evidence[0]),
            f"{view.name(act.actor)}: “{act.name}”"
            + "".join(f"\nalso: “{clip(other, 160)}”" for other in act.wordings[:6] if other != act.name),
        )
        for act in view.state.acts
        if act.id in carried
    ]
    edges = [
        graph.Edge(
            wait.waiting, wait.awaited, view.href(wait.evidence[0]), view.wait(wait).text, _days(wait),
            ended=wait.until is not None, knot=knots.get((wait.waiting, wait.awaited)),
        )
        for wait in view.state.waits
    ]  # fmt: skip
    return graph.graph(nodes, edges, words["graph"])


def _days(wait: Wait) -> str:
    if wait.until:
        return f"until {_short_day(wait.until)}"
    return f"since {_short_day(wait.since)}" if wait.since else ""


def _short_day(value: str) -> str:
    try:
        day = dt.date.fromisoformat(value)
    except ValueError:
        return value
    return f"{day.day} {day:%b} {day.year}"


def encounters(view: View, snap: Snapshot, since: dt.date | None, words: dict[str, Any]) -> Meetings:
    """The meetings on a timeline and on a map."""
    dated = [meeting for meeting in view.state.meetings if meeting.date_from and meeting.date_to]
    published = view.published()
    shown = dated[-MOST_MEETINGS:]
    timeline = None
    if shown:
        newest = max(published, default=None)
        timeline = meetings.timeline(
            [_bar(view, meeting, since) for meeting in shown],
            published,
            words["timeline"],
            (words["earlier"], words["later"]),
            since,
            (newest, words["newest"]) if newest else None,
        )
    points = _points(view, snap)
    placed = {name for point in points for name in (point.label,)}
    unplaced = sum(1 for meeting in view.state.meetings if meeting.place not in placed)
    drawn = places.places(points, words["map"])
    return Meetings(timeline, len(dated) - len(shown), len(view.state.meetings) - len(dated), drawn, unplaced)


def _bar(view: View, meeting: Encounter, since: dt.date | None) -> meetings.Bar:
    level = "" if meeting.level == "unknown" else meeting.level
    who = ", ".join(view.name(code) for code in meeting.parties if len(meeting.parties) > 2 or not view.talks.parties)
    differ = "dates differ" if len(meeting.dates) > 1 else ""
    label = " · ".join(word for word in (meeting.place, level, meeting.turn, differ, who) if word)
    given = [(days, value) for value in meeting.dates if (days := interval(value)) is not None]
    first, last = _day(meeting.date_from), _day(meeting.date_to)
    first = min([first, *(days[0] for days, _ in given)])
    last = max([last, *(days[1] for days, _ in given)])
    title = f"{day_range(meeting.date_from, meeting.date_to)}: {', '.join(map(view.name, meeting.parties))}, {label}"
    quote = next((cite.text for cite in meeting.evidence if cite.text), None)
    newest = max((told for cite in meeting.evidence if (told := _told(view, cite.source))), default=None)
    return meetings.Bar(
        first, last, tuple((*days, date_words(value)) for days, value in given), meeting.status, label,
        view.href(meeting.evidence[0]), title + (f"\n“{clip(quote, 220)}”" if quote else ""),
        fresh=since is not None and newest is not None and newest > since,
    )  # fmt: skip


def _told(view: View, number: int) -> dt.date | None:
    date = view.state.sources[number - 1].date
    return dt.date.fromisoformat(date) if date else None


def _points(view: View, snap: Snapshot) -> list[places.Point]:
    """The places of the meetings, where the reports that tell of them have one of that name on the map."""
    by_place: dict[str, list[Encounter]] = defaultdict(list)
    for meeting in view.state.meetings:
        if meeting.place:
            by_place[meeting.place].append(meeting)
    if not by_place:
        return []
    told = {view.state.sources[c.source - 1].report_id for m in view.state.meetings for c in m.evidence}
    rows = snap.rows(
        "SELECT name, latitude, longitude, count(*) AS mentions FROM places "
        "WHERE report_id IN (SELECT unnest($reports)) AND list_contains($names, name) AND latitude IS NOT NULL "
        "AND longitude IS NOT NULL GROUP BY ALL ORDER BY mentions, latitude, longitude",
        {"reports": sorted(told), "names": sorted(by_place)},
    )
    at = {row["name"]: (row["latitude"], row["longitude"]) for row in rows}
    return [_point(view, name, *at[name], found) for name, found in sorted(by_place.items()) if name in at]


def _point(view: View, name: str, latitude: float, longitude: float, found: list[Encounter]) -> places.Point:
    told = [
        f"{day_range(m.date_from, m.date_to)}: {', '.join(map(view.name, m.parties))}, {m.turn}" for m in found[-8:]
    ]
    status = next((s for s in ("held", "planned", "possible") if any(m.status == s for m in found)), "cancelled")
    href = view.href(found[-1].evidence[0])
    return places.Point(latitude, longitude, name, len(found), status, href, "\n".join([name, *told]))


def spans(periods: Iterable[Period], place: int, name: str, by: str, words: dict[str, Any]) -> list[series.Span]:
    """The periods of one pair of parties as bars; the newest ones where there are many."""
    kept = list(periods)[-MOST_PERIODS:]
    found = []
    for period in kept:
        start = dt.date.fromisoformat(period.start)
        end = (start + dt.timedelta(31)).replace(day=1) if by == "month" else start + dt.timedelta(7)
        when = period_name(period.start, by)
        title = (
            f"{name}, {when}: cooperation {period.cooperation:g}, conflict {period.conflict:g}; "
            f"acts: {period.occurrences}, reports: {period.reports}"
        )
        found.append(
            series.Span(
                period.start,
                end.isoformat(),
                period.cooperation,
                period.conflict,
                f"#p{place}-{period.start}",
                title,
                words["change"] if period.change else None,
                f"{words['change_title']} {when}",
            )
        )
    return found


def period_name(start: str, by: str) -> str:
    """What a week or month is called."""
    first = dt.date.fromisoformat(start)
    return f"{first:%B} {first.year}" if by == "month" else f"week of {day_words(first)}"


def _day(value: str | None) -> dt.date:
    return dt.date.fromisoformat(value) if value else dt.date.min
