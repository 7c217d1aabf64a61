"""Which candidates stay: what is only demanded or promised goes, and of two words for one act one goes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.language import Document
from dragoman.records import Actor
from dragoman.steps.actor.actor_lexicon import build_lexicon
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frame_match import is_official
from dragoman.steps.event.participants import is_reciprocal
from dragoman.steps.event.status import is_antecedent, is_content
from dragoman.steps.who import Who

_CARRIES = frozenset({"REQUEST", "AGREE", "THREATEN", "REJECT", "ACCUSE", "SUPPORT", "SANCTION"})
_INNER = frozenset({"conj", "xcomp", "ccomp", "advcl", "prep", "pobj", "pcomp", "dobj", "oprd", "acomp", "attr", "prt"})
_SPOKEN = frozenset({"REQUEST", "AGREE", "THREATEN", "ACCUSE"})
_OF_VERB = frozenset({"dobj", "nsubjpass", "nsubj", "prep", "attr"})
_OF_NOUN = frozenset({"conj", "prep", "pobj", "compound"})
_VERBS = frozenset({"VERB", "AUX"})
_BETWEEN = frozenset(
    {"dobj", "prep", "pobj", "conj", "xcomp", "advcl", "pcomp", "nsubj", "nsubjpass", "compound", "amod", "attr",
     "poss", "appos", "acl", "agent", "dative"}
)  # fmt: skip
_SIDE_WORDS = frozenset({"sideline", "margin", "eve"})


def settle(doc: Document, who: Who, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates that are events, in the order of the text."""
    ordered = sorted(candidates, key=lambda c: (c.head, c.first, c.last))
    ordered = [_reciprocal(doc, c) for c in _one_a_token(ordered)]
    kept = [c for c in ordered if not _is_private(who, c) and not _is_unasserted(doc, c)]
    kept = _without_content(doc, kept)
    kept = _without_objects(doc, kept)
    return _without_repeats(doc, who, kept)


def _reciprocal(doc: Document, c: Candidate) -> Candidate:
    """`c`, mutual where it is done to "each other"."""
    if c.mutual or len(c.actors) < 2 or doc.pos[c.head] not in _VERBS:
        return c
    undergone = [k for k in doc.children[c.head] if k > c.head]
    undergone += [k for p in undergone if doc.dep[p] == "prep" for k in doc.children[p]]
    return replace(c, mutual=True, recipients=()) if any(is_reciprocal(doc, k) for k in undergone) else c


def _one_a_token(candidates: list[Candidate]) -> list[Candidate]:
    best: dict[int, Candidate] = {}
    for c in candidates:
        other = best.get(c.head)
        if other is None or _rank(c) > _rank(other):
            best[c.head] = c
    return [best[head] for head in sorted(best)]


def _rank(c: Candidate) -> tuple[int, float]:
    return (len(c.actors) + len(c.recipients), c.confidence)


def _is_private(who: Who, c: Candidate) -> bool:
    """Whether only private people take part in an act that is no violence: no politics."""
    if c.type in ("ASSAULT", "COERCE", "PROTEST", "RETREAT"):
        return False
    actors = [who.actor(a) for a in (*c.actors, *c.recipients)]
    return bool(actors) and all(a.kind == "person" and not _is_public(a) for a in actors)


def _is_public(actor: Actor) -> bool:
    if actor.made_by.rule == "actors.described":
        return actor.country is not None
    return is_official(actor) or _holds_office(actor)


def _holds_office(actor: Actor) -> bool:
    """Whether a person whose state the report does not tell has a title of state: "King Osric", "the premier"."""
    offices = build_lexicon().file.home.roles
    return actor.role is not None and not offices.isdisjoint(actor.role.lower().split())


def _is_unasserted(doc: Document, c: Candidate) -> bool:
    """Whether a verb's act is only what another waits for, or what is demanded, promised, threatened or refused."""
    i = c.head
    if doc.pos[i] not in _VERBS:
        return False
    if doc.dep[i] == "aux":
        return is_antecedent(doc, doc.head[i])
    if is_antecedent(doc, i):
        return True
    return is_content(doc, i) or _only_identifies(doc, i)


def _only_identifies(doc: Document, i: int) -> bool:
    """Whether the participle `i` only says which one is meant: "groups opposed to him", without doer, time or place."""
    if doc.dep[i] != "acl" or doc.tag[i] != "VBN":
        return False
    for k in doc.children[i]:
        if doc.dep[k] in ("agent", "npadvmod") or doc.norm[k] in ("in", "at", "on", "during", "near", "since", "by"):
            return False
        if doc.entity[k] in ("DATE", "TIME"):
            return False
    return True


def _without_content(doc: Document, candidates: list[Candidate]) -> list[Candidate]:
    """Without the acts that are the content of a demand, an offer, a promise, a threat or a refusal."""
    contents: dict[int, list[Candidate]] = {}
    for c in candidates:
        if c.type in _CARRIES:
            for head in c.content:
                contents.setdefault(head, []).append(c)
    if not contents:
        return candidates
    return [c for c in candidates if not _is_content(doc, c, contents)]


def _is_content(doc: Document, c: Candidate, contents: dict[int, list[Candidate]]) -> bool:
    i = c.head
    if doc.pos[i] not in _VERBS:
        return _is_noun_content(doc, c, contents)
    if doc.dep[i] == "aux":
        i = doc.head[i]
    for _ in range(14):
        if any(owner.head != c.head for owner in contents.get(i, ())):
            return doc.dep[c.head] not in ("relcl", "acl") or c.head in contents
        if doc.dep[i] not in _INNER or doc.head[i] == i:
            return False
        if doc.dep[i] == "advcl" and not _is_purpose(doc, i):
            return False
        i = doc.head[i]
    return False


def _is_purpose(doc: Document, i: int) -> bool:
    return any(doc.dep[c] == "aux" and doc.tag[c] == "TO" for c in doc.children[i]) or doc.tag[i] == "VBG"


def _is_noun_content(doc: Document, c: Candidate, contents: dict[int, list[Candidate]]) -> bool:
    """Nouns: the demanded thing and what the demanded verb does ("resume talks"), not what stands by itself."""
    i = c.head
    if i in contents:
        return not any(_stands(c, owner) for owner in contents[i])
    for _ in range(4):
        dep, h = doc.dep[i], doc.head[i]
        if h == i:
            return False
        if h in contents and any(owner.head != c.head for owner in contents[h]):
            inside = _OF_VERB if doc.pos[h] in _VERBS else _OF_NOUN
            return dep in inside and not any(_stands(c, owner) for owner in contents[h])
        if dep not in ("pobj", "prep", "conj", "dobj", "compound"):
            return False
        i = h
    return False


def _without_objects(doc: Document, candidates: list[Candidate]) -> list[Candidate]:
    """Without the nouns that only say what a verb undoes or does: "lifted its sanctions", "withdrew support"."""
    verbs = {c.head: c for c in candidates if doc.pos[c.head] in _VERBS}
    kept = []
    for c in candidates:
        verb = verbs.get(doc.head[c.head]) if doc.dep[c.head] in ("dobj", "nsubjpass") else None
        told = verb is not None and verb.type == "ACCUSE" and c.type == "ASSAULT" and bool(c.recipients)
        if told or verb is None or verb is c or c.type in ("CONSULT", verb.type) or set(c.actors) - set(verb.actors):
            kept.append(c)
    return kept


def _stands(c: Candidate, owner: Candidate) -> bool:
    """Whether a noun names an act of its own beside the demand: both sides are told, or it is what is answered."""
    if c.mutual:
        return len(c.actors) > 1
    if owner.type == "REJECT" and c.type in _SPOKEN and c.actors and not set(c.actors) & set(owner.actors):
        return True
    return bool(c.actors and c.recipients) and c.type != "CONSULT"


# ---- repeats


def _without_repeats(doc: Document, who: Who, candidates: list[Candidate]) -> list[Candidate]:
    """One record a distinct act a sentence; of a verb and a noun for one act the verb stays."""
    kept: list[Candidate] = []
    first = 0
    for c in candidates:
        while first < len(kept) and doc.sent[kept[first].head] != doc.sent[c.head]:
            first += 1
        same = next((k for k in range(first, len(kept)) if _same_act(doc, who, kept[k], c)), None)
        if same is None:
            kept.append(c)
        elif _better(doc, c, kept[same]):
            kept[same] = _fuller(who, c, kept[same])
        else:
            kept[same] = _fuller(who, kept[same], c)
    return sorted(kept, key=lambda c: (c.head, c.first))


def _fuller(who: Who, kept: Candidate, gone: Candidate) -> Candidate:
    """The kept word of an act, with the parties of the other where that one names more."""
    if not kept.actors and gone.actors and not gone.mutual and not kept.mutual:
        own = set(who.codes(kept.recipients))  # "ten people were killed in a Chadian raid"
        return replace(kept, actors=tuple(a for a in gone.actors if not own & set(who.codes((a,)))))
    if gone.mutual and not kept.recipients and set(who.codes(kept.actors)) < set(who.codes(gone.actors)):
        return replace(kept, actors=gone.actors, mutual=True)
    return kept


def _better(doc: Document, new: Candidate, old: Candidate) -> bool:
    new_verb, old_verb = doc.pos[new.head] in _VERBS, doc.pos[old.head] in _VERBS
    if new_verb != old_verb:
        fuller = len(old.actors) + len(old.recipients) - len(new.actors) - len(new.recipients)
        return (new_verb and fuller < 2) or (old_verb and fuller <= -2)
    return len(new.actors) + len(new.recipients) > len(old.actors) + len(old.recipients)


def _same_act(doc: Document, who: Who, a: Candidate, b: Candidate) -> bool:
    if a.type != b.type:
        return False
    ours, theirs = set(who.codes(a.actors)), set(who.codes(b.actors))
    to_ours, to_theirs = set(who.codes(a.recipients)), set(who.codes(b.recipients))
    verbs = (doc.pos[a.head] in _VERBS) + (doc.pos[b.head] in _VERBS)
    joined = _link(doc, a.head, b.head)
    if verbs == 2 or a.rule.startswith("event_verbs.be-") or b.rule.startswith("event_verbs.be-"):
        if a.type == "ASSAULT" and _is_means(doc, a.head, b.head):
            return True
        if a.type in ("ACCUSE", "REJECT"):
            return ours == theirs and _says(doc, a.head, b.head)
        return joined == "purpose" and bool(ours & theirs) and a.type == "CONSULT"
    if joined is None or joined == "aside":
        equal = ours == theirs and to_ours == to_theirs and bool(ours or to_ours)
        return equal and verbs == 0 and a.type == "CONSULT" and joined is None
    compatible = (not ours or not theirs or bool(ours & theirs)) and (
        not to_ours or not to_theirs or bool(to_ours & to_theirs)
    )
    if a.mutual or b.mutual:
        compatible = bool((ours | to_ours) & (theirs | to_theirs)) or not (ours and theirs)
    return compatible


def _is_means(doc: Document, a: int, b: int) -> bool:
    """Whether the gerund `b` is in what the verb `a` happened: "were killed in shelling by …"."""
    while doc.dep[b] == "conj" and doc.head[b] not in (a, b):
        b = doc.head[b]
    over = doc.head[b]
    return doc.tag[b] in ("VBG", "NN") and over != b and doc.norm[over] in ("in", "by") and doc.head[over] == a


def _says(doc: Document, a: int, b: int) -> bool:
    """Whether one word stands in what the other says: "alleges that they were responsible"."""
    for low, high in ((b, a), (a, b)):
        i = low
        for _ in range(8):
            if doc.head[i] == i:
                break
            inside = doc.dep[i] == "ccomp"
            i = doc.head[i]
            if i == high:
                return inside
    return False


def _link(doc: Document, a: int, b: int) -> str | None:
    """How the later word hangs on the earlier, or the other way: "inside" its phrase, for a "purpose", "aside"."""
    for low, high in ((b, a), (a, b)):
        i = low
        how = "inside"
        for _ in range(6):
            dep, h = doc.dep[i], doc.head[i]
            if h == i or dep not in _BETWEEN:
                break
            if doc.lemma[i] in _SIDE_WORDS:
                how = "aside"
            if dep == "prep" and doc.norm[i] in ("after", "before", "since", "following", "until", "despite", "over"):
                how = "aside"
            if dep in ("xcomp", "advcl", "acl"):
                how = "purpose" if how == "inside" else how
            if dep in ("conj",) and doc.pos[i] in _VERBS:
                break
            i = h
            if i == high:
                return how
    return None
