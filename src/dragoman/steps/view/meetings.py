"""Meetings: the encounters that a report tells of, each merged from all its mentions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.records import Meeting, MeetingStatus
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup
from dragoman.steps.view.intervals import Interval, days, interval, nested
from dragoman.steps.view.meeting_mentions import MeetingWords, Mention, mentions

_MOST_ENCOUNTERS = 100
"""A mention is compared with the latest so many encounters only: no report tells of more, and a list of them must not
cost the square of its length."""


@dataclass
class _Encounter:
    mentions: list[Mention] = field(default_factory=list)
    votes: Counter[frozenset[str]] = field(default_factory=Counter)
    orders: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    status: MeetingStatus = "held"
    date: str | None = None
    place: str | None = None

    def add(self, mention: Mention, map_: _Map) -> None:
        if not self.mentions or (self.status == "possible" and mention.status == "planned"):
            self.status = mention.status
        self.mentions.append(mention)
        self.votes[mention.parties] += 1
        self.orders.setdefault(mention.parties, mention.order)
        self.date = _narrower(self.date, mention.date)
        if mention.place and (self.place is None or map_.inside(mention.place, self.place)):
            self.place = mention.place

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that most mentions name; of equals the larger set, then the earlier."""
        best = max(self.votes, key=lambda parties: (len(parties) > 1, self.votes[parties], len(parties)))
        return self.orders[best]


class _Map:
    """Which place lies in which country, as far as the report's places and states say."""

    def __init__(self, draft: Draft) -> None:
        self._states = {actor.name.lower(): actor.code for actor in draft.actors if actor.kind == "state"}
        self._country = {place.name.lower(): place.country for place in draft.places}

    def inside(self, place: str, country: str) -> bool:
        """Whether `place` is a place in `country`."""
        code = self._states.get(country.lower())
        return code is not None and place.lower() not in self._states and self._country.get(place.lower()) == code

    def agree(self, one: str | None, other: str | None) -> bool:
        """Whether two places may be the same."""
        if one is None or other is None:
            return True
        a, b = one.lower(), other.lower()
        return a == b or a in b or b in a or self.inside(one, other) or self.inside(other, one)


def meetings(draft: Draft, lookup: Lookup, words: MeetingWords) -> tuple[Meeting, ...]:
    """The encounters in the order of their first mention."""
    map_ = _Map(draft)
    encounters: list[_Encounter] = []
    late: list[Mention] = []
    for mention in mentions(draft, words, lookup):
        home = _home(encounters, mention, map_)
        if home is None and mention.alone:
            home = _Encounter()
            encounters.append(home)
        if home is None:
            late.append(mention)
        else:
            home.add(mention, map_)
    for mention in late:
        if (home := _home(encounters, mention, map_)) is not None:
            home.add(mention, map_)
    return tuple(_meeting(encounter) for encounter in encounters)


def _meeting(encounter: _Encounter) -> Meeting:
    ranks = [m.level for m in encounter.mentions if m.level != "unknown"]
    return Meeting(
        parties=encounter.parties,
        place=encounter.place,
        date=encounter.date,
        status=encounter.status,
        level=Counter(ranks).most_common(1)[0][0] if ranks else "unknown",
        evidence=tuple(m.span for m in sorted(encounter.mentions, key=lambda m: m.span.start)),
    )


def _home(encounters: list[_Encounter], mention: Mention, map_: _Map) -> _Encounter | None:
    """The encounter that the mention speaks of: the best fit, of equals the latest; None where none fits."""
    best, top = None, 0
    for encounter in encounters[-_MOST_ENCOUNTERS:]:
        fit = _fit(encounter, mention, map_)
        if fit and fit >= top:
            best, top = encounter, fit
    return best


def _fit(encounter: _Encounter, mention: Mention, map_: _Map) -> int:
    """How well a mention fits an encounter: 0 not at all."""
    first = encounter.mentions[0]
    parties = frozenset(encounter.parties)
    if first.phone != mention.phone:
        return 0
    if not _same_status(encounter, mention):
        bare = mention.known and not mention.another and not mention.date and not mention.place
        return int(bare and parties == mention.parties and len(parties) > 1)
    shared = len(parties & mention.parties)
    if not shared or not (parties <= mention.parties or mention.parties <= parties or shared >= 2):
        return 0
    a, b = interval(encounter.date), interval(mention.date)
    goes_on = bool(a and b and _next_day(a, b)) and parties == mention.parties and encounter.status == "held"
    if (a and b and not nested(a, b) and not goes_on) or not map_.agree(encounter.place, mention.place):
        return 0
    same_day = bool(a and b and min(days(a), days(b)) <= 7)
    if goes_on and not (encounter.place and not mention.another):
        return 0
    same_place = bool(encounter.place and mention.place)
    apart = mention.another and (a or encounter.place)
    if apart and not ((same_day and b and days(b) <= 7) or (same_place and not (a and b))):
        return 0
    union = len(parties | mention.parties)
    if 2 * shared < union and not (len(mention.parties) == 1 and (same_day or same_place)):
        return 0
    if encounter.status != mention.status and not (same_day or same_place):
        return 0
    return 1 + 2 * same_day + same_place + 2 * (parties == mention.parties)


def _same_status(encounter: _Encounter, mention: Mention) -> bool:
    return encounter.status == mention.status or {encounter.status, mention.status} == {"planned", "possible"}


def _next_day(one: Interval, other: Interval) -> bool:
    """Whether two spans of a few days lie side by side: an encounter may go on overnight."""
    gap = max(one[0], other[0]) - min(one[1], other[1])
    return days(one) + days(other) <= 4 and gap.days == 1


def _narrower(one: str | None, other: str | None) -> str | None:
    """The more exact of two dates."""
    a, b = interval(one), interval(other)
    if a is None or b is None:
        return one if a else other
    if _next_day(a, b):
        return f"{min(a[0], b[0]).isoformat()}/{max(a[1], b[1]).isoformat()}"
    return other if days(b) < days(a) else one
