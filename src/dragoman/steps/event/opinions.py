"""The learned coder's opinion on what the rules read, and on clauses that they do not read.

For an act whose parties both stand in its sentence the learned coder is asked what the one does to the other. The two
votes are pooled; where they agree the act is surer, where the learned coder is sure of another type the act gets it,
and where it is sure that there is none the act goes. A clause that joins two parties by a word that no rule knows
becomes an act only where the learned coder is sure of one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import cast as typed

from dragoman.language import Document
from dragoman.learned.clause import shown
from dragoman.learned.coder import NONE, Answer, LearnedCoder
from dragoman.learned.combine import pool
from dragoman.records import EventType, Vote
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.pair_codebook import Codebook
from dragoman.steps.event.proposals import Proposal
from dragoman.steps.event.quiet import SHORT, Quiet
from dragoman.steps.event.silent import Silent
from dragoman.steps.event.status import is_negated, status_of

LEARNED = "learned.coder"
"""The `made_by.rule` of an act that no rule read."""
_MATERIAL = frozenset(
    {"COOPERATE", "AID", "RETREAT", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "THREATEN"}
)
"""What can be done without a named party that it is done to; words need somebody whom they are about."""
_LONGEST = 90
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_CERTAIN = frozenset({"will", "'ll", "shall", "did", "do", "does"})
_DEEDS = frozenset({"AID", "RETREAT", "CONCEDE", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT", "COOPERATE"})
"""What can be done where nobody is named that it is done to; words need somebody they are addressed to."""
_SHARED = frozenset({"CONSULT", "COOPERATE", "SUPPORT", "AGREE"})
"""Done with somebody, these are acts of both."""
_HEARD = 0.45
"""In a short text, from this probability on an act of a clause is one: more often right than wrong."""
_OTHER = 0.8
"""In a short text, from this probability on another type than the rule's is taken."""
_IDIOM = 0.99
"""An idiom that a rule knows ("dig in heels") is another act only from this probability on: the coder has seen few."""
_ANNOUNCED = 0.8
"""In a short text, from this probability on harm that is only announced is a threat, where the codebook has it so."""
_HEARD_BADLY = 0.7
"""The same where the parser found no verb, where nothing is done to anybody, or where the clause denies something."""
_FORECASTS = frozenset({"likely", "could", "may", "might", "expected", "apt", "liable", "bound"})
"""Words of a forecast: what others expect of a party is no threat of its own."""
_MOST = 0.99
"""No reading of a sentence is certain."""
_LEAST = 0.3
"""An act that a rule reads is never less sure than this."""


class Opinions:
    """Asks a learned coder about the acts of a report."""

    def __init__(self, coder: LearnedCoder) -> None:
        self._coder = coder
        self._codebook = Codebook()

    def weigh(self, draft: Draft, acts: Sequence[Candidate]) -> list[Candidate]:
        """The acts with the votes on them, some retyped, without those that the learned coder takes for none."""
        mentions = _Mentions(draft)
        weighed = (self._weigh(draft, mentions, c) for c in acts)
        return [found for found in weighed if found is not None]

    def propose(self, draft: Draft, found: Iterable[Proposal]) -> list[Candidate]:
        """The acts that the learned coder reads where the rules read none."""
        mentions = _Mentions(draft)
        asked = ((p, self._ask(draft, mentions, p.head, p.actors, p.recipients)) for p in found if self._may(draft, p))
        return [*self._acts(draft, mentions, asked)]

    def listen(self, draft: Draft, found: Iterable[Silent]) -> list[Candidate]:
        """The acts that the learned coder reads in sentences that are silent for the rules."""
        asked = ((q, self._show(draft.doc, q.head, q.source, q.target)) for q in found if self._may(draft, q))
        return [*self._acts(draft, _Mentions(draft), asked)]

    def hear(self, draft: Draft, found: Iterable[Quiet]) -> list[Candidate]:
        """The acts that the learned coder reads in clauses of a short text that no rule reads."""
        acts: list[Candidate] = []
        for q in found:
            answer = self._show(draft.doc, q.head, q.source, q.target)
            if answer is not None and _is_heard(q, answer):
                act = _read(draft.doc, _Mentions(draft), q, answer)
                acts.append(replace(act, status="actual") if q.negated else act)
        return acts

    def _acts(
        self, draft: Draft, mentions: _Mentions, asked: Iterable[tuple[Proposal | Silent, Answer | None]]
    ) -> Iterator[Candidate]:
        for question, answer in asked:
            if answer is not None and self._is_act(draft, question, answer):
                yield _read(draft.doc, mentions, question, answer)

    def _may(self, draft: Draft, asked: Proposal | Silent) -> bool:
        """Whether the question is worth asking: an act that is told as a fact or as certain to come."""
        if not _is_asserted(draft.doc, asked.head):
            return False
        if len(draft.doc.sentences) <= SHORT:
            return True
        # A long report speaks of many groups in passing; there only parties of their own name are asked about.
        codes = (*draft.who.codes(asked.actors), *draft.who.codes(asked.recipients))
        return bool(asked.recipients) and all(code and code != code.lower() for code in codes)

    def _is_act(self, draft: Draft, asked: Proposal | Silent, answer: Answer) -> bool:
        limits = self._coder.calibration
        short = bool(asked.recipients) and len(draft.doc.sentences) <= SHORT
        if answer.type == NONE or answer.probability < (_HEARD if short else limits.alone):
            return False
        return bool(asked.recipients) or answer.type in _DEEDS

    def _weigh(self, draft: Draft, mentions: _Mentions, c: Candidate) -> Candidate | None:
        if c.rule == LEARNED:
            return c
        label, _ = self._codebook.filed(draft.doc, c, range(0))
        ruled = Vote(by="rules", type=label, confidence=c.confidence)
        actors, recipients = (c.actors[:1], c.actors[1:]) if c.mutual else (c.actors, c.recipients)
        short = len(draft.doc.sentences) <= SHORT
        ended = any(draft.doc.norm[k] == "longer" for k in draft.doc.children[c.head])  # the coder hears no "no longer"
        answer = self._ask(draft, mentions, c.head, actors, recipients, short and not ended)
        if answer is None:
            return replace(c, votes=(ruled,))
        c = replace(c, votes=(ruled, _learned(answer)))
        likely = status_of(draft.doc, c.head).cue
        announced = likely is None or draft.doc.norm[likely] not in _FORECASTS
        if short and announced and label == answer.type == "THREATEN" and answer.probability >= _ANNOUNCED:
            return replace(c, type="THREATEN", mode=None, confidence=_rounded(answer.probability))
        limits = self._coder.calibration
        pooled = pool(answer, label, "both", limits, none=True)
        if pooled.type == NONE:
            return None if pooled.probability >= limits.drop else replace(c, confidence=_LEAST)
        sure = max(pooled.of(label), pooled.of(c.type))
        retype = min(limits.retype, _OTHER) if short and is_negated(draft.doc, c.head) is None else limits.retype
        if c.phrase:
            retype = max(retype, _IDIOM)
        if c.type == "REQUEST" and pooled.type == "AGREE" and status_of(draft.doc, c.head).status != "actual":
            return replace(c, confidence=_rounded(max(sure, _LEAST)))  # who will ask for something promises nothing
        if c.type == "THREATEN" and pooled.type == "AGREE":
            return replace(c, confidence=_rounded(max(sure, _LEAST)))  # to the coder a vow is a vow, of harm too
        # A noun mostly names one act ("talks"), whatever else its sentence tells.
        if pooled.type in (label, c.type) or pooled.probability < retype or draft.doc.pos[c.head] == "NOUN":
            return replace(c, confidence=_rounded(max(sure, _LEAST)))
        return replace(c, type=typed(EventType, pooled.type), mode=None, confidence=_rounded(pooled.probability))

    def _ask(
        self,
        draft: Draft,
        mentions: _Mentions,
        head: int,
        actors: Sequence[str],
        recipients: Sequence[str],
        things: bool = False,
    ) -> Answer | None:
        """None where a party is not named in the sentence of `head`; with `things` what is acted on may be a thing."""
        one, other = mentions.near(head, actors), mentions.near(head, recipients)
        if things and not recipients:
            other = _thing(draft.doc, head)
        return None if one < 0 or other < 0 else self._show(draft.doc, head, one, other)

    def _show(self, doc: Document, head: int, source: int, target: int) -> Answer | None:
        """None where the sentence is too long to be one, or the two mentions are the same."""
        sentence = doc.sentences[doc.sent[head]]
        if sentence.last - sentence.first > _LONGEST:
            return None
        part = shown(doc, head, source, target)
        return self._coder.ask(part.text, part.source, part.target) if part else None


class _Mentions:
    """Where the actors of a report are named."""

    def __init__(self, draft: Draft) -> None:
        self._doc = draft.doc
        self._where: dict[tuple[str, int], list[int]] = {}  # by actor and sentence
        for token, ids in draft.who.tokens().items():
            for name in ids:
                self._where.setdefault((name, draft.doc.sent[token]), []).append(token)

    def near(self, head: int, ids: Sequence[str]) -> int:
        """The word of one of the actors in the sentence of `head` that stands nearest to it, -1 where none does."""
        doc, best = self._doc, -1
        for name in ids:
            for token in self._where.get((name, doc.sent[head]), ()):
                if token != head and (best < 0 or abs(token - head) < abs(best - head)):
                    best = token
        return best


def _thing(doc: Document, head: int) -> int:
    """The noun that what is done at `head` is done to, -1 where there is none."""
    if doc.pos[head] != "VERB":
        return -1
    for i in range(head + 1, doc.right[head] + 1):
        if doc.dep[i] in ("dobj", "pobj") and doc.pos[i] in ("NOUN", "PROPN"):
            return i if _verb_over(doc, i) == head else -1
    return -1


def _verb_over(doc: Document, i: int) -> int:
    """The nearest verb above token `i`."""
    for _ in range(8):
        i = doc.head[i]
        if doc.pos[i] in ("VERB", "AUX"):
            return i
    return i


def _is_heard(q: Quiet, answer: Answer) -> bool:
    if q.told:
        return answer.type == "ACCUSE" and answer.probability >= (_HEARD if q.harm else _ANNOUNCED)
    sure = q.parsed and not q.negated and (q.recipients or answer.type in _DEEDS)
    if answer.type == NONE or answer.probability < (_HEARD if sure else _HEARD_BADLY):
        return False
    return answer.type == "REJECT" or not q.negated


def _is_asserted(doc: Document, verb: int) -> bool:
    """Whether the verb tells a fact or what is certain to come, not a wish, an aim or a possibility."""
    helpers = {doc.norm[c] for c in doc.children[verb] if doc.dep[c] in ("aux", "auxpass")}
    if doc.tag[verb] == "VBG":
        return bool(helpers) or doc.dep[verb] == "advcl"
    if doc.tag[verb] == "VB":
        return bool(helpers & _CERTAIN) and status_of(doc, verb).status in ("actual", "planned")
    return doc.tag[verb] in _FINITE and status_of(doc, verb).status in ("actual", "planned")


def _rounded(probability: float) -> float:
    return min(round(probability, 2), _MOST)


def _learned(answer: Answer) -> Vote:
    return Vote(by="learned", type=answer.type, confidence=round(answer.probability, 2))


def _read(doc: Document, mentions: _Mentions, asked: Proposal | Silent | Quiet, answer: Answer) -> Candidate:
    other = mentions.near(asked.head, asked.recipients)
    mutual = answer.type in _SHARED and other >= 0 and doc.norm[doc.head[other]] == "with"
    return Candidate(
        head=asked.head,
        first=asked.head,
        last=asked.head,
        type=typed(EventType, answer.type),
        rule=LEARNED,
        actors=tuple(dict.fromkeys((*asked.actors, *asked.recipients))) if mutual else asked.actors,
        recipients=() if mutual else asked.recipients,
        mutual=mutual,
        confidence=_rounded(answer.probability),
        votes=(_learned(answer),),
    )
