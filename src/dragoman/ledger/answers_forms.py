"""Answers as files and on the terminal: table, CSV, JSON, JSON Lines, Parquet. Rows are streamed but for the table."""

from __future__ import annotations

import base64
import csv
import datetime as dt
import json
import math
import os
import secrets
from collections.abc import Callable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TextIO, get_args

from dragoman.errors import QueryError
from dragoman.ledger.answers import Answer

if TYPE_CHECKING:
    from rich.table import Table

Form = Literal["table", "csv", "json", "jsonl", "parquet"]

SHOWN = 100
"""Rows of a table on the terminal, unless said otherwise."""

_CELL = 60


def plain(value: Any) -> Any:
    """A value of an answer as JSON has it: dates as ISO 8601, whole decimals as integers, bytes as base64."""
    if isinstance(value, (dt.date, dt.datetime, dt.time)):
        return value.isoformat()
    if isinstance(value, dt.timedelta):
        return value.total_seconds()
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, bytes):
        return base64.b64encode(value).decode("ascii")
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, dict):
        return {str(key): plain(inner) for key, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(inner) for inner in value]
    return value if isinstance(value, (str, int, float, bool, type(None))) else str(value)


def as_json(value: Any) -> str:
    """`value` as JSON in one line."""
    return json.dumps(plain(value), ensure_ascii=False)


def write_csv(answer: Answer, stream: TextIO) -> None:
    """CSV (RFC 4180) with a line of headings; NULL is an empty cell, lists and structs are JSON."""
    writer = csv.writer(stream)
    writer.writerow(answer.columns)
    for row in answer:
        cells = (plain(value) for value in row.values())
        writer.writerow(["" if c is None else as_json(c) if isinstance(c, (list, dict, bool)) else c for c in cells])


def write_jsonl(answer: Answer, stream: TextIO) -> None:
    """An object a line."""
    for row in answer:
        stream.write(as_json(row) + "\n")


def write_json(answer: Answer, stream: TextIO) -> None:
    """One list of objects, a line each."""
    before = "[\n"
    for row in answer:
        stream.write(before + as_json(row))
        before = ",\n"
    stream.write("[]\n" if before == "[\n" else "\n]\n")


_WRITERS: dict[str, Callable[[Answer, TextIO], None]] = {"csv": write_csv, "json": write_json, "jsonl": write_jsonl}


def write(answer: Answer, form: Form, stream: TextIO) -> None:
    """Write an answer to a stream of text. Raises `QueryError` for a form that is no text."""
    if form not in _WRITERS:
        raise QueryError(f"{form} is no text; give a file to write it to, or one of {', '.join(_WRITERS)}")
    _WRITERS[form](answer, stream)


def save(answer: Answer, form: Form, path: Path) -> None:
    """Write an answer to a file, which is there whole or not at all. Raises `QueryError`; OSError where it cannot."""
    if form not in (*_WRITERS, "parquet"):
        raise QueryError(f"there is no file of the form {form}; there are {', '.join((*_WRITERS, 'parquet'))}")
    under_way = path.with_name(f".{path.name}-{os.getpid()}-{secrets.token_hex(4)}")
    try:
        if form == "parquet":
            _parquet(answer, under_way)
        else:
            with under_way.open("w", encoding="utf-8", newline="") as stream:
                write(answer, form, stream)
        under_way.replace(path)
    finally:
        under_way.unlink(missing_ok=True)


def _parquet(answer: Answer, path: Path) -> None:
    import pyarrow.parquet as pq

    schema, batches = answer.stream()
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        for batch in batches:
            writer.write_batch(batch)


def form_of(path: Path | None, form: Form | None) -> Form:
    """The form that is asked for, else the one that the file's name ends in, else a table. Raises `QueryError`."""
    if form is not None:
        return form
    if path is None:
        return "table"
    named = path.suffix.lower().removeprefix(".")
    found: Form | None = next((known for known in get_args(Form) if known == named and known != "table"), None)
    if found is None:
        raise QueryError(
            f"{path}: its name does not end in .csv, .json, .jsonl or .parquet; name the form with --format"
        )
    return found


def terminal_table(answer: Answer, rows: int = SHOWN) -> tuple[Table, bool]:
    """The first `rows` rows as a table, and whether there are more."""
    from rich import box
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in answer.columns:
        table.add_column(Text(name), overflow="fold")
    first = _first(answer, rows + 1)
    for row in first[:rows]:
        table.add_row(*(Text(cell(value)) for value in row.values()))
    return table, len(first) > rows


def _first(answer: Answer, count: int) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    rows: Iterator[dict[str, Any]] = iter(answer)
    for row in rows:
        found.append(row)
        if len(found) == count:
            break
    return found


def cell(value: Any) -> str:
    """A value in one short line, without what a terminal would obey."""
    from dragoman.show.visible import one_line

    value = plain(value)
    if value is None:
        return ""
    if isinstance(value, list) and all(isinstance(inner, (str, type(None))) for inner in value):
        value = ", ".join("–" if inner is None else inner for inner in value)
    elif isinstance(value, float):
        value = f"{value:g}"
    elif not isinstance(value, str):
        value = as_json(value)
    text = one_line(value)
    return text if len(text) <= _CELL else text[: _CELL - 1] + "…"
