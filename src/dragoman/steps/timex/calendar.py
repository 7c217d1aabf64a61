"""Calendar arithmetic in TIMEX3 values: days, weeks, months, quarters, years, decades, centuries."""

from __future__ import annotations

import datetime as dt
import re
from typing import NamedTuple

UNKNOWN = {
    "D": "XXXX-XX-XX",
    "W": "XXXX-WXX",
    "WE": "XXXX-WXX-WE",
    "M": "XXXX-XX",
    "Q": "XXXX-QX",
    "H": "XXXX-HX",
    "Y": "XXXX",
    "DE": "XXX",
    "CE": "XX",
}
"""The value of each grain when nothing is known of it (ISO-TimeML's X for unknown digits)."""

_ORDER = ("D", "WE", "W", "M", "Q", "H", "Y", "DE", "CE")
_MONTHS = {"M": 1, "Q": 3, "H": 6, "Y": 12, "DE": 120, "CE": 1200}
_DAYS = {"D": 1, "W": 7, "WE": 7, "F": 14}
_HOURS = {"TH": 1.0, "TM": 1 / 60, "TS": 1 / 3600}


class Point(NamedTuple):
    """A stretch of the calendar: its grain and its first day."""

    grain: str
    day: dt.date


def date_of(text: str | None) -> dt.date | None:
    """The day that an ISO date names; None for anything else."""
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        return None


def make_date(year: int, month: int, day: int) -> dt.date | None:
    """The day, or None where the calendar has no such day."""
    try:
        return dt.date(year, month, day)
    except (ValueError, OverflowError):
        return None


def render(grain: str, day: dt.date) -> str:
    """The TIMEX3 value of the stretch of this grain that `day` lies in."""
    year, month = day.year, day.month
    if grain in ("W", "WE", "F"):
        iso = day.isocalendar()
        return f"{iso.year:04}-W{iso.week:02}" + ("-WE" if grain == "WE" else "")
    match grain:
        case "M":
            return f"{year:04}-{month:02}"
        case "Q":
            return f"{year:04}-Q{(month + 2) // 3}"
        case "H":
            return f"{year:04}-H{(month + 5) // 6}"
        case "Y":
            return f"{year:04}"
        case "DE":
            return f"{year // 10:03}X"
        case "CE":
            return f"{year // 100:02}XX"
    return day.isoformat()


def shift(day: dt.date, grain: str, by: float) -> dt.date | None:
    """`day` moved by so many units of `grain`; None where that leaves the calendar.

    Months and longer units keep the day of the month where they can; half a month is 15 days.
    """
    try:
        if grain in _HOURS:
            return day + dt.timedelta(days=int(by * _HOURS[grain] / 24))
        if grain in _DAYS:
            return day + dt.timedelta(days=round(by * _DAYS[grain]))
        months = day.year * 12 + day.month - 1 + int(by * _MONTHS[grain])
        first = dt.date(months // 12, months % 12 + 1, 1)
        return _clamped(first, day.day)
    except (OverflowError, ValueError):
        return None


def _clamped(first: dt.date, day: int) -> dt.date:
    while True:
        try:
            return first.replace(day=day)
        except ValueError:
            day -= 1


def grain_of_unit(unit: str) -> str:
    """The grain at which a distance in `unit` is given: hours lead to a day, a fortnight to a week."""
    return {"TH": "D", "TM": "D", "TS": "D", "F": "W"}.get(unit, unit)


def coarser(a: str, b: str) -> bool:
    """Whether grain `a` is coarser than grain `b`."""
    return _ORDER.index(a) > _ORDER.index(b)


_VALUES = (
    ("D", re.compile(r"(\d{4})-(\d\d)-(\d\d)")),
    ("W", re.compile(r"(\d{4})-W(\d\d)(?:-WE)?")),
    ("M", re.compile(r"(\d{4})-(\d\d)")),
    ("Q", re.compile(r"(\d{4})-Q([1-4])")),
    ("H", re.compile(r"(\d{4})-H([12])")),
    ("Y", re.compile(r"(\d{4})(?:-(?:SP|SU|FA|WI))?")),
    ("DE", re.compile(r"(\d{3})X")),
    ("CE", re.compile(r"(\d{2})XX")),
)


def parse(value: str) -> Point | None:
    """The stretch that a value names; an interval gives its first part; None for lengths, references and unknowns."""
    value = value.partition("/")[0]
    for grain, regex in _VALUES:
        if match := regex.fullmatch(value):
            numbers = [int(group) for group in match.groups()]
            try:
                return Point("WE" if value.endswith("WE") else grain, _first_day(grain, numbers))
            except ValueError:
                return None
    return None


def _first_day(grain: str, numbers: list[int]) -> dt.date:
    year = numbers[0]
    match grain:
        case "D":
            return dt.date(year, numbers[1], numbers[2])
        case "W":
            return dt.date.fromisocalendar(year, numbers[1], 1)
        case "M":
            return dt.date(year, numbers[1], 1)
        case "Q":
            return dt.date(year, numbers[1] * 3 - 2, 1)
        case "H":
            return dt.date(year, numbers[1] * 6 - 5, 1)
        case "DE":
            return dt.date(year * 10, 1, 1)
        case "CE":
            return dt.date(max(1, year * 100), 1, 1)
    return dt.date(year, 1, 1)


def easter(year: int) -> dt.date:
    """Western Easter Sunday (Meeus, Jones and Butcher's Gregorian algorithm, from Nature 13, 1876)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    w = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * w) // 451
    month, day = divmod(h + w - 7 * m + 114, 31)
    return dt.date(year, month, day + 1)


def thanksgiving(year: int) -> dt.date:
    """The fourth Thursday of November, the day in the United States."""
    first = dt.date(year, 11, 1)
    return first + dt.timedelta(days=(3 - first.weekday()) % 7 + 21)


def amount(unit: str, count: str) -> str:
    """A length: "P2D" for two days, "PT3H" for three hours, "P4W" for two fortnights."""
    if unit == "F":
        return amount("W", count if count == "X" else number(float(count) * 2))
    if unit == "WE":
        return f"P{count}WE"
    if unit == "Q":
        return amount("M", count if count == "X" else number(float(count) * 3))
    if unit.startswith("T"):
        return f"PT{count}{unit[1:]}"
    return f"P{count}{unit}"


def half_of(unit: str) -> str:
    """Half a unit, in the next smaller unit where that is whole: half an hour is PT30M."""
    return {"TH": "PT30M", "TM": "PT30S", "D": "PT12H", "Y": "P6M", "DE": "P5Y", "CE": "P50Y"}.get(
        unit, amount(unit, "0.5")
    )


def number(value: float) -> str:
    """A count without a needless decimal point."""
    return str(int(value)) if value == int(value) else f"{value:g}"
