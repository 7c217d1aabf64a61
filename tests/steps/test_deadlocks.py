"""Deadlocks: parties that wait for each other, and impasses that the report speaks of. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import made_draft

from dragoman.steps.conditions import Conditions
from dragoman.steps.negotiation import NegotiationView
from dragoman.steps.view.cycles import cycles

ACTORS = {"Chad": "TCD", "Mali": "MLI", "Niger": "NER", "UN": "UN"}
CONDITIONS = Conditions()
VIEW = NegotiationView()


@pytest.fixture
def find(language):
    def run(text, events=(), statements=()):
        draft = made_draft(language, text, {w: c for w, c in ACTORS.items() if w in text}, statements, events)
        CONDITIONS(draft)
        VIEW(draft)
        return draft.negotiation.deadlocks

    return run


@pytest.mark.parametrize(
    ("graph", "found"),
    [
        ({}, []),
        ({"a": ["b"]}, []),
        ({"a": ["a"]}, []),
        ({"a": ["b"], "b": ["a"]}, [["a", "b"]]),
        ({"a": ["b"], "b": ["c"], "c": ["a"], "d": ["a"]}, [["a", "b", "c"]]),
        ({"a": ["b"], "b": ["a", "c"], "c": ["d"], "d": ["c"]}, [["a", "b"], ["c", "d"]]),
    ],
)
def test_cycles(graph, found):
    assert cycles(graph) == found


def test_a_long_chain_does_not_exhaust_the_stack():
    n = 20_000
    graph = {f"{k:05}": [f"{(k + 1) % n:05}"] for k in range(n)}
    assert [len(c) for c in cycles(graph)] == [n]


def test_two_conditions_that_wait_for_each_other(find):
    one, two = "Chad will withdraw only after Mali disarms", "Mali will not disarm until Chad frees the sailors"
    (deadlock,) = find(f"{one}. {two}.", (), [("TCD", "only", one), ("MLI", "not", two)])
    assert deadlock.parties == ("MLI", "TCD")
    assert deadlock.made_by.rule == "negotiation.deadlocks.cycle"
    assert [e.text for e in deadlock.evidence] == [one, two]
    assert "Chad" in deadlock.because
    assert "Mali" in deadlock.because


def test_one_condition_is_no_deadlock(find):
    one = "Chad will withdraw only after Mali disarms"
    assert find(f"{one}.", (), [("TCD", "only", one)]) == ()


def test_a_demand_met_with_a_counter_demand(find):
    text = "Chad urged Mali to free the sailors. Mali said Chad should first withdraw its army."
    (deadlock,) = find(
        text,
        [("urged", "REQUEST", ["TCD"], ["MLI"])],
        [("TCD", "urged", "to free the sailors"), ("MLI", "said", "Chad should first withdraw its army")],
    )
    assert deadlock.parties == ("MLI", "TCD")


def test_a_condition_and_its_refusal(find):
    one = "Chad will not reopen its embassy unless Mali apologises"
    text = f"{one}. Mali refused to apologise."
    (deadlock,) = find(text, [("refused", "REJECT", ["MLI"], [])], [("TCD", "not", one)])
    assert deadlock.parties == ("MLI", "TCD")


def test_a_refused_demand_alone_is_no_deadlock(find):
    text = "Chad urged Mali to free the sailors. Mali refused to free the sailors."
    events = [("urged", "REQUEST", ["TCD"], ["MLI"]), ("refused", "REJECT", ["MLI"], ["TCD"])]
    assert find(text, events) == ()


TALKS = [("talks", "CONSULT", ["TCD", "MLI"], [])]


@pytest.mark.parametrize(
    "text",
    [
        "The talks between Chad and Mali ended in deadlock.",
        "The talks have reached an impasse, said Chad and Mali.",
        "Chad and Mali are deadlocked in the talks over the lake.",
        "There is no sign of either side shifting in the talks between Chad and Mali.",
    ],
)
def test_a_stated_impasse(find, text):
    (deadlock,) = find(text, TALKS)
    assert sorted(deadlock.parties) == ["MLI", "TCD"]
    assert deadlock.made_by.rule == "negotiation.deadlocks.stated"
    assert deadlock.because


@pytest.mark.parametrize(
    "text",
    [
        "Chad and Mali broke the deadlock in the talks.",
        "Chad and Mali want to avoid a deadlock in the talks.",
        "After the talks of Chad and Mali the battlefield stalemate went on.",
        "After the talks a stalemate could tire Chad and Mali.",
        "The talks of Chad and Mali went well. The budget vote ended in a parliamentary deadlock.",
    ],
)
def test_what_is_no_impasse(find, text):
    assert find(text, TALKS) == ()


def test_without_two_certain_parties_there_is_none(find):
    assert find("The talks are in deadlock, the UN said.", ()) == ()
