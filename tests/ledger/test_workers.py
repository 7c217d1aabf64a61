import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent

import psutil
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from readers_for_tests import DEADLY, DiesAtOnce, Made, NoModel, found, numbered

from dragoman.errors import ModelError, WorkerError
from dragoman.ledger.add import GROUP, Adding, Progress, Tally, add
from dragoman.ledger.store import Ledger
from dragoman.ledger.workers import ReaderPlan, add_with_workers
from dragoman.reader import ReportText
from dragoman.sources.found import Found, Location

TESTS = Path(__file__).resolve().parents[1]
STATES = ("Peru", "Ecuador", "Chile", "Bolivia", "Brazil")


def adding(folder: Path) -> Adding:
    return Adding(Ledger(folder / "ledger", create=True))


def run(target: Adding, sources: Iterator[Found], plan: object, workers: int = 2) -> Tally:
    *_, last = add_with_workers(target, sources, plan, workers)  # type: ignore[arg-type]
    return last.counts


def rows(ledger: Ledger) -> pa.Table:
    """All rows, by id, without the moment at which they were added."""
    table = pa.concat_tables(pq.read_table(file, partitioning=None) for file in ledger.files())
    return table.drop_columns(["added_at"]).sort_by("id")


def real(count: int) -> Iterator[Found]:
    for number in range(count):
        one, other = STATES[number % 5], STATES[(number + 2) % 5]
        text = (
            f"LIMA, March {number + 1}, 2019 -- {one} met {other} for round {number} of their talks on Monday. "
            f"The minister said the border would open only if {other} withdrew its troops."
        )
        yield Found(Location("/archive/real.jsonl", None, number), ReportText(text, f"2019-03-{number + 1:02}"), None)


def children() -> list[psutil.Process]:
    """The worker processes of this one; the tracker that multiprocessing keeps for itself is none."""
    return [p for p in psutil.Process().children() if "spawn_main" in " ".join(p.cmdline())]


def test_workers_make_the_readings_of_one_process(tmp_path: Path) -> None:
    plan = ReaderPlan()
    alone = Adding(Ledger(tmp_path / "alone", create=True))
    for _ in add(alone, real(12), plan.make()):
        pass
    several = adding(tmp_path)

    counts = run(several, real(12), plan)

    assert counts == alone.counts == Tally(found=12, added=12)
    assert rows(several.ledger).equals(rows(alone.ledger))
    assert not children()


def test_a_second_run_reads_nothing_and_starts_no_worker(tmp_path: Path) -> None:
    run(adding(tmp_path), numbered(70), Made())

    again = run(adding(tmp_path), numbered(70), DiesAtOnce())

    assert again == Tally(found=70, there=70)


def test_a_killed_worker_costs_nothing(tmp_path: Path) -> None:
    target = adding(tmp_path)
    killed = 0
    for progress in add_with_workers(target, numbered(600), Made(0.002), 2):
        if killed < 3 and progress.counts.found >= 100 * (killed + 1):
            os.kill(children()[0].pid, signal.SIGKILL)
            killed += 1

    assert killed == 3
    assert progress == Progress(Tally(found=600, added=600), 600)
    assert rows(target.ledger).num_rows == len(target.ledger.known()) == 600


def test_a_report_that_ends_its_worker_each_time_is_set_aside(tmp_path: Path) -> None:
    target = adding(tmp_path)
    sources = [*numbered(40), found(40, f"Talks went on until {DEADLY}."), *numbered(80, 41)]

    counts = run(target, iter(sources), Made())

    assert counts == Tally(found=80, added=79, set_aside=1)
    (entry,) = target.ledger.quarantine.entries()
    assert entry.set_aside.location == Location("/archive/made.jsonl", None, 40)
    assert entry.set_aside.reason.startswith("the process that read it ended each time; ")


def test_what_is_wrong_with_the_reader_is_said_and_not_tried_for_ever(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="no such model"):
        run(adding(tmp_path), numbered(3), NoModel())
    with pytest.raises(WorkerError, match="exit status 3"):
        run(adding(tmp_path), numbered(3), DiesAtOnce())
    assert not children()


def test_only_a_few_groups_are_held(tmp_path: Path) -> None:
    taken = 0

    def counted() -> Iterator[Found]:
        nonlocal taken
        for item in numbered(1000):
            taken += 1
            yield item

    for progress in add_with_workers(adding(tmp_path), counted(), Made(0.001), 2):
        # Two groups are being read, two wait, and one has just been taken from the source.
        assert taken - progress.counts.found <= 5 * GROUP
    assert taken == 1000


def test_leaving_early_keeps_what_was_read_and_ends_the_workers(tmp_path: Path) -> None:
    target = adding(tmp_path)
    run_ = add_with_workers(target, numbered(1000), Made(0.001), 2)
    for progress in run_:
        if progress.counts.added:
            break
    run_.close()  # type: ignore[attr-defined]

    assert 0 < target.committed < 1000
    assert len(target.ledger.known()) == target.committed
    assert not children()


SCRIPT = dedent(
    """
    import sys
    sys.path += {paths!r}
    from dragoman.ledger.add import Adding
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.workers import add_with_workers
    from readers_for_tests import Made, numbered
    target = Adding(Ledger({ledger!r}, create=True), reports=64)
    try:
        for progress in add_with_workers(target, numbered(20_000), Made(0.01), 2):
            if progress.counts.added:
                print(progress.committed, flush=True)
    except KeyboardInterrupt:
        sys.exit(130)
    """
)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_stopping_the_parent_stops_the_workers(tmp_path: Path, how: signal.Signals) -> None:
    paths = [str(TESTS), str(TESTS / "ledger")]
    script = SCRIPT.format(paths=paths, ledger=str(tmp_path / "ledger"))
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    try:
        assert process.stdout is not None
        while int(process.stdout.readline() or "100000") < 64:
            pass
        workers = psutil.Process(process.pid).children()
        if how == signal.SIGINT:
            os.killpg(process.pid, how)  # as a terminal does
        else:
            process.kill()
        _, errors = process.communicate(timeout=20)
    finally:
        process.kill()

    assert process.returncode == (130 if how == signal.SIGINT else -signal.SIGKILL), errors
    assert errors == ""
    assert workers
    _, alive = psutil.wait_procs(workers, timeout=20)
    assert not alive
    target = Adding(Ledger(tmp_path / "ledger"))
    before = len(target.ledger.known())
    assert 64 <= before < 20_000
    assert rows(target.ledger).num_rows == before
    assert run(target, numbered(before + 100), Made()).there >= before - 3 * GROUP
