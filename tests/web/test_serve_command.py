"""`dragoman serve` in a process of its own: it says where it is, answers there, and ends when it is told to."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest
import typer

from dragoman.commands.demo import SAMPLES
from dragoman.commands.serve import cache_folder, demo_folder, demo_ledger, serve
from dragoman.errors import LedgerError, SiteError
from dragoman.ledger.store import Ledger


@contextmanager
def started(*arguments: object, **environment: str) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The command, and the address that it says."""
    command = [sys.executable, "-m", "dragoman.cli", "serve", *map(str, arguments), "--port", "0"]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env={**os.environ, **environment}
    )
    try:
        assert process.stdout
        found = re.search(r"http://\S+", process.stdout.readline())
        assert found
        yield process, found[0]
    finally:
        if process.poll() is None:
            process.kill()
        process.communicate()


def test_it_serves_until_it_is_interrupted(samples_ledger: Path) -> None:
    with started("--ledger", samples_ledger, DRAGOMAN_TOKEN="from the environment") as (process, address):
        assert httpx.get(f"{address}healthz").json()["status"] == "ok"
        assert httpx.get(address).status_code == 401
        answer = httpx.get(address, headers={"authorization": "Bearer from the environment"})
        assert "24 reports" in answer.text
        process.send_signal(signal.SIGINT)
        err = process.communicate(timeout=30)[1]
        assert process.returncode == 0
        assert err == ""


@pytest.mark.parametrize(
    ("arguments", "error", "says"),
    [
        ({}, typer.BadParameter, "either --ledger DIR or --demo"),
        ({"ledger": Path("x"), "demo": True}, typer.BadParameter, "either --ledger DIR or --demo"),
        ({"ledger": Path("/nowhere"), "port": 0}, LedgerError, "it is no ledger"),
        ({"ledger": Path("/nowhere"), "host": "0.0.0.0"}, SiteError, "give a --token"),
    ],
)
def test_what_goes_wrong_is_said(arguments: dict[str, Any], error: type[Exception], says: str) -> None:
    with pytest.raises(error, match=says):
        serve(**arguments)


def test_a_port_that_is_taken_is_said(samples_ledger: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SiteError, match="name another --port"):
        serve(samples_ledger, port=taken.getsockname()[1])


def test_the_ledger_of_the_demo_is_made_once(samples_ledger: Path, tmp_path: Path) -> None:
    made = demo_ledger(tmp_path / "cache")
    version = Ledger(made).version
    assert len(Ledger(made).known()) == len(list(SAMPLES.glob("*.txt")))
    assert demo_ledger(tmp_path / "cache") == made
    assert Ledger(made).version == version


def test_where_nothing_can_be_kept_the_demo_is_temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "here"))
    assert cache_folder() == tmp_path / "here" / "dragoman"
    (tmp_path / "file").write_text("")
    assert tmp_path not in demo_folder(tmp_path / "file" / "cache").parents
