"""What is expected next: planned meetings, acts announced for a day to come, promises that fall due."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.model import Encounter, Upcoming


def upcoming(facts: Facts, meetings: Sequence[Encounter]) -> tuple[Upcoming, ...]:
    """What the reports expect after the newest of them, in the order of the days; undated ones last."""
    return ()
