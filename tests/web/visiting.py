"""A site that runs in a thread, and a visitor in a real browser that minds every complaint of a page."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import uvicorn
from playwright.sync_api import Browser, BrowserContext, Page

from dragoman.reader import Reader
from dragoman.web.app import create_app
from dragoman.web.serving import configuration
from dragoman.web.settings import Settings


class Server:
    """A site on a free port of this machine, in a thread."""

    def __init__(self, settings: Settings, reader: Reader) -> None:
        self.app = create_app(settings, reader)
        self.site = self.app.state.site
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self.socket.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._server = uvicorn.Server(configuration(self.app))
        self._thread = threading.Thread(target=self._server.run, args=([self.socket],), daemon=True)
        self._thread.start()
        end = time.monotonic() + 30
        while not self._server.started and time.monotonic() < end:
            time.sleep(0.01)

    def close(self) -> None:
        self._server.should_exit = True
        self._thread.join(10)
        self.socket.close()


@contextmanager
def serving(settings: Settings, reader: Reader) -> Iterator[Server]:
    server = Server(settings, reader)
    try:
        yield server
    finally:
        server.close()


class Visitor:
    """A page that keeps what it complained of, and every address that it asked for."""

    def __init__(self, context: BrowserContext, url: str) -> None:
        self.url = url
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.expected: tuple[int, ...] = ()
        self.page: Page = context.new_page()
        self.page.on("console", lambda message: self._said(message.type, message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.on("requestfailed", lambda request: self._failed(request))
        self.page.on("response", lambda response: self._answered(response))

    def open(self, path: str, expect: tuple[int, ...] = ()) -> Page:
        """Open an address of the site; statuses in `expect` are no complaint."""
        self.expected = expect
        self.page.goto(self.url + path)
        return self.page

    def check(self) -> None:
        """Raise where something failed, or where something was asked of another machine."""
        assert self.complaints == []
        assert [url for url in self.requests if not url.startswith((self.url, "data:", "blob:"))] == []

    def _said(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and not any(f"status of {status} " in text for status in self.expected):
            self.complaints.append(f"{kind}: {text}")

    def _failed(self, request: Any) -> None:
        # What a page had begun to load when it was left is cut short, and no fault.
        if "ERR_ABORTED" not in (request.failure or ""):
            self.complaints.append(f"failed: {request.url} {request.failure}")

    def _answered(self, response: Any) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status}: {response.url}")


@contextmanager
def visiting(browser: Browser, server: Server, **context: Any) -> Iterator[Visitor]:
    """A page at `server`, in a context of its own: viewport, colour_scheme, java_script_enabled, bypass_csp, …"""
    size = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
    made = browser.new_context(**{**size, **context})
    visitor = Visitor(made, server.url)
    try:
        yield visitor
        visitor.check()
    finally:
        made.close()
