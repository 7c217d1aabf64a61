"""What a user's actor dictionary costs: the time to load it, and how much slower reading gets.

Same texts, same process, one reader without and one with the dictionary, taken in turn; only ratios are shown, since
machines differ. Dictionaries: `*.actors.txt` in ../shared/dictionaries where that folder stands beside the project,
else one of 65,000 lines that is made up here. The targets: no more than 10 per cent slower, and loaded in 3 seconds.

    python benchmarks/dictionaries.py [--reports 60] [--rounds 3]
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from dragoman.reader import Reader, ReportText
from dragoman.steps.actor.actor_files import ActorFiles

SHARED = Path(__file__).resolve().parents[1] / ".." / "shared"
LINES = 65_000
_SYLLABLES = [
    "ba",
    "che",
    "dor",
    "el",
    "fi",
    "gan",
    "hol",
    "ir",
    "ka",
    "lu",
    "mar",
    "ne",
    "or",
    "pel",
    "ri",
    "sho",
    "tam",
    "ul",
]
_STATES = ["FJI", "NZL", "PER", "NOR", "GHA", "LAO", "MLT", "URY"]


def invented(lines: int) -> str:
    """A dictionary of `lines` lines, three a person: name, a synonym, a dated code."""
    n = len(_SYLLABLES)
    rows = []
    for k in range(lines // 3):
        given = _SYLLABLES[k % n] + _SYLLABLES[k // n % n]
        family = _SYLLABLES[k // n**2 % n] + _SYLLABLES[(k + 7) % n] + _SYLLABLES[k // n**3 % n]
        state = _STATES[k % len(_STATES)]
        rows += [
            f"{given}_{family}_".upper(),
            f"+{given[0]}._{family}".upper(),
            f"\t[{state}GOV 19{90 + k % 9}0101-20100101]",
        ]
    return "\n".join(rows) + "\n"


def dictionaries(folder: Path) -> list[Path]:
    """The dictionaries to load."""
    found = sorted((SHARED / "dictionaries").glob("*.actors.txt"))
    if not found:
        found = [folder / "invented.actors.txt"]
        found[0].write_text(invented(LINES), encoding="utf-8")
    return found


def reports(number: int) -> list[ReportText]:
    """Reports to read: the corpora beside the project, else one paragraph over and over."""
    path = SHARED / "corpora" / "syria-2017-2019.jsonl"
    if path.exists():
        with path.open(encoding="utf-8") as lines:
            rows = [json.loads(line) for line, _ in zip(lines, range(number), strict=False)]
        return [ReportText(row["text"], row["date"]) for row in rows]
    text = "Peru urged Ecuador to withdraw its troops. Ecuador's foreign minister, Ana Ruiz, rejected the demand. " * 40
    return [ReportText(text, "2005-05-05")] * number


def seconds(work: Callable[[], object]) -> float:
    """How long `work` takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--reports", type=int, default=60)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        paths = dictionaries(Path(folder))
        lines = sum(path.read_bytes().count(b"\n") for path in paths)
        plain, own = Reader(), Reader(actor_files=paths)
        texts = reports(options.reports)
        model = seconds(lambda: plain.read("One sentence."))
        own.read("One sentence.")
        names = ActorFiles(paths).names
        load = min(seconds(lambda: ActorFiles(paths)) for _ in range(options.rounds))
        ratios = []
        for _ in range(options.rounds):
            without = seconds(lambda: list(plain.read_many(texts)))
            ratios.append(seconds(lambda: list(own.read_many(texts))) / without)
    print(f"{'dictionary lines':32}{lines:>10,}")
    print(f"{'names':32}{names:>10,}")
    print(f"{'load / load of the model':32}{load / model:>10.2f}")
    print(f"{'load, seconds':32}{load:>10.2f}")
    print(f"{'reading with / without':32}{statistics.median(ratios):>10.2f}")


if __name__ == "__main__":
    main()
