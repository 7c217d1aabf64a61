"""Where each report's rows are: file and row by id, and which of them is the current one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.ledger.known import number

_ENTRY = np.dtype([("id", np.uint64), ("added_at", np.int64), ("file", np.int32), ("row", np.int32)])
Entries = npt.NDArray[np.void]

SLICE = 64
"""So many rows are held as Python objects at a time."""


class Place(NamedTuple):
    """One row of the table."""

    file: Path
    row: int


class Index:
    """The rows of some data files: 24 bytes a row. The current row of an id is the one added last.

    Where two were added in the same microsecond, the later file name, then the later row, is the current one.
    """

    def __init__(self, files: Sequence[Path]) -> None:
        self.files = sorted(files)
        with ThreadPoolExecutor() as pool:
            parts = list(pool.map(_entries, self.files, range(len(self.files))))
        rows = np.concatenate(parts) if parts else np.empty(0, _ENTRY)
        self._rows: Entries = rows[np.lexsort([rows["row"], rows["file"], rows["added_at"], rows["id"]])]
        last = np.append(self._rows["id"][1:] != self._rows["id"][:-1], True) if len(rows) else np.empty(0, bool)
        self._last: npt.NDArray[np.bool_] = last

    @property
    def total(self) -> int:
        """How many rows there are, superseded ones included."""
        return len(self._rows)

    @property
    def current(self) -> Entries:
        """Id, added_at (microseconds since 1970), file (a number in `files`) and row of every report, by id."""
        current: Entries = self._rows[self._last]
        return current

    def find(self, report_id: str) -> Place | None:
        """The current row of a report; None where there is none."""
        try:
            wanted = np.uint64(number(report_id))
        except (ValueError, OverflowError):
            return None
        stop = int(np.searchsorted(self._rows["id"], wanted, side="right"))
        if stop == 0 or self._rows["id"][stop - 1] != wanted:
            return None
        entry = self._rows[stop - 1]
        return Place(self.files[int(entry["file"])], int(entry["row"]))

    def masks(self) -> list[npt.NDArray[np.bool_]]:
        """For each file, in the order of `files`, which of its rows are current."""
        counts = np.bincount(self._rows["file"], minlength=len(self.files))
        found = [np.zeros(count, bool) for count in counts]
        order = np.argsort(self._rows["file"], kind="stable")
        files, rows, last = self._rows["file"][order], self._rows["row"][order], self._last[order]
        for i, part in enumerate(np.split(np.arange(len(order)), np.cumsum(counts)[:-1]) if len(counts) else []):
            assert not len(part) or files[part[0]] == i
            found[i][rows[part]] = last[part]
        return found


def _entries(file: Path, place: int) -> Entries:
    columns = columns_of(file, ["id", "added_at"])
    entries = np.empty(columns.num_rows, _ENTRY)
    entries["id"] = [number(value) for value in columns.column("id").to_pylist()]
    entries["added_at"] = columns.column("added_at").cast(pa.int64()).to_numpy()
    entries["file"], entries["row"] = place, np.arange(columns.num_rows)
    return entries


def columns_of(file: Path, names: Sequence[str]) -> pa.Table:
    """Some columns of a data file: four times as fast as `read_table`, which sets up a data set first."""
    with pq.ParquetFile(file) as opened:
        return opened.read(columns=list(names), use_threads=False)


def row_at(place: Place, columns: Sequence[str] | None = None) -> pa.Table:
    """One row of the table, as a table of one row; only the row group that it stands in is read."""
    with pq.ParquetFile(place.file) as file:
        before = 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            if place.row < before + size:
                return file.read_row_group(group, columns=columns).slice(place.row - before, 1)
            before += size
    raise IndexError(f"{place.file} has no row {place.row}")


def kept_rows(
    file: Path, keep: npt.NDArray[np.bool_], columns: Sequence[str] | None = None, size: int = SLICE
) -> Iterator[pa.Table]:
    """The rows of a file that `keep` marks, in their order, at most `size` at a time."""
    if not keep.any():
        return
    done = 0
    with pq.ParquetFile(file) as opened:
        for batch in opened.iter_batches(size, columns=columns):
            mask = keep[done : done + batch.num_rows]
            done += batch.num_rows
            if mask.any():
                yield pa.Table.from_batches([batch.filter(pa.array(mask))])
