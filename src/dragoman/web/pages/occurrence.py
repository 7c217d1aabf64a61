"""One act, with all reports that tell of it, and how its status changed."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.sentences import with_sentences
from dragoman.web.rendering import page
from dragoman.web.site import Snap

router = APIRouter()

MOST = 200
"""So many of the events that tell of an act are listed."""

_TOLD = """
SELECT t.n, t.reason, e.report_id, e.published, e.source, e.title, e.start, e."end", e.text, e.status, e.date, e.place,
       e.rule, s.story_id, s.story_role
FROM occurrence_events t JOIN events e ON e.report_id = t.report_id AND e.n = t.n
LEFT JOIN stories s ON s.report_id = t.report_id
WHERE t.occurrence_id = $id ORDER BY e.published NULLS LAST, e.report_id, t.n LIMIT $most
"""


class Act(NamedTuple):
    """An occurrence and the events that tell of it."""

    occurrence: dict[str, Any]
    told: tuple[dict[str, Any], ...]
    turns: tuple[dict[str, Any], ...]
    """How its status changed, each with the event that told so first."""


@router.get("/occurrence/{occurrence_id}")
def show(request: Request, snapshot: Snap, occurrence_id: str) -> HTMLResponse:
    """The page."""
    found = snapshot.soon(("occurrence", occurrence_id), lambda: (_act(snapshot, occurrence_id),))
    if found is None:
        return page(request, "later.html")
    if found[0] is None:
        why = f"the ledger has no act {occurrence_id[:40]!r}; ids change when reports are added that tell of it"
        raise NotThere(why)
    return page(request, "occurrence.html", act=found[0], most=MOST)


def _act(snapshot: Snapshot, occurrence_id: str) -> Act | None:
    rows = snapshot.rows("SELECT * FROM occurrences WHERE occurrence_id = $id", {"id": occurrence_id})
    if not rows:
        return None
    told = with_sentences(snapshot, snapshot.rows(_TOLD, {"id": occurrence_id, "most": MOST}))
    turns = []
    for turn in rows[0]["status_history"]:
        by = (one for one in told if one["report_id"] == turn["report_id"] and one["status"] == turn["status"])
        turns.append({**turn, "told": next(by, None)})
    return Act(rows[0], told, tuple(turns))
