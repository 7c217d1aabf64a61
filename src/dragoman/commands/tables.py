"""What the commands of the ledger show on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Group
from rich.table import Table
from rich.text import Text

from dragoman.ledger.quarantine import Entry
from dragoman.ledger.schema import UNDATED
from dragoman.ledger.upkeep import Status, Version
from dragoman.show.visible import one_line


def status_table(status: Status) -> Group:
    """The status of a ledger for a person."""
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    table.add_column(style="bold")
    table.add_column()
    table.add_row("ledger", Text(one_line(status.path)))
    table.add_row("version", f"{status.version:,}" + ("" if status.keeps_text else ", without texts"))
    table.add_row("reports", f"{status.reports:,} (readings: {status.rows:,}, superseded: {status.superseded:,})")
    table.add_row("records", _counts(status.records))
    months = [month for month in status.months if month != UNDATED]
    undated = f"; reports without a date: {status.months[UNDATED]:,}" if UNDATED in status.months else ""
    table.add_row("months", (f"{months[0]} to {months[-1]}: {len(months):,}" if months else "none") + undated)
    table.add_row("readers", _counts(status.readers))
    table.add_row("set aside", _counts(status.set_aside))
    table.add_row("on disk", f"{status.bytes / 1e6:,.1f} MB; data files of this version: {status.files:,}")
    return Group(table)


def _counts(counts: dict[str, int]) -> Text:
    return Text(", ".join(f"{name} {number:,}" for name, number in counts.items() if number) or "none")


def history_table(versions: Sequence[Version]) -> Table:
    """The versions of a ledger for a person."""
    table = Table(box=None, padding=(0, 2, 0, 0))
    for name in ("version", "time (UTC)", "verb", "rows"):
        table.add_column(name, justify="right" if name in ("version", "rows") else "left")
    for version in versions:
        rows = f"{version.rows:,}" if version.rows is not None else ""
        table.add_row(f"{version.version:,}", f"{version.time:%Y-%m-%d %H:%M:%S}", Text(version.verb), rows)
    return table


def quarantine_rows(entries: Sequence[Entry]) -> Iterator[dict[str, object]]:
    """What was set aside, for programs."""
    for entry in entries:
        known = entry.set_aside
        yield {
            "key": entry.key,
            "added_at": entry.added_at.isoformat(),
            "kind": known.kind,
            "reason": known.reason,
            **known.location._asdict(),
        }


def quarantine_lines(entries: Sequence[Entry]) -> Iterator[str]:
    """What was set aside, a line each, for a person and for grep."""
    for entry in entries:
        known = entry.set_aside
        yield one_line(f"{entry.added_at:%Y-%m-%d} {known.kind} {known.location}: {known.reason}")
