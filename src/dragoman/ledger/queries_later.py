"""The views that are computed from the others only when a query names them, and kept until the ledger changes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman._version import __version__
from dragoman.errors import LedgerError
from dragoman.ledger.columns import Column, View
from dragoman.ledger.columns_words import VIEWS_ARE
from dragoman.ledger.views import SIGNED

if TYPE_CHECKING:
    from dragoman.ledger.queries_session import Session


class Later(NamedTuple):
    """A view that is computed: its columns, and what computes it out of a session's other views."""

    view: View
    make: Callable[[Session], pa.Table]

    def compute(self, session: Session, cache: Path) -> Path:
        """The Parquet file of the view for the session's version, made where it is not there. Raises `LedgerError`."""
        names = "\n".join([__version__, repr(self.view), *session.files])
        key = hashlib.sha256(names.encode()).hexdigest()[:16]
        folder = cache / "computed"
        path = folder / f"{self.view.name}-{key}.parquet"
        if path.exists():
            return path
        try:
            folder.mkdir(exist_ok=True)
            handle, under_way = tempfile.mkstemp(dir=folder, prefix=f"{self.view.name}-", suffix=".making")
            os.close(handle)
            try:
                pq.write_table(self.make(session), under_way, compression="zstd", row_group_size=65_536)
                for older in sorted(folder.glob(f"{self.view.name}-*.parquet"), key=lambda p: p.stat().st_mtime)[:-2]:
                    older.unlink(missing_ok=True)
                Path(under_way).rename(path)
            finally:
                Path(under_way).unlink(missing_ok=True)
        except OSError as error:
            raise LedgerError(f"{folder}: {self.view.name} cannot be written ({error.strerror}); make room") from error
        return path


def _stories(session: Session) -> pa.Table:
    from dragoman.ledger.stories import stories

    return stories(session.table(f"SELECT report_id, published, signature FROM {SIGNED}"))


STORIES = View(
    "stories",
    VIEWS_ARE["stories"],
    (
        Column("report_id", "VARCHAR", "id of the report, the same in every view"),
        Column("story_id", "VARCHAR", "the story that it tells: the id of its earliest report"),
        Column("story_role", "VARCHAR", "first, copy or update"),
        Column(
            "similarity",
            "DOUBLE",
            "estimated Jaccard similarity to `of_report`; NULL of a first",
        ),
        Column("of_report", "VARCHAR", "id of the earlier report that it repeats; NULL of a first"),
    ),
)

LATER: dict[str, Later] = {"stories": Later(STORIES, _stories)}


def later_views() -> dict[str, View]:
    """The views that are computed, by name."""
    return {name: later.view for name, later in LATER.items()}
