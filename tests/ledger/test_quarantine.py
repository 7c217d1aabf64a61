"""What could not be read: kept once, with place, kind and reason; ended when it is read."""

import datetime as dt
from pathlib import Path

import pytest
from made_reader import added, reports

from dragoman.errors import ReportError, ReportLanguage, SourceError
from dragoman.ledger.quarantine import Quarantine, SetAside, quarantine_table, without_quotes
from dragoman.sources.found import Location, SourceOptions


def entry(path: str = "/absent/a.zip", reason: str = "it breaks off", position: int | None = None) -> SetAside:
    error = SourceError(path, reason, "mend it")
    return SetAside.of(Location(path, "b.csv", position), error, SourceOptions(encoding="latin-1"))


def test_an_entry_comes_back_as_it_was(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    assert not (tmp_path / "quarantine").exists()
    assert quarantine.entries() == []
    assert quarantine.add(quarantine_table([entry(position=7)])) == 1
    (kept,) = Quarantine(tmp_path).entries()
    known = kept.set_aside
    assert (known.location, known.kind, known.options.encoding) == (
        Location("/absent/a.zip", "b.csv", 7), "SourceError", "latin-1",
    )  # fmt: skip
    assert known.reason == "it breaks off; mend it"


def test_the_same_place_and_reason_is_kept_once(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    rows = quarantine_table([entry(), entry(position=1), entry(reason="it is too large"), entry()])
    assert quarantine.add(rows) == 3
    assert quarantine.add(rows) == 0
    assert Quarantine(tmp_path).add(rows) == 0
    assert len(quarantine.entries()) == 3


def test_two_that_look_at_it_see_each_others_entries(tmp_path: Path) -> None:
    one, other = Quarantine(tmp_path), Quarantine(tmp_path)
    assert one.add(quarantine_table([entry()])) == 1
    assert other.add(quarantine_table([entry(), entry(position=2)])) == 1
    assert one.add(quarantine_table([entry(position=2)])) == 0
    other.join_files()
    assert one.add(quarantine_table([entry(position=2), entry(position=3)])) == 1
    assert len(one.entries()) == len(other.entries()) == 3


def test_what_was_read_ends_and_may_begin_again(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    quarantine.add(quarantine_table([entry(position=1), entry(position=2)]))
    before = dt.datetime.now(dt.UTC)
    keys = quarantine.open()["key"]
    assert quarantine.resolve(keys[:1]) == 1
    assert quarantine.resolve(keys[:0]) == 0
    assert len(quarantine.entries()) == len(quarantine.open()) == 1
    assert len(quarantine.entries(as_of=before)) == 2
    assert quarantine.add(quarantine_table([entry(position=1), entry(position=2)])) == 1
    assert len(quarantine.entries()) == 2


def test_reading_a_place_settles_it(tmp_path: Path) -> None:
    from dragoman.ledger.store import Ledger

    ledger = Ledger(tmp_path / "l", create=True)
    (found,) = reports([3])
    error = ReportError("a", "the reader failed on it")
    added(ledger, [found._replace(report=None, error=error)])
    assert len(ledger.quarantine.entries()) == 1
    added(ledger, [found])
    assert ledger.quarantine.entries() == []


def test_a_ledger_with_a_great_many_set_aside(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    rows = [
        SetAside.of(Location("/w.warc", None, i), ReportLanguage("w", "French"), SourceOptions()) for i in range(5000)
    ]
    assert quarantine.add(quarantine_table(rows)) == 5000
    assert quarantine.add(quarantine_table(rows)) == 0
    assert quarantine.resolve(quarantine.open()["key"]) == 5000


@pytest.mark.parametrize(
    ("reason", "without"),
    [
        ("'2004-13-45' is no date", "'2004-13-45' is no date"),
        ("'the bridge only if Quito pulls back its guards' is no date", "'…' is no date"),
        ("it's not what the report's headline says", "it's not what the report's headline says"),
    ],
)
def test_reasons_quote_no_report(reason: str, without: str) -> None:
    assert without_quotes(reason) == without


def test_half_characters_in_names_are_replaced(tmp_path: Path) -> None:
    quarantine = Quarantine(tmp_path)
    bad = SetAside.of(Location("/absent/\udcff.txt"), ReportError("\udcff.txt", "no \ud83d"), SourceOptions())
    assert quarantine.add(quarantine_table([bad])) == 1
    assert quarantine.add(quarantine_table([bad])) == 0
