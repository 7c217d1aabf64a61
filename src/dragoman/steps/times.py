"""The times step."""

from __future__ import annotations

from typing import ClassVar

from dragoman.steps.draft import Draft


class Times:
    """Finds the times of a report."""

    name: ClassVar[str] = "times"
    reads: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("times",)

    def __call__(self, draft: Draft) -> None:
        """Add the times to `draft`."""
