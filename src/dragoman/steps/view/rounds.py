"""Who takes part in a round of talks by the words around its noun: between whom, convened or brokered by whom."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.knowledge import Rules
from dragoman.language import Document
from dragoman.steps import clauses
from dragoman.steps.draft import Draft

_KINDS = frozenset({"state", "organization", "armed group", "body", "person"})
_MOST = 8
"""A row of names is followed so far."""

_STAGED = frozenset({"hold", "stage", "convene", "begin", "open", "resume", "start", "expect", "schedule", "plan"})


def held_by(doc: Document, noun: int) -> list[int]:
    """The verbs by which the subject `noun` is held: "talks are due to be held", "a round of talks will be held"."""
    if doc.dep[noun] == "pobj" and doc.norm[doc.head[noun]] == "of":
        noun = doc.head[doc.head[noun]]
    if doc.dep[noun] not in ("nsubj", "nsubjpass"):
        return []
    verb = doc.head[noun]
    due = doc.child(verb, "acomp")
    below = [doc.child(i, "xcomp") for i in (verb, due) if i >= 0]
    return [i for i in (verb, *below) if i >= 0 and doc.lemma[i] in _STAGED]


class RoundWords(Rules):
    """The table `rounds` of knowledge/negotiation.toml."""

    nouns: frozenset[str]
    verbs: frozenset[str]
    sponsors: frozenset[str]
    convenes: frozenset[str]
    among: frozenset[str]
    around: frozenset[str]
    part: frozenset[str]


class Rounds:
    """Reads the nouns for talks in one draft."""

    def __init__(self, draft: Draft, words: RoundWords, private: frozenset[str]) -> None:
        self._doc = draft.doc
        self._who = draft.who
        self._words = words
        self._private = private

    def nouns(self, told: frozenset[int]) -> Iterator[int]:
        """The nouns for talks that no event tells of, in order: those in `told` are left out."""
        doc = self._doc
        for i, lemma in enumerate(doc.lemma):
            if lemma.lower() not in self._words.nouns or i in told or doc.pos[i] not in ("NOUN", "PROPN"):
                continue
            if doc.dep[i] not in ("compound", "nmod", "amod"):
                yield i

    def verbs(self, told: frozenset[int]) -> Iterator[int]:
        """The verbs for an encounter that no event tells of, in order: those in `told` are left out."""
        doc = self._doc
        for i, lemma in enumerate(doc.lemma):
            if i not in told and lemma in self._words.verbs and clauses.is_verb(doc, i):
                yield i

    def met(self, verb: int) -> tuple[str, ...]:
        """The codes of who meets by what stands around the verb: its subject, who is along, and "with" whom."""
        doc = self._doc
        if clauses.is_negated(doc, verb) or doc.child(verb, "dobj") >= 0:
            return ()
        subject = clauses.subject(doc, verb)
        if subject < 0:
            subject = self._cut_off(verb)
        first = [*self._row(subject), *self._beside(subject)] if subject >= 0 else []
        with_ = [doc.child(c, "pobj") for c in doc.children[verb] if c > verb and doc.norm[c] in ("with", "alongside")]
        return tuple(dict.fromkeys((*first, *(code for i in with_ for code in self._row(i)))))

    def names(self, noun: int) -> bool:
        """Whether the noun is one for talks."""
        return self._doc.lemma[noun].lower() in self._words.nouns

    def parties(self, noun: int) -> tuple[str, ...]:
        """The codes of who takes part in what the noun names, in order: participants, then who brings them together."""
        doc = self._doc
        found = [*(self._owner(noun) or self._speaker(noun)), *self._participants(noun)]
        called = [c for i in doc.children[noun] if i > noun and doc.dep[i] == "appos" for c in doc.children[i]]
        for c in (*doc.children[noun], *called):  # "the congress, an event sponsored by Chad"
            if doc.lemma[c].lower() not in self._words.sponsors:
                continue
            if c < noun and c >= 2 and doc.norm[c - 1] in ("-", "‑", "–"):
                found += self._codes(c - 2)  # "UN-sponsored talks"
            elif c > noun and doc.tag[c] == "VBN":
                found += self._row(clauses.agent(doc, c))  # "talks brokered by Chad and Mali"
        found += self._convener(noun)
        found += self._leaders(noun)
        return tuple(dict.fromkeys(found))

    def _leaders(self, noun: int) -> list[str]:
        """Who is named behind the clause that tells of the talks: "talks are to be held on Sunday, led by Chad"."""
        doc = self._doc
        found: list[str] = []
        for verb in held_by(doc, noun):
            for c in doc.children[verb]:
                if c > verb and doc.tag[c] == "VBN" and doc.lemma[c] in self._words.sponsors:
                    found += self._row(clauses.agent(doc, c))
        return found

    def _participants(self, noun: int) -> list[str]:
        doc = self._doc
        found: list[str] = []
        for c in doc.children[noun]:
            if c > noun and doc.norm[c] in self._words.among:
                found += self._row(doc.child(c, "pobj"))
        return found

    def _owner(self, noun: int) -> list[str]:
        """Whose talks they are, where they are with somebody: "her talks with the envoy"."""
        doc = self._doc
        with_ = any(c > noun and doc.norm[c] == "with" for c in doc.children[noun])
        owner = doc.child(noun, "poss")
        return self._codes(owner) if with_ and owner >= 0 else []

    def around(self, noun: int) -> bool:
        """Whether what is said at or right after the talks is told: "told reporters at a meeting of the ministers"."""
        return self._doc.norm[self._doc.head[noun]] in ("at", "after", "following") and bool(self._speaker(noun))

    def _speaker(self, noun: int) -> list[str]:
        """Who does something at or after talks with somebody: "speaking after a meeting with the envoy, she said"."""
        doc = self._doc
        prep = doc.head[noun]
        if doc.dep[noun] != "pobj" or doc.norm[prep] not in self._words.around or not self._shared(noun):
            return []
        verb = doc.head[prep]
        subject = clauses.subject(doc, verb) if clauses.is_verb(doc, verb) else -1
        if subject < 0 and clauses.is_verb(doc, verb) and doc.dep[verb] == "advcl":
            subject = clauses.subject(doc, doc.head[verb])
        return self._codes(subject) if subject >= 0 else []

    def _shared(self, noun: int) -> bool:
        """Whether others take part: "a meeting with the envoy", "a meeting of the union's ministers"."""
        doc = self._doc
        for c in doc.children[noun]:
            inner = doc.child(c, "pobj") if c > noun and doc.norm[c] in ("with", "of") else -1
            if inner >= 0 and (doc.norm[c] == "with" or doc.tag[inner] == "NNS") and self._codes(inner):
                return True
        return False

    def along(self, verb: int) -> tuple[str, ...]:
        """Who meets along with the subject of `verb`: "X, along with Y and Z, will meet"."""
        doc = self._doc
        subject = doc.child(verb, "nsubj")
        if subject < 0 and doc.dep[verb] == "xcomp":
            subject = clauses.subject(doc, verb)
        return self._beside(subject) if subject >= 0 else ()

    def _cut_off(self, verb: int) -> int:
        """The subject that the parser took for a sentence of its own: long ones, with names set off by commas, end in
        a comma, and the rest begins with the verb; -1 for none.
        """
        doc = self._doc
        number = doc.sent[verb]
        sentence = doc.sentences[number]
        if not number or doc.tag[sentence.first] not in ("MD", "VBP", "VBZ", "VBD"):
            return -1
        before = doc.sentences[number - 1]
        root = next(i for i in range(before.first, before.last) if doc.head[i] == i)
        listed = doc.norm[before.last - 1] == "," and doc.pos[root] in ("NOUN", "PROPN")
        return root if listed and doc.children[root] else -1

    def _beside(self, subject: int) -> tuple[str, ...]:
        """Who stands by a subject after "along with", "together with" or "alongside"."""
        doc = self._doc
        for c in doc.children[subject]:
            with_ = doc.child(c, "prep") if doc.norm[c] in ("along", "together") else c
            joined = doc.norm[c] == "alongside" or (with_ > 0 and doc.norm[with_ - 1] in ("along", "together"))
            if with_ > subject and joined:
                return tuple(self._row(doc.child(with_, "pobj")))
        return ()

    def idle(self, noun: int) -> bool:
        """Whether talks are only spoken of in general: "a role in peace talks", "a seat at the talks"."""
        doc = self._doc
        up = doc.head[noun]
        if doc.pos[doc.head[up]] != "NOUN":
            return False
        return doc.dep[noun] == "pobj" and doc.lemma[doc.head[up]] in self._words.part and doc.norm[up] in ("in", "at")

    def _convener(self, noun: int) -> list[str]:
        """The subject of the verb that brings the talks about: "the UN convenes two days of talks"."""
        doc = self._doc
        at = noun
        while doc.dep[at] == "pobj" and doc.norm[doc.head[at]] == "of" and doc.head[at] < at:
            at = doc.head[doc.head[at]]
        verb = doc.head[at]
        if doc.dep[at] != "dobj" or doc.lemma[verb] not in self._words.convenes or clauses.is_negated(doc, verb):
            return []
        subject = clauses.subject(doc, verb)
        return [*self._row(subject), *self.along(verb)] if subject >= 0 else []

    def _row(self, first: int) -> list[str]:
        """The codes of a row of names: "the government, the rebels and the UN"."""
        doc = self._doc
        found: list[str] = []
        for _ in range(_MOST):
            if first < 0:
                break
            found += self._codes(first)
            after = doc.child(first, "conj")
            name = doc.child(first, "appos") if after < 0 else -1
            first = doc.child(name, "conj") if name >= 0 else after
        return found

    def _codes(self, token: int) -> list[str]:
        ids = [a for a in self._who.at(token) if self._who.actor(a).kind in _KINDS]
        return [code for code in self._who.codes(ids) if code not in self._private]
