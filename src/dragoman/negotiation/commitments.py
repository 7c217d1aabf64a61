"""Commitments: what was promised by whom to whom, on what condition, by when, and what became of it."""

from __future__ import annotations

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Commitment


def commitments(facts: Facts, assigned: Assigned) -> tuple[Commitment, ...]:
    """The promises of the parties in the order in which they were made."""
    return ()
