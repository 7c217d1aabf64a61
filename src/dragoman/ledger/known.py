"""Which reports are there already: ids as numbers, some eight bytes a report however large the archive is."""

from __future__ import annotations

from typing import Literal

import numpy as np
import numpy.typing as npt

Numbers = npt.NDArray[np.uint64]
Claim = Literal["new", "there", "twice"]


def number(report_id: str) -> int:
    """The 64-bit number that a report's id writes in hexadecimal."""
    return int(report_id, 16)


def holds(numbers: Numbers, value: int) -> bool:
    """Whether sorted `numbers` have `value` among them."""
    place = int(np.searchsorted(numbers, np.uint64(value)))
    return place < len(numbers) and int(numbers[place]) == value


def merged(numbers: Numbers, more: Numbers) -> Numbers:
    """Sorted `numbers` with `more` sorted in, each once."""
    return np.union1d(numbers, more) if len(more) else numbers


class Known:
    """The reports that a run need not read: those that the ledger holds, and those that the run has met before."""

    def __init__(self, stored: Numbers | None = None) -> None:
        self._stored: Numbers = np.empty(0, np.uint64) if stored is None else stored
        self._met: Numbers = np.empty(0, np.uint64)
        self._claimed: set[int] = set()

    def claim(self, report_id: str) -> Claim:
        """What the report is to this run: "new" (and from now on met), "there" in the ledger, or met "twice"."""
        value = number(report_id)
        if value in self._claimed or holds(self._met, value):
            return "twice"
        if holds(self._stored, value):
            return "there"
        self._claimed.add(value)
        if len(self._claimed) >= 4096:
            self._met = merged(self._met, np.fromiter(self._claimed, np.uint64, len(self._claimed)))
            self._claimed.clear()
        return "new"

    def update(self, stored: Numbers) -> None:
        """Take the ledger's ids anew: other processes add to it, too."""
        self._stored = stored
