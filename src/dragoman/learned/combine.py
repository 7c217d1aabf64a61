"""The two coders' votes on one pair, put together.

The learned coder gives a probability a type, the rule coder one type and which parties the act that it read names. The
rules' vote multiplies the odds of its type by exp(trust), where `trust` grows with what such votes were worth on
sentences that the rules were not written from (a log-linear pool with one weight a kind of vote).
"""

from __future__ import annotations

import numpy as np

from dragoman.learned.coder import NONE, Answer, Calibration


def pool(answer: Answer, vote: str | None, named: str, calibration: Calibration, none: bool = False) -> Answer:
    """The probabilities after the rule coder's `vote` (None: it found no act; `named` as `PairVote.named` has it).

    With `none` the answer may be that there is no act; without, some type is always the likeliest.
    """
    weights = calibration.weight * np.log(np.maximum(np.array(answer.probabilities), 1e-6))
    if not none and NONE in answer.types:
        weights[answer.types.index(NONE)] = -np.inf
    if vote is not None:
        weights[answer.types.index(vote)] += calibration.trust[named]
    odds = np.exp(weights - weights.max())
    return Answer(answer.types, tuple(round(float(p), 4) for p in odds / odds.sum()))
