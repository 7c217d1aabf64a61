"""Conditions: which words bind which two acts, whose acts they are, and what is none. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import made_draft

from dragoman.errors import KnowledgeError
from dragoman.knowledge import load, parse
from dragoman.steps.condition.rules import File
from dragoman.steps.conditions import Conditions

ACTORS = {
    "Chad": "TCD",
    "Mali": "MLI",
    "Niger": "NER",
    "Peru": "PER",
    "Bolivia": "BOL",
    "Oslo": "NOR",
    "the rebels": "rebels",
    "Norway": "NOR",
    "They": "rebels",
    "it": "TCD",
    "We": "PER",
}


@pytest.fixture(scope="module")
def step() -> Conditions:
    return Conditions()


@pytest.fixture
def find(language, step):
    def run(text, statements=(), events=()):
        draft = made_draft(language, text, {w: c for w, c in ACTORS.items() if w in text}, statements, events)
        step(draft)
        return draft

    return run


FOUND = [
    (
        "Chad will reopen the border if Mali withdraws its troops.",
        "if",
        "Chad will reopen the border",
        "Mali withdraws its troops",
    ),
    (
        "If Mali withdraws its troops, Chad will reopen the border.",
        "if",
        "Chad will reopen the border",
        "Mali withdraws its troops",
    ),
    ("Peru can join the pact only if Bolivia agrees.", "only_if", "Peru can join the pact", "Bolivia agrees"),
    (
        "Peru would release the ship provided that Bolivia paid compensation.",
        "only_if",
        "Peru would release the ship",
        "Bolivia paid compensation",
    ),
    (
        "Norway will close its embassy unless Chad frees the envoy.",
        "unless",
        "Norway will close its embassy",
        "Chad frees the envoy",
    ),
    (
        "Norway will not resume aid until Chad frees the envoy.",
        "until",
        "Norway will not resume aid",
        "Chad frees the envoy",
    ),
    (
        "Chad will sign the treaty once Mali ratifies the accord.",
        "after",
        "Chad will sign the treaty",
        "Mali ratifies the accord",
    ),
    (
        "Chad would free the sailors in exchange for a loan from Norway.",
        "exchange",
        "Chad would free the sailors",
        "a loan from Norway",
    ),
    ("There can be no talks without a withdrawal by Mali.", "without", "There can be no talks", "a withdrawal by Mali"),
    ("A ceasefire is a precondition for talks with Chad.", "precondition", "talks with Chad", "A ceasefire"),
    (
        "Recognition of Peru depends on the consent of Bolivia.",
        "depends",
        "Recognition of Peru",
        "the consent of Bolivia",
    ),
    ("Chad needs the support of Niger to end the war.", "need", "end the war", "the support of Niger"),
    (
        "Mali must disarm the rebels before Chad signs the treaty.",
        "before",
        "Chad signs the treaty",
        "Mali must disarm the rebels",
    ),
    (
        "Chad will not sign the treaty before Mali disarms the rebels.",
        "before",
        "Chad will not sign the treaty",
        "Mali disarms the rebels",
    ),
    (
        "Should Mali attack the town, Chad will send its army.",
        "inverted",
        "Chad will send its army",
        "Mali attack the town",
    ),
    (
        "Chad must leave the camp, otherwise Mali will shell it.",
        "otherwise",
        "Mali will shell it",
        "Chad must leave the camp",
    ),
]


@pytest.mark.parametrize(
    ("text", "rule", "consequent", "antecedent"), FOUND, ids=[row[1] + " " + row[0][:20] for row in FOUND]
)
def test_a_condition_has_its_two_parts(find, text, rule, consequent, antecedent):
    (condition,) = find(text).conditions
    assert condition.made_by.rule == f"conditions.{rule}"
    assert (condition.consequent.text, condition.antecedent.text) == (consequent, antecedent)
    assert text[condition.start : condition.end] == condition.text
    assert condition.made_by.cue.text.lower() in text.lower()


NONE = [
    "Reporters asked if Chad would sign the treaty.",
    "Chad will sign the treaty even if Mali refuses.",
    "If prices rise, shops will close.",
    "Chad would have signed if Mali had withdrawn.",
    "Chad arrived in Oslo after Mali signed the accord.",
    "Chad will arrive in Oslo after Mali signed the accord.",
    "Chad waited as long as a month.",
    "Will Chad sign if Mali withdraws?",
    "Chad was at peace until Mali attacked.",
    "Chad left Oslo without a word.",
    "It is unclear if Mali will sign.",
    "The town will be crowded when summer comes.",
    "Chad had met Mali once before the summit.",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_condition(find, text):
    assert find(text).conditions == []


@pytest.mark.parametrize(
    ("text", "consequent", "antecedent"),
    [
        ("Chad will reopen the border if Mali withdraws its troops.", "TCD", "MLI"),
        ("Norway will close its embassy unless the envoy is freed.", "NOR", None),
        ("The border will be reopened by Chad if Mali withdraws.", "TCD", "MLI"),
        ("Chad would free the sailors in exchange for a loan from Norway.", "TCD", "NOR"),
    ],
)
def test_whose_acts_they_are(find, text, consequent, antecedent):
    (condition,) = find(text).conditions
    assert (condition.consequent.actor, condition.antecedent.actor) == (consequent, antecedent)


def test_the_speaker_asserts_it(find):
    text = "Peru said the ships would leave only if Bolivia opened the port."
    content = "the ships would leave only if Bolivia opened the port"
    assert find(text, [("PER", "said", content)]).conditions[0].asserted_by == "PER"
    assert find(text).conditions[0].asserted_by is None


def test_a_demander_asserts_what_he_demands(find):
    (condition,) = find("Niger rejected Chad's offer to free the sailors if Mali withdraws.").conditions
    assert condition.asserted_by == "TCD"


def test_a_minister_speaks_of_his_own_state(find):
    text = "Norway said return would be possible only if suspects could be detained."
    (condition,) = find(text, [("NOR", "said", text[12:-1])]).conditions
    assert (condition.consequent.actor, condition.antecedent.actor) == ("NOR", "NOR")


def test_first_takes_the_act_that_was_demanded_before(find):
    text = "Chad urged Mali to free the sailors. Mali said Chad should first withdraw its army."
    draft = find(
        text,
        [("TCD", "urged", "to free the sailors"), ("MLI", "said", "Chad should first withdraw its army")],
        [("urged", "REQUEST", ["TCD"], ["MLI"])],
    )
    (condition,) = draft.conditions
    assert condition.relation == "first"
    assert condition.asserted_by == "MLI"
    assert (condition.consequent.text, condition.consequent.actor) == ("free the sailors", "MLI")
    assert (condition.antecedent.text, condition.antecedent.actor) == ("withdraw its army", "TCD")


def test_first_without_an_earlier_demand_is_none(find):
    text = "Mali said Chad should first withdraw its army."
    assert find(text, [("MLI", "said", "Chad should first withdraw its army")]).conditions == []


def test_only_if_is_not_read_twice_as_if(find):
    assert len(find("Peru can join the pact only if Bolivia agrees.").conditions) == 1


def test_nothing_where_nobody_acts(language, step):
    draft = made_draft(language, "It will stay closed unless it rains.", {})
    step(draft)
    assert draft.conditions == []


@pytest.mark.parametrize(
    "text", ["", "if", "If if if unless", "“if” unless, until.", "unless\nunless", "only if 🕊 only if"]
)
def test_any_text_is_read(find, text):
    assert find(text).conditions == []


def test_an_unknown_key_is_an_error():
    with pytest.raises(KnowledgeError, match="shap"):
        parse('[[cue]]\nid = "x"\nshap = "clause"\n[words]\n', File, "x.toml")


def test_ids_are_unique():
    ids = [cue.id for cue in load("conditions.toml", File).cue]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("text", "actor"),
    [
        ("Norway will open the port. Norway will lift the ban after the port is opened.", "NOR"),
        ("Norway will lift the ban after the questions about Chad's mines are resolved.", "TCD"),
        ("Norway will lift the ban after the questions are resolved.", None),
    ],
)
def test_whose_act_a_passive_is(reader, text, actor):
    condition = reader.read(text, "2019-02-18").conditions[-1]
    assert condition.antecedent.actor == actor
