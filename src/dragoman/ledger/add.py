"""Adding to a ledger: reports as sources give them, read in small groups and written in whole batches.

Every report is accounted for: found = added + there + twice + set aside. What is not committed when a process dies is
read again by the next run, and what is committed is skipped before it is read.

A single process calls `add`. Where others do the reading (worker processes, a cluster), the one that writes runs
`Adding`: `screen` picks what has to be read, `pack(read_batch(reader, picked, options=...), ...)` is done anywhere, and
`put` takes the packs back, in any order.
"""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import NamedTuple, Protocol

import numpy as np
import pyarrow as pa

from dragoman.errors import DragomanError, ReportError
from dragoman.ledger.known import Known
from dragoman.ledger.quarantine import SetAside, quarantine_table
from dragoman.ledger.rows import Row, table
from dragoman.ledger.store import Ledger, id_numbers
from dragoman.reader import ReportText, describe, whole
from dragoman.records import Reading
from dragoman.sources.found import Found, SourceOptions

GROUP = 32
"""How many reports are parsed together, and how many are read between two looks at the clock."""

BATCH_REPORTS = 512
"""A batch is committed when it has so many readings …"""

BATCH_SECONDS = 20.0
"""… or when its first reading is so old; what `kill -9` can cost is at most this much reading."""

NO_OPTIONS = SourceOptions()


class Reads(Protocol):
    """What reads: `dragoman.Reader`, or anything with the same `read_many`."""

    def read_many(self, reports: Iterable[ReportText], batch_size: int = 32) -> Iterator[Reading]:
        """The readings of `reports`, in order."""


@dataclass(frozen=True)
class Tally:
    """What became of the reports of a run: found = added + there + twice + set_aside."""

    found: int = 0
    added: int = 0
    there: int = 0  # in the ledger before
    twice: int = 0  # the same text and date as an earlier one of this run
    set_aside: int = 0
    listed: int = 0  # of those set aside: already in the quarantine, for the same reason

    def __add__(self, other: Tally) -> Tally:
        return Tally(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(self)))


class Batch(NamedTuple):
    """What reading some reports gave: readings, what could not be read, and how many of each."""

    rows: tuple[Row, ...]
    set_aside: tuple[SetAside, ...]
    counts: Tally


class Screened(NamedTuple):
    """Reports that have to be read, and what is already clear of the others."""

    fresh: tuple[Found, ...]
    set_aside: tuple[SetAside, ...]
    counts: Tally


class Packed(NamedTuple):
    """A batch as Arrow tables, cheap to send from one process to another. `readings` lack their `added_at` still."""

    readings: pa.Table
    set_aside: pa.Table
    counts: Tally


class Progress(NamedTuple):
    """How far a run is: what became of the reports so far, and how many of those added are committed."""

    counts: Tally
    committed: int


def screen(found: Iterable[Found], known: Known, options: SourceOptions = NO_OPTIONS) -> Screened:
    """Which of `found` have to be read; their ids are claimed in `known`. Nothing of them is counted yet."""
    fresh: list[Found] = []
    aside: list[SetAside] = []
    total = there = twice = 0
    for item in found:
        report, error = _checked(item)
        if report is None or error is not None:
            total += 1
            aside.append(SetAside.of(item.location, error, options))
            continue
        claim = known.claim(describe(report).id)
        if claim == "new":
            fresh.append(item._replace(report=report))
            continue
        total += 1
        there += claim == "there"
        twice += claim == "twice"
    return Screened(tuple(fresh), tuple(aside), Tally(found=total, there=there, twice=twice, set_aside=len(aside)))


def _checked(item: Found) -> tuple[ReportText | None, ReportError | None]:
    """The report, without what no encoding can write, or the error that says why it cannot be read."""
    name = str(item.location)
    if item.report is None:
        return None, item.error or ReportError(name, "its source gave no report", "please report this as a defect")
    try:
        report = whole(item.report)
        describe(report)
    except ReportError as error:
        return None, error
    return report, None


def read_batch(
    reader: Reads, found: Sequence[Found], known: Known | None = None, options: SourceOptions = NO_OPTIONS
) -> Batch:
    """The readings of `found`, without those in `known`. A report on which the reader fails is set aside; the others
    go on. Raises what is wrong with the reader itself (`ModelError`, `KnowledgeError`).
    """
    fresh, aside, counts = screen(found, Known() if known is None else known, options)
    readings = _read(reader, fresh)
    rows = tuple(
        Row(reading, item.report.text, item.location, options)
        for item, reading in zip(fresh, readings, strict=True)
        if isinstance(reading, Reading) and item.report is not None
    )
    failed = tuple(
        SetAside.of(item.location, error, options)
        for item, error in zip(fresh, readings, strict=True)
        if isinstance(error, ReportError)
    )
    mine = Tally(found=len(fresh), added=len(rows), set_aside=len(failed))
    return Batch(rows, aside + failed, counts + mine)


def _read(reader: Reads, fresh: Sequence[Found]) -> list[Reading | ReportError]:
    reports = [item.report for item in fresh if item.report is not None]
    try:
        return [*reader.read_many(reports, GROUP)]
    except DragomanError as error:
        if not isinstance(error, ReportError):
            raise
    except Exception:
        pass
    # A fault on one report must not lose the others of its group.
    return [_read_alone(reader, item) for item in fresh]


def _read_alone(reader: Reads, item: Found) -> Reading | ReportError:
    name = str(item.location)
    try:
        return next(iter(reader.read_many([item.report] if item.report else [])))
    except ReportError as error:
        return error
    except DragomanError:
        raise
    except Exception as error:
        reason = f"the reader failed on it ({type(error).__name__})"
        return ReportError(name, reason, "please report this as a defect")


def pack(batch: Batch | Screened, keep_text: bool) -> Packed:
    """`batch` as Arrow tables for `Adding.put`; without `keep_text` no text of the reports is in them."""
    rows = batch.rows if isinstance(batch, Batch) else ()
    return Packed(table(rows, None, keep_text), quarantine_table(batch.set_aside, keep_text), batch.counts)


class Adding:
    """Writes packs of readings to `ledger`, in batches of `reports` readings or `seconds`, each committed whole.

    Its set-aside reports are written before its readings, so that none is ever unaccounted for.
    """

    def __init__(
        self,
        ledger: Ledger,
        options: SourceOptions = NO_OPTIONS,
        reports: int = BATCH_REPORTS,
        seconds: float = BATCH_SECONDS,
    ) -> None:
        self.ledger, self.options, self.reports, self.seconds = ledger, options, reports, seconds
        self.ledger.refresh()
        self.known = Known(ledger.known())
        self.counts = Tally()
        self.committed = 0
        self._waiting: list[Packed] = []
        self._since: float | None = None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(self.counts, self.committed)

    def screen(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """Those of `found` that have to be read; the others are accounted for at once."""
        screened = screen(found, self.known, self.options)
        self.put(pack(screened, self.ledger.keeps_text))
        return screened.fresh

    def put(self, packed: Packed) -> Progress:
        """Take one pack; commits when the batch is full or old. Raises `LedgerError`; nothing of that batch is kept."""
        self.counts += packed.counts
        if packed.readings.num_rows or packed.set_aside.num_rows:
            self._waiting.append(packed)
            self._since = time.monotonic() if self._since is None else self._since
        waiting = sum(p.readings.num_rows + p.set_aside.num_rows for p in self._waiting)
        if self._since is not None and (waiting >= self.reports or time.monotonic() - self._since >= self.seconds):
            self.commit()
        return self.progress

    def commit(self) -> None:
        """Write what waits: what was set aside, then the readings as one commit. Raises `LedgerError`."""
        if not self._waiting:
            return
        readings = pa.concat_tables(p.readings for p in self._waiting)
        aside = pa.concat_tables(p.set_aside for p in self._waiting)
        try:
            new = self.ledger.quarantine.add(aside)
            self.counts += Tally(listed=aside.num_rows - new)
            readings = self._without_others(readings)
            if readings.num_rows:
                self.ledger.append_table(stamped(readings, dt.datetime.now(dt.UTC)))
                self.ledger.quarantine.settle(readings)
        except BaseException:
            self.counts += Tally(found=-readings.num_rows, added=-readings.num_rows)
            raise
        finally:
            self._waiting, self._since = [], None
        self.committed += readings.num_rows
        self.known.update(self.ledger.known())

    def _without_others(self, readings: pa.Table) -> pa.Table:
        """`readings` without those that another process has committed since they were picked."""
        if not readings.num_rows:
            return readings
        before = self.ledger.version
        if self.ledger.refresh() == before:
            return readings
        taken = np.isin(id_numbers(readings.column("id")), self.ledger.known())
        self.counts += Tally(added=-int(taken.sum()), there=int(taken.sum()))
        return readings.filter(pa.array(~taken))


def stamped(readings: pa.Table, moment: dt.datetime) -> pa.Table:
    """`readings`, all added at `moment`."""
    place = readings.schema.get_field_index("added_at")
    column = pa.repeat(pa.scalar(moment, readings.schema.field(place).type), readings.num_rows)
    return readings.set_column(place, readings.schema.field(place), column)


def groups(found: Iterable[Found], size: int = GROUP) -> Iterator[list[Found]]:
    """`found` in lists of `size`, lazily."""
    stream = iter(found)
    while group := list(islice(stream, size)):
        yield group


def add(adding: Adding, found: Iterable[Found], reader: Reads) -> Iterator[Progress]:
    """Read what is new among `found` and write it through `adding`, giving the progress after every group.

    Bounded memory: one group and one batch are held. When the caller stops (Ctrl-C, or leaves the loop) what has been
    read is committed. Raises `LedgerError` where the ledger cannot be written; what was committed before stays.
    """
    try:
        for group in groups(found):
            fresh = adding.screen(group)
            for part in groups(fresh):
                adding.put(pack(read_batch(reader, part, options=adding.options), adding.ledger.keeps_text))
            yield adding.progress
    finally:
        adding.commit()
    yield adding.progress
