"""A report with its records."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/report/{report_id}")
def show(request: Request, report_id: str) -> HTMLResponse:
    """The page."""
    return page(request, "report.html")
