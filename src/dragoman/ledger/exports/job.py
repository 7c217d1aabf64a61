"""One export that is being made: what is asked for, and what became of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from dragoman.errors import ReportError
from dragoman.ledger.exports.scope import Scope

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger


@dataclass
class Job:
    """What a form is given to export, and its account: how much was written, what was left out and why."""

    ledger: Ledger
    scope: Scope
    one_a_day: bool = False
    written: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    errors: list[ReportError] = field(default_factory=list)


class FileForm(Protocol):
    """The module of a form that is one file."""

    def pieces(self, job: Job) -> Iterator[str]:
        """The file's text, piece by piece."""


class FolderForm(Protocol):
    """The module of a form that is a folder of files."""

    def fill(self, job: Job, folder: Path) -> None:
        """Write the files into `folder`, which is there and empty."""
