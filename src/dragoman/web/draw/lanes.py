"""Stances over time: a lane for what one party says on one issue, its moves drawn from mark to mark."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from math import atan2
from typing import NamedTuple

from markupsafe import Markup

from dragoman.web.draw import shapes
from dragoman.web.draw.days import Days, axis, upright
from dragoman.web.draw.svg import Element, add, drawing, link, markup

WIDTH = 1000.0
MARGIN = 12.0
_ROOM = 15.0
"""Units that a mark takes up; marks of about the same day stand below each other."""
_HEAD = 17.0
"""Units above and below the marks, for the bows of moves."""
_BOW = {"hardens": -1, "adds a condition": -1, "softens": 1, "drops a condition": 1, "reverses": 1}
_LOOKS = {"hardens": "harder", "adds a condition": "harder", "softens": "softer", "drops a condition": "softer"}


class Mark(NamedTuple):
    """A stance that is taken on a day."""

    day: dt.date
    stance: str
    href: str
    title: str
    fresh: bool = False
    """Whether it came after the day since which changes are asked for."""


class Step(NamedTuple):
    """A move from one mark of the lane to another (indices)."""

    before: int
    after: int
    kind: str
    href: str
    title: str


def scale(told: Sequence[dt.date], reports: Sequence[dt.date]) -> Days:
    """The scale that all lanes share."""
    return Days.over(told, reports, MARGIN, WIDTH - MARGIN)


def head(days: Days, label: str, aside: tuple[str, str]) -> Markup:
    """The scale's labels, which stand above the lanes."""
    root = drawing(WIDTH, 22, label, "plot head")
    axis(root, days, 18, 22, labels=True, aside=aside)
    return markup(root)


def lane(marks: Sequence[Mark], steps: Sequence[Step], days: Days, label: str, since: dt.date | None = None) -> Markup:
    """One lane. Moves that harden bow upwards, those that soften downwards; a reversal goes straight."""
    levels = _levels([days.x(mark.day) for mark in marks])
    height = 2 * _HEAD + _ROOM * max(levels, default=0)
    places = [(days.x(mark.day), _HEAD + _ROOM * level) for mark, level in zip(marks, levels, strict=True)]
    root = drawing(WIDTH, height, label, "plot lane")
    axis(root, days, 0, height, labels=False, aside=("", ""))
    upright(root, days, since, 0, height, "since")
    for step in steps:
        _step(root, step, places[step.before], places[step.after])
    for mark, (x, y) in zip(marks, places, strict=True):
        at = link(root, mark.href, mark.title, "mark fresh" if mark.fresh else "mark")
        add(at, "circle", "halo", cx=x, cy=y, r=9.5)
        shapes.stance(at, mark.stance, x, y)
    return markup(root)


def _levels(places: Sequence[float]) -> list[int]:
    """How far below the first row each mark stands, so that none hides another."""
    ends: list[float] = []
    found = [0] * len(places)
    for at in sorted(range(len(places)), key=lambda at: (places[at], at)):
        level = next((n for n, end in enumerate(ends) if places[at] - end >= _ROOM), len(ends))
        if level == len(ends):
            ends.append(0.0)
        ends[level] = places[at]
        found[at] = level
    return found


def _step(root: Element, step: Step, one: tuple[float, float], other: tuple[float, float]) -> None:
    looks = _LOOKS.get(step.kind, "reversal")
    at = link(root, step.href, step.title, f"step {looks}")
    (x1, y1), (x2, y2) = one, other
    is_near = abs(x2 - x1) + abs(y2 - y1) < 2.5 * _ROOM
    bow = 0.0 if looks == "reversal" or is_near else _BOW.get(step.kind, 1) * min(13.0, 5.0 + abs(x2 - x1) / 12) * 1.6
    middle = ((x1 + x2) / 2, (y1 + y2) / 2 + bow)
    angle = atan2(y2 - middle[1], x2 - middle[0])
    back = 5.0 if is_near else 8.0
    far = max(abs(x2 - middle[0]) + abs(y2 - middle[1]), 1.0)
    x2, y2 = x2 - back * (x2 - middle[0]) / far, y2 - back * (y2 - middle[1]) / far
    path = f"M{x1:.1f},{y1:.1f} Q{middle[0]:.1f},{middle[1]:.1f} {x2:.1f},{y2:.1f}"
    add(at, "path", "reach", d=path)
    add(at, "path", "line", d=path)
    shapes.arrow(at, x2, y2, angle, "point")
