"""One version of the ledger a page, newer ones noticed; what is computed is kept, bounded, and computed once."""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import httpx
import pytest
from visiting import Server

from dragoman.errors import QueryError
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.sources.found import Location
from dragoman.web.ledgers import Ledgers
from dragoman.web.settings import Settings
from made_reading import TEXT, made


def add(ledger: Path, day: str) -> str:
    reading = made(date=day)
    Ledger(ledger, create=True).append([Row(reading, TEXT, Location(f"{day}.txt"))])
    return reading.report.id


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    add(tmp_path / "ledger", "2019-03-05")
    return tmp_path / "ledger"


@pytest.fixture
def ledgers(folder: Path) -> Iterator[Ledgers]:
    ledgers = Ledgers(Settings(folder, kept=3))
    yield ledgers
    ledgers.close()


def until(true: Callable[[], bool]) -> bool:
    end = time.monotonic() + 30
    while not true() and time.monotonic() < end:
        time.sleep(0.02)
    return true()


COUNT = "SELECT count(*) AS n FROM reports"


def test_a_page_sees_one_version_while_others_add(ledgers: Ledgers, folder: Path) -> None:
    before = ledgers.current()
    add(folder, "2019-03-06")
    assert before.rows(COUNT) == [{"n": 1}]
    assert until(lambda: ledgers.current().version > before.version)
    assert ledgers.current().rows(COUNT) == [{"n": 2}]
    assert before.rows(COUNT) == [{"n": 1}]
    assert before.rows("SELECT count(DISTINCT report_id) AS n FROM occurrence_events") == [{"n": 1}]


def test_who_adds_sees_it_at_once(ledgers: Ledgers, folder: Path) -> None:
    add(folder, "2019-03-06")
    assert ledgers.renew().rows(COUNT) == [{"n": 2}]
    assert ledgers.current().version == ledgers.renew().version


def test_the_site_shows_the_newer_version(serve: Callable[..., Server], folder: Path) -> None:
    server = serve(folder)
    report = add(folder, "2019-03-07")
    assert until(lambda: httpx.get(f"{server.url}/report/{report}").status_code == 200)
    assert httpx.get(f"{server.url}/healthz").json()["version"] == Ledger(folder).version


def test_what_is_kept_is_computed_once(ledgers: Ledgers) -> None:
    snapshot, made_by = ledgers.current(), []

    def make() -> int:
        made_by.append(threading.get_ident())
        time.sleep(0.1)
        return len(made_by)

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(lambda _: snapshot.kept("sum", make), range(8))) == {1}
    assert len(made_by) == 1


def test_what_takes_long_is_there_later(ledgers: Ledgers) -> None:
    snapshot, go = ledgers.current(), threading.Event()

    def make() -> str:
        assert go.wait(20)
        return "done"

    assert snapshot.soon("slow", make, patience=0.01) is None
    assert snapshot.soon("slow", make, patience=0.01) is None
    go.set()
    assert snapshot.soon("slow", make, patience=20) == "done"


def test_each_kind_keeps_so_many(ledgers: Ledgers) -> None:
    snapshot, made_of = ledgers.current(), []

    def make(key: object) -> Callable[[], object]:
        return lambda: made_of.append(key) or key

    snapshot.kept("overview", make("overview"))
    for number in [1, 2, 3, 4, 4, 2, 1]:
        snapshot.kept(("report", number), make(number))
    snapshot.kept("overview", make("overview"))
    assert made_of == ["overview", 1, 2, 3, 4, 1]


def test_an_error_is_not_kept(ledgers: Ledgers) -> None:
    snapshot = ledgers.current()
    for _ in range(2):
        with pytest.raises(QueryError):
            snapshot.kept("wrong", lambda: snapshot.rows("SELECT nothing FROM reports"))
    assert snapshot.kept("wrong", lambda: 1) == 1


def test_many_that_wait_for_each_other_all_end(ledgers: Ledgers) -> None:
    snapshot = ledgers.current()

    def deep(number: int) -> int:
        return number if number == 0 else snapshot.kept(("deep", number - 1), lambda: deep(number - 1)) + 1

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(lambda n: snapshot.soon(("top", n), lambda: deep(n), patience=20), range(12)))
    assert found == list(range(12))
