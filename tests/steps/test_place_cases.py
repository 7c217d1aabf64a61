"""The places step."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader, ReportText
from dragoman.records import Place


def places(reader: Reader, text: str) -> list[Place]:
    return reader.draft(ReportText(text)).places


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Envoys of Peru will meet in Oslo on Friday.", [("Peru", "PER"), ("Oslo", "NOR")]),
        ("The talks took place in Geneva, officials in Chicago said.", [("Geneva", "CHE"), ("Chicago", "USA")]),
        ("Troops of Lebanon moved into Tripoli on Monday.", [("Lebanon", "LBN"), ("Tripoli", "LBN")]),
        ("The ministers of Libya gathered in Tripoli.", [("Libya", "LBY"), ("Tripoli", "LBY")]),
        ("He was born in Alexandria, Virginia, in May.", [("Alexandria", "USA"), ("Virginia", "USA")]),
        ("Patrols left the Gulf of Oman and the Golan Heights.", [("Gulf of Oman", None), ("Golan Heights", "SYR")]),
        ("Ships left the South China Sea.", [("South China Sea", None)]),
        ("A delegation flew to Kiev.", [("Kiev", "UKR")]),
    ],
)
def test_where(reader: Reader, text: str, expected: list[tuple[str, str | None]]) -> None:
    assert [(p.text, p.country) for p in places(reader, text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "Oslo rejected the offer.",
        "He accused Oslo of bad faith.",
        "Oslo's ambassador left the room.",
        "Paris Hilton gave an interview.",
        "Michael Jordan waved to the crowd.",
        "China Daily reported the news.",
        "U.S. officials were silent.",
        "The Dutch delegation was late.",
    ],
)
def test_no_place(reader: Reader, text: str) -> None:
    assert places(reader, text) == []


def test_facts_of_a_city(reader: Reader) -> None:
    (place,) = places(reader, "The summit was held in Montevideo.")
    assert place.name == "Montevideo"
    assert place.country == "URY"
    assert place.latitude == pytest.approx(-34.9, abs=0.2)
    assert place.longitude == pytest.approx(-56.2, abs=0.2)
    assert place.geonames_id == 3441575
    assert place.made_by.rule == "places.city"


def test_offsets_are_exact(reader: Reader) -> None:
    text = "Nach “außen”: envoys met in São Paulo — and in\nNairobi."
    for place in places(reader, text):
        assert text[place.start : place.end] == place.text
    assert [p.text for p in places(reader, text)] == ["São Paulo", "Nairobi"]
