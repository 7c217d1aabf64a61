"""Disputes: claims of fact or obligation that cannot both hold, within a report and across reports."""

from __future__ import annotations

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import DisputeLine


def disputes(facts: Facts, assigned: Assigned) -> tuple[DisputeLine, ...]:
    """The disputes of the parties in the order of their first claim."""
    return ()
