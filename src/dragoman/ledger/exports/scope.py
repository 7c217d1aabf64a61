"""Which part of a ledger is exported: the filters that all forms share."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, get_args

from dragoman.errors import QueryError
from dragoman.records import EventType, Status
from dragoman.steps.view.intervals import interval

TYPES: tuple[str, ...] = get_args(EventType)
STATUSES: tuple[str, ...] = get_args(Status)

_DAYS = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")


@dataclass(frozen=True)
class Scope:
    """What is taken from a ledger; a filter that is empty takes everything.

    `parties` are codes that all have to take part in an event, on either side: two of them make a dyad. `types` and
    `statuses` name those of which an event has one. `since` and `until` are the first and last day of publication;
    where one is given, reports without a date are left out. `sources` are publishers, compared without case. `issue` is
    in the issue of an event, in any case. `reports` are the ids of those to take; None takes any.
    Raises `QueryError` where a type, a status or a day is none.
    """

    parties: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: dt.date | None = None
    until: dt.date | None = None
    sources: tuple[str, ...] = ()
    issue: str | None = None
    reports: tuple[str, ...] | None = None

    @classmethod
    def of(
        cls,
        party: str | Sequence[str] = (),
        type: str | Sequence[str] = (),
        status: str | Sequence[str] = (),
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
        source: str | Sequence[str] = (),
        statuses_are: Sequence[str] = STATUSES,
        issue: str | None = None,
        reports: Sequence[str] | None = None,
    ) -> Scope:
        """The scope that a caller's words name; a filter is one word or several."""
        return cls(
            _words(party),
            _checked("type", tuple(word.upper() for word in _words(type)), TYPES),
            _checked("status", tuple(word.lower() for word in _words(status)), statuses_are),
            _day("since", since, 0),
            _day("until", until, 1),
            tuple(word.casefold() for word in _words(source)),
            issue.strip().lower() or None if issue is not None else None,
            tuple(reports) if reports is not None else None,
        )

    @property
    def of_events(self) -> bool:
        """Whether a filter asks something of events."""
        return bool(self.parties or self.types or self.statuses or self.issue)

    def fits(self, event: Mapping[str, Any]) -> bool:
        """Whether an event, as a row of the ledger holds it, passes the filters on events."""
        if self.types and event["type"] not in self.types:
            return False
        if self.statuses and event["status"] not in self.statuses:
            return False
        if self.issue and self.issue not in (event["issue"] or "").lower():
            return False
        return not self.parties or set(self.parties) <= {*event["actors"], *event["recipients"]}


def _words(value: str | Sequence[str] | None) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value or ())


def _checked(name: str, words: tuple[str, ...], known: Sequence[str]) -> tuple[str, ...]:
    for word in words:
        if word not in known:
            raise QueryError(f"{word!r} is no {name}; known are {', '.join(known)}")
    return words


def _day(name: str, value: dt.date | str | None, end: int) -> dt.date | None:
    """The first or the last day of what `value` names: a day, a month or a year."""
    if value is None or isinstance(value, dt.date):
        return value
    span = interval(value) if _DAYS.fullmatch(value) else None
    if span is None:
        raise QueryError(f"{name}: {value!r} is no day; give YYYY-MM-DD, YYYY-MM or YYYY")
    return span[end]
