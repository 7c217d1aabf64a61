"""The rows that the coder is trained on: marked sentences with the type of what the source does to the target."""

from __future__ import annotations

import csv
import hashlib
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple, get_args

import numpy as np

from dragoman.evaluate.pairs import pair_label
from dragoman.evaluate.plv import unmark
from dragoman.learned.marking import Place, mark
from dragoman.records import EventType

NONE = "NONE"
"""The source does nothing to the target."""
TYPES: tuple[str, ...] = (*get_args(EventType), NONE)
"""The sixteen PLOVER types and NONE, in the order of the model's outputs."""
ROOTS = tuple(sorted({"YIELD" if kind in ("CONCEDE", "RETREAT") else kind for kind in get_args(EventType)}))
"""PLV's fifteen, CONCEDE and RETREAT merged into YIELD."""
ROOT_OF = np.array([ROOTS.index("YIELD" if kind in ("CONCEDE", "RETREAT") else kind) for kind in TYPES[:-1]])


class Row(NamedTuple):
    """A marked sentence, the types that are right for it (YIELD is two), its group and where it comes from."""

    text: str
    types: frozenset[str]
    group: str
    origin: str
    sentence: str
    source: Place | None
    target: Place | None
    id: str = ""

    @property
    def root(self) -> str:
        """The type as PLV names it."""
        return "YIELD" if self.types & {"CONCEDE", "RETREAT"} else next(iter(self.types))


def load_sentences(path: Path) -> list[Row]:
    """The rows of one of our own tables (training/README.md tells its columns)."""
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [
        _row(
            line["sentence"],
            frozenset({line["label"] or pair_label(line["type"], line["mode"], line["status"])}),
            path.stem,
            line["id"],
        )
        for line in table
    ]


# What these do to somebody, that one does not do to them.
_ONE_WAY = frozenset({"ASSAULT", "COERCE", "ACCUSE", "SANCTION", "REQUEST", "THREATEN", "AID"})


def turned(rows: Sequence[Row], every: int = 10) -> list[Row]:
    """Every tenth one-way row with its marks the wrong way round, as NONE: who does it to whom matters."""
    return [
        row._replace(
            text=mark(row.sentence, row.target, row.source),
            types=frozenset({NONE}),
            source=row.target,
            target=row.source,
            origin="turned",
            id="",
        )
        for row in rows
        if row.types <= _ONE_WAY and row.source and row.target and int(row.group, 16) % every == 0
    ]


def load_plv(path: Path) -> list[Row]:
    """The rows of a PLV table."""
    with path.open(encoding="utf-8", newline="") as file:
        table = list(csv.DictReader(file, delimiter="\t"))
    both = frozenset({"CONCEDE", "RETREAT"})
    return [
        _row(line["marked_sentence"], both if line["gold_root"] == "YIELD" else frozenset({line["gold_root"]}), "plv")
        for line in table
    ]


def _row(marked: str, types: frozenset[str], origin: str, name: str = "") -> Row:
    sentence, spans = unmark(marked)
    source, target = ((s.start, s.end) if (s := spans.get(name)) else None for name in "st")
    # Rows of one sentence with other marks must not be split between training and test.
    group = hashlib.sha256(" ".join(sentence.split()).lower().encode()).hexdigest()[:12]
    return Row(mark(sentence, source, target), types, group, origin, sentence, source, target, name)


def folds(rows: Sequence[Row], count: int = 3, seed: int = 1) -> list[np.ndarray]:
    """Indices of the test rows of each fold, spread evenly over the types; rows of one sentence stay together."""
    groups: dict[str, list[int]] = defaultdict(list)
    for i, row in enumerate(rows):
        groups[row.group].append(i)
    order = sorted(groups)
    np.random.default_rng(seed).shuffle(order)
    held: list[list[int]] = [[] for _ in range(count)]
    have = [dict.fromkeys(ROOTS, 0) for _ in range(count)]
    for group in sorted(order, key=lambda g: -len(groups[g])):
        kind = rows[groups[group][0]].root
        fold = min(range(count), key=lambda k: (have[k][kind], len(held[k])))
        held[fold] += groups[group]
        for i in groups[group]:
            have[fold][rows[i].root] += 1
    return [np.array(sorted(part)) for part in held]


def digest(lines: Sequence[str]) -> str:
    """Twelve hex digits that stand for these lines."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]
