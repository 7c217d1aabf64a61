"""Quotations: every kind of mark, marks forgotten and marks too many."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.language import find_paragraphs
from dragoman.quotations import find_quotations


def quoted(text: str) -> list[str]:
    """What stands between the marks; "+" at the end says that the quotation goes on in the next paragraph."""
    return [
        text[q.inner_start : q.inner_end] + ("+" if q.continued else "")
        for q in find_quotations(text, find_paragraphs(text))
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We will sign," she said. "Then we leave."', ["We will sign,", "Then we leave."]),
        ("“We will sign,” she said. “Then we leave.”", ["We will sign,", "Then we leave."]),
        ("''We will sign,'' she said. ''Then we leave.''", ["We will sign,", "Then we leave."]),
        ("``We will sign,'' she said.", ["We will sign,"]),
        ("‘‘We will sign,’’ she said.", ["We will sign,"]),
        ("« Nous signerons », she said. «Maybe.»", [" Nous signerons ", "Maybe."]),
        ("»Wir gehen«, she said.", ["Wir gehen"]),
        ("She said: „Wir gehen,“ and left.", ["Wir gehen,"]),
        ("‘We will sign,’ she said.", ["We will sign,"]),
        ("'We will sign', she said.", ["We will sign"]),
        ('“ We will sign , ” she said . " Then we leave . "', [" We will sign , ", " Then we leave . "]),
    ],
    ids=["straight", "curly", "doubled", "backticks", "doubled curly", "guillemets", "reversed", "low", "single",
         "straight single", "spaced"],
)  # fmt: skip
def test_every_kind_of_mark(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('“We will sign," she said.', ["We will sign,"]),
        ('"We will sign,” she said.', ["We will sign,"]),
        ("“We will sign,“ she said, “now.”", ["We will sign,", "now."]),
        ('She said,"We will sign," and left.', ["We will sign,"]),
        ('"It ends the freedom of trade."It was late.', ["It ends the freedom of trade."]),
    ],
    ids=["curly then straight", "straight then curly", "opening mark closes", "no space before", "no space after"],
)
def test_mixed_and_misset_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("‘I don’t know,’ he said, ‘if the leaders’ summit will be held.’",
         ["I don’t know,", "if the leaders’ summit will be held."]),
        ("The leaders’ summit and the envoys’ talks failed.", []),
        ("The leaders' summit of the '90s failed.", []),
        ("rock 'n' roll and 'tis pity", []),
        ("She called the states’ plan ‘a mess’ and left.", ["a mess"]),
        ("Minister 'must go', says rival", ["must go"]),
    ],
    ids=["apostrophes inside", "possessives", "decade", "elisions", "possessive before", "headline"],
)  # fmt: skip
def test_apostrophes_are_no_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“He told us ‘never’ again,” she said.", ["He told us ‘never’ again,"]),
        ("“The “peace” they want is none,” she said.", ["The “peace” they want is none,"]),
        ("''They say, 'It is special,''' she said.", ["They say, 'It is special,'"]),
    ],
    ids=["single in double", "double in double", "three apostrophes"],
)
def test_of_nested_quotations_the_outer_one(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("“First we talk.\n“Then we sign,” she said.\nThey left.", ["First we talk.+", "Then we sign,"]),
        ("“First we talk. “Then we sign,” she said.", ["First we talk.+", "Then we sign,"]),
        ("She said: “First we talk. Then we sign.\nThey left.", ["First we talk. Then we sign."]),
        ('"We will sign, she said. The others left.', []),
        ('He bought a 5" pipe and a "big" house.', ["big"]),
        ('A "stray mark stood. Then "that" was it.', ["that"]),
    ],
    ids=["two paragraphs", "two paragraphs in one", "never closed", "closed by the narrator", "inches", "stray"],
)
def test_quotations_over_paragraphs_and_forgotten_marks(text: str, expected: list[str]) -> None:
    assert quoted(text) == expected


@pytest.mark.parametrize("text", ["", '"', "”“", "''''", "‘’", "« »", '""', "“" * 50, '"' * 51, " ' " * 40])
def test_only_marks_hold_nothing(text: str) -> None:
    assert quoted(text) == []


@pytest.mark.parametrize("piece", ['"', "“", "‘", ' "', "“a ", "“a ‘b ", "''' ", "« ", "A “A. "])
def test_quotations_are_in_order_and_apart(piece: str) -> None:
    text = piece * 5_000
    found = find_quotations(text, [(0, len(text))])
    assert all(a.end <= b.start for a, b in pairwise(found))
    assert all(q.start < q.inner_start <= q.inner_end <= q.end <= len(text) for q in found)
