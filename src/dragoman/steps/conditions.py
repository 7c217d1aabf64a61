"""The conditions step: "X only if, after, unless, until, in exchange for Y", and whose acts X and Y are.

A cue word (knowledge/conditions.toml) proposes two parts, its shape says where they stand, and a gate asks whether one
really waits for the other by somebody's will or rule. What only comes after something, and what merely would follow
from something, is no condition.
"""

from __future__ import annotations

from typing import ClassVar

from dragoman.records import Clause, Condition, MadeBy, Span, Statement
from dragoman.steps import clauses
from dragoman.steps.condition.gate import Gate
from dragoman.steps.condition.parts import Part, Parts
from dragoman.steps.condition.rules import ConditionRules, Found, Words
from dragoman.steps.condition.shapes import SHAPES
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup

_NEIGHBOURS = 2
"""How many sentences back the other part of "A should first do Y" and "otherwise X" is sought."""


class Conditions:
    """Finds the conditions of a report."""

    name: ClassVar[str] = "conditions"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events")
    makes: ClassVar[tuple[str, ...]] = ("conditions",)

    def __init__(self) -> None:
        self._rules = ConditionRules()

    def __call__(self, draft: Draft) -> None:
        """Add the conditions to `draft`."""
        found = self._rules.find(draft.doc)
        if not found or not draft.actors:
            return
        lookup = Lookup(draft)
        gate = Gate(draft, self._rules, lookup)
        made: list[Condition] = []
        for cue in found:
            if not gate.allows(cue):
                continue
            parts = SHAPES[cue.cue.shape](draft.doc, cue, self._rules)
            if parts is not None:
                parts = _completed(draft, lookup, cue, parts, self._rules.words)
            if parts is not None and gate.binds(cue, parts):
                made.append(_record(draft, lookup, gate, cue, parts))
        draft.conditions.extend(_distinct(made))


def _completed(draft: Draft, lookup: Lookup, found: Found, parts: Parts, words: Words) -> Parts | None:
    """`parts` with the part that stands in a neighbouring sentence, for the shapes that reach there."""
    if found.cue.shape == "first" and parts.consequent is None:
        return _demanded_of_speaker(draft, lookup, parts, words)
    if found.cue.shape == "else":
        return _or_else(draft, lookup, found, parts)
    return parts


def _demanded_of_speaker(draft: Draft, lookup: Lookup, parts: Parts, words: Words) -> Parts | None:
    """For "B should first do Y", said by A: what waits is the act that was demanded of A just before."""
    doc = draft.doc
    sentence = doc.sent[parts.antecedent.head]
    speaker = lookup.speaker_at(doc.start[parts.antecedent.head]) or _reporter(draft, parts.antecedent.head, words)
    if speaker is None:
        return None
    start = doc.start[doc.sentences[max(0, sentence - _NEIGHBOURS)].first]
    for event in reversed(lookup.events_in(start, doc.start[parts.whole[0]])):
        at = doc.token_at(event.start)
        if event.type == "REQUEST" and speaker in event.recipients:
            content = lookup.content_of(at)
            if content is not None:
                first, last = clauses.trim(doc, *content)
                if doc.tag[first] == "TO" and first < last:
                    first += 1
                return Parts(Part(first, last, _verb(draft, first, last)), parts.antecedent, parts.whole)
    for statement in reversed(lookup.statements_in(start, doc.start[parts.whole[0]])):
        tokens = doc.tokens(statement.start, statement.end)
        cued = statement.cue is not None and doc.lemma[doc.token_at(statement.cue.start)] in words.insists
        if cued and statement.speaker_code not in (speaker, None) and len(tokens):
            first, last = clauses.trim(doc, tokens[0], tokens[-1])
            verb = _verb(draft, first, last)
            subject = clauses.own_subject(doc, verb)
            if first <= last and subject >= 0 and speaker in draft.who.codes(draft.who.at(subject)):
                return Parts(Part(first, last, verb), parts.antecedent, parts.whole)
    return None


def _reporter(draft: Draft, verb: int, words: Words) -> str | None:
    """The subject of the verb of speech above `verb`, where no statement says who speaks."""
    doc = draft.doc
    for up in doc.ancestors(verb):
        if doc.lemma[up] in words.reporting and (subject := clauses.subject(doc, up)) >= 0:
            codes = draft.who.codes(draft.who.at(subject))
            return codes[0] if codes else None
    return None


def _verb(draft: Draft, first: int, last: int) -> int:
    """The verb that heads tokens `first` to `last`; the first token where there is none."""
    doc = draft.doc
    for k in range(first, last + 1):
        if clauses.is_verb(doc, k) and not first <= doc.head[k] <= last and doc.tag[k] != "MD":
            return k
    return next((k for k in range(first, last + 1) if doc.pos[k] == "VERB"), first)


def _or_else(draft: Draft, lookup: Lookup, found: Found, parts: Parts) -> Parts | None:
    """For "…, otherwise X": the antecedent is what is demanded before the cue, in this sentence or the one before."""
    doc = draft.doc
    sentence = doc.sent[found.first]
    start = doc.start[doc.sentences[max(0, sentence - 1)].first]
    for event in reversed(lookup.events_in(start, doc.start[found.first])):
        if event.type == "REQUEST" and (content := lookup.content_of(doc.token_at(event.start))) is not None:
            first, last = clauses.trim(doc, content[0], min(content[1], found.first - 1))
            if first <= last:
                near = doc.sent[first] == sentence
                whole = (min(first, found.first), parts.whole[1]) if near else parts.whole
                return Parts(parts.consequent, Part(first, last, _verb(draft, first, last)), whole)
    return _before_cue(draft, found, parts)


def _before_cue(draft: Draft, found: Found, parts: Parts) -> Parts | None:
    """For "Chad has until Friday to withdraw, otherwise …": the clause before the cue that binds somebody."""
    doc = draft.doc
    sentence = doc.sentences[doc.sent[found.first]]
    for verb in range(sentence.first, found.first):
        due = doc.lemma[verb] == "have" and doc.child(verb, "xcomp") > verb
        bound = due or clauses.modal(doc, verb) in ("should", "must")
        if clauses.is_verb(doc, verb) and clauses.own_subject(doc, verb) >= 0 and bound:
            first, last = clauses.clause_range(doc, verb)
            first, last = clauses.trim(doc, first, min(last, found.first - 1))
            if first <= verb <= last:
                return Parts(parts.consequent, Part(first, last, verb), (first, parts.whole[1]))
    return None


def _record(draft: Draft, lookup: Lookup, gate: Gate, found: Found, parts: Parts) -> Condition:
    doc = draft.doc
    whole = doc.span(*parts.whole)
    holder = lookup.statement_over(whole.start, whole.end)
    asserted_by = (
        _asserter(gate, found, holder, parts)
        or _demander(draft, lookup, found, whole.start)
        or _quoted(draft, lookup, found, whole)
        or _split(draft, lookup, found, whole)
    )
    return Condition(
        start=whole.start,
        end=whole.end,
        text=whole.text,
        asserted_by=asserted_by,
        relation=found.cue.relation,
        consequent=_clause(draft, gate, parts.consequent, asserted_by),
        antecedent=_clause(draft, gate, parts.antecedent, asserted_by),
        made_by=MadeBy(rule=f"conditions.{found.cue.id}", cue=doc.span(found.first, found.last)),
    )


def _asserter(gate: Gate, found: Found, holder: Statement | None, parts: Parts) -> str | None:
    """Who sets the condition: the party whose offer or demand it is, else the speaker of the statement around it."""
    near = found.cue.shape not in ("first", "else")  # there the consequent may be another's demand
    if near and parts.consequent is not None and (own := gate.willing_party(parts.consequent)):
        return own
    return holder.speaker_code if holder else None


def _demander(draft: Draft, lookup: Lookup, found: Found, start: int) -> str | None:
    """Who demands what a precondition says: "the demands of Chad that Mali withdraw as a precondition for talks"."""
    if found.cue.shape != "precondition":
        return None
    doc = draft.doc
    first = doc.start[doc.sentences[doc.sent[found.first]].first]
    for event in reversed(lookup.events_in(first, doc.start[found.first])):
        if event.type == "REQUEST" and event.actors and event.end <= start + 8:
            return event.actors[0]
    return None


def _quoted(draft: Draft, lookup: Lookup, found: Found, whole: Span) -> str | None:
    """Who speaks on in quotation marks without a new attribution: the last speaker in the paragraph."""
    doc = draft.doc
    if not any(doc.quoted[i] >= 0 for i in doc.tokens(whole.start, whole.end)):
        return None
    sentence = doc.sent[found.first]
    start = doc.start[doc.sentences[max(0, sentence - _NEIGHBOURS)].first]
    start = max(start, doc.paragraphs[doc.paragraph_of(whole.start)][0])
    before = lookup.statements_in(start, whole.start)
    return before[-1].speaker_code if before else None


def _split(draft: Draft, lookup: Lookup, found: Found, whole: Span) -> str | None:
    """Who says a condition whose sentence names the speaker in its midst: "Only then, Chad argues, would it hold"."""
    here = lookup.statements_in(whole.start, whole.end)
    inside = [s for s in here if s.cue is not None and whole.start <= s.cue.start < whole.end]
    covered = sum(s.end - s.start for s in inside)
    codes = {s.speaker_code for s in inside}
    return codes.pop() if len(codes) == 1 and 2 * covered > whole.end - whole.start else None


def _clause(draft: Draft, gate: Gate, part: Part | None, asserted_by: str | None) -> Clause | None:
    if part is None:
        return None
    span = draft.doc.span(part.first, part.last)
    return Clause(
        start=span.start, end=span.end, text=span.text, actor=gate.actor_of(part) or gate.unsaid(part, asserted_by)
    )


def _distinct(made: list[Condition]) -> list[Condition]:
    """Each condition once, in the order of the text: of two with the same antecedent the first stays."""
    kept: list[Condition] = []
    for condition in sorted(made, key=lambda c: (c.start, c.end)):
        if not any(_same(condition, other) for other in kept[-4:]):
            kept.append(condition)
    return kept


def _same(one: Condition, other: Condition) -> bool:
    a, b = one.antecedent, other.antecedent
    if a is None or b is None:
        return False
    shared = min(a.end, b.end) - max(a.start, b.start)
    return shared > 0.6 * max(a.end - a.start, b.end - b.start)
