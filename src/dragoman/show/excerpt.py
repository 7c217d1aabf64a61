"""The sentence around a piece of evidence, short enough for one line of a list."""

from __future__ import annotations

import re
from typing import NamedTuple

from dragoman.records import Span
from dragoman.show.visible import one_line

# A sentence of a news report ends at one of these marks, with what closes after it, before a capital or an opening
# mark; an abbreviation cuts an excerpt short now and then, which does no harm.
_END = re.compile(r"[.!?…][\"'”’)\]]*(?=\s+[\"'“‘(\[]*[A-Z0-9])|\n\s*\n|\n(?=[ \t]*[A-Z\"“‘])|\r")
_ABBREVIATION = re.compile(
    r"(?:\b[A-Z]|\b(?:Mr|Mrs|Ms|Dr|St|Gen|Col|Lt|Sen|Rep|Gov|Prof|Jan|Feb|Aug|Sept|Oct|Nov|Dec|No))\.$"
)
REACH = 400
"""A sentence is looked for this many characters to either side, no further."""


class Excerpt(NamedTuple):
    """The words before the evidence, the evidence, and the words after it, each on one line."""

    before: str
    hit: str
    after: str

    def __str__(self) -> str:
        """The whole, as one line."""
        return self.before + self.hit + self.after


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Start and end of the sentence that characters `start` to `end` stand in."""
    low, high = max(0, start - REACH), min(len(text), end + REACH)
    first = low
    for mark in _END.finditer(text, low, high):
        if mark.end() > start:
            break
        if not _ABBREVIATION.search(text, max(low, mark.start() - 6), mark.end()):
            first = mark.end()
    for mark in _END.finditer(text, max(low, end - 3), high):
        if mark.end() >= end and not _ABBREVIATION.search(text, max(low, mark.start() - 6), mark.end()):
            high = mark.end()
            break
    return first, high


def excerpt(text: str, span: Span, width: int) -> Excerpt:
    """The sentence around `span`, cut to about `width` characters; "…" stands for what is left out."""
    first, last = sentence(text, span.start, span.end)
    before, hit, after = (
        one_line(text[first : span.start]),
        clip(text[span.start : span.end], width),
        one_line(text[span.end : last]),
    )
    room = max(0, width - len(hit))
    if len(before) + len(after) > room:
        ahead = min(len(before), max(room // 2, room - len(after)))
        before, after = _clip_left(before, ahead), clip(after, room - ahead) if room > ahead else ""
    gap_before = " " if before and text[span.start - 1 : span.start].isspace() else ""
    gap_after = " " if after and text[span.end : span.end + 1].isspace() else ""
    return Excerpt(before + gap_before, hit, gap_after + after)


def clip(text: str, width: int) -> str:
    """`text` on one line, cut at a word's end to `width` characters."""
    line = one_line(text)
    if len(line) <= width:
        return line
    cut = line[: max(0, width - 1)]
    word = cut.rsplit(" ", 1)[0] if " " in cut and not line[len(cut) : len(cut) + 1].isspace() else cut
    return f"{word.rstrip(' ,;:')}…"


def _clip_left(line: str, width: int) -> str:
    if len(line) <= width or not width:
        return line if width else ""
    cut = line[len(line) - (width - 1) :]
    return f"…{cut.split(' ', 1)[-1] if ' ' in cut else cut}"
