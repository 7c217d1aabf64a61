"""The actors step."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from dragoman.steps.draft import Draft


class Actors:
    """Finds the actors of a report."""

    name: ClassVar[str] = "actors"
    reads: ClassVar[tuple[str, ...]] = ("places",)
    makes: ClassVar[tuple[str, ...]] = ("actors",)

    def __init__(self, actor_files: Sequence[Path] = ()) -> None:
        self.actor_files = tuple(actor_files)

    def __call__(self, draft: Draft) -> None:
        """Add the actors to `draft`."""
