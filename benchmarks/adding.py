"""What adding to a ledger costs beside the reading, how its memory grows, and two processes that add at once.

    python benchmarks/adding.py cost FILE [--reports N] [--rounds N] [--engine both|rules]
    python benchmarks/adding.py memory [--reports 1000 100000]
    python benchmarks/adding.py together [--reports 1000] [--shared 200]

`cost` reads a JSON Lines file of reports alone and into a new ledger, by turns in one process with one warm reader.
`memory` adds readings that were made before, each time in a process of its own, and compares their peaks.
"""

from __future__ import annotations

import argparse
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from dragoman.ledger.add import Adding, add
from dragoman.ledger.store import Ledger
from dragoman.reader import Reader, ReportText, describe
from dragoman.records import Reading
from dragoman.sources import Found, Location, find
from kill import check, write


def cost(given: argparse.Namespace) -> None:
    """Seconds of both, and their ratio."""
    reader = Reader(engine=given.engine)
    found = [item for item in islice(find([given.file]), given.reports) if item.report is not None]
    reports = [item.report for item in found if item.report is not None]
    # The reader remembers names that it has met, so the first round over the reports is slower, whichever turn it is.
    for _ in reader.read_many(reports):
        pass
    alone, adding, ratios = [], [], []
    for number in range(given.rounds):
        seconds = {}
        for turn in ("alone", "adding") if number % 2 else ("adding", "alone"):
            begun = time.process_time()
            if turn == "alone":
                for _ in reader.read_many(reports):
                    pass
            else:
                with tempfile.TemporaryDirectory() as folder:
                    run = Adding(Ledger(Path(folder) / "ledger", create=True))
                    for _ in add(run, found, reader):
                        pass
                    assert run.counts.added == len(found)
            seconds[turn] = time.process_time() - begun
        alone.append(seconds["alone"])
        adding.append(seconds["adding"])
        ratios.append(seconds["adding"] / seconds["alone"])
        times = f"alone {alone[-1]:.2f} s, adding {adding[-1]:.2f} s of processor"
        print(f"round {number + 1}: {times}, ratio {ratios[-1]:.3f}")
    print(f"{len(reports):,} reports, median ratio {statistics.median(ratios):.3f}")


class Made:
    """Gives one of a few readings for each report, with the report's own description."""

    def __init__(self) -> None:
        with tempfile.TemporaryDirectory() as name:
            file = write(Path(name) / "made.jsonl", 42)
            reports = [item.report for item in find([file]) if item.report is not None]
        self.readings = [*Reader(engine="rules").read_many(reports)]

    def read_many(self, reports: Iterable[ReportText], batch_size: int = 32) -> Iterator[Reading]:
        """The readings of `reports`."""
        for number, report in enumerate(reports):
            yield self.readings[number % len(self.readings)].model_copy(update={"report": describe(report)})


def numbered(count: int) -> Iterator[Found]:
    """So many different reports; each batch has all the months of two years, the worst case for files and memory."""
    for n in range(count):
        text = f"Peru's foreign minister met Ecuador's president in Lima for round {n}. The talks will go on, she said."
        day = f"{2018 + n % 2}-{1 + n // 2 % 12:02}-{1 + n % 28:02}"
        yield Found(Location("/made.jsonl", None, n), ReportText(text, day), None)


def memory_of(given: argparse.Namespace) -> None:
    """In this process: add so many, and print the peak."""
    reader = Made()
    before = peak()
    with tempfile.TemporaryDirectory() as folder:
        run = Adding(Ledger(Path(folder) / "ledger", create=True))
        begun = time.monotonic()
        for _ in add(run, numbered(given.count), reader):
            pass
        seconds = time.monotonic() - begun
        assert run.counts.added == given.count
        print(f"{given.count},{before:.1f},{peak():.1f},{seconds:.1f},{len(run.ledger.files())},{run.ledger.version}")


def peak() -> float:
    """The peak of this process's memory, MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def memory(given: argparse.Namespace) -> None:
    """A process for each size, and how the peaks compare."""
    peaks = []
    for count in given.reports:
        command = [sys.executable, __file__, "memory-of", str(count)]
        out = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        number, before, most, seconds, files, versions = out.strip().split(",")
        peaks.append(float(most))
        print(
            f"{int(number):,} reports: peak {most} MB ({before} before), {seconds} s, {files} files, {versions} commits"
        )
    print(f"largest to smallest: {peaks[-1] / peaks[0]:.3f}")


def together(given: argparse.Namespace) -> None:
    """Two processes that add at once, with some reports in both."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "ledger"
        runs = []
        for first in (0, given.reports - given.shared):
            source = write(Path(name) / f"{first}.jsonl", given.reports, first)
            command = [
                sys.executable,
                "-m",
                "dragoman.cli",
                "add",
                str(source),
                "--ledger",
                str(folder),
                "--batch",
                "20",
            ]
            runs.append(
                subprocess.Popen([*command, "--engine", "rules"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
            )
        for run in runs:
            out, _ = run.communicate()
            print(f"exit status {run.returncode}: {out.decode().strip()}")
        check(Ledger(folder), 2 * given.reports - given.shared)


def main() -> None:
    """Run the part that is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parts = parser.add_subparsers(required=True)
    one = parts.add_parser("cost")
    one.add_argument("file", type=Path)
    one.add_argument("--reports", type=int, default=None)
    one.add_argument("--rounds", type=int, default=3)
    one.add_argument("--engine", choices=("both", "rules"), default="both")
    one.set_defaults(run=cost)
    two = parts.add_parser("memory")
    two.add_argument("--reports", type=int, nargs="+", default=[1000, 100_000])
    two.set_defaults(run=memory)
    three = parts.add_parser("memory-of")
    three.add_argument("count", type=int)
    three.set_defaults(run=memory_of)
    four = parts.add_parser("together")
    four.add_argument("--reports", type=int, default=1000)
    four.add_argument("--shared", type=int, default=200)
    four.set_defaults(run=together)
    given = parser.parse_args()
    given.run(given)


if __name__ == "__main__":
    main()
