"""When two accounts may be of one act: their dates, places, parties and statuses, each compared by itself.

Days are counted from 1 January 1970, as in Arrow's date32.
"""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Literal, NamedTuple

from dragoman.steps.actor.gazetteer import tokenize
from dragoman.steps.actor.place_names import gazetteer
from dragoman.steps.view.intervals import interval

LAG = 2
"""Days for which a report tells of an act as news: what it does not date happened then, if it happened."""

AHEAD = 14
"""Days within which an act that a report announces without a date is expected."""

EXACT = 8
"""A time of at most so many days ("last week", "24-25 May", a week and a day) tells one act from another."""

_EPOCH = dt.date(1970, 1, 1)
_NEVER = frozenset({"negated"})
_AHEAD = frozenset({"planned", "possible", "conditional"})

Phase = Literal["ahead", "actual", "negated"]
Fit = Literal["same", "contained"]


class When(NamedTuple):
    """The days in which an act lies. `stated`: by a date of its own; otherwise inferred from the publication date."""

    first: int
    last: int
    stated: bool

    @property
    def exact(self) -> bool:
        """Whether a stated time is short enough to tell acts apart."""
        return self.stated and self.last - self.first < EXACT


def day_number(day: dt.date) -> int:
    """A date as a count of days."""
    return (day - _EPOCH).days


def phase(status: str) -> Phase:
    """What a status says of an act: that it is ahead (planned, possible, conditional), was done, or is not done."""
    if status in _AHEAD:
        return "ahead"
    return "negated" if status in _NEVER else "actual"


def when(date: str | None, published: dt.date | None, status: str) -> When | None:
    """The days of an act: those of its TIMEX value, else the days before its report, or after it where it is ahead.

    None where neither is known, and for a vague past ("recently", "years ago").
    """
    if known := interval(date):
        return When(day_number(known[0]), day_number(known[1]), True)
    if published is None or date == "PAST_REF":
        return None
    today = day_number(published)
    return When(today, today + AHEAD, False) if phase(status) == "ahead" else When(today - LAG, today, False)


def both(one: When, other: When) -> When | None:
    """The days that two times have in common; None where they have none, so that the acts are two."""
    first, last = max(one.first, other.first), min(one.last, other.last)
    return When(first, last, one.stated or other.stated) if first <= last else None


class Spot(NamedTuple):
    """A place name, folded, with the state that it lies in, and whether it is that state."""

    name: str
    country: str | None
    is_country: bool


_COMPASS = (
    "northern ",
    "southern ",
    "eastern ",
    "western ",
    "north ",
    "south ",
    "east ",
    "west ",
    "central ",
    "ar ",
    "al ",
)


@lru_cache(maxsize=65536)
def spot(place: str) -> Spot:
    """What is known of a place name: the likeliest place of that name in the gazetteer."""
    words = list(tokenize(place))
    known = gazetteer()
    folded = place.casefold().strip()
    for site in known.countries.values():
        if site.name.casefold() == folded:
            return Spot(folded, site.country, True)
    country: str | None = None
    if words:
        region, cities = known.regions.at(words, 0), known.cities.at(words, 0)
        if region and region[0] == len(words):
            country = region[1].country
        elif cities and cities[0] == len(words):
            country = cities[1][0].country
    return Spot(_core(folded), country, False)


def _core(name: str) -> str:
    """A place name without what reports add and leave out: "eastern Ghouta", "Idlib province"."""
    for end in (" province", " governorate", " region", " city", " district"):
        name = name.removesuffix(end)
    for start in ("the ", *_COMPASS):
        name = name.removeprefix(start)
    return name


def places_agree(one: str | None, other: str | None) -> bool:
    """Whether two places may be one: the same, one in the other, or one not stated."""
    if one is None or other is None or one == other:
        return True
    a, b = spot(one), spot(other)
    if a.name == b.name:
        return True
    if a.is_country or b.is_country:
        # A place that the gazetteer does not have may lie anywhere.
        return a.is_country != b.is_country and (a.country == b.country or not a.country or not b.country)
    return f" {a.name} " in f" {b.name} " or f" {b.name} " in f" {a.name} "


def same_place(one: str | None, other: str | None) -> bool:
    """Whether both state a place, and the same one, smaller than a country: what speaks for one act."""
    if one is None or other is None:
        return False
    a, b = spot(one), spot(other)
    return not a.is_country and not b.is_country and places_agree(one, other)


def narrower_place(one: str | None, other: str | None) -> str | None:
    """Of two places that agree the one that says more; of equals the first in the alphabet."""
    if one is None or other is None or one == other:
        return one or other
    a, b = spot(one), spot(other)
    return min((a.is_country, -len(one), one), (b.is_country, -len(other), other))[2]


def parties_fit(one: frozenset[str], other: frozenset[str]) -> Fit | None:
    """Whether two sets of parties may be those of one act: the same, or one with some of the other's missing."""
    if one == other:
        return "same"
    return "contained" if one and other and (one < other or other < one) else None


def phases_fit(one: Phase, told: int, other: Phase, told_other: int, sure: bool) -> bool:
    """Whether accounts of these phases, told on these days, may be of one act.

    What was ahead is done later, or called off later; `sure` says that date or place say so too, without which what is
    not done is no act called off. What is done and what is not done are never one.
    """
    if one == other:
        return True
    if {one, other} == {"actual", "negated"}:
        return False
    plan, outcome = (told, told_other) if one == "ahead" else (told_other, told)
    return plan <= outcome and (sure or "negated" not in (one, other))
