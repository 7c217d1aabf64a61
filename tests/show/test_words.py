"""Names of parties and words for every value a record can have."""

from typing import get_args

import pytest

from dragoman import records
from dragoman.show.words import EVENT_TYPES, RELATIONS, SECTIONS, Parties, state_name
from made_reading import made


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("PER", "Peru"),
        ("KOR", "South Korea"),
        ("IRN", "Iran"),
        ("RUS", "Russia"),
        ("UN", None),
        ("ZZZ", None),
        ("per", None),
    ],
)
def test_states_go_by_their_common_name(code: str, name: str | None) -> None:
    assert state_name(code) == name


def test_a_report_names_its_states_itself() -> None:
    parties = Parties([actor.model_copy(update={"name": "the Peruvian side"}) for actor in made().actors])
    assert parties.name("PER") == "the Peruvian side"
    assert parties.names(["ECU", "NATO"]) == "the Peruvian side, NATO"
    assert parties.name(None) == parties.names([]) == "not stated"


def test_every_value_has_its_words() -> None:
    assert set(EVENT_TYPES) == set(get_args(records.EventType))
    assert set(RELATIONS) == set(get_args(records.Relation))
    assert {*records.KINDS, "meetings", "positions", "disputes", "deadlocks", "next"} == set(SECTIONS)
