"""Contents that stand before or around their cue: "Talks go on, Kenya said", "The vote, he says, was fair"."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.quotations import Quotation
from dragoman.steps.statement.spans import Bounds, finite_verb, trim

_LEAD = frozenset({"but", "and", "or", "so", "yet", "however", "meanwhile", "nevertheless", "still", "also", "then"})
_GOES_ON = frozenset({"because", "but", "and", "if", "unless", "so", "even", "since"})
_NOT_BEFORE = frozenset({"advcl", "prep", "npadvmod", "advmod", "nsubj", "nsubjpass", "agent", "pcomp"})
_TAIL = 14


def without_lead(doc: Document, first: int, last: int) -> int:
    """`first` without an opening "But", "And", "However," that joins the sentence to the one before."""
    if doc.norm[first] in _LEAD and first < last:
        first += 1
        if doc.norm[first] == "," and first < last:
            first += 1
    return first


class Before:
    """Contents to the left of a cue; answers are first and last token."""

    def __init__(self, doc: Document, bounds: Bounds, quote_ends: dict[int, int]) -> None:
        self.doc, self.bounds, self.quote_ends = doc, bounds, quote_ends

    def quotation(self, segment: int) -> int:
        """The number of the quotation that ends right before token `segment`, where the attribution begins; or -1."""
        doc = self.doc
        for back in (1, 2, 3):
            i = segment - back
            if i < 0:
                return -1
            found = self.quote_ends.get(i, -1)
            if found >= 0:
                return found if self._open_end(found, i, segment) else -1
            if doc.norm[i] not in (",", '"', "'", "-", "--", "–", "—", "''"):
                return -1
        return -1

    def _open_end(self, number: int, last: int, segment: int) -> bool:
        """Whether the sentence can go on after the quotation: not where it ends with a full stop and a name follows."""
        doc = self.doc
        q = doc.quotations[number]
        if doc.paragraph_of(q.start) != doc.paragraph_of(doc.start[segment]):
            return False
        ending = doc.text[q.inner_end - 1 : q.inner_end]
        if (
            ending != ","
            and doc.text[max(0, q.start - 3) : q.start].rstrip()[-1:] in (":", ",")
            and segment == last + 1
        ):
            return doc.word[segment][:1].islower()  # its speaker stands before it
        if segment != last + 1 or doc.word[segment][:1].islower():
            return True
        return ending != "." and (ending not in "?!…" or doc.pos[segment] == "PROPN")

    def quoted(self, quotation: Quotation) -> tuple[int, int, bool]:
        """Content that ends with `quotation`: characters, and whether the quotation is all of it."""
        doc = self.doc
        inside = doc.token_at(quotation.inner_start)
        first = self.bounds.first(inside)
        opened = doc.text[max(0, quotation.start - 3) : quotation.start].rstrip()
        if doc.start[first] >= quotation.start or opened.endswith(":"):
            return quotation.inner_start, quotation.inner_end, True
        first = without_lead(doc, first, inside)
        while first < inside and doc.pos[first] == "PUNCT" and doc.start[first] < quotation.start:
            first += 1
        if doc.start[first] >= quotation.start:
            return quotation.inner_start, quotation.inner_end, True
        return doc.start[first], quotation.end, False

    def clause(self, verb: int, segment: int, inverted: bool = False) -> list[tuple[int, int]]:
        """The clause before (or around) the attribution that begins at token `segment`; one or two pieces."""
        doc = self.doc
        if segment < 1 or doc.norm[segment - 1] not in (",", "-", "--", "–", "—", '"', "''", "'", ")", "?", "!"):
            return []
        host = self._host(verb, segment)
        if host < 0 and inverted and doc.norm[segment - 1] == "," and doc.dep[self.bounds.first(verb)] != "mark":
            host = verb  # "…, said Okoro": all before is content, whatever the parser made of it
        if host < 0:
            return []
        left = doc.left[verb] if host != verb and doc.head[verb] != host else doc.left[host]
        sentence_first = self.bounds.first(segment)
        if doc.head[verb] == verb or doc.head[verb] == host or left <= doc.sentences[doc.sent[verb]].first:
            left = sentence_first
        first, last = trim(doc, without_lead(doc, left, segment), segment - 1)
        rest = self._rest(verb, segment)
        if first > last or (rest and last - first <= 1 and doc.pos[last] in ("ADV", "CCONJ", "SCONJ")):
            return [trim(doc, *rest)] if rest else []  # "Still, he said, …"
        if doc.tag[segment - 2] in ("WP", "WDT") and segment >= 2:
            return [trim(doc, *rest)] if rest else []  # "who, he says, were …"
        whole = finite_verb(doc, first, last)
        if rest and not whole:
            return [trim(doc, first, rest[1])]
        if not whole and doc.sentences[doc.sent[verb]].kind != "headline":
            return []
        pieces = [(first, last)]
        if rest and doc.norm[rest[0]] in _GOES_ON and finite_verb(doc, *rest):
            pieces.append(trim(doc, *rest))
        return pieces

    def _host(self, verb: int, segment: int) -> int:
        """The verb of the clause that is said, left of (or around) the attribution; -1 if there is none."""
        doc = self.doc
        for c in doc.children[verb]:
            if c < segment and doc.dep[c] in ("ccomp", "parataxis", "dep"):
                return c
        if doc.dep[verb] in ("parataxis", "ccomp", "dep", "advcl", "conj") and doc.head[verb] != verb:
            head = doc.head[verb]
            comma_after = any(doc.norm[i] == "," for i in range(verb + 1, min(verb + _TAIL, len(doc))))
            if doc.dep[verb] == "parataxis" or (doc.dep[verb] in ("ccomp", "dep") and head < segment):
                return head
            if doc.dep[verb] in ("ccomp", "advcl", "dep") and head > verb and comma_after:
                return head
        # The parser split the sentence, or hung its first half on something else.
        at = segment - 2 if doc.norm[segment - 1] in (",", "-", "–", "—", "--") else segment - 1
        while at > 0 and doc.pos[at] == "PUNCT":
            at -= 1
        if doc.sent[at] != doc.sent[verb]:
            return at if self.bounds.first(verb) <= at and self._is_clause(at) else -1
        return -1

    def _is_clause(self, i: int) -> bool:
        doc = self.doc
        return finite_verb(doc, self.bounds.first(i), i)

    def _rest(self, verb: int, segment: int) -> tuple[int, int] | None:
        """What goes on after the comma that closes the attribution."""
        doc = self.doc
        stop = self.bounds.last(verb)
        for i in range(verb + 1, min(stop, verb + _TAIL)):
            if doc.norm[i] in (",", "–", "—", "--"):
                after = i + 1
                if (
                    after < stop
                    and doc.tag[after] not in ("VBG", "VBN", "WDT", "WP")
                    and doc.norm[after] not in ("according",)
                ):
                    return after, stop
                return None
            if doc.tag[i] in ("VBD", "VBZ", "VBP", "MD") and doc.dep[i] != "relcl":
                return None
        return None
