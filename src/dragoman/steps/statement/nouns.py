"""Nouns and adjectives that attribute: "Chile's claim that", "calls for Chile to", "is confident that"."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.steps.statement.clauses import FINITE, later_subject
from dragoman.steps.statement.rules import NounGroup
from dragoman.steps.statement.site import Site
from dragoman.steps.statement.sources import owner_of, subject_of
from dragoman.steps.statement.spans import Found, any_verb, trim

_FAR = 14
_VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})


class NounCues:
    """Reads the attributing nouns and adjectives of one report."""

    def __init__(self, site: Site) -> None:
        self.site, self.doc = site, site.doc
        self.sources, self.lexicon = site.sources, site.lexicon

    def noun(self, n: int, lemma: str) -> Iterator[Found]:
        """The attribution that the noun at `n` makes, if somebody owns it."""
        if self.doc.quoted[n] >= 0:
            return
        source = self._source(n)
        if not self.site.may_speak(source, False) or not self.site.is_teller(source):
            return
        for group, rule in self.lexicon.nouns[lemma]:
            if span := self._content(n, group):
                yield self.site.found(*span, range(n, n + 1), rule, source=source)
                return

    def _content(self, n: int, group: NounGroup) -> tuple[int, int] | None:
        if group.that:
            return self._that(n) or self._is_that(n)
        if group.to:
            return self._infinitive(n)
        if group.forto:
            return self.site.for_to(n)
        return self._gerund(n, group.preps)

    def _source(self, n: int) -> int:
        doc = self.doc
        owner = owner_of(doc, n)
        if owner >= 0:
            return owner
        verb = doc.head[n]
        if doc.dep[n] == "dobj" and doc.lemma[verb] in self.lexicon.utter:
            return subject_of(doc, verb)
        manner = doc.dep[n] == "pobj" and doc.norm[verb] in ("with", "by", "in") and doc.tag[doc.head[verb]] in _VERBAL
        if manner and any(doc.norm[c] in ("a", "an", "another") for c in doc.children[n]):
            return subject_of(doc, doc.head[verb])  # "stunned allies with an announcement that"
        return -1

    def _that(self, n: int) -> tuple[int, int] | None:
        doc = self.doc
        stop = self.site.bounds.last(n)
        for j in range(n + 1, min(stop, n + _FAR)):
            if doc.norm[j] == "that":
                verb = doc.head[j]
                if doc.dep[j] == "det" or (doc.tag[j] != "IN" and not (verb > j and later_subject(doc, verb, j))):
                    return None
                last = doc.right[verb] if verb > j else stop
                if last < stop and doc.tag[last + 1] in FINITE and not any_verb(doc, j + 1, last):
                    last = stop
                return trim(doc, j + 1, self.site.tails.cut(n, j + 1, last))
            if doc.tag[j] in FINITE or doc.norm[j] in (".", ";", ":"):
                return None
            if doc.norm[j] == "," and doc.norm[j + 1] == "which":
                return None
        return None

    def _is_that(self, n: int) -> tuple[int, int] | None:
        """The clause of "Chad's position is that …"."""
        doc = self.doc
        verb = doc.head[n]
        if doc.dep[n] != "nsubj" or doc.lemma[verb] != "be" or doc.norm[verb + 1 : verb + 2] != ["that"]:
            return None
        return self.site.clauses.after(range(verb, verb + 1), False)

    def _infinitive(self, n: int) -> tuple[int, int] | None:
        doc = self.doc
        for c in doc.children[n]:
            if doc.dep[c] in ("acl", "xcomp", "relcl") and doc.tag[c] == "VB" and c > n:
                to = next((k for k in doc.children[c] if doc.norm[k] == "to" and k < c), -1)
                if to > n:
                    return trim(doc, to, doc.right[c])
        return None

    def _gerund(self, n: int, preps: tuple[str, ...]) -> tuple[int, int] | None:
        doc = self.doc
        for c in doc.children[n]:
            if doc.dep[c] == "prep" and doc.norm[c] in preps and (inner := doc.child(c, "pcomp")) >= 0:
                first = max(doc.left[inner], c + 1)
                return trim(doc, first, self.site.tails.cut(n, first, doc.right[inner]))
        return None

    def adjective(self, a: int, lemma: str) -> Iterator[Found]:
        """The attribution that the adjective at `a` makes of its subject."""
        doc = self.doc
        verb = doc.head[a]
        if doc.dep[a] not in ("acomp", "oprd", "ROOT", "conj", "ccomp") and doc.pos[verb] not in ("VERB", "AUX"):
            return
        if self.site.is_denied(verb) or self.site.is_hypothetical(verb):
            return
        source = subject_of(doc, verb)
        quoted = doc.quoted[a] >= 0
        if not self.site.may_speak(source, quoted) or not self.site.is_teller(source) or doc.norm[source] == "it":
            return
        if quoted and not (self.sources.who.at(source) or doc.pos[source] in ("NOUN", "PROPN")):
            return
        first = verb if doc.pos[verb] == "AUX" and verb == a - 1 else a
        cue = range(first, a + 1)
        for group, rule in self.lexicon.adjectives[lemma]:
            span = self._of_adjective(a, cue) if group.that else self._after_prep(a, group.preps)
            if span and doc.norm[span[0]] != "if":
                yield self.site.found(*span, cue, rule, source=source)
                return

    def _of_adjective(self, a: int, cue: range) -> tuple[int, int] | None:
        near = "that" in self.doc.norm[a + 1 : a + 3] or self.doc.child(a, "ccomp") > a
        return self.site.clauses.after(cue, False) if near else None

    def _after_prep(self, a: int, preps: tuple[str, ...]) -> tuple[int, int] | None:
        doc = self.doc
        prep = next((c for c in doc.children[a] if doc.norm[c] in preps and doc.dep[c] == "prep"), -1)
        span = self.site.clauses.after_prep(prep) if prep >= 0 else None
        return span[:2] if span else None
