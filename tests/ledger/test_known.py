"""Ids as numbers: what is there, what was met before, at the edges of the range and past the buffer."""

import numpy as np

from dragoman.ledger.known import Known, holds, merged


def numbers(*values: int) -> np.ndarray:
    return np.array(sorted(values), np.uint64)


def test_holds_at_both_ends_of_the_range() -> None:
    known = numbers(0, 5, 2**63, 2**64 - 1)
    assert [holds(known, v) for v in (0, 1, 5, 2**63, 2**64 - 1, 2**64 - 2)] == [True, False, True, True, True, False]
    assert not holds(numbers(), 7)


def test_merged_keeps_each_once() -> None:
    assert merged(numbers(1, 2), np.array([9, 2, 2], np.uint64)).tolist() == [1, 2, 9]


def test_a_report_is_new_once() -> None:
    known = Known(numbers(0xA))
    assert [known.claim("000000000000000a"), known.claim("000000000000000b")] == ["there", "new"]
    assert known.claim("000000000000000b") == "twice"
    known.update(numbers(0xA, 0xB))
    assert known.claim("000000000000000b") == "twice"


def test_more_reports_than_the_buffer_holds() -> None:
    known = Known()
    ids = [f"{i * 2654435761 % 2**64:016x}" for i in range(10_000)]
    assert {known.claim(i) for i in ids} == {"new"}
    assert {known.claim(i) for i in ids} == {"twice"}
