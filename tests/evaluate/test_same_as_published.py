"""The figures here equal those of the published scorers, run side by side on the same made-up readings.

The readings are made from gold by a seeded hand that shifts, drops, doubles and miscodes: what matters is that both
scorers meet every kind of near miss.
"""

import csv
import json
import random
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.evaluate import gold, plv, polnear, timeml
from dragoman.evaluate.corpus import load_gold, stored

SHARED = Path(__file__).resolve().parents[2] / ".." / "shared"
GOLD, BENCH = SHARED / "gold", SHARED / "bench"

needs_shared = pytest.mark.skipif(
    not (GOLD / "score.py").is_file(), reason="the shared benchmarks are not beside the project"
)


def run(scorer: Path, *arguments: Path | str) -> str:
    command = [sys.executable, str(scorer), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def table(printed: str) -> dict[str, list[str]]:
    """The figures of lines such as "content      precision 0.5 recall 0.4 F1 0.44", by the words before them."""
    lines = (re.match(r"(\D+?)\s+(?:precision|macro-F1)", line) for line in printed.splitlines())
    return {m[1]: re.findall(r"\d\.\d+", m.string) for m in lines if m}


class Hand:
    """Spoils records."""

    def __init__(self, seed: int, length: int) -> None:
        self.random = random.Random(seed)
        self.length = length

    def some(self, records: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
        for record in records:
            for _ in range(self.random.choice([0, 1, 1, 1, 2])):
                yield self.spoil(dict(record))
        self.random.shuffle(records)

    def span(self, start: int, length: int) -> dict[str, int]:
        shift, grow = self.random.choice([(0, 0), (0, 0), (3, 0), (0, 9), (-4, -2), (40, 0)])
        start = min(max(0, start + shift), self.length - 1)
        return {"start": start, "end": min(self.length, max(start + 1, start + length + grow))}

    def spoil(self, record: dict[str, Any]) -> dict[str, Any]:
        if "span" in record:
            record |= self.span(record["start"], len(record["span"]))
        if "claims" in record:
            record["claims"] = [self.spoil(dict(claim)) for claim in record["claims"]]
        for part in ("antecedent", "consequent"):
            if part in record:
                actor = self.random.choice([record[f"{part}_actor"], "USA", None])
                record[part] = self.span(record["start"], len(record["span"]) // 2) | {"actor": actor}
        for key in ("actors", "recipients", "parties"):
            if key in record:
                record[key] = [code for code in [*record[key], "USA"] if self.random.random() < 0.8]
        for key, other in (
            ("status", "planned"),
            ("value", "2001"),
            ("date", "2004-05"),
            ("toward", None),
            ("holder_code", ""),
        ):
            if key in record and self.random.random() < 0.3:
                record[key] = other
        if "speaker" in record:
            words = record["speaker"].split()
            record["speaker_name"] = self.random.choice([record["speaker"], words[-1], "Somebody Else"])
            record["speaker_code"] = self.random.choice([record["speaker_code"], None])
        return record


def spoilt_gold(folder: Path, out: Path, seed: int) -> Path:
    out.mkdir()
    for path in sorted(folder.glob("*.gold.json")):
        name = path.name.removesuffix(".gold.json")
        hand = Hand(seed, len((folder / f"{name}.txt").read_text()))
        wanted = json.loads(path.read_text())
        reading: dict[str, Any] = {key: [*hand.some(wanted.get(key, []))] for key in gold.RECORDS}
        whole = wanted.get("negotiation", {})
        reading["negotiation"] = {key: [*hand.some(whole.get(key, []))] for key in gold.NEGOTIATION}
        (out / f"{name}.json").write_text(json.dumps(reading))
    return out


@needs_shared
@pytest.mark.parametrize("seed", range(4))
def test_gold_figures_are_the_same(tmp_path: Path, seed: int) -> None:
    out = spoilt_gold(GOLD / "dev", tmp_path / "out", seed)
    theirs = json.loads(run(GOLD / "score.py", GOLD / "dev", out, "--json"))
    pairs = stored(out, load_gold(GOLD / "dev"))
    scores = gold.score(part for item, reading in pairs for part in gold.compare(item, reading))
    assert gold.figures(scores) == theirs
    assert 0.1 < gold.mean_f1(scores) < 0.95


@needs_shared
def test_timeml_figures_are_the_same(tmp_path: Path) -> None:
    out = spoilt_gold(BENCH / "timeml", tmp_path / "out", 1)
    theirs = table(run(BENCH / "timeml" / "score.py", BENCH / "timeml", out))
    scores = timeml.score(stored(out, load_gold(BENCH / "timeml")))
    assert {name: [f"{x:.3f}" for x in (s.precision, s.recall, s.f1)] for name, s in scores.items()} == theirs
    assert len(theirs) == 3


@needs_shared
def test_polnear_figures_are_the_same(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    items = polnear.load_polnear(BENCH / "polnear" / "dev")
    for number, item in enumerate(items):
        hand = Hand(number, len(item.report.text))
        statements = []
        for content, source in item.gold:
            found = hand.span(min(content), max(content) + 1 - min(content))
            named = hand.span(min(source), 8) if source and hand.random.random() < 0.8 else None
            statements += [found | {"source": named}] * hand.random.choice([0, 1, 1, 2])
        (out / f"{item.name}.json").write_text(json.dumps({"statements": statements}))
    theirs = table(run(BENCH / "polnear" / "score.py", BENCH / "polnear" / "dev", out))
    scores = polnear.score(stored(out, items))
    assert {name: [f"{x:.3f}" for x in (s.precision, s.recall, s.f1)] for name, s in scores.items()} == theirs
    assert len(theirs) == 3


@needs_shared
def test_plv_figures_are_the_same(tmp_path: Path) -> None:
    pytest.importorskip("sklearn", reason="the published PLV scorer needs scikit-learn")
    pytest.importorskip("pandas", reason="the published PLV scorer needs pandas")
    source = BENCH / "plv" / "PLV_train.tsv"
    pairs = plv.load_plv(source)
    chance = random.Random(3)
    kinds = sorted(set(plv.QUAD) - {"PROTEST"})
    types = [pair.root if chance.random() < 0.5 else chance.choice(kinds) for pair in pairs]
    with (tmp_path / "types.tsv").open("w", newline="") as file:
        csv.writer(file, delimiter="\t").writerows([["type"], *([kind] for kind in types)])
    theirs = table(run(BENCH / "plv" / "score.py", source, tmp_path / "types.tsv"))
    assert {name: [f"{x:.4f}" for x in rates] for name, rates in plv.score(pairs, types).items()} == theirs
    assert len(theirs) == 2
