"""Impasses that a report itself speaks of: its words for them, and between whom they are."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from itertools import combinations
from typing import NamedTuple

from dragoman.knowledge import Rules
from dragoman.records import Span
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.phrases import issue_of

PARTIES = frozenset({"state", "organization", "armed group", "body", "people"})


_MOST_RIFTS = 50
"""No report says more often that its parties are apart; each refused demand is compared with each such sentence."""


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
    insists: frozenset[str]
    apart: tuple[str, ...]


class Stated(NamedTuple):
    """The report's own word for an impasse."""

    parties: tuple[str, str]
    span: Span
    cue: Span
    issue: str | None


class Impasses:
    """Finds them in one draft."""

    def __init__(self, draft: Draft, words: DeadlockWords) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._words = words
        self._states = {a.code for a in draft.actors if a.kind == "state"}
        self._kinds = {a.code for a in draft.actors if a.kind in PARTIES}

    def stated(self) -> list[Stated]:
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
                found.append(Stated(parties, doc.span(*span), doc.span(i, i), self._issue(i, span)))
        return found

    def apart(self, one: str, other: str) -> Span | None:
        """The words by which the report says that two parties do not come together: "Chad and Mali are at odds"."""
        return next((span for span, here in self._rifts if {one, other} <= here), None)

    @cached_property
    def _rifts(self) -> list[tuple[Span, frozenset[str]]]:
        """The sentences that say so, with whom they name."""
        doc, who = self._doc, self._draft.who
        found: list[tuple[Span, frozenset[str]]] = []
        for sentence in doc.sentences:
            text = doc.text[doc.start[sentence.first] : doc.end[sentence.last - 1]].lower()
            if any(phrase in text for phrase in self._words.apart):
                here = frozenset(code for k in range(sentence.first, sentence.last) for code in who.codes(who.at(k)))
                found.append((doc.span(sentence.first, sentence.last - 1), here))
            if len(found) >= _MOST_RIFTS:
                break
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
