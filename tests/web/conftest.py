"""A real server over a ledger of the bundled reports, and a real browser."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, sync_playwright
from visiting import Server, Visitor, serving, visiting

from dragoman.commands.demo import SAMPLES
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.reader import Reader
from dragoman.sources.files import load
from dragoman.sources.found import Location
from dragoman.web.settings import Settings

CHROMIUM = shutil.which("chromium")
ARGUMENTS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


@pytest.fixture(scope="session")
def samples_ledger(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A ledger of the bundled reports."""
    folder = tmp_path_factory.mktemp("site") / "samples"
    paths = sorted(SAMPLES.glob("*.txt"))
    reports = [load(path) for path in paths]
    readings = reader.read_many(reports)
    Ledger(folder, create=True).append(
        [Row(r, text.text, Location(path.name)) for r, text, path in zip(readings, reports, paths, strict=True)]
    )
    return folder


@pytest.fixture(scope="session")
def server(samples_ledger: Path, reader: Reader) -> Iterator[Server]:
    """The site over the bundled reports, which nobody changes."""
    with serving(Settings(samples_ledger, patience=30), reader) as server:
        yield server


@pytest.fixture(scope="session")
def serve(reader: Reader) -> Iterator[Callable[..., Server]]:
    """Opens further sites: `serve(folder, allow_add=True)`."""
    opened: list[Server] = []

    def open_site(ledger: Path, **settings: Any) -> Server:
        opened.append(Server(Settings(ledger, **{"patience": 30, **settings}), reader))
        return opened[-1]

    yield open_site
    for server in opened:
        server.close()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        pytest.skip("chromium is not installed: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def visitor(browser: Browser, server: Server) -> Iterator[Visitor]:
    """A page at the site over the bundled reports; the test fails on an error in its console or a failed request."""
    with visiting(browser, server) as visitor:
        yield visitor
