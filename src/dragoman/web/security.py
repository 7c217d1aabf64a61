"""Who may ask, and what a browser may do with the answer: checked before any page sees the request.

Nothing but the site's own files may be loaded or run (content security policy), other sites can neither send a form
here (origin and token) nor reach the site under a name of theirs (DNS rebinding), and a body has a largest size.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from fastapi import Request
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.web.errors import fault, respond, reveal_nothing
from dragoman.web.site import Site

PASS_COOKIE = "dragoman-pass"
FORM_TOKEN = "csrf"
HEADER_TOKEN = "x-csrf-token"

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)

HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # Without the origin that this policy lets through, a form of our own could not be told from another site's.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}

_SAFE = ("GET", "HEAD", "OPTIONS")
_OPEN = ("/healthz", "/token", "/static/")
"""What is answered without the token: whether the site runs, the form that asks for it, and its looks."""


class Guard:
    """ASGI middleware in front of the whole site."""

    def __init__(self, app: ASGIApp, site: Site) -> None:
        self.app, self.site = app, site

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer what is refused, and pass on the rest with a limit on its body."""
        if scope["type"] != "http":
            if scope["type"] == "lifespan":
                await self.app(scope, receive, send)
            return
        request = Request(scope, receive)
        begun = ended = False

        async def guarded(message: Message) -> None:
            nonlocal begun, ended
            ended = message["type"] == "http.response.body" and not message.get("more_body", False)
            if message["type"] == "http.response.start":
                begun = True
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("cache-control", "private, no-cache")
            await send(message)

        try:
            if refused := self._refused(request):
                status, why = refused
                await respond(request, fault(status, why))(scope, receive, guarded)
                return
            await self.app(scope, self._limited(receive), guarded)
        except Exception as error:
            if ended:  # it was answered, and logged, further in
                return
            response = reveal_nothing(request, error)
            if begun:
                raise
            await response(scope, receive, guarded)

    def _refused(self, request: Request) -> tuple[int, str] | None:
        """Why a request is not answered."""
        settings = self.site.settings
        if not self._known_host(request.headers.get("host", "")):
            return 403, "the site is not to be reached under this name; open it at the address that it told"
        if len(request.scope.get("raw_path") or b"") + len(request.scope["query_string"]) > settings.max_address:
            return 414, f"an address has at most {settings.max_address} characters"
        if not self._may_enter(request):
            return 401, "this site asks for a token; give it at /token, or send it as Authorization: Bearer"
        if request.method not in _SAFE and not self._from_here(request):
            return 403, "forms of other sites are not taken"
        length = request.headers.get("content-length", "0")
        if not length.isdecimal() or int(length) > settings.max_bytes:
            return 413, f"a request has at most {settings.max_bytes:,} bytes"
        return None

    def _known_host(self, host: str) -> bool:
        hosts = self.site.settings.hosts
        name = host.lower()
        name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
        return hosts is None or name in hosts

    def _may_enter(self, request: Request) -> bool:
        path = request.url.path
        if any(path == known or (known.endswith("/") and path.startswith(known)) for known in _OPEN):
            return True
        scheme, _, given = request.headers.get("authorization", "").partition(" ")
        token = given.strip() if scheme.lower() == "bearer" else request.headers.get("x-dragoman-token")
        return self.site.may_enter(token, request.cookies.get(PASS_COOKIE))

    def _from_here(self, request: Request) -> bool:
        """Whether a request that may change something comes from a page of ours, or from no browser at all."""
        fetched = request.headers.get("sec-fetch-site")
        if fetched is not None and fetched not in ("same-origin", "none"):
            return False
        origin = request.headers.get("origin")
        return origin is None or urlsplit(origin).netloc.lower() == request.headers.get("host", "").lower()

    def _limited(self, receive: Receive) -> Receive:
        """`receive`, that stops a body which turns out larger than it may be."""
        got = 0

        async def limited() -> Message:
            nonlocal got
            message = await receive()
            got += len(message.get("body", b""))
            if got > self.site.settings.max_bytes:
                raise HTTPException(413, f"a request has at most {self.site.settings.max_bytes:,} bytes")
            return message

        return limited


def check_form(site: Site, request: Request, field: str | None) -> None:
    """Raise 403 unless a form's field `csrf`, or the header X-CSRF-Token, has the site's token."""
    if not site.is_csrf(field or request.headers.get(HEADER_TOKEN)):
        raise HTTPException(403, "the form is out of date; open the page anew and send it again")
