"""What an act is about: PLOVER's contexts, from the words of its own clause."""

from __future__ import annotations

from pydantic import model_validator

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.event.act_scope import Part, Scope
from dragoman.steps.event.cue_words import CueWords, Hit
from dragoman.steps.event.modes import Act, Found

MOST = 3
"""An act has at most this many contexts."""

_BODY: frozenset[Part] = frozenset({"trigger", "means", "rest"})


class ContextRule(Rules):
    """A rule of contexts.toml; the fields are described at its head."""

    id: str
    context: str
    words: tuple[str, ...]
    types: frozenset[EventType] = frozenset()
    parts: frozenset[Part] = _BODY
    modes: frozenset[str] = frozenset()
    parties: int = 0
    unless: frozenset[str] = frozenset()

    @model_validator(mode="after")
    def _needs_something(self) -> ContextRule:
        if not (self.words or self.modes or self.parties):
            raise ValueError(f"{self.id}: words, modes or parties are needed")
        return self


class ContextFile(Rules):
    """contexts.toml."""

    rule: tuple[ContextRule, ...]


class Contexts:
    """Finds the contexts of acts. `known` are PLOVER's, in order. Raises `KnowledgeError`."""

    def __init__(self, known: tuple[str, ...]) -> None:
        self.rules = load("contexts.toml", ContextFile).rule
        self._order = {context: number for number, context in enumerate(known)}
        self._cues = CueWords(self.rules)
        self._wordless = tuple(rule for rule in self.rules if not rule.words)

    def of(self, doc: Document, scope: Scope, act: Act, told: tuple[str, ...]) -> list[Found]:
        """The contexts of an act, in PLOVER's order; `told` are those of the lexicon, whose rule is the act's own."""
        found: dict[str, Found] = {}
        for hit in self._cues.hits(doc, scope, act.type):
            rule = self.rules[hit.rule]
            if rule.context not in found and not (rule.unless and _is_excepted(doc, hit, rule.unless)):
                found[rule.context] = Found(rule.context, f"contexts.{rule.id}", hit.first, hit.last)
        for rule in self._wordless:
            if rule.context not in found and _holds(rule, act):
                found[rule.context] = Found(rule.context, f"contexts.{rule.id}")
        for context in told:
            if context in self._order:
                found.setdefault(context, Found(context, act.rule))
        return sorted(list(found.values())[:MOST], key=lambda f: self._order[f.value])


def _is_excepted(doc: Document, hit: Hit, words: frozenset[str]) -> bool:
    before = hit.first - 1
    after = hit.last + 1
    return (before >= 0 and doc.lemma[before] in words) or (after < len(doc) and doc.lemma[after] in words)


def _holds(rule: ContextRule, act: Act) -> bool:
    if rule.types and act.type not in rule.types:
        return False
    return act.mode in rule.modes if rule.modes else act.parties >= rule.parties
