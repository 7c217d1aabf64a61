"""Lengths of time and repetition: "two-day", "the last 18 months", "for years", "annual", "every Friday"."""

from __future__ import annotations

from dragoman.records import TimexType
from dragoman.steps.timex import calendar
from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.count import VAGUE, counts
from dragoman.steps.timex.days import month_of, number_of
from dragoman.steps.timex.make import maker
from dragoman.steps.timex.periods import unit_in
from dragoman.steps.timex.scan import Found

_ARTICLE_AFTER = frozenset({
    "for", "in", "within", "after", "than", "about", "nearly", "almost", "over", "under", "least", "around", "roughly",
    "only", "just", "lasted", "lasting", "lasts", "last", "take", "takes", "took", "spent", "of", "every", "up", "to",
    "be", "barely", "through", "throughout", "during", "spend", "approximately", "given", "give", "gave",
})  # fmt: skip
_ARTICLE_BEFORE = frozenset({"of", "after", "before", "or", "since", "long", "away"})


def one(found: Found, type_: TimexType, value: str) -> list[Result]:
    """The whole match as one time."""
    return [Result(found.first, found.last, type_, value)]


@maker
def duration(found: Found, context: Context) -> list[Result]:
    """A length with its count, but ages and prison terms."""
    at, unit = unit_in(found)
    if at < 0 or _is_no_length(found, context):
        return []
    if unit == "Q" and ("HYPHEN" in found.names(at - 1) or VAGUE in counts(found, found.first, at - 1)):
        return []  # "three-quarters", "some quarters"
    if found.word(found.first) == "many" and found.word(found.first - 1) == "as":
        return []
    if at == found.first + 1 and "A" in found.names(found.first) and found.last == at:
        return []  # `a_unit` has had it
    given = counts(found, found.first, at - 1)
    if found.word(found.first) == "half" and "0.5" in given:
        return one(found, "DURATION", calendar.half_of(unit))
    if any(found.word(i) == "half" for i in range(at + 1, found.last + 1)):
        given = [calendar.number(float(given[0]) + 0.5)] if given and given[0] != VAGUE else given
    if not given:
        plural = bool(found.names(at) & {"UNITS"})
        given = [VAGUE if plural else "1"]
    first = found.first
    # "of five years", "the two days": nothing before the count belongs to it.
    while (
        first < at
        and found.names(first).isdisjoint({"NUM", "CARD", "MULTIPLE", "A", "VAGUE", "FEW"})
        and found.word(first) not in ("half", "dozens", "hundreds", "thousands")
    ):
        first += 1
    return [Result(min(first, at), found.last, "DURATION", _value(unit, given))]


@maker
def compound(found: Found, context: Context) -> list[Result]:
    """For "two years and six months": one length, in units that grow smaller."""
    rules = found.grammar.rules
    given = []
    start = found.first
    for i in found.all("UNITS", "UNIT"):
        number = counts(found, start, i - 1)
        word = found.word(i)
        given.append((rules.plural_units.get(word) or rules.units.get(word, ""), number[0] if number else VAGUE))
        start = i + 1
    (large, count), (small, rest) = given
    order = ("Y", "M", "W", "D", "TH", "TM", "TS")
    if VAGUE in (count, rest) or not {large, small} <= set(order) or order.index(large) >= order.index(small):
        return []
    if _is_no_length(found, context):
        return []
    first, second = calendar.amount(large, count), calendar.amount(small, rest)
    joined = second[2:] if second.startswith("PT") and first.startswith("PT") else second[1:]
    return [Result(found.first, found.last, "DURATION", first + joined)]


def _value(unit: str, given: list[str]) -> str:
    values = list(dict.fromkeys(calendar.amount(unit, count) for count in given[:2]))
    if len(values) == 2 and VAGUE not in given:
        return "/".join(values)
    return values[0]


def _is_no_length(found: Found, context: Context) -> bool:
    no = context.rules.contexts.not_length
    after = found.word(found.last + 1)
    if after in no or (after in ("in", "'") and found.word(found.last + 2) in no):
        return True
    if "HYPHEN" in found.names(found.last + 1) and found.word(found.last + 2) in no:
        return True
    before = [found.word(i) for i in range(found.first - 5, found.first)]
    if before[-1] in ("aged", "age") or (before[-1] == "as" and before[-2] in ("young", "old")):
        return True
    return not set(before).isdisjoint(context.rules.contexts.sentenced)


@maker
def old(found: Found, context: Context) -> list[Result]:
    """What is old: "the 8-month-old truce" has a length; "a 25-year-old teacher" has an age."""
    after = found.last + 1
    if "HYPHEN" in found.names(after):
        after += 1
    for i in (after, after + 1):
        if found.word(i) in context.rules.contexts.old_things:
            at, unit = unit_in(found)
            return one(found, "DURATION", _value(unit, counts(found, found.first, at - 1) or ["1"]))
    return []


@maker
def last_units(found: Found, context: Context) -> list[Result]:
    """For "the last 18 months", "the next few days": a length that touches the present."""
    at, unit = unit_in(found)
    if found.has("first", "final", "initial") and found.names(at) & {"UNIT"}:
        return []
    given = counts(found, found.first, at - 1) or [VAGUE]
    first = found.first + (found.word(found.first) in ("its", "their", "his", "her"))
    return [Result(first, found.last, "DURATION", _value(unit, given))]


@maker
def in_a_row(found: Found, context: Context) -> list[Result]:
    """For "the 14th year in a row", "a third consecutive day": so many units."""
    _, unit = unit_in(found)
    return one(found, "DURATION", calendar.amount(unit or "D", str(number_of(found, found.find("ORD", "ORDNUM")))))


@maker
def a_unit(found: Found, context: Context) -> list[Result]:
    """One unit: "for a year" is a length; "a million a year" repeats; "a year" elsewhere is neither."""
    _, unit = unit_in(found)
    doc = context.doc
    before, after = found.word(found.first - 1), found.word(found.last + 1)
    if unit == "Q" or _is_no_length(found, context) or after in ("when", "that") or (unit == "D" and after == "of"):
        return []
    if after == "or" and found.word(found.last + 2) in ("two", "so", "more"):
        last = found.last + 2
        return [Result(found.first, last, "DURATION", _value(unit, ["1", "2"] if found.word(last) == "two" else ["1"]))]
    if before in _ARTICLE_AFTER or after in _ARTICLE_BEFORE:
        return one(found, "DURATION", calendar.amount(unit, "1"))
    if found.first and doc.pos[found.first - 1] in ("NOUN", "NUM", "SYM") and doc.pos[found.first - 1] != "PUNCT":
        return one(found, "SET", calendar.amount(unit, "1"))
    return []


@maker
def bare_units(found: Found, context: Context) -> list[Result]:
    """For "for years", "after weeks of talks"."""
    at = found.first
    if _is_no_length(found, context):
        return []
    unit = found.grammar.rules.plural_units[found.word(at)]
    return one(found, "DURATION", calendar.amount(unit, VAGUE))


@maker
def every(found: Found, context: Context) -> list[Result]:
    """For "every day", "every two weeks", "every other month"."""
    at, unit = unit_in(found)
    if at < 0:
        return one(found, "SET", "XXXX-WXX-WE" if found.has("weekend") else "P1D")
    given = counts(found, found.first + 1, at - 1)
    count = given[0] if given else "2" if found.has("other", "second") else VAGUE if found.has("few") else "1"
    return one(found, "SET", calendar.amount(unit, count))


@maker
def frequency(found: Found, context: Context) -> list[Result]:
    """For "annual", "daily"; a newspaper's name and "the daily" itself are none."""
    doc, i = context.doc, found.first
    opens = i == 0 or doc.sent[i] != doc.sent[i - 1] or doc.norm[i - 1] in ('"', "'")
    if doc.pos[i] == "NOUN" or (doc.word[i][:1].isupper() and not opens):
        return []
    if i + 1 < len(doc) and doc.pos[i + 1] == "PROPN" and doc.pos[i] != "ADV" and found.word(i) in ("daily", "weekly"):
        return []
    return one(found, "SET", found.grammar.rules.frequencies[found.word(i)])


@maker
def rate(found: Found, context: Context) -> list[Result]:
    """For "twice a year", "per month"."""
    _, unit = unit_in(found)
    return one(found, "SET", calendar.amount(unit, "1"))


@maker
def repeated_weekday(found: Found, context: Context) -> list[Result]:
    """For "every Friday", "on Mondays"."""
    i = found.find("WEEKDAY", "WEEKDAYS")
    return one(found, "SET", f"XXXX-WXX-{found.grammar.rules.weekdays[found.word(i).removesuffix('s')]}")


@maker
def repeated_month(found: Found, context: Context) -> list[Result]:
    """For "each July", "every spring"."""
    i = found.find("MONTH")
    if i >= 0:
        return one(found, "SET", f"XXXX-{month_of(found, i):02}")
    return one(found, "SET", f"XXXX-{found.grammar.rules.seasons[found.word(found.find('SEASON'))]}")
