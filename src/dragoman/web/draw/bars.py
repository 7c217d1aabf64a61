"""Small bar charts: how many reports a month, and conflict against cooperation of a pair, alike in size and scale."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import NamedTuple

from markupsafe import Markup

from dragoman.web.draw.svg import Element, add, drawing, link, markup
from dragoman.web.strings import words

MOST_MONTHS = 120
"""A chart of a longer time has a bar a year."""


class Bar(NamedTuple):
    """What falls into the month that begins on `start`: a number upwards, and, where there are two, one downwards."""

    start: dt.date
    up: float
    down: float = 0.0


class Axis(NamedTuple):
    """Where months stand, so that several charts have the same; `years` where a bar is a year."""

    first: dt.date
    size: int
    years: bool

    @classmethod
    def of(cls, starts: Sequence[dt.date]) -> Axis:
        """The axis from the first to the last of `starts`."""
        first, last = min(starts), max(starts)
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        if months <= MOST_MONTHS:
            return cls(first.replace(day=1), months, False)
        return cls(dt.date(first.year, 1, 1), last.year - first.year + 1, True)

    def place(self, day: dt.date) -> int:
        """The number of the bar of a day."""
        years = day.year - self.first.year
        return years if self.years else years * 12 + day.month - self.first.month

    def name(self, place: int) -> str:
        """What a bar stands for, as in an address: 2018-06 or 2018."""
        if self.years:
            return f"{self.first.year + place:04}"
        month = self.first.year * 12 + self.first.month - 1 + place
        return f"{month // 12:04}-{month % 12 + 1:02}"


def bars(found: Sequence[Bar], label: str, href: Callable[[str], str], noun: str) -> Markup | None:
    """A bar a month, each a link to `href("2018-06")`; None where nothing has a date."""
    if not found:
        return None
    axis = Axis.of([bar.start for bar in found])
    sums = _sums(found, axis)
    width, height, foot = 480.0, 84.0, 18.0
    root = drawing(width, height, label, "plot bars")
    most = max(up for up, _ in sums)
    step = width / axis.size
    for place, (up, _) in enumerate(sums):
        if up:
            tall = max(2.0, (height - foot - 4) * up / most)
            a = link(root, href(axis.name(place)), f"{axis.name(place)}: {up:,.0f} {noun}")
            add(a, "rect", "hold", x=place * step, y=0, width=step, height=height - foot)
            add(a, "rect", "bar", x=place * step + step * 0.1, y=height - foot - tall, width=step * 0.8, height=tall)
    _axis(root, axis, width, height - foot, step)
    return markup(root)


def multiple(found: Sequence[Bar], axis: Axis, most: float, label: str, href: Callable[[str], str]) -> Markup:
    """Cooperation upwards, conflict downwards; `axis` and `most`, the longest bar, are those of its neighbours."""
    width, height, foot = 360.0, 104.0, 18.0
    said = words()["overview"]
    root = drawing(width, height, label, "plot multiple")
    middle, room = (height - foot) / 2, (height - foot) / 2 - 3
    step = width / axis.size
    add(root, "line", "zero", x1=0, y1=middle, x2=width, y2=middle)
    for place, (up, down) in enumerate(_sums(found, axis)):
        if not up and not down:
            continue
        title = f"{axis.name(place)}: {said['cooperation']} {up:.1f}, {said['conflict']} {-down:.1f}"
        a = link(root, href(axis.name(place)), title)
        add(a, "rect", "hold", x=place * step, y=0, width=step, height=height - foot)
        x, wide = place * step + step * 0.12, step * 0.76
        if up:
            tall = max(1.5, room * up / most)
            add(a, "rect", "cooperation", x=x, y=middle - tall, width=wide, height=tall)
        if down:
            tall = max(1.5, room * -down / most)
            add(a, "rect", "conflict", x=x, y=middle, width=wide, height=tall)
    _axis(root, axis, width, height - foot, step)
    return markup(root)


def longest(charts: Sequence[Sequence[Bar]], axis: Axis) -> float:
    """The longest bar of several charts, up or down."""
    return max((max(up, -down) for chart in charts for up, down in _sums(chart, axis)), default=0.0) or 1.0


def _sums(found: Sequence[Bar], axis: Axis) -> list[tuple[float, float]]:
    ups, downs = [0.0] * axis.size, [0.0] * axis.size
    for bar in found:
        if 0 <= (place := axis.place(bar.start)) < axis.size:
            ups[place] += bar.up
            downs[place] += bar.down
    return list(zip(ups, downs, strict=True))


def _axis(root: Element, axis: Axis, width: float, y: float, step: float) -> None:
    """The years along the foot, as many as there is room for."""
    add(root, "line", "foot-line", x1=0, y1=y, x2=width, y2=y)
    years = [p for p in range(axis.size) if axis.years or axis.name(p).endswith("-01") or p == 0]
    nearest = 46.0
    last = -nearest
    for place in years:
        x = place * step
        first_of_next = next((p for p in years if p > place), None)
        if place == 0 and not axis.years and first_of_next is not None and first_of_next * step < nearest:
            continue
        if x - last >= nearest and x < width - 30:
            add(root, "line", "tick", x1=x, y1=y, x2=x, y2=y + 4)
            add(root, "text", "year", axis.name(place)[:4], x=x + 2, y=y + 14)
            last = x
