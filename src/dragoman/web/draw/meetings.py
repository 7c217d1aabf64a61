"""Meetings over time, one row each: a bar from the first to the last day that the reports give."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import NamedTuple

from markupsafe import Markup

from dragoman.show.excerpt import clip
from dragoman.web.draw import shapes
from dragoman.web.draw.days import Days, axis, upright
from dragoman.web.draw.svg import Element, add, drawing, link, markup

WIDTH = 1000.0
_ROW = 25.0
_HEAD = 24.0
_LETTER = 6.3
"""Units that a letter takes up, about."""


class Bar(NamedTuple):
    """A meeting. `given` are the days that the reports give, each with what it is called; they may differ."""

    first: dt.date
    last: dt.date
    given: tuple[tuple[dt.date, dt.date, str], ...]
    status: str
    label: str
    href: str
    title: str
    fresh: bool = False


def timeline(
    bars: Sequence[Bar],
    reports: Sequence[dt.date],
    label: str,
    aside: tuple[str, str],
    since: dt.date | None = None,
    now: tuple[dt.date, str] | None = None,
) -> Markup:
    """The meetings, in the order given. `now` is the day up to which the reports go, with its name."""
    told = [day for bar in bars for day in (bar.first, bar.last)]
    days = Days.over(told, reports, 8, WIDTH - 8)
    height = _HEAD + _ROW * len(bars) + (22 if now else 6)
    root = drawing(WIDTH, height, label, "plot meetings")
    bottom = _HEAD + _ROW * len(bars) + 4
    axis(root, days, _HEAD - 4, bottom, labels=True, aside=aside)
    upright(root, days, since, _HEAD - 4, bottom, "since")
    if now:
        upright(root, days, now[0], _HEAD - 4, bottom, "now")
        right = days.x(now[0]) > WIDTH / 2
        css = "label end" if right else "label"
        add(root, "text", css, now[1], x=days.x(now[0]) + (-4 if right else 4), y=bottom + 13)
    for row, bar in enumerate(bars):
        _bar(root, bar, days, _HEAD + _ROW * (row + 0.5))
    return markup(root)


def _bar(root: Element, bar: Bar, days: Days, y: float) -> None:
    begin, end = days.x(bar.first), days.x(bar.last)
    at = link(root, bar.href, bar.title, "mark fresh" if bar.fresh else "mark")
    if len(bar.given) > 1:
        _given(at, bar, days, y)
        css = "range differ"
        add(at, "rect", css, x=begin - 6, y=y - 8, width=end - begin + 12, height=16, rx=8)
    else:
        add(at, "circle", "halo", cx=(begin + end) / 2, cy=y, r=9.5)
        shapes.status(at, bar.status, begin, y, end - begin, 5.5)
    room = WIDTH - 24 - end
    letters = int(max(room, begin - 24) / _LETTER)
    words = clip(bar.label, max(8, letters))
    if len(words) * _LETTER <= room or room > begin:
        add(at, "text", "label", words, x=end + 14, y=y + 4)
    else:
        add(at, "text", "label end", words, x=begin - 14, y=y + 4)


def _given(at: Element, bar: Bar, days: Days, y: float) -> None:
    """Each of the days that the reports give, the wide ones behind the narrow."""
    order = sorted(bar.given, key=lambda each: (each[0] - each[1], each[0]))
    for first, last, name in order:
        x = days.x(first)
        group = add(at, "g", "given")
        add(group, "title", text=name)
        shapes.status(group, bar.status, x, y, days.x(last) - x, 4.5)
