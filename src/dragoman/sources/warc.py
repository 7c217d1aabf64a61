"""WARC archives as reports, streamed: each page that was fetched is one. A broken record is one error, no more.

The date is the page's own statement of its publication: the day on which it was crawled says little about that.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterator
from typing import IO, Any

from fastwarc.warc import ArchiveIterator, WarcRecordType

from dragoman.errors import ReportError, SourceError
from dragoman.reader import ReportText
from dragoman.sources.files import decode
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Part, too_large
from dragoman.sources.pages import PAGE_SIZE, article

_GZIP = b"\x1f\x8b\x08"
_MARK = b"WARC/1."
_UNKNOWN = WarcRecordType.unknown
_KINDS = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion | _UNKNOWN
_PAGES = ("text/html", "application/xhtml+xml")
_FETCHED = 200
_BLOCK = 1 << 20
_HINT = "the other records were read"


def holds_warc(head: bytes) -> bool:
    """Whether the gzip file that begins with `head` has WARC records in it."""
    try:
        return zlib.decompressobj(31).decompress(head, len(_MARK)).startswith(_MARK)
    except zlib.error:
        return False


def reports(item: Item, options: SourceOptions, start: int = 0) -> Iterator[Part]:
    """The reports of an archive, packed or not; a report's position is its record's offset in bytes.

    `start` is the offset of the record to begin with, for files on disk.
    """
    file = item.seekable() if item.local is not None else None
    source: Any = file if file is not None else _Forward(item.stream)
    packed = item.head.startswith(_GZIP)
    # Where something broken begins, while it is not known whether it is the next record that can be found.
    broken: int | None = None
    while True:
        last, told = -1, False
        if file is not None:
            file.seek(start)
        try:
            for record in ArchiveIterator(source, record_types=_KINDS, parse_http=False, fsspec_args=False):
                last = record.stream_pos
                told = False
                if broken is not None:
                    yield _unread(item, broken)
                    broken = None
                for part in _part(record, last, item, options):
                    told = isinstance(part.what, ReportError)
                    yield part
            if broken is not None:
                yield _unread(item, broken)
            return
        except OSError as error:
            fault = SourceError(item.name, f"it breaks off ({error})", "what stands before the break was read")
        if file is None:
            raise fault
        if last < 0:
            yield _unread(item, start)
        broken = last + 1 if last >= 0 and not told else None
        start = _next_record(file, max(last, start) + 1, packed)
        if start < 0:
            if broken is not None:
                yield _unread(item, broken)
            return


def _unread(item: Item, place: int) -> Part:
    return Part(place, ReportError(item.at(place), "it is broken from here to the next record", _HINT))


class _Forward:
    """A stream that can only be read on, with the place that was reached: what FastWARC asks of a file."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._reached = 0

    def read(self, size: int = -1) -> bytes:
        """The next bytes."""
        block: bytes = self._stream.read(size)
        self._reached += len(block)
        return block

    def tell(self) -> int:
        """How many bytes were read."""
        return self._reached

    def close(self) -> None:
        """Nothing: who opened the stream closes it."""


def _next_record(file: IO[bytes], start: int, packed: bool) -> int:
    """The offset of the first record at or after `start`; -1 where there is none."""
    mark = _GZIP if packed else _MARK
    file.seek(start)
    held, offset = b"", start
    while block := file.read(_BLOCK):
        held += block
        at = held.find(mark)
        while at >= 0:
            if not packed or holds_warc(held[at : at + 4096]):
                return offset + at
            at = held.find(mark, at + 1)
        # A mark, or the start of a packed record, may lie over the end of the block.
        keep = min(len(held), 4096)
        held, offset = held[-keep:], offset + len(held) - keep
        if len(block) < _BLOCK:
            return -1
    return -1


def _part(record: Any, position: int, item: Item, options: SourceOptions) -> Iterator[Part]:
    """The report in a record, or its error; nothing where the record is no page."""
    name = item.at(position)
    stated = record.content_length
    limit = PAGE_SIZE * options.max_bytes
    try:
        if record.record_type == _UNKNOWN:
            raise ReportError(name, "its record is broken: it is of no known kind", _HINT)
        if stated > limit:
            raise too_large(name, limit)
        record.freeze()
        if record.content_length < stated or not stated:
            raise ReportError(name, "its record is broken: it ends before its stated length", _HINT)
        report = _report(record, name, options, limit)
    except ReportError as error:
        yield Part(position, error)
    else:
        if report is not None:
            yield Part(position, report)


def _report(record: Any, name: str, options: SourceOptions, limit: int) -> ReportText | None:
    kind, charset = record.headers.get("Content-Type", ""), None
    if record.record_type == WarcRecordType.response:
        try:
            record.parse_http(auto_decode="all")
        except OSError as error:
            raise ReportError(name, f"its record is broken: {error}", _HINT) from error
        if record.http_headers is None or not record.http_headers.to_dict():
            raise ReportError(name, "its record is broken: it holds no answer of a server", _HINT)
        if record.http_headers.status_code != _FETCHED:
            return None
        kind, charset = record.http_content_type or "", record.http_charset
    kind = kind.partition(";")[0].strip().lower()
    if kind not in (*_PAGES, "text/plain"):
        return None
    data = record.reader.read(limit + 1)
    if len(data) > limit:
        raise too_large(name, limit)
    url = record.headers.get("WARC-Target-URI", "").strip("<>") or None
    if kind == "text/plain":
        return ReportText(decode(data, name, charset), url=url)
    return article(data, name, url, charset)
