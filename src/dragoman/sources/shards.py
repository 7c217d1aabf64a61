"""Sources in shards, for several machines: which files, or which slice of a large one, as data, not open files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.errors import WorkerError
from dragoman.sources.files import STDIN
from dragoman.sources.folders import full_name, list_folder
from dragoman.sources.found import Found, SourceOptions
from dragoman.sources.item import HEAD
from dragoman.sources.search import find
from dragoman.sources.sniff import sniff

FILES, BYTES = 32, 4_000_000
"""A shard holds at most so many files, and about so many bytes; a table of more bytes is cut into slices."""

TURN = 32
"""Slices of a file take turns of so many reports."""

# Formats of which a report can be passed over for much less than it costs to read it. Of an archive it is unpacked
# and cleaned of its markup first, so an archive is one shard.
_SLICED = ("table", "json lines", "json", "parquet")


class Shard(NamedTuple):
    """Where some reports stand: files, or the slice `part` of `parts` of one file.

    `seen` says that the files were there when they were listed.
    """

    paths: tuple[str, ...]
    part: int = 0
    parts: int = 1
    seen: bool = True

    @classmethod
    def of(cls, described: Mapping[str, Any]) -> Shard:
        """The shard that `_asdict` described."""
        return cls(**{**described, "paths": tuple(described["paths"])})

    def open(self, options: SourceOptions) -> Iterator[Found]:
        """What its sources give, lazily."""
        for place, item in enumerate(find(self.paths, options)):
            if place // TURN % self.parts == self.part:
                yield item

    def unseen(self) -> str | None:
        """A folder that is not there although the shard's files were seen in it: this machine has another disk."""
        folders = (Path(path).parent for path in self.paths if self.seen)
        return next((str(folder) for folder in folders if not folder.is_dir()), None)

    def __str__(self) -> str:
        """The shard in a few words, for messages."""
        more = f" and {len(self.paths) - 1} more" if len(self.paths) > 1 else ""
        return self.paths[0] + more + (f" (slice {self.part + 1} of {self.parts})" if self.parts > 1 else "")


def shards(paths: Iterable[Path | str], options: SourceOptions, readers: int = 1) -> Iterator[Shard]:
    """The sources under `paths` as shards, lazily; the large tables among them in up to two slices a reader.

    Raises `WorkerError` for standard input, which other machines do not have.
    """
    pack: list[str] = []
    total = 0
    for path, size in _files(paths):
        if size is None:
            yield Shard((path,), seen=False)
            continue
        parts = min(2 * readers, -(-size // BYTES))
        if parts > 1 and _is_table(path, options):
            yield from (Shard((path,), part, parts) for part in range(parts))
            continue
        if pack and (len(pack) == FILES or total + size > BYTES):
            yield Shard(tuple(pack))
            pack, total = [], 0
        pack.append(path)
        total += size
    if pack:
        yield Shard(tuple(pack))


def _files(paths: Iterable[Path | str]) -> Iterator[tuple[str, int | None]]:
    """Files with their sizes; addresses, and what is not there or has no files in it, with None."""
    for path in map(str, paths):
        if path == STDIN:
            raise WorkerError("standard input: a cluster cannot read it; save it to a file that all nodes see")
        if path.startswith(("http://", "https://")):
            yield path, None
            continue
        place = full_name(Path(path))
        files = iter(list_folder(place)) if place.is_dir() else iter([place])
        first = next(files, None)
        if first is None:
            yield str(place), None
            continue
        yield str(first), _size(first)
        for file in files:
            yield str(file), _size(file)


def _size(file: Path) -> int | None:
    try:
        return file.stat().st_size
    except OSError:  # opening it says what is wrong
        return None


def _is_table(path: str, options: SourceOptions) -> bool:
    try:
        with Path(path).open("rb") as file:
            head = file.read(HEAD)
    except OSError:
        return False
    return sniff(head, path, tuple(options.columns.values()), options.encoding) in _SLICED
