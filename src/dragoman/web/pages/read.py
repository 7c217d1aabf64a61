"""The reading of a text that the visitor gives."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse

from dragoman.web.rendering import page

router = APIRouter()


@router.get("/read")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return page(request, "read.html")
