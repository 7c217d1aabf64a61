"""Cue verbs: is it an attribution at all, and does its content stand before, around or after it?"""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.steps.statement.frames import Frames
from dragoman.steps.statement.rules import Verb
from dragoman.steps.statement.site import Site
from dragoman.steps.statement.spans import Found, characters, finite_verb, trim

_OPENERS = frozenset({"if", "when", "while", "because", "although", "though"})


class VerbCues:
    """Reads the cue verbs of one report."""

    def __init__(self, site: Site) -> None:
        self.site, self.doc = site, site.doc
        self.frames = Frames(site)

    def verb(self, v: int, lemma: str) -> Iterator[Found]:
        """The attributions that the verb at `v` makes: none, one, or two where it stands between two clauses."""
        doc, site = self.doc, self.site
        if doc.dep[v] in ("amod", "aux", "auxpass", "compound") or site.is_denied(v) or site.is_hypothetical(v):
            return
        source = site.source(v)
        quoted = doc.quoted[v] >= 0
        if source >= 0:
            if doc.tag[v] == "VB" and doc.norm[source] == "it" and doc.norm[v - 1] == "to":
                return  # "it is hard to say"
            if not site.may_speak(source, quoted):
                return
        entry = site.lexicon.verbs.get(lemma)
        left = self._left_quotation(v, source, entry)
        if left is not None and left.form == "direct":
            yield left
            return
        has_object = entry is not None and not entry.told and doc.child(v, "dobj") not in (-1, source)
        if entry and source >= 0 and "quote" in entry.frames and not quoted and not has_object:
            beside = Found(0, 0, (v, v), source, entry.frames["quote"], self.frames.addressee(v, entry))
            if site.quotes.right_of(beside, site.sources.edges(source)[1] if source > v else v):
                yield beside
                return
        for found in self.frames.read(v, lemma, source):
            found.source = source
            if not quoted or self._nested(found, entry):
                yield found
            return
        if left is not None:
            yield left
        elif entry and source >= 0 and "asit" in entry.frames and doc.norm[v + 1 : v + 2] == ["it"]:
            yield from self._as_it(v, source, entry)
        elif entry and source >= 0 and "tail" in entry.frames and not quoted and not site.is_passive(v):
            yield from self._before(v, source, entry)

    def _nested(self, found: Found, entry: Verb | None) -> bool:
        """Whether an attribution inside quoted words is one to keep: a named actor's own words, or what the speaker was
        told. Beliefs and findings inside a quotation are the quoted speaker's talk.
        """
        if entry is None or found.rule != entry.frames.get("that") or "that" in entry.belief or "that" in entry.weak:
            return False
        if self.doc.norm[self.doc.token_at(found.start)] == "to":
            return False
        return found.source < 0 or bool(self.site.sources.who.at(found.source))

    def _segment(self, v: int, source: int) -> int:
        """The first token of the attribution: the source's or the cue's, whichever is first."""
        doc = self.doc
        first = v
        for c in reversed(doc.children[v]):
            if first - 3 <= c < first and doc.dep[c] in ("aux", "auxpass", "advmod", "neg"):
                first = c
        if 0 <= source < v:
            left = doc.left[source]
            while left < source and doc.pos[left] == "PUNCT":
                left += 1  # the parser may hang a closing mark on the name after it
            first = min(first, left, self.site.sources.edges(source)[0])
        return first

    def _left_quotation(self, v: int, source: int, entry: Verb | None) -> Found | None:
        """The quotation that ends where the attribution begins."""
        doc, before = self.doc, self.site.before
        if entry is None or source < 0 or not ("quote" in entry.frames or "tail" in entry.frames):
            return None
        far = doc.head[source] != v and not source < v <= source + 3
        if far or doc.tag[v] == "VBG" or doc.norm[v + 1 : v + 2] == ["that"]:
            return None  # a participle or a second verb
        number = before.quotation(self._segment(v, source))
        if number < 0 and source > v:
            number = before.quotation(v)
        if number < 0 or doc.quoted[v] == number:
            return None
        start, end, whole = before.quoted(doc.quotations[number])
        rule = entry.frames.get("quote") or entry.frames["tail"]
        return Found(start, end, (v, v), source, rule, self.frames.addressee(v, entry), "direct" if whole else "")

    def _before(self, v: int, source: int, entry: Verb) -> Iterator[Found]:
        """The clause before or around the attribution."""
        doc = self.doc
        opener = next((c for c in doc.children[v] if doc.norm[c] == "as" and c < v and self._opens(c)), -1)
        if opener >= 0:
            yield from self._host_of_as(v, source, opener, entry.frames["tail"])
            return
        told = self.frames.addressee(v, entry)
        for first, last in self.site.before.clause(v, self._segment(v, source), source > v):
            if first <= last:
                yield Found(*characters(doc, first, last), (v, v), source, entry.frames["tail"], told)

    def _as_it(self, v: int, source: int, entry: Verb) -> Iterator[Found]:
        """The clause or quotation around "as she put it"."""
        opener = next((c for c in self.doc.children[v] if self.doc.norm[c] == "as" and c < v), -1)
        if opener < 0:
            return
        number = self.site.before.quotation(opener)
        if number >= 0:
            start, end, whole = self.site.before.quoted(self.doc.quotations[number])
            yield Found(start, end, (v, v + 1), source, entry.frames["asit"], form="direct" if whole else "")
        else:
            yield from self._host_of_as(v, source, opener, entry.frames["asit"])

    def _opens(self, i: int) -> bool:
        return self.doc.dep[i] in ("mark", "advmod", "prep")

    def _host_of_as(self, v: int, source: int, opener: int, rule: str) -> Iterator[Found]:
        """The clause before "…, as Peru admits, …", the clause after "As Peru says, …"."""
        doc, bounds = self.doc, self.site.bounds
        kept = ("dobj", "ccomp", "xcomp", "prep", "advcl")
        if any(doc.dep[c] in kept and c > v and doc.norm[c] != "it" for c in doc.children[v]):
            return
        first = bounds.first(opener)
        if opener == first:
            stop = bounds.last(v)
            comma = next((i for i in range(v + 1, min(stop, v + 12)) if doc.norm[i] == ","), -1)
            if comma < 0:
                return
            begin, end = trim(doc, comma + 1, stop)
        elif doc.norm[opener - 1] == ",":
            begin, end = trim(doc, first, opener - 1)
            if not finite_verb(doc, begin, end):
                end = trim(doc, first, bounds.last(v))[1]  # "The war, as she put it, was lost"
            begin += begin < end and doc.norm[begin] in _OPENERS
        else:
            return
        if begin <= end:
            yield Found(*characters(doc, begin, end), (v, v), source, rule)
