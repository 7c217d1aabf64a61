"""Positions: what each party demands, offers, accepts, refuses, denies. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import made_draft

from dragoman.knowledge import load
from dragoman.steps.conditions import Conditions
from dragoman.steps.lookup import Lookup
from dragoman.steps.negotiation import File
from dragoman.steps.view.positions import positions

ACTORS = {"Chad": "TCD", "Mali": "MLI", "Niger": "NER", "Omar Diallo": "Omar Diallo", "villagers": "villagers"}
WORDS = load("negotiation.toml", File).positions
CONDITIONS = Conditions()


@pytest.fixture
def find(language):
    def run(text, events=(), statements=()):
        actors = {w: c for w, c in ACTORS.items() if w in text}
        draft = made_draft(language, text, actors, statements, events, people=["villagers"], persons=["Omar Diallo"])
        CONDITIONS(draft)
        return positions(draft, Lookup(draft), WORDS)

    return run


@pytest.mark.parametrize(
    ("text", "event", "stance", "span"),
    [
        (
            "Chad urged Mali to free the sailors, officials said.",
            ("urged", "REQUEST", ["TCD"], ["MLI"]),
            "demands",
            "Chad urged Mali to free the sailors",
        ),
        (
            "Mali offered to open the border.",
            ("offered", "AGREE", ["MLI"], ["TCD"]),
            "offers",
            "Mali offered to open the border",
        ),
        (
            "Mali agreed to open the border.",
            ("agreed", "AGREE", ["MLI"], []),
            "accepts",
            "Mali agreed to open the border",
        ),
        (
            "Mali refused to open the border.",
            ("refused", "REJECT", ["MLI"], ["TCD"]),
            "refuses",
            "Mali refused to open the border",
        ),
        (
            "Mali denied arming the militia.",
            ("denied", "REJECT", ["MLI"], []),
            "denies",
            "Mali denied arming the militia",
        ),
        (
            "Mali denied the convoy access to the camp.",
            ("denied", "REJECT", ["MLI"], []),
            "refuses",
            "Mali denied the convoy access to the camp",
        ),
        (
            "Mali rejected the allegation of torture.",
            ("rejected", "REJECT", ["MLI"], []),
            "denies",
            "Mali rejected the allegation of torture",
        ),
        (
            "Mali backed the plan for a truce.",
            ("backed", "SUPPORT", ["MLI"], []),
            "accepts",
            "Mali backed the plan for a truce",
        ),
        (
            "Mali condemned the proposal of a tax.",
            ("condemned", "ACCUSE", ["MLI"], []),
            "refuses",
            "Mali condemned the proposal of a tax",
        ),
        (
            "Chad's demand for a retreat was heard.",
            ("demand", "REQUEST", ["TCD"], ["MLI"]),
            "demands",
            "Chad's demand for a retreat",
        ),
        (
            "Mali will no longer supply weapons to Chad.",
            ("supply", "AGREE", ["MLI"], ["TCD"]),
            "refuses",
            "Mali will no longer supply weapons to Chad",
        ),
        ("Chad wants a seat on the council.", None, "demands", "Chad wants a seat on the council"),
        ("Chad is determined to build the dam.", None, "demands", "Chad is determined to build the dam"),
    ],
)
def test_a_stance(find, text, event, stance, span):
    (position,) = find(text, [event] if event else [])
    assert (position.stance, position.text) == (stance, span)
    assert text[position.start : position.end] == span
    assert position.made_by.cue is not None


@pytest.mark.parametrize(
    ("text", "event"),
    [
        ("Mali did not refuse to open the border.", ("refuse", "REJECT", ["MLI"], [], "negated")),
        ("Mali praised the singer.", ("praised", "SUPPORT", ["MLI"], [])),
        ("Mali condemned the attack.", ("condemned", "ACCUSE", ["MLI"], [])),
        ("Omar Diallo asked to speak.", ("asked", "REQUEST", ["Omar Diallo"], [])),
        ("Omar Diallo wants a new house.", None),
        ("Mali brokered a deal.", ("brokered", "AGREE", ["MLI"], [])),
        ("As it promised, Chad came.", ("promised", "AGREE", ["TCD"], [])),
        ("Chad insisted the lake was full.", None),
    ],
)
def test_what_is_no_stance(find, text, event):
    assert find(text, [event] if event else []) == ()


def test_who_it_is_toward(find):
    assert find("Chad urged Mali to act.", [("urged", "REQUEST", ["TCD"], ["MLI"])])[0].toward == "MLI"
    assert find("Chad rejected the offer from Niger.", [("rejected", "REJECT", ["TCD"], [])])[0].toward == "NER"
    assert find("Chad rejected the offer.", [("rejected", "REJECT", ["TCD"], [])])[0].toward is None


def test_the_issue_is_in_the_words_of_the_text(find):
    (position,) = find("Chad urged Mali to free the captured sailors.", [("urged", "REQUEST", ["TCD"], ["MLI"])])
    assert position.issue == "captured sailors"


def test_each_party_of_a_mutual_act_has_its_position(find):
    text = "Chad and Mali agreed to continue talks."
    assert [p.actor for p in find(text, [("agreed", "AGREE", ["TCD", "MLI"], [])])] == ["MLI", "TCD"]


def test_a_condition_is_a_stance_and_the_demand_in_it_none(find):
    text = "Chad will sign the treaty only if Mali withdraws."
    found = find(text, [("sign", "AGREE", ["TCD"], ["MLI"], "conditional")], [("TCD", "treaty", text[:-1])])
    assert [(p.stance, p.actor, p.toward) for p in found] == [("conditions", "TCD", "MLI")]


def test_a_condition_in_an_offer_is_an_offer(find):
    text = "Chad offered to free the sailors if Mali withdraws."
    found = find(text, [("offered", "AGREE", ["TCD"], ["MLI"])])
    assert [p.stance for p in found] == ["offers"]


def test_one_position_a_sentence_actor_and_issue(find):
    text = "Chad rejected and refused the plan."
    events = [("rejected", "REJECT", ["TCD"], []), ("refused", "REJECT", ["TCD"], [])]
    assert len(find(text, events)) <= 1


def test_to_come_is_a_stance_where_another_boycotts(find):
    text = "Mali boycotted the conference. Chad will attend the conference."
    attend = ("attend", "CONSULT", ["TCD"], [], "planned", None, None)
    boycott = ("boycotted", "REJECT", ["MLI"], [])
    assert [(p.actor, p.stance) for p in find(text, [boycott, attend])] == [("MLI", "refuses"), ("TCD", "accepts")]
    assert find("Chad will attend the conference.", [attend]) == ()
