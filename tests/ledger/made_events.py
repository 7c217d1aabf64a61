"""Rows of the flat view `events` made by hand, as `occurrences` takes them."""

import datetime as dt
from typing import Any

import pyarrow as pa

from dragoman.steps.view.intervals import interval

SCHEMA = pa.schema(
    [
        ("report_id", pa.string()), ("n", pa.int64()), ("published", pa.date32()), ("type", pa.string()),
        ("mode", pa.string()), ("cameo", pa.string()), ("rule", pa.string()), ("actors", pa.list_(pa.string())),
        ("recipients", pa.list_(pa.string())), ("status", pa.string()), ("date", pa.string()),
        ("date_from", pa.date32()), ("date_to", pa.date32()), ("place", pa.string()), ("issue", pa.string()),
        ("score", pa.float64()), ("killed", pa.int64()),
    ]
)  # fmt: skip


def event(report: str, published: str | None, kind: str, rule: str, sides: str, **more: Any) -> dict[str, Any]:
    """An event. `sides` is "PER+ECU" for what parties do with each other, "PER>ECU" for what one does to another."""
    actors, _, recipients = sides.partition(">")
    row: dict[str, Any] = {
        "report_id": report,
        "n": 0,
        "published": published and dt.date.fromisoformat(published),
        "type": kind,
        "rule": f"event_verbs.{rule}",
        "actors": [a for a in actors.split("+") if a],
        "recipients": [r for r in recipients.split("+") if r],
        "status": "actual",
        "score": 1.0,
    } | more
    if days := interval(row.get("date")):
        row |= {"date_from": days[0], "date_to": days[1]}
    return row


def table(*rows: dict[str, Any]) -> pa.Table:
    return pa.Table.from_pylist(list(rows), SCHEMA)
