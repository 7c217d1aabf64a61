"""Status of acts: each cue with its scope."""

from __future__ import annotations

import pytest

from dragoman.language import Language
from dragoman.steps.event.status import StatusJudge, is_antecedent, is_content, is_negated, judge, status_of


def token(doc, word):
    return next(i for i, w in enumerate(doc.word) if w == word)


CASES = [
    ("Norway met Chad on Monday.", "met", "actual", "status.default"),
    ("Norway will meet Chad on Monday.", "meet", "planned", "status.future"),
    ("Norway may meet Chad.", "meet", "possible", "status.may"),
    ("Norway did not meet Chad.", "meet", "negated", "status.never"),
    ("Norway never attacked Chad.", "attacked", "negated", "status.never"),
    ("Norway plans to visit Chad.", "visit", "planned", "status.plans-to"),
    ("Peru is expected to sign the treaty.", "sign", "planned", "status.plans-to"),
    ("Peru is considering attacking Chad.", "attacking", "possible", "status.may-governor"),
    ("Norway did not rule out visiting Chad.", "visiting", "possible", "status.does-not"),
    ("Norway failed to visit Chad.", "visit", "negated", "status.does-not"),
    ("Peru is to host Chad.", "host", "planned", "status.is-to"),
    ("Peru left without signing the accord.", "signing", "negated", "status.without"),
    ("Peru said it would attend.", "attend", "planned", "status.would"),
    ("Peru would have attacked Chad.", "attacked", "negated", "status.would-have"),
    ("Norway will lift sanctions if Chad frees the men.", "lift", "conditional", "status.waits-if"),
    ("Peru will normalise ties after the issues are resolved.", "normalise", "conditional", "status.waits-after"),
    ("Talks are scheduled for Monday.", "Talks", "planned", "status.event-planned"),
    ("Peru cancelled the talks.", "talks", "negated", "status.event-negated"),
    ("The planned talks were moved.", "talks", "planned", "status.planned-modifier"),
    ("No talks were held.", "talks", "negated", "status.negated-modifier"),
    ("Peru will hold talks with Chad.", "talks", "planned", "status.future"),
]


@pytest.mark.parametrize(("text", "word", "status", "rule"), CASES, ids=[c[0] for c in CASES])
def test_status(language: Language, text: str, word: str, status: str, rule: str) -> None:
    doc = language.parse(text)
    judged = status_of(doc, token(doc, word))
    assert (judged.status, judged.rule) == (status, rule)
    assert (judged.cue is None) == (rule == "status.default")


def test_narrative_sequence_is_no_condition(language: Language) -> None:
    doc = language.parse("Peru will send a team after Chad freed the men.")
    assert status_of(doc, token(doc, "send")).status == "planned"


def test_antecedents_are_what_another_act_waits_for(language: Language) -> None:
    doc = language.parse("Norway will lift sanctions if Chad releases the men.")
    assert is_antecedent(doc, token(doc, "releases"))
    assert not is_antecedent(doc, token(doc, "lift"))


def test_a_question_is_no_condition(language: Language) -> None:
    doc = language.parse("Asked if he planned to visit Peru, the minister smiled.")
    assert not is_antecedent(doc, token(doc, "visit"))


@pytest.mark.parametrize(
    ("text", "word", "content"),
    [
        ("Norway urged Chad to release the men.", "release", True),
        ("Norway refused to attend.", "attend", True),
        ("Norway threatened to expel the envoy.", "expel", True),
        ("Norway made calls for Chad to withdraw.", "withdraw", True),
        ("Norway denied that it had bombed the port.", "bombed", True),
        ("Norway told reporters that Chad had bombed the port.", "bombed", False),
        ("Norway accused Chad of bombing the port.", "bombing", False),
        ("Norway plans to expel the envoy.", "expel", False),
    ],
)
def test_content(language: Language, text: str, word: str, content: bool) -> None:
    doc = language.parse(text)
    assert is_content(doc, token(doc, word)) is content


def test_whether_or_not_negates_nothing(language: Language) -> None:
    doc = language.parse("Norway has not said whether or not it will attend.")
    assert is_negated(doc, token(doc, "attend")) is None


def test_the_judge_is_built_once() -> None:
    assert isinstance(judge(), StatusJudge)
    assert judge() is judge()


@pytest.mark.parametrize("text", ["", "?", "''", "not not not", "if if if", "will"])
def test_any_text(language: Language, text: str) -> None:
    doc = language.parse(text)
    for i in range(len(doc)):
        assert status_of(doc, i).status in ("actual", "planned", "possible", "conditional", "negated")
        assert is_antecedent(doc, i) in (True, False)
        assert is_content(doc, i) in (True, False)
