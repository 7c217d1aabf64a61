"""A large actor dictionary: how long it takes to load, and how much it slows reading.

The same reports are read with and without it, in turn, in one run. Targets: 65,000 lines load in at most 3 seconds, and
reading takes at most 1.1 times as long. Dictionaries: those of ../shared where that folder stands beside the project,
else one of 65,000 lines that is made up here.

    python benchmarks/dictionaries.py [--reports 60] [--rounds 3]
"""

from __future__ import annotations

import argparse
import random
import statistics
import string
import tempfile
from pathlib import Path

from speed import ROOT, seconds, texts

MOST_SECONDS = 3.0
MOST_SLOWER = 1.10


def made_up(folder: Path, lines: int = 65_000) -> list[Path]:
    """A dictionary of invented names in PETRARCH's format."""
    rng = random.Random(3)
    path = folder / "made-up.actors.txt"
    with path.open("w", encoding="utf-8") as out:
        for _ in range(lines // 3):
            name = "_".join("".join(rng.choices(string.ascii_uppercase, k=7)) for _ in range(2))
            out.write(f"{name}_\n+THE_{name}\n\t[PERGOV 050101-091231]\n")
    return [path]


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=60)
    cli.add_argument("--rounds", type=int, default=3)
    args = cli.parse_args()

    from dragoman.reader import Reader, ReportText
    from dragoman.steps.actor_files import ActorFiles

    with tempfile.TemporaryDirectory() as folder:
        paths = sorted((ROOT.parent / "shared" / "dictionaries").glob("*.actors.txt")) or made_up(Path(folder))
        lines = sum(len(path.read_text(encoding="utf-8", errors="replace").splitlines()) for path in paths)
        loaded: list[ActorFiles] = []
        load = seconds(lambda: loaded.append(ActorFiles(paths)))
        print(f"{lines} lines, {loaded[0].names} names: loaded in {load:.2f} s (at most {MOST_SECONDS:.0f} s)")
        reports = [ReportText(text, "2018-06-01") for text in texts(args.reports)]
        plain, own = Reader(), Reader(actor_files=paths)

        def run(reader: Reader) -> float:
            return seconds(lambda: [None for _ in reader.read_many(reports)])

        run(plain)
        run(own)
        ratios = []
        for number in range(args.rounds):
            without, with_them = run(plain), run(own)
            ratios.append(with_them / without)
            print(f"round {number + 1}: without {without:.2f} s, with {with_them:.2f} s, ratio {ratios[-1]:.2f}")
    ratio = statistics.median(ratios)
    print(f"median ratio {ratio:.2f} (at most {MOST_SLOWER})")
    return 0 if load <= MOST_SECONDS and ratio <= MOST_SLOWER else 1


if __name__ == "__main__":
    raise SystemExit(main())
