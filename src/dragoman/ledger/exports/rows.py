"""The ledger's current rows as a stream of plain dicts, by day of publication, with only the columns asked for.

One month is sorted at a time, and DuckDB sorts on disk what does not fit into its share of memory: what is held does
not grow with the ledger, but for sixteen bytes or so a report.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from dragoman.errors import LedgerError
from dragoman.ledger.exports.scope import Scope
from dragoman.ledger.origins import Origins
from dragoman.ledger.texts import restore

if TYPE_CHECKING:
    import duckdb

    from dragoman.ledger.store import Ledger

_BATCH = 64
_MEMORY = "512MB"

# Of an event the exports use neither the votes of the coders nor the reasons of its mode, contexts and code.
_EVENT = (
    "start", "end", "text", "made_by", "type", "mode", "contexts", "cameo", "actors", "recipients", "actor_ids",
    "recipient_ids", "status", "date", "place", "issue", "statement", "score", "goldstein", "magnitude", "confidence",
)  # fmt: skip
EVENTS = "list_transform(events, lambda e: {" + ", ".join(f"'{name}': e.\"{name}\"" for name in _EVENT) + "}) AS events"
"""The column of events without what no export uses."""

ACTORS = "list_transform(actors, lambda a: {" + (
    ", ".join(f"'{name}': a.\"{name}\"" for name in ("id", "name", "code", "kind", "country", "sector", "role"))
    + "}) AS actors"
)
"""The column of actors without their mentions."""

REPORT = ("id", "source_id", "title", "date", "source", "url", "language", "characters")
_ORIGIN = ("location", "options", "text_sha256")


def current(ledger: Ledger, scope: Scope, columns: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The current row of each report of `scope`, by day of publication and id; undated reports come last.

    A row has the columns of `REPORT` and those that `columns` names (names, or expressions with AS). Of a ledger that
    keeps no texts they are fetched where `columns` names the text; where a text is gone, it is None, and evidence has
    no words. The filters on events are left to the caller. Raises `LedgerError` where the table cannot be read.
    """
    fetched = not ledger.keeps_text and "text" in columns
    origins = Origins()
    for row in _rows(ledger, scope, [*REPORT, *columns, *(_ORIGIN if fetched else ())]):
        if not ledger.keeps_text:
            text = origins.text(row) if fetched else None
            restore({name: value for name, value in row.items() if name not in REPORT}, text)
            row |= {"text": text} if fetched else {}
        yield row


def _rows(ledger: Ledger, scope: Scope, columns: Sequence[str]) -> Iterator[dict[str, Any]]:
    import duckdb

    files = [str(file) for file in ledger.files()]
    if not files:
        return
    with tempfile.TemporaryDirectory(prefix="dragoman-export-") as folder:
        connection = duckdb.connect(
            config={"memory_limit": _MEMORY, "temp_directory": folder, "threads": 2, "autoload_known_extensions": False}
        )
        try:
            # DuckDB draws its bar on standard output, where the export may go.
            connection.execute("SET enable_progress_bar = false")
            yield from _months(connection, files, scope, ", ".join(columns))
        except duckdb.Error as error:
            raise LedgerError(f"{ledger.path}: its readings cannot be read ({_first_line(error)})") from error
        finally:
            connection.close()


def _months(
    connection: duckdb.DuckDBPyConnection, files: list[str], scope: Scope, columns: str
) -> Iterator[dict[str, Any]]:
    # The newest row of an id counts, wherever it stands: another reader may have found another date, and so month.
    connection.execute(
        "CREATE TEMP TABLE newest AS SELECT month, filename, place FROM (SELECT id, month, date, source, filename, "
        "file_row_number AS place FROM read_parquet(?, filename = true, file_row_number = true, "
        "hive_types = {'month': VARCHAR}) QUALIFY row_number() OVER "
        f"(PARTITION BY id ORDER BY added_at DESC, filename DESC, file_row_number DESC) = 1) {_where(scope)}",
        [files, *_values(scope)],
    )
    months = connection.execute(
        "SELECT list(DISTINCT filename ORDER BY filename) FROM newest GROUP BY month ORDER BY month = 'undated', month"
    ).fetchall()
    for (names,) in months:
        found = connection.sql(
            f"SELECT {columns} FROM read_parquet(?, filename = true, file_row_number = true, "
            "hive_partitioning = false) t JOIN newest ON t.filename = newest.filename "
            "AND t.file_row_number = newest.place ORDER BY date, id",
            params=[names],
        )
        for batch in found.to_arrow_reader(_BATCH):
            yield from batch.to_pylist()


def _where(scope: Scope) -> str:
    tests = ["date >= ?"] * (scope.since is not None) + ["date <= ?"] * (scope.until is not None)
    if scope.sources:
        tests.append("list_contains(?, lower(source))")
    if scope.reports is not None:
        tests.append("id IN (SELECT unnest(?::VARCHAR[]))")
    return "WHERE " + " AND ".join(tests) if tests else ""


def _values(scope: Scope) -> list[Any]:
    days = [day.isoformat() for day in (scope.since, scope.until) if day is not None]
    listed = [[*scope.sources]] if scope.sources else []
    return [*days, *listed, *([[*scope.reports]] if scope.reports is not None else [])]


def _first_line(error: Exception) -> str:
    return str(error).strip().split("\n", 1)[0]
