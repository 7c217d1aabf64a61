"""Whether a weekday or month lies ahead of the report or behind it, from the verb that governs it.

A report says "on Tuesday" of the Tuesday before it and of the one after it. What decides is the governing verb's tense
and auxiliary ("will meet on Tuesday"), the preposition ("until", "since"), and nouns and participles of planning
("talks set for Tuesday"). Where nothing decides, the answer is 0 and the caller takes the past, which is how reports
are told.
"""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.timex.rules import Tense

PAST, UNKNOWN, FUTURE = -1, 0, 1
_HOPS = 24
_IS = frozenset({"is", "are", "'s", "'re", "am", "'m", "be"})
_WAS = frozenset({"was", "were", "been", "had", "has", "have", "'ve", "having", "did", "got"})


def direction(doc: Document, first: int, last: int, tense: Tense) -> int:
    """Where the time expression in tokens `first` to `last` lies: PAST, UNKNOWN or FUTURE."""
    at = _root_of(doc, first, last)
    headline = doc.sentences[doc.sent[at]].kind == "headline"
    first = _after_preposition(doc, first, tense)
    before = doc.norm[first - 1] if first else ""
    if before in tense.past_prepositions:
        return PAST
    opens = first and doc.lemma[first - 1] in tense.opening
    if before == "on" and first > 1 and doc.lemma[first - 2] in tense.opening:
        opens = True
    found = _climb(doc, at, tense, headline, first, last)
    if before in tense.future_prepositions:
        return _until(doc, first, found)
    if opens and (found == UNKNOWN or before == "effective"):
        return FUTURE
    return found


def _root_of(doc: Document, first: int, last: int) -> int:
    for i in range(last, first - 1, -1):
        if not first <= doc.head[i] <= last or doc.head[i] == i:
            return i
    return last


def _after_preposition(doc: Document, first: int, tense: Tense) -> int:
    """Where the expression begins once "at least", "about" and the like are counted in."""
    at = first
    while at and first - at < 3 and doc.norm[at - 1] in tense.loose:
        at -= 1
    return at


def _until(doc: Document, first: int, found: int) -> int:
    """For "until Monday": ahead, unless what lasted until then is told as past ("not until Monday did he …")."""
    if found == FUTURE:
        return FUTURE
    before = doc.norm[first - 2] if first > 1 else ""
    opens_sentence = doc.sent[first - 1] != doc.sent[first - 2] if first > 1 else True
    if found == PAST and (
        opens_sentence or before in ("not", "up", "n't", "but", "and", ",") or doc.pos[first - 2] == "AUX"
    ):
        return PAST
    return FUTURE


def _climb(doc: Document, at: int, tense: Tense, headline: bool, first: int, last: int) -> int:
    """From the time expression up to the verb that decides, over nouns and participles that may decide before it."""
    participle = False
    noun = ""
    for _ in range(_HOPS):
        head, pos = doc.head[at], doc.pos[at]
        if pos in ("VERB", "AUX"):
            found, up = _of_verb(doc, at, tense, headline, first)
            if up < 0:
                return _weighed(doc, at, tense, found, noun, participle and not headline)
            participle = participle or doc.tag[at] == "VBG"
            at = up
            continue
        if pos in ("NOUN", "PROPN") and not first <= at <= last:
            found = _of_noun(doc, at, tense, first)
            if found:
                return found
            noun = noun or doc.lemma[at].lower()
        if pos == "ADJ" and doc.lemma[at] in tense.scheduled:
            return FUTURE
        if pos == "ADP" and doc.norm[at] == "of" and doc.norm[head] == "ahead":
            return FUTURE
        if head == at:
            return UNKNOWN
        at = head
    return UNKNOWN


def _weighed(doc: Document, at: int, tense: Tense, found: int, noun: str, participle: bool) -> int:
    """What the deciding verb says, once it is known what stands between it and the time expression.

    A present tense says little of a noun's time ("is responsible for the attack on Monday"), unless the noun is
    something that is held ("talks on Monday are expected"), and much of a participle's ("the congress, meeting on
    Monday, is being boycotted").
    """
    if found == UNKNOWN and participle and _is_present(doc, at):
        return FUTURE
    if found == FUTURE and noun and noun not in tense.gatherings and not _has_modal(doc, at, tense):
        return UNKNOWN
    return found


def _has_modal(doc: Document, at: int, tense: Tense) -> bool:
    return any(
        doc.norm[c] in tense.future_modals or doc.norm[c] == "to"
        for c in doc.children[at]
        if doc.dep[c] in ("aux", "auxpass")
    ) or (doc.lemma[at] in tense.scheduled)


def _is_present(doc: Document, at: int) -> bool:
    return any(doc.norm[c] in _IS for c in doc.children[at] if doc.dep[c] in ("aux", "auxpass"))


def _of_noun(doc: Document, at: int, tense: Tense, first: int) -> int:
    """What a noun on the way says: a deadline, a planned summit, a vote that somebody speaks "ahead of"."""
    if doc.norm[at] in tense.ahead:
        return FUTURE
    if doc.lemma[at].lower() in tense.happened:
        return PAST
    for child in doc.children[at]:
        if child < at and doc.norm[child] in tense.upcoming:
            return FUTURE
    head = doc.head[at]
    if doc.dep[at] == "pobj" and at != first:
        if doc.norm[head] == "of" and doc.norm[doc.head[head]] == "ahead":
            return FUTURE
        if doc.norm[head] in tense.past_prepositions:
            return PAST
    return UNKNOWN


def _of_verb(doc: Document, at: int, tense: Tense, headline: bool, first: int) -> tuple[int, int]:
    """What a verb says, and the token to go on from (-1 where the verb decides)."""
    helpers = {doc.norm[c] for c in doc.children[at] if doc.dep[c] in ("aux", "auxpass")}
    lemma, tag = doc.lemma[at], doc.tag[at]
    modal = helpers & tense.future_modals
    if modal and doc.tag[at] == "VBD":  # "he'd said"
        return PAST, -1
    if modal:
        return (PAST if "have" in helpers else FUTURE), -1
    preposition = doc.norm[first - 1] if first else ""
    if lemma in tense.scheduled and tag in ("VBN", "VBD", "JJ") and preposition in ("for", "to", "until", "till", "by"):
        return FUTURE, -1
    if "to" in helpers:
        return _of_infinitive(doc, at, tense, helpers)
    if tag == "VBD":
        return PAST, -1
    if helpers & _WAS:
        return PAST, -1
    if tag == "VBN" or tag == "JJ":
        return _of_participle(doc, at, tense, helpers), -1
    if tag == "VBG":
        if helpers & _IS:
            return (UNKNOWN if headline else FUTURE), -1
        return UNKNOWN, doc.head[at] if doc.head[at] != at else -1
    if tag in ("VBZ", "VBP"):
        return _of_present(doc, at, tense, headline), -1
    if doc.dep[at] in ("conj", "ccomp", "xcomp") and doc.head[at] != at:
        return UNKNOWN, doc.head[at]
    return UNKNOWN, -1


def _of_participle(doc: Document, at: int, tense: Tense, helpers: set[str]) -> int:
    """What a participle says: "is heard in May" and "planned for May" look ahead, "held in May" looks back."""
    if doc.lemma[at] in tense.scheduled:
        return FUTURE
    if helpers & _IS:
        return UNKNOWN if doc.lemma[at] in tense.reporting else FUTURE
    return PAST if doc.dep[at] in ("acl", "advcl") else UNKNOWN


def _of_present(doc: Document, at: int, tense: Tense, headline: bool) -> int:
    """The simple present looks ahead ("talks resume on Monday"), but for verbs of saying and in headlines."""
    if headline or doc.lemma[at] in tense.reporting or doc.norm[at] in tense.invariable:
        return UNKNOWN
    return FUTURE


def _of_infinitive(doc: Document, at: int, tense: Tense, helpers: set[str]) -> tuple[int, int]:
    """What an infinitive says: "agreed to meet on Monday" looks ahead; "managed to meet" is as past as its verb."""
    head = doc.head[at]
    if "have" in helpers or head == at:
        return (PAST if "have" in helpers else FUTURE), -1
    if doc.dep[at] == "conj":
        return UNKNOWN, head
    if doc.pos[head] in ("NOUN", "PROPN"):
        if doc.lemma[head] in tense.intentions:
            return FUTURE, -1
        return UNKNOWN, head
    if doc.dep[at] == "advcl" or doc.lemma[head] in tense.implicative:
        return UNKNOWN, head
    if any(doc.norm[c] == "had" for c in doc.children[head] if doc.dep[c] == "aux"):
        return UNKNOWN, -1
    return FUTURE, -1
