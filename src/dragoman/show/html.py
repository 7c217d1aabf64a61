"""A reading as one self-contained page: no network, no third-party script, readable without scripts and without colour.

Report text is hostile: everything goes through Jinja's escaping, hidden characters are made visible, and a content
security policy lets only this page's own style and script run, each named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import cache
from importlib.resources import files
from itertools import groupby
from typing import NamedTuple
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from dragoman.language import find_paragraphs
from dragoman.records import Reading
from dragoman.show.marks import Segment, marks, segments
from dragoman.show.view import sections
from dragoman.show.visible import one_line, visible
from dragoman.show.words import LAYERS, NO_DATE, NO_TITLE, NOT_STATED

MENTIONS = 12
"""A record links to at most this many places in the text."""


class Bit(NamedTuple):
    """A run of the report's text, and the evidence in it: nothing, where `records` is empty.

    `id` is its anchor, `href` that of its innermost record; `records` are all of them, innermost first; `layers` are
    what is drawn, outermost first; `opens` says that a record begins here; `edge` is "", "first", "last" or "both" for
    the ends of a statement.
    """

    text: str
    id: str = ""
    href: str = ""
    records: str = ""
    layers: tuple[str, ...] = ()
    opens: bool = False
    edge: str = ""


def page(reading: Reading, text: str) -> str:
    """The page of a reading. `text` is the report's text."""
    css, script = _asset("page.css"), _asset("page.js")
    cut = _segments(reading, text)
    return _template().render(
        reading=reading,
        title=one_line(reading.report.title or reading.report.source_id or NO_TITLE),
        date=reading.report.date or NO_DATE,
        source=one_line(reading.report.source or ""),
        url=reading.report.url or "",
        link=_is_web_address(reading.report.url),
        paragraphs=list(_paragraphs(cut, text)),
        places=_places(cut),
        sections=sections(reading, text),
        layers={k: v for k, v in LAYERS.items() if k != "own_events" or reading.reader.ontology},
        not_stated=NOT_STATED,
        most=MENTIONS,
        policy=_policy(css, script),
        css=Markup(css),
        script=Markup(script),
    )


class _Piece(NamedTuple):
    """A segment of one paragraph."""

    paragraph: int
    number: int
    segment: Segment


def _segments(reading: Reading, text: str) -> list[_Piece]:
    """The text's segments by paragraph; what stands between paragraphs is left out."""
    edges = [edge for paragraph in find_paragraphs(text) for edge in paragraph]
    starts = {start: number for number, start in enumerate(edges[::2])}
    ends = set(edges[1::2])
    pieces: list[_Piece] = []
    paragraph = -1
    for segment in segments(len(text), marks(reading), edges):
        if segment.start in ends:
            paragraph = -1
        paragraph = starts.get(segment.start, paragraph)
        if paragraph >= 0:
            pieces.append(_Piece(paragraph, len(pieces) + 1, segment))
    return pieces


def _paragraphs(pieces: Sequence[_Piece], text: str) -> Iterator[list[Bit]]:
    for _, group in groupby(pieces, key=lambda piece: piece.paragraph):
        yield [_bit(piece, text) for piece in group]


def _bit(piece: _Piece, text: str) -> Bit:
    start, end, found = piece.segment
    words = text[start:end]
    if not found:
        return Bit(words)
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
    )


def _places(pieces: Sequence[_Piece]) -> dict[str, list[str]]:
    """For each record the anchors of its places in the text: the first segment of each piece of evidence."""
    places: dict[str, list[str]] = {}
    for _, number, segment in pieces:
        for mark in segment.marks:
            if mark.start == segment.start:
                places.setdefault(mark.id, []).append(f"p{number}")
    return places


def _is_web_address(url: str | None) -> bool:
    """Whether a link to `url` can only lead to a web page, never run anything."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _policy(css: str, script: str) -> str:
    """The content security policy: nothing but this page's own style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    content = files("dragoman.show").joinpath("templates", name).read_text(encoding="utf-8")
    return content.replace("\r\n", "\n")


def _finalize(value: object) -> object:
    """Whatever the template prints is made visible; only the page's own style and script are markup."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dragoman.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    return environment.get_template("page.html")
