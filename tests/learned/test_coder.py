"""The network of the package: what it answers, and that it answers the same whatever else is asked."""

from typing import get_args

import pytest

from dragoman.learned.coder import NONE, Answer, Calibration, LearnedCoder
from dragoman.learned.combine import pool
from dragoman.learned.marking import Place
from dragoman.records import EventType

ASKED = [
    ("Ghana's leader flew to Lomé and met the Togolese premier.", "Ghana's leader", "the Togolese premier", "CONSULT"),
    ("Hungary expelled four Belarusian diplomats.", "Hungary", "four Belarusian diplomats", "SANCTION"),
    ("Two reporters were arrested by the Cuban police.", "the Cuban police", "Two reporters", "COERCE"),
    ("Gunmen opened fire on a Malian army post, killing nine soldiers.", "Gunmen", "a Malian army post", "ASSAULT"),
    ("Oman urged Yemen's Houthis to let the ship go.", "Oman", "Yemen's Houthis", "REQUEST"),
    ("Madrid turned down Rabat's request for the extradition.", "Madrid", "Rabat", "REJECT"),
    ("Norway sent 40 tonnes of flour to Malawi.", "Norway", "Malawi", "AID"),
    ("Laos has a longer border with Vietnam than with Thailand.", "Laos", "Vietnam", NONE),
]  # fmt: skip


@pytest.fixture(scope="module")
def coder() -> LearnedCoder:
    return LearnedCoder()


def place(sentence: str, words: str) -> Place:
    start = sentence.index(words)
    return start, start + len(words)


def ask(coder: LearnedCoder, sentence: str, source: str, target: str) -> Answer:
    return coder.ask(sentence, place(sentence, source), place(sentence, target))


@pytest.mark.parametrize(("sentence", "source", "target", "kind"), ASKED)
def test_plain_sentences(coder: LearnedCoder, sentence: str, source: str, target: str, kind: str) -> None:
    assert ask(coder, sentence, source, target).type == kind


def test_who_does_it_to_whom_matters(coder: LearnedCoder) -> None:
    sentence = "Two reporters were arrested by the Cuban police."
    turned = ask(coder, sentence, "Two reporters", "the Cuban police")
    assert turned.of("COERCE") < ask(coder, sentence, "the Cuban police", "Two reporters").of("COERCE")


def test_the_answer_is_the_same_alone_and_among_others() -> None:
    alone = [ask(LearnedCoder(), *row[:3]) for row in ASKED]
    together = LearnedCoder()
    assert [ask(together, *row[:3]) for row in reversed(ASKED)][::-1] == alone
    assert [ask(together, *row[:3]) for row in ASKED] == alone, "asked again"


def test_probabilities_are_probabilities(coder: LearnedCoder) -> None:
    answer = ask(coder, *ASKED[0][:3])
    assert answer.types == (*get_args(EventType), NONE)
    assert sum(answer.probabilities) == pytest.approx(1, abs=1e-3)
    assert answer.of(answer.type) == answer.probability


@pytest.mark.parametrize("sentence", ["", " ", "@ # @", "\x00", "𐍈" * 500, "word " * 5000, "שלום לעולם"])
def test_any_text_gets_an_answer(coder: LearnedCoder, sentence: str) -> None:
    assert 0 < coder.ask(sentence, (0, min(1, len(sentence))), None).probability <= 1
    assert coder.ask(sentence, None, None).type


def pooled(learned: dict[str, float], vote: str | None, named: str = "both", none: bool = False) -> Answer:
    types = (*get_args(EventType), NONE)
    rest = (1 - sum(learned.values())) / (len(types) - len(learned))
    answer = Answer(types, tuple(learned.get(kind, rest) for kind in types))
    limits = Calibration(
        version="test", types=types, temperature=1, weight=1,
        trust={"both": 2.0, "source": 1.0, "target": 1.0, "none": 0.0},
        propose=0.8, alone=0.9, retype=0.9, drop=0.9,
    )  # fmt: skip
    return pool(answer, vote, named, limits, none)


def test_two_that_agree_are_surer_than_one() -> None:
    assert pooled({"AID": 0.6}, "AID").of("AID") > 0.6
    assert pooled({"AID": 0.6}, "AID", "source").of("AID") < pooled({"AID": 0.6}, "AID").of("AID")


def test_a_rule_tips_the_scales_and_does_not_break_them() -> None:
    assert pooled({"AID": 0.5, "COOPERATE": 0.4}, "COOPERATE").type == "COOPERATE"
    assert pooled({"AID": 0.98}, "COOPERATE").type == "AID"


def test_without_a_vote_the_answer_stays() -> None:
    assert pooled({"AID": 0.7}, None, "none").type == "AID"


def test_no_act_is_an_answer_only_where_it_may_be() -> None:
    assert pooled({NONE: 0.9, "AID": 0.08}, None, "none").type == "AID"
    assert pooled({NONE: 0.9, "AID": 0.08}, None, "none", none=True).type == NONE
