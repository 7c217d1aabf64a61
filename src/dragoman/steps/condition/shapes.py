"""Where the two parts of a condition stand: one function a shape of cue."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.language import Document
from dragoman.steps import clauses
from dragoman.steps.condition.nouns import need, precondition, predicate
from dragoman.steps.condition.parts import STEPS, Part, Parts, join, meant, part
from dragoman.steps.condition.rules import ConditionRules, Found


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
    head = doc.head[cue]
    if doc.dep[cue] == "mark" and head > cue and doc.dep[head] in (*clauses.CLAUSAL, "conj"):
        return head  # a finite verb that the tagger took for a noun is still the head of its clause
    if doc.dep[cue] == "advmod" and head > cue and clauses.is_verb(doc, head):
        return head
    at = cue + 1
    for _ in range(STEPS):
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
    for _ in range(STEPS):
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
    for _ in range(STEPS):
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
        if doc.dep[main] == "parataxis" and clauses.is_verb(doc, doc.head[main]):
            return doc.head[main]  # "Only if it pays, Chad argues, would …"
        for c in doc.children[main]:
            if doc.dep[c] in ("ccomp", "xcomp") and c < cue and clauses.is_verb(doc, c) and c > main:
                return _raise_reported(doc, c, rules)
            if doc.dep[c] in ("ccomp", "parataxis") and c > cue and cue < main and clauses.is_verb(doc, c):
                return _raise_reported(doc, c, rules)
    return main


def _raise_reported(doc: Document, verb: int, rules: ConditionRules) -> int:
    for c in doc.children[verb]:
        if doc.lemma[verb] in rules.words.reporting and doc.dep[c] == "ccomp" and clauses.is_verb(doc, c) and c > verb:
            return c
    return verb


def _pair(doc: Document, found: Found, main: int, head: int) -> Parts | None:
    a, b = found.first, found.last
    antecedent = part(doc, b + 1, _antecedent_end(doc, head, main, a), head)
    if antecedent is None or antecedent.first <= main <= antecedent.last:
        return None
    first, last = clauses.clause_range(doc, main)
    if a > main:
        consequent = part(doc, _after_opening(doc, first, main), min(last, a - 1), main)
    else:
        first = max(first, antecedent.last + 1)
        if not any(doc.norm[k] in (",", ";", "then", "-", "--", "–", "—") for k in range(antecedent.last + 1, main)):
            return None  # without a break between them the parser took a part of the antecedent for the consequent
        consequent = part(doc, first, last, main)
    return join(consequent, antecedent) if consequent is not None else None


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
    antecedent = part(doc, b + 1, doc.right[head], head)
    main = doc.head[a]
    for _ in range(STEPS):
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
    return join(part(doc, first, last, main), antecedent)


def without(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """As `noun`; where the clause is "which would be hard without Y", the consequent is what "which" stands for."""
    parts = noun(doc, found, rules)
    if parts is None or parts.consequent is None:
        return None
    main = parts.consequent.head
    pronoun = clauses.own_subject(doc, main)
    if pronoun >= 0 and doc.norm[pronoun] == "which":
        consequent = meant(doc, main)
        return join(consequent, parts.antecedent) if consequent else None
    return parts


def first(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "B should first do Y": the antecedent; "before X" in the same clause is the consequent."""
    verb = doc.head[found.first]
    if doc.dep[found.first] not in ("advmod", "npadvmod", "prep") or not clauses.is_verb(doc, verb):
        return None
    if clauses.modal(doc, verb) not in ("should", "must"):
        return None
    start, last = clauses.clause_range(doc, doc.head[verb] if _is_duty(doc, verb) else verb)
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
                consequent = part(doc, opener + 1, doc.right[c], inner)
                last = min(last, opener - 1)
    antecedent = part(doc, start if clauses.is_passive(doc, verb) else begin, last, verb)
    subject = clauses.own_subject(doc, verb)
    if doc.lemma[verb] in ("come", "be") and 0 <= subject < verb:  # "the withdrawal must come first"
        antecedent = part(doc, doc.left[subject], doc.right[subject], subject)
        return join(consequent, antecedent, max(start, doc.left[verb]), last)
    return join(consequent, antecedent, max(start, doc.left[verb]))


def _is_duty(doc: Document, verb: int) -> bool:
    """Whether `verb` is what "has to" or "needs to" governs: the clause is that verb's."""
    holder = doc.head[verb]
    return doc.dep[verb] == "xcomp" and doc.lemma[holder] in ("have", "need") and clauses.own_subject(doc, verb) < 0


def before(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "B must do Y before X": X waits for Y. "will not do X before Y": X waits for Y."""
    a, b = found.first, found.last
    head = _opened(doc, b) if doc.dep[b] == "mark" else doc.child(b, "pobj", "pcomp")
    if head < 0 or doc.entity[head] in ("DATE", "TIME"):
        return None
    main = _raise(doc, doc.head[head] if doc.dep[b] == "mark" else doc.head[a], a, rules)
    if not clauses.is_verb(doc, main) or a <= main <= doc.right[head]:
        return None
    if _is_duty(doc, main):
        main = doc.head[main]  # "the hearing has to be concluded before …"
    start, last = clauses.clause_range(doc, main)
    rest = (
        part(doc, start, min(last, a - 1), main) if main < a else part(doc, max(start, doc.right[head] + 1), last, main)
    )
    later = part(doc, b + 1, doc.right[head], head)
    if rest is None or later is None:
        return None
    if clauses.is_negated(doc, main) or doc.lemma[main] in ("refuse", "decline"):
        return join(rest, later)
    if doc.lemma[main] in rules.words.insists and main < a:
        asked = doc.child(main, "dobj", "prep")  # "demands elections before …", "asked for a document before …"
        if main < asked < a:
            wanted = doc.child(asked, "pobj") if doc.dep[asked] == "prep" else asked
            return (
                join(later, part(doc, doc.left[wanted], min(doc.right[wanted], a - 1), wanted), main)
                if wanted > 0
                else None
            )
    return join(later, rest)


def inverted(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "Should Chad refuse, Mali will act" and "Were Chad to refuse, …"."""
    at = found.first
    sentence = doc.sentences[doc.sent[at]]
    if any(doc.pos[k] not in ("PUNCT", "CCONJ", "SCONJ") for k in range(max(sentence.first, at - 3), at)):
        return None
    head = at if doc.dep[at] == "advcl" else doc.head[at]
    main = doc.head[head]
    if doc.dep[head] != "advcl" or main <= head or not clauses.is_verb(doc, main):
        return None
    if doc.norm[at] == "were" and doc.child(head, "xcomp") < 0 and doc.child(head, "aux") < 0:
        return None
    return _pair(doc, found, main, head)


def otherwise(doc: Document, found: Found, rules: ConditionRules) -> Parts | None:
    """For "…, otherwise X": the consequent; the step finds the antecedent in what is demanded before."""
    if found.last > found.first and doc.lemma[found.last] == "be":
        head = doc.child(found.last, "xcomp", "ccomp", "attr")
        if head < found.last:
            return None
        this = part(doc, doc.left[head], doc.right[head], head)
    else:
        head = doc.head[found.last]
        for _ in range(STEPS):
            if head > found.last and clauses.is_verb(doc, head):
                break
            head = doc.head[head]
        if head < found.last or not clauses.is_verb(doc, head):
            return None
        this = part(doc, found.last + 1, clauses.clause_range(doc, head)[1], head)
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
    "inverted": inverted,
    "else": otherwise,
}
