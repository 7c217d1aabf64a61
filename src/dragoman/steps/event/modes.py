"""Which of PLOVER's modes an act has, where its clause says more than the word that names it."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.event.act_scope import Part, Scope
from dragoman.steps.event.cue_words import CueWords

_BODY: frozenset[Part] = frozenset({"trigger", "means", "rest"})


class ModeRule(Rules):
    """A rule of modes.toml; the fields are described at its head."""

    id: str
    type: EventType
    mode: str
    words: tuple[str, ...]
    over: frozenset[str] = frozenset()
    parts: frozenset[Part] = _BODY
    rules: frozenset[str] = frozenset()
    parties: int = 0
    abroad: bool = False

    @property
    def types(self) -> frozenset[EventType]:
        """The one type that has the mode."""
        return frozenset({self.type})


class ModeFile(Rules):
    """modes.toml."""

    rule: tuple[ModeRule, ...]


class Act(NamedTuple):
    """What the rules may ask of an act: its type, lexicon rule and mode, how many parties it has, and whether it is
    placed in a state that is none of them.
    """

    type: EventType
    rule: str
    mode: str | None
    parties: int
    abroad: bool


class Found(NamedTuple):
    """A value with the id of the rule that gave it and the tokens (first to last, inclusive) that set it off."""

    value: str
    rule: str
    first: int | None = None
    last: int | None = None


class Modes:
    """Refines modes. Raises `KnowledgeError` where modes.toml cannot be read."""

    def __init__(self) -> None:
        self.rules = load("modes.toml", ModeFile).rule
        self._cues = CueWords(self.rules)
        self._wordless = tuple(rule for rule in self.rules if not rule.words)

    def refine(self, doc: Document, scope: Scope, act: Act) -> Found | None:
        """The mode that the act's clause gives it; None where it gives none, or none that may replace the act's."""
        for hit in self._cues.hits(doc, scope, act.type):
            rule = self.rules[hit.rule]
            if rule.mode == act.mode and hit.first != scope[0].at:
                return None
            if act.mode is None or act.mode in rule.over:
                return Found(rule.mode, f"modes.{rule.id}", hit.first, hit.last)
        for rule in self._wordless:
            if rule.type == act.type and act.mode is None and _holds(rule, act):
                return Found(rule.mode, f"modes.{rule.id}")
        return None


def _holds(rule: ModeRule, act: Act) -> bool:
    if rule.rules:
        return act.rule in rule.rules
    return act.parties >= rule.parties and (act.abroad or not rule.abroad)
