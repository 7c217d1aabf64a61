"""/api/negotiation, /api/dyads and /api/occurrences: what many reports add up to."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from dragoman.ledger.queries_later import later_views
from dragoman.negotiation.model import State
from dragoman.negotiation.parties import active_dyads
from dragoman.records import EventType, Status
from dragoman.web.api.models import row_model
from dragoman.web.api.routes import LIMIT, MOST, Rows, cursor, get, later, opened
from dragoman.web.site import Snap, ThisSite

router = APIRouter(tags=["Negotiations"])

_PATIENCE = 20.0
"""An answer that takes longer than so many seconds is asked for again by the visitor."""

_OCCURRENCES = later_views()["occurrences"]
_OccurrenceRow: Any = row_model(_OCCURRENCES)


class Pair(BaseModel):
    """Two parties, and how much stands between them."""

    one: str = Field(description="code")
    other: str = Field(description="code")
    reports: int
    events: int
    score: float = Field(description="mean PLOVER score of the events between them, -10 to 10")


class Dyads(BaseModel):
    """The pairs of parties with the most reports."""

    items: list[Pair]
    version: int


class Acts(BaseModel):
    """Which occurrences are asked for."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    party: list[str] = Field(default_factory=list, max_length=20, description="codes or names; all take part")
    type: list[EventType] = Field(default_factory=list, max_length=20, description="PLOVER types; any of them")
    status: list[Status] = Field(default_factory=list, max_length=20, description="last statuses told; any of them")
    since: dt.date | None = Field(None, description="its last day is this day or a later one")
    until: dt.date | None = Field(None, description="its first day is this day or an earlier one")
    limit: int = Field(LIMIT, ge=1, le=MOST, description="how many rows at most")
    after: str | None = Field(None, max_length=400, description="`next` of the page before")


@get(router, "/negotiation")
def negotiation(
    site: ThisSite,
    snapshot: Snap,
    party: Annotated[list[str], Query(min_length=1, max_length=20, description="codes or names of the parties")],
    issue: Annotated[str | None, Query(max_length=200, description="id or name of an issue")] = None,
    since: Annotated[dt.date | None, Query(description="first day of publication")] = None,
    until: Annotated[dt.date | None, Query(description="last day of publication")] = None,
) -> State:
    """The state of the negotiation between parties."""
    key = (tuple(party), issue, since, until)
    return later(snapshot, ("state", *key), lambda: snapshot.state(*key), max(_PATIENCE, site.settings.patience))


@get(router, "/dyads")
def dyads(
    site: ThisSite, snapshot: Snap, limit: Annotated[int, Query(ge=1, le=MOST, description="how many at most")] = 20
) -> Dyads:
    """The pairs of parties with the most reports that tell of an act between them, most first."""
    found = later(snapshot, ("dyads", limit), lambda: active_dyads(snapshot, limit), _PATIENCE)
    return Dyads(items=[Pair(**dyad._asdict()) for dyad in found], version=snapshot.version)


@get(router, "/occurrences", response_model=Rows[_OccurrenceRow])
def occurrences(snapshot: Snap, acts: Annotated[Acts, Query()]) -> Any:
    """Acts, each merged across the reports that tell of it, by first day and id; those of unknown day come last."""
    later(snapshot, "occurrences", lambda: snapshot.rows("SELECT count(*) AS n FROM occurrences"), _PATIENCE)
    tests, values = ["true"], {}
    for number, party in enumerate(acts.party):
        tests.append(f"list_contains(parties, $party_{number})")
        values[f"party_{number}"] = snapshot.ledger.code_of(party)
    for name, test in (
        ("type", "list_contains($type, type)"),
        ("status", "list_contains($status, status)"),
        ("since", "coalesce(date_to, date_from, last_published) >= $since"),
        ("until", "coalesce(date_from, first_published) <= $until"),
    ):
        if value := getattr(acts, name):
            tests.append(test)
            values[name] = value
    if place := opened(acts.after, dt.date, str):
        values["id"] = place[1]
        if place[0] is None:
            tests.append("date_from IS NULL AND occurrence_id > $id")
        else:
            values["day"] = place[0]
            tests.append("(date_from IS NULL OR date_from > $day OR (date_from = $day AND occurrence_id > $id))")
    names = ", ".join(f'"{name}"' for name in _OCCURRENCES.names)
    order = "date_from NULLS LAST, occurrence_id"
    sql = f"SELECT {names} FROM occurrences WHERE {' AND '.join(tests)} ORDER BY {order} LIMIT {acts.limit + 1:d}"
    rows = snapshot.rows(sql, values)
    last = rows[acts.limit - 1] if len(rows) > acts.limit else None
    return {
        "items": rows[: acts.limit],
        "next": cursor(last["date_from"], last["occurrence_id"]) if last else None,
        "version": snapshot.version,
    }
