"""A report's text as runs of words that carry the same records: what every page of a report draws."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from dragoman.language import find_paragraphs
from dragoman.records import Reading
from dragoman.show.marks import Segment, marks, segments
from dragoman.show.words import LAYERS


class Bit(NamedTuple):
    """A run of the report's text, and the evidence in it: nothing, where `records` is empty.

    `id` is its anchor, `href` that of its innermost record; `records` are all of them, innermost first; `layers` are
    what is drawn, outermost first; `opens` says that a record begins here; `edge` is "", "first", "last" or "both" for
    the ends of a statement; `start` is the offset of its first character.
    """

    text: str
    id: str = ""
    href: str = ""
    records: str = ""
    layers: tuple[str, ...] = ()
    opens: bool = False
    edge: str = ""
    start: int = 0


class Piece(NamedTuple):
    """A segment of one paragraph."""

    paragraph: int
    number: int
    segment: Segment


def pieces_of(reading: Reading, text: str) -> list[Piece]:
    """The text's segments by paragraph; what stands between paragraphs is left out."""
    edges = [edge for paragraph in find_paragraphs(text) for edge in paragraph]
    starts = {start: number for number, start in enumerate(edges[::2])}
    ends = set(edges[1::2])
    pieces: list[Piece] = []
    paragraph = -1
    for segment in segments(len(text), marks(reading), edges):
        if segment.start in ends:
            paragraph = -1
        paragraph = starts.get(segment.start, paragraph)
        if paragraph >= 0:
            pieces.append(Piece(paragraph, len(pieces) + 1, segment))
    return pieces


def paragraphs(pieces: Sequence[Piece], text: str) -> Iterator[list[Bit]]:
    """The bits of each paragraph of `text`, in order."""
    for _, group in groupby(pieces, key=lambda piece: piece.paragraph):
        yield [_bit(piece, text) for piece in group]


def _bit(piece: Piece, text: str) -> Bit:
    start, end, found = piece.segment
    words = text[start:end]
    if not found:
        return Bit(words, start=start)
    layers = tuple(dict.fromkeys(mark.layer for mark in reversed(found) if mark.layer in LAYERS))
    said = [mark for mark in found if mark.layer == "statements"]
    first, last = any(mark.start == start for mark in said), any(mark.end == end for mark in said)
    return Bit(
        text=words,
        id=f"p{piece.number}",
        href=found[0].id,
        records=" ".join(dict.fromkeys(mark.id for mark in found)),
        layers=layers,
        opens=any(mark.start == start for mark in found),
        edge="both" if first and last else "first" if first else "last" if last else "",
        start=start,
    )


def places(pieces: Sequence[Piece]) -> dict[str, list[str]]:
    """For each record the anchors of its places in the text: the first segment of each piece of evidence."""
    found: dict[str, list[str]] = {}
    for _, number, segment in pieces:
        for mark in segment.marks:
            if mark.start == segment.start:
                found.setdefault(mark.id, []).append(f"p{number}")
    return found
