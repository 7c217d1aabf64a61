"""A query box over the views of the ledger."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/sql")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return page(request, "sql.html")
