"""Reading again what another reader made, and trying again what was set aside."""

import gzip
from pathlib import Path

import pytest
from made_reader import FAULT, MadeReader, added, ids, reports, text, write_jsonl

from dragoman.ledger.reread import Rereading, reread, retry
from dragoman.ledger.store import Ledger
from dragoman.records import ReaderInfo
from dragoman.sources import SourceOptions, find
from made_reading import TEXT


def again(ledger: Ledger, reader: MadeReader) -> Rereading:
    last = Rereading()
    for step in reread(ledger, reader, reader.info):
        last = step
    return last


@pytest.mark.parametrize("keep_text", [True, False])
def test_only_what_is_stale_is_read_again(tmp_path: Path, keep_text: bool) -> None:
    ledger = Ledger(tmp_path / "l", create=True, keep_text=keep_text)
    file = write_jsonl(tmp_path / "made.jsonl", range(40))
    added(ledger, find([file]))
    before = {reading.report.id: reading for reading in ledger.readings()}
    version, later = ledger.version, MadeReader("2")
    assert again(ledger, later) == Rereading(stale=40, read=40)
    after = {reading.report.id: reading for reading in ledger.readings()}
    assert {r.reader.version for r in after.values()} == {"2"}
    assert {key: r.model_copy(update={"reader": before[key].reader}) for key, r in after.items()} == before
    assert len(ids(ledger)) == 80
    assert {r.reader.version for r in Ledger(ledger.path, as_of=version).readings()} == {"1"}
    version, later = ledger.version, MadeReader("2")
    assert again(ledger, later) == Rereading()
    assert (later.read, ledger.version) == (0, version)


def test_it_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    ledger, later = Ledger(tmp_path / "l", create=True), MadeReader("2")
    added(ledger, reports(range(100)))
    for step in reread(ledger, later, later.info):
        if step.done >= 30:
            break
    done = later.read
    assert 30 <= done < 100
    assert again(Ledger(ledger.path), later) == Rereading(stale=100 - done, read=100 - done)
    assert later.read == 100


@pytest.mark.parametrize("field", ["version", "model", "engine", "ontology"])
def test_any_difference_of_readers_makes_a_reading_stale(tmp_path: Path, field: str) -> None:
    ledger, other = Ledger(tmp_path / "l", create=True), MadeReader()
    added(ledger, reports(range(2)))
    new = {"version": "9", "model": "another", "engine": "both", "ontology": "mine"}
    other.info = ReaderInfo(**(other.info.model_dump() | {field: new[field]}))
    assert again(ledger, other).stale == 2
    assert again(ledger, other).stale == 0


def test_a_report_without_a_date_keeps_its_id(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    (tmp_path / "a.txt").write_text(text(1), encoding="utf-8")
    added(ledger, find([tmp_path / "a.txt"]))
    known = ids(ledger)
    assert again(ledger, MadeReader("2")).read == 1
    assert set(ids(ledger)) == set(known)


def test_what_has_no_text_any_more_or_cannot_be_read_stays_as_it_was(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True, keep_text=False)
    for number in range(3):
        (tmp_path / f"{number}.txt").write_text(text(number), encoding="utf-8")
    added(ledger, find([tmp_path / f"{number}.txt" for number in range(3)]))
    (tmp_path / "0.txt").unlink()
    (tmp_path / "1.txt").write_text(f"{FAULT}\n{TEXT}", encoding="utf-8")
    assert again(ledger, MadeReader("2")) == Rereading(stale=3, read=1, gone=2)
    assert sorted(r.reader.version for r in ledger.readings()) == ["1", "1", "2"]


def tried(ledger: Ledger, reader: MadeReader | None = None, any_language: bool = False) -> int:
    for _ in retry(ledger, reader or MadeReader(), any_language):
        pass
    return len(ledger.quarantine.entries())


def test_retry_reads_what_was_mended(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    whole = gzip.compress(write_jsonl(tmp_path / "a.jsonl", range(50)).read_bytes())
    (tmp_path / "in").mkdir()
    packed, empty, gone = (tmp_path / "in" / name for name in ("packed.jsonl.gz", "empty.txt", "gone.txt"))
    packed.write_bytes(whole[: len(whole) // 2])
    empty.write_text("", encoding="utf-8")
    gone.write_bytes(b"\0\1\2\3")
    counts = added(ledger, find([tmp_path / "in"]))
    assert counts.set_aside == len(ledger.quarantine.entries()) == 3
    assert tried(ledger) == 3
    packed.write_bytes(whole)
    assert tried(ledger) == 2
    assert len(ids(ledger)) == 50
    gone.unlink()
    empty.write_text(text(99), encoding="utf-8")
    assert tried(ledger) == 1
    assert len(ids(ledger)) == len(set(ids(ledger))) == 51
    assert [entry.set_aside.kind for entry in ledger.quarantine.entries()] == ["ReportNotText"]


def test_retry_with_a_reader_that_no_longer_fails(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    (tmp_path / "a.txt").write_text(f"{FAULT}\n{TEXT}", encoding="utf-8")
    added(ledger, find([tmp_path / "a.txt"]))
    assert tried(ledger) == 1

    class Mended(MadeReader):
        def read_many(self, reports, batch_size=32):  # type: ignore[no-untyped-def]
            return super().read_many([r._replace(text=r.text.replace("fails", "FAILS")) for r in reports])

    assert tried(ledger, Mended()) == 0


def test_retry_may_widen_the_languages(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    french = "Le ministre des Affaires étrangères a rencontré son homologue lundi à Genève pour parler de la paix.\n"
    (tmp_path / "fr.txt").write_text(french * 5 + TEXT[:0], encoding="utf-8")
    counts = added(ledger, find([tmp_path / "fr.txt"]))
    assert counts.set_aside == 1
    assert tried(ledger) == 1

    class Any(MadeReader):
        def read_many(self, reports, batch_size=32):  # type: ignore[no-untyped-def]
            from made_reading import empty

            return (empty(r.text, date=r.date) for r in reports)

    assert tried(ledger, Any(), any_language=True) == 0
    assert len(ids(ledger)) == 1


def test_what_came_from_standard_input_stays(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, find(["-"], SourceOptions(), b"\0\0\0"))
    assert tried(ledger) == 1
    added(ledger, find(["-"], SourceOptions(), text(1).encode()))
    assert len(ledger.quarantine.entries()) == 1
