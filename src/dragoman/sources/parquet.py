"""Parquet tables as reports, a few rows at a time, and only the columns that hold the parts of a report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import ReportError, SourceError
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Part
from dragoman.sources.table import Columns, RowDecoder

_ROWS = 64


def reports(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The reports of a table, a row each. Raises `SourceError` where it has no such columns or is broken."""
    try:
        table = pq.ParquetFile(item.seekable(), pre_buffer=False, buffer_size=1 << 20)
        columns = Columns(options, table.schema_arrow.names, item)
        wanted = sorted(set(columns.of(tuple(table.schema_arrow.names)).values()))
        decoder = RowDecoder(b"", recoded=True)
        position = 0
        for batch in table.iter_batches(_ROWS, columns=wanted):
            values = {name: _values(batch.column(name)) for name in batch.schema.names}
            for n in range(batch.num_rows):
                yield _part({name: column[n] for name, column in values.items()}, columns, decoder, item, position)
                position += 1
    except (pa.ArrowException, OSError) as error:
        raise SourceError(item.name, f"its Parquet is broken ({error})", "what stands before it was read") from error


def _values(column: Any) -> list[Any]:
    """The values of a column; strings as bytes, for one that is no UTF-8 must not lose the others."""
    kind = column.type
    if pa.types.is_dictionary(kind):
        column, kind = column.dictionary_decode(), kind.value_type
    if pa.types.is_string(kind) or pa.types.is_large_string(kind):
        column = column.cast(pa.large_binary())
    if pa.types.is_timestamp(kind):
        column = column.cast(pa.timestamp("us", tz=kind.tz), safe=False)
    values: list[Any] = column.to_pylist()
    return values


def _part(row: dict[str, Any], columns: Columns, decoder: RowDecoder, item: Item, position: int) -> Part:
    name = item.at(position)
    try:
        known = {key: decoder(value, name) if isinstance(value, bytes) else value for key, value in row.items()}
    except ReportError as error:
        return Part(position, error)
    return columns.report(known, position)
