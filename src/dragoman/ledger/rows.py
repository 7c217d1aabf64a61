"""Readings as rows of the ledger's table, and rows as readings again."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from typing import Any, NamedTuple

import pyarrow as pa

from dragoman.ledger.schema import UNDATED, readings_schema
from dragoman.ledger.similar import signature
from dragoman.records import KINDS, Reading
from dragoman.sources.found import Location, SourceOptions


class Row(NamedTuple):
    """A reading with the text that it was made from, and where that text stands."""

    reading: Reading
    text: str
    location: Location
    options: SourceOptions = SourceOptions()


def table(rows: Sequence[Row], added_at: dt.datetime | None, keep_text: bool) -> pa.Table:
    """`rows` as a table of `readings_schema`. Without `keep_text` neither the text nor any evidence's text is in it."""
    return pa.Table.from_pylist([_row(row, added_at, keep_text) for row in rows], schema=readings_schema())


def _row(row: Row, added_at: dt.datetime | None, keep_text: bool) -> dict[str, Any]:
    kept = row.reading.model_dump(mode="python")
    if not keep_text:
        strip(kept)
    report = kept.pop("report")
    return {
        "month": report["date"][:7] if report["date"] else UNDATED,
        "added_at": added_at,
        **report,
        "text": row.text if keep_text else None,
        "text_sha256": hashlib.sha256(row.text.encode("utf-8", "surrogatepass")).hexdigest(),
        "location": row.location._asdict(),
        "options": row.options.model_dump_json(exclude_defaults=True),
        "signature": signature(row.text),
        **kept,
    }


def strip(value: Any) -> None:
    """Empty the text of every span in a dumped record, in place: what carries offsets is evidence, not a code."""
    if isinstance(value, dict):
        if "start" in value and "end" in value and "text" in value:
            value["text"] = None
        for inner in value.values():
            strip(inner)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            strip(inner)


def restore(value: Any, text: str) -> None:
    """Fill the text of every span of a row from the report's text, in place: the reverse of `strip`."""
    if isinstance(value, dict):
        if "start" in value and "end" in value and "text" in value:
            value["text"] = text[value["start"] : value["end"]]
        for inner in value.values():
            restore(inner, text)
    elif isinstance(value, list):
        for inner in value:
            restore(inner, text)


def reading(row: dict[str, Any], text: str | None) -> Reading:
    """The reading in a row of the table; `text` is the report's where the row itself holds none (`--no-text`).

    Raises ValueError where there is no text at all: a reading's spans always carry theirs.
    """
    if row["text"] is None and text is None:
        raise ValueError("neither the row nor the caller has the report's text")
    report_fields = ("id", "source_id", "title", "date", "source", "url", "language", "characters")
    kept = {name: row[name] for name in ("reader", *KINDS, "negotiation")}
    if row["text"] is None and text is not None:
        restore(kept, text)
    return Reading.model_validate({"report": {name: row[name] for name in report_fields}, **kept})
