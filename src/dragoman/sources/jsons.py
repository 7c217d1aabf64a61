"""JSON Lines, JSON arrays and single objects as reports, read object by object."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Iterator
from typing import Any

from dragoman.errors import ReportError, ReportTooLarge, SourceError
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Lines, Part, row_limit, too_large
from dragoman.sources.table import Columns, RowDecoder, look_ahead

# Objects that are looked at for the keys that there are: sparse ones leave out what they do not have.
_LOOKED_AT = 20
_BLOCK = 64 * 1024
_SYNTAX = re.compile(rb'["\\{}\[\],]')
Row = tuple[int, dict[str, Any] | ReportError]


def lines(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The reports of a file with one JSON object a line."""
    stream = item.as_utf8(options.encoding)
    decoder = RowDecoder(item.head, recoded=stream is not item.stream)
    return _reports(item, options, _line_rows(Lines(stream, row_limit(options), item.name), decoder, item))


def array(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The reports of a JSON array of objects, or of one object: a report, or the one list of reports that it holds."""
    stream = item.as_utf8(options.encoding)
    decoder = RowDecoder(item.head, recoded=stream is not item.stream)
    limit = row_limit(options)
    # A mark is three bytes, which no JSON begins with.
    pieces = _elements(iter(lambda: stream.read1(_BLOCK), b""), limit, item)
    rows: Iterator[Row] = ((n, _parse(piece, decoder, item, n)) for n, piece in enumerate(pieces))
    if _is_object(item.head):
        rows = _unwrapped(list(rows), item)
    return _reports(item, options, rows)


def _is_object(head: bytes) -> bool:
    return head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").startswith(b"{")


def _unwrapped(rows: list[Row], item: Item) -> Iterator[Row]:
    """The objects in the one list of objects that a single object holds, as the answers of news services do."""
    whole = rows[0][1] if len(rows) == 1 else None
    if isinstance(whole, dict):
        for inner in (whole, *(value for value in whole.values() if isinstance(value, dict))):
            lists = [value for value in inner.values() if isinstance(value, list) and value and _objects(value)]
            if len(lists) == 1 and not isinstance(inner.get("text"), str):
                return enumerate(lists[0])
    return iter(rows)


def _objects(values: list[Any]) -> bool:
    return all(isinstance(value, dict) for value in values)


def _reports(item: Item, options: SourceOptions, rows: Iterator[Row]) -> Iterator[Part]:
    first, rows = look_ahead(rows, _LOOKED_AT)
    keys = list(dict.fromkeys(key for _, row in first if isinstance(row, dict) for key in row))
    if not keys:
        for position, row in rows:
            yield Part(position, row if isinstance(row, ReportError) else _no_object(item, position))
        return
    columns = Columns(options, keys, item, "key")
    for position, row in rows:
        yield Part(position, row) if isinstance(row, ReportError) else columns.report(row, position)


def _line_rows(source: Lines, decoder: RowDecoder, item: Item) -> Iterator[Row]:
    position = -1
    while True:
        position += 1
        try:
            line = next(source)
        except StopIteration:
            return
        except ReportTooLarge as error:  # and no fault of the stream, which would come again
            yield position, ReportTooLarge(item.at(position), error.reason, error.hint)
            continue
        if position == 0:
            line = line.removeprefix(codecs.BOM_UTF8)
        if line.strip():
            yield position, _parse(line, decoder, item, position)
        else:
            position -= 1


def _parse(data: bytes, decoder: RowDecoder, item: Item, position: int) -> dict[str, Any] | ReportError:
    name = item.at(position)
    try:
        value = json.loads(decoder(data.removeprefix(codecs.BOM_UTF8), name))
    except ReportError as error:
        return error
    except (ValueError, RecursionError) as error:
        why = error.msg if isinstance(error, json.JSONDecodeError) else "it is nested too deep, or a number too long"
        return ReportError(name, f"it is no valid JSON ({why})", "write one JSON object a report")
    return value if isinstance(value, dict) else _no_object(item, position)


def _no_object(item: Item, position: int) -> ReportError:
    return ReportError(item.at(position), "it is no JSON object", "write one JSON object a report")


def _elements(blocks: Iterator[bytes], limit: int, item: Item) -> Iterator[bytes]:
    """The elements of a JSON array, or the one object, cut out of `blocks` without the whole being held.

    Raises `SourceError` where the array does not end, and `ReportTooLarge` at an element over `limit` bytes.
    """
    scan = _Scan()
    for block in blocks:
        yield from scan.feed(block)
        if len(scan.open) > limit:
            raise too_large(item.at(scan.count), limit)
    if scan.depth or scan.in_string:
        raise SourceError(item.name, "its JSON breaks off", "what stands before the break was read")


class _Scan:
    """Cuts JSON at the commas of its outermost array; a JSON parser then judges each piece."""

    def __init__(self) -> None:
        self.open = bytearray()
        self.depth = 0
        self.count = 0
        self.in_string = False
        self._escaped = False
        self._array = False

    def feed(self, block: bytes) -> Iterator[bytes]:
        """The elements that end in `block`."""
        if self._escaped:
            self.open += block[:1]
            block = block[1:]
            self._escaped = False
        start = skip = 0
        for match in _SYNTAX.finditer(block):
            at, sign = match.start(), match.group()
            if at < skip:
                continue
            if self.in_string:
                if sign == b'"':
                    self.in_string = False
                elif sign == b"\\":
                    skip = at + 2
                    self._escaped = skip > len(block)
            elif sign == b'"':
                self.in_string = True
            elif sign in (b"{", b"["):
                self.depth += 1
                if self.depth == 1 and sign == b"[":
                    self._array, start = True, at + 1
                    self.open.clear()
            elif sign in (b"}", b"]") or (self.depth == 1 and self._array):
                self.depth -= sign != b","
                ends_array = self._array and self.depth == 0
                ends_object = not self._array and self.depth == 0
                if ends_array or ends_object or sign == b",":
                    piece = bytes(self.open) + block[start : at + ends_object]
                    self.open.clear()
                    start = at + 1
                    if piece.strip():
                        self.count += 1
                        yield piece.strip()
        self.open += block[start:]
