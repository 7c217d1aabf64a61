"""Reports read in small groups: what is new among them, what the reader says of it, and what it cannot read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from itertools import islice
from typing import NamedTuple, Protocol

import pyarrow as pa

from dragoman.errors import DragomanError, ReportError
from dragoman.ledger.known import Known
from dragoman.ledger.quarantine import SetAside, quarantine_table
from dragoman.ledger.rows import Row, table
from dragoman.reader import ReportText, describe, whole
from dragoman.records import Reading
from dragoman.sources.found import Found, SourceOptions

GROUP = 32
"""How many reports are parsed together, and how many are read between two looks at the clock."""

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
    readings = read_each(reader, fresh)
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


def read_each(reader: Reads, fresh: Sequence[Found]) -> list[Reading | ReportError]:
    """For each of `fresh`, its reading, or what is wrong with it. Raises what is wrong with the reader itself."""
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


def groups(found: Iterable[Found], size: int = GROUP) -> Iterator[list[Found]]:
    """`found` in lists of `size`, lazily."""
    stream = iter(found)
    while group := list(islice(stream, size)):
        yield group
