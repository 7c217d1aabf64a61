"""Meetings: one entry an encounter, merged across reports, with its story from proposal to outcome."""

from __future__ import annotations

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.model import Encounter


def encounters(facts: Facts) -> tuple[Encounter, ...]:
    """The encounters of the parties, in the order of their days; undated ones last."""
    return ()
