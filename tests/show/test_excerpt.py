"""The sentence around a piece of evidence, short."""

import pytest

from dragoman.records import Span
from dragoman.show.excerpt import clip, excerpt, sentence

TEXT = "Oslo spoke first. Mr. Berg met Gen. Lund in St. Petersburg on Monday, and “they agreed.” Bern waited.\n\nNext."


def at(words: str) -> Span:
    start = TEXT.index(words)
    return Span(start=start, end=start + len(words), text=words)


@pytest.mark.parametrize(
    ("words", "whole"),
    [
        ("spoke", "Oslo spoke first."),
        ("met", "Mr. Berg met Gen. Lund in St. Petersburg on Monday, and “they agreed.”"),
        ("Bern", "Bern waited."),
        ("Next", "Next."),
        ("first. Mr. Berg", "Oslo spoke first. Mr. Berg met Gen. Lund in St. Petersburg on Monday, and “they agreed.”"),
    ],
)
def test_the_sentence_around_the_evidence(words: str, whole: str) -> None:
    span = at(words)
    first, last = sentence(TEXT, span.start, span.end)
    assert TEXT[first:last].strip() == whole


def test_an_excerpt_keeps_the_evidence_and_cuts_around_it() -> None:
    short = excerpt(TEXT, at("Petersburg"), 30)
    assert short.hit == "Petersburg"
    assert str(short).startswith("…")
    assert str(short).endswith("…")
    assert len(str(short)) <= 34
    assert str(excerpt(TEXT, at("Bern"), 100)) == "Bern waited."


def test_long_evidence_is_cut_itself() -> None:
    assert str(excerpt(TEXT, at(TEXT[18:88]), 20)) == "Mr. Berg met Gen.…"


@pytest.mark.parametrize(
    ("text", "width", "line"),
    [
        ("a b\nc", 10, "a b c"),
        ("seven words", 9, "seven…"),
        ("seven, words", 9, "seven…"),
        ("unbreakable", 5, "unbr…"),
        ("abc def", 4, "abc…"),
        ("", 3, ""),
    ],
)
def test_clip_cuts_at_a_words_end(text: str, width: int, line: str) -> None:
    assert clip(text, width) == line


def test_a_megabyte_without_a_full_stop_is_cut() -> None:
    text = "x " * 500_000
    first, last = sentence(text, 500_000, 500_001)
    assert last - first < 1_000
