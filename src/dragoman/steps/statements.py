"""The statements step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Statements:
    """Finds the statements of a report."""

    name: ClassVar[str] = "statements"
    reads: ClassVar[tuple[str, ...]] = ("actors",)
    makes: ClassVar[tuple[str, ...]] = ("statements",)

    def __call__(self, draft: Draft) -> None:
        """Add the statements to `draft`."""
