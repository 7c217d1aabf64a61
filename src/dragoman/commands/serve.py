"""`dragoman serve`: the site over a ledger."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer


def serve(
    ledger: Annotated[Path | None, typer.Option("--ledger", metavar="DIR", help="The ledger to show.")] = None,
    demo: Annotated[bool, typer.Option("--demo", help="Show the bundled reports, read once and kept.")] = False,
    port: Annotated[
        int, typer.Option("--port", metavar="N", min=0, max=65535, help="Port; 0 picks a free one.")
    ] = 8765,
    host: Annotated[
        str, typer.Option("--host", metavar="H", help="Address to listen at; beyond this machine with --token only.")
    ] = "127.0.0.1",
    token: Annotated[
        str | None,
        typer.Option("--token", metavar="T", envvar="DRAGOMAN_TOKEN", help="What visitors have to know."),
    ] = None,
    allow_add: Annotated[bool, typer.Option("--allow-add", help="Let visitors add reports to the ledger.")] = False,
) -> None:
    """Open a ledger as a site to look at in a browser, on this machine."""
    from dragoman.web.serving import run
    from dragoman.web.settings import Settings

    if (ledger is None) == (not demo):
        raise typer.BadParameter("give either --ledger DIR or --demo")
    folder = ledger if ledger is not None else demo_ledger(cache_folder())
    if run(Settings(folder, host=host, port=port, token=token, allow_add=allow_add), typer.echo):
        # What is under way is written whole or not at all, and whoever pressed Ctrl-C is not kept waiting for it.
        sys.stdout.flush()
        os._exit(0)


def cache_folder() -> Path:
    """The folder for what the user's programs keep and may lose."""
    if os.name == "nt" and (local := os.environ.get("LOCALAPPDATA")):
        return Path(local) / "dragoman"
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "dragoman"


def demo_folder(cache: Path) -> Path:
    """Where the ledger of the demo is kept: under `cache`, or where that cannot be written, in a temporary folder."""
    from dragoman._version import __version__

    try:
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            return cache / f"demo-{__version__}"
    except OSError:
        return Path(tempfile.mkdtemp(prefix="dragoman-")) / "demo"


def demo_ledger(cache: Path) -> Path:
    """A ledger of the bundled reports, made where `demo_folder` has none yet."""
    from rich.console import Console
    from rich.progress import track

    from dragoman.commands.demo import SAMPLES, keep
    from dragoman.ledger.store import Ledger
    from dragoman.reader import default_reader
    from dragoman.sources.files import Loader, expand, read_files

    paths = expand([SAMPLES])
    folder = demo_folder(cache)
    if len(Ledger(folder, create=True).known()) < len(paths):
        progress = Console(stderr=True)
        results = read_files(default_reader(), paths, Loader(), batch_size=1)
        steps = track(
            results, "Reading", len(paths), console=progress, transient=True, disable=not progress.is_terminal
        )
        keep(list(steps), folder)
    return folder
