"""Puts the votes of the rules and of the prototypes on one act together.

Both votes enter as log-odds; their weights, and from which probability on a type is given, come from the file itself:
every example and every sentence that is none, voted on as if it were not in the file (leave-one-out).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from dragoman.steps.ontology.cues import Vote
from dragoman.steps.ontology.prototypes import Vectors, logistic

SURE_RULES, SURE_LEARNED = 0.85, 0.6
"""From here on one coder is sure: the rules whatever the prototypes say, these where the rules say next to nothing."""
_FAINT = 0.3
"""A vote of the rules below this says next to nothing."""
_SILENT = 0.05
"""What it is worth for a type that a coder says nothing of it."""
_LOWEST, _HIGHEST = 0.5, 0.7
"""The threshold is sought between these: with a handful of examples leave-one-out alone would swing too far."""

Row = tuple[str, list[Vote], list[Vote]]
"""A sentence of the file: its type ("" for none), and what rules and prototypes say of it without having seen it."""


class Decision(NamedTuple):
    """A type with its probability and the votes behind it: the rules' and, where they were asked, the prototypes'."""

    type: str
    confidence: float
    rules: Vote | None
    learned: Vote | None


class Pool:
    """Votes in, a decision out. `weights` are those of the constant, the rules and the prototypes."""

    def __init__(self, weights: Vectors, threshold: float, both: bool) -> None:
        self.weights, self.threshold, self._both = weights, threshold, both

    def decide(self, rules: Sequence[Vote], learned: Sequence[Vote]) -> Decision | None:
        """The type that both coders agree on, or of which one is sure; None where there is none."""
        said, liked = {v.type: v for v in rules}, {v.type: v for v in learned}
        kinds = sorted({*said, *liked})
        if not kinds:
            return None
        chance = {kind: self._chance(said.get(kind), liked.get(kind)) for kind in kinds}
        kind = max(kinds, key=lambda k: (chance[k], k))
        rule, like = said.get(kind), liked.get(kind)
        first_rule = rule is not None and rule == rules[0]
        first_like = like is not None and like == learned[0]
        rule_sure = first_rule and rules[0].sure >= SURE_RULES
        like_sure = first_like and learned[0].sure >= SURE_LEARNED and not (rules and rules[0].sure >= _FAINT)
        agree = first_rule and (first_like or not self._both)
        if not (rule_sure or (chance[kind] >= self.threshold and (agree or like_sure))):
            return None
        return Decision(kind, round(max(chance[kind], self.threshold), 2), rule, like)

    def _chance(self, rule: Vote | None, like: Vote | None) -> float:
        return float(_curve(np.array(_row(rule, like)) @ self.weights))


def fit(rows: Sequence[Row], types: Sequence[str], both: bool) -> Pool:
    """The pool for these sentences. `both` says whether the prototypes have voted on them."""
    x, y = [], []
    for kind, rules, learned in rows:
        said, liked = {v.type: v for v in rules}, {v.type: v for v in learned}
        for each in types:
            x.append(_row(said.get(each), liked.get(each)))
            y.append(float(each == kind))
    weights = logistic(np.array(x), np.array(y))
    weights[1:] = np.maximum(weights[1:], 0.0)
    chances = _curve(np.array(x) @ weights)
    return Pool(weights, _threshold(chances, np.array(y)), both)


def _threshold(chances: Vectors, y: Vectors) -> float:
    """Where F1 is best; of equal ones the highest."""
    best, at = -1.0, _HIGHEST
    for step in np.arange(_HIGHEST, _LOWEST - 0.001, -0.05):
        given = chances >= step
        f1 = 2 * float((given * y).sum()) / max(float(given.sum() + y.sum()), 1.0)
        if f1 > best:
            best, at = f1, float(step)
    return round(at, 2)


def _row(rule: Vote | None, like: Vote | None) -> tuple[float, float, float]:
    return 1.0, _odds(rule), _odds(like)


def _odds(vote: Vote | None) -> float:
    p = min(max(vote.sure if vote else 0.0, _SILENT), 1 - _SILENT)
    return float(np.log(p / (1.0 - p)))


def _curve(x: Vectors) -> Vectors:
    return 1.0 / (1.0 + np.exp(-x))  # type: ignore[no-any-return]
