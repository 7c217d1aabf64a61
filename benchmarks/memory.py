"""Memory over a long run: resident size while 1,000 short reports are read, each with words never seen before.

Flat means: from the 200th report to the last, resident memory grows by less than 5 %.

    python benchmarks/memory.py [--reports 1000]
"""

from __future__ import annotations

import argparse
import random
import string
from collections.abc import Iterator

import psutil

GROWTH = 1.05


def reports(count: int) -> Iterator[str]:
    """Short reports with invented names, so that any cache by word would grow; the learned coder is asked in each."""
    rng = random.Random(1)

    def name() -> str:
        return "".join(rng.choices(string.ascii_lowercase, k=9)).title()

    for number in range(count):
        yield (
            f"{name().upper()}: Foreign Minister {name()} {name()} of Peru said on Tuesday that {name()} would "
            f"withdraw {number + 2} brigades from {name()} only if Ecuador released the crew of the {name()}. “We have "
            f"made progress in the talks,” {name()} told reporters in {name()}. Officials from both countries will "
            f"meet again next week, a spokesman for the {name()} group said. Peru criticised Ecuador over {name()}, "
            f"and Ecuador expelled the Peruvian envoy {name()}."
        )


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--reports", type=int, default=1000)
    args = cli.parse_args()
    from dragoman.reader import Reader, ReportText

    process = psutil.Process()
    early = last = 0
    stream = (ReportText(text, "2019-02-18") for text in reports(args.reports))
    for number, _ in enumerate(Reader().read_many(stream), 1):
        if number % 100 == 0:
            last = process.memory_info().rss
            early = last if number == 200 else early
            print(f"{number:6} reports {last / 2**20:7.1f} MiB")
    ratio = last / early if early else 1.0
    print(f"growth since the 200th report: {(ratio - 1) * 100:.1f} % (flat: under {(GROWTH - 1) * 100:.0f} %)")
    return 0 if ratio < GROWTH else 1


if __name__ == "__main__":
    raise SystemExit(main())
