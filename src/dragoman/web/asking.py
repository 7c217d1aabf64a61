"""Visitors' queries, answered in processes of their own: what one may cost in time and memory is the system's to say.

DuckDB counts what it holds, but not a single value that grows to gigabytes, and cannot stop while it makes one. Such a
process is ended, and nothing else of the site feels it.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import resource
import threading
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any, NamedTuple

import pyarrow as pa
from starlette.exceptions import HTTPException

from dragoman.errors import DragomanError, LedgerError, QueryError

MEMORY = 2_500_000_000
"""A process may take so many bytes beyond those that it begins with."""

MOST_BYTES = 64_000_000
"""An answer has so many bytes at most."""

KEPT_MEMORY = 700_000_000
"""A process that holds more than so many bytes after an answer is not asked again."""

AT_ONCE = 2
"""So many queries run at once."""

_GRACE = 3.0
"""Seconds beyond those of the query after which its process is ended."""

_START = 60.0


class Wanted(NamedTuple):
    """A query, the version of the ledger that is asked, and what it may cost."""

    sql: str
    version: int
    seconds: float
    rows: int


class Asking:
    """The processes that answer queries of the ledger at `path`; each is begun when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._turns = threading.BoundedSemaphore(AT_ONCE)
        self._lock = threading.Lock()
        self._idle: list[_Process] = []
        self._closed = False

    def ask(self, wanted: Wanted) -> pa.Table:
        """The first rows of the answer. Raises `QueryError`; 503 where too many others ask."""
        if not self._turns.acquire(timeout=2 * (wanted.seconds + _GRACE)):
            raise HTTPException(503, "other queries are running; ask again in a while", {"retry-after": "5"})
        try:
            with self._process() as process:
                return process.ask(wanted)
        finally:
            self._turns.release()

    def close(self) -> None:
        """End the processes."""
        with self._lock:
            self._closed = True
            for process in self._idle:
                process.end()
            self._idle.clear()

    @contextlib.contextmanager
    def _process(self) -> Iterator[_Process]:
        with self._lock:
            process = self._idle.pop() if self._idle else None
        process = process or _Process(self._path)
        try:
            yield process
        finally:
            with self._lock:
                if process.usable and not self._closed:
                    self._idle.append(process)
                else:
                    process.end()


class _Process:
    """One process, which answers one query after the other until it is ended."""

    def __init__(self, path: Path) -> None:
        context = multiprocessing.get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self._process = context.Process(target=serve, args=(theirs, path), daemon=True, name="dragoman-query")
        self._process.start()
        theirs.close()
        self.usable = True
        self._begun = False

    def ask(self, wanted: Wanted) -> pa.Table:
        """See `Asking.ask`."""
        try:
            if not self._begun:
                self._begun = self._pipe.poll(_START) and self._pipe.recv() == "ready"
            self._pipe.send(wanted)
            if not self._pipe.poll(wanted.seconds + _GRACE):
                self.usable = False
                raise QueryError(f"the query was stopped after {wanted.seconds:g} seconds; narrow it")
            fault, held = self._pipe.recv()
            self.usable = held < KEPT_MEMORY
            if fault is not None:
                raise fault
            return pa.ipc.open_stream(self._pipe.recv_bytes()).read_all()
        except (EOFError, OSError) as error:
            self.usable = False
            raise QueryError("the query needs more memory than there is for it; narrow it") from error

    def end(self) -> None:
        """End the process, whatever it does."""
        self.usable = False
        self._pipe.close()
        self._process.kill()
        self._process.join(5)


def serve(pipe: Connection, path: Path) -> None:
    """Answer what comes through `pipe` until it is closed."""
    from dragoman.ledger.store import Ledger

    ledger = Ledger(path)
    list(ledger.query("SELECT 1"))
    _limit_memory()
    pipe.send("ready")
    with contextlib.suppress(EOFError, OSError, KeyboardInterrupt):
        while True:
            wanted: Wanted = pipe.recv()
            if wanted.version != ledger.version and ledger.refresh() != wanted.version:
                ledger = Ledger(path, as_of=wanted.version)
            fault, table = _answer(ledger, wanted)
            sink = pa.BufferOutputStream()
            if table is not None:
                with pa.ipc.new_stream(sink, table.schema) as stream:
                    stream.write_table(table)
            # Before the rows, so that whoever asked knows whether to ask again.
            pipe.send((fault, _held()))
            if table is not None:
                pipe.send_bytes(sink.getvalue())


def _answer(ledger: Any, wanted: Wanted) -> tuple[DragomanError | None, pa.Table | None]:
    try:
        schema, batches = ledger.query(wanted.sql, seconds=wanted.seconds, limit=wanted.rows).stream()
        table = pa.Table.from_batches(_weighed(batches), schema=schema)
        for column in table.columns:
            if pa.types.is_temporal(column.type):
                column.to_pylist()
        return None, table
    except (QueryError, LedgerError) as error:
        return QueryError(str(error)), None
    except RecursionError:
        return QueryError("the query is nested too deeply; write it flatter"), None
    except (OverflowError, ValueError):
        return QueryError("the answer has a day that no calendar here holds; CAST it to VARCHAR"), None
    except (MemoryError, OSError, pa.ArrowException):
        return QueryError("the answer has values that are too large; ask for less of them"), None


def _weighed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    left = MOST_BYTES
    for batch in batches:
        left -= batch.nbytes
        if left < 0:
            raise QueryError(f"the answer has more than {MOST_BYTES:,} bytes; ask for fewer columns or rows")
        yield batch


def _held() -> int:
    """The memory that this process holds, in bytes; 0 where the system does not tell."""
    try:
        return _pages(1)
    except OSError:
        return 0


def _pages(field: int) -> int:
    """A field of /proc/self/statm, in bytes: 0 is the address space, 1 what is in memory."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[field]) * resource.getpagesize()


def _limit_memory() -> None:
    """From now on the process may take `MEMORY` more. Where the system does not tell what it has, there is no limit."""
    with contextlib.suppress(OSError, ValueError):
        most = _pages(0) + MEMORY
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
