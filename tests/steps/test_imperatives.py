"""What a party is told in so many words, and what a headline leaves out."""

from __future__ import annotations

import pytest

from dragoman import Reader


def found(reader: Reader, text: str) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    return [(e.type, e.actors, e.recipients) for e in reader.read(text).events]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Pay for the bridge, Lima tells Quito", "REQUEST"),
        ("Leave the islands or face war, Lima tells Quito", "THREATEN"),
        ("No way, Lima tells Quito", "REJECT"),
    ],
)
def test_what_is_told_in_so_many_words(reader: Reader, text: str, kind: str) -> None:
    assert (kind, ("PER",), ("ECU",)) in found(reader, text)


def test_a_fact_that_is_told_is_no_demand(reader: Reader) -> None:
    assert not [e for e in found(reader, "The bridge is open, Lima tells Quito") if e[0] in ("REQUEST", "REJECT")]


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Quito lambasted by Lima for closing bridge", ("ACCUSE", ("PER",), ("ECU",))),
        ("Lawyers beaten by police in Harare", ("ASSAULT", ("ZWE",), ("lawyers",))),
        ("Roadside bomb claims lives of six Peruvian troops in Quito", ("ASSAULT", (), ("PER",))),
        ("Ecuador urged to free Peru's sailors", ("REQUEST", (), ("ECU",))),
    ],
)
def test_headlines_of_what_is_undergone(
    reader: Reader, text: str, act: tuple[str, tuple[str, ...], tuple[str, ...]]
) -> None:
    assert act in found(reader, text)


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("Nurses of the Red Cross treated the wounded in Peru.", ("AID", ("Red Cross",))),
        ("Villagers were shot by men of the Rapid Support Forces.", ("ASSAULT", ("Rapid Support Forces",))),
        ("Ecuador was suspended from the Arab League after the coup.", ("SANCTION", ("Arab League",))),
        ("Peru would not sit at one table with Ecuador.", ("REJECT", ("PER",))),
        ("The reporters were arrested before dawn by Peruvian troops.", ("COERCE", ("PER",))),
    ],
)
def test_who_does_it(reader: Reader, text: str, act: tuple[str, tuple[str, ...]]) -> None:
    assert act in [(kind, actors) for kind, actors, _ in found(reader, text)]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Peru tore into Ecuador on Friday.", "ACCUSE"),
        ("Peru stood firm against Ecuador's demand.", "REJECT"),
        ("Peru dragged its feet over Ecuador's request.", "REJECT"),
        ("Peru rattled its sabre at Ecuador.", "THREATEN"),
        ("Peru packed Ecuador's ambassador off home.", "SANCTION"),
        ("Peru launched a satellite for Ecuador.", "COOPERATE"),
        ("Peru slipped rockets to Ecuador.", "AID"),
        ("Peru cried out to Ecuador for boats.", "REQUEST"),
        ("Peru retracted its accusations against Ecuador.", "CONCEDE"),
        ("Peru laid the crash at Ecuador's door.", "ACCUSE"),
    ],
)
def test_idioms_reach_the_other_party(reader: Reader, text: str, kind: str) -> None:

    assert (kind, ("PER",), ("ECU",)) in found(reader, text)


@pytest.mark.parametrize(
    "text",
    [
        "Peru crushed Ecuador in the rugby final.",
        "Peru stopped short of condemning Ecuador.",
    ],
)
def test_no_harm_is_told(reader: Reader, text: str) -> None:
    events = reader.read(text).events
    assert all(e.status == "negated" for e in events if e.type in ("ASSAULT", "ACCUSE", "REJECT"))


def test_a_crowd_needs_no_name(reader: Reader) -> None:
    assert found(reader, "Tens of thousands took to the streets against the tax.") == [("PROTEST", (), ())]


def test_three_names_in_a_row(reader: Reader) -> None:
    acts = found(reader, "Samoa, Tonga and Fiji pooled their patrol aircraft.")
    assert ("COOPERATE", ("WSM", "TON", "FJI"), ()) in acts
