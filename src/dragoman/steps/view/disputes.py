"""Disputes: pairs of claims of fact or of obligation that cannot both hold, each with its holder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.records import Claim, Dispute, Event, MadeBy, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup, private_codes, trigger_of
from dragoman.steps.phrases import predicate
from dragoman.steps.view.claims import DisputeWords, Topics, claim_of
from dragoman.steps.view.rival_claims import RivalClaims

_BACK = 3
"""How many sentences before a denial the claim that it answers may stand."""
_COMPARED = 50
"""A dispute is compared with the latest so many others only, so that a long list of them costs no square."""
_LONGEST = 120
"""A claim of more tokens than this is a passage, not a claim."""


class _Said(NamedTuple):
    """A claim: who holds it and where it stands."""

    actor: str
    start: int
    end: int
    against: frozenset[str] = frozenset()
    """Whom it accuses."""


class _Denial(NamedTuple):
    """A word that may deny a claim: its token, who denies, and the word as it is shown."""

    trigger: int
    actors: tuple[str, ...]
    cue: Span


class Disputes:
    """Finds the disputes of one draft."""

    def __init__(self, draft: Draft, lookup: Lookup, words: DisputeWords) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._lookup = lookup
        self._words = words
        self._private = private_codes(draft)
        self._topics = Topics(draft, words)

    def find(self) -> tuple[Dispute, ...]:
        """The disputes in the order of their first claim; a pair of claims once."""
        found: list[Dispute] = []
        for dispute in (
            *self._answered(),
            *self._embedded(),
            *RivalClaims(self._draft, self._lookup, self._words, self._private).find(),
        ):
            if not any(_same(dispute, other) for other in found[-_COMPARED:]):
                found.append(dispute)
        return tuple(sorted(found, key=lambda d: (d.claims[0].start, d.claims[1].start)))

    def _answered(self) -> Iterator[Dispute]:
        """A denial and the claim that it answers."""
        for denial in self._denials():
            trigger = denial.trigger
            span = self._charge_denied(trigger) or predicate(self._doc, self._lookup, denial.cue, trigger)
            if span is None or not self._denies(trigger, span):
                continue
            first, last, content = span
            words = self._doc.span(first, last)
            claim = self._claim_answered(denial, content)
            if claim is None:
                continue
            actor = next((a for a in denial.actors if a and a != claim.actor), None)
            if actor is not None:
                said = _Said(actor, words.start, words.end)
                if words.start <= claim.start < words.end:
                    said = self._said_instead(said, claim) or said
                yield self._dispute(claim, said, "denial", denial.cue, content)

    def _denials(self) -> Iterator[_Denial]:
        """Refusals that may be of a claim, and verbs of denial that no event stands for."""
        doc = self._doc
        seen: set[int] = set()
        for event in self._draft.events:
            trigger = trigger_of(doc, event)
            if event.type == "REJECT":
                seen.add(trigger)
            if event.type == "REJECT" and event.status != "negated" and event.actors:
                yield _Denial(trigger, event.actors, Span(start=event.start, end=event.end, text=event.text))
        for i, lemma in enumerate(doc.lemma):
            if lemma not in self._words.plainly or doc.pos[i] != "VERB" or i in seen or clauses.is_negated(doc, i):
                continue
            subject = clauses.subject(doc, i)
            codes = self._draft.who.codes(self._draft.who.at(subject)) if subject >= 0 else ()
            if codes and not clauses.is_passive(doc, i):
                yield _Denial(i, codes, doc.span(i, i))

    def _charge_denied(self, trigger: int) -> tuple[int, int, range] | None:
        """For "a charge that Moscow denies": the noun phrase; None for other denials."""
        doc = self._doc
        noun = doc.head[trigger]
        if (
            doc.dep[trigger] != "relcl"
            or doc.lemma[noun] not in self._words.pointing
            or doc.child(trigger, "dobj") > trigger
        ):
            return None
        return doc.left[noun], max(noun, doc.right[trigger]), range(noun, noun + 1)

    def _said_instead(self, denial: _Said, claim: _Said) -> _Said | None:
        """For "said P, rejecting their claim that Q": P, which answers Q better than the word of denial does."""
        doc = self._doc
        sentence = doc.sentences[doc.sent[doc.token_at(denial.start)]]
        for statement in self._lookup.statements_in(doc.start[sentence.first], claim.start):
            if statement.speaker_code == denial.actor and statement.end <= claim.start:
                return _Said(denial.actor, statement.start, statement.end)
        return None

    def _denies(self, trigger: int, span: tuple[int, int, range]) -> bool:
        """Whether a refusal is of a claim: a word of denial, or a word that calls something untrue."""
        words = self._words
        doc = self._doc
        if doc.lemma[trigger] in words.denials:
            if doc.dep[trigger] == "relcl" and doc.lemma[doc.head[trigger]] in words.pointing:
                return True
            target = doc.child(trigger, "dobj", "nsubjpass", "pobj")
            if target < 0:
                target = doc.child(doc.child(trigger, "prep"), "pobj") if doc.child(trigger, "prep") > 0 else -1
            claimed = target >= 0 and doc.lemma[target] in words.pointing
            return claimed or doc.child(trigger, "ccomp") >= 0 or doc.lemma[trigger] in words.plainly
        return any(self._doc.lemma[i] in words.untrue for i in range(span[0], span[1] + 1))

    def _claim_answered(self, denial: _Denial, content: range) -> _Said | None:
        doc, trigger = self._doc, denial.trigger
        topic = self._topics.topic(content)
        points = any(doc.lemma[i] in self._words.pointing for i in list(content)[:14])
        best, top = None, 0
        sentence = doc.sent[trigger]
        holders = self._holders(content)
        for claim in self._claims(sentence, trigger):
            if holders and claim.actor not in holders:
                continue
            within = len(content) and doc.start[content[0]] <= claim.start < doc.end[content[-1]]
            if claim.actor in denial.actors and (within or len(denial.actors) == 1):
                continue
            accused = bool(claim.against & set(denial.actors))
            shared = len(topic & self._topics.topic(doc.tokens(claim.start, claim.end)))
            near = doc.sent[doc.token_at(claim.start)] >= sentence - 1
            contested = doc.lemma[trigger] in self._words.contests and points and near and claim.end <= denial.cue.start
            fits = (
                shared >= 2
                or (accused and (shared or (points and near)))
                or (points and shared)
                or (contested and self._viewed(trigger))
            )
            weight = 2 * shared + 2 * accused + near
            if fits and weight >= top:
                best, top = claim, weight
        return best

    def _holders(self, content: range) -> frozenset[str]:
        """Whose the denied claim is said to be: "rejected Chad's claim" answers nobody but Chad."""
        doc, who = self._doc, self._draft.who
        for i in list(content)[:14]:
            owner = doc.child(i, "poss") if doc.lemma[i] in self._words.pointing else -1
            if owner >= 0 and (codes := who.codes(who.at(owner))):
                return frozenset(codes)
        return frozenset()

    def _viewed(self, trigger: int) -> bool:
        """Whether what is contested is "that view", "this claim", "the accusation" itself."""
        doc = self._doc
        target = doc.child(trigger, "dobj", "nsubjpass")
        if target < 0 or doc.lemma[target] not in self._words.pointing:
            return False
        determiner = doc.child(target, "det", "poss")
        more = any(doc.dep[c] in ("prep", "acl", "relcl", "ccomp") for c in doc.children[target])
        return not more and (
            determiner < 0 or doc.norm[determiner] in ("that", "this", "those", "these", "his", "her", "their")
        )

    def _claims(self, sentence: int, trigger: int) -> list[_Said]:
        """The claims in the sentences up to and including `sentence`: statements and accusations with their content."""
        doc = self._doc
        start = doc.start[doc.sentences[max(0, sentence - _BACK)].first]
        end = doc.end[doc.sentences[sentence].last - 1]
        events = self._lookup.events_in(start, end)
        found = []
        for statement in self._lookup.statements_in(start, end):
            if statement.speaker_code is None or statement.start <= doc.start[trigger] < statement.end:
                continue
            tokens = doc.tokens(statement.start, statement.end)
            if len(tokens) > _LONGEST or not len(tokens) or self._open(tokens):
                continue
            against = {r for e in events if e.type == "ACCUSE" and self._belongs(e, statement) for r in e.recipients}
            found.append(_Said(statement.speaker_code, statement.start, statement.end, frozenset(against)))
        return found

    def _open(self, tokens: range) -> bool:
        """Whether what is said claims nothing: it asks whether, or speaks of what would be if."""
        doc = self._doc
        return doc.norm[tokens[0]] in ("if", "whether", "unless") or any(doc.norm[i] == "whether" for i in tokens)

    def _belongs(self, event: Event, statement: Statement) -> bool:
        """Whether an accusation is the statement's: its cue or in its content, by its speaker."""
        if statement.speaker_code not in event.actors:
            return False
        cue = statement.cue
        return statement.start <= event.start < statement.end or (
            cue is not None and cue.start <= event.start <= cue.end
        )

    def _embedded(self) -> Iterator[Dispute]:
        """A claim that stands in another's statement, which calls it untrue."""
        doc = self._doc
        for inner in self._draft.statements:
            outer = self._lookup.around(inner)
            if outer is None or inner.speaker_code is None or outer.speaker_code is None:
                continue
            before = doc.tokens(max(outer.start, inner.start - 60), inner.start)
            cue = next((i for i in before if doc.lemma[i] in self._words.untrue), -1)
            speakers = {outer.speaker_code, inner.speaker_code}
            if cue < 0 or len(speakers) < 2 or speakers & self._private:
                continue
            left, right = (outer.start, inner.start), (inner.end, outer.end)
            rest = right if right[1] - right[0] > 20 else left
            first, last = clauses.trim(doc, *_ends(doc.tokens(*rest)))
            if first <= last:
                span = doc.span(first, last)
                yield Dispute(
                    issue=self._topics.issue(doc.tokens(inner.start, inner.end)),
                    claims=(claim_of(inner, inner.speaker_code), claim_of(span, outer.speaker_code)),
                    made_by=MadeBy(rule="negotiation.disputes.embedded", cue=doc.span(cue, cue)),
                )

    def _dispute(self, one: _Said, other: _Said, rule: str, cue: Span, content: range) -> Dispute:
        text = self._doc.text
        claims = [Claim(actor=s.actor, start=s.start, end=s.end, text=text[s.start : s.end]) for s in (one, other)]
        claims.sort(key=lambda c: c.start)
        return Dispute(
            issue=self._topics.issue(content) or self._topics.issue(self._doc.tokens(one.start, one.end)),
            claims=(claims[0], claims[1]),
            made_by=MadeBy(rule=f"negotiation.disputes.{rule}", cue=cue),
        )


def _ends(tokens: range) -> tuple[int, int]:
    return (tokens[0], tokens[-1]) if len(tokens) else (1, 0)


def _same(one: Dispute, other: Dispute) -> bool:
    return all(
        a.actor == b.actor and min(a.end, b.end) > max(a.start, b.start)
        for a, b in zip(one.claims, other.claims, strict=True)
    )
