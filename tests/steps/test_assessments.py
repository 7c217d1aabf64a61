"""Judgements of how talks and relations go. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman import Reader
from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.steps.assessment.rules import AssessmentRules, CueIndex

JUDGEMENTS = [
    # nouns
    ("Diplomats hope to end the deadlock in the Zambezi talks.", "the deadlock in the Zambezi talks", "negative"),
    ("The rift between Oman and Yemen deepened.", "The rift between Oman and Yemen deepened", "negative"),
    ("Togo and Benin made progress on the canal.", "Togo and Benin made progress on the canal", "positive"),
    ("There was no progress in the talks.", "There was no progress in the talks", "negative"),
    ("The two sides failed to make progress in the talks.", None, "negative"),
    ("The court ruling gave the peace process a boost.", "The court ruling gave the peace process a boost", "positive"),
    (
        "A breakthrough in the talks is considered unlikely.",
        "A breakthrough in the talks is considered unlikely",
        "negative",
    ),
    ("The visit marked a thaw between Peru and Chile.", "The visit marked a thaw between Peru and Chile", "positive"),
    ("The plan drew a mixed response in Africa.", "The plan drew a mixed response in Africa", "mixed"),
    # adjectives
    ("The negotiations were constructive.", "The negotiations were constructive", "positive"),
    ("The negotiations were not constructive.", "The negotiations were not constructive", "negative"),
    ("Relations between Fiji and Samoa remain tense.", "Relations between Fiji and Samoa remain tense", "negative"),
    ("Envoys tried to mend the strained ties.", "the strained ties", "negative"),
    ("It is not easy to enforce the withdrawal of the troops.", None, "negative"),
    # verbs
    ("Relations between Fiji and Samoa have improved.", "Relations between Fiji and Samoa have improved", "positive"),
    ("The talks collapsed after two days.", "The talks collapsed after two days", "negative"),
    ("The shooting derailed the negotiations.", "The shooting derailed the negotiations", "negative"),
    ("The ceasefire is holding.", "The ceasefire is holding", "positive"),
    # phrases
    ("Peru and Chile remain far apart on tolls.", "Peru and Chile remain far apart on tolls", "negative"),
    ("The future of the pact remains unclear.", "The future of the pact remains unclear", "negative"),
    ("The talks are back on track.", "The talks are back on track", "positive"),
    ("The talks ended without agreement.", "The talks ended without agreement", "negative"),
]


@pytest.mark.parametrize(("text", "span", "polarity"), JUDGEMENTS, ids=[j[0][:40] for j in JUDGEMENTS])
def test_judgement(reader: Reader, text: str, span: str | None, polarity: str) -> None:
    found = reader.read(text, "2009-09-09").assessments
    assert [a.polarity for a in found] == [polarity]
    assert span is None or found[0].text == span
    assert found[0].text == text[found[0].start : found[0].end]
    assert found[0].made_by.cue is not None
    assert found[0].made_by.rule.startswith("assessments.")


NONE = [
    "Togo wants to make progress.",
    "Reporters asked whether there was progress in the talks.",
    "Is the peace process dead?",
    "The minister had a heart failure.",
    "The collapse of the bridge killed five people.",
    "It is hard to say how many came.",
    "The weather improved on Friday.",
    "The president bought a good car.",
    "Kenya and Uganda held talks in Nairobi.",
]


@pytest.mark.parametrize("text", NONE)
def test_no_judgement(reader: Reader, text: str) -> None:
    assert reader.read(text, "2009-09-09").assessments == ()


def test_holder_is_the_speaker_else_the_report(reader: Reader) -> None:
    said = reader.read(
        "Kenya's foreign minister, Moses Otieno, said the talks were fruitful.", "2009-09-09"
    ).assessments
    assert [(a.holder_name, a.holder_code, a.about) for a in said] == [("Moses Otieno", "KEN", "talks")]
    told = reader.read("The talks were fruitful.", "2009-09-09").assessments
    assert [(a.holder_name, a.holder_code, a.holder_id) for a in told] == [("the report", None, None)]


def test_one_judgement_a_clause(reader: Reader) -> None:
    found = reader.read("The fruitless talks made no progress and ended in deadlock.", "2009-09-09").assessments
    assert len(found) == 1


def test_odd_texts(reader: Reader) -> None:
    for text in ("", "deadlock", '""" “” \x00', "🕊️", "محادثات", "no progress " * 2000):
        for a in reader.read(text).assessments:
            assert a.text == text[a.start : a.end]


def test_cues_are_many() -> None:
    assert sum(len(cue.words) for cue in CueIndex().rules.cue) > 500


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(KnowledgeError):
        parse('targets = ["talk"]\ncolour = "red"', AssessmentRules, "assessments.toml")
