"""Who waits for what: acts as boxes, waits as arrows, deadlocks with a strong line and a name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import atan2
from typing import NamedTuple

from markupsafe import Markup

from dragoman.web.draw.layers import Component, Pair, layout
from dragoman.web.draw.shapes import arrow
from dragoman.web.draw.svg import Element, add, drawing, lines, link, markup

WIDTH = 1088.0
_BOX, _HIGH = 200.0, 70.0
_GAP, _ROW = 124.0, 86.0
_BETWEEN = 34.0
_LETTERS = 32
"""Letters in a line of a box."""
_ASIDE = 14.0
"""Units between two arrows at one side of a box."""

Point = tuple[float, float]


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

    def corner(self, column: float, row: float) -> Point:
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


def _ways(parts: Iterable[Component]) -> set[Pair]:
    return {pair for part in parts for pair in part.ways}


def _few(pairs: Sequence[Pair], most: int) -> list[Pair]:
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
        merged: dict[Pair, list[Edge]] = {}
        for edge in edges:
            pair = number[edge.waiting], number[edge.awaited]
            if pair in place.part.ways:
                merged.setdefault(pair, []).append(edge)
        ports = _ports(place, list(merged))
        for pair, same in merged.items():
            _edge(root, place, pair, same, ports, against=merged.get((pair[1], pair[0]), [])[-1:])
        stuck = {end for pair, same in merged.items() if any(edge.knot for edge in same) for end in pair}
        for node, (column, row) in sorted(place.part.places.items()):
            _node(root, nodes[node], place.corner(column, row), is_stuck=node in stuck)
    return markup(root)


def _shelves(parts: Sequence[Component]) -> list[_Place]:
    """Narrow parts in two columns, each in the one that ends higher; a wide part across both."""
    found: list[_Place] = []
    ends = [1.0, 1.0]
    half = (WIDTH + _BETWEEN) / 2
    for part in parts:
        width = part.columns * _BOX + (part.columns - 1) * _GAP
        height = (part.rows - 1) * _ROW + _HIGH
        side = 0 if width > half - _BETWEEN or ends[0] <= ends[1] else 1
        top = max(ends) if width > half - _BETWEEN else ends[side]
        found.append(_Place(part, 1 + side * half, top, width, height))
        bottom = top + height + _BETWEEN
        ends = (
            [bottom, bottom] if width > half - _BETWEEN else [bottom if at == side else e for at, e in enumerate(ends)]
        )
    return found


def _ports(place: _Place, pairs: Sequence[Pair]) -> dict[tuple[Pair, int], float]:
    """How far above or below the middle of its box each end of an arrow is; (pair, 0) is where it begins.

    Arrows at one side of a box are in the order of the boxes at their other ends; the one that runs forward is above.
    """
    sides: dict[tuple[int, bool], list[tuple[float, bool, Pair, int]]] = defaultdict(list)
    for pair in pairs:
        forward = _is_forward(place, pair)
        rows = [row for _, row in (place.part.places[pair[0]], *place.part.ways[pair], place.part.places[pair[1]])]
        sides[pair[0], forward].append((rows[1], not forward, pair, 0))
        sides[pair[1], not forward].append((rows[-2], not forward, pair, 1))
    found = {}
    for ends in sides.values():
        gap = min(_ASIDE, (_HIGH - 14) / max(1, len(ends) - 1))
        for order, (_, _, pair, end) in enumerate(sorted(ends)):
            found[pair, end] = (order - (len(ends) - 1) / 2) * gap
    return found


def _is_forward(place: _Place, pair: Pair) -> bool:
    return place.part.places[pair[1]][0] >= place.part.places[pair[0]][0]


def _node(root: Element, node: Node, corner: Point, *, is_stuck: bool) -> None:
    x, y = corner
    at = link(root, node.href, node.title, "act stuck" if is_stuck else "act")
    add(at, "rect", "box", x=x, y=y, width=_BOX, height=_HIGH, rx=4)
    words = lines(node.text, _LETTERS, 3)
    y += (_HIGH - 14 - 15 * len(words)) / 2
    add(at, "text", "who", "".join(lines(node.actor, _LETTERS - 6, 1)), x=x + 10, y=y + 11)
    for place, line in enumerate(words):
        add(at, "text", "what", line, x=x + 10, y=y + 27 + place * 15)


def _edge(
    root: Element,
    place: _Place,
    pair: Pair,
    same: Sequence[Edge],
    ports: dict[tuple[Pair, int], float],
    *,
    against: Sequence[Edge],
) -> None:
    """An arrow; waits between the same acts share one, which leads to the newest. `against` runs the other way."""
    edge = same[-1]
    knot = next((each.knot for each in same if each.knot), None)
    css = f"wait{' ended' if all(each.ended for each in same) else ''}{' stuck' if knot else ''}"
    points = _points(place, pair, ports)
    at = link(root, edge.href, "\n\n".join(each.title for each in same), css)
    path = _path(points)
    add(at, "path", "reach", d=path)
    add(at, "path", "line", d=path)
    arrow(at, *points[-1], atan2(0, points[-1][0] - points[-2][0]), "point")
    forward = _is_forward(place, pair)
    outward = sum(1 for other, end in ports if not end and other[0] == pair[0])
    inward = sum(1 for other, end in ports if end and other[1] == pair[1])
    leg = points[-2:] if outward > inward else points[:2]
    middle = _along(leg, 0.62 if outward > inward else 0.38)
    is_said = against and not forward and against[0].label == edge.label
    words = [] if is_said else [("days", word) for word in lines(edge.label, 20, 2)]
    if knot and (forward or not against):
        words.insert(0, ("days name", knot))
    above = against or abs(leg[0][1] - leg[1][1]) < _ASIDE
    first = middle[1] + (15 if against and not forward else -7 - 13 * (len(words) - 1) if above else 4)
    for line, (looks, word) in enumerate(words):
        add(at, "text", looks, word, x=middle[0], y=first + 13 * line)


def _points(place: _Place, pair: Pair, ports: dict[tuple[Pair, int], float]) -> list[Point]:
    """Where an arrow begins, passes and ends; it leaves a box on the side that looks at the other."""
    forward = _is_forward(place, pair)
    stops = (place.part.places[pair[0]], *place.part.ways[pair], place.part.places[pair[1]])
    points = []
    for order, (column, row) in enumerate(stops):
        x, y = place.corner(column, row)
        shift = ports[pair, 0] if order == 0 else ports[pair, 1] if order == len(stops) - 1 else 0.0
        points += [(side, y + _HIGH / 2 + shift) for side in ((x, x + _BOX) if forward else (x + _BOX, x))]
    return points[1:-1]


def _path(points: Sequence[Point]) -> str:
    """Curves across the gaps between columns, straight lines through the columns."""
    x, y = points[0]
    path = f"M{x:.1f},{y:.1f}"
    for place, (x2, y2) in enumerate(points[1:]):
        bend = (x + x2) / 2
        straight = f" L{x2:.1f},{y2:.1f}"
        path += straight if place % 2 else f" C{bend:.1f},{y:.1f} {bend:.1f},{y2:.1f} {x2:.1f},{y2:.1f}"
        x, y = x2, y2
    return path


def _along(leg: Sequence[Point], share: float) -> Point:
    """A point on the curve of a gap."""
    (x1, y1), (x2, y2) = leg
    t, u = share, 1 - share
    across = 1.5 * u * u * t + 1.5 * u * t * t + t**3
    return x1 + (x2 - x1) * across, y1 + (y2 - y1) * (3 * u * t * t + t**3)
