"""Looking after a ledger: counts, compaction beside writers, history, and what a vacuum takes away."""

import datetime as dt
import threading
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from made_reader import MadeReader, added, ids, reports

from dragoman.errors import LedgerError, ReportLanguage
from dragoman.ledger.add import stamped
from dragoman.ledger.reread import reread
from dragoman.ledger.store import Ledger
from dragoman.ledger.upkeep import compact, history, status, vacuum
from dragoman.sources.found import Found, Location


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    """Twelve reports in small files, six of them read again by a later reader, and one set aside."""
    ledger = Ledger(tmp_path / "a ledger #1", create=True)
    aside = Found(Location("/absent/fr.txt"), None, ReportLanguage("/absent/fr.txt", "it is in French"))
    added(ledger, [*reports(range(12)), aside], reports=3)
    later = MadeReader("2")
    for progress in reread(ledger, later, later.info, reports=1):
        if progress.read >= 6:
            break
    return ledger


def everything(ledger: Ledger) -> list[str]:
    return sorted(reading.to_json() for reading in ledger.readings())


def test_status_counts_reports_and_readings_apart(ledger: Ledger) -> None:
    found = status(ledger)
    assert (found.reports, found.rows - found.superseded, len(ids(ledger))) == (12, 12, found.rows)
    assert found.superseded >= 6
    one = MadeReader()
    reading = next(one.read_many([f.report for f in reports(range(1)) if f.report]))
    assert found.records["events"] == 12 * len(reading.events)
    assert found.records["actors"] == 12 * len(reading.actors)
    assert found.records["own_events"] == 12
    assert found.records["deadlocks"] == 12 * len(reading.negotiation.deadlocks)
    assert found.months == {"2019-01": 4, "2019-02": 4, "2019-03": 4}
    assert sum(found.readers.values()) == 12
    assert found.readers["2 (by hand, rules)"] == found.superseded
    assert found.set_aside == {"ReportLanguage": 1}
    assert found.files == len(ledger.files())
    assert found.bytes > sum(file.stat().st_size for file in ledger.files())


def test_status_of_an_empty_ledger(tmp_path: Path) -> None:
    found = status(Ledger(tmp_path / "l", create=True))
    assert (found.reports, found.rows, found.months, found.set_aside) == (0, 0, {}, {})


def test_status_as_it_was(ledger: Ledger) -> None:
    assert status(Ledger(ledger.path, as_of=2)).reports == 6
    assert status(Ledger(ledger.path, as_of=0)).set_aside == {}


def test_history_says_what_was_done(ledger: Ledger) -> None:
    compact(ledger)
    verbs = [version.verb for version in history(ledger)]
    assert verbs[-1].startswith("create")
    assert set(verbs[:-1]) == {"append", "reread", "compact"}
    assert [version.version for version in history(ledger, 2)] == [ledger.version, ledger.version - 1]


def test_compact_changes_no_answer(ledger: Ledger) -> None:
    before, version, superseded = everything(ledger), ledger.version, status(ledger).superseded
    was = everything(Ledger(ledger.path, as_of=3))
    done = compact(ledger)
    assert (done.dropped, done.files_after) == (superseded, 3)
    assert everything(ledger) == everything(Ledger(ledger.path)) == before
    assert status(ledger).superseded == 0
    assert everything(Ledger(ledger.path, as_of=3)) == was
    assert everything(Ledger(ledger.path, as_of=version)) == before
    assert compact(ledger).dropped == 0
    assert added(ledger, reports(range(14))).added == 2


def test_a_month_whose_rows_are_all_superseded(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(3)))
    file = next(f for f in ledger.files() if "2019-01" in str(f))
    row = stamped(pq.read_table(file, partitioning=None), dt.datetime.now(dt.UTC))
    ledger.append_table(row.add_column(0, "month", [["2020-05"]]))
    assert compact(ledger).dropped == 1
    assert len(everything(ledger)) == 3
    assert [file for file in ledger.files() if "2019-01" in str(file)] == []


def test_compact_beside_writers(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(60)))
    later = MadeReader("2")
    for _ in reread(ledger, later, later.info, reports=10):
        pass
    failed: list[BaseException] = []

    def write() -> None:
        try:
            added(Ledger(ledger.path), reports(range(60, 140)), reports=4)
        except BaseException as error:
            failed.append(error)

    writer = threading.Thread(target=write)
    writer.start()
    dropped = 0
    while writer.is_alive():
        dropped += compact(Ledger(ledger.path)).dropped
    writer.join()
    assert failed == []
    assert dropped + compact(ledger).dropped == 60
    assert len(ids(ledger)) == len(set(ids(ledger))) == 140
    assert sorted({r.reader.version for r in ledger.readings()}) == ["1", "2"]


def test_vacuum_only_says_what_it_would_remove(ledger: Ledger) -> None:
    compact(ledger)
    assert vacuum(ledger).files == []
    would = vacuum(ledger, hours=0)
    assert would.files
    assert would.bytes == sum(file.stat().st_size for file in would.files)
    assert not would.removed


def test_vacuum_keeps_the_newest_version(ledger: Ledger) -> None:
    compact(ledger)
    newest = ledger.version
    before = everything(ledger)
    done = vacuum(ledger, hours=0, dry_run=False)
    assert done.removed
    assert not any(file.exists() for file in done.files)
    assert everything(Ledger(ledger.path)) == before
    assert everything(Ledger(ledger.path, as_of=newest)) == before
    with pytest.raises(LedgerError, match=r"version 3 \(as of 3\) is gone: `ledger vacuum` removed"):
        Ledger(ledger.path, as_of=3)
    assert len(ledger.quarantine.entries()) == 1
    with pytest.raises(LedgerError, match="-1 hours is no age"):
        vacuum(ledger, -1)
