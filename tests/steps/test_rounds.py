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


@pytest.mark.parametrize(
    ("text", "parties", "place", "date", "status"),
    [
        (
            "A new round of talks on a ceasefire are due to be held in Tanzania's capital, Dodoma, on 24-25 July, "
            "largely led by Kenya, Uganda and Chad.",
            {"KEN", "UGA", "TCD"},
            "Dodoma",
            "2018-07-24/2018-07-25",
            "planned",
        ),
        (
            "The Kenyan president, Ali Omari, along with his Ugandan counterpart, Jane Tumaini Okello, and the Rwandan "
            "president, Paul Habimana, are due to meet in the Nigerian city of Lagos on Sunday, where they are to "
            "discuss Chad.",
            {"KEN", "UGA", "RWA"},
            "Lagos",
            "2018-07-22",
            "planned",
        ),
        (
            "Peace is to be made at the Chadian National Dialogue Congress, an event co-sponsored by Kenya and Uganda "
            "and due to be held in the city of Lagos on 29-30 July.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-29/2018-07-30",
            "planned",
        ),
        (
            "Agreement on the border was formally reached by Kenya and Uganda on Tuesday in Lagos.",
            {"KEN", "UGA"},
            "Lagos",
            "2018-07-17",
            "held",
        ),
        (
            "The congress opens in Lagos on Sunday. The Lagos talks, brokered by Kenya, Uganda and Rwanda, collapsed.",
            {"KEN", "UGA", "RWA"},
            "Lagos",
            None,
            "held",
        ),
    ],
    ids=["a capital by its name", "who is along", "an event in apposition", "agreement in a town", "a known town"],
)
def test_talks_by_all_that_stands_around_them(reader, text, parties, place, date, status):
    assert (frozenset(parties), place, date, status) in [m[:4] for m in found(reader, text)]


def test_who_hosts_a_congress_gives_it_no_rank(reader):
    text = "The Kenyan president, Ali Omari, is set to host a two-day Ugandan Congress on Dialogue in the Indian Ocean "
    ((_, place, _, status, level),) = found(reader, text + "resort of Kilifi.")
    assert (place, status, level) == ("Kilifi", "planned", "unknown")


@pytest.mark.parametrize(
    ("text", "date"),
    [
        ("Kenya promised Uganda a loan at a meeting in Lagos in October.", "2017-10"),
        ("Kenya promised to speak at a meeting with Uganda in October.", "2018-10"),
        ("Kenya will meet Uganda in Lagos in October.", "2018-10"),
    ],
)
def test_what_was_done_at_a_meeting_in_a_month_is_past(reader, text, date):
    assert [m[2] for m in found(reader, text)] == [date]


@pytest.mark.parametrize(
    "text", ["Kenya and Uganda met their obligations in Lagos on Monday.", "Kenya and Uganda reached agreement."]
)
def test_no_encounter_by_a_verb_alone(reader, text):
    assert found(reader, text) == []
