"""The families of deeds: every rule that they name is there, and every PLOVER type has a strength."""

import tomllib
from importlib.resources import files
from typing import get_args

from dragoman.knowledge import load
from dragoman.ledger.acts import OccurrencesFile, families
from dragoman.ledger.matching import narrower_place, parties_fit, phases_fit, places_agree, same_place, when
from dragoman.records import EventType

KNOWN = load("occurrences.toml", OccurrencesFile)


_BUILT = {"*", "must", "will-not"}
"""Any rule, and those of modal verbs, which are built and not listed."""


def _rules() -> set[str]:
    found: set[str] = set()
    for name in ("event_verbs.toml", "event_nouns.toml", "appraisals.toml"):
        text = files("dragoman.knowledge").joinpath(name).read_text(encoding="utf-8")
        for value in tomllib.loads(text).values():
            if isinstance(value, list):
                found.update(rule["id"] for rule in value if isinstance(rule, dict) and "id" in rule)
    return found


def test_every_type_has_a_strength() -> None:
    assert set(KNOWN.strength) == set(get_args(EventType))


def test_the_rules_of_the_families_are_rules() -> None:
    assert {rule for family in KNOWN.family for rule in family.rules} - _rules() - _BUILT == set()


def test_loose_rules_are_rules_of_their_family_and_plans_lead_to_a_family() -> None:
    for family in KNOWN.family:
        assert family.loose <= family.rules
    named = {f"{family.type}.{family.id}" for family in KNOWN.family}
    assert {progress.family for progress in KNOWN.progress} <= named


def test_a_rule_in_no_family_is_one_by_itself() -> None:
    deed = families().deed("SANCTION", "event_verbs.close-embassy", None, None)
    assert (deed.family, deed.strength) == ("SANCTION.close-embassy", "plain")
    assert families().deed("ASSAULT", "learned.coder", None, None).strength == "standing"


def test_places() -> None:
    assert places_agree("Cuenca", None)
    assert places_agree("eastern Ghouta", "Ghouta")
    assert not places_agree("Peru", "Ecuador")
    assert places_agree("a place in no gazetteer", "Peru")
    assert not same_place("Peru", "Peru")
    assert same_place("Idlib", "Idlib province")
    assert narrower_place("Ecuador", "Cuenca") == narrower_place("Cuenca", "Ecuador") == "Cuenca"


def test_parties_phases_and_times() -> None:
    assert parties_fit(frozenset({"PER"}), frozenset({"PER", "ECU"})) == "contained"
    assert parties_fit(frozenset({"PER", "CHL"}), frozenset({"PER", "ECU"})) is None
    assert parties_fit(frozenset(), frozenset({"PER"})) is None
    assert phases_fit("ahead", 5, "actual", 5, False)
    assert not phases_fit("actual", 5, "ahead", 6, True)
    assert when("FUTURE_REF", None, "planned") is None
