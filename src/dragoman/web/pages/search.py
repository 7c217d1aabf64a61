"""Full text and filters, records and reports."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/search")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return page(request, "search.html")
