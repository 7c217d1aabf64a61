"""Quotations: where they open and close, whatever marks a newspaper uses and whichever it forgot."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

# Doubled apostrophes and doubled backticks are one mark; the first of three apostrophes is a single one at the end of
# a quotation ("… 'a special case,'''") and the last of three at its start.
_MARK = re.compile(
    r"(?<=\S)'(?=''(?:[\s.,;:!?)\]]|$))|''|``|‘‘|’’|[\"“”„‟«»]"
    r"|(?<!\w)‘(?=\S)|(?<=[^\s‘(\[])’(?!\w)"
    r"|(?<![\w'])[`'](?=[^\W\d])|(?<=[^\s'(\[])'(?![\w'])"
)
_SINGLE = frozenset("‘’'`")
_OPENING = frozenset(("“", "„", "‟", "``", "‘‘"))
_CLOSING = frozenset(("”", "’’"))
_BRACKETS = "([{'‘`*>“\""
_JOINTS = "-–—/:;,"
_OPENS_AFTER = _BRACKETS + _JOINTS
_ENDS = ".!?…"
# Elisions that begin with an apostrophe: no quotation opens there.
_ELISION = re.compile(r"['‘’](?:em|til|tis|twas|cause|bout|round|n|nuff|neath|cos)\b", re.IGNORECASE)
# A narrator's tag: a quotation that was never closed does not run over one.
_TAG = re.compile(
    r"[,?!]\s+(?:(?:[A-Z][\w.’'-]*\s+){1,4}|he\s+|she\s+|they\s+)?(?:said|says|added|told)\b(?!\s+(?:that|we|I)\b)"
)
# The longest text that a quotation without a closing mark may run over (the longest properly closed one-paragraph
# quotations in news are about this long), and the longest span for straight single marks that close on a weak sign.
_LONGEST_UNCLOSED = 700
_LONGEST_PARAGRAPH = 1200
_LONGEST_WEAK = 90
_DEEPEST = 6


class Quotation(NamedTuple):
    """One quotation; offsets in code points.

    `start`/`end` include the marks, `inner_start`/`inner_end` do not. `continued` says that the quotation goes on in
    the next paragraph, which opens with a mark of its own (the newspaper convention).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    continued: bool = False


class _Open(NamedTuple):
    start: int
    inner: int
    family: str
    likely: bool  # stands where a quoted sentence begins


def find_quotations(text: str, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """The quotations of `text`, in order and never overlapping; of nested ones the outermost.

    A mark that may open or close does what its neighbours say: it opens after white space or a bracket and before a
    word, closes after a word or punctuation; between two spaces it does what the state asks for. A quotation still
    open at the end of its paragraph goes on if the next paragraph starts with a mark; else it runs to the end of the
    paragraph where its opening mark stands at the start of a sentence and no narrator speaks after it; else the opening
    mark was a stray. Time is linear in the text.
    """
    found: list[Quotation] = []
    for number, (first, last) in enumerate(paragraphs):
        more = number + 1 < len(paragraphs) and _starts_quoted(text, paragraphs[number + 1])
        found.extend(_in_paragraph(text, first, last, more))
    return found


class _Paragraph:
    """The marks of one paragraph, read from left to right."""

    def __init__(self, text: str, first: int, last: int) -> None:
        self.text, self.first, self.last = text, first, last
        self.found: list[Quotation] = []
        self.stack: list[_Open] = []
        self.weak: tuple[int, int] | None = None  # an apostrophe that would close the single quotation on top

    def around(self, a: int, b: int) -> tuple[str, str]:
        before = self.text[a - 1] if a > self.first else " "
        after = self.text[b] if b < self.last else " "
        return before, after

    def open(self, a: int, b: int, family: str) -> None:
        text = self.text
        ahead = text[b : b + 2].lstrip()[:1]
        at = a - 1
        while at >= self.first and text[at].isspace() and at > a - 4:
            at -= 1
        behind = text[at] if at >= self.first else ""
        likely = (not behind or behind in '.!?…:,”"’)-–—' or text[max(self.first, at - 1) : at + 1] == "''") and (
            ahead.isupper() or ahead.isdigit() or ahead in "‘'…["
        )
        top = self.stack[-1] if self.stack else None
        if top and top.family == family == '"' and likely and top.likely and behind in _ENDS and behind:
            # Two paragraphs of one quotation, set as one: the first was never closed.
            if a - top.start <= _LONGEST_PARAGRAPH:
                self.close(len(self.stack) - 1, at + 1, at + 1, continued=True)
            else:
                self.stack.pop()
        self.stack.append(_Open(a, b, family, likely))
        self.weak = None
        if len(self.stack) > _DEEPEST:
            del self.stack[0]

    def close(self, depth: int, inner_end: int, end: int, continued: bool = False) -> None:
        opening = self.stack[depth]
        del self.stack[depth:]
        self.weak = None
        if self.text[opening.inner : inner_end].strip():
            while self.found and self.found[-1].start > opening.start:
                self.found.pop()
            self.found.append(Quotation(opening.start, end, opening.inner, inner_end, continued))

    def settle_weak(self) -> None:
        """Close the single quotation on top at the doubtful apostrophe, if there was one."""
        if self.weak and self.stack and self.stack[-1].family == "'":
            self.close(len(self.stack) - 1, *self.weak)
        self.weak = None

    def double(self, a: int, b: int, glyph: str) -> None:
        before, after = self.around(a, b)
        spaced_right = after.isspace()
        spaced_left = before.isspace() or before in _BRACKETS or (before in _JOINTS and not spaced_right)
        if glyph in "«»":
            family = "«"
            if glyph == "«":  # also the reversed pair, »so«
                opens = spaced_left or after.isalnum() or not self.depth(family)
            else:
                opens = spaced_left and after.isalnum() and not self.depth(family)
        elif spaced_left and spaced_right:
            opens = glyph in _OPENING or (glyph not in _CLOSING and not self.depth('"'))
            family = '"'
        elif spaced_left:
            opens, family = glyph not in _CLOSING or not self.depth('"'), '"'
        elif spaced_right or self.depth('"') or glyph in _CLOSING:
            opens, family = False, '"'
        else:
            # Between two letters and nothing open: an opening mark that lost its space, or inches.
            opens, family = after.isupper() and not before.isdigit(), '"'
            if not opens:
                return
        if opens:
            if self.stack and self.stack[-1].family == "'":
                self.settle_weak()
            self.open(a, b, family)
        elif depth := self.depth(family):
            self.close(depth - 1, a, b)

    def depth(self, family: str) -> int:
        """One more than the place on the stack of the innermost open mark of `family`; 0 if there is none."""
        for place in range(len(self.stack), 0, -1):
            if self.stack[place - 1].family == family:
                return place
        return 0

    def single(self, a: int, b: int, glyph: str) -> None:
        if self.depth('"') or self.depth("«"):
            return  # nested
        before, after = self.around(a, b)
        top = self.stack[-1] if self.stack else None
        if (before.isspace() or before in _OPENS_AFTER or before in '"“') and not after.isspace():
            if glyph != "’" and not _ELISION.match(self.text, a, a + 8):
                self.settle_weak()
                if self.stack and self.stack[-1].family == "'":
                    self.stack.pop()
                self.open(a, b, "'")
            return
        if top is None or top.family != "'":
            return
        straight = self.text[top.start] != "‘"
        strong = before in ".,!?…" or not (after.isspace() or after.isalnum()) or b >= self.last
        possessive = before == "s" and self.text[b : b + 2].strip().islower()
        if strong or not (possessive or (straight and a - top.start > _LONGEST_WEAK)):
            self.close(len(self.stack) - 1, a, b)
        elif possessive and self.weak is None and not (straight and a - top.start > _LONGEST_WEAK):
            self.weak = (a, b)


def _in_paragraph(text: str, first: int, last: int, more: bool) -> list[Quotation]:
    state = _Paragraph(text, first, last)
    for a, b, glyph in _marks(text, first, last):
        if glyph in _SINGLE:
            state.single(a, b, glyph)
        else:
            state.double(a, b, glyph)
    state.settle_weak()
    state.stack = [opening for opening in state.stack if opening.family != "'"]
    if state.stack:
        _finish(state, more)
    return state.found


def _marks(text: str, first: int, last: int) -> Iterator[tuple[int, int, str]]:
    for mark in _MARK.finditer(text, first, last):
        yield mark.start(), mark.end(), mark.group()


def _finish(state: _Paragraph, more: bool) -> None:
    """What becomes of a quotation that is still open at the end of its paragraph."""
    text, last = state.text, state.last
    depth = 0 if state.stack[0].start == state.first else len(state.stack) - 1
    opening = state.stack[depth]
    end = opening.inner + len(text[opening.inner : last].rstrip())
    if more:
        state.close(depth, end, end, continued=True)
    elif opening.likely and last - opening.inner <= _LONGEST_UNCLOSED and not _TAG.search(text, opening.inner, last):
        state.close(depth, end, end)


def _starts_quoted(text: str, paragraph: tuple[int, int]) -> bool:
    head = text[paragraph[0] : min(paragraph[1], paragraph[0] + 8)].lstrip()[:2]
    return head[:1] in ('"', "“", "„", "«", "‘") or head in ("''", "``")
