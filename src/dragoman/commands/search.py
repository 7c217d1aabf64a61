"""`dragoman search`: full-text search over the reports and statements of a ledger."""

from __future__ import annotations

import sys
from typing import Annotated, Any, Literal

import typer

from dragoman.commands.options import Json, LedgerFolder
from dragoman.commands.query import AsOf, open_ledger, quiet_pipe

Several = list[str] | None


def search_command(
    words: Annotated[str, typer.Argument(metavar="WORDS", help='Words, "phrases", OR, -not, begin*.')],
    ledger: LedgerFolder,
    kind: Annotated[
        Literal["reports", "statements", "titles"], typer.Option("--kind", help="What is searched.")
    ] = "reports",
    actor: Annotated[
        Several, typer.Option("--actor", metavar="PARTY", help="Reports that tell of PARTY; repeatable: of all.")
    ] = None,
    speaker: Annotated[
        Several, typer.Option("--speaker", metavar="WHO", help="Statements of WHO, by code or name; repeatable: any.")
    ] = None,
    since: Annotated[str | None, typer.Option("--since", metavar="DAY", help="Published on this day or later.")] = None,
    until: Annotated[
        str | None, typer.Option("--until", metavar="DAY", help="Published on this day or earlier.")
    ] = None,
    source: Annotated[
        Several, typer.Option("--source", metavar="NAME", help="Of this publisher; repeatable: any.")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", metavar="N", min=1, help="The best N.")] = 10,
    as_of: AsOf = None,
    as_json: Json = False,
) -> None:
    """Search a ledger's reports, statements or titles, the best match first."""
    from dragoman.ledger.answers_forms import write_jsonl
    from dragoman.ledger.search_show import show

    filters: dict[str, Any] = {"since": since, "until": until, "source": source, "speaker": speaker, "actors": actor}
    given = {name: value for name, value in filters.items() if value}
    answer = open_ledger(ledger, as_of).search(words, kind, limit, **given)
    with quiet_pipe():
        if as_json:
            write_jsonl(answer, sys.stdout)
        else:
            show(answer, kind)
