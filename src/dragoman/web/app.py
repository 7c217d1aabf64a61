"""The site as an ASGI application."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from typing import TYPE_CHECKING

from fastapi import FastAPI
from starlette.staticfiles import StaticFiles

from dragoman._version import __version__
from dragoman.web import api, entry, errors, vendor
from dragoman.web.api.docs import document
from dragoman.web.pages import ROUTERS
from dragoman.web.security import Guard
from dragoman.web.settings import Settings
from dragoman.web.site import Site

if TYPE_CHECKING:
    from dragoman.reader import Reader

TITLE = "Dragoman"


def create_app(settings: Settings, reader: Reader | None = None) -> FastAPI:
    """The site over `settings.ledger`. `reader` reads what visitors paste; the default one where it is None.

    Raises `LedgerError` where there is no ledger.
    """
    site = Site(settings, reader)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        site.close()

    # The viewers of the API that FastAPI brings load scripts from afar, so there are none.
    app = FastAPI(
        title=TITLE,
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        openapi_url="/api/openapi.json",
        redirect_slashes=False,
    )
    app.state.site = site
    errors.install(app)
    app.mount("/static", StaticFiles(directory=str(files("dragoman.web") / "static")), name="static")
    app.include_router(entry.router, include_in_schema=False)
    app.include_router(vendor.router, include_in_schema=False)
    for router in ROUTERS:
        app.include_router(router, include_in_schema=False)
    app.include_router(api.router)
    app.openapi = lambda: document(app)  # type: ignore[method-assign]
    app.add_middleware(Guard, site=site)
    return app
