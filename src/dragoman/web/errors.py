"""What a visitor sees when something is wrong: one shape of JSON under /api, a plain page elsewhere; never a trace."""

from __future__ import annotations

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse, Response

from dragoman.errors import DragomanError, LedgerError, QueryError, ReportError, ReportTooLarge, SiteError
from dragoman.show.visible import one_line

_log = logging.getLogger("dragoman.web")


class Fault(BaseModel):
    """What went wrong, for a program and for a person."""

    status: int = Field(description="HTTP status")
    title: str = Field(description="what sort of fault it is")
    detail: str = Field(description="what was wrong, and what to do")


class ErrorBody(BaseModel):
    """The body of every answer that is an error."""

    error: Fault


RESPONSES: dict[int | str, dict[str, Any]] = {
    code: {"model": ErrorBody, "description": HTTPStatus(code).phrase}
    for code in (400, 401, 403, 404, 405, 413, 414, 500, 503)
}
"""What routers under /api declare: `APIRouter(responses=RESPONSES)`."""


class NotThere(SiteError):
    """What a visitor asked for is not in the ledger; says what, and what to do."""


def fault_of(error: BaseException) -> Fault:
    """The fault behind an exception; what is not raised on purpose says nothing of the inside."""
    if isinstance(error, HTTPException):
        return fault(error.status_code, str(error.detail))
    if isinstance(error, RequestValidationError):
        return fault(400, "; ".join(_said(each) for each in error.errors()[:5]))
    if isinstance(error, NotThere):
        return fault(404, str(error))
    if isinstance(error, ReportTooLarge):
        return fault(413, str(error))
    if isinstance(error, (QueryError, ReportError, SiteError)):
        return fault(400, str(error))
    if isinstance(error, LedgerError):
        return fault(503, str(error))
    if isinstance(error, DragomanError):
        return fault(400, str(error))
    return fault(500, "the site failed here; its log says more")


def fault(status: int, detail: str = "") -> Fault:
    """A fault of an HTTP status."""
    try:
        title = HTTPStatus(status).phrase
    except ValueError:
        title = "Error"
    return Fault(status=status, title=title, detail=one_line(detail) or title)


def _said(error: dict[str, Any]) -> str:
    where = ".".join(str(part) for part in error.get("loc", ()) if part not in ("query", "path", "body"))
    return f"{where}: {error.get('msg', 'not valid')}" if where else str(error.get("msg", "not valid"))


def respond(request: Request, found: Fault, headers: dict[str, str] | None = None) -> Response:
    """A fault as an answer: JSON under /api and to who asks for JSON, else a page."""
    if found.status == HTTPStatus.NOT_MODIFIED:
        return Response(status_code=found.status, headers=headers)
    if request.url.path.startswith("/api") or "application/json" in request.headers.get("accept", ""):
        return JSONResponse(ErrorBody(error=found).model_dump(), found.status, headers)
    from dragoman.web.rendering import page

    response = page(request, "error.html", status=found.status, fault=found)
    response.headers.update(headers or {})
    return response


def install(app: FastAPI) -> None:
    """Let `app` answer every exception with `respond`."""

    async def handle(request: Request, error: Exception) -> Response:
        if not isinstance(error, (HTTPException, RequestValidationError, DragomanError)):
            _log.error("%s %s failed", request.method, one_line(request.url.path), exc_info=error)
        headers = getattr(error, "headers", None)
        return respond(request, fault_of(error), dict(headers) if headers else None)

    for kind in (HTTPException, RequestValidationError, DragomanError, Exception):
        app.add_exception_handler(kind, handle)


def reveal_nothing(request: Request, error: Exception) -> Response:
    """The answer to an exception that nobody expected; the log has it all."""
    _log.error("%s %s failed", request.method, one_line(request.url.path), exc_info=error)
    return respond(request, fault_of(error))
