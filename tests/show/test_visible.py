"""Hidden characters become signs that can be seen."""

import pytest

from dragoman.show.visible import one_line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain “text” – café 平和 🕊", "plain “text” – café 平和 🕊"),
        ("\x1b[31mred\x07", "␛[31mred␇"),
        ("a\x00b\x7f", "a␀b␡"),
        ("a\x9bm", "a⟦U+009B⟧m"),
        ("x\u202egnp.exe", "x⟦U+202E⟧gnp.exe"),
        ("\u2066a\u2069\u200f\u200b\ufeff", "⟦U+2066⟧a⟦U+2069⟧⟦U+200F⟧⟦U+200B⟧⟦U+FEFF⟧"),
        ("\U000e0041", "⟦U+E0041⟧"),
        ("a\ud800b", "a⟦U+D800⟧b"),
        ("one\r\ntwo\rthree\u2028four\x85five\tend", "one\ntwo\nthree\nfour\nfive\tend"),
        ("می‌خواهم", "می‌خواهم"),
    ],
)
def test_hidden_characters_are_shown(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_one_line_folds_white_space() -> None:
    assert one_line(" a\n\n b\t\u2029c ") == "a b c"
