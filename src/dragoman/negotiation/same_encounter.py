"""Whether two mentions in different reports are of one encounter: parties, place, days, rank and words."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass, field

from dragoman.negotiation.facts import Fact
from dragoman.negotiation.wording import stems
from dragoman.records import Level

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

_AHEAD = 75
"""A conference is spoken of by its town alone, without a day, so many days before it, at most."""
_AFTER = 31
"""And so many days after it."""

TALKS = stems(
    "talks meeting summit negotiations negotiation round conference visit dialogue session encounter discussions"
)
_CONFERENCE = stems("conference congress convention forum assembly")
"""Words for what a town has one of at a time; of talks, meetings and summits it may see several."""
_ENCOUNTER = TALKS | _CONFERENCE | stems("meet met spoke speak spoken phone phoned call called telephone telephoned")
_HOST = stems("host hosts hosting")

RANKS: dict[Level, int] = {"working-level": 0, "officials": 1, "ministers": 2, "leaders": 3}
_POSTPONING = stems("postpone postponed postponement delay delayed put off shelved rescheduled adjourned")
_BREAKING = stems("break broke broken collapse collapsed walkout walked suspend suspended interrupt interrupted abort")
_PROPOSING = stems(
    "propose proposed proposal suggest suggested invite invited invitation offer offered call called urge urged"
)


@dataclass
class Group:
    """The mentions of one encounter. `states` are the names of states in small letters: no towns."""

    states: frozenset[str] = frozenset()
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


def turn(fact: Fact) -> str:
    """Where a mention stands in the story of its encounter, by its status and the words of its evidence."""
    words = frozenset(stem for span in fact["evidence"] or () for stem in stems(span["text"]))
    if fact["status"] == "held":
        return "broken off" if words & _BREAKING else "held"
    if fact["status"] == "cancelled":
        return "postponed" if words & _POSTPONING else "broken off" if words & _BREAKING else "cancelled"
    return "proposed" if fact["status"] == "possible" or words & _PROPOSING else "announced"


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


def fit(group: Group, fact: Fact) -> float:
    """How well a mention fits an encounter; 0 where it does not: parties, then place, then days have to agree."""
    parties = set(fact["parties"])
    shared = len(parties & group.parties)
    if not _places_agree(group, fact) or not _levels_agree(group, fact):
        return 0.0
    alike = shared / len(parties | group.parties)
    same_place = bool(fact["place"]) and fact["place"] in group.places
    if same_place and _in_town(group, fact) and (venue := _venue(group, fact, shared)):
        return venue + alike
    if shared < 2:
        return 0.0
    when = _when(group, fact, alike, same_place)
    return when and when + alike + 0.5 * same_place


def _in_town(group: Group, fact: Fact) -> bool:
    return bool(fact["place"]) and fact["place"].casefold() not in group.states


def _venue(group: Group, fact: Fact, shared: int) -> float:
    """How well a mention fits what takes place in a town, where it names other parties than the reports before did.

    On the same days one party in common is enough, and none for a conference: reports name its hosts, or some of those
    who come. Without a day, a conference is known by its town and one party for some weeks before and after; other
    talks that were held, by the town and two parties, for some weeks after.
    """
    if group.days is None and _days(fact) is None and not is_conference(fact):
        return 0.0
    conference = is_conference(fact) and any(is_conference(m) for m in group.members if m["place"] or m["date"])
    days, own = _days(fact), group.days
    if days is not None and own is not None:
        narrow = min(_length(days), _length(own)) <= _NARROW
        if _gap(own, days) or not narrow or not (shared or conference):
            return 0.0
        return 1.5 if max(_length(days), _length(own)) <= _NARROW or conference else 1.0
    if own is not None and shared >= 2 and fact["status"] == "held" and fact.report.date is not None:
        conference = conference or (_names_it(fact) and 0 <= (fact.report.date - own[1]).days <= _AFTER)
    if not conference or not shared or fact.report.date is None:
        return 0.0
    if days is None and own is None:
        last = group.members[-1].report.date
        return 0.5 if last is not None and abs((fact.report.date - last).days) <= _AHEAD else 0.0
    told = fact.report.date if days is None else group.members[-1].report.date
    known = days or own
    if told is None or known is None:
        return 0.0
    ahead = (known[0] - told).days
    return 0.5 if -_AFTER <= ahead <= _AHEAD else 0.0


def is_conference(fact: Fact) -> bool:
    """Whether a mention calls the encounter a conference, or says who is to host it on a day that is not told."""
    words = {stem for span in fact["evidence"] or () for stem in stems(span["text"])}
    return bool(words & _CONFERENCE) or (bool(words & _HOST) and fact["status"] != "held" and fact["date"] is None)


def fits(home: Group, group: Group) -> list[float]:
    """How well each mention of a group fits what takes place in the town of another."""
    towns = [_in_town(home, fact) and fact["place"] in home.places for fact in group.members]
    levels = [_levels_agree(home, fact) for fact in group.members]
    shared = len(home.parties & group.parties)
    agree = all(towns) and all(levels)
    return [_venue(home, fact, shared) if agree else 0.0 for fact in group.members]


def _when(group: Group, fact: Fact, alike: float, same_place: bool) -> float:
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
    if (alike < 1.0 and not same_place) or not _may_be(group, fact):
        return 0.0
    known, told = own or days, fact.report.date
    if known is not None and own is not None and told is not None:
        return 0.5 if _gap(known, (told, told)) <= _UNDATED else 0.0
    last = group.members[-1].report
    if last.date is None or told is None:
        return 0.5 if last.id == fact.report.id else 0.0
    return 0.5 if abs((told - last.date).days) <= _UNDATED and fact["status"] == group.members[-1]["status"] else 0.0


def _may_be(group: Group, fact: Fact) -> bool:
    """Whether a mention may be of what another report tells of, where one of them has no day: its words have to name an
    encounter, and what is still to come is none that has been.
    """
    if all(member.report.id == fact.report.id for member in group.members):
        return True
    told, own = fact.report.date, group.days
    over = own is not None and told is not None and told > own[1] and any(m["status"] == "held" for m in group.members)
    return _names_it(fact) and not (over and fact["status"] in ("planned", "possible"))


def _names_it(fact: Fact) -> bool:
    return any(stems(span["text"]) & _ENCOUNTER for span in fact["evidence"] or ())


def _places_agree(group: Group, fact: Fact) -> bool:
    place = fact["place"]
    if not place or not group.places:
        return True
    return any(_one_place(place, other) for other in group.places)


def _one_place(one: str, other: str) -> bool:
    """Whether two names may be of one place: the same, or one inside the other ("Geneva", "Geneva, Switzerland")."""
    a, b = one.casefold(), other.casefold()
    return a == b or a in b or b in a


def _levels_agree(group: Group, fact: Fact) -> bool:
    """Whether levels do not contradict each other: leaders and their experts meet apart."""
    known = [RANKS[m["level"]] for m in group.members if m["level"] in RANKS]
    return fact["level"] not in RANKS or not known or abs(RANKS[fact["level"]] - max(known)) <= 1
