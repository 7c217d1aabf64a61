"""Periods of the calendar: months, seasons, quarters, years, decades, centuries, and "last week", "next year"."""

from __future__ import annotations

from dragoman.steps import timex_calendar as calendar
from dragoman.steps.timex_context import Context, Result
from dragoman.steps.timex_days import month_of, number_of, spelled_year, year_in
from dragoman.steps.timex_make import maker, one
from dragoman.steps.timex_scan import Found
from dragoman.steps.timex_tense import FUTURE

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
    """For "Theresa May", "April Glaspie", "May we ask": a month alone needs something that makes it one."""
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


@maker
def half(found: Found, context: Context) -> list[Result]:
    """For "the second half of 2015"; of a decade it is the decade."""
    if found.find("DECADE", "SHORTDECADE") >= 0:
        return decade(found, context)
    i = found.find("ORD")
    number = number_of(found, i) if i >= 0 else 2
    if number > 2:
        return []
    year = year_in(found, context)
    if year is not None:
        return one(found, f"{year:04}-H{number}")
    point = context.last("Y") if found.has("that") else None
    base = point.day if point else context.published
    return one(found, f"{base.year:04}-H{number}" if base else f"XXXX-H{number}")


def _decade(found: Found, i: int, context: Context) -> str | None:
    """The value of the decade that token `i` names."""
    names, word = found.names(i), found.word(i)
    if "DECADEWORD" in names:
        digit = found.grammar.rules.decade_words[word]
    else:
        figures = word.rstrip("s").rpartition("-")[2].lstrip("'")
        if len(figures) == 4:
            return f"{figures[:3]}X"
        digit = int(figures[0])
    now = context.published.year if context.published else 2000
    return f"20{digit}X" if digit < 3 and now >= 2000 + 10 * digit + 5 else f"19{digit}X"


@maker
def decade(found: Found, context: Context) -> list[Result]:
    """For "the late 1970s", "the '80s", "the eighties"."""
    i = found.find("DECADE", "PARTDECADE", "SHORTDECADE", "DECADEWORD")
    return one(found, _decade(found, i, context))


@maker
def decades(found: Found, context: Context) -> list[Result]:
    """For "the 1970s and 1980s", "the '80s and '90s": two decades; the second takes the century of the first."""
    at = found.all("DECADE", "SHORTDECADE")
    if len(at) != 2:
        return []
    first = _decade(found, at[0], context)
    second = _decade(found, at[1], context)
    joint = next(
        i for i in range(at[0] + 1, at[1]) if found.word(i) in ("and", "to", "or") or found.names(i) & {"HYPHEN"}
    )
    if first is None or second is None:
        return []
    return [Result(found.first, joint - 1, "DATE", first), Result(joint + 1, found.last, "DATE", second)]


@maker
def decade_possessive(found: Found, context: Context) -> list[Result]:
    """For "the 1920's" is a decade where the year is round and no thing is possessed by it."""
    year = found.word(found.find("YEAR"))
    if not year.endswith("0") or context.doc.pos[min(found.last + 1, len(context.doc) - 1)] in ("NOUN", "ADJ", "PROPN"):
        return []
    return one(found, f"{year[:3]}X")


@maker
def century(found: Found, context: Context) -> list[Result]:
    """For "the 20th century": 19XX."""
    i = found.find("ORDNUM", "ORD")
    tens = found.find("CARD")
    if context.doc.word[found.last][:1].isupper():
        return []  # "21st Century Fox"
    number = number_of(found, i) + (found.grammar.rules.cardinals[found.word(tens)] if tens >= 0 else 0)
    return one(found, f"{number - 1:02}XX") if 0 < number < 30 else []


@maker
def year(found: Found, context: Context) -> list[Result]:
    """A year in figures, where nothing beside it says that it counts or numbers something."""
    i = found.find("YEAR", "PARTYEAR")
    if "PARTYEAR" in found.names(i):
        return one(found, found.word(i)[-4:])
    if not _is_year(found, context, i):
        return []
    return one(found, found.word(i))


def _is_year(found: Found, context: Context, i: int) -> bool:
    contexts = context.rules.contexts
    number = int(found.word(i))
    if found.first < i and found.word(i - 1) != "of":
        return True
    before = i - 1
    # "resolutions 1718, 1874 and 2094": what stands before the list counts.
    for _ in range(12):
        if found.word(before) in (",", "and", "or", "to", "through") and "YEAR" in found.names(before - 1):
            before -= 2
        else:
            break
    if found.word(before) in contexts.not_year_after or found.word(i + 1) in contexts.counted:
        return False
    if "HYPHEN" in found.names(i + 1) and found.names(i + 2) & {"UNIT", "NUM"}:
        return False
    if found.names(i + 1) & {"UNITS", "UNIT"} and not found.names(i + 1) & {"FREQUENCY"}:
        return found.word(i + 1) == "quarter"
    stated = found.word(i - 1) in (
        "in",
        "since",
        "by",
        "until",
        "of",
        "during",
        "from",
        "late",
        "early",
        "mid",
        "(",
        "between",
    )
    if number % 100 == 0 and not stated and context.doc.tag[min(i + 1, len(context.doc) - 1)] == "NNS":
        return False
    return 1900 <= number <= 2060 or (number >= 1500 and stated)


@maker
def fiscal(found: Found, context: Context) -> list[Result]:
    """For "fiscal 2004": FY2004, as no calendar of a government is assumed."""
    return one(found, f"FY{found.word(found.find('YEAR'))}")


@maker
def year_span(found: Found, context: Context) -> list[Result]:
    """For "1980-88", "1998-2000": one interval."""
    figures = "".join(found.words()).replace("–", "-").replace("—", "-").replace("/", "-").replace("--", "-")
    first, _, second = figures.partition("-")
    if len(second) == 2:
        second = first[:2] + second
    if not _is_year_or_span(found, context) or int(second) <= int(first) or int(second) > 2100:
        return []
    return one(found, f"{first}/{second}")


def _is_year_or_span(found: Found, context: Context) -> bool:
    contexts = context.rules.contexts
    return (
        found.word(found.first - 1) not in contexts.not_year_after
        and found.word(found.last + 1) not in contexts.counted
    )


@maker
def year_spelled(found: Found, context: Context) -> list[Result]:
    """For "nineteen ninety-one", as broadcasts spell it."""
    spelled = spelled_year(found, found.first, found.last)
    return one(found, str(spelled) if spelled else None)


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
    """For "This Week" is a broadcast."""
    doc = found.doc
    number = doc.sent[found.first]
    return (
        found.last > found.first
        and all(doc.word[i][:1].isupper() for i in range(found.first, found.last + 1))
        and doc.sentences[number].kind != "headline"
    )


def _definite(found: Found, context: Context, unit: str, word: str) -> list[Result]:
    """For "over the next year" is a length; "the next year" in a story is the year after the one told of."""
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
