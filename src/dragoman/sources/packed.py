"""Files packed by gzip, bzip2 and xz, unpacked as they are read."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Callable
from typing import Any

from dragoman.sources.item import Item
from dragoman.sources.sniff import Format

# What an xz file may ask for to be unpacked; its own presets end at 65 MB.
_MEMORY = 128_000_000
_ENDS = {"gzip": (".gz", ".gzip"), "bzip2": (".bz2",), "xz": (".xz",)}


def unpacked(item: Item, kind: Format) -> Item:
    """What `item` unpacks to. Reading it gives everything before a break, then the fault."""
    stream: Any = _UNPACKERS[kind](item.stream)
    name = item.file_name
    for end in _ENDS[kind]:
        if name.lower().endswith(end):
            name = name[: -len(end)]
    return item.inside(stream, None, name, item.beside)


def _gunzip(stream: Any) -> gzip.GzipFile:
    return gzip.GzipFile(fileobj=stream, mode="rb")


class _Xz:
    """An xz stream unpacked with bounded memory, which `lzma.LZMAFile` cannot be told."""

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._unpacker = lzma.LZMADecompressor(memlimit=_MEMORY)
        self._left = b""

    def read1(self, size: int) -> bytes:
        """Up to `size` bytes, b"" at the end. Raises EOFError where the stream breaks off."""
        while True:
            if self._unpacker.eof:
                self._left = (self._unpacker.unused_data or self._stream.read1(size)).lstrip(b"\0")
                if not self._left:
                    return b""
                self._unpacker = lzma.LZMADecompressor(memlimit=_MEMORY)
            elif self._unpacker.needs_input and not self._left:
                self._left = self._stream.read1(64 * 1024)
                if not self._left:
                    raise EOFError("it ends before the end of the packed data")
            block, self._left = self._unpacker.decompress(self._left, size), b""
            if block:
                return block


_UNPACKERS: dict[str, Callable[[Any], Any]] = {"gzip": _gunzip, "bzip2": bz2.BZ2File, "xz": _Xz}
