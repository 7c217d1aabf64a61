"""Conditions that a noun or a verb of need states: "a precondition for X", "X depends on Y", "X needs Y to Z"."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps import clauses
from dragoman.steps.condition.parts import Part, Parts, join, meant, part
from dragoman.steps.condition.rules import ConditionRules, Found


def precondition(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "Y as a precondition for X", "Y is a precondition for X", "preconditions for X, including Y"."""
    at = found.last
    goal = _after(doc, at, ("for", "of", "to"))
    if goal < 0:
        return None
    consequent = part(doc, doc.left[goal], doc.right[goal], goal)
    plain = doc.lemma[at] in ("condition", "requirement")
    antecedent = _stated_condition(doc, at, found)
    if antecedent is None and not plain:
        antecedent = _listed(doc, at)
    if antecedent is None or consequent is None or _overlap(consequent, antecedent):
        return None
    return join(consequent, antecedent, doc.left[at])


def _after(doc: Document, at: int, words: tuple[str, ...]) -> int:
    for c in doc.children[at]:
        if doc.dep[c] == "prep" and doc.norm[c] in words:
            inner = doc.child(c, "pobj", "pcomp")
            if inner > c:
                return inner
    return -1


def _stated_condition(doc: Document, at: int, found: Found) -> Part | None:
    """Y of "Y as a precondition", "Y is a precondition", "made Y a condition"."""
    head = doc.head[at]
    if doc.dep[at] == "attr" and doc.lemma[head] == "be":
        subject = clauses.own_subject(doc, head)
        return part(doc, doc.left[subject], doc.right[subject], subject) if subject >= 0 else None
    if doc.dep[at] in ("pobj", "oprd", "ccomp") and (doc.norm[head] == "as" or doc.lemma[head] in ("make", "call")):
        holder = doc.head[head] if doc.norm[head] == "as" else head
        as_at = head if doc.norm[head] == "as" else at
        if clauses.own_subject(doc, holder) >= 0 and doc.lemma[holder] not in (
            "demand",
            "set",
            "make",
            "want",
            "see",
            "regard",
        ):
            return part(doc, doc.left[holder], as_at - 1, holder)
        if not clauses.is_verb(doc, holder):
            return part(doc, doc.left[holder], as_at - 1, holder)
        wanted = doc.child(holder, "dobj", "ccomp", "nsubj")
        if holder < wanted < as_at:
            return part(doc, doc.left[wanted], min(doc.right[wanted], as_at - 1), wanted)
    if doc.dep[at] in ("dobj", "attr") and doc.lemma[head] == "make":
        wanted = clauses.own_subject(doc, at)
        if wanted >= 0:
            return part(doc, doc.left[wanted], doc.right[wanted], wanted)
    return None


def _listed(doc: Document, at: int) -> Part | None:
    """Y of "the preconditions …, including Y"."""
    for i in range(at + 1, min(at + 30, doc.sentences[doc.sent[at]].last)):
        if doc.norm[i] in ("including", "namely") and (inner := doc.child(i, "pobj", "dobj")) >= 0:
            return part(doc, i + 1, doc.right[inner], inner)
    return None


def _overlap(one: Part, other: Part) -> bool:
    return one.first <= other.last and other.first <= one.last


def predicate(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "X depends on Y", "X requires Y"."""
    verb = found.last if clauses.is_verb(doc, found.last) else found.first
    holder = verb if clauses.is_verb(doc, found.last) else found.last
    head = doc.child(holder, "pobj", "pcomp", "dobj", "xcomp", "ccomp")
    subject = clauses.own_subject(doc, verb)
    if head < 0 or subject < 0 or head < holder or subject > verb:
        return None
    antecedent = part(doc, doc.left[head], doc.right[head], head)
    return join(part(doc, doc.left[subject], doc.right[subject], subject), antecedent)


def need(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "X needs Y to Z": Z waits for Y. "…, which needs Y": what "which" stands for waits for Y."""
    verb = found.first
    wanted = doc.child(verb, "dobj")
    subject = clauses.own_subject(doc, verb)
    if wanted < verb or subject < 0 or not clauses.is_verb(doc, verb):
        return None
    if doc.norm[subject] == "which":
        consequent = meant(doc, verb)
        return (
            join(consequent, part(doc, doc.left[wanted], clauses.noun_end(doc, wanted), wanted)) if consequent else None
        )
    for goal in (*doc.children[verb], *doc.children[wanted]):
        to = doc.child(goal, "aux")
        if doc.dep[goal] in ("advcl", "acl", "xcomp", "relcl") and to > wanted and doc.norm[to] == "to":
            first, last = clauses.clause_range(doc, goal)
            antecedent = part(doc, doc.left[wanted], min(doc.right[wanted], to - 1), wanted)
            return join(part(doc, max(first, to + 1), last, goal), antecedent, subject)
    return None
