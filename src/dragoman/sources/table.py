"""Rows of tables as reports: which column holds what, and what is wrong with a row."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, TypeVar

from dragoman.errors import ReportEmpty, ReportError, ReportNotText, SourceError
from dragoman.reader import ReportText
from dragoman.show.visible import one_line
from dragoman.sources.dates import publication_date
from dragoman.sources.files import decode
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Part

# What the columns of news tables are called, the likeliest first; compared without case and punctuation.
COMMON = {
    "text": "text body content fulltext articletext articlebody bodytext maintext storytext story article sentence "
    "contenttext cleantext rawtext summary description",
    "date": "date published publicationdate pubdate publishdate publisheddate datepublished publishedat publishedon "
    "datepublish webpublicationdate storydate articledate datetime",
    "title": "title headline head headlinemain webtitle articletitle",
    "source": "source publisher publication outlet newspaper sourcename sitename sourcedomain agency",
    "id": "id articleid docid documentid storyid guid uuid sourceid",
    "url": "url link weburl articleurl permalink uri",
}
FIELDS = tuple(COMMON)
_NAMES = {field: tuple(names.split()) for field, names in COMMON.items()}
_SHOWN = 20
Row = TypeVar("Row")


def folded(name: str) -> str:
    """A column's name without case and punctuation: "Publication Date" is publicationdate."""
    return re.sub(r"[\W_]+", "", name).casefold()


def find_column(field: str, names: Iterable[str]) -> str | None:
    """The column among `names` that holds `field` ("text", "date" …) by its common names; None where none does."""
    known: dict[str, str] = {}
    for name in names:
        known.setdefault(folded(name), name)
    return next((known[common] for common in _NAMES[field] if common in known), None)


class Columns:
    """Which of a table's columns hold the parts of a report: those that the options name, else by their common names.

    `names` are the columns of the table, or, for JSON, the keys of its first objects. Raises `SourceError` that lists
    them where a column that the options name is not there, or none holds text.
    """

    def __init__(self, options: SourceOptions, names: Sequence[str], item: Item, kind: str = "column") -> None:
        self._item = item
        self._kind = kind
        self._named = options.columns
        if unknown := sorted(set(options.columns) - set(FIELDS)):
            reason = f"a report has no {one_line(unknown[0])!r} to map a column to"
            raise SourceError(item.name, reason, f"the parts of a report are {', '.join(FIELDS)}")
        for field, column in options.columns.items():
            if column not in names and column.split(".")[0] not in names:
                raise SourceError(item.name, f"it has no {kind} {column!r} for {field}; {self._listed(names)}")
        self._found: dict[tuple[str, ...], dict[str, str]] = {}
        if "text" not in self.of(tuple(names)):
            hint = f"say which one it is (--map text=NAME); {self._listed(names)}"
            raise SourceError(item.name, f"no {kind} is named like the text of a report", hint)

    def of(self, names: tuple[str, ...]) -> dict[str, str]:
        """The column of each part of a report that there is among `names`."""
        if names not in self._found:
            if len(self._found) > 1000:  # objects of JSON that all differ
                self._found.clear()
            by_name = {field: self._named.get(field) or find_column(field, names) for field in FIELDS}
            self._found[names] = {field: column for field, column in by_name.items() if column}
        return self._found[names]

    def report(self, row: Mapping[str, Any], position: int) -> Part:
        """The report in a row, or what is wrong with it."""
        name = self._item.at(position)
        try:
            return Part(position, self._report(row, name))
        except ReportError as error:
            return Part(position, error)

    def _report(self, row: Mapping[str, Any], name: str) -> ReportText:
        columns = self.of(tuple(row))
        text = value_of(row, columns["text"]) if "text" in columns else None
        if text is not None and not isinstance(text, str):
            raise ReportNotText(name, f"its {columns['text']!r} is no text", "map the text to another column")
        if not text or not text.strip():
            raise ReportEmpty(name, "it has no text" + ("" if "text" in columns else f"; {self._listed(list(row))}"))
        found = {field: value_of(row, column) for field, column in columns.items() if field != "text"}
        date = publication_date(_plain(found.get("date")), name)
        title, source, id_, url = (_one(found.get(field)) for field in ("title", "source", "id", "url"))
        return ReportText(text, date, title, source, id_, url)

    def _listed(self, names: Sequence[str]) -> str:
        shown = ", ".join(one_line(str(name))[:40] for name in names[:_SHOWN]) + (" …" if len(names) > _SHOWN else "")
        return f"its {self._kind}s are: {shown}" if names else f"it has no {self._kind}s"


def value_of(row: Mapping[str, Any], column: str) -> Any:
    """The value in a column; "a.b" also names the key b of the object under a."""
    if column in row:
        return row[column]
    value: Any = row
    for key in column.split("."):
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, (list, dict, bool)) else value


def _one(value: Any) -> str | None:
    """A value as one line; the name of an object, as NewsAPI gives a source. None where there is none."""
    if isinstance(value, Mapping):
        value = value.get("name") or value.get("title")
    if value is None or isinstance(value, (list, Mapping, bytes)) or value != value:
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split()) or None


class RowDecoder:
    """Decodes the rows of one file, each alone: one in another encoding than the rest is an error of its own.

    Rows are UTF-8, or, in a file where none is so far, Windows-1252 (see `files.decode`).
    """

    def __init__(self, head: bytes, recoded: bool = False) -> None:
        start = head.removeprefix(codecs.BOM_UTF8)
        try:
            # The last character of the head may be cut.
            self._utf8 = recoded or not codecs.getincrementaldecoder("utf-8")().decode(start).isascii()
        except UnicodeDecodeError:
            self._utf8 = recoded or head.startswith(codecs.BOM_UTF8)

    def __call__(self, row: bytes, name: str) -> str:
        """The text of a row. Raises `ReportNotText`."""
        try:
            text = row.decode("utf-8")
        except UnicodeDecodeError as error:
            if self._utf8:
                reason = "its bytes are no UTF-8, as the rest of the file is"
                raise ReportNotText(name, reason, "write the whole file in one encoding") from error
            return decode(row, name)
        self._utf8 = self._utf8 or not row.isascii()
        return text


def look_ahead(rows: Iterator[Row], count: int) -> tuple[list[Row], Iterator[Row]]:
    """The first `count` of `rows`, and all of them; a fault among the first comes in its place."""
    first: list[Row] = []
    fault: Exception | None = None
    try:
        for row in islice(rows, count):
            first.append(row)
    except Exception as error:
        fault = error

    def again() -> Iterator[Row]:
        yield from first
        if fault is not None:
            raise fault
        yield from rows

    return first, again()
