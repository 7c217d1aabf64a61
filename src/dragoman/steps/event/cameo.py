"""CAMEO codes for PLOVER events, and Goldstein's scores for the codes. Sources: at the head of cameo.toml."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Literal, NamedTuple, get_args

from pydantic import Field, model_validator

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType, Status
from dragoman.steps.event.act_scope import Part, Scope
from dragoman.steps.event.cue_words import CueWords, Hit
from dragoman.steps.event.modes import Found

Code = Annotated[str, Field(pattern=r"^\d{2,4}$")]
Doer = Literal["state", "armed"]

_BODY: frozenset[Part] = frozenset({"trigger", "means", "rest"})


class CodeRule(Rules):
    """A rule of cameo.toml; the fields are described at its head."""

    id: str
    type: EventType
    code: Code
    words: tuple[str, ...] = ()
    parts: frozenset[Part] = _BODY
    modes: frozenset[str] = frozenset()
    statuses: frozenset[Status] = frozenset()
    contexts: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    doer: Doer | None = None
    last: bool = False

    @property
    def types(self) -> frozenset[EventType]:
        """The one type that has the code."""
        return frozenset({self.type})


class Demand(Rules):
    """Which triggers make a request a demand, and the roots of demands and appeals."""

    code: Code
    appeal: Code
    words: frozenset[str]


class CameoFile(Rules):
    """cameo.toml."""

    general: dict[EventType, Code]
    roots: dict[EventType, frozenset[Code]]
    demand: Demand
    rule: tuple[CodeRule, ...]
    goldstein: dict[Code, float]

    @model_validator(mode="after")
    def _is_whole(self) -> CameoFile:
        for name, table in (("general", self.general), ("roots", self.roots)):
            if missing := set(get_args(EventType)) - set(table):
                raise ValueError(f"{name}: no {', '.join(sorted(missing))}")
        given = [(rule.id, rule.type, rule.code) for rule in self.rule]
        for name, kind, code in [*given, *(("general", kind, code) for kind, code in self.general.items())]:
            if code not in self.goldstein or code[:2] not in self.roots[kind]:
                raise ValueError(f"{name}: {code} has no score or is no code of {kind}")
        return self


class Coded(NamedTuple):
    """What the rules may ask of an event beside its words; `doers` are the kinds of doer that it has."""

    type: EventType
    mode: str | None
    status: Status
    contexts: frozenset[str]
    rule: str
    doers: frozenset[Doer] = frozenset()
    trigger: str = ""


class Cameo:
    """Gives events their CAMEO codes. Raises `KnowledgeError` where cameo.toml cannot be read."""

    def __init__(self) -> None:
        self.file = load("cameo.toml", CameoFile)
        self._cues = CueWords(self.file.rule)
        self._runs: dict[str, list[tuple[int, ...]]] = {}
        numbered = enumerate(self.file.rule)
        for (kind, worded, _), run in groupby(numbered, key=lambda pair: _run_of(pair[1])):
            numbers = tuple(number for number, _ in run)
            self._runs.setdefault(kind, []).extend([numbers] if worded else [(n,) for n in numbers])
        ids = [rule.id for rule in self.file.rule]
        if len(ids) != len(set(ids)):
            raise KnowledgeError("cameo.toml: two rules have the same id")

    def code(self, doc: Document, scope: Scope, event: Coded) -> Found:
        """The code of an event, with the rule and the words that decided it."""
        hits = list(self._cues.hits(doc, scope, event.type))
        lemmas = {doc.lemma[token.at] for token in scope}
        for run in self._runs[event.type]:
            found = self._first(run, hits, lemmas, event)
            if found:
                return found._replace(value=self._appeal(found.value, event))
        return Found(self._appeal(self.file.general[event.type], event), f"cameo.general.{event.type}")

    def goldstein(self, code: str) -> float:
        """The score of a code."""
        return self.file.goldstein[code]

    def _first(self, run: tuple[int, ...], hits: list[Hit], lemmas: set[str], event: Coded) -> Found | None:
        rules = self.file.rule
        if not rules[run[0]].words:
            rule = rules[run[0]]
            return Found(rule.code, f"cameo.{rule.id}") if _holds(rule, lemmas, event) else None
        for hit in hits:
            rule = rules[hit.rule]
            if run[0] <= hit.rule <= run[-1] and _holds(rule, lemmas, event):
                return Found(rule.code, f"cameo.{rule.id}", hit.first, hit.last)
        return None

    def _appeal(self, code: str, event: Coded) -> str:
        demand = self.file.demand
        if event.type != "REQUEST" or event.trigger in demand.words or not code.startswith(demand.code):
            return code
        return demand.appeal + code[2:]


def _run_of(rule: CodeRule) -> tuple[EventType, bool, bool]:
    """Rules that stand together and have the same of these compete by the nearness of their words."""
    return rule.type, bool(rule.words), rule.last


def _holds(rule: CodeRule, lemmas: set[str], event: Coded) -> bool:
    if rule.modes and event.mode not in rule.modes:
        return False
    if rule.statuses and event.status not in rule.statuses:
        return False
    if rule.contexts and rule.contexts.isdisjoint(event.contexts):
        return False
    if rule.rules and event.rule not in rule.rules:
        return False
    if rule.doer and rule.doer not in event.doers:
        return False
    return not rule.near or not rule.near.isdisjoint(lemmas)
