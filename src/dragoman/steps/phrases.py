"""Phrases to show: the stretch of a sentence that carries an act with its content, and a short name for the content."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.records import Span
from dragoman.steps import clauses
from dragoman.steps.lookup import Lookup
from dragoman.steps.who import Who

_SUBJECT_REACH = 22
"""A subject that begins further than this before its verb is left out: the span would be mostly subject."""
_ISSUE_WORDS = 9
_COMPLEMENTS = frozenset(
    {
        "dobj",
        "xcomp",
        "ccomp",
        "prep",
        "acomp",
        "attr",
        "oprd",
        "dative",
        "agent",
        "acl",
        "relcl",
        "prt",
        "pcomp",
        "npadvmod",
    }
)
_HEADLESS = frozenset({"nsubj", "dobj", "pobj", "nsubjpass", "attr", "conj", "ROOT", "appos", "dative"})


def predicate(doc: Document, lookup: Lookup | None, cue: Span, trigger: int) -> tuple[int, int, range] | None:
    """First and last token of the words that carry an act, and the tokens of its content; None where it has none."""
    if doc.tag[trigger] == "MD" and doc.head[trigger] != trigger:
        trigger = doc.head[trigger]
    if clauses.is_verb(doc, trigger):
        found = _of_verb(doc, trigger)
    elif doc.pos[trigger] == "ADJ" and clauses.is_verb(doc, doc.head[trigger]):
        found = _of_verb(doc, doc.head[trigger], trigger)
    else:
        found = _of_noun(doc, trigger)
    return _with_statement(doc, lookup, cue, trigger, found) if lookup is not None else found


def _with_statement(
    doc: Document, lookup: Lookup, cue: Span, trigger: int, found: tuple[int, int, range] | None
) -> tuple[int, int, range] | None:
    """`found`, stretched over the statement that the trigger is the cue of, where that reaches further."""
    statement = lookup.cued_by(cue)
    if statement is None or statement.start < cue.start:
        return found
    tokens = doc.tokens(statement.start, statement.end)
    if not len(tokens) or tokens[0] > trigger + 12:
        return found
    first, last, _ = found or (trigger, trigger, range(0))
    last = max(last, clauses.trim(doc, tokens[0], tokens[-1])[1])
    return first, last, range(tokens[0], last + 1)


def _of_verb(doc: Document, verb: int, also: int = -1) -> tuple[int, int, range] | None:
    last = max(verb, also)
    for c in doc.children[verb] if also < 0 else (*doc.children[verb], *doc.children[also]):
        if c < verb:
            continue
        if doc.dep[c] == "agent" and (doer := doc.child(c, "pobj")) > c:
            last = max(last, clauses.noun_end(doc, doer))
        elif doc.dep[c] in _COMPLEMENTS or (doc.dep[c] == "advcl" and not _after_comma(doc, c)):
            last = max(last, doc.right[c])
    last = _cut(doc, verb, last)
    first = _verb_start(doc, verb)
    subject = clauses.own_subject(doc, verb)
    begin = first
    done_to = clauses.agent(doc, verb) >= 0 and verb - doc.left[subject] > 6  # a long subject of a passive is no doer
    if (
        0 <= subject < verb
        and not done_to
        and verb - doc.left[subject] <= _SUBJECT_REACH
        and doc.tag[subject] not in ("WDT", "WP")
    ):
        begin = doc.left[subject]
    begin, last = clauses.trim(doc, begin, last)
    modal = clauses.modal(doc, verb) or clauses.is_passive(doc, verb)
    bare = doc.lemma[verb] in ("refuse", "decline") and begin < first
    if last <= verb and not bare and (begin == first or not modal):
        return None
    content = range(verb + 1, last + 1) if last > verb else range(begin, last + 1)
    return begin, last, content


def _verb_start(doc: Document, verb: int) -> int:
    """The first of the auxiliaries and adverbs that stand right before the verb."""
    first = verb
    while first > 0 and doc.head[first - 1] == verb and doc.dep[first - 1] in ("aux", "auxpass", "neg", "advmod"):
        first -= 1
    return first


def _cut(doc: Document, verb: int, last: int) -> int:
    """The end of the content: before ", which", ", saying" and a coordinated clause with its own subject."""
    for k in range(verb + 1, last):
        if doc.norm[k] != ",":
            continue
        after = doc.norm[k + 1]
        if after in ("which", "who", "whom", "while", "although", "though", "whereas"):
            return k - 1
        if doc.tag[k + 1] == "VBG" and doc.dep[k + 1] == "advcl":
            return k - 1
    return last


def _after_comma(doc: Document, clause: int) -> bool:
    start = doc.left[clause]
    return start > 0 and doc.tag[start] != "TO" and doc.norm[start - 1] in (",", "-", "--", "–", "—")


def _of_noun(doc: Document, noun: int) -> tuple[int, int, range] | None:
    content = [c for c in doc.children[noun] if c > noun and doc.dep[c] in ("prep", "acl", "relcl", "ccomp", "xcomp")]
    if not content:
        return None
    first, last = doc.left[noun], max(doc.right[c] for c in content)
    governor = doc.head[noun]
    if doc.dep[noun] == "dobj" and clauses.is_verb(doc, governor) and first - governor <= 3:
        first = _verb_start(doc, governor)
    first, last = clauses.trim(doc, first, _cut(doc, noun, last))
    return (first, last, range(noun + 1, last + 1)) if last > noun else None


def issue_of(doc: Document, tokens: range, who: Who) -> str | None:
    """A short noun phrase for what the tokens are about: the first noun that names no party, with its modifiers."""
    for i in tokens:
        if who.at(i):
            continue
        if doc.pos[i] not in ("NOUN", "PROPN") or doc.dep[i] not in _HEADLESS or doc.entity[i] in ("DATE", "TIME"):
            continue
        first = max(doc.left[i], tokens[0])
        last = i
        for c in doc.children[i]:
            if c > i and doc.dep[c] == "prep" and doc.right[c] - first < _ISSUE_WORDS:
                inner = doc.child(c, "pobj")
                if inner > 0:
                    last = max(last, inner)
        while first < i and (doc.pos[first] in ("DET", "PUNCT", "SCONJ", "ADP") or doc.tag[first] == "PRP$"):
            first += 1
        if last - first >= _ISSUE_WORDS:
            first, last = max(first, i - 3), max(i, min(last, first + _ISSUE_WORDS))
        first, last = clauses.trim(doc, first, last)
        if first <= last:
            span = doc.span(first, last)
            return " ".join(span.text.split())
    return None
