"""Completes acts from their own clause: the party inside what is promised or demanded, the state of a place.

"Demonstrated against the accord with Chile", "offered to send oil to Nicaragua", "flew to Athens", "closed its embassy
in Lima": the frame of the verb does not say where the party stands, the clause does.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from dragoman.knowledge import Rules
from dragoman.records import EventType
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.verb_site import Ids

_DOWN = frozenset(
    {"dobj", "dative", "prep", "pobj", "pcomp", "xcomp", "ccomp", "acl", "poss", "compound", "amod", "nmod", "oprd",
     "prt", "attr", "acomp"}
)  # fmt: skip
_OWNS = frozenset({"poss", "compound", "amod", "nmod"})
_BY_STATES = frozenset({"ASSAULT", "COERCE"})
"""Acts that are against a place's state only where a state does them: rebels that take a town may hold it already."""
_DEEPEST = 6
_MOST = 60


class ReachRules(Rules):
    """What `[reach]` of counterpart.toml holds: see there."""

    types: frozenset[EventType]
    aside: frozenset[str]
    where: dict[EventType, frozenset[str]]
    ground: dict[EventType, frozenset[str]]
    discount: float


class Reach:
    """Completes the acts of one draft."""

    def __init__(self, draft: Draft, rules: ReachRules, never: frozenset[str], places: frozenset[str]) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._who = draft.who
        self._rules = rules
        self._never = never
        self._where = places
        self._cast = Cast(draft.doc, draft.who.at)
        self._lands: dict[int, str] = {}
        for place in draft.places:
            if place.country:
                for token in draft.doc.tokens(place.start, place.end):
                    self._lands[token] = place.country
        self._states = {actor.code: actor.id for actor in reversed(draft.actors) if actor.kind == "state"}

    def complete(self, c: Candidate) -> Candidate:
        """`c`, with a recipient where its clause has one."""
        codes = frozenset(self._who.codes(c.actors))
        if c.recipients or not codes or (c.mutual and len(codes) > 1):
            return c
        found = self._inside(c, codes) if c.type in self._rules.types else ()
        if not found and (c.type != "CONSULT" or c.mode == "visit"):
            found = self._ground(c, codes)
        if not found:
            return c
        less = round(max(0.0, c.confidence - self._rules.discount), 3)
        return replace(c, recipients=found, mutual=False, confidence=less)

    # ---- the party in the complement

    def _inside(self, c: Candidate, codes: frozenset[str]) -> Ids:
        doc = self._doc
        if doc.lemma[c.head] in self._never:
            return ()
        where = self._rules.where.get(c.type, frozenset())
        for token in sorted(self._below(c, where)):
            ids = self._cast.named(token)
            theirs = frozenset(self._who.codes(ids))
            if theirs and not theirs & codes:
                return ids
        return ()

    def _below(self, c: Candidate, where: frozenset[str]) -> Iterator[int]:
        """The tokens below the trigger that name somebody, clauses of circumstance and places left out."""
        doc = self._doc
        open_ = [(c.head, 0)]
        for _ in range(_MOST):
            if not open_:
                return
            i, depth = open_.pop()
            for k in doc.children[i]:
                dep = doc.dep[k]
                if dep in ("nsubj", "nsubjpass") and i != c.head:
                    dep = "dobj"  # "refused to let the envoys land"
                if dep not in _DOWN or (k < c.head and dep not in _OWNS) or depth >= _DEEPEST:
                    continue
                if k < c.head and i == c.head:
                    continue
                if dep == "prep" and doc.norm[k] in self._rules.aside:
                    continue
                if dep == "pobj" and doc.norm[i] in self._where and doc.norm[i] not in where:
                    continue
                if self._who.at(k):
                    yield k
                open_.append((k, depth + 1))

    # ---- the state of a place

    def _ground(self, c: Candidate, codes: frozenset[str]) -> Ids:
        allowed = self._rules.ground.get(c.type)
        if not allowed or (c.type in _BY_STATES and not codes <= self._states.keys()):
            return ()
        for token in self._places(c, allowed):
            land = self._lands.get(token)
            if land and land not in codes and land in self._states:
                return (self._states[land],)
        return ()

    def _places(self, c: Candidate, allowed: frozenset[str]) -> Iterator[int]:
        doc = self._doc
        objects = [k for k in doc.children[c.head] if doc.dep[k] in ("dobj", "nsubjpass") and k != c.head]
        if "object" in allowed:
            for o in objects:
                yield o
                yield from self._of(o)
        for i in (c.head, *objects):
            for k in doc.children[i]:
                if k < c.head or doc.dep[k] not in ("prep", "prt", "advmod"):
                    continue
                for p in (k, *(n for n in doc.children[k] if doc.dep[n] == "prep")):
                    inner = doc.child(p, "pobj")
                    if inner >= 0 and doc.norm[p] in allowed:
                        yield inner
                        yield from (n for n in doc.children[inner] if doc.dep[n] in _OWNS)
                        yield from self._of(inner)

    def _of(self, i: int) -> Iterator[int]:
        """The place in "the town of Gulu"."""
        doc = self._doc
        for k in doc.children[i]:
            if doc.dep[k] == "prep" and doc.norm[k] in ("of", "in", "at"):
                yield from (n for n in doc.children[k] if doc.dep[n] == "pobj")
