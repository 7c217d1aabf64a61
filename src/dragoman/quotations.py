"""Quotations: where they open and close, whatever marks a newspaper uses and whichever it forgot."""

from __future__ import annotations

import re
from typing import NamedTuple

# Marks that only open, only close, or do either. A doubled apostrophe and a doubled backtick are one mark.
_MARK = re.compile(r"''|``|[\"“”„«»]|(?<![\w])‘(?=\S)|(?<=[\w.,!?…])’(?!\w)")
_OPEN = frozenset({"“", "„", "«", "‘", "``"})
_CLOSE = frozenset({"”", "»", "’"})
_PAIR = {"“": "”", "„": "”", "«": "»", "‘": "’", "``": "''"}


class Quotation(NamedTuple):
    """One quotation; offsets in code points.

    `start`/`end` include the marks, `inner_start`/`inner_end` do not. `continued` says that the quotation goes on in the
    next paragraph, which opens with a mark of its own (the newspaper convention).
    """

    start: int
    end: int
    inner_start: int
    inner_end: int
    continued: bool = False


def find_quotations(text: str, paragraphs: list[tuple[int, int]]) -> list[Quotation]:
    """The quotations of `text`, in order and never overlapping.

    A mark that may open or close does what its neighbours say: it opens after white space or a bracket, closes before
    white space or punctuation, and where both fit it does what the state asks for. A quotation that is still open at
    the end of its paragraph goes on if the next paragraph starts with a mark; otherwise the opening mark was a stray.
    """
    found: list[Quotation] = []
    for number, (first, last) in enumerate(paragraphs):
        open_at: re.Match[str] | None = None
        for mark in _MARK.finditer(text, first, last):
            glyph = mark.group()
            opens = glyph in _OPEN
            closes = glyph in _CLOSE
            if not opens and not closes:
                before = text[mark.start() - 1] if mark.start() > first else " "
                after = text[mark.end()] if mark.end() < last else " "
                can_open = (before.isspace() or before in "([{-–—/:'‘") and not after.isspace()
                can_close = not before.isspace()
                opens = can_open and (open_at is None or not can_close)
                closes = can_close and open_at is not None
            if open_at is None:
                if opens:
                    open_at = mark
            elif closes and _fits(open_at.group(), glyph):
                found.append(Quotation(open_at.start(), mark.end(), open_at.end(), mark.start()))
                open_at = None
            elif opens and glyph != "‘":
                open_at = mark  # the earlier opening mark was a stray
        if open_at is not None and number + 1 < len(paragraphs) and _starts_quoted(text, paragraphs[number + 1]):
            end = len(text[first:last].rstrip()) + first
            if open_at.end() < end:
                found.append(Quotation(open_at.start(), end, open_at.end(), end, continued=True))
    return found


def _fits(opening: str, closing: str) -> bool:
    pair = _PAIR.get(opening)
    return closing in (pair, '"', "''") if pair else closing in (opening, "”") and not (opening == "‘")


def _starts_quoted(text: str, paragraph: tuple[int, int]) -> bool:
    head = text[paragraph[0] : paragraph[1]].lstrip()[:2]
    return head[:1] in ('"', "“", "„", "«", "‘") or head in ("''", "``")
