"""Headlines that attribute by a mark alone: "Okoro: talks failed", "Talks failed – minister"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.language import Document
from dragoman.steps.statement.rules import Lexicon
from dragoman.steps.statement.sources import Sources
from dragoman.steps.statement.spans import Found, characters, trim

_DASHES = frozenset({"-", "--", "–", "—"})
_LONGEST_NAME = 7
_SHORTEST = 2
_VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ", "MD"})


def read_headlines(sources: Sources, lexicon: Lexicon) -> Iterator[Found]:
    """The attributions that a colon or dash makes in the report's headline."""
    doc = sources.doc
    for a, b in doc.paragraphs[:3]:
        tokens = doc.tokens(a, b)
        if not len(tokens) or doc.sentences[doc.sent[tokens[0]]].kind != "headline":
            break
        yield from _headline(doc, sources, lexicon, tokens[0], tokens[-1])


def _headline(doc: Document, sources: Sources, lexicon: Lexicon, first: int, last: int) -> Iterator[Found]:
    marks = [i for i in range(first + 1, last) if doc.norm[i] == ":" or doc.norm[i] in _DASHES]
    for i in marks:
        spaced = doc.start[i] > doc.end[i - 1] or doc.norm[i] == ":"
        if not spaced:
            continue
        if i - first <= _LONGEST_NAME and (head := _speaker(doc, sources, lexicon, first, i - 1)) >= 0:
            begin, end = trim(doc, i + 1, last)
            rule = lexicon.headline["before"]
        elif last - i <= _LONGEST_NAME and (head := _speaker(doc, sources, lexicon, i + 1, last)) >= 0:
            begin, end = trim(doc, first, i - 1)
            rule = lexicon.headline["after"]
        else:
            continue
        if end - begin + 1 >= _SHORTEST and any(doc.tag[k] in _VERBAL for k in range(begin, end + 1)):
            yield Found(*characters(doc, begin, end), (i, i), head, rule)
            return


def _speaker(doc: Document, sources: Sources, lexicon: Lexicon, first: int, last: int) -> int:
    """The token that heads the noun phrase from `first` to `last`, if that names somebody who speaks; else -1.

    A country before a colon is a topic ("Sudan: rebels advance"), unless it is one among several words.
    """
    if any(doc.tag[i] in _VERBAL or doc.norm[i] in (",", "?") for i in range(first, last + 1)):
        return -1
    nouns = [i for i in range(first, last + 1) if doc.pos[i] in ("NOUN", "PROPN") or doc.norm[i] in lexicon.voices]
    if not nouns:
        return -1
    head = nouns[-1]
    lemma = doc.lemma[head].lower()
    if lemma in lexicon.people or lemma in lexicon.unnamed or lemma in lexicon.voices:
        return head
    ids = sources.who.at(head)
    if any(sources.who.actor(a).kind in ("person", "body", "organization", "armed group") for a in ids):
        return head
    known = any(a.kind == "person" and a.name.split()[-1:] == [doc.word[head]] for a in sources.draft.actors)
    return head if known or doc.entity[head] == "PERSON" else -1
