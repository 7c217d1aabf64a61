"""The words that name a party, as an annotator marks them: the noun phrase without what only tells more about it."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.learned.marking import Place

_BEFORE = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "quantmod", "advmod", "predet"})
_LINKS = frozenset({"of", "from", "in", "for"})
_LONGEST = 12


def phrase(doc: Document, noun: int) -> tuple[int, int]:
    """First and last token of the mention that `noun` heads: its modifiers before it and one "of …" after it."""
    first = last = noun
    for c in doc.children[noun]:
        if c < noun and doc.dep[c] in _BEFORE and noun - doc.left[c] <= _LONGEST:
            first = min(first, doc.left[c])
        elif c == last + 1 and doc.dep[c] == "prep" and doc.norm[c] in _LINKS and doc.right[c] - noun <= _LONGEST:
            last = _end_of_link(doc, c)
    return first, last


def place(doc: Document, noun: int, sentence_start: int) -> Place:
    """Where the mention that `noun` heads stands, in characters from `sentence_start`."""
    first, last = phrase(doc, noun)
    return doc.start[first] - sentence_start, doc.end[last] - sentence_start


def _end_of_link(doc: Document, link: int) -> int:
    for c in doc.children[link]:
        if doc.dep[c] == "pobj":
            return c
    return link - 1
