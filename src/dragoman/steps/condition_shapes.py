"""Where the two parts of a condition stand: one function a shape of cue."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dragoman.language import Document
from dragoman.steps import clauses
from dragoman.steps.condition_rules import ConditionRules, Found

_STEPS = 12
"""How far a climb through the tree goes; sentences nest less deeply than this."""


class Part(NamedTuple):
    """Tokens `first` to `last` (inclusive) and the token that heads them."""

    first: int
    last: int
    head: int


class Parts(NamedTuple):
    """Consequent and antecedent. `whole` is first and last token of what holds the condition."""

    consequent: Part | None
    antecedent: Part
    whole: tuple[int, int]


def _part(doc: Document, first: int, last: int, head: int) -> Part | None:
    for k in range(max(first, head) + 1, last):
        if doc.norm[k] == "," and doc.norm[k + 1] == "which":
            last = k - 1
            break
    first, last = clauses.trim(doc, first, last)
    if first < last and doc.tag[first] == "TO":
        first += 1
    return Part(first, last, head) if first <= last else None


def _join(consequent: Part | None, antecedent: Part | None, *more: int) -> Parts | None:
    if antecedent is None:
        return None
    edges = [antecedent.first, antecedent.last, *more]
    if consequent is not None:
        edges += [consequent.first, consequent.last]
    return Parts(consequent, antecedent, (min(edges), max(edges)))


def clause(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """The cue opens the antecedent; the consequent is the clause that it depends on."""
    a, b = found.first, found.last
    head = _opened(doc, b)
    if head < 0:
        return None
    main = _governor(doc, head, a)
    if main < 0:
        return None
    return _pair(doc, found, _raise(doc, main, a, rules), head)


def _opened(doc: Document, cue: int) -> int:
    """The head of the clause that the cue's last token opens, or -1."""
    end = doc.sentences[doc.sent[cue]].last
    if cue + 1 >= end:
        return -1
    if doc.dep[cue] in ("mark", "advmod") and doc.head[cue] > cue and clauses.is_verb(doc, doc.head[cue]):
        return doc.head[cue]
    at = cue + 1
    for _ in range(_STEPS):
        if doc.dep[at] in clauses.CLAUSAL and clauses.is_verb(doc, at):
            return at
        if doc.head[at] <= cue or doc.head[at] == at:
            return -1
        at = doc.head[at]
    return -1


def _governor(doc: Document, head: int, cue: int) -> int:
    """What the antecedent depends on, outside the cue and the antecedent; or -1."""
    right = doc.right[head]
    at = head
    for _ in range(_STEPS):
        if doc.head[at] == at:
            return -1
        at = doc.head[at]
        if not cue <= at <= right:
            return at
    return -1


def _raise(doc: Document, main: int, cue: int, rules: ConditionRules) -> int:
    """The head of the consequent.

    From an adjective or a bare infinitive up to its verb, from a verb of speech down to the clause that it reports.
    """
    for _ in range(_STEPS):
        up = doc.head[main]
        if doc.dep[main] in (
            "acomp",
            "attr",
            "advmod",
            "npadvmod",
            "prep",
            "pobj",
            "dobj",
            "amod",
            "aux",
            "cc",
            "oprd",
        ):
            if up == main or (doc.dep[main] == "dobj" and doc.lemma[main] in rules.words.will):
                break
            main = up
        elif (doc.dep[main] == "xcomp" and doc.lemma[up] not in rules.words.will) or (
            doc.dep[main] == "ccomp" and doc.lemma[up] in ("let", "have", "make")
        ):
            main = up
        else:
            break
    if doc.lemma[main] in rules.words.reporting:
        for c in doc.children[main]:
            if doc.dep[c] in ("ccomp", "xcomp") and c < cue and clauses.is_verb(doc, c) and c > main:
                return _raise_reported(doc, c, rules)
            if doc.dep[c] == "ccomp" and c < main and c > cue and clauses.is_verb(doc, c):
                return _raise_reported(doc, c, rules)
    return main


def _raise_reported(doc: Document, verb: int, rules: ConditionRules) -> int:
    for c in doc.children[verb]:
        if doc.lemma[verb] in rules.words.reporting and doc.dep[c] == "ccomp" and clauses.is_verb(doc, c) and c > verb:
            return c
    return verb


def _pair(doc: Document, found: Found, main: int, head: int) -> Parts | None:
    a, b = found.first, found.last
    antecedent = _part(doc, b + 1, _antecedent_end(doc, head, main, a), head)
    if antecedent is None or antecedent.first <= main <= antecedent.last:
        return None
    first, last = clauses.clause_range(doc, main)
    if a > main:
        consequent = _part(doc, _after_opening(doc, first, main), min(last, a - 1), main)
    else:
        first = max(first, antecedent.last + 1)
        if not any(doc.norm[k] in (",", ";", "then", "-", "--", "–", "—") for k in range(antecedent.last + 1, main)):
            return None  # without a break between them the parser took a part of the antecedent for the consequent
        consequent = _part(doc, first, last, main)
    return _join(consequent, antecedent) if consequent is not None else None


def _after_opening(doc: Document, first: int, main: int) -> int:
    """The start of the clause without what opens the sentence before it ("According to the accord, …")."""
    subject = clauses.own_subject(doc, main)
    if first < subject < main and (begin := doc.left[subject]) > first and doc.norm[begin - 1] == ",":
        return begin
    return first


def _antecedent_end(doc: Document, head: int, main: int, cue: int) -> int:
    last = doc.right[head]
    if cue < main:
        return min(last, main - 1)
    for c in doc.children[head]:
        if doc.dep[c] == "parataxis" and c > head:
            last = min(last, doc.left[c] - 1)
    return last


def noun(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """The antecedent is the noun phrase or gerund after the cue."""
    a, b = found.first, found.last
    head = doc.child(b, "pobj", "pcomp")
    if head < 0:
        return None
    antecedent = _part(doc, b + 1, doc.right[head], head)
    main = doc.head[a]
    for _ in range(_STEPS):
        if not a <= main <= b:
            break
        main = doc.head[main]
    if antecedent is None or a <= main <= antecedent.last:
        return None
    return _held(doc, found, _raise(doc, main, a, rules), antecedent)


def _held(doc: Document, found: Found, main: int, antecedent: Part) -> Parts | None:
    """The consequent is the clause of `main`, or the noun phrase where `main` is a noun."""
    first, last = clauses.clause_range(doc, main)
    if main < found.first:
        last = min(last, found.first - 1)
    else:
        first = max(first, antecedent.last + 1)
    return _join(_part(doc, first, last, main), antecedent)


def without(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """As `noun`; where the clause is "which would be hard without Y", the consequent is what "which" stands for."""
    parts = noun(doc, found, rules)
    if parts is None or parts.consequent is None:
        return None
    main = parts.consequent.head
    pronoun = clauses.own_subject(doc, main)
    if pronoun >= 0 and doc.norm[pronoun] == "which":
        consequent = _meant(doc, main)
        return _join(consequent, parts.antecedent) if consequent else None
    return parts


def _meant(doc: Document, relative: int) -> Part | None:
    """The clause that a clause with "which" speaks of: the one that it interrupts, up to where it begins."""
    at = doc.head[relative]
    for _ in range(_STEPS):
        if clauses.is_verb(doc, at) and clauses.own_subject(doc, at) >= 0:
            break
        if doc.head[at] == at:
            return None
        at = doc.head[at]
    first, last = clauses.clause_range(doc, at)
    first = max(first, clauses.own_subject(doc, at) - 12)
    return _part(doc, first, min(last, doc.left[relative] - 1), at)


def precondition(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "Y as a precondition for X", "Y is a precondition for X", "preconditions for X, including Y"."""
    at = found.last
    goal = _after(doc, at, ("for", "of", "to"))
    if goal < 0:
        return None
    consequent = _part(doc, doc.left[goal], doc.right[goal], goal)
    plain = doc.lemma[at] in ("condition", "requirement")
    antecedent = _stated_condition(doc, at, found)
    if antecedent is None and not plain:
        antecedent = _listed(doc, at)
    if antecedent is None or consequent is None or _overlap(consequent, antecedent):
        return None
    return _join(consequent, antecedent, doc.left[at])


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
        return _part(doc, doc.left[subject], doc.right[subject], subject) if subject >= 0 else None
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
            return _part(doc, doc.left[holder], as_at - 1, holder)
        if not clauses.is_verb(doc, holder):
            return _part(doc, doc.left[holder], as_at - 1, holder)
        wanted = doc.child(holder, "dobj", "ccomp", "nsubj")
        if holder < wanted < as_at:
            return _part(doc, doc.left[wanted], min(doc.right[wanted], as_at - 1), wanted)
    if doc.dep[at] in ("dobj", "attr") and doc.lemma[head] == "make":
        wanted = clauses.own_subject(doc, at)
        if wanted >= 0:
            return _part(doc, doc.left[wanted], doc.right[wanted], wanted)
    return None


def _listed(doc: Document, at: int) -> Part | None:
    """Y of "the preconditions …, including Y"."""
    for i in range(at + 1, min(at + 30, doc.sentences[doc.sent[at]].last)):
        if doc.norm[i] in ("including", "namely") and (inner := doc.child(i, "pobj", "dobj")) >= 0:
            return _part(doc, i + 1, doc.right[inner], inner)
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
    antecedent = _part(doc, doc.left[head], doc.right[head], head)
    return _join(_part(doc, doc.left[subject], doc.right[subject], subject), antecedent)


def need(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "X needs Y to Z": Z waits for Y. "…, which needs Y": what "which" stands for waits for Y."""
    verb = found.first
    wanted = doc.child(verb, "dobj")
    subject = clauses.own_subject(doc, verb)
    if wanted < verb or subject < 0 or not clauses.is_verb(doc, verb):
        return None
    if doc.norm[subject] == "which":
        consequent = _meant(doc, verb)
        return (
            _join(consequent, _part(doc, doc.left[wanted], clauses.noun_end(doc, wanted), wanted))
            if consequent
            else None
        )
    for goal in (*doc.children[verb], *doc.children[wanted]):
        to = doc.child(goal, "aux")
        if doc.dep[goal] in ("advcl", "acl", "xcomp", "relcl") and to > wanted and doc.norm[to] == "to":
            first, last = clauses.clause_range(doc, goal)
            antecedent = _part(doc, doc.left[wanted], min(doc.right[wanted], to - 1), wanted)
            return _join(_part(doc, max(first, to + 1), last, goal), antecedent, subject)
    return None


def first(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "B should first do Y": the antecedent; "before X" in the same clause is the consequent."""
    verb = doc.head[found.first]
    if doc.dep[found.first] not in ("advmod", "npadvmod", "prep") or not clauses.is_verb(doc, verb):
        return None
    if clauses.modal(doc, verb) not in ("should", "must"):
        return None
    start, last = clauses.clause_range(doc, verb)
    main = verb
    while main > start and (doc.dep[main - 1] in ("aux", "advmod", "neg") or main - 1 == found.first):
        main -= 1
    begin = verb if main <= found.first < verb else main
    consequent = None
    for c in doc.children[verb]:
        if doc.dep[c] in ("advcl", "prep") and c > verb:
            opener = doc.child(c, "mark") if doc.dep[c] == "advcl" else c
            if opener >= 0 and doc.norm[opener] == "before":
                inner = c if doc.dep[c] == "advcl" else doc.child(c, "pobj", "pcomp")
                consequent = _part(doc, opener + 1, doc.right[c], inner)
                last = min(last, opener - 1)
    antecedent = _part(doc, begin, last, verb)
    return _join(consequent, antecedent, max(start, doc.left[verb]))


def before(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "B must do Y before X": X waits for Y. "will not do X before Y": X waits for Y."""
    a, b = found.first, found.last
    head = _opened(doc, b) if doc.dep[b] == "mark" else doc.child(b, "pobj", "pcomp")
    if head < 0 or doc.entity[head] in ("DATE", "TIME"):
        return None
    main = _raise(doc, doc.head[head] if doc.dep[b] == "mark" else doc.head[a], a, rules)
    if not clauses.is_verb(doc, main) or a <= main <= doc.right[head]:
        return None
    holder = doc.head[main]
    if doc.dep[main] == "xcomp" and doc.lemma[holder] in ("have", "need") and clauses.own_subject(doc, main) < 0:
        main = holder  # "the hearing has to be concluded before …"
    start, last = clauses.clause_range(doc, main)
    rest = (
        _part(doc, start, min(last, a - 1), main)
        if main < a
        else _part(doc, max(start, doc.right[head] + 1), last, main)
    )
    later = _part(doc, b + 1, doc.right[head], head)
    if rest is None or later is None:
        return None
    if clauses.is_negated(doc, main) or doc.lemma[main] in ("refuse", "decline"):
        return _join(rest, later)
    return _join(later, rest)


def otherwise(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "…, otherwise X": the consequent; the step finds the antecedent in what is demanded before."""
    if found.last > found.first and doc.lemma[found.last] == "be":
        head = doc.child(found.last, "xcomp", "ccomp", "attr")
        if head < found.last:
            return None
        this = _part(doc, doc.left[head], doc.right[head], head)
    else:
        head = doc.head[found.last]
        for _ in range(_STEPS):
            if head > found.last and clauses.is_verb(doc, head):
                break
            head = doc.head[head]
        if head < found.last or not clauses.is_verb(doc, head):
            return None
        this = _part(doc, found.last + 1, clauses.clause_range(doc, head)[1], head)
    if this is None:
        return None
    # The antecedent is not known yet: the consequent stands in for it and the step replaces it.
    return Parts(this, this, (found.first, this.last))


SHAPES: dict[str, Callable[[Document, Found, ConditionRules], Parts | None]] = {
    "clause": clause,
    "noun": noun,
    "without": without,
    "precondition": precondition,
    "predicate": predicate,
    "need": need,
    "first": first,
    "before": before,
    "else": otherwise,
}
