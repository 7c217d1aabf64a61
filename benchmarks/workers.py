"""Reports a second with one process, and with one, two, … workers: the same reports into a new ledger each, in turn.

The ratio to one process is what counts, since machines differ. Every run loads its models anew, which is in its time:
a longer run comes nearer to the number of processors. Texts: ../shared/corpora where that folder stands beside the
project, else the bundled samples, several times over with a number before each.

    python benchmarks/workers.py [--reports 400] [--workers 2] [--rounds 3] [--engine both]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from dragoman.ledger.add import Progress
    from dragoman.sources import Found

ROOT = Path(__file__).resolve().parents[1]


def texts(count: int) -> list[str]:
    """`count` report texts, each different."""
    corpora = sorted((ROOT.parent / "shared" / "corpora").glob("*.jsonl"))
    found = [json.loads(line)["text"] for path in corpora for line in path.open(encoding="utf-8")]
    if not found:
        print("no ../shared/corpora here: the bundled samples only, several times over")
        found = [p.read_text(encoding="utf-8") for p in sorted((ROOT / "src/dragoman/samples").glob("*.txt"))]
    return [f"{place}\n{found[place % len(found)]}" if place >= len(found) else found[place] for place in range(count)]


def reports(count: int) -> Iterator[Found]:
    from dragoman.reader import ReportText
    from dragoman.sources import Found, Location

    for place, text in enumerate(texts(count)):
        yield Found(Location("/archive/made.jsonl", None, place), ReportText(text, "2018-06-01"), None)


def run(folder: Path, count: int, workers: int, engine: Literal["both", "rules"]) -> float:
    """Reports a second of one run, from nothing to the last commit; 0 workers is the process itself."""
    from dragoman.ledger.add import Adding, add
    from dragoman.ledger.store import Ledger
    from dragoman.ledger.workers import ReaderPlan, add_with_workers

    begin = time.perf_counter()
    adding = Adding(Ledger(folder, create=True))
    plan = ReaderPlan(engine=engine)
    steps: Iterator[Progress]
    steps = (
        add_with_workers(adding, reports(count), plan, workers) if workers else add(adding, reports(count), plan.make())
    )
    for _ in steps:
        pass
    assert adding.committed == count, adding.counts
    return count / (time.perf_counter() - begin)


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=400)
    cli.add_argument("--workers", type=int, default=2)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--engine", choices=("both", "rules"), default="both")
    args = cli.parse_args()
    sorts = range(args.workers + 1)
    rates: dict[int, list[float]] = {workers: [] for workers in sorts}
    for number in range(args.rounds):
        print(f"round {number + 1}:", end="", flush=True)
        for workers in sorts:
            with tempfile.TemporaryDirectory() as folder:
                rates[workers].append(run(Path(folder) / "ledger", args.reports, workers, args.engine))
            name = f"{workers} workers" if workers else "one process"
            print(f" {name} {rates[workers][-1]:.1f} reports/s;", end="", flush=True)
        print()
    for workers in sorts[1:]:
        ratios = [several / alone for several, alone in zip(rates[workers], rates[0], strict=True)]
        print(f"{workers} workers: {statistics.median(ratios):.2f} times one process (median of {args.rounds} rounds)")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
