"""Finds every report under files, folders, archives and addresses, and opens one again where it was found."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from dragoman.errors import (
    ReportEmpty,
    ReportError,
    ReportNotFound,
    ReportNotText,
    SourceError,
)
from dragoman.reader import ReportText, parse_date
from dragoman.sources import delimited, jsons
from dragoman.sources.files import STDIN, Loader, looks_binary, sidecar
from dragoman.sources.found import Found, Location, SourceOptions
from dragoman.sources.item import Budget, Counted, Item, Part, look, too_large
from dragoman.sources.sniff import Format, sniff

Formats = Callable[[Item, SourceOptions], Iterator[Part]]


def plain(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The report in a plain-text or Markdown file."""
    loader = Loader(max_bytes=options.max_bytes, encoding=options.encoding)
    yield Part(None, loader.from_bytes(item.read(options.max_bytes), item.name, item.beside))


FORMATS: dict[Format, Formats] = {
    "text": plain,
    "table": delimited.reports,
    "json lines": jsons.lines,
    "json": jsons.array,
}

LEDGER_MARK = "dragoman-ledger.json"
"""A folder with this file in it is a ledger: what was made from reports is no report."""


def find(
    paths: Iterable[Path | str], options: SourceOptions | None = None, stdin: bytes | None = None
) -> Iterator[Found]:
    """Every report, or the error that says why there is none, under `paths`, lazily and in the order of the sources.

    A path is a file of any format that docs/sources.md lists, a folder (all in it, by name), an http address, or "-"
    for the bytes in `stdin`. One bad report, row or file never ends the search. Raises `ReportDateError` for a date in the
    options that is none.
    """
    options = options or SourceOptions()
    parse_date(options.date, "the date for reports that state none")
    return _find(paths, options, stdin)


def _find(paths: Iterable[Path | str], options: SourceOptions, stdin: bytes | None) -> Iterator[Found]:
    for path in paths:
        for item in _open(str(path), stdin):
            if isinstance(item, Found):
                yield item
            else:
                for found in _inside(item, options):
                    yield _checked(found, options)


def fetch(location: Location, options: SourceOptions | None = None) -> ReportText:
    """The report at `location`, opened again as it was with `options`.

    Raises `ReportNotFound` where it is no longer there, and the `ReportError` that the report has by now.
    """
    options = options or SourceOptions()
    name = str(location)
    if location.path == STDIN:
        raise ReportNotFound(name, "it came from standard input, which is not kept", "add it from a file")
    for item in _open(location.path, None):
        for found in [item] if isinstance(item, Found) else _inside(item, options):
            lost = found.error is not None and found.location.position is None
            if found.location == location or lost:
                found = _checked(found, options.model_copy(update={"any_language": True}))
                if found.report is None:
                    raise found.error or ReportNotFound(name, "it is no longer there")
                return found.report
    raise ReportNotFound(name, "it is no longer there", "give the file back its content, or add the new one")


def _open(path: str, stdin: bytes | None) -> Iterator[Item | Found]:
    """What stands at a path that the user named: the file, or the files of the folder."""
    if path == STDIN:
        data = stdin or b""
        budget = Budget("standard input", len(data))
        yield look(Item(Location(STDIN), "", io.BufferedReader(io.BytesIO(data)), budget))
    elif Path(path).is_dir():
        files = list_folder(Path(path))
        empty = True
        for file in files:
            empty = False
            yield _open_file(file)
        if empty:
            error = SourceError(path, "there is no file in this folder", "name a folder with reports in it")
            yield Found(Location(str(Path(path).absolute())), None, error)
    else:
        yield _open_file(Path(path))


def list_folder(folder: Path) -> Iterator[Path]:
    """The files under `folder` by name, without hidden ones, sidecars and ledgers; loops of links are not followed."""
    return _list(folder, frozenset())


def _list(folder: Path, above: frozenset[tuple[int, int]]) -> Iterator[Path]:
    try:
        here = folder.stat()
        names = sorted(entry.name for entry in folder.iterdir())
    except OSError:
        yield folder  # opening it says what is wrong
        return
    key = (here.st_dev, here.st_ino)
    if key in above or LEDGER_MARK in names:
        return
    for name in names:
        path = folder / name
        if name.startswith(".") or name.endswith(".meta.json"):
            continue
        if path.is_dir():
            yield from _list(path, above | {key})
        elif path.is_file() or path.is_symlink():
            yield path


def _open_file(path: Path) -> Item | Found:
    location = Location(str(Path(path).absolute()))
    name = str(location)
    try:
        beside = sidecar(path)
        raw = path.open("rb")
        regular = path.is_file()
        budget = Budget(name, path.stat().st_size if regular else 0)
        stream = raw if regular else io.BufferedReader(Counted(raw, budget, unpacked=False))
        return look(Item(location, path.name, stream, budget, local=path if regular else None, beside=beside))
    except FileNotFoundError:
        return Found(location, None, ReportNotFound(name, "there is no such file", "check the name"))
    except ReportError as error:
        return Found(location, None, error)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        hint = "check the name and the permissions"
        return Found(location, None, ReportError(name, f"it cannot be opened: {reason}", hint))


def _inside(item: Item, options: SourceOptions) -> Iterator[Found]:
    """What is in a file: its reports, and one error where it cannot be opened or breaks off."""
    try:
        kind = sniff(item.head, item.file_name, tuple(options.columns.values()), options.encoding)
        for position, what in FORMATS[kind](item, options):
            location = item.location._replace(position=position)
            good = isinstance(what, ReportText)
            yield Found(location, what if good else None, None if good else what)  # type: ignore[arg-type]
    except ReportError as error:
        yield Found(item.location, None, error)
    except Exception as error:
        reason = f"it breaks off or cannot be read ({type(error).__name__}: {error})"
        yield Found(item.location, None, SourceError(item.name, reason, "what stands before the fault was read"))
    finally:
        item.close()


def _checked(found: Found, options: SourceOptions) -> Found:
    """`found` with what the options say of all reports, or with the error of a report that is none."""
    if found.report is None:
        return found
    name = str(found.location)
    try:
        return found._replace(report=_complete(found.report, options, name))
    except ReportError as error:
        return found._replace(report=None, error=error)


def _complete(report: ReportText, options: SourceOptions, name: str) -> ReportText:
    if len(report.text) > options.max_bytes or len(report.text.encode("utf-8", "replace")) > options.max_bytes:
        raise too_large(name, options.max_bytes)
    if looks_binary(report.text):
        raise ReportNotText(name, "it is binary, no text", "give the text of a report")
    if not report.text.strip():
        raise ReportEmpty(name, "there is no text in it", "give the text of a report")
    return report._replace(date=parse_date(report.date or options.date, name), source=report.source or options.source)
