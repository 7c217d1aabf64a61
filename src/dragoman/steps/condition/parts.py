"""The two parts of a condition, as stretches of tokens."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.language import Document
from dragoman.steps import clauses

STEPS = 12
"""How far a climb through the tree goes; sentences nest less deeply than this."""


class Part(NamedTuple):
    """Tokens `first` to `last` (inclusive) and the token that heads them."""

    first: int
    last: int
    head: int


class Parts(NamedTuple):
    """Consequent and antecedent. `whole` is first and last token of what holds the condition."""

    consequent: Part | None
    antecedent: Part
    whole: tuple[int, int]


def part(doc: Document, first: int, last: int, head: int) -> Part | None:
    """Tokens `first` to `last` without the marks, ", which …" and "to" at their edges; None where nothing is left."""
    for k in range(max(first, head) + 1, last):
        if doc.norm[k] == "," and doc.norm[k + 1] == "which":
            last = k - 1
            break
    first, last = clauses.trim(doc, first, last)
    if first < last and doc.tag[first] == "TO":
        first += 1
    return Part(first, last, head) if first <= last else None


def join(consequent: Part | None, antecedent: Part | None, *more: int) -> Parts | None:
    """The condition of two parts, stretched over the tokens `more`; None without an antecedent."""
    if antecedent is None:
        return None
    edges = [antecedent.first, antecedent.last, *more]
    if consequent is not None:
        edges += [consequent.first, consequent.last]
    return Parts(consequent, antecedent, (min(edges), max(edges)))


def meant(doc: Document, relative: int) -> Part | None:
    """The clause that a clause with "which" speaks of: the one that it interrupts, up to where it begins."""
    at = doc.head[relative]
    for _ in range(STEPS):
        if clauses.is_verb(doc, at) and clauses.own_subject(doc, at) >= 0:
            break
        if doc.head[at] == at:
            return None
        at = doc.head[at]
    first, last = clauses.clause_range(doc, at)
    first = max(first, clauses.own_subject(doc, at) - 12)
    return part(doc, first, min(last, doc.left[relative] - 1), at)
