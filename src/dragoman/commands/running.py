"""What the commands that read for a ledger share: the progress bar, the end of a run, and its exit status."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import closing
from dataclasses import asdict
from typing import TYPE_CHECKING, TypeVar

import typer
from rich.console import Console

from dragoman.show.visible import one_line

if TYPE_CHECKING:
    from collections.abc import Generator

    from dragoman.ledger.add import Adding, Progress, Tally
    from dragoman.ledger.reread import Rereading
    from dragoman.ledger.store import Ledger

Step = TypeVar("Step")

READ_ALL, READ_SOME, READ_NONE, INTERRUPTED = 0, 1, 2, 130


def run(steps: Iterator[Progress], adding: Adding, total: int | None, as_json: bool) -> int:
    """Run to the end, or to Ctrl-C, with a bar where stderr is a terminal; print what became of it. The exit status."""
    stopped = False
    try:
        with closing(_generator(steps)) as progress:
            show(progress, total)
    except KeyboardInterrupt:
        stopped = True
    finally:
        summary(adding, as_json, stopped)
    return INTERRUPTED if stopped else status(adding.counts)


def run_again(steps: Iterator[Rereading], as_json: bool) -> int:
    """Run a re-reading to the end, or to Ctrl-C, and print what became of it. The exit status."""
    last: Rereading | None = None
    stopped = False
    try:
        with closing(_generator(steps)) as progress:
            for step in _tracked(progress):
                last = step
    except KeyboardInterrupt:
        stopped = True
    counts = asdict(last) if last is not None else {"stale": 0, "read": 0, "gone": 0, "failed": 0}
    if as_json:
        typer.echo(json.dumps(counts | {"stopped": stopped}))
    else:
        typer.echo(
            f"{counts['stale']:,} stale reports: {counts['read']:,} read again, {counts['gone']:,} without a text any "
            f"more, {counts['failed']:,} that could not be read"
        )
    if stopped:
        return INTERRUPTED
    lost = counts["gone"] + counts["failed"]
    return READ_ALL if not lost else READ_SOME if counts["read"] else READ_NONE


def _tracked(steps: Iterator[Rereading]) -> Iterator[Rereading]:
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    with Bar(console=console, transient=True, disable=not console.is_terminal) as bar:
        task = bar.add_task("Reading again", total=None)
        for step in steps:
            bar.update(task, total=step.stale, completed=step.done)
            yield step


def run_sources(steps: Iterator[tuple[Adding, Progress]], ledger: Ledger, as_json: bool) -> int:
    """Run over the sources of what was set aside, to the end or to Ctrl-C; print what became of it. The exit status."""
    before = len(ledger.quarantine.entries())
    runs: dict[int, Adding] = {}
    stopped = False
    try:
        with closing(_generator(steps)) as progress:
            for adding, _ in progress:
                runs[id(adding)] = adding
    except KeyboardInterrupt:
        stopped = True
    added = sum(adding.counts.added for adding in runs.values())
    still = len(ledger.quarantine.entries())
    if as_json:
        typer.echo(json.dumps({"set_aside_before": before, "added": added, "set_aside": still, "stopped": stopped}))
    else:
        reports = "report" if added == 1 else "reports"
        typer.echo(f"{before:,} set aside before: {added:,} {reports} added, {still:,} still set aside")
    if stopped:
        return INTERRUPTED
    return READ_ALL if not still else READ_SOME if still < before or added else READ_NONE


def _generator(steps: Iterator[Step]) -> Generator[Step, None, None]:
    yield from steps


def show(steps: Iterator[Progress], total: int | None) -> None:
    """Draw the bar: how many reports of how many, how fast, how long still, and how many were set aside."""
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    console = Console(stderr=True)
    if not console.is_terminal:
        for _ in steps:
            pass
        return
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]} reports/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[aside]} set aside"),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        task = bar.add_task("Reading", total=total, rate="-", aside=0)
        for step in steps:
            known = bar.tasks[0]
            rate = f"{step.counts.found / known.elapsed:.1f}" if known.elapsed else "-"
            bar.update(task, completed=step.counts.found, rate=rate, aside=step.counts.set_aside)


def summary(adding: Adding, as_json: bool, stopped: bool = False) -> None:
    """Print what became of every report: on stdout the counts, on stderr why some were set aside."""
    counts, ledger = adding.counts, adding.ledger
    for reason in adding.examples:
        print(f"dragoman: {one_line(reason)}", file=sys.stderr)
    if more := counts.set_aside - len(adding.examples):
        print(f"dragoman: … and {more:,} more: dragoman ledger quarantine --ledger {ledger.path}", file=sys.stderr)
    if as_json:
        typer.echo(json.dumps(facts(counts, adding) | {"stopped": stopped}, ensure_ascii=False))
        return
    kinds = ", ".join(f"{number:,} {kind}" for kind, number in sorted(adding.kinds.items()))
    typer.echo(
        f"{counts.found:,} report{'' if counts.found == 1 else 's'}: "
        f"{counts.added:,} added, {counts.there:,} already there, "
        f"{counts.twice:,} twice in this run, {counts.set_aside:,} set aside" + (f" ({kinds})" if kinds else "")
    )
    if stopped:
        typer.echo("Stopped; run the same command again to go on.")


def facts(counts: Tally, adding: Adding) -> dict[str, object]:
    """The counts of a run, for programs."""
    return {
        "ledger": str(adding.ledger.path),
        "version": adding.ledger.version,
        "found": counts.found,
        "added": counts.added,
        "there": counts.there,
        "twice": counts.twice,
        "set_aside": counts.set_aside,
        "set_aside_before": counts.listed,
        "kinds": dict(sorted(adding.kinds.items())),
    }


def status(counts: Tally) -> int:
    """The exit status that the share of reports that could not be read asks for."""
    if not counts.set_aside and counts.found:
        return READ_ALL
    return READ_SOME if counts.set_aside < counts.found else READ_NONE
