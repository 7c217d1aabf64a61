"""Signatures: what they say of two texts, whatever the text."""

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ledger.similar import NUMBERS, PERMUTATIONS, shared, signature, unpack


def words(first: int, last: int) -> str:
    return " ".join(f"w{number}" for number in range(first, last))


def compare(one: str, other: str) -> tuple[float, float, float]:
    rows, known = unpack(pa.chunked_array([[signature(one), signature(other)]]), np.arange(2))
    assert known.all()
    return tuple(float(value[0]) for value in shared(rows[:1], rows[1:]))  # type: ignore[return-value]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_every_text_has_a_signature_and_is_like_itself(text: str) -> None:
    assert len(signature(text)) == 4 * NUMBERS == 4 * (PERMUTATIONS + 1)
    assert compare(text, text) == (1.0, 1.0, 1.0)


def test_case_line_ends_and_quotation_marks_change_nothing() -> None:
    assert signature("The  “Bridge”\nis\topen, he SAID.") == signature('the "bridge" is open he said')


def test_the_same_text_in_composed_and_decomposed_characters_is_the_same() -> None:
    assert signature("caf\N{LATIN SMALL LETTER E WITH ACUTE} at the old bridge") == signature(
        "cafe\N{COMBINING ACUTE ACCENT} at the old bridge"
    )


@pytest.mark.parametrize("added", [100, 400, 1000])
def test_a_text_with_paragraphs_added_holds_the_earlier_one(added: int) -> None:
    jaccard, of_earlier, of_later = compare(words(0, 400), words(0, 400 + added))
    assert jaccard == pytest.approx(400 / (400 + added), abs=0.15)
    assert of_earlier > 0.75
    assert of_later < 1 - added / (400 + added) + 0.2


def test_texts_that_share_nothing_are_not_alike() -> None:
    assert compare(words(0, 500), words(600, 1100)) == (0.0, 0.0, 0.0)


def test_what_is_no_signature_is_set_aside() -> None:
    column = pa.chunked_array([[None, b"short"], [signature("a"), b""]])
    rows, known = unpack(column, np.array([2, 0, 1, 3]))
    assert known.tolist() == [True, False, False, False]
    assert not rows[1:].any()
