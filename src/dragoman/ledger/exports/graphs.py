"""Dyads as a directed graph: parties are nodes, and an edge holds all that one of them did to another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import networkx as nx

from dragoman.ledger.exports.dyads import dyads, first_of_day
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.names import names
from dragoman.ledger.exports.safe import xml
from dragoman.ledger.exports.told import Party, told


@dataclass
class _Edge:
    events: int = 0
    score: float = 0.0
    goldstein: float = 0.0
    scored: int = 0
    quadrants: Counter[int] = field(default_factory=Counter)
    first: str = "9999"
    last: str = ""


@dataclass
class _Node:
    names: Counter[str] = field(default_factory=Counter)
    kinds: Counter[str] = field(default_factory=Counter)
    countries: Counter[str] = field(default_factory=Counter)
    events: int = 0


def graph(job: Job) -> nx.DiGraph:
    """The graph of the events of `job`; nodes and edges in the order of their codes.

    An edge has `weight` and `events` (how many), `cooperation` and `conflict` (how many of each), `mean_score` of
    PLOVER, `mean_goldstein` where CAMEO codes have scores, and the first and last day. Events without a source or a
    target are left out, and counted in `job.left_out`.
    """
    nodes: dict[str, _Node] = {}
    edges: dict[tuple[str, str], _Edge] = {}
    records = dyads(told(job.ledger, job.scope, text=False), job.scope, job.left_out)
    for record in first_of_day(records, job.left_out) if job.one_a_day else records:
        source, target = record.source, record.target
        if not source.code or not target.code:
            job.left_out["with one party only"] += 1
            continue
        job.written += 1
        for party in (source, target):
            _count(nodes.setdefault(party.code, _Node()), party)
        edge = edges.setdefault((source.code, target.code), _Edge())
        edge.events += 1
        edge.score += record.told.event["score"]
        if record.told.event["goldstein"] is not None:
            edge.goldstein += record.told.event["goldstein"]
            edge.scored += 1
        edge.quadrants[names().quadrants[record.code[:2]]] += 1
        edge.first, edge.last = min(edge.first, str(record.day)), max(edge.last, str(record.day))
    return _made(nodes, edges)


def _count(node: _Node, party: Party) -> None:
    node.events += 1
    # A state is called by its own name, whoever acts for it.
    if party.name and party.kind in ("state", "organization", "armed group"):
        node.names[party.name] += 1
    if party.kind:
        node.kinds[party.kind] += 1
    if party.country:
        node.countries[party.country] += 1


def _made(nodes: dict[str, _Node], edges: dict[tuple[str, str], _Edge]) -> nx.DiGraph:
    made = nx.DiGraph()
    for code, node in sorted(nodes.items()):
        country = _most(node.countries)
        known = {
            "label": _most(node.names) or _state_name(code) or code,
            "kind": "state" if country == code else _most(node.kinds),
            "country": country,
        }
        made.add_node(xml(code), **{key: xml(value) for key, value in known.items() if value}, events=node.events)
    for (source, target), edge in sorted(edges.items()):
        made.add_edge(xml(source), xml(target), **_attributes(edge))
    return made


def _state_name(code: str) -> str:
    from dragoman.ledger.exports.names import country_name

    return country_name(code)


def _most(counts: Counter[str]) -> str | None:
    """The most frequent of the words; of equals the first by the alphabet."""
    return min(counts, key=lambda word: (-counts[word], word)) if counts else None


def _attributes(edge: _Edge) -> dict[str, Any]:
    quadrants = edge.quadrants
    known: dict[str, Any] = {
        "weight": edge.events,
        "events": edge.events,
        "cooperation": quadrants[1] + quadrants[2],
        "conflict": quadrants[3] + quadrants[4],
        "mean_score": round(edge.score / edge.events, 4),
        "first": edge.first,
        "last": edge.last,
    }
    if edge.scored:
        known["mean_goldstein"] = round(edge.goldstein / edge.scored, 4)
    return known
