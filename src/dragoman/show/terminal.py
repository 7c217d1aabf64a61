"""A reading on a terminal: the text with its evidence marked, and below it the records by question.

Colour is used only where the console has it; without it, brackets mark the same evidence. Report text is never taken
as markup, and hidden characters are made visible.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from dragoman.language import find_paragraphs
from dragoman.records import Reading
from dragoman.show.excerpt import clip
from dragoman.show.marks import Mark, Segment, marks, segments
from dragoman.show.view import Entry, Piece, Section, sections
from dragoman.show.visible import one_line, visible
from dragoman.show.words import EVENT_TYPES, LAYERS, NO_DATE, NO_TITLE, NOT_STATED

SHOWN = (
    "meetings", "statements", "positions", "conditions", "disputes", "deadlocks", "events", "own_events", "assessments",
    "next",
)  # fmt: skip
TEXT_WIDTH = 96
"""Lines longer than this are hard to read, however wide the terminal."""

STYLES = {
    "statements": "italic",
    "conditions": "magenta",
    "times": "green",
    "actors": "cyan",
    "events": "bold yellow underline",
}
"""How each layer looks in colour; where layers overlap the later ones here lie on top."""

BRACKETS = {
    "statements": ("‹", "›"),
    "conditions": ("{", "}"),
    "events": ("*", "*"),
    "times": ("_", "_"),
    "actors": ("[", "]"),
}
"""What marks each layer without colour."""

_PIECES = {"": "", "hit": "", "dim": "dim", "party": "cyan", "link": "bold"}
LABEL_STYLES = {
    "actual": "", "held": "green", "planned": "yellow", "possible": "yellow", "conditional": "magenta",
    "negated": "red", "cancelled": "red", "refuses": "red", "denies": "red", "negative": "red", "positive": "green",
    "deadlock": "red", "dispute": "red", "offers": "green", "accepts": "green",
}  # fmt: skip
_PRONOUNS = frozenset(
    {"he", "she", "it", "they", "him", "her", "them", "his", "its", "their", "we", "us", "our", "i", "who"}
)
_UNTOLD = frozenset({*EVENT_TYPES.values(), "direct", "mixed", "indirect"})
_LONGEST = 130
_LONG = {"deadlocks": 400, "disputes": 300, "conditions": 200}
_AROUND = 80


def show(console: Console, reading: Reading, text: str) -> None:
    """Print a reading. `text` is the text that it was made from."""
    console.print(render(reading, text, console.width, console.color_system is not None))


def render(reading: Reading, text: str, width: int = 80, colour: bool = True) -> RenderableType:
    """A reading for `width` columns as something that rich can print. Without `colour`, brackets mark the evidence."""
    parts: list[RenderableType] = [_header(reading), Text(), _legend(colour), Text()]
    for paragraph in paragraphs(reading, text, colour):
        parts += [paragraph, Text()]
    parts += [section_table(section, width, colour) for section in sections(reading, text, SHOWN, width=_AROUND)]
    return Group(*parts)


def _header(reading: Reading) -> RenderableType:
    report = reading.report
    line = [report.date or NO_DATE, *(one_line(known) for known in (report.source, report.url) if known)]
    title = one_line(report.title or report.source_id or NO_TITLE)
    return Group(Text(title, style="bold"), Text(" · ".join(line), style="dim"), Rule(style="dim"))


def _legend(colour: bool) -> Text:
    legend = Text(style="" if colour else "dim")
    for layer in BRACKETS:
        opening, closing = ("", "") if colour else BRACKETS[layer]
        legend.append(f"{opening}{LAYERS[layer]}{closing}", style=STYLES[layer] if colour else "")
        legend.append("  ")
    legend.rstrip()
    return legend


def paragraphs(reading: Reading, text: str, colour: bool) -> Iterator[RenderableType]:
    """The report's paragraphs with their evidence marked; white space inside one is folded."""
    found = [mark for mark in marks(reading) if mark.layer in STYLES]
    if not colour:
        found = [mark for mark in found if text[mark.start : mark.end].lower() not in _PRONOUNS]
    edges = [edge for paragraph in find_paragraphs(text) for edge in paragraph]
    pieces = iter(segments(len(text), found, edges))
    segment = next(pieces, None)
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        line = Text()
        while segment is not None and segment.start < end:
            if segment.start >= start:
                _append(line, segment, text, colour)
            segment = next(pieces, None)
        yield Constrain(line, TEXT_WIDTH)


def _append(line: Text, segment: Segment, text: str, colour: bool) -> None:
    words = visible(text[segment.start : segment.end]).replace("\n", " ").replace("\t", " ")
    layers = {mark.layer for mark in segment.marks}
    if colour:
        line.append(words, style=" ".join(STYLES[layer] for layer in STYLES if layer in layers))
        return
    before, after = _edges(segment)
    line.append(before + words + after)


def _edges(segment: Segment) -> tuple[str, str]:
    """The brackets that open before a segment, outermost first, and those that close after it, innermost first."""
    opening: dict[tuple[str, int], Mark] = {}
    closing: dict[tuple[str, int], Mark] = {}
    for mark in segment.marks:  # shortest first
        if mark.start == segment.start:
            opening.setdefault((mark.layer, mark.end), mark)
        if mark.end == segment.end:
            closing.setdefault((mark.layer, mark.start), mark)
    before = "".join(BRACKETS[mark.layer][0] for mark in reversed(opening.values()))
    return before, "".join(BRACKETS[mark.layer][1] for mark in closing.values())


def section_table(section: Section, width: int, colour: bool = True) -> RenderableType:
    """A section for `width` columns: its heading with the number of entries, and a table of them, or "not stated"."""
    heading = Text(section.title, style="bold")
    if not section.entries:
        heading.append(f"  {NOT_STATED}", style="dim not bold")
        return Padding(heading, (0, 0, 1, 0))
    heading.append(f"  {len(section.entries)}", style="dim not bold")
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column(width=max(14, min(28, width // 4)), overflow="fold")
    table.add_column(no_wrap=True, max_width=20 if section.key == "own_events" else 12, overflow="ellipsis")
    table.add_column(overflow="fold")
    above = None
    for entry in section.entries:
        table.add_row(*cells(entry, above, colour))
        above = entry.lead
    return Group(heading, Padding(table, (0, 0, 1, 2)))


def cells(entry: Entry, above: str | None = None, colour: bool = True) -> tuple[Text, Text, Text]:
    """An entry as the three cells of a row: who, unless it is the one `above`; of what sort; and what, with facts."""
    lead = Text("" if entry.lead == above else clip(entry.lead, 90), style="cyan")
    kind = entry.id.split("-")[0]
    facts = Text(", ".join(clip(fact, 50) for fact in entry.facts if fact not in _UNTOLD), style="dim")
    body = Text()
    for piece in shorten(entry.body, _LONG.get(kind, _LONGEST)):
        starred = kind in ("events", "own_events") and piece.style == "hit" and not colour
        body.append(f"*{piece.text}*" if starred else piece.text, style=_PIECES[piece.style])
    if kind == "meetings" and facts.plain:
        body = Text.assemble(facts.plain, (f" · {body.plain}" if body.plain else "", "dim"))
    elif facts.plain:
        body = Text.assemble(body, (" · ", "dim"), facts)
    return lead, Text(one_line(entry.label), style=LABEL_STYLES.get(entry.label, "")), body


def shorten(body: Sequence[Piece], longest: int) -> Iterator[Piece]:
    """The pieces on one line, cut to about `longest` characters in all, each long one losing its share."""
    lines = [Piece(_fold(piece.text), piece.style) for piece in body]
    spare = longest - sum(len(piece.text) for piece in lines)
    total = sum(len(piece.text) for piece in lines if len(piece.text) > 20)
    for piece in lines:
        if spare < 0 and len(piece.text) > 20:
            share = max(20, len(piece.text) + spare * len(piece.text) // total)
            piece = Piece(_fold(piece.text, share), piece.style)
        yield piece


def _fold(text: str, width: int = 1_000_000) -> str:
    """`text` on one line, cut to `width`, keeping one space at an end that has white space."""
    line = clip(text, width)
    return (" " if text[:1].isspace() and line else "") + line + (" " if text[-1:].isspace() and line else "")
