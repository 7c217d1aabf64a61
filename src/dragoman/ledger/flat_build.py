"""Writing one shard of the flat tables: a Parquet file a view, from data files of the ledger or from other shards.

Every row carries `_report`, the ordinal of its report in the shard, so that reports can be left out of it later. Memory
is bounded by DuckDB, which sorts on disk.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pyarrow as pa

from dragoman.errors import LedgerError
from dragoman.ledger.columns import DATED, View, flat_views
from dragoman.ledger.delta import short
from dragoman.steps.view.intervals import interval

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "640MB"
"""What DuckDB may hold while it builds; the process itself comes on top. Measured by benchmarks/million.py."""

ROW_GROUP = 16_384
"""Rows a row group. Fewer skip more by date and actor, and cost more per scan; benchmarks/million.py measures it."""

SORTED_BY = {"reports": "published"} | {name: "day" for name in DATED if name != "times"}
"""The date that a table is sorted by; `published` for those not named."""


class DataFile(NamedTuple):
    """A data file of the ledger inside a shard: its name below `readings`, and the ordinals of its reports there."""

    name: str
    first: int
    reports: int


@contextmanager
def builder(scratch: Path) -> Iterator[DuckDBPyConnection]:
    """A DuckDB connection that may read and write files, for building; foreign errors come out as `LedgerError`."""
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(scratch / "spilled"),
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    try:
        # Every view is a pass over the same files, whose footers are kept.
        connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true; SET enable_progress_bar = false")
        yield connection
    except (duckdb.Error, OSError) as error:
        reason = short(error)
        raise LedgerError(f"{scratch.parent}: the flat tables cannot be built ({reason})") from error
    finally:
        connection.close()


def literal(value: str) -> str:
    """`value` as an SQL string."""
    return "'" + value.replace("'", "''") + "'"


def paths(files: Sequence[Path]) -> str:
    """`files` as an SQL list of strings."""
    return f"[{', '.join(literal(str(file)) for file in files)}]"


def from_data(connection: DuckDBPyConnection, readings: Path, files: Sequence[DataFile], folder: Path) -> None:
    """Write the flat tables of `files` (below `readings`) into `folder`."""
    names = [str(readings / file.name) for file in files]
    known = pa.table({"name": names, "first": pa.array([file.first for file in files], pa.int64())})
    connection.register("data_files", known)
    scan = f"read_parquet({paths([Path(name) for name in names])}, hive_partitioning = false, filename = true)"
    for view in flat_views().values():
        if view.path and view.name in DATED:
            _days(connection, scan, view)
        _write(connection, _rows(view, scan), folder, view)


def _rows(view: View, scan: str) -> str:
    """The query that gives a view's rows out of the nested ones."""
    exprs = ", ".join(f'{column.path} AS "{column.name}"' for column in view.columns if column.path)
    report = "CAST(data_files.first + t.file_row_number AS BIGINT)"
    joined = f"{scan} t JOIN data_files ON data_files.name = t.filename"
    if not view.path:
        own = f"{report} AS _report, t.signature, TRY_CAST(t.date AS DATE) AS published"
        return f"SELECT {own}, {exprs} FROM {joined}"
    records = (
        f"SELECT {report} AS _report, t.id AS report_id, TRY_CAST(t.date AS DATE) AS published, t.source AS source, "
        f"t.title AS title, unnest(t.{view.path}) AS r, generate_subscripts(t.{view.path}, 1) - 1 AS n FROM {joined}"
    )
    own = "_report, report_id, n, published, source, title"
    if view.name not in DATED:
        return f"SELECT {own}, {exprs} FROM ({records})"
    day = (
        ""
        if view.name == "times"
        else ", coalesce(days.date_from, published) AS day, coalesce(days.date_to, published) AS day_to"
    )
    days = f"LEFT JOIN days ON days.value = r.{DATED[view.name]}"
    return f"SELECT {own}, {exprs}, days.date_from, days.date_to{day} FROM ({records}) {days}"


def _days(connection: DuckDBPyConnection, scan: str, view: View) -> None:
    """The table `days`: first and last day of every TIMEX value of a view's records."""
    values = f"SELECT unnest(t.{view.path}).{DATED[view.name]} AS value FROM {scan} t"
    found = connection.execute(f"SELECT DISTINCT value FROM ({values}) WHERE value IS NOT NULL").fetchall()
    known = [(value, spanned) for (value,) in found if (spanned := interval(value))]
    columns = {
        "value": pa.array([value for value, _ in known], pa.string()),
        "date_from": pa.array([spanned[0] for _, spanned in known], pa.date32()),
        "date_to": pa.array([spanned[1] for _, spanned in known], pa.date32()),
    }
    connection.register("days", pa.table(columns))


def from_shards(
    connection: DuckDBPyConnection, shards: Sequence[tuple[Path, Sequence[tuple[int, int, int]]]], folder: Path
) -> None:
    """Write the flat tables of several shards into `folder` as one.

    A shard comes with the ordinals that are kept of it: (first, count, first of them in the new shard).
    """
    for view in flat_views().values():
        parts = []
        for path, kept in shards:
            moved = " ".join(
                f"WHEN _report < {first + count} THEN _report + {new - first}" for first, count, new in kept
            )
            inside = " OR ".join(f"_report BETWEEN {first} AND {first + count - 1}" for first, count, _ in kept)
            table = f"read_parquet({literal(str(path / f'{view.name}.parquet'))})"
            parts.append(f"SELECT * REPLACE (CASE {moved} END AS _report) FROM {table} WHERE {inside}")
        _write(connection, " UNION ALL ".join(parts), folder, view)


def _write(connection: DuckDBPyConnection, rows: str, folder: Path, view: View) -> None:
    day = SORTED_BY.get(view.name, "published")
    hidden = ("_report",) if view.path else ("_report", "signature")
    names = ", ".join(f'"{name}"' for name in (*view.names, *hidden))
    order = f"{day}, _report" + (", n" if view.path else "")
    file = literal(str(folder / f"{view.name}.parquet"))
    connection.execute(
        f"COPY (SELECT {names} FROM ({rows}) ORDER BY {order}) TO {file} "
        f"(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE {ROW_GROUP})"
    )
