"""Publication dates as tables, feeds and pages write them; what could be two days is refused, never guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from dragoman.errors import ReportDateError

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?,?\s+)?"
_YEAR = r"(?P<year>\d{4})"
# A time of day with its zone, whatever its form: the date is the one that is written, in its own zone.
_TIME = r"(?:(?:,|\s|T)+(?:at\s+)?\d{1,2}(?::\d\d|\s?[ap]\.?m\b|h)[\w:.,+() /-]{0,40})?"

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        rf"{_YEAR}-(?P<number>\d\d?)-{_DAY}{_TIME}",
        rf"{_YEAR}/(?P<number>\d\d?)/{_DAY}{_TIME}",
        rf"{_YEAR}\.(?P<number>\d\d?)\.{_DAY}{_TIME}",
        rf"{_YEAR}(?P<number>\d\d)(?P<day>\d\d)(?:T?\d{{4}}(?:\d\d)?Z?)?",
        rf"{_WEEKDAY}{_DAY}[\s-]+(?:of\s+)?{_MONTH},?[\s-]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}[\s-]+{_DAY},?[\s-]+{_YEAR}{_TIME}",
        rf"{_WEEKDAY}{_MONTH}\s+{_DAY}\s+\d\d:\d\d(?::\d\d)?\s+(?:[A-Z]{{3,4}}\s+|[+-]\d{{4}}\s+)?{_YEAR}",
        rf"{_YEAR}[\s-]+{_MONTH}[\s-]+{_DAY}{_TIME}",
    )
)
_SLASHED = re.compile(rf"(?P<one>\d\d?)(?P<mark>[/.-])(?P<two>\d\d?)(?P=mark){_YEAR}{_TIME}", re.IGNORECASE)
# Seconds or milliseconds since 1970, from 2001 to 2030: as a date and an hour they would lie before 1900.
_EPOCH = re.compile(r"(1[0-8]\d{8})(?:\d{3})?(?:\.\d+)?")
_NOTHING = frozenset({"", "nan", "nat", "null", "none", "n/a", "na", "-", "unknown", "undated"})
_HINT = "write it as YYYY-MM-DD"


def publication_date(value: Any, name: str) -> str | None:
    """The day that `value` names, as YYYY-MM-DD; None where it says that there is none.

    Taken are dates and times of ISO 8601 and RFC 2822, 20040506, 6 May 2004, May 6, 2004, and 13/05/2004, where only
    one number can be the month. `name` is the report's. Raises `ReportDateError` for 03/04/2004, which is two days,
    for a month without a day, and for what is no date.
    """
    if value is None or value != value:
        return None
    if isinstance(value, dt.date):
        return (value.date() if isinstance(value, dt.datetime) else value).isoformat()
    text = " ".join(str(value).split())[:100]
    if text.casefold() in _NOTHING:
        return None
    if match := _SLASHED.fullmatch(text):
        return _slashed(match, text, name)
    for form in _FORMS:
        if match := form.fullmatch(text):
            known = match.groupdict()
            written = known.get("month")
            month = 1 + _MONTHS.index(written[:3].lower()) if written else int(known["number"])
            return _calendar(int(known["year"]), month, int(known["day"]), text, name)
    if match := _EPOCH.fullmatch(text):
        return dt.datetime.fromtimestamp(int(match[1]), dt.UTC).date().isoformat()
    raise ReportDateError(name, f"{text!r} is no date with a day, a month and a year", _HINT)


def _slashed(match: re.Match[str], text: str, name: str) -> str:
    one, two, year = int(match["one"]), int(match["two"]), int(match["year"])
    if one <= 12 and two <= 12 and one != two:
        either = " or ".join(f"{year:04}-{month:02}-{day:02}" for day, month in ((one, two), (two, one)))
        raise ReportDateError(name, f"{text!r} could be {either}", _HINT)
    day, month = (one, two) if two <= 12 else (two, one)
    return _calendar(year, month, day, text, name)


def _calendar(year: int, month: int, day: int, text: str, name: str) -> str:
    try:
        return dt.date(year, month, day).isoformat()
    except ValueError as error:
        raise ReportDateError(name, f"{text!r} is no day of the calendar", _HINT) from error
