"""Tables of comma- and tab-separated values, read row by row."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import NamedTuple

from dragoman.errors import ReportError, ReportTooLarge, SourceError
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Lines, Part, row_limit
from dragoman.sources.table import Columns, RowDecoder, find_column

_DELIMITERS = ",\t;|"
# Headers of tables are words; a sentence that has commas in it is longer, or has a part without any letter.
_NAME_LENGTH = 60
# A row may hold a stray quotation mark; prose has as many commas in each line as its header by chance alone.
_EVEN = 0.8
_LOOKED_AT = 50
# A number, a date or a time in the first line: the row of a table that has no header.
_NUMBER = re.compile(r"\d[\d./:T+-]*Z?")


class Dialect(NamedTuple):
    """How the fields of a row are set apart, and whether quotation marks around a field are no part of it."""

    delimiter: str
    quoted: bool


def sniff_dialect(head: bytes, named: bool, columns: Sequence[str]) -> Dialect | None:
    """The dialect of the table that begins with `head`; None where it is no table.

    `named` says that the file's name is that of a table. Otherwise its first line must name a column for the text of a
    report (by common name, or one of `columns`): prose with commas in it is no table.
    """
    text = head.removeprefix(codecs.BOM_UTF8).decode("latin-1")
    whole = len(head) < 60_000
    found = [(dialect, _header(text, dialect, whole, named, columns)) for dialect in _dialects(text)]
    widths = [(width, dialect) for dialect, width in found if width]
    return max(widths, key=lambda pair: pair[0])[1] if widths else None


def _dialects(text: str) -> Iterator[Dialect]:
    for delimiter in _DELIMITERS:
        yield Dialect(delimiter, not (delimiter == "\t" and _unquoted(text)))


def _unquoted(text: str) -> bool:
    """Whether quotation marks in tab-separated text are part of it: fields begin with one that do not end with one."""
    fields = (field.strip("\r") for line in text.split("\n")[:_LOOKED_AT] for field in line.split("\t"))
    return any(field.startswith('"') and not (len(field) > 1 and field.endswith('"')) for field in fields) and all(
        line.count("\t") == text.split("\n", 1)[0].count("\t") for line in text.split("\n")[: _LOOKED_AT - 1][:-1]
    )


def _header(text: str, dialect: Dialect, whole: bool, named: bool, columns: Sequence[str]) -> int:
    """The number of columns, 0 where `text` is no table in this dialect."""
    try:
        rows = [row for row in islice(_reader(io.StringIO(text, newline=""), dialect), _LOOKED_AT + 1) if row]
    except csv.Error:
        return 0
    if not rows:
        return 0
    names, rows = rows[0], rows[1 : _LOOKED_AT if whole else -1] or rows[1:]
    has_text = find_column("text", names) is not None or bool(set(columns) & set(names))
    headed = all(_is_name(name.strip()) for name in names) and len(set(names)) == len(names)
    # A table without a header is no report either: its error says what stands where the names should.
    numbered = named and len(names) > 1 and bool(rows) and any(_NUMBER.fullmatch(name.strip()) for name in names)
    if not headed and not numbered:
        return 0
    if not has_text and not (named and len(names) > 1):
        return 0
    if not rows and not has_text:
        return 0
    if not named and (len(names) < 2 or not rows or any(name != name.strip() for name in names)):
        return 0
    even = sum(len(row) == len(names) for row in rows)
    return len(names) if even >= _EVEN * len(rows) else 0


def _is_name(name: str) -> bool:
    """Whether a field of the first line may be the name of a column: pandas leaves that of its index empty."""
    return len(name) <= _NAME_LENGTH and not (name.endswith((".", "!", "?", '"', "”")) and " " in name)


def _reader(lines: Iterator[str] | io.StringIO, dialect: Dialect) -> Iterator[list[str]]:
    if dialect.quoted:
        return csv.reader(lines, delimiter=dialect.delimiter)
    return csv.reader(lines, delimiter=dialect.delimiter, quoting=csv.QUOTE_NONE)


def reports(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The reports of a table, a row each. Raises `SourceError` where it has no such columns."""
    stream = item.as_utf8(options.encoding)
    dialect = sniff_dialect(item.head, True, tuple(options.columns.values())) if stream is item.stream else None
    dialect = dialect or _of_recoded(item, options)
    # The limit is the module's own: raised, never lowered, so that others who read tables do not notice.
    csv.field_size_limit(max(csv.field_size_limit(), options.max_bytes + 1))
    rows = _rows(Lines(stream, row_limit(options), item.name), dialect)
    names = [name.strip() for name in next(rows)[1]]
    decoder = RowDecoder(item.head, recoded=stream is not item.stream)
    columns = Columns(options, [decoder(name.encode("latin-1"), item.name) for name in names], item)
    names = [decoder(name.encode("latin-1"), item.name) for name in names]
    for position, (error, fields) in enumerate(rows):
        if error is not None:
            yield Part(position, type(error)(item.at(position), error.reason, error.hint))
            continue
        yield _row(fields, names, columns, decoder, item, position)


def _pass_quoted(lines: Lines, dialect: Dialect) -> None:
    """Pass over the rest of a field that is too long, up to the line in which its quotation mark ends."""
    end = re.compile(rb'"(?:%s|\r?\n|$)' % re.escape(dialect.delimiter.encode()))
    while True:
        try:
            if end.search(next(lines)):
                return
        except StopIteration:
            return
        except ReportTooLarge:
            continue


def _of_recoded(item: Item, options: SourceOptions) -> Dialect:
    from dragoman.sources.sniff import head_as_utf8

    head = head_as_utf8(item.head, options.encoding)
    dialect = sniff_dialect(head, True, tuple(options.columns.values()))
    if dialect is None:
        raise SourceError(item.name, "its rows are not those of a table", "give it one header and as many fields a row")
    return dialect


def _row(fields: list[str], names: list[str], columns: Columns, decoder: RowDecoder, item: Item, position: int) -> Part:
    name = item.at(position)
    if len(fields) > len(names) and any(fields[len(names) :]):
        reason = f"the row has {len(fields)} fields, the header {len(names)}"
        return Part(position, ReportError(name, reason, "put fields that hold a separator in quotation marks"))
    try:
        values = [decoder(field.encode("latin-1"), name) for field in fields[: len(names)]]
    except ReportError as error:
        return Part(position, error)
    values += [""] * (len(names) - len(values))
    return columns.report(dict(zip(names, values, strict=True)), position)


def _rows(lines: Lines, dialect: Dialect) -> Iterator[tuple[ReportError | None, list[str]]]:
    """The rows that are not empty, in Latin-1, which keeps every byte; an error in the place of a row that is none."""
    first = True

    def decoded() -> Iterator[str]:
        nonlocal first
        for line in lines:
            yield (line.removeprefix(codecs.BOM_UTF8) if first else line).decode("latin-1")
            first = False

    reader = _reader(decoded(), dialect)
    while True:
        try:
            fields = next(reader)
        except StopIteration:
            return
        except ReportTooLarge as error:  # and no fault of the stream, which would come again
            yield error, []
        except csv.Error as error:
            if dialect.quoted:
                _pass_quoted(lines, dialect)
            kind = ReportTooLarge if "limit" in str(error) else ReportError
            yield kind(lines.name, f"the row is broken or too large ({error})", "look for an open quotation mark"), []
        else:
            if fields:
                yield None, fields
            continue
        # The row after a broken one begins a new line.
        reader = _reader(decoded(), dialect)
