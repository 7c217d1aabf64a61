"""`dragoman export`: a ledger in a form that other tools read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from dragoman.ledger.exports import FORMS, export
from dragoman.show.visible import one_line

LedgerFolder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The ledger.")]
Several = list[str] | None


def export_command(
    form: Annotated[str, typer.Argument(metavar="FORM", help=f"One of {', '.join(FORMS)}.")],
    ledger: LedgerFolder,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE|DIR", help="Where to write; a form of one file is printed without it."),
    ] = None,
    party: Annotated[
        Several, typer.Option("--party", metavar="CODE", help="Events in which this party takes part; repeatable: all.")
    ] = None,
    type: Annotated[
        Several, typer.Option("--type", metavar="TYPE", help="Events of this PLOVER type; repeatable: any.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="DAY", help="Reports published on this day or later.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Reports published on this day or earlier.")
    ] = None,
    status: Annotated[
        Several, typer.Option("--status", metavar="STATUS", help="Events (ical: meetings) of this status; repeatable.")
    ] = None,
    source: Annotated[
        Several, typer.Option("--source", metavar="NAME", help="Reports of this publisher; repeatable: any.")
    ] = None,
    one_a_day: Annotated[bool, typer.Option("--one-a-day", help="Keep one record a day, dyad and CAMEO code.")] = False,
) -> None:
    """Write a ledger in a form that other tools read."""
    from dragoman.ledger.store import Ledger

    known = FORMS.get(form)
    if known is not None and known.folder and out is None:
        raise typer.BadParameter(f"{form} is a folder of files; name one with --out DIR")
    done = export(
        Ledger(ledger),
        form,
        sys.stdout if out is None else out,
        party=party or (),
        type=type or (),
        since=since,
        until=until,
        status=status or (),
        source=source or (),
        one_a_day=one_a_day,
    )
    for error in done.errors:
        print(f"dragoman: {one_line(str(error))}", file=sys.stderr)
    if out is not None or done.left_out:
        left_out = "".join(f"; left out: {number:,} {reason}" for reason, number in done.left_out.items())
        print(f"{done.written:,} written{left_out}", file=sys.stderr)
    if done.errors:
        raise typer.Exit(1 if done.written else 2)
