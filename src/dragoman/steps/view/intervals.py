"""TIMEX3 values as intervals of days."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache

_DAY = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_WEEK = re.compile(r"(\d{4})-W(\d\d)$")
_MONTH = re.compile(r"(\d{4})-(\d\d)$")
_YEAR = re.compile(r"(\d{4})$")
_DECADE = re.compile(r"(\d{3})X$")

Interval = tuple[dt.date, dt.date]


@lru_cache(maxsize=4096)
def interval(value: str | None) -> Interval | None:
    """First and last day of a TIMEX value; None where it names no calendar time ("FUTURE_REF", "P2D", "XXXX-WXX-1")."""
    if not value:
        return None
    if "/" in value:
        ends = [interval(part) for part in value.split("/", 1)]
        return (ends[0][0], ends[1][1]) if ends[0] and ends[1] and ends[0][0] <= ends[1][1] else None
    try:
        return _single(value)
    except ValueError:
        return None


def _single(value: str) -> Interval | None:
    if m := _DAY.match(value):
        day = dt.date(int(m[1]), int(m[2]), int(m[3]))
        return day, day
    if m := _WEEK.match(value):
        monday = dt.date.fromisocalendar(int(m[1]), int(m[2]), 1)
        return monday, monday + dt.timedelta(6)
    if m := _MONTH.match(value):
        first = dt.date(int(m[1]), int(m[2]), 1)
        return first, (first + dt.timedelta(31)).replace(day=1) - dt.timedelta(1)
    if m := _YEAR.match(value):
        return dt.date(int(m[1]), 1, 1), dt.date(int(m[1]), 12, 31)
    if m := _DECADE.match(value):
        return dt.date(int(m[1]) * 10, 1, 1), dt.date(int(m[1]) * 10 + 9, 12, 31)
    return None


def nested(one: Interval, other: Interval) -> bool:
    """Whether one of two intervals lies in the other."""
    return (one[0] <= other[0] and other[1] <= one[1]) or (other[0] <= one[0] and one[1] <= other[1])


def days(span: Interval) -> int:
    """How many days an interval has."""
    return (span[1] - span[0]).days + 1
