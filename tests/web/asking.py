"""A client of the site in this process, for tests that need no browser."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import TestClient

from dragoman.reader import Reader
from dragoman.web.app import create_app
from dragoman.web.settings import Settings


@contextmanager
def client(ledger: Path, reader: Reader | None = None, **settings: Any) -> Iterator[TestClient]:
    """A client of the site over `ledger`; a fault of the site is an answer of it, not an exception."""
    app = create_app(Settings(ledger, **{"patience": 30, **settings}), reader)
    with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as found:
        yield found


def fault(answer: Any) -> dict[str, Any]:
    """The fault that an answer of the API tells of, which has to have the one shape."""
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"status", "title", "detail"}
    assert body["error"]["status"] == answer.status_code
    assert "\n" not in body["error"]["detail"]
    found: dict[str, Any] = body["error"]
    return found
