"""Cue words in the text, from left to right, each handed to the reader of its kind."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.steps.statement.around import AroundCues
from dragoman.steps.statement.nouns import NounCues
from dragoman.steps.statement.quotes import Quotes
from dragoman.steps.statement.rules import Lexicon
from dragoman.steps.statement.site import Site
from dragoman.steps.statement.sources import Sources
from dragoman.steps.statement.spans import Bounds, Found
from dragoman.steps.statement.verbs import VerbCues

_VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


def read_cues(sources: Sources, lexicon: Lexicon, bounds: Bounds, quotes: Quotes) -> Iterator[Found]:
    """All attributions that a cue word of one report makes by its grammar."""
    site = Site(sources, lexicon, bounds, quotes)
    verb, noun, around = VerbCues(site).verb, NounCues(site), AroundCues(site)
    doc = sources.doc
    for i, lemma in enumerate(doc.lemma):
        tag = doc.tag[i]
        lemma = lexicon.misread.get(doc.norm[i], lemma)
        if doc.norm[i] == "according":
            yield from around.according(i)
        elif tag in _VERBAL:
            if lemma in lexicon.cue_verbs:
                yield from verb(i, lemma)
        elif tag == "NN" or tag == "NNS":
            if lemma in lexicon.nouns:
                yield from noun.noun(i, lemma)
            if lemma in lexicon.view:
                yield from around.view(i, lemma)
        elif lemma in lexicon.adjectives:
            yield from noun.adjective(i, lemma)
