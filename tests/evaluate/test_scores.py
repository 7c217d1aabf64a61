"""The counts and figures that benchmarks add up."""

import pytest

from dragoman.evaluate.score import Pair, Score, match, overlap


def test_figures_come_from_the_counts() -> None:
    score = Score(gold=8, read=4, hit=3, full=2)
    assert (score.precision, score.recall, score.f1, score.full_f1) == (0.75, 0.375, 0.5, 4 / 12)
    assert Score(1, 2, 1, 0).plus(Score(3, 1, 1, 1)) == Score(4, 3, 2, 1)


def test_nothing_to_read_and_nothing_read_is_right() -> None:
    assert Score().f1 == 1.0
    assert Score(read=2).f1 == 0.0
    assert (Score().precision, Score().recall) == (0.0, 0.0)


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [
        ((0, 10), (0, 10), 1.0),
        ((0, 10), (5, 10), 0.5),
        ((0, 10), (10, 20), 0.0),
        ((3, 3), (3, 3), 0.0),
        ((0, 4), (2, 6), 1 / 3),
    ],
)
def test_overlap_is_intersection_over_union(a: tuple[int, int], b: tuple[int, int], share: float) -> None:
    assert overlap(a, b) == share
    assert overlap(b, a) == share


def test_the_best_pairs_are_matched_first_and_each_record_once() -> None:
    table = {(0, 0): (0.6, False), (0, 1): (0.9, False), (1, 1): (0.9, True), (1, 0): (0.0, False)}
    pairs = match([{"n": 0}, {"n": 1}], [{"n": 0}, {"n": 1}], lambda g, r: table[g["n"], r["n"]])
    assert pairs == [Pair(1, 1, True), Pair(0, 0, False)]
