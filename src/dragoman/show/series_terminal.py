"""The record of a series of reports on a terminal: one line a thing, each with the numbers of its reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.columns import Columns
from rich.console import Group, RenderableType
from rich.constrain import Constrain
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.show.excerpt import clip
from dragoman.show.series import Line, Series, Source, pick
from dragoman.show.terminal import LABEL_STYLES
from dragoman.show.words import EVENT_TYPES, NO_DATE, NOT_STATED

WIDTH = 100
PARTIES = 5
"""Positions are shown for this many parties, those that hold most."""
A_PARTY = 9
MOST = 12
"""Of a party's positions, and of conditions, this many are shown; the rest is counted."""

_HALF_BAR = 6
_FULL_SCORE = 4.0
"""The mean score at which a report's bar is full; single acts go from -10 to 10, means hardly beyond 3."""


def render(series: Series, width: int = WIDTH) -> RenderableType:
    """A series for `width` columns as something that rich can print."""
    width = min(width, WIDTH)
    parts = [
        _title(series, width),
        _heading("The reports", "mean PLOVER score of the acts: conflict ■│■ cooperation"),
        _reports(series.reports, width),
        _heading("Who met whom", "in order of time", len(series.meetings)),
        _meetings(series.meetings, width),
        _heading("Who wants what", "each party's positions over time", sum(map(len, series.positions.values()))),
        *_positions(series.positions, width),
        _heading("What depends on what", "", len(series.conditions)),
        _wrapped(series.conditions, width),
        _heading("What contradicts what", "", len(series.disputes)),
        _wrapped(series.disputes, width, labelled=False),
        _heading("Where it is stuck", "", len(series.deadlocks)),
        _wrapped(series.deadlocks, width, labelled=False),
        _heading("What comes next", "after the last report", len(series.next)),
        _wrapped(series.next, width),
        _heading("In numbers", ""),
        _numbers(series, width),
    ]
    return Constrain(Group(*parts), width)


def _title(series: Series, width: int) -> RenderableType:
    dates = [source.date for source in series.reports if source.date]
    when = f", {dates[0]} to {dates[-1]}" if dates else f", {NO_DATE}"
    title = Text(f"The record of {len(series.reports)} reports{when}", style="bold")
    names = Text(" · ".join(series.parties.values()), style="cyan", overflow="ellipsis", no_wrap=True)
    return Group(title, names, Text("─" * width, style="dim"))


def _heading(title: str, note: str, count: int | None = None) -> Text:
    heading = Text.assemble("\n", (title, "bold"))
    if count is not None:
        heading.append(f"  {count}" if count else f"  {NOT_STATED}", style="dim")
    if note and count != 0:
        heading.append(f"  {note}", style="dim")
    return heading


def _table(*columns: tuple[int | None, bool], width: int | None = None) -> Table:
    """A table of columns, each given as (width or None, whether its lines wrap)."""
    table = Table(box=None, show_header=False, padding=(0, 1, 0, 0), pad_edge=False, width=width)
    for wide, wraps in columns:
        table.add_column(width=wide, no_wrap=not wraps, overflow="fold" if wraps else "ellipsis")
    return table


def _inset(table: Table) -> RenderableType:
    return Padding(table, (0, 0, 0, 2))


def _reports(sources: Iterable[Source], width: int) -> RenderableType:
    table = _table((5, False), (10, False), (width - 44, False), (2 * _HALF_BAR + 1, False), (5, False))
    for source in sources:
        score = Text("" if source.score is None else f"{source.score:+.1f}", style="dim")
        table.add_row(_number((source.number,)), source.date or NO_DATE, Text(source.title), _bar(source.score), score)
    return _inset(table)


def _bar(score: float | None) -> Text:
    """A bar to the left of the middle for conflict, to the right for cooperation."""
    length = 0 if score is None else min(_HALF_BAR, round(abs(score) / _FULL_SCORE * _HALF_BAR))
    left, right = ("■" * length, "") if (score or 0) < 0 else ("", "■" * length)
    return Text.assemble((left.rjust(_HALF_BAR), "red"), ("│", "dim"), (right.ljust(_HALF_BAR), "green"))


def _number(reports: Sequence[int]) -> Text:
    return Text("[" + ",".join(map(str, reports[:3])) + ("…" if len(reports) > 3 else "") + "]", style="dim")


def _label(line: Line) -> Text:
    return Text(clip(line.label, 12), style=LABEL_STYLES.get(line.label, ""))


def _meetings(lines: Iterable[Line], width: int) -> RenderableType:
    table = _table((13, False), (9, False), (width - 35, True), (7, False))
    for line in lines:
        facts = "".join(f" · {clip(fact, 30)}" for fact in line.facts)
        what = Text.assemble((clip(line.party, 60), "cyan"), facts)
        if line.sentence:
            what.append(f"\n{clip(line.sentence, width - 37)}", style="dim")
        table.add_row(_short_date(line.date), _label(line), what, _number(line.reports))
    return _inset(table)


def _short_date(date: str | None) -> str:
    """A TIMEX3 value; "2004-05-04/2004-05-05" as "2004-05-04/05"."""
    first, _, last = (date or NOT_STATED).partition("/")
    common = first.rfind("-") + 1
    return (
        f"{first}/{last[common:]}" if last and common and last.startswith(first[:common]) else f"{date or NOT_STATED}"
    )


def _positions(held: dict[str, tuple[Line, ...]], width: int) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for name, lines in list(held.items())[:PARTIES]:
        shown = pick(lines, A_PARTY)
        table = _table((10, False), (10, False), (width - 33, False), (7, False))
        for line in shown:
            _, _, toward = line.party.partition(" → ")
            what = Text.assemble((f"→ {clip(toward, 24)}: " if toward else "", "cyan"), line.text)
            table.add_row(line.date or NO_DATE, _label(line), what, _number(line.reports))
        more = f"  and {len(lines) - len(shown)} more" if len(lines) > len(shown) else ""
        parts += [Text.assemble("  ", (name, "cyan"), (more, "dim")), Padding(_inset(table), (0, 0, 0, 2))]
    if len(held) > PARTIES:
        others = ", ".join(f"{name} {len(lines)}" for name, lines in list(held.items())[PARTIES : PARTIES + 8])
        parts.append(Text(f"  and of others: {clip(others, width - 20)}", style="dim"))
    return parts


def _wrapped(lines: Sequence[Line], width: int, labelled: bool = True) -> RenderableType:
    label = 11 if labelled else 0
    table = _table((10, False), (18, True), (label, False), (width - 42 - label, True), (7, False))
    shown = pick(lines, MOST)
    for line in shown:
        facts = ", ".join(fact for fact in line.facts if fact not in EVENT_TYPES.values())
        what = Text.assemble(clip(line.text or line.sentence, 200), (f" · {clip(facts, 70)}" if facts else "", "dim"))
        who = Text(clip(line.party, 50), style="cyan")
        sort = _label(line) if labelled else Text()
        table.add_row(_short_date(line.date), who, sort, what, _number(line.reports))
    rest: list[RenderableType] = []
    if len(lines) > len(shown):
        rest = [Text(f"  and {len(lines) - len(shown)} more", style="dim")]
    return Group(_inset(table), *rest)


def _numbers(series: Series, width: int) -> RenderableType:
    counts = Columns([Text.assemble((f"{n} ", "bold"), (kind, "dim")) for kind, n in series.counts.items()], (0, 3))
    table = _table((10, False), (4, False), (None, False))
    most = max(series.types.values(), default=1)
    for kind, n in series.types.items():
        bar = "■" * max(1, round(n / most * (width // 3)))
        table.add_row(kind, Text(str(n), justify="right"), Text.assemble(bar, (f" {EVENT_TYPES[kind]}", "dim")))
    return Group(Padding(counts, (0, 0, 1, 2)), _inset(table))
