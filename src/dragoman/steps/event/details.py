"""The finer coding of acts: mode, contexts, CAMEO code with its score, and the victims of attacks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import Ground, GroundField, Magnitude, Status
from dragoman.steps.draft import Draft
from dragoman.steps.event.act_scope import Scope, Scopes
from dragoman.steps.event.cameo import Cameo, Coded, Doer
from dragoman.steps.event.contexts import Contexts
from dragoman.steps.event.event_circumstances import Circumstances
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.magnitude import Magnitudes
from dragoman.steps.event.modes import Act, Found, Modes


class Detail(NamedTuple):
    """What an event gets beside its type, parties and circumstances."""

    mode: str | None
    contexts: tuple[str, ...]
    cameo: str
    goldstein: float
    magnitude: Magnitude | None
    grounds: tuple[Ground, ...]


class Details:
    """Finds the details of a report's acts. `contexts` are PLOVER's, in order. Raises `KnowledgeError`."""

    def __init__(self, contexts: tuple[str, ...]) -> None:
        self._modes = Modes()
        self._contexts = Contexts(contexts)
        self._cameo = Cameo()
        self._magnitudes = Magnitudes()

    def of(
        self, draft: Draft, acts: Sequence[Candidate], statuses: Sequence[Status], around: Circumstances
    ) -> list[Detail]:
        """The details of the acts, in their order."""
        doc = draft.doc
        scopes = Scopes(doc, lambda i: _is_name(draft, i), frozenset(c.head for c in acts))
        attacks = [c for c, status in zip(acts, statuses, strict=True) if c.type == "ASSAULT" and status == "actual"]
        victims = self._magnitudes.of(doc, attacks)
        return [
            self._one(draft, c, status, scopes.of(c), around.is_abroad(c), victims.get(c.head))
            for c, status in zip(acts, statuses, strict=True)
        ]

    def _one(
        self, draft: Draft, c: Candidate, status: Status, scope: Scope, abroad: bool, victims: Magnitude | None
    ) -> Detail:
        doc, who = draft.doc, draft.who
        parties = len(who.codes((*c.actors, *c.recipients)))
        act = Act(c.type, c.rule, c.mode, parties, abroad)
        refined = self._modes.refine(doc, scope, act)
        mode = refined.value if refined else c.mode
        contexts = self._contexts.of(doc, scope, act._replace(mode=mode), c.contexts)
        values = tuple(found.value for found in contexts)
        doers = frozenset(_doers(draft, c))
        coded = Coded(c.type, mode, status, frozenset(values), c.rule, doers, doc.lemma[c.head].lower())
        code = self._cameo.code(doc, scope, coded)
        grounds = [_ground(doc, "mode", refined)] if refined else []
        grounds += [_ground(doc, "context", found) for found in contexts]
        grounds.append(_ground(doc, "cameo", code))
        return Detail(mode, values, code.value, self._cameo.goldstein(code.value), victims, tuple(grounds))


def _is_name(draft: Draft, i: int) -> bool:
    """Whether token `i` names a person, state or body: no act is about the defence of a "defence minister"."""
    return any(draft.who.actor(a).kind not in ("people", "armed group") for a in draft.who.at(i))


def _doers(draft: Draft, c: Candidate) -> Iterator[Doer]:
    for actor in map(draft.who.actor, c.actors):
        if len(actor.code) == 3 and actor.code.isupper() and actor.kind != "people":
            yield "state"
        if actor.kind == "armed group":
            yield "armed"


def _ground(doc: Document, field: GroundField, found: Found) -> Ground:
    cue = None if found.first is None or found.last is None else doc.span(found.first, found.last)
    return Ground(field=field, value=found.value, rule=found.rule, cue=cue)
