"""Positions over time: where each party stands, what moved, and what demands met."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Move, Reply, Stand


def stands(facts: Facts, assigned: Assigned) -> tuple[Stand, ...]:
    """The stands of the parties in the order of publication; the same stand told again is one, with more reports."""
    return ()


def moves(found: Sequence[Stand]) -> tuple[Move, ...]:
    """Where two successive stands of a party on an issue differ."""
    return ()


def replies(found: Sequence[Stand]) -> tuple[Reply, ...]:
    """What each demand met."""
    return ()
