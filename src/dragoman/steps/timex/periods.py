"""Weeks, months and years seen from the report or from a time mentioned: "last week", "the following year"."""

from __future__ import annotations

from dragoman.steps.timex import calendar
from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.make import maker, one
from dragoman.steps.timex.months import season
from dragoman.steps.timex.scan import Found
from dragoman.steps.timex.tense import FUTURE

_SHIFT = {"last": -1, "previous": -1, "preceding": -1, "this": 0, "current": 0, "next": 1, "coming": 1}
_POINTING = {"same": 0, "that": 0, "following": 1, "ensuing": 1, "previous": -1, "preceding": -1}
_SPAN_PREPOSITIONS = frozenset({"over", "in", "within", "during", "for", "through", "throughout"})
_SMALL = ("TH", "TM", "TS")


def unit_in(found: Found) -> tuple[int, str]:
    """The last unit word of the match and its letter; (-1, "") where there is none."""
    rules = found.grammar.rules
    for i in reversed(found.all("UNIT", "UNITS", "LONGUNIT")):
        word = found.word(i)
        return i, rules.units.get(word) or rules.plural_units.get(word) or rules.long_units[word]
    return -1, ""


@maker
def weekend(found: Found, context: Context) -> list[Result]:
    """A weekend, as ISO week and WE. "the weekend" is the last one, or the next where the sentence looks ahead."""
    words = found.words()
    if "that" in words or "same" in words or "following" in words or "previous" in words:
        point = context.last("WE")
        by = 1 if "following" in words else -1 if "previous" in words else 0
        return one(found, context.from_point(point, "WE", by) if point else calendar.UNKNOWN["WE"])
    if context.today is None:
        return one(found, calendar.UNKNOWN["WE"])
    if "last" in words or "past" in words:
        return one(found, context.relative("WE", -1))
    if "next" in words:
        return one(found, context.relative("WE", 1))
    if "this" in words or "coming" in words:
        return one(found, context.relative("WE", 0))
    if found.find("THE") < 0:
        return []
    if context.today.isoweekday() >= 6:
        return one(found, context.relative("WE", 0))
    return one(found, context.relative("WE", 0 if context.direction(found.first, found.last) == FUTURE else -1))


@maker
def relative(found: Found, context: Context) -> list[Result]:
    """For "last week", "earlier this month", "the following year", "the same day"."""
    at, unit = unit_in(found)
    grain = calendar.grain_of_unit(unit)
    before = found.words()[: at - found.first]
    if unit in _SMALL or at < 0 or _is_title(found):
        return []
    pointing = next((w for w in before if w in _POINTING), None)
    definite = "the" in before[-2:]
    if pointing is None and definite and unit != "D" and ("last" in before or "next" in before):
        return _definite(found, context, unit, "last" if "last" in before else "next")
    if pointing is None and unit == "D":
        if "next" not in before or found.word(found.last + 1) in ("of", "after"):
            return []
        pointing = "following"
    if pointing is not None:
        return _pointing(found, context, grain, _POINTING[pointing])
    shift = next((_SHIFT[w] for w in before if w in _SHIFT), 0)
    return one(found, context.relative(grain, shift))


def _is_title(found: Found) -> bool:
    """Whether it is a broadcast's name ("This Week")."""
    doc = found.doc
    number = doc.sent[found.first]
    return (
        found.last > found.first
        and all(doc.word[i][:1].isupper() for i in range(found.first, found.last + 1))
        and doc.sentences[number].kind != "headline"
    )


def _definite(found: Found, context: Context, unit: str, word: str) -> list[Result]:
    """With an article: "over the next year" is a length; "the next year" of a story is the year after that told of."""
    if word == "last" or found.word(found.first - 1) in _SPAN_PREPOSITIONS:
        return [Result(found.first, found.last, "DURATION", calendar.amount(unit, "1"))]
    return _pointing(found, context, calendar.grain_of_unit(unit), 1)


def _pointing(found: Found, context: Context, grain: str, by: int) -> list[Result]:
    point = context.last(grain)
    return one(found, context.from_point(point, grain, by) if point else calendar.UNKNOWN[grain])


@maker
def limit_unit(found: Found, context: Context) -> list[Result]:
    """For "later in the year", "the end of the month": the report's own, or the one that the sentence speaks of."""
    _, unit = unit_in(found)
    grain = calendar.grain_of_unit(unit)
    if unit in _SMALL:
        return []
    point = context.last(grain if grain == "D" else None, within=(found.first, 0))
    if point and (grain == "D" or calendar.coarser(grain, point.grain)):
        return one(found, context.from_point(point, grain, 0))
    return one(found, context.relative(grain, 0))


@maker
def past_unit(found: Found, context: Context) -> list[Result]:
    """For "over the past week": a length; "the past summer": the last one."""
    if found.find("SEASON") >= 0:
        return season(found, context)
    if found.has("weekend"):
        return one(found, context.relative("WE", -1))
    _, unit = unit_in(found)
    return [Result(found.first, found.last, "DURATION", calendar.amount(unit, "1"))]
