"""The addresses of the site's pages: every link is made here."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit


def report(report_id: str, at: int | None = None, record: str | None = None) -> str:
    """A report; with `at`, an offset into its text, that place; `record` is the record there, such as "events-3"."""
    address = f"/report/{_part(report_id)}"
    if at is None and record is None:
        return address
    return address + _query([("at", at), ("record", record)]) + "#at"


def actor(code: str) -> str:
    """A party, by its code."""
    return f"/actor/{_part(code)}"


def occurrence(occurrence_id: str) -> str:
    """An act, with all reports that tell of it."""
    return f"/occurrence/{_part(occurrence_id)}"


def negotiation(parties: Iterable[str] = (), issue: str | None = None, **more: str | None) -> str:
    """The negotiation of `parties` (codes); `more` are further fields of the address, such as `since`."""
    pairs: list[tuple[str, object]] = [("party", code) for code in parties]
    return "/negotiation" + _query([*pairs, ("issue", issue), *more.items()])


def search(q: str = "", **more: str | Iterable[str] | None) -> str:
    """A search for words, with filters."""
    pairs: list[tuple[str, object]] = [("q", q or None)]
    for name, value in more.items():
        pairs += [(name, value)] if value is None or isinstance(value, str) else [(name, each) for each in value]
    return "/search" + _query(pairs)


def outside(url: str | None) -> str | None:
    """`url` where it can only lead to a web page, never run anything; else None."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return None
    return url if parts.scheme in ("http", "https") and parts.hostname else None


def inside(address: str | None) -> str:
    """`address` where it is one of this site; else that of the overview."""
    if not address or not address.startswith("/") or address.startswith(("//", "/\\")):
        return "/"
    return address if address.isprintable() and "\\" not in address else "/"


@lru_cache(maxsize=4096)
def _part(value: str) -> str:
    return quote(value, safe="", errors="surrogatepass")


def _query(pairs: Iterable[tuple[str, object]]) -> str:
    known = [(name, str(value)) for name, value in pairs if value is not None]
    return f"?{urlencode(known)}" if known else ""
