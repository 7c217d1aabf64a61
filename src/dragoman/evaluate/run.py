"""Runs the reader over a benchmark: what `dragoman evaluate` and the gate call."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.evaluate import gold, pairs, plv, polnear, timeml
from dragoman.evaluate.corpus import Annotated, load_gold, read_all, stored
from dragoman.evaluate.score import Record, Score
from dragoman.reader import Reader

Figures = dict[str, dict[str, float]]
"""Figures by name, such as {"times": {"gold": 12, "read": 11, "precision": 0.9, …}}."""


def compare_gold(reader: Reader, place: Path, readings: Path | None = None) -> list[gold.Compared]:
    """Every section of every annotated report in `place` against its reading.

    `readings` is a folder with stored readings, NAME.json; None reads the reports with `reader`.
    Raises `EvaluationError`, `KnowledgeError`.
    """
    found = _pairs(reader, load_gold(place), readings)
    return [part for item, reading in found for part in gold.compare(item, reading)]


def run_gold(reader: Reader, place: Path, readings: Path | None = None) -> Figures:
    """Figures by section against gold annotations, and their mean F1. See `compare_gold`."""
    return gold.figures(gold.score(compare_gold(reader, place, readings)))


def run_polnear(reader: Reader, place: Path, readings: Path | None = None) -> Figures:
    """Figures of the statements against PolNeAR: "content", "and source", "characters"."""
    return _figures(polnear.score(_pairs(reader, polnear.load_polnear(place), readings)))


def run_timeml(reader: Reader, place: Path, readings: Path | None = None) -> Figures:
    """TempEval-3's figures of the times: "strict", "relaxed", "value"."""
    return _figures(timeml.score(_pairs(reader, load_gold(place), readings)))


def run_plv(reader: Reader, place: Path, readings: Path | None = None, predictions: Path | None = None) -> Figures:
    """Macro-F1 and accuracy of the event types over PLV's "root" types and "quad"s. `readings` is not used.

    `predictions` is where the types are written, one a row in the file's order.
    """
    rows = plv.load_plv(place)
    types = [*plv.code(reader, rows)]
    if predictions is not None:
        plv.write_types(predictions, types)
    return {name: rates._asdict() for name, rates in plv.score(rows, types).items()}


def run_pairs(reader: Reader, place: Path, readings: Path | None = None) -> Figures:
    """Figures of the event types over a table of our own, as for PLV; "minimal" is the share of pairs wholly right."""
    table = pairs.load_table(place)
    types = [*plv.code(reader, table.pairs)]
    figures: Figures = {name: rates._asdict() for name, rates in plv.score(table.pairs, types).items()}
    if (share := pairs.both_right(table, types)) is not None:
        figures["minimal"] = {"accuracy": share}
    return figures


RUNS: dict[str, Callable[[Reader, Path, Path | None], Figures]] = {
    "gold": run_gold,
    "polnear": run_polnear,
    "timeml": run_timeml,
    "plv": run_plv,
    "pairs": run_pairs,
}
"""The benchmarks by name."""


def _pairs(reader: Reader, items: Iterable[Annotated], readings: Path | None) -> Iterator[tuple[Annotated, Record]]:
    return read_all(reader, items) if readings is None else stored(readings, items)


def _figures(scores: dict[str, Score]) -> Figures:
    return {
        name: {
            "gold": score.gold,
            "read": score.read,
            "precision": score.precision,
            "recall": score.recall,
            "f1": score.f1,
        }
        for name, score in scores.items()
    }
