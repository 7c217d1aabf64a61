"""The times step: time expressions as TIMEX3, relative to the report's date.

The grammar is knowledge/times.toml; `timex.rules` compiles it, `timex.scan` matches it, and the functions that its
rules name give the values: in `timex.days`, `timex.months`, `timex.years`, `timex.periods`, `timex.pointing` and
`timex.lengths`.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import ClassVar

from dragoman.errors import KnowledgeError
from dragoman.language import Document
from dragoman.records import MadeBy, Span, Time
from dragoman.steps.draft import Draft
from dragoman.steps.timex import days as timex_days  # noqa: F401
from dragoman.steps.timex import lengths as timex_lengths  # noqa: F401
from dragoman.steps.timex import months as timex_months  # noqa: F401
from dragoman.steps.timex import periods as timex_periods  # noqa: F401
from dragoman.steps.timex import pointing as timex_pointing  # noqa: F401
from dragoman.steps.timex import years as timex_years  # noqa: F401
from dragoman.steps.timex.calendar import date_of
from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.make import MAKERS
from dragoman.steps.timex.rules import FILE, Grammar, grammar
from dragoman.steps.timex.scan import Found, Scanner

_LEADING = frozenset({"on", "in", "of", ","})
_FULL_DATE = re.compile(r"\d{4}-\d\d-\d\d")
# A wire report is published on the day of its dateline or a little later.
_DATELINE_LAG = dt.timedelta(days=3)
_DATELINE_RULES = frozenset({"calendar_day", "iso_date", "slash_date"})
_DATE_ONLY = re.compile(
    r"\W*(?:(?:first |last )?(?:published|updated|posted|modified|date|dated|filed|issued)(?: on| at)?\W*)?"
    r"[\w,./\-–: ]{8,40}\W*",
    re.IGNORECASE,
)


class Times:
    """Finds the times of a report.

    Reads the report's date (or the full date of its dateline, where the report has none); makes `draft.times`, in the
    order of the text and never overlapping.
    """

    name: ClassVar[str] = "times"
    reads: ClassVar[tuple[str, ...]] = ()
    makes: ClassVar[tuple[str, ...]] = ("times",)

    def __init__(self, rules: Grammar | None = None) -> None:
        self.grammar = rules or grammar()
        unknown = sorted({rule.make for rule in self.grammar.rules.rule} - MAKERS.keys())
        if unknown:
            raise KnowledgeError(f"{FILE}: no function makes {', '.join(unknown)}")
        self.scanner = Scanner(self.grammar)

    def __call__(self, draft: Draft) -> None:
        """Add the times to `draft`."""
        doc = draft.doc
        published = date_of(draft.report.date or _dateline_date(doc, self.scanner))
        context = Context(doc, self.grammar.rules, published, _dateline_day(doc, self.scanner, published))

        def accept(found: Found) -> bool:
            results = _results(found, context)
            for result in results or ():
                context.remember(result)
                draft.times.append(_time(doc, found, result))
            return results is None or bool(results)

        self.scanner.run(doc, accept)


def _results(found: Found, context: Context) -> list[Result] | None:
    """What a match gives: its times, an empty list where it is refused, None where it is a false friend."""
    if found.rule.make == "nothing":
        return None
    return [_trimmed(found, result) for result in MAKERS[found.rule.make](found, context)]


def _trimmed(found: Found, result: Result) -> Result:
    first = result.first
    while first < result.last and found.word(first) in _LEADING:
        first += 1
    return result._replace(first=first)


def _time(doc: Document, found: Found, result: Result) -> Time:
    span = doc.span(result.first, result.last)
    return Time(
        start=span.start,
        end=span.end,
        text=span.text,
        type=result.type,
        value=result.value,
        made_by=MadeBy(rule=f"times.{found.rule.id}", cue=_cue(doc, found, result)),
    )


def _cue(doc: Document, found: Found, result: Result) -> Span:
    """The key word of the rule, or all of the expression."""
    name = found.rule.cue
    if name:
        for i in range(result.first, result.last + 1):
            if name in found.names(i):
                return doc.span(i, i)
    return doc.span(result.first, result.last)


def date_in_dateline(doc: Document) -> str | None:
    """The day that the report itself states for its publication, as YYYY-MM-DD; None where it states no full date.

    That is a date with its year in the dateline ("OSLO, May 6, 2004 (Xinhua) --", "(Reuters, Nov 30, 2000)"), or on a
    line of its own in the first three paragraphs.
    """
    return _dateline_date(doc, Scanner(grammar()))


def _dateline_date(doc: Document, scanner: Scanner) -> str | None:
    for value in _head_dates(doc, scanner):
        if _FULL_DATE.fullmatch(value):
            return value
    return None


def _dateline_day(doc: Document, scanner: Scanner, published: dt.date | None) -> dt.date | None:
    """The day of the dateline, where it lies up to three days before the publication."""
    if published is None:
        return None
    for value in _head_dates(doc, scanner):
        day = date_of(value if not value.startswith("XXXX") else f"{published.year:04}{value[4:]}")
        if day is not None and day > published:
            day = date_of(f"{published.year - 1:04}{value[4:]}")
        if day is not None and published - _DATELINE_LAG <= day <= published:
            return day
    return None


def _head_dates(doc: Document, scanner: Scanner) -> list[str]:
    """The values of the dates in the dateline and on lines of their own in the first three paragraphs."""
    places: list[tuple[int, int]] = []
    for start, end in doc.paragraphs[:3]:
        if end - start <= 60 and _DATE_ONLY.fullmatch(doc.text, start, end):
            places.append((start, end))
    if doc.dateline:
        places.append((doc.dateline.start, doc.dateline.end))
    if not places:
        return []
    context = Context(doc, scanner.grammar.rules, None)
    values: list[str] = []

    def accept(found: Found) -> bool:
        if found.rule.id not in _DATELINE_RULES:
            return False
        results = _results(found, context) or []
        values.extend(result.value for result in results)
        return bool(results)

    scanner.run(doc, accept, places)
    return values
