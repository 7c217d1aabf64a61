"""The part of a sentence that one act is told in: what the learned coder is shown of a long sentence.

A news sentence tells several acts between the same parties; shown whole, the encoder types the loudest one. So it gets
the clause of the word that is asked about, with the parties, and without the clauses coordinated to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.language import Document
from dragoman.learned.marking import Place
from dragoman.learned.mention import phrase

_UP = frozenset({"xcomp"})
_OTHERS = frozenset({"conj", "parataxis"})
_ASIDES = frozenset({"advcl", "relcl", "acl"})
_WAITS = frozenset({"if", "unless", "until", "once", "after", "before", "to", "by"})


class Shown(NamedTuple):
    """Words of a sentence, and where the source and the target stand in them."""

    text: str
    source: Place
    target: Place


def shown(doc: Document, head: int, source: int, target: int) -> Shown | None:
    """The clause of token `head` with the mentions that `source` and `target` head.

    A source outside the clause ("accused Oslo of seizing the ship") is put before it. None where the two mentions are
    one, or the target stands outside: who is only inferred to be meant cannot tell what is done.
    """
    top = head
    while doc.dep[top] in _UP and doc.head[top] != top:
        top = doc.head[top]
    one, other = range(*_ends(doc, source)), range(*_ends(doc, target))
    if set(one) & set(other):
        one, other = range(source, source + 1), range(target, target + 1)
    if source == target:
        return None
    kept = sorted(_clause(doc, top, frozenset((*one, *other, head))))
    inside = set(kept)
    if not inside.issuperset(other):
        return None
    if not inside.issuperset(one):
        kept = [*one, *(i for i in kept if i not in one)]
    return _written(doc, kept, one, other)


def _ends(doc: Document, noun: int) -> tuple[int, int]:
    first, last = phrase(doc, noun)
    return first, last + 1


def _clause(doc: Document, top: int, needed: frozenset[int]) -> Iterator[int]:
    stack = [top]
    while stack:
        at = stack.pop()
        yield at
        for c in doc.children[at]:
            if any(doc.left[c] <= i <= doc.right[c] for i in needed) or not _is_another(doc, c):
                stack.append(c)


def _is_another(doc: Document, i: int) -> bool:
    """Whether the clause of `i` tells another act."""
    if doc.dep[i] in _OTHERS:
        return doc.pos[i] in ("VERB", "AUX")
    return doc.dep[i] in _ASIDES and not _is_condition(doc, i)


def _is_condition(doc: Document, verb: int) -> bool:
    return any(doc.norm[c] in _WAITS for c in doc.children[verb] if doc.dep[c] in ("mark", "advmod", "aux", "prep"))


def _written(doc: Document, kept: list[int], one: range, other: range) -> Shown:
    pieces: list[str] = []
    places: dict[int, tuple[int, int]] = {}
    length = 0
    for number, i in enumerate(kept):
        before = kept[number - 1] if number else -1
        gap = doc.text[doc.end[before] : doc.start[i]] if before == i - 1 and before >= 0 else " "
        gap = " " if gap.strip() or (gap and not number) else gap
        gap = "" if not number else " " if len(gap) > 1 else gap
        word = doc.text[doc.start[i] : doc.end[i]]
        places[i] = (length + len(gap), length + len(gap) + len(word))
        length += len(gap) + len(word)
        pieces += [gap, word]
    source = (places[one[0]][0], places[one[-1]][1])
    target = (places[other[0]][0], places[other[-1]][1])
    return Shown("".join(pieces), source, target)
