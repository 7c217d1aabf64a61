"""Trains the learned event coder and writes its weights, calibration and figures. `make train` runs it.

For each of three folds of PLV's training table, and for all of it: a large network is fitted, its answers and the rule
coder's votes are pooled into soft labels, and the small network that ships is fitted to labels and soft labels. The
folds give the figures and the calibration; nothing in a fold has seen the fold's test rows. Every run is kept in
--runs: what is done is not done again, and a run that was stopped goes on.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch
from coder import calibrate, unlabelled
from coder.card import write_figures
from coder.data import NONE, TYPES, Row, digest, folds, load_plv, load_sentences, turned
from coder.export import export, logits
from coder.fit import Plan, fit, predict
from coder.model import Coder, Pieces, student_folder, teacher_folder
from coder.rules import RuleVote, votes

from dragoman.learned.coder import WEIGHTS
from dragoman.learned.marking import Marked

HERE = Path(__file__).resolve().parent
OUT = HERE.parent / "src" / "dragoman" / "learned" / WEIGHTS
TEACHER = Plan(frozen=8, epochs=3, body_rate=5e-5)
STUDENT = Plan(frozen=2, epochs=4, body_rate=1.5e-4, soft=0.5)
# How much a rule's vote counts in the soft labels; the weights of what ships are fitted on the folds afterwards.
SOFT_SCALE = 0.4
# Of the weights that ship; raise it when they change.
VERSION = "1"
# From which probability on the coder's answer changes what is read of a report: see learned/coder.py, Calibration.
LIMITS = {"alone": 0.9, "retype": 0.9, "drop": 0.75}
PARITY = "parity of int8 with float"


class Material:
    """All rows: PLV's, our own sentences and unlabelled ones, with the rule coder's votes."""

    def __init__(self, plv: Path, texts: Sequence[Path], runs: Path, unlabelled_rows: int) -> None:
        self.plv = load_plv(plv)
        self.own = [row for path in sorted((HERE / "sentences").glob("*.tsv")) for row in load_sentences(path)]
        self.own += turned(self.own)
        self.unlabelled = unlabelled.load(runs, texts, unlabelled_rows) if texts else []
        kept = runs / "votes.json"
        self.votes: dict[str, RuleVote] = {}
        for rows in (self.plv, self.own, self.unlabelled):
            self.votes.update(zip((row.text for row in rows), votes(rows, kept), strict=True))
        names = set((HERE / "unseen_by_rules.txt").read_text(encoding="utf-8").split())
        self.unseen = [row for row in self.own if row.id in names]
        self.worth = calibrate.reliability_of_rules(self.unseen, self.votes_of(self.unseen))
        no_act = [row for row in self.own if NONE in row.types]
        self.silent = [row for row in no_act if int(row.group, 16) % 3 == 0]

    def votes_of(self, rows: Sequence[Row]) -> list[RuleVote]:
        """The rule coder's vote on each row."""
        return [self.votes[row.text] for row in rows]


def main() -> None:
    """Runs every stage that is not done yet."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--plv", type=Path, default=HERE.parent / ".." / "shared" / "bench" / "plv" / "PLV_train.tsv")
    parser.add_argument("--texts", type=Path, nargs="*", default=[], help="news texts for unlabelled pairs")
    parser.add_argument("--unlabelled", type=int, default=1500, help="how many of them")
    parser.add_argument("--runs", type=Path, default=HERE / "runs", help="where fitted networks are kept")
    parser.add_argument("--threads", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--no-teacher", action="store_true", help="fit the small network to labels alone")
    parser.add_argument(
        "--measure", action="store_true", help="only vote, calibrate and measure anew, with the folds' fitted networks"
    )
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    options.runs.mkdir(parents=True, exist_ok=True)
    material = Material(options.plv, options.texts, options.runs, options.unlabelled)
    print(f"{len(material.plv)} rows of PLV, {len(material.own)} of our own, {len(material.unlabelled)} unlabelled")
    print("rules' votes on our own rows, right by what they name:", material.worth, flush=True)

    count = len(material.plv)
    small, large = np.zeros((count, len(TYPES)), np.float32), np.zeros((count, len(TYPES)), np.float32)
    parity: list[float] = []
    for number, held in enumerate(folds(material.plv)):
        test = [material.plv[i] for i in held]
        inside = set(held.tolist())
        train = [row for i, row in enumerate(material.plv) if i not in inside] + material.own
        if options.measure:
            small[held], large[held] = _kept(f"fold{number}", test, options)
        else:
            small[held], large[held], same = _fold(f"fold{number}", train, test, material, options)
            parity.append(same)
        figures = calibrate.figures(test, calibrate.best(calibrate.to_roots(calibrate.probabilities(small[held]))))
        print(f"fold {number}: small network alone {figures}", flush=True)
    report = _measure(material, small, large, _unseen(material, options))
    old = json.loads((OUT / "figures.json").read_text(encoding="utf-8")) if options.measure else {}
    report[PARITY] = old.get(PARITY) if options.measure else round(float(np.mean(parity)), 4)
    if not options.measure:
        _ship(material, options)
    _write(report)


def _kept(name: str, test: Sequence[Row], options: argparse.Namespace) -> tuple[np.ndarray, np.ndarray]:
    """Logits on `test` of a fold's networks, fitted before."""
    marked = Pieces(student_folder())([row.text for row in test])
    small = logits(options.runs / f"{name}.onnx" / "coder.int8.onnx", marked)
    answers = sorted(options.runs.glob(f"{name}-answers-*.npz"), key=lambda path: path.stat().st_mtime)
    return small, np.load(answers[-1])["logits"][-len(test) :] if answers else np.zeros_like(small)


def _fold(
    name: str, train: Sequence[Row], test: Sequence[Row], material: Material, options: argparse.Namespace
) -> tuple[np.ndarray, np.ndarray, float]:
    """Logits on `test` of what ships and of the large network, and how often int8 answers as float does."""
    kept = options.runs / f"{name}.onnx"
    (model, pieces), teacher = _fit(name, train, material, options, test)
    plain = predict(model, pieces, [row.text for row in test])
    marked: list[Marked] = pieces([row.text for row in test])
    found = logits(export(model, kept), marked)
    same = float((plain[:, :-1].argmax(1) == found[:, :-1].argmax(1)).mean())
    return found, teacher, same


def _fit(
    name: str, train: Sequence[Row], material: Material, options: argparse.Namespace, test: Sequence[Row] = ()
) -> tuple[tuple[Coder, Pieces], np.ndarray]:
    """The small network with its word pieces, and the large one's logits on `test` (zeros without a teacher)."""
    if options.no_teacher:
        student = fit(student_folder(), train, replace(STUDENT, soft=0.0), options.runs, f"{name}-student")
        return student, np.zeros((len(test), len(TYPES)), np.float32)
    rows = [*train, *material.unlabelled]
    asked = [row.text for row in (*rows, *test)]
    teacher, pieces = fit(teacher_folder(options.runs), train, TEACHER, options.runs, f"{name}-teacher")
    kept = options.runs / f"{name}-answers-{digest(asked)}.npz"
    if not kept.exists():
        np.savez(kept, logits=predict(teacher, pieces, asked, half=True))
    given = np.load(kept)["logits"]
    soft = _soften(given[: len(rows)], material.votes_of(rows), material.worth)
    return fit(student_folder(), rows, STUDENT, options.runs, f"{name}-student", soft), given[len(rows) :]


def _soften(given: np.ndarray, votes_: Sequence[RuleVote], worth: dict[str, tuple[int, float]]) -> np.ndarray:
    """The large network's probabilities after the rules' votes, (rows, types)."""
    trust = calibrate.trust_from(worth, SOFT_SCALE)
    weights = np.log(np.maximum(calibrate.probabilities(given), 1e-5))
    for i, vote in enumerate(votes_):
        if vote.type is not None:
            weights[i, TYPES.index(vote.type)] += trust[vote.named]
    odds = np.exp(weights - weights.max(1, keepdims=True))
    return np.asarray((odds / odds.sum(1, keepdims=True)).astype(np.float32))


def _unseen(material: Material, options: argparse.Namespace) -> tuple[np.ndarray, np.ndarray]:
    """Logits on our own sentences that the rules' authors did not look at, and on a third of those without an act, of a
    small network fitted without them.

    On PLV's table the rules look better than they are, since they were checked against it; on these rows neither coder
    has an advantage, so the pool of the two is fitted on them, and the limit from which on an act is proposed.
    """
    names = {row.group for row in (*material.unseen, *material.silent)}
    train = [*material.plv, *(row for row in material.own if row.group not in names)]
    model, pieces = fit(student_folder(), train, replace(STUDENT, soft=0.0), options.runs, "unseen-student")
    path = export(model, options.runs / "unseen.onnx")
    acts, none = ([row.text for row in rows] for rows in (material.unseen, material.silent))
    return logits(path, pieces(acts)), logits(path, pieces(none))


def _measure(
    material: Material, small: np.ndarray, large: np.ndarray, held: tuple[np.ndarray, np.ndarray]
) -> dict[str, object]:
    """Figures of the cross-validation, for the model card."""
    unseen, silent = held
    rows, ruled = material.plv, material.votes_of(material.plv)
    temperature, scale = calibrate.fit_pool(material.unseen, unseen, material.votes_of(material.unseen), material.worth)
    trust = calibrate.trust_from(material.worth, scale)
    cool = calibrate.fit_temperature(material.unseen, unseen)
    both = calibrate.pooled(small, ruled, temperature, trust)
    alone = calibrate.to_roots(calibrate.probabilities(small))
    report: dict[str, object] = {
        "rows": {
            "plv": len(rows),
            "own": len(material.own),
            "unlabelled": len(material.unlabelled),
            "unseen": len(material.unseen),
        },
        "rules": calibrate.figures(rows, calibrate.rules_alone(ruled)),
        "learned": calibrate.figures(rows, calibrate.best(alone)),
        "teacher": calibrate.figures(rows, calibrate.best(calibrate.to_roots(calibrate.probabilities(large)))),
        "teacher and rules": calibrate.figures(
            rows, calibrate.best(calibrate.pooled(large, ruled, temperature, trust))
        ),
        "both": calibrate.figures(rows, calibrate.best(both)),
        "unseen": _unseen_figures(material, unseen, temperature, trust),
        "by type": calibrate.by_type(rows, calibrate.best(both)),
        "pool temperature": temperature,
        "pool scale": scale,
        "temperature": cool,
        "trust": trust,
        "worth of rules": material.worth,
        "reliability": calibrate.reliability(rows, both),
        "propose": calibrate.propose_from(material.unseen, unseen, silent, cool),
    }
    return report


def _unseen_figures(
    material: Material, found: np.ndarray, temperature: float, trust: dict[str, float]
) -> dict[str, dict[str, float]]:
    rows, ruled = material.unseen, material.votes_of(material.unseen)
    return {
        "rules": calibrate.figures(rows, calibrate.rules_alone(ruled)),
        "learned": calibrate.figures(rows, calibrate.best(calibrate.to_roots(calibrate.probabilities(found)))),
        "both": calibrate.figures(rows, calibrate.best(calibrate.pooled(found, ruled, temperature, trust))),
    }


def _ship(material: Material, options: argparse.Namespace) -> None:
    """Fits the network to all rows and puts it into the package."""
    (model, _), _ = _fit("all", [*material.plv, *material.own], material, options)
    OUT.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(export(model, options.runs / "all.onnx"), OUT / "coder.int8.onnx")
    shutil.copyfile(student_folder() / "tokenizer.json", OUT / "tokenizer.json")


def _write(report: dict[str, object]) -> None:
    """Writes calibration, figures and the model card."""
    calibration = {
        "version": VERSION,
        "types": list(TYPES),
        "temperature": report["temperature"],
        "weight": round(report["temperature"] / report["pool temperature"], 3),  # type: ignore[operator]
        "trust": report["trust"],
        "propose": max(row["from"] for row in report["propose"] if row["chosen"]),  # type: ignore[attr-defined]
        **LIMITS,
    }
    (OUT / "calibration.json").write_text(json.dumps(calibration, indent=2) + "\n", encoding="utf-8")
    (OUT / "figures.json").write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")
    write_figures(OUT.parent / "MODEL_CARD.md", report)
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
