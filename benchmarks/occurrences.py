"""Stories and occurrences: how well near-duplicates are told from different reports, and what a large ledger costs.

python benchmarks/occurrences.py calibrate TEXTS.jsonl    # a JSON object a line with "text"; at least 20 reports
python benchmarks/occurrences.py stories [--count 1000000]
python benchmarks/occurrences.py occurrences [--count 1000000]
"""

from __future__ import annotations

import argparse
import itertools
import json
import random
import re
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import psutil
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.ledger.occurrences import occurrences
from dragoman.ledger.similar import NUMBERS, PERMUTATIONS, shared, signature, unpack
from dragoman.ledger.stories import CONTAINED, stories

Maker = Callable[[random.Random, list[str], list[str]], tuple[list[str], list[str]]]


def _edited(rng: random.Random, sentences: list[str], share: float) -> list[str]:
    words = [sentence.split() for sentence in sentences]
    pool = [word for sentence in words for word in sentence]
    return [" ".join(rng.choice(pool) if rng.random() < share else w for w in sentence) for sentence in words]


def _part(sentences: list[str], first: float, last: float) -> list[str]:
    return sentences[int(len(sentences) * first) : max(int(len(sentences) * last), int(len(sentences) * first) + 1)]


_DATELINE = ["LIMA, May 6 (Wire) --"]
_CREDIT = ["Additional reporting by our correspondents; editing by the desk."]

SAME: dict[str, Maker] = {
    "copy: other dateline and credit": lambda r, a, b: (a, _DATELINE + a + _CREDIT),
    "copy: last third cut": lambda r, a, b: (a, _DATELINE + _part(a, 0, 0.67)),
    "copy: last two thirds cut": lambda r, a, b: (a, _DATELINE + _part(a, 0, 0.33)),
    "copy: a word in twenty changed": lambda r, a, b: (a, _edited(r, a, 0.05)),
    "copy: a word in twenty changed, last third cut": lambda r, a, b: (a, _edited(r, _part(a, 0, 0.67), 0.05)),
    "copy: a word in ten changed": lambda r, a, b: (a, _edited(r, a, 0.1)),
    "update: a third added at the end": lambda r, a, b: (a, a + _part(b, 0, 0.33)),
    "update: as much again added": lambda r, a, b: (a, a + b[: len(a)]),
    "update: new lead, a third added": lambda r, a, b: (a, _part(b, 0, 0.1) + _part(a, 0.1, 1) + _part(b, 0.6, 0.9)),
    "update: lead and end rewritten": lambda r, a, b: (a, _part(b, 0, 0.15) + _part(a, 0.15, 0.8) + _part(b, 0.7, 1)),
}
DIFFERENT: dict[str, Maker] = {
    "the same last quarter (background)": lambda r, a, b: (a, _part(b, 0, 0.75) + _part(a, 0.75, 1)),
    "the same third (a long quotation)": lambda r, a, b: (_part(a, 0, 0.67), _part(a, 0.45, 0.67) + _part(b, 0, 0.45)),
    "two halves of one report": lambda r, a, b: (_part(a, 0, 0.5), _part(a, 0.5, 1)),
}


def calibrate(path: Path) -> int:
    """Prints recall of made copies and updates, and precision against different reports, threshold by threshold."""
    rng = random.Random(1)
    lines = path.read_text(encoding="utf-8").splitlines()
    texts = [re.split(r"(?<=[.!?”])\s+", json.loads(line)["text"]) for line in lines]
    texts = [sentences for sentences in texts if len(sentences) >= 8]
    steps = (0.35, 0.45, 0.5, CONTAINED, 0.6, 0.7, 0.8)
    print(f"{len(texts)} reports; share taken for one story at a containment of\n{'':52}", *(f"{s:6}" for s in steps))
    for title, makers in (("one story", SAME), ("different", DIFFERENT)):
        print(title)
        for name, make in makers.items():
            pairs = [make(rng, a, rng.choice([b for b in texts if b is not a])) for a in texts]
            _line(name, _contained(pairs), steps)
    every = [(a, b) for a, b in itertools.combinations(texts, 2)]
    _line(f"all {len(every)} pairs of different reports", _contained(every), steps)
    return 0


def _line(name: str, values: np.ndarray, steps: tuple[float, ...]) -> None:
    print(f"  {name:50}", *(f"{(values >= step).mean():6.3f}" for step in steps))


def _contained(pairs: list[tuple[list[str], list[str]]]) -> np.ndarray:
    kept: dict[str, bytes] = {}
    sides = []
    for side in zip(*pairs, strict=True):
        joined = [" ".join(sentences) for sentences in side]
        for text in joined:
            if text not in kept:
                kept[text] = signature(text)
        sides.append(unpack(pa.chunked_array([[kept[text] for text in joined]]), np.arange(len(joined)))[0])
    found = shared(sides[0], sides[1])
    return np.where(found.jaccard >= 0.1, found.contained, 0.0)


def _report_ids(count: int) -> list[str]:
    return [f"{number * 0x9E3779B97F4A7C15 % 2**64:016x}" for number in range(count)]


def measure_stories(count: int) -> int:
    """Prints time and memory of `stories`: a tenth are copies, a tenth comes from one of ten templates."""
    rng = np.random.default_rng(1)
    sketches = rng.integers(0, 2**32, (count, NUMBERS), np.uint32)
    sketches[:, PERMUTATIONS] = rng.integers(80, 900, count)
    days = np.sort(rng.integers(16_000, 19_000, count)).astype(np.int32)
    copies = rng.choice(np.arange(1, count), count // 10, replace=False)
    kept = rng.random((len(copies), PERMUTATIONS)) < 0.8
    sketches[copies, :PERMUTATIONS] = np.where(
        kept, sketches[copies - 1, :PERMUTATIONS], sketches[copies, :PERMUTATIONS]
    )
    made = rng.choice(count, count // 10, replace=False)
    models = rng.integers(0, 2**32, (10, PERMUTATIONS), np.uint32)[rng.integers(0, 10, len(made))]
    same = rng.random((len(made), PERMUTATIONS)) < 0.5
    sketches[made, :PERMUTATIONS] = np.where(same, models, sketches[made, :PERMUTATIONS])
    size = NUMBERS * 4
    offsets = pa.py_buffer((np.arange(count + 1) * size).astype(np.int32 if count * size < 2**31 else np.int64))
    kind = pa.binary() if count * size < 2**31 else pa.large_binary()
    column = pa.Array.from_buffers(kind, count, [None, offsets, pa.py_buffer(sketches)])
    table = pa.table(
        {"report_id": _report_ids(count), "published": pa.array(days).cast(pa.date32()), "signature": column}
    )
    result = _timed("stories", lambda: stories(table))
    roles = result.column("story_role").value_counts().to_pylist()
    print({entry["values"]: entry["counts"] for entry in roles})
    return 0


def measure_occurrences(count: int) -> int:
    """Prints time and memory of `occurrences`: ten years of reports with twelve events each, a third of them retold."""
    table = _events(count)
    found = _timed("occurrences", lambda: occurrences(table)[0])
    several = pc.sum(pc.greater(found.column("reports"), 1)).as_py()
    print(f"{count} events, {found.num_rows} occurrences, {several} of them in several reports")
    return 0


_RULES = (
    ("CONSULT", "event_nouns.talks"), ("CONSULT", "event_verbs.meet-person"), ("CONSULT", "event_verbs.travel-to"),
    ("ASSAULT", "event_nouns.attack"), ("ASSAULT", "event_verbs.kill"), ("REQUEST", "event_verbs.urge"),
    ("ACCUSE", "event_verbs.accuse"), ("REJECT", "event_verbs.reject"), ("SUPPORT", "event_verbs.praise"),
    ("RETREAT", "event_nouns.withdrawal"), ("AGREE", "event_verbs.reach-accord"), ("COERCE", "event_verbs.arrest"),
)  # fmt: skip
_PLACES = ("Geneva", "Athens", "Greece", "Aleppo", "Syria", "Cairo", "Paris", "Lima", "Quito", "Vienna")


def _events(count: int) -> pa.Table:
    """Events whose parties, as those of news, are a few often and many seldom."""
    rng = np.random.default_rng(1)
    reports = max(1, count // 12)
    report = np.sort(rng.integers(0, reports, count))
    published = np.sort(rng.integers(15_000, 18_650, reports))[report]
    n = np.arange(count) - np.r_[0, np.nonzero(np.diff(report))[0] + 1][np.cumsum(np.r_[0, np.diff(report) > 0])]
    one, other = (np.minimum(rng.zipf(1.4, count) - 1, 400) for _ in range(2))
    rule = rng.integers(0, len(_RULES), count)
    day = published - rng.integers(0, 4, count)
    stated, placed, mutual = rng.random(count) < 0.2, rng.random(count) < 0.1, rule < 2
    retold = np.nonzero(rng.random(count) < 0.33)[0]
    source = np.maximum(retold - rng.integers(12, 600, len(retold)), 0)
    for column in (one, other, rule, day, mutual):
        column[retold] = column[source]
    names = [f"P{number:03}" for number in range(401)]
    status = np.array(["actual", "planned", "possible", "negated"])[rng.choice(4, count, p=[0.8, 0.1, 0.06, 0.04])]
    dates = pa.array(day.astype(np.int32), mask=~stated).cast(pa.date32())
    ids = _report_ids(reports)
    return pa.table(
        {
            "report_id": pa.array(ids).take(pa.array(report)),
            "n": n,
            "published": pa.array(published.astype(np.int32)).cast(pa.date32()),
            "type": pa.array([name for name, _ in _RULES]).take(pa.array(rule)),
            "rule": pa.array([name for _, name in _RULES]).take(pa.array(rule)),
            "mode": pa.nulls(count, pa.string()),
            "cameo": pa.nulls(count, pa.string()),
            "actors": pa.array(
                ([names[a], names[b]] if m else [names[a]] for a, b, m in zip(one, other, mutual, strict=True)),
                pa.list_(pa.string()),
            ),
            "recipients": pa.array(
                ([] if m else [names[b]] for b, m in zip(other, mutual, strict=True)), pa.list_(pa.string())
            ),
            "status": pa.array(status),
            "date": dates.cast(pa.string()),
            "date_from": dates,
            "date_to": dates,
            "place": pa.array(_PLACES).take(pa.array(rng.integers(0, len(_PLACES), count), mask=~placed)),
            "issue": pa.nulls(count, pa.string()),
            "score": rng.uniform(-10, 10, count),
        }
    )


def _timed(name: str, run: Callable[[], pa.Table]) -> pa.Table:
    process = psutil.Process()
    before, start, busy = process.memory_info().rss, time.perf_counter(), time.process_time()
    result = run()
    taken, busy = time.perf_counter() - start, time.process_time() - busy
    memory = f"{before / 2**20:.0f} MiB before, {_peak() / 2**20:.0f} MiB at the peak"
    print(f"{name}: {taken:.1f} s ({busy:.1f} s of processor), {memory}")
    return result


def _peak() -> int:
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = cli.add_subparsers(dest="verb", required=True)
    verbs.add_parser("calibrate").add_argument("texts", type=Path)
    verbs.add_parser("stories").add_argument("--count", type=int, default=1_000_000)
    verbs.add_parser("occurrences").add_argument("--count", type=int, default=1_000_000)
    args = cli.parse_args()
    if args.verb == "calibrate":
        return calibrate(args.texts)
    return measure_stories(args.count) if args.verb == "stories" else measure_occurrences(args.count)


if __name__ == "__main__":
    raise SystemExit(main())
