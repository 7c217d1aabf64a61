"""One made ledger for all tests of exports, and a way to export it to a string."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_for_exports import make

from dragoman.ledger.exports import Exported, export
from dragoman.ledger.store import Ledger

Export = Callable[..., tuple[str, Exported]]


@pytest.fixture(scope="session")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return make(tmp_path_factory.mktemp("exports"))


@pytest.fixture(scope="session")
def export_text(ledger: Ledger) -> Export:
    def run(form: str, of: Ledger = ledger, **filters: Any) -> tuple[str, Exported]:
        out = io.StringIO()
        done = export(of, form, out, **filters)
        return out.getvalue(), done

    return run


@pytest.fixture
def bare(tmp_path: Path) -> Ledger:
    """The same ledger without texts; its sources are in the folder `sources` beside it."""
    return make(tmp_path, keep_text=False)
