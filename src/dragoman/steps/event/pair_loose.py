"""An act by its bare word, for a pair of which no frame holds: what the verb or noun beside the source mostly names."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.language import Document
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Entry, Lexicon
from dragoman.steps.event.noun_lexicon import Lexicon as NounLexicon
from dragoman.steps.event.status import status_of

_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_STEPS = 12
_SURE = 0.3
_OPEN = frozenset({"actor", "human", "party", "any", "owned", "state", "official", "actor-person", "actor-people"})


class Loose:
    """Looks words up without their complements."""

    def __init__(self, verbs: Lexicon, nouns: NounLexicon) -> None:
        self._verbs = verbs
        self._nouns = nouns

    def candidates(self, doc: Document, source: int, target: int) -> Iterator[Candidate]:
        """The acts that the words around the heads of source and target (-1 where not marked) may name, best first."""
        for v in self._chain(doc, source, target):
            found = self._verb(doc, v)
            if found:
                yield found
            for n in self._beside(doc, v):
                if n not in (source, target) and (found := self._noun(doc, n)):
                    yield found

    def _chain(self, doc: Document, source: int, target: int) -> list[int]:
        """The verbs above the source with their complement verbs, then those above the target."""
        chain: list[int] = []
        for start in (source, target):
            i = start
            for _ in range(_STEPS):
                if i < 0 or doc.head[i] == i:
                    break
                i = doc.head[i]
                if doc.pos[i] in _VERBS:
                    chain.append(i)
                    if start == source:
                        inner = [c for c in doc.children[i] if doc.dep[c] in ("xcomp", "ccomp", "conj")]
                        chain += [c for c in inner if doc.pos[c] in _VERBS]
        return list(dict.fromkeys(chain))

    def _beside(self, doc: Document, v: int) -> Iterator[int]:
        for c in doc.children[v]:
            if doc.pos[c] in _NOUNS and doc.dep[c] in ("dobj", "attr", "nsubjpass"):
                yield c
            elif doc.dep[c] == "prep":
                yield from (k for k in doc.children[c] if doc.dep[k] == "pobj" and doc.pos[k] in _NOUNS)

    def _verb(self, doc: Document, v: int) -> Candidate | None:
        words = {doc.norm[c] for c in doc.children[v]} | {doc.lemma[c] for c in doc.children[v]}
        objects = {doc.lemma[c].lower() for c in doc.children[v] if doc.dep[c] in ("dobj", "nsubjpass")}
        for entry in self._verbs.verbs.get(doc.lemma[v], ()):
            if all(w in words for w in entry.words) and self._may(entry, objects):
                frame = entry.frame
                return None if frame.type == "NONE" else self._made(doc, v, frame.type, entry.rule)
        return None

    def _may(self, entry: Entry, objects: set[str]) -> bool:
        frame = entry.frame
        if frame.clause or frame.predicate or frame.object_mod or objects & entry.object_not.lemmas:
            return False
        if entry.object.lemmas & objects:
            return True
        return not frame.object or bool(entry.object.flags & _OPEN) or (not objects and "none" in entry.object.flags)

    def _noun(self, doc: Document, n: int) -> Candidate | None:
        match = self._nouns.match(doc, n)
        if match is None:
            return None
        group = match[1][0]
        return self._made(doc, n, group.type, group.rule)

    def _made(self, doc: Document, i: int, kind: object, rule: str) -> Candidate:
        status = status_of(doc, i).status
        return Candidate(head=i, first=i, last=i, type=kind, rule=rule, status=status, confidence=_SURE)  # type: ignore[arg-type]
