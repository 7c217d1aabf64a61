"""Who did it, where the verb does not say so: means, blame, places of deeds. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman import Reader

CASES = [
    # the doer of a passive stands with the means
    ("Ten people were killed in a Moroccan airstrike.", "killed", "ASSAULT", {"MAR"}),
    ("Nine villagers died in shelling by Rwandan forces.", "shelling", "ASSAULT", {"RWA"}),
    # who is responsible
    ("Peru was behind the raid on Chile.", "raid", "ASSAULT", {"PER"}),
    ("The insurgents were responsible for deadly attacks in Mali and Niger.", "attacks", "ASSAULT", {"insurgents"}),
    # a name before a deed with a target is its doer; before a blast it says where
    ("Officials said a U.S. air raid on Libya and Sudan had failed.", "air raid", "ASSAULT", {"USA"}),
    ("The Uganda bombing killed ten people.", "killed", "ASSAULT", set()),
    # who leads a coalition acts
    ("The Saudi-led coalition bombed the port.", "bombed", "ASSAULT", {"SAU"}),
    ("A NATO-led force entered Kosovo. RAF airstrikes killed five rebels in Libya.", "killed", "ASSAULT", {"GBR"}),
    # who is on a visit
    ("The Omani foreign minister, on a visit to Cairo, praised Egypt.", "visit", "CONSULT", {"OMN"}),
    ("The Omani foreign minister praised Egypt during a visit to Cairo.", "visit", "CONSULT", {"OMN"}),
    # a second person after the office of the first
    (
        "Ana Costa, the EU's foreign policy chief, and Joe Ruiz, a United Nations envoy, attended the ceremony.",
        "attended",
        "CONSULT",
        {"EU", "UN"},
    ),
    # the first of two participles
    ("Guerrillas trained and armed by Sudan killed ten people in Chad.", "armed", "AID", {"SDN"}),
    # protests that nobody is named to hold, and sanctions that a deed leads to
    ("Protests against the government of Togo erupted in Lome.", "Protests", "PROTEST", set()),
    ("Chad's raid on Niger led to sanctions against Chad.", "sanctions", "SANCTION", set()),
    # each does it to the other
    ("Chad and Sudan accused each other of arming rebels.", "accused", "ACCUSE", {"TCD", "SDN"}),
    ("Chad and Sudan met in Doha. Both sides accused one another of lying.", "accused", "ACCUSE", {"TCD", "SDN"}),
    # the one known party of an encounter
    ("Officials of Togo said at a meeting in Lagos that the border was closed.", "meeting", "CONSULT", {"TGO"}),
]


@pytest.fixture(scope="module")
def rules() -> Reader:
    return Reader(engine="rules")


@pytest.mark.parametrize(("text", "word", "kind", "actors"), CASES, ids=[f"{c[1]}: {c[0][:40]}" for c in CASES])
def test_the_doer(rules: Reader, text: str, word: str, kind: str, actors: set[str]) -> None:
    found = {e.text: e for e in rules.read(text, "2015-06-03").events if e.type == kind}
    assert word in found, list(found)
    assert set(found[word].actors) == actors


def test_a_deed_done_to_no_party_takes_no_doer_from_another(rules: Reader) -> None:
    text = "Chad killed a minister of Niger on Monday. The report lists the destruction of wells and roads."
    assert not [e for e in rules.read(text, "2015-06-03").events if e.text == "destruction" and e.actors]


@pytest.mark.parametrize(
    "text",
    [
        "Chad gave its sanction to the raids.",
        "As Chad clamped down on the protests, Niger objected.",
        "There is no guarantee that Chad will leave.",
        "Chad and Niger signed the documents of accession to the alliance.",
    ],
)
def test_these_nouns_are_no_act(rules: Reader, text: str) -> None:
    found = [e.text for e in rules.read(text, "2015-06-03").events]
    assert not {"sanction", "protests", "guarantee", "alliance"} & set(found)


def test_a_name_in_apposition_is_not_counted_twice(rules: Reader) -> None:
    text = (
        "Two men, Pedro Gomez and Juan Ruiz, led a group in Peru. The group's third member, Luis Soto, was convicted "
        "in Chile. The Times reported the two men were captured by the Chilean army."
    )
    (captured,) = [e for e in rules.read(text, "2015-06-03").events if e.text == "captured"]
    assert "Luis Soto" not in captured.recipients


@pytest.mark.parametrize(
    ("text", "word", "status"),
    [
        ("The talks between Peru and Chile were not going well.", "talks", "actual"),
        ("Talks between Peru and Chile are to resume in Lima next week.", "Talks", "planned"),
        ("The airstrikes already launched in Mali on Tuesday could be a sign of trouble.", "launched", "actual"),
        ("Kenya not only condemned Uganda but closed the border.", "condemned", "actual"),
    ],
)
def test_the_status(rules: Reader, text: str, word: str, status: str) -> None:
    found = {e.text: e.status for e in rules.read(text, "2015-06-03").events}
    assert found.get(word) == status


def test_a_relative_clause_hung_on_the_place_of_a_deed_makes_the_place_no_doer(rules: Reader) -> None:
    text = "Envoys discussed the bombings in Uganda and Kenya, which have killed ninety people."
    assert not [e for e in rules.read(text, "2015-06-03").events if e.type == "ASSAULT" and e.actors]
