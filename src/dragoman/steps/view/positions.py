"""Positions: what each party demands, offers, accepts, refuses, denies or makes a condition, sentence by sentence."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from dragoman.knowledge import Rules
from dragoman.language import Document
from dragoman.records import Condition, Event, MadeBy, Position, Span, Stance
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup, private_codes, trigger_of
from dragoman.steps.phrases import issue_of, predicate

_NEAR = 4
"""How many conditions before and after a place may hold it: they nest, but not deeply."""
_USUAL: dict[str, Stance] = {"REQUEST": "demands", "AGREE": "offers", "REJECT": "refuses"}


class PositionWords(Rules):
    """The table `positions` of knowledge/negotiation.toml."""

    accepts: frozenset[str]
    denies: frozenset[str]
    said: frozenset[str]
    withheld: frozenset[str]
    takes_sides: frozenset[str]
    backs: frozenset[str]
    binds: frozenset[str]
    praises: frozenset[str]
    opposes: frozenset[str]
    plans: frozenset[str]
    bans: frozenset[str]
    wills: frozenset[str]
    wishes: frozenset[str]
    common_goods: frozenset[str]
    bare: frozenset[str]
    attends: frozenset[str]
    stating: frozenset[str]
    held_out: frozenset[str]


class _Stand(NamedTuple):
    """A position before duplicates are settled."""

    position: Position
    sentence: int
    trigger: int


def positions(draft: Draft, lookup: Lookup, words: PositionWords) -> tuple[Position, ...]:
    """The positions in the order of the text; one an actor, issue and stance a sentence."""
    stands: list[_Stand] = []
    covered: list[tuple[int, int]] = []
    private = private_codes(draft)
    for condition in draft.conditions:
        stand = _condition(draft, lookup, condition, words)
        if stand is not None:
            stands.append(stand)
            covered.append((condition.start, condition.end))
    covered.sort()
    for event in draft.events:
        stands.extend(_event(draft, lookup, event, covered, private, words))
    stands.extend(_attendances(draft, private, words))
    seen = {stand.trigger for stand in stands}
    stands.extend(_willed(draft, seen, covered, private, words))
    return tuple(stand.position for stand in _distinct(stands))


def _condition(draft: Draft, lookup: Lookup, condition: Condition, words: PositionWords) -> _Stand | None:
    """The stance of who sets a condition; None where nobody does, or where it is part of an offer."""
    kind = condition.made_by.rule.rpartition(".")[2]
    if kind not in words.stating or condition.consequent is None or condition.antecedent is None:
        return None
    doc = draft.doc
    actor = condition.asserted_by
    head = clauses.root_of(doc, doc.tokens(condition.consequent.start, condition.consequent.end))
    if actor not in lookup.codes:  # nobody, or a document: then who would act sets the condition
        own = actor is not None or (
            head >= 0 and clauses.modal(doc, head) in ("will", "would", "shall", "can", "could")
        )
        actor = condition.consequent.actor if own else None
    if actor is None or _hardship(doc, head):
        return None
    if head >= 0 and clauses.modal(doc, head) in ("might", "may"):
        return None
    if kind == "if" and actor == condition.consequent.actor == condition.antecedent.actor:
        return None  # its own act on its own act: a resolve, not a condition for others
    sentence = doc.sent[doc.token_at(condition.start)]
    first = doc.start[doc.sentences[sentence].first]
    for event in lookup.events_in(first, condition.start + 1):
        lemma = doc.lemma[trigger_of(doc, event)]
        if kind == "if" and event.type == "AGREE" and lemma in words.held_out and actor in event.actors:
            return None  # "offered to leave if": the offer tells it
    named = [c.actor for c in (condition.antecedent, condition.consequent)]
    told = [c for e in lookup.events_in(condition.start, condition.end) for c in (*e.recipients, *e.actors)]
    toward = next((code for code in (*named, *told) if code in lookup.public and code != actor), None)
    return _stand(
        draft,
        Span(start=condition.start, end=condition.end, text=condition.text),
        actor,
        toward,
        "conditions",
        issue_of(doc, doc.tokens(condition.consequent.start, condition.consequent.end), draft.who),
        condition.made_by.model_copy(update={"rule": "negotiation.positions.condition"}),
        doc.token_at(condition.start),
    )


def _hardship(doc: Document, head: int) -> bool:
    """Whether the consequent only says how hard something is."""
    return any(doc.lemma[c] in ("difficult", "hard", "tough") for c in doc.children[head]) if head >= 0 else False


def _event(
    draft: Draft,
    lookup: Lookup,
    event: Event,
    covered: list[tuple[int, int]],
    private: frozenset[str],
    words: PositionWords,
) -> list[_Stand]:
    doc = draft.doc
    trigger = trigger_of(doc, event)
    if event.status == "negated" or _inside(event, covered, doc, trigger):
        return []
    judged = _stance(doc, event, trigger, words)
    if judged is None:
        return []
    stance, rule = judged
    span = predicate(doc, lookup, event, trigger)
    if span is None:
        return []
    first, last, content = span
    issue = issue_of(doc, content, draft.who)
    made_by = MadeBy(rule=f"negotiation.positions.{rule}", cue=Span(start=event.start, end=event.end, text=event.text))
    stands = []
    for code in dict.fromkeys(event.actors):
        if code and code not in private:
            toward = _other_party(event, code) or _named(draft, content, event.actors)
            stands.append(_stand(draft, doc.span(first, last), code, toward, stance, issue, made_by, trigger))
    return stands


def _named(draft: Draft, content: range, doers: tuple[str, ...]) -> str | None:
    """The first party that the content names, other than the doers: whose act, offer or demand it is about."""
    who = draft.who
    for i in content:
        for ident in who.at(i):
            other = who.actor(ident)
            if other.code not in doers and other.kind != "people" and draft.doc.pos[i] == "PROPN":
                return other.code
    return None


def _held(covered: list[tuple[int, int]], offset: int) -> bool:
    """Whether a condition holds the character `offset`."""
    place = bisect_left(covered, (offset + 1, 0))
    return any(a <= offset < b for a, b in covered[max(0, place - _NEAR) : place])


def _inside(event: Event, covered: list[tuple[int, int]], doc: Document, trigger: int) -> bool:
    """Whether a condition already tells the event: its trigger stands in it, or right before it governs it."""
    place = bisect_left(covered, (event.start, 0))
    for start, end in covered[max(0, place - _NEAR) : place + _NEAR]:
        if start <= event.start < end:
            return True
        if event.type in ("REQUEST", "AGREE") and event.end <= start <= event.end + 40:
            reach = doc.end[doc.right[trigger]]
            if reach >= end - 2:
                return True
    return False


def _stance(doc: Document, event: Event, trigger: int, words: PositionWords) -> tuple[Stance, str] | None:
    """The stance that an event shows and the id of the rule; None where it shows none."""
    lemma = doc.lemma[trigger].lower()
    lemmas = {doc.lemma[i].lower() for i in doc.tokens(event.start, event.end)} | {lemma}
    objects = _objects(doc, trigger)
    if event.type == "REQUEST":
        return None if _wishes(doc, trigger, words) else ("demands", "demand")
    if event.type == "AGREE":
        passive = clauses.is_verb(doc, trigger) and clauses.is_passive(doc, trigger) and clauses.agent(doc, trigger) < 0
        if lemmas & words.bare or event.status == "possible" or (passive and event.status == "planned"):
            return None
        if clauses.is_verb(doc, trigger) and (clauses.is_negated(doc, trigger) or _no_longer(doc, trigger)):
            return "refuses", "refusal_to_act"
        return ("accepts", "acceptance") if lemmas & words.accepts else ("offers", "offer")
    if event.type == "REJECT":
        if event.status in ("possible", "conditional"):
            return None
        if lemmas & words.denies and not objects & words.withheld:
            return "denies", "denial"
        return ("denies", "denial_of_claim") if objects & words.said else ("refuses", "refusal")
    if event.type in words.takes_sides and event.status == "actual":
        if event.type == "ACCUSE":
            return ("refuses", "criticism_of_plan") if lemmas & words.opposes and objects & words.plans else None
        if event.type == "SUPPORT" and lemmas & words.binds:
            return ("accepts", "signature") if _objects(doc, trigger, 2) & words.plans else None
        if lemmas & words.praises:  # praise of "the spirit of the talks" backs no plan: its own object must be one
            objects = _objects(doc, trigger, 2)
        backed = lemmas & words.backs and _backed(doc, trigger, objects, words)
        return ("accepts", "backing_of_plan") if backed else None
    if event.type == "COERCE" and lemma in words.bans and event.recipients:
        return "refuses", "ban"
    return None


def _wishes(doc: Document, will: int, words: PositionWords) -> bool:
    """Whether a will is only for what both sides gain by: "wanted a settlement" demands nothing of anybody."""
    wished = doc.child(will, "dobj")
    return doc.lemma[will] in words.wishes and wished > will and doc.lemma[wished] in words.common_goods


def _no_longer(doc: Document, verb: int) -> bool:
    return verb > 1 and doc.norm[verb - 1] == "longer" and doc.norm[verb - 2] == "no"


def _backed(doc: Document, trigger: int, objects: frozenset[str], words: PositionWords) -> bool:
    return bool(objects & words.plans) or doc.child(trigger, "ccomp", "xcomp", "acl") > trigger


def _objects(doc: Document, trigger: int, reach: int = 16) -> frozenset[str]:
    """Lemmas of the nouns that the trigger is about: its objects, those of its prepositions, and what these are of."""
    found: set[str] = set()
    stack = [trigger]
    for _ in range(reach):
        if not stack:
            break
        at = stack.pop()
        for c in doc.children[at]:
            if (
                c > trigger
                and doc.dep[c] in ("dobj", "pobj", "nsubj", "compound", "conj", "prep", "attr", "oprd")
                and c != at
            ):
                if doc.pos[c] in ("NOUN", "PROPN"):
                    found.add(doc.lemma[c].lower())
                stack.append(c)
    if doc.dep[trigger] == "ROOT" or clauses.is_passive(doc, trigger):
        subject = doc.child(trigger, "nsubjpass")
        if subject >= 0:
            found.add(doc.lemma[subject].lower())
    return frozenset(found)


def _attendances(draft: Draft, private: frozenset[str], words: PositionWords) -> list[_Stand]:
    """Where one party boycotts a meeting, another's coming is a stance: it accepts to attend."""
    doc = draft.doc
    triggers = [(event, trigger_of(doc, event)) for event in draft.events]
    if not any(e.type == "REJECT" and _attending(doc, t, words) for e, t in triggers):
        return []
    stands = []
    for event, trigger in triggers:
        if event.type != "CONSULT" or event.status != "planned" or doc.lemma[trigger] not in words.attends:
            continue
        span = predicate(doc, None, event, trigger)
        for code in event.actors[:1] if span else ():
            # The second party, if there is one, is the host.
            if span is not None and code and code not in private and len(event.actors) <= 2:
                first, last, content = span
                cue = Span(start=event.start, end=event.end, text=event.text)
                made_by = MadeBy(rule="negotiation.positions.attendance", cue=cue)
                toward = _other_party(event, code)
                issue = issue_of(doc, content, draft.who)
                stands.append(_stand(draft, doc.span(first, last), code, toward, "accepts", issue, made_by, trigger))
    return stands


def _attending(doc: Document, trigger: int, words: PositionWords) -> bool:
    near = {doc.lemma[trigger], *(doc.lemma[c] for c in doc.children[trigger])}
    return bool(near & (words.attends | {"boycott", "attendance", "participation"}))


def _willed(
    draft: Draft, seen: set[int], covered: list[tuple[int, int]], private: frozenset[str], words: PositionWords
) -> list[_Stand]:
    """What a party wants, is determined to do or insists on, where no event says so."""
    doc = draft.doc
    stands = []
    for i, lemma in enumerate(doc.lemma):
        if lemma not in words.wills or i in seen or doc.pos[i] not in ("VERB", "ADJ"):
            continue
        if _held(covered, doc.start[i]) or any(k in seen for k in doc.children[i]):
            continue
        subject = clauses.subject(doc, i if doc.pos[i] == "VERB" else doc.head[i])
        ids = draft.who.at(subject) if subject >= 0 else ()
        if not ids or any(draft.who.actor(a).code in private or draft.who.actor(a).kind == "people" for a in ids):
            continue
        content = doc.child(i, "xcomp", "ccomp", "dobj", "prep")
        if (
            content < i
            or _wishes(doc, i, words)
            or not _demanding(doc, i, content)
            or any(k in seen for k in (content, *doc.children[content]))
        ):
            continue
        if clauses.is_negated(doc, i) or doc.dep[i] in ("relcl", "acl"):
            continue
        first = min(i, doc.left[subject]) if i - doc.left[subject] <= 14 else i
        last = clauses.trim(doc, i, doc.right[content])[1]
        made_by = MadeBy(rule="negotiation.positions.will", cue=doc.span(i, i))
        issue = issue_of(doc, range(doc.left[content], last + 1), draft.who)
        for code in draft.who.codes(ids):
            stands.append(_stand(draft, doc.span(first, last), code, None, "demands", issue, made_by, i))
    return stands


def _demanding(doc: Document, will: int, content: int) -> bool:
    """Whether "insist" and its like ask for something rather than say that it is so."""
    if doc.lemma[will] not in ("insist", "press", "push", "demand", "hope"):
        return True
    if doc.dep[content] == "prep":
        return doc.norm[content] in ("on", "upon", "for")
    if doc.dep[content] == "ccomp":
        return clauses.modal(doc, content) in ("should", "must") or doc.tag[content] == "VB"
    return doc.dep[content] != "dobj"


_MUTUAL = ("AGREE", "CONSULT", "COOPERATE", "SUPPORT")


def _other_party(event: Event, code: str) -> str | None:
    """The first recipient of `event` that is not `code`; of an act between two parties, the other one."""
    others = [r for r in event.recipients if r and r != code]
    if not others and not event.recipients and len(event.actors) == 2 and event.type in _MUTUAL:
        others = [a for a in event.actors if a and a != code]
    return others[0] if others else None


def _stand(
    draft: Draft,
    span: Span,
    actor: str,
    toward: str | None,
    stance: Stance,
    issue: str | None,
    made_by: MadeBy,
    trigger: int,
) -> _Stand:
    position = Position(
        start=span.start,
        end=span.end,
        text=span.text,
        actor=actor,
        toward=toward,
        issue=issue,
        stance=stance,
        made_by=made_by,
    )
    return _Stand(position, draft.doc.sent[trigger], trigger)


def _distinct(stands: list[_Stand]) -> list[_Stand]:
    """One position an actor, issue and stance a sentence: of two whose spans overlap the first stays."""
    kept: list[_Stand] = []
    groups: dict[tuple[int, str, str], list[_Stand]] = {}
    for stand in sorted(stands, key=lambda s: (s.position.start, s.position.end, s.position.actor)):
        group = groups.setdefault((stand.sentence, stand.position.actor, stand.position.stance), [])
        if not any(_overlap(stand.position, other.position) for other in group):
            group.append(stand)
            kept.append(stand)
    return kept


def _overlap(one: Position, other: Position) -> bool:
    shared = min(one.end, other.end) - max(one.start, other.start)
    return shared > 0.3 * min(one.end - one.start, other.end - other.start) or one.issue == other.issue is not None
