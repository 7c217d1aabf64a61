"""The flat views as Parquet files, for pandas, polars, R's arrow, Spark and DuckDB."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq

from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.tables import tables


def fill(job: Job, folder: Path) -> None:
    """Write `VIEW.parquet` for each view; lists and structs stay what they are."""
    for table in tables(job, nested_as_json=False):
        with pq.ParquetWriter(folder / f"{table.name}.parquet", table.schema, compression="zstd") as file:
            for batch in table.batches:
                file.write_batch(batch)
                job.written += batch.num_rows
