import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dragoman import __version__
from dragoman.cluster import _ROUNDS, ShardReader, _table_id, add_on_cluster
from dragoman.errors import WorkerError
from dragoman.ledger.add import BATCH_REPORTS, BATCH_SECONDS, GROUP, Adding
from dragoman.ledger.store import Ledger
from dragoman.ledger.workers import ReaderPlan
from dragoman.sources import SourceOptions
from dragoman.sources.shards import BYTES, FILES, Shard

RULES = ReaderPlan(engine="rules")
# No cluster of a test listens beyond this machine, and a dead node is noticed in seconds, not in half a minute.
ENVIRONMENT = {
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",
    "RAY_health_check_initial_delay_ms": "0",
    "RAY_health_check_period_ms": "1000",
    "RAY_health_check_failure_threshold": "5",
}
STATES = ("Peru", "Ecuador", "Chile", "Bolivia", "Brazil", "Paraguay")


def text(number: int) -> str:
    """A report of some 120 words."""
    one, other = STATES[number % 6], STATES[(number + 2) % 6]
    said = [
        f"LIMA -- {one} met {other} for round {number} of their talks on Monday.",
        f"The minister of {one} said the border would open only if {other} withdrew its troops.",
        f"{other} refused to withdraw them, an official said, and accused {one} of breaking the truce.",
    ]
    return " ".join(said * 3)


def write(folder: Path, numbers: range) -> Path:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:04}.txt").write_text(f"---\ndate: 2019-03-{number % 28 + 1:02}\n---\n{text(number)}\n")
    return folder


@pytest.fixture
def ray_folder() -> Iterator[Path]:
    """A folder with a short name, since Ray keeps sockets in it. All processes that name it are ended afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="dr"))
    yield folder
    for process in psutil.process_iter():
        with suppress(psutil.Error):
            if any(str(folder) in part for part in process.cmdline()):
                process.kill()
    shutil.rmtree(folder, ignore_errors=True)


def program(*words: str, timeout: float) -> str:
    """What a program printed; it and its children are ended when it takes too long. Fails where it fails."""
    known = os.environ | ENVIRONMENT
    process = subprocess.Popen([sys.executable, *words], stdout=-1, stderr=-1, text=True, env=known)
    try:
        out, errors = process.communicate(timeout=timeout)
    except subprocess.TimeoutExpired:
        for child in psutil.Process(process.pid).children(recursive=True):
            with suppress(psutil.Error):
                child.kill()
        process.kill()
        out, errors = process.communicate()
        pytest.fail(f"it did not end within {timeout} seconds: {out} {errors}")
    assert process.returncode == 0, errors
    return out


def test_a_node_that_dies_costs_nothing(tmp_path: Path, ray_folder: Path) -> None:
    sources = write(tmp_path / "sources", range(240))
    (sources / "again.txt").write_bytes((sources / "0007.txt").read_bytes())
    (sources / "empty.txt").write_text(" \n")
    (sources / "no-such-day.txt").write_text("---\ndate: 2019-02-31\n---\nPeru met Chile.\n")
    here = str(Path(__file__).with_name("two_nodes.py"))

    out = program(here, str(sources), str(tmp_path / "ledger"), str(ray_folder), timeout=240)

    run = json.loads(out.splitlines()[-1])
    assert 0 < run["killed_at"] < 240
    assert run["found"] == 243
    assert (run["added"], run["there"], run["twice"], run["set_aside"]) == (240, 0, 1, 2)
    assert run["kinds"] == {"ReportEmpty": 1, "ReportDateError": 1}
    ledger = Ledger(tmp_path / "ledger")
    assert len(ledger.known()) == run["committed"] == 240
    assert sum(pq.read_metadata(file).num_rows for file in ledger.files()) >= 240
    assert len(ledger.quarantine.entries()) == 2


def test_a_cluster_of_this_machine_is_reached_from_nowhere_else(tmp_path: Path) -> None:
    sources = write(tmp_path / "sources", range(3))
    script = f"""
import psutil
from dragoman.cluster import add_on_cluster
from dragoman.ledger.add import Adding
from dragoman.ledger.store import Ledger
from dragoman.ledger.workers import ReaderPlan
adding = Adding(Ledger({str(tmp_path / "ledger")!r}, create=True))
hosts = set()
for _ in add_on_cluster(adding, [{str(sources)!r}], ReaderPlan(engine="rules"), readers=1):
    for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
        try:
            listening = [c for c in process.net_connections("inet") if c.status == psutil.CONN_LISTEN]
        except psutil.Error:
            continue
        hosts |= {{c.laddr.ip.removeprefix("::ffff:") for c in listening}}
print(adding.counts.added, sorted(hosts), len(psutil.Process().children()))
"""
    out = program("-c", script, timeout=180)

    assert out == "3 ['127.0.0.1'] 0\n"


def answer(where: Ledger, shard: Shard, /, options: SourceOptions | None = None, **work: Any) -> Mapping[str, Any]:
    """What an actor says of `shard`."""
    known = {
        "ledger": str(where.path),
        "table": _table_id(where),
        "version": __version__,
        "plan": RULES,
        "reports": 512,
    }
    actor = ShardReader(**{**known, "options": options or SourceOptions(), **work})
    try:
        (row,) = actor(pa.Table.from_pylist([{"number": 5, "shard": shard._asdict()}])).to_pylist()
    finally:
        if actor._pool:
            actor._pool.stop()
    assert row["shard"] == 5
    return dict(row)


@pytest.fixture
def ledger(tmp_path: Path) -> Ledger:
    return Ledger(tmp_path / "ledger", create=True)


def test_a_shard_read_a_second_time_adds_nothing_and_says_the_same(tmp_path: Path, ledger: Ledger) -> None:
    shard = Shard((str(write(tmp_path / "sources", range(5))), str(tmp_path / "none.txt")))

    first, again = answer(ledger, shard), answer(ledger, shard)

    assert first["found"] == 6
    assert len(first["ids"]) == 5 * 8
    assert json.loads(first["kinds"]) == {"ReportNotFound": 1}
    assert {**again, "listed": 0} == first
    ledger.refresh()
    assert sum(pq.read_metadata(file).num_rows for file in ledger.files()) == 5


def test_a_node_that_does_not_share_what_is_needed_says_so(tmp_path: Path, ledger: Ledger) -> None:
    shard = Shard((str(write(tmp_path / "sources", range(1)) / "0000.txt"),))

    assert "does not see the ledger" in answer(ledger, shard, ledger=str(tmp_path / "elsewhere"))["error"]
    assert "another ledger" in answer(ledger, shard, table="0")["error"]
    assert "not 99; install the same" in answer(ledger, shard, version="99")["error"]
    assert "does not see" in answer(ledger, Shard((str(tmp_path / "gone" / "a.txt"),)))["error"]
    assert "no_such_model" in answer(ledger, shard, plan=ReaderPlan("no_such_model", engine="rules"))["error"]


def test_without_ray_the_extra_is_named(ledger: Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)

    with pytest.raises(WorkerError, match=r"pip install 'dragoman\[cluster\]'"):
        next(add_on_cluster(Adding(ledger), ["a.txt"], RULES))


def test_an_address_where_no_cluster_is(ledger: Ledger) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        free = server.getsockname()[1]

    for address in (f"127.0.0.1:{free}", "nonsense"):
        with pytest.raises(WorkerError, match=f"{address}: no Ray cluster answers there"):
            next(add_on_cluster(Adding(ledger), ["a.txt"], RULES, address))


def test_the_page_says_what_the_code_does() -> None:
    page = " ".join((Path(__file__).resolve().parents[1] / "docs" / "cluster.md").read_text("utf-8").split())
    for said in (
        f"groups of {GROUP} new reports",
        f"up to {FILES} files or {BYTES / 1e6:g} MB",
        f"at most {BATCH_REPORTS} readings, or {BATCH_SECONDS:g} seconds",
        f"given out {('no', 'one', 'two', 'three')[_ROUNDS]} times",
    ):
        assert said in page
