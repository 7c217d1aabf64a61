"""Completes acts whose words do not say whom they are meant for, from the report around them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import permutations

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import ActorKind, EventType
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.reach import Reach, ReachRules

_BACK = 2  # sentences
_SENT = frozenset({"to", "by", "from", "against"})
_SAID = frozenset({"REQUEST", "ACCUSE", "AGREE", "THREATEN", "PROTEST"})


class CounterpartRules(Rules):
    """counterpart.toml."""

    id: str
    types: frozenset[EventType]
    never: frozenset[str]
    answers: frozenset[str]
    texts: frozenset[str]
    places: frozenset[str]
    kinds: frozenset[ActorKind]
    in_sentence: float
    behind: float
    sentence_before: float
    answered: float
    replied: float
    replies: frozenset[str]
    share: float
    prominence: float
    peer: float
    threshold: float
    discount: float
    reach: ReachRules


@dataclass(frozen=True)
class _Parties:
    """Which parties, by code, the report names where."""

    ids: dict[str, str]
    states: frozenset[str]
    by_sentence: dict[int, dict[str, int]]
    mentions: Counter[str]


class Counterparts:
    """Finds the likely recipient of directed acts that name none."""

    def __init__(self) -> None:
        self._rules = load("counterpart.toml", CounterpartRules)

    def complete(self, draft: Draft, candidates: list[Candidate]) -> list[Candidate]:
        """`candidates` in their order, those without a recipient given the one of the report or of their clause."""
        candidates = self._by_report(draft, candidates)
        if all(c.recipients for c in candidates):
            return candidates
        reach = Reach(draft, self._rules.reach, self._rules.never, self._rules.places)
        return [c if self._is_closed(draft.doc, c) else reach.complete(c) for c in candidates]

    def _by_report(self, draft: Draft, candidates: list[Candidate]) -> list[Candidate]:
        """`candidates` in their order, those without a recipient given one where the report makes it likely."""
        codes = {id(c): self._codes(draft, c) for c in candidates}
        if not any(self._is_open(draft.doc, c, codes) for c in candidates):
            return candidates
        parties = self._parties(draft)
        between = _dealings(candidates, codes)
        return [
            self._with_recipient(draft, c, parties, between, list(self._before(draft, candidates, k)), codes)
            if self._is_open(draft.doc, c, codes)
            else c
            for k, c in enumerate(candidates)
        ]

    def _is_open(self, doc: Document, c: Candidate, codes: dict[int, tuple[frozenset[str], frozenset[str]]]) -> bool:
        if c.type not in self._rules.types or c.recipients or c.mutual:
            return False
        if self._on_text(doc, c):
            return False
        return bool(codes[id(c)][0]) and doc.lemma[c.head] not in self._rules.never

    def _on_text(self, doc: Document, c: Candidate) -> bool:
        return c.type == "SUPPORT" and any(
            doc.dep[k] == "dobj" and doc.lemma[k] in self._rules.texts for k in doc.children[c.head]
        )

    def _is_closed(self, doc: Document, c: Candidate) -> bool:
        """Whether who is named in the clause is only what a text or a demand is about."""
        return self._on_text(doc, c) or (c.type in ("ACCUSE", "REJECT") and bool(self._about(doc, c)))

    def _parties(self, draft: Draft) -> _Parties:
        ids: dict[str, str] = {}
        by_sentence: dict[int, dict[str, int]] = {}
        mentions: Counter[str] = Counter()
        for actor in draft.actors:
            if actor.kind in self._rules.kinds and actor.code and (actor.code not in ids or actor.kind == "state"):
                ids[actor.code] = actor.id
        for token, named in draft.who.tokens().items():
            for code in draft.who.codes(named):
                if code in ids:
                    mentions[code] += 1
                    if self._is_where(draft, token):
                        continue
                    here = by_sentence.setdefault(draft.doc.sent[token], {})
                    here[code] = max(token, here.get(code, -1))
        states = frozenset(actor.code for actor in draft.actors if actor.code == actor.country)
        return _Parties(ids, states, by_sentence, mentions)

    def _is_where(self, draft: Draft, token: int) -> bool:
        """Whether a state is named as the place of something ("troops in Chad") and not as a party."""
        doc = draft.doc
        return doc.dep[token] == "pobj" and doc.norm[doc.head[token]] in self._rules.places

    @staticmethod
    def _codes(draft: Draft, c: Candidate) -> tuple[frozenset[str], frozenset[str]]:
        return frozenset(draft.who.codes(c.actors)), frozenset(draft.who.codes(c.recipients))

    @staticmethod
    def _before(draft: Draft, candidates: list[Candidate], k: int) -> Iterable[Candidate]:
        here = draft.doc.sent[candidates[k].head]
        for c in candidates[max(0, k - 6) : k]:
            if 0 <= here - draft.doc.sent[c.head] <= _BACK:
                yield c

    def _about(self, doc: Document, c: Candidate) -> range:
        """The words of the demand, offer … that the act answers: who stands in it is asked, not asking."""
        for k in _near(doc, c.head):
            if doc.dep[k] in ("dobj", "pobj") and doc.lemma[k] in self._rules.replies:
                if any(doc.norm[m] in _SENT for m in doc.children[k]):
                    break  # "an invitation to Chad", "a demand by Chad": a party to it
                return range(doc.left[k], doc.right[k] + 1)
        return range(0)

    def _with_recipient(
        self,
        draft: Draft,
        c: Candidate,
        parties: _Parties,
        between: Counter[tuple[str, str]],
        before: Sequence[Candidate],
        codes: dict[int, tuple[frozenset[str], frozenset[str]]],
    ) -> Candidate:
        rules = self._rules
        doers = codes[id(c)][0]
        sentence = draft.doc.sent[c.head]
        here = parties.by_sentence.get(sentence, {})
        previous = parties.by_sentence.get(sentence - 1, {})
        askers = {code for b in before if codes[id(b)][1] & doers for code in codes[id(b)][0]}
        replies = any(
            draft.doc.dep[k] in ("dobj", "pobj") and draft.doc.lemma[k] in rules.replies
            for k in _near(draft.doc, c.head)
        )
        if replies:
            askers |= {code for b in before if not codes[id(b)][1] and b.type in _SAID for code in codes[id(b)][0]}
        if c.rule in rules.answers and not askers:
            return c
        about = self._about(draft.doc, c) if replies else range(0)
        dealings = sum(n for (a, _), n in between.items() if a in doers)
        best, points = "", 0.0
        for code, number in parties.mentions.items():
            if code in doers or (here.get(code, -1) in about and code not in askers):
                continue
            shared = sum(between[doer, code] for doer in doers)
            score = (
                rules.in_sentence * (code in here)
                + rules.behind * (here.get(code, -1) > c.last)
                + rules.sentence_before * (code in previous)
                + rules.answered * (code in askers)
                + rules.replied * (replies and code in askers)
                + rules.share * (shared / dealings if dealings else 0.0)
                + rules.prominence * min(number, 10) / 10
                + rules.peer * (code in parties.states and doers <= parties.states)
            )
            if score > points:
                best, points = code, score
        if points < rules.threshold:
            return c
        return replace(c, recipients=(parties.ids[best],), confidence=round(max(0.0, c.confidence - rules.discount), 3))


def _near(doc: Document, i: int) -> Iterable[int]:
    """The objects of a verb, those of its prepositions too."""
    for k in doc.children[i]:
        yield k
        if doc.dep[k] == "prep":
            yield from doc.children[k]


def _dealings(
    candidates: list[Candidate], codes: dict[int, tuple[frozenset[str], frozenset[str]]]
) -> Counter[tuple[str, str]]:
    """How many acts of the report have both parties of a pair."""
    between: Counter[tuple[str, str]] = Counter()
    for c in candidates:
        doers, others = codes[id(c)]
        if others or c.mutual:
            between.update(permutations(sorted(doers | others), 2))
    return between
