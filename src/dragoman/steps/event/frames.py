"""Frames: which verb, with which complements, names which act. The model of `knowledge/event_verbs.toml`."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules, load
from dragoman.records import EventType, Status

FLAGS = frozenset(
    {
        "actor", "actor-person", "actor-people", "official", "state", "owned", "party", "human", "place", "none", "any",
    }
)  # fmt: skip
ClauseKind = Literal["to", "that", "ing", "any", "none"]
_ARTICLES = frozenset({"a", "an", "the", "their", "its", "his"})
_CLOSED = frozenset({"none"})


class Frame(Rules):
    """One construction; the fields are described at the head of event_verbs.toml."""

    id: str
    verbs: tuple[str, ...]
    type: EventType | Literal["NONE"]
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    subject: tuple[str, ...] = ("human", "party", "@documents")
    subject_not: tuple[str, ...] = ()
    object: tuple[str, ...] = ()
    object_not: tuple[str, ...] = ()
    object_mod: tuple[str, ...] = ()
    prep: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    prep_not: tuple[str, ...] = ()
    clause: ClauseKind | None = None
    purpose: tuple[str, ...] = ()
    predicate: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    agent: tuple[str, ...] = ()
    mutual: Literal["always", "plural", "with"] | None = None
    content: tuple[str, ...] = ()
    future: EventType | None = None
    status: Status | None = None
    hostile: EventType | None = None
    only_future: bool = False
    only_actual: bool = False
    own_clause: bool = False
    own_object: bool = False
    needs_prep: bool = False
    needs_target: bool = False
    needs_party: bool = False
    needs_object: bool = False
    plural_subject: bool = False
    together: bool = False
    subjunctive: bool = False
    future_clause: bool = False
    clause_negated: bool = False
    clause_not: tuple[str, ...] = ()
    to_other: bool = False
    passive: bool = True
    near: bool = False
    confidence: float = 0.7


class Predicate(Rules):
    """What "be" and an adjective or noun after it say ("was ready to …", "is responsible for …")."""

    id: str
    words: tuple[str, ...]
    type: EventType
    negated: EventType | None = None
    mode: str | None = None
    clause: Literal["to"] | None = None
    content: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    hostile: Literal["planned"] | None = None
    needs_party: bool = False
    speaker: bool = False


class FrameFile(Rules):
    """event_verbs.toml."""

    sets: dict[str, tuple[str, ...]]
    lemmas: dict[str, str] = Field(default_factory=dict)
    frame: tuple[Frame, ...]
    predicate: tuple[Predicate, ...]


class Slot(NamedTuple):
    """What a complement may be: flags ("actor", "none", …) and lemmas."""

    flags: frozenset[str]
    lemmas: frozenset[str]


class Entry(NamedTuple):
    """A frame made ready for one verb: its rule id, the words that must follow it, and the complements as slots."""

    rule: str
    frame: Frame
    words: tuple[str, ...]
    subject: Slot
    subject_not: Slot
    object: Slot
    object_not: Slot
    prep: tuple[tuple[str, Slot], ...]
    prep_not: Slot
    predicate: Slot
    clause_not: Slot
    purpose: Slot
    weight: int


class Lexicon:
    """The frames by lemma, the most constrained first. Raises `KnowledgeError`.

    `more` are the frames of another file, `name`, which come before those of event_verbs.toml among equals.
    """

    def __init__(self, more: tuple[Frame, ...] = (), name: str = "") -> None:
        file = load("event_verbs.toml", FrameFile)
        self._sets = file.sets
        self.lemmas = file.lemmas
        self._slots: dict[tuple[str, ...], Slot] = {}
        verbs: dict[str, list[Entry]] = {}
        for stem, frames in ((name, more), ("event_verbs", file.frame)):
            for frame in frames:
                self._check(frame, stem)
                for verb in frame.verbs:
                    lemma, *words = verb.split()
                    kept = tuple(w for w in words if w not in _ARTICLES)
                    verbs.setdefault(lemma, []).append(self._entry(frame, kept, stem))
        self.verbs = {lemma: tuple(sorted(found, key=lambda e: -e.weight)) for lemma, found in verbs.items()}
        self.predicates = {
            word: predicate for predicate in reversed(file.predicate) for word in self._expand(predicate.words).lemmas
        }

    @cached_property
    def people(self) -> frozenset[str]:
        """Nouns for people."""
        return frozenset(self._sets["people"])

    @cached_property
    def weapons(self) -> frozenset[str]:
        """Nouns for what people attack with."""
        return frozenset(self._sets["weapons"]) | frozenset(self._sets["troops"])

    def words(self, name: str) -> frozenset[str]:
        """The nouns of one set."""
        return frozenset(self._sets[name])

    def _check(self, frame: Frame, stem: str) -> None:
        unknown = {a[1:] for slot in self._atoms(frame) for a in slot if a.startswith("@")} - self._sets.keys()
        if unknown:
            raise KnowledgeError(f"{stem}.toml: {frame.id}: no set {', '.join(sorted(unknown))}")

    def _atoms(self, frame: Frame) -> Iterable[tuple[str, ...]]:
        yield from (frame.subject, frame.subject_not, frame.object, frame.object_not, frame.prep_not, frame.predicate)
        yield frame.clause_not
        yield frame.purpose
        yield from frame.prep.values()

    def _expand(self, atoms: tuple[str, ...]) -> Slot:
        slot = self._slots.get(atoms)
        if slot is None:
            lemmas: set[str] = set()
            for atom in atoms:
                if atom.startswith("@"):
                    lemmas.update(self._sets[atom[1:]])
                elif atom not in FLAGS:
                    lemmas.add(atom)
            slot = Slot(frozenset(atoms) & FLAGS, frozenset(lemmas))
            self._slots[atoms] = slot
        return slot

    def _entry(self, frame: Frame, words: tuple[str, ...], stem: str) -> Entry:
        return Entry(
            f"{stem}.{frame.id}",
            frame,
            words,
            self._expand(frame.subject),
            self._expand(frame.subject_not),
            self._expand(frame.object),
            self._expand(frame.object_not),
            tuple((word, self._expand(atoms)) for word, atoms in frame.prep.items()),
            self._expand(frame.prep_not),
            self._expand(frame.predicate),
            self._expand(frame.clause_not),
            self._expand(frame.purpose),
            _weight(frame, words),
        )


def _weight(frame: Frame, words: tuple[str, ...]) -> int:
    """How many constraints a frame has: the more of them hold, the surer the reading."""
    objects = frozenset(frame.object)
    weight = 3 * len(words)
    if objects and objects - _CLOSED and "any" not in objects:
        weight += 1 if objects & {"actor", "human", "party", "none"} else 3
    weight += (
        2 * bool(frame.predicate) + 3 * bool(frame.purpose) + bool(frame.clause) + frame.needs_prep + bool(frame.prep)
    )
    weight += bool(frame.subject_not) + (frame.subject != Frame.model_fields["subject"].default and bool(frame.prep))
    weight += (
        frame.future_clause
        + frame.clause_negated
        + bool(frame.object_mod)
        + frame.own_clause
        + frame.subjunctive
        + frame.plural_subject
        + frame.together
    )
    return weight + (1 if frame.type == "NONE" else 0)
