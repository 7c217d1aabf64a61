"""The prototype part: a type is where the learned coder's vectors of its examples lie.

Each type is the mean of its examples' vectors; the counter-examples and a background of plain diplomatic news are what
is none. What a likeness is worth is found by leave-one-out on the file's own sentences: every example against the means
made without it, every sentence that is none against all means. A logistic curve through these gives the probability.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from dragoman.steps.ontology.cues import Vote

_NEAREST = 3
_RIDGE = 0.3
_ROUNDS = 25

Vectors = np.ndarray


class Prototypes:
    """Types by the vectors of their examples: `examples` by type, `against` what is no type. All of length one."""

    def __init__(self, examples: dict[str, list[Vectors]], against: Sequence[Vectors]) -> None:
        self._types = tuple(examples)
        self._own = [np.stack(examples[kind]) for kind in self._types]
        self._middle = np.concatenate([*self._own, np.stack(against)]).mean(axis=0)
        self._own = [_unit(vectors - self._middle) for vectors in self._own]
        self._none = _unit(np.stack(against) - self._middle)
        self._curve = self._fit()

    def without(self, kind: str, number: int) -> list[Vote]:
        """The votes on example `number` of a type, or (`kind` "") on a sentence that is none, made without it."""
        k = self._types.index(kind) if kind else len(self._own)
        vector = self._own[k][number] if kind else self._none[number]
        return self._voted(self._likeness(vector, (k, number)), vector)

    def votes(self, vector: Vectors) -> list[Vote]:
        """Every type with its probability, the surest first; `why` is the number of the example that is nearest."""
        at = _unit(vector - self._middle)
        return self._voted(self._likeness(at), at)

    def _voted(self, like: Vectors, at: Vectors) -> list[Vote]:
        found = []
        for k, kind in enumerate(self._types):
            sure = 1.0 / (1.0 + float(np.exp(-self._features(like, k) @ self._curve)))
            nearest = int(np.argmax(self._own[k] @ at)) + 1
            found.append(Vote(kind, round(sure, 3), f"example {nearest}"))
        return sorted(found, key=lambda v: (-v.sure, v.type))

    def _likeness(self, at: Vectors, without: tuple[int, int] = (-1, -1)) -> Vectors:
        """The cosine with each type's mean, and with the nearest sentences that are none. `without` leaves one out."""
        like = []
        for k, vectors in enumerate(self._own):
            kept = np.delete(vectors, without[1], axis=0) if k == without[0] else vectors
            like.append(float(_unit(kept.mean(axis=0)) @ at))
        none = self._none if without[0] != len(self._own) else np.delete(self._none, without[1], axis=0)
        nearest = np.sort(none @ at)[-_NEAREST:]
        return np.array([*like, float(nearest.mean()) if len(nearest) else 0.0])

    def _features(self, like: Vectors, k: int) -> Vectors:
        """What the probability of type `k` rests on: its likeness, and how far it is ahead of the next best."""
        others = np.delete(like[:-1], k)
        ahead = like[k] - (float(others.max()) if len(others) else 0.0)
        return np.array([1.0, like[k], ahead, like[k] - like[-1]])

    def _fit(self) -> Vectors:
        """The curve's four weights, by ridge-penalised logistic regression (Newton's method)."""
        rows, right = [], []
        for k, vectors in enumerate(self._own):
            for n, vector in enumerate(vectors):
                like = self._likeness(vector, (k, n))
                for j in range(len(self._own)):
                    rows.append(self._features(like, j))
                    right.append(float(j == k))
        for n, vector in enumerate(self._none):
            like = self._likeness(vector, (len(self._own), n))
            for j in range(len(self._own)):
                rows.append(self._features(like, j))
                right.append(0.0)
        return logistic(np.stack(rows), np.array(right))


def logistic(x: Vectors, y: Vectors) -> Vectors:
    """Weights of a logistic regression of `y` on the columns of `x`, the first of which is the constant 1."""
    weights = np.zeros(x.shape[1])
    penalty = np.diag([0.0, *[_RIDGE] * (x.shape[1] - 1)])
    for _ in range(_ROUNDS):
        p = 1.0 / (1.0 + np.exp(-np.clip(x @ weights, -30, 30)))
        slope = x.T @ (p - y) + penalty @ weights
        bend = (x * (p * (1 - p))[:, None]).T @ x + penalty + 1e-6 * np.eye(x.shape[1])
        weights = weights - np.linalg.solve(bend, slope)
    return weights


def _unit(vectors: Vectors) -> Vectors:
    length = np.maximum(np.linalg.norm(vectors, axis=-1, keepdims=True), 1e-9)
    return vectors / length  # type: ignore[no-any-return]
