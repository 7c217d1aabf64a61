"""`dragoman add` and `dragoman ledger`: thin calls, one line an error, exit status by the share of failures."""

import io
import json
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from made_reader import FAULT, MadeReader, text, write_jsonl

import dragoman.ledger.workers
import dragoman.reader
from dragoman import Ledger, cli
from made_reading import TEXT


class Result(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capfd, self.monkeypatch = capfd, monkeypatch

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Result:
        self.monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status: object = 0
        try:
            cli.main()
        except SystemExit as stopped:
            status = stopped.code
        return Result(status if isinstance(status, int) else 0, *self.capfd.readouterr())


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "100")
    for module in (dragoman.reader, dragoman.ledger.workers):
        monkeypatch.setattr(module, "Reader", lambda *given: MadeReader())
    return Run(capfd, monkeypatch)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "ledger"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    return write_jsonl(tmp_path / "made.jsonl", range(12))


def test_add_says_what_became_of_every_report(run: Run, archive: Path, folder: Path) -> None:
    first = run("add", archive, "--ledger", folder)
    assert first == (0, "12 reports: 12 added, 0 already there, 0 twice in this run, 0 set aside\n", "")
    second = run("add", archive, archive, "--ledger", folder, "--json")
    assert (second.status, second.err) == (0, "")
    told = json.loads(second.out)
    assert (told["found"], told["added"], told["there"], told["set_aside"], told["version"]) == (24, 0, 24, 0, 1)
    assert told["ledger"] == str(folder)


def test_what_is_set_aside_is_told_and_makes_the_status(run: Run, archive: Path, folder: Path, tmp_path: Path) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for number in range(13):
        (many / f"{number:02}.txt").write_text(f"{FAULT} {number}\n{TEXT}", encoding="utf-8")
    some = run("add", archive, many, "--ledger", folder)
    assert some.status == 1
    assert some.out == ("25 reports: 12 added, 0 already there, 0 twice in this run, 13 set aside (13 ReportError)\n")
    lines = some.err.splitlines()
    assert len(lines) == 11
    assert lines[0] == (
        f"dragoman: {many / '00.txt'}: the reader failed on it (ValueError); please report this as a defect"
    )
    assert lines[-1] == f"dragoman: … and 3 more: dragoman ledger quarantine --ledger {folder}"
    assert run("add", many, "--ledger", folder).status == 2
    assert run("add", tmp_path / "absent.txt", "--ledger", folder).status == 2


def test_options_reach_the_sources(run: Run, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_bytes(f'body,day\n"{text(1)}Caf\xe9",\n'.encode("latin-1", "replace"))
    options = ("--map", "text=body", "--map", "date=day", "--date", "2018-12-24", "--source", "The Wire")
    # The made reader knows only texts that end with its own.
    assert run("add", table, "--ledger", folder, *options, "--encoding", "latin-1").status in (0, 2)
    table.write_text(f'body,day\n"{text(1)}",\n', encoding="utf-8")
    assert run("add", table, "--ledger", folder, *options).status == 0
    report = next(iter(Ledger(folder).readings())).report
    assert (report.date, report.source) == ("2018-12-24", "The Wire")
    wrong = run("add", table, "--ledger", folder, "--map", "words=body")
    assert wrong.status == 2
    assert "give FIELD=COLUMN, FIELD one of text, date, title, source, id, url" in wrong.err
    large = run("add", table, "--ledger", folder, "--max-size", "0.0001", "--json")
    assert json.loads(large.out)["kinds"] == {"ReportTooLarge": 1}


def test_a_column_that_is_not_there(run: Run, folder: Path, tmp_path: Path) -> None:
    table = tmp_path / "a.csv"
    table.write_text("body,day\nwords,2019-01-01\n", encoding="utf-8")
    told = run("add", table, "--ledger", folder, "--map", "text=story")
    assert told.status == 2
    assert "'story'" in told.err
    assert told.err.count("\n") == 1


def test_standard_input(run: Run, folder: Path) -> None:
    assert run("add", "-", "--ledger", folder, stdin=text(4).encode()).status == 0
    assert len([*Ledger(folder).readings()]) == 1


def test_no_text(run: Run, archive: Path, folder: Path) -> None:
    assert run("add", archive, "--ledger", folder, "--no-text").status == 0
    assert not Ledger(folder).keeps_text
    assert run("add", archive, "--ledger", folder).status == 0


def test_a_folder_that_is_no_ledger_is_one_line(run: Run, archive: Path) -> None:
    for command in (("add", archive), ("ledger", "status"), ("ledger", "compact"), ("ledger", "reread")):
        told = run(*command, "--ledger", archive.parent)
        assert (told.status, told.out) == (2, "")
        assert told.err.startswith(f"dragoman: {archive.parent}: it is no ledger")
        assert told.err.count("\n") == 1


def test_the_ledger_looked_after(run: Run, archive: Path, folder: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"\0\0")
    assert run("add", archive, bad, "--ledger", folder, "--batch", 5).status == 1
    status = json.loads(run("ledger", "status", "--ledger", folder, "--json").out)
    assert (status["reports"], status["set_aside"]) == (12, {"ReportNotText": 1})
    shown = run("ledger", "status", "--ledger", folder).out
    assert "12 (readings: 12, superseded: 0)" in shown
    assert "2019-01 to 2019-03: 3" in shown
    listed = run("ledger", "quarantine", "--ledger", folder).out
    assert f"ReportNotText {bad}: " in listed
    assert json.loads(run("ledger", "quarantine", "--ledger", folder, "--json").out)["path"] == str(bad)
    retried = run("ledger", "retry", "--ledger", folder)
    assert retried == (2, "1 set aside before: 0 reports added, 1 still set aside\n", "")
    bad.write_text(text(77), encoding="utf-8")
    assert json.loads(run("ledger", "retry", "--ledger", folder, "--json").out) == {
        "set_aside_before": 1, "added": 1, "set_aside": 0, "stopped": False,
    }  # fmt: skip
    assert run("ledger", "quarantine", "--ledger", folder).out == "Nothing is set aside.\n"


def test_reread_compact_history_vacuum(run: Run, archive: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", archive, "--ledger", folder)
    assert run("ledger", "reread", "--ledger", folder).out.startswith("0 stale reports: 0 read again")
    monkeypatch.setattr(dragoman.reader, "Reader", lambda *given: MadeReader("2"))
    assert json.loads(run("ledger", "reread", "--ledger", folder, "--json").out)["read"] == 12
    assert run("ledger", "compact", "--ledger", folder).out.startswith(
        "12 superseded readings dropped; 6 files are now 3"
    )
    rows = json.loads(run("ledger", "history", "--ledger", folder, "--json").out)
    assert {row["verb"] for row in rows} == {"create table", "append", "reread", "compact"}
    assert "reread" in run("ledger", "history", "--ledger", folder, "--limit", len(rows)).out
    would = run("ledger", "vacuum", "--ledger", folder, "--hours", 0)
    assert would.out.startswith("6 files of ")
    assert "--remove removes them" in would.out
    assert json.loads(run("ledger", "vacuum", "--ledger", folder, "--hours", 0, "--remove", "--json").out)["removed"]
    assert {r.reader.version for r in Ledger(folder).readings()} == {"2"}
