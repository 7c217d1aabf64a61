"""Who speaks a quotation, found cheaply: for "I" and "we", before the statements step has run."""

from __future__ import annotations

from dragoman.steps.actor.saying import SAYING
from dragoman.steps.actor.scene import Scene


class Speakers:
    """The speakers of the quotations of one scene."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._known: list[tuple[str, ...]] = []

    def of(self, number: int) -> tuple[str, ...]:
        """The keys of whoever speaks quotation `number`; empty where nobody is found."""
        if number < 0:
            return ()
        # In order, so that a quotation that goes on with its speaker finds the one before it.
        for k in range(len(self._known), number + 1):
            self._known.append(self._find(k))
        return self._known[number]

    def _find(self, number: int) -> tuple[str, ...]:
        doc = self.scene.doc
        quotation = doc.quotations[number]
        tokens = doc.tokens(quotation.start, quotation.end)
        if not len(tokens):
            return ()
        first, last = tokens[0], tokens[-1]
        left, right = doc.sentences[doc.sent[first]].first, doc.sentences[doc.sent[last]].last
        found = self._subject(range(last + 1, min(right, last + 25))) or self._subject(
            range(first - 1, max(left, first - 40) - 1, -1)
        )
        if found:
            return found
        if number and self._follows(number):
            return self._known[number - 1]
        return ()

    def _follows(self, number: int) -> bool:
        """Whether the quotation goes on with the speaker of the one before: same paragraph, or continued."""
        doc = self.scene.doc
        before, here = doc.quotations[number - 1], doc.quotations[number]
        return before.continued or doc.paragraph_of(before.start) == doc.paragraph_of(here.start)

    def _subject(self, tokens: range) -> tuple[str, ...]:
        doc = self.scene.doc
        for i in tokens:
            if doc.quoted[i] >= 0 or doc.lemma[i].lower() not in SAYING or doc.pos[i] not in ("VERB", "AUX"):
                continue
            verb = i
            for _ in range(3):
                subject = doc.child(verb, "nsubj", "nsubjpass")
                if subject >= 0 and doc.quoted[subject] < 0:
                    keys = self.scene.cast.at.get(subject, ())
                    if len(keys) == 1:
                        return keys
                if doc.head[verb] == verb or doc.dep[verb] not in ("conj", "advcl", "xcomp", "ccomp", "parataxis"):
                    break
                verb = doc.head[verb]
        return ()
