"""Deadlocks: parties that wait for each other, and impasses that the report itself speaks of."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from dragoman.knowledge import Rules
from dragoman.records import Clause, Condition, Deadlock, MadeBy, Position, Span
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.phrases import issue_of
from dragoman.steps.view.cycles import cycles

_ANSWER = 3
"""A refusal answers a demand that stands at most this many sentences before it."""
_MOST_EVIDENCE = 8
_PARTIES = frozenset({"state", "organization", "armed group", "body", "people"})


class DeadlockWords(Rules):
    """The table `deadlocks` of knowledge/negotiation.toml."""

    impasse: frozenset[str]
    not_impasse: frozenset[str]
    ended: frozenset[str]
    feared: frozenset[str]
    talks: frozenset[str]
    budging: frozenset[str]
    sides: frozenset[str]
    both: frozenset[str]
    between: frozenset[str]


class _Edge(NamedTuple):
    """`waiting` waits for `other`: why, in words, with the issue and the spans that say so."""

    waiting: str
    other: str
    because: str
    issue: str | None
    evidence: tuple[Span, ...]


class _Stated(NamedTuple):
    """The report's own word for an impasse."""

    parties: tuple[str, str]
    span: Span
    cue: Span
    issue: str | None


class Deadlocks:
    """Finds the deadlocks of one draft, given its positions."""

    def __init__(self, draft: Draft, positions: tuple[Position, ...], words: DeadlockWords) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._positions = positions
        self._words = words
        self._conditions = {c.start: c for c in draft.conditions}
        self._starts = [p.start for p in positions]
        self._names = {a.code: a.name for a in reversed(draft.actors) if a.kind in _PARTIES}
        self._states = {a.code for a in draft.actors if a.kind == "state"}
        self._kinds = {a.code for a in draft.actors if a.kind in _PARTIES}

    def find(self) -> tuple[Deadlock, ...]:
        """The deadlocks, one a set of parties: cycles first, then stated impasses."""
        edges = self._edges()
        found: dict[frozenset[str], Deadlock] = {}
        stated = self._stated()
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
        return tuple(found.values())

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
        demands = [p for p in self._positions if p.stance == "demands" and p.toward]
        refusals = [p for p in self._positions if p.stance in ("refuses", "conditions")]
        starts = [p.start for p in refusals]
        for demand in demands:
            soon = refusals[bisect_left(starts, demand.end) :][:_MOST_EVIDENCE]
            answer = next((r for r in soon if self._answers(r, demand)), None)
            if answer is not None and demand.toward and demand.actor in self._kinds:
                edges.append(self._by_demand(demand, demand.toward, answer))
                if answer.stance == "conditions" and self._open_to(answer, demand.actor):
                    edges.append(self._by_position(answer, demand.actor))
            if demand.toward in self._kinds and self._first(demand):
                edges.append(self._by_position(demand, demand.toward))
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

    def _cycle(self, parties: tuple[str, ...], edges: list[_Edge], stated: list[_Stated]) -> Deadlock:
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

    def _impasse(self, stated: _Stated, edges: list[_Edge]) -> Deadlock:
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

    def _stated(self) -> list[_Stated]:
        """The impasses that the report speaks of, with the two parties where they are certain."""
        doc, words = self._doc, self._words
        found = []
        for i, lemma in enumerate(doc.lemma):
            if lemma in words.impasse or doc.norm[i] in words.impasse:
                span = self._impasse_span(i)
            elif lemma in words.budging and doc.pos[i] == "VERB":
                span = self._unmoved(i)
            else:
                continue
            if span is None:
                continue
            parties = self._between(i)
            if parties is not None:
                found.append(_Stated(parties, doc.span(*span), doc.span(i, i), self._issue(i, span)))
        return found

    def _impasse_span(self, i: int) -> tuple[int, int] | None:
        """The phrase of an impasse in a negotiation that still holds; None for others."""
        doc, words = self._doc, self._words
        sentence = doc.sentences[doc.sent[i]]
        around = {doc.lemma[k].lower() for k in (*doc.children[i], i - 1 if i else i)}
        if around & words.not_impasse:
            return None
        if not any(doc.lemma[k].lower() in words.talks for k in range(sentence.first, sentence.last) if k != i):
            return None
        governor = doc.head[i]
        if doc.dep[i] == "amod" and doc.lemma[governor] not in words.talks:
            return None  # a deadlocked jury, a deadlocked session
        if doc.dep[i] == "nsubj" and clauses.is_verb(doc, governor) and clauses.modal(doc, governor):
            return None  # "a stalemate could …": feared, not there
        if doc.dep[i] in ("dobj", "nsubjpass") and clauses.is_verb(doc, governor):
            past = doc.tag[governor] in ("VBD", "VBN") and not clauses.modal(doc, governor)
            if doc.lemma[governor] in words.feared or (doc.lemma[governor] in words.ended and past):
                return None
            first = governor if governor < i else doc.left[i]
            if first > sentence.first and doc.tag[first - 1] == "TO":
                first -= 1
            return clauses.trim(doc, min(first, doc.left[i]), max(i, self._end(i)))
        if clauses.is_verb(doc, i):
            return clauses.clause_range(doc, i)
        return clauses.trim(doc, doc.left[i], max(i, self._end(i)))

    def _end(self, i: int) -> int:
        doc = self._doc
        last = i
        for c in doc.children[i]:
            if c > i and doc.dep[c] == "prep":
                inner = doc.child(c, "pobj")
                last = max(last, clauses.noun_end(doc, inner) if inner > 0 else c)
        return min(last, i + 12)

    def _unmoved(self, verb: int) -> tuple[int, int] | None:
        """For "no sign of either side shifting", "neither side would budge": denied movement of both sides."""
        doc, words = self._doc, self._words
        subject = clauses.own_subject(doc, verb)
        if subject < 0 and verb and doc.dep[verb] in ("pcomp", "acl"):
            subject = verb - 1  # "no sign of either side shifting"
        if subject < 0 or (doc.lemma[subject].lower() not in words.sides and doc.norm[subject] not in words.both):
            return None
        named = {doc.norm[c] for c in doc.children[subject]} | {doc.norm[subject]}
        if not named & words.both:
            return None
        sentence = doc.sentences[doc.sent[verb]]
        before = {doc.norm[k] for k in range(max(sentence.first, subject - 8), verb)}
        if not before & {"no", "neither", "not", "n't", "little", "nor", "without", "few"}:
            return None
        return clauses.trim(
            doc, max(sentence.first, subject - 8) if "no" in before else doc.left[subject], max(verb, doc.right[verb])
        )

    def _issue(self, i: int, span: tuple[int, int]) -> str | None:
        doc = self._doc
        for c in doc.children[i]:
            if doc.dep[c] == "prep" and doc.norm[c] in ("over", "on", "in", "about", "regarding"):
                return issue_of(doc, range(c + 1, doc.right[c] + 1), self._draft.who)
        return issue_of(doc, range(i + 1, span[1] + 1), self._draft.who) if span[1] > i else None

    def _between(self, i: int) -> tuple[str, str] | None:
        """The two parties of an impasse: named by "between", else the report's main pair if it fits the sentence."""
        doc, who = self._doc, self._draft.who
        for c in doc.children[i]:
            if doc.norm[c] in ("between", "with"):
                codes = [
                    code for k in range(c, doc.right[c] + 1) for code in who.codes(who.at(k)) if code in self._kinds
                ]
                pair = tuple(dict.fromkeys(codes))
                if len(pair) == 2 and doc.norm[c] == "between":
                    return pair[0], pair[1]
        sentence = doc.sentences[doc.sent[i]]
        here = {code for k in range(sentence.first, sentence.last) for code in who.codes(who.at(k))}
        here = {code for code in here if code in self._kinds and code not in self._words.between}
        if len(here) == 2 and here <= self._states:
            one, two = sorted(here)
            return one, two
        if not here:  # nobody is named there: only where the report is about two parties and hardly anyone else
            counts = [n for _, n in self._pairs[:2]]
            return self._pairs[0][0] if counts and counts[0] >= 3 and counts[0] >= 2 * sum(counts[1:]) else None
        fitting = [(pair, n) for pair, n in self._pairs if here & set(pair)]
        if not fitting or fitting[0][1] < 2:
            return None
        best, count = fitting[0]
        rivals = [n for pair, n in fitting[1:] if not (here and here == set(pair))]
        if len(here & set(best)) < 2 and rivals and rivals[0] * 1.5 > count:
            return None
        return best

    @cached_property
    def _pairs(self) -> list[tuple[tuple[str, str], int]]:
        """The pairs of parties with how many events stand between them, most first."""
        counts: Counter[tuple[str, str]] = Counter()
        for event in self._draft.events:
            codes = {c for c in (*event.actors, *event.recipients) if c in self._kinds and c not in self._words.between}
            if not 2 <= len(codes) <= 4:
                continue
            for one, two in combinations(sorted(codes), 2):
                across = (one in event.actors and two in event.recipients) or (
                    two in event.actors and one in event.recipients
                )
                if across or not event.recipients:
                    counts[one, two] += 1
        return sorted(counts.items(), key=lambda item: (-item[1], item[0]))

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
