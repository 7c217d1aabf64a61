"""Times that are counted or point: "five years ago", "two days later", "then", "in the future"."""

from __future__ import annotations

from dragoman.steps.timex import calendar
from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.count import VAGUE, counts
from dragoman.steps.timex.days import day
from dragoman.steps.timex.make import fixed, maker, one
from dragoman.steps.timex.periods import unit_in
from dragoman.steps.timex.scan import Found
from dragoman.steps.timex.tense import PAST

_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ"})


def _pos_after(found: Found) -> str:
    doc = found.doc
    return doc.pos[found.last + 1] if found.last + 1 < len(doc) else ""


def _count(found: Found, at: int) -> str | None:
    """The one count before the unit at token `at`; "X" for a vague one or a range, None for none."""
    given = counts(found, found.first, at - 1)
    tail = [i for i in range(at + 1, found.last) if found.word(i) == "half"]
    if tail and given and given[0] != VAGUE:
        return calendar.number(float(given[0]) + 0.5)
    return given[0] if len(given) == 1 else VAGUE if given else None


@maker
def ago(found: Found, context: Context) -> list[Result]:
    """For "five years ago": at the grain of the unit; vague ones are PAST_REF."""
    at, unit = unit_in(found)
    count = _count(found, at)
    if count is None or count == VAGUE:
        return one(found, "PAST_REF")
    grain = calendar.grain_of_unit(unit)
    if (beside := _quarter_beside(found, context, unit)) is not None:
        return one(found, beside)
    if unit in ("DE", "CE"):
        return one(found, context.relative("Y", -float(count) * (10 if unit == "DE" else 100)))
    by = -float(count)
    if unit.startswith("T"):
        base = calendar.shift(context.today, unit, by) if context.today else None
        return one(found, calendar.render("D", base) if base else calendar.UNKNOWN["D"])
    return one(found, context.relative(grain, by * (2 if unit == "F" else 1)))


def _quarter_beside(found: Found, context: Context, unit: str) -> str | None:
    """In a report of quarterly figures "a year ago" is the same quarter of the year before."""
    point = context.last(within=(found.first, 2))
    if unit != "Y" or point is None or point.grain != "Q" or found.find("NUM", "CARD", "MULTIPLE", "VAGUE") >= 0:
        return None
    told = context.published is None or point.day.year < context.published.year
    return context.from_point(point, "Q", 0 if told and context.published else -4)


@maker
def from_now(found: Found, context: Context) -> list[Result]:
    """For "three weeks from now", "in two years' time"."""
    at, unit = unit_in(found)
    count = _count(found, at)
    if count is None or count == VAGUE:
        return one(found, "FUTURE_REF")
    if unit in ("DE", "CE"):
        return one(found, context.relative("Y", float(count) * (10 if unit == "DE" else 100)))
    if unit.startswith("T"):
        base = calendar.shift(context.today, unit, float(count)) if context.today else None
        return one(found, calendar.render("D", base) if base else calendar.UNKNOWN["D"])
    return one(found, context.relative(calendar.grain_of_unit(unit), float(count) * (2 if unit == "F" else 1)))


@maker
def from_day(found: Found, context: Context) -> list[Result]:
    """For "two weeks from Monday"."""
    at = found.find("UNIT", "UNITS")
    word, rules = found.word(at), found.grammar.rules
    unit = rules.units.get(word) or rules.plural_units.get(word, "")
    named = day(Found(found.doc, found.grammar, found.symbols, found.rule, at + 2, found.last), context)
    point = calendar.parse(named[0].value) if named else None
    count = counts(found, found.first, at - 1)
    if len(count) != 1 or count[0] == VAGUE or unit not in ("D", "W", "F", "M", "Y"):
        return []
    if point is None:
        return one(found, calendar.UNKNOWN["D"])
    moved = calendar.shift(point.day, unit, float(count[0]))
    return one(found, calendar.render("D", moved) if moved else calendar.UNKNOWN["D"])


@maker
def later(found: Found, context: Context) -> list[Result]:
    """For "two days later", "a year earlier": counted from the last time mentioned."""
    at, unit = unit_in(found)
    back = found.has("earlier", "previously", "beforehand", "ago")
    if back and (beside := _quarter_beside(found, context, unit)) is not None:
        return one(found, beside)
    point = context.last()
    if point is None and context.today:
        point = calendar.Point("D", context.today)
    return one(found, _moved(context, point, unit, _count(found, at) or VAGUE, -1 if back else 1))


@maker
def year_ago(found: Found, context: Context) -> list[Result]:
    """For "the year-ago quarter", "year-earlier results": a unit before the report, or before the quarter told of."""
    at = found.find("UNIT")
    unit = found.grammar.rules.units[found.word(at)]
    if (beside := _quarter_beside(found, context, unit)) is not None:
        return one(found, beside)
    if found.word(found.last) == "quarter":
        point = context.last_of("Q")
        return one(found, context.from_point(point, "Q", -4) if point else context.relative("Q", -4))
    return one(found, context.relative(calendar.grain_of_unit(unit), -1))


def _moved(context: Context, point: calendar.Point | None, unit: str, count: str, way: int) -> str:
    """The value of `count` units from a time; some hours later is the same day, other vague distances are past."""
    if point is None:
        return calendar.UNKNOWN["D" if unit.startswith("T") else calendar.grain_of_unit(unit)]
    if unit.startswith("T"):
        days = int(float(count) / 24) if unit == "TH" and count != VAGUE else 0
        return context.from_point(point, "D", way * days)
    if count == VAGUE:
        return "PAST_REF"
    by = float(count) * way
    if unit in ("DE", "CE"):
        return context.from_point(point, "Y", by * (10 if unit == "DE" else 100))
    return context.from_point(point, calendar.grain_of_unit(unit), by * (2 if unit == "F" else 1))


@maker
def unit_before(found: Found, context: Context) -> list[Result]:
    """For "the day before", "the year after": only where no event follows that it would be counted from."""
    if _pos_after(found) in ("DET", "NOUN", "PROPN", "PRON", "ADJ", "NUM", "VERB", "AUX", "ADV") and found.has(
        "before", "after"
    ):
        return []
    _, unit = unit_in(found)
    grain = calendar.grain_of_unit(unit) if unit else "D"
    if unit in ("TH", "TM", "TS"):
        return []
    point = context.last(grain)
    by = 1 if found.has("after") else -1
    return one(found, context.from_point(point, grain, by) if point else calendar.UNKNOWN[grain])


@maker
def daypart(found: Found, context: Context) -> list[Result]:
    """For "that night", "the previous evening", "the next morning"."""
    point = context.last("D")
    by = 1 if found.has("next", "following") else -1 if found.has("previous", "before") else 0
    if not found.has("next", "following", "previous", "same", "that", "before"):
        return []
    return one(found, context.from_point(point, "D", by) if point else calendar.UNKNOWN["D"])


@maker
def then(found: Found, context: Context) -> list[Result]:
    """For "since then", "at that time": the last time mentioned, the report's own day left out."""
    if found.word(found.first) == "then" and found.names(found.first + 1) & {"HYPHEN"}:
        return []
    point = context.last(skip_today=True)
    if point is None:
        return one(found, "PAST_REF")
    return one(found, calendar.render(point.grain, point.day))


@maker
def in_future(found: Found, context: Context) -> list[Result]:
    """For "in the future", but not "in future talks"."""
    return [] if _pos_after(found) in _NOMINAL else fixed(found, context)


@maker
def in_past(found: Found, context: Context) -> list[Result]:
    """For "in the past", but not "in the past ministers"."""
    return [] if _pos_after(found) in _NOMINAL else fixed(found, context)


@maker
def vague(found: Found, context: Context) -> list[Result]:
    """The adverbs "soon" and "shortly" of a verb that is not told as past ("was soon released")."""
    if context.doc.pos[found.last] != "ADV" or context.direction(found.first, found.last) == PAST:
        return []
    return fixed(found, context)
