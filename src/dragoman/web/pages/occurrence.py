"""One act, with all reports that tell of it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/occurrence/{occurrence_id}")
def show(request: Request, occurrence_id: str) -> HTMLResponse:
    """The page."""
    return page(request, "occurrence.html")
