"""Disputes between two claims of which neither denies the other in words: rival causes, duties and natures."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.records import Dispute, MadeBy, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup, trigger_of
from dragoman.steps.view.claims import DisputeWords, Topics, claim_of, stem

_NEAR = 3
"""A claim answers one that stands at most this many sentences, and this many claims, before it."""
_COMPARED = 50
"""So many claims of duty are compared with each other: a long list of them must cost no square."""


class RivalClaims:
    """Finds them in one draft; `private` are the codes of persons who act for themselves."""

    def __init__(self, draft: Draft, lookup: Lookup, words: DisputeWords, private: frozenset[str]) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._lookup = lookup
        self._words = words
        self._private = private
        self._topics = Topics(draft, words)

    def find(self) -> Iterator[Dispute]:
        """The disputes, by kind."""
        yield from self._causes()
        yield from self._obligations()
        yield from self._natures()

    def _causes(self) -> Iterator[Dispute]:
        """Two parties of whom one blames the other, and who name different causes of the same thing."""
        doc = self._doc
        for event in self._draft.events:
            trigger = trigger_of(doc, event)
            if event.type != "ACCUSE" or not event.actors or not event.recipients:
                continue
            sentence = doc.sent[trigger]
            blames = self._caused(sentence, sentence, event.actors[0])
            if not blames:
                continue
            answers = [a for r in event.recipients for a in self._caused(sentence, sentence + 1, r)]
            claim = max(blames, key=lambda s: s.end - s.start)
            yield from self._other_cause(claim, answers, Span(start=event.start, end=event.end, text=event.text))
        for blame in self._draft.statements:
            cue = blame.cue
            if cue is None or doc.lemma[doc.token_at(cue.start)] not in self._words.blames:
                continue
            sentence = doc.sent[doc.token_at(cue.start)]
            codes = {
                c for i in doc.tokens(blame.start, blame.end) for c in self._draft.who.codes(self._draft.who.at(i))
            }
            if blame.speaker_code and blame.speaker_code not in self._private:
                others = sorted(codes - {blame.speaker_code} - self._private)
                answers = [a for code in others for a in self._caused(sentence, sentence + 1, code)]
                yield from self._other_cause(blame, answers, cue)

    def _other_cause(self, claim: Statement, answers: list[Statement], cue: Span) -> Iterator[Dispute]:
        """The first answer that names another cause of what the claim, to the end of its sentence, is about."""
        doc = self._doc
        last = doc.sentences[doc.sent[doc.token_at(claim.start)]].last - 1
        topic = self._topics.topic(doc.tokens(claim.start, max(claim.end, doc.end[last])))
        for answer in answers:
            shared = topic & self._topics.topic(doc.tokens(answer.start, answer.end))
            apart = answer.start >= claim.end or answer.end <= claim.start
            if shared and apart and answer.speaker_code and claim.speaker_code:
                claims = [claim_of(claim, claim.speaker_code), claim_of(answer, answer.speaker_code)]
                claims.sort(key=lambda c: c.start)
                issue = self._topics.issue(doc.tokens(claim.start, claim.end))
                made_by = MadeBy(rule="negotiation.disputes.causes", cue=cue)
                yield Dispute(issue=issue, claims=(claims[0], claims[1]), made_by=made_by)
                break

    def _caused(self, first: int, last: int, speaker: str) -> list[Statement]:
        """The statements of `speaker` in sentences `first` to `last` that name a cause."""
        doc = self._doc
        last = min(last, len(doc.sentences) - 1)
        start, end = doc.start[doc.sentences[first].first], doc.end[doc.sentences[last].last - 1]
        found = []
        for statement in self._lookup.statements_in(start, end):
            if statement.speaker_code != speaker:
                continue
            tokens = list(doc.tokens(statement.start, statement.end))
            if statement.cue is not None:
                tokens += doc.tokens(statement.cue.start, statement.cue.end)
            if any(doc.lemma[i] in self._words.causes for i in tokens):
                found.append(statement)
        return found

    def _obligations(self) -> Iterator[Dispute]:
        """What one says should be done and another says should not."""
        doc = self._doc
        duties: list[tuple[Statement, bool, frozenset[str], int]] = []
        for statement in self._draft.statements:
            tokens = doc.tokens(statement.start, statement.end)
            if statement.speaker_code in (None, *self._private) or len(tokens) > 60:
                continue
            cue = next((i for i in tokens if doc.norm[i] in self._words.obliging), -1)
            if cue >= 0:
                denied = any(doc.norm[i] in ("not", "n't", "never") for i in tokens if cue < i <= cue + 4)
                duties.append((statement, denied, self._topics.topic(tokens), cue))
        for k, (one, denied, topic, _) in enumerate(duties[:_COMPARED]):
            for other, other_denied, other_topic, cue in duties[k + 1 : _COMPARED]:
                opposed = one.speaker_code != other.speaker_code and denied != other_denied
                shared = topic & other_topic
                if (
                    opposed
                    and len(shared) >= 2
                    and shared & self._deeds(one)
                    and one.speaker_code
                    and other.speaker_code
                ):
                    yield Dispute(
                        issue=self._topics.issue(doc.tokens(one.start, one.end)),
                        claims=(claim_of(one, one.speaker_code), claim_of(other, other.speaker_code)),
                        made_by=MadeBy(rule="negotiation.disputes.obligations", cue=doc.span(cue, cue)),
                    )

    def _deeds(self, span: Span) -> frozenset[str]:
        """The stems of the verbs in a span, and "back": what is to be done."""
        doc = self._doc
        tokens = doc.tokens(span.start, span.end)
        return frozenset(stem(doc.lemma[i].lower()) for i in tokens if doc.pos[i] == "VERB" or doc.norm[i] == "back")

    def _natures(self) -> Iterator[Dispute]:
        """What one says a thing is and another, soon after, says it is not or merely is something else."""
        doc = self._doc
        latest: list[tuple[Statement, int]] = []
        for statement in self._draft.statements:
            if statement.speaker_code in (None, *self._private):
                continue
            verb = self._being(statement)
            if verb < 0:
                continue
            subject = clauses.own_subject(doc, verb)
            for other, before in reversed(latest[-_NEAR:]):
                near = 0 <= doc.sent[verb] - doc.sent[before] <= _NEAR
                same = doc.lemma[clauses.own_subject(doc, before)] == doc.lemma[subject]
                if not near or not same or other.speaker_code == statement.speaker_code:
                    continue
                cue = self._corrected(before, verb)
                if cue >= 0 and other.speaker_code and statement.speaker_code and other.end <= statement.start:
                    yield Dispute(
                        issue=self._topics.issue(doc.tokens(other.start, other.end)),
                        claims=(claim_of(other, other.speaker_code), claim_of(statement, statement.speaker_code)),
                        made_by=MadeBy(rule="negotiation.disputes.nature", cue=doc.span(cue, cue)),
                    )
                    break
            latest.append((statement, verb))

    def _being(self, statement: Statement) -> int:
        """The "be" that heads a statement whose subject is a noun; -1 where it says something else."""
        doc = self._doc
        tokens = doc.tokens(statement.start, statement.end)
        for i in tokens:
            if doc.lemma[i] == "be" and not (tokens[0] <= doc.head[i] <= tokens[-1] and doc.head[i] != i):
                subject = clauses.own_subject(doc, i)
                named = subject in tokens and doc.pos[subject] in ("NOUN", "PROPN")
                return i if named and self._predicate(i) >= 0 else -1
        return -1

    def _predicate(self, verb: int) -> int:
        return self._doc.child(verb, "attr", "acomp", "prep")

    def _corrected(self, before: int, verb: int) -> int:
        """The word by which the clause of `verb` takes back that of `before`: "merely", or "not" with the same word."""
        doc = self._doc
        near = range(verb + 1, min(verb + 4, len(doc)))
        merely = next((i for i in near if doc.norm[i] in self._words.merely), -1)
        denied = clauses.is_negated(doc, verb) != clauses.is_negated(doc, before)
        if denied and doc.lemma[self._predicate(verb)] == doc.lemma[self._predicate(before)]:
            return verb
        return merely
