"""Whether a city's name stands for the government that sits there."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.actor.actor_lexicon import Lexicon


def acts(doc: Document, head: int, lexicon: Lexicon) -> bool:
    """Whether the city named at token `head` does, gets or owns something there as its government would."""
    words = lexicon.file.metonyms
    dep = doc.dep[head]
    above = doc.head[head]
    if dep in words.does:
        return True
    if dep == "dobj":
        return doc.lemma[above] not in words.going
    if dep == "conj":
        return above != head and acts(doc, above, lexicon)
    if dep == "pobj":
        word = doc.norm[above]
        if word in words.partner:
            if word in ("of", "on", "for"):
                noun = doc.lemma[doc.head[above]].lower()
                return noun not in words.places and not (word == "for" and noun in words.leaving)
            return True
        if word in ("to", "from"):
            over = doc.head[above]
            if doc.pos[over] == "NOUN":
                return doc.lemma[over].lower() not in words.travel
            return doc.lemma[over] in words.giving
        return False
    if dep in ("compound", "amod", "nmod"):
        noun = doc.lemma[above].lower()
        return noun in lexicon.roles or noun in lexicon.bodies
    return dep in ("appos", "ROOT") and doc.sentences[doc.sent[head]].kind == "headline"
