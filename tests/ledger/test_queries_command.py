"""`dragoman query` and `dragoman search`: what is printed, what is written, and how errors end."""

import csv
import io
import json
import sys
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest
from made_ledger import several

from dragoman import cli
from dragoman.ledger.queries import all_views
from dragoman.ledger.store import Ledger


class Result(NamedTuple):
    status: int
    out: str
    err: str


class Run:
    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> None:
        self.capfd, self.monkeypatch, self.ledger = capfd, monkeypatch, ledger

    def __call__(self, verb: str, *arguments: object, stdin: str = "") -> Result:
        given = ["dragoman", verb, "--ledger", str(self.ledger.path), *map(str, arguments)]
        self.monkeypatch.setattr(sys, "argv", given)
        self.monkeypatch.setattr(sys, "stdin", io.StringIO(stdin))
        status: object = 0
        try:
            cli.main()
        except SystemExit as stopped:
            status = stopped.code
        return Result(status if isinstance(status, int) else 0, *self.capfd.readouterr())


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("commands") / "ledger")


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, ledger: Ledger) -> Run:
    monkeypatch.setenv("COLUMNS", "100")
    return Run(capfd, monkeypatch, ledger)


ASKED = "SELECT n, published, title, type, actors, killed, grounds FROM events ORDER BY published, report_id, n"


def test_a_table_for_people(run: Run) -> None:
    result = run(
        "query", "SELECT type, count(*) AS n, list(DISTINCT status ORDER BY status) AS s FROM events GROUP BY 1"
    )
    assert (result.status, result.err) == (0, "")
    assert [line.split() for line in result.out.splitlines() if "REJECT" in line] == [["REJECT", "8", "actual"]]
    assert "\x1b" not in result.out


def test_a_long_table_says_that_there_is_more(run: Run) -> None:
    result = run("query", "SELECT i FROM range(300) t(i)")
    assert "99" in result.out.split()
    assert "100" not in result.out.split()
    assert result.err == "dragoman: these are the first 100 rows; --limit N shows more, --format csv all\n"
    assert run("query", "SELECT i FROM range(300) t(i)", "--limit", 3).err == ""


def test_csv_is_quoted_so_that_it_comes_back(run: Run, ledger: Ledger) -> None:
    rows = list(csv.DictReader(io.StringIO(run("query", ASKED, "--format", "csv").out)))
    known = ledger.query(ASKED).rows()
    assert [row["title"] for row in rows] == [row["title"] or "" for row in known]
    assert any('"' in row["title"] and "," in row["title"] for row in rows)
    assert [json.loads(row["actors"]) for row in rows] == [row["actors"] for row in known]
    assert [row["published"] for row in rows] == [str(row["published"] or "") for row in known]
    assert {row["killed"] for row in rows} == {"", "3"}


def test_json_and_json_lines(run: Run, ledger: Ledger) -> None:
    lines = [json.loads(line) for line in run("query", ASKED, "--format", "jsonl").out.splitlines()]
    assert lines == json.loads(run("query", ASKED, "--format", "json").out)
    assert [line["grounds"] for line in lines] == [row["grounds"] for row in ledger.query(ASKED)]
    assert json.loads(run("query", "SELECT 1 AS x WHERE false", "--format", "json").out) == []
    odd = "SELECT 'nan'::DOUBLE AS a, 1::HUGEINT AS b, 1.50::DECIMAL(9, 2) AS c, 'x'::BLOB AS d, TIME '01:02' AS e"
    assert json.loads(run("query", odd, "--format", "jsonl").out) == {
        "a": None,
        "b": 1,
        "c": 1.5,
        "d": "eA==",
        "e": "01:02:00",
    }


@pytest.mark.parametrize("form", ["csv", "json", "jsonl", "parquet"])
def test_a_file_has_the_form_that_its_name_ends_in(run: Run, tmp_path: Path, form: str) -> None:
    path = tmp_path / f"answer.{form}"
    sql = "SELECT e.*, r.title FROM events e JOIN reports r USING (report_id) ORDER BY report_id, n"
    result = run("query", sql, "--out", path)
    assert result == (0, "", "")
    if form == "parquet":
        table = pq.read_table(path)
        assert (table.num_rows, table.column_names[-1]) == (32, "title_1")
    else:
        assert path.read_bytes().decode() == run("query", sql, "--format", form).out
    assert list(tmp_path.iterdir()) == [path]


def test_without_sql_the_views_are_listed(run: Run) -> None:
    found = [json.loads(line) for line in run("query", "--format", "jsonl").out.splitlines()]
    assert [(r["view"], r["column"]) for r in found] == [
        (v.name, c.name) for v in all_views().values() for c in v.columns
    ]
    assert "occurrences" in run("query", "--views", "--limit", 500).out


def test_sql_from_standard_input_and_an_older_version(run: Run) -> None:
    count = "SELECT count(*) AS n FROM reports"
    assert json.loads(run("query", "-", "--format", "jsonl", stdin=count).out) == {"n": 8}
    assert json.loads(run("query", count, "--format", "jsonl", "--as-of", "1").out) == {"n": 5}
    assert run("query", count, "--as-of", "1999-01-01").status == 2


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("SELECT nope FROM events",), 'column "nope" not found'),
        (("DROP VIEW events",), "the query is none that only reads"),
        (("SELECT 1", "--format", "parquet"), "parquet is no text; give a file"),
        (("SELECT 1", "--out", "answer.xls"), "answer.xls: its name does not end in .csv, .json, .jsonl or .parquet"),
        (("SELECT 1", "--out", "absent/answer.csv"), "No such file or directory"),
        (("SELECT count(*) FROM range(1000000) a, range(1000000) b", "--seconds", "0.1"), "stopped after 0.1 seconds"),
    ],
)
def test_what_goes_wrong_is_one_line(
    run: Run, arguments: tuple[str, ...], message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("query", *arguments)
    assert result.status == 2
    assert message in result.err
    assert result.err.startswith("dragoman: ")
    assert result.err.count("\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_no_ledger(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run.ledger, "path", tmp_path)
    result = run("query", "SELECT 1")
    assert (result.status, "it is no ledger" in result.err) == (2, True)


def test_search_shows_the_words_in_their_sentence(run: Run) -> None:
    result = run("search", "guards crossed", "--limit", 2)
    assert (result.status, result.err) == (0, "")
    assert "any [guards] had [crossed]" in result.out
    assert result.out.count("The ") >= 2
    assert "\x1b" not in result.out
    said = run("search", "guards", "--kind", "statements", "--speaker", "Ana Ruiz", "--limit", 1)
    assert "Ana Ruiz:" in said.out
    assert run("search", "unheard-of").out == "nothing found in the reports\n"


def test_search_for_programs_and_its_filters(run: Run) -> None:
    found = [json.loads(line) for line in run("search", "bridge", "--source", "The Wire", "--json").out.splitlines()]
    assert {row["source"] for row in found} == {"The Wire"}
    dated = run("search", "bridge", "--since", "2021", "--until", "2021", "--actor", "Peru", "--json").out
    assert [json.loads(line)["published"] for line in dated.splitlines()] == ["2021-12-31"]
    assert run("search", "-bridge").status == 2
    assert "reports has no filter 'speaker'" in run("search", "bridge", "--speaker", "ECU").err


def test_hostile_text_is_made_visible(run: Run) -> None:
    result = run("query", "SELECT chr(27) || '[31mred' || chr(10) || 'x' AS a")
    assert "␛[31mred x" in result.out
