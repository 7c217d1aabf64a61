"""Readings against gold annotations, section by section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dragoman.errors import KnowledgeError
from dragoman.evaluate.corpus import Annotated
from dragoman.evaluate.gold_rules import Rules
from dragoman.evaluate.score import Pair, Record, Score, match

RECORDS = ("times", "statements", "events", "conditions", "assessments")
NEGOTIATION = ("meetings", "positions", "disputes", "deadlocks")
SECTIONS = RECORDS + NEGOTIATION
FEW = ("disputes", "deadlocks")
"""Sections of which reports hold too few for an average to mean anything."""


class Compared(NamedTuple):
    """One section of one report: gold's records, the reading's, and which of them match."""

    name: str
    section: str
    gold: list[Record]
    read: list[Record]
    pairs: list[Pair]

    @property
    def score(self) -> Score:
        """The counts."""
        return Score(len(self.gold), len(self.read), len(self.pairs), sum(pair.full for pair in self.pairs))

    @property
    def missed(self) -> list[Record]:
        """Gold's records that the reading does not have."""
        hit = {pair.gold for pair in self.pairs}
        return [record for i, record in enumerate(self.gold) if i not in hit]

    @property
    def extra(self) -> list[Record]:
        """The reading's records that gold does not have."""
        hit = {pair.read for pair in self.pairs}
        return [record for j, record in enumerate(self.read) if j not in hit]


def compare(item: Annotated, reading: Record) -> Iterator[Compared]:
    """Every section of a reading against its gold. Raises `KnowledgeError` where the gold file breaks its form."""
    rules = Rules(item.report.text)
    try:
        for section in SECTIONS:
            gold, read = _section(item.gold, section), _section(reading, section)
            yield Compared(item.name, section, gold, read, match(gold, read, rules.rule(section)))
    except (KeyError, TypeError) as error:
        raise KnowledgeError(f"{item.name}: its gold {section} break their form: {error!r}") from error


def _section(holder: Any, section: str) -> list[Record]:
    if section in NEGOTIATION:
        holder = holder.get("negotiation") or {}
    return holder.get(section) or []


def score(compared: Iterable[Compared]) -> dict[str, Score]:
    """The counts of each section over all reports."""
    total: dict[str, Score] = {section: Score() for section in SECTIONS}
    for part in compared:
        total[part.section] = total[part.section].plus(part.score)
    return total


def mean_f1(scores: dict[str, Score]) -> float:
    """The mean F1 over the sections that are not too few to average."""
    values = [score.f1 for section, score in scores.items() if section not in FEW]
    return sum(values) / len(values)


def figures(scores: dict[str, Score]) -> dict[str, dict[str, float]]:
    """Counts and figures by section, as `dragoman evaluate gold --json` prints them."""
    return {
        section: {
            "gold": score.gold,
            "read": score.read,
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
            "full_f1": score.full_f1,
        }
        for section, score in scores.items()
    }
