"""Words a second: Dragoman's reading beside the bare spaCy pipeline that it starts from.

Same texts, same batch size, one process and one thread each, taken in turn; the ratio is what counts, since machines
differ. The learned coder forgets its answers before each round, so that nothing is read twice. Texts: the bundled
samples, and the reports of ../shared/corpora where that folder stands beside the project. The targets are ratios of at
least 0.5 with the learned coder and 0.7 with the rules alone.

    python benchmarks/speed.py [--reports 100] [--rounds 3] [--steps]
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.reader import Reader, ReportText

os.environ.setdefault("OMP_NUM_THREADS", "1")

TARGETS = {"both": 0.5, "rules": 0.7}
BATCH = 32
ROOT = Path(__file__).resolve().parents[1]


def texts(count: int) -> list[str]:
    """Up to `count` report texts."""
    import frontmatter

    corpora = sorted((ROOT.parent / "shared" / "corpora").glob("*.jsonl"))
    found = [json.loads(line)["text"] for path in corpora for line in path.open(encoding="utf-8")]
    if not found:
        print("no ../shared/corpora here: the bundled samples only, several times over")
        samples = sorted((ROOT / "src" / "dragoman" / "samples").glob("*.txt"))
        found = [frontmatter.loads(path.read_text(encoding="utf-8")).content for path in samples] * 10
    return found[:count]


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=100)
    cli.add_argument("--rounds", type=int, default=3)
    cli.add_argument("--steps", action="store_true", help="also print each step's share of the time")
    args = cli.parse_args()

    import spacy

    from dragoman.language import DEFAULT_MODEL
    from dragoman.reader import Reader, ReportText

    reports = texts(args.reports)
    words = sum(len(text.split()) for text in reports)
    bare = spacy.load(DEFAULT_MODEL)
    readers = {"both": Reader(engine="both"), "rules": Reader(engine="rules")}
    dated = [ReportText(text, "2018-06-01") for text in reports]

    def run_bare() -> None:
        for _ in bare.pipe(reports, batch_size=BATCH):
            pass

    def run_reader(reader: Reader) -> None:
        if reader.coder:
            reader.coder.forget()
        for _ in reader.read_many(dated, batch_size=BATCH):
            pass

    run_bare()  # once each to warm up
    for reader in readers.values():
        run_reader(reader)
    ratios: dict[str, list[float]] = {engine: [] for engine in readers}
    for number in range(args.rounds):
        plain = seconds(run_bare)
        print(f"round {number + 1}: spaCy {words / plain:7.0f} words/s", end="")
        for engine, reader in readers.items():
            ours = seconds(lambda reader=reader: run_reader(reader))  # type: ignore[misc]
            ratios[engine].append(plain / ours)
            print(f", {engine} {words / ours:7.0f} words/s, ratio {plain / ours:.2f}", end="")
        print()
    medians = {engine: statistics.median(found) for engine, found in ratios.items()}
    for engine, ratio in medians.items():
        print(f"{engine}: median ratio {ratio:.2f} (target {TARGETS[engine]})")
    print(f"{len(reports)} reports, {words} words")
    if args.steps:
        for engine, reader in readers.items():
            print(engine)
            shares(reader, dated, words)
    return 0 if all(ratio >= TARGETS[engine] for engine, ratio in medians.items()) else 1


def shares(reader: Reader, reports: list[ReportText], words: int) -> None:
    """Microseconds a word that each step takes."""
    from dragoman.reader import describe
    from dragoman.steps.draft import Draft

    spent: dict[str, float] = {}
    if reader.coder:
        reader.coder.forget()
    for report in reports:
        begin = time.perf_counter()
        document = reader.language.parse(report.text)
        spent["language"] = spent.get("language", 0) + time.perf_counter() - begin
        draft = Draft(describe(report), document)
        for step in reader.steps:
            begin = time.perf_counter()
            step(draft)
            spent[step.name] = spent.get(step.name, 0) + time.perf_counter() - begin
    for name, total in spent.items():
        print(f"  {name:12} {total / words * 1e6:6.1f} µs a word")


if __name__ == "__main__":
    raise SystemExit(main())
