"""Cue words in the text, and the attribution that each of them makes by its grammar."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.language import Document
from dragoman.steps.statement_before import Before
from dragoman.steps.statement_clauses import Clauses, later_subject
from dragoman.steps.statement_quotes import Quotes
from dragoman.steps.statement_rules import Lexicon, Verb
from dragoman.steps.statement_sources import Sources, agent_of, owner_of, subject_of
from dragoman.steps.statement_spans import Bounds, Found, any_verb, characters, trim
from dragoman.steps.statement_tails import Tails

_NEVER = frozenset({"not", "n't", "never", "cannot"})
_DECLINE = frozenset({"refuse", "decline", "fail", "stop", "avoid", "hesitate", "forget", "unable", "deny", "refrain"})
_VERBAL = frozenset({"VB", "VBD", "VBG", "VBN", "VBP", "VBZ"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_FIRST = frozenset({"i", "we"})
_ALL = frozenset({"*"})


class Cues:
    """Reads one report's cue words from left to right."""

    def __init__(self, sources: Sources, lexicon: Lexicon, bounds: Bounds, quotes: Quotes) -> None:
        self.doc: Document = sources.doc
        self.sources, self.lexicon, self.bounds = sources, lexicon, bounds
        self.tails = Tails(self.doc, lexicon)
        self.clauses = Clauses(self.doc, bounds, self.tails)
        self.quotes = quotes
        self._sources: dict[int, int] = {}
        self.before = Before(self.doc, bounds, quotes.ends)

    def read(self) -> Iterator[Found]:
        """All attributions that a cue word makes."""
        doc, lexicon = self.doc, self.lexicon
        verbs, nouns, adjectives = lexicon.verbs, lexicon.nouns, lexicon.adjectives
        phrases, light, fixed, view = lexicon.phrases, lexicon.light, lexicon.fixed, lexicon.view
        for i, lemma in enumerate(doc.lemma):
            tag = doc.tag[i]
            lemma = lexicon.misread.get(doc.norm[i], lemma)
            if doc.norm[i] == "according":
                yield from self._according(i)
            elif tag in _VERBAL:
                if lemma in verbs or lemma in phrases or lemma in light or lemma in fixed:
                    yield from self._verb(i, lemma)
            elif tag == "NN" or tag == "NNS":
                if lemma in nouns:
                    yield from self._noun(i, lemma)
                if lemma in view:
                    yield from self._view(i, lemma)
            elif lemma in adjectives:
                yield from self._adjective(i, lemma)

    # ------------------------------------------------------------------ verbs

    def _verb(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        if doc.dep[v] in ("amod", "aux", "auxpass", "compound") or self._denied(v) or self._hypothetical(v):
            return
        source = self._source(v)
        quoted = doc.quoted[v] >= 0
        if source >= 0 and doc.tag[v] == "VB" and doc.norm[source] == "it" and doc.norm[v - 1] == "to":
            return  # "it is hard to say"
        if source >= 0 and (self.sources.is_excluded(source, quoted) or (quoted and doc.norm[source] in _FIRST)):
            return
        entry = self.lexicon.verbs.get(lemma)
        speech = entry is not None and source >= 0 and ("quote" in entry.frames or "tail" in entry.frames)
        left = self._left_quotation(v, source, entry) if speech and entry is not None else None
        if left is not None and left.form == "direct":
            yield left
            return
        if entry and source >= 0 and "quote" in entry.frames and not quoted:
            beside = Found(0, 0, (v, v), source, entry.frames["quote"], self._addressee(v, entry))
            if self.quotes.right_of(beside, max(v, self._inverted(v, source))):
                yield beside
                return
        for found in self._constructions(v, lemma, source):
            found.source = source
            if not quoted or self._nested(found, v):
                yield found
            return
        if left is not None:
            yield left
        elif entry and source >= 0 and "tail" in entry.frames:
            yield from self._left(v, source, entry)

    def _nested(self, found: Found, v: int) -> bool:
        """Whether an attribution inside quoted words is one to keep: a named actor's own words, or what the speaker was
        told; beliefs and findings inside a quotation are the quoted speaker's talk."""
        entry = self.lexicon.verbs.get(self.doc.lemma[v])
        if entry is None or found.rule != entry.frames.get("that") or {"that"} & (entry.belief | entry.weak):
            return False
        return found.source < 0 or bool(self.sources.who.at(found.source))

    def _source(self, v: int) -> int:
        """Who says it; a participle after a content goes on for the speaker of that content."""
        doc = self.doc
        before = self.tails.speaker.get(v)
        if before is not None and before in self._sources:
            return self._sources[before]
        source = subject_of(doc, v)
        if source < 0 and doc.tag[v] == "VBG" and doc.norm[v - 1] == "," and self._sources:
            last = next(reversed(self._sources))
            if last < v and self.bounds.first(v) <= last:
                return self._sources[last]
        self._sources[v] = source
        return source

    def _inverted(self, v: int, source: int) -> int:
        return self.sources.edges(source)[1] if source > v else v

    def _constructions(self, v: int, lemma: str, source: int) -> Iterator[Found]:
        """Contents that follow the cue, the surest construction first."""
        lexicon = self.lexicon
        if lemma in lexicon.fixed:
            yield from self._fixed(v, lemma)
        teller = source >= 0 and self.sources.is_teller(source)
        if teller and lemma in lexicon.light:
            yield from self._light(v, lemma)
        if teller and lemma in lexicon.phrases:
            yield from self._prepositional(v, lemma)
        entry = lexicon.verbs.get(lemma)
        if entry is None:
            return
        frames = entry.frames
        cue = range(v, v + 1)
        if "objto" in frames and teller and (inf := self.clauses.infinitive(cue)):
            if inf[2] >= 0 or self._passive(v):
                yield self._found(inf[0], inf[1], cue, frames["objto"], inf[2])
        if "that" in frames and (teller or (source >= 0 and "that" not in entry.weak) or self._told(v, entry)):
            if span := self._that(cue, entry):
                yield self._found(*span, cue, frames["that"], self._addressee(v, entry))
        if not teller:
            return
        if "to" in frames and (inf := self.clauses.infinitive(cue)) and inf[2] < 0 and not self._gap(v, inf):
            yield self._found(inf[0], inf[1], cue, frames["to"])
        yield from self._nominal(v, cue, entry, source)

    def _gap(self, v: int, inf: tuple[int, int, int]) -> bool:
        """Whether the infinitive lacks its object, which stands before: "those that Chad has pledged to free"."""
        doc = self.doc
        return doc.dep[v] == "relcl" and inf[1] - inf[0] <= 1

    def _nominal(self, v: int, cue: range, entry: Verb, source: int) -> Iterator[Found]:
        doc, frames, clauses = self.doc, entry.frames, self.clauses
        passive = self._passive(v)
        if "ing" in frames and (span := clauses.gerund(cue)):
            yield self._found(*span, cue, frames["ing"])
        if ("as" in frames or "asonly" in frames) and (span := clauses.as_phrase(v, cue, "as" not in frames or passive)):
            yield self._found(*span, cue, frames.get("as") or frames["asonly"])
        if ("oprd" in frames or "opronly" in frames) and (
            span := clauses.complement(v, cue, "oprd" not in frames or passive)
        ) and span[1] > span[0]:
            yield self._found(*span, cue, frames.get("oprd") or frames["opronly"])
        if "np" in frames:
            span3 = clauses.passive_subject(v) if passive else clauses.object(cue, entry.follow)
            tells = source >= 0 and doc.lemma[source] in self.lexicon.tellers
            if span3 and ("np" not in entry.weak or tells) and self._substantial(*span3, frames["np"].endswith(("announce", "rebut", "deny"))):
                yield self._found(span3[0], span3[1], cue, frames["np"])

    def _substantial(self, first: int, last: int, head: int, pointing: bool) -> bool:
        """Whether a noun phrase says what is praised or denied: not a bare name, nor a phrase that only points back."""
        doc = self.doc
        if last - first < 1 or last - first < 2 and pointing or doc.pos[head] == "PRON" or doc.tag[head] == "WDT":
            return False
        if any(doc.dep[c] == "dative" for c in doc.children[doc.head[head]]):
            return False  # "denied him a chance"
        if doc.lemma[head] in self.sources.lexicon.people and last == doc.right[head]:
            return False
        named = doc.right[head] - head <= 1 and (bool(self.sources.who.at(head)) or doc.pos[head] == "PROPN")
        return not (named and last == doc.right[head])

    def _that(self, cue: range, entry: Verb) -> tuple[int, int] | None:
        span = self.clauses.after(cue, entry.told)
        if span and entry.strict and not self._introduced(span[0]):
            return None
        if span and span[1] - span[0] <= 1 and self.doc.tag[span[1]] in ("MD", "VBD", "VBP", "VBZ"):
            return None  # "as she said she would"
        if span and self.doc.norm[span[0]] == "if" and "if" not in entry.frames:
            return None
        return span

    def _introduced(self, first: int) -> bool:
        doc = self.doc
        return doc.norm[first - 1] == "that" or doc.tag[first] in ("WP", "WRB", "WDT") or doc.norm[first] in ("whether", "if")

    def _passive(self, v: int) -> bool:
        doc = self.doc
        return (doc.tag[v] == "VBN" and not any(doc.lemma[c] == "have" and doc.dep[c] == "aux" for c in doc.children[v])) or any(
            doc.dep[c] in ("auxpass", "nsubjpass") for c in doc.children[v]
        )

    def _told(self, v: int, entry: Verb) -> bool:
        """Whether `v` says that somebody was told something by nobody in particular."""
        return entry.told and any(self.doc.dep[c] == "nsubjpass" for c in self.doc.children[v])

    def _addressee(self, v: int, entry: Verb) -> int:
        doc = self.doc
        for c in doc.children[v]:
            if entry.told and doc.dep[c] in ("dobj", "dative", "nsubjpass"):
                return c
            if doc.norm[c] == "to" and doc.dep[c] in ("prep", "dative") and c > v:
                return doc.child(c, "pobj")
        return -1

    def _denied(self, v: int) -> bool:
        """Whether the attribution itself is denied: "did not say", "declined to say"."""
        doc = self.doc
        if any(doc.norm[c] in _NEVER and (c < v or doc.pos[v] == "AUX") for c in doc.children[v]):
            return True
        if doc.tag[v] == "VB" and any(doc.norm[c] == "to" for c in doc.children[v]):
            head = doc.head[v]
            if doc.lemma[head] in _DECLINE or doc.pos[head] == "ADJ":
                return True  # "declined to say", "hard to say"
            entry = self.lexicon.verbs.get(doc.lemma[v])
            return entry is not None and (
                "that" in entry.belief or "that" in entry.weak or doc.lemma[v] in ("accept", "acknowledge", "admit")
            )
        return False

    def _hypothetical(self, v: int) -> bool:
        """Whether the cue stands in a condition: "if Sudan says it will enter"."""
        doc = self.doc
        return any(doc.norm[c] in ("if", "unless") and doc.dep[c] == "mark" for c in doc.children[v])

    def _fixed(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        for words, rule in self.lexicon.fixed[lemma]:
            end = v + len(words)
            if tuple(doc.lemma[v:end]) == words:
                cue = range(v, end)
                if span := self.clauses.after(cue, False):
                    yield self._found(*span, cue, rule)
                return

    def _light(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        nouns, preps, rule = self.lexicon.light[lemma]
        noun = next((c for c in doc.children[v] if doc.dep[c] == "dobj" and doc.lemma[c] in nouns and c > v), -1)
        if noun < 0:
            return
        cue = range(v, noun + 1)
        if span := self.clauses.after(cue, False):
            yield self._found(*span, cue, rule)
        for holder in (noun, v):
            for c in doc.children[holder]:
                if c > noun and doc.dep[c] == "prep" and doc.norm[c] in preps and c - noun <= 6:
                    if span3 := self.clauses.after_prep(c):
                        yield self._found(span3[0], span3[1], cue, rule)

    def _prepositional(self, v: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        by_prep = self.lexicon.phrases[lemma]
        at = v
        while at + 1 < len(doc) and at < v + 3 and (doc.entity[at + 1] == "DATE" or doc.norm[at + 1] == "on"):
            at += 1  # "called Monday for"
        if "for" in by_prep and (span := self._noun_for(at)):
            yield self._found(span[0] + 1, span[1], range(v, v + 1), by_prep["for"][1])
        obj = doc.child(v, "dobj")
        for c in (*doc.children[v], *(doc.children[obj] if obj > v else ())):
            if c <= v or doc.norm[c] not in by_prep or c - v > 25 or (doc.head[c] == obj and "put" != lemma):
                continue
            frames, rule = by_prep[doc.norm[c]]
            cue = range(v, c + 1) if c == v + 1 else range(v, v + 1)
            if doc.dep[c] == "prt":
                span = self.clauses.after(range(v, c + 1), False)
                if span is None and "np" in frames and (span3 := self.clauses.object(range(v, v + 1), frozenset())):
                    span = span3[:2]
                if span is not None:
                    yield self._found(*span, cue, rule)
                continue
            if doc.dep[c] not in ("prep", "agent", "dative", "advcl", "mark"):
                continue
            if "objto" in frames and (inf := self.clauses.infinitive(range(v, c + 1))):
                yield self._found(inf[0], inf[1], cue, rule, doc.child(c, "pobj"))
            if "objprep" in frames:
                obj = next((k for k in doc.children[v] if doc.dep[k] in ("dobj", "nsubjpass") and k < c), -1)
                if obj >= 0 and (span3 := self.clauses.after_prep(c)):
                    yield self._found(span3[0], span3[1], range(v, v + 1), rule, obj)
            if "as" in frames and (span := self._as_after(v, c)):
                yield self._found(*span, cue, rule)
            if "objwith" in frames and (span3 := self.clauses.object(range(v, v + 1), frozenset((doc.norm[c],)))):
                yield self._found(span3[0], span3[1], range(v, v + 1), rule)
            if "np" in frames and (span3 := self.clauses.after_prep(c, _ALL if doc.norm[c] == "for" else frozenset())):
                yield self._found(span3[0], span3[1], cue, rule)

    def _as_after(self, v: int, prep: int) -> tuple[int, int] | None:
        doc = self.doc
        obj = doc.child(prep, "pobj")
        for holder in (v, obj):
            for c in doc.children[holder] if holder >= 0 else ():
                if doc.norm[c] == "as" and c > obj > 0:
                    return doc.left[obj], doc.right[c]
        return None

    # ------------------------------------------------------------------ before the cue

    def segment(self, v: int, source: int) -> int:
        """The first token of the attribution: the source's or the cue's, whichever is first."""
        doc = self.doc
        first = v
        for c in doc.children[v]:
            if c < v and doc.dep[c] in ("aux", "auxpass", "advmod", "neg"):
                first = min(first, c) if c >= first - 3 else first
        if 0 <= source < v:
            first = min(first, doc.left[source], self.sources.edges(source)[0])
        return first

    def _left_quotation(self, v: int, source: int, entry: Verb) -> Found | None:
        """The quotation that ends where the attribution begins."""
        doc = self.doc
        if doc.head[source] != v or doc.norm[v + 1 : v + 2] == ["that"]:
            return None  # a participle or a second verb
        segment = self.segment(v, source)
        number = self.before.quotation(segment)
        if number < 0 and source > v:
            number = self.before.quotation(v)
        if number < 0 or doc.quoted[v] == number:
            return None
        start, end, whole = self.before.quoted(doc.quotations[number], segment)
        rule = entry.frames.get("quote") or entry.frames["tail"]
        return Found(start, end, (v, v), source, rule, self._addressee(v, entry), "direct" if whole else "")

    def _left(self, v: int, source: int, entry: Verb) -> Iterator[Found]:
        doc = self.doc
        rule = entry.frames.get("tail") or entry.frames.get("quote") or entry.frames["that"]
        segment = self.segment(v, source)
        told = self._addressee(v, entry)
        cue = (v, v)
        if self._as_clause(v):
            yield from self._host_of_as(v, source, segment, entry)
            return
        if "that" not in entry.frames or ("that" in entry.belief and doc.dep[v] not in ("parataxis", "ROOT")):
            return
        for first, last in self.before.clause(v, segment, source > v):
            if first <= last:
                yield Found(*characters(doc, first, last), cue, source, rule, told)

    def _as_clause(self, v: int) -> bool:
        doc = self.doc
        return any(doc.norm[c] == "as" and c < v and doc.dep[c] in ("mark", "advmod", "prep") for c in doc.children[v])

    def _host_of_as(self, v: int, source: int, segment: int, entry: Verb) -> Iterator[Found]:
        """ "…, as Peru admits, …": the clause before; "As Peru says, …": the clause after."""
        doc = self.doc
        if any(doc.dep[c] in ("dobj", "ccomp", "xcomp", "prep", "advcl") and c > v for c in doc.children[v]):
            return
        opener = next(c for c in doc.children[v] if doc.norm[c] == "as" and c < v)
        first = self.bounds.first(opener)
        rule = entry.frames.get("that") or entry.frames["quote"]
        if opener == first:
            stop = self.bounds.last(v)
            comma = next((i for i in range(v + 1, min(stop, v + 12)) if doc.norm[i] == ","), -1)
            if comma < 0:
                return
            begin, end = trim(doc, comma + 1, stop)
        elif doc.norm[opener - 1] == ",":
            begin, end = trim(doc, first, opener - 1)
            if doc.norm[begin] in ("if", "when", "while", "because", "although", "though"):
                begin += 1
        else:
            return
        if begin <= end:
            yield Found(*characters(doc, begin, end), (v, v), source, rule)

    # ------------------------------------------------------------------ nouns, adjectives, prepositions

    def _noun(self, n: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        source = self._noun_source(n) if doc.quoted[n] < 0 else -1
        if source < 0 or self.sources.is_excluded(source, doc.quoted[n] >= 0) or not self.sources.is_teller(source):
            return
        cue = range(n, n + 1)
        for group, rule in self.lexicon.nouns[lemma]:
            span = None
            if group.that:
                span = self._noun_that(n) or self._noun_is(n)
            elif group.to:
                span = self._noun_to(n)
            elif group.forto:
                span = self._noun_for(n)
            elif group.preps:
                span = self._noun_prep(n, group.preps)
            if span:
                found = self._found(*span, cue, rule)
                found.source = source
                yield found
                return

    def _noun_source(self, n: int) -> int:
        doc = self.doc
        owner = owner_of(doc, n)
        if owner >= 0:
            return owner
        verb = doc.head[n]
        if doc.dep[n] == "dobj" and doc.lemma[verb] in (
            "make", "issue", "give", "repeat", "reiterate", "express", "voice", "have", "deliver", "raise", "send", "share",
            "offer", "reaffirm", "renew", "retract", "defend", "advance", "add", "post", "publish", "release", "level", "hold",
        ):  # fmt: skip
            return subject_of(doc, verb)
        if doc.dep[n] == "pobj" and doc.norm[verb] in ("with", "by", "in") and doc.tag[doc.head[verb]] in _VERBAL:
            # "stunned allies with an announcement that": the announcement is the subject's.
            if any(doc.norm[c] in ("a", "an", "another") for c in doc.children[n]):
                return subject_of(doc, doc.head[verb])
        return -1

    def _noun_that(self, n: int) -> tuple[int, int] | None:
        doc = self.doc
        stop = self.bounds.last(n)
        for j in range(n + 1, min(stop, n + 14)):
            if doc.norm[j] == "that":
                verb = doc.head[j]
                if doc.dep[j] == "det" or (doc.tag[j] != "IN" and not (verb > j and later_subject(doc, verb, j))):
                    return None
                last = doc.right[verb] if verb > j else stop
                if doc.tag[last + 1 : last + 2] and doc.tag[last + 1] in _FINITE and not any_verb(doc, j + 1, last):
                    last = stop
                return trim(doc, j + 1, self.tails.cut(n, j + 1, last))
            if doc.tag[j] in _FINITE or doc.norm[j] in (".", ";", ":") or (doc.norm[j] == "," and doc.norm[j + 1] == "which"):
                return None
        return None

    def _noun_is(self, n: int) -> tuple[int, int] | None:
        """ "Chad's position is that …"."""
        doc = self.doc
        verb = doc.head[n]
        if doc.dep[n] != "nsubj" or doc.lemma[verb] != "be" or doc.norm[verb + 1 : verb + 2] != ["that"]:
            return None
        return self.clauses.after(range(verb, verb + 1), False)

    def _noun_to(self, n: int) -> tuple[int, int] | None:
        doc = self.doc
        for c in doc.children[n]:
            if doc.dep[c] in ("acl", "xcomp", "relcl") and doc.tag[c] == "VB" and c > n:
                to = next((k for k in doc.children[c] if doc.norm[k] == "to" and k < c), -1)
                if to > n:
                    return trim(doc, to, doc.right[c])
        return None

    def _noun_for(self, n: int) -> tuple[int, int] | None:
        """ "calls for Benin to vote": the words after the noun, with "for"."""
        doc = self.doc
        if n + 1 >= len(doc) or doc.norm[n + 1] != "for":
            return None
        for j in range(n + 2, min(self.bounds.last(n), n + 14)):
            if doc.tag[j][:2] == "VB" and doc.dep[j] not in ("amod", "acl", "pcomp"):
                return None
            if doc.norm[j] == "to" and doc.tag[j] == "TO" and doc.tag[doc.head[j]] == "VB":
                return trim(doc, n + 1, doc.right[doc.head[j]])
            if doc.tag[j] in ("VBD", "VBZ", "VBP", "MD") or doc.pos[j] == "PUNCT":
                return None
        return None

    def _noun_prep(self, n: int, preps: tuple[str, ...]) -> tuple[int, int] | None:
        doc = self.doc
        for c in doc.children[n]:
            if doc.dep[c] == "prep" and doc.norm[c] in preps and (inner := doc.child(c, "pcomp")) >= 0:
                first = max(doc.left[inner], c + 1)
                return trim(doc, first, self.tails.cut(n, first, doc.right[inner]))
        return None

    def _adjective(self, a: int, lemma: str) -> Iterator[Found]:
        doc = self.doc
        verb = doc.head[a]
        if doc.dep[a] not in ("acomp", "oprd", "ROOT", "conj", "ccomp") and doc.pos[verb] not in ("VERB", "AUX"):
            return
        if self._denied(verb) or self._hypothetical(verb):
            return
        source = subject_of(doc, verb)
        quoted = doc.quoted[a] >= 0
        if source < 0 or self.sources.is_excluded(source, quoted) or not self.sources.is_teller(source):
            return
        if quoted and doc.norm[source] in _FIRST:
            return
        first = verb if doc.pos[verb] == "AUX" and verb == a - 1 else a
        cue = range(first, a + 1)
        for group, rule in self.lexicon.adjectives[lemma]:
            near = "that" in doc.norm[a + 1 : a + 3] or doc.child(a, "ccomp") > a
            span = self.clauses.after(cue, False) if group.that and near else None
            if group.preps:
                prep = next((c for c in doc.children[a] if doc.norm[c] in group.preps and doc.dep[c] == "prep"), -1)
                span3 = self.clauses.after_prep(prep) if prep >= 0 else None
                span = span3[:2] if span3 else None
            if span and doc.norm[span[0]] != "if" and (not quoted or self.sources.who.at(source)):
                found = self._found(*span, cue, rule)
                found.source = source
                yield found
                return

    def _according(self, i: int) -> Iterator[Found]:
        doc = self.doc
        to = doc.child(i, "prep", "pcomp", "fixed")
        if to < 0 and i + 1 < len(doc) and doc.norm[i + 1] == "to":
            to = i + 1
        source = doc.child(to, "pobj") if to >= 0 else -1
        if source < 0:
            return
        span = self._around(i, doc.right[source])
        if span:
            yield Found(*characters(doc, *span), (i, to), source, "statements.according.according-to")

    def _around(self, i: int, end: int) -> tuple[int, int] | None:
        """The clause that a prepositional cue from `i` to `end` stands before, after or in."""
        doc = self.doc
        first, stop = self.bounds.first(i), self.bounds.last(i)
        if i - first <= 2 and (i == first or doc.norm[i - 1] in ("and", "but", '"', "''", ",")):
            comma = next((j for j in range(end + 1, min(stop, end + 40)) if doc.norm[j] == ","), end)
            begin, last = trim(doc, comma + 1, stop)
            return (begin, last) if begin <= last else None
        begin = first
        before = doc.norm[i - 1] in (",", "-", "–", "—", "--")
        tail = end + 1 >= stop or doc.norm[end + 1] in (".", ";", "!", "?", '"')
        top = doc.head[i]
        if tail or self._finite(begin, i - 1):
            begin = self._clause_begin(i, begin)
            span = trim(doc, begin, i - 1)
        elif before:
            span = trim(doc, begin, doc.right[top] if doc.right[top] > end else stop)
        else:
            return None
        return span if span[0] <= span[1] else None

    def _finite(self, first: int, last: int) -> bool:
        return any(self.doc.tag[j] in ("VBD", "VBZ", "VBP", "MD") for j in range(first, last + 1))

    def _clause_begin(self, i: int, first: int) -> int:
        """Where the last of several coordinated clauses before `i` begins: after ", and" with a subject of its own."""
        doc = self.doc
        for j in range(i - 2, first + 3, -1):
            if doc.dep[j] == "cc" and doc.norm[j - 1] == "," and doc.norm[j] in ("and", "but"):
                verb = next((c for c in doc.children[doc.head[j]] if doc.dep[c] == "conj" and c > j), -1)
                if verb > j and doc.pos[verb] in ("VERB", "AUX") and doc.child(verb, "nsubj", "nsubjpass", "expl") > j:
                    return j + 1
        return first

    def _view(self, n: int, lemma: str) -> Iterator[Found]:
        """ "in Peru's view", "in the words of the envoy"."""
        doc = self.doc
        prep = doc.head[n]
        if doc.dep[n] != "pobj" or doc.norm[prep] != "in" or prep >= n or doc.quoted[n] >= 0:
            return
        source = owner_of(doc, n)
        if source < 0 or self.sources.is_excluded(source, doc.quoted[n] >= 0) or not self.sources.is_teller(source):
            return
        end = max(n, doc.right[source])
        if span := self._around(prep, end):
            yield Found(*characters(doc, *span), (prep, n), source, self.lexicon.view[lemma])

    def _found(self, first: int, last: int, cue: range, rule: str, told: int = -1) -> Found:
        first, last = trim(self.doc, first, last)
        if first > last:
            last = first
        return Found(*characters(self.doc, first, last), (cue[0], cue[-1]), -1, rule, told)

