"""Reading with several processes of one machine: the parent opens the sources and writes, the workers read.

The parent screens what its sources give, hands groups of new reports to worker processes that keep a warm reader each,
and commits what they send back; so there is one writer, and what a worker was reading when it died is simply read
again by another. At most two groups a worker are held, however large the archive is.
"""

from __future__ import annotations

import os
import signal
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import connection, get_context, resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from pathlib import Path
from typing import NamedTuple, Protocol

from dragoman.errors import DragomanError, ReportError, WorkerError
from dragoman.language import DEFAULT_MODEL
from dragoman.ledger.add import Adding, Packed, Progress, Reads, Screened, Tally, groups, pack, read_batch
from dragoman.ledger.quarantine import SetAside
from dragoman.reader import Engine, Reader, ReportText
from dragoman.sources.found import Found, SourceOptions

ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")
"""Environment of a process that reads beside others: one thread a process, or they would wait for each other."""

# A group is read again once in case the death had another cause, then report by report to find the one that kills.
_DEATHS = 2
# A start that fails has the same cause as the next one, unless somebody is killing processes.
_FAILED_STARTS = 3
_JOIN_SECONDS = 5
_WARM_UP = ReportText("LIMA, March 4, 2019 -- Peru's president met Ecuador's foreign minister, who denied a retreat.")


class Plan(Protocol):
    """How a process that reads makes its reader; sent to it by pickle."""

    def make(self) -> Reads:
        """A new reader."""


@dataclass(frozen=True)
class ReaderPlan:
    """The configuration of a `Reader`, for the processes and machines that make one. Paths should be absolute."""

    model: str = DEFAULT_MODEL
    actor_files: tuple[str, ...] = ()
    engine: Engine = "both"
    ontology: str | None = None

    @classmethod
    def of(
        cls,
        model: str = DEFAULT_MODEL,
        actor_files: Sequence[Path | str] = (),
        engine: Engine = "both",
        ontology: Path | str | None = None,
    ) -> ReaderPlan:
        """The plan of `Reader(model, actor_files, engine, ontology)`, with absolute paths."""
        own = str(Path(ontology).absolute()) if ontology is not None else None
        return cls(model, tuple(str(Path(path).absolute()) for path in actor_files), engine, own)

    def make(self) -> Reader:
        """A reader of this plan."""
        return Reader(self.model, self.actor_files, self.engine, self.ontology)


def warm(plan: Plan) -> Reads:
    """A reader of `plan` that has loaded what it needs. Raises `ModelError` and `KnowledgeError`."""
    reader = plan.make()
    for _ in reader.read_many([_WARM_UP]):
        pass
    return reader


def add_with_workers(adding: Adding, found: Iterable[Found], plan: Plan, workers: int) -> Iterator[Progress]:
    """Read what is new among `found` in `workers` processes and write it through `adding`; gives the progress.

    The readings are the same as those of one process; only their order in the ledger may differ. A worker that dies is
    replaced, and what it was reading is read again; a report that ends its worker each time is set aside. When the
    caller stops (Ctrl-C, or leaves the loop) the workers are ended and what has been read is committed. A script that
    calls this keeps its own work under `if __name__ == "__main__":`, since the workers import it. Raises `LedgerError`
    where the ledger cannot be written, `WorkerError` where no worker starts, and what the reader's making raises.
    """
    with Workers(plan, adding.options, adding.ledger.keeps_text, workers) as pool:
        yield from add_through(pool, adding, found)
    adding.finish()
    yield adding.progress


def add_through(pool: Workers, adding: Adding, found: Iterable[Found]) -> Iterator[Progress]:
    """Read what is new among `found` with the workers of `pool`, as `add_with_workers` does, and leave them running.

    What has been read is committed in the end, and `finish` is left to the caller. When the loop is left before its end
    the workers are ended, since they may still be reading.
    """
    stream: Iterator[list[Found]] | None = groups(found)
    jobs: deque[_Job] = deque()
    try:
        while stream or jobs or pool.busy:
            pool.hand_out(jobs)
            if stream and len(jobs) < pool.count and not pool.heard():
                group = next(stream, None)
                if group is None:
                    stream = None
                elif fresh := adding.screen(group):
                    jobs.append(_Job(fresh))
            else:
                for outcome in pool.wait():
                    adding.put(outcome) if isinstance(outcome, Packed) else _again(outcome, jobs, adding)
            yield adding.progress
    except BaseException:
        pool.stop()
        raise
    finally:
        adding.commit()


class _Job(NamedTuple):
    """Reports for one worker, and how many workers have died on them."""

    found: tuple[Found, ...]
    deaths: int = 0


def _again(lost: _Job, jobs: deque[_Job], adding: Adding) -> None:
    """Put what a dead worker was reading in front; a single report that ended several workers is set aside."""
    if lost.deaths < _DEATHS:
        jobs.appendleft(lost)
    elif len(lost.found) > 1:
        jobs.extendleft(_Job((item,)) for item in reversed(lost.found))
    else:
        aside = set_aside(lost.found[0], adding.options)
        adding.put(pack(Screened((), (aside,), Tally(found=1, set_aside=1)), adding.ledger.keeps_text))


def set_aside(item: Found, options: SourceOptions) -> SetAside:
    """The entry for a report on which the processes that read it die."""
    reason = "the process that read it ended each time"
    error = ReportError(str(item.location), reason, "it may need more memory than there is; split it, and add it again")
    return SetAside.of(item.location, error, options)


@dataclass
class _Worker:
    process: SpawnProcess
    pipe: Connection
    ready: bool = False
    job: _Job | None = None


class Workers:
    """Up to `count` worker processes, started as there is work for them; all are ended on leaving."""

    def __init__(self, plan: Plan, options: SourceOptions, keep_text: bool, count: int) -> None:
        self.count = max(1, count)
        self._for_workers = (plan, options, keep_text)
        self._running: list[_Worker] = []
        self._failed_starts = 0

    def __enter__(self) -> Workers:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End all workers. They hold nothing that is not held here, too; the next job starts new ones."""
        running, self._running = self._running, []
        for worker in running:
            worker.process.kill()
        for worker in running:
            _end(worker)

    @property
    def busy(self) -> bool:
        """Whether a worker is reading."""
        return any(worker.job for worker in self._running)

    def heard(self) -> bool:
        """Whether a worker has something to say, so that `wait` would not."""
        return bool(connection.wait([worker.pipe for worker in self._running], 0))

    def hand_out(self, jobs: deque[_Job]) -> None:
        """Give `jobs` to the workers that wait for one, and start as many as there is work for."""
        for worker in self._running:
            if jobs and worker.ready and worker.job is None:
                worker.job = jobs.popleft()
                with suppress(OSError):  # it has died: `wait` hears of it next
                    worker.pipe.send(worker.job.found)
        starting = sum(not worker.ready for worker in self._running)
        for _ in range(min(len(jobs) - starting, self.count - len(self._running))):
            self._running.append(_start(*self._for_workers))

    def wait(self) -> Iterator[Packed | _Job]:
        """Wait until a worker says something, and give what came: packs, and jobs whose worker has died."""
        pipes = connection.wait([worker.pipe for worker in self._running])
        for worker in [worker for worker in self._running if worker.pipe in pipes]:
            try:
                said = worker.pipe.recv()
            except (EOFError, OSError):
                yield from self._died(worker)
                continue
            if isinstance(said, DragomanError):
                raise said
            if isinstance(said, Packed):
                worker.job = None
                yield said
            else:
                worker.ready, self._failed_starts = True, 0

    def _died(self, worker: _Worker) -> Iterator[_Job]:
        self._running.remove(worker)
        _end(worker)
        if worker.job:
            yield worker.job._replace(deaths=worker.job.deaths + 1)
        elif not worker.ready:
            self._failed_starts += 1
            if self._failed_starts >= _FAILED_STARTS:
                code = worker.process.exitcode
                raise WorkerError(
                    f"the worker processes end before they can read (exit status {code}); is there memory for "
                    f'{self.count} readers? In a script, keep the call under if __name__ == "__main__":'
                )


def _start(plan: Plan, options: SourceOptions, keep_text: bool) -> _Worker:
    here, there = get_context("spawn").Pipe()
    process = get_context("spawn").Process(target=_work, args=(there, plan, options, keep_text), daemon=True)
    with _one_thread(), _no_interrupt():
        process.start()
    # Held open here, the pipe would not end with the worker.
    there.close()
    return _Worker(process, here)


def _end(worker: _Worker) -> None:
    worker.pipe.close()
    worker.process.join(_JOIN_SECONDS)
    if worker.process.is_alive():
        worker.process.kill()
        worker.process.join()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Processes started meanwhile compute in one thread, unless the user has said otherwise."""
    added = {name: value for name, value in ONE_THREAD.items() if name not in os.environ}
    os.environ.update(added)
    try:
        yield
    finally:
        for name in added:
            del os.environ[name]


@contextmanager
def _no_interrupt() -> Iterator[None]:
    """Processes started meanwhile do not see Ctrl-C, which a terminal sends to all: it is the parent that stops."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    # Started with the first process, the tracker would unblock the signal again.
    resource_tracker.ensure_running()
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _work(pipe: Connection, plan: Plan, options: SourceOptions, keep_text: bool) -> None:
    """What a worker does: make a reader, then read what the parent sends until it sends no more."""
    try:
        try:
            reader = warm(plan)
            pipe.send("ready")
            while True:
                pipe.send(pack(read_batch(reader, pipe.recv(), options=options), keep_text))
        except DragomanError as error:
            # Its own class where that can be sent: a ReportError is made of more than its message.
            pipe.send(WorkerError(str(error)) if isinstance(error, ReportError) else error)
    except (EOFError, OSError):
        pass  # the parent has stopped, or was killed
