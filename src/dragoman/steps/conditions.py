"""The conditions step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Conditions:
    """Finds the conditions of a report."""

    name: ClassVar[str] = "conditions"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events")
    makes: ClassVar[tuple[str, ...]] = ("conditions",)

    def __call__(self, draft: Draft) -> None:
        """Add the conditions to `draft`."""
