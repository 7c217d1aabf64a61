"""The cue words of attribution: knowledge/statements.toml, read through a typed model and indexed by lemma."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dragoman.knowledge import Rules, load

VerbFrame = Literal[
    "that", "quote", "to", "objto", "ing", "np", "as", "oprd", "asonly", "opronly", "tail", "asit", "if"
]
PhraseFrame = Literal["np", "objto", "objprep", "objwith", "as", "that", "quote"]
Kind = Literal["speech", "belief", "show"]


class VerbGroup(Rules):
    """Verbs that hold their content in the same places."""

    id: str
    frames: tuple[VerbFrame, ...]
    kind: Kind
    lemmas: tuple[str, ...]
    told: bool = False
    strict: bool = False
    follow: tuple[str, ...] = ()


class PhraseGroup(Rules):
    """Verbs that hold their content after a preposition or particle."""

    id: str
    frames: tuple[PhraseFrame, ...]
    verbs: tuple[str, ...]
    preps: tuple[str, ...]


class FixedGroup(Rules):
    """Whole phrases, lemma by lemma, that hold a that-clause or direct speech."""

    id: str
    frames: tuple[VerbFrame, ...]
    phrases: tuple[str, ...]


class LightGroup(Rules):
    """Verbs that lend themselves to an attributing noun: "expressed concern about"."""

    id: str
    verbs: tuple[str, ...]
    nouns: tuple[str, ...]
    preps: tuple[str, ...]


class AdjectiveGroup(Rules):
    """Adjectives of stated belief: "is confident that"."""

    id: str
    that: bool
    words: tuple[str, ...]
    preps: tuple[str, ...] = ()


class NounGroup(Rules):
    """Nouns that hold a clause and whose possessor speaks: "Chile's claim that"."""

    id: str
    words: tuple[str, ...]
    that: bool = False
    to: bool = False
    forto: bool = False
    preps: tuple[str, ...] = ()


class PhraseCues(Rules):
    """Prepositional cues, word by word."""

    id: str
    phrases: tuple[str, ...]


class ViewGroup(Rules):
    """Nouns that make "in X's view" an attribution, and the prepositions before them."""

    id: str
    nouns: tuple[str, ...]
    preps: tuple[str, ...]


class MarkRule(Rules):
    """What quotation marks, colons and dashes attribute without a listed cue word; `about` says when."""

    id: str
    about: str


class Sources(Rules):
    """Nouns for those who speak."""

    people: tuple[str, ...]
    unnamed: tuple[str, ...]
    tellers: tuple[str, ...]
    mouths: tuple[str, ...]
    bodies: tuple[str, ...]
    utter: tuple[str, ...]
    voices: tuple[str, ...]


class StatementRules(Rules):
    """The whole file."""

    verbs: tuple[VerbGroup, ...]
    phrases: tuple[PhraseGroup, ...]
    fixed: tuple[FixedGroup, ...]
    light: tuple[LightGroup, ...]
    adjectives: tuple[AdjectiveGroup, ...]
    nouns: tuple[NounGroup, ...]
    according: tuple[PhraseCues, ...]
    view: tuple[ViewGroup, ...]
    quotations: tuple[MarkRule, ...]
    headlines: tuple[MarkRule, ...]
    sources: Sources
    misread: dict[str, str]


class Verb(NamedTuple):
    """What a verb does: for each frame the rule that says so; `weak` frames need a source that can tell something."""

    frames: dict[str, str]
    weak: frozenset[str]
    belief: frozenset[str]
    told: bool
    follow: frozenset[str]
    strict: bool


class Lexicon:
    """The rules, indexed for the statements step. Rule ids have the file and the table in front."""

    def __init__(self, rules: StatementRules | None = None) -> None:
        rules = rules or load("statements.toml", StatementRules)
        self.verbs = _verbs(rules.verbs)
        self.phrases: dict[str, dict[str, tuple[frozenset[str], str]]] = {}
        for phrase in rules.phrases:
            rule = f"statements.phrases.{phrase.id}"
            for verb in phrase.verbs:
                by_prep = self.phrases.setdefault(verb, {})
                for prep in phrase.preps:
                    by_prep.setdefault(prep, (frozenset(phrase.frames), rule))
        self.fixed: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for fixed in rules.fixed:
            for text in fixed.phrases:
                words = tuple(text.split())
                self.fixed.setdefault(words[0], []).append((words, f"statements.fixed.{fixed.id}"))
        for entries in self.fixed.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self.light: dict[str, tuple[frozenset[str], frozenset[str], str]] = {}
        for light in rules.light:
            for verb in light.verbs:
                entry = (frozenset(light.nouns), frozenset(light.preps), f"statements.light.{light.id}")
                self.light.setdefault(verb, entry)
        self.adjectives: dict[str, list[tuple[AdjectiveGroup, str]]] = {}
        for adjective in rules.adjectives:
            for word in adjective.words:
                self.adjectives.setdefault(word, []).append((adjective, f"statements.adjectives.{adjective.id}"))
        self.cue_verbs = frozenset({*self.verbs, *self.phrases, *self.light, *self.fixed})
        self.quotation = {rule.id: f"statements.quotations.{rule.id}" for rule in rules.quotations}
        self.headline = {rule.id: f"statements.headlines.{rule.id}" for rule in rules.headlines}
        self.voices = frozenset(rules.sources.voices)
        self.utter = frozenset(rules.sources.utter)
        self.according = f"statements.according.{rules.according[0].id}"
        self.nouns: dict[str, list[tuple[NounGroup, str]]] = {}
        for noun in rules.nouns:
            for word in noun.words:
                self.nouns.setdefault(word, []).append((noun, f"statements.nouns.{noun.id}"))
        self.view = {noun: f"statements.view.{group.id}" for group in rules.view for noun in group.nouns}
        self.view_preps = frozenset(prep for group in rules.view for prep in group.preps)
        self.misread = rules.misread
        self.people = frozenset(rules.sources.people)
        self.unnamed = frozenset(rules.sources.unnamed)
        self.tellers = frozenset(rules.sources.tellers)
        self.mouths = frozenset(rules.sources.mouths)
        self.bodies = frozenset(rules.sources.bodies)


def _verbs(groups: tuple[VerbGroup, ...]) -> dict[str, Verb]:
    gathered: dict[str, tuple[dict[str, str], set[str], set[str], set[str], set[str]]] = {}
    for group in groups:
        for lemma in group.lemmas:
            frames, weak, belief, flags, follow = gathered.setdefault(lemma, ({}, set(), set(), set(), set()))
            for frame in group.frames:
                if frame in frames:
                    continue
                frames[frame] = f"statements.verbs.{group.id}"
                if group.kind == "show":
                    weak.add(frame)
                elif group.kind == "belief":
                    belief.add(frame)
                if frame == "that" and group.strict:
                    flags.add("strict")
            if group.told:
                flags.add("told")
            follow.update(group.follow)
    return {
        lemma: Verb(frames, frozenset(weak), frozenset(belief), "told" in flags, frozenset(follow), "strict" in flags)
        for lemma, (frames, weak, belief, flags, follow) in gathered.items()
    }
