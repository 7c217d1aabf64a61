"""One version of a ledger as a DuckDB database of views that can only be read, and reads nothing else."""

from __future__ import annotations

import re
import threading
import weakref
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from dragoman.errors import LedgerError, QueryError
from dragoman.ledger import views
from dragoman.ledger.answers import Stream
from dragoman.ledger.columns import View
from dragoman.ledger.flat import Part
from dragoman.ledger.flat_build import literal
from dragoman.ledger.queries_check import check, one_line
from dragoman.ledger.texts import pointed_out

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MEMORY = "1GB"
"""What DuckDB may hold for queries; what does not fit goes to a temporary folder, up to `_SPILL`."""

_SPILL = "10GB"
_TEXTS, _STATEMENTS = 256, 256

Parameters = Sequence[Any] | Mapping[str, Any]


class Limits(NamedTuple):
    """What a query may cost: seconds, and rows of the answer. None is no limit."""

    seconds: float | None = None
    rows: int | None = None


class Session:
    """The views of one version. Queries of several threads may run at once.

    `later` has, for the views that are computed only when a query names them, what gives the Parquet file of each, and
    `fresh` what gives the rows of those that may change at any time; `empty` are their columns.
    """

    def __init__(
        self,
        name: str,
        cache: Path,
        parts: Sequence[Part],
        text_of: Callable[[str], str | None] | None,
        later: Mapping[str, Callable[[Session], Path]],
        fresh: Mapping[str, Callable[[], pa.Table]],
        empty: Sequence[View] = (),
    ) -> None:
        self.name, self.parts = name, parts
        self._later, self._fresh = dict(later), dict(fresh)
        self._making, self._freshening = threading.RLock(), threading.Lock()
        self._known: dict[str, frozenset[str]] = {}
        self._connection = _connect(cache)
        try:
            if text_of is not None:
                _add_functions(self._connection, text_of)
            views.make(self._connection, parts, text_of is None)
            for view in empty:
                views.make_empty(self._connection, view)
        except _duckdb_error() as error:
            raise LedgerError(
                f"{name}: its flat tables cannot be read ({one_line(str(error))}); delete its cache"
            ) from error
        self._connection.execute("SET lock_configuration = true")
        # Also at the end of the process: DuckDB complains of functions that outlive it.
        weakref.finalize(self, self._connection.close)

    @property
    def files(self) -> list[str]:
        """The names of the version's data files, sorted."""
        return sorted(file.name for part in self.parts for file in part.files)

    @property
    def whole(self) -> bool:
        """Whether the files behind the views are still there; another process may have merged them."""
        return all((part.shard.path / "shard.json").exists() for part in self.parts)

    def columns(self, sql: str, parameters: Parameters = ()) -> list[str]:
        """The names of the columns that `sql` gives. Raises `QueryError` where it cannot be run."""
        with self._reading(sql, Limits()) as connection:
            return unlike(connection.sql(sql, params=parameters or None).columns)

    def stream(self, sql: str, parameters: Parameters = (), limits: Limits | None = None) -> Stream:
        """What `sql` gives, in batches, computed as they are asked for. Raises `QueryError`."""
        limits = limits or Limits()
        with ExitStack() as stack:
            connection = stack.enter_context(self._reading(sql, limits))
            reader = connection.sql(sql, params=parameters or None).to_arrow_reader(10_000)
            names = unlike(reader.schema.names)
            schema = pa.schema([f.with_name(name) for f, name in zip(reader.schema, names, strict=True)])
            return schema, _batches(reader, schema, limits.rows, stack.pop_all())

    def table(
        self,
        sql: str,
        parameters: Parameters = (),
        limits: Limits | None = None,
        given: tuple[str, pa.Table] | None = None,
    ) -> pa.Table:
        """What `sql` gives, as one table; `given` is a table beside the views, by name. Raises `QueryError`."""
        with self._reading(sql, limits or Limits(), given) as connection:
            relation = connection.sql(sql, params=parameters or None)
            if limits is not None and limits.rows is not None:
                relation = relation.limit(limits.rows)
            return relation.to_arrow_table()

    @contextmanager
    def _reading(
        self, sql: str, limits: Limits, given: tuple[str, pa.Table] | None = None
    ) -> Iterator[DuckDBPyConnection]:
        """A connection of its own in a transaction that only reads, stopped when the time is over."""
        cursor = self._connection.cursor()
        stop = threading.Timer(limits.seconds, cursor.interrupt) if limits.seconds is not None else None
        try:
            self._make_later(self._checked(cursor, sql), sql)
            if given is not None:
                cursor.register(*given)
            cursor.execute("BEGIN TRANSACTION READ ONLY")
            if stop:
                stop.daemon = True
                stop.start()
            yield cursor
        except _duckdb_error() as error:
            raise self._explained(error, limits, cursor, sql) from error
        finally:
            if stop:
                stop.cancel()
            cursor.close()

    def _checked(self, cursor: DuckDBPyConnection, sql: str) -> frozenset[str]:
        """The names of the tables in `sql`, checked once."""
        tables = self._known.get(sql)
        if tables is None:
            tables = check(cursor, sql).tables
            if len(self._known) >= _STATEMENTS:
                self._known.clear()
            self._known[sql] = tables
        return tables

    def _explained(self, error: Exception, limits: Limits, cursor: DuckDBPyConnection, sql: str) -> QueryError:
        import duckdb

        if isinstance(error, duckdb.InterruptException):
            return QueryError(f"the query was stopped after {limits.seconds:g} seconds; narrow it, or allow it more")
        if isinstance(error, duckdb.OutOfMemoryException):
            return QueryError(f"the query needs more than {MEMORY} of memory; narrow it, or ask for fewer columns")
        if isinstance(error, (duckdb.BinderException, duckdb.CatalogException)) and "\nLINE " not in str(error):
            # Only a statement that is executed, and not a relation, says where the fault is.
            try:
                cursor.execute("ROLLBACK")
                cursor.execute(f"EXPLAIN\n{sql}")
            except duckdb.Error as placed:
                if "\nLINE " in str(placed):
                    return QueryError(one_line(str(placed), skipped=1))
        return QueryError(one_line(str(error)))

    def _make_later(self, names: frozenset[str], sql: str) -> None:
        """Make those views that `sql` names and that are not made yet."""

        def named(name: str) -> bool:
            return name in names or re.search(rf"\b{name}\b", sql, re.IGNORECASE) is not None

        # Computing a view takes long, and holds up only those who ask for one.
        if any(map(named, tuple(self._later))):
            self._make_named(named)
        if fresh := sorted(filter(named, self._fresh)):
            with self._freshening:
                for name in fresh:
                    table = f'{views.INNER}."{name}"'
                    self._define(f'CREATE OR REPLACE VIEW "{name}" AS FROM {table}', (table, self._fresh[name]()))

    def _make_named(self, named: Callable[[str], bool]) -> None:
        with self._making:
            for name in sorted(filter(named, self._later)):
                # Computing one may compute another that it needs.
                if compute := self._later.get(name):
                    rows = f"SELECT * FROM read_parquet({literal(str(compute(self)))})"
                    self._define(f'CREATE OR REPLACE VIEW "{name}" AS {rows}')
                    self._later.pop(name, None)

    def _define(self, sql: str, given: tuple[str, pa.Table] | None = None) -> None:
        cursor = self._connection.cursor()
        try:
            if given is not None:
                cursor.register("_given", given[1])
                cursor.execute(f"CREATE OR REPLACE TABLE {given[0]} AS FROM _given")
                cursor.unregister("_given")
            cursor.execute(sql)
        finally:
            cursor.close()

    def close(self) -> None:
        """Give back what the session holds."""
        self._connection.close()


def _batches(
    reader: pa.RecordBatchReader, schema: pa.Schema, left: int | None, end: ExitStack
) -> Iterator[pa.RecordBatch]:
    """The batches of `reader`, renamed, up to so many rows; `end` is closed after the last."""
    with end:
        for batch in reader:
            batch = pa.RecordBatch.from_arrays(batch.columns, schema=schema)
            if left is not None:
                batch, left = batch.slice(0, left), left - batch.num_rows
            yield batch
            if left is not None and left <= 0:
                break


def unlike(names: Sequence[str]) -> list[str]:
    """`names` made to differ: of two columns `title`, as a join gives them, the second is `title_1`."""
    found: list[str] = []
    for name in names:
        number, other = 0, name
        while other in found:
            number += 1
            other = f"{name}_{number}"
        found.append(other)
    return found


def _duckdb_error() -> type[Exception]:
    import duckdb

    return duckdb.Error


def _connect(cache: Path) -> DuckDBPyConnection:
    import duckdb

    config: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "temp_directory": str(cache / "spilled"),
        "max_temp_directory_size": _SPILL,
        "python_enable_replacements": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
        "allow_community_extensions": False,
    }
    connection = duckdb.connect(":memory:", config=config)
    connection.execute("SET TimeZone = 'UTC'; SET parquet_metadata_cache = true; SET enable_progress_bar = false")
    connection.execute("SET allowed_directories = ?", [[str(cache)]])
    connection.execute("SET enable_external_access = false")
    return connection


def _add_functions(connection: DuckDBPyConnection, text_of: Callable[[str], str | None]) -> None:
    """Make functions of SQL from `text_of`; the last texts are kept, since many records lie in one report."""
    from duckdb.func import SPECIAL

    kept: OrderedDict[str, str | None] = OrderedDict()
    lock = threading.Lock()

    def function(report_id: str) -> str | None:
        with lock:
            if report_id in kept:
                kept.move_to_end(report_id)
                return kept[report_id]
        text = text_of(report_id)
        with lock:
            kept[report_id] = text
            if len(kept) > _TEXTS:
                kept.popitem(last=False)
        return text

    def words(report_id: str, value: str) -> str:
        return pointed_out(value, function(report_id))

    connection.create_function(views.TEXT_OF, function, ["VARCHAR"], "VARCHAR", null_handling=SPECIAL)
    connection.create_function(views.WORDS_OF, words, ["VARCHAR", "VARCHAR"], "VARCHAR")
