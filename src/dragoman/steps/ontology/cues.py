"""The rule part: words that name a type, given by the user or learned from the parse of her examples.

A word is worth as much as it is the type's own: `exclusive` is the share of the type's examples among all clauses that
have it, counting the other types' examples, the counter-examples, a background of plain diplomatic news, and a prior
that is larger for verbs that go with anything ("send", "hold"). Words that meet in one clause add up as independent
reasons do.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from dragoman.language import Document
from dragoman.steps.ontology.clause import Clause

_GIVEN = 0.9
"""What a word or phrase of the user's is worth."""
_HEAD, _PART, _MORE = 0.8, 0.6, 0.45
"""What a word of the type alone is worth: as head of the clause, below it, and in a clause joined to it."""
_UNSEEN = 0.5
"""The share that words below it keep where the head is neither light nor in the type's examples."""
_RARE, _LIGHT = 0.8, 3.0
"""Clauses without the type that a word is taken to stand in unseen, and such a verb that goes with anything."""


@dataclass(frozen=True)
class Vote:
    """How sure a coder is of a type, 0 to 1, and why: for the rules the words, for the prototypes the example."""

    type: str
    sure: float
    why: str
    tokens: tuple[int, ...] = ()


class Without(NamedTuple):
    """An example to leave out: its type ("" for none), the head of its clause, and all words of it."""

    type: str
    head: str
    lemmas: frozenset[str]


NOTHING = Without("", "", frozenset())


def without(kind: str, clause: Clause) -> Without:
    """That one example."""
    return Without(kind, clause.lemma, frozenset(_lemmas(clause)))


class Cues:
    """The words of each type. `examples` and `against` are parsed clauses by type; `light` verbs go with anything."""

    def __init__(
        self,
        words: Mapping[str, Sequence[tuple[str, ...]]],
        examples: dict[str, list[Clause]],
        against: Iterable[Clause],
        light: frozenset[str],
    ) -> None:
        self._light = light
        self._phrases: dict[str, list[tuple[str, tuple[str, ...]]]] = {}
        for kind, phrases in words.items():
            for phrase in phrases:
                self._phrases.setdefault(phrase[0], []).append((kind, phrase))
        self._own = {
            kind: Counter(lemma for c in clauses for lemma in _lemmas(c)) for kind, clauses in examples.items()
        }
        self._heads = {kind: Counter(c.lemma for c in clauses) for kind, clauses in examples.items()}
        self._every: Counter[str] = sum(self._own.values(), Counter(lemma for c in against for lemma in _lemmas(c)))
        self._kinds: dict[str, list[str]] = {}
        for kind, counts in self._own.items():
            for lemma in counts:
                self._kinds.setdefault(lemma, []).append(kind)

    def votes(self, doc: Document, clause: Clause, without: Without = NOTHING) -> list[Vote]:
        """The types that words of the clause speak for, the surest first, as if one example had not been given."""
        given = self._given(doc, clause)
        reasons: dict[str, list[tuple[float, int, str]]] = {}
        for kind, found in given.items():
            for phrase, tokens in found:
                worth = _GIVEN * self._goes(kind, clause, tokens, without) * self._trust(kind, phrase, without)
                reasons.setdefault(kind, []).append((worth, tokens[-1], phrase))
        named = {t for found in given.values() for _, tokens in found for t in tokens}
        for lemma, worth, token in self._own_words(clause):
            for kind in self._kinds.get(lemma, ()):
                if token in named and kind not in given:
                    continue
                share = self._exclusive(kind, lemma, without) * self._goes(kind, clause, (token,), without)
                reasons.setdefault(kind, []).append((worth * share, token, lemma))
        votes = [_vote(kind, found) for kind, found in reasons.items()]
        return sorted((v for v in votes if v.sure > 0), key=lambda v: (-v.sure, v.type))

    def _exclusive(self, kind: str, lemma: str, without: Without, extra: float = 0.0) -> float:
        prior = 0.0 if extra else _LIGHT if lemma in self._light else _RARE
        left = lemma in without.lemmas
        own = self._own[kind][lemma] - (left and without.type == kind) + extra
        every = self._every[lemma] - left + extra + prior
        return own / every if own > 0 and every > 0 else 0.0

    def _trust(self, kind: str, phrase: str, without: Without) -> float:
        """A word of the user's counts as one example more than there are; phrases are trusted."""
        return 1.0 if " " in phrase else self._exclusive(kind, phrase, without, extra=1.0)

    def names(self, doc: Document, noun: int) -> bool:
        """Whether a noun is a word of the user's, or the last word of a phrase of hers."""
        for first in range(max(0, noun - 4), noun + 1):
            for word in (doc.norm[first], doc.lemma[first].lower()):
                for _, phrase in self._phrases.get(word, ()):
                    tokens = match(doc, first, phrase)
                    if tokens and tokens[-1] == noun:
                        return True
        return False

    def _goes(self, kind: str, clause: Clause, tokens: Sequence[int], without: Without) -> float:
        """What words below the head are worth: all in "held secret talks", half in "denied" them."""
        if clause.head in tokens or clause.lemma in self._light:
            return 1.0
        left = without.type == kind and without.head == clause.lemma
        if self._heads[kind][clause.lemma] > left:
            return 1.0
        joined = set(clause.more.values()) - set(clause.parts.values())
        return 0.0 if joined.intersection(tokens) else _UNSEEN  # "urged both to mediate" is no mediation

    def _own_words(self, clause: Clause) -> Iterable[tuple[str, float, int]]:
        yield clause.lemma, _HEAD, clause.head
        for lemma, token in clause.parts.items():
            yield lemma, _PART, token
        for lemma, token in clause.more.items():
            if lemma not in clause.parts:
                yield lemma, _MORE, token

    def _given(self, doc: Document, clause: Clause) -> dict[str, list[tuple[str, tuple[int, ...]]]]:
        found: dict[str, list[tuple[str, tuple[int, ...]]]] = {}
        for token in (clause.head, *clause.parts.values(), *clause.more.values()):
            for word in {doc.norm[token]: 0, doc.lemma[token].lower(): 0}:
                for kind, phrase in self._phrases.get(word, ()):
                    tokens = match(doc, token, phrase)
                    if tokens and not any(phrase_ == " ".join(phrase) for phrase_, _ in found.get(kind, ())):
                        found.setdefault(kind, []).append((" ".join(phrase), tokens))
        return found


def match(doc: Document, first: int, phrase: Sequence[str]) -> tuple[int, ...]:
    """The tokens from `first` on that are the words of `phrase`, hyphens skipped; empty where they are not.

    A word may stand in any form: "prisoner swaps" is "prisoner swap". Particles may stand behind an object.
    """
    tokens: list[int] = []
    i = first
    for word in phrase:
        while tokens and i < len(doc) and doc.word[i] in "-‐‑–":
            i += 1
        if i >= len(doc) or word not in (doc.norm[i], doc.lemma[i].lower()):
            particle = next((c for c in doc.children[first] if doc.norm[c] == word and doc.dep[c] == "prt"), -1)
            if particle < 0 or len(phrase) != 2:
                return ()
            tokens.append(particle)
            continue
        tokens.append(i)
        i += 1
    return tuple(tokens)


def _vote(kind: str, found: list[tuple[float, int, str]]) -> Vote:
    left = 1.0
    seen: set[int] = set()
    best = sorted(found, key=lambda r: (-r[0], r[1]))
    for worth, token, _ in best:
        if token not in seen:
            left *= 1.0 - worth
            seen.add(token)
    why = " + ".join(dict.fromkeys(word for worth, _, word in best if worth >= 0.1))
    tokens = tuple(dict.fromkeys(token for worth, token, _ in best if worth >= 0.1))
    return Vote(kind, round(1.0 - left, 3), why or best[0][2], tokens or (best[0][1],))


def _lemmas(clause: Clause) -> set[str]:
    return {clause.lemma, *clause.parts, *clause.more}
