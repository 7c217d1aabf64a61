"""What all requests of one site share: its settings, ledger and templates, and a reader that is loaded when needed."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
from typing import TYPE_CHECKING, Annotated, cast

from fastapi import Depends, Request

from dragoman.web.asking import Asking
from dragoman.web.ledgers import Ledgers, Snapshot
from dragoman.web.readings import Readings
from dragoman.web.rendering import environment
from dragoman.web.settings import Settings

if TYPE_CHECKING:
    from dragoman.reader import Reader


class Site:
    """One open site. `csrf` is the token that a form has to send back; it changes whenever the site is opened."""

    def __init__(self, settings: Settings, reader: Reader | None = None) -> None:
        self.settings = settings
        self.ledgers = Ledgers(settings)
        self.templates = environment()
        self.csrf = secrets.token_urlsafe(32)
        self.readings = Readings(lambda: self.reader, settings.max_text)
        """What visitors give to read, one text after the other."""
        self.asking = Asking(settings.ledger)
        """Answers visitors' queries."""
        self._reader = reader
        self._loading = threading.Lock()

    @property
    def reader(self) -> Reader:
        """The reader, loaded at the first call. Raises `ModelError`."""
        with self._loading:
            if self._reader is None:
                from dragoman.reader import default_reader

                self._reader = default_reader()
            return self._reader

    def is_csrf(self, given: str | None) -> bool:
        """Whether `given` is the token of this site's forms."""
        return hmac.compare_digest((given or "").encode(), self.csrf.encode())

    def pass_of(self, token: str) -> str:
        """What the cookie of a visitor holds who knows `token`: not the token itself."""
        return hmac.new(token.encode(), b"dragoman site", hashlib.sha256).hexdigest()

    def may_enter(self, token: str | None, cookie: str | None) -> bool:
        """Whether a visitor with this token or cookie is let in; always so where no token is asked for."""
        wanted = self.settings.token
        if wanted is None:
            return True
        by_token = hmac.compare_digest((token or "").encode(), wanted.encode())
        by_cookie = hmac.compare_digest((cookie or "").encode(), self.pass_of(wanted).encode())
        return by_token or by_cookie

    def close(self) -> None:
        """Stop what runs behind the scenes."""
        self.asking.close()
        self.readings.close()
        self.ledgers.close()


def the_site(request: Request) -> Site:
    """The site that a request came to."""
    return cast(Site, request.app.state.site)


def the_snapshot(request: Request) -> Snapshot:
    """The version of the ledger that a request asks."""
    return the_site(request).ledgers.current()


ThisSite = Annotated[Site, Depends(the_site)]
Snap = Annotated[Snapshot, Depends(the_snapshot)]
"""A parameter of a route: the version of the ledger that this request asks."""
