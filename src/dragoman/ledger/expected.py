"""How many reports a run will meet, as far as that can be told without opening everything: for progress bars."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from dragoman.sources.folders import list_folder

_ONE = {".txt", ".md", ".markdown", ".html", ".htm"}
_BLOCK = 1 << 20


def expected(paths: Iterable[Path | str]) -> int | None:
    """The number of reports under `paths`; None where a table, an archive, a feed or an address is among them."""
    total = 0
    for path in map(Path, paths):
        for file in list_folder(path) if path.is_dir() else [path]:
            known = _in_file(file)
            if known is None:
                return None
            total += known
    return total


def _in_file(file: Path) -> int | None:
    kind = file.suffix.lower()
    if kind in _ONE:
        return 1
    if kind in (".jsonl", ".ndjson"):
        try:
            with file.open("rb") as stream:
                return sum(block.count(b"\n") for block in iter(lambda: stream.read(_BLOCK), b""))
        except OSError:
            return None
    return None
