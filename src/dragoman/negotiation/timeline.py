"""Occurrences by day, and conflict and cooperation of pairs of parties by week or month."""

from __future__ import annotations

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.model import Entry, Period


def timeline(facts: Facts) -> tuple[Entry, ...]:
    """The occurrences in which the parties take part, in the order of their days."""
    return ()


def periods(facts: Facts, by: str = "month") -> tuple[Period, ...]:
    """Conflict and cooperation of each pair of the parties in every "week" or "month" with an occurrence."""
    return ()
