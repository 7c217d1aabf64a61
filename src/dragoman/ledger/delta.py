"""One Delta table on disk, looked at in one version: the little that the ledger needs of `deltalake`.

Its errors are mapped here, so that none of them leaves the ledger as anything but a `LedgerError`.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pyarrow as pa
from deltalake import ColumnProperties, CommitProperties, DeltaTable, WriterProperties, write_deltalake
from deltalake.exceptions import CommitFailedError, DeltaError

from dragoman.errors import LedgerError

# What was known on a day has to be answerable for years, so the log outlives delta's default of 30 days.
KEPT = {"delta.logRetentionDuration": "interval 36500 days", "delta.deletedFileRetentionDuration": "interval 7 days"}

_RETRIES = 50

# A single report is opened without its neighbours' records, so row groups are small.
_ROWS = 1024
# A batch has a file for each of its months, of some 250 columns each: without dictionaries they need 260 MB less while
# they are written and are no larger, and without statistics they are a quarter smaller.
_PLAIN = ColumnProperties(dictionary_enabled=False, statistics_enabled="NONE")
_ASKED = ColumnProperties(dictionary_enabled=False, statistics_enabled="CHUNK")
_WRITTEN = WriterProperties(
    max_row_group_size=_ROWS,
    default_column_properties=_PLAIN,
    column_properties={"id": _ASKED, "date": _ASKED, "added_at": _ASKED},
)
_JOINED = WriterProperties(max_row_group_size=_ROWS, compression="ZSTD", compression_level=3)


class Delta:
    """The Delta table in the folder `path`, at its newest version until `go_back`; `create` makes it where missing.

    Raises `LedgerError`, which names the ledger (the folder above) and says what failed.
    """

    def __init__(
        self,
        path: Path,
        schema: pa.Schema,
        partitions: list[str] | None = None,
        configuration: Mapping[str, str | None] | None = None,
    ) -> None:
        self.path, self.schema, self.partitions = path, schema, partitions
        self.table = self._open(dict(KEPT, **(configuration or {})))

    def _open(self, configuration: dict[str, str | None]) -> DeltaTable:
        try:
            if not DeltaTable.is_deltatable(str(self.path)):
                self._create(configuration)
            return DeltaTable(self.path)
        except (DeltaError, OSError, ValueError) as error:
            raise LedgerError(
                f"{self.path.parent}: its table {self.path.name!r} cannot be opened ({short(error)})"
            ) from error

    def _create(self, configuration: dict[str, str | None]) -> None:
        try:
            DeltaTable.create(
                self.path, self.schema, mode="ignore", partition_by=self.partitions, configuration=configuration
            )
        except DeltaError:
            # Two processes may create it at once; the second finds it there.
            if not DeltaTable.is_deltatable(str(self.path)):
                raise

    @property
    def version(self) -> int:
        """The version that is looked at."""
        return self.table.version()

    def refresh(self) -> int:
        """Look at the newest version; gives its number."""
        try:
            self.table.update_incremental()
        except (DeltaError, OSError) as error:
            raise LedgerError(f"{self.path.parent}: its log cannot be read ({short(error)})") from error
        return self.version

    def files(self) -> list[Path]:
        """The data files of this version, sorted by name."""
        return sorted(Path(unquote(uri.removeprefix("file://"))) for uri in self.table.file_uris())

    def append(self, rows: pa.Table, verb: str) -> None:
        """Write `rows` as one commit, whole or not at all, and look at the version that has them."""
        try:
            about = commit(verb, rows.num_rows)
            write_deltalake(self.table, rows, mode="append", writer_properties=_WRITTEN, commit_properties=about)
        except (DeltaError, OSError, ValueError) as error:
            raise LedgerError(unwritten(self.path, error)) from error
        self.refresh()

    def replace_month(self, month: str, rows: pa.RecordBatchReader, dropped: int) -> bool:
        """Put `rows` in the place of all rows of a month at this version, as one commit.

        False where another process has written to that month since this version: then nothing has changed.
        """
        try:
            write_deltalake(
                self.table,
                rows,
                mode="overwrite",
                predicate=f"month = '{month}'",
                writer_properties=_JOINED,
                commit_properties=commit("compact", dropped),
            )
        except CommitFailedError:
            return False
        except (DeltaError, OSError, ValueError) as error:
            raise LedgerError(unwritten(self.path, error)) from error
        return True

    def join_files(self) -> None:
        """Join small files of the newest version into larger ones, with the same rows."""
        for _ in range(_RETRIES):
            self.refresh()
            try:
                # One file at a time: what a writer of so many columns needs is the memory that this takes.
                self.table.optimize.compact(
                    max_concurrent_tasks=1, writer_properties=_JOINED, commit_properties=commit("compact", 0)
                )
            except CommitFailedError:
                continue
            except (DeltaError, OSError, ValueError) as error:
                raise LedgerError(unwritten(self.path, error)) from error
            return
        raise LedgerError(f"{self.path.parent}: other processes keep rewriting it; compact it when they are done")

    def vacuum(self, hours: int, dry_run: bool) -> list[Path]:
        """The files older than `hours` that the newest version does not need, removed unless `dry_run`."""
        try:
            self.refresh()
            names = self.table.vacuum(hours, dry_run=dry_run, enforce_retention_duration=False, full=True)
        except (DeltaError, OSError, ValueError) as error:
            raise LedgerError(f"{self.path.parent}: old files could not be removed ({short(error)})") from error
        return sorted(self.path / unquote(name) for name in names)

    def go_back(self, as_of: int | dt.date | str) -> None:
        """Look at the version `as_of`: a number, or the newest by a moment or by the end of a day (UTC)."""
        where = self.path.parent
        try:
            wanted = as_of if isinstance(as_of, int) else moment(as_of)
        except ValueError as error:
            raise LedgerError(f"{where}: {as_of!r} is neither a version nor a day (YYYY-MM-DD)") from error
        if isinstance(wanted, dt.datetime) and (made := self._commit(self._log()[0]).moment) > wanted:
            raise LedgerError(
                f"{where}: it held nothing as of {as_of}; it was made at {made.isoformat(' ', 'seconds')}"
            )
        if isinstance(wanted, int) and not 0 <= wanted <= self.version:
            raise LedgerError(f"{where}: there is no version {wanted} of it; its versions are 0 to {self.version}")
        try:
            self.table.load_as_version(wanted)
        except (DeltaError, OSError) as error:
            raise LedgerError(f"{where}: there is no version of it as of {as_of} ({short(error)})") from error
        if any(not file.exists() for file in self.files()):
            raise LedgerError(
                f"{where}: its version {self.version} (as of {as_of}) is gone: `ledger vacuum` removed files of it"
            )

    def commits(self, limit: int | None = None) -> list[Commit]:
        """The commits up to the newest version, the last first."""
        # deltalake's own history is empty where the path has characters such as # in it.
        return [self._commit(file) for file in self._log()[::-1][:limit]]

    def _log(self) -> list[Path]:
        return sorted(self.path.glob("_delta_log/" + "[0-9]" * 20 + ".json"))

    def _commit(self, file: Path) -> Commit:
        try:
            with file.open(encoding="utf-8") as lines:
                actions = (json.loads(line) for line in lines if '"commitInfo"' in line)
                return Commit(int(file.stem), next(a["commitInfo"] for a in actions if "commitInfo" in a))
        except (OSError, ValueError, KeyError, StopIteration) as error:
            raise LedgerError(f"{self.path.parent}: its log cannot be read ({file.name}: {short(error)})") from error


class Commit:
    """One version: its number, when it was written, by which verb, and how many rows it wrote or dropped."""

    def __init__(self, version: int, entry: Mapping[str, Any]) -> None:
        self.version = version
        self.moment = dt.datetime.fromtimestamp(entry["timestamp"] / 1000, dt.UTC)
        self.verb = str(entry.get("verb") or entry.get("operation", "")).lower()
        self.rows = int(entry["rows"]) if "rows" in entry else None


def commit(verb: str, rows: int | None = None) -> CommitProperties:
    """What a commit says of itself in the log; it is tried again when another process was first."""
    about = {"verb": verb} | ({"rows": str(rows)} if rows is not None else {})
    return CommitProperties(max_commit_retries=_RETRIES, custom_metadata=about)


def short(error: BaseException) -> str:
    """The first line of a message, for one that has to stand in a line."""
    return (str(error).strip().splitlines() or [type(error).__name__])[0]


def unwritten(path: Path, error: BaseException) -> str:
    """What to say where a table cannot be written."""
    text = short(error)
    hint = "make room and run the same command again" if "space" in text.lower() else "mend that and run it again"
    return f"{path.parent}: the batch could not be written ({text}); nothing of it is kept, the rest is; {hint}"


def moment(value: dt.date | str) -> dt.datetime:
    """The moment that `as_of` names; a day stands for its end, UTC. Raises ValueError where it names none."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value) if len(value) == 10 else dt.datetime.fromisoformat(value)
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=dt.UTC)
    return dt.datetime.combine(value + dt.timedelta(1), dt.time(), dt.UTC) - dt.timedelta(microseconds=1)
