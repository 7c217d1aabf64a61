"""Blame, denial and praise that only adjectives and nouns carry, inside what a known speaker says of another party."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.status import status_of
from dragoman.steps.event.verb_site import Ids

_VERBS = frozenset({"VERB", "AUX"})
_LONGEST = 2_000
"""Characters of a statement that are looked at: what is longer is no statement but a stray quotation mark."""


class Appraisal(Rules):
    """One list of appraisals.toml."""

    id: str
    type: EventType
    words: frozenset[str]
    objects: frozenset[str] = frozenset()
    strong: bool = False


class AppraisalFile(Rules):
    """appraisals.toml."""

    appraisal: tuple[Appraisal, ...]


class _Hit(NamedTuple):
    token: int
    noun: int
    rule: Appraisal


class Appraisals:
    """Finds the appraisals. Raises `KnowledgeError` where its rules cannot be read."""

    def __init__(self) -> None:
        rules = load("appraisals.toml", AppraisalFile).appraisal
        self._by_word = {word: rule for rule in reversed(rules) for word in rule.words}

    def candidates(self, draft: Draft, cast: Cast, sayers: Sayers, others: list[Candidate]) -> list[Candidate]:
        """One act a sentence, speaker and type, where none of `others` says the same already."""
        doc, who = draft.doc, draft.who
        told = {(doc.sent[c.head], c.type, code) for c in others for code in who.codes(c.actors)}
        found = []
        for number, statement in enumerate(draft.statements):
            speaker = sayers.speaker(number)
            if not speaker or not statement.speaker_code:
                continue
            for i in doc.tokens(statement.start, min(statement.end, statement.start + _LONGEST)):
                rule = self._by_word.get(doc.lemma[i].lower()) or self._by_word.get(doc.norm[i])
                if rule is None or (doc.sent[i], rule.type, statement.speaker_code) in told:
                    continue
                if sayers.statement(doc.start[i]) != number or (hit := _hit(doc, i, rule)) is None:
                    continue
                candidate = _candidate(draft, cast, hit, speaker[0])
                if candidate:
                    told.add((doc.sent[i], rule.type, statement.speaker_code))
                    found.append(candidate)
        return found


def _hit(doc: Document, i: int, rule: Appraisal) -> _Hit | None:
    if doc.pos[i] in ("NOUN", "PROPN"):
        return None if rule.objects or doc.dep[i] == "compound" else _Hit(i, i, rule)
    if doc.dep[i] == "conj":
        head = doc.head[i]
        noun = doc.head[head] if doc.dep[head] == "amod" else -1
    else:
        noun = doc.head[i] if doc.dep[i] == "amod" else -1
    if noun < 0 or (rule.objects and doc.lemma[noun].lower() not in rule.objects):
        return None
    return _Hit(i, noun, rule)


def _candidate(draft: Draft, cast: Cast, hit: _Hit, speaker: str) -> Candidate | None:
    doc, who = draft.doc, draft.who
    if not _asserted(doc, hit):
        return None
    target = cast.named(hit.noun) or cast.owners(hit.noun) or _by_verb(doc, cast, hit.noun)
    own = who.actor(speaker).code
    recipients = tuple(a for a in target if who.actor(a).code != own)
    if (target and not recipients) or (not target and not hit.rule.strong):
        return None
    return Candidate(
        head=hit.token,
        first=hit.token,
        last=hit.token,
        type=hit.rule.type,
        rule=f"appraisals.{hit.rule.id}",
        actors=(speaker,),
        recipients=recipients,
        mode="disapprove" if hit.rule.type == "ACCUSE" else None,
        status="actual",
        confidence=0.5 if recipients else 0.4,
    )


def _asserted(doc: Document, hit: _Hit) -> bool:
    """Not what is denied or only possible ("no aggression", "if the attack were illegal")."""
    if any(doc.norm[c] in ("no", "any", "against", "alleged") for c in doc.children[hit.noun]):
        return False
    return status_of(doc, hit.noun).status in ("actual", "planned")


def _by_verb(doc: Document, cast: Cast, noun: int) -> Ids:
    """Who does it: the subject of the verb that governs the noun ("they committed atrocities")."""
    h = doc.head[noun]
    if doc.dep[noun] not in ("dobj", "pobj", "attr") or h == noun:
        return ()
    verb = h if doc.dep[noun] != "pobj" else doc.head[h]
    return cast.doers(verb) if doc.pos[verb] in _VERBS else ()
