"""The files of a folder and of all in it, in an order that does not depend on the file system."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

LEDGER_MARK = "dragoman-ledger.json"
"""A folder with this file in it is a ledger: what was made from reports is no report."""

_Folders = set[tuple[int, int]]


def full_name(path: Path) -> Path:
    """The absolute name of a path, the same whether it was reached through `..` or not; links in it stay."""
    return Path(os.path.realpath(path)) if ".." in path.parts else path.absolute()


def list_folder(folder: Path) -> Iterator[Path]:
    """The files under `folder` by name, but for hidden ones, sidecars and ledgers; a folder met again is passed."""
    return _list(folder, set())


def _list(folder: Path, seen: _Folders) -> Iterator[Path]:
    try:
        status = folder.stat()
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        yield folder  # opening it says what is wrong
        return
    key = (status.st_dev, status.st_ino)
    if key in seen or LEDGER_MARK in names:
        return
    seen.add(key)
    for name in names:
        path = folder / name
        if name.startswith(".") or name.endswith(".meta.json"):
            continue
        if path.is_dir():
            yield from _list(path, seen)
        elif path.is_file() or path.is_symlink():
            yield path
