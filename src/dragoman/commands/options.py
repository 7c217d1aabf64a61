"""Options that the commands of the ledger share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

LedgerFolder = Annotated[Path, typer.Option("--ledger", metavar="DIR", help="The ledger.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Model = Annotated[str | None, typer.Option("--model", metavar="NAME", help="Installed spaCy package to parse with.")]
Actors = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Your own actor list (PETRARCH dictionary or CSV); repeatable."),
]
Engines = Annotated[
    Literal["both", "rules"],
    typer.Option("--engine", help="Who types events: rules and the learned coder, or the rules alone."),
]
Own = Annotated[
    Path | None, typer.Option("--ontology", metavar="FILE", help="Types of event of your own (TOML), beside PLOVER's.")
]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of the files, instead of finding it out.")
]
MaxSize = Annotated[float, typer.Option("--max-size", metavar="MB", help="Largest report that is read, in megabytes.")]
Batch = Annotated[
    int, typer.Option("--batch", metavar="N", min=1, help="Readings to a commit; fewer when 20 seconds have passed.")
]
AnyLanguage = Annotated[bool, typer.Option("--any-language", help="Read reports in other languages than English, too.")]
