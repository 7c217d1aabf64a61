"""`dragoman add`: reports into a ledger."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

from dragoman.commands.options import (
    Actors,
    AnyLanguage,
    Batch,
    Encoding,
    Engines,
    Json,
    LedgerFolder,
    MaxSize,
    Model,
    Own,
)

COLUMNS = ("text", "date", "title", "source", "id", "url")


def add(
    sources: Annotated[
        list[str], typer.Argument(metavar="SOURCE...", help="Files, folders, archives, addresses; - is standard input.")
    ],
    ledger: LedgerFolder,
    no_text: Annotated[
        bool, typer.Option("--no-text", help="For a new ledger: keep offsets and hashes, no text of the reports.")
    ] = False,
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help=f"Column of a table for {', '.join(COLUMNS)}; repeatable."),
    ] = None,
    date: Annotated[
        str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Date of reports that state none.")
    ] = None,
    source: Annotated[
        str | None, typer.Option("--source", metavar="TEXT", help="Publisher of reports that state none.")
    ] = None,
    encoding: Encoding = None,
    max_size: MaxSize = 2.0,
    any_language: AnyLanguage = False,
    model: Model = None,
    engine: Engines = "both",
    actors: Actors = None,
    ontology: Own = None,
    batch: Batch = 512,
    workers: Annotated[
        int | None,
        typer.Option("--workers", metavar="N", min=1, help="Processes that read; 1, or one a processor of a cluster."),
    ] = None,
    cluster: Annotated[
        str | None, typer.Option("--cluster", metavar="local|ADDRESS", help="Read on a Ray cluster (host:port).")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read what is new under SOURCE and add it to a ledger, which is made where there is none.

    What is there already is skipped; what cannot be read is set aside with the reason. Ctrl-C keeps what has been read.
    """
    from dragoman.commands.running import run
    from dragoman.language import DEFAULT_MODEL
    from dragoman.ledger.add import Adding
    from dragoman.ledger.add import add as add_reports
    from dragoman.ledger.expected import expected
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.workers import ReaderPlan, add_with_workers
    from dragoman.sources import SourceOptions, find

    options = SourceOptions(
        columns=mapping(columns or ()),
        encoding=encoding,
        max_bytes=max(1, int(max_size * 1e6)),
        date=date,
        source=source,
        any_language=any_language,
    )
    stdin = sys.stdin.buffer.read() if "-" in sources else None
    found = find(sources, options, stdin)
    plan = ReaderPlan.of(model or DEFAULT_MODEL, actors or (), engine, ontology)
    reader = plan.make()
    adding = Adding(Ledger(ledger, create=True, keep_text=not no_text), options, batch)
    total = expected(sources) if sys.stderr.isatty() else None
    if cluster is not None:
        from dragoman.cluster import add_on_cluster

        steps = add_on_cluster(adding, sources, plan, cluster, workers)
    elif workers is not None and workers > 1:
        steps = add_with_workers(adding, found, plan, workers)
    else:
        steps = add_reports(adding, found, reader)
    raise typer.Exit(run(steps, adding, total, as_json))


def mapping(columns: list[str] | tuple[str, ...]) -> dict[str, str]:
    """`--map FIELD=COLUMN` as a dict."""
    found = {}
    for given in columns:
        field, sign, column = given.partition("=")
        if not sign or field not in COLUMNS or not column:
            raise typer.BadParameter(f"--map {given}: give FIELD=COLUMN, FIELD one of {', '.join(COLUMNS)}")
        found[field] = column
    return found
