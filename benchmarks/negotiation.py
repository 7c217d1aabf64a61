"""How long a negotiation takes from a warm ledger, and how often a change point is seen where nothing changes.

python benchmarks/negotiation.py LEDGER PARTY PARTY     state of a negotiation, warm and cold, rounds interleaved
python benchmarks/negotiation.py --changes              false change points in series whose mean stays the same
"""

from __future__ import annotations

import random
import statistics
import sys
import time
from pathlib import Path

from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation
from dragoman.negotiation.timeline import change_points

ROUNDS = 5
PERIODS = 24
SERIES = 2000
SCORES = (-10.0, -7.0, -5.0, -4.0, -2.0, 0.0, 1.0, 3.0, 4.0, 5.0, 6.0, 7.0)
"""PLOVER's scores, from which a period of nothing new draws."""


def measure(path: Path, parties: list[str]) -> None:
    ledger = Ledger(path)
    Negotiation(ledger, parties).state()
    seconds = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        state = Negotiation(ledger, parties).state()
        seconds.append(time.perf_counter() - started)
    print(f"{len(state.sources)} reports, {len(state.timeline)} occurrences, {len(state.positions)} stands")
    print(f"median {statistics.median(seconds):.2f} s, worst {max(seconds):.2f} s of {ROUNDS} warm rounds")


def changes() -> None:
    chance = random.Random(1)
    false = 0
    for _ in range(SERIES):
        weights = [chance.random() for _ in SCORES]
        series = [chance.choices(SCORES, weights, k=chance.randint(0, 8)) for _ in range(PERIODS)]
        false += bool(change_points(series))
    print(f"{false} of {SERIES} series of {PERIODS} periods without a change have a change point: {false / SERIES:.3f}")


if __name__ == "__main__":
    if "--changes" in sys.argv:
        changes()
    else:
        measure(Path(sys.argv[1]), sys.argv[2:])
