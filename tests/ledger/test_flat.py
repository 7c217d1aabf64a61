"""The flat tables give what the readings say, whatever the ledger has been through."""

import datetime as dt
import multiprocessing
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from deltalake import DeltaTable
from made_ledger import add, days, row, several

from dragoman.ledger.columns import DATED, flat_views
from dragoman.ledger.flat import ALIKE, FlatTables
from dragoman.ledger.store import Ledger
from dragoman.records import Reading
from dragoman.steps.view.intervals import interval

LISTS = {name: view.path.split(".") for name, view in flat_views().items() if view.path}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("flat") / "ledger")


def flat(record: dict[str, Any], prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The columns of a record, by hand."""
    for name, value in record.items():
        if name == "made_by":
            cue = "rule_cue" if "cue" in record else "cue"
            yield "rule", value["rule"]
            yield from flat({cue: value["cue"], "status_cue": value["status_cue"]})
        elif name == "claims":
            yield from flat({"first": value[0], "second": value[1]})
        elif name == "magnitude":
            yield from {"killed": value["killed"], "injured": value["injured"]}.items() if value else ()
            yield "magnitude_evidence", value and value["evidence"]
        elif isinstance(value, dict):
            yield from flat(value, f"{prefix}{name}_")
        else:
            yield prefix + name, value


def expected(readings: list[Reading], view: str) -> list[dict[str, Any]]:
    """The rows of a view, by brute force."""
    rows = []
    for found in (reading.to_dict() for reading in readings):
        about = found["report"]
        published = dt.date.fromisoformat(about["date"]) if about["date"] else None
        records = found
        for part in LISTS[view]:
            records = records[part]
        for n, record in enumerate(records):
            known = {"report_id": about["id"], "n": n, "published": published}
            known |= {"source": about["source"], "title": about["title"], **dict(flat(record))}
            if view in DATED:
                span = interval(record[DATED[view]]) or (None, None)
                known |= {"date_from": span[0], "date_to": span[1], "day": span[0] or published}
                known |= {"day_to": span[1] or published}
            rows.append({name: known.get(name) for name in flat_views()[view].names})
    return sorted(rows, key=lambda row: (row["report_id"], row["n"]))


def rows(ledger: Ledger, view: str) -> list[dict[str, Any]]:
    return ledger.query(f"SELECT * FROM {view} ORDER BY report_id, n").rows()


def shards(ledger: Ledger) -> set[str]:
    return {path.name for path in (ledger.path / "cache").glob("flat-*/shard-*")}


@pytest.mark.parametrize("view", LISTS)
def test_a_view_has_what_the_readings_say(ledger: Ledger, view: str) -> None:
    readings = list(ledger.readings())
    assert len(readings) == 8
    assert rows(ledger, view) == expected(readings, view) != []


def test_reports_have_one_row_each_as_read_last(ledger: Ledger) -> None:
    found = ledger.query("SELECT * FROM reports ORDER BY report_id").rows()
    readings = sorted(ledger.readings(), key=lambda reading: reading.report.id)
    assert [(r["report_id"], r["published"] and r["published"].isoformat(), r["title"]) for r in found] == [
        (r.report.id, r.report.date, r.report.title) for r in readings
    ]
    assert [r["reader_version"] for r in found] == [r.reader.version for r in readings]
    assert sorted(r["reader_version"] for r in found) == ["1"] * 7 + ["2"]
    assert [r["n_events"] for r in found] == [len(r.events) for r in readings]
    assert [r["n_meetings"] for r in found] == [len(r.negotiation.meetings) for r in readings]
    assert [r["text"] for r in found] == [ledger.text(r.report.id) for r in readings]
    assert {r["added_at"] for r in found} <= {dt.datetime(2020, 1, day) for day in (1, 2, 3, 4)}


def test_a_version_answers_as_it_did_then(ledger: Ledger) -> None:
    rows(ledger, "events")
    for version, count, versions in (
        (0, 0, set()),
        (1, 5, {"1"}),
        (2, 6, {"1"}),
        (3, 6, {"1", "2"}),
        (5, 8, {"1", "2"}),
    ):
        then = Ledger(ledger.path, as_of=version)
        found = then.query("SELECT reader_version FROM reports").rows()
        assert (len(found), {r["reader_version"] for r in found}) == (count, versions)
        assert rows(then, "events") == expected(list(then.readings()), "events")


def test_only_new_data_files_are_flattened(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    add(ledger, row(date="2019-01-01"))
    assert len(rows(ledger, "events")) == 4
    first = shards(ledger)
    add(ledger, row(date="2019-01-02"), row(date="2020-05-05"))
    assert len(rows(ledger, "events")) == 12
    assert len(shards(ledger)) == 2
    assert first < shards(ledger)


def test_shards_are_merged_when_there_are_many(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    for number, day in enumerate(days(2 * ALIKE + 1), 1):
        add(ledger, row(date=day))
        assert len(rows(ledger, "events")) == 4 * number
    tables = FlatTables(ledger.path / "cache", ledger.path / "readings")
    assert len(tables.parts(ledger.files())) <= 3
    assert rows(ledger, "events") == expected(list(ledger.readings()), "events")
    assert rows(Ledger(ledger.path, as_of=2), "events") == expected(
        list(Ledger(ledger.path, as_of=2).readings()), "events"
    )


def test_after_a_compaction_old_and_new_versions_answer(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    before, version = rows(ledger, "events"), ledger.version
    DeltaTable(ledger.path / "readings").optimize.compact()
    ledger.refresh()
    assert ledger.version > version
    assert rows(ledger, "events") == before
    assert rows(Ledger(ledger.path, as_of=version), "events") == before
    add(ledger, row(date="2022-02-02"))
    assert len(rows(ledger, "events")) == len(before) + 4


def count(path: str, found: Any) -> None:
    ledger = Ledger(path)
    events = ledger.query("SELECT count(*) AS n FROM events").rows()[0]["n"]
    found.put((events, len(ledger.search("bridge", "statements"))))


def test_several_processes_build_tables_and_index_at_once(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    context = multiprocessing.get_context("spawn")
    found = context.Queue()
    both = [context.Process(target=count, args=(str(ledger.path), found)) for _ in range(2)]
    for process in both:
        process.start()
    assert [found.get(timeout=60), found.get(timeout=60)] == [(32, 8)] * 2
    for process in both:
        process.join(60)
    assert len(shards(ledger)) == 1
    assert not list((ledger.path / "cache").glob("flat-*/making-*"))


def test_the_cache_may_go_at_any_time(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    before = rows(ledger, "events")
    shutil.rmtree(ledger.path / "cache")
    assert rows(ledger, "events") == before


def test_a_damaged_or_half_made_shard_is_made_anew(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    before = rows(ledger, "events")
    (shard,) = (ledger.path / "cache").glob("flat-*/shard-*")
    (shard / "shard.json").write_text("{")
    (shard.parent / "making-left").mkdir()
    assert rows(Ledger(ledger.path), "events") == before


def test_a_cache_that_cannot_be_written_is_kept_elsewhere(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    (ledger.path / "cache").write_text("in the way")
    other = Ledger(ledger.path)
    assert len(rows(other, "events")) == 32
    folder = other._desk.cache
    assert folder != ledger.path / "cache"
    assert folder.exists()
    del other
    assert (ledger.path / "cache").read_text() == "in the way"


def test_a_ledger_without_readings_has_views_without_rows(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    for view in (*flat_views(), "stories", "occurrences", "occurrence_events", "quarantine"):
        assert ledger.query(f"SELECT * FROM {view}").rows() == []
