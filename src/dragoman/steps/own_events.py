"""The own-events step: acts of the types that the user's file names, beside PLOVER's."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import ClassVar

from dragoman.language import Document
from dragoman.records import Actor, MadeBy, OwnEvent, OwnVote
from dragoman.steps.draft import Draft
from dragoman.steps.event.described import Described
from dragoman.steps.event.event_circumstances import Circumstances
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.status import is_antecedent, is_content, status_of
from dragoman.steps.ontology.coder import OwnCoder
from dragoman.steps.ontology.pairs import Pair, Pairs
from dragoman.steps.ontology.pool import Decision
from dragoman.steps.who import Who

_NEW = "described-own-"
"""Parties that only a clause's own grammar names; `Described.keep` makes those that are left over actors."""


@dataclass(frozen=True)
class _Found:
    pair: Pair
    decision: Decision
    first: int
    last: int


class OwnEvents:
    """Finds the acts of the user's types. Reads the file's examples when it is made."""

    name: ClassVar[str] = "own_events"
    reads: ClassVar[tuple[str, ...]] = ("actors", "times", "places", "statements", "events")
    makes: ClassVar[tuple[str, ...]] = ("own_events",)

    def __init__(self, coder: OwnCoder) -> None:
        self._coder = coder
        self._described = Described()
        self._plover = {t.id: t.plover for t in coder.ontology.type}

    def __call__(self, draft: Draft) -> None:
        """Add the events to `draft`."""
        view = self._described.view(draft)
        cast = Cast(draft.doc, view.who.at)
        found = _once(draft.doc, [f for f in self._find(view, cast) if self._fits(draft, f)])
        if not found:
            return
        view, acts = _with_subjects(view, found)
        acts = self._described.keep(draft, view, acts)
        around = Circumstances(draft)
        sayers = Sayers(view, cast)
        draft.own_events.extend(self._event(draft, f, c, around, sayers) for f, c in zip(found, acts, strict=True))

    def _find(self, view: Draft, cast: Cast) -> Iterator[_Found]:
        doc, coder = view.doc, self._coder
        pairs = Pairs(doc, view.who, cast)
        taken: set[int] = set()
        for v in pairs.verbs():
            if is_content(doc, v) or is_antecedent(doc, v):
                continue
            rules = coder.votes(doc, v)
            words, groups = (rules[0].tokens, coder.takes_groups(rules[0].type)) if rules else ((), True)
            pair = pairs.of_verb(v, words, groups)
            if pair.source < 0 and not pair.recipients:
                continue
            if not rules and not (pair.actors and pair.recipients):
                continue
            decision = coder.decide(doc, pair, rules)
            if decision:
                taken.update(decision.rules.tokens if decision.rules else ())
                yield _Found(pair, decision, *_trigger(doc, v))
        for pair in pairs.nouns(lambda n: n not in taken and coder.cues.names(doc, n)):
            decision = coder.decide(doc, pair, coder.votes(doc, pair.head))
            if decision:
                yield _Found(pair, decision, pair.head, pair.head)

    def _fits(self, draft: Draft, found: _Found) -> bool:
        """Whether the act is one of the PLOVER type that its type refines, if it refines one."""
        needed = self._plover[found.decision.type]
        if needed is None:
            return True
        doc, i = draft.doc, found.pair.head
        start, end = doc.start[doc.left[i]], doc.end[doc.right[i]]
        return any(e.type == needed and start <= e.start < end for e in draft.events)

    def _event(self, draft: Draft, f: _Found, c: Candidate, around: Circumstances, sayers: Sayers) -> OwnEvent:
        doc, who = draft.doc, draft.who
        span = doc.span(f.first, f.last)
        judged = status_of(doc, c.head)
        return OwnEvent(
            start=span.start,
            end=span.end,
            text=span.text,
            type=f.decision.type,
            actors=who.codes(c.actors),
            recipients=who.codes(c.recipients),
            actor_ids=c.actors,
            recipient_ids=c.recipients,
            status=judged.status,
            date=around.date(c),
            place=around.place(c),
            statement=sayers.statement(span.start),
            confidence=f.decision.confidence,
            votes=tuple(_votes(f.decision)),
            made_by=MadeBy(
                rule=f"own.{f.decision.type}",
                cue=span,
                status_cue=doc.span(judged.cue, judged.cue) if judged.cue is not None else None,
            ),
        )


def _votes(decision: Decision) -> Iterator[OwnVote]:
    rules, learned = decision.rules, decision.learned
    if rules:
        yield OwnVote(by="rules", type=rules.type, confidence=rules.sure, why=rules.why)
    if learned:
        yield OwnVote(by="prototypes", type=learned.type, confidence=learned.sure, why=learned.why)


def _trigger(doc: Document, v: int) -> tuple[int, int]:
    """The words shown for an act: the verb, with a particle right behind it."""
    last = next((c for c in doc.children[v] if doc.dep[c] == "prt" and v < c <= v + 2), v)
    return v, last


def _once(doc: Document, found: list[_Found]) -> list[_Found]:
    """One record a type and sentence, the surest, unless others do another such act; in the order of the text."""
    kept: dict[tuple[int, str], list[_Found]] = {}
    for f in sorted(found, key=lambda f: (-f.decision.confidence, f.pair.head)):
        rivals = kept.setdefault((doc.sent[f.pair.head], f.decision.type), [])
        if all(_apart(doc, f, rival) for rival in rivals):
            rivals.append(f)
    return sorted((f for rivals in kept.values() for f in rivals), key=lambda f: (f.first, f.decision.type))


def _apart(doc: Document, one: _Found, other: _Found) -> bool:
    """Whether two acts have other doers, and neither stands in the clause of the other."""
    a, b = one.pair.head, other.pair.head
    nested = doc.left[a] <= b <= doc.right[a] or doc.left[b] <= a <= doc.right[b]
    return not nested and bool(one.pair.actors) and not set(one.pair.actors) & set(other.pair.actors)


def _with_subjects(view: Draft, found: list[_Found]) -> tuple[Draft, list[Candidate]]:
    """The acts as candidates, and a view in which subjects that nobody knows by name are parties too."""
    doc = view.doc
    new: dict[str, Actor] = {}
    acts = []
    for f in found:
        actors, pair = f.pair.actors, f.pair
        if not actors and pair.source >= 0:
            party = _subject(doc, pair.source)
            new.setdefault(party.code, party)
            actors = (new[party.code].id,)
        # The type of a candidate is PLOVER's; nothing here looks at it.
        acts.append(Candidate(pair.head, f.first, f.last, "CONSULT", f"own.{f.decision.type}", actors, pair.recipients))
    if not new:
        return view, acts
    everybody = [*view.actors, *new.values()]
    who = Who(everybody)
    for token, ids in view.who.tokens().items():
        who.name(token, ids)
    return replace(view, actors=everybody, _who=who), acts


def _subject(doc: Document, i: int) -> Actor:
    """The party that noun `i` names: under its name, or under its common noun in lower case."""
    first = i
    while first > 0 and doc.head[first - 1] == i and doc.dep[first - 1] in ("compound", "amod", "nmod"):
        first -= 1
    span = doc.span(first, i)
    proper = doc.pos[i] == "PROPN"
    code = " ".join(span.text.split()) if proper else doc.norm[i]
    return Actor(
        id=f"{_NEW}{code}",
        name=" ".join(span.text.split()),
        code=code,
        kind="people" if doc.tag[i] in ("NNS", "NNPS") and not proper else "organization",
        mentions=(span,),
        made_by=MadeBy(rule="own_events.subject", cue=span),
    )
