"""Zip and tar archives: their files one after the other, bounded. Nothing is ever written under a member's name.

A member's name is a name and nothing else: one with ".." in it leads nowhere.
"""

from __future__ import annotations

import json
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import IO, Any

from dragoman.errors import ReportError, SourceError
from dragoman.show.visible import one_line
from dragoman.sources.files import NOTHING, About, about_values
from dragoman.sources.found import Location
from dragoman.sources.item import Item

_SIDECAR = ".meta.json"
_SIDECAR_SIZE = 64_000
# Sidecars of a tar stand before their texts where it was made in the order of names; this many wait for theirs.
_SIDECARS = 10_000
# The list of a zip's members is held in memory: so large a list is a million reports.
_LIST_SIZE = 100_000_000
_OFFICE = ("[Content_Types].xml", "mimetype")
_FAULTS = (zipfile.BadZipFile, zlib.error, RuntimeError, NotImplementedError, ValueError, EOFError)

Member = Item | tuple[Location, None, ReportError]


def zip_members(item: Item, wanted: str | None) -> Iterator[Member]:
    """The files in a zip archive in its order, or the errors in their place; only `wanted` where it is named."""
    file = item.seekable()
    try:
        _check_list(file, item)
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error) as error:
        raise SourceError(item.name, f"its zip archive is broken ({error})", "make it anew") from error
    entries = {entry.filename: entry for entry in archive.infolist()}
    if office := next((name for name in _OFFICE if name in entries), None):
        kind = "an office document" if office == _OFFICE[0] else "an e-book or an office document"
        raise SourceError(item.name, f"it is {kind}, no archive of reports", "save it as plain text")
    for entry in archive.infolist():
        if entry.is_dir() or _passed_over(entry.filename) or not _leads_to(item, entry.filename, wanted):
            continue
        where = _location(item, entry.filename)
        try:
            beside = _beside(archive, entries.get(_sidecar_name(entry.filename)), where)
            content: Any = archive.open(entry)
            member = item.inside(content, entry.filename, PurePosixPath(entry.filename).name, beside)
        except ReportError as error:
            yield where, None, error
        except _FAULTS as error:
            reason = "it is locked with a password" if entry.flag_bits & 1 else f"it cannot be unpacked ({error})"
            yield where, None, SourceError(one_line(str(where)), reason, "unpack it yourself")
        else:
            yield member


def tar_members(item: Item, wanted: str | None) -> Iterator[Member]:
    """The files in a tar archive in its order; only `wanted` where it is named. Links and devices are passed over."""
    beside: dict[str, About] = {}
    try:
        with tarfile.open(fileobj=item.stream, mode="r|", errors="replace") as archive:
            for entry in archive:
                if not entry.isreg():
                    continue
                where = _location(item, entry.name)
                content: Any = archive.extractfile(entry)
                if entry.name.endswith(_SIDECAR) and entry.size <= _SIDECAR_SIZE and len(beside) < _SIDECARS:
                    beside[entry.name] = _read_sidecar(content.read(), where)
                if _passed_over(entry.name) or not _leads_to(item, entry.name, wanted):
                    continue
                about = beside.pop(_sidecar_name(entry.name), NOTHING)
                try:
                    yield item.inside(content, entry.name, PurePosixPath(entry.name).name, about)
                except ReportError as error:
                    yield where, None, error
                # tarfile remembers every member; a stream has no use for them.
                archive.members = []  # type: ignore[attr-defined]
    except tarfile.TarError as error:
        hint = "what stands before the break was read"
        raise SourceError(item.name, f"its tar archive breaks off ({error})", hint) from error


def _check_list(file: IO[bytes], item: Item) -> None:
    """Raise `SourceError` where the list of members would fill memory: zipfile reads it whole."""
    file.seek(0, 2)
    size = file.tell()
    file.seek(max(0, size - 65_600))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    stated = struct.unpack("<L", tail[at + 12 : at + 16])[0] if at >= 0 and len(tail) >= at + 16 else 0
    file.seek(0)
    if stated > _LIST_SIZE and size > _LIST_SIZE:
        raise SourceError(item.name, "its list of members is too long", "split it, or unpack it yourself")


def _location(item: Item, name: str) -> Location:
    outer = f"{item.location.member}!" if item.location.member is not None else ""
    return item.location._replace(member=outer + name)


def _leads_to(item: Item, name: str, wanted: str | None) -> bool:
    """Whether the member is, or holds, the one that is wanted; all are where none is named."""
    if wanted is None:
        return True
    here = _location(item, name).member or ""
    return wanted == here or wanted.startswith(f"{here}!")


def _passed_over(name: str) -> bool:
    parts = PurePosixPath(name).parts
    hidden = any(part.startswith(".") and part not in (".", "..") for part in parts)
    return hidden or "__MACOSX" in parts or name.endswith(_SIDECAR)


def _sidecar_name(name: str) -> str:
    path = PurePosixPath(name)
    return str(path.parent / (path.stem + _SIDECAR)) if path.name else ""


def _beside(archive: zipfile.ZipFile, entry: zipfile.ZipInfo | None, where: Location) -> About:
    if entry is None or entry.file_size > _SIDECAR_SIZE:
        return NOTHING
    with archive.open(entry) as content:
        return _read_sidecar(content.read(_SIDECAR_SIZE), where)


def _read_sidecar(data: bytes, where: Location) -> About:
    """What a sidecar says. Raises `ReportError` where it is no JSON object."""
    name = one_line(str(where))
    try:
        known = json.loads(data)
    except (ValueError, RecursionError) as error:
        raise ReportError(name, f"its {_SIDECAR} is no valid JSON", "mend or remove that file") from error
    if not isinstance(known, dict):
        raise ReportError(name, f"its {_SIDECAR} holds no JSON object", "mend or remove that file")
    return about_values(known, name, _SIDECAR)
