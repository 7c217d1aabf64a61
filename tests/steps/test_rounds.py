"""Rounds of talks: who takes part by the words around them, when, where, and whether they took place."""

import pytest


def found(reader, text):
    return [
        (frozenset(m.parties), m.place, m.date, m.status, m.level)
        for m in reader.read(text, "2018-07-20").negotiation.meetings
    ]


@pytest.mark.parametrize(
    ("text", "parties", "place", "date", "status"),
    [
        (
            "Earlier this year Kenya organised talks with Uganda in Mombasa, Kenya.",
            {"KEN", "UGA"},
            "Mombasa",
            "2018",
            "held",
        ),
        (
            "Speaking after a meeting with Uganda's president in Lagos on Monday, Kenya's president praised him.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-16",
            "held",
        ),
        (
            "The foreign ministers of Kenya and Uganda signed an accord in Lagos on Tuesday.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-17",
            "held",
        ),
        (
            "The foreign ministers of Kenya and Uganda are to sign an accord in Lagos on Sunday.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-22",
            "planned",
        ),
        (
            "The president of Kenya met the president of Uganda in the Nigerian city of Lagos on Monday.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-16",
            "held",
        ),
    ],
)
def test_a_round_of_talks(reader, text, parties, place, date, status):
    assert (frozenset(parties), place, date, status) in [m[:4] for m in found(reader, text)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Talks between Kenya and Uganda in Lagos are expected.", "planned"),
        ("The mediator recommended talks between Kenya and Uganda in Lagos.", "possible"),
        ("Talks between Kenya and Uganda in Lagos have ended.", "held"),
    ],
)
def test_talks_that_are_only_hoped_for_were_not_held(reader, text, status):
    assert [m[3] for m in found(reader, text)] == [status]


def test_leaders_are_no_mere_ministers(reader):
    (meeting,) = found(reader, "Kenyan Prime Minister Ali Omari met his Ugandan counterpart in Lagos on Monday.")
    assert meeting[4] == "leaders"


def test_a_visit_of_two_days_is_one_meeting(reader):
    text = (
        "Kenyan Foreign Minister Ali Omari met Ugandan Foreign Minister Jane Okello in Kampala on Monday. "
        "Omari met Okello again in Kampala on Tuesday."
    )
    dates = {m[2] for m in found(reader, text)}
    assert dates in ({"2018-07-16/2018-07-17"}, {"2018-07-16", "2018-07-17"})


@pytest.mark.parametrize(
    "text",
    [
        "The Kurds were promised a role in peace talks by Kenya.",
        "Kenya and Uganda signed an accord on trade in 1994.",
    ],
)
def test_what_is_no_meeting(reader, text):
    assert found(reader, text) == []


def test_whom_they_discuss_does_not_take_part(reader):
    for parties, *_ in found(reader, "Leaders of Kenya and Uganda gather in Lagos on Sunday to discuss Chad."):
        assert "TCD" not in parties


def test_a_day_of_decision_dates_no_meeting(reader):
    for meeting in found(reader, "Kenya voted on Monday to attend the summit with Uganda in Lagos."):
        assert meeting[2] != "2018-07-16"
