"""Disputes: pairs of claims of fact or of obligation that cannot both hold, each with its holder."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.knowledge import Rules
from dragoman.records import Claim, Dispute, Event, MadeBy, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup, private_codes, trigger_of
from dragoman.steps.phrases import issue_of, predicate

_BACK = 3
"""How many sentences before a denial the claim that it answers may stand."""
_COMPARED = 50
"""A dispute is compared with the latest so many others only, so that a long list of them costs no square."""
_LONGEST = 120
"""A claim of more tokens than this is a passage, not a claim."""


class DisputeWords(Rules):
    """The table `disputes` of knowledge/negotiation.toml."""

    denials: frozenset[str]
    plainly: frozenset[str]
    contests: frozenset[str]
    untrue: frozenset[str]
    pointing: frozenset[str]
    claiming: frozenset[str]
    causes: frozenset[str]
    stop: frozenset[str]
    obliging: frozenset[str]


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

    def find(self) -> tuple[Dispute, ...]:
        """The disputes in the order of their first claim; a pair of claims once."""
        found: list[Dispute] = []
        for dispute in (*self._answered(), *self._embedded(), *self._causes(), *self._obligations()):
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
        topic = self._topic(content)
        points = any(doc.lemma[i] in self._words.pointing for i in list(content)[:14])
        best, top = None, 0
        sentence = doc.sent[trigger]
        for claim in self._claims(sentence, trigger):
            within = len(content) and doc.start[content[0]] <= claim.start < doc.end[content[-1]]
            if claim.actor in denial.actors and (within or len(denial.actors) == 1):
                continue
            accused = bool(claim.against & set(denial.actors))
            shared = len(topic & self._topic(doc.tokens(claim.start, claim.end)))
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
            if len(doc.tokens(statement.start, statement.end)) > _LONGEST:
                continue
            against = {r for e in events if e.type == "ACCUSE" and self._belongs(e, statement) for r in e.recipients}
            found.append(_Said(statement.speaker_code, statement.start, statement.end, frozenset(against)))
        return found

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
                    issue=self._issue(doc.tokens(inner.start, inner.end)),
                    claims=(_claim(inner, inner.speaker_code), _claim(span, outer.speaker_code)),
                    made_by=MadeBy(rule="negotiation.disputes.embedded", cue=doc.span(cue, cue)),
                )

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
            for answer in answers:
                shared = self._topic(doc.tokens(claim.start, claim.end)) & self._topic(
                    doc.tokens(answer.start, answer.end)
                )
                apart = answer.start >= claim.end or answer.end <= claim.start
                if shared and apart and answer.speaker_code and claim.speaker_code:
                    one = _Said(claim.speaker_code, claim.start, claim.end)
                    other = _Said(answer.speaker_code, answer.start, answer.end)
                    yield self._dispute(
                        one,
                        other,
                        "causes",
                        Span(start=event.start, end=event.end, text=event.text),
                        doc.tokens(claim.start, claim.end),
                    )
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
                duties.append((statement, denied, self._topic(tokens), cue))
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
                        issue=self._issue(doc.tokens(one.start, one.end)),
                        claims=(_claim(one, one.speaker_code), _claim(other, other.speaker_code)),
                        made_by=MadeBy(rule="negotiation.disputes.obligations", cue=doc.span(cue, cue)),
                    )

    def _deeds(self, span: Span) -> frozenset[str]:
        """The stems of the verbs in a span, and "back": what is to be done."""
        doc = self._doc
        tokens = doc.tokens(span.start, span.end)
        return frozenset(_stem(doc.lemma[i].lower()) for i in tokens if doc.pos[i] == "VERB" or doc.norm[i] == "back")

    def _topic(self, tokens: range) -> frozenset[str]:
        """What some words are about: the stems of their content words."""
        doc = self._doc
        return frozenset(
            _stem(doc.lemma[i].lower())
            for i in tokens
            if (doc.pos[i] in ("NOUN", "VERB", "PROPN", "ADJ") or doc.norm[i] == "back")
            and doc.lemma[i].lower() not in self._words.stop
            and len(doc.norm[i]) > 3
        )

    def _issue(self, tokens: range) -> str | None:
        return issue_of(self._doc, tokens, self._draft.who)

    def _dispute(self, one: _Said, other: _Said, rule: str, cue: Span, content: range) -> Dispute:
        text = self._doc.text
        claims = [Claim(actor=s.actor, start=s.start, end=s.end, text=text[s.start : s.end]) for s in (one, other)]
        claims.sort(key=lambda c: c.start)
        return Dispute(
            issue=self._issue(content) or self._issue(self._doc.tokens(one.start, one.end)),
            claims=(claims[0], claims[1]),
            made_by=MadeBy(rule=f"negotiation.disputes.{rule}", cue=cue),
        )


def _claim(span: Span, actor: str) -> Claim:
    return Claim(actor=actor, start=span.start, end=span.end, text=span.text)


def _ends(tokens: range) -> tuple[int, int]:
    return (tokens[0], tokens[-1]) if len(tokens) else (1, 0)


def _stem(lemma: str) -> str:
    """A word without the endings that tell a verb from its noun ("accusation", "accuse")."""
    for ending in (
        "isation",
        "ization",
        "ations",
        "ation",
        "ments",
        "ment",
        "tion",
        "sion",
        "ing",
        "ion",
        "al",
        "e",
        "s",
    ):
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)]
    return lemma


def _same(one: Dispute, other: Dispute) -> bool:
    return all(
        a.actor == b.actor and min(a.end, b.end) > max(a.start, b.start)
        for a, b in zip(one.claims, other.claims, strict=True)
    )
