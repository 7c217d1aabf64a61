"""The views that are computed from the others only when a query names them, and kept until the ledger changes."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman._version import __version__
from dragoman.errors import LedgerError
from dragoman.ledger.columns import Column, View
from dragoman.ledger.columns_words import VIEWS_ARE
from dragoman.ledger.views import INNER

if TYPE_CHECKING:
    from dragoman.ledger.queries_session import Session


class Later(NamedTuple):
    """Views that are computed together, and what computes their rows out of a session's other views, by name."""

    views: tuple[View, ...]
    make: Callable[[Session], Mapping[str, pa.Table]]

    def compute(self, session: Session, cache: Path) -> dict[str, Path]:
        """The Parquet files of the views for the session's version, made where not there. Raises `LedgerError`."""
        names = "\n".join([__version__, repr(self.views), *session.files])
        key = hashlib.sha256(names.encode()).hexdigest()[:16]
        folder = cache / "computed"
        paths = {view.name: folder / f"{view.name}-{key}.parquet" for view in self.views}
        if all(path.exists() for path in paths.values()):
            return paths
        try:
            folder.mkdir(exist_ok=True)
            for name, rows in self.make(session).items():
                _write(rows, paths[name], name)
        except OSError as error:
            raise LedgerError(f"{folder}: the view cannot be written ({error.strerror}); make room") from error
        return paths


def _write(rows: pa.Table, path: Path, name: str) -> None:
    """Write a view's rows, whole or not at all; of older versions the last two stay, for who may be reading them."""
    handle, under_way = tempfile.mkstemp(dir=path.parent, prefix=f"{name}-", suffix=".making")
    os.close(handle)
    try:
        pq.write_table(rows, under_way, compression="zstd", row_group_size=65_536)
        older = sorted(path.parent.glob(f"{name}-*.parquet"), key=lambda file: file.stat().st_mtime)
        for file in older[:-2]:
            file.unlink(missing_ok=True)
        Path(under_way).rename(path)
    finally:
        Path(under_way).unlink(missing_ok=True)


def _stories(session: Session) -> dict[str, pa.Table]:
    from dragoman.ledger.stories import stories

    return {"stories": stories(session.table(f"SELECT report_id, published, signature FROM {INNER}.reports"))}


def _occurrences(session: Session) -> dict[str, pa.Table]:
    from dragoman.ledger.occurrences import occurrences

    # The inner view: where no texts are kept, none may come into the cache.
    events = session.table(f"SELECT {', '.join(_OF_EVENTS)} FROM {INNER}.events")
    found, links = occurrences(events, session.table("SELECT * FROM stories"))
    return {"occurrences": found, "occurrence_events": links}


_OF_EVENTS = (
    "report_id", "n", "published", "type", "mode", "cameo", "rule", "actors", "recipients", "status", "date",
    "date_from", "date_to", "place", "issue", "score", "killed",
)  # fmt: skip

_REPORT_ID = Column("report_id", "VARCHAR", "id of the report, the same in every view")
_OCCURRENCE_ID = Column("occurrence_id", "VARCHAR", "id of the occurrence")
_STORIES = View(
    "stories",
    VIEWS_ARE["stories"],
    (
        _REPORT_ID,
        Column("story_id", "VARCHAR", "the story that it tells: the id of its earliest report"),
        Column("story_role", "VARCHAR", "first, copy or update"),
        Column("similarity", "DOUBLE", "estimated Jaccard similarity to `of_report`; NULL of a first"),
        Column("of_report", "VARCHAR", "id of the earlier report that it repeats; NULL of a first"),
    ),
)
_OCCURRENCES = View(
    "occurrences",
    VIEWS_ARE["occurrences"],
    (
        _OCCURRENCE_ID,
        Column("type", "VARCHAR", "PLOVER type, one of sixteen"),
        Column("mode", "VARCHAR", "PLOVER's finer kind of the type"),
        Column("parties", "VARCHAR[]", "codes of all who take part"),
        Column("actors", "VARCHAR[]", "codes of those who act; for a mutual act, of all parties"),
        Column("recipients", "VARCHAR[]", "codes of those who are acted on; empty for a mutual act"),
        Column("date_from", "DATE", "first day that it may have been on"),
        Column("date_to", "DATE", "last day that it may have been on"),
        Column("place", "VARCHAR", "name of the place where it happens; NULL where no report states it"),
        Column("status", "VARCHAR", "the last status told: actual, planned, possible, conditional or negated"),
        Column(
            "status_history",
            'STRUCT("status" VARCHAR, "published" DATE, "report_id" VARCHAR)[]',
            "how the status changed, each time with the report that told it first",
        ),
        Column("reports", "BIGINT", "how many reports tell of it"),
        Column("stories", "BIGINT", "how many stories tell of it: copies of a report count once"),
        Column("events", "BIGINT", "how many events it is merged from"),
        Column("score", "DOUBLE", "PLOVER conflict-cooperation score, -10 to 10"),
        Column("first_published", "DATE", "when it was told first"),
        Column("last_published", "DATE", "when it was told last"),
    ),
)
_LINKS = View(
    "occurrence_events",
    VIEWS_ARE["occurrence_events"],
    (
        _OCCURRENCE_ID,
        _REPORT_ID,
        Column("n", "BIGINT", "index of the event in its report: `report_id` and `n` are those of `events`"),
        Column("reason", "VARCHAR", "the rule that merged the event with the others"),
    ),
)

LATER = (Later((_STORIES,), _stories), Later((_OCCURRENCES, _LINKS), _occurrences))


def later_views() -> dict[str, View]:
    """The views that are computed, by name."""
    return {view.name: view for later in LATER for view in later.views}


def later_by_view(cache: Path) -> dict[str, Callable[[Session], Path]]:
    """What gives the file of each of the views, by name."""

    def file_of(later: Later, name: str) -> Callable[[Session], Path]:
        return lambda session: later.compute(session, cache)[name]

    return {view.name: file_of(later, view.name) for later in LATER for view in later.views}
