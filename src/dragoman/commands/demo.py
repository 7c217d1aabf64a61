"""`dragoman demo`: the bundled reports read, their record shown, a ledger made of them and asked."""

from __future__ import annotations

import tempfile
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from dragoman.commands.options import Json

SAMPLES = Path(str(files("dragoman"))) / "samples"

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger
    from dragoman.sources.files import FileReading


def keep(read: list[FileReading], folder: Path) -> Ledger:
    """A ledger at `folder` with the files' readings; what is there already is left alone."""
    from dragoman.ledger.rows import Row
    from dragoman.ledger.store import Ledger
    from dragoman.sources.found import Location

    ledger = Ledger(folder, create=True)
    there = set(ledger.known().tolist())
    rows = [
        Row(file.reading, file.report.text, Location(str(Path(file.name).absolute())))
        for file in read
        if file.report is not None and file.reading is not None and int(file.reading.report.id, 16) not in there
    ]
    ledger.append(rows)
    return ledger


def demo(
    ledger: Annotated[
        Path | None, typer.Option("--ledger", metavar="DIR", help="Where to make the ledger; a new folder otherwise.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Read the bundled reports of one negotiation, show their record, and ask the ledger of them three questions."""
    from rich.console import Console
    from rich.progress import track

    from dragoman.reader import default_reader
    from dragoman.show.demo import ends, questions
    from dragoman.show.series import series
    from dragoman.show.series_terminal import WIDTH, render
    from dragoman.sources.files import Loader, expand, read_files

    paths = expand([SAMPLES])
    results = read_files(default_reader(), paths, Loader(), batch_size=1)
    progress = Console(stderr=True)
    steps = track(results, "Reading", len(paths), console=progress, transient=True, disable=not progress.is_terminal)
    read = [file for file in steps if file.report and file.reading]
    found = series((file.report, file.reading) for file in read if file.report and file.reading)
    if as_json:
        typer.echo(found.model_dump_json().encode())
        return
    console = Console()
    console.print(render(found, console.width))
    made = keep(read, ledger or Path(tempfile.mkdtemp(prefix="dragoman-")) / "ledger")
    width = min(console.width, WIDTH)
    console.print(questions(made, width), width=width)
    console.print(ends(SAMPLES, made.path), highlight=False, markup=False, soft_wrap=True, style="dim")
