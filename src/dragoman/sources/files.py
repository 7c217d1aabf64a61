"""Plain-text files as reports: the bytes' encoding, front matter, the sidecar, and what is wrong with a bad one.

The text is kept as it is in the file, line ends included, so that the offsets of records count in the file. What is no
part of the text is a byte order mark and front matter; after front matter the text is the body without the white space
around it, which is also what python-frontmatter calls the content.
"""

from __future__ import annotations

import codecs
import datetime as dt
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

import frontmatter
from frontmatter.default_handlers import YAMLHandler
from yaml import YAMLError  # type: ignore[import-untyped]

from dragoman.errors import (
    DragomanError,
    ReportDateError,
    ReportEmpty,
    ReportError,
    ReportNotFound,
    ReportNotText,
    ReportTooLarge,
)
from dragoman.reader import Reader, ReportText, parse_date
from dragoman.records import Reading

MAX_BYTES = 2_000_000
"""The largest file that is read unless the caller says otherwise: some 300,000 words, far more than any news report."""

STDIN = "-"
"""The name that stands for standard input."""

# Longer than the front matter of any report, and short enough that its nesting cannot exhaust the YAML parser.
_FRONT_LIMIT = 8_000
_FRONT = re.compile(r"\s*---+[ \t]*\r?\n(?=[ \t\r\n]*[\w-]+[ \t]*:)(.*?)^---+[ \t]*\r?$", re.DOTALL | re.MULTILINE)

MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
# Of English text in a Western encoding a few bytes in a hundred are accents, quotation marks and dashes.
_WESTERN_SHARE = 0.2


class About(NamedTuple):
    """What a source says of its report; None where it does not."""

    date: dt.date | str | None = None
    title: str | None = None
    source: str | None = None
    id: str | None = None
    url: str | None = None


NOTHING = About()


class FileReading(NamedTuple):
    """What became of one file: the report with its reading, or the error that says why there is none."""

    name: str
    report: ReportText | None
    reading: Reading | None
    error: ReportError | None


@dataclass(frozen=True)
class Loader:
    """Turns files into reports, with what holds for all of them.

    `about` wins over what a file says of itself. `max_bytes` is the largest size that is read. `encoding` names the
    files' encoding; None means to find it out.
    """

    about: About = NOTHING
    max_bytes: int = MAX_BYTES
    encoding: str | None = None

    def load(self, path: Path | str) -> ReportText:
        """The report in the file `path`. Raises a `ReportError` that names the file, the reason and what to do."""
        path = Path(path)
        data = _read_bytes(path, self.max_bytes)
        return self.from_bytes(data, str(path), sidecar(path))

    def from_bytes(self, data: bytes, name: str, beside: About | None = None) -> ReportText:
        """The report in `data`; `name` is for errors, `beside` what stands beside the file. Raises `ReportError`.

        A web page gives the text of its article, everything else is plain text.
        """
        if len(data) > self.max_bytes:
            raise _too_large(name, self.max_bytes)
        if markup_of(data, name, self.encoding) == "html":
            from dragoman.sources.pages import article

            return self._with_about(article(data, name, charset=self.encoding), beside, name)
        return self.from_plain(data, name, beside)

    def from_plain(self, data: bytes, name: str, beside: About | None = None) -> ReportText:
        """The report in the plain text `data`, with its front matter. Raises `ReportError`."""
        inside, text = split_front_matter(decode(data, name, self.encoding), name)
        if not text.strip():
            raise ReportEmpty(name, "there is no text in it", "give a file with the text of a report")
        stated = ReportText(text, inside.date, inside.title, inside.source, inside.id, inside.url)
        return self._with_about(stated, beside, name)

    def load_all(self, path: Path) -> Iterator[FileReading]:
        """The reports in the file `path`, or their errors: one for a text or a page, more for PETRARCH's XML."""
        name = str(path)
        try:
            data = _read_bytes(path, self.max_bytes)
            if markup_of(data, name, self.encoding) != "petrarch":
                yield FileReading(name, self.from_bytes(data, name, sidecar(path)), None, None)
                return
        except ReportError as error:
            yield FileReading(name, None, None, error)
            return
        from dragoman.sources.petrarch import each

        for number, report in enumerate(each(data, name)):
            one = f"{name}#{number}"
            if isinstance(report, ReportError):
                yield FileReading(one, None, None, report)
            else:
                yield FileReading(one, self._with_about(report, None, one), None, None)

    def _with_about(self, stated: ReportText, beside: About | None, name: str) -> ReportText:
        """`stated` with what wins over it and what stands beside it."""
        own = About(stated.date, stated.title, stated.source, stated.source_id, stated.url)
        layers = (self.about, own, beside or NOTHING)
        date, title, source, source_id, url = (_first(values) for values in zip(*layers, strict=True))
        return ReportText(stated.text, parse_date(date, name), title, source, source_id, url)


def load(path: Path | str) -> ReportText:
    """The report in the file `path`, with the defaults of `Loader`. Raises `ReportError`."""
    return Loader().load(path)


def expand(paths: Iterable[Path]) -> list[Path]:
    """`paths` with each folder replaced by the .txt files directly in it, by name."""
    found: list[Path] = []
    for path in paths:
        inside = sorted(path.glob("*.txt")) if path.is_dir() else []
        found += inside or [path]
    return found


def read_files(
    reader: Reader, paths: Sequence[Path], loader: Loader, stdin: bytes | None = None, batch_size: int = 32
) -> Iterator[FileReading]:
    """The readings of `paths`, in order and lazily. A file that cannot be read gives its error; the others go on.

    The path "-" stands for the bytes in `stdin`. At most `batch_size` reports are held at a time.
    """
    stream = (file for path in paths for file in _try_load(path, loader, stdin))
    while batch := [*islice(stream, batch_size)]:
        loaded = [file.report for file in batch if file.report is not None]
        try:
            readings = iter([*reader.read_many(loaded, batch_size)])
            yield from (file._replace(reading=next(readings)) if file.report else file for file in batch)
        except DragomanError:
            raise
        except Exception:
            # A fault of the reader's own on one report must not lose the others of its batch.
            yield from (_read_alone(reader, file) for file in batch)


def _read_alone(reader: Reader, file: FileReading) -> FileReading:
    if file.report is None:
        return file
    try:
        return file._replace(reading=next(reader.read_many([file.report])))
    except DragomanError:
        raise
    except Exception as error:
        reason = f"the reader failed on it ({type(error).__name__}: {error})"
        return FileReading(file.name, None, None, ReportError(file.name, reason, "please report this as a defect"))


def _try_load(path: Path, loader: Loader, stdin: bytes | None) -> Iterator[FileReading]:
    if str(path) != STDIN:
        yield from loader.load_all(path)
        return
    name = "standard input"
    try:
        yield FileReading(name, loader.from_bytes(stdin or b"", name), None, None)
    except ReportError as error:
        yield FileReading(name, None, None, error)


def markup_of(data: bytes, name: str, encoding: str | None = None) -> str | None:
    """Either "html" or "petrarch" where `data` is a page or XML of PETRARCH; None for plain text, whatever is in it."""
    from dragoman.sources.sniff import sniff

    found = sniff(data[:64_000], name, encoding=encoding)
    return found if found in ("html", "petrarch") else None


def decode(data: bytes, name: str, encoding: str | None = None) -> str:
    """The text in `data`: UTF-8, or UTF-16 or UTF-32 with their mark, else Windows-1252.

    A statistical guess between the many one-byte encodings errs more often on a page of English than this rule does.
    Raises `ReportNotText` where the bytes are no text in any of them.
    """
    hint = "give a plain-text file, or name its encoding with --encoding"
    if encoding is None:
        encoding = next((found for mark, found in MARKS if data.startswith(mark)), None)
    elif encoding.lower().replace("_", "-") in ("utf-8", "utf8"):
        encoding = "utf-8-sig"
    try:
        text = data.decode(encoding) if encoding else _guess(data)
        text.encode()  # some codecs give halves of surrogate pairs, which are no characters
    except UnicodeError as error:
        raise ReportNotText(name, f"its bytes are no text in {encoding or 'a known encoding'}", hint) from error
    except LookupError as error:
        raise ReportNotText(name, f"{encoding!r} is no encoding", "name one such as utf-8 or windows-1252") from error
    if looks_binary(text):
        raise ReportNotText(name, "it is a binary file, no text", hint)
    return text


def looks_binary(text: str) -> bool:
    """Whether `text` has a NUL in it, or more control characters than text has."""
    return "\0" in text or len(_CONTROLS.findall(text)) > len(text) / 100


def _guess(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        if sum(byte > 0x7F for byte in data) > _WESTERN_SHARE * len(data):
            raise
        return data.decode("cp1252")


def split_front_matter(text: str, name: str) -> tuple[About, str]:
    """What the YAML front matter of `text` says of the report, and the body; `text` itself where there is none.

    Raises `ReportError` where the front matter is no valid YAML.
    """
    match = _FRONT.match(text, 0, _FRONT_LIMIT)
    if match is None:
        return NOTHING, text
    hint = "put values that hold a colon in quotation marks"
    try:
        known, _ = frontmatter.parse(match.group(), handler=YAMLHandler())
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" (line {mark.line + 1})" if mark else ""
        raise ReportError(name, f"its front matter is no valid YAML{where}", hint) from error
    except ValueError as error:  # YAML reads 2004-13-45 as a date
        raise ReportDateError(name, f"its front matter holds no calendar date: {error}", _DATE_HINT) from error
    return about_values(known, name, "front matter"), text[match.end() :].strip()


_DATE_HINT = "give the publication date as YYYY-MM-DD"


def _read_bytes(path: Path, max_bytes: int) -> bytes:
    name = str(path)
    try:
        if path.is_dir():
            raise ReportError(name, "this folder has no .txt files in it", "name the files to read")
        if path.is_file() and path.stat().st_size > max_bytes:
            raise _too_large(name, max_bytes)
        with path.open("rb") as file:
            return file.read(max_bytes + 1)
    except FileNotFoundError as error:
        raise ReportNotFound(name, "there is no such file", "check the name") from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise ReportError(name, f"it cannot be opened: {reason}", "check the name and the permissions") from error


def _too_large(name: str, max_bytes: int) -> ReportTooLarge:
    limit = f"{max_bytes / 1_000_000:g} MB"
    return ReportTooLarge(name, f"it is larger than {limit}", "split it into reports, or raise --max-size")


def sidecar(path: Path) -> About:
    """What NAME.meta.json beside NAME.txt says of the report."""
    beside = path.with_name(f"{path.stem}.meta.json")
    try:
        known = json.loads(beside.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return NOTHING
    except (OSError, ValueError, RecursionError) as error:
        raise ReportError(str(path), f"its {beside.name} is no valid JSON", "mend or remove that file") from error
    if not isinstance(known, dict):
        raise ReportError(str(path), f"its {beside.name} holds no JSON object", "mend or remove that file")
    return about_values(known, str(path), beside.name)


def about_values(known: dict[str, Any], name: str, where: str) -> About:
    """The keys that a report has, from front matter or a sidecar; others are left alone. Raises `ReportError`."""
    values = {key: known.get(key) for key in About._fields}
    for key, value in values.items():
        if isinstance(value, (list, dict)):
            raise ReportError(name, f"{key!r} in its {where} is no single value", f"give one {key}")
        if value is not None and not isinstance(value, (str, dt.date)):
            values[key] = str(value)
    for key in ("title", "source", "id", "url"):
        if values[key] is not None:
            values[key] = str(values[key]).strip() or None
    return About(**values)


def _first(values: Iterable[Any]) -> Any:
    return next((value for value in values if value not in (None, "")), None)
