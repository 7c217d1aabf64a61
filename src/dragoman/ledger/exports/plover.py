"""PLOVER records as JSON lines: the fields that the PLOVER manual (draft 0.8) names, one event a line.

docs/exports.md says what goes where, and what was decided where the manual is silent.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from pydantic import Field

from dragoman.knowledge import Rules, load
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.names import country_alpha2
from dragoman.ledger.exports.safe import json_line
from dragoman.ledger.exports.told import COOPERATIVE, Party, Told, told

CODEBOOK = "PLOVER draft 0.8 (2021-09)"

AUXILIARY = {"actual": None, "planned": "future", "possible": "hypothetical", "conditional": "hypothetical",
             "negated": "negation"}  # fmt: skip
"""The auxiliary mode of each status. Which acts are "historical" follows from their date."""

HISTORICAL = dt.timedelta(365)
"""An act that ended this long before its report is told as history."""

_QUADRANTS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


class PloverType(Rules):
    """A type of PLOVER's."""

    score: float
    quad: str
    modes: dict[str, float] = Field(default_factory=dict)


class _Plover(Rules):
    contexts: tuple[str, ...]
    types: dict[str, PloverType]


@cache
def plover_types() -> dict[str, PloverType]:
    """PLOVER's types with their scores, quadrants and modes."""
    return load("plover.toml", _Plover).types


def pieces(job: Job) -> Iterator[str]:
    """A JSON object a line for each event; with one-a-day one a day, dyad, type and CAMEO code."""
    events = told(job.ledger, job.scope, text=True, extra=("reader", "added_at"))
    for event in _first_of_day(events, job.left_out) if job.one_a_day else events:
        job.written += 1
        yield json_line(record(event))


def record(told: Told) -> dict[str, Any]:
    """An event as a PLOVER record; a field that is not known is null."""
    event, story = told.event, told.story
    intent = event["status"] == "planned" and event["type"] in COOPERATIVE
    kind = "AGREE" if intent else event["type"]
    first, last = _when(told, intent)
    added = story.row.get("added_at")
    return {
        "id": told.id,
        "has_event": True,
        "date": first,
        "time": None,
        "enddate": last,
        "endtime": None,
        "source": [_actor(party) for party in told.actors],
        "recipient": [_actor(party) for party in told.recipients],
        "event": [kind],
        "event_loc": _location(told),
        "event_text": [event["text"]] if event["text"] else [],
        "quad_code": _QUADRANTS.index(plover_types()[kind].quad) + 1,
        "event_scale": plover_types()[kind].score if intent else event["score"],
        "mode": ([] if intent or event["mode"] is None else [event["mode"]]) + _auxiliary(told, intent),
        "context": list(event["contexts"] or ()),
        "link": None,
        "text": told.sentence,
        "text_info": _text_info(told),
        "cite_info": _cite_info(told),
        "coder": _coder(told),
        "coded_date": added.date().isoformat() if added else None,
        "coded_time": added.strftime("%H:%M:%SZ") if added else None,
        "comment": None,
        # Fields beyond the manual's, which it allows.
        "size_info": _size(told),
        "status": event["status"],
        "intent": _intent(told) if intent else None,
        "cameo": event["cameo"],
        "goldstein": event["goldstein"],
        "issue": event["issue"],
        "confidence": event["confidence"],
    }


def _when(told: Told, intent: bool) -> tuple[str | None, str | None]:
    """First and last day: the event's own; for an intent, or where it has none, the report's; one day has no last."""
    span, published = told.interval, told.story.published
    if span is None or intent:
        return (published.isoformat() if published else None), None
    return span[0].isoformat(), span[1].isoformat() if span[1] != span[0] else None


def _auxiliary(told: Told, intent: bool) -> list[str]:
    """The auxiliary modes; an intent has none, since AGREE says already that the act is to come."""
    if intent:
        return []
    mode, span, published = AUXILIARY[told.event["status"]], told.interval, told.story.published
    past = mode in (None, "negation") and span and published and published - span[1] > HISTORICAL
    return (["historical"] if past else []) + ([mode] if mode else [])


def _intent(told: Told) -> dict[str, Any]:
    """The act that an exported AGREE promises."""
    span = told.interval
    return {
        "event": told.event["type"],
        "mode": told.event["mode"],
        "date": span[0].isoformat() if span else None,
        "enddate": span[1].isoformat() if span and span[1] != span[0] else None,
    }


def _actor(party: Party) -> dict[str, Any]:
    return {
        "code": party.code,
        "sector": party.sector,
        "actor_text": party.name,
        "identifier_id": None,
        "identifier_text": None,
        "actor_loc": {"cc3": party.country} if party.country else None,
        "religion": None,
        "ethnicity": None,
        "office": party.role,
        "gender": None,
        "age": None,
    }


def _location(told: Told) -> dict[str, Any] | None:
    name, place = told.event["place"], told.place
    if place is None:
        return {"name": name} if name else None
    return {
        "geonameid": place["geonames_id"],
        "name": place["name"],
        "latitude": place["latitude"],
        "longitude": place["longitude"],
        "country code": country_alpha2(place["country"]),
        "cc3": place["country"],
    }


def _text_info(told: Told) -> dict[str, Any]:
    start, end = told.span
    return {"sequence": told.sentence_number, "start": start, "end": end, "text_story": None}


def _cite_info(told: Told) -> dict[str, Any]:
    row = told.story.row
    return {
        "corpus": None,
        "citation": row["source_id"] or row["id"],
        "url": row["url"],
        "title": row["title"],
        "language": row["language"],
        "publication": row["source"],
        "license": None,
        "copyright": None,
        "coder": _coder(told),
        "codebook": CODEBOOK,
        "version": None,
    }


def _coder(told: Told) -> str | None:
    reader = told.story.row.get("reader")
    return f"dragoman {reader['version']} ({reader['model']}, {reader['engine']})" if reader else None


def _size(told: Told) -> dict[str, Any] | None:
    size = told.event["magnitude"]
    return {"dead": size["killed"], "injured": size["injured"], "arrested": None} if size else None


def _first_of_day(events: Iterable[Told], left_out: Counter[str]) -> Iterator[Told]:
    seen: set[bytes] = set()
    for event in events:
        kept = event.event
        day, sides = str(event.day), (kept["actors"], kept["recipients"])
        words = json.dumps([day, *(sorted(side) for side in sides), kept["type"], kept["status"], kept["cameo"]])
        key = hashlib.blake2b(words.encode(), digest_size=16).digest()
        if key in seen:
            left_out["the same day, parties and codes"] += 1
        else:
            seen.add(key)
            yield event
