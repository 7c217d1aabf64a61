"""How well types of the user's own are found: `python -m dragoman.evaluate.ontology FILE SENTENCES...`.

SENTENCES are tables without a heading: a type's id, or "-" for a sentence that has none of the types, a tab, and the
sentence, which is read as a report of its own.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import EvaluationError
from dragoman.reader import Reader

NONE = "-"


class Found(NamedTuple):
    """A sentence with its type and those of the records that were made of it."""

    type: str
    sentence: str
    types: tuple[str, ...]


def rows(path: Path) -> Iterator[tuple[str, str]]:
    """Type and sentence of each line. Raises `EvaluationError` where a line has no tab."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        kind, tab, sentence = line.partition("\t")
        if not tab:
            raise EvaluationError(f"{path}: line {number} is no type, tab and sentence")
        yield kind, sentence


def compare(reader: Reader, sentences: Iterable[tuple[str, str]]) -> list[Found]:
    """What the reader makes of each sentence."""
    given = list(sentences)
    readings = reader.read_many(sentence for _, sentence in given)
    return [
        Found(kind, sentence, tuple(e.type for e in reading.own_events))
        for (kind, sentence), reading in zip(given, readings, strict=True)
    ]


def figures(found: Iterable[Found]) -> dict[str, int]:
    """Counts: `sentences` with a type, of which a record was `found` and one of the `right` type; `records` made of
    them, of which `right_records`; `others` without a type, of which `false_alarms` got a record.
    """
    lines = list(found)
    typed = [f for f in lines if f.type != NONE]
    others = [f for f in lines if f.type == NONE]
    return {
        "sentences": len(typed),
        "found": sum(bool(f.types) for f in typed),
        "right": sum(f.type in f.types for f in typed),
        "records": sum(len(f.types) for f in typed),
        "right_records": sum(f.types.count(f.type) for f in typed),
        "others": len(others),
        "false_alarms": sum(bool(f.types) for f in others),
    }


def main() -> None:
    """Print the figures, and the sentences that went wrong."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.evaluate.ontology", description=__doc__)
    parser.add_argument("ontology", type=Path)
    parser.add_argument("sentences", type=Path, nargs="+")
    parser.add_argument("--engine", choices=("both", "rules"), default="both")
    given = parser.parse_args()
    reader = Reader(engine=given.engine, ontology=given.ontology)
    found = compare(reader, (row for path in given.sentences for row in rows(path)))
    for f in found:
        if set(f.types) != ({f.type} - {NONE}):
            print(f"{f.type} read as {', '.join(f.types) or NONE}: {f.sentence}")
    print(", ".join(f"{name} {count}" for name, count in figures(found).items()))


if __name__ == "__main__":
    main()
