"""What the ledger has on one party."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/actor/{code:path}")
def show(request: Request, code: str) -> HTMLResponse:
    """The page."""
    return page(request, "actor.html")
