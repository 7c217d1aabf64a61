"""The flat views as CSV files (RFC 4180, UTF-8), for R, pandas and spreadsheets."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.tables import tables


def fill(job: Job, folder: Path) -> None:
    """Write `VIEW.csv` for each view. Lists are JSON arrays; NULL is an empty cell, an empty text is `""`."""
    for table in tables(job, nested_as_json=True):
        with csv.CSVWriter(folder / f"{table.name}.csv", table.schema) as file:
            for batch in table.batches:
                file.write_batch(_without_nul(batch))
                job.written += batch.num_rows


def _without_nul(batch: pa.RecordBatch) -> pa.RecordBatch:
    """The batch with U+FFFD for NUL, at which readers of text files stop."""
    columns = [
        pc.replace_substring(column, "\0", "\ufffd") if pa.types.is_string(column.type) else column
        for column in batch.columns
    ]
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
