"""/api/reports/{id}: the reading of a report, and its text."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import BaseModel, Field

from dragoman.errors import LedgerError
from dragoman.records import Reading
from dragoman.web.api.routes import get
from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.site import Snap

router = APIRouter(tags=["Reports"])

ReportId = Annotated[str, Path(max_length=64, description="id of the report")]


class ReportWords(BaseModel):
    """The text of a report."""

    report_id: str
    text: str | None = Field(
        description="the text as it was read, offsets count its code points; null where it is gone"
    )


@get(router, "/reports/{report_id}")
def reading(snapshot: Snap, report_id: ReportId) -> Reading:
    """All records of a report: its current reading."""
    _there(snapshot, report_id)
    return snapshot.ledger.reading(report_id)


@get(router, "/reports/{report_id}/text")
def text(snapshot: Snap, report_id: ReportId) -> ReportWords:
    """The text of a report."""
    _there(snapshot, report_id)
    return ReportWords(report_id=report_id, text=snapshot.ledger.text(report_id))


def _there(snapshot: Snapshot, report_id: str) -> None:
    try:
        found = snapshot.ledger.index().find(report_id)
    except (LedgerError, ValueError):
        found = None
    if found is None:
        raise NotThere(f"the ledger holds no report {report_id!r}; /api/reports lists those that it holds")
