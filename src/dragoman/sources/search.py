"""Finds every report under files, folders, archives and addresses, and opens one again where it was found."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO, cast

from dragoman.errors import ReportEmpty, ReportError, ReportNotFound, ReportNotText, SourceError
from dragoman.reader import ReportText, parse_date
from dragoman.show.visible import one_line
from dragoman.sources import archives, packed, web
from dragoman.sources.english import check_english
from dragoman.sources.files import STDIN, About, Loader, looks_binary, sidecar
from dragoman.sources.folders import full_name
from dragoman.sources.folders import list_folder as list_folder
from dragoman.sources.found import Found, Location, SourceOptions
from dragoman.sources.item import Budget, Counted, Item, Part, look, too_large
from dragoman.sources.sniff import Format, sniff

FORMATS: dict[Format, tuple[str, str]] = {
    "html": ("pages", "reports"),
    "feed": ("feeds", "reports"),
    "petrarch": ("petrarch", "reports"),
    "table": ("delimited", "reports"),
    "json lines": ("jsons", "lines"),
    "json": ("jsons", "array"),
    "parquet": ("parquet", "reports"),
    "warc": ("warc", "reports"),
}
"""Module and function of each format; loaded when a file of it is met, for some are slow to load."""


def find(
    paths: Iterable[Path | str], options: SourceOptions | None = None, stdin: bytes | BinaryIO | None = None
) -> Iterator[Found]:
    """Every report, or the error that says why there is none, under `paths`, lazily and in the order of the sources.

    A path is a file of any format that docs/sources.md lists, a folder (all in it, by name), an http address, or "-"
    for `stdin`, bytes or a stream of them. One bad report, row or file never ends the search. Raises `ReportDateError`
    for a date in the options that is none.
    """
    options = options or SourceOptions()
    parse_date(options.date, "the date for reports that state none")
    return _find(paths, options, stdin)


def _find(paths: Iterable[Path | str], options: SourceOptions, stdin: bytes | BinaryIO | None) -> Iterator[Found]:
    for path in paths:
        for item in _open(str(path), stdin):
            for found in [item] if isinstance(item, Found) else _inside(item, options, None):
                yield _checked(found, options)


def fetch(location: Location, options: SourceOptions | None = None) -> ReportText:
    """The report at `location`, opened again as it was with `options`; its language is not asked for again.

    Raises `ReportNotFound` where it is no longer there, and the `ReportError` that the report or its file has by now.
    """
    options = (options or SourceOptions()).model_copy(update={"any_language": True})
    name = one_line(str(location))
    if location.path == STDIN:
        raise ReportNotFound(name, "it came from standard input, which is not kept", "add it from a file")
    fault: ReportError | None = None
    for item in _open(location.path, None):
        for found in [item] if isinstance(item, Found) else _inside(item, options, location):
            if found.location == location:
                found = _checked(found, options)
                if found.report is not None:
                    return found.report
                raise cast(ReportError, found.error)
            fault = fault or (found.error if found.location.position is None else None)
    raise fault or ReportNotFound(name, "it is no longer there", "give the source back its content, or add the new one")


def _open(path: str, stdin: bytes | BinaryIO | None) -> Iterator[Item | Found]:
    """What stands at a path that the user named: the file or the answer of the server, or the files of the folder."""
    if path == STDIN:
        source: Any = io.BytesIO(stdin or b"") if stdin is None or isinstance(stdin, bytes) else stdin
        budget = Budget("standard input")
        stream = io.BufferedReader(Counted(source, budget, unpacked=False))
        yield look(Item(Location(STDIN), "", stream, budget))
    elif web.is_address(path):
        try:
            yield web.open_address(path)
        except ReportError as error:
            yield Found(Location(path), None, error)
    elif (place := full_name(Path(path))).is_dir():
        yield from _open_folder(place)
    else:
        yield _open_file(place)


def _open_folder(folder: Path) -> Iterator[Item | Found]:
    empty = True
    for file in list_folder(folder):
        empty = False
        yield _open_file(file)
    if empty:
        error = SourceError(str(folder), "there is no file in this folder", "name a folder with reports in it")
        yield Found(Location(str(folder.absolute())), None, error)


def _open_file(path: Path) -> Item | Found:
    location = Location(str(path.absolute()))
    name = one_line(str(location))
    try:
        str(location).encode()
    except UnicodeEncodeError:
        location = Location(str(location).encode("utf-8", "replace").decode())
        return Found(location, None, ReportError(name, "its name is no UTF-8", "give the file another name"))
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


def _inside(item: Item, options: SourceOptions, wanted: Location | None) -> Iterator[Found]:
    """What is in a file: its reports, and one error where it cannot be opened or breaks off."""
    try:
        kind = sniff(item.head, item.file_name, tuple(options.columns.values()), options.encoding)
        if kind in ("gzip", "bzip2", "xz") and not (kind == "gzip" and _is_warc(item)):
            yield from _inside(packed.unpacked(item, kind), options, wanted)
        elif kind in ("zip", "tar"):
            yield from _members(item, kind, options, wanted)
        else:
            for position, what in _reader(kind, item, wanted)(item, options):
                if position is None and isinstance(what, ReportText):
                    what = with_sidecar(what, item.beside)
                yield _found(item.location._replace(position=position), what)
    except ReportError as error:
        yield Found(item.location, None, error)
    except Exception as error:  # whatever a library that reads a hostile file may raise
        reason = f"it breaks off or cannot be read ({_told(error)})"
        yield Found(item.location, None, SourceError(item.name, reason, "what stands before the fault was read"))
    finally:
        item.close()


def _members(item: Item, kind: Format, options: SourceOptions, wanted: Location | None) -> Iterator[Found]:
    members = archives.zip_members if kind == "zip" else archives.tar_members
    empty, broken = True, False
    try:
        for member in members(item, wanted.member if wanted else None):
            empty = False
            for found in _inside(member, options, wanted) if isinstance(member, Item) else [Found(*member)]:
                yield found
                broken = isinstance(found.error, SourceError)
            if item.budget.broken:
                return
    except Exception:
        if not broken:  # else the last member has said that the archive breaks off
            raise
    if empty and wanted is None:
        raise SourceError(item.name, "there is no file in this archive", "name an archive with reports in it")


def _reader(kind: Format, item: Item, wanted: Location | None) -> Callable[[Item, SourceOptions], Iterator[Part]]:
    """The function that reads a format."""
    if kind == "gzip" or kind == "warc":
        from dragoman.sources import warc

        if wanted is not None and wanted.position and item.local is not None:
            start = wanted.position
            return lambda item, options: warc.reports(item, options, start)
        return warc.reports
    if kind in ("xml", "pdf"):
        what = "XML, but no XML of reports that is known" if kind == "xml" else "a PDF, no text"
        raise ReportNotText(item.name, f"it is {what}", "save it as plain text")
    if kind in FORMATS:
        module, function = FORMATS[kind]
        return cast(
            Callable[[Item, SourceOptions], Iterator[Part]],
            getattr(import_module(f"dragoman.sources.{module}"), function),
        )
    return plain


def plain(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The report in a plain-text or Markdown file."""
    loader = Loader(max_bytes=options.max_bytes, encoding=options.encoding)
    yield Part(None, loader.from_plain(item.read(options.max_bytes), item.name, item.beside))


def _is_warc(item: Item) -> bool:
    from dragoman.sources.warc import holds_warc

    return holds_warc(item.head) or item.file_name.lower().endswith(".warc.gz")


def with_sidecar(report: ReportText, beside: About) -> ReportText:
    """`report` with what stands beside its file where it says nothing itself."""
    return report._replace(
        date=report.date or parse_date(beside.date, "the sidecar"),
        title=report.title or beside.title,
        source=report.source or beside.source,
        source_id=report.source_id or beside.id,
        url=report.url or beside.url,
    )


def _told(error: Exception) -> str:
    return one_line(f"{type(error).__name__}: {error}")[:200]


def _found(location: Location, what: ReportText | ReportError) -> Found:
    return Found(location, None, what) if isinstance(what, ReportError) else Found(location, what, None)


def _checked(found: Found, options: SourceOptions) -> Found:
    """`found` with what the options say of all reports, or with the error of a report that is none."""
    if found.report is None:
        return found
    name = one_line(str(found.location))
    try:
        return found._replace(report=_complete(found.report, options, name))
    except ReportError as error:
        return found._replace(report=None, error=error)


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def _complete(report: ReportText, options: SourceOptions, name: str) -> ReportText:
    whole = {key: _LONE_SURROGATE.sub("\ufffd", value) for key, value in report._asdict().items() if value}
    report = report._replace(**whole)
    if len(report.text) > options.max_bytes or len(report.text.encode()) > options.max_bytes:
        raise too_large(name, options.max_bytes)
    if looks_binary(report.text):
        raise ReportNotText(name, "it is binary, no text", "give the text of a report")
    if not report.text.strip():
        raise ReportEmpty(name, "there is no text in it", "give the text of a report")
    if not options.any_language:
        check_english(report.text, name)
    return report._replace(date=parse_date(report.date or options.date, name), source=report.source or options.source)
