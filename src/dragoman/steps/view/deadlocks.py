"""Deadlocks: parties that wait for each other, and impasses that the report itself speaks of."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from dragoman.records import Clause, Condition, Deadlock, MadeBy, Position, Span
from dragoman.steps.draft import Draft
from dragoman.steps.phrases import issue_of
from dragoman.steps.view.cycles import cycles
from dragoman.steps.view.impasses import PARTIES, DeadlockWords, Impasses, Stated

_ANSWER = 3
"""A refusal answers a demand that stands at most this many sentences before it."""
_MOST_EVIDENCE = 8


class _Edge(NamedTuple):
    """`waiting` waits for `other`: why, in words, with the issue and the spans that say so."""

    waiting: str
    other: str
    because: str
    issue: str | None
    evidence: tuple[Span, ...]


class Deadlocks:
    """Finds the deadlocks of one draft, given its positions."""

    def __init__(self, draft: Draft, positions: tuple[Position, ...], words: DeadlockWords) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._positions = positions
        self._words = words
        self._conditions = {c.start: c for c in draft.conditions}
        self._starts = [p.start for p in positions]
        self._names = {a.code: a.name for a in reversed(draft.actors) if a.kind in PARTIES}
        self._impasses = Impasses(draft, words)
        self._kinds = {a.code for a in draft.actors if a.kind in PARTIES}

    def find(self) -> tuple[Deadlock, ...]:
        """The deadlocks, one a set of parties: cycles first, then stated impasses."""
        edges = self._edges()
        found: dict[frozenset[str], Deadlock] = {}
        stated = self._impasses.stated()
        graph: dict[str, list[str]] = {}
        for edge in edges:
            graph.setdefault(edge.waiting, []).append(edge.other)
        for component in cycles(graph):
            inside = [e for e in edges if e.waiting in component and e.other in component]
            found[frozenset(component)] = self._cycle(tuple(component), inside, stated)
        for impasse in stated:
            parties = frozenset(impasse.parties)
            if not any(parties <= known for known in found):
                found[parties] = self._impasse(impasse, edges)
        for deadlock in self._standoffs():
            if not any(frozenset(deadlock.parties) <= known for known in found):
                found[frozenset(deadlock.parties)] = deadlock
        return tuple(found.values())

    def _standoffs(self) -> list[Deadlock]:
        """Where one insists on what the other refuses, and the report says that they are apart."""
        found = []
        for demand, answer in self._refused_demands():
            cue = demand.made_by.cue
            insists = cue is not None and self._doc.lemma[self._doc.token_at(cue.start)] in self._words.insists
            if not insists or answer.stance != "refuses" or demand.toward is None:
                continue
            apart = self._impasses.apart(demand.actor, demand.toward)
            if apart is not None:
                edge = self._by_demand(demand, demand.toward, answer)
                made_by = MadeBy(rule="negotiation.deadlocks.standoff", cue=cue)
                spans = _spans([apart, *edge.evidence])
                parties = (demand.actor, demand.toward)
                because = f"{edge.because}."
                found.append(
                    Deadlock(parties=parties, issue=edge.issue, because=because, evidence=spans, made_by=made_by)
                )
        return found

    def _refused_demands(self) -> list[tuple[Position, Position]]:
        """Each demand with the refusal or counter-condition that answers it."""
        refusals = [p for p in self._positions if p.stance in ("refuses", "conditions")]
        starts = [p.start for p in refusals]
        found = []
        for demand in self._positions:
            if demand.stance != "demands" or not demand.toward or demand.actor not in self._kinds:
                continue
            soon = refusals[bisect_left(starts, demand.end) :][:_MOST_EVIDENCE]
            answer = next((r for r in soon if self._answers(r, demand)), None)
            if answer is not None:
                found.append((demand, answer))
        return found

    def _edges(self) -> list[_Edge]:
        """Who waits for whom: by a condition of his own, or by a demand that is refused or met with a condition."""
        edges = []
        for condition in self._draft.conditions:
            one, two = condition.consequent, condition.antecedent
            holder = condition.asserted_by
            if one is None or two is None or holder not in self._kinds or two.actor not in self._kinds:
                continue
            if two.actor != holder and one.actor in (holder, None):
                edges.append(self._by_condition(condition, holder, two.actor, one))
                edges.extend(self._refused(condition, holder, two))
        for demand, answer in self._refused_demands():
            edges.append(self._by_demand(demand, demand.toward or "", answer))
            if answer.stance == "conditions" and self._open_to(answer, demand.actor):
                edges.append(self._by_position(answer, demand.actor))
        for demand in self._positions:
            if demand.stance == "demands" and demand.toward in self._kinds and self._first(demand):
                edges.append(self._by_position(demand, demand.toward or ""))
        return edges

    def _open_to(self, position: Position, asker: str) -> bool:
        """Whether a condition waits for the one who asked, or for something that the report gives to nobody."""
        condition = self._conditions.get(position.start)
        return (
            condition is not None and condition.antecedent is not None and condition.antecedent.actor in (None, asker)
        )

    def _first(self, demand: Position) -> bool:
        """Whether a demand comes before everything else: "must be solved first"."""
        doc = self._doc
        tokens = doc.tokens(demand.start, demand.end)
        return any(doc.norm[i] == "first" and doc.dep[i] == "advmod" for i in tokens)

    def _refused(self, condition: Condition, holder: str, two: Clause) -> list[_Edge]:
        """Who refuses what a condition requires of him, after it: the other half of a deadlock."""
        first = bisect_left(self._starts, condition.end)
        for position in self._positions[first : first + _MOST_EVIDENCE]:
            gap = self._sentence(position.start) - self._sentence(condition.end - 1)
            if position.stance != "refuses" or position.actor != two.actor or not 0 <= gap <= _ANSWER:
                continue
            if self._words_of(position) & self._words_of(two) and position.start >= condition.end:
                because = f"{self._name(position.actor)} refuses (“{_short(position.text)}”)"
                span = Span(start=position.start, end=position.end, text=position.text)
                return [_Edge(position.actor, holder, because, position.issue, (span,))]
        return []

    def _answers(self, refusal: Position, demand: Position) -> bool:
        """Whether a refusal or counter-condition answers a demand: by who was asked, soon after, on the same matter."""
        if refusal.actor != demand.toward or refusal.toward not in (demand.actor, None) or refusal.start < demand.end:
            return False
        doc = self._doc
        gap = doc.sent[doc.token_at(refusal.start)] - doc.sent[doc.token_at(demand.start)]
        if gap > _ANSWER:
            return False
        tokens = doc.tokens(refusal.start, refusal.end)
        points = any(doc.lemma[i] in _DEMANDED for i in tokens) or (len(tokens) <= 4 and gap <= 2)  # "Mali has refused"
        shared = self._words_of(refusal) & self._words_of(demand)
        counter = refusal.stance == "conditions" and refusal.toward == demand.actor and bool(shared or gap <= 1)
        return points or bool(shared) or counter

    def _words_of(self, span: Span) -> frozenset[str]:
        """The lemmas of the nouns and verbs in a span that say what it is about."""
        doc = self._doc
        return frozenset(
            doc.lemma[i].lower()
            for i in doc.tokens(span.start, span.end)
            if doc.pos[i] in ("NOUN", "VERB") and doc.lemma[i] not in _DEMANDED and len(doc.lemma[i]) > 3
        ) - {"have", "would", "should", "will", "reject", "refuse", "country", "side"}

    def _by_condition(self, condition: Condition, holder: str, other: str, one: Clause) -> _Edge:
        span = Span(start=condition.start, end=condition.end, text=condition.text)
        because = f"{self._name(holder)} sets {self._name(other)} a condition (“{_short(condition.text)}”)"
        issue = issue_of(self._doc, self._doc.tokens(one.start, one.end), self._draft.who)
        return _Edge(holder, other, because, issue, (span,))

    def _by_position(self, position: Position, other: str) -> _Edge:
        span = Span(start=position.start, end=position.end, text=position.text)
        because = f"{self._name(position.actor)} sets {self._name(other)} a condition (“{_short(position.text)}”)"
        return _Edge(position.actor, other, because, position.issue, (span,))

    def _by_demand(self, demand: Position, other: str, answer: Position) -> _Edge:
        spans = tuple(Span(start=p.start, end=p.end, text=p.text) for p in (demand, answer))
        verb = "refuses" if answer.stance == "refuses" else "answers with a condition"
        because = (
            f"{self._name(demand.actor)} demands “{_short(demand.issue or demand.text)}” of {self._name(other)}, "
            f"which {verb} (“{_short(answer.text)}”)"
        )
        return _Edge(demand.actor, other, because, demand.issue, spans)

    def _cycle(self, parties: tuple[str, ...], edges: list[_Edge], stated: list[Stated]) -> Deadlock:
        said = [s for s in stated if set(s.parties) <= set(parties)]
        refusals = self._refusals(parties)
        told = [f"{self._name(p.actor)} {p.stance} “{_short(p.issue)}”" for p in refusals if p.issue]
        because = "; ".join(dict.fromkeys([*(e.because for e in edges), *told]))
        spans = [s.span for s in said] + [span for e in edges for span in e.evidence]
        spans += [Span(start=p.start, end=p.end, text=p.text) for p in refusals]
        return Deadlock(
            parties=parties,
            issue=next((e.issue for e in edges if e.issue), None),
            because=f"{because}.",
            evidence=_spans(spans),
            made_by=MadeBy(rule="negotiation.deadlocks.cycle", cue=said[0].cue if said else None),
        )

    def _refusals(self, parties: tuple[str, ...]) -> list[Position]:
        """What the parties refuse or deny each other."""
        stances = ("refuses", "denies")
        return [p for p in self._positions if p.stance in stances and p.actor in parties and p.toward in parties][:3]

    def _impasse(self, stated: Stated, edges: list[_Edge]) -> Deadlock:
        one, two = stated.parties
        within = [e for e in edges if {e.waiting, e.other} == {one, two}]
        more = [p for p in self._positions if p.stance == "refuses" and p.actor in (one, two)]
        near = [
            p
            for p in more
            if self._doc.sent[self._doc.token_at(p.start)] == self._doc.sent[self._doc.token_at(stated.span.start)]
        ]
        reasons = [e.because for e in within] or [
            f"{self._name(p.actor)} refuses “{_short(p.issue or p.text)}”" for p in near[:2]
        ]
        told = f"The report says of {self._name(one)} and {self._name(two)}: “{_short(stated.span.text)}”"
        spans = [stated.span, *(span for e in within for span in e.evidence)]
        spans += [Span(start=p.start, end=p.end, text=p.text) for p in near[:2]]
        return Deadlock(
            parties=(one, two),
            issue=stated.issue,
            because="; ".join([told, *reasons]) + ".",
            evidence=_spans(spans),
            made_by=MadeBy(rule="negotiation.deadlocks.stated", cue=stated.cue),
        )

    def _sentence(self, offset: int) -> int:
        return self._doc.sent[self._doc.token_at(offset)]

    def _name(self, code: str) -> str:
        return self._names.get(code, code)


# Nouns for what was asked before: a refusal of "this demand" answers it.
_DEMANDED = frozenset(
    {"demand", "request", "call", "condition", "proposal", "offer", "term", "requirement", "ultimatum"}
)


def _short(text: str) -> str:
    words = text.split()
    return " ".join(words[:14]) + (" …" if len(words) > 14 else "")


def _spans(spans: list[Span]) -> tuple[Span, ...]:
    """The spans in the order of the text, each once."""
    return tuple(sorted(dict.fromkeys(spans), key=lambda s: (s.start, s.end))[:_MOST_EVIDENCE])
