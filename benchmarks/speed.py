"""Words a second: Dragoman's reading beside the bare spaCy pipeline that it starts from.

Same texts, same batch size, one process and one thread each, taken in turn; the ratio is what counts, since machines
differ. Texts: the bundled samples, and the reports of ../shared/corpora where that folder stands beside the project.
The target is a ratio of at least 0.6.

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

TARGET = 0.6
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
    bare, reader = spacy.load(DEFAULT_MODEL), Reader()
    dated = [ReportText(text, "2018-06-01") for text in reports]

    def run_bare() -> None:
        for _ in bare.pipe(reports, batch_size=BATCH):
            pass

    def run_reader() -> None:
        for _ in reader.read_many(dated, batch_size=BATCH):
            pass

    run_bare()  # once each to warm up
    run_reader()
    ratios = []
    for number in range(args.rounds):
        a, b = seconds(run_bare), seconds(run_reader)
        ratios.append(a / b)
        print(
            f"round {number + 1}: spaCy {words / a:7.0f} words/s, Dragoman {words / b:7.0f} words/s, ratio {a / b:.2f}"
        )
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.2f} over {len(reports)} reports, {words} words (target {TARGET})")
    if args.steps:
        shares(reader, dated, words)
    return 0 if ratio >= TARGET else 1


def shares(reader: Reader, reports: list[ReportText], words: int) -> None:
    """Microseconds a word that each step takes."""
    from dragoman.reader import describe
    from dragoman.steps.draft import Draft

    spent: dict[str, float] = {}
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
