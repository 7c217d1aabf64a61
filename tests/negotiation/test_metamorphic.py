"""What must hold whatever the records are: order, copies, removal and names change nothing but what they should."""

import json
import random
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation
from dragoman.reader import report_id
from dragoman.records import Reading

PARTIES = ["GRC", "MKD"]


def made(path: Path, rows: Sequence[Row]) -> Ledger:
    ledger = Ledger(path, create=True)
    ledger.append(rows)
    return ledger


def told(ledger: Ledger, parties: list[str] = PARTIES) -> dict[str, Any]:
    state: dict[str, Any] = json.loads(Negotiation(ledger, parties).state().model_dump_json())
    return state


def test_the_order_of_adding_changes_nothing(rows: tuple[Row, ...], ledger: Ledger, tmp_path: Path) -> None:
    shuffled = list(rows)
    random.Random(7).shuffle(shuffled)
    other = made(tmp_path / "a", shuffled[:9])
    other.append(shuffled[9:])
    assert told(other) == told(ledger)


def copied(row: Row, days: int = 0) -> Row:
    """A copy of a report by another paper: the same words, published by somebody else."""
    report = row.reading.report
    text = row.text + "\n"
    date = report.date
    new = report.model_copy(update={"id": report_id(f"copy {text}", date), "source": "Another paper"})
    return Row(row.reading.model_copy(update={"report": new}), text, row.location)


COUNTS = ("reports", "evidence", "records", "source", "sources", "stories", "dates", "thread", "because")


def without_counts(value: Any) -> Any:
    """A state without report counts, evidence, and the numbers of sources."""
    if isinstance(value, dict):
        return {key: without_counts(inner) for key, inner in value.items() if key not in COUNTS}
    if isinstance(value, list):
        return [without_counts(inner) for inner in value]
    return value


def test_a_copy_changes_report_counts_only(rows: tuple[Row, ...], ledger: Ledger, tmp_path: Path) -> None:
    more = made(tmp_path / "a", [*rows, copied(rows[4])])
    before, after = told(ledger), told(more)
    assert len(after["sources"]) == len(before["sources"]) + 1
    assert len({s["story"] for s in after["sources"]}) == len({s["story"] for s in before["sources"]})
    for key in ("positions", "moves", "deadlocks", "disputes", "meetings", "timeline", "commitments"):
        assert len(after[key]) == len(before[key]), key
        assert [line.get("date") for line in after[key]] == [line.get("date") for line in before[key]], key


def test_removing_a_report_removes_what_only_it_carried(rows: tuple[Row, ...], ledger: Ledger, tmp_path: Path) -> None:
    gone = rows[-1]
    fewer = made(tmp_path / "a", [row for row in rows if row is not gone])
    before, after = told(ledger), told(fewer)
    number = next(s["number"] for s in before["sources"] if s["report_id"] == gone.reading.report.id)
    assert all(s["report_id"] != gone.reading.report.id for s in after["sources"])
    for key in ("positions", "meetings", "disputes", "timeline"):
        kept = [line for line in before[key] if {cite["source"] for cite in line["evidence"]} - {number}]
        assert len(kept) == len(after[key]), key


NAMES = (("Macedonia", "Borduria"), ("Greece", "Syldavia"), ("Greek", "Syldavian"), ("MKD", "MBO"), ("GRC", "GSY"))


def renamed(text: str) -> str:
    for old, new in NAMES:
        text = text.replace(old, new)
    return text


def ids_left_out(value: Any) -> Any:
    """A state without what is made of the wording: the ids of acts, deadlocks and meetings, and the order they give."""
    if isinstance(value, dict):
        kept = {key: ids_left_out(inner) for key, inner in value.items()}
        return {key: inner for key, inner in kept.items() if key not in ("id", "waiting", "awaited", "wait")}
    if isinstance(value, list):
        return [ids_left_out(inner) for inner in value]
    return value


@pytest.mark.parametrize("key", ["issues", "positions", "moves", "replies", "deadlocks", "disputes", "commitments"])
def test_renaming_the_parties_renames_the_result(
    rows: tuple[Row, ...], ledger: Ledger, tmp_path_factory: pytest.TempPathFactory, key: str
) -> None:
    """Consistently, in codes, names and words; what is made of hashes of the words is left out of the comparison."""
    folder = tmp_path_factory.getbasetemp() / "renamed"
    if folder.exists():
        other = Ledger(folder)
    else:
        changed = [
            row._replace(reading=Reading.model_validate_json(renamed(row.reading.to_json())), text=renamed(row.text))
            for row in rows
        ]
        other = made(folder, changed)
    expected = json.loads(renamed(json.dumps(told(ledger))))[key]
    found = told(other, ["GSY", "MBO"])[key]
    assert sorted(map(json.dumps, ids_left_out(found))) == sorted(map(json.dumps, ids_left_out(expected)))
