"""Readers that need no model, for tests of what surrounds the reading; worker processes import them from here."""

import os
import signal
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from dragoman.errors import ModelError
from dragoman.reader import ReportText
from dragoman.records import Reading
from dragoman.sources.found import Found, Location
from made_reading import empty

DEADLY = "the reader ends here"


@dataclass(frozen=True)
class Made:
    """Gives readings without records, each after `seconds`; a report with the words of DEADLY kills the process."""

    seconds: float = 0.0

    def make(self) -> "Made":
        return self

    def read_many(self, reports: Iterable[ReportText], batch_size: int = 32) -> Iterator[Reading]:
        for report in reports:
            if DEADLY in report.text:
                os.kill(os.getpid(), signal.SIGKILL)
            time.sleep(self.seconds)
            yield empty(report.text, date=report.date)


class NoModel:
    """Its readers cannot be made."""

    def make(self) -> Made:
        raise ModelError("no such model; install one")


class DiesAtOnce:
    """Its readers end their process while they are made."""

    def make(self) -> Made:
        os._exit(3)


def numbered(count: int, first: int = 0) -> Iterator[Found]:
    """Reports that differ in a number."""
    for number in range(first, count):
        yield found(number, f"Envoys of Peru met for round {number} of the talks in Lima.")


def found(number: int, text: str) -> Found:
    return Found(Location("/archive/made.jsonl", None, number), ReportText(text, "2019-03-04"), None)
