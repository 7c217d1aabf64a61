"""Precision, recall and F1: the counts that every benchmark here adds up, and the matching that they come from."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

Record = dict[str, Any]
Rule = Callable[[Record, Record], tuple[float, bool]]
"""How well a gold and a read record match, 0 (not at all) to 1, and whether they match in full."""


class Pair(NamedTuple):
    """A gold and a read record, by index, that were matched; `full` where they match in full."""

    gold: int
    read: int
    full: bool


class Score(NamedTuple):
    """How many records gold has, how many were read, how many of them match, and how many match in full."""

    gold: int = 0
    read: int = 0
    hit: int = 0
    full: int = 0

    def plus(self, other: Score) -> Score:
        """Both together: figures over several reports come from the summed counts."""
        return Score(*(a + b for a, b in zip(self, other, strict=True)))

    @property
    def precision(self) -> float:
        """The share of what was read that is right; 0 where nothing was read."""
        return self.hit / self.read if self.read else 0.0

    @property
    def recall(self) -> float:
        """The share of gold that was read; 0 where gold is empty."""
        return self.hit / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall; 1 where there was nothing to read and nothing was read."""
        return self._f1(self.hit)

    @property
    def full_f1(self) -> float:
        """F1 counting only the matches in full."""
        return self._f1(self.full)

    def _f1(self, hit: int) -> float:
        return 2 * hit / (self.gold + self.read) if self.gold + self.read else 1.0


def match(gold: Sequence[Record], read: Sequence[Record], rule: Rule) -> list[Pair]:
    """One-to-one matching, best pairs first; a full match is worth a hundredth more than one that is not.

    Of equally good pairs the later ones in the lists come first, so that the result is one and the same.
    """
    graded = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(read):
            value, full = rule(wanted, found)
            if value:
                graded.append((value + (0.01 if full else 0.0), i, j, full))
    graded.sort(reverse=True)
    pairs: list[Pair] = []
    free_gold, free_read = set(range(len(gold))), set(range(len(read)))
    for _, i, j, full in graded:
        if i in free_gold and j in free_read:
            free_gold.remove(i)
            free_read.remove(j)
            pairs.append(Pair(i, j, full))
    return pairs


def overlap(a: tuple[int, int], b: tuple[int, int]) -> float:
    """Intersection over union of two stretches of characters, 0 to 1."""
    common = min(a[1], b[1]) - max(a[0], b[0])
    if common <= 0:
        return 0.0
    return common / ((a[1] - a[0]) + (b[1] - b[0]) - common)
