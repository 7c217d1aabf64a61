"""Clauses: where one begins and ends, who its subject is, whether it is negated or modal.

Pure geometry over the parsed document, shared by the steps that cut spans out of sentences.
"""

from __future__ import annotations

from dragoman.language import Document

SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass", "expl")
CLAUSAL = frozenset({"ROOT", "ccomp", "advcl", "relcl", "acl", "pcomp", "parataxis", "csubj", "csubjpass"})
NEGATIONS = frozenset({"not", "n't", "never", "no", "neither", "nor", "cannot", "nobody", "none", "nothing"})
MODALS = {
    "will": "will", "'ll": "will", "wo": "will", "would": "would", "'d": "would", "shall": "shall", "sha": "shall",
    "should": "should", "can": "can", "ca": "can", "could": "could", "may": "may", "might": "might", "must": "must",
    "ought": "should",
}  # fmt: skip
_HALF_MODALS = {"have": "must", "need": "must", "go": "will", "ready": "will", "willing": "will", "prepared": "will"}
_TRIM_LEFT = frozenset({"that", "and", "but", "or", "then", "so", "only", "also", "however", "yet", "though"})
_TRIM_RIGHT = frozenset({"and", "but", "or", "only", "even", "especially", "particularly", "unless", "if"})


def is_verb(doc: Document, i: int) -> bool:
    """Whether token `i` is a verb or auxiliary."""
    return doc.pos[i] in ("VERB", "AUX")


def clause_head(doc: Document, i: int) -> int:
    """The verb (or other root) of the clause that token `i` stands in."""
    while doc.dep[i] not in CLAUSAL and not (doc.dep[i] == "conj" and is_verb(doc, i)) and doc.head[i] != i:
        i = doc.head[i]
    return i


def own_subject(doc: Document, verb: int) -> int:
    """The subject that stands with `verb` itself, or -1."""
    return doc.child(verb, *SUBJECTS)


def subject(doc: Document, verb: int) -> int:
    """The token that heads the subject of `verb`, found through coordination and control; -1 where there is none.

    "urged Chad to send": the object of "urged"; "Chad's offer to send": the possessor of "offer"; a relative pronoun
    gives the noun that it stands for.
    """
    for _ in range(12):
        own = own_subject(doc, verb)
        if own >= 0:
            return _antecedent(doc, own, verb)
        dep, head = doc.dep[verb], doc.head[verb]
        if head == verb:
            return -1
        if dep in ("xcomp", "advcl", "pcomp", "ccomp") and (controller := _object(doc, head, verb)) >= 0:
            return controller
        if dep in ("acl", "relcl") and not is_verb(doc, head):
            return _of_noun(doc, head, verb)
        if dep not in ("conj", "xcomp", "advcl", "pcomp", "prep", "acomp", "ccomp", "aux", "dep", "oprd"):
            return -1
        verb = head
    return -1


def _antecedent(doc: Document, own: int, verb: int) -> int:
    if doc.tag[own] in ("WDT", "WP") and doc.dep[verb] == "relcl":
        return doc.head[verb]
    return own


def _object(doc: Document, governor: int, verb: int) -> int:
    if doc.dep[verb] not in ("xcomp", "ccomp") or not is_verb(doc, governor):
        return -1
    for c in doc.children[governor]:
        if doc.dep[c] in ("dobj", "dative") and c < verb and doc.lemma[governor] not in ("promise", "vow", "have"):
            return c
    return -1


def _of_noun(doc: Document, noun: int, verb: int) -> int:
    if doc.tag[verb] in ("VBN", "VBG") and doc.child(verb, "aux") < 0:
        return noun
    holder = possessor(doc, noun)
    if holder >= 0:
        return holder
    governor = doc.head[noun]
    return subject(doc, governor) if doc.dep[noun] in ("dobj", "attr", "pobj") and is_verb(doc, governor) else -1


def possessor(doc: Document, noun: int) -> int:
    """Who the noun belongs to: "Chad's offer", "an offer by Chad", "the demands of Chad", "a Chadian offer"; or -1."""
    holder = doc.child(noun, "poss")
    if holder >= 0:
        return holder
    for c in doc.children[noun]:
        if doc.dep[c] in ("prep", "agent") and doc.norm[c] in ("of", "by", "from") and c > noun:
            inner = doc.child(c, "pobj")
            if inner >= 0:
                return inner
    return doc.child(noun, "compound", "amod", "nmod")


def agent(doc: Document, verb: int) -> int:
    """The doer in the by-phrase of a passive, or -1."""
    for c in doc.children[verb]:
        if doc.dep[c] == "agent" or (doc.dep[c] == "prep" and doc.norm[c] == "by"):
            inner = doc.child(c, "pobj")
            if inner >= 0:
                return inner
    return -1


def is_passive(doc: Document, verb: int) -> bool:
    """Whether the clause of `verb` is passive."""
    return doc.child(verb, "nsubjpass", "auxpass", "csubjpass") >= 0


def is_negated(doc: Document, verb: int) -> bool:
    """Whether `verb` itself is negated ("will not", "never", "no longer", a subject with "no")."""
    for c in doc.children[verb]:
        if doc.dep[c] == "neg" or doc.norm[c] in NEGATIONS:
            return True
        near = doc.dep[c] in SUBJECTS or doc.dep[c] in ("dobj", "attr")
        if near and any(doc.norm[k] == "no" for k in doc.children[c]):
            return True
    return False


def modal(doc: Document, verb: int) -> str:
    """The modal of the clause: "will", "would", "must", …; "" where it has none. "is ready to", "is to" are will."""
    if doc.tag[verb] == "MD":
        return MODALS.get(doc.norm[verb], "")
    for _ in range(4):
        for c in doc.children[verb]:
            if doc.dep[c] == "aux" and (found := MODALS.get(doc.norm[c])):
                if doc.norm[c] == "'d" and doc.tag[verb] in ("VBN", "VBD"):
                    continue  # "he'd arrived"
                return found
            if doc.dep[c] == "acomp" and doc.lemma[c] in _HALF_MODALS:
                return _HALF_MODALS[doc.lemma[c]]
            if doc.dep[c] == "xcomp" and doc.lemma[verb] == "be" and any(doc.tag[k] == "TO" for k in doc.children[c]):
                return "will"  # "is to ratify"
        head = doc.head[verb]
        if doc.dep[verb] in ("xcomp", "acomp") and head != verb:
            if doc.lemma[head] in _HALF_MODALS:
                return _HALF_MODALS[doc.lemma[head]]
        elif not (doc.dep[verb] == "conj" and own_subject(doc, verb) < 0):
            return ""
        if head == verb:
            return ""
        verb = head
    return ""


def trim(doc: Document, first: int, last: int) -> tuple[int, int]:
    """`first` to `last` (inclusive) without punctuation and conjunctions at the edges; last < first if empty."""
    while first <= last and (doc.pos[first] == "PUNCT" or doc.norm[first] in _TRIM_LEFT):
        first += 1
    while last >= first and (doc.pos[last] == "PUNCT" or doc.norm[last] in _TRIM_RIGHT):
        last -= 1
    return first, last


def clause_range(doc: Document, verb: int) -> tuple[int, int]:
    """First and last token of the clause of `verb`.

    Clauses coordinated to it that have a subject of their own and an attribution after it ("…, he said") are left out.
    """
    first, last = doc.left[verb], doc.right[verb]
    for c in doc.children[verb]:
        own = is_verb(doc, c) and own_subject(doc, c) >= 0
        if c > verb and own and doc.dep[c] in ("conj", "parataxis"):
            last = min(last, doc.left[c] - 1)
        elif c < verb and own and doc.dep[c] in ("ccomp", "parataxis"):
            first = max(first, doc.right[c] + 1)
    return trim(doc, first, max(last, verb))


def noun_end(doc: Document, noun: int) -> int:
    """The end of a noun phrase without the relative clauses that follow its last coordinated noun."""
    last = doc.right[noun]
    stack = [noun]
    while stack:
        at = stack.pop()
        for c in doc.children[at]:
            if doc.dep[c] == "relcl":
                last = min(last, doc.left[c] - 1)
            elif doc.dep[c] in ("conj", "appos"):
                stack.append(c)
    return last


def root_of(doc: Document, tokens: range) -> int:
    """The token of `tokens` whose head stands outside them; -1 where there are none."""
    for i in tokens:
        if doc.head[i] == i or doc.head[i] not in tokens:
            return i
    return -1
