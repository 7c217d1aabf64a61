"""Meetings: one entry an encounter, merged across reports, with its story from proposal to outcome."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence

from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.model import Encounter, MeetingStep, Outcome
from dragoman.negotiation.same_encounter import RANKS, TALKS, Group, fit, fits, is_conference, turn
from dragoman.negotiation.wording import stems
from dragoman.records import MeetingStatus


def encounters(facts: Facts) -> tuple[Encounter, ...]:
    """The encounters of the parties, in the order of their days; undated ones last.

    Mentions come in the order of publication; those of one report with a day before those without. A mention joins the
    encounter that it fits best, or begins one.
    """
    groups: list[Group] = []
    near: dict[str, list[Group]] = defaultdict(list)
    at: dict[str, list[Group]] = defaultdict(list)
    states = frozenset(party.name.casefold() for party in facts.names.values() if party.kind == "state")
    for fact in _meetings(facts):
        place = (fact["place"] or "").casefold()
        place = "" if place in states else place
        candidates = {id(group): group for party in sorted(fact["parties"]) for group in near[party]}
        candidates.update((id(group), group) for group in (at[place] if place else ()))
        rated = [(good, -rank, group) for rank, group in enumerate(candidates.values()) if (good := fit(group, fact))]
        if rated:
            group = max(rated, key=lambda each: each[:2])[2]
        else:
            group = Group(states)
            groups.append(group)
        group.add(fact)
        for party in group.parties:
            if group not in near[party]:
                near[party].append(group)
        if place and group not in at[place]:
            at[place].append(group)
    groups = _one_conference(groups)
    outcomes = _judgements(facts)
    found = [_encounter(group, outcomes) for group in groups]
    return tuple(
        sorted(found, key=lambda each: (each.date_from or "9999", each.date_to or "9999", each.parties, each.id))
    )


def _meetings(facts: Facts) -> Iterator[Fact]:
    """The meetings of at least two of the parties (of the only one that was asked for, with anybody)."""
    least = min(2, len(facts.parties))
    wanted = [
        fact
        for fact in facts.meetings
        if len(fact["parties"]) >= 2 and len(set(facts.parties) & set(fact["parties"])) >= least
    ]
    yield from sorted(wanted, key=lambda fact: (fact.report.number, fact["date_from"] is None, fact.n))


def _one_conference(groups: list[Group]) -> list[Group]:
    """The groups, those without a day put to the conference with a day that they speak of."""
    kept: list[Group] = []
    for group in groups:
        if group.days is None and any(is_conference(fact) for fact in group.members):
            others = [each for each in groups if each is not group and each.days is not None]
            rated = [(sum(good), -rank, each) for rank, each in enumerate(others) if all(good := fits(each, group))]
            if rated:
                home = max(rated, key=lambda each: each[:2])[2]
                for fact in group.members:
                    home.add(fact)
                continue
        kept.append(group)
    return kept


def _judgements(facts: Facts) -> dict[str, list[Fact]]:
    """The assessments of each report that are about talks."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.assessments:
        if (stems(fact["about"]) or stems(fact["text"])) & TALKS:
            found[fact.report.id].append(fact)
    return found


def _encounter(group: Group, judgements: dict[str, list[Fact]]) -> Encounter:
    members = sorted(group.members, key=lambda fact: (fact.report.number, fact.n))
    thread = tuple(_steps(members))
    status = _status(members)
    days = group.days
    levels = Counter(fact["level"] for fact in members if fact["level"] in RANKS)
    dates: dict[str, set[int]] = defaultdict(set)
    for fact in members:
        if fact["date"]:
            dates[fact["date"]].add(fact.report.number)
    return Encounter(
        id=_id(members[0]),
        parties=tuple(sorted(group.parties)),
        level=max(levels, key=lambda level: (levels[level], RANKS[level])) if levels else "unknown",
        place=min(group.places, key=lambda place: (-group.places[place], place)) if group.places else None,
        date_from=days[0].isoformat() if days else None,
        date_to=days[1].isoformat() if days else None,
        dates={date: tuple(sorted(numbers)) for date, numbers in sorted(dates.items())},
        status=status,
        turn=next(step.turn for step in reversed(thread) if step.status == status),
        thread=thread,
        outcomes=tuple(_outcomes(members, judgements)) if status == "held" else (),
        reports=len({fact.report.id for fact in members}),
        stories=len({fact.report.story for fact in members}),
        evidence=tuple(fact.cite() for fact in members),
    )


def _id(first: Fact) -> str:
    text = f"{sorted(first['parties'])}\n{first['date']}\n{first['place']}\n{first.report.id}"
    return hashlib.sha256(text.encode()).hexdigest()[:10]


def _steps(members: Sequence[Fact]) -> Iterator[MeetingStep]:
    """The turns in the order of publication; the same turn told again is one step with more evidence."""
    steps: list[list[Fact]] = []
    for fact in members:
        if steps and (turn(steps[-1][0]), steps[-1][0]["status"]) == (turn(fact), fact["status"]):
            steps[-1].append(fact)
        else:
            steps.append([fact])
    for step in steps:
        dated = next((fact["date"] for fact in step if fact["date"]), None)
        yield MeetingStep(
            status=step[0]["status"],
            turn=turn(step[0]),
            published=step[0].report.day,
            date=dated,
            evidence=tuple(fact.cite() for fact in step),
        )


def _status(members: Sequence[Fact]) -> MeetingStatus:
    """Held where a report says so, else what the newest report says: a plan whose day has passed stays a plan."""
    if any(fact["status"] == "held" for fact in members):
        return "held"
    newest: MeetingStatus = members[-1]["status"]
    return newest


def _outcomes(members: Sequence[Fact], judgements: dict[str, list[Fact]]) -> Iterator[Outcome]:
    """How the reports that tell of an encounter as held judge talks."""
    told = [fact.report.id for fact in members if fact["status"] == "held"]
    for report in dict.fromkeys(told):
        for fact in judgements.get(report, ()):
            yield Outcome(
                holder=fact["holder_name"],
                polarity=fact["polarity"],
                published=fact.report.day,
                evidence=(fact.cite(),),
            )
