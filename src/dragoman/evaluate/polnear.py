"""Statements against PolNeAR, the corpus of attributions in political news (Newell, Margolin and Ruths, LREC 2018).

A folder holds NAME.txt and NAME.ann, in brat's standoff form. An attribution is found where a statement's content and
the annotated one overlap by half (intersection over union of characters); and its source where the mentions overlap, or
neither names one.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import KnowledgeError
from dragoman.evaluate.corpus import Annotated, find, text_file
from dragoman.evaluate.score import Record, Score
from dragoman.reader import ReportText

ANN = ".ann"
Places = frozenset[int]


class Attribution(NamedTuple):
    """The characters of an attribution's content and of its source."""

    content: Places
    source: Places


def load_polnear(place: Path) -> list[Annotated]:
    """Every NAME.ann of `place` with its NAME.txt. Raises `EvaluationError`, `KnowledgeError`."""
    items = []
    for path in find(place, ANN):
        text = text_file(path, ANN).read_bytes().decode("utf-8")
        items.append(Annotated(path.name.removesuffix(ANN), ReportText(text), _attributions(path)))
    return items


def _attributions(path: Path) -> list[Attribution]:
    """The attributions of a standoff file: after a tab, T1 has "Source 3 9;12 15" and E1 "Content:T3 Source:T1"."""
    spans: dict[str, Places] = {}
    links: list[list[str]] = []
    number = 0
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            number += 1
            key, _, rest = line.partition("\t")
            if key.startswith("T"):
                spans[key] = _places(rest.partition("\t")[0])
            elif key.startswith("E"):
                links.append(rest.split())
        found = [_event(link, spans) for link in links]  # a link may stand before what it links to
    except (KeyError, ValueError) as error:
        raise KnowledgeError(f"{path}: up to line {number}: not brat standoff: {error!r}") from error
    return [attribution for attribution in found if attribution.content]


def _places(label: str) -> Places:
    """The characters of "Source 3 9;12 15"."""
    _, _, pieces = label.partition(" ")
    ends = [piece.split() for piece in pieces.split(";")]
    return frozenset(i for start, end in ends for i in range(int(start), int(end)))


def _event(links: list[str], spans: dict[str, Places]) -> Attribution:
    parts: dict[str, set[int]] = {"Content": set(), "Source": set()}
    for link in links:
        role, _, target = link.partition(":")
        if (role := role.rstrip("0123456789")) in parts:
            parts[role] |= spans[target]
    return Attribution(frozenset(parts["Content"]), frozenset(parts["Source"]))


def _read(reading: Record) -> list[Attribution]:
    return [
        Attribution(_range(statement), _range(statement["source"]) if statement.get("source") else frozenset())
        for statement in reading["statements"]
    ]


def _range(span: Record) -> Places:
    return frozenset(range(span["start"], span["end"]))


def score(pairs: Iterable[tuple[Annotated, Record]]) -> dict[str, Score]:
    """The counts for "content", for "and source" and, labelled one by one, for "characters"."""
    total = {"content": Score(), "and source": Score(), "characters": Score()}
    for item, reading in pairs:
        gold, read = item.gold, _read(reading)
        content, sourced = _matches(gold, read)
        wanted: Places = frozenset().union(*(a.content for a in gold))
        found: Places = frozenset().union(*(a.content for a in read))
        for name, counts in (
            ("content", Score(len(gold), len(read), content)),
            ("and source", Score(len(gold), len(read), sourced)),
            ("characters", Score(len(wanted), len(found), len(wanted & found))),
        ):
            total[name] = total[name].plus(counts)
    return total


def _matches(gold: list[Attribution], read: list[Attribution]) -> tuple[int, int]:
    """How many contents match, one to one and best first; and of how many the source does too."""
    graded = []
    for i, wanted in enumerate(gold):
        for j, found in enumerate(read):
            if common := len(wanted.content & found.content):
                graded.append((common / len(wanted.content | found.content), i, j))
    graded.sort(reverse=True)
    taken_gold: set[int] = set()
    taken_read: set[int] = set()
    sourced = 0
    for value, i, j in graded:
        if value >= 0.5 and i not in taken_gold and j not in taken_read:
            taken_gold.add(i)
            taken_read.add(j)
            a, b = gold[i].source, read[j].source
            sourced += not a.isdisjoint(b) or not (a or b)
    return len(taken_gold), sourced
