"""Event types against tables of our own: sentences with marked parties; training/README.md tells the columns.

Figures are those of PLV (see `plv`): macro-F1 and accuracy over its fifteen types and four quads, and the share of
minimal pairs of which both sentences are right, where the table has a column `pair`.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import EvaluationError, KnowledgeError
from dragoman.evaluate.plv import MERGED, QUAD, Pair, unmark

_COLUMNS = {"sentence", "type", "mode", "status", "label"}
_ANNOUNCED = frozenset({"planned", "possible", "conditional"})
_HARM = frozenset({"COERCE", "SANCTION", "PROTEST", "MOBILIZE", "ASSAULT"})


class Table(NamedTuple):
    """The pairs of a table, and to which minimal pair each belongs ("" where the table does not say)."""

    pairs: list[Pair]
    minimal: list[str]


def pair_label(kind: str, mode: str, status: str) -> str:
    """The label, in the codebook of marked pairs, of an act of this PLOVER type, mode and status.

    There an announced meeting is AGREE, announced harm is THREATEN and a conviction is ACCUSE (Hu et al., ACL 2024).
    """
    if kind == "SANCTION" and mode == "convict":
        return "ACCUSE"
    if status in _ANNOUNCED and kind == "CONSULT":
        return "AGREE"
    if status in _ANNOUNCED and kind in _HARM:
        return "THREATEN"
    return kind


def load_table(path: Path) -> Table:
    """The rows of a table, those without an act (NONE) left out. Raises `EvaluationError`, `KnowledgeError`."""
    if not path.is_file():
        raise EvaluationError(f"{path}: no such file; name a table of marked sentences (.tsv)")
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        if missing := _COLUMNS - set(lines.fieldnames or ()):
            raise KnowledgeError(f"{path}: no column {', '.join(sorted(missing))}")
        rows = [(number, line) for number, line in enumerate(lines, 1) if line["type"] != "NONE"]
    pairs = [_pair(line, f"{path}: row {number}") for number, line in rows]
    return Table(pairs, [line.get("pair") or "" for _, line in rows])


def _pair(line: dict[str, str], where: str) -> Pair:
    label = line["label"] or pair_label(line["type"], line["mode"], line["status"])
    root = MERGED.get(label, label)
    if root not in QUAD:
        raise KnowledgeError(f"{where}: {label!r} is no PLOVER type")
    sentence, spans = unmark(line["sentence"])
    return Pair(sentence, spans.get("s"), spans.get("t"), root, QUAD[root])


def both_right(table: Table, types: Sequence[str]) -> float | None:
    """The share of minimal pairs of which both sentences got their type; None where the table has none."""
    right: dict[str, list[bool]] = defaultdict(list)
    for pair, name, kind in zip(table.pairs, table.minimal, types, strict=True):
        if name:
            right[name].append(MERGED.get(kind, kind) == pair.root)
    return sum(all(hits) for hits in right.values()) / len(right) if right else None
