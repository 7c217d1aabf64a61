"""Meetings: one entry an encounter, merged across reports, with its story from proposal to outcome."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.model import Encounter, MeetingStep, Outcome
from dragoman.negotiation.wording import stems
from dragoman.records import Level, MeetingStatus

Days = tuple[dt.date, dt.date]

_NEXT_DAY = 1
"""Reports of one meeting may give days next to each other: time zones, and talks that run past midnight."""
_NARROW = 8
"""A date of at most so many days (a week) names one meeting; a month or a year may hold several."""
_WIDE = 31
"""No longer date tells meetings apart at all."""
_UNDATED = 4
"""A meeting without a date is one with a dated one whose day lies at most so many days from the report's own."""
_POSTPONED = 200
"""A meeting that was put off and one of the same parties that was held so many days later, at most, are one."""

_LEVELS: dict[Level, int] = {"working-level": 0, "officials": 1, "ministers": 2, "leaders": 3}
_POSTPONING = stems("postpone postponed postponement delay delayed put off shelved rescheduled adjourned")
_BREAKING = stems("break broke broken collapse collapsed walkout walked suspend suspended interrupt interrupted abort")
_PROPOSING = stems(
    "propose proposed proposal suggest suggested invite invited invitation offer offered call called urge urged"
)
_TALKS = stems(
    "talks meeting summit negotiations negotiation round conference visit dialogue session encounter discussions"
)


@dataclass
class _Group:
    """The mentions of one encounter."""

    members: list[Fact] = field(default_factory=list)
    parties: set[str] = field(default_factory=set)
    places: Counter[str] = field(default_factory=Counter)
    days: Days | None = None
    postponed: bool = False

    def add(self, fact: Fact) -> None:
        """Take in one more mention."""
        self.members.append(fact)
        self.parties |= set(fact["parties"])
        if fact["place"]:
            self.places[fact["place"]] += 1
        days = _days(fact)
        if days is not None and (self.days is None or self.postponed or _length(days) < _length(self.days)):
            self.days = days
        if fact["status"] == "cancelled":
            self.postponed = turn(fact) == "postponed"
        elif self.postponed:
            self.postponed = False


def encounters(facts: Facts) -> tuple[Encounter, ...]:
    """The encounters of the parties, in the order of their days; undated ones last.

    Mentions come in the order of publication; those of one report with a day before those without. A mention joins the
    encounter that it fits best, or begins one.
    """
    groups: list[_Group] = []
    near: dict[str, list[_Group]] = defaultdict(list)
    for fact in _meetings(facts):
        candidates = {id(group): group for party in sorted(fact["parties"]) for group in near[party]}
        rated = [(fit, -place, group) for place, group in enumerate(candidates.values()) if (fit := _fit(group, fact))]
        if rated:
            group = max(rated, key=lambda each: each[:2])[2]
        else:
            group = _Group()
            groups.append(group)
        group.add(fact)
        for party in group.parties:
            if group not in near[party]:
                near[party].append(group)
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


def _days(fact: Fact) -> Days | None:
    """The days of a mention, where its date is narrow enough to mean something."""
    if fact["date_from"] is None or (fact["date_to"] - fact["date_from"]).days >= _WIDE:
        return None
    return fact["date_from"], fact["date_to"]


def _length(days: Days) -> int:
    return (days[1] - days[0]).days + 1


def _gap(one: Days, other: Days) -> int:
    """Days between two intervals; 0 where they overlap."""
    return max(0, (other[0] - one[1]).days, (one[0] - other[1]).days)


def _fit(group: _Group, fact: Fact) -> float:
    """How well a mention fits an encounter; 0 where it does not: parties, then place, then days have to agree."""
    parties = set(fact["parties"])
    shared = len(parties & group.parties)
    if shared < 2 or not _places_agree(group, fact) or not _levels_agree(group, fact):
        return 0.0
    alike = shared / len(parties | group.parties)
    same_place = bool(fact["place"]) and fact["place"] in group.places
    when = _when(group, fact, alike, same_place)
    return when and when + alike + 0.5 * same_place


def _when(group: _Group, fact: Fact, alike: float, same_place: bool) -> float:
    """How well the days agree, from 0 (they do not) to 2 (the same day)."""
    days, own = _days(fact), group.days
    if group.postponed and alike == 1.0 and days is not None and own is not None and days[0] >= own[0]:
        return 1.0 if _gap(own, days) <= _POSTPONED else 0.0
    if days is not None and own is not None:
        gap = _gap(own, days)
        narrow = min(_length(days), _length(own)) <= _NARROW
        if gap > _NEXT_DAY or not (narrow or same_place):
            return 0.0
        if gap and (_length(days) > 1 and _length(own) > 1):
            return 0.0
        if max(_length(days), _length(own)) > _NARROW and not same_place and alike < 1.0:
            return 0.0
        return 2.0 - gap
    if alike < 1.0 and not same_place:
        return 0.0
    known, told = own or days, fact.report.date
    if known is not None and own is not None and told is not None:
        return 0.5 if _gap(known, (told, told)) <= _UNDATED else 0.0
    last = group.members[-1].report
    if last.date is None or told is None:
        return 0.5 if last.id == fact.report.id else 0.0
    return 0.5 if abs((told - last.date).days) <= _UNDATED and fact["status"] == group.members[-1]["status"] else 0.0


def _places_agree(group: _Group, fact: Fact) -> bool:
    place = fact["place"]
    if not place or not group.places:
        return True
    return any(_one_place(place, other) for other in group.places)


def _one_place(one: str, other: str) -> bool:
    """Whether two names may be of one place: the same, or one inside the other ("Geneva", "Geneva, Switzerland")."""
    a, b = one.casefold(), other.casefold()
    return a == b or a in b or b in a


def _levels_agree(group: _Group, fact: Fact) -> bool:
    """Whether levels do not contradict each other: leaders and their experts meet apart."""
    known = [_LEVELS[m["level"]] for m in group.members if m["level"] in _LEVELS]
    return fact["level"] not in _LEVELS or not known or abs(_LEVELS[fact["level"]] - max(known)) <= 1


def turn(fact: Fact) -> str:
    """Where a mention stands in the story of its encounter, by its status and the words of its evidence."""
    words = frozenset(stem for span in fact["evidence"] or () for stem in stems(span["text"]))
    if fact["status"] == "held":
        return "broken off" if words & _BREAKING else "held"
    if fact["status"] == "cancelled":
        return "postponed" if words & _POSTPONING else "broken off" if words & _BREAKING else "cancelled"
    return "proposed" if fact["status"] == "possible" or words & _PROPOSING else "announced"


def _judgements(facts: Facts) -> dict[str, list[Fact]]:
    """The assessments of each report that are about talks."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.assessments:
        if (stems(fact["about"]) or stems(fact["text"])) & _TALKS:
            found[fact.report.id].append(fact)
    return found


def _encounter(group: _Group, judgements: dict[str, list[Fact]]) -> Encounter:
    members = sorted(group.members, key=lambda fact: (fact.report.number, fact.n))
    thread = tuple(_steps(members))
    status = _status(members)
    days = group.days
    levels = Counter(fact["level"] for fact in members if fact["level"] in _LEVELS)
    dates: dict[str, set[int]] = defaultdict(set)
    for fact in members:
        if fact["date"]:
            dates[fact["date"]].add(fact.report.number)
    return Encounter(
        id=_id(members[0]),
        parties=tuple(sorted(group.parties)),
        level=max(levels, key=lambda level: (levels[level], _LEVELS[level])) if levels else "unknown",
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
