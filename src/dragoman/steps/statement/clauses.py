"""The content that the grammar gives a cue: clauses, infinitives, gerunds and noun phrases that belong to it."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.statement.spans import Bounds, any_verb, ends_sentence, finite_verb, trim
from dragoman.steps.statement.tails import Tails

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_BETWEEN = frozenset({"advcl", "prep", "dobj", "dative", "nsubj", "agent"})
_NOT_THAT = frozenset({"so", "now", "such", "in", "given", "provided", "except"})
_UNTIL = frozenset({"before", "until", "unless", "if", "once", "after"})
_OF = frozenset({"of", "to", "for", "against", "between", "with"})
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


def later_subject(doc: Document, verb: int, token: int) -> bool:
    """Whether `verb` has a subject after `token`: then "that" at `token` opens a clause and is no pronoun."""
    return any(doc.dep[c] in ("nsubj", "nsubjpass", "expl") and c > token for c in doc.children[verb])


class Clauses:
    """Contents by construction; every answer is first and last token, or None."""

    def __init__(self, doc: Document, bounds: Bounds, tails: Tails) -> None:
        self.doc, self.bounds, self.tails = doc, bounds, tails

    def after(self, cue: range, told: bool) -> tuple[int, int] | None:
        """The finite clause that follows the cue and is its content."""
        doc = self.doc
        span = self._bare(cue, told) or self._that(cue, told)
        if span is None:
            return None
        first, last = span
        last = self._mend(last)
        if last + 1 < len(doc) and doc.tag[last + 1] in FINITE and not any_verb(doc, first, last):
            last = max(last, self.bounds.last(last))  # the parser took a participle for the verb
        last = self._extend(cue, last)
        last = self.tails.cut(cue[0], first, last)
        first, last = trim(doc, first, last)
        return (first, last) if first <= last else None

    def _that(self, cue: range, told: bool) -> tuple[int, int] | None:
        """The clause after a "that" which the parser did not hang on the cue."""
        doc = self.doc
        stop = self.bounds.last(cue[-1])
        for j in range(cue[-1] + 1, min(stop + 1, cue[-1] + _FAR)):
            if doc.norm[j] == "that" and doc.dep[j] == "det" and doc.tag[doc.head[j]] in ("NNS", "NNPS"):
                return j + 1, stop  # no plural takes "that": the parser missed a clause
            if doc.norm[j] == "that" and doc.dep[j] != "det" and doc.norm[j - 1] not in _NOT_THAT:
                verb = doc.head[j]
                if verb > j and doc.dep[verb] in ("acl", "relcl") and not self._may_hold(cue, doc.head[verb], told):
                    return None
                if verb > j and (doc.dep[j] == "mark" or doc.tag[j] == "IN" or later_subject(doc, verb, j)):
                    return j + 1, doc.right[verb]
                if doc.tag[j] == "IN" and j + 2 < stop:
                    return j + 1, stop
                if not told:
                    return None
            if doc.tag[j] in FINITE or (doc.tag[j] == "VBG" and doc.norm[j - 1] == "," and self.tails.is_cue(j)):
                top = child_towards(doc, j, cue)
                if top < 0 or doc.dep[top] not in _BETWEEN or doc.tag[j] == "VBG":
                    return None
        return None

    def _may_hold(self, cue: range, noun: int, told: bool) -> bool:
        """Whether a clause that the parser hung on `noun` may be the cue's: the noun is told, or where it is said."""
        doc = self.doc
        if doc.dep[noun] in ("dobj", "dative", "nsubj") and doc.head[noun] in cue:
            return told or len(cue) > 1 or doc.dep[noun] != "dobj"
        if doc.lemma[noun] == "time":
            return True  # "hinted for the first time that"
        return doc.dep[noun] == "pobj" and doc.norm[doc.head[noun]] in ("to", "in", "at", "on", "during", "with")

    def _bare(self, cue: range, told: bool) -> tuple[int, int] | None:
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if c > cue[-1] and doc.dep[c] == "xcomp" and doc.tag[c] == "VBG" and doc.lemma[i] == "say":
                    stop = self.bounds.last(c)  # "said cutting output must wait": a gerund that is a subject
                    return (c, stop) if finite_verb(doc, c, stop) else None
                if c <= cue[-1] or doc.dep[c] != "ccomp":
                    continue
                first = max(doc.left[c], cue[-1] + 1)
                if not finite_verb(doc, first, doc.right[c]):
                    continue
                that = self._mark(c, cue[-1])
                if that >= 0:
                    return that + 1, doc.right[c]
                return self._start(cue, first, told), doc.right[c]
        return None

    def _mark(self, verb: int, after: int) -> int:
        doc = self.doc
        for c in doc.children[verb]:
            if after < c < verb and doc.norm[c] == "that" and doc.dep[c] == "mark":
                return c
        return -1

    def _start(self, cue: range, first: int, told: bool) -> int:
        """Where a clause without "that" begins: after a date, and with a subject that the parser gave to the cue."""
        doc = self.doc
        if not told:
            for c in doc.children[cue[-1]]:
                if cue[-1] < c < first and doc.dep[c] in ("dobj", "oprd", "attr"):
                    return doc.left[c]
        at = first
        if at != cue[-1] + 1:
            return first
        if doc.norm[at] in ("on", "in", "late", "early", "at") and doc.entity[at + 1 : at + 2] == ["DATE"]:
            at += 1
        if doc.entity[at] not in ("DATE", "TIME"):
            return first
        begin = at
        while at < len(doc) and doc.entity[at] in ("DATE", "TIME") and at - begin < 6:
            at += 1
        if doc.norm[at : at + 1] in ([","], ["'s"], ["'"]) or doc.dep[at - 1] in (
            "nsubj",
            "nsubjpass",
            "compound",
            "poss",
        ):
            return first
        return at

    def _mend(self, last: int) -> int:
        """The end of the sentence where the parser broke it off after `last`."""
        doc = self.doc
        sentence = doc.sentences[doc.sent[last]]
        if last >= sentence.last - 2 and not ends_sentence(doc, sentence.last - 1):
            return self.bounds.last(last)
        return last

    def _extend(self, cue: range, last: int) -> int:
        """Clauses after the content that the parser hung on the cue: "said it was late, but he would wait"."""
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if doc.dep[c] != "conj" or doc.left[c] <= last or doc.left[c] - last > 4:
                    continue
                if doc.pos[c] in ("VERB", "AUX") and not self.tails.speaks(c):
                    if doc.child(c, "nsubj", "nsubjpass", "expl") > last:
                        last = doc.right[c]
                elif doc.pos[c] in ("NOUN", "PROPN"):
                    last = doc.right[c]
        return min(last, self.bounds.last(last))

    def infinitive(self, cue: range) -> tuple[int, int, int] | None:
        """The infinitive after the cue and its object: first and last token, and who is told (-1: nobody)."""
        doc = self.doc
        told = -1
        for i in cue:
            for c in doc.children[i]:
                if c <= cue[-1] and not (doc.dep[c] == "prep" and c == cue[-1]):
                    continue
                if doc.dep[c] in ("dobj", "dative", "pobj"):
                    told = c
                if doc.dep[c] == "prep" and c == cue[-1]:
                    told = doc.child(c, "pobj")
                if doc.dep[c] in ("xcomp", "ccomp", "advcl") and doc.tag[c] == "VB":
                    to = self._to(c)
                    if to <= cue[-1] or to - cue[-1] > _FAR:
                        continue
                    subject = doc.child(c, "nsubj")
                    if subject > cue[-1]:
                        told = subject
                    last = self.tails.cut(cue[0], to, self._mend(doc.right[c]))
                    return to, last, told
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
                if (
                    c > cue[-1]
                    and doc.dep[c] in ("xcomp", "ccomp", "pcomp")
                    and self._is_gerund(c)
                    and c - cue[-1] <= 8
                ):
                    first = max(doc.left[c], cue[-1] + 1)
                    return first, self.tails.cut(cue[0], first, doc.right[c])
        return None

    def _is_gerund(self, i: int) -> bool:
        doc = self.doc
        if doc.tag[i] == "VBG":
            return not any(doc.dep[c] == "aux" and doc.lemma[c] == "be" for c in doc.children[i])
        return any(doc.dep[c] in ("aux", "auxpass") and doc.tag[c] == "VBG" for c in doc.children[i])

    def object(self, cue: range, follow: frozenset[str]) -> tuple[int, int, int] | None:
        """The noun phrase that is the cue's object, with an infinitive or one of the `follow` prepositions after it:
        first and last token, and its head.
        """
        doc = self.doc
        for i in cue:
            for c in doc.children[i]:
                if doc.dep[c] == "dobj" and c > cue[-1]:
                    first, last = doc.left[c], self._widen(i, doc.right[c], follow)
                    return first, self.tails.cut(cue[0], first, last), c
        return None

    def _widen(self, verb: int, last: int, follow: frozenset[str]) -> int:
        """`last`, or the end of what follows directly and belongs to the object: an infinitive, a listed phrase."""
        for c in self.doc.children[verb]:
            if self.doc.left[c] == last + 1 and self._belongs(c, last, follow):
                last = self.doc.right[c]
        return last

    def _belongs(self, c: int, last: int, follow: frozenset[str]) -> bool:
        doc = self.doc
        anything = "*" in follow
        if doc.dep[c] == "prep":
            return doc.norm[c] in follow or (anything and not self._dated(c))
        if doc.dep[c] not in ("advcl", "xcomp"):
            return False
        if self._to(c) == last + 1 or (anything and doc.norm[last + 1] in _UNTIL):
            return True
        return doc.tag[c] == "VBG" and doc.tag[last] == "POS"  # "Chad's backing the plan"

    def _dated(self, prep: int) -> bool:
        pobj = self.doc.child(prep, "pobj")
        return pobj >= 0 and self.doc.entity[pobj] in ("DATE", "TIME")

    def passive_subject(self, verb: int) -> tuple[int, int, int] | None:
        """The subject of a passive, where it is what is talked about ("the raid was condemned by")."""
        doc = self.doc
        subject = doc.child(verb, "nsubjpass")
        if subject < 0 or doc.pos[subject] == "PRON" or verb - doc.left[subject] > 16:
            return None
        return doc.left[subject], doc.right[subject], subject

    def after_prep(self, prep: int, follow: frozenset[str] = frozenset()) -> tuple[int, int, int] | None:
        """The noun phrase or gerund after a preposition: first and last token, and its head."""
        doc = self.doc
        for c in doc.children[prep]:
            if doc.dep[c] in ("pobj", "pcomp") and c > prep:
                if doc.entity[c] in ("DATE", "TIME"):
                    return None
                first = max(doc.left[c], prep + 1)
                last = self._widen(doc.head[prep], doc.right[c], follow)
                if doc.pos[c] == "PRON" and first == last:
                    return None
                return first, self.tails.cut(doc.head[prep], first, last), c
        return None

    def complement(self, verb: int, cue: range, only: bool) -> tuple[int, int] | None:
        """Object and what it is called ("called the vote a farce"); `only` the latter, also where the object is a
        pronoun that stands before the verb ("whom it deems a threat").
        """
        doc = self.doc
        obj = -1
        fronted = any(doc.tag[c] in ("WDT", "WP") and c < verb and doc.dep[c] != "nsubj" for c in doc.children[verb])
        for c in doc.children[verb]:
            if c <= cue[-1]:
                continue
            if doc.dep[c] == "dobj" and obj < 0:
                if fronted and doc.pos[c] != "PRON":
                    return doc.left[c], self._widen(verb, doc.right[c], _OF)
                obj = c
            elif doc.dep[c] in ("oprd", "acomp", "attr"):
                begin = doc.left[c]
                if not only and obj >= 0:
                    begin = min(begin, doc.left[obj])
                return begin, self.tails.cut(verb, begin, self._widen(verb, doc.right[c], _OF))
            elif doc.dep[c] == "ccomp" and not finite_verb(doc, doc.left[c], doc.right[c]):
                subject = doc.child(c, "nsubj")
                if doc.tag[c] == "VB":
                    return None
                first = doc.left[c] if not only or subject < 0 else doc.right[subject] + 1
                return first, self.tails.cut(verb, first, doc.right[c])
        if obj >= 0 and not only and any(doc.quoted[i] >= 0 for i in range(obj + 1, doc.right[obj] + 1)):
            return doc.left[obj], doc.right[obj]  # what it is called stands in quotation marks
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
                found = next(
                    (g for g in doc.children[c] if doc.norm[g] == "as" and g > verb and doc.dep[g] == "prep"), -1
                )
            if found < 0 or found - verb > _FAR:
                continue
            if doc.tag[found + 1] == "VBG" and self.tails.speaks(found + 1):
                return None  # "quoted her as saying"
            later = next((c for c in doc.children[verb] if c > found and doc.dep[c] == "dobj"), -1)
            if obj < 0 and later >= 0:
                return doc.left[later], self.tails.cut(verb, later, doc.right[later])  # "dismissed as false the claim"
            last = self.tails.cut(verb, found, self._mend(doc.right[found]))
            if only:
                # the agent of a passive is not part of what it is said to be
                by = next(
                    (i for i in range(found + 1, last) if doc.norm[i] == "by" and doc.dep[i] in ("prep", "agent")), 0
                )
                last = by - 1 if by and doc.tag[verb] == "VBN" else last
            if last == found:
                return None
            if obj < 0 and not only and not any(doc.tag[i] in ("WDT", "WP") for i in doc.children[verb]):
                return None  # "identifying as": nobody is described
            if only or obj < 0 or obj < cue[-1]:
                return found + 1, last
            return doc.left[obj], last
        return None
