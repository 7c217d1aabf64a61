"""The graph of dyads as GraphML, for igraph, NetworkX, Cytoscape, yEd."""

from __future__ import annotations

from collections.abc import Iterator

import networkx as nx

from dragoman.ledger.exports.graphs import graph
from dragoman.ledger.exports.job import Job


def pieces(job: Job) -> Iterator[str]:
    """The file, by lines."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    for line in nx.generate_graphml(graph(job)):
        yield line + "\n"
