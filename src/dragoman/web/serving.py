"""The site on a port: opened, told of, and closed with Ctrl-C."""

from __future__ import annotations

import socket
from collections.abc import Callable
from contextlib import suppress

import uvicorn
from fastapi import FastAPI

from dragoman.errors import SiteError
from dragoman.web.app import create_app
from dragoman.web.settings import Settings

TOLD = "Dragoman shows {ledger} at {address}\nCtrl-C closes it."


def run(settings: Settings, tell: Callable[[str], object]) -> bool:
    """Serve the site until it is interrupted. `tell` is given the address. Raises `LedgerError` and `SiteError`.

    Gives whether something is still being computed behind the scenes, which DuckDB does not let go half-way.
    """
    listening = listen(settings)
    try:
        app = create_app(settings)
        tell(TOLD.format(ledger=settings.ledger, address=address_of(settings, listening)))
        with suppress(KeyboardInterrupt):
            uvicorn.Server(configuration(app)).run([listening])
        return bool(app.state.site.ledgers.busy)
    finally:
        listening.close()


def configuration(app: FastAPI) -> uvicorn.Config:
    """How uvicorn serves the site: no log of who asked what, and no name of its own in the answers."""
    return uvicorn.Config(app, log_level="warning", access_log=False, server_header=False, ws="none")


def listen(settings: Settings) -> socket.socket:
    """A socket that listens at the settings' host and port. Raises `SiteError` where it cannot."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        listening = socket.socket(family, socket.SOCK_STREAM)
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((settings.host, settings.port))
        return listening
    except OSError as error:
        reason = error.strerror or str(error)
        raise SiteError(f"port {settings.port} of {settings.host}: {reason}; name another --port or --host") from error


def address_of(settings: Settings, listening: socket.socket) -> str:
    """Where a browser on this machine finds the site."""
    port = listening.getsockname()[1]
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "::1": "[::1]"}.get(settings.host, settings.host)
    return f"http://{host}:{port}/"
