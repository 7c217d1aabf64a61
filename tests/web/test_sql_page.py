"""SQL over HTTP: it reads the views and nothing else, within limits, and shows what is wrong in one line."""

import io
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from asking import client, fault
from lxml import html
from playwright.sync_api import expect
from starlette.testclient import TestClient
from visiting import Visitor

from dragoman.reader import Reader


@pytest.fixture(scope="module")
def asked(samples_ledger: Path, reader: Reader) -> Iterator[TestClient]:
    with client(samples_ledger, reader, sql_seconds=1.0, sql_rows=50) as found:
        yield found


def test_an_answer_is_a_table_with_links(asked: TestClient) -> None:
    tree = html.fromstring(asked.get("/sql", params={"q": "SELECT report_id, start, type FROM events"}).text)
    rows = tree.xpath("//section[h2[@id='answer']]//tbody/tr")
    assert len(rows) == 50
    assert "There are more" in tree.text_content()
    assert rows[0].xpath("td/a/@href")[0].startswith("/report/")
    assert asked.get(rows[0].xpath("td/a/@href")[0]).status_code == 200


def test_every_view_and_column_is_documented(asked: TestClient) -> None:
    tree = html.fromstring(asked.get("/sql").text)
    views = tree.xpath("//details[@class='view']/summary/code/text()")
    assert {"reports", "events", "statements", "occurrences", "quarantine"} <= set(views)
    for href in tree.xpath("//ul[@class='examples']//a/@href"):
        assert asked.get(href).status_code == 200


def test_files(asked: TestClient) -> None:
    q = "SELECT report_id, type FROM events"
    wanted = asked.get("/api/query", params={"q": "SELECT count(*) FROM events"}).json()["rows"][0][0]
    lines = asked.get("/sql/file", params={"q": q, "form": "csv"})
    assert len(lines.text.splitlines()) == wanted + 1
    assert len(asked.get("/sql/file", params={"q": q, "form": "json"}).json()) == wanted
    table = pq.read_table(io.BytesIO(asked.get("/sql/file", params={"q": q, "form": "parquet"}).content))
    assert table.num_rows == wanted
    assert asked.get("/sql/file", params={"q": "SELEC"}).status_code == 400


ATTACKS = [
    "SELECT * FROM read_csv('/etc/passwd')", "FROM '/etc/passwd'", "FROM 'http://127.0.0.1/x.csv'",
    "SELECT * FROM read_text('/etc/hostname')", "SELECT * FROM glob('/*')", "SELECT * FROM parquet_metadata('x')",
    "COPY events TO 'stolen.csv'", "COPY (SELECT 1) TO 'stolen.csv'", "EXPORT DATABASE 'stolen'",
    "WITH x AS (COPY events TO 'stolen.csv') FROM x", "ATTACH 'other.db'", "INSTALL httpfs", "LOAD httpfs",
    "SET memory_limit = '10GB'", "SET enable_external_access = true", "PRAGMA database_list", "CALL pragma_version()",
    "CREATE TABLE x (a INT)", "DROP VIEW events", "DELETE FROM events", "SELECT 1; SELECT 2", "SELECT getenv('HOME')",
    "SELECT * FROM duckdb_settings()", "SELECT * FROM query('SELECT 1')", "SELECT * FROM query_table('events')",
    "SELECT * FROM _flat.events", "SELECT repeat('x', 2000000000)", "SELECT range(300000000)",
    "SELECT list(a) FROM range(200000000) t(a)", "SELECT repeat('x', 10000000) FROM range(1000)",
    "SELECT count(*) FROM range(100000000000)", "SELECT count(*) FROM events a, events b, events c, events d, events e",
    "WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT count(*) FROM t",
    "SELECT " + "[" * 1100 + "1" + "]" * 1100, "SELECT 'infinity'::DATE", "SELECT '99999-01-01'::TIMESTAMP",
    "", ";;", "/*", "SELECT $1", "SELEC 1", "SELECT nope FROM events", "FROM events LIMIT -1",
]  # fmt: skip


@pytest.mark.parametrize("sql", ATTACKS, ids=lambda sql: sql[:40])
def test_what_does_more_than_read_within_limits_is_refused(asked: TestClient, sql: str) -> None:
    answer = asked.get("/api/query", params={"q": sql})
    assert answer.status_code == 400, answer.text[:300]
    assert "/work" not in fault(answer)["detail"]


def test_after_all_that_it_answers_still(asked: TestClient) -> None:
    assert asked.get("/api/query", params={"q": "SELECT 1 AS one"}).json()["rows"] == [[1]]


def test_a_fault_is_told_in_one_line_with_its_place(asked: TestClient) -> None:
    answer = asked.get("/sql", params={"q": "SELECT type,\n nope FROM events"})
    assert answer.status_code == 400
    (told,) = html.fromstring(answer.text).xpath("//*[@role='alert']")
    assert "nope" in told.text_content()
    assert "line 2, column 2" in told.text_content()
    assert "SELECT type" in answer.text, "the query is still in the box"


def test_values_of_every_type_and_hostile_ones(asked: TestClient) -> None:
    values = "1::HUGEINT, 1.5::DECIMAL(9, 2), 'a'::BLOB, INTERVAL 3 DAYS, TIME '10:00', now(), {'a': [1]}, MAP {'k': 1}"
    answer = asked.get("/api/query", params={"q": f"SELECT {values}, 'nan'::DOUBLE"})
    assert answer.status_code == 200
    hostile = "<script>alert(1)</script>"
    page = asked.get("/sql", params={"q": f"SELECT '{hostile}' AS \"<img src=x onerror=alert(2)>\", chr(8238)"})
    assert page.status_code == 200
    assert hostile not in page.text
    assert "<img" not in page.text
    assert chr(8238) not in page.text


def test_in_a_browser(visitor: Visitor) -> None:
    page = visitor.open("/sql")
    page.locator("#sql").fill("SELECT type, count(*) AS n FROM events GROUP BY ALL ORDER BY n DESC")
    page.locator("#sql").press("Control+Enter")
    expect(page.locator("section table tbody tr").first).to_be_visible()
    assert "q=SELECT" in page.url
    page.locator(".view summary").nth(1).click()
    expect(page.locator(".view table").nth(1)).to_be_visible()
    with page.expect_download() as given:
        page.get_by_role("link", name="csv").click()
    assert Path(given.value.path()).read_text(encoding="utf-8").startswith("type,n")
