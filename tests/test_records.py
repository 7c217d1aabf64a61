import json

import pytest
from pydantic import ValidationError

from dragoman.records import Event, MadeBy, Reading, Span


def test_schema_describes_every_section() -> None:
    schema = Reading.model_json_schema()
    assert {
        "report",
        "reader",
        "actors",
        "times",
        "places",
        "statements",
        "events",
        "conditions",
        "assessments",
    } <= set(schema["properties"])
    assert json.dumps(schema)


def test_records_are_frozen_and_strict() -> None:
    span = Span(start=0, end=1, text="x")
    with pytest.raises(ValidationError, match="frozen"):
        span.start = 3
    with pytest.raises(ValidationError, match="begin"):
        Span(start=0, end=1, text="x", begin=0)


def test_round_trip(reader) -> None:
    reading = reader.read("Peru's president said on Monday that Lima would reject the offer.", "2019-02-18")
    assert Reading.model_validate_json(reading.to_json()) == reading


def test_unknown_type_is_refused() -> None:
    with pytest.raises(ValidationError, match="type"):
        Event(
            start=0,
            end=1,
            text="x",
            type="MEET",
            actors=(),
            recipients=(),
            status="actual",
            score=0,
            confidence=1,
            made_by=MadeBy(rule="r"),
        )
