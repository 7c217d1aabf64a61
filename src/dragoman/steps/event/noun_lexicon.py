"""The lexicon of event nouns, as the noun coder looks it up."""

from __future__ import annotations

from typing import Literal

from pydantic import Field, field_validator

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType

Role = Literal["actor", "recipient", "either", "place", "people", "none"]
Needs = Literal[
    "never", "parties", "named", "named-two", "actor", "recipient", "either", "both", "verb", "copula", "both-or-under",
    "both-or-verb", "moves", "fighting", "parties-or-verb", "protest", "told",
]  # fmt: skip

FILE = "event_nouns.toml"


class Evidence(Rules):
    """Signs beside a noun; the fields are alternatives."""

    preps: frozenset[str] = Field(default=frozenset(), description="a preposition of the noun")
    modifiers: frozenset[str] = Field(default=frozenset(), description="an adjective or noun before it")
    verbs: frozenset[str] = Field(default=frozenset(), description="the lemma of the verb that governs it")
    objects: frozenset[str] = Field(
        default=frozenset(), description="what the act is done to: 'the release of hostages'"
    )
    nouns: frozenset[str] = Field(default=frozenset(), description="the noun that governs it: 'hopes for a deal'")
    heads: frozenset[str] = Field(default=frozenset(), description="the noun that it modifies: 'ceasefire agreement'")
    clause_verbs: frozenset[str] = Field(default=frozenset(), description="the verb of its own clause: 'calling for'")
    clause: bool = Field(default=False, description="a clause says what it holds: 'the demand that …'")
    owner: bool = Field(default=False, description="somebody owns it: 'Oman's threat'")
    subject: bool = Field(default=False, description="it is the subject of its clause: 'the deal is fair'")
    actor_object: bool = Field(default=False, description="an actor stands after 'of'")
    memory: bool = Field(default=False, description="the report has told of such an act")
    told: bool = Field(default=False, description="the sentence asserts that it happened")
    content: bool = Field(default=False, description="somebody asks for, offers, threatens or refuses it")


class Group(Rules):
    """Nouns that are read alike. The fields are explained at the head of the file."""

    id: str
    type: EventType
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    frame: Literal["mutual", "directed", "alone"]
    family: str = ""
    words: tuple[str, ...] = Field(min_length=1)
    of: Role = "none"
    from_: Role = Field(default="none", alias="from")
    owner: Role = "actor"
    compound: Role = "actor"
    to: tuple[str, ...] = ()
    clause: bool = False
    content: bool = False
    host: bool = False
    told: tuple[str, ...] = ()
    needs: Needs
    when: Evidence | None = None
    unless: Evidence | None = None

    @field_validator("mode")
    @classmethod
    def _no_mode(cls, mode: str | None) -> str | None:
        return mode or None

    @property
    def rule(self) -> str:
        """The id of the rule, as records keep it."""
        return f"event_nouns.{self.id}"


class Verbs(Rules):
    """What verbs (and nouns) around an event noun say of it."""

    does: frozenset[str]
    suffers: frozenset[str]
    occurs: frozenset[str]
    content: frozenset[str]
    content_nouns: frozenset[str]
    answers: frozenset[str]
    encounters: frozenset[str]
    meets: frozenset[str]
    brings: frozenset[str]
    comes: frozenset[str]
    undoes: frozenset[str]
    rages: frozenset[str]
    harms: frozenset[str]
    dies: frozenset[str]
    blames: frozenset[str]
    reports: frozenset[str]


class Words(Rules):
    """Words around an event noun."""

    light_heads: frozenset[str]
    light_tails: frozenset[str]
    planned: frozenset[str]
    possible: frozenset[str]
    past: frozenset[str]
    negated: frozenset[str]
    open: frozenset[str]
    excludes: frozenset[str]
    postpones: frozenset[str]
    cancels: frozenset[str]
    certain: frozenset[str]
    identified: frozenset[str]
    sponsors: frozenset[str]
    afterwards: frozenset[str]
    owning: frozenset[str]
    lengths: frozenset[str]
    counts: dict[str, int]


class NounRules(Rules):
    """The file event_nouns.toml."""

    verbs: Verbs
    words: Words
    group: tuple[Group, ...]

    @field_validator("group")
    @classmethod
    def _unique(cls, groups: tuple[Group, ...]) -> tuple[Group, ...]:
        ids = [group.id for group in groups]
        if doubled := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"groups with the same id: {', '.join(doubled)}")
        return groups


class Phrase:
    """One wording: its tokens as they stand before the last one, and the groups that have it, in the file's order."""

    __slots__ = ("before", "groups")

    def __init__(self, before: tuple[str, ...]) -> None:
        self.before = before
        self.groups: list[Group] = []


class Lexicon:
    """Event nouns by their last token; the longest wording is tried first."""

    def __init__(self) -> None:
        self.rules = load(FILE, NounRules)
        self._phrases: dict[str, list[Phrase]] = {}
        for group in self.rules.group:
            for words in group.words:
                self._add(_tokens(words), group)
        for phrases in self._phrases.values():
            phrases.sort(key=lambda phrase: -len(phrase.before))
        self.undergone = frozenset(
            w for g in self.rules.group if g.of == "recipient" and g.type == "ASSAULT" for w in g.words
        )
        """Nouns of violence whose "of" says to whom it is done: "the murder of …"."""
        self.told: dict[str, Group] = {}
        for group in self.rules.group:
            for verb in group.told:
                self.told.setdefault(verb, group)

    def _add(self, tokens: list[str], group: Group) -> None:
        *before, last = tokens
        phrases = self._phrases.setdefault(last, [])
        for phrase in phrases:
            if phrase.before == tuple(before):
                phrase.groups.append(group)
                return
        phrases.append(Phrase(tuple(before)))
        phrases[-1].groups.append(group)

    def match(self, doc: Document, i: int) -> tuple[int, list[Group]] | None:
        """First token and groups of the longest wording that ends at token `i`; None where there is none."""
        norm, lemma = doc.norm[i], doc.lemma[i].lower()
        found: tuple[int, list[Group]] | None = None
        for key in (norm, lemma) if norm != lemma else (norm,):
            for phrase in self._phrases.get(key, ()):
                first = i - len(phrase.before)
                if found is not None and first >= found[0]:
                    break
                if first >= 0 and all(_is(doc, first + k, word) for k, word in enumerate(phrase.before)):
                    found = first, phrase.groups
                    break
        return found


def _is(doc: Document, i: int, word: str) -> bool:
    return doc.norm[i] == word or doc.lemma[i].lower() == word


def _tokens(words: str) -> list[str]:
    """As the tokenizer cuts: "build-up" is three tokens."""
    return words.lower().replace("-", " - ").split()
