"""The sentence around a record, for pages that show records of many reports."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from dragoman.errors import DragomanError
from dragoman.records import Span
from dragoman.show.excerpt import excerpt
from dragoman.web.ledgers import Snapshot

WIDE = 180
MOST = 40
"""So many texts are opened for a page at most; further records are shown by their own words."""


def with_sentences(snapshot: Snapshot, rows: Iterable[dict[str, Any]], width: int = WIDE) -> tuple[dict[str, Any], ...]:
    """`rows` (with `report_id`, `start`, `end`, `text`), each with `around`: its excerpt, None where there is none."""
    texts: dict[str, str | None] = {}
    found = []
    for row in rows:
        report = row["report_id"]
        if report not in texts and len(texts) < MOST:
            texts[report] = _text(snapshot, report)
        text = texts.get(report)
        span = Span(start=row["start"], end=row["end"], text=row["text"] or "")
        found.append({**row, "around": excerpt(text, span, width) if text else None})
    return tuple(found)


def plain(rows: Iterable[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """`rows` whose own words are enough."""
    return tuple({**row, "around": None} for row in rows)


def _text(snapshot: Snapshot, report_id: str) -> str | None:
    try:
        return snapshot.ledger.text(report_id)
    except DragomanError:
        return None
