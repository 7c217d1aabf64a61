"""SQL put to a ledger: what it answers, what it refuses, and in which forms."""

import datetime as dt
import sys
import threading
from pathlib import Path
from typing import Any

import pandas
import polars
import pytest
from made_ledger import add, row, several

from dragoman.errors import LedgerError, QueryError
from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("queries") / "ledger")


COUNT = "SELECT type, count(*) AS n FROM events GROUP BY type ORDER BY n DESC, type"
COUNTED = [{"type": "CONSULT", "n": 16}, {"type": "AGREE", "n": 8}, {"type": "REJECT", "n": 8}]


def test_an_answer_in_every_form(ledger: Ledger) -> None:
    answer = ledger.query(COUNT)
    assert answer.columns == ["type", "n"]
    assert list(answer) == answer.rows() == answer.arrow().to_pylist() == COUNTED
    assert (len(answer), bool(answer)) == (3, True)
    assert answer.df()["n"].tolist() == [16, 8, 8]
    assert answer.pl().to_dicts() == COUNTED
    assert isinstance(answer.pl(), polars.DataFrame)
    assert sum(batch.num_rows for batch in ledger.query(COUNT).batches()) == 3
    assert "3 rows" in repr(answer)


@pytest.mark.parametrize("way", ["link", "c/../ledger", "c/up/ledger"])
def test_a_ledger_is_asked_under_any_name_of_its_folder(ledger: Ledger, tmp_path: Path, way: str) -> None:
    (tmp_path / "c").mkdir()
    (tmp_path / "ledger").symlink_to(ledger.path)
    (tmp_path / "link").symlink_to(tmp_path / "ledger")
    (tmp_path / "c" / "up").symlink_to(tmp_path)
    other = Ledger(tmp_path / way)
    assert other.query(COUNT).rows() == COUNTED
    assert len(other.known()) == len(list(other.readings()))


def test_a_pandas_frame_keeps_what_is_not_stated(ledger: Ledger) -> None:
    frame = ledger.query("SELECT published, killed, statement, actors FROM events ORDER BY killed, published").df()
    assert frame["published"].dtype.kind == "M"
    assert frame["killed"].dtype == pandas.Int64Dtype()
    assert frame["killed"].isna().sum() == 24
    assert list(frame["actors"][0]) == ["ECU"]


def test_an_answer_without_polars_says_what_to_install(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "polars", None)
    with pytest.raises(QueryError, match=r"pip install 'dragoman\[polars\]'"):
        ledger.query("SELECT 1 AS x").pl()


@pytest.mark.parametrize(
    ("sql", "parameters", "rows"),
    [
        ("SELECT ? AS x", ["it's"], [{"x": "it's"}]),
        ("SELECT $2 AS x, $1 AS y", [1, 2], [{"x": 2, "y": 1}]),
        ("SELECT count(*) AS n FROM events WHERE type = $type", {"type": "AGREE"}, [{"n": 8}]),
        ("WITH few AS (SELECT * FROM events LIMIT 2) SELECT count(*) AS n FROM few;", (), [{"n": 2}]),
        ("FROM range(2) t(i)", (), [{"i": 0}, {"i": 1}]),
        ("VALUES (1)", (), [{"col0": 1}]),
        ("SELECT 1 AS a, 2 AS a, 3 AS b, 4 AS a", (), [{"a": 1, "a_1": 2, "b": 3, "a_2": 4}]),
        ("SELECT count(*) AS n FROM (SELECT unnest(actors) AS a FROM events) WHERE a = 'PER'", (), [{"n": 24}]),
        ("SELECT count(*) AS n FROM events -- ; DROP VIEW events", (), [{"n": 32}]),
    ],
)
def test_what_is_asked_is_answered(ledger: Ledger, sql: str, parameters: Any, rows: list[dict[str, Any]]) -> None:
    answer = ledger.query(sql, parameters)
    assert answer.rows() == rows
    assert answer.columns == list(rows[0])
    assert [list(found) for found in ledger.query(sql, parameters)] == [list(found) for found in rows]


def test_a_sample_may_be_asked_for(ledger: Ledger) -> None:
    assert len(ledger.query("SELECT * FROM reports USING SAMPLE 1 ROWS")) == 1


def test_the_views_can_be_looked_at(ledger: Ledger) -> None:
    views = ledger.query("SHOW TABLES").df()["name"].tolist()
    assert views == sorted(set(ledger.views().df()["view"]))
    assert ledger.query("DESCRIBE events").rows()[0]["column_name"] == "report_id"
    assert {r["column_name"] for r in ledger.query("SUMMARIZE positions").rows()} >= {"stance", "actor"}


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM read_text('/etc/passwd')",
        "SELECT * FROM read_blob('/etc/passwd')",
        "SELECT * FROM '/etc/passwd'",
        "SELECT * FROM '/etc/os-release.csv'",
        "SELECT * FROM read_parquet('http://127.0.0.1:9/x.parquet')",
        "SELECT * FROM 'https://127.0.0.1:9/x.csv'",
        "SELECT * FROM 's3://bucket/x.parquet'",
        "SELECT * FROM glob('/etc/*')",
        "SELECT (SELECT content FROM read_text('/etc/passwd'))",
        "WITH x AS (SELECT * FROM read_text('/etc/passwd')) SELECT * FROM x",
        "SELECT * FROM events UNION ALL SELECT * FROM read_csv('/etc/passwd')",
        "SELECT * FROM query('SELECT 1')",
        "SELECT * FROM query_table('events')",
        "SELECT * FROM sniff_csv('/etc/passwd')",
        "SELECT * FROM duckdb_settings()",
        "SELECT * FROM duckdb_secrets()",
        "SELECT * FROM checkpoint()",
        "SELECT * FROM enable_logging()",
        "SELECT * FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
        "SELECT current_setting('temp_directory')",
        "SELECT getenv('HOME')",
        "SELECT pg_sleep(1)",
        "SELECT write_log('x')",
        "ATTACH 'other.db'",
        "ATTACH ':memory:' AS other",
        "COPY events TO 'out.csv'",
        "WITH x AS (COPY events TO 'out.csv') SELECT 1",
        "SELECT (SELECT 1 FROM (WITH x AS (COPY events TO 'out.csv') SELECT 1))",
        "WITH x AS (DELETE FROM events RETURNING *) SELECT * FROM x",
        "WITH x AS (INSERT INTO events VALUES (1) RETURNING *) SELECT * FROM x",
        "EXPORT DATABASE 'out'",
        "INSTALL httpfs",
        "LOAD httpfs",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
        "PRAGMA threads = 64",
        "PRAGMA version",
        "CALL pragma_version()",
        "CREATE TABLE x AS SELECT 1",
        "CREATE OR REPLACE VIEW events AS SELECT 1",
        "DROP VIEW events",
        "DELETE FROM events",
        "INSERT INTO events VALUES (1)",
        "UPDATE events SET type = 'x'",
        "EXPLAIN ANALYZE SELECT 1",
        "SELECT 1; SELECT 2",
        "BEGIN",
        "",
        " ; ",
        "-- nothing",
    ],
)
def test_what_does_more_than_read_is_refused(
    ledger: Ledger, sql: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(QueryError) as caught:
        ledger.query(sql).rows()
    assert "\n" not in str(caught.value)
    assert list(tmp_path.iterdir()) == []
    assert ledger.query(COUNT).rows() == COUNTED


def test_variables_of_the_caller_are_no_tables(ledger: Ledger) -> None:
    frame = pandas.DataFrame({"x": [1]})
    with pytest.raises(QueryError, match="there is no view frame"):
        ledger.query("SELECT * FROM frame")
    assert len(frame) == 1


@pytest.mark.parametrize(
    ("sql", "message"),
    [
        ("SELECT nope FROM events", 'column "nope" not found .*\\(line 1, column 8\\)'),
        ("SELECT type\nFROM\n  evnts", r"there is no view evnts; SHOW TABLES lists them \(line 3, column 3\)"),
        ("SELECT type,\n  FORM events", r"FROM clause is missing \(line 1, column 8\)"),
        ("SELECT 'é', ( FROM", r"syntax error.*\(line 1, column \d+\)"),
        ("SELECT CAST(type AS INT) AS x FROM events", r"Could not convert string '\w+' to INT32"),
        ("SELECT $1 + 1", "Values were not provided for the following parameters: 1"),
        ("SELECT * FROM read_csv('x')", r"the function read_csv is not for queries of a ledger \(line 1, column 15\)"),
        ("SELECT 1; SELECT 2", "the query has 2 statements; a query is one statement: SELECT"),
        ("DROP VIEW events", "the query is none that only reads; a query is one statement"),
    ],
)
def test_an_error_is_one_line_with_the_place(ledger: Ledger, sql: str, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        ledger.query(sql).rows()
    assert "\n" not in str(caught.value)


def test_a_fault_is_told_when_the_question_is_put(ledger: Ledger) -> None:
    with pytest.raises(QueryError):
        ledger.query("SELECT nope FROM events")


def test_limits_of_rows_and_time(ledger: Ledger) -> None:
    product = "SELECT a.type FROM events a, events b, events c"
    assert len(ledger.query(product, limit=12_345)) == 12_345
    assert ledger.query(product, limit=0).rows() == []
    slow = "SELECT count(*) AS n FROM events a, events b, events c, events d, events e WHERE md5(a.text || e.text) = ''"
    with pytest.raises(QueryError, match=r"stopped after 0\.2 seconds; narrow it"):
        ledger.query(slow, seconds=0.2).rows()
    assert ledger.query(COUNT, seconds=60).rows() == COUNTED


def test_threads_may_ask_at_once(ledger: Ledger) -> None:
    found: list[Any] = []
    threads = [threading.Thread(target=lambda: found.append(ledger.query(COUNT).rows())) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert found == [COUNTED] * 8


def test_an_answer_is_of_the_version_at_which_it_was_asked(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    add(ledger, row(date="2019-01-01"))
    before = ledger.query("SELECT count(*) AS n FROM reports")
    add(ledger, row(date="2019-01-02"))
    assert before.rows() == [{"n": 1}]
    assert ledger.query("SELECT count(*) AS n FROM reports").rows() == [{"n": 2}]


def test_a_ledger_whose_table_is_damaged_is_an_error_of_ours(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    for file in ledger.files():
        file.write_bytes(b"no Parquet")
    with pytest.raises((LedgerError, QueryError)) as caught:
        ledger.query(COUNT).rows()
    assert "\n" not in str(caught.value)


def test_what_is_set_aside_can_be_asked_for(tmp_path: Path) -> None:
    from dragoman.errors import ReportEmpty
    from dragoman.ledger.quarantine import SetAside, quarantine_table
    from dragoman.sources.found import Location, SourceOptions

    mine = several(tmp_path / "ledger")
    asked = "SELECT name, kind, reason, location_path, location_position, added_at FROM quarantine"
    assert mine.query(asked).rows() == []
    error = ReportEmpty("a.csv#3", "there is no text in it")
    entry = SetAside.of(Location("/data/a.csv", None, 3), error, SourceOptions())
    mine.quarantine.add(quarantine_table([entry]))
    (found,) = mine.query(asked).rows()
    assert isinstance(found.pop("added_at"), dt.datetime)
    assert found == {
        "name": "a.csv#3", "kind": "ReportEmpty", "reason": "there is no text in it", "location_path": "/data/a.csv",
        "location_position": 3,
    }  # fmt: skip
    assert Ledger(mine.path, as_of=1).query(asked).rows() == []
