"""What the values of a report's time expressions depend on: its date, and the times mentioned before."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import TimexType
from dragoman.steps.timex.calendar import UNKNOWN, Point, coarser, make_date, parse, render, shift
from dragoman.steps.timex.rules import TimeRules
from dragoman.steps.timex.tense import FUTURE, PAST, direction

# From so many months on a bare month name is not taken to look ahead.
_FAR = 10
# Up to so many months one that nothing decides is.
_NEAR = 3
# How far back a word such as "then" may point, in times mentioned.
_MEMORY = 12


class Result(NamedTuple):
    """One time expression: tokens `first` to `last` (inclusive), its type and its value."""

    first: int
    last: int
    type: TimexType
    value: str


class Mention(NamedTuple):
    """A calendar time that the report has mentioned."""

    point: Point
    sentence: int


class Context:
    """One report's date and memory.

    `published` anchors weeks, months and years, `today` anchors days: it is the day of the dateline where a wire report
    was published a day later. Both are None where the report has no date.
    """

    def __init__(
        self, doc: Document, rules: TimeRules, published: dt.date | None, today: dt.date | None = None
    ) -> None:
        self.doc = doc
        self.rules = rules
        self.published = published
        self.today = today or published
        self._mentions: list[Mention] = []
        self._settled: dict[tuple[str, int, int], str] = {}

    # -- memory ------------------------------------------------------------------------------------------------------

    def remember(self, result: Result) -> None:
        """Keep a resolved date for the words that point back to it."""
        if result.type == "DATE" and (point := parse(result.value)):
            self._mentions.append(Mention(point, self.doc.sent[result.first]))

    def last(
        self, grain: str | None = None, skip_today: bool = False, within: tuple[int, int] | None = None
    ) -> Point | None:
        """The last time mentioned; with `grain` the last one that is no coarser.

        `within` is a token and a number of sentences: nothing further back from the token's sentence counts.
        """
        for mention in reversed(self._mentions[-_MEMORY:]):
            if within is not None and mention.sentence < self.doc.sent[within[0]] - within[1]:
                return None
            if skip_today and mention.point == Point("D", self.today or dt.date.min):
                continue
            if grain is None or not coarser(mention.point.grain, grain):
                return mention.point
        return None

    def last_of(self, grain: str) -> Point | None:
        """The last time mentioned of just this grain."""
        for mention in reversed(self._mentions[-_MEMORY:]):
            if mention.point.grain == grain:
                return mention.point
        return None

    def settle(self, kind: str, a: int, b: int, value: str) -> None:
        """Keep how "March" or "Sept. 11" was understood, for when nothing decides it later."""
        self._settled[kind, a, b] = value

    def settled(self, kind: str, a: int, b: int = 0) -> str | None:
        """How it was last understood where the report itself decided it."""
        return self._settled.get((kind, a, b))

    def is_surname(self, month: str) -> bool:
        """Whether the report names somebody so ("Theresa May", "Mr. March")."""
        return month in self._surnames

    @cached_property
    def _surnames(self) -> frozenset[str]:
        doc, gated = self.doc, self.rules.parts_of_speech
        return frozenset(
            word
            for i, word in enumerate(doc.norm)
            if word in gated
            and i
            and doc.pos[i - 1] == "PROPN"
            and doc.word[i][:1].isupper()
            and doc.sent[i] == doc.sent[i - 1]
            and doc.dep[i - 1] == "compound"
            and doc.head[i - 1] == i
            and doc.norm[i - 1] not in self.rules.weekdays
        )

    # -- relative to the report's date -------------------------------------------------------------------------------

    def direction(self, first: int, last: int) -> int:
        """Where the words lie, seen from the report: PAST, FUTURE or UNKNOWN."""
        return direction(self.doc, first, last, self.rules.tense)

    def relative(self, grain: str, by: float) -> str:
        """The stretch of `grain` that lies `by` stretches from the report's date."""
        base = self.today if grain == "D" else self.published
        moved = shift(base, grain, by) if base else None
        return render(grain, moved) if moved else UNKNOWN.get(grain, "XXXX")

    def weekday(self, number: int, first: int, last: int) -> str:
        """The day for a bare weekday (1 is Monday), past or to come as the sentence says."""
        if self.today is None:
            return f"XXXX-WXX-{number}"
        way = self.direction(first, last)
        if way == 0 and (known := self.settled("weekday", number)):
            return known
        ahead = (number - self.today.isoweekday()) % 7
        value = self.relative("D", ahead if way == FUTURE or ahead == 0 else ahead - 7)
        if way:
            self.settle("weekday", number, 0, value)
        return value

    def month(self, number: int, first: int, last: int) -> str:
        """The month for a bare month name.

        A reporter who means a month that is most of a year away says which; so a month far ahead is taken back, and
        one that nothing decides is the next where the last lies far back.
        """
        if self.published is None:
            return f"XXXX-{number:02}"
        way = self.direction(first, last)
        if way == 0 and (known := self.settled("month", number)):
            return known
        year = self.published.year
        ahead = (number - self.published.month) % 12
        if way != FUTURE and (told := self._told_after(number, first)):
            return told
        if (way == FUTURE and ahead < _FAR) or (way == 0 and 0 < ahead <= _NEAR):
            year += number < self.published.month
        else:
            year -= number > self.published.month
        value = f"{year:04}-{number:02}"
        if way:
            self.settle("month", number, 0, value)
        return value

    def _told_after(self, number: int, first: int) -> str | None:
        """The month that goes on a story of long ago: "In March 2011 … . In April the army …"."""
        assert self.published
        point = self.last(within=(first, 1))
        if point is None or point.grain not in ("D", "M") or point.day.year >= self.published.year - 1:
            return None
        since = (number - point.day.month) % 12
        recent = (self.published.month - number) % 12
        if since > 4 or recent < 4:
            return None
        return f"{point.day.year + (number < point.day.month):04}-{number:02}"

    def day_of_year(self, month: int, day: int, first: int, last: int, weekday: int = 0) -> str | None:
        """The day for a month and day without a year: the nearest, unless the tense speaks clearly against it.

        With `weekday` the nearest on which the weekday is right. None where no year has such a day.
        """
        if self.today is None:
            return f"XXXX-{month:02}-{day:02}" if make_date(2000, month, day) else None
        if known := self.settled("day", month, day):
            return known
        today = self.today
        days = [d for year in self._years_near(first) if (d := make_date(year, month, day))]
        if not days:
            return None
        near = min(days, key=lambda d: abs((d - today).days))
        told = self.last("D", within=(first, 3))
        if told and abs((told.day - today).days) > 300:
            beside = min(days, key=lambda d: abs((d - told.day).days))
            if abs((beside - told.day).days) <= 62:
                return beside.isoformat()
        fitting = [d for d in days if weekday and d.isoweekday() == weekday]
        if fitting:
            near = min(fitting, key=lambda d: abs((d - today).days))
        elif abs((near - today).days) > 60:
            way = self.direction(first, last)
            if way == FUTURE and near < today:
                near = min(d for d in days if d >= today)
            elif way == PAST and near > today:
                near = max(d for d in days if d <= today)
        return near.isoformat()

    def _years_near(self, first: int) -> list[int]:
        assert self.today
        years = set(range(self.today.year - 4, self.today.year + 5))
        if told := self.last("D", within=(first, 3)):
            years |= {told.day.year - 1, told.day.year, told.day.year + 1}
        return sorted(year for year in years if 1 <= year <= 9999)

    def from_point(self, point: Point, grain: str, by: float) -> str:
        """The stretch of `grain` that lies `by` units from a time mentioned; unknown where that time is too vague."""
        if coarser(point.grain, grain):
            return UNKNOWN[grain]
        moved = shift(point.day, grain, by)
        return render(grain, moved) if moved else UNKNOWN[grain]
