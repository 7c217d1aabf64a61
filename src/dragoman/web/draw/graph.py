"""Who waits for what: acts as boxes, waits as arrows, deadlocks with a strong line and a name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import atan2
from typing import NamedTuple

from markupsafe import Markup

from dragoman.web.draw.layers import Component, layout
from dragoman.web.draw.shapes import arrow
from dragoman.web.draw.svg import Element, add, drawing, lines, link, markup

WIDTH = 1088.0
_BOX, _HIGH = 200.0, 74.0
_GAP, _ROW = 124.0, 96.0
_BETWEEN = 40.0
_LETTERS = 32
"""Letters in a line of a box."""
_ASIDE = 13.0
"""Units between two arrows that run against each other."""


class Node(NamedTuple):
    """An act, and whose it is."""

    id: str
    actor: str
    text: str
    href: str
    title: str


class Edge(NamedTuple):
    """A wait: `label` are the days on which it stood, `knot` the name of the deadlock that it is part of."""

    waiting: str
    awaited: str
    href: str
    title: str
    label: str
    ended: bool
    knot: str | None = None


class Drawn(NamedTuple):
    """The drawing, None where there is nothing to draw, and how many acts and waits have no room in it."""

    svg: Markup | None
    acts_left_out: int
    waits_left_out: int


class _Place(NamedTuple):
    """Where a component stands, and how wide and high it is."""

    part: Component
    x: float
    y: float
    width: float
    height: float

    def corner(self, column: float, row: float) -> tuple[float, float]:
        """The upper left corner of the box at a column and row."""
        return self.x + column * (_BOX + _GAP), self.y + row * _ROW


def graph(nodes: Sequence[Node], edges: Sequence[Edge], label: str, most: int = 36) -> Drawn:
    """The graph: parts with deadlocks first, then those with waits that stand, the newest first.

    `edges` are in the order of their days. Where there are more than `most` acts, whole parts are left out.
    """
    number = {node.id: place for place, node in enumerate(nodes)}
    known = [edge for edge in edges if edge.waiting in number and edge.awaited in number]
    drawable = [edge for edge in known if edge.waiting != edge.awaited]
    ranked = sorted(enumerate(drawable), key=lambda item: (item[1].knot is None, item[1].ended, -item[0]))
    pairs = list(dict.fromkeys((number[edge.waiting], number[edge.awaited]) for _, edge in ranked))
    parts = _chosen(layout(_few(pairs, most * 3)) if pairs else [], most)
    shown = {node for part in parts for node in part.places}
    waits = [
        edge
        for edge in drawable
        if number[edge.waiting] in shown and (number[edge.waiting], number[edge.awaited]) in _ways(parts)
    ]
    svg = _draw(nodes, waits, number, parts, label) if parts else None
    return Drawn(svg, len({end for e in edges for end in (e.waiting, e.awaited)}) - len(shown), len(edges) - len(waits))


def _ways(parts: Iterable[Component]) -> set[tuple[int, int]]:
    return {pair for part in parts for pair in part.ways}


def _few(pairs: Sequence[tuple[int, int]], most: int) -> list[tuple[int, int]]:
    """The first pairs: a layout of thousands takes long, and nobody can read it."""
    return list(pairs[:most])


def _chosen(parts: Sequence[Component], most: int) -> list[Component]:
    """As many parts as have room; the first one in any case."""
    found: list[Component] = []
    room = most
    for part in parts:
        if len(part.places) <= room or not found:
            found.append(part)
            room -= len(part.places)
    return found


def _draw(
    nodes: Sequence[Node], edges: Sequence[Edge], number: dict[str, int], parts: Sequence[Component], label: str
) -> Markup:
    placed = _shelves(parts)
    wide = max(place.x + place.width for place in placed)
    high = max(place.y + place.height for place in placed)
    css = "plot graph" if wide <= WIDTH else "plot graph wider" if wide <= 2 * WIDTH else "plot graph widest"
    root = drawing(max(WIDTH, wide + 2), high + 2, label, css)
    for place in placed:
        merged: dict[tuple[int, int], list[Edge]] = {}
        for edge in edges:
            pair = number[edge.waiting], number[edge.awaited]
            if pair in place.part.ways:
                merged.setdefault(pair, []).append(edge)
        for pair, same in merged.items():
            _edge(root, place, pair, same, against=(pair[1], pair[0]) in merged)
        stuck = {end for pair, same in merged.items() if any(edge.knot for edge in same) for end in pair}
        for node, (column, row) in sorted(place.part.places.items()):
            _node(root, nodes[node], place.corner(column, row), is_stuck=node in stuck)
    return markup(root)


def _shelves(parts: Sequence[Component]) -> list[_Place]:
    """The parts side by side as long as there is width, then below."""
    found: list[_Place] = []
    x, y, high = 1.0, 1.0, 0.0
    for part in parts:
        width = part.columns * _BOX + (part.columns - 1) * _GAP
        height = (part.rows - 1) * _ROW + _HIGH
        if x > 1 and x + width > WIDTH:
            x, y, high = 1.0, y + high + _BETWEEN, 0.0
        found.append(_Place(part, x, y, width, height))
        x, high = x + width + _BETWEEN, max(high, height)
    return found


def _node(root: Element, node: Node, corner: tuple[float, float], *, is_stuck: bool) -> None:
    x, y = corner
    at = link(root, node.href, node.title, "act stuck" if is_stuck else "act")
    add(at, "rect", "box", x=x, y=y, width=_BOX, height=_HIGH, rx=4)
    add(at, "text", "who", lines(node.actor, _LETTERS - 6, 1)[0] if node.actor else "", x=x + 10, y=y + 17)
    for place, words in enumerate(lines(node.text, _LETTERS, 3)):
        add(at, "text", "what", words, x=x + 10, y=y + 34 + place * 15)


def _edge(root: Element, place: _Place, pair: tuple[int, int], same: Sequence[Edge], *, against: bool) -> None:
    """An arrow; waits between the same acts share one, which leads to the newest."""
    edge = same[-1]
    knot = next((each.knot for each in same if each.knot), None)
    ended = all(each.ended for each in same)
    css = f"wait{' ended' if ended else ''}{' stuck' if knot else ''}"
    points = _points(place, pair, against=against)
    at = link(root, edge.href, "\n\n".join(each.title for each in same), css)
    path = _path(points)
    add(at, "path", "reach", d=path)
    add(at, "path", "line", d=path)
    (x1, _), (x2, y2) = points[-2:]
    arrow(at, x2, y2, atan2(0, x2 - x1), "point")
    _labels(at, points, edge.label, knot, forward=points[-1][0] > points[0][0], against=against)


def _points(place: _Place, pair: tuple[int, int], *, against: bool) -> list[tuple[float, float]]:
    """Where an arrow begins, passes and ends; it leaves a box on the side that looks at the other."""
    one, other = place.part.places[pair[0]], place.part.places[pair[1]]
    forward = other[0] >= one[0]
    shift = (-_ASIDE if forward else _ASIDE) if against else 0.0
    points = []
    for column, row in (one, *place.part.ways[pair], other):
        x, y = place.corner(column, row)
        sides = (x, x + _BOX) if forward else (x + _BOX, x)
        points += [(side, y + _HIGH / 2 + shift) for side in sides]
    return points[1:-1]


def _path(points: Sequence[tuple[float, float]]) -> str:
    """Curves across the gaps between columns, straight lines through the columns."""
    x, y = points[0]
    path = f"M{x:.1f},{y:.1f}"
    for place, (x2, y2) in enumerate(points[1:]):
        if place % 2:
            path += f" L{x2:.1f},{y2:.1f}"
        else:
            bend = (x2 - x) / 2
            path += f" C{x + bend:.1f},{y:.1f} {x2 - bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        x, y = x2, y2
    return path


def _labels(
    at: Element, points: Sequence[tuple[float, float]], label: str, knot: str | None, *, forward: bool, against: bool
) -> None:
    """The days above the arrow; below where it is the one that runs back, so that both can be read."""
    (x1, y1), (x2, y2) = points[0], points[1]
    x, y = (x1 + x2) / 2, (y1 + y2) / 2
    below = against and not forward
    words = [word for word in (knot, *lines(label, 20, 2)) if word]
    if abs(y2 - y1) > _HIGH / 2:
        y = y - (len(words) - 1) * 6.5 + 4
        first = y
    else:
        first = y + 15 if below else y - 7 - 13 * (len(words) - 1)
    for place, word in enumerate(words):
        css = "days name" if word == knot else "days"
        add(at, "text", css, word, x=x, y=first + 13 * place)
