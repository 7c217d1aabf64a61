"""Readings as files: JSON or pages, one a report."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from dragoman.errors import ReportError
from dragoman.records import Reading
from dragoman.show.html import page
from dragoman.sources.files import FileReading

Make = Callable[[Reading, str], str]
"""The file's content for a reading and the text that it was made from."""


def write_json(results: Iterator[FileReading], folder: Path) -> Iterator[FileReading]:
    """Write each reading to STEM.json in `folder`, which is made where it is missing, and pass the results on."""
    return _write(results, folder, lambda file: f"{_stem(file)}.json", lambda reading, _: f"{reading.to_json()}\n")


def write_pages(results: Iterator[FileReading], folder: Path) -> Iterator[FileReading]:
    """Write each reading's page to STEM.html in `folder`, and pass the results on."""
    return _write(results, folder, lambda file: f"{_stem(file)}.html", page)


def write_page(results: Iterator[FileReading], out: Path) -> Iterator[FileReading]:
    """Write the page of the one reading among `results` to the file `out`, and pass the results on."""
    return _write(results, out.parent, lambda _: out.name, page)


def _stem(file: FileReading) -> str:
    name, _, number = file.name.partition(".xml#")  # one of several reports of a file
    stem = Path(f"{name}.xml" if number else file.name).stem
    return "stdin" if file.name == "standard input" else f"{stem}-{number}" if number else stem


def _write(
    results: Iterator[FileReading], folder: Path, name: Callable[[FileReading], str], make: Make
) -> Iterator[FileReading]:
    folder.mkdir(parents=True, exist_ok=True)
    written: dict[str, str] = {}
    for file in results:
        if file.reading is None or file.report is None:
            yield file
        elif (target := name(file)) in written:
            reason = f"its {target} would take the place of that of {written[target]}"
            yield FileReading(file.name, None, None, ReportError(file.name, reason, "write it to another folder"))
        else:
            written[target] = file.name
            (folder / target).write_text(make(file.reading, file.report.text), encoding="utf-8", newline="")
            yield file
