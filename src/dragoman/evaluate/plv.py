"""Event types against PLV, sentences with a marked source and target (Hu et al., ACL 2024: PLOVER relations).

The file is a table with tabs between the columns `marked_sentence` ("<s>Oslo</s> praised <t>Bern</t>."), `gold_root`
(a PLOVER type, with CONCEDE and RETREAT merged into YIELD) and `gold_penta` (its quad). No pair is left
without a type.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import EvaluationError, KnowledgeError
from dragoman.pairs import type_pair
from dragoman.reader import Reader
from dragoman.records import Span

QUADS = (
    ("AGREE", "CONSULT", "SUPPORT"),
    ("COOPERATE", "AID", "YIELD"),
    ("REQUEST", "ACCUSE", "REJECT", "THREATEN"),
    ("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
)
"""PLV's types by quad: verbal and material cooperation, verbal and material conflict."""

QUAD = {kind: number for number, kinds in enumerate(QUADS, 1) for kind in kinds}
MERGED = {"CONCEDE": "YIELD", "RETREAT": "YIELD"}


class Pair(NamedTuple):
    """A sentence with its marked source and target, and the gold type and quad."""

    sentence: str
    source: Span | None
    target: Span | None
    root: str
    quad: int


class Rates(NamedTuple):
    """Macro-F1 and accuracy."""

    macro_f1: float
    accuracy: float


_TAG = re.compile(r"<(/?)([st])>")


def load_plv(path: Path) -> list[Pair]:
    """The rows of a PLV file. Raises `EvaluationError`, `KnowledgeError`."""
    if not path.is_file():
        raise EvaluationError(f"{path}: no such file; name a PLV table (.tsv)")
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        missing = {"marked_sentence", "gold_root", "gold_penta"} - set(rows.fieldnames or ())
        if missing:
            raise KnowledgeError(f"{path}: no column {', '.join(sorted(missing))}")
        return [_pair(row, f"{path}: row {number}") for number, row in enumerate(rows, 1)]


def _pair(row: dict[str, str], where: str) -> Pair:
    if row["gold_root"] not in QUAD or row["gold_penta"] not in "1234":
        raise KnowledgeError(f"{where}: {row['gold_root']!r} is no type of PLV")
    sentence, spans = unmark(row["marked_sentence"])
    return Pair(sentence, spans.get("s"), spans.get("t"), row["gold_root"], int(row["gold_penta"]))


def unmark(marked: str) -> tuple[str, dict[str, Span]]:
    """The sentence without its marks, and the spans that they marked: "s" for the source, "t" for the target."""
    pieces: list[str] = []
    length = at = 0
    ends: dict[str, list[int]] = {}
    for tag in _TAG.finditer(marked):
        pieces.append(marked[at : tag.start()])
        length += tag.start() - at
        at = tag.end()
        ends.setdefault(tag[2], []).append(length)
    sentence = "".join([*pieces, marked[at:]])
    return sentence, {name: _trimmed(sentence, e[0], e[1]) for name, e in ends.items() if len(e) == 2}


def _trimmed(sentence: str, start: int, end: int) -> Span:
    words = sentence[start:end]
    start += len(words) - len(words.lstrip())
    return Span(start=start, end=start + len(words.strip()), text=words.strip())


def code(reader: Reader, pairs: Sequence[Pair]) -> Iterator[str]:
    """The type of each pair, one of the sixteen PLOVER types, in order."""
    for pair in pairs:
        yield type_pair(reader, pair.sentence, pair.source, pair.target).type


def write_types(path: Path, types: Sequence[str]) -> None:
    """Writes one type a row, in the order of the pairs, under the header "type"."""
    path.write_text("".join(f"{kind}\n" for kind in ("type", *types)), encoding="utf-8")


def score(pairs: Sequence[Pair], types: Sequence[str]) -> dict[str, Rates]:
    """The rates over the 15 "root" types and over the four "quad"s."""
    types = [MERGED.get(kind, kind) for kind in types]
    roots = [pair.root for pair in pairs]
    quads, found = [pair.quad for pair in pairs], [QUAD[kind] for kind in types]
    return {
        "root": Rates(macro_f1(roots, types, sorted(QUAD)), _accuracy(roots, types)),
        "quad": Rates(macro_f1(quads, found, sorted({*quads, *found})), _accuracy(quads, found)),
    }


def macro_f1(gold: Sequence[Hashable], found: Sequence[Hashable], labels: Sequence[Hashable]) -> float:
    """The mean over `labels` of each label's F1; 0 for a label that is in neither."""
    total = 0.0
    for label in labels:
        hit = sum(g == label == f for g, f in zip(gold, found, strict=True))
        named = sum(g == label for g in gold) + sum(f == label for f in found)
        total += 2 * hit / named if named else 0.0
    return total / len(labels)


def _accuracy(gold: Sequence[Hashable], found: Sequence[Hashable]) -> float:
    return sum(g == f for g, f in zip(gold, found, strict=True)) / len(gold) if gold else 0.0
