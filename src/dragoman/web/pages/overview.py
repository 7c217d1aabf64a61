"""What is in the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return page(request, "overview.html")
