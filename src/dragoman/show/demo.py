"""What the demo asks of the ledger of the bundled reports: three questions, each with what asks it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation
from dragoman.show.excerpt import clip
from dragoman.show.visible import one_line

PARTIES = ("Greece", "MKD")

COUNTS = """SELECT o.type, count(*) AS occurrences, sum(o.reports)::BIGINT AS told, round(avg(o.score), 1) AS score
FROM occurrences o WHERE list_contains(o.parties, 'GRC') AND list_contains(o.parties, 'MKD')
GROUP BY o.type ORDER BY occurrences DESC, o.type LIMIT 6"""

DEMANDS = """SELECT published, actor, stance, text FROM positions
WHERE text ILIKE '%constitution%' AND actor IN ('GRC', 'MKD') ORDER BY published, n LIMIT 8"""

DEADLOCKS = f"Negotiation(ledger, {list(PARTIES)!r}).deadlocks"


def questions(ledger: Ledger, width: int) -> RenderableType:
    """The three questions with their answers for `width` columns, as something that rich can print."""
    return Group(*_questions(ledger, width))


def _questions(ledger: Ledger, width: int) -> Iterator[RenderableType]:
    yield Text("\nThree questions to the ledger", style="bold")
    yield _asked("1. What happened between the two, and in how many reports?", COUNTS)
    yield _answer(ledger, COUNTS, width)
    yield _asked("2. How did they argue about the constitution?", DEMANDS)
    yield _answer(ledger, DEMANDS, width)
    yield _asked("3. Where was it stuck, and what ended it?", DEADLOCKS)
    yield from _deadlocks(Negotiation(ledger, PARTIES))


def _asked(question: str, how: str) -> RenderableType:
    return Group(Text(f"\n{question}", style="cyan"), Padding(Text(how, style="dim"), (0, 0, 0, 2)))


def _answer(ledger: Ledger, sql: str, width: int) -> RenderableType:
    answer = ledger.query(sql)
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="dim")
    rows = [[one_line(str(value)) for value in row.values()] for row in answer]
    last = len(answer.columns) - 1
    wide = [max(len(column), *(len(row[place]) for row in rows)) for place, column in enumerate(answer.columns)]
    for column in answer.columns:
        table.add_column(column, no_wrap=True)
    for row in rows:  # only the last column, which may hold words, gives way where the terminal is narrow
        table.add_row(*row[:last], clip(row[last], max(12, width - 2 - sum(wide[:last]) - 2 * len(wide))))
    return Padding(table, (0, 0, 0, 2))


def _deadlocks(talks: Negotiation) -> Iterator[RenderableType]:
    for line in talks.deadlocks:
        about = talks.issue_names.get(line.issue or "", "the talks as a whole")
        ended = next((cite.text for cite in line.ended_by if cite.text), None)
        until = f"until {line.until}" if line.until else "still"
        said = f": “{clip(one_line(ended), 90)}”" if ended else ""
        yield Padding(Text(f"{about}, from {line.since} {until}{said}"), (0, 0, 0, 2))


def ends(samples: Path, ledger: Path) -> str:
    """What to try next."""
    return f"""
The ledger is in {ledger}. Look at it in your browser:
  dragoman serve --demo

Or ask it:
  dragoman negotiation GRC MKD --ledger {ledger}
  dragoman query "SELECT type, count(*) FROM events GROUP BY ALL" --ledger {ledger}
  dragoman search constitution --ledger {ledger}

Try next, with reports of your own or one of these ({samples}):
  dragoman add FOLDER --ledger LEDGER                   read what is there, and keep it
  dragoman read FILE --date YYYY-MM-DD                  its record on the terminal
  dragoman read FILE --date YYYY-MM-DD --html page.html the text with its records, as a page
  dragoman explain FILE --at OFFSET                     why a record is there"""
