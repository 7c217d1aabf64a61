"""A stream of bytes with a place and a name: what every format module reads from, bounded and looked at only once."""

from __future__ import annotations

import codecs
import io
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, NamedTuple, Protocol

from dragoman.errors import ReportError, ReportTooLarge, SourceError
from dragoman.reader import ReportText
from dragoman.show.visible import one_line
from dragoman.sources.files import MARKS, NOTHING, About
from dragoman.sources.found import Location, SourceOptions

HEAD = 64 * 1024
"""How many bytes are looked at to tell a format."""

DEPTH = 4
"""How deep archives and compressed files may stand in each other."""

# A zip of news text shrinks to a fourth, the most repetitive tables to a fiftieth; deflate itself ends at 1,032.
_RATIO = 200
# What may always come out, however small the file is.
_FREE = 64_000_000
# In memory up to here; larger ones, which a format must seek in, go to a temporary file without a name.
_IN_MEMORY = 8_000_000
_BLOCK = 64 * 1024


class Part(NamedTuple):
    """What a format module gives: the position of a report in its file (see `Location`), and it or its error."""

    position: int | None
    what: ReportText | ReportError


class Budget:
    """How many bytes may be unpacked out of one file, all its members and layers together."""

    def __init__(self, name: str, size: int = 0) -> None:
        self.name = name
        self.size = size
        self._spent = 0

    @property
    def broken(self) -> bool:
        """Whether more was unpacked than may be."""
        return self._spent > max(_FREE, _RATIO * self.size)

    def spend(self, count: int) -> None:
        """Note that `count` more bytes were unpacked. Raises `SourceError` where they are out of all proportion."""
        self._spent += count
        if self.broken:
            reason = f"it unpacks to more than {_RATIO} times its size, as a file made to fill memory does"
            raise SourceError(self.name, reason, "unpack it yourself if you trust it")


class _Readable(Protocol):
    """What unpackers and connections have: `read1` gives what one read of the source gave, b"" at the end."""

    def read1(self, size: int, /) -> bytes: ...


def _close(stream: object) -> None:
    close = getattr(stream, "close", None)
    if close is not None:
        close()


class Counted(io.RawIOBase):
    """A stream whose bytes are spent from a budget (`unpacked`), or, as what is unpacked from, make it larger."""

    def __init__(self, inner: _Readable, budget: Budget, unpacked: bool) -> None:
        self._inner = inner
        self._budget = budget
        self._unpacked = unpacked

    def readable(self) -> bool:
        """It is."""
        return True

    def close(self) -> None:
        """Close the stream in it, too."""
        _close(self._inner)
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Fill `buffer` from the start; the count of bytes, 0 at the end."""
        block = self._inner.read1(len(buffer))
        buffer[: len(block)] = block
        if self._unpacked:
            self._budget.spend(len(block))
        else:
            self._budget.size += len(block)
        return len(block)


class _Joined(io.RawIOBase):
    """Bytes already taken from a stream, then the rest of it; a fault met while taking them comes in its place."""

    def __init__(self, head: bytes, rest: _Readable, fault: Exception | None) -> None:
        self._head = memoryview(head)
        self._rest = rest
        self._fault = fault

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        _close(self._rest)
        super().close()

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        if not self._head and self._fault is not None:
            raise self._fault
        block = self._head[: len(buffer)] or self._rest.read1(len(buffer))
        self._head = self._head[len(block) :]
        buffer[: len(block)] = block
        return len(block)


class _Recoded(io.RawIOBase):
    """A stream in another encoding as UTF-8."""

    def __init__(self, inner: _Readable, encoding: str) -> None:
        self._inner = inner
        wide = encoding.startswith(("utf-16", "utf-32"))
        self._decoder = codecs.getincrementaldecoder(encoding)("replace" if wide else "surrogateescape")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        while not self._ready:
            block = self._inner.read1(_BLOCK)
            # A byte that is no character becomes bytes that are no UTF-8, and so an error of its row alone.
            self._ready = self._decoder.decode(block, final=not block).encode("utf-8", "surrogatepass")
            if not block:
                break
        block, self._ready = self._ready[: len(buffer)], self._ready[len(buffer) :]
        buffer[: len(block)] = block
        return len(block)


@dataclass
class Item:
    """One file, member of an archive, answer of a server or standard input, before it is known what it is.

    `file_name` breaks ties between formats; `local` is the file itself where nothing had to be unpacked; `beside` is
    what stands beside it about its report.
    """

    location: Location
    file_name: str
    stream: io.BufferedReader[Any]
    budget: Budget
    head: bytes = b""
    local: Path | None = None
    beside: About = NOTHING
    depth: int = 0
    charset: str | None = None
    _kept: list[IO[bytes]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The item's place in one line, safe to show: for errors."""
        return one_line(str(self.location)) if self.location.path != "-" else _standard_input(self.location)

    def at(self, position: int) -> str:
        """The place of a report in the item, in one line."""
        return f"{self.name}#{position}"

    def read(self, limit: int) -> bytes:
        """All bytes. Raises `ReportTooLarge` where there are more than `limit`, without taking them."""
        data = self.stream.read(limit + 1)
        if len(data) > limit:
            raise too_large(self.name, limit)
        return data

    def seekable(self) -> IO[bytes]:
        """The bytes as a file in which one can seek. What is no file on disk is kept in one without a name."""
        if self.local is not None:
            file: IO[bytes] = self.local.open("rb")
        else:
            file = tempfile.SpooledTemporaryFile(_IN_MEMORY)  # noqa: SIM115
            while block := self.stream.read1(_BLOCK):
                file.write(block)
            file.seek(0)
        self._kept.append(file)
        return file

    def size(self) -> int | None:
        """The size in bytes of a file on disk; None for anything else."""
        return self.local.stat().st_size if self.local is not None else None

    def as_utf8(self, encoding: str | None) -> io.BufferedReader[Any]:
        """The stream as UTF-8 or an unknown superset of ASCII: recoded where it is wide, or `encoding` names one."""
        found = encoding or next((name for mark, name in MARKS if self.head.startswith(mark)), None)
        if found is None or found.lower().replace("_", "-") in ("utf-8", "utf8", "utf-8-sig"):
            return self.stream
        return io.BufferedReader(_Recoded(self.stream, found))

    def inside(self, stream: _Readable, member: str | None, file_name: str, beside: About = NOTHING) -> Item:
        """An item in this one: what it unpacks to (`member` None), or a member. Raises `SourceError` too deep in."""
        if self.depth >= DEPTH:
            reason = f"it is packed more than {DEPTH} times over"
            raise SourceError(self.name, reason, "unpack it yourself if you trust it")
        location = self.location
        if member is not None:
            outer = f"{location.member}!" if location.member is not None else ""
            location = replace_member(location, outer + member)
        counted = Counted(stream, self.budget, unpacked=True)
        return look(
            Item(location, file_name, io.BufferedReader(counted), self.budget, beside=beside, depth=self.depth + 1)
        )

    def close(self) -> None:
        """Close what was opened to read it."""
        for file in (*self._kept, self.stream):
            file.close()


def replace_member(location: Location, member: str) -> Location:
    """`location` with another member."""
    return location._replace(member=member)


def look(item: Item) -> Item:
    """`item` with its first bytes in `head`; its stream gives them again."""
    head = bytearray()
    fault: Exception | None = None
    while len(head) < HEAD and fault is None:
        try:
            block = item.stream.read1(HEAD - len(head))
        except Exception as error:  # the reader of its format meets it again, after what stands before it
            fault = error
            break
        if not block:
            break
        head += block
    joined = io.BufferedReader(_Joined(bytes(head), item.stream, fault))
    return replace(item, stream=joined, head=bytes(head))


def too_large(name: str, limit: int) -> ReportTooLarge:
    """The error for what is larger than `limit` bytes."""
    return ReportTooLarge(
        name, f"it is larger than {limit / 1_000_000:g} MB", "split it into reports, or raise --max-size"
    )


def row_limit(options: SourceOptions) -> int:
    """The largest row of a table, in bytes: JSON may write a character in six, and there are the other columns."""
    return 6 * options.max_bytes + 1_000_000


class Lines:
    """The lines of a stream, as bytes with their ends. One over `limit` is passed over and raises `ReportTooLarge`."""

    def __init__(self, stream: io.BufferedReader[Any], limit: int, name: str) -> None:
        self._stream = stream
        self._limit = limit
        self.name = name

    def __iter__(self) -> Iterator[bytes]:
        return self

    def __next__(self) -> bytes:
        line = self._stream.readline(self._limit)
        if not line:
            raise StopIteration
        if len(line) == self._limit and not line.endswith(b"\n"):
            while (rest := self._stream.readline(_BLOCK)) and not rest.endswith(b"\n"):
                pass
            raise too_large(self.name, self._limit)
        return line


def _standard_input(location: Location) -> str:
    return one_line(str(location._replace(path="standard input")))
