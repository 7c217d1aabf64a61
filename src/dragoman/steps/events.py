"""The events step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Events:
    """Finds the events of a report."""

    name: ClassVar[str] = "events"
    reads: ClassVar[tuple[str, ...]] = ("actors", "times", "places", "statements")
    makes: ClassVar[tuple[str, ...]] = ("events",)

    def __call__(self, draft: Draft) -> None:
        """Add the events to `draft`."""
