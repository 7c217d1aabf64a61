"""The ledger as the site sees it: one version at a time, with what has been computed from it.

A page asks one `Snapshot` from its first question to its last, so that what it shows fits together while others add.
The newest version is looked for at every request, got ready behind the scenes, and shown from then on.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from pathlib import Path
from typing import Any, TypeVar, cast

from dragoman.ledger.store import Ledger
from dragoman.negotiation.model import State
from dragoman.negotiation.state import Negotiation
from dragoman.web.settings import Settings

T = TypeVar("T")
_log = logging.getLogger("dragoman.web")


class _Slot:
    """What is kept, or is being computed; whoever claims it first computes it."""

    def __init__(self) -> None:
        self.future: Future[Any] = Future()
        self._free = threading.Lock()

    def claim(self) -> bool:
        """Whether the caller is the one to compute it."""
        return self._free.acquire(blocking=False)


class Snapshot:
    """One version of the ledger. What is computed from it is kept: the last `settings.kept` things that were asked."""

    def __init__(self, settings: Settings, workers: ThreadPoolExecutor) -> None:
        self.ledger = Ledger(settings.ledger)
        self.version = self.ledger.version
        self.opened = dt.datetime.now(dt.UTC)
        self._settings = settings
        self._workers = workers
        self._lock = threading.Lock()
        self._kept: OrderedDict[Hashable, _Slot] = OrderedDict()

    def rows(
        self, sql: str, parameters: Sequence[Any] | Mapping[str, Any] = (), *, limit: int | None = None
    ) -> list[dict[str, Any]]:
        """The rows of one SQL statement over the views, as dicts. Raises `QueryError`.

        The views `stories`, `occurrences` and `occurrence_events` take long at the first question: ask them in `soon`.
        """
        return self.ledger.query(sql, parameters, limit=limit).rows()

    def kept(self, key: Hashable, make: Callable[[], T]) -> T:
        """What `make` gives, computed once a version: others who ask meanwhile wait for it. An error is not kept."""
        slot = self._slot(key)
        self._fill(key, slot, make)
        return cast(T, slot.future.result())

    def soon(self, key: Hashable, make: Callable[[], T], patience: float | None = None) -> T | None:
        """Like `kept`, but waits `patience` seconds at most; None where it is still being computed.

        `patience` is that of the settings where it is None. Raises what `make` raised.
        """
        slot = self._slot(key)
        if not slot.future.done():
            self._workers.submit(self._fill, key, slot, make)
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
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
            slot = self._kept[key] = _Slot()
            if len(self._kept) > self._settings.kept:
                self._kept.popitem(last=False)
            return slot

    def _fill(self, key: Hashable, slot: _Slot, make: Callable[[], Any]) -> None:
        """Compute what is kept, unless somebody else does. A worker never waits for one that has not begun."""
        if not slot.claim():
            return
        try:
            slot.future.set_result(make())
        except BaseException as error:
            with self._lock:
                if self._kept.get(key) is slot:
                    del self._kept[key]
            slot.future.set_exception(error)


class Ledgers:
    """Gives the snapshot that pages ask, and gets the next one ready when the ledger has changed."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._workers = ThreadPoolExecutor(4, thread_name_prefix="dragoman-web")
        self._lock = threading.Lock()
        self._preparing = False
        self._current = Snapshot(settings, self._workers)
        self._workers.submit(_warmed, self._current)

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
                self._workers.submit(_warmed, self._current)
            return self._current

    def close(self) -> None:
        """Stop what runs behind the scenes."""
        self._workers.shutdown(wait=False, cancel_futures=True)

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
