"""The content that the grammar gives a cue: clauses, infinitives, gerunds and noun phrases that belong to it."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.statement_spans import Bounds, finite_verb, trim

_SKIP = frozenset(
    {"dobj", "dative", "iobj", "advmod", "npadvmod", "prep", "punct", "agent", "prt", "intj", "neg", "nsubj", "nmod",
     "oprd", "acomp", "tmod", "advcl", "cc", "attr", "nsubjpass", "aux", "auxpass", "dep"}
)  # fmt: skip
_CLAUSE_START = frozenset({"that", "whether", "how", "why"})
_AND_BUT = frozenset({"and", "but", "while", "whereas", "although", "though", "yet"})
_FAR = 45


def child_towards(doc: Document, i: int, governors: range) -> int:
    """The ancestor of `i` (or `i`) whose head is one of `governors`; -1 if there is none."""
    at = i
    for _ in range(40):
        head = doc.head[at]
        if head in governors:
            return at
        if head == at:
            return -1
        at = head
    return -1


def that_clause(doc: Document, cue: range, stop: int, told: bool) -> tuple[int, int] | None:
    """First and last token of the clause after "that" to the right of `cue`, which ends before `stop`."""
    for j in range(cue[-1] + 1, min(stop + 1, cue[-1] + _FAR)):
        if doc.norm[j] == "that":
            verb = doc.head[j]
            if (verb > j and doc.dep[j] == "mark") or (doc.tag[j] == "IN" and verb > j):
                return j + 1, doc.right[verb]
            if verb > j and (told or _own_subject(doc, verb, j)) and doc.dep[verb] in ("relcl", "ccomp", "acl"):
                if _own_subject(doc, verb, j):
                    return j + 1, doc.right[verb]
                return None
            if doc.tag[j] == "IN" and j < stop:
                return j + 1, stop
        if doc.tag[j] in ("VBD", "VBZ", "VBP", "MD") and doc.dep[j] not in ("amod", "relcl", "aux"):
            top = child_towards(doc, j, cue)
            if top < 0 or doc.dep[top] not in ("advcl", "prep", "dobj", "dative", "nsubj", "agent"):
                return None
    return None


def _own_subject(doc: Document, verb: int, other: int) -> bool:
    return any(doc.dep[c] in ("nsubj", "nsubjpass", "expl") and c != other and c > other for c in doc.children[verb])


class Clauses:
    """Contents by construction; every answer is first and last token, or None."""

    def __init__(self, doc: Document, bounds: Bounds) -> None:
        self.doc, self.bounds = doc, bounds

    def after(self, cue: range, told: bool) -> tuple[int, int] | None:
        """The finite clause that follows the cue and is its content."""
        doc = self.doc
        stop = self.bounds.last(cue[-1])
        span = that_clause(doc, cue, stop, told)
        if span is None:
            span = self._bare(cue)
        if span is None:
            return None
        first, last = span
        last = self._extend(cue, first, last)
        return trim(doc, first, last)

    def _bare(self, cue: range) -> tuple[int, int] | None:
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if c > cue[-1] and doc.dep[c] == "ccomp" and doc.pos[c] in ("VERB", "AUX", "ADJ", "NOUN", "ADV", "PROPN"):
                    first = max(doc.left[c], cue[-1] + 1)
                    if not finite_verb(doc, first, doc.right[c]):
                        continue
                    return self._without_date(cue, first), doc.right[c]
        return None

    def _without_date(self, cue: range, first: int) -> int:
        """The clause without a date that stands right after the cue: "said on Monday the talks had failed"."""
        doc = self.doc
        at = first
        if at != cue[-1] + 1:
            return first
        if doc.norm[at] in ("on", "in", "late", "early", "at") and doc.entity[at + 1 : at + 2] == ["DATE"]:
            at += 1
        if doc.entity[at] not in ("DATE", "TIME") or (doc.norm[at] in ("the", "a", "this") and doc.dep[at + 1 : at + 2] == ["nsubj"]):
            return first
        begin = at
        while at < len(doc) and doc.entity[at] in ("DATE", "TIME") and at - begin < 6:
            at += 1
        if doc.norm[at] in (",", "'s", "'") or doc.dep[at - 1] in ("nsubj", "nsubjpass", "compound", "poss"):
            return first
        return at

    def _extend(self, cue: range, first: int, last: int) -> int:
        """Clauses coordinated with the content that the parser hung on the cue: "said it was late, but he would wait"."""
        doc = self.doc
        stop = self.bounds.last(last)
        for i in cue:
            for c in doc.children[i]:
                if doc.dep[c] == "conj" and c > last and doc.pos[c] in ("VERB", "AUX", "NOUN", "ADJ"):
                    gap = doc.left[c] - last
                    if gap <= 4 and self._goes_on(c, last):
                        last = max(last, doc.right[c])
        return min(last, stop)

    def _goes_on(self, verb: int, last: int) -> bool:
        """Whether a clause after the content is more of it: it has a subject and a verb that reports or foresees."""
        doc = self.doc
        subject = doc.child(verb, "nsubj", "nsubjpass", "expl")
        if subject < last:
            return False
        return True

    def infinitive(self, cue: range, passive: bool = False) -> tuple[int, int, int] | None:
        """The infinitive after the cue and its object: first and last token, and who is told (-1: nobody)."""
        doc = self.doc
        told = -1
        for i in cue:
            for c in doc.children[i]:
                if c <= cue[-1]:
                    continue
                if doc.dep[c] in ("dobj", "dative", "pobj"):
                    told = c
                if doc.dep[c] == "prep" and c == cue[-1]:
                    told = doc.child(c, "pobj")
                if doc.dep[c] in ("xcomp", "ccomp", "advcl") and doc.tag[c] == "VB":
                    to = self._to(c)
                    if to < 0 or to - cue[-1] > _FAR:
                        continue
                    subject = doc.child(c, "nsubj")
                    if subject > cue[-1]:
                        told = subject
                    return to, doc.right[c], told
        return None

    def _to(self, verb: int) -> int:
        """Where the infinitive phrase of `verb` begins: at "to", or at "not" before it."""
        doc = self.doc
        to = next((c for c in doc.children[verb] if doc.norm[c] == "to" and c < verb and doc.dep[c] == "aux"), -1)
        if to > 0 and doc.norm[to - 1] == "not":
            return to - 1
        return to

    def gerund(self, cue: range) -> tuple[int, int] | None:
        """The gerund that the cue governs ("denied sending troops")."""
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if c > cue[-1] and doc.dep[c] in ("xcomp", "ccomp", "pcomp") and self._is_gerund(c) and c - cue[-1] <= 8:
                    return max(doc.left[c], cue[-1] + 1), doc.right[c]
        return None

    def _is_gerund(self, i: int) -> bool:
        doc = self.doc
        if doc.tag[i] == "VBG":
            return not any(doc.dep[c] == "aux" and doc.lemma[c] == "be" for c in doc.children[i])
        return any(doc.dep[c] in ("aux", "auxpass") and doc.tag[c] == "VBG" for c in doc.children[i])

    def object(self, cue: range, follow: frozenset[str]) -> tuple[int, int] | None:
        """The noun phrase that is the cue's object, with an infinitive or one of the `follow` prepositions after it."""
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if doc.dep[c] == "dobj" and c > cue[-1]:
                    if doc.pos[c] == "PRON" and not self._follows(i, doc.right[c], follow):
                        return None
                    return doc.left[c], self._widen(i, doc.right[c], follow)
        return None

    def _follows(self, verb: int, last: int, follow: frozenset[str]) -> bool:
        doc = self.doc
        return any(c == last + 1 and doc.dep[c] == "prep" and doc.norm[c] in follow for c in doc.children[verb])

    def _widen(self, verb: int, last: int, follow: frozenset[str]) -> int:
        doc = self.doc
        for c in doc.children[verb]:
            if doc.left[c] != last + 1:
                continue
            if (doc.dep[c] == "prep" and doc.norm[c] in follow) or (doc.dep[c] in ("advcl", "xcomp") and self._to(c) == last + 1):
                last = doc.right[c]
        return last

    def passive_subject(self, verb: int) -> tuple[int, int] | None:
        """The subject of a passive, where it is what is talked about ("the raid was condemned by")."""
        doc = self.doc
        subject = doc.child(verb, "nsubjpass")
        if subject < 0 or doc.pos[subject] == "PRON":
            return None
        return doc.left[subject], doc.right[subject]

    def after_prep(self, prep: int) -> tuple[int, int, int] | None:
        """The noun phrase or gerund after a preposition: first and last token, and its head."""
        doc = self.doc
        for c in doc.children[prep]:
            if doc.dep[c] in ("pobj", "pcomp") and c > prep:
                first = doc.left[c]
                last = self._widen(doc.head[prep], doc.right[c], frozenset())
                if doc.pos[c] == "PRON" and first == last:
                    return None
                return max(first, prep + 1), last, c
        return None

    def complement(self, verb: int, cue: range, only: bool) -> tuple[int, int] | None:
        """Object and what it is called ("called the vote a farce"); `only` the latter, also where the object is a
        pronoun that stands before the verb.
        """
        doc = self.doc
        obj = first = -1
        for c in doc.children[verb]:
            if c <= cue[-1]:
                continue
            if doc.dep[c] == "dobj" and obj < 0 and first < 0:
                obj = c
            elif doc.dep[c] in ("oprd", "acomp", "attr"):
                begin = doc.left[c]
                if not only and obj >= 0:
                    begin = min(begin, doc.left[obj])
                return begin, doc.right[c]
            elif doc.dep[c] == "ccomp" and not finite_verb(doc, doc.left[c], doc.right[c]):
                subject = doc.child(c, "nsubj")
                return (doc.left[c] if not only or subject < 0 else doc.right[subject] + 1), doc.right[c]
        return None

    def as_phrase(self, verb: int, cue: range, only: bool) -> tuple[int, int] | None:
        """Object and what follows "as"; `only` the latter."""
        doc = self.doc
        obj = -1
        for c in doc.children[verb]:
            if c <= verb:
                continue
            if doc.dep[c] == "dobj" and obj < 0:
                obj = c
            found = c if doc.norm[c] == "as" and doc.dep[c] in ("prep", "mark", "advmod") else -1
            if found < 0 and doc.dep[c] in ("dobj", "prep", "advcl"):
                found = next((g for g in doc.children[c] if doc.norm[g] == "as" and g > verb and doc.dep[g] == "prep"), -1)
            if found < 0 or found - verb > _FAR:
                continue
            last = doc.right[found]
            if last == found:
                return None
            if only or obj < 0 or obj < cue[-1]:
                return found + 1, last
            return doc.left[obj], last
        return None
