"""Mends the parse of headlines: "Kabul thanks Delhi for wheat", in which the model sees nothing but nouns.

The model was trained on running text and takes the verb of a short headline for a plural. Where a line without a full
stop has no finite verb, the first word that can be one is made its verb, and the phrases around it its subject, object
and prepositional complements.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from dragoman.knowledge import Rules, load

if TYPE_CHECKING:
    from dragoman.language import Document

_LONGEST = 20
_FINITE = frozenset({"VBZ", "VBD", "VBP", "MD"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_PHRASE = frozenset({"NOUN", "PROPN", "ADJ", "DET", "NUM", "PART", "CCONJ", "PUNCT", "SYM", "PRON"})
_CLOSES = frozenset({".", "!", "?"})


class HeadlineWords(Rules):
    """headlines.toml: verbs by lemma. `doubtful` ones have a third person that is as often a plural noun."""

    verbs: tuple[str, ...]
    doubtful: tuple[str, ...]


@cache
def _forms() -> tuple[dict[str, str], frozenset[str]]:
    """The lemma of each third person, and those that are doubtful."""
    words = load("headlines.toml", HeadlineWords)
    return (
        {_third(verb): verb for verb in (*words.verbs, *words.doubtful)},
        frozenset(_third(verb) for verb in words.doubtful),
    )


def _third(verb: str) -> str:
    if verb.endswith(("s", "x", "z", "ch", "sh", "o")):
        return f"{verb}es"
    if verb.endswith("y") and verb[-2:-1] not in "aeiou":
        return f"{verb[:-1]}ies"
    return f"{verb}s"


def mend(d: Document) -> bool:
    """Mend the headlines of a document; whether there was one to mend. `children` and edges must be made anew then."""
    mended = False
    for sentence in d.sentences:
        first, last = sentence.first, sentence.last
        if last - first > _LONGEST or last - first < 3 or d.word[last - 1][-1] in _CLOSES:
            continue
        mended |= _mend_names(d, first, last)
        mended |= _mend_infinitive(d, first, last)
        if any(d.tag[i] in _FINITE for i in range(first, last)):
            continue
        verb = _verb(d, first, last)
        if verb >= 0:
            _rebuild(d, first, last, verb)
            mended = True
    return mended


def _verb(d: Document, first: int, last: int) -> int:
    """The word that can be the verb, behind a phrase of nouns and before another."""
    forms, doubtful = _forms()
    for i in range(first, last - 1):
        if i > first and d.norm[i] in forms and d.word[i].islower() and d.pos[i - 1] in _NOUNS:
            if d.norm[i] not in doubtful:
                return i
            if d.pos[i - 1] == "PROPN" and d.pos[i + 1] in ("NOUN", "PROPN", "DET", "ADJ", "NUM"):
                return i
        if d.pos[i] not in _PHRASE:
            return -1
    return -1


def _rebuild(d: Document, first: int, last: int, verb: int) -> None:
    """Make `verb` the root, with flat phrases before and after it."""
    d.pos[verb], d.tag[verb], d.dep[verb] = "VERB", "VBZ", "ROOT"
    d.head[verb], d.lemma[verb] = verb, _forms()[0][d.norm[verb]]
    _phrase(d, first, verb, verb, "nsubj")
    start, head, label = verb + 1, verb, "dobj"
    for i in range(verb + 1, last + 1):
        ends = i == last or (d.pos[i] in ("ADP", "SCONJ") or d.norm[i] == "to")
        if not ends:
            continue
        if i > start:
            _phrase(d, start, i, head, label)
        if i < last:
            d.pos[i], d.dep[i], d.head[i] = "ADP", "prep", verb
            if d.tag[i] == "TO":
                d.tag[i] = "IN"
            start, head, label = i + 1, i, "pobj"


def _phrase(d: Document, start: int, stop: int, head: int, label: str) -> None:
    """Hang the words from `start` up to `stop` on the last noun among them, and that one on `head` as `label`."""
    nouns = [i for i in range(start, stop) if d.pos[i] in _NOUNS or d.pos[i] == "NUM"]
    top = nouns[-1] if nouns else stop - 1
    for i in range(start, stop):
        if i == top:
            continue
        if d.pos[i] == "VERB":
            d.pos[i] = "ADJ"
        owns = i + 1 < stop and d.norm[i + 1] in ("'s", "'")
        d.head[i] = top
        if d.pos[i] in _NOUNS:
            d.dep[i] = "poss" if owns else "compound"
        elif d.norm[i] in ("'s", "'"):
            d.head[i], d.dep[i] = max(start, i - 1), "case"
        else:
            d.dep[i] = {"ADJ": "amod", "DET": "det", "NUM": "nummod", "CCONJ": "cc"}.get(d.pos[i], "punct")
    _coordinate(d, start, top)
    above = next((i for i in range(start, top) if d.dep[i] == "head-of-row"), top)
    if above != top:
        d.dep[top], d.head[top] = "conj", above
        top = above
    d.head[top], d.dep[top] = head, label


def _coordinate(d: Document, start: int, top: int) -> None:
    """In "Seoul and Hanoi", "Peru, Chile" the first name heads the row."""
    for i in range(start, top - 1):
        if d.pos[i] == "PROPN" and (d.norm[i + 1] == "and" or d.norm[i + 1] == ",") and d.pos[i + 2] == "PROPN":
            if i + 2 == top:
                d.dep[i] = "head-of-row"
                for k in range(start, i):
                    d.head[k] = i
                d.head[i + 1] = i
            return


def _mend_names(d: Document, first: int, last: int) -> bool:
    """In "Peru, Chile sign pact" both are the subject."""
    if last - first < 4 or d.norm[first + 1] != "," or d.pos[first] != "PROPN" or d.pos[first + 2] != "PROPN":
        return False
    verb = d.head[first]
    if d.dep[first] in ("nsubj", "nsubjpass") or d.dep[first + 2] != "nsubj" or d.head[first + 2] != verb:
        return False
    d.dep[first], d.head[first + 1] = "nsubj", first
    d.dep[first + 2], d.head[first + 2] = "conj", first
    return True


def _mend_infinitive(d: Document, first: int, last: int) -> bool:
    """In "sends army to Essequibo border" no infinitive stands after "to"."""
    for i in range(first + 1, last - 1):
        if d.tag[i] != "TO" or d.tag[i + 1] != "VB" or d.word[i + 1].islower():
            continue
        name = i + 1
        stop = name
        while stop + 1 < last and d.pos[stop + 1] in _NOUNS:
            stop += 1
        above = d.head[name]
        if first <= above < i:
            d.pos[i], d.tag[i], d.dep[i], d.head[i] = "ADP", "IN", "prep", above
            d.pos[name], d.tag[name] = "PROPN", "NNP"
            for k in range(first, last):
                if d.head[k] == name and k != i:
                    d.head[k] = above
            _phrase(d, name, stop + 1, i, "pobj")
            return True
    return False
