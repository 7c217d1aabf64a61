"""Short texts, in which a party does something that no rule reads: one question a clause.

A report of a few sentences is about what it tells: "Kampala beefed up security around the parliament", "Ankara and
Tbilisi raised their missions to embassies". So there the learned coder is asked about every main clause whose subject
takes part in no act, also where the clause is no more than a wish or a stance, where only an adjective names the party
("Peruvian coroners"), and where the parser found no verb at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from dragoman.language import Document, Sentence
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.proposals import ASIDE, is_public
from dragoman.steps.event.status import is_antecedent, status_of
from dragoman.steps.event.verb_site import VERBS, Ids

SHORT = 4
"""Sentences of a short text."""
_NAMES = frozenset({"NOUN", "PROPN"})
_OBJECTS = frozenset({"dobj", "dative", "nsubjpass", "pobj", "nsubj", "attr", "poss", "amod", "compound", "appos"})
_PLACED = frozenset({"dobj", "dative", "pobj", "attr"})
_SAYS = frozenset({"say", "tell", "add", "report", "announce", "confirm", "state", "write", "reveal", "hint", "signal"})
_WISHES = frozenset({"want", "like", "love", "hope", "wish", "have", "need", "hate", "prefer", "try", "manage", "seem"})
_RETICENT = frozenset({"refuse", "decline"})
_HARMS = frozenset({"ASSAULT", "COERCE"})
_WORDS = frozenset({"THREATEN", "REQUEST", "AGREE", "REJECT"})
_PRONOUNS = frozenset({"it", "they"})
_PAST = frozenset({"VBD", "VBN", "VBZ"})
_TIMES = frozenset({"DATE", "TIME", "CARDINAL", "ORDINAL", "QUANTITY", "PERCENT"})


class Quiet(NamedTuple):
    """The head of a clause, who does something in it, and to whom (no ids: a thing) it may be done.

    `source` and `target` are the tokens to be marked. `negated`: the clause says what is not done. `parsed`: it has a
    verb. `told`: the clause says what its source says of the target, `harm`: that this did harm.
    """

    head: int
    actors: Ids
    recipients: Ids
    source: int
    target: int
    negated: bool
    parsed: bool
    told: bool = False
    harm: bool = False


def quiet(draft: Draft, cast: Cast, acts: Sequence[Candidate], is_no_act: Callable[[int], bool]) -> Iterator[Quiet]:
    """The questions, in the order of the text; none about a verb that a rule says tells no act (`is_no_act`)."""
    doc = draft.doc
    busy: dict[int, set[str]] = {}
    for c in acts:
        busy.setdefault(doc.sent[c.head], set()).update(draft.who.codes((*c.actors, *c.recipients)))
    heads = {c.head for c in acts}
    harms = {c.head for c in acts if c.type in _HARMS}
    for number, sentence in enumerate(doc.sentences):
        if sentence.kind == "dateline":
            continue
        for head in _heads(doc, sentence):
            if head in heads or doc.quoted[head] >= 0 or is_antecedent(doc, head) or _is_wish(doc, head):
                continue
            if doc.pos[head] == "VERB" and is_no_act(head):
                continue
            found = _question(draft, cast, head, sentence)
            if found is None:
                continue
            if found.told:
                yield found._replace(harm=doc.child(head, "ccomp") in harms)
                continue
            taking = busy.setdefault(number, set())
            if not taking.intersection(draft.who.codes(found.actors)):
                yield found


def without_content(doc: Document, acts: Sequence[Candidate], heard: Sequence[Candidate]) -> list[Candidate]:
    """`acts` without those that are only threatened, demanded, promised or refused by what was heard."""
    words = [c.head for c in heard if c.type in _WORDS]
    content = {k for head in words for k in doc.children[head] if doc.dep[k] in ("ccomp", "xcomp")}
    return [c for c in acts if c.head not in content]


def _heads(doc: Document, sentence: Sentence) -> Iterator[int]:
    """The verbs of the main clauses, those of what is said instead of the saying; else the root, if it is a noun."""
    for i in range(sentence.first, sentence.last):
        if doc.head[i] != i:
            continue
        if doc.pos[i] not in VERBS:
            if doc.pos[i] in _NAMES:
                yield i
            continue
        inner = doc.child(i, "ccomp") if doc.lemma[i] in _SAYS else -1
        if inner < 0 or doc.pos[inner] not in VERBS:
            yield i
            continue
        yield inner
        yield i


def _question(draft: Draft, cast: Cast, head: int, sentence: Sentence) -> Quiet | None:
    doc = draft.doc
    if doc.pos[head] not in VERBS:
        return _verbless(draft, cast, head, sentence)
    site = cast.site(head)
    if doc.lemma[head] in _SAYS and (said := doc.child(head, "ccomp")) >= 0:
        return _told(draft, cast, head, site.subject, said)
    tokens = site.agents if site.passive else [site.subject]
    source = next((t for t in tokens if t >= 0 and cast.party(t)), -1)
    if source < 0 and not site.passive:
        source = _speaker(doc, head, site.subject)  # "said it was willing to": the parser's "it" may stand for nobody
    actors = cast.party(source) if source >= 0 else ()
    if not actors or not is_public(draft, actors):
        return None
    target, recipients = _target(draft, cast, head, source, actors, range(doc.left[head], doc.right[head] + 1))
    if target < 0:
        return None
    negated = status_of(doc, head).status == "negated"
    return Quiet(head, actors, recipients, source, target, negated, True)


def _told(draft: Draft, cast: Cast, head: int, speaker: int, clause: int) -> Quiet | None:
    """What somebody says that another party did: "the lawyers said troops had burned the village" may accuse."""
    inner = cast.site(clause)
    doer = inner.agents[0] if inner.passive and inner.agents else inner.subject
    if speaker < 0 or doer < 0:
        return None
    actors, others = cast.party(speaker), cast.party(doer)
    codes = set(draft.who.codes(actors))
    if not codes or not is_public(draft, actors) or not others or set(draft.who.codes(others)) & codes:
        return None
    return Quiet(head, actors, others, speaker, doer, False, True, told=True)


def _is_wish(doc: Document, verb: int) -> bool:
    """Whether the verb says what its subject itself would do: "would like to meet", "had to leave"."""
    if doc.lemma[verb] in _RETICENT:
        return True  # the rules know what may be refused: "declined to comment" is nothing
    if doc.lemma[verb] not in _WISHES:
        return False
    inner = doc.child(verb, "xcomp")
    return inner >= 0 and doc.child(inner, "nsubj") < 0


def _speaker(doc: Document, verb: int, subject: int) -> int:
    """Who says what `verb` heads, where its own subject is only a pronoun; -1 where nobody does."""
    if doc.dep[verb] != "ccomp" or (subject >= 0 and doc.norm[subject] not in _PRONOUNS):
        return -1
    return doc.child(doc.head[verb], "nsubj")


def _verbless(draft: Draft, cast: Cast, head: int, sentence: Sentence) -> Quiet | None:
    doc = draft.doc
    span = range(sentence.first, sentence.last)
    source = next((i for i in span if draft.who.at(i)), -1)
    if source < 0 or doc.norm[source + 1 : source + 2] == [":"]:
        return None  # "Chad: …" says where
    actors = cast.party(source)
    if not actors or not is_public(draft, actors):
        return None
    target, recipients = _target(draft, cast, head, source, actors, range(source + 1, sentence.last))
    if target < 0:
        return None
    verbs = (i for i in range(source + 1, target) if doc.tag[i] in _PAST)
    return Quiet(next(verbs, head), actors, recipients, source, target, False, False)


def _target(draft: Draft, cast: Cast, head: int, source: int, actors: Ids, span: range) -> tuple[int, Ids]:
    """The first other party of the clause, else its first thing."""
    doc, who = draft.doc, draft.who
    codes = set(who.codes(actors))
    own = range(doc.left[source], doc.right[source] + 1) if source >= 0 and source != head else range(0)
    thing = -1
    for i in span:
        if i in own or i == source:
            continue
        if not (doc.dep[i] == "pobj" and doc.norm[doc.head[i]] in ASIDE):
            others = who.at(i)
            if others and doc.dep[i] in _OBJECTS and doc.pos[i] != "PRON" and not set(who.codes(others)) & codes:
                return i, cast.named(i) or others
        if thing < 0 and i > source and doc.pos[i] in _NAMES and doc.dep[i] in _PLACED and doc.entity[i] not in _TIMES:
            thing = i
    return thing, ()
