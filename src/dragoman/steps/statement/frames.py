"""The contents that follow a cue verb, construction by construction."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.steps.statement.rules import Verb
from dragoman.steps.statement.site import Site
from dragoman.steps.statement.spans import Found

_ALL = frozenset({"*"})
_NONE: frozenset[str] = frozenset()
_POINTING = ("announce", "rebut", "deny")
_FINITE = ("MD", "VBD", "VBP", "VBZ")
_FAR = 25


class Frames:
    """Contents that follow a verb; the surest construction comes first."""

    def __init__(self, site: Site) -> None:
        self.site, self.doc = site, site.doc
        self.clauses, self.lexicon, self.sources = site.clauses, site.lexicon, site.sources

    def read(self, v: int, lemma: str, source: int) -> Iterator[Found]:
        """The attributions that the verb at `v` may make, best first; the caller takes the first."""
        teller = self.site.is_teller(source)
        if lemma in self.lexicon.fixed:
            yield from self._fixed(v, lemma)
        if teller and lemma in self.lexicon.light:
            yield from self._light(v, lemma)
        if teller and lemma in self.lexicon.phrases:
            yield from self._phrases(v, lemma)
        entry = self.lexicon.verbs.get(lemma)
        if entry is None:
            return
        cue = range(v, v + 1)
        frames = entry.frames
        inf = self.clauses.infinitive(cue) if teller and ("objto" in frames or "to" in frames) else None
        if "objto" in frames and inf and (self._listens(inf[2]) or self.site.is_passive(v)):
            yield self.site.found(inf[0], inf[1], cue, frames["objto"], inf[2])
        strong = source >= 0 and "that" not in entry.weak
        if "that" in frames and (teller or strong or self._told(v, entry)) and (span := self._that(cue, entry)):
            yield self.site.found(*span, cue, frames["that"], self.addressee(v, entry))
        if not teller:
            return
        if "to" in frames and inf and inf[2] < 0 and not self._gap(v, inf):
            yield self.site.found(inf[0], inf[1], cue, frames["to"])
        yield from self._nominal(v, cue, entry, source)

    def _listens(self, told: int) -> bool:
        """Whether `told` is somebody who can be urged: "pressed his plan to" urges nobody."""
        return told >= 0 and (self.doc.pos[told] == "PRON" or self.sources.is_teller(told))

    def addressee(self, v: int, entry: Verb) -> int:
        """The token that heads who is told, or -1."""
        doc = self.doc
        for c in doc.children[v]:
            if entry.told and doc.dep[c] in ("dobj", "dative", "nsubjpass"):
                return c
            if doc.norm[c] == "to" and doc.dep[c] in ("prep", "dative") and c > v:
                return doc.child(c, "pobj")
        return -1

    def _told(self, v: int, entry: Verb) -> bool:
        """Whether `v` says that somebody was told something by nobody in particular."""
        return entry.told and any(self.doc.dep[c] == "nsubjpass" for c in self.doc.children[v])

    def _that(self, cue: range, entry: Verb) -> tuple[int, int] | None:
        doc = self.doc
        span = self.clauses.after(cue, entry.told)
        if span is None or (entry.strict and not self._introduced(span[0])):
            return None
        if span[1] - span[0] <= 1 and doc.tag[span[1]] in _FINITE:
            return None  # "as she said she would"
        if doc.norm[span[0]] == "if" and "if" not in entry.frames:
            return None
        return span

    def _introduced(self, first: int) -> bool:
        doc = self.doc
        if doc.norm[first - 1] == "that" or doc.norm[first] in ("whether", "if"):
            return True
        return doc.tag[first] in ("WP", "WRB", "WDT")

    def _gap(self, v: int, inf: tuple[int, int, int]) -> bool:
        """Whether the infinitive lacks its object, which stands before: "those that Chad has pledged to free"."""
        return self.doc.dep[v] == "relcl" and inf[1] - inf[0] <= 1

    # ------------------------------------------------------------------ noun phrases, gerunds, "as"

    def _nominal(self, v: int, cue: range, entry: Verb, source: int) -> Iterator[Found]:
        frames, clauses = entry.frames, self.clauses
        passive = self.site.is_passive(v)
        if "ing" in frames and (span := clauses.gerund(cue)):
            yield self.site.found(*span, cue, frames["ing"])
        rule = frames.get("as") or frames.get("asonly")
        if rule and (span := clauses.as_phrase(v, cue, "as" not in frames or passive)):
            yield self.site.found(*span, cue, rule)
        if "oprd" in frames or "opronly" in frames:
            span = clauses.complement(v, cue, "oprd" not in frames or passive)
            if span and span[1] > span[0] and not (passive and self._is_name(*span)):
                yield self.site.found(*span, cue, frames.get("oprd") or frames["opronly"])
        if "np" in frames and ("np" not in entry.weak or self.doc.lemma[source].lower() in self.lexicon.tellers):
            noun = clauses.passive_subject(v) if passive else clauses.object(cue, entry.follow)
            if noun and self._substantial(*noun, frames["np"].endswith(_POINTING)):
                yield self.site.found(noun[0], noun[1], cue, frames["np"])

    def _is_name(self, first: int, last: int) -> bool:
        """Whether the words are only a name: "an operation called Northern Shield"."""
        words = [self.doc.word[i] for i in range(first, last + 1) if self.doc.pos[i] not in ("PUNCT", "DET", "ADP")]
        return all(word[:1].isupper() for word in words)

    def _substantial(self, first: int, last: int, head: int, pointing: bool) -> bool:
        """Whether a noun phrase says what is praised or denied: not a bare name, nor a phrase that only points back."""
        doc = self.doc
        if last - first < 1 + pointing or doc.pos[head] == "PRON" or doc.tag[head] == "WDT":
            return False
        if any(doc.dep[c] == "dative" for c in doc.children[doc.head[head]]):
            return False  # "denied him a chance"
        if last != doc.right[head]:
            return True
        if doc.lemma[head].lower() in self.lexicon.people:
            return False
        return not (last - head <= 1 and (bool(self.sources.who.at(head)) or doc.pos[head] == "PROPN"))

    # ------------------------------------------------------------------ phrases

    def _fixed(self, v: int, lemma: str) -> Iterator[Found]:
        for words, rule in self.lexicon.fixed[lemma]:
            end = v + len(words)
            if tuple(self.doc.lemma[v:end]) == words:
                if span := self.clauses.after(range(v, end), False):
                    yield self.site.found(*span, range(v, end), rule)
                return

    def _light(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        nouns, preps, rule = self.lexicon.light[lemma]
        noun = next((c for c in doc.children[v] if doc.dep[c] == "dobj" and doc.lemma[c] in nouns and c > v), -1)
        if noun < 0:
            return
        cue = range(v, noun + 1)
        if span := self.clauses.after(cue, False):
            yield self.site.found(*span, cue, rule)
        for holder in (noun, v):
            for c in doc.children[holder]:
                near = noun < c <= noun + 6 and doc.dep[c] == "prep" and doc.norm[c] in preps
                if near and (inner := self.clauses.after_prep(c)):
                    yield self.site.found(inner[0], inner[1], cue, rule)

    def _phrases(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        by_prep = self.lexicon.phrases[lemma]
        at = v
        while at + 1 < len(doc) and at < v + 3 and (doc.entity[at + 1] == "DATE" or doc.norm[at + 1] == "on"):
            at += 1  # "called Monday for"
        if "for" in by_prep and (span := self.site.for_to(at)):
            yield self.site.found(span[0] + 1, span[1], range(v, v + 1), by_prep["for"][1])
        for c in doc.children[v]:
            if v < c <= v + _FAR and doc.norm[c] in by_prep:
                yield from self._phrase(v, c, *by_prep[doc.norm[c]])
        obj = doc.child(v, "dobj")
        for c in doc.children[obj] if obj > v else ():
            entry = by_prep.get(doc.norm[c])
            if c > obj and entry and "objwith" in entry[0] and doc.right[c] == doc.right[obj]:
                yield self.site.found(doc.left[obj], doc.right[c], range(v, v + 1), entry[1])

    def _phrase(self, v: int, c: int, frames: frozenset[str], rule: str) -> Iterator[Found]:
        """The verb at `v` with its preposition or particle at `c`."""
        doc, clauses, found = self.doc, self.clauses, self.site.found
        alone = range(v, v + 1)
        cue = range(v, c + 1) if c == v + 1 else alone
        if doc.dep[c] == "prt":
            noun = clauses.object(alone, _NONE) if "np" in frames else None
            span = clauses.after(range(v, c + 1), False) or (noun[:2] if noun else None)
            if span:
                yield found(*span, cue, rule)
            return
        if doc.dep[c] not in ("prep", "agent", "dative", "advcl", "mark"):
            return
        if "objto" in frames and (inf := clauses.infinitive(range(v, c + 1))):
            yield found(inf[0], inf[1], cue, rule, doc.child(c, "pobj"))
        if "objprep" in frames:
            obj = next((k for k in doc.children[v] if doc.dep[k] in ("dobj", "nsubjpass") and k < c), -1)
            if obj >= 0 and (inner := clauses.after_prep(c)):
                yield found(inner[0], inner[1], alone, rule, obj)
        if "as" in frames and (span := self._as_after(v, c)):
            yield found(*span, cue, rule)
        if "objwith" in frames and (noun := clauses.object(alone, frozenset((doc.norm[c],)))):
            yield found(noun[0], noun[1], alone, rule)
        if "np" in frames and (inner := clauses.after_prep(c, _ALL if doc.norm[c] == "for" else _NONE)):
            yield found(inner[0], inner[1], cue, rule)

    def _as_after(self, v: int, prep: int) -> tuple[int, int] | None:
        """Object and what follows "as": "referred to the vote as a farce"."""
        doc = self.doc
        obj = doc.child(prep, "pobj")
        for holder in (v, obj):
            for c in doc.children[holder] if holder >= 0 else ():
                if doc.norm[c] == "as" and c > obj > 0:
                    return doc.left[obj], doc.right[c]
        return None
