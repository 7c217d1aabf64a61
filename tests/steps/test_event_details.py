"""Modes, contexts, CAMEO codes and magnitudes of events. The sentences are invented."""

from __future__ import annotations

import re
from itertools import product
from typing import get_args

import pytest
from pydantic import ValidationError

from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.reader import Reader
from dragoman.records import Event, EventType, Status
from dragoman.steps.event.cameo import Cameo, CameoFile, Coded
from dragoman.steps.event.contexts import MOST, ContextFile, Contexts
from dragoman.steps.event.modes import ModeFile, Modes
from dragoman.steps.events import load_plover

PLOVER = load_plover()
EVERY_KIND = [(kind, mode) for kind, entry in PLOVER.types.items() for mode in (None, *entry.modes)]

UNSURE = (
    "change",
    "assist",
    "targeted",
    "weapons",
    "cyber",
    "withhold",
    "misinformation",
    "multilateral",
    "discontinue",
    "withdraw",
)
"""Modes that have no CAMEO code of their own; words or other fields must say more."""


def event_of(reader: Reader, text: str, trigger: str) -> Event:
    found = [e for e in reader.read(text, "2012-05-16").events if e.text.startswith(trigger)]
    assert found, f"no event {trigger!r} in {text!r}"
    return found[0]


# text, trigger, mode
MODES = [
    ("Norway urged Chad to start talks with Mali.", "urged", "meet"),
    ("Norway urged Chad to release two pilots.", "urged", "yield"),
    ("Norway asked Chad to send doctors and food.", "asked", "assist"),
    ("Norway urged Chad to hold elections this year.", "urged", "change"),
    ("Norway called on Chad to negotiate.", "called", "meet"),
    ("Norway refused to negotiate with Chad.", "refused", "meet"),
    ("Norway refused to lift its embargo on Chad.", "refused", "yield"),
    ("Norway refused to send weapons to Chad.", "refused", "assist"),
    ("Norway threatened to expel the Chadian envoy.", "threatened", "expel"),
    ("Norway threatened to impose sanctions on Chad.", "threatened", "restrict"),
    ("Norway threatened to bomb Chad.", "threatened", "violence"),
    ("Norway threatened to annex the islands of Chad.", "threatened", "territory"),
    ("Norway, Chad and Peru met in Vienna.", "met", "multilateral"),
    ("Norway and Chad met in Vienna.", "met", "third-party"),
    ("Norway and Chad met in Oslo.", "met", None),
    ("Rebels attacked Chad with rockets.", "attacked", "heavy-weapons"),
    ("Chadian warplanes bombed Mali.", "bombed", "aerial"),
    ("Chad attacked Mali with drones.", "attacked", "drone"),
    ("Gunmen attacked a Chadian convoy.", "attacked", "firearms"),
    ("Chad attacked Mali with chlorine.", "attacked", "unconventional"),
    ("Chad attacked an air base in Mali.", "attacked", None),
    ("Rebels shelled a town in Chad, killing two people.", "shelled", "heavy-weapons"),
    ("Gunmen attacked a tank depot in Chad, killing two people.", "attacked", "firearms"),
]


@pytest.mark.parametrize(("text", "trigger", "mode"), MODES, ids=lambda value: str(value)[:40])
def test_mode_follows_from_the_clause(reader: Reader, text: str, trigger: str, mode: str | None) -> None:
    event = event_of(reader, text, trigger)
    assert event.mode == mode
    assert event.score == PLOVER.score(event.type, mode)


def test_every_mode_of_a_rule_is_plovers_and_every_mode_can_come_out() -> None:
    rules = Modes().rules
    known = {(kind, mode) for kind, mode in EVERY_KIND if mode}
    assert {(rule.type, rule.mode) for rule in rules} <= known
    assert all({(rule.type, mode) for mode in rule.over} <= known for rule in rules)
    by_rule = {(rule.type, rule.mode) for rule in rules}
    assert known - by_rule == {("SANCTION", "convict")}  # which a verdict's own verb gives


# text, trigger, contexts
CONTEXTS = [
    ("Norway and Chad discussed fishing rights.", "discussed", ("diplomatic", "natural-resource")),
    ("Norway urged Chad to free the press and fight corruption.", "urged", ("corruption",)),
    ("Norway accused Chad of violating human rights.", "accused", ("human-rights",)),
    ("Norway urged Chad to protect the rainforest.", "urged", ("environment",)),
    ("Norway urged Chad to dismantle its centrifuges.", "urged", ("cbrn",)),
    ("Norway urged Chad to admit more asylum seekers.", "urged", ("asylum",)),
    ("Norway imposed tariffs on Chad.", "imposed", ("economic",)),
    ("Norway criticised Chad.", "criticised", ()),
    ("Norway's defence minister criticised Chad.", "criticised", ()),
    ("Norway praised Chad, where elections are due in May.", "praised", ()),
]


@pytest.mark.parametrize(("text", "trigger", "contexts"), CONTEXTS, ids=lambda value: str(value)[:40])
def test_contexts_follow_from_the_clause(reader: Reader, text: str, trigger: str, contexts: tuple[str, ...]) -> None:
    assert event_of(reader, text, trigger).contexts == contexts


def test_contexts_are_plovers_in_its_order_and_few(reader: Reader) -> None:
    assert {rule.context for rule in Contexts(PLOVER.contexts).rules} == set(PLOVER.contexts)
    text = "Norway and Chad discussed oil, refugees, elections, vaccines, corruption and the border."
    contexts = event_of(reader, text, "discussed").contexts
    assert len(contexts) == MOST
    assert list(contexts) == sorted(contexts, key=PLOVER.contexts.index)


# text, trigger, code
CODES = [
    ("Norway will meet Chad on Friday.", "meet", "036"),
    ("Norway and Chad held negotiations on Monday.", "negotiations", "046"),
    ("Norway phoned Chad about the border.", "phoned", "041"),
    ("Norway agreed to release two pilots.", "agreed", "0353"),
    ("Norway pledged to lift the sanctions on Chad.", "pledged", "0354"),
    ("Norway and Chad signed a treaty.", "signed", "057"),
    ("Norway recognised Mali.", "recognised", "054"),
    ("Norway sent food to Chad.", "sent", "073"),
    ("Norway apologised to Chad.", "apologised", "055"),
    ("Norway urged Chad to negotiate.", "urged", "026"),
    ("Norway demanded that Chad negotiate.", "demanded", "106"),
    ("Norway refused to negotiate with Chad.", "refused", "125"),
    ("Norway vetoed the resolution on Chad.", "vetoed", "129"),
    ("Norway criticised Chad.", "criticised", "111"),
    ("Norway threatened to impose sanctions on Chad.", "threatened", "1312"),
    ("Norway imposed sanctions on Chad.", "imposed", "163"),
    ("Norway arrested two Chadian pilots.", "arrested", "173"),
    ("Chad attacked Mali.", "attacked", "190"),
    ("Chad attacked Mali with chlorine.", "attacked", "2041"),
]


@pytest.mark.parametrize(("text", "trigger", "code"), CODES, ids=lambda value: str(value)[:40])
def test_code_is_the_most_specific_that_is_certain(reader: Reader, text: str, trigger: str, code: str) -> None:
    event = event_of(reader, text, trigger)
    assert event.cameo == code
    assert event.goldstein == Cameo().goldstein(code)


@pytest.mark.parametrize(("kind", "mode"), EVERY_KIND, ids=str)
def test_every_type_mode_and_status_has_a_code(reader: Reader, kind: EventType, mode: str | None) -> None:
    cameo = Cameo()
    doc = reader.language.parse("")
    for status, contexts in product(get_args(Status), (frozenset(), frozenset({"military"}), frozenset({"economic"}))):
        found = cameo.code(doc, (), Coded(kind, mode, status, contexts, "event_verbs.none"))
        assert re.fullmatch(r"\d{2,4}", found.value)
        assert found.value[:2] in cameo.file.roots[kind]
        assert -10 <= cameo.goldstein(found.value) <= 10
        if mode and mode not in UNSURE:
            assert not found.rule.startswith("cameo.general")


def test_every_code_is_of_its_type_and_has_a_score() -> None:
    file = Cameo().file
    for rule in file.rule:
        assert rule.code[:2] in file.roots[rule.type]
        assert rule.code in file.goldstein
        if rule.type == "REQUEST":
            assert file.demand.appeal + rule.code[2:] in file.goldstein
        assert rule.modes <= set(PLOVER.types[rule.type].modes), rule.id
        assert rule.contexts <= set(PLOVER.contexts), rule.id


def test_cooperation_to_come_is_an_intent() -> None:
    cameo = Cameo()
    doc = Reader().language.parse("")
    for kind in ("CONSULT", "SUPPORT", "COOPERATE", "AID", "CONCEDE", "RETREAT"):
        for mode in (None, *PLOVER.types[kind].modes):
            code = cameo.code(doc, (), Coded(kind, mode, "planned", frozenset(), "x.y")).value
            assert code.startswith("03"), (kind, mode)


# text, killed, injured
MAGNITUDES = [
    ("Rebels attacked a convoy in Chad, killing at least 12 people.", 12, None),
    ("Rebels shelled Chad. A nurse and two farmers were killed and 14 others injured.", 3, 14),
    ("Rebels bombed a market in Chad. The death toll rose to 31.", 31, None),
    ("Rebels attacked a village in Chad, leaving nine people dead and thirty wounded.", 9, 30),
    ("Rebels attacked the port of Chad but there were no casualties.", 0, 0),
    ("Rebels attacked the port of Chad. There were no reports of casualties.", None, None),
    ("Rebels killed dozens of soldiers in Chad.", None, None),
    ("Rebels killed up to 20 soldiers in Chad.", None, None),
    ("Rebels killed 20 to 30 soldiers in Chad.", None, None),
    ("Rebels killed two dozen soldiers in Chad.", 24, None),
    ("Rebels killed one hundred and twenty soldiers in Chad.", 120, None),
    ("Rebels killed a soldier and several farmers in Chad.", None, None),
    ("The attack by rebels claimed the lives of 12 soldiers.", 12, None),
    ("No one was killed in the rebel attack on Chad.", 0, None),
    ("Rebels attacked Chad. Ten farmers died last year in a storm.", None, None),
    ("Chad may attack Mali, killing 12 people.", None, None),
]


@pytest.mark.parametrize(("text", "killed", "injured"), MAGNITUDES, ids=lambda value: str(value)[:50])
def test_victims_are_counted_where_a_number_is_stated(
    reader: Reader, text: str, killed: int | None, injured: int | None
) -> None:
    found = [e.magnitude for e in reader.read(text, "2012-05-16").events if e.magnitude]
    assert [m.killed for m in found if m.killed is not None] == ([] if killed is None else [killed])
    assert [m.injured for m in found if m.injured is not None] == ([] if injured is None else [injured])
    assert all(text[s.start : s.end] == s.text for m in found for s in m.evidence)


def test_grounds_name_rule_and_words(reader: Reader) -> None:
    text = "Norway urged Chad to release two pilots."
    grounds = {g.field: g for g in event_of(reader, text, "urged").grounds}
    assert (grounds["mode"].value, grounds["mode"].rule) == ("yield", "modes.request-yield")
    assert grounds["mode"].cue is not None
    assert grounds["mode"].cue.text == "release"
    assert (grounds["cameo"].value, grounds["cameo"].rule) == ("0253", "cameo.ask-to-release")


def test_rules_that_say_nothing_are_refused() -> None:
    with pytest.raises(KnowledgeError, match="words, modes or parties"):
        parse('[[rule]]\nid = "x"\ncontext = "legal"\nwords = []', ContextFile, "contexts.toml")
    with pytest.raises(KnowledgeError, match="Extra inputs"):
        parse('[[rule]]\nid = "x"\ntype = "AID"\nmode = "y"\nwords = []\nwhen = 1', ModeFile, "modes.toml")


def test_a_code_of_another_type_is_refused() -> None:
    known = Cameo().file.model_dump()
    known["rule"] = [{"id": "x", "type": "AID", "code": "190"}]
    with pytest.raises(ValidationError, match="190 has no score or is no code of AID"):
        CameoFile.model_validate(known)
