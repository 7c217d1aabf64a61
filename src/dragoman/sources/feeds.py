"""RSS and Atom feeds as reports: each entry is one, from its own content or summary. No link is ever followed."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from dragoman.errors import ReportEmpty, ReportError, SourceError
from dragoman.reader import ReportText
from dragoman.sources.dates import publication_date
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Part
from dragoman.sources.pages import fragment_text

FEED_SIZE = 20_000_000
"""The largest feed, in bytes: feeds list what is new, and feedparser holds the whole."""


def reports(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The entries of a feed, each a report."""
    import feedparser

    data = item.read(max(FEED_SIZE, options.max_bytes))
    # As a file: feedparser would take a string that looks like an address for one.
    headers = {"content-type": f"application/xml; charset={item.charset}"} if item.charset else {}
    feed = feedparser.parse(io.BytesIO(data), response_headers=headers)
    if not feed.entries and feed.bozo:
        reason = f"its feed cannot be taken apart ({_why(feed.get('bozo_exception'))})"
        raise SourceError(item.name, reason, "check that the file is whole")
    for position, entry in enumerate(feed.entries):
        try:
            yield Part(position, _report(entry, feed.feed, item.at(position)))
        except ReportError as error:
            yield Part(position, error)
    if feed.bozo and _broken_off(feed.get("bozo_exception")):
        raise SourceError(item.name, f"its feed breaks off ({_why(feed.get('bozo_exception'))})", "fetch it again")


def _why(error: object) -> str:
    return str(getattr(error, "getMessage", lambda: str(error))() or type(error).__name__)


def _broken_off(error: object) -> bool:
    """Whether the feed ends before its root element does; other faults of form are common and lose nothing."""
    return "no element found" in _why(error) or "unclosed token" in _why(error)


def _report(entry: Any, feed: Any, name: str) -> ReportText:
    title = fragment_text(entry.get("title") or "") or None
    bodies = [content.get("value") or "" for content in entry.get("content") or ()]
    text = next((text for body in (*bodies, entry.get("summary") or "") if (text := fragment_text(body))), title)
    if not text:
        raise ReportEmpty(name, "the entry has neither content nor summary nor title", "name the page that it links to")
    written = next((entry[key] for key in ("published", "created", "updated") if entry.get(key)), None)
    source = (entry.get("source") or {}).get("title") or feed.get("title")
    return ReportText(
        text,
        publication_date(written, name),
        title.replace("\n", " ") if title else None,
        fragment_text(source or "") or None,
        entry.get("id"),
        entry.get("link"),
    )
