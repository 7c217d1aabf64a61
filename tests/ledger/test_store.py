"""The ledger on disk: what makes a folder one, what it gives back, and what it was on a day."""

import datetime as dt
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from made_reader import FAULT, MadeReader, added, ids, reports, text, write_jsonl

from dragoman import Ledger
from dragoman.errors import LedgerError
from dragoman.ledger import store
from dragoman.ledger.store import MARK
from dragoman.sources import find
from made_reading import TEXT


def test_what_goes_in_comes_out(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(5)))
    expected = [*MadeReader().read_many([found.report for found in reports(range(5)) if found.report])]
    kept = sorted(ledger.readings(), key=lambda reading: reading.report.title or "")
    assert [r.to_json() for r in kept] == [r.to_json() for r in expected]
    for number, reading in enumerate(expected):
        assert ledger.reading(reading.report.id) == reading
        assert ledger.text(reading.report.id) == text(number)


@pytest.mark.parametrize("unknown", ["0123456789abcdef", "", "no number", "f" * 40, "-1"])
def test_a_report_that_is_not_there(tmp_path: Path, unknown: str) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(2)))
    for ask in (ledger.text, ledger.reading):
        with pytest.raises(LedgerError, match="it holds no report"):
            ask(unknown)


def test_the_current_reading_is_the_newest_row(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(3)))
    before = ledger.version
    other = Ledger(tmp_path / "other", create=True)
    added(other, reports(range(1, 2)), MadeReader("2"))
    row = pq.read_table(other.files()[0], partitioning=None)
    month = other.files()[0].parent.name.removeprefix("month=")
    ledger.append_table(row.add_column(0, "month", [[month]]))
    assert len(ids(ledger)) == 4
    assert sorted(r.reader.version for r in ledger.readings()) == ["1", "1", "2"]
    assert {r.reader.version for r in Ledger(ledger.path, as_of=before).readings()} == {"1"}


def test_a_folder_that_is_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="it is no ledger"):
        Ledger(tmp_path / "absent")
    assert not (tmp_path / "absent").exists()
    (tmp_path / "papers").mkdir()
    (tmp_path / "papers" / "a.txt").write_text("mine")
    for create in (False, True):
        with pytest.raises(LedgerError, match="it is no ledger"):
            Ledger(tmp_path / "papers", create=create)
    assert [path.name for path in (tmp_path / "papers").iterdir()] == ["a.txt"]
    for create in (False, True):
        with pytest.raises(LedgerError, match=r"it is no ledger|cannot be opened as a ledger"):
            Ledger(tmp_path / "papers" / "a.txt", create=create)


@pytest.mark.parametrize(
    ("mark", "reason"),
    [
        ('{"form": 2, "text": true}', "of form 2, made by a later version of dragoman; install that"),
        ('{"form": 1}', "is not one of dragoman's"),
        ("[]", "is not one of dragoman's"),
        ("{", "is damaged"),
        ("\udcff", "is damaged"),
    ],
)
def test_a_mark_that_cannot_be_used(tmp_path: Path, mark: str, reason: str) -> None:
    Ledger(tmp_path / "l", create=True)
    (tmp_path / "l" / MARK).write_bytes(mark.encode("utf-8", "surrogateescape"))
    for create in (False, True):
        with pytest.raises(LedgerError, match=reason):
            Ledger(tmp_path / "l", create=create)


def test_a_ledger_with_texts_does_not_become_one_without(tmp_path: Path) -> None:
    Ledger(tmp_path / "l", create=True)
    with pytest.raises(LedgerError, match="keeps the texts"):
        Ledger(tmp_path / "l", create=True, keep_text=False)
    Ledger(tmp_path / "m", create=True, keep_text=False)
    assert not Ledger(tmp_path / "m", create=True).keeps_text


def test_a_path_that_the_table_cannot_stand_in(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="escape such as %20"):
        Ledger(tmp_path / "a%20b", create=True)
    assert Ledger(tmp_path / "100 % sure?#", create=True).version == 0


def test_a_damaged_log_is_a_clear_error(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(2)))
    (ledger.path / "readings" / "_delta_log" / f"{0:020}.json").write_text("no log")
    with pytest.raises(LedgerError, match="its table 'readings' cannot be opened"):
        Ledger(ledger.path)


def test_many_make_the_same_ledger_at_once(tmp_path: Path) -> None:
    for attempt in range(5):
        start, failed = threading.Barrier(6), []

        def make(folder: Path = tmp_path / str(attempt), start: Any = start, failed: list[Any] = failed) -> None:
            start.wait()
            try:
                Ledger(folder, create=True)
            except LedgerError as error:
                failed.append(error)

        threads = [threading.Thread(target=make) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failed == []
        assert sorted(p.name for p in (tmp_path / str(attempt)).iterdir()) == [MARK, "readings"]


def test_a_process_that_died_while_it_made_the_mark(tmp_path: Path) -> None:
    (tmp_path / ".dragoman-ledger-123-abc").write_text("{")
    assert Ledger(tmp_path, create=True).version == 0


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(3)))
    made = subprocess.run(["mount", "-o", "bind,ro", ledger.path, ledger.path], capture_output=True, text=True)
    if made.returncode:
        for folder, _, _ in os.walk(ledger.path):
            Path(folder).chmod(0o555)
        if os.access(ledger.path, os.W_OK):
            pytest.skip("this user may write everywhere, and nothing can be mounted read-only")
    yield ledger.path
    if made.returncode:
        for folder, _, _ in os.walk(ledger.path):
            Path(folder).chmod(0o755)
    else:
        subprocess.run(["umount", "--lazy", ledger.path], check=True)


def test_a_ledger_that_cannot_be_written_can_be_read(read_only: Path) -> None:
    ledger = Ledger(read_only)
    assert len([*ledger.readings()]) == 3
    with pytest.raises(LedgerError, match="the batch could not be written"):
        added(ledger, reports(range(10)))
    assert len([*Ledger(read_only).readings()]) == 3


def test_as_it_was(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "l", create=True)
    added(ledger, reports(range(4)), reports=2)
    moments = [commit.moment for commit in ledger.commits()]
    assert [len([*Ledger(ledger.path, as_of=version).readings()]) for version in (0, 1, 2)] == [0, 2, 4]
    assert Ledger(ledger.path, as_of=moments[0].isoformat()).version == 2
    assert Ledger(ledger.path, as_of=moments[0] + dt.timedelta(hours=1)).version == 2
    assert Ledger(ledger.path, as_of=dt.datetime.now(dt.UTC).date()).version == 2
    assert Ledger(ledger.path, as_of=f"{dt.datetime.now(dt.UTC):%Y-%m-%d}").version == 2
    past = Ledger(ledger.path, as_of=1)
    added(ledger, reports(range(4, 6)))
    assert past.refresh() == 1
    with pytest.raises(LedgerError, match="the past cannot be written to"):
        past.append_table(pq.read_table(ledger.files()[0], partitioning=None))


@pytest.mark.parametrize(
    ("as_of", "reason"),
    [
        ("2001-09-11", "it held nothing as of 2001-09-11"),
        (dt.date(2001, 9, 11), "it held nothing"),
        ("yesterday", "neither a version nor a day"),
        ("2001-02-30", "neither a version nor a day"),
        (7, "no version 7 of it; its versions are 0 to 0"),
        (-1, "no version -1"),
    ],
)
def test_as_it_never_was(tmp_path: Path, as_of: Any, reason: str) -> None:
    Ledger(tmp_path / "l", create=True)
    with pytest.raises(LedgerError, match=reason):
        Ledger(tmp_path / "l", as_of=as_of)


def test_only_files_that_are_new_are_read_for_their_ids(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ledger, other = Ledger(tmp_path / "l", create=True), Ledger(tmp_path / "l")
    added(ledger, reports(range(30)), reports=3)
    assert len(other.known()) == 0
    opened: list[Path] = []
    read = store.columns_of
    monkeypatch.setattr(store, "columns_of", lambda file, names: opened.append(file) or read(file, names))
    other.refresh()
    assert len(other.known()) == 30
    assert len(opened) == len(other.files())
    added(ledger, reports(range(30, 33)))
    other.refresh()
    assert len(other.known()) == 33
    assert len(opened) == len(other.files())


RUN = """
import sys
sys.path[:0] = {folders}
from made_reader import added, reports
from dragoman.ledger.store import Ledger
start, stop = map(int, sys.argv[2:4])
print(added(Ledger(sys.argv[1], create=True), reports(range(start, stop)), reports=5))
"""


def test_two_processes_add_at_once(tmp_path: Path) -> None:
    folders = [str(Path(__file__).parent), str(Path(__file__).parents[1])]
    code = RUN.format(folders=folders)
    spans = [(0, 120), (60, 180), (0, 180)]
    runs = [
        subprocess.Popen([sys.executable, "-c", code, tmp_path / "l", *map(str, span)], stderr=subprocess.PIPE)
        for span in spans
    ]
    assert [(run.communicate()[1], run.returncode) for run in runs] == [(b"", 0)] * 3
    ledger = Ledger(tmp_path / "l")
    assert len([*ledger.readings()]) == len(set(ids(ledger))) == 180


def sequences(words: list[str], length: int = 5) -> set[str]:
    return {" ".join(words[i : i + length]).casefold() for i in range(len(words) - length + 1)}


def strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from strings(inner)
    elif isinstance(value, str):
        yield value


def kept_strings(ledger: Ledger) -> list[str]:
    """Every string in every file of the ledger."""
    kept: list[str] = []
    for path in sorted(ledger.path.rglob("*")):
        if path.suffix == ".parquet" and "_delta_log" not in path.parts:
            kept += strings(pq.read_table(path, partitioning=None).to_pylist())
        elif path.is_file():
            kept.append(path.read_text(encoding="utf-8", errors="replace"))
    return kept


@pytest.mark.parametrize("keep_text", [False, True])
def test_without_texts_no_words_of_a_report_are_kept(tmp_path: Path, keep_text: bool) -> None:
    file = write_jsonl(tmp_path / "made.jsonl", range(6))
    broken = write_jsonl(tmp_path / "broken.jsonl", [9], date="the bridge only if Quito pulls back its guards")
    failing = tmp_path / "failing.txt"
    failing.write_text(f"{FAULT}, and whoever sees it is sorry\n{TEXT}", encoding="utf-8")
    ledger = Ledger(tmp_path / "l", create=True, keep_text=keep_text)
    counts = added(ledger, find([file, broken, failing]))
    assert (counts.added, counts.set_aside) == (6, 2)
    texts = [*map(text, [*range(6), 9]), failing.read_text(encoding="utf-8")]
    told = set().union(*(sequences(words.split()) for words in texts))
    quoted = [words for words in kept_strings(ledger) if sequences(words.split()) & told]
    assert bool(quoted) == keep_text


def test_without_texts_readings_are_whole_while_the_source_is_there(tmp_path: Path) -> None:
    file = write_jsonl(tmp_path / "made.jsonl", range(6))
    single = tmp_path / "single.txt"
    single.write_text(text(7), encoding="utf-8")
    ledger = Ledger(tmp_path / "l", create=True, keep_text=False)
    with_texts = Ledger(tmp_path / "m", create=True)
    for one in (ledger, with_texts):
        assert added(one, find([file, single])).added == 7
    whole = {r.report.id: r for r in with_texts.readings()}
    assert {r.report.id: r for r in ledger.readings()} == whole
    assert all(
        ledger.reading(key) == value and ledger.text(key) == with_texts.text(key) for key, value in whole.items()
    )


def test_without_texts_a_source_that_is_gone_or_changed_gives_none(tmp_path: Path) -> None:
    single = tmp_path / "single.txt"
    single.write_text(text(7), encoding="utf-8")
    ledger = Ledger(tmp_path / "l", create=True, keep_text=False)
    added(ledger, find([single]))
    report = next(iter(ledger.readings())).report
    single.write_text(text(8), encoding="utf-8")
    assert ledger.text(report.id) is None
    single.unlink()
    assert ledger.text(report.id) is None
    reading = ledger.reading(report.id)
    assert reading.events[0].text == ""
    assert reading.events[0].end - reading.events[0].start == len("met")
    assert "⟦" not in reading.to_json()
