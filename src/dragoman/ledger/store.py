"""The ledger on disk: a Delta table of readings, one row a report, and one of what could not be read.

Writing is append only, so that any number of processes may add at once; the current reading of a report is the newest
row of its id. Every open ledger looks at one version of the table until `refresh` is called.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq
from deltalake import CommitProperties, DeltaTable, write_deltalake
from deltalake.exceptions import DeltaError

from dragoman.errors import LedgerError
from dragoman.ledger.rows import Row, table
from dragoman.ledger.schema import readings_schema

FORM = 1
"""The form of the ledger's folder; a ledger of a later form is not opened."""

MARK = "dragoman-ledger.json"
"""The file that makes a folder a ledger: its form, and whether the texts of reports are kept."""

# What was known on a day has to be answerable for years, so the log outlives delta's default of 30 days.
_KEPT = {"delta.logRetentionDuration": "interval 36500 days", "delta.deletedFileRetentionDuration": "interval 7 days"}
_STATISTICS = {"delta.dataSkippingStatsColumns": "id,date,added_at"}
_RETRIES = 50


class Ledger:
    """Readings kept on disk under the folder `path`.

    `create` makes the ledger where there is none; `keep_text` says, for a new one, whether the texts of reports and of
    evidence are stored. `as_of` opens it as it was: a version number, a moment, or a day (its end, UTC). Raises
    `LedgerError` where the folder is no ledger, or held nothing yet by then.
    """

    def __init__(
        self,
        path: Path | str,
        create: bool = False,
        keep_text: bool = True,
        as_of: int | dt.date | str | None = None,
    ) -> None:
        self.path = Path(path).absolute()
        mark = _open_mark(self.path, create, keep_text)
        self.keeps_text: bool = mark["text"]
        self.as_of = as_of
        self._table = _delta(self._readings, readings_schema(), ["month"])
        if as_of is not None:
            _go_back(self._table, as_of, self.path)

    @property
    def _readings(self) -> Path:
        return self.path / "readings"

    @property
    def _set_aside(self) -> Path:
        return self.path / "quarantine"

    @property
    def version(self) -> int:
        """The version of the table of readings that this ledger looks at."""
        return self._table.version()

    def refresh(self) -> int:
        """Look at the newest version, and give its number. A ledger opened `as_of` stays where it is."""
        if self.as_of is None:
            self._table.update_incremental()
        return self.version

    def files(self) -> list[Path]:
        """The Parquet files of this version, each with the readings of one month; sorted by name."""
        return sorted(Path(uri.removeprefix("file://")) for uri in self._table.file_uris())

    def append(self, rows: Sequence[Row]) -> int:
        """Write `rows` as one commit: all of them are there afterwards, or, where it fails, none. Gives the version.

        Raises `LedgerError` where the disk is full or the folder cannot be written.
        """
        if not rows:
            return self.version
        return self.append_table(table(rows, dt.datetime.now(dt.UTC), self.keeps_text))

    def append_table(self, rows: pa.Table) -> int:
        """Write rows that already have the table's schema, as one commit. Raises `LedgerError`."""
        _append(self._readings, rows, "append", partitions=["month"])
        return self.refresh()

    def known(self) -> npt.NDArray[np.uint64]:
        """The ids of all reports of this version, as sorted numbers."""
        found = [_ids(file) for file in self.files()]
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.uint64)


def _ids(file: Path) -> npt.NDArray[np.uint64]:
    column = pq.read_table(file, columns=["id"], partitioning=None).column("id").to_pylist()
    return np.array([int(value, 16) for value in column], np.uint64)


def _append(path: Path, rows: pa.Table, what: str, partitions: list[str] | None = None) -> None:
    try:
        write_deltalake(
            path,
            rows,
            mode="append",
            partition_by=partitions,
            commit_properties=CommitProperties(max_commit_retries=_RETRIES, custom_metadata={"verb": what}),
        )
    except (DeltaError, OSError) as error:
        raise LedgerError(f"{path.parent}: the batch could not be written ({error}); nothing of it is kept") from error


def _delta(path: Path, schema: pa.Schema, partitions: list[str] | None = None) -> DeltaTable:
    statistics = _STATISTICS if partitions else {}
    try:
        if not DeltaTable.is_deltatable(str(path)):
            # Two processes may create it at once: the second finds it there and leaves it alone.
            DeltaTable.create(
                path, schema, mode="ignore", partition_by=partitions, configuration={**_KEPT, **statistics}
            )
        return DeltaTable(path)
    except (DeltaError, OSError) as error:
        raise LedgerError(f"{path.parent}: its table {path.name!r} cannot be opened ({error})") from error


def _go_back(found: DeltaTable, as_of: int | dt.date | str, path: Path) -> None:
    try:
        found.load_as_version(as_of if isinstance(as_of, int) else _moment(as_of))
    except ValueError as error:
        raise LedgerError(f"{path}: {as_of!r} is neither a version nor a day (YYYY-MM-DD)") from error
    except (DeltaError, OSError) as error:
        raise LedgerError(f"{path}: there is no version of it as of {as_of} ({error})") from error


def _moment(value: dt.date | str) -> dt.datetime:
    """The moment that `as_of` names; a day stands for its end."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value) if len(value) == 10 else dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(value + dt.timedelta(1), dt.time(), dt.UTC) - dt.timedelta(microseconds=1)


def _open_mark(path: Path, create: bool, keep_text: bool) -> dict[str, bool]:
    mark = path / MARK
    try:
        if create and not mark.exists():
            _make_mark(path, keep_text)
        known = json.loads(mark.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        hint = "dragoman add SOURCE --ledger DIR makes one"
        raise LedgerError(f"{path}: it is no ledger (it holds no {MARK}); {hint}") from error
    except (OSError, ValueError) as error:
        raise LedgerError(f"{path}: its {MARK} cannot be read ({error})") from error
    if not isinstance(known, dict) or known.get("form") != FORM or not isinstance(known.get("text"), bool):
        raise LedgerError(f"{path}: its {MARK} is of another version of dragoman")
    return known


def _make_mark(path: Path, keep_text: bool) -> None:
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise LedgerError(f"{path}: it is no ledger, and not empty; name a new folder, or one that dragoman made")
    path.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump({"form": FORM, "text": keep_text}, file)
    try:
        # A link, unlike a rename, fails where another process was first.
        os.link(name, path / MARK)
    except FileExistsError:
        pass
    finally:
        os.unlink(name)
