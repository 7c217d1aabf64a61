"""The ledger as the site sees it: one version at a time, with what has been computed from it.

A page asks one `Snapshot` from its first question to its last, so that what it shows fits together while others add.
The newest version is looked for at every request, got ready behind the scenes, and shown from then on.
"""

from __future__ import annotations

import datetime as dt
import logging
import queue
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any, TypeVar, cast

from dragoman.ledger.store import Ledger
from dragoman.negotiation.model import State
from dragoman.negotiation.state import Negotiation
from dragoman.web.settings import Settings

T = TypeVar("T")
_log = logging.getLogger("dragoman.web")


class Workers:
    """Threads that work behind the scenes, and do not keep the process from ending."""

    def __init__(self, number: int) -> None:
        self._tasks: queue.SimpleQueue[Callable[[], object] | None] = queue.SimpleQueue()
        self._number = number
        self._busy: set[int] = set()
        for _ in range(number):
            threading.Thread(target=self._work, name="dragoman-web", daemon=True).start()

    def submit(self, task: Callable[[], object]) -> None:
        """Do `task`, which raises nothing, as soon as a thread is free."""
        self._tasks.put(task)

    def close(self) -> None:
        """Begin nothing more."""
        for _ in range(self._number):
            self._tasks.put(None)

    def _work(self) -> None:
        me = threading.get_ident()
        while (task := self._tasks.get()) is not None:
            self._busy.add(me)
            task()
            self._busy.discard(me)

    @property
    def busy(self) -> bool:
        """Whether something is being done."""
        return bool(self._busy)


class _Slot:
    """What is kept, or is being computed; whoever claims it first computes it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self._free = threading.Lock()

    def claim(self) -> bool:
        """Whether the caller is the one to compute it."""
        return self._free.acquire(blocking=False)


class Snapshot:
    """One version of the ledger. What is computed from it is kept: of each kind the last `settings.kept` things."""

    def __init__(self, settings: Settings, workers: Workers) -> None:
        self.ledger = Ledger(settings.ledger)
        self.version = self.ledger.version
        self.opened = dt.datetime.now(dt.UTC)
        self._settings = settings
        self._workers = workers
        self._lock = threading.Lock()
        self._kept: dict[Hashable, OrderedDict[Hashable, _Slot]] = {}

    def rows(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), *, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The rows of one SQL statement over the views, as dicts. Raises `QueryError`.

        The views `stories`, `occurrences` and `occurrence_events` take long at the first question: ask them in `soon`.
        """
        return self.ledger.query(sql, parameters, limit=limit).rows()

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, computed once a version: others who ask meanwhile wait for it. An error is not kept.

        `key` is a name, or a tuple that begins with one: each name has its own bound.
        """
        slot = self._slot(key)
        self._fill(key, slot, make)
        return cast(T, slot.future.result())

    def soon(self, key: Hashable, make: Callable[[], T], patience: float | None = None) -> T | None:
        """Like `kept`, but waits `patience` seconds at most; None where it is still being computed.

        `patience` is that of the settings where it is None. Raises what `make` raised.
        """
        slot = self._slot(key)
        if not slot.future.done():
            self._workers.submit(lambda: self._fill(key, slot, make))
        try:
            return cast(T, slot.future.result(self._settings.patience if patience is None else patience))
        except NotYet:
            return None

    def negotiation(
        self,
        parties: Sequence[str] = (),
        issue: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> Negotiation:
        """The negotiation, kept; each of its parts is computed when it is first asked for. Raises `QueryError`."""
        key = ("negotiation", tuple(parties), issue, since, until)
        return self.kept(key, lambda: Negotiation(self.ledger, parties, issue, since, until))

    def state(
        self,
        parties: Sequence[str] = (),
        issue: str | None = None,
        since: dt.date | None = None,
        until: dt.date | None = None,
    ) -> State:
        """All of a negotiation as one model, kept. Raises `QueryError`."""
        talks = self.negotiation(parties, issue, since, until)
        return self.kept(("state", tuple(parties), issue, since, until), talks.state)

    def warm(self) -> None:
        """Make what the first questions would wait for: flat tables, the index of reports, stories, occurrences."""
        self.rows("SELECT count(*) AS n FROM reports")
        self.ledger.index()
        self.rows("SELECT count(*) AS n FROM occurrence_events")

    def _slot(self, key: Hashable) -> _Slot:
        kind = _kind(key)
        with self._lock:
            alike = self._kept.setdefault(kind, OrderedDict())
            if key in alike:
                alike.move_to_end(key)
                return alike[key]
            slot = alike[key] = _Slot()
            if len(alike) > self._settings.kept:
                alike.popitem(last=False)
            return slot

    def _fill(self, key: Hashable, slot: _Slot, make: Callable[[], Any]) -> None:
        """Compute what is kept, unless somebody else does. A worker never waits for one that has not begun."""
        if not slot.claim():
            return
        try:
            slot.future.set_result(make())
        except BaseException as error:
            with self._lock:
                alike = self._kept[_kind(key)]
                if alike.get(key) is slot:
                    del alike[key]
            slot.future.set_exception(error)


def _kind(key: Hashable) -> Hashable:
    """The kind of what is kept under `key`: its first part, so that many reports do not push out a negotiation."""
    return key[0] if isinstance(key, tuple) else key


class Ledgers:
    """Gives the snapshot that pages ask, and gets the next one ready when the ledger has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers = Workers(2)
        self._lock = threading.Lock()
        self._preparing = False
        self._current = Snapshot(settings, self._workers)
        self._warm(self._current)

    @property
    def path(self) -> Path:
        """The ledger's folder."""
        return self._settings.ledger

    def current(self) -> Snapshot:
        """The newest version that is ready; where there is a newer one, it is got ready meanwhile."""
        known = self._current
        if self._has_newer(known) and not self._preparing:
            with self._lock:
                if not self._preparing:
                    self._preparing = True
                    self._workers.submit(self._prepare)
        return known

    def renew(self) -> Snapshot:
        """The newest version, now: for who has just added to the ledger."""
        with self._lock:
            if self._has_newer(self._current):
                self._current = Snapshot(self._settings, self._workers)
                self._warm(self._current)
            return self._current

    @property
    def busy(self) -> bool:
        """Whether something is being computed behind the scenes."""
        return self._workers.busy

    def close(self) -> None:
        """Begin nothing more behind the scenes."""
        self._workers.close()

    def _warm(self, snapshot: Snapshot) -> None:
        self._workers.submit(lambda: _warmed(snapshot))

    def _has_newer(self, known: Snapshot) -> bool:
        log = self._settings.ledger / "readings" / "_delta_log"
        return (log / f"{known.version + 1:020d}.json").exists()

    def _prepare(self) -> None:
        try:
            snapshot = Snapshot(self._settings, self._workers)
            _warmed(snapshot)
            with self._lock:
                if snapshot.version > self._current.version:
                    self._current = snapshot
        except Exception:
            _log.exception("the newer version of the ledger cannot be opened")
        finally:
            self._preparing = False


def _warmed(snapshot: Snapshot) -> None:
    try:
        snapshot.warm()
    except Exception:
        _log.exception("version %d of the ledger cannot be made ready", snapshot.version)
