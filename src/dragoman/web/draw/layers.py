"""A layered layout, from left to right: what waits stands left of what it waits for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import networkx as nx
from fast_sugiyama import from_edges

Pair = tuple[int, int]


class Component(NamedTuple):
    """One connected part: the column and row of each node, and where each edge passes on its way.

    `ways` has, for an edge as it was given, the columns and rows between its ends, in its own direction.
    """

    columns: int
    rows: float
    places: dict[int, tuple[int, float]]
    ways: dict[Pair, tuple[tuple[int, float], ...]]


def layout(edges: Sequence[Pair]) -> list[Component]:
    """The connected parts of a graph, in the order of their first edges; no edge may lead to its own start.

    The library lays out graphs without cycles only, so an edge that would close one is turned for it, and back after.
    """
    net = nx.DiGraph()
    for a, b in edges:
        net.add_nodes_from((a, b))
        if net.has_edge(a, b) or net.has_edge(b, a):
            continue
        net.add_edge(*((b, a) if nx.has_path(net, b, a) else (a, b)))
    order = {node: place for place, node in enumerate(net.nodes)}
    parts = sorted(nx.weakly_connected_components(net), key=lambda part: min(order[node] for node in part))
    return [_component(sorted(part), net, edges) for part in parts]


def _component(nodes: Sequence[int], net: nx.DiGraph[int], edges: Sequence[Pair]) -> Component:
    """The layout of one part. It is asked for alone: the library's marks on the way of an edge are numbered after the
    nodes of their part, and could not be told from nodes of another one.
    """
    number = {node: place for place, node in enumerate(nodes)}
    downward = [(number[a], number[b]) for a, b in net.edges if a in number]
    ((found, _, _, links),) = from_edges(downward, vertex_spacing=1, dummy_vertices=True, check_layout=False)
    positions = {int(node): (float(x), float(y)) for node, (x, y) in found}
    right = max(y for _, y in positions.values())
    top = min(x for x, _ in positions.values())
    at = {node: (round(right - y), x - top) for node, (x, y) in positions.items()}
    following: dict[int, list[int]] = defaultdict(list)
    for a, b in links or downward:
        following[int(a)].append(int(b))
    ways: dict[Pair, tuple[tuple[int, float], ...]] = {}
    for node in sorted(at):
        if node >= len(nodes):
            continue
        for step in following[node]:
            passed = []
            while step >= len(nodes):
                passed.append(at[step])
                step = following[step][0]
            ways[nodes[node], nodes[step]] = tuple(passed)
    own = {nodes[node]: place for node, place in at.items() if node < len(nodes)}
    asked = {
        (a, b): ways[a, b] if (a, b) in ways else tuple(reversed(ways[b, a])) for a, b in edges if a in own and a != b
    }
    return Component(
        columns=max(column for column, _ in own.values()) + 1,
        rows=max(row for _, row in at.values()) + 1,
        places=own,
        ways=asked,
    )
