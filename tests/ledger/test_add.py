"""Adding: every report accounted for, once; batches whole or not at all; what the reader cannot read set aside."""

import subprocess
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from made_reader import FAULT, MadeReader, accounted, added, ids, reports, text

from dragoman.errors import LedgerError, ModelError, ReportLanguage
from dragoman.ledger.add import Adding, add, pack, read_batch
from dragoman.ledger.store import Ledger
from dragoman.ledger.upkeep import history
from dragoman.reader import ReportText
from dragoman.records import Reading
from dragoman.sources.found import Found, Location


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "a ledger, ünd #more?", create=True)


def one(text: str, **about: str) -> Found:
    return Found(Location("/absent/one.txt"), ReportText(text, **about), None)


FRENCH = Found(Location("/absent/fr.txt"), None, ReportLanguage("/absent/fr.txt", "it is in French", "translate it"))


def test_every_report_is_accounted_for(ledger: Ledger) -> None:
    added(ledger, reports(range(10)))
    bad = [one(FAULT), one(text(0), date="2019-02-30"), FRENCH]
    counts = added(ledger, [*reports(range(5, 40)), *reports(range(30, 40)), *bad])
    assert (counts.found, counts.added, counts.there, counts.twice, counts.set_aside) == (48, 30, 5, 10, 3)
    assert len(ids(ledger)) == len(set(ids(ledger))) == 40
    kinds = {entry.set_aside.kind for entry in ledger.quarantine.entries()}
    assert kinds == {"ReportError", "ReportDateError", "ReportLanguage"}


def test_the_second_run_reads_and_writes_nothing(ledger: Ledger) -> None:
    found = [*reports(range(40)), FRENCH]
    added(ledger, found)
    version, rows = ledger.version, len(ledger.quarantine.files())
    reader = MadeReader()
    counts = added(ledger, found, reader)
    assert (counts.added, counts.there, counts.set_aside, counts.listed) == (0, 40, 1, 1)
    assert (reader.read, ledger.version, len(ledger.quarantine.files())) == (0, version, rows)
    assert added(Ledger(ledger.path), found).there == 40


def test_a_report_that_the_reader_fails_on_does_not_lose_its_group() -> None:
    batch = read_batch(MadeReader(), [*reports(range(3)), one(FAULT), *reports(range(3, 6))])
    assert [row.reading.report.title for row in batch.rows] == [f"Title {i}" for i in range(6)]
    assert [entry.reason for entry in batch.set_aside] == ["the reader failed on it (ValueError)"]
    assert accounted(batch.counts)


def test_what_is_wrong_with_the_reader_itself_stops_the_run(ledger: Ledger) -> None:
    class NoModel(MadeReader):
        def read_many(self, reports: Iterable[ReportText], batch_size: int = 32) -> Iterator[Reading]:
            raise ModelError("no such model")

    with pytest.raises(ModelError):
        added(ledger, reports(range(3)), NoModel())
    assert ids(ledger) == []


def test_half_characters_are_replaced(ledger: Ledger) -> None:
    counts = added(ledger, [one("\ud83d " + text(1), title="a \ud83d", source="\udc00")])
    assert counts.added == 1
    kept = next(iter(ledger.readings())).report
    assert (kept.title, kept.source, ledger.text(kept.id)) == ("a \ufffd", "\ufffd", "\ufffd " + text(1))


def test_no_date_is_no_fault(ledger: Ledger) -> None:
    assert added(ledger, [one(text(1))]).added == 1
    assert next(iter(ledger.readings())).report.date is None
    assert ledger.files()[0].parent.name == "month=undated"


def test_batches_by_number_and_by_age(ledger: Ledger) -> None:
    added(ledger, reports(range(20)), reports=5)
    assert [version.rows for version in history(ledger)] == [5, 5, 5, 5, None]
    adding = Adding(ledger, reports=1000, seconds=0)
    seen = [progress.committed for progress in add(adding, reports(range(20, 100)), MadeReader())]
    assert seen == [32, 64, 80, 80]


def test_what_was_read_is_kept_when_the_run_is_stopped(ledger: Ledger) -> None:
    def until_ctrl_c() -> Iterator[Found]:
        yield from reports(range(64))
        raise KeyboardInterrupt

    adding = Adding(ledger)
    with pytest.raises(KeyboardInterrupt):
        for _ in add(adding, until_ctrl_c(), MadeReader()):
            pass
    assert adding.counts.added == len(ids(ledger)) == 64
    with closing(add(Adding(ledger), reports(range(200)), MadeReader())) as run:  # type: ignore[type-var]
        next(run)
        next(run)
        next(run)
    assert len(ids(ledger)) == 96
    assert added(ledger, reports(range(200))).added == 104


def test_what_another_process_has_committed_meanwhile_is_not_written_twice(ledger: Ledger) -> None:
    mine = Adding(ledger)
    mine.put(pack(read_batch(MadeReader(), mine.screen(reports(range(20)))), True))
    added(Ledger(ledger.path), reports(range(10, 40)))
    mine.finish()
    assert (mine.counts.added, mine.counts.there, mine.committed) == (10, 10, 10)
    assert accounted(mine.counts)
    assert len(ids(ledger)) == len(set(ids(ledger))) == 40
    assert added(ledger, reports(range(40))).there == 40


def test_a_source_that_was_mended_settles_what_was_wrong_with_it(ledger: Ledger) -> None:
    place = Location("/absent/made.jsonl")
    broken = Found(place, None, ReportLanguage(str(place), "it breaks off"))
    added(ledger, [*reports(range(3)), broken, FRENCH])
    added(ledger, reports(range(2)))
    assert [entry.set_aside.location.path for entry in ledger.quarantine.entries()] == ["/absent/fr.txt"]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], capture_output=True, text=True)
    if made.returncode:
        pytest.skip(f"a small disk cannot be mounted here: {made.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def test_a_full_disk_is_a_clear_error_and_nothing_that_was_there_is_lost(small_disk: Path) -> None:
    ledger = Ledger(small_disk / "ledger", create=True)
    added(ledger, reports(range(3)))
    before = sorted(r.to_json() for r in ledger.readings())
    filler = small_disk / "filler"
    filler.write_bytes(b"0" * (1 << 19))
    adding = Adding(ledger, reports=32)
    with pytest.raises(LedgerError, match=r"ledger: the batch could not be written \(.*make room and run"):
        for _ in add(adding, reports(range(3, 2000)), MadeReader()):
            pass
    assert accounted(adding.counts)
    done = adding.counts.added
    again = Ledger(small_disk / "ledger")
    assert {*before} <= {r.to_json() for r in again.readings()}
    assert len(ids(again)) == 3 + done
    filler.unlink()
    assert added(again, reports(range(20))).found == 20
    assert len(set(ids(again))) == len(ids(again))
