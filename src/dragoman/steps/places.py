"""The places step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Places:
    """Finds the places of a report."""

    name: ClassVar[str] = "places"
    reads: ClassVar[tuple[str, ...]] = ("times",)
    makes: ClassVar[tuple[str, ...]] = ("places",)

    def __call__(self, draft: Draft) -> None:
        """Add the places to `draft`."""
