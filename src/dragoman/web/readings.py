"""What visitors give to read: one text is read after the other, and the last readings are kept for a while.

A long text takes a while, and a thread cannot be stopped, so nobody waits for one: who gave it is told that it is being
read, and looks again. At most `WAITING` texts wait for their turn.
"""

from __future__ import annotations

import secrets
import threading
from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import TYPE_CHECKING, NamedTuple

from starlette.exceptions import HTTPException

from dragoman.errors import ReportEmpty, ReportLanguage, ReportTooLarge
from dragoman.reader import ReportText, describe, whole
from dragoman.records import Reading
from dragoman.sources.english import check_english

if TYPE_CHECKING:
    from dragoman.reader import Reader

WAITING = 8
KEPT = 32
"""So many texts with their readings are kept."""

NAME = "the text"
"""What a text without a name is called in messages."""


class Given(NamedTuple):
    """A text that a visitor gave, its reading as soon as there is one, and how many more reports its file had."""

    report: ReportText
    future: Future[Reading]
    more: bool

    def reading(self, patience: float) -> Reading | None:
        """The reading; None where it is not there after so many seconds. Raises what reading raised."""
        try:
            return self.future.result(patience)
        except NotYet:
            return None


class Readings:
    """Reads with what `reader` gives, texts of up to `longest` characters."""

    def __init__(self, reader: Callable[[], Reader], longest: int) -> None:
        self._reader, self._longest = reader, longest
        self._worker = ThreadPoolExecutor(1, thread_name_prefix="dragoman-read")
        self._lock = threading.Lock()
        self._given: OrderedDict[str, Given] = OrderedDict()

    def give(self, report: ReportText, more: bool = False) -> str:
        """Have a text read; gives the key by which it is found again.

        Raises a `ReportError` for what cannot be read, and 503 where too many texts wait.
        """
        report = self.checked(report)
        with self._lock:
            if sum(not given.future.done() for given in self._given.values()) >= WAITING:
                raise HTTPException(503, "other texts are being read; give it again in a while", {"retry-after": "10"})
            key = secrets.token_urlsafe(16)
            self._given[key] = Given(report, self._worker.submit(self._read, report), more)
            while len(self._given) > KEPT:
                self._drop()
        return key

    def find(self, key: str) -> Given | None:
        """What was given under a key; None where it is not kept any more."""
        with self._lock:
            if key in self._given:
                self._given.move_to_end(key)
            return self._given.get(key)

    def checked(self, report: ReportText) -> ReportText:
        """The text as it is read. Raises the `ReportError` that says why it cannot be."""
        report = whole(report)
        if not report.text.strip():
            raise ReportEmpty(NAME, "there is nothing in it", "paste a report, or choose a file")
        if len(report.text) > self._longest:
            reason = f"it has {len(report.text):,} characters, more than {self._longest:,}"
            raise ReportTooLarge(NAME, reason, "read it with `dragoman read`")
        describe(report)
        try:
            check_english(report.text, NAME)
        except ReportLanguage as error:
            raise ReportLanguage(NAME, error.reason, "translate it") from error
        return report

    def close(self) -> None:
        """Stop reading; what is being read is read to its end."""
        self._worker.shutdown(wait=False, cancel_futures=True)

    def _read(self, report: ReportText) -> Reading:
        return next(self._reader().read_many([report]))

    def _drop(self) -> None:
        """Forget the oldest text that has been read."""
        done = next((key for key, given in self._given.items() if given.future.done()), None)
        if done is not None:
            del self._given[done]
