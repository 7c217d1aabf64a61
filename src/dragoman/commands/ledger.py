"""`dragoman ledger`: what is in a ledger, and looking after it."""

from __future__ import annotations

import json
from typing import Annotated

import typer

from dragoman.commands.options import Actors, AnyLanguage, Batch, Engines, Json, LedgerFolder, Model, Own

commands = typer.Typer(help="Say what is in a ledger, and look after it.", no_args_is_help=True)


@commands.command()
def status(ledger: LedgerFolder, as_json: Json = False) -> None:
    """Say what is in a ledger: reports, records, months, readers, what was set aside, size."""
    from rich.console import Console

    from dragoman.commands.tables import status_table
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.upkeep import status as status_of

    found = status_of(Ledger(ledger))
    if as_json:
        typer.echo(found.model_dump_json().encode())
    else:
        Console().print(status_table(found))


@commands.command()
def history(
    ledger: LedgerFolder,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the newest N.")] = None,
    as_json: Json = False,
) -> None:
    """List the versions of a ledger, the newest first, with time, verb and rows."""
    from rich.console import Console

    from dragoman.commands.tables import history_table
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.upkeep import history as history_of

    versions = history_of(Ledger(ledger), limit)
    if as_json:
        typer.echo(json.dumps([version.model_dump(mode="json") for version in versions]))
    else:
        Console().print(history_table(versions))


@commands.command()
def compact(ledger: LedgerFolder, as_json: Json = False) -> None:
    """Drop readings that a later one took the place of, and join small files. Others may add meanwhile."""
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.upkeep import compact as compact_ledger

    done = compact_ledger(Ledger(ledger))
    if as_json:
        typer.echo(done.model_dump_json())
        return
    typer.echo(
        f"{done.dropped:,} superseded readings dropped; {done.files_before:,} files are now {done.files_after:,}"
    )
    typer.echo("Older versions still have them: dragoman ledger vacuum removes what only those need.")


@commands.command()
def vacuum(
    ledger: LedgerFolder,
    hours: Annotated[int, typer.Option("--hours", metavar="N", min=0, help="Files older than this; a week.")] = 168,
    remove: Annotated[bool, typer.Option("--remove", help="Remove them; without it they are only counted.")] = False,
    as_json: Json = False,
) -> None:
    """Count, or remove, files that only older versions need; `as_of` those versions there is no answer then."""
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.upkeep import vacuum as vacuum_ledger

    done = vacuum_ledger(Ledger(ledger), hours, dry_run=not remove)
    if as_json:
        typer.echo(json.dumps({"files": len(done.files), "bytes": done.bytes, "removed": done.removed}))
        return
    what = f"{len(done.files):,} files of {done.bytes / 1e6:,.1f} MB that only versions older than {hours} hours need"
    typer.echo(f"{what} were removed" if done.removed else f"{what}; --remove removes them")


@commands.command()
def reread(
    ledger: LedgerFolder,
    model: Model = None,
    engine: Engines = "both",
    actors: Actors = None,
    ontology: Own = None,
    batch: Batch = 512,
    as_json: Json = False,
) -> None:
    """Read again the reports whose current reading another reader made; what is not stale is left alone.

    The old readings stay in older versions. Stopped at any moment, it goes on the next time.
    """
    from dragoman.commands.running import run_again
    from dragoman.language import DEFAULT_MODEL
    from dragoman.ledger.reread import reread as reread_ledger
    from dragoman.ledger.store import Ledger
    from dragoman.reader import Reader

    opened = Ledger(ledger)
    reader = Reader(model or DEFAULT_MODEL, actors or (), engine, ontology)
    raise typer.Exit(run_again(reread_ledger(opened, reader, reader.info, batch), as_json))


@commands.command()
def retry(
    ledger: LedgerFolder,
    any_language: AnyLanguage = False,
    model: Model = None,
    engine: Engines = "both",
    actors: Actors = None,
    ontology: Own = None,
    as_json: Json = False,
) -> None:
    """Try again what was set aside: sources that were mended are read, and what is right now is settled."""
    from dragoman.commands.running import run_sources
    from dragoman.language import DEFAULT_MODEL
    from dragoman.ledger.reread import retry as retry_ledger
    from dragoman.ledger.store import Ledger
    from dragoman.reader import Reader

    opened = Ledger(ledger)
    reader = Reader(model or DEFAULT_MODEL, actors or (), engine, ontology)
    raise typer.Exit(run_sources(retry_ledger(opened, reader, any_language), opened, as_json))


@commands.command()
def quarantine(
    ledger: LedgerFolder,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=1, help="Only the first N.")] = None,
    as_json: Json = False,
) -> None:
    """List what could not be read, with place, kind of fault and reason; with --json a line each."""
    from dragoman.commands.tables import quarantine_lines, quarantine_rows
    from dragoman.ledger.store import Ledger

    entries = Ledger(ledger).quarantine.entries()[:limit]
    lines = (json.dumps(row, ensure_ascii=False) for row in quarantine_rows(entries))
    for line in lines if as_json else quarantine_lines(entries):
        typer.echo(line.encode())
    if not entries and not as_json:
        typer.echo("Nothing is set aside.")
