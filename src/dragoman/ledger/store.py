"""The ledger on disk: a Delta table of readings, one row a report, and one of what could not be read.

Writing is append only, so that any number of processes may add at once; the current reading of a report is the newest
row of its id. Every open ledger looks at one version of the table until `refresh` is called.
"""

from __future__ import annotations

import datetime as dt
import json
import os
import secrets
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.delta import Commit, Delta
from dragoman.ledger.index import Index, columns_of, kept_rows, row_at
from dragoman.ledger.known import Numbers, merged, number
from dragoman.ledger.origins import Origins
from dragoman.ledger.quarantine import Quarantine
from dragoman.ledger.queries import Queries
from dragoman.ledger.rows import Row, table
from dragoman.ledger.rows import reading as as_reading
from dragoman.ledger.schema import readings_schema
from dragoman.records import Reading

FORM = 1
"""The form of the ledger's folder; a ledger of a later form is not opened."""

MARK = "dragoman-ledger.json"
"""The file that makes a folder a ledger: its form, and whether the texts of reports are kept."""

# A mark that is being written; a process that dies then leaves it behind.
_UNDER_WAY = ".dragoman-ledger-"

_STATISTICS: dict[str, str | None] = {"delta.dataSkippingStatsColumns": "id,date,added_at"}


class Ledger(Queries):
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
        # deltalake follows links and takes out `..`; the names of its files have to lie under ours.
        self.path = Path(os.path.realpath(path))
        if unquote(str(self.path)) != str(self.path):
            # deltalake takes a path for an address, and looks for the files of another folder.
            raise LedgerError(
                f"{self.path}: a name with an escape such as %20 in it is no place for a ledger; rename it"
            )
        mark = _open_mark(self.path, create, keep_text)
        self.keeps_text: bool = mark["text"]
        self.as_of = as_of
        self.delta = Delta(self.path / "readings", readings_schema(), ["month"], _STATISTICS)
        if as_of is not None:
            self.delta.go_back(as_of)
        self.quarantine = Quarantine(self.path)
        self._ids: Numbers = np.empty(0, np.uint64)
        self._counted: set[Path] = set()
        self._index: tuple[int, Index] | None = None
        self._origins = Origins()

    @property
    def version(self) -> int:
        """The version of the table of readings that this ledger looks at."""
        return self.delta.version

    def refresh(self) -> int:
        """Look at the newest version, and give its number. A ledger opened `as_of` stays where it is."""
        return self.version if self.as_of is not None else self.delta.refresh()

    def moment(self) -> dt.datetime | None:
        """When the version was written that this ledger was opened `as_of`; None for one that looks at the newest."""
        if self.as_of is None:
            return None
        return next((c.moment for c in self.commits() if c.version == self.version), None)

    def commits(self, limit: int | None = None) -> list[Commit]:
        """Every version there is, the newest first."""
        return self.delta.commits(limit)

    def files(self) -> list[Path]:
        """The Parquet files of this version, each with readings of one month; sorted by name."""
        return self.delta.files()

    def append(self, rows: Sequence[Row]) -> int:
        """Write `rows` as one commit: all of them are there afterwards, or, where it fails, none. Gives the version.

        Raises `LedgerError` where the disk is full or the folder cannot be written.
        """
        if not rows:
            return self.version
        return self.append_table(table(rows, dt.datetime.now(dt.UTC), self.keeps_text))

    def append_table(self, rows: pa.Table, verb: str = "append") -> int:
        """Write rows that already have the table's schema, as one commit. Raises `LedgerError`."""
        if self.as_of is not None:
            raise LedgerError(f"{self.path}: it is open as of {self.as_of}, and the past cannot be written to")
        before = self.version
        self.delta.append(rows, verb)
        if self.version == before + 1 and self._counted:
            # No other process was in between: what is new are these rows, which need not be read again.
            self._counted.update(self.files())
            self._ids = merged(self._ids, id_numbers(rows.column("id")))
        return self.version

    def known(self) -> Numbers:
        """The ids of all reports of this version, as sorted numbers; only files not seen before are read."""
        files = set(self.files())
        if self._counted - files:  # rewritten by a compaction
            self._counted, self._ids = set(), np.empty(0, np.uint64)
        if new := sorted(files - self._counted):
            with ThreadPoolExecutor() as pool:
                found = list(pool.map(_ids, new))
            self._ids = merged(self._ids, np.concatenate(found))
            self._counted = files
        return self._ids

    def index(self) -> Index:
        """Where the rows of each report of this version are."""
        if self._index is None or self._index[0] != self.version:
            self._index = (self.version, Index(self.files()))
        return self._index[1]

    def text(self, report_id: str) -> str | None:
        """The text of a report: the one kept, else the source's as it stands there now, if it is still the same.

        None where it is gone. Raises `LedgerError` where the ledger has no such report.
        """
        return self.text_of(self._row(report_id, ["text", *_ORIGIN]))

    def reading(self, report_id: str) -> Reading:
        """The current reading of a report. Where its text is gone, evidence has its offsets and an empty text.

        Raises `LedgerError` where the ledger has no such report.
        """
        row = self._row(report_id)
        return as_reading(row, self.text_of(row))

    def readings(self) -> Iterator[Reading]:
        """The current reading of every report, by month; lazily, a few held at a time. See `reading`."""
        index = self.index()
        for file, mask in zip(index.files, index.masks(), strict=True):
            for part in kept_rows(file, mask):
                for row in part.to_pylist():
                    yield as_reading(row, self.text_of(row))

    def text_of(self, row: dict[str, Any]) -> str | None:
        """The text of the report in a row with `text`, `location`, `options` and `text_sha256`. See `text`."""
        return row["text"] if row["text"] is not None else self._origins.text(row)

    def _row(self, report_id: str, columns: Sequence[str] | None = None) -> dict[str, Any]:
        place = self.index().find(report_id)
        if place is None:
            raise LedgerError(f"{self.path}: it holds no report {report_id!r}")
        row: dict[str, Any] = row_at(place, columns).to_pylist()[0]
        return row


_ORIGIN = ("location", "options", "text_sha256")


def _ids(file: Path) -> Numbers:
    return id_numbers(columns_of(file, ["id"]).column("id"))


def id_numbers(ids: pa.ChunkedArray) -> Numbers:
    """Ids of reports as the numbers that they write in hexadecimal."""
    return np.array([number(value) for value in ids.to_pylist()], np.uint64)


def _open_mark(path: Path, create: bool, keep_text: bool) -> dict[str, bool]:
    mark = path / MARK
    try:
        if create and not mark.exists():
            _make_mark(path, keep_text)
        known = json.loads(mark.read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError) as error:
        hint = "dragoman add SOURCE --ledger DIR makes one"
        raise LedgerError(f"{path}: it is no ledger (it holds no {MARK}); {hint}") from error
    except OSError as error:
        raise LedgerError(f"{path}: it cannot be opened as a ledger: {error.strerror}") from error
    except ValueError as error:
        raise LedgerError(f"{path}: its {MARK} is damaged; put back the one of a copy") from error
    if not isinstance(known, dict) or not isinstance(known.get("text"), bool) or known.get("form") != FORM:
        form = known.get("form") if isinstance(known, dict) else None
        later = isinstance(form, int) and form > FORM
        what = (
            f"of form {form}, made by a later version of dragoman; install that" if later else "not one of dragoman's"
        )
        raise LedgerError(f"{path}: its {MARK} is {what}")
    if known["text"] and not keep_text:
        raise LedgerError(f"{path}: this ledger keeps the texts of reports; name a new folder for one without them")
    return known


def _make_mark(path: Path, keep_text: bool) -> None:
    path.mkdir(parents=True, exist_ok=True)
    mark = path / MARK
    # The mark is the first file in the folder, so where others are and no mark is, even now, it is not ours.
    if any(not entry.name.startswith(_UNDER_WAY) for entry in path.iterdir()) and not mark.exists():
        raise LedgerError(f"{path}: it is no ledger, and not empty; name a new folder, or one that dragoman made")
    under_way = path / f"{_UNDER_WAY}{os.getpid()}-{secrets.token_hex(4)}"
    try:
        with under_way.open("x", encoding="utf-8") as file:
            json.dump({"form": FORM, "text": keep_text}, file)
        # A link, unlike a rename, fails where another process was first.
        os.link(under_way, mark)
    except FileExistsError:
        pass
    finally:
        under_way.unlink(missing_ok=True)
