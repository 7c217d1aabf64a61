"""Ledgers of the bundled reports, read once."""

from collections.abc import Sequence
from pathlib import Path

import pytest

import dragoman
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.reader import Reader
from dragoman.sources.files import load
from dragoman.sources.found import Location

SAMPLES = Path(dragoman.__file__).parent / "samples"


@pytest.fixture(scope="session")
def rows(reader: Reader) -> tuple[Row, ...]:
    """The bundled reports as rows of a ledger, in the order of their names."""
    paths = sorted(SAMPLES.glob("*.txt"))
    reports = [load(path) for path in paths]
    readings = reader.read_many(reports)
    return tuple(
        Row(reading, report.text, Location(str(path)))
        for reading, report, path in zip(readings, reports, paths, strict=True)
    )


def made(path: Path, rows: Sequence[Row]) -> Ledger:
    """A new ledger at `path` with `rows`, each row a commit of its own only where there are few."""
    ledger = Ledger(path, create=True)
    ledger.append(rows)
    return ledger


@pytest.fixture(scope="session")
def ledger(rows: tuple[Row, ...], tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return made(tmp_path_factory.mktemp("negotiation") / "ledger", rows)
