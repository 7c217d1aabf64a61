"""A table with the columns of ICEWS's coded event data: tab-separated, with a line of headings."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.ledger.exports.dyads import Dyad, dyads, first_of_day
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.names import country_name, meaning, sector_words
from dragoman.ledger.exports.safe import tab_line
from dragoman.ledger.exports.told import Party, told

COLUMNS = (
    "Event ID", "Event Date", "Source Name", "Source Sectors", "Source Country", "Event Text", "CAMEO Code",
    "Intensity", "Target Name", "Target Sectors", "Target Country", "Story ID", "Sentence Number", "Publisher",
    "City", "District", "Province", "Country", "Latitude", "Longitude",
)  # fmt: skip


def pieces(job: Job) -> Iterator[str]:
    """The headings, then a line a dyad."""
    yield tab_line(COLUMNS)
    records = dyads(told(job.ledger, job.scope, text=True), job.scope, job.left_out)
    for record in first_of_day(records, job.left_out) if job.one_a_day else records:
        job.written += 1
        yield tab_line(_values(record))


def _values(record: Dyad) -> tuple[Any, ...]:
    event, story, place = record.told.event, record.told.story, record.told.place or {}
    # A place without an id of its own is a region or a state, no city.
    city = place.get("name") if place.get("geonames_id") else None
    return (
        record.number,
        record.day.isoformat(),
        *_party(record.source),
        meaning(record.code),
        record.code,
        event["goldstein"],
        *_party(record.target),
        story.id,
        record.told.sentence_number,
        story.row["source"],
        city,
        None,
        None,
        country_name(place.get("country")),
        place.get("latitude"),
        place.get("longitude"),
    )


def _party(party: Party) -> tuple[str, str, str]:
    """Name, sectors and country of a side."""
    return party.name or party.code, sector_words(party.sector), country_name(party.country)
