"""A scale of days along a drawing, with its ticks."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.web.draw.svg import Element, add

_ASIDE = 56.0
"""Units at either end for what is long before, or long after, the rest."""
_LETTER = 7.0
"""Units that a letter of a label takes up, at most."""
_LEAST_TICK = 58.0
"""Units between two ticks, at least."""
_STEPS = (
    *(("day", 1), ("day", 7), ("month", 1), ("month", 3), ("month", 6)),
    *(("year", years) for years in (1, 2, 5, 10, 20, 50, 100, 200, 500)),
)
_DAYS = {"day": 1, "month": 30, "year": 365}
_REACH = 0.35
"""What is farther from the reports than this share of their days stands aside."""
_LEAST_REACH = dt.timedelta(45)


class Tick(NamedTuple):
    """A mark on the scale; strong where a year begins."""

    x: float
    label: str
    strong: bool


@dataclass(frozen=True)
class Days:
    """`first` to `last` on `left` to `right`; `earlier` and `later` say whether something stands aside of them."""

    first: dt.date
    last: dt.date
    left: float
    right: float
    earlier: bool = False
    later: bool = False

    @classmethod
    def over(cls, told: Iterable[dt.date], reports: Iterable[dt.date], left: float, right: float) -> Days:
        """A scale for the days `told` in reports of the days `reports`; what is far off does not stretch it."""
        days, published = sorted(told), sorted(reports)
        core = published or days or [dt.date(1970, 1, 1)]
        reach = max(_LEAST_REACH, (core[-1] - core[0]) * _REACH)
        near = [day for day in days if _from(core[0], -reach) <= day <= _from(core[-1], reach)]
        both = [*near, *core]
        first, last = min(both), max(both)
        pad = dt.timedelta(max(2, (last - first).days // 60))
        return cls(
            _from(first, -pad), _from(last, pad), left, right,
            earlier=bool(days) and days[0] < first, later=bool(days) and days[-1] > last,
        )  # fmt: skip

    @property
    def ends(self) -> tuple[float, float]:
        """Where the scale itself begins and ends, without what stands aside."""
        return self.left + _ASIDE * self.earlier, self.right - _ASIDE * self.later

    def x(self, day: dt.date) -> float:
        """Where a day is; one that stands aside is in the middle of its place there."""
        if day < self.first:
            return self.left + _ASIDE / 2
        if day > self.last:
            return self.right - _ASIDE / 2
        begin, end = self.ends
        return begin + (end - begin) * ((day - self.first).days / max(1, (self.last - self.first).days))

    def ticks(self) -> list[Tick]:
        """Days, weeks, months or years, as many as have room."""
        begin, end = self.ends
        unit = (end - begin) / max(1, (self.last - self.first).days)
        kind, step = next(((k, n) for k, n in _STEPS if _DAYS[k] * n * unit >= _LEAST_TICK), ("year", 1000))
        found: list[Tick] = []
        day = self._floor(kind, step)
        while day <= self.last:
            if day >= self.first:
                found.append(Tick(self.x(day), _label(kind, day, first=not found), _is_strong(kind, day)))
            if day.year >= dt.MAXYEAR - step:
                break
            day = _next(kind, step, day)
        return found

    def _floor(self, kind: str, step: int) -> dt.date:
        if kind == "year":
            return dt.date(max(1, self.first.year // step * step), 1, 1)
        if kind == "month":
            return dt.date(self.first.year, (self.first.month - 1) // step * step + 1, 1)
        return _from(self.first, -dt.timedelta(self.first.weekday())) if step == 7 else self.first


def axis(parent: Element, days: Days, top: float, bottom: float, *, labels: bool, aside: tuple[str, str]) -> None:
    """Draw the lines of the ticks from `top` to `bottom`, and their labels above `top` where they are wanted."""
    begin, end = days.ends
    for tick in days.ticks():
        add(parent, "line", "tick strong" if tick.strong else "tick", x1=tick.x, x2=tick.x, y1=top, y2=bottom)
        if labels and tick.x + _LETTER * len(tick.label) < end + 12:
            add(parent, "text", "label strong" if tick.strong else "label", tick.label, x=tick.x, y=top - 5)
    for there, x, edge, word in (
        (days.earlier, days.left, begin, aside[0]),
        (days.later, end, end, aside[1]),
    ):
        if there:
            add(parent, "rect", "aside", x=x, y=top, width=_ASIDE, height=bottom - top)
            add(parent, "line", "tick break", x1=edge, x2=edge, y1=top, y2=bottom)
            if labels:
                add(parent, "text", "label middle", word, x=x + _ASIDE / 2, y=top - 5)


def upright(parent: Element, days: Days, day: dt.date | None, top: float, bottom: float, css: str) -> None:
    """A line at a day, where it is on the scale."""
    if day is not None and days.first <= day <= days.last:
        x = days.x(day)
        add(parent, "line", css, x1=x, x2=x, y1=top, y2=bottom)


def _from(day: dt.date, by: dt.timedelta) -> dt.date:
    """A day so far from another, as far as there is a calendar."""
    return dt.date.fromordinal(min(max(1, day.toordinal() + by.days), dt.date.max.toordinal()))


def _next(kind: str, step: int, day: dt.date) -> dt.date:
    if kind == "year":
        return dt.date(day.year + step, 1, 1)
    if kind == "month":
        months = day.year * 12 + day.month - 1 + step
        return dt.date(months // 12, months % 12 + 1, 1)
    return _from(day, dt.timedelta(step))


def _is_strong(kind: str, day: dt.date) -> bool:
    return kind != "year" and day.month == 1 and (kind == "month" or day.day <= 7)


def _label(kind: str, day: dt.date, *, first: bool) -> str:
    if kind == "year":
        return f"{day.year}"
    if kind == "month":
        return f"{day:%b} {day.year}" if first or day.month == 1 else f"{day:%b}"
    return f"{day.day} {day:%b} {day.year}" if first else f"{day.day} {day:%b}"
