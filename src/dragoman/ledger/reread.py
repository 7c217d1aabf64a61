"""Reading again what a ledger holds, where another reader made it; and trying again what could not be read."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.errors import ReportError, ReportNotFound
from dragoman.ledger.add import BATCH_REPORTS, BATCH_SECONDS, Adding, Progress, add, stamped, undisturbed
from dragoman.ledger.batch import GROUP, Reads, read_each
from dragoman.ledger.index import Index, kept_rows
from dragoman.ledger.quarantine import STDIN
from dragoman.ledger.rows import Row, table
from dragoman.ledger.store import Ledger
from dragoman.reader import ReportText, describe
from dragoman.records import ReaderInfo, Reading
from dragoman.sources import find
from dragoman.sources.found import Found, Location, SourceOptions

_ABOUT = ("id", "source_id", "title", "date", "source", "url", "text", "text_sha256", "location", "options", "added_at")


@dataclass
class Rereading:
    """How far a re-reading is: `stale` reports in all; `read` again, `gone` (no text any more), `failed` to read."""

    stale: int = 0
    read: int = 0
    gone: int = 0
    failed: int = 0

    @property
    def done(self) -> int:
        """How many have been looked at."""
        return self.read + self.gone + self.failed


def stale_rows(index: Index, reader: ReaderInfo) -> list[npt.NDArray[np.bool_]]:
    """For each file of `index`, which current rows were made by another reader than `reader`."""
    found = []
    for file, mask in zip(index.files, index.masks(), strict=True):
        made_by = [part.column("reader") for part in kept_rows(file, np.ones(len(mask), bool), ["reader"], 65536)]
        same = np.concatenate([_equal(column, reader) for column in made_by]) if made_by else mask
        found.append(mask & ~same)
    return found


def _equal(column: pa.ChunkedArray, reader: ReaderInfo) -> npt.NDArray[np.bool_]:
    same = np.ones(len(column), bool)
    for name, value in reader.model_dump().items():
        field = pc.struct_field(column, name)
        equal = pc.is_null(field) if value is None else pc.fill_null(pc.equal(field, value), False)
        same &= equal.to_numpy(zero_copy_only=False)
    return same


def reread(
    ledger: Ledger, reader: Reads, info: ReaderInfo, reports: int = BATCH_REPORTS, seconds: float = BATCH_SECONDS
) -> Iterator[Rereading]:
    """Read again, with `reader` (which `info` describes), every report whose current reading another reader made.

    New readings are appended, so the old ones can still be seen `as_of`. Gives the progress, always the same object,
    after every group. Stopped at any moment, it goes on where it was the next time. Raises `LedgerError`.
    """
    ledger.refresh()
    index = ledger.index()
    masks = stale_rows(index, info)
    progress = Rereading(sum(int(mask.sum()) for mask in masks))
    waiting: list[pa.Table] = []
    since = time.monotonic()
    try:
        for file, mask in zip(index.files, masks, strict=True):
            for part in kept_rows(file, mask, _ABOUT, GROUP):
                if (done := _again(part.to_pylist(), ledger, reader, progress)) is not None:
                    waiting.append(done)
                if sum(t.num_rows for t in waiting) >= reports or time.monotonic() - since >= seconds:
                    _write(ledger, waiting)
                    since = time.monotonic()
                yield progress
    finally:
        _write(ledger, waiting)
    yield progress


def _write(ledger: Ledger, waiting: list[pa.Table]) -> None:
    if waiting:
        with undisturbed():
            rows = pa.concat_tables(waiting)
            waiting.clear()
            newest = pc.max(rows.column("added_at")).as_py() + dt.timedelta(microseconds=1)
            # Clocks differ between machines, and the newer reading has to be the later one.
            ledger.append_table(stamped(rows, max(newest, dt.datetime.now(dt.UTC))), "reread")


def _again(rows: list[dict[str, Any]], ledger: Ledger, reader: Reads, progress: Rereading) -> pa.Table | None:
    """New rows for old ones, added when those were; None where none could be read."""
    with_text = [(row, text) for row in rows if (text := ledger.text_of(row)) is not None]
    progress.gone += len(rows) - len(with_text)
    found = [Found(Location(**row["location"]), _as_it_was(row, text), None) for row, text in with_text]
    made = []
    for (row, text), item, reading in zip(with_text, found, read_each(reader, found), strict=True):
        if isinstance(reading, ReportError):
            progress.failed += 1
            continue
        options = SourceOptions.model_validate_json(row["options"])
        made.append(Row(_same_id(reading, row["id"]), text, item.location, options))
    progress.read += len(made)
    return table(made, max(row["added_at"] for row in rows), ledger.keeps_text) if made else None


def _as_it_was(row: dict[str, Any], text: str) -> ReportText:
    """The report as its source gave it: without the date where that was found in the dateline, as its id tells."""
    report = ReportText(text, row["date"], row["title"], row["source"], row["source_id"], row["url"])
    undated = report._replace(date=None)
    return undated if describe(undated).id == row["id"] else report


def _same_id(reading: Reading, report_id: str) -> Reading:
    return reading.model_copy(update={"report": reading.report.model_copy(update={"id": report_id})})


def retry(ledger: Ledger, reader: Reads, any_language: bool = False) -> Iterator[tuple[Adding, Progress]]:
    """Look again at every source of which something is set aside, and add what can be read by now.

    What is not wrong any more is settled; what came from standard input, or is no longer there, stays as it is. Gives
    the run over one source and its progress, again and again. Raises `LedgerError`.
    """
    sources = {}
    for entry in ledger.quarantine.entries():
        path, options = entry.set_aside.location.path, entry.set_aside.options
        if path != STDIN:
            sources[path, options.model_dump_json()] = options
    for (path, _), options in sorted(sources.items(), key=lambda item: item[0]):
        wider = options.model_copy(update={"any_language": True}) if any_language else options
        adding = Adding(ledger, wider)
        for progress in add(adding, _still_there(find([path], wider), path), reader):
            yield adding, progress


def _still_there(found: Iterable[Found], path: str) -> Iterator[Found]:
    """`found`, but nothing where the source itself is gone: what is known of it then says more than that."""
    for item in found:
        if not (isinstance(item.error, ReportNotFound) and item.location.path == path and item.location.member is None):
            yield item
