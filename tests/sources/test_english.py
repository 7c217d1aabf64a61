"""Reports in English are read, however short or full of names; those in other languages are set aside."""

import re
from pathlib import Path

import pytest
from made_languages import ENGLISH_HEADLINES, ENGLISH_REPORTS, OTHERS

from dragoman.errors import ReportLanguage
from dragoman.sources.english import check_english, likeliest

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "dragoman" / "samples"
CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora" / "syria-2017-2019.jsonl"


def set_aside(text: str) -> bool:
    try:
        check_english(text, "a")
    except ReportLanguage:
        return True
    return False


def test_no_english_is_set_aside() -> None:
    assert [text for text in ENGLISH_HEADLINES + ENGLISH_REPORTS if set_aside(text)] == []
    sentences = [s for path in SAMPLES.glob("*.txt") for s in re.split(r"(?<=[.!?])\s+", path.read_text())]
    assert len(sentences) > 100
    assert [text for text in sentences if set_aside(text)] == []


@pytest.mark.parametrize("text", ["", "...", "2004-05-06", "Macron", "Ja.", "🙂", "— — —"])
def test_what_is_too_short_to_tell_is_read(text: str) -> None:
    assert not set_aside(text)


@pytest.mark.parametrize("language", OTHERS)
def test_reports_in_other_languages_are_set_aside(language: str) -> None:
    *_, report = OTHERS[language]
    assert set_aside(report)
    assert set_aside(" ".join(OTHERS[language]))
    with pytest.raises(ReportLanguage, match="'(id|ms)'" if language == "id" else f"'{language}'"):
        check_english(report, "a")


def test_most_headlines_in_other_languages_are_set_aside() -> None:
    headlines = [text for texts in OTHERS.values() for text in texts[:-1]]
    assert sum(map(set_aside, headlines)) >= 0.75 * len(headlines)


def test_the_limit_lies_between_the_languages() -> None:
    """The calibration of the limit: the least English of English, and the most English of the others."""
    english = min(likeliest(text)[1] for text in ENGLISH_HEADLINES + ENGLISH_REPORTS)
    others = max(likeliest(texts[-1])[1] for texts in OTHERS.values())
    assert english > 0.002
    assert others < 1e-6


@pytest.mark.skipif(not CORPUS.is_file(), reason="the news archive is not beside the project")
def test_no_sentence_of_an_archive_is_set_aside() -> None:
    import json

    rows = [json.loads(line)["text"] for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    sentences = [s for text in rows for s in re.split(r"(?<=[.!?])\s+", text)][::5]
    assert [text for text in rows + sentences if set_aside(text)] == []
