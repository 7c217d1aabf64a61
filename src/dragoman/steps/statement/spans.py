"""Where a content begins and ends: sentences that the parser cut in two, tails that belong to the cue, loose marks."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.language import Document

LONGEST = 400
"""No content is followed over more tokens than this; it keeps hostile text linear."""
_CLOSERS = "\"'”’»)]`“‘«"  # opening marks too: the parser may leave one at the end of the sentence before
_TERMINAL = ".!?…:;"
_TRIM_LAST = frozenset({",", ".", ";", ":", "-", "--", "–", "—", "and", "but", "or", "while", "(", "|"})
_TRIM_FIRST = frozenset({",", ".", ";", ":", "-", "--", "–", "—", ")", "|"})
_ADDING = frozenset({"adding"})


@dataclass(slots=True)
class Found:
    """An attribution in the making. `start` and `end` are the content's characters, the rest are tokens; `source` heads
    the source's noun phrase (-1: none), `told` that of who is told (-1: none). `like` points at an earlier attribution
    whose speaker goes on speaking.
    """

    start: int
    end: int
    cue: tuple[int, int] | None
    source: int
    rule: str
    told: int = -1
    form: str = ""
    like: Found | None = None


def ends_sentence(doc: Document, i: int) -> bool:
    """Whether token `i` ends a sentence by its characters (a terminal mark, perhaps inside closing marks)."""
    a = doc.start[i]
    while a >= 0 and doc.text[a] in _CLOSERS and i >= 0:
        i -= 1
        if i < 0:
            return False
        a = doc.end[i] - 1
    return doc.text[doc.end[i] - 1] in _TERMINAL


class Bounds:
    """Sentences as a reader sees them: where the parser split one, the parts are joined again."""

    def __init__(self, doc: Document) -> None:
        self.doc = doc
        self._paragraph_starts = {start for start, _ in doc.paragraphs}
        self._first: dict[int, int] = {}
        self._last: dict[int, int] = {}

    def _joined(self, number: int) -> bool:
        """Whether sentence `number` goes on the one before it."""
        doc = self.doc
        this, before = doc.sentences[number], doc.sentences[number - 1]
        if this.kind != "text" or before.kind != "text" or doc.start[this.first] in self._paragraph_starts:
            return False
        if ends_sentence(doc, this.first - 1):
            # "U.S." and "Mr." end no sentence before a small letter.
            at = this.first
            while at < this.last - 1 and doc.pos[at] == "PUNCT":
                at += 1
            return doc.word[at][:1].islower() and doc.text[doc.end[this.first - 1] - 1] == "."
        return True

    def first(self, i: int) -> int:
        """The first token of the sentence that token `i` stands in."""
        doc = self.doc
        number = doc.sent[i]
        if number not in self._first:
            at = number
            while at > 0 and number - at < 4 and self._joined(at):
                at -= 1
            self._first[number] = doc.sentences[at].first
        return max(self._first[number], i - LONGEST)

    def last(self, i: int) -> int:
        """The last token of the sentence that token `i` stands in."""
        doc = self.doc
        number = doc.sent[i]
        if number not in self._last:
            at = number
            while at + 1 < len(doc.sentences) and at - number < 4 and self._joined(at + 1):
                at += 1
            self._last[number] = doc.sentences[at].last - 1
        return min(self._last[number], i + LONGEST)


def trim(doc: Document, first: int, last: int) -> tuple[int, int]:
    """`first` to `last` without loose punctuation and conjunctions at the edges."""
    while first <= last and (doc.norm[first] in _TRIM_FIRST):
        first += 1
    while last >= first and doc.norm[last] in _TRIM_LAST:
        last -= 1
    return first, last


def characters(doc: Document, first: int, last: int) -> tuple[int, int]:
    """The characters of tokens `first` to `last`, widened over doubled marks (two apostrophes are one mark)."""
    a, b = doc.start[first], doc.end[last]
    text = doc.text
    if text[a:b].startswith("'") and text[max(0, a - 1) : a] == "'":
        a -= 1
    if text[a:b].endswith("'") and text[b : b + 1] == "'":
        b += 1
    return a, b


def finite_verb(doc: Document, first: int, last: int) -> bool:
    """Whether a finite verb stands between the two tokens."""
    return any(doc.tag[i] in ("VBD", "VBZ", "VBP", "MD") for i in range(first, last + 1))


def any_verb(doc: Document, first: int, last: int) -> bool:
    """Whether a verb that can head a clause, finite or subjunctive, stands between the two tokens."""
    return any(doc.tag[i] in ("VBD", "VBZ", "VBP", "MD", "VB") for i in range(first, last + 1))
