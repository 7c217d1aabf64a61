"""Readings as rows of the ledger's table, and rows as readings again."""

from __future__ import annotations

import datetime as dt
import gc
import hashlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, NamedTuple

import pyarrow as pa

from dragoman.ledger.schema import UNDATED, readings_schema
from dragoman.ledger.similar import signature
from dragoman.ledger.texts import restore, withhold
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
    with _no_collection():
        return pa.Table.from_pylist([_row(row, added_at, keep_text) for row in rows], schema=readings_schema())


@contextmanager
def _no_collection() -> Iterator[None]:
    """No search for reference cycles meanwhile: it would look at all that the models hold, again and again.

    A row is a tree of very many objects without cycles; with the search it costs twice as much.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def sha256(text: str) -> str:
    """The hash by which a report's text is known again, in hexadecimal."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def _row(row: Row, added_at: dt.datetime | None, keep_text: bool) -> dict[str, Any]:
    kept = row.reading.model_dump(mode="python")
    report = kept.pop("report")
    if not keep_text:
        withhold(kept, row.text)
    return {
        "month": report["date"][:7] if report["date"] else UNDATED,
        "added_at": added_at,
        **report,
        "text": row.text if keep_text else None,
        "text_sha256": sha256(row.text),
        "location": row.location._asdict(),
        "options": row.options.model_dump_json(exclude_defaults=True),
        "signature": signature(row.text),
        **kept,
    }


def reading(row: dict[str, Any], text: str | None) -> Reading:
    """The reading in a row of the table; `text` is the report's where the row itself holds none (`--no-text`).

    `row` is a dict of the table's columns; it is changed in place. Where there is no text at all, evidence has its
    offsets and an empty text, and what points into the text is an ellipsis.
    """
    report_fields = ("id", "source_id", "title", "date", "source", "url", "language", "characters")
    kept = {name: row[name] for name in ("reader", *KINDS, "negotiation")}
    if row["text"] is None:
        restore(kept, text)
    return Reading.model_validate({"report": {name: row[name] for name in report_fields}, **kept})
