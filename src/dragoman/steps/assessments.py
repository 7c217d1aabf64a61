"""The assessments step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Assessments:
    """Finds the assessments of a report."""

    name: ClassVar[str] = "assessments"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events")
    makes: ClassVar[tuple[str, ...]] = ("assessments",)

    def __call__(self, draft: Draft) -> None:
        """Add the assessments to `draft`."""
