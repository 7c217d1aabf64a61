"""Who speaks: the subject of a cue word, how the text names it, and which actor it is."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import Span
from dragoman.steps.draft import Draft
from dragoman.steps.statement.rules import Lexicon

NAMED = frozenset({"PERSON", "NORP", "ORG", "GPE"})
_BEFORE_HEAD = frozenset({"det", "amod", "compound", "poss", "nummod", "nmod", "predet", "quantmod", "case", "advmod"})
_FIRST_PERSON = frozenset({"i", "we", "me", "us"})
_NOBODY = frozenset(
    {
        "there",
        "that",
        "this",
        "what",
        "which",
        "you",
        "these",
        "those",
        "anyone",
        "whoever",
        "nobody",
        "none",
        "no",
        "all",
    }
)
_RELATIVE = frozenset({"who", "which", "that", "whom"})
_SOURCE_PREPS = frozenset({"of", "for", "from", "at", "in", "to", "with", "on", "within", "inside", "near"})
_QUOTES = frozenset({'"', "'", "''", "”", "’"})
_LONGEST_SOURCE = 24


class Source(NamedTuple):
    """Who speaks. `head` is the token that names them here, -1 where nobody is named; `last` is a spoken-for second
    source ("Lee and Park"), or -1.
    """

    head: int
    also: tuple[int, ...] = ()


NOBODY = Source(-1)


def subject_of(doc: Document, verb: int) -> int:
    """The token that heads the subject of the cue `verb`, through coordination, control and participles; -1 if none.

    The subject of a passive is its agent ("was told by"), since the agent speaks.
    """
    if (inverted := _inverted(doc, verb)) >= 0:
        return inverted
    at = verb
    for step in range(8):
        dep = doc.dep[at]
        own = _own_subject(doc, at)
        if own != -1:
            if doc.dep[own] == "nsubjpass" and at == verb and _contracted(doc, verb):
                return own
            if doc.dep[own] in ("nsubjpass", "csubjpass"):
                passive = at == verb or (doc.tag[verb] == "VBN" and doc.dep[verb] == "conj" and not _perfect(doc, verb))
                return agent_of(doc, verb) if passive else own
            if doc.norm[own] in _RELATIVE and own < at:
                return _antecedent(doc, at)
            return own if doc.dep[own] == "nsubj" else -1
        if at == verb and doc.tag[at] == "VBN" and not _perfect(doc, at):
            # A bare participle is passive: whoever is asked or told does not speak.
            agent = agent_of(doc, at)
            if agent != -1 or dep != "conj":
                return agent
        head = doc.head[at]
        if head == at:
            return _before(doc, verb) if at == verb else -1
        if dep in ("acl", "relcl"):
            # "a letter urging Chad to", "the plan to announce": the noun speaks only through a participle.
            if doc.pos[head] in ("NOUN", "PROPN", "PRON") and doc.tag[at] == "VBG" and step == 0:
                return head
            if doc.pos[head] == "NOUN" and doc.tag[at] == "VB":
                owner = owner_of(doc, head)
                if owner != -1:
                    return owner
                at = head
                continue
            return -1
        if dep == "pcomp" or (dep == "prep" and at != verb) or dep in ("dobj", "attr", "pobj", "oprd", "acomp"):
            at = head
            continue
        if dep in ("conj", "xcomp", "advcl", "ccomp", "dep", "parataxis"):
            if dep in ("ccomp", "xcomp") and doc.tag[at] == "VB":
                controller = _object(doc, head)
                if controller != -1 and controller < at:
                    return controller
            at = head
            continue
        return -1
    return -1


def _inverted(doc: Document, verb: int) -> int:
    """The subject after a verb that closes a sentence: "…, said Okoro", whatever the parser made of it; or -1."""
    if verb == 0 or verb + 1 >= len(doc) or doc.tag[verb] not in ("VBD", "VBZ", "VBP", "VBN"):
        return -1
    if doc.lemma[verb] != "say" and doc.norm[verb - 1] not in _QUOTES:
        return -1
    if doc.norm[verb - 1] not in (",", '"', "'", "-", "–", "—", "?", "!") or doc.pos[verb + 1] not in (
        "PROPN",
        "DET",
        "ADJ",
        "NOUN",
        "NUM",
    ):
        return -1
    at = verb + 1
    stop = doc.sentences[doc.sent[verb]].last
    while doc.head[at] != at and verb < doc.head[at] < min(stop, verb + 14):
        at = doc.head[at]
    own = doc.child(verb, "nsubj")
    if doc.head[at] == verb and doc.pos[at] in ("NOUN", "PROPN") and doc.dep[at] not in ("ccomp", "advcl", "npadvmod"):
        return at if doc.pos[at] == "PROPN" or own in (-1, at) else -1
    if own not in (-1, at):
        return -1
    # "said Okoro speaking in Lagos", "said one note left there": the parser made the name a subject of what follows.
    for at in range(verb + 1, min(stop, verb + 7)):
        if doc.pos[at] in ("NOUN", "PROPN") and (at + 1 >= stop or doc.pos[at + 1] not in ("NOUN", "PROPN")):
            return at
        if doc.pos[at] not in ("DET", "NUM", "ADJ", "NOUN", "PROPN"):
            break
    return -1


def _contracted(doc: Document, verb: int) -> bool:
    """Whether "'s" is "has": "he's said"."""
    return doc.lemma[verb] == "say" and any(doc.dep[c] == "auxpass" and doc.norm[c] == "'s" for c in doc.children[verb])


def _before(doc: Document, verb: int) -> int:
    """The name right before a finite verb to which the parser gave no subject; -1 if there is none."""
    at = verb - 1
    while at >= 0 and verb - at <= 5 and (doc.pos[at] in ("AUX", "ADV") or doc.norm[at] == ","):
        at -= 1
    if at < 0 or doc.pos[at] not in ("PROPN", "NOUN", "PRON") or doc.tag[verb] in ("VB", "VBG"):
        return -1
    if doc.pos[at] == "PRON" and doc.norm[at] not in ("he", "she", "it", "they"):
        return -1
    if doc.sent[at] != doc.sent[verb] and (doc.paragraph_of(doc.start[at]) != doc.paragraph_of(doc.start[verb])):
        return -1
    for _ in range(4):
        if doc.dep[at] in ("conj", "compound") and doc.head[at] != at:
            at = doc.head[at]
    return at if at < verb else -1


def _perfect(doc: Document, verb: int) -> bool:
    return any(doc.dep[c] == "aux" and doc.lemma[c] == "have" for c in doc.children[verb])


def _own_subject(doc: Document, verb: int) -> int:
    best = other = -1
    for c in doc.children[verb]:
        dep = doc.dep[c]
        if dep == "nsubj" and (best < 0 or best < c < verb):
            best = c  # of several the nearest: the first may stand in a quotation
        elif dep in ("nsubjpass", "csubj", "csubjpass", "expl"):
            other = c
    return best if best >= 0 else other


def _object(doc: Document, verb: int) -> int:
    for c in doc.children[verb]:
        if doc.dep[c] in ("dobj", "dative") and doc.lemma[verb] not in (
            "promise",
            "vow",
            "have",
            "take",
            "use",
            "make",
        ):
            return c
    return -1


def _antecedent(doc: Document, verb: int) -> int:
    at = verb
    for _ in range(6):
        if doc.dep[at] in ("relcl", "acl"):
            return doc.head[at]
        if doc.dep[at] not in ("conj", "ccomp", "xcomp", "advcl") or doc.head[at] == at:
            return -1
        at = doc.head[at]
    return -1


def agent_of(doc: Document, verb: int) -> int:
    """The token after "by" that says who did what the passive `verb` says, or -1."""
    for c in doc.children[verb]:
        if doc.dep[c] == "agent" or (doc.dep[c] == "prep" and doc.norm[c] == "by"):
            return doc.child(c, "pobj")
    # "described as very alarming by Chad": the parser hangs "by" on what stands between.
    for i in range(verb + 1, min(verb + 12, doc.sentences[doc.sent[verb]].last)):
        if doc.norm[i] == "by" and doc.dep[i] in ("agent", "prep"):
            return doc.child(i, "pobj") if doc.pos[doc.head[i]] != "NOUN" else -1
        if doc.norm[i] in (",", ";") or doc.tag[i] in ("VBD", "VBZ", "VBP", "MD"):
            break
    return -1


def owner_of(doc: Document, noun: int) -> int:
    """Who owns a saying that `noun` names: "Chad's offer", "a statement by Chad", "the demands of Chad"; -1 if none."""
    for c in doc.children[noun]:
        if doc.dep[c] == "poss":
            return c
    for c in doc.children[noun]:
        if doc.dep[c] in ("prep", "agent") and doc.norm[c] in ("by", "from", "of") and c - noun <= 6:
            return doc.child(c, "pobj")
    for c in doc.children[noun]:
        # "the Chad statement" names the owner only where it is a name.
        if doc.dep[c] in ("compound", "nmod", "amod") and doc.entity[c] in ("GPE", "NORP", "PERSON") and c == noun - 1:
            return c
    return -1


def conjuncts(doc: Document, head: int) -> tuple[int, ...]:
    """The further names coordinated with `head` ("Lee and Park")."""
    found = []
    at = head
    for _ in range(6):
        nxt = next((c for c in doc.children[at] if doc.dep[c] == "conj" and doc.pos[c] in ("NOUN", "PROPN")), -1)
        if nxt == -1:
            break
        found.append(nxt)
        at = nxt
    return tuple(found)


class Sources:
    """The sources of one report."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self.draft, self.doc, self.lexicon = draft, draft.doc, lexicon
        self.who = draft.who

    def is_excluded(self, head: int, quoted: bool) -> bool:
        """Whether `head` is no source: an expletive, a demonstrative, or the report's own "we"."""
        norm = self.doc.norm[head]
        return norm in _NOBODY or (norm in _FIRST_PERSON and not quoted and self.doc.pos[head] == "PRON")

    def is_teller(self, head: int) -> bool:
        """Whether `head` can tell something: a person, a body, a document; not an event or a circumstance."""
        doc = self.doc
        if doc.pos[head] in ("PROPN", "PRON"):
            return doc.norm[head] not in ("it", *_NOBODY) or bool(self.who.at(head))
        lemma = doc.lemma[head].lower()
        lexicon = self.lexicon
        return (
            lemma in lexicon.people
            or lemma in lexicon.tellers
            or lemma in lexicon.bodies
            or bool(self.who.at(head))
            or doc.entity[head] in NAMED
            or lemma.endswith(("person", "people", "man", "woman", "maker", "ist"))
        )

    def edges(self, head: int) -> tuple[int, int]:
        """First and last token of the noun phrase, with title and following "of …" but without relative clauses."""
        doc = self.doc
        first = head
        for c in reversed([c for c in doc.children[head] if c < head]):
            if doc.dep[c] not in _BEFORE_HEAD or (
                doc.right[c] != first - 1 and not self._only_marks(doc.right[c], first)
            ):
                break
            if doc.dep[c] == "advmod" and doc.left[c] == c and doc.norm[c] not in ("many", "several", "other"):
                break
            first = doc.left[c]
        last = head
        for c in doc.children[head]:
            if c < head or doc.left[c] != last + 1:
                continue
            if doc.dep[c] == "case" or (doc.dep[c] == "prep" and doc.norm[c] in _SOURCE_PREPS and self._short(c)):
                last = doc.right[c]
            elif doc.dep[c] == "cc" or (doc.dep[c] == "punct" and doc.norm[c] == "," and self._conj_follows(c)):
                last = c
            elif doc.dep[c] == "conj" and doc.pos[c] in ("NOUN", "PROPN"):
                last = self.edges(c)[1] if last - head < _LONGEST_SOURCE else last
            else:
                break
        while last > head and doc.dep[last] in ("cc", "punct"):
            last -= 1
        first = max(first, last - _LONGEST_SOURCE)
        while first < head and (doc.pos[first] in ("PUNCT", "CCONJ", "SCONJ") or doc.norm[first] in ("but", "and")):
            first += 1
        return first, last

    def _only_marks(self, right: int, first: int) -> bool:
        return first - right <= 3 and all(self.doc.pos[i] == "PUNCT" for i in range(right + 1, first))

    def _short(self, prep: int) -> bool:
        doc = self.doc
        return doc.right[prep] - prep <= 9 and not any(
            doc.tag[i] in ("VBD", "VBZ", "VBP", "MD", "WP", "WDT") for i in range(prep, doc.right[prep] + 1)
        )

    def _conj_follows(self, at: int) -> bool:
        doc = self.doc
        return any(c > at and doc.dep[c] == "conj" for c in doc.children[doc.head[at]])

    def span(self, head: int) -> Span:
        """The noun phrase that `head` heads, as the text has it."""
        first, last = self.edges(head)
        return self.draft.span(first, last)

    def is_unnamed(self, head: int, ids: tuple[str, ...]) -> bool:
        """Whether the source stays anonymous: a plain noun for people that leads to no named person or body."""
        doc, who = self.doc, self.who
        if head < 0:
            return True
        if doc.pos[head] == "PRON" and doc.norm[head] not in (
            "one",
            "others",
            "some",
            "many",
            "most",
            "all",
            "few",
            "both",
            "several",
        ):
            return not ids and doc.norm[head] in ("they", "who")
        persons = [who.actor(a).name for a in ids if who.actor(a).kind == "person"]
        if persons:
            # "senior Kenyan official" is an actor whom the text does not name.
            return all(not any(c.isupper() for c in name.split()[-1]) for name in persons if name.split())
        lemma = doc.lemma[head].lower()
        if doc.pos[head] == "PROPN" and doc.entity[head] != "NORP":
            return lemma in self.lexicon.unnamed
        if lemma in self.lexicon.unnamed:
            return True
        if doc.entity[head] == "NORP" and doc.tag[head] in ("NNS", "NNPS"):
            return True
        return lemma in self.lexicon.people and lemma not in ("government", "country", "party", "power")
