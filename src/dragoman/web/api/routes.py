"""How every address of the API answers: HEAD as GET, an ETag by version of the ledger, pages with a cursor."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import json
from collections.abc import Callable
from typing import Annotated, Any, Generic, TypeVar

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import BaseModel, Field
from starlette.exceptions import HTTPException

from dragoman._version import __version__
from dragoman.errors import QueryError
from dragoman.ledger.answers_forms import plain
from dragoman.web.ledgers import Snapshot
from dragoman.web.site import Snap

T = TypeVar("T")
Endpoint = TypeVar("Endpoint", bound=Callable[..., Any])

LIMIT = 50
MOST = 500
"""A page has so many rows unless asked otherwise, and so many at most."""

Limit = Annotated[int, Query(ge=1, le=MOST, description="how many rows at most")]
After = Annotated[
    str | None, Query(max_length=400, description="`next` of the page before; the rows after it are given")
]


class Rows(BaseModel, Generic[T]):
    """A page of rows."""

    items: list[T]
    next: str | None = Field(description="what to give as `after` for the next page; null on the last")
    version: int = Field(description="version of the ledger that was asked")


def get(router: APIRouter, path: str, **about: Any) -> Callable[[Endpoint], Endpoint]:
    """Like `router.get`, and answers HEAD, too."""

    def add(endpoint: Endpoint) -> Endpoint:
        known = {"dependencies": [Depends(unchanged)], **about}
        router.add_api_route(path, endpoint, methods=["GET"], **known)
        router.add_api_route(path, endpoint, methods=["HEAD"], include_in_schema=False, **known)
        return endpoint

    return add


class Unchanged(HTTPException):
    """The visitor has this answer already."""


def unchanged(request: Request, response: Response, snapshot: Snap) -> None:
    """Give the answer an ETag, and none but that where it is what the visitor has."""
    tag = tag_of(snapshot)
    response.headers["etag"] = tag
    known = [part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")]
    if tag.removeprefix("W/") in known or known == ["*"]:
        raise Unchanged(304, headers={"etag": tag})


def tag_of(snapshot: Snapshot) -> str:
    """The ETag of what a version of the ledger answers; weak, for the bytes may differ."""
    return f'W/"{__version__}-{snapshot.version}"'


def cursor(*values: Any) -> str:
    """Where a page ends, as a word of an address."""
    text = json.dumps([plain(value) for value in values], separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).decode().rstrip("=")


def opened(after: str | None, *kinds: type) -> list[Any] | None:
    """The values of a cursor; `dt.date` may be None. Raises `QueryError` where it is none of ours."""
    if after is None:
        return None
    try:
        raw = base64.b64decode(after + "=" * (-len(after) % 4), altchars=b"-_", validate=True)
        values = json.loads(raw)
        if not isinstance(values, list) or len(values) != len(kinds):
            raise ValueError(after)
        return [_value(value, kind) for value, kind in zip(values, kinds, strict=True)]
    except (ValueError, TypeError, binascii.Error, RecursionError) as error:
        raise QueryError("after: this is no `next` of a page; give one as it came, or leave it out") from error


def _value(value: Any, kind: type) -> Any:
    if kind is dt.date:
        return None if value is None else dt.date.fromisoformat(value)
    if type(value) is not kind or (isinstance(value, int) and not 0 <= value < 2**53):
        raise ValueError(value)
    return value


def later(snapshot: Snapshot, key: Any, make: Callable[[], T], patience: float) -> T:
    """What `make` gives, kept for the version. Raises 503 where it takes longer than `patience` seconds."""
    found = snapshot.soon(("api", key), make, patience)
    if found is None:
        raise HTTPException(503, "this is still being worked out; ask again in a while", {"retry-after": "5"})
    return found
