"""Disputes: two claims that cannot both hold, each with its holder. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import made_draft

from dragoman.knowledge import load
from dragoman.steps.lookup import Lookup
from dragoman.steps.negotiation import File
from dragoman.steps.view.disputes import Disputes

ACTORS = {"Chad": "TCD", "Mali": "MLI", "Niger": "NER", "Peru": "PER"}
WORDS = load("negotiation.toml", File).disputes


@pytest.fixture
def find(language):
    def run(text, statements, events):
        draft = made_draft(language, text, {w: c for w, c in ACTORS.items() if w in text}, statements, events)
        return Disputes(draft, Lookup(draft), WORDS).find()

    return run


def claims(dispute):
    return [(c.actor, c.text) for c in dispute.claims]


ACCUSED = "Chad accused Mali of arming the militia. "
ACCUSATION = ("TCD", "accused", "arming the militia")
ACCUSE = ("accused", "ACCUSE", ["TCD"], ["MLI"])


@pytest.mark.parametrize(
    "denial",
    [
        "Mali denied the accusation",
        "Mali has denied any involvement",
        "Mali rejected the charge",
        "Mali denied arming the militia",
    ],
)
def test_an_accusation_and_its_denial(find, denial):
    word = next(w for w in ("denied", "rejected") if w in denial)
    text = f"{ACCUSED}{denial}."
    (dispute,) = find(text, [ACCUSATION], [ACCUSE, (word, "REJECT", ["MLI"], [])])
    assert claims(dispute) == [("TCD", "arming the militia"), ("MLI", denial)]
    assert dispute.made_by.cue.text == word
    for claim in dispute.claims:
        assert text[claim.start : claim.end] == claim.text


@pytest.mark.parametrize(
    ("answer", "event"),
    [
        ("Mali rejected the offer.", ("rejected", "REJECT", ["MLI"], [])),
        ("Chad denied any delay.", ("denied", "REJECT", ["TCD"], [])),
        ("Niger denied losing the match.", ("denied", "REJECT", ["NER"], [])),
        ("Mali did not deny the accusation.", ("deny", "REJECT", ["MLI"], [], "negated")),
    ],
    ids=["an offer", "the accuser", "another matter", "not denied"],
)
def test_what_is_no_answer(find, answer, event):
    assert find(ACCUSED + answer, [ACCUSATION], [ACCUSE, event]) == ()


def test_a_promise_claimed_and_denied(find):
    text = "Chad said Mali should free the sailors as it had promised. Mali denied making any such promise."
    statements = [
        ("TCD", "said", "Mali should free the sailors as it had promised"),
        ("MLI", "denied", "making any such promise"),
    ]
    (dispute,) = find(text, statements, [("denied", "REJECT", ["MLI"], [])])
    assert [c.actor for c in dispute.claims] == ["TCD", "MLI"]


def test_a_view_that_is_contested(find):
    text = "Chad said the dam was safe, though Niger has contested that view."
    (dispute,) = find(text, [("TCD", "said", "the dam was safe")], [("contested", "REJECT", ["NER"], [])])
    assert claims(dispute) == [("TCD", "the dam was safe"), ("NER", "Niger has contested that view")]


def test_a_claim_called_false_by_who_quotes_it(find):
    text = (
        "Chad said Mali repeated baseless claims that the dam was leaking, though engineers had found it sound in May."
    )
    outer = text[10:-1]
    (dispute,) = find(text, [("TCD", "said", outer), ("MLI", "claims", "the dam was leaking")], [])
    assert claims(dispute)[0] == ("MLI", "the dam was leaking")
    assert claims(dispute)[1][0] == "TCD"
    assert "engineers had found it sound" in claims(dispute)[1][1]


def test_two_causes_of_the_same_thing(find):
    text = (
        "Chad blames Mali for the floods, saying its dam is the reason the villages drowned. "
        "Mali says the villages drowned because of rain."
    )
    statements = [
        ("TCD", "saying", "its dam is the reason the villages drowned"),
        ("MLI", "says", "the villages drowned because of rain"),
    ]
    (dispute,) = find(text, statements, [("blames", "ACCUSE", ["TCD"], ["MLI"])])
    assert claims(dispute) == [(speaker, content) for speaker, _, content in statements]


def test_duties_that_exclude_each_other(find):
    text = (
        "Chad said the refugees should return to the villages. "
        "Mali said the refugees should not return to the villages."
    )
    statements = [
        ("TCD", "said", "the refugees should return to the villages"),
        ("MLI", "said", "the refugees should not return to the villages"),
    ]
    (dispute,) = find(text, statements, [])
    assert [c.actor for c in dispute.claims] == ["TCD", "MLI"]


def test_duties_of_one_party_are_no_dispute(find):
    text = (
        "Chad said the refugees should return to the villages. "
        "Chad said the refugees should not return to the villages."
    )
    statements = [
        ("TCD", "said", "the refugees should return to the villages"),
        ("TCD", "said", "the refugees should not return to the villages"),
    ]
    assert find(text, statements, []) == ()
