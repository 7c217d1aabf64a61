"""What the readers of cue words share: the parsed report, its sources, clauses and quotations, tests on verbs."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.statement.before import Before
from dragoman.steps.statement.clauses import Clauses
from dragoman.steps.statement.quotes import Quotes
from dragoman.steps.statement.rules import Lexicon
from dragoman.steps.statement.sources import Sources, subject_of
from dragoman.steps.statement.spans import Bounds, Found, characters, trim
from dragoman.steps.statement.tails import Tails

FIRST_PERSON = frozenset({"i", "we"})
_NEVER = frozenset({"not", "n't", "never", "cannot"})
_DECLINE = frozenset({"refuse", "decline", "fail", "stop", "avoid", "hesitate", "forget", "unable", "deny", "refrain"})
_RECENT = 80
_CONCEDE = frozenset({"accept", "acknowledge", "admit"})


class Site:
    """One report under reading. `speakers` remembers the source of each cue verb read so far."""

    def __init__(self, sources: Sources, lexicon: Lexicon, bounds: Bounds, quotes: Quotes) -> None:
        self.doc: Document = sources.doc
        self.sources, self.lexicon, self.bounds, self.quotes = sources, lexicon, bounds, quotes
        self.tails = Tails(self.doc, lexicon)
        self.clauses = Clauses(self.doc, bounds, self.tails)
        self.before = Before(self.doc, bounds, quotes.ends)
        self.speakers: dict[int, int] = {}

    def found(self, first: int, last: int, cue: range, rule: str, told: int = -1, source: int = -1) -> Found:
        """The attribution whose content is tokens `first` to `last`."""
        first, last = trim(self.doc, first, last)
        return Found(*characters(self.doc, first, max(first, last)), (cue[0], cue[-1]), source, rule, told)

    def source(self, v: int) -> int:
        """Who says what the verb `v` holds; a participle after a content goes on for the speaker of that content."""
        doc = self.doc
        before = self.tails.speaker.get(v)
        if before is not None and before in self.speakers:
            return self.speakers[before]
        quoted = self._quoted_as_saying(v)
        source = quoted if quoted >= 0 else subject_of(doc, v)
        if source < 0 and doc.tag[v] == "VBG" and doc.norm[v - 1] in (",", "and") and self.speakers:
            last = next(reversed(self.speakers))
            if last < v and self.bounds.first(v) <= last:
                return self.speakers[last]
        self.speakers[v] = source
        return source

    def _quoted_as_saying(self, v: int) -> int:
        """Whom a paper "quoted as saying", for the cue "saying" at `v`; or -1."""
        doc = self.doc
        if doc.tag[v] != "VBG" or doc.norm[v - 1] != "as" or v < 2:
            return -1
        verb = doc.head[doc.head[v]] if doc.dep[v] == "pcomp" else doc.head[v]
        if doc.lemma[verb] not in ("quote", "cite", "report", "describe", "record") or self.is_passive(verb):
            return -1
        return doc.child(verb, "dobj")

    def may_speak(self, source: int, quoted: bool) -> bool:
        """Whether `source` can be one; a quoted speaker's "I" adds nothing to the quotation."""
        if source < 0 or self.sources.is_excluded(source, quoted):
            return False
        return not (quoted and self.doc.pos[source] == "PRON" and self.doc.norm[source] in FIRST_PERSON)

    def is_teller(self, source: int) -> bool:
        """Whether `source` can tell something; "it" can where somebody spoke shortly before."""
        if source < 0:
            return False
        if self.doc.norm[source].strip("\"'") != "it":
            return self.sources.is_teller(source)
        if self.sources.who.at(source):
            return True
        last = next((at for at, who in reversed(self.speakers.items()) if who >= 0 and who != source), -1)
        return last >= 0 and source - last <= _RECENT

    def is_denied(self, v: int) -> bool:
        """Whether the attribution itself is denied or open: "did not say", "declined to say", "hard to say"."""
        doc = self.doc
        if any(doc.norm[c] in _NEVER and (c < v or doc.pos[v] == "AUX") for c in doc.children[v]):
            return True
        if "nor" in doc.norm[max(0, v - 4) : v]:
            return True
        if doc.tag[v] != "VB" or not any(doc.norm[c] == "to" for c in doc.children[v]):
            return False
        head = doc.head[v]
        if doc.lemma[head] in _DECLINE or doc.pos[head] == "ADJ":
            return True
        entry = self.lexicon.verbs.get(doc.lemma[v])
        if entry is None:
            return False
        return "that" in entry.belief or "that" in entry.weak or doc.lemma[v] in _CONCEDE

    def is_hypothetical(self, v: int) -> bool:
        """Whether the cue stands in a condition: "if Sudan says it will enter"."""
        doc = self.doc
        return any(doc.norm[c] in ("if", "unless") and doc.dep[c] == "mark" for c in doc.children[v])

    def is_passive(self, v: int) -> bool:
        """Whether the verb is passive, also as a bare participle."""
        doc = self.doc
        if any(doc.dep[c] in ("auxpass", "nsubjpass") for c in doc.children[v]):
            return True
        perfect = any(doc.lemma[c] == "have" and doc.dep[c] == "aux" for c in doc.children[v])
        return doc.tag[v] == "VBN" and not perfect

    def for_to(self, i: int) -> tuple[int, int] | None:
        """The words after token `i`, with "for": "calls for Benin to vote"."""
        doc = self.doc
        if i + 1 >= len(doc) or doc.norm[i + 1] != "for":
            return None
        for j in range(i + 2, min(self.bounds.last(i), i + 14)):
            if doc.norm[j] == "to" and doc.tag[j] == "TO" and (doc.tag[doc.head[j]] == "VB" or doc.norm[j + 1] == "be"):
                return trim(doc, i + 1, doc.right[doc.head[j]])
            finite = doc.tag[j] in ("VBD", "VBZ", "VBP", "MD")
            verb = doc.tag[j][:2] == "VB" and doc.dep[j] not in ("amod", "acl", "pcomp")
            if finite or verb or doc.pos[j] == "PUNCT":
                return None
        return None
