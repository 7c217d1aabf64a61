"""An act by its bare word, for a pair of which no frame holds: what the verb or noun beside the source mostly names."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.language import Document
from dragoman.records import EventType, Status
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Entry, Lexicon
from dragoman.steps.event.noun_lexicon import Lexicon as NounLexicon

_VERBS = frozenset({"VERB", "AUX"})
_NOUNS = frozenset({"NOUN", "PROPN"})
_DOES = frozenset({"nsubj", "agent", "conj", "poss", "pobj", "nmod", "compound", "appos"})
_INNER = frozenset({"xcomp", "ccomp", "conj"})
_STEPS = 12
FITS, _ALIKE, _WORD = 0.35, 0.25, 0.15
"""How sure: the object may be what the frame asks for; the verb alone is the frame's; only the spelling is."""
_TYPES, _NEAR = 3, 6
_LEAST = -1.6
_OPEN = frozenset({"actor", "human", "party", "any", "owned", "official", "actor-person", "actor-people"})


class Loose:
    """Looks words up without their complements."""

    def __init__(self, verbs: Lexicon, nouns: NounLexicon) -> None:
        self._verbs = verbs
        self._nouns = nouns
        self._light = {lemma for lemma, entries in verbs.verbs.items() if _is_light(entries)}

    def candidates(self, doc: Document, source: int, target: int, doer: str) -> list[Candidate]:
        """The acts that the words around the heads of source and target (-1 where not marked) may name.

        `doer` is the actor id of the source: who does what the verbs above it say.
        """
        found: list[Candidate] = []
        for start, actors in ((source, (doer,)), (target, ())):
            for v in self._chain(doc, start):
                found += self._of_verb(doc, v, actors, (source, target))
            if found:
                return found
        if source >= 0:
            found += self._spelt(doc, source, target, doer)
        return found

    def _of_verb(self, doc: Document, v: int, actors: tuple[str, ...], marked: tuple[int, int]) -> Iterator[Candidate]:
        verb = self._verb(doc, v, actors)
        if verb:
            yield verb
        for n in self._beside(doc, v):
            if n not in marked and (noun := self._noun(doc, n, actors)):
                yield noun

    def _chain(self, doc: Document, start: int) -> list[int]:
        """The verbs above a mention, each with its complement verbs."""
        chain: list[int] = []
        i = start
        for _ in range(_STEPS):
            if i < 0 or doc.head[i] == i or doc.dep[i] not in _DOES | {"nsubjpass", "dobj", "prep", "dative"}:
                break
            i = doc.head[i]
            if doc.pos[i] in _VERBS:
                chain.append(i)
                for c in doc.children[i]:
                    if doc.dep[c] in _INNER and doc.pos[c] in _VERBS:
                        chain += [c, *(k for k in doc.children[c] if doc.dep[k] in _INNER and doc.pos[k] in _VERBS)]
                break
        return list(dict.fromkeys(chain))

    def _beside(self, doc: Document, v: int) -> Iterator[int]:
        for c in doc.children[v]:
            if doc.pos[c] in _NOUNS and doc.dep[c] in ("dobj", "attr", "nsubjpass"):
                yield c
            elif doc.dep[c] == "prep":
                yield from (k for k in doc.children[c] if doc.dep[k] == "pobj" and doc.pos[k] in _NOUNS)

    def _verb(self, doc: Document, v: int, actors: tuple[str, ...]) -> Candidate | None:
        """The frame of the verb that fits best, though it does not hold."""
        words = {doc.norm[c] for c in doc.children[v]} | {doc.lemma[c] for c in doc.children[v]}
        objects = {doc.lemma[c].lower() for c in doc.children[v] if doc.dep[c] in ("dobj", "nsubjpass")}
        near = {form for i in range(v + 1, min(v + _NEAR, len(doc))) for form in (doc.norm[i], doc.lemma[i].lower())}
        lemma = doc.lemma[v].lower()
        best: Entry | None = None
        most = 0.0 if lemma in self._light else _LEAST
        for entry in self._verbs.verbs.get(lemma, ()):
            how = _likeness(entry, words, near, objects)
            if how > most:
                best, most = entry, how
        if best is None or best.frame.type == "NONE":
            return None
        return _made(v, best.frame.type, best.rule, actors, FITS if most > 0 else _ALIKE, best.frame.status)

    def _noun(self, doc: Document, n: int, actors: tuple[str, ...]) -> Candidate | None:
        match = self._nouns.match(doc, n)
        if match is None:
            return None
        group = match[1][0]
        return _made(n, group.type, group.rule, actors, _ALIKE)

    def _spelt(self, doc: Document, source: int, target: int, doer: str) -> Iterator[Candidate]:
        """Words between the two mentions that are spelt as a verb or noun of the lexicons: headlines parse badly."""
        first, last = (source + 1, target) if target > source else (source + 1, min(source + 8, len(doc)))
        for i in range(first, last):
            if doc.sent[i] != doc.sent[source] or not doc.word[i].islower():
                continue
            lemma = doc.lemma[i].lower()
            for entry in reversed(self._verbs.verbs.get(lemma, ()) if lemma not in self._light else ()):
                bare = not (entry.words or entry.frame.clause or entry.frame.predicate or entry.frame.purpose)
                if entry.frame.type != "NONE" and bare:
                    yield _made(i, entry.frame.type, entry.rule, (doer,), _WORD)
                    break
            else:
                if noun := self._noun(doc, i, (doer,)):
                    yield noun


def _is_light(entries: tuple[Entry, ...]) -> bool:
    """Whether a verb names acts of so many types that it says nothing by itself ("take", "launch")."""
    return len({e.frame.type for e in entries if not e.words}) > _TYPES


def _likeness(entry: Entry, words: set[str], near: set[str], objects: set[str]) -> float:
    """How much of what a frame asks for is there; below any threshold where something of it cannot be."""
    frame = entry.frame
    if frame.clause or frame.purpose or frame.predicate or frame.object_mod or objects & entry.object_not.lemmas:
        return -9.0
    if not near.issuperset(entry.words):
        return -9.0
    after = any(word in words for word, _ in entry.prep) or any(word in words for word in frame.to)
    if frame.needs_prep and not after:
        return -9.0
    like = 1.0 * len(entry.words) + 1.0 * after
    if not frame.object:
        return like + 0.5
    if entry.object.lemmas & objects:
        return like + 2.0
    if objects:
        return like + (0.5 if entry.object.flags & _OPEN else -1.5)
    return like + (0.5 if "none" in entry.object.flags else -1.5)


def _made(
    i: int, kind: EventType, rule: str, actors: tuple[str, ...], sure: float, status: Status | None = None
) -> Candidate:
    return Candidate(head=i, first=i, last=i, type=kind, rule=rule, actors=actors, confidence=sure, status=status)
