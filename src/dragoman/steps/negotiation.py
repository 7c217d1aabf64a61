"""The report's own view of the negotiation: meetings, positions, disputes and deadlocks, from its records."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class NegotiationView:
    """Adds up the records of one report."""

    name: ClassVar[str] = "negotiation"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events", "conditions", "assessments")
    makes: ClassVar[tuple[str, ...]] = ("negotiation",)

    def __call__(self, draft: Draft) -> None:
        """Set `draft.negotiation`."""
