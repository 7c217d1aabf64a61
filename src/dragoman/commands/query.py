"""`dragoman query`: SQL over the views of a ledger."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from dragoman.commands.options import LedgerFolder

if TYPE_CHECKING:
    from dragoman.ledger.answers import Answer
    from dragoman.ledger.answers_forms import Form
    from dragoman.ledger.store import Ledger

Forms = Literal["table", "csv", "json", "jsonl", "parquet"]
AsOf = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DAY|VERSION", help="The ledger as it was: YYYY-MM-DD, a moment, or a version."),
]


def query_command(
    ledger: LedgerFolder,
    sql: Annotated[
        str | None, typer.Argument(metavar="SQL", help="One statement that only reads; - is standard input.")
    ] = None,
    form: Annotated[
        Forms | None, typer.Option("--format", help="How the answer is written; a table unless the file's name says.")
    ] = None,
    out: Annotated[Path | None, typer.Option("--out", metavar="FILE", help="Write the answer to FILE.")] = None,
    limit: Annotated[int | None, typer.Option("--limit", metavar="N", min=0, help="At most N rows.")] = None,
    seconds: Annotated[
        float | None, typer.Option("--seconds", metavar="S", min=0, help="Stop the query after S seconds.")
    ] = None,
    as_of: AsOf = None,
    views: Annotated[bool, typer.Option("--views", help="List the views and their columns.")] = False,
) -> None:
    """Ask a ledger in SQL; without SQL, list its views and their columns."""
    from dragoman.ledger.answers_forms import form_of

    found = open_ledger(ledger, as_of)
    wanted = form_of(out, form)
    if sql is None or views:
        answer = found.views()
    else:
        answer = found.query(sys.stdin.read() if sql == "-" else sql, seconds=seconds, limit=limit)
    with quiet_pipe():
        give(answer, wanted, out, limit)


@contextmanager
def quiet_pipe() -> Iterator[None]:
    """Say nothing where who reads the output has seen enough of it, as `head` does."""
    try:
        yield
        sys.stdout.flush()
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def open_ledger(path: Path, as_of: str | None) -> Ledger:
    """The ledger at `path`, as of a version where `as_of` is a number, else of a day or moment."""
    from dragoman.ledger.store import Ledger

    return Ledger(path, as_of=int(as_of) if as_of is not None and as_of.isdecimal() else as_of)


def give(answer: Answer, form: Form, out: Path | None, limit: int | None) -> None:
    """Print an answer, or write it to `out`."""
    from dragoman.ledger.answers_forms import SHOWN, save, terminal_table, write

    if out is not None:
        save(answer, form, out)
        return
    if form != "table":
        write(answer, form, sys.stdout)
        return
    from rich.console import Console

    table, more = terminal_table(answer, SHOWN if limit is None else limit)
    Console().print(table)
    if more and limit is None:
        typer.echo(f"dragoman: these are the first {SHOWN} rows; --limit N shows more, --format csv all", err=True)
