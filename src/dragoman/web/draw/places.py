"""Points on a labelled graticule: an equirectangular map, cut to where the points are."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil, cos, floor, radians, sqrt
from typing import NamedTuple

from markupsafe import Markup

from dragoman.show.excerpt import clip
from dragoman.web.draw.svg import Element, add, drawing, link, markup

WIDTH = 1000.0
_HEIGHTS = (280.0, 400.0)
_LEAST = 12.0
"""Degrees of latitude that are shown, at least: a map of one street would say nothing."""
_LETTER, _LINE = 7.0, 15.0
_STEPS = (1, 2, 5, 10, 15, 30, 45)


class Point(NamedTuple):
    """A place, how much happened there, and its status: held where something was."""

    latitude: float
    longitude: float
    label: str
    weight: int
    status: str
    href: str
    title: str


class _Frame(NamedTuple):
    west: float
    south: float
    east: float
    north: float
    height: float

    def x(self, longitude: float) -> float:
        return (longitude - self.west) / (self.east - self.west) * WIDTH

    def y(self, latitude: float) -> float:
        return (self.north - latitude) / (self.north - self.south) * self.height


def places(points: Sequence[Point], label: str) -> Markup | None:
    """The map, the largest points first and the labels where there is room; None where there are no points."""
    if not points:
        return None
    frame = _frame(points)
    root = drawing(WIDTH, frame.height, label, "plot map")
    add(root, "rect", "sea", x=0, y=0, width=WIDTH, height=frame.height)
    taken = _graticule(root, frame)
    ordered = sorted(points, key=lambda point: (-point.weight, point.label))
    sizes = [(frame.x(p.longitude), frame.y(p.latitude), _radius(p)) for p in ordered]
    taken += [(x - r - 1, y - r - 1, x + r + 1, y + r + 1) for x, y, r in sizes]
    for point, (x, y, r) in zip(ordered, sizes, strict=True):
        at = link(root, point.href, point.title, "mark place")
        add(at, "circle", f"shape {point.status}", cx=x, cy=y, r=r)
        _name(at, point, x, y, r, taken, frame.height)
    return markup(root)


def _radius(point: Point) -> float:
    return min(18.0, 4.5 + 2.0 * sqrt(point.weight))


def _frame(points: Sequence[Point]) -> _Frame:
    """The part of the world that holds the points with some room around; as wide as degrees are there."""
    south, north = min(p.latitude for p in points), max(p.latitude for p in points)
    west, east = min(p.longitude for p in points), max(p.longitude for p in points)
    high = max(_LEAST, (north - south) * 1.35)
    wide = max((east - west) * 1.3, high * 1.4)
    middle = (south + north) / 2
    squeeze = max(0.35, cos(radians(min(70.0, abs(middle)))))
    height = min(max(WIDTH * high / (wide * squeeze), _HEIGHTS[0]), _HEIGHTS[1])
    shown = WIDTH / height
    if wide * squeeze / high < shown:
        wide = high * shown / squeeze
    else:
        high = wide * squeeze / shown
    wide, high = min(wide, 360.0), min(high, 180.0)
    left = min(max((west + east) / 2 - wide / 2, -180.0), 180.0 - wide)
    low = min(max(middle - high / 2, -90.0), 90.0 - high)
    return _Frame(left, low, left + wide, low + high, height)


def _graticule(root: Element, frame: _Frame) -> list[tuple[float, float, float, float]]:
    """Parallels and meridians with their degrees; gives where the degrees stand."""
    taken = []
    step = _step(frame.east - frame.west, 9)
    for degrees in range(ceil(frame.west / step) * step, floor(frame.east) + 1, step):
        x = frame.x(degrees)
        add(root, "line", "tick strong" if degrees == 0 else "tick", x1=x, x2=x, y1=0, y2=frame.height)
        if 30 < x < WIDTH - 30:
            add(root, "text", "label middle", _degrees(degrees, "E", "W"), x=x, y=frame.height - 6)
            taken.append((x - 20, frame.height - 18, x + 20, frame.height))
    step = _step(frame.north - frame.south, 5)
    for degrees in range(ceil(frame.south / step) * step, floor(frame.north) + 1, step):
        y = frame.y(degrees)
        add(root, "line", "tick strong" if degrees == 0 else "tick", x1=0, x2=WIDTH, y1=y, y2=y)
        if 16 < y < frame.height - 24:
            add(root, "text", "label", _degrees(degrees, "N", "S"), x=4, y=y - 3)
            taken.append((0, y - 15, 40, y))
    return taken


def _step(span: float, most: int) -> int:
    return next((step for step in _STEPS if span / step <= most), _STEPS[-1])


def _degrees(value: int, positive: str, negative: str) -> str:
    return f"{abs(value)}°{positive if value > 0 else negative if value < 0 else ''}"


def _name(
    at: Element, point: Point, x: float, y: float, r: float,
    taken: list[tuple[float, float, float, float]], height: float,
) -> None:  # fmt: skip
    """The place's name beside its point, where it hides nothing; else away from it, with a line that leads there."""
    words = clip(point.label, 28)
    wide = len(words) * _LETTER + 4
    for away in (4.0, 16.0, 30.0, 46.0, 64.0):
        d, low = r + away, (r + away) * 0.7
        for dx, dy, anchor in (
            (d, 0.0, ""), (-d, 0.0, " end"), (0.0, -d - 4, " middle"), (0.0, d + 8, " middle"),
            (low, -low, ""), (low, low, ""), (-low, -low, " end"), (-low, low, " end"),
        ):  # fmt: skip
            left = x + dx - (wide if anchor == " end" else wide / 2 if anchor else 0)
            box = (left, y + dy - _LINE / 2, left + wide, y + dy + _LINE / 2)
            if box[0] < 2 or box[2] > WIDTH - 2 or box[1] < 2 or box[3] > height - 2:
                continue
            if any(_meet(box, other) for other in taken):
                continue
            taken.append(box)
            if away > 4.0:
                add(at, "line", "lead", x1=x, y1=y, x2=x + dx, y2=y + dy)
            add(at, "text", f"label place{anchor}", words, x=x + dx, y=y + dy + 4)
            return


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
