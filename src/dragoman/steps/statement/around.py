"""Prepositional cues, before, after or inside the clause that they attribute: "according to", "in X's view"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.steps.statement.site import Site
from dragoman.steps.statement.sources import owner_of
from dragoman.steps.statement.spans import Found, characters, finite_verb, trim

_FAR = 40
_PAUSE = frozenset({",", "-", "–", "—", "--"})


class AroundCues:
    """Reads the prepositional cues of one report."""

    def __init__(self, site: Site) -> None:
        self.site, self.doc = site, site.doc

    def according(self, i: int) -> Iterator[Found]:
        """Attribute the clause around "according to Peru"."""
        doc = self.doc
        to = doc.child(i, "prep", "pcomp", "fixed")
        if to < 0 and i + 1 < len(doc) and doc.norm[i + 1] == "to":
            to = i + 1
        source = doc.child(to, "pobj") if to >= 0 else -1
        if source < 0 and to >= 0:
            source = self._name_after(to)
        if source < 0 or (span := self._around(i, doc.right[source])) is None:
            return
        yield Found(*characters(doc, *span), (i, to), source, self.site.lexicon.according)

    def _name_after(self, to: int) -> int:
        """The last noun before the next mark, where the parser found no noun phrase after "to"."""
        doc = self.doc
        found = -1
        for i in range(to + 1, min(self.site.bounds.last(to) + 1, to + 12)):
            if doc.pos[i] in ("NOUN", "PROPN"):
                found = i
            elif doc.pos[i] == "PUNCT":
                break
        return found

    def view(self, n: int, lemma: str) -> Iterator[Found]:
        """Attribute the clause around "in Peru's view", "in the words of the envoy"."""
        doc = self.doc
        prep = doc.head[n]
        if (
            doc.dep[n] != "pobj"
            or doc.norm[prep] not in self.site.lexicon.view_preps
            or prep >= n
            or doc.quoted[n] >= 0
        ):
            return
        source = owner_of(doc, n)
        if not self.site.may_speak(source, False) or not self.site.is_teller(source):
            return
        if span := self._around(prep, max(n, doc.right[source])):
            yield Found(*characters(doc, *span), (prep, n), source, self.site.lexicon.view[lemma])

    def _around(self, i: int, end: int) -> tuple[int, int] | None:
        """The clause that a prepositional cue from `i` to `end` stands before, after or in."""
        doc, bounds = self.doc, self.site.bounds
        first, stop = bounds.first(i), bounds.last(i)
        if i - first <= 2 and (i == first or doc.norm[i - 1] in ("and", "but", '"', "''", ",")):
            comma = next((j for j in range(end + 1, min(stop, end + _FAR)) if doc.norm[j] == ","), end)
            return _whole(trim(doc, comma + 1, self.site.tails.cut(i, comma + 1, stop)))
        tail = end + 1 >= stop or doc.norm[end + 1] in (".", ";", "!", "?", '"')
        if tail or finite_verb(doc, first, i - 1):
            return _whole(trim(doc, self._clause_begin(i, first), i - 1))
        if doc.norm[i - 1] in _PAUSE:
            host = doc.head[i]
            return _whole(trim(doc, first, doc.right[host] if doc.right[host] > end else stop))
        return None

    def _clause_begin(self, i: int, first: int) -> int:
        """Where the last of several coordinated clauses before `i` begins: after ", and" with a subject of its own."""
        doc = self.doc
        for j in range(i - 2, first + 3, -1):
            if doc.dep[j] == "cc" and doc.norm[j - 1] == "," and doc.norm[j] in ("and", "but"):
                verb = next((c for c in doc.children[doc.head[j]] if doc.dep[c] == "conj" and c > j), -1)
                if verb > j and doc.pos[verb] in ("VERB", "AUX") and doc.child(verb, "nsubj", "nsubjpass", "expl") > j:
                    return j + 1
        return first


def _whole(span: tuple[int, int]) -> tuple[int, int] | None:
    return span if span[0] <= span[1] else None
