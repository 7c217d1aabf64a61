"""What the learned coder is shown of a sentence."""

import pytest

from dragoman.language import Document, Language
from dragoman.learned.clause import shown


def token(doc: Document, word: str) -> int:
    return doc.word.index(word)


@pytest.mark.parametrize(
    ("text", "head", "source", "target", "text_shown", "names"),
    [
        (
            "Chile praised Peru and expelled two Cuban envoys.",
            "praised", "Chile", "Peru", "Chile praised Peru", ("Chile", "Peru"),
        ),
        (
            "Chile praised Peru and expelled two Cuban envoys.",
            "expelled", "Chile", "envoys", "Chile expelled two Cuban envoys", ("Chile", "two Cuban envoys"),
        ),
        (
            "Kenya will not free the crew unless Somalia pays.",
            "free", "Kenya", "crew", "unless Somalia pays", ("Kenya", "the crew"),
        ),
    ],
)  # fmt: skip
def test_other_acts_are_left_out(
    language: Language, text: str, head: str, source: str, target: str, text_shown: str, names: tuple[str, str]
) -> None:
    doc = language.parse(text)
    found = shown(doc, token(doc, head), token(doc, source), token(doc, target))
    assert found is not None
    assert text_shown in found.text
    assert tuple(found.text[a:b] for a, b in (found.source, found.target)) == names


def test_a_source_outside_the_clause_stands_before_it(language: Language) -> None:
    doc = language.parse("Quito accused Lima of having seized three Ecuadorian boats.")
    found = shown(doc, token(doc, "seized"), token(doc, "Lima"), token(doc, "boats"))
    assert found is not None
    assert found.text.startswith("Lima having seized three Ecuadorian boats")
    assert "accused" not in found.text


def test_a_target_outside_the_clause_is_not_asked_about(language: Language) -> None:
    doc = language.parse("Quito condemned attacks in Peru and vowed to find those who were behind them.")
    assert shown(doc, token(doc, "vowed"), token(doc, "Quito"), token(doc, "Peru")) is None
    assert shown(doc, token(doc, "condemned"), token(doc, "Quito"), token(doc, "Peru")) is not None


def test_one_mention_is_no_pair(language: Language) -> None:
    doc = language.parse("Quito slept.")
    assert shown(doc, 1, 0, 0) is None


@pytest.mark.parametrize("text", ["Ada's aide left Ada.", "x", "The King of Spain of the King of Spain of Spain left."])
def test_any_two_words_can_be_asked_about(language: Language, text: str) -> None:
    doc = language.parse(text)
    for head in range(len(doc)):
        for source in range(len(doc)):
            for target in range(len(doc)):
                found = shown(doc, head, source, target)
                if found is not None:
                    for start, end in (found.source, found.target):
                        assert 0 <= start < end <= len(found.text)
