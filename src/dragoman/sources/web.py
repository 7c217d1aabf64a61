"""What stands at an address that the user names, and at no other: bounded in size, time and redirections."""

from __future__ import annotations

import http.client
import io
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import urlsplit

from dragoman._version import __version__
from dragoman.errors import ReportNotFound, SourceError
from dragoman.show.visible import one_line
from dragoman.sources.files import About
from dragoman.sources.found import Location
from dragoman.sources.item import Budget, Counted, Item, look

TIMEOUT = 30.0
"""Seconds that a server may be silent."""

REDIRECTIONS = 5
"""How often a server may send on."""

MOST = 2_000_000_000
"""The largest answer in bytes: a file of Common Crawl's news archive has a billion."""

_SCHEMES = ("http", "https")
_GONE = (404, 410)


def is_address(path: str) -> bool:
    """Whether what the user named is an address of the web."""
    return path.lower().startswith(("http://", "https://"))


def open_address(address: str) -> Item:
    """The answer of the server at `address`. Raises `SourceError`, or `ReportNotFound` where nothing is there."""
    location = Location(address)
    name = one_line(address)
    opener = urllib.request.build_opener(_Redirections)
    try:
        request = urllib.request.Request(address, headers={"User-Agent": f"dragoman/{__version__}", "Accept": "*/*"})
        answer = opener.open(request, timeout=TIMEOUT)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in _GONE:
            raise ReportNotFound(name, f"there is nothing ({error.code})", "check the address") from error
        raise SourceError(name, f"the server refuses ({error.code} {error.reason})", "check the address") from error
    except (OSError, ValueError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        hint = "check the address and the connection"
        raise SourceError(name, f"the server cannot be reached ({reason})", hint) from error
    budget = Budget(name)
    stream = io.BufferedReader(Counted(_Bounded(answer, name), budget, unpacked=False))
    path = urlsplit(answer.url).path
    item = Item(location, path.rpartition("/")[2], stream, budget, beside=About(url=answer.url))
    item.charset = answer.headers.get_content_charset()
    return look(item)


class _Redirections(urllib.request.HTTPRedirectHandler):
    max_redirections = REDIRECTIONS

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        if urlsplit(newurl).scheme not in _SCHEMES:
            raise ValueError(f"it sends on to {one_line(newurl)[:100]}, which is no address of the web")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


class _Bounded:
    """The answer of a server up to the largest size. Raises `SourceError` beyond it."""

    def __init__(self, answer: http.client.HTTPResponse, name: str) -> None:
        self._answer = answer
        self._name = name
        self._left = MOST

    def read1(self, size: int, /) -> bytes:
        """What one read of the connection gives, b"" at the end. Raises EOFError where it breaks off."""
        block = self._answer.read1(size)
        if not block and self._answer.length:
            raise EOFError(f"the connection broke off {self._answer.length} bytes before the end")
        self._left -= len(block)
        if self._left < 0:
            raise SourceError(self._name, f"it is larger than {MOST / 1e6:g} MB", "download it, and name the file")
        return block
