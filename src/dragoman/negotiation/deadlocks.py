"""Who waits for whom: acts as nodes, waits as edges, and the cycles in which nothing can move."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Act, DeadlockLine, Encounter, Wait


class Graph(NamedTuple):
    """Acts and states, and which waits for which."""

    acts: tuple[Act, ...]
    waits: tuple[Wait, ...]


def graph(facts: Facts, assigned: Assigned) -> Graph:
    """The acts that the records name and the waits between them, with the days from and until which each stood."""
    return Graph((), ())


def deadlocks(
    facts: Facts, assigned: Assigned, waiting: Graph, meetings: Sequence[Encounter]
) -> tuple[DeadlockLine, ...]:
    """The deadlocks of the parties, standing ones first, then by the day of their end."""
    return ()
