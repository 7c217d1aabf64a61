"""PLOVER records: JSON lines with the manual's fields, statuses as auxiliary modes, plans of cooperation as AGREE."""

import json
from typing import Any

import pytest
from made_for_exports import HOSTILE, NAME, TITLE, make

from dragoman.ledger.exports.plover import AUXILIARY
from dragoman.ledger.exports.scope import STATUSES
from dragoman.ledger.store import Ledger

REQUIRED = {"id", "date", "source", "event"}
FIELDS = REQUIRED | {
    "has_event", "time", "enddate", "endtime", "recipient", "event_loc", "event_text", "quad_code", "event_scale",
    "mode", "context", "link", "text", "text_info", "cite_info", "coder", "coded_date", "coded_time", "comment",
}  # fmt: skip
ACTOR = {
    "code", "sector", "actor_text", "identifier_id", "identifier_text", "actor_loc", "religion", "ethnicity", "office",
    "gender", "age",
}  # fmt: skip
OURS = {"size_info", "status", "intent", "cameo", "goldstein", "issue", "confidence"}


@pytest.fixture(scope="module")
def lines(export_text: Any) -> list[dict[str, Any]]:
    text, done = export_text("plover")
    found = [json.loads(line) for line in text.split("\n")[:-1]]
    assert len(found) == done.written == 28
    return found


@pytest.fixture(scope="module")
def told(lines: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """The events of the first report by their triggers."""
    return {line["event_text"][0]: line for line in lines if line["cite_info"]["title"] == "A border deal"}


def test_every_record_has_the_fields_of_the_manual(lines: list[dict[str, Any]]) -> None:
    for line in lines:
        assert set(line) == FIELDS | OURS
        assert line["has_event"] is True
        assert line["quad_code"] in (1, 2, 3, 4)
        for party in (*line["source"], *line["recipient"]):
            assert set(party) == ACTOR
    assert len({line["id"] for line in lines}) == len(lines)


def test_a_meeting_that_took_place(told: dict[str, dict[str, Any]]) -> None:
    met = told["met"]
    assert (met["date"], met["enddate"], met["event"], met["mode"]) == ("2019-03-04", None, ["CONSULT"], ["visit"])
    assert [party["code"] for party in met["source"]] == ["PER", "ECU"]
    assert met["recipient"] == []
    assert met["event_loc"] == {
        "geonameid": 3658666, "name": "Cuenca", "latitude": -2.9, "longitude": -79.0, "country code": "EC",
        "cc3": "ECU",
    }  # fmt: skip
    assert met["text"].startswith("LIMA — Peruvian Foreign Minister")
    assert met["text_info"]["sequence"] == 2
    assert met["cite_info"]["publication"] == "The Wire"


def test_a_planned_meeting_is_an_agreement_that_says_what_it_promises(told: dict[str, dict[str, Any]]) -> None:
    plan = told["resume"]
    assert (plan["event"], plan["mode"], plan["quad_code"], plan["event_scale"]) == (["AGREE"], [], 1, 2.5)
    assert (plan["date"], plan["status"]) == ("2019-03-05", "planned")
    assert plan["intent"] == {"event": "CONSULT", "mode": "meet", "date": "2019-03-11", "enddate": "2019-03-17"}


def test_statuses_are_auxiliary_modes(told: dict[str, dict[str, Any]]) -> None:
    assert set(AUXILIARY) == set(STATUSES)
    assert told["open the bridge"]["mode"] == ["hypothetical"]
    assert told["crossed"]["mode"] == ["negation"]
    assert told["edge"]["mode"] == ["hypothetical"]
    assert told["denied"]["mode"] == []
    assert told["must open"]["mode"] == ["historical"]
    assert told["must open"]["size_info"] == {"dead": 3, "injured": None, "arrested": None}
    assert (told["pulls back"]["date"], told["pulls back"]["enddate"]) == ("2019-01-01", "2019-12-31")


def test_hostile_text_comes_back_whole(lines: list[dict[str, Any]]) -> None:
    line = next(line for line in lines if line["cite_info"]["title"] == TITLE)
    assert line["source"][0]["code"] == line["source"][0]["actor_text"] == NAME
    assert line["event_text"][0] in HOSTILE
    start, end = line["text_info"]["start"], line["text_info"]["end"]
    assert line["text"] == " ".join(HOSTILE[start:end].split())


def test_one_a_day_knows_the_day_the_parties_and_the_code(export_text: Any, lines: list[dict[str, Any]]) -> None:
    text, done = export_text("plover", one_a_day=True)
    assert len(text.splitlines()) == done.written == len(lines) - done.left_out["the same day, parties and codes"]
    assert done.left_out["the same day, parties and codes"] > 0


def test_a_report_without_a_date_has_none(lines: list[dict[str, Any]]) -> None:
    undated = [line for line in lines if line["cite_info"]["title"] is None]
    assert {line["date"] for line in undated if line["event_text"] == ["denied"]} == {None}


def test_without_texts_they_are_fetched_and_null_where_they_are_gone(bare: Ledger, export_text: Any) -> None:
    kept = [json.loads(line) for line in export_text("plover")[0].splitlines()]
    fetched = [json.loads(line) for line in export_text("plover", of=bare)[0].splitlines()]
    for line in (*kept, *fetched):
        del line["coded_date"], line["coded_time"]
    assert fetched == kept
    for path in (bare.path.parent / "sources").iterdir():
        path.unlink()
    text, _ = export_text("plover", of=Ledger(bare.path))
    gone = [json.loads(line) for line in text.splitlines()]
    assert {line["text"] for line in gone} == {None}
    assert all(line["event_text"] == [] for line in gone)
    assert [line["id"] for line in gone] == [line["id"] for line in kept]


def test_the_same_records_added_in_another_order_give_the_same_file(
    tmp_path: Any, ledger: Ledger, export_text: Any
) -> None:
    other = make(tmp_path)
    first, again = export_text("cameo")[0], export_text("cameo", of=other)[0]
    assert first == again
