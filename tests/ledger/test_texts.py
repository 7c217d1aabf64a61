"""Words of a report taken out of a record, and put back."""

import copy
from typing import Any

import pytest

from dragoman.ledger.texts import pointed_out, restore, withhold

TEXT = "The talks — the last\nones before the deadline — ended in Lima, and nobody was surprised. ⟦0:9⟧ stood there."


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("ended in Lima, and nobody", "⟦48:73⟧"),
        ("ended in Lima, and", "ended in Lima, and"),
        ("Peru says: ended in Lima, and nobody was surprised, all told", "Peru says: ⟦48:87⟧, all told"),
        ("the last ones before the deadline", "⟦12:45~⟧"),
        ("none of this is in the text", "none of this is in the text"),
        ("", ""),
    ],
)
def test_five_words_of_the_report_become_a_pointer(said: str, kept: str) -> None:
    record = {"because": said}
    withhold(record, TEXT)
    assert record == {"because": kept}
    restore(record, TEXT)
    assert record == {"because": said}


def test_two_runs_in_one_string() -> None:
    said = "A sets a condition (“the last ones before the deadline”); B (“and nobody was surprised. ⟦0:9⟧ stood”)"
    record = {"because": said}
    withhold(record, TEXT)
    assert record["because"].count(":") == 2
    assert "deadline" not in record["because"]
    restore(record, TEXT)
    assert record["because"] == said


def test_codes_stay_and_spans_lose_their_words() -> None:
    record: dict[str, Any] = {
        "actors": [{"code": "ended in Lima, and nobody", "name": "ended in Lima, and nobody", "mentions": []}],
        "events": ({"start": 48, "end": 53, "text": "ended", "made_by": {"rule": "r", "cue": None}},),
    }
    kept = copy.deepcopy(record)
    withhold(kept, TEXT)
    assert kept["actors"][0]["code"] == "ended in Lima, and nobody"
    assert kept["actors"][0]["name"] == "⟦48:73⟧"
    assert kept["events"][0]["text"] is None


def test_without_the_text_there_is_an_ellipsis() -> None:
    assert pointed_out("Peru says: ⟦48:87⟧, all told", None) == "Peru says: …, all told"
    span: dict[str, Any] = {"start": 1, "end": 2, "text": None, "issue": "⟦1:40⟧"}
    restore(span, None)
    assert span == {"start": 1, "end": 2, "text": "", "issue": "…"}


def test_a_pointer_out_of_the_text_is_harmless() -> None:
    assert pointed_out("⟦999999999999:9999999999999⟧", TEXT) == ""
