"""Looking after a ledger: what is in it, dropping what is superseded, its history, and files that nothing needs."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, Field

from dragoman.errors import LedgerError
from dragoman.ledger.index import Index, kept_rows
from dragoman.ledger.schema import UNDATED, readings_schema
from dragoman.ledger.store import Ledger
from dragoman.records import KINDS, ReaderInfo

KEEP_HOURS = 168
"""How long files that the newest version does not need are kept unless the user says otherwise: a week."""

VIEW_KINDS = ("meetings", "positions", "disputes", "deadlocks")


class Status(BaseModel):
    """What is in a ledger."""

    path: str
    version: int
    keeps_text: bool
    reports: int = Field(description="reports, each counted once")
    rows: int = Field(description="readings, superseded ones included")
    superseded: int = Field(description="readings that a later one of the same report took the place of")
    records: dict[str, int] = Field(description="records of the current readings, by kind")
    months: dict[str, int] = Field(description="reports by month of publication")
    readers: dict[str, int] = Field(description="current readings by the reader that made them")
    set_aside: dict[str, int] = Field(description="what could not be read, by the kind of fault")
    files: int = Field(description="data files of this version")
    bytes: int = Field(description="size of the folder on disk, old versions and caches included")


def status(ledger: Ledger) -> Status:
    """What is in `ledger` at the version that it looks at."""
    index = ledger.index()
    records: Counter[str] = Counter(dict.fromkeys((*KINDS, *VIEW_KINDS), 0))
    months: Counter[str] = Counter()
    readers: Counter[str] = Counter()
    for file, mask in zip(index.files, index.masks(), strict=True):
        _count(file, mask, records, months, readers)
    entries = ledger.quarantine.entries(ledger.moment())
    return Status(
        path=str(ledger.path),
        version=ledger.version,
        keeps_text=ledger.keeps_text,
        reports=len(index.current),
        rows=index.total,
        superseded=index.total - len(index.current),
        records=dict(records),
        months=dict(sorted(months.items())),
        readers=dict(sorted(readers.items())),
        set_aside=dict(sorted(Counter(entry.set_aside.kind for entry in entries).items())),
        files=len(index.files),
        bytes=sum(_size(path) for path in ledger.path.rglob("*")),
    )


def _size(path: Path) -> int:
    try:
        return path.lstat().st_size if path.is_file() else 0
    except OSError:  # another process removed it meanwhile
        return 0


# One leaf of each list of records is enough to count them.
_LEAVES = {
    **{kind: f"{kind}.list.element.{'id' if kind == 'actors' else 'start'}" for kind in KINDS},
    **{
        kind: f"negotiation.{kind}.list.element.{'issue' if kind in ('disputes', 'deadlocks') else leaf}"
        for kind, leaf in zip(VIEW_KINDS, ("place", "start", "", ""), strict=True)
    },
}


def _count(
    file: Path, mask: npt.NDArray[np.bool_], records: Counter[str], months: Counter[str], readers: Counter[str]
) -> None:
    columns = ["date", "reader", *_LEAVES.values()]
    for part in kept_rows(file, mask, columns, 4096):
        months.update(date[:7] if date else UNDATED for date in part.column("date").to_pylist())
        readers.update(reader_name(ReaderInfo(**reader)) for reader in part.column("reader").to_pylist())
        view = part.column("negotiation")
        for kind in KINDS:
            records[kind] += pc.sum(pc.list_value_length(part.column(kind))).as_py() or 0
        for kind in VIEW_KINDS:
            records[kind] += pc.sum(pc.list_value_length(pc.struct_field(view, kind))).as_py() or 0


def reader_name(info: ReaderInfo) -> str:
    """A reader in a line: version, model, engine and own ontology."""
    own = f" with {info.ontology}" if info.ontology else ""
    return f"{info.version} ({info.model}, {info.engine}{own})"


class Version(BaseModel):
    """One version of the table of readings."""

    version: int
    time: dt.datetime
    verb: str = Field(description="what made it: create, append, reread, compact")
    rows: int | None = Field(description="rows that it wrote or dropped")


def history(ledger: Ledger, limit: int | None = None) -> list[Version]:
    """The versions of `ledger`, the newest first; any of them can be opened with `as_of`."""
    return [Version(version=c.version, time=c.moment, verb=c.verb, rows=c.rows) for c in ledger.commits(limit)]


class Compacted(BaseModel):
    """What a compaction did."""

    dropped: int = Field(description="superseded rows that the newest version no longer has")
    files_before: int
    files_after: int
    version: int


_TRIES = 20


def compact(ledger: Ledger) -> Compacted:
    """Drop superseded rows from the newest version of `ledger`, and join small files; queries give the same as before.

    Other processes may go on adding: a month that they write to meanwhile is tried again. Older versions keep what is
    dropped until `vacuum`. Raises `LedgerError` where a month is written to so often that it cannot be rewritten.
    """
    ledger.refresh()
    before = len(ledger.files())
    dropped = 0
    for month in _months_with_superseded(ledger.index()):
        dropped += _rewrite(ledger, month)
    ledger.delta.join_files()
    ledger.quarantine.join_files()
    ledger.refresh()
    return Compacted(dropped=dropped, files_before=before, files_after=len(ledger.files()), version=ledger.version)


def _months_with_superseded(index: Index) -> list[str]:
    pairs = zip(index.files, index.masks(), strict=True)
    return sorted({month_of(file) for file, mask in pairs if not mask.all()})


def month_of(file: Path) -> str:
    """The partition that a data file stands in."""
    return file.parent.name.removeprefix("month=")


def _rewrite(ledger: Ledger, month: str) -> int:
    """Replace a month's files by one without superseded rows; gives how many those were."""
    for _ in range(_TRIES):
        ledger.refresh()
        index = ledger.index()
        mine = [(f, mask) for f, mask in zip(index.files, index.masks(), strict=True) if month_of(f) == month]
        dropped = sum(int((~mask).sum()) for _, mask in mine)
        if not dropped or ledger.delta.replace_month(month, _stream(month, mine), dropped):
            return dropped
    raise LedgerError(f"{ledger.path}: other processes keep writing to {month}; compact it when they are done")


def _stream(month: str, files: list[tuple[Path, npt.NDArray[np.bool_]]]) -> pa.RecordBatchReader:
    schema = readings_schema()

    def batches() -> Iterator[pa.RecordBatch]:
        for file, mask in files:
            for part in kept_rows(file, mask):
                column = pa.repeat(pa.scalar(month, pa.string()), part.num_rows)
                whole = part.add_column(0, schema.field("month"), column)
                yield from whole.select(schema.names).cast(schema).to_batches()

    return pa.RecordBatchReader.from_batches(schema, batches())


class Vacuumed(NamedTuple):
    """Files that nothing needs, and whether they were removed."""

    files: list[Path]
    bytes: int
    removed: bool


def vacuum(ledger: Ledger, hours: int = KEEP_HOURS, dry_run: bool = True) -> Vacuumed:
    """Remove the files that the newest version does not need and that are older than `hours`; `dry_run` lists them.

    Versions that need them can no longer be opened. With fewer hours than a commit takes, nobody may be adding. Raises
    `LedgerError`.
    """
    if hours < 0:
        raise LedgerError(f"{ledger.path}: {hours} hours is no age; give 0 or more")
    ledger.refresh()
    tables = [ledger.delta, *([d] if (d := ledger.quarantine.delta()) is not None else [])]
    files = [file for table in tables for file in table.vacuum(hours, dry_run=True)]
    size = sum(_size(file) for file in files)
    if not dry_run:
        for table in tables:
            table.vacuum(hours, dry_run=False)
    return Vacuumed(files, size, not dry_run)
