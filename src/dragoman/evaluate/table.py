"""Figures as a table."""

from __future__ import annotations

from collections.abc import Iterable

from rich.table import Table

from dragoman.evaluate.run import Figures

_NAMES = {
    "precision": "precision",
    "recall": "recall",
    "f1": "F1",
    "full_f1": "in full",
    "macro_f1": "macro-F1",
    "accuracy": "accuracy",
}


def table(figures: Figures, first: str = "") -> Table:
    """One row a name, one column a figure; counts are whole numbers, rates have three decimals."""
    columns = list(next(iter(figures.values())))
    drawn = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    drawn.add_column(first)
    for column in columns:
        drawn.add_column(_NAMES.get(column, column), justify="right")
    for name, row in figures.items():
        drawn.add_row(name, *_cells(row.get(column) for column in columns))
    return drawn


def _cells(values: Iterable[float | None]) -> Iterable[str]:
    return ("" if value is None else str(value) if isinstance(value, int) else f"{value:.3f}" for value in values)
