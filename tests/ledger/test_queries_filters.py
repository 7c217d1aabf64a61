"""Filters by keyword pick the rows that brute force picks."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from made_ledger import several

from dragoman.errors import QueryError
from dragoman.ledger.queries_filters import FILTERS, filters_of
from dragoman.ledger.store import Ledger

Row = dict[str, Any]
DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("filters") / "ledger")


def within(row: Row, since: str, until: str) -> bool:
    first, last = dt.date.fromisoformat(since), dt.date.fromisoformat(until)
    if "occurrence_id" in row:
        start, end = row["date_from"] or row["first_published"], row["date_to"] or row["last_published"]
    else:
        start, end = row.get("day", row["published"]), row.get("day_to", row["published"])
    return start is not None and start <= last and end >= first


def key(row: Row) -> tuple[Any, ...]:
    return row.get("occurrence_id"), row.get("report_id"), row.get("n")


CASES: list[tuple[str, Row, Callable[[Row], bool]]] = [
    ("events", {}, lambda r: True),
    ("events", {"type": "consult"}, lambda r: r["type"] == "CONSULT"),
    ("events", {"type": ["AGREE", "REJECT"]}, lambda r: r["type"] in ("AGREE", "REJECT")),
    ("events", {"type": None, "status": "possible"}, lambda r: r["status"] == "possible"),
    ("events", {"actors": ["Peru", "ECU"]}, lambda r: {"PER", "ECU"} <= {*r["actors"], *r["recipients"]}),
    ("events", {"actors": "ecuador"}, lambda r: "ECU" in [*r["actors"], *r["recipients"]]),
    ("events", {"actor": "PER"}, lambda r: "PER" in r["actors"]),
    ("events", {"actor": ("PER", "ECU"), "recipient": "Peru"}, lambda r: "PER" in r["recipients"]),
    ("events", {"dyad": ("ECU", "PER")}, lambda r: True),
    ("events", {"dyad": ("ECU", "JPN")}, lambda r: False),
    ("events", {"mode": "visit", "context": "territory"}, lambda r: r["mode"] == "visit"),
    ("events", {"place": "cuen"}, lambda r: r["place"] == "Cuenca"),
    ("events", {"issue": "BORDER"}, lambda r: r["issue"] == "the border"),
    ("events", {"text": "open the"}, lambda r: r["text"] == "open the bridge"),
    ("events", {"text": "o_en%"}, lambda r: False),
    ("events", {"source": "The Courier"}, lambda r: r["source"] == "The Courier"),
    ("events", {"since": "2019-03", "until": "2019-03"}, lambda r: within(r, "2019-03-01", "2019-03-31")),
    ("events", {"since": "2019-03-11", "until": "2019-03-12"}, lambda r: within(r, "2019-03-11", "2019-03-12")),
    ("events", {"since": dt.date(2020, 1, 1)}, lambda r: within(r, "2020-01-01", "9999-12-31")),
    ("events", {"until": dt.datetime(2019, 2, 1, 12)}, lambda r: within(r, "0001-01-01", "2019-02-01")),
    ("occurrences", {}, lambda r: True),
    ("occurrences", {"type": "CONSULT", "actors": ["Peru", "ECU"]}, lambda r: r["type"] == "CONSULT"),
    ("occurrences", {"dyad": ("ECU", "PER"), "status": "actual"}, lambda r: r["status"] == "actual"),
    ("occurrences", {"actor": "ECU", "place": "cuen"}, lambda r: "ECU" in r["actors"] and r["place"] == "Cuenca"),
    ("occurrences", {"since": "2019-03", "until": "2019-03"}, lambda r: within(r, "2019-03-01", "2019-03-31")),
    ("own_events", {"dyad": ("Peru", "Ecuador"), "type": "border-opening"}, lambda r: True),
    ("own_events", {"since": "2019-04-30", "until": "2019-05"}, lambda r: True),
    ("statements", {"speaker": "Ecuador"}, lambda r: r["speaker_code"] == "ECU"),
    ("statements", {"speaker": ["ruiz"]}, lambda r: r["speaker_name"] == "Ana Ruiz"),
    ("statements", {"form": "indirect", "anonymous": False}, lambda r: r["form"] == "indirect"),
    ("statements", {"anonymous": True}, lambda r: False),
    ("statements", {"since": "2021"}, lambda r: within(r, "2021-01-01", "9999-12-31")),
    ("meetings", {"actors": ["PER", "Ecuador"], "status": "held"}, lambda r: r["status"] == "held"),
    ("meetings", {"level": "ministers"}, lambda r: r["level"] == "ministers"),
    ("positions", {"actor": "ECU", "stance": "demands", "toward": "PER"}, lambda r: True),
    ("positions", {"actors": ["ECU", "PER"], "issue": "bridge"}, lambda r: True),
    ("positions", {"stance": "offers"}, lambda r: False),
    ("conditions", {"actors": "PER", "relation": "if"}, lambda r: True),
    ("assessments", {"holder": "the report", "polarity": "positive", "about": "talks"}, lambda r: True),
    ("disputes", {"actors": ["PER", "ECU"]}, lambda r: True),
    ("deadlocks", {"actors": ["PER", "ECU"], "issue": "the bridge"}, lambda r: True),
    ("actors", {"actor": "PER", "kind": "person"}, lambda r: r["name"] == "Ana Ruiz"),
    ("actors", {"name": "ecua"}, lambda r: r["code"] == "ECU"),
    ("places", {"country": "Ecuador", "place": "cuenca"}, lambda r: True),
    ("times", {"type": "date", "text": "monday"}, lambda r: r["text"] == "Monday"),
    ("reports", {"text": "again. "}, lambda r: r["text"].startswith("Again. ")),
    ("reports", {"actors": ["PER", "ECU"], "language": "en"}, lambda r: True),
    ("reports", {"actors": ["JPN"]}, lambda r: False),
    ("reports", {"since": "2019-02-02", "until": "2019-02-03"}, lambda r: within(r, "2019-02-02", "2019-02-03")),
]


@pytest.mark.parametrize(("view", "filters", "holds"), CASES, ids=[f"{view}-{filters}" for view, filters, _ in CASES])
def test_a_filter_picks_what_brute_force_picks(
    ledger: Ledger, view: str, filters: Row, holds: Callable[[Row], bool]
) -> None:
    everything = ledger.query(f"SELECT * FROM {view}").rows()
    found = getattr(ledger, view)(**filters).rows()
    assert sorted(map(key, found)) == sorted(key(row) for row in everything if holds(row))
    if view == "occurrences":
        days = [row["date_from"] or row["first_published"] for row in found]
    else:
        days = [row.get("day", row["published"]) for row in found]
    dated = [day for day in days if day is not None]
    assert days == sorted(dated) + [None] * (len(days) - len(dated))


def test_the_newest_first_and_only_some(ledger: Ledger) -> None:
    found = ledger.statements(newest=True, limit=3).rows()
    assert [row["published"] for row in found] == [dt.date(2021, 12, 31)] * 2 + [dt.date(2019, 2, 3)]
    assert len(ledger.events(limit=0)) == 0


def test_one_report(ledger: Ledger) -> None:
    report_id = ledger.reports(until="2019-01-30").rows()[0]["report_id"]
    assert {row["report_id"] for row in ledger.events(report=report_id)} == {report_id}


@pytest.mark.parametrize(
    ("view", "filters", "message"),
    [
        (
            "events",
            {"actorz": "PER"},
            r"events has no filter 'actorz' \(did you mean '\w+'\?\); it has actor, ",
        ),
        ("statements", {"type": "AGREE"}, "statements has no filter 'type'"),
        ("events", {"type": "MEET"}, "type='MEET': there is no such type.*; there are AGREE, CONSULT, "),
        ("events", {"status": "planed"}, r"did you mean 'planned'\?"),
        ("events", {"actors": "Pery"}, "no party of this ledger is called 'Pery'; near it are .*per"),
        ("events", {"actor": "xx-yy-zz"}, "no party of this ledger is called 'xx-yy-zz'; SELECT DISTINCT code"),
        ("events", {"dyad": ["PER"]}, "a dyad is two parties, as in"),
        ("events", {"since": "May"}, "since='May' is no date; give YYYY, YYYY-MM or YYYY-MM-DD"),
        ("events", {"until": "2019-02-30"}, "until='2019-02-30' is no date"),
        ("events", {"since": 2019}, "since=2019 is no date"),
        ("events", {"text": ""}, "text='': give a word or a list of words"),
        ("events", {"actor": []}, r"actor=\[\]: give a word"),
        ("statements", {"anonymous": "yes"}, "anonymous='yes': it is True or False"),
        ("events", {"limit": -1}, "limit=-1: it is a number of rows"),
        ("stories", {}, "there is no view 'stories' with filters; there are reports, actors"),
    ],
)
def test_a_filter_that_there_is_not_says_what_there_is(ledger: Ledger, view: str, filters: Row, message: str) -> None:
    with pytest.raises(QueryError, match=message) as caught:
        ledger.select(view, **filters)
    assert "\n" not in str(caught.value)


def test_hostile_words_are_values(ledger: Ledger) -> None:
    for words in ("'; DROP VIEW events; --", '"', "$1", "\\", "a' OR '1'='1"):
        assert ledger.events(text=words, issue=words, source=words).rows() == []
        assert ledger.statements(speaker=words).rows() == []


def test_every_filter_is_documented() -> None:
    page = (DOCS / "queries.md").read_text(encoding="utf-8")
    for view in FILTERS:
        section = next(part for part in page.split("\n### ") if part.startswith(f"`{view}`"))
        for name, known in FILTERS[view].items():
            assert f"| `{name}` | {known.about} |" in section.replace("\\|", "|"), (view, name)
    for name in filters_of("events").keys() - FILTERS["events"].keys():
        assert f"| `{name}` | " in page
