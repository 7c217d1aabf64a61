"""Pairs of parties in news sentences without labels: what the large network teaches the small one on."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from coder.data import Row
from dragoman.language import Document
from dragoman.learned.marking import mark
from dragoman.learned.mention import place
from dragoman.reader import Reader, ReportText
from dragoman.steps.draft import Draft

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "poss"})
_WORDS = (7, 60)


def load(runs: Path, places: Sequence[Path], count: int, seed: int = 1) -> list[Row]:
    """At most `count` marked sentences from .txt files and .jsonl files with a `text`; made once, then read back."""
    kept = runs / "unlabelled.jsonl"
    if not kept.exists():
        found = [pair for text in _texts(places) for pair in _pairs(text)]
        order = np.random.default_rng(seed).permutation(len(found))[:count]
        with kept.open("w", encoding="utf-8") as out:
            for i in order:
                out.write(json.dumps(found[i]) + "\n")
    rows = []
    for line in kept.read_text(encoding="utf-8").splitlines():
        sentence, source, target = json.loads(line)
        rows.append(Row(mark(sentence, source, target), frozenset(), "", "unlabelled", sentence, source, target))
    return rows


def _texts(places: Sequence[Path]) -> Iterator[str]:
    for where in places:
        if where.suffix == ".jsonl":
            for line in where.read_text(encoding="utf-8").splitlines():
                yield json.loads(line)["text"]
        else:
            for path in sorted(where.rglob("*.txt")):
                yield path.read_text(encoding="utf-8")


_READER = Reader()


def _pairs(text: str) -> Iterator[tuple[str, tuple[int, int], tuple[int, int]]]:
    draft = _READER.draft(ReportText(text))
    doc = draft.doc
    for sentence in doc.sentences:
        if sentence.kind != "text" or not _WORDS[0] <= sentence.last - sentence.first <= _WORDS[1]:
            continue
        start, end = doc.start[sentence.first], doc.end[sentence.last - 1]
        heads = _heads(draft, doc, sentence.first, sentence.last)
        first = next((h for h in heads if doc.dep[h] in _SUBJECTS), None)
        others = [h for h in heads if h != first]
        if first is None or not others:
            continue
        for other in {others[0], others[-1]}:
            source, target = place(doc, first, start), place(doc, other, start)
            if source[1] <= target[0] or target[1] <= source[0]:
                yield doc.text[start:end].replace("\n", " "), source, target


def _heads(draft: Draft, doc: Document, first: int, last: int) -> list[int]:
    """The head words of the mentions of actors in a sentence; a possessor inside another mention is none."""
    named = [i for i in range(first, last) if draft.who.at(i)]
    return [i for i in named if doc.dep[i] != "compound" and doc.pos[i] != "PRON" and doc.head[i] not in named]
