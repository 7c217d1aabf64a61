"""The graph of dyads as GEXF, for Gephi."""

from __future__ import annotations

import re
from collections.abc import Iterator

import networkx as nx

from dragoman.ledger.exports.graphs import graph
from dragoman.ledger.exports.job import Job

_TODAY = re.compile(r' lastmodifieddate="[^"]*"')


def pieces(job: Job) -> Iterator[str]:
    """The file, by lines; without the day on which it was made, so that the same ledger gives the same file."""
    yield '<?xml version="1.0" encoding="UTF-8"?>\n'
    for line in nx.generate_gexf(graph(job)):
        yield _TODAY.sub("", line, count=1) + "\n" if line.lstrip().startswith("<meta") else line + "\n"
