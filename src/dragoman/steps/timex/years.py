"""Years and what is made of them: halves, decades, centuries, spans of years."""

from __future__ import annotations

from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.days import number_of, spelled_year, year_in
from dragoman.steps.timex.make import maker, one
from dragoman.steps.timex.scan import Found


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
    """A decade as in "the 1920's", where the year is round and no thing is possessed by it."""
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
