"""Annotated reports on disk: which files belong together, their text and date, and readings of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.errors import EvaluationError, KnowledgeError
from dragoman.evaluate.score import Record
from dragoman.reader import Reader, ReportText
from dragoman.sources.files import load

GOLD = ".gold.json"


class Annotated(NamedTuple):
    """A report with what its annotators found in it."""

    name: str
    report: ReportText
    gold: Any


def find(place: Path, ending: str) -> list[Path]:
    """The files whose names end in `ending`, by name: those in the folder `place`, or the one that belongs to it.

    Raises `EvaluationError` where there are none.
    """
    if place.is_dir():
        found = sorted(place.glob(f"*{ending}"))
    else:
        path = place if place.name.endswith(ending) else place.with_name(place.stem + ending)
        found = [path] if path.is_file() else []
    if not found:
        raise EvaluationError(f"{place}: no file *{ending} here; name a folder with NAME.txt and NAME{ending}")
    return found


def load_gold(place: Path) -> list[Annotated]:
    """Every NAME.gold.json of `place` with its NAME.txt.

    The text of a report with front matter is its body. The date is that of the report, its sidecar or the gold file.
    Raises `EvaluationError` where a text is missing, `KnowledgeError` where a gold file is no JSON object.
    """
    return [_load_gold(path) for path in find(place, GOLD)]


def _load_gold(path: Path) -> Annotated:
    gold = load_json(path)
    name = path.name.removesuffix(GOLD)
    report = load(text_file(path, GOLD))
    if report.date is None:
        about = gold.get("report")
        report = report._replace(date=gold.get("date") or (about.get("date") if isinstance(about, dict) else None))
    return Annotated(name, report, gold)


def text_file(path: Path, ending: str) -> Path:
    """NAME.txt beside the file `path`, which ends in `ending`. Raises `EvaluationError` where it is missing."""
    text = path.with_name(f"{path.name.removesuffix(ending)}.txt")
    if not text.is_file():
        raise EvaluationError(f"{path}: its text is missing; put {text.name} beside it")
    return text


def load_json(path: Path) -> dict[str, Any]:
    """The JSON object in a file. Raises `KnowledgeError`."""
    try:
        value = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise KnowledgeError(f"{path}: not valid JSON: {error}") from error
    if not isinstance(value, dict):
        raise KnowledgeError(f"{path}: holds no JSON object")
    return value


def read_all(reader: Reader, items: Iterable[Annotated]) -> Iterator[tuple[Annotated, Record]]:
    """Each report with its reading in the interchange form."""
    items = list(items)
    for item, reading in zip(items, reader.read_many([item.report for item in items]), strict=True):
        yield item, reading.to_dict()


def stored(readings: Path, items: Iterable[Annotated]) -> Iterator[tuple[Annotated, Record]]:
    """Each report with its reading in `readings`/NAME.json. Raises `EvaluationError` where one is missing."""
    for item in items:
        path = readings / f"{item.name}.json"
        if not path.is_file():
            raise EvaluationError(f"no reading of {item.name} in {readings}; make it with: dragoman read --out DIR")
        yield item, load_json(path)


def corpus_hash(place: Path) -> str:
    """A hash of the names and bytes of a folder's files, or of one file: changes when the corpus does."""
    digest = hashlib.sha256()
    paths = (
        sorted(p for p in place.iterdir() if p.is_file() and not p.name.startswith(".")) if place.is_dir() else [place]
    )
    for path in paths:
        if path.suffix in (".py", ".md"):
            continue
        digest.update(f"{path.name}\0".encode())
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()[:16]
