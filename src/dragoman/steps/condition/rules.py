"""What the conditions step knows, typed, and the search for its cues."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import Relation

Shape = Literal["clause", "noun", "without", "precondition", "predicate", "need", "first", "before", "inverted", "else"]
Strength = Literal["strong", "weak", "time", "until", "when"]


class Cue(Rules):
    """Words that tie two acts together; see the head of knowledge/conditions.toml."""

    id: str
    shape: Shape
    relation: Relation
    strength: Strength
    words: tuple[str, ...]


class Words(Rules):
    """Word lists of the gate; each is described in knowledge/conditions.toml."""

    not_before: frozenset[str]
    not_before_when: frozenset[str]
    not_after: frozenset[str]
    whether: frozenset[str]
    reporting: frozenset[str]
    insists: frozenset[str]
    commits: frozenset[str]
    will: frozenset[str]
    not_acts: frozenset[str]
    will_adjectives: frozenset[str]
    hard: frozenset[str]
    lasting: frozenset[str]
    turns: frozenset[str]
    minds: frozenset[str]
    bodies: frozenset[str]
    acts: frozenset[str]


class File(Rules):
    """knowledge/conditions.toml."""

    cue: tuple[Cue, ...]
    words: Words


class Found(NamedTuple):
    """A cue in the text: tokens `first` to `last` (inclusive)."""

    cue: Cue
    first: int
    last: int


class ConditionRules:
    """The cues, indexed by their first word, and the word lists."""

    def __init__(self) -> None:
        file = load("conditions.toml", File)
        self.words = file.words
        self._by_first: dict[str, list[tuple[tuple[str, ...], Cue]]] = {}
        for cue in file.cue:
            for phrase in cue.words:
                words = tuple(phrase.split())
                self._by_first.setdefault(words[0], []).append((words, cue))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, doc: Document) -> list[Found]:
        """The cues in the text, in order; several readings of the same words where cues share them."""
        found: list[Found] = []
        norm = doc.norm
        taken = -1
        for i, word in enumerate(norm):
            if word not in self._by_first or i <= taken:
                continue
            longest = 0
            for words, cue in self._by_first[word]:
                n = len(words)
                if n < longest:
                    break
                if tuple(norm[i : i + n]) == words and doc.sent[i] == doc.sent[min(i + n, len(norm)) - 1]:
                    found.append(Found(cue, i, i + n - 1))
                    longest = n
            if longest > 1:
                taken = i + longest - 1
        return found
