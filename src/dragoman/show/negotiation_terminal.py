"""A negotiation on a terminal: the state of play first, every line with the numbers of its reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.negotiation.brief import Sentence
from dragoman.negotiation.model import Line, Reply, Source, Stand
from dragoman.negotiation.parties import Dyad
from dragoman.negotiation.state import Negotiation
from dragoman.show.excerpt import clip
from dragoman.show.visible import one_line
from dragoman.show.words import NO_DATE, NO_TITLE, NOT_STATED

WIDTH = 110
MOST = 15
"""Of a section's lines, the newest so many are shown; the rest is counted."""

Row = tuple[str, str, str, str, tuple[int, ...]]
"""Day, who, what kind, in which words, and the numbers of the reports."""


def render(negotiation: Negotiation, width: int = WIDTH, changed_since: str | None = None) -> RenderableType:
    """A negotiation for `width` columns as something that rich can print; what is new after a day has a section."""
    width = min(width, WIDTH)
    brief = negotiation.brief(changed_since)
    by_id = {section.id: section for section in brief.sections}
    parts: list[RenderableType] = [
        Text(one_line(brief.title), style="bold"),
        Text("─" * width, style="dim"),
        _heading("State of play", len(by_id["state"].sentences)),
        _sentences(by_id["state"].sentences),
        *(
            part
            for section in brief.sections
            if section.id == "changed"
            for part in (_heading(section.heading, len(section.sentences)), _sentences(section.sentences))
        ),
        _heading("Where it is stuck", len(negotiation.deadlocks)),
        _sentences(by_id["stuck"].sentences),
        *_section("What moved", _moves(negotiation), width),
        *_section("What demands met", _replies(negotiation), width),
        *_stands(negotiation, width),
        *_section("Who met whom", _meetings(negotiation), width),
        _heading("Who promised what", len(negotiation.commitments)),
        _sentences(by_id["commitments"].sentences),
        _heading("What contradicts what", len(negotiation.disputes)),
        _sentences(by_id["disputes"].sentences),
        *_section("What comes next", _next(negotiation), width),
        *_section("What happened", _timeline(negotiation), width),
        _heading("The reports", len(negotiation.sources)),
        _sources(_cited(negotiation), width),
    ]
    return Constrain(Group(*parts), width)


def render_dyads(dyads: Sequence[Dyad]) -> RenderableType:
    """The most active pairs of a ledger, as a table."""
    table = Table(box=None, pad_edge=False, header_style="dim")
    for name in ("pair", "reports", "events", "mean score"):
        table.add_column(name, justify="left" if name == "pair" else "right")
    for dyad in dyads:
        pair = one_line(f"{dyad.one} – {dyad.other}")
        table.add_row(Text(pair, style="cyan"), str(dyad.reports), str(dyad.events), f"{dyad.score:+.2f}")
    return table


def _heading(title: str, count: int) -> Text:
    return Text.assemble("\n", (title, "bold"), (f"  {count}" if count else f"  {NOT_STATED}", "dim"))


def _numbers(numbers: Iterable[int]) -> str:
    shown = sorted(set(numbers))
    return "[" + ",".join(map(str, shown[:4])) + ("…" if len(shown) > 4 else "") + "]" if shown else ""


def _sentences(sentences: Sequence[Sentence]) -> RenderableType:
    lines = []
    for sentence in sentences:
        quote = f" “{one_line(sentence.quote)}”" if sentence.quote else ""
        lines.append(
            Padding(
                Text.assemble(
                    "• ", one_line(sentence.text), (quote, "italic"), (f" {_numbers(sentence.sources)}", "dim")
                ),
                (0, 0, 0, 2),
            )
        )
    return Group(*lines)


def _section(title: str, rows: Sequence[Row], width: int) -> Iterator[RenderableType]:
    yield _heading(title, len(rows))
    if rows:
        yield _rows(rows[-MOST:], width)
    if len(rows) > MOST:
        yield Text(f"  and {len(rows) - MOST} earlier; --json has all", style="dim")


def _rows(rows: Sequence[Row], width: int) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    names = max(8, min(18, max(len(one_line(row[1])) for row in rows)))
    kinds = max(len(word) for row in rows for word in row[2].split())
    for wide in (10, names, kinds, width - 2 - 10 - names - kinds - 8 - 4, 8):
        table.add_column(width=wide, overflow="fold")
    for day, who, kind, what, numbers in rows:
        table.add_row(
            day,
            Text(clip(one_line(who), 36), style="cyan"),
            Text(kind, style="bold"),
            Text(clip(one_line(what), 220)),
            Text(_numbers(numbers), style="dim"),
        )
    return Padding(table, (0, 0, 0, 2))


def _told(line: Line) -> tuple[int, ...]:
    return tuple(cite.source for cite in line.evidence)


def _words(stand: Stand | None) -> str:
    return (stand.evidence[0].text or stand.about or NOT_STATED) if stand else NOT_STATED


def _moves(n: Negotiation) -> list[Row]:
    return [
        (m.date or NO_DATE, n.facts.name(m.party), m.kind, f"{_words(m.before)}  →  {_words(m.after)}", _told(m))
        for m in n.moves
    ]


def _replies(n: Negotiation) -> list[Row]:
    def what(reply: Reply) -> str:
        return _words(reply.demand) + (f"  →  {_words(reply.reply)}" if reply.reply else "")

    return [(r.demand.date or NO_DATE, n.facts.name(r.demand.party), r.kind, what(r), _told(r)) for r in n.replies]


def _stands(n: Negotiation, width: int) -> Iterator[RenderableType]:
    by_issue: dict[str | None, list[Stand]] = defaultdict(list)
    for stand in n.positions:
        by_issue[stand.issue].append(stand)
    yield _heading("Who wants what", len(n.positions))
    order = [issue.id for issue in n.issues if issue.id in by_issue] + ([None] if None in by_issue else [])
    for issue in order:
        held = by_issue[issue]
        name = n.issue_names.get(issue, issue) if issue else "Other matters"
        yield Text(f"  {name}", style="underline")
        rows = [(s.date or NO_DATE, n.facts.name(s.party), s.stance, _words(s), _told(s)) for s in held]
        yield _rows(rows[-6:], width)
        if len(held) > 6:
            yield Text(f"    and {len(held) - 6} earlier", style="dim")


def _meetings(n: Negotiation) -> list[Row]:
    rows = []
    for m in n.meetings:
        days = m.date_from or NO_DATE
        where = m.place or "place not stated"
        turns = " → ".join(dict.fromkeys(step.turn for step in m.thread))
        judged = "".join(f"; judged {each}" for each in sorted({outcome.polarity for outcome in m.outcomes}))
        differ = f"; days given: {', '.join(m.dates)}" if len(m.dates) > 1 else ""
        level = "" if m.level == "unknown" else f", {m.level}"
        who = ", ".join(n.facts.name(code) for code in m.parties)
        rows.append((days, who, m.turn, f"{where}{level}; {turns}{judged}{differ}", _told(m)))
    return rows


def _next(n: Negotiation) -> list[Row]:
    return [(u.date or NO_DATE, ", ".join(map(n.facts.name, u.parties)), u.status, u.what, _told(u)) for u in n.next]


def _timeline(n: Negotiation) -> list[Row]:
    rows = []
    for e in n.timeline:
        toward = f" → {', '.join(map(n.facts.name, e.recipients))}" if e.recipients else ""
        who = ", ".join(map(n.facts.name, e.actors)) + toward
        status = "" if e.status == "actual" else f" ({e.status})"
        words = next((cite.text for cite in e.evidence if cite.text), "")
        counts = f"{e.score:+.1f}; {e.reports} report{'s' if e.reports > 1 else ''}"
        rows.append((e.date_from or NO_DATE, who, e.type, f"{words}{status}  {counts}", _told(e)))
    return rows


def _cited(n: Negotiation) -> list[Source]:
    return list(n.sources)[-3 * MOST :]


def _sources(sources: Sequence[Source], width: int) -> RenderableType:
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False)
    for wide in (5, 10, width - 40, 20):
        table.add_column(width=wide, overflow="ellipsis", no_wrap=True)
    for source in sources:
        title = one_line(source.title or NO_TITLE) + (
            f" (replaced by [{source.superseded_by}])" if source.superseded_by else ""
        )
        table.add_row(f"[{source.number}]", source.date or NO_DATE, Text(title), Text(one_line(source.source or "")))
    return Padding(table, (0, 0, 0, 2))
