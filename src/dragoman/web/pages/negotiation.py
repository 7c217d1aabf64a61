"""The negotiation of some parties: positions, moves, deadlocks, meetings."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/negotiation")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return page(request, "negotiation.html")
