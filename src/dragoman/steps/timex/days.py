"""Days: dates, weekdays, today and tomorrow, intervals of days, holidays, clock times."""

from __future__ import annotations

import datetime as dt

from dragoman.steps.timex import calendar
from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.make import maker, one
from dragoman.steps.timex.scan import Found
from dragoman.steps.timex.tense import FUTURE, PAST

_DEICTIC = {"today": 0, "tonight": 0, "yesterday": -1, "tomorrow": 1}
_SHIFT = {"last": -1, "past": -1, "previous": -1, "this": 0, "next": 1, "coming": 1}

_YEAR_SHIFT = {**_SHIFT, "following": 1, "same": 0, "that": 0}
_POINTING = frozenset({"following", "same", "that", "previous"})


def number_of(found: Found, i: int) -> int:
    """The number that a token stands for ("6", "6th", "sixth"), or 0."""
    word = found.word(i)
    if word in found.grammar.rules.ordinals:
        return found.grammar.rules.ordinals[word]
    digits = word.rstrip("stndrh")
    return int(digits) if digits.isdecimal() else 0


def weekday_of(found: Found, i: int) -> int:
    """1 for Monday … 7 for Sunday."""
    rules = found.grammar.rules
    return rules.weekdays.get(found.word(i)) or rules.short_weekdays.get(found.word(i), 0)


def month_of(found: Found, i: int) -> int:
    """1 for January … 12 for December."""
    return found.grammar.rules.months[found.word(i)]


def spelled_year(found: Found, first: int, last: int) -> int | None:
    """The year that "nineteen ninety-one" spells in these tokens; None where they spell none."""
    cardinals = found.grammar.rules.cardinals
    values = [cardinals[word] for word in found.doc.norm[first : last + 1] if word in cardinals]
    if len(values) < 2 or values[0] not in (19, 20) or not 10 <= sum(values[1:]) <= 99:
        return None
    return values[0] * 100 + sum(values[1:])


def year_in(found: Found, context: Context) -> int | None:
    """The year that the match states: in figures, in words, or as "last year"."""
    i = found.find("YEAR")
    if i >= 0:
        return int(found.word(i))
    if (i := found.find("CARD")) >= 0 and (spelled := spelled_year(found, i, found.last)):
        return spelled
    for i in range(found.first, found.last):
        if found.word(i + 1) == "year" and found.word(i) in _YEAR_SHIFT:
            if found.word(i) in _POINTING or found.word(i - 1) == "the":
                point = context.last("Y")
                return point.day.year + _YEAR_SHIFT[found.word(i)] if point else None
            return context.published.year + _YEAR_SHIFT[found.word(i)] if context.published else None
    return None


@maker
def numeric_date(found: Found, context: Context) -> list[Result]:
    """2004-03-14, 03/14/2004, 14.3.2004; of two numbers that both may be the month the first is (a U.S. date)."""
    text = "".join(found.words()).translate(str.maketrans("/.–—", "----"))
    parts = [int(part) for part in text.split("-") if part.isdecimal()]
    if len(parts) != 3:
        return []
    if len(text.split("-")[0]) == 4:
        year, month, day = parts
    else:
        month, day, year = parts
        if "DOTDATE" in found.names(found.first) or month > 12:
            month, day = day, month
        if year < 100:
            year += 2000 if year < 50 else 1900
    date = calendar.make_date(year, month, day)
    return one(found, date.isoformat() if date else None)


@maker
def day(found: Found, context: Context) -> list[Result]:
    """A day however it is given; a clock time or part of the day beside it changes nothing."""
    if found.find("MONTH") >= 0:
        return _calendar_day(found, context)
    weekday = found.find("WEEKDAY", "SHORTWEEKDAY")
    if weekday >= 0:
        return one(found, _relative_weekday(found, context, weekday))
    words = found.words()
    if "before" in words or "after" in words:
        return one(found, context.relative("D", -2 if "before" in words else 2))
    for i in range(found.first, found.last + 1):
        if found.word(i) in _DEICTIC:
            return [] if _is_name(found, i) else one(found, context.relative("D", _DEICTIC[found.word(i)]))
    return one(found, context.relative("D", -1 if "last" in words else 0))


def _is_name(found: Found, i: int) -> bool:
    """Whether it is a broadcast's name ("Russia Today", NBC's "Today")."""
    doc = found.doc
    if found.word(i - 1) == '"' and found.word(i + 1) in ('"', "'s"):
        return True
    return doc.word[i][:1].isupper() and i > 0 and doc.pos[i - 1] == "PROPN" and doc.sent[i] == doc.sent[i - 1]


def _calendar_day(found: Found, context: Context) -> list[Result]:
    at = found.find("MONTH")
    numbers = [i for i in found.all("DAYNUM", "ORDNUM") if abs(i - at) <= 2]
    after = [i for i in numbers if i > at]
    i = min(after or numbers, key=lambda n: abs(n - at), default=-1)
    if i < 0:
        return []
    month, number = month_of(found, at), number_of(found, i)
    if i == found.last and _counts(found, context, i) and not _known(found, context, month, number):
        return []
    weekday = found.find("WEEKDAY", "SHORTWEEKDAY")
    value = _on(found, context, month, number, weekday_of(found, weekday) if weekday >= 0 else 0)
    return one(found, value)


def _on(found: Found, context: Context, month: int, number: int, weekday: int = 0) -> str | None:
    year = year_in(found, context)
    if year is not None:
        date = calendar.make_date(year, month, number)
        if date:
            context.settle("day", month, number, date.isoformat())
        return date.isoformat() if date else None
    if known := _known(found, context, month, number):
        return known
    if found.word(found.first) in ("last", "next") or found.word(found.first - 1) in ("last", "next"):
        return _beside(
            context, month, number, -1 if "last" in (found.word(found.first), found.word(found.first - 1)) else 1
        )
    return context.day_of_year(month, number, found.first, found.last, weekday)


def _beside(context: Context, month: int, number: int, way: int) -> str | None:
    """For "last Oct. 23", "next May 5": the nearest before or after today."""
    today = context.today
    if today is None:
        return f"XXXX-{month:02}-{number:02}"
    days = [
        d for year in (today.year - 1, today.year, today.year + 1) if (d := calendar.make_date(year, month, number))
    ]
    fitting = [d for d in days if (d > today if way > 0 else d < today)]
    if not fitting:
        return None
    return (min(fitting) if way > 0 else max(fitting)).isoformat()


def _known(found: Found, context: Context, month: int, number: int) -> str | None:
    """The day of a well-known event, named after its date."""
    for known in context.rules.known_day:
        if (known.month, known.day) == (month, number) and found.word(found.last + 1) in known.before:
            date = dt.date(known.year, known.month, known.day)
            if context.published is None or date <= context.published:
                return date.isoformat()
    return None


def _relative_weekday(found: Found, context: Context, at: int) -> str:
    number = weekday_of(found, at)
    today = context.today
    week = _week_of(found)
    if today is None:
        return f"XXXX-WXX-{number}"
    if week is not None:
        return context.relative("D", number - today.isoweekday() + 7 * week)
    before = found.words()[: at - found.first]
    if "last" in before or "past" in before:
        return context.relative("D", -((today.isoweekday() - number - 1) % 7) - 1)
    if "coming" in before:
        return context.relative("D", (number - today.isoweekday() - 1) % 7 + 1)
    if "next" in before:
        return context.relative("D", number - today.isoweekday() + 7)
    if "this" in before:
        return context.relative("D", number - today.isoweekday())
    return context.weekday(number, found.first, found.last)


def _week_of(found: Found) -> int | None:
    for i in range(found.first, found.last):
        if found.word(i + 1) == "week" and found.word(i) in _SHIFT:
            return _SHIFT[found.word(i)]
    return None


@maker
def day_beside(found: Found, context: Context) -> list[Result]:
    """For "the day before last Tuesday"."""
    results = day(Found(found.doc, found.grammar, found.symbols, found.rule, found.first + 3, found.last), context)
    point = calendar.parse(results[0].value) if results else None
    if point is None:
        return []
    return one(found, context.from_point(point, "D", -1 if found.word(found.first + 2) == "before" else 1))


@maker
def week_of(found: Found, context: Context) -> list[Result]:
    """For "the week of March 6": the week that the day lies in."""
    results = day(found, context)
    point = calendar.parse(results[0].value) if results else None
    if point is None:
        return one(found, calendar.UNKNOWN["W"])
    return one(found, calendar.render("W", point.day))


@maker
def day_range(found: Found, context: Context) -> list[Result]:
    """For "July 16 to 21", "30 May - 2 June": one interval; "April 4 and 9" is two days."""
    span = found.find("DAYSPAN")
    months = found.all("MONTH")
    if span >= 0:
        numbers = [int(part) for part in found.word(span).replace("–", "-").replace("—", "-").split("-")]
    else:
        numbers = [number_of(found, i) for i in found.all("DAYNUM", "ORDNUM")]
    if len(numbers) != 2 or _counts(found, context, found.last):
        return []
    first = _on(found, context, month_of(found, months[0]), numbers[0])
    second = _on(found, context, month_of(found, months[-1]), numbers[1])
    if first is None or second is None:
        return []
    if _is_moved(found, context) and len(months) == 2:
        return _two(found, first, second)
    return _interval(found, first, second, "and" in found.words())


def _counts(found: Found, context: Context, i: int) -> bool:
    """Whether the number counts what follows: "In May 12 people", "on May 5 and 12 people"."""
    if i + 1 >= len(context.doc) or found.names(i).isdisjoint({"DAYNUM", "ORDNUM"}):
        return False
    counted = found.word(i + 1) in context.rules.contexts.counted and context.doc.pos[i + 1] == "NOUN"
    return counted or found.word(i + 1) in ("%", "percent", "per") or "UNITS" in found.names(i + 1)


def _interval(found: Found, first: str, second: str, listed: bool) -> list[Result]:
    a, b = calendar.date_of(first), calendar.date_of(second)
    if a and b and b < a:
        # A stated year is the second day's; else the first day is the surer one.
        if found.find("YEAR") >= 0:
            a = calendar.shift(a, "Y", -1) or a
        else:
            b = calendar.shift(b, "Y", 1) or b
        first, second = a.isoformat(), b.isoformat()
    if listed and (a is None or b is None or (b - a).days != 1):
        return _two(found, first, second)
    return one(found, f"{first}/{second}")


def _is_moved(found: Found, context: Context) -> bool:
    """Whether a verb carries one day to the other: "moved from Monday to Thursday" is no interval."""
    before = range(max(0, found.first - 6), found.first)
    return (
        found.word(found.first - 1) == "from"
        and found.has("to", "until")
        and any(context.doc.lemma[i] in context.rules.tense.moving for i in before)
    )


def _two(found: Found, first: str, second: str) -> list[Result]:
    joint = next(i for i in range(found.first, found.last) if found.word(i) in ("and", "or", "to", "until"))
    start = joint + 2 if found.word(joint + 1) == "on" else joint + 1
    return [Result(found.first, joint - 1, "DATE", first), Result(start, found.last, "DATE", second)]


@maker
def weekday_range(found: Found, context: Context) -> list[Result]:
    """For "Monday and Tuesday", "Monday to Friday"; days that do not follow each other are two times."""
    at = found.all("WEEKDAY")
    a, b = (weekday_of(found, i) for i in at)
    listed = found.has("and", "or")
    if a == b:
        return []
    if _is_moved(found, context):
        start = context.weekday(a, found.first, found.last)
        day_a = calendar.date_of(start)
        moved_to = calendar.shift(day_a, "D", (b - a) % 7) if day_a else None
        return _two(found, start, moved_to.isoformat() if moved_to else f"XXXX-WXX-{b}")
    if context.today is None:
        first, second = f"XXXX-WXX-{a}", f"XXXX-WXX-{b}"
        return one(found, f"{first}/{second}") if not listed or b - a == 1 else _two(found, first, second)
    if context.direction(found.first, found.last) == FUTURE or found.word(found.first) == "next":
        start = context.weekday(a, found.first, found.last)
        first_day = calendar.date_of(start)
        if found.word(found.first) == "next":
            first_day = context.today + dt.timedelta(days=a - context.today.isoweekday() + 7)
        assert first_day
        second_day = first_day + dt.timedelta(days=(b - a) % 7)
    else:
        second_day = context.today - dt.timedelta(days=(context.today.isoweekday() - b) % 7)
        first_day = second_day - dt.timedelta(days=(b - a) % 7)
    if found.has("or") or (listed and (second_day - first_day).days != 1):
        return _two(found, first_day.isoformat(), second_day.isoformat())
    return one(found, f"{first_day.isoformat()}/{second_day.isoformat()}")


@maker
def holiday(found: Found, context: Context) -> list[Result]:
    """A holiday with a date of its own: MM-DD, or counted from Easter, or the American Thanksgiving."""
    rule = found.rule.value or ""
    if context.today is None:
        return one(found, f"XXXX-{rule}" if rule[0].isdigit() else calendar.UNKNOWN["D"])
    today = context.today
    days = [_holiday(rule, year) for year in range(today.year - 1, today.year + 2)]
    near = min(days, key=lambda d: abs((d - today).days))
    way = {"last": PAST, "next": FUTURE}.get(found.word(found.first))
    if way is None:
        way = context.direction(found.first, found.last)
    if way == PAST:
        near = max(d for d in days if d < today)
    elif way == FUTURE:
        near = min(d for d in days if d >= today)
    return one(found, near.isoformat())


def _holiday(rule: str, year: int) -> dt.date:
    if rule == "thanksgiving":
        return calendar.thanksgiving(year)
    if rule.startswith("easter"):
        return calendar.easter(year) + dt.timedelta(days=int(rule[6:] or 0))
    month, number = rule.split("-")
    return dt.date(year, int(month), int(number))


@maker
def clock(found: Found, context: Context) -> list[Result]:
    """A clock time: its value is its day, the last one of this sentence or the one before, or else the report's."""
    if found.find("CLOCK") >= 0 and len(found.words()) == 1 and found.word(found.first - 1) in ("", ":", "-", "score"):
        return []
    point = context.last("D", within=(found.first, 1))
    return one(found, calendar.render("D", point.day) if point else context.relative("D", 0))
