"""Pairs of parties whose verb no rule reads."""

import pytest

from dragoman import ReportText
from dragoman.steps.event.described import Described
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.proposals import proposals


def _pairs(reader, text, acts=()):
    draft = Described().view(reader.draft(ReportText(text)))
    cast = Cast(draft.doc, draft.who.at)
    return [
        (draft.doc.word[p.head], draft.who.codes(p.actors), draft.who.codes(p.recipients))
        for p in proposals(draft, cast, acts)
    ]


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("Lima decorated the Bolivian envoy.", ("decorated", ("PER",), ("BOL",))),
        ("Sweden resumed payments to Somalia.", ("resumed", ("SWE",), ("SOM",))),
        ("Nuns were fed by Ghana.", ("fed", ("GHA",), ("nuns",))),
    ],
)
def test_who_does_something_to_whom(reader, text, pair):
    assert pair in _pairs(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Lima said Bolivia was small.",  # saying is no act
        "Lima did not decorate the Bolivian envoy.",
        "The envoy slept in Oslo.",
        "If Lima decorates the Bolivian envoy, it will rain.",
    ],
)
def test_no_pair(reader, text):
    assert _pairs(reader, text) == []


def test_a_verb_that_is_an_act_is_not_proposed(reader):
    text = "Lima decorated the Bolivian envoy."
    act = Candidate(head=1, first=1, last=1, type="SUPPORT", rule="event_verbs.x")
    assert _pairs(reader, text, [act]) == []
