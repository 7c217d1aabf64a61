"""The same reading on a Ray cluster: sources in shards, a warm reader for each processor, one ledger.

A shard says where reports stand: some files, or a slice of a large table. An actor opens it, skips what the ledger
has, and commits what it reads itself, so only counts travel. Ray runs a shard again when its node dies; since what was
committed is skipped, each report is read into the ledger once. The ledger and the sources have to be on storage that
all nodes see under the same path.
"""

from __future__ import annotations

import json
import logging
import os
import platform
import socket
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from dragoman._version import __version__
from dragoman.errors import DragomanError, LedgerError, WorkerError
from dragoman.ledger.add import EXAMPLES, Adding, Progress, Tally
from dragoman.ledger.known import number
from dragoman.ledger.store import Ledger
from dragoman.ledger.workers import Plan, Workers, add_through
from dragoman.reader import describe, whole
from dragoman.sources import Found, SourceOptions
from dragoman.sources.shards import Shard, shards

LOCAL = "local"
"""The address that stands for a cluster of this machine alone, started for the run and reached from nowhere else."""

# A run goes in waves of so many shards, so that an archive of any size is listed in bounded memory.
_WAVE = 2048
# How often a shard that came back with an error, or not at all, is given out.
_ROUNDS = 3
# So many errors and no shard read: the cluster is not set up, and more of them would not help.
_HOPELESS = 8
_OBJECT_STORE = 100_000_000

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DATA_DISABLE_PROGRESS_BARS": "1",
    "RAY_BACKEND_LOG_LEVEL": "fatal",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",
    # Else what still runs when a run is stopped would start a cluster of its own.
    "RAY_ENABLE_AUTO_CONNECT": "0",
    "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
}
# What makes Ray keep to the loopback address; it was made for systems whose firewalls ask.
_LOOPBACK = {"RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}


def add_on_cluster(
    adding: Adding, paths: Sequence[Path | str], plan: Plan, address: str = LOCAL, readers: int | None = None
) -> Iterator[Progress]:
    """Read what is new under `paths` into the ledger of `adding` on the Ray cluster at `address`; gives the progress.

    `address` is "local", which starts a cluster on this machine for the run, or host:port of one that runs. `readers`
    is the number of reading actors; by default one for each processor. A node may die: its shards are read by the
    others. When the caller stops (Ctrl-C, or leaves the loop) what has been committed stays. Raises `WorkerError` where
    Ray is missing, the cluster is not reached, or a shard could not be read or written, the others first.
    """
    with _connected(address, readers) as processors:
        run = _Run(adding, plan, readers or processors)
        todo = shards(paths, adding.options, run.readers)
        lost: list[_Try] = []
        while wave := lost + [_Try(shard) for shard in islice(todo, _WAVE - len(lost))]:
            lost = []
            yield from run.wave(wave, lost)
        run.finish()
        yield run.progress()


class _Try(NamedTuple):
    """A shard that is to be read, for which time, and what went wrong the last time."""

    shard: Shard
    number: int = 1
    error: str = "the processes that read it ended"


class _Run:
    """What the driver keeps of a run: what became of the reports, and which shards could not be read."""

    def __init__(self, adding: Adding, plan: Plan, readers: int) -> None:
        self.adding, self.ledger, self.plan, self.readers = adding, adding.ledger, plan, readers
        self.before = len(self.ledger.known())
        self.failed: list[_Try] = []
        self.done = 0

    def progress(self) -> Progress:
        """How far it is, with what actors have committed of shards that are not done."""
        self.ledger.refresh()
        self.adding.committed = len(self.ledger.known()) - self.before
        return self.adding.progress

    def wave(self, tries: list[_Try], lost: list[_Try]) -> Iterator[Progress]:
        """Read the shards of `tries`; those that came back with an error, or not at all, go to `lost` or `failed`."""
        open_ = dict(enumerate(tries))
        errors = 0
        for result in self._results(open_):
            if (here := result["shard"]) in open_:
                if result["error"]:
                    open_[here] = open_[here]._replace(error=result["error"])
                    errors += 1
                else:
                    del open_[here]
                    self._count(result)
            if errors >= _HOPELESS and not self.done:
                self.failed += open_.values()
                self.finish()
            yield self.progress()
        for tried in open_.values():
            (lost if tried.number < _ROUNDS else self.failed).append(tried._replace(number=tried.number + 1))

    def _results(self, open_: dict[int, _Try]) -> Iterator[dict[str, Any]]:
        """What the actors say of the shards in `open_`, as it comes."""
        rows = self._dataset([tried.shard for tried in open_.values()])
        try:
            yield from rows.iter_rows()
        except Exception as error:
            # The wave breaks off; what of it did not come back is given out again.
            for place, tried in open_.items():
                open_[place] = tried._replace(error=_line(error))

    def _dataset(self, wave: list[Shard]) -> Any:
        import ray.data

        work = {
            "ledger": str(self.ledger.path), "table": _table_id(self.ledger), "version": __version__,
            "plan": self.plan, "options": self.adding.options, "reports": self.adding.reports,
        }  # fmt: skip
        rows = [{"number": place, "shard": shard._asdict()} for place, shard in enumerate(wave)]
        pool = ray.data.ActorPoolStrategy(
            min_size=1, max_size=self.readers, initial_size=self.readers, max_tasks_in_flight_per_actor=2
        )
        return ray.data.from_items(rows, override_num_blocks=len(rows)).map_batches(
            ShardReader, batch_size=1, batch_format="pyarrow", compute=pool, num_cpus=1, fn_constructor_kwargs=work
        )

    def _count(self, result: dict[str, Any]) -> None:
        """Count what became of a shard's reports: by what the ledger had before this run, since a shard that is read a
        second time finds there what its first reader committed.
        """
        ids = np.frombuffer(result["ids"], np.uint64).tolist()
        claims = Counter(self.adding.known.claim(f"{value:016x}") for value in ids)
        aside = result["found"] - len(ids)
        self.adding.counts += Tally(
            found=result["found"],
            added=claims["new"],
            there=claims["there"],
            twice=claims["twice"],
            set_aside=aside,
            listed=min(aside, result["listed"]),
        )
        self.adding.kinds.update(json.loads(result["kinds"]))
        self.adding.examples += result["examples"][: EXAMPLES - len(self.adding.examples)]
        self.done += 1

    def finish(self) -> None:
        """Raises `WorkerError` where some shards could not be read."""
        if self.failed:
            first = self.failed[0]
            what = f"{len(self.failed)} shards were" if len(self.failed) > 1 else "a shard was"
            raise WorkerError(
                f"{self.ledger.path}: {what} not read: {first.shard}: {first.error}; what has been read is kept, "
                "run the same command again for the rest"
            )


class ShardReader:
    """An actor's work: reads shard after shard into the ledger, with one warm reader in a process of its own.

    The process is apart so that a report that ends it is found and set aside, instead of the actor being started anew
    for ever.
    """

    def __init__(self, ledger: str, table: str, version: str, plan: Plan, options: SourceOptions, reports: int) -> None:
        self.path, self.table, self.version = ledger, table, version
        self.plan, self.options, self.reports = plan, options, reports
        self._ledger: Ledger | None = None
        self._pool: Workers | None = None

    def __call__(self, batch: pa.Table) -> pa.Table:
        """Read the one shard in `batch`; gives its number and its `_Result`, or why it was not read."""
        (row,) = batch.to_pylist()
        try:
            result = self._read(Shard.of(row["shard"]))
        except Exception as wrong:
            kind = "" if isinstance(wrong, DragomanError) else f"{type(wrong).__name__}: "
            result = _Result(error=f"{platform.node()}: {kind}{_line(wrong)}")
        return pa.Table.from_pylist([{"shard": row["number"], **result._asdict()}], _ANSWER)

    def _read(self, shard: Shard) -> _Result:
        ledger = self._open()
        if unseen := shard.unseen():
            raise WorkerError(f"this node does not see {unseen}; put the sources on storage that all nodes share")
        if self._pool is None:
            self._pool = Workers(self.plan, self.options, ledger.keeps_text, 1)
        adding = Adding(ledger, self.options, self.reports)
        noted = _Noted()
        for _ in add_through(self._pool, adding, noted.through(shard.open(self.options))):
            pass
        if shard.parts == 1:
            adding.finish()
        ids = np.array(noted.ids, np.uint64)
        ids = ids[np.isin(ids, ledger.known())]
        return _Result(
            noted.count, ids.tobytes(), adding.counts.listed, json.dumps(dict(adding.kinds)), list(adding.examples)
        )

    def _open(self) -> Ledger:
        """The ledger, as this node sees it. Raises `LedgerError` where it is not the driver's."""
        if self._ledger is None:
            if self.version != __version__:
                raise WorkerError(f"this node has dragoman {__version__}, not {self.version}; install the same on all")
            hint = "put it on storage that all nodes share under the same path"
            try:
                ledger = Ledger(self.path)
            except LedgerError as error:
                raise LedgerError(f"this node does not see the ledger {self.path}; {hint} ({error})") from error
            if _table_id(ledger) != self.table:
                raise LedgerError(f"this node has another ledger in {self.path}; {hint}")
            self._ledger = ledger
        return self._ledger


class _Result(NamedTuple):
    """What became of a shard. `ids` are those of its reports that the ledger has now, 64 bits each, in its order."""

    found: int = 0
    ids: bytes = b""
    listed: int = 0
    kinds: str = "{}"
    examples: Sequence[str] = ()
    error: str = ""


_ANSWER = pa.schema(
    {
        "shard": pa.int64(), "found": pa.int64(), "ids": pa.binary(), "listed": pa.int64(),
        "kinds": pa.string(), "examples": pa.list_(pa.string()), "error": pa.string(),
    }
)  # fmt: skip


class _Noted:
    """Counts what a source gives, and notes the ids of its reports."""

    def __init__(self) -> None:
        self.count = 0
        self.ids: list[int] = []

    def through(self, found: Iterator[Found]) -> Iterator[Found]:
        """`found`, each noted."""
        for item in found:
            self.count += 1
            if item.report is not None:
                with suppress(DragomanError):  # a date that is none: set aside by whoever takes it
                    self.ids.append(number(describe(whole(item.report)).id))
            yield item


def _table_id(ledger: Ledger) -> str:
    from deltalake import DeltaTable

    return str(DeltaTable(ledger.path / "readings").metadata().id)


@contextmanager
def _connected(address: str, readers: int | None) -> Iterator[int]:
    """A connection to the cluster, shut down on leaving; gives its number of processors. Raises `WorkerError`."""
    local = address == LOCAL
    for name, value in (_QUIET | (_LOOPBACK if local else {})).items():
        os.environ.setdefault(name, value)
    try:
        import ray
        import ray.data
    except ImportError as error:
        raise WorkerError("Ray is not installed; pip install 'dragoman[cluster]'") from error
    quiet: dict[str, Any] = {"log_to_driver": False, "logging_level": logging.CRITICAL}
    if local:
        own: dict[str, Any] = {"num_cpus": readers, "object_store_memory": _OBJECT_STORE, "include_dashboard": False}
    else:
        own = {}
        _answers(address)
    try:
        with _silence():
            ray.init(address=address, **quiet, **own)
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise WorkerError(
            f"{address}: the cluster cannot be used ({_line(error)}); run this on one of its nodes"
        ) from error
    try:
        _settle()
        found = ray.cluster_resources()  # type: ignore[no-untyped-call]
        yield max(1, int(found.get("CPU", 1)))
    finally:
        ray.shutdown()


def _answers(address: str) -> None:
    """Raises `WorkerError` where nothing listens at host:port; Ray itself would wait for minutes."""
    host, _, port = address.rpartition(":")
    hint = "give host:port of its head node, or local"
    try:
        socket.create_connection((host, int(port)), timeout=10).close()
    except (ValueError, OSError) as error:
        raise WorkerError(f"{address}: no Ray cluster answers there ({_line(error)}); {hint}") from error


def _settle() -> None:
    """Ray Data without bars and logs; a shard that fails is left out, and the driver notices."""
    import ray.data

    logging.getLogger("ray").setLevel(logging.CRITICAL)
    logging.getLogger("ray.data").setLevel(logging.CRITICAL)
    context = ray.data.DataContext.get_current()
    context.enable_progress_bars = False
    context.print_on_execution_start = False
    context.max_errored_blocks = -1


@contextmanager
def _silence() -> Iterator[None]:
    """Nothing on stderr meanwhile, from Ray's C++ side either, which says there how it logs."""
    kept = os.dup(2)
    try:
        with Path(os.devnull).open("wb") as nowhere:
            os.dup2(nowhere.fileno(), 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(kept)


def _line(error: BaseException) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0]
