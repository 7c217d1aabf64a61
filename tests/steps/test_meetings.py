"""Meetings: one encounter from all its mentions, two from two. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import TEST, made_draft, span_of

from dragoman.knowledge import load
from dragoman.records import Place, Time
from dragoman.steps.lookup import Lookup
from dragoman.steps.negotiation import File
from dragoman.steps.view.meetings import meetings

ACTORS = {
    "Chad": "TCD",
    "Mali": "MLI",
    "Niger": "NER",
    "Peru": "PER",
    "Bolivia": "BOL",
    "UN": "UN",
    "Omar Diallo": "Omar Diallo",
    "villagers": "villagers",
}
WORDS = load("negotiation.toml", File).meetings


@pytest.fixture
def find(language):
    def run(text, events):
        actors = {w: c for w, c in ACTORS.items() if w in text}
        draft = made_draft(language, text, actors, (), events, people=["villagers"], persons=["Omar Diallo"])
        return meetings(draft, Lookup(draft), WORDS)

    return run


PAIR = ["TCD", "MLI"]


def test_mentions_of_one_encounter_are_one_meeting(find):
    text = "Chad and Mali held talks in Oslo on Monday. The talks were long. They talked of peace in the Oslo talks."
    found = find(
        text,
        [
            ("talks", "CONSULT", PAIR, [], "actual", "2011-03-07", "Oslo"),
            ("talks#1", "CONSULT", PAIR, []),
            ("talks#2", "CONSULT", PAIR, [], "actual", None, "Oslo"),
        ],
    )
    assert len(found) == 1
    (meeting,) = found
    assert (meeting.parties, meeting.place, meeting.date, meeting.status) == (
        ("TCD", "MLI"),
        "Oslo",
        "2011-03-07",
        "held",
    )
    assert [e.text for e in meeting.evidence] == ["talks", "talks", "talks"]


def test_the_narrower_date_and_a_later_place_are_kept(find):
    text = "Chad and Mali will meet next week. The meeting in Oslo is set for Tuesday."
    (meeting,) = find(
        text,
        [
            ("meet", "CONSULT", PAIR, [], "planned", "2011-W11", None),
            ("meeting", "CONSULT", PAIR, [], "planned", "2011-03-15", "Oslo"),
        ],
    )
    assert (meeting.date, meeting.place, meeting.status) == ("2011-03-15", "Oslo", "planned")


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (("actual", "2011-03-07", None), ("actual", "2011-02", None)),
        (("actual", None, "Oslo"), ("actual", None, "Lima")),
        (("actual", "2011-03-07", None), ("planned", "2011-03-15", None)),
    ],
    ids=["date", "place", "status"],
)
def test_what_differs_is_two_meetings(find, one, two):
    text = "Chad and Mali held talks. Chad and Mali had a meeting."
    found = find(text, [("talks", "CONSULT", PAIR, [], *one), ("meeting", "CONSULT", PAIR, [], *two)])
    assert len(found) == 2


def test_a_small_meeting_beside_a_large_one_stays_apart(find):
    text = "Chad and Mali will meet in Oslo. A conference of Chad, Mali, Niger, Peru and Bolivia is planned in Oslo."
    found = find(
        text,
        [
            ("meet", "CONSULT", PAIR, [], "planned", "2011-W11", "Oslo"),
            ("conference", "CONSULT", [*PAIR, "NER", "PER", "BOL"], [], "planned", "2011-W11", "Oslo"),
        ],
    )
    assert [len(m.parties) for m in found] == [2, 5]


def test_a_call_is_no_meeting_in_a_room(find):
    text = "Chad and Mali met on Monday. Chad and Mali spoke in a phone call on Monday."
    events = [
        ("met", "CONSULT", PAIR, [], "actual", "2011-03-07", None),
        ("call", "CONSULT", PAIR, [], "actual", "2011-03-07", None),
    ]
    assert len(find(text, events)) == 2


def test_previous_talks_are_others(find):
    text = "Chad and Mali held talks in Oslo. At the previous talks nothing was agreed."
    events = [
        ("talks", "CONSULT", PAIR, [], "actual", "2011-03-07", "Oslo"),
        ("talks#1", "CONSULT", PAIR, []),
    ]
    assert len(find(text, events)) == 2


def test_an_undated_the_talks_joins_whatever_its_status(find):
    text = "Chad and Mali are holding talks in Oslo. The talks, set to end soon, were long."
    events = [
        ("talks", "CONSULT", PAIR, [], "actual", "2011-03-07", "Oslo"),
        ("talks#1", "CONSULT", PAIR, [], "planned", None, None),
    ]
    assert len(find(text, events)) == 1


def test_who_comes_joins_the_conference(find):
    text = "Chad and Mali will meet in Oslo on Monday. Chad will attend in Oslo on Monday."
    events = [
        ("meet", "CONSULT", PAIR, [], "planned", "2011-03-14", "Oslo"),
        ("attend", "CONSULT", ["TCD"], [], "planned", "2011-03-14", "Oslo"),
    ]
    (meeting,) = find(text, events)
    assert meeting.parties == ("TCD", "MLI")


@pytest.mark.parametrize(
    ("text", "event", "count"),
    [
        ("Chad will hold a conference in Oslo.", ("conference", "CONSULT", ["TCD"], [], "planned", None, "Oslo"), 1),
        ("Chad will hold a conference.", ("conference", "CONSULT", ["TCD"], [], "planned", None, None), 0),
        ("Chad will report to the UN.", ("report", "CONSULT", ["TCD"], ["UN"], "planned", None, None), 0),
        ("Omar Diallo travelled to Chad.", ("travelled", "CONSULT", ["Omar Diallo"], ["TCD"]), 0),
        ("The villagers gathered in Oslo.", ("gathered", "CONSULT", ["villagers"], [], "actual", None, "Oslo"), 0),
        ("Chad did not meet Mali.", ("meet", "CONSULT", PAIR, [], "negated", None, None), 0),
        ("Chad cancelled the meeting with Mali.", ("meeting", "CONSULT", PAIR, [], "negated", None, None), 1),
        ("Chad attacked Mali.", ("attacked", "ASSAULT", ["TCD"], ["MLI"]), 0),
        ("Chad invited Mali to visit Oslo.", ("invited", "AGREE", ["TCD"], ["MLI"]), 1),
        ("Chad agreed with Mali to meet its debts.", ("agreed", "AGREE", PAIR, []), 0),
    ],
)
def test_what_is_a_meeting(find, text, event, count):
    assert len(find(text, [event])) == count


def test_a_visit_to_two_is_two_meetings(find):
    text = "Chad is visiting Mali and Niger."
    found = find(text, [("visiting", "CONSULT", ["TCD"], ["MLI", "NER"])])
    assert [m.parties for m in found] == [("TCD", "MLI"), ("TCD", "NER")]


@pytest.mark.parametrize(
    ("words", "level"),
    [
        ("a summit", "leaders"),
        ("working-level talks", "working-level"),
        ("a meeting", "unknown"),
    ],
)
def test_the_level(find, words, level):
    text = f"Chad and Mali held {words} in Oslo."
    (meeting,) = find(text, [(words.split()[-1], "CONSULT", PAIR, [], "actual", None, "Oslo")])
    assert meeting.level == level


def test_a_date_after_the_report_is_to_come(find):
    text = "Chad spoke of the summit with Mali in May."
    (meeting,) = find(text, [("summit", "CONSULT", PAIR, [], "actual", "2011-05", None)])
    assert meeting.status == "planned"


def test_the_only_day_of_the_sentence_dates_the_meeting(language):
    text = "On Monday Chad met Mali. Niger said on Tuesday that Peru met Bolivia."
    actors = {w: c for w, c in ACTORS.items() if w in text}
    events = [("met", "CONSULT", PAIR, []), ("met#1", "CONSULT", ["PER", "BOL"], [])]
    draft = made_draft(language, text, actors, [("NER", "said", "Peru met Bolivia")], events)
    for words, value in (("Monday", "2011-03-07"), ("Tuesday", "2011-03-08")):
        draft.times.append(Time(**span_of(text, words), made_by=TEST, type="DATE", value=value))
    assert [m.date for m in meetings(draft, Lookup(draft), WORDS)] == ["2011-03-07", None]


@pytest.mark.parametrize(("country", "parties"), [("MLI", ("TCD", "MLI")), ("USA", ("TCD",))])
def test_a_visitor_meets_the_state_of_the_place(language, country, parties):
    text = "Chad will visit Gao. Mali is glad."
    actors = {w: c for w, c in ACTORS.items() if w in text}
    draft = made_draft(language, text, actors, (), [("visit", "CONSULT", ["TCD"], [], "planned", None, "Gao")])
    draft.places.append(Place(**span_of(text, "Gao"), made_by=TEST, name="Gao", country=country))
    found = meetings(draft, Lookup(draft), WORDS)
    assert [m.parties for m in found] == ([parties] if len(parties) > 1 else [])


def test_what_is_arranged_has_the_date_that_hangs_on_it(reader):
    text = "Kenya's president has received an invitation to visit Chad in 2031, although no date has been set."
    (found,) = reader.read(text, "2030-05-04").negotiation.meetings
    assert (found.status, found.date) == ("possible", "2031")
    (found,) = reader.read(
        "Chad and Kenya agreed that their ministers should meet in May 2031.", "2030-05-04"
    ).negotiation.meetings
    assert found.date == "2031-05"
