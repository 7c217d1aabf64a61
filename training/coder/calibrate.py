"""Temperature, trust in the rules and reliability, from answers on rows that the network was not fitted to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from coder.data import NONE, ROOT_OF, ROOTS, TYPES, Row
from coder.rules import RuleVote
from dragoman.evaluate.plv import QUAD, macro_f1

NAMED = ("both", "source", "target", "none")
_RULES_ALONE = "CONSULT"


def probabilities(logits: np.ndarray, temperature: float = 1.0) -> np.ndarray:
    """Softmax, (rows, types)."""
    scaled = np.exp((logits - logits.max(1, keepdims=True)) / temperature)
    return np.asarray(scaled / scaled.sum(1, keepdims=True))


def reliability_of_rules(rows: Sequence[Row], votes: Sequence[RuleVote]) -> dict[str, tuple[int, float]]:
    """For each kind of vote, how many there are and the share that is right."""
    out = {}
    for named in NAMED:
        right = [v.type in r.types for r, v in zip(rows, votes, strict=True) if v.named == named and v.type]
        out[named] = (len(right), float(np.mean(right)) if right else 0.0)
    return out


def trust_from(worth: dict[str, tuple[int, float]], scale: float) -> dict[str, float]:
    """Weights of the rules' votes: `scale` times the log odds of a vote being right against one other type."""
    others = len(ROOTS) - 1
    out = {}
    for named, (count, share) in worth.items():
        share = min(max((share * count + 1) / (count + 2), 0.02), 0.98)  # with one right and one wrong vote more
        out[named] = round(max(0.0, scale * float(np.log(share * others / (1 - share)))), 3)
    return out


def pooled(logits: np.ndarray, votes: Sequence[RuleVote], temperature: float, trust: dict[str, float]) -> np.ndarray:
    """Probabilities of PLV's fifteen types after the rules' votes, (rows, 15)."""
    weights = np.log(np.maximum(probabilities(logits, temperature)[:, : len(ROOT_OF)], 1e-6))
    for i, vote in enumerate(votes):
        if vote.type is not None:
            weights[i, TYPES.index(vote.type)] += trust[vote.named]
    odds = np.exp(weights - weights.max(1, keepdims=True))
    return to_roots(odds / odds.sum(1, keepdims=True))


def to_roots(found: np.ndarray) -> np.ndarray:
    """Probabilities of the sixteen types (and NONE, left out) as those of PLV's fifteen."""
    out = np.zeros((len(found), len(ROOTS)))
    for kind, root in enumerate(ROOT_OF):
        out[:, root] += found[:, kind]
    return out / out.sum(1, keepdims=True)


def fit_pool(
    rows: Sequence[Row], logits: np.ndarray, votes: Sequence[RuleVote], worth: dict[str, tuple[int, float]]
) -> tuple[float, float]:
    """Temperature and scale of trust with the least log loss (two numbers, by grid)."""
    gold = np.array([ROOTS.index(row.root) for row in rows])

    def loss(temperature: float, scale: float) -> float:
        found = pooled(logits, votes, temperature, trust_from(worth, scale))
        return float(-np.log(np.maximum(found[np.arange(len(gold)), gold], 1e-6)).mean())

    grid = [(t, s) for t in np.arange(0.3, 1.61, 0.1) for s in np.arange(0.0, 1.21, 0.1)]
    temperature, scale = min(grid, key=lambda pair: loss(*pair))
    return round(float(temperature), 2), round(float(scale), 2)


def fit_temperature(rows: Sequence[Row], logits: np.ndarray) -> float:
    """The temperature with the least log loss of the network alone."""
    gold = np.array([ROOTS.index(row.root) for row in rows])

    def loss(temperature: float) -> float:
        found = to_roots(probabilities(logits, temperature))
        return float(-np.log(np.maximum(found[np.arange(len(gold)), gold], 1e-6)).mean())

    return round(float(min(np.arange(0.3, 2.01, 0.05), key=loss)), 2)


def figures(rows: Sequence[Row], found: Sequence[str]) -> dict[str, float]:
    """Macro-F1 and accuracy over the fifteen types and the four quads."""
    gold = [row.root for row in rows]
    quads, read = [QUAD[kind] for kind in gold], [QUAD[kind] for kind in found]
    return {
        "root": round(macro_f1(gold, found, ROOTS), 4),
        "accuracy": round(float(np.mean([g == f for g, f in zip(gold, found, strict=True)])), 4),
        "quad": round(macro_f1(quads, read, (1, 2, 3, 4)), 4),
    }


def by_type(rows: Sequence[Row], found: Sequence[str]) -> dict[str, float]:
    """F1 of each of the fifteen types."""
    gold = [row.root for row in rows]
    return {root: round(macro_f1(gold, found, [root]), 3) for root in ROOTS}


def best(found: np.ndarray) -> list[str]:
    """The likeliest of PLV's types for each row."""
    return [ROOTS[i] for i in found.argmax(1)]


def rules_alone(votes: Sequence[RuleVote]) -> list[str]:
    """The rules' types as PLV names them; CONSULT, the neutral one, where they read no act."""
    return [ROOTS[ROOT_OF[TYPES.index(vote.type or _RULES_ALONE)]] for vote in votes]


def reliability(rows: Sequence[Row], found: np.ndarray) -> list[dict[str, float]]:
    """Ten bins of the likeliest type's probability: how many rows, the mean probability, the share that is right."""
    gold = np.array([ROOTS.index(row.root) for row in rows])
    top, right = found.max(1), found.argmax(1) == gold
    table = []
    for low in np.arange(0.0, 1.0, 0.1):
        inside = (top >= low) & (top < low + 0.1 + (1e-9 if low > 0.85 else 0.0))
        if inside.any():
            table.append(
                {
                    "from": round(float(low), 1),
                    "rows": int(inside.sum()),
                    "probability": round(float(top[inside].mean()), 3),
                    "right": round(float(right[inside].mean()), 3),
                }
            )
    return table


PROPOSED_RIGHT = 0.85
"""Of the acts that the learned coder alone proposes, so many are to be right."""


def propose_from(
    rows: Sequence[Row], acts: np.ndarray, silent: np.ndarray, temperature: float
) -> list[dict[str, float]]:
    """For limits in steps of 0.05, what the network alone would propose among as many sentences with an act as without.

    "right" is the share of what is proposed that has its type, "found" the share of the acts that is proposed. Chosen
    is the least limit from which on at least `PROPOSED_RIGHT` is right, but no less than one half.
    """
    gold = np.array([ROOTS.index(row.root) for row in rows])
    told, untold = probabilities(acts, temperature), probabilities(silent, temperature)
    none = TYPES.index(NONE)
    share = len(told) / max(len(untold), 1)
    table: list[dict[str, float]] = []
    for limit in np.arange(0.5, 0.96, 0.05):
        asked = (told.argmax(1) != none) & (told.max(1) >= limit)
        right = asked & (ROOT_OF[np.minimum(told.argmax(1), none - 1)] == gold)
        alarms = ((untold.argmax(1) != none) & (untold.max(1) >= limit)).sum() * share
        table.append(
            {
                "from": round(float(limit), 2),
                "right": round(float(right.sum() / max(asked.sum() + alarms, 1)), 3),
                "found": round(float(right.mean()), 3),
                "chosen": False,
            }
        )
    enough = [row for row in table if row["right"] >= PROPOSED_RIGHT] or table[-1:]
    enough[0]["chosen"] = True
    return table
