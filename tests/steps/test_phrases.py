"""Idioms, light verbs and particles that name acts, read by the rules alone. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader


@pytest.fixture(scope="module")
def rules() -> Reader:
    return Reader(engine="rules")


ACTS = [
    ("Togo gave Ghana its word that the road would stay open.", "AGREE", "TGO", "GHA"),
    ("Peru and Chile patched up their quarrel over the islets.", "AGREE", "PER CHL", ""),
    ("Malta brought Libya and Chad to the table.", "CONSULT", "MLT", "LBY TCD"),
    ("Latvia came down on the side of Finland.", "SUPPORT", "LVA", "FIN"),
    ("Gabon's president took his hat off to Kenya.", "SUPPORT", "GAB", "KEN"),
    ("Japan took Laos off its blacklist.", "CONCEDE", "JPN", "LAO"),
    ("Egypt slashed tariffs on Moroccan cars.", "CONCEDE", "EGY", "MAR"),
    ("Kenya tipped off Uganda about the convoy.", "COOPERATE", "KEN", "UGA"),
    ("Qatar wrote off a billion dollars owed by Sudan.", "AID", "QAT", "SDN"),
    ("Rebels handed in their rifles.", "RETREAT", "rebels", ""),
    ("Nepal lent on no one; it leaned on India to reopen the pass.", "REQUEST", "NPL", "IND"),
    ("Ireland took Spain to task over the trawlers.", "ACCUSE", "IRL", "ESP"),
    ("Iraq slammed the door on Kuwait's offer.", "REJECT", "IRQ", "KWT"),
    ("The rebels swore revenge on Chad.", "THREATEN", "rebels", "TCD"),
    ("Students burst into the embassy of Chad in Lima.", "PROTEST", "students", "TCD"),
    ("Benin sent the Libyan ambassador packing.", "SANCTION", "BEN", "LBY"),
    ("Oman told the Syrian ambassador to leave.", "SANCTION", "OMN", "SYR"),
    ("Kampala beefed up security around the airport.", "MOBILIZE", "UGA", ""),
    ("Yemen fired a missile into the Red Sea.", "MOBILIZE", "YEM", ""),
    ("Algeria pulled the plug on a private radio station.", "COERCE", "DZA", None),
    ("Bandits carried off two Danish nurses.", "ASSAULT", "bandits", None),
    ("Sudan dropped bombs on Chadian villages.", "ASSAULT", "SDN", None),
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), ACTS, ids=[a[0] for a in ACTS])
def test_acts(rules: Reader, text: str, kind: str, actors: str, recipients: str | None) -> None:
    events = rules.read(text).events
    found = [e for e in events if (e.type, " ".join(e.actors)) == (kind, actors)]
    assert found, [(e.type, e.actors, e.recipients, e.made_by.rule) for e in events]
    assert recipients is None or recipients in {" ".join(e.recipients) for e in found}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya met the demand for maize with imports.",
        "The minister of Peru took a position on the tax.",
    ],
)
def test_no_acts(rules: Reader, text: str) -> None:
    assert [(e.type, e.text) for e in rules.read(text).events] == []


def test_both_owners_of_what_is_done_by_two(rules: Reader) -> None:
    (found,) = rules.read("Peru's and Chile's demands that Bolivia drop its claim were made public.").events
    assert (found.type, found.actors, found.recipients) == ("REQUEST", ("PER", "CHL"), ("BOL",))


def test_what_workers_do_on_a_day_is_no_attack_on_it(rules: Reader) -> None:
    assert "ASSAULT" not in {e.type for e in rules.read("Workers plan to march on Monday.").events}


def test_vowed_curbs_are_a_threat(rules: Reader) -> None:
    (found,) = rules.read("Norway vowed fresh curbs on Chad.").events
    assert (found.type, found.recipients) == ("THREATEN", ("TCD",))


def test_an_object_hung_on_a_particle(rules: Reader) -> None:
    (found,) = rules.read("Iraq called in Norway's ambassador.").events
    assert (found.type, found.actors, found.recipients) == ("ACCUSE", ("IRQ",), ("NOR",))
