"""The command line: one command a verb, each a call of a public function.

Exit status of `read`: 0 all files were read, 1 some could not be, 2 none could. Errors are one line each on stderr.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from dragoman._version import __version__
from dragoman.commands.add import add
from dragoman.commands.demo import demo
from dragoman.commands.export import export_command
from dragoman.commands.ledger import commands as ledger_commands
from dragoman.commands.negotiation import negotiation
from dragoman.commands.query import query_command
from dragoman.commands.search import search_command
from dragoman.commands.serve import serve
from dragoman.errors import DragomanError
from dragoman.language import DEFAULT_MODEL
from dragoman.reader import Engine, Reader
from dragoman.records import Reading
from dragoman.show.visible import one_line
from dragoman.sources.files import MAX_BYTES, STDIN, About, FileReading, Loader, expand, read_files

app = typer.Typer(
    name="dragoman",
    help="Reads news reports of diplomacy and keeps, from them, the record of the negotiation they describe.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)

Date = Annotated[str | None, typer.Option("--date", metavar="YYYY-MM-DD", help="Publication date.")]
Model = Annotated[str, typer.Option("--model", metavar="NAME", help="Installed spaCy package to parse with.")]
Actors = Annotated[
    list[Path] | None,
    typer.Option("--actors", metavar="FILE", help="Your own actor list (PETRARCH dictionary or CSV); repeatable."),
]
Engines = Annotated[
    Engine, typer.Option("--engine", help="Who types events: rules and the learned coder, or the rules alone.")
]
Own = Annotated[
    Path | None, typer.Option("--ontology", metavar="FILE", help="Types of event of your own (TOML), beside PLOVER's.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Encoding = Annotated[
    str | None, typer.Option("--encoding", metavar="NAME", help="Encoding of the files, instead of finding it out.")
]
MaxSize = Annotated[float, typer.Option("--max-size", metavar="MB", help="Largest file that is read, in megabytes.")]

READ_ALL, READ_SOME, READ_NONE = 0, 1, 2


def main() -> None:
    """Run the command line; what goes wrong on purpose is one line on stderr and exit status 2."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # A terminal that cannot show a character shows "?" in its place.
            stream.reconfigure(errors="replace")
    try:
        app()
    except DragomanError as error:
        fail(str(error))
    except OSError as error:
        fail(f"{error.filename}: {error.strerror}" if error.filename else str(error))


def fail(message: str) -> NoReturn:
    """Print an error and stop with status 2."""
    complain(message)
    raise SystemExit(READ_NONE)


def complain(message: str) -> None:
    """Print an error as one line on stderr."""
    print(f"dragoman: {one_line(message)}", file=sys.stderr)


def version(value: bool) -> None:
    """Print the version and stop."""
    if value:
        typer.echo(f"dragoman {__version__}")
        raise typer.Exit()


@app.callback()
def root(
    show: Annotated[
        bool, typer.Option("--version", callback=version, is_eager=True, help="Print the version and stop.")
    ] = False,
) -> None:
    """Read news reports of diplomacy, and keep the record of the negotiation they describe."""


@app.command()
def read(
    paths: Annotated[list[Path], typer.Argument(metavar="FILE...", help="Reports; - is standard input.")],
    date: Date = None,
    title: Annotated[str | None, typer.Option(metavar="TEXT", help="Title of the report.")] = None,
    source: Annotated[str | None, typer.Option(metavar="TEXT", help="Who published it.")] = None,
    model: Model = DEFAULT_MODEL,
    engine: Engines = "both",
    actors: Actors = None,
    ontology: Own = None,
    as_json: Json = False,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Write one STEM.json a file into DIR (with --json).")
    ] = None,
    html: Annotated[
        Path | None,
        typer.Option("--html", metavar="OUT", help="Write a page; for several files OUT is a folder of pages."),
    ] = None,
    encoding: Encoding = None,
    max_size: MaxSize = MAX_BYTES / 1e6,
) -> None:
    """Read reports and show what they say: on the terminal, as JSON, or as a page.

    A folder stands for the .txt files directly in it. Date, title, source, id and url are taken from the options, else
    from YAML front matter, else from NAME.meta.json beside NAME.txt.
    """
    from dragoman.show.write import write_json, write_page, write_pages

    if html is not None and (as_json or out is not None):
        raise typer.BadParameter("give either --html or --json")
    names = expand(paths)
    loader = Loader(About(date=date, title=title, source=source), int(max_size * 1e6), encoding)
    stdin = sys.stdin.buffer.read(loader.max_bytes + 1) if Path(STDIN) in names else None
    results = read_files(Reader(model, actors or (), engine, ontology), names, loader, stdin)
    if html is not None:
        shown = write_pages(results, html) if len(names) > 1 else write_page(results, html)
    elif out is not None:
        shown = write_json(results, out)
    else:
        shown = print_json(results) if as_json else print_readings(results)
    raise typer.Exit(finish(shown))


def finish(results: Iterator[FileReading]) -> int:
    """Print the errors among the results, and give the exit status that their share asks for."""
    good = bad = 0
    for file in results:
        if file.error is None:
            good += 1
        else:
            bad += 1
            complain(str(file.error))
    return READ_ALL if not bad else READ_SOME if good else READ_NONE


def print_json(results: Iterator[FileReading]) -> Iterator[FileReading]:
    """Print each reading as JSON on a line of its own."""
    for file in results:
        if file.reading is not None:
            typer.echo(file.reading.to_json().encode())
        yield file


def print_readings(results: Iterator[FileReading]) -> Iterator[FileReading]:
    """Print each reading for a person."""
    from dragoman.show.terminal import show

    console = Console()
    for file in results:
        if file.reading is not None and file.report is not None:
            show(console, file.reading, file.report.text)
        yield file


@app.command()
def explain(
    path: Annotated[Path, typer.Argument(metavar="FILE", help="A report; - is standard input.")],
    at: Annotated[int, typer.Option("--at", metavar="OFFSET", help="Character of the text, counted from 0.")],
    date: Date = None,
    model: Model = DEFAULT_MODEL,
    engine: Engines = "both",
    actors: Actors = None,
    ontology: Own = None,
    as_json: Json = False,
    encoding: Encoding = None,
) -> None:
    """Say why the records at one place of a report are there: rules, cues and the parse of the sentence."""
    from dragoman.show.explain import explain as explain_place
    from dragoman.show.explain import render

    loader = Loader(About(date=date), encoding=encoding)
    report = loader.from_bytes(sys.stdin.buffer.read(), "standard input") if str(path) == STDIN else loader.load(path)
    found = explain_place(Reader(model, actors or (), engine, ontology), report, at, str(path))
    if as_json:
        typer.echo(found.model_dump_json().encode())
    else:
        Console().print(render(found))


@app.command()
def schema() -> None:
    """Print the JSON Schema of a reading."""
    typer.echo(json.dumps(Reading.model_json_schema(), indent=2))


app.command()(demo)
app.command(name="export")(export_command)
app.command()(add)
app.add_typer(ledger_commands, name="ledger")

app.command(name="query")(query_command)
app.command(name="search")(search_command)
app.command()(negotiation)
app.command()(serve)

evaluate = typer.Typer(help="Measure the reader on annotated reports or a public benchmark.", no_args_is_help=True)
app.add_typer(evaluate, name="evaluate")

Folder = Annotated[Path, typer.Argument(metavar="DIR|FILE", help="Annotated reports: a folder, or one of its files.")]
Readings = Annotated[
    Path | None, typer.Option("--readings", metavar="DIR", help="Score the NAME.json in DIR instead of reading.")
]


@evaluate.command()
def gold(
    place: Folder,
    readings: Readings = None,
    misses: Annotated[bool, typer.Option("--misses", help="List what was missed and what gold does not have.")] = False,
    model: Model = DEFAULT_MODEL,
    engine: Engines = "both",
    as_json: Json = False,
) -> None:
    """Readings against gold annotations: NAME.txt with NAME.gold.json."""
    from dragoman.evaluate import gold as measure
    from dragoman.evaluate.run import compare_gold

    parts = compare_gold(Reader(model, engine=engine), place, readings)
    scores = measure.score(parts)
    show_figures(measure.figures(scores), as_json)
    if as_json:
        return
    typer.echo(f"mean F1, without {' and '.join(measure.FEW)}, which are too few: {measure.mean_f1(scores):.3f}")
    if misses:
        for part in parts:
            for sort, records in (("MISSED", part.missed), ("EXTRA", part.extra)):
                for record in records:
                    typer.echo(f"{part.name} {part.section} {sort} {json.dumps(record, ensure_ascii=False)[:220]}")


@evaluate.command()
def polnear(place: Folder, readings: Readings = None, model: Model = DEFAULT_MODEL, as_json: Json = False) -> None:
    """Statements against PolNeAR: NAME.txt with NAME.ann."""
    from dragoman.evaluate.run import run_polnear

    show_figures(run_polnear(Reader(model, engine="rules"), place, readings), as_json)


@evaluate.command()
def timeml(place: Folder, readings: Readings = None, model: Model = DEFAULT_MODEL, as_json: Json = False) -> None:
    """Times against TimeML annotations: NAME.txt with NAME.gold.json."""
    from dragoman.evaluate.run import run_timeml

    show_figures(run_timeml(Reader(model, engine="rules"), place, readings), as_json)


@evaluate.command()
def plv(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="A PLV table (.tsv).")],
    model: Model = DEFAULT_MODEL,
    engine: Engines = "both",
    predictions: Annotated[
        Path | None, typer.Option("--predictions", metavar="OUT", help="Write one type a row, in the table's order.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Event types against PLV: sentences with a marked source and target."""
    from dragoman.evaluate.run import run_plv

    show_figures(run_plv(Reader(model, engine=engine), table, predictions=predictions), as_json)


@evaluate.command()
def pairs(
    table: Annotated[Path, typer.Argument(metavar="FILE", help="A table of marked sentences (training/README.md).")],
    model: Model = DEFAULT_MODEL,
    engine: Engines = "both",
    as_json: Json = False,
) -> None:
    """Event types against a table of your own: sentences with a marked source and target."""
    from dragoman.evaluate.run import run_pairs

    show_figures(run_pairs(Reader(model, engine=engine), table), as_json)


def show_figures(figures: dict[str, dict[str, float]], as_json: bool) -> None:
    """Print figures as JSON or as a table."""
    from dragoman.evaluate.table import table

    if as_json:
        typer.echo(json.dumps(figures))
    else:
        Console().print(table(figures))


if __name__ == "__main__":
    main()
