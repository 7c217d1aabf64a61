"""The API: what it documents is what it answers; pages, versions, errors."""

import contextlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
import schemathesis
from asking import client, fault
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.errors import Unsatisfiable
from lxml import html
from schemathesis import GenerationMode
from starlette.testclient import TestClient
from visiting import Server

from dragoman.ledger.columns import flat_views
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.negotiation.model import State
from dragoman.reader import Reader
from dragoman.records import Reading
from dragoman.sources.found import Location
from made_reading import TEXT, made

EXAMPLES = 8
VIEWS = [name.replace("_", "-") for name in flat_views()]
CHECKS = [
    schemathesis.checks.not_a_server_error,
    schemathesis.checks.status_code_conformance,
    schemathesis.checks.content_type_conformance,
    schemathesis.checks.response_schema_conformance,
]


@pytest.fixture(scope="module")
def asked(samples_ledger: Path, reader: Reader) -> Iterator[TestClient]:
    with client(samples_ledger, reader) as found:
        yield found


@pytest.mark.parametrize("view", VIEWS)
def test_pages_give_every_row_once(asked: TestClient, view: str) -> None:
    wanted = asked.get("/api/query", params={"q": f"SELECT count(*) FROM {view.replace('-', '_')}"}).json()["rows"][0][
        0
    ]
    keys, after = [], None
    while True:
        found = asked.get(f"/api/{view}", params={"limit": 97} | ({"after": after} if after else {})).json()
        keys += [(row["report_id"], row.get("n")) for row in found["items"]]
        after = found["next"]
        if after is None:
            break
    assert len(keys) == len(set(keys)) == wanted


def test_readings_and_texts(asked: TestClient) -> None:
    for row in asked.get("/api/reports", params={"limit": 3}).json()["items"]:
        reading = Reading.model_validate(asked.get(f"/api/reports/{row['report_id']}").json())
        text = asked.get(f"/api/reports/{row['report_id']}/text").json()["text"]
        assert all(event.text == text[event.start : event.end] for event in reading.events)
    assert fault(asked.get("/api/reports/0123456789abcdef"))["status"] == 404


def test_filters(asked: TestClient) -> None:
    rows = asked.get("/api/events", params={"actors": ["Greece", "MKD"], "status": "planned"}).json()["items"]
    assert rows
    assert all({"GRC", "MKD"} <= {*row["actors"], *row["recipients"]} and row["status"] == "planned" for row in rows)
    for path in ("/api/events?type=DANCE", "/api/events?nothing=1", "/api/events?limit=0", "/api/events?after=x",
                 "/api/events?dyad=GRC", "/api/events?since=soon", "/api/statements?speaker=", "/api/negotiation",
                 "/api/reports?limit=x", "/api/search?q=-", "/api/negotiation?party=Atlantis"):  # fmt: skip
        assert fault(asked.get(path))["status"] == 400, path
    assert fault(asked.get("/api/nothing"))["status"] == 404
    assert fault(asked.post("/api/events"))["status"] == 405


def test_what_many_reports_add_up_to(asked: TestClient) -> None:
    State.model_validate(asked.get("/api/negotiation?party=GRC&party=MKD").json())
    pair = asked.get("/api/dyads").json()["items"][0]
    assert {pair["one"], pair["other"]} == {"GRC", "MKD"}
    acts = asked.get("/api/occurrences", params={"party": "GRC", "limit": 5}).json()
    more = asked.get("/api/occurrences", params={"party": "GRC", "limit": 5, "after": acts["next"]}).json()
    ids = [row["occurrence_id"] for row in (*acts["items"], *more["items"])]
    assert len(set(ids)) == 10


def test_search_turns_pages(asked: TestClient) -> None:
    first = asked.get("/api/search", params={"q": "name", "kind": "events", "limit": 7}).json()
    second = asked.get("/api/search", params={"q": "name", "kind": "events", "limit": 7, "after": first["next"]}).json()
    keys = [(row["report_id"], row["n"]) for row in (*first["items"], *second["items"])]
    assert len(set(keys)) == 14
    assert first["total"] == second["total"] >= 14
    assert {facet["name"] for facet in first["facets"]} >= {"type", "party", "status"}


def test_an_answer_has_an_etag_by_version(samples_ledger: Path, reader: Reader, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(samples_ledger, tmp_path / "ledger"))
    with client(folder, reader) as asked:
        answer = asked.get("/api/events?limit=1")
        tag = answer.headers["etag"]
        again = asked.get("/api/events?limit=1", headers={"if-none-match": tag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
        head = asked.head("/api/events?limit=1")
        assert (head.status_code, head.content, head.headers["etag"]) == (200, b"", tag)
        assert asked.head("/api/reports/0123456789abcdef").status_code == 404
        Ledger(folder).append([Row(made(), TEXT, Location("made.txt"))])
        asked.app.state.site.ledgers.renew()  # type: ignore[attr-defined]
        newer = asked.get("/api/events?limit=1", headers={"if-none-match": tag})
        assert newer.status_code == 200
        assert newer.headers["etag"] != tag
        assert newer.json()["version"] == answer.json()["version"] + 1


def test_a_text_is_read(asked: TestClient, reader: Reader) -> None:
    answer = asked.post("/api/read", json={"text": TEXT, "date": "2019-03-05"})
    assert Reading.model_validate(answer.json()) == reader.read(TEXT, "2019-03-05")
    for body in ({"text": ""}, {"text": "x", "more": 1}, {}, {"text": TEXT, "date": "soon"}, [1]):
        assert fault(asked.post("/api/read", json=body))["status"] == 400, body


def test_it_is_documented_without_scripts_of_others(asked: TestClient) -> None:
    document = asked.get("/api/openapi.json").json()
    page = html.fromstring(asked.get("/api").text)
    told = set(page.xpath("//section[contains(@class, 'section')]//details/summary/code/text()"))
    assert set(document["paths"]) <= told
    assert set(document["components"]["schemas"]) <= told
    assert all("422" not in op["responses"] for path in document["paths"].values() for op in path.values())
    assert all(src.startswith("/static/") for src in page.xpath("//script/@src"))
    for view in VIEWS:
        assert f"/api/{view}" in document["paths"]


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE], ids=["allowed", "forbidden"])
def test_every_answer_fits_the_document(server: Server, mode: GenerationMode) -> None:
    """Schemathesis asks every address for what the document allows, or for what it forbids."""
    schema = schemathesis.openapi.from_url(f"{server.url}/api/openapi.json")
    count = 0
    for found in schema.get_all_operations():
        operation = found.ok()
        try:
            cases = operation.as_strategy(generation_mode=mode)
        except schemathesis.errors.SchemathesisError:
            continue

        @settings(
            max_examples=EXAMPLES, deadline=None, derandomize=True, database=None, phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )  # fmt: skip
        @given(case=cases)
        def ask(case: schemathesis.Case) -> None:
            nonlocal count
            count += 1
            case.call_and_validate(checks=CHECKS)

        # Of some addresses nothing is forbidden.
        with contextlib.suppress(Unsatisfiable):
            ask()
    assert count >= 5 * EXAMPLES
