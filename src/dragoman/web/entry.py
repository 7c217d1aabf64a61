"""The door: whether the site runs, who may come in, and whether it is shown light or dark."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Form, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response

from dragoman.web import links
from dragoman.web.rendering import THEME_COOKIE, THEMES, page
from dragoman.web.security import PASS_COOKIE
from dragoman.web.site import ThisSite

router = APIRouter()

_YEAR = 365 * 24 * 3600


@router.get("/healthz")
def healthz(site: ThisSite) -> Response:
    """Whether the site runs, and which version of the ledger it shows."""
    return JSONResponse({"status": "ok", "version": site.ledgers.current().version})


@router.get("/token")
def ask(request: Request, site: ThisSite) -> HTMLResponse:
    """The form that asks for the token."""
    return page(request, "token.html", wrong=False)


@router.post("/token")
def enter(request: Request, site: ThisSite, token: Annotated[str, Form()] = "") -> Response:
    """Let in who knows the token."""
    wanted = site.settings.token
    if wanted is None:
        return RedirectResponse("/", 303)
    if not site.may_enter(token, None):
        return page(request, "token.html", status=401, wrong=True)
    response = RedirectResponse("/", 303)
    response.set_cookie(PASS_COOKIE, site.pass_of(wanted), httponly=True, samesite="strict", max_age=_YEAR)
    return response


@router.post("/theme")
def theme(theme: Annotated[str, Form()], back: Annotated[str, Form()] = "/") -> Response:
    """Keep whether the pages are light or dark, and go back to the page."""
    if theme not in THEMES:
        raise HTTPException(400, f"there are the themes {', '.join(THEMES)}")
    response = RedirectResponse(links.inside(back), 303)
    # A script of ours sets it, too; it holds nothing that is worth stealing.
    response.set_cookie(THEME_COOKIE, theme, samesite="strict", max_age=_YEAR)
    return response
