"""Deadlocks: cycles of acts and of parties that wait for each other, and impasses that reports speak of."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import combinations
from typing import NamedTuple

import networkx as nx

from dragoman.negotiation.acts import Acts
from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Act, Cite, Cut, DeadlockLine, Encounter, Stand, Wait
from dragoman.negotiation.waits import Edge, edges
from dragoman.negotiation.wording import likeness, stems

_NEAR = 90
"""An impasse that a report speaks of belongs to a cycle of the same parties that stood at most so many days from it."""
_EXCHANGE = 45
"""Two waits make a cycle of parties where their reports are at most so many days apart."""
_MOST_CUT = 12
"""Minimal cuts are sought where a deadlock has at most so many waits; there are 2^n sets."""


class Graph(NamedTuple):
    """Acts and states, and which waits for which."""

    acts: tuple[Act, ...]
    waits: tuple[Wait, ...]
    edges: tuple[Edge, ...]
    said: dict[str, frozenset[str]]
    """What each act says: its stems."""


@dataclass
class _Knot:
    """A deadlock in the making: waits of one time, and reports that speak of it."""

    parties: set[str]
    issue: str | None
    edges: list[Edge] = field(default_factory=list)
    stated: list[Fact] = field(default_factory=list)


def graph(facts: Facts, assigned: Assigned, stands: Sequence[Stand]) -> Graph:
    """The acts that the records name and the waits between them, with the days from and until which each stood."""
    acts = Acts(facts)
    found = edges(facts, assigned, stands, acts)
    named = {act for edge in found for act in (edge.waiting, edge.awaited)}
    return Graph(acts.acts(named), tuple(edge.wait for edge in found), found, {act: acts.said(act) for act in named})


def deadlocks(
    facts: Facts, assigned: Assigned, waiting: Graph, stands: Sequence[Stand], meetings: Sequence[Encounter]
) -> tuple[DeadlockLine, ...]:
    """The deadlocks of the parties, standing ones first, then by the day of their end, the latest first.

    A deadlock is a strongly connected component of the waits that stood on one day, between acts or, on one issue,
    between parties; or what a report calls one.
    """
    knots = _knots(waiting.edges, waiting.said)
    for fact in facts.deadlocks:
        if len(set(fact["parties"]) & set(facts.parties or fact["parties"])) >= 2 or len(facts.parties) == 1:
            _state(knots, fact, assigned)
    found = [_line(knot, stands, meetings, facts) for knot in knots]
    return tuple(sorted(found, key=lambda line: (line.until is not None, _back(line.until), line.since or "", line.id)))


def _back(day: str | None) -> tuple[int, ...]:
    return tuple(-ord(letter) for letter in day or "")


def _knots(found: Sequence[Edge], acts: dict[str, frozenset[str]]) -> list[_Knot]:
    """The cycles of every time: the waits are looked at whenever a report brings a new one."""
    knots: list[_Knot] = []
    for number in sorted({edge.number for edge in found}):
        standing = [edge for edge in found if edge.by != edge.of and _stands(edge, number)]
        for members in [*_act_cycles(standing), *_party_cycles(standing, acts)]:
            _add(knots, members, number)
    return knots


def _stands(edge: Edge, number: int) -> bool:
    """Whether a wait stands once the report with this number has come."""
    return edge.number <= number and (edge.ended is None or edge.ended > number)


def _act_cycles(standing: Sequence[Edge]) -> list[list[Edge]]:
    """The waits inside each strongly connected component of acts, where two or more parties wait in it."""
    net = nx.DiGraph([(edge.waiting, edge.awaited) for edge in standing])
    found = []
    for component in sorted(sorted(each) for each in nx.strongly_connected_components(net) if len(each) > 1):
        inside = set(component)
        members = [edge for edge in standing if edge.waiting in inside and edge.awaited in inside]
        if len({edge.by for edge in members}) > 1:
            found.append(members)
    return found


def _party_cycles(standing: Sequence[Edge], acts: dict[str, frozenset[str]]) -> list[list[Edge]]:
    """Two waits of two parties for each other on one issue, told at about the same time.

    Where the act that one waits with is the act that the other waits for, they are steps of a sequence, and no cycle:
    "ratifies after the constitution is changed" and "uses the name after ratification".
    """
    return [
        [one, other]
        for one, other in combinations(standing, 2)
        if one.by == other.of and one.of == other.by and one.issue is not None and one.issue == other.issue
        if one.kind != "demand refused" and other.kind != "demand refused" and _together(one, other)
        if not acts[one.waiting] & acts[other.awaited] and not acts[other.waiting] & acts[one.awaited]
    ]


def _together(one: Edge, other: Edge) -> bool:
    """Whether two waits were told within the days that make them one exchange."""
    if one.since is None or other.since is None:
        return one.number == other.number
    return abs((dt.date.fromisoformat(one.since) - dt.date.fromisoformat(other.since)).days) <= _EXCHANGE


def _add(knots: list[_Knot], members: list[Edge], number: int) -> None:
    """Put a cycle to the deadlock that it continues, or begin one."""
    parties = {party for edge in members for party in (edge.by, edge.of)}
    keys = {(edge.waiting, edge.awaited) for edge in members}
    issue = next((edge.issue for edge in members if edge.issue), None)
    for knot in knots:
        own = {(edge.waiting, edge.awaited) for edge in knot.edges}
        still = _cyclic(edge for edge in knot.edges if _stands(edge, number))
        if knot.parties == parties and still and (own & keys or knot.issue == issue):
            knot.edges += [edge for edge in members if (edge.waiting, edge.awaited) not in own]
            return
    knots.append(_Knot(parties, issue, list(members)))


def _state(knots: list[_Knot], fact: Fact, assigned: Assigned) -> None:
    """Put what a report calls a deadlock to the cycle that it speaks of, or to what others called one, or by itself."""
    parties, issue = set(fact["parties"]), assigned.get(fact.key)
    for knot in knots:
        if len(knot.parties & parties) < 2 or not _near(knot, fact):
            continue
        if knot.issue == issue or issue is None or knot.issue is None or _shared(knot, fact):
            knot.stated.append(fact)
            knot.issue = knot.issue or issue
            return
    knots.append(_Knot(parties, issue, [], [fact]))


def _shared(knot: _Knot, fact: Fact) -> bool:
    """Whether the report's reasons for an impasse and the waits of a cycle use the same words."""
    reasons = stems(fact["because"])
    return any(likeness(stems(cite.text), reasons) >= 0.5 for edge in knot.edges for cite in edge.evidence)


def _near(knot: _Knot, fact: Fact) -> bool:
    days = [told.report.date for told in knot.stated if told.report.date]
    if fact.report.date is None:
        return False
    if days and min(abs((fact.report.date - day).days) for day in days) <= _NEAR:
        return True
    first = min((edge.number for edge in knot.edges), default=None)
    if first is None:
        return False
    ended = [edge.ended for edge in knot.edges]
    over = None if None in ended else max(end for end in ended if end is not None)
    return first <= fact.report.number and (over is None or fact.report.number <= over)


def _line(knot: _Knot, stands: Sequence[Stand], meetings: Sequence[Encounter], facts: Facts) -> DeadlockLine:
    members = sorted(knot.edges, key=lambda edge: (edge.number, edge.by, edge.waiting, edge.awaited))
    minimal = _minimal_cuts(members)
    end = _end(members, minimal) if members else _stated_end(knot, facts)
    since = sorted(day for day in (_since(members), _stated_since(knot)) if day)
    told = tuple(dict.fromkeys([*(fact.cite() for fact in knot.stated), *(c for e in members for c in e.evidence)]))
    first = told[0]
    return DeadlockLine(
        id=_id(knot, first),
        parties=tuple(sorted(knot.parties)),
        issue=knot.issue,
        stated=any(fact["rule"].endswith("stated") or fact.values.get("cue_text") for fact in knot.stated),
        since=since[0] if since else None,
        until=end[0] if end else None,
        waits=tuple(edge.wait for edge in members),
        cuts=_cuts(members, stands, meetings),
        minimal_cuts=minimal,
        ended_by=end[1] if end else (),
        evidence=told,
    )


def _id(knot: _Knot, first: Cite) -> str:
    text = f"{sorted(knot.parties)}\n{knot.issue}\n{first.text}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _since(members: Sequence[Edge]) -> str | None:
    """The day from which the waits close a cycle: that of the report that brought the last wait of the first cycle."""
    for edge in members:
        so_far = [other for other in members if other.number <= edge.number]
        if _cyclic(so_far):
            return edge.since
    return None


def _stated_since(knot: _Knot) -> str | None:
    days = [fact.report.day for fact in knot.stated if fact.report.day]
    return min(days) if days else None


def _cyclic(members: Iterable[Edge]) -> bool:
    """Whether parties wait for each other in these waits."""
    net = nx.DiGraph([(edge.by, edge.of) for edge in members])
    return not nx.is_directed_acyclic_graph(net)


def _minimal_cuts(members: Sequence[Edge]) -> tuple[tuple[int, ...], ...]:
    """The smallest sets of waits (indices) without which nothing is cyclic any more; none where there are too many."""
    if not members or len(members) > _MOST_CUT:
        return ()
    for size in range(1, len(members) + 1):
        found = [
            chosen
            for chosen in combinations(range(len(members)), size)
            if not _cyclic(edge for place, edge in enumerate(members) if place not in chosen)
        ]
        if found:
            return tuple(found)
    return ()


def _end(members: Sequence[Edge], minimal: tuple[tuple[int, ...], ...]) -> tuple[str | None, tuple[Cite, ...]] | None:
    """The day and the records that resolved a deadlock: when so many of its waits had ended that no cycle was left."""
    ended = sorted({edge.ended for edge in members if edge.ended is not None})
    for number in ended:
        if not _cyclic(edge for edge in members if edge.ended is None or edge.ended > number):
            last = [edge for edge in members if edge.ended == number]
            return last[0].until, tuple(dict.fromkeys(cite for edge in last for cite in edge.ended_by))
    return None


def _stated_end(knot: _Knot, facts: Facts) -> tuple[str | None, tuple[Cite, ...]] | None:
    """What ended an impasse that was only stated: the first agreement between its parties in a later report."""
    last = max(fact.report.number for fact in knot.stated)
    for fact in facts.events:
        agreed = fact["type"] == "AGREE" and fact["status"] == "actual" and fact.report.number > last
        if agreed and len(knot.parties & set(fact["actors"])) >= 2:
            return fact.report.day, (fact.cite(),)
    return None


def _cuts(members: Sequence[Edge], stands: Sequence[Stand], meetings: Sequence[Encounter]) -> tuple[Cut, ...]:
    """Offers, acceptances and meetings to come that touch what a wait is for, while it stood."""
    found = []
    for place, edge in enumerate(members):
        words = frozenset(stem for cite in edge.evidence for stem in stems(cite.text))
        found += [
            Cut(wait=place, how=stand.stance, evidence=stand.evidence[:1])
            for stand in stands
            if stand.stance in ("offers", "accepts") and stand.party in (edge.of, edge.by)
            if stand.evidence[0].source >= edge.number and (edge.issue is None or stand.issue == edge.issue)
            if edge.ended is None or stand.evidence[0].source <= edge.ended
            if likeness(stems(stand.about), words) >= 1.0
        ]
        for meeting in meetings:
            told = meeting.evidence[0].source
            between = {edge.by, edge.of} <= set(meeting.parties)
            if between and meeting.status in ("planned", "possible") and told >= edge.number and edge.ended is None:
                found.append(Cut(wait=place, how="meeting", evidence=meeting.evidence[:1]))
    return tuple(found)
