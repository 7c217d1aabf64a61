"""Adding to a ledger: reports as sources give them, read in small groups and written in whole batches.

Every report is accounted for: found = added + there + twice + set aside. What is not committed when a process dies is
read again by the next run, and what is committed is skipped before it is read.

A single process calls `add`. Where others do the reading (worker processes, a cluster), the one that writes runs
`Adding`: `screen` picks what has to be read, `pack(read_batch(reader, picked, options=...), ...)` is done anywhere, and
`put` takes the packs back, in any order.
"""

from __future__ import annotations

import datetime as dt
import signal
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from dragoman.ledger.batch import (
    GROUP,
    NO_OPTIONS,
    Batch,
    Packed,
    Reads,
    Screened,
    Tally,
    groups,
    pack,
    read_batch,
    screen,
)
from dragoman.ledger.known import Known, Numbers
from dragoman.ledger.quarantine import STDIN, path_number, reason_numbers
from dragoman.ledger.store import Ledger, id_numbers
from dragoman.sources.found import Found, SourceOptions

__all__ = [
    "Adding",
    "Batch",
    "Packed",
    "Progress",
    "Reads",
    "Screened",
    "Tally",
    "add",
    "groups",
    "pack",
    "read_batch",
    "screen",
    "stamped",
    "undisturbed",
]

EXAMPLES = 10
"""So many of the reasons for which reports were set aside are kept for the end of a run."""

BATCH_REPORTS = 512
"""A batch is committed when it has so many readings …"""

BATCH_SECONDS = 20.0
"""… or when its first reading is so old; what `kill -9` can cost is at most this much reading."""


class Progress(NamedTuple):
    """How far a run is: what became of the reports so far, and how many of those added are committed."""

    counts: Tally
    committed: int


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
        self.kinds: Counter[str] = Counter()
        self.examples: list[str] = []
        still = ledger.quarantine.open()
        self._doubtful = set(still["path"].tolist()) - {path_number(STDIN)}
        self._met_paths: set[int] = set()
        self._met_faults: list[Numbers] = []
        self._waiting: list[Packed] = []
        self._since: float | None = None

    @property
    def progress(self) -> Progress:
        """How far it is."""
        return Progress(self.counts, self.committed)

    def screen(self, found: Sequence[Found]) -> tuple[Found, ...]:
        """Those of `found` that have to be read; the others are accounted for at once."""
        if self._doubtful:
            paths = {item.location.path for item in found}
            self._met_paths.update(n for path in paths if (n := path_number(path)) in self._doubtful)
        screened = screen(found, self.known, self.options)
        self.put(pack(screened, self.ledger.keeps_text))
        return screened.fresh

    def put(self, packed: Packed) -> Progress:
        """Take one pack; commits when the batch is full or old. Raises `LedgerError`; nothing of that batch is kept."""
        self.counts += packed.counts
        self._note(packed.set_aside)
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
        with undisturbed():
            self._commit()

    def finish(self) -> None:
        """Commit what waits, after the last report: what was set aside under a path that was now searched to its end,
        and is not wrong any more, is settled. Raises `LedgerError`.
        """
        self.commit()
        if not self._met_paths:
            return
        still = self.ledger.quarantine.open()
        met = np.concatenate(self._met_faults) if self._met_faults else np.empty(0, np.uint64)
        mended = np.isin(still["path"], np.array(sorted(self._met_paths), np.uint64)) & ~np.isin(still["key"], met)
        self.ledger.quarantine.resolve(still["key"][mended])

    def _note(self, aside: pa.Table) -> None:
        if not aside.num_rows:
            return
        self.kinds.update(aside.column("kind").to_pylist())
        for row in aside.slice(0, EXAMPLES - len(self.examples)).to_pylist():
            self.examples.append(f"{row['name']}: {row['reason']}")
        if self._doubtful:
            self._met_faults.append(reason_numbers(aside))

    def _commit(self) -> None:
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


def add(adding: Adding, found: Iterable[Found], reader: Reads) -> Iterator[Progress]:
    """Read what is new among `found` and write it through `adding`, giving the progress after every group.

    Bounded memory: one group and one batch are held. When the caller stops (Ctrl-C, or leaves the loop) what has been
    read is committed. Raises `LedgerError` where the ledger cannot be written; what was committed before stays.
    """
    try:
        for group in groups(found, min(GROUP, adding.reports)):
            fresh = adding.screen(group)
            for part in groups(fresh):
                adding.put(pack(read_batch(reader, part, options=adding.options), adding.ledger.keeps_text))
            yield adding.progress
    finally:
        adding.commit()
    adding.finish()
    yield adding.progress


@contextmanager
def undisturbed() -> Iterator[None]:
    """Ctrl-C waits until the end: a commit is made and counted, or neither."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    pressed: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, frame: pressed.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
        if pressed:
            signal.raise_signal(signal.SIGINT)
