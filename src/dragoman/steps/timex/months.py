"""Months, seasons and quarters: "in February", "last summer", "the third quarter"."""

from __future__ import annotations

from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.days import month_of, number_of, year_in
from dragoman.steps.timex.make import maker, one
from dragoman.steps.timex.scan import Found
from dragoman.steps.timex.tense import FUTURE

_SHIFT = {"last": -1, "latest": -1, "this": 0, "current": 0, "next": 1}


@maker
def month(found: Found, context: Context) -> list[Result]:
    """A month; the words before it may say which year's."""
    at = found.find("MONTH")
    if _is_no_month(found, context, at):
        return []
    number = month_of(found, at)
    year = year_in(found, context)
    if year is not None:
        return one(found, f"{year:04}-{number:02}")
    published = context.published
    before = found.words()[: at - found.first]
    if published and "last" in before:
        return one(found, f"{published.year - (number >= published.month):04}-{number:02}")
    if published and "next" in before:
        return one(found, f"{published.year + (number <= published.month):04}-{number:02}")
    if published and "this" in before and not {"past", "coming"} & set(before):
        return one(found, f"{published.year:04}-{number:02}")
    return one(found, context.month(number, found.first, found.last))


_STRONG = frozenset(
    {"in", "since", "until", "till", "last", "next", "this", "early", "late", "mid", "during", "through"}
)


def _is_no_month(found: Found, context: Context, at: int) -> bool:
    """Whether it is a name or a verb ("Theresa May", "May we ask"): a month alone needs something that makes it one."""
    doc = context.doc
    if found.last > at or found.first < at:
        return False
    if doc.entity[at] == "PERSON" or (context.is_surname(found.word(at)) and found.word(at - 1) not in _STRONG):
        return True
    if found.word(at) not in context.rules.parts_of_speech:
        return False
    if found.word(at + 1) == "of" or doc.dep[at] in ("nsubj", "nsubjpass"):
        return True
    return doc.entity[at] != "DATE" and found.word(at - 1) not in context.rules.contexts.months_after


@maker
def months(found: Found, context: Context) -> list[Result]:
    """For "March and April 2003": the year belongs to both."""
    year = year_in(found, context)
    first, second = found.all("MONTH")
    if year is None:
        return []
    joint = next(i for i in range(first + 1, second) if not found.names(i) & {"EDGE"})
    a, b = month_of(found, first), month_of(found, second)
    values = f"{year - (a > b):04}-{a:02}", f"{year:04}-{b:02}"
    return [
        Result(found.first, joint - 1, "DATE", values[0]),
        Result(joint + 1, found.last, "DATE", values[1]),
    ]


@maker
def season(found: Found, context: Context) -> list[Result]:
    """A season that something makes a time: "last spring", "the summer of 2004", "in the autumn"."""
    at = found.find("SEASON")
    letter = found.grammar.rules.seasons[found.word(at)]
    year = year_in(found, context)
    before = found.words()[: at - found.first]
    if year is None and not before and found.word(found.first - 1) not in ("in", "since", "until", "by", "during"):
        return []
    if year is None and not set(before) & {"last", "next", "this"} and found.word(found.last + 1) == "of":
        return []
    if found.word(at) == "fall" and not {"last", "next"} & set(before) and found.word(at + 1) in ("in", "from", "to"):
        return []
    if year is None:
        if context.published is None:
            return one(found, f"XXXX-{letter}")
        year = context.published.year + _season_shift(found, context, letter, before)
    return one(found, f"{year:04}-{letter}")


_SEASON_MONTHS = {"WI": 1, "SP": 4, "SU": 7, "FA": 10}


def _season_shift(found: Found, context: Context, letter: str, before: list[str]) -> int:
    assert context.published
    now = context.published.month
    middle = _SEASON_MONTHS[letter]
    if "this" in before:
        return 0
    if "last" in before or "past" in before or "previous" in before:
        return 0 if now > middle + 1 else -1
    if "next" in before or "coming" in before:
        return 1 if now >= middle - 1 else 0
    if context.direction(found.first, found.last) == FUTURE:
        return 1 if now > middle + 1 else 0
    return 0 if now >= middle - 1 else -1


@maker
def quarter(found: Found, context: Context) -> list[Result]:
    """A quarter of a year, the calendar's: "the third quarter", "Q1 2004", "last quarter"."""
    words = found.words()
    if found.word(found.last) != "quarter" and not (found.find("YEAR", "QUARTERNUM") >= 0 or found.has("year")):
        return []
    number = 0
    i = found.find("QUARTERNUM")
    if i >= 0:
        number = int(found.word(i)[1])
    elif (i := found.find("ORD")) >= 0:
        number = number_of(found, i)
    elif "final" in words:
        number = 4
    year = year_in(found, context)
    if number > 4 or found.word(found.last + 1) in ("mile", "final"):
        return []
    if number == 0:
        shift = next((_SHIFT[w] for w in words if w in _SHIFT), -1)
        return one(found, context.relative("Q", shift))
    if year is None and context.published is None:
        return one(found, f"XXXX-Q{number}")
    if year is None:
        assert context.published
        now = (context.published.month + 2) // 3
        year = context.published.year
        # The quarter that has just ended is still spoken of as to come: its figures are.
        if context.direction(found.first, found.last) == FUTURE:
            year += number < now - 1
        else:
            year -= number > now
    return one(found, f"{year:04}-Q{number}")
