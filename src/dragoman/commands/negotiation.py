"""`dragoman negotiation`: what the reports of a ledger add up to."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from dragoman.commands.options import Json, LedgerFolder


def negotiation(
    ledger: LedgerFolder,
    parties: Annotated[
        list[str] | None,
        typer.Argument(metavar="[PARTY...]", help="Codes or names; without any, the most active pairs."),
    ] = None,
    issue: Annotated[
        str | None, typer.Option("--issue", metavar="ISSUE", help="One issue only, by id or name.")
    ] = None,
    since: Annotated[
        str | None, typer.Option("--since", metavar="YYYY-MM-DD", help="Add to the brief what is new after this day.")
    ] = None,
    published_from: Annotated[
        str | None, typer.Option("--from", metavar="YYYY-MM-DD", help="Reports published from this day on.")
    ] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="YYYY-MM-DD", help="Reports published up to this day.")
    ] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY|VERSION", help="What the ledger held then.")
    ] = None,
    issues: Annotated[
        Path | None, typer.Option("--issues", metavar="FILE", help="Issues of your own (TOML), before the known ones.")
    ] = None,
    brief: Annotated[
        Path | None, typer.Option("--brief", metavar="OUT", help="Write the brief: OUT ends in .md, .html or .pdf.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Show the state of a negotiation: positions, moves, deadlocks, disputes, meetings, promises and next dates."""
    from rich.console import Console

    from dragoman.ledger.store import Ledger
    from dragoman.negotiation.state import Negotiation, dyads
    from dragoman.show import brief_files
    from dragoman.show.negotiation_terminal import render, render_dyads

    known = Ledger(ledger, as_of=int(as_of) if as_of and as_of.isdigit() else as_of)
    console = Console()
    if not parties and brief is None and not as_json and issue is None:
        console.print(render_dyads(dyads(known)))
        return
    asked = Negotiation(known, parties or (), issue, published_from, until, issue_file=issues)
    if brief is not None:
        brief_files.write(asked.brief(since), brief)
    elif as_json:
        typer.echo(asked.state().model_dump_json().encode())
    else:
        console.print(render(asked, console.width, since))
