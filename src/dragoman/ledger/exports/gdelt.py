"""A table with the columns of GDELT 2.0's events, in their order: 61, tab-separated, without a line of headings.

One row an occurrence and dyad: what ten reports tell of is one row with ten articles. What a ledger has not (tone,
ethnicity, religion, places of the parties, FIPS codes) is empty.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from dragoman.ledger.exports.dyads import Dyad, dyads, first_of_day
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.names import names
from dragoman.ledger.exports.safe import tab_line
from dragoman.ledger.exports.told import Party, told

_ACTOR = (
    "Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code",
    "Type2Code", "Type3Code",
)  # fmt: skip
_GEO = ("Type", "FullName", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")

COLUMNS = (
    "GLOBALEVENTID", "SQLDATE", "MonthYear", "Year", "FractionDate",
    *(f"Actor{number}{field}" for number in (1, 2) for field in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions",
    "NumSources", "NumArticles", "AvgTone",
    *(f"{whose}Geo_{field}" for whose in ("Actor1", "Actor2", "Action") for field in _GEO),
    "DATEADDED", "SOURCEURL",
)  # fmt: skip
"""GDELT's names of the columns."""

# The events of the current readings with their occurrences, in the order in which `told` gives them.
_COUNTED = """
WITH told AS (SELECT occurrence_id, report_id, n, published, source
              FROM occurrence_events JOIN reports USING (report_id)),
counted AS (SELECT occurrence_id, count(*) AS mentions, count(DISTINCT source) AS sources,
            count(DISTINCT report_id) AS articles FROM told GROUP BY occurrence_id)
SELECT report_id, n, occurrence_id, mentions, sources, articles FROM told JOIN counted USING (occurrence_id)
ORDER BY published NULLS LAST, report_id, n
"""


class Counts(NamedTuple):
    """How often an occurrence is told: events merged in it, publishers that are named, reports."""

    mentions: int
    sources: int
    articles: int


def pieces(job: Job) -> Iterator[str]:
    """A line an occurrence and dyad, as GDELT 2.0 has them."""
    return (tab_line(values(*record).values()) for record in counted(job))


def counted(job: Job) -> Iterator[tuple[Dyad, Counts]]:
    """The records of `job`, the first that is told of each occurrence, with the counts of all that is told of it."""
    events = told(job.ledger, job.scope, text=False, extra=("added_at",))
    records = dyads(events, job.scope, job.left_out)
    occurrences = _Occurrences(job.ledger.query(_COUNTED))
    kept = first_of_day(records, job.left_out) if job.one_a_day else records
    seen: set[bytes] = set()
    shown = ""
    for record in kept:
        if record.told.id != shown:
            name, counts = occurrences.of(record.told.story.id, record.told.n)
            key = hashlib.blake2b(name.encode(), digest_size=16).digest()
            if key in seen:
                job.left_out["told before, merged into one occurrence"] += 1
                continue
            seen.add(key)
            shown = record.told.id
        job.written += 1
        yield record, counts


class _Occurrences:
    """The occurrence of each event, asked for in the order of the ledger, so that only one is held."""

    def __init__(self, rows: Iterable[dict[str, Any]]) -> None:
        self._rows = iter(rows)
        self._row: dict[str, Any] | None = None

    def of(self, report: str, n: int) -> tuple[str, Counts]:
        """The occurrence of an event, by name, with its counts; an event of no occurrence is one by itself."""
        while self._row is None or (self._row["report_id"], self._row["n"]) != (report, n):
            self._row = next(self._rows, None)
            if self._row is None:
                return f"{report}-{n}", Counts(1, 1, 1)
        return self._row["occurrence_id"], Counts(*(self._row[name] for name in Counts._fields))


def values(record: Dyad, counts: Counts) -> dict[str, Any]:
    """A record's values by GDELT's names, in GDELT's order."""
    event, story, day, code = record.told.event, record.told.story, record.day, record.code
    place = record.told.place or {}
    added = story.row.get("added_at")
    known: dict[str, Any] = {
        "GLOBALEVENTID": record.number,
        "SQLDATE": day.strftime("%Y%m%d"),
        "MonthYear": day.strftime("%Y%m"),
        "Year": day.year,
        "FractionDate": f"{day.year + fraction(day):.4f}",
        **_actor("Actor1", record.source),
        **_actor("Actor2", record.target),
        "EventCode": code,
        "EventBaseCode": code[:3],
        "EventRootCode": code[:2],
        "QuadClass": names().quadrants[code[:2]],
        "GoldsteinScale": event["goldstein"],
        "NumMentions": counts.mentions,
        "NumSources": counts.sources,
        "NumArticles": counts.articles,
        "ActionGeo_FullName": place.get("name") or event["place"],
        "ActionGeo_Lat": place.get("latitude"),
        "ActionGeo_Long": place.get("longitude"),
        "DATEADDED": added.strftime("%Y%m%d%H%M%S") if added else None,
        "SOURCEURL": story.row["url"],
    }
    return {column: known.get(column) for column in COLUMNS}


def fraction(day: dt.date) -> float:
    """The part of the year that is over, as GDELT's codebook counts it: months of thirty days."""
    return ((day.month - 1) * 30 + day.day) / 365


def _actor(side: str, party: Party) -> dict[str, Any]:
    return {
        f"{side}Code": party.cameo,
        f"{side}Name": party.name or party.code,
        f"{side}CountryCode": party.country,
        f"{side}Type1Code": None if party.kind == "state" else party.sector,
    }
