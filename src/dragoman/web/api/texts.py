"""/api/read: the reading of a text; nothing of it is kept."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException

from dragoman.reader import ReportText
from dragoman.records import Reading
from dragoman.web.site import ThisSite

router = APIRouter(tags=["Reports"])

_PATIENCE = 30.0


class TextGiven(BaseModel):
    """A text to read."""

    model_config = ConfigDict(extra="forbid")

    text: str = Field(min_length=1, max_length=200_000)
    title: str | None = Field(None, max_length=300)
    date: str | None = Field(None, max_length=10, description="publication date, YYYY-MM-DD")
    source: str | None = Field(None, max_length=300, description="who published it")


@router.post("/read")
def read(site: ThisSite, given: TextGiven) -> Reading:
    """All records of a text. Nothing is added to the ledger."""
    report = ReportText(given.text, given.date, given.title, given.source)
    found = site.readings.find(site.readings.give(report))
    reading = found.reading(_PATIENCE) if found else None
    if reading is None:
        raise HTTPException(503, "the text is still being read; give it again in a while", {"retry-after": "10"})
    return reading
