"""What all forms share: filters, the file that takes its name when it is whole, errors, the command."""

import datetime as dt
import io
import stat
import sys
import tracemalloc
from importlib import import_module
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from made_for_exports import make, reading

from dragoman import cli
from dragoman.errors import QueryError
from dragoman.ledger.exports import FORMS, export
from dragoman.ledger.exports.names import meaning, names
from dragoman.ledger.rows import Row, table
from dragoman.ledger.store import Ledger
from dragoman.sources.found import Location
from made_reading import TEXT

DOCS = Path(__file__).resolve().parents[3] / "docs"
FILES = [name for name, form in FORMS.items() if not form.folder]


@pytest.mark.parametrize("form", FORMS)
def test_every_form_is_documented_and_says_what_it_is(form: str) -> None:
    assert f"\n## `{form}`" in (DOCS / "exports.md").read_text(encoding="utf-8")
    assert f"`{form}`" in (DOCS / "cli.md").read_text(encoding="utf-8")
    module = import_module(f"dragoman.ledger.exports.{form}")
    assert hasattr(module, "fill" if FORMS[form].folder else "pieces")


@pytest.mark.parametrize("form", FORMS)
def test_an_empty_ledger_is_an_empty_export(tmp_path: Path, form: str) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    done = export(ledger, form, tmp_path / "out")
    assert (done.written, done.left_out, done.errors) == (0, {}, ())
    assert (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("form", "options", "error"),
    [
        ("xlsx", {}, "'xlsx' is no form of export; known are plover, cameo"),
        ("plover", {"type": "MEET"}, "'MEET' is no type; known are AGREE"),
        ("plover", {"status": "held"}, "'held' is no status; known are actual"),
        ("ical", {"status": "actual"}, "'actual' is no status; known are held"),
        ("plover", {"since": "2019-02-30"}, "since: '2019-02-30' is no day; give YYYY-MM-DD"),
        ("plover", {"until": "soon"}, "until: 'soon' is no day"),
        ("plover", {"party": "Atlantis"}, "no party of this ledger is called 'Atlantis'"),
        ("bibtex", {"one_a_day": True}, "bibtex has no one-a-day option; it goes with plover, cameo"),
        ("brat", {}, "brat is a folder of files; name one to write it to"),
    ],
)
def test_what_cannot_be_exported_is_said(ledger: Ledger, form: str, options: dict[str, Any], error: str) -> None:
    with pytest.raises(QueryError, match=f"^{error}".replace("(", r"\(")):
        export(ledger, form, io.StringIO(), **options)


def test_parties_go_by_names_too(export_text: Any) -> None:
    assert export_text("cameo", party="ecuador") == export_text("cameo", party="ECU")


def test_days_are_those_of_publication(export_text: Any) -> None:
    titles = {"2019-03-06": 2, "2019-03": 3, "2019": 4, "2020": 0}
    for since, count in titles.items():
        assert export_text("bibtex", since=since)[1].written == count
    assert export_text("bibtex", until="2019-02")[1].written == 1
    assert export_text("bibtex")[1].written == 5


def test_a_file_that_cannot_be_finished_leaves_the_old_one(
    ledger: Ledger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out.tsv"
    out.write_text("before")

    def broken(job: Any) -> Any:
        yield "half"
        raise KeyboardInterrupt

    monkeypatch.setattr("dragoman.ledger.exports.cameo.pieces", broken)
    with pytest.raises(KeyboardInterrupt):
        export(ledger, "cameo", out)
    assert [path.name for path in tmp_path.iterdir()] == ["out.tsv"]
    assert out.read_text() == "before"


def test_a_folder_with_something_in_it_is_left_alone(ledger: Ledger, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("mine")
    with pytest.raises(QueryError, match="not an empty folder"):
        export(ledger, "brat", tmp_path)
    with pytest.raises(QueryError, match="this is a folder"):
        export(ledger, "cameo", tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["a.txt"]


def test_others_may_read_what_was_written(ledger: Ledger, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.touch()
    export(ledger, "cameo", tmp_path / "out.tsv")
    assert stat.S_IMODE((tmp_path / "out.tsv").stat().st_mode) == stat.S_IMODE(plain.stat().st_mode)


def test_only_the_newest_reading_of_a_report_is_exported(tmp_path: Path, export_text: Any) -> None:
    ledger = make(tmp_path)
    before = export_text("bibtex", of=ledger)[1].written
    newer = reading(title="Read again")
    ledger.append([Row(newer.model_copy(update={"events": ()}), TEXT, Location("again"))])
    text, done = export_text("bibtex", of=ledger)
    assert done.written == before
    assert "{Read again}" in text
    assert export_text("cameo", of=ledger, source="The Wire", since="2019-03")[1].written == 0


def test_codes_have_meanings_and_quadrants() -> None:
    assert meaning("036") == "Intend to meet or negotiate"
    assert meaning("1831") == meaning("183") == "Non-military bombing"
    assert meaning("999") == ""
    assert {code[:2] for code in names().cameo} == set(names().quadrants)


def test_memory_does_not_grow_with_the_ledger(tmp_path: Path) -> None:
    made, moment = reading(), dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    one = table([Row(made, TEXT, Location("x"))], moment, True)

    def peak(reports: int) -> int:
        ledger = Ledger(tmp_path / str(reports), create=True)
        ids = pa.array([f"{number:016x}" for number in range(reports)])
        rows = pa.concat_tables([one] * reports)
        ledger.append_table(rows.set_column(rows.schema.get_field_index("id"), "id", ids))
        tracemalloc.start()
        try:
            assert export(ledger, "cameo", tmp_path / f"{reports}.tsv").written == 7 * reports
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(1)
    assert peak(384) < 1.3 * peak(128)


def run(*arguments: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> tuple[int, str, str]:
    monkeypatch.setattr(sys, "argv", ["dragoman", "export", *arguments])
    with pytest.raises(SystemExit) as stopped:
        cli.main()
    out, err = capsys.readouterr()
    return int(stopped.value.code or 0), out, err


def test_the_command_prints_or_writes(ledger: Ledger, tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    where = ("--ledger", str(ledger.path))
    options = ("--party", "PER", "--type", "ASSAULT", "--since", "2019-03", "--until", "2019-03-05", "--one-a-day")
    status, out, err = run("cameo", *where, *options, capsys=capsys, monkeypatch=monkeypatch)
    assert (status, err) == (0, "")
    assert out.startswith("20190305\tPER\tECU\t190\t")
    target = tmp_path / "some" / "brat"
    status, out, err = run("brat", *where, "--out", str(target), capsys=capsys, monkeypatch=monkeypatch)
    assert (status, out, err) == (0, "", "5 written\n")
    assert (target / "annotation.conf").exists()


def test_the_command_says_what_is_wrong(bare: Ledger, tmp_path: Path, capsys: Any, monkeypatch: Any) -> None:
    where = ("--ledger", str(bare.path))
    status, _, err = run("brat", *where, capsys=capsys, monkeypatch=monkeypatch)
    assert status == 2
    assert "brat is a folder of files; name one with --out DIR" in " ".join(err.replace("│", " ").split())
    status, _, err = run("nothing", *where, capsys=capsys, monkeypatch=monkeypatch)
    assert (status, err.count("\n")) == (2, 1)
    (bare.path.parent / "sources" / "1.txt").unlink()
    status, _, err = run("brat", *where, "--out", str(tmp_path / "b"), capsys=capsys, monkeypatch=monkeypatch)
    assert status == 1
    assert err.splitlines()[0].startswith("dragoman: report ")
    assert err.splitlines()[1] == "4 written"


def test_an_export_takes_chosen_reports_and_issues(ledger: Ledger, tmp_path: Path) -> None:
    ids = [row["report_id"] for row in ledger.query("SELECT DISTINCT report_id FROM events ORDER BY 1")]
    lines = (tmp_path / "one.jsonl", tmp_path / "none.jsonl", tmp_path / "issue.jsonl")
    export(ledger, "plover", lines[0], reports=ids[:1])
    export(ledger, "plover", lines[1], reports=[])
    export(ledger, "plover", lines[2], issue="no such issue")
    assert ids[0] in lines[0].read_text(encoding="utf-8")
    assert ids[1] not in lines[0].read_text(encoding="utf-8")
    assert lines[1].read_text(encoding="utf-8") == lines[2].read_text(encoding="utf-8") == ""
    export(ledger, "parquet", tmp_path / "views", reports=ids[:1])
    rows = pq.read_table(tmp_path / "views" / "events.parquet")
    assert set(rows.column("report_id").to_pylist()) == {ids[0]}
