"""The answer to a question put to a ledger: computed when it is looked at, in the form that the caller wants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dragoman.errors import QueryError

if TYPE_CHECKING:
    import pandas
    import polars

Stream = tuple[pa.Schema, Iterator[pa.RecordBatch]]
"""The types of the columns, and the rows."""


class Answer:
    """Rows with named columns, computed at the first look and kept.

    Its version of the ledger is fixed when the question is put. `arrow()`, `df()`, `pl()` and `rows()` give all rows as
    an Arrow table, a pandas or polars frame, or dicts; iterating gives dicts, and `len` counts. `batches()` computes
    anew and holds one batch at a time, for answers that do not fit into memory. Each may raise `QueryError`.
    """

    def __init__(self, columns: Sequence[str], stream: Callable[[], Stream]) -> None:
        self.columns = list(columns)
        self._stream = stream
        self._table: pa.Table | None = None

    def stream(self) -> Stream:
        """The types of the columns, and the rows as `batches` gives them."""
        return (self._table.schema, iter(self._table.to_batches())) if self._table is not None else self._stream()

    def batches(self) -> Iterator[pa.RecordBatch]:
        """The rows, some thousands at a time."""
        return self.stream()[1]

    def arrow(self) -> pa.Table:
        """The rows as an Arrow table."""
        if self._table is None:
            schema, batches = self._stream()
            self._table = pa.Table.from_batches(batches, schema=schema)
        return self._table

    def df(self) -> pandas.DataFrame:
        """The rows as a pandas frame: dates as datetime64, integers and booleans in pandas' nullable types."""
        import pandas

        kinds: dict[pa.DataType, Any] = {pa.int64(): pandas.Int64Dtype(), pa.bool_(): pandas.BooleanDtype()}
        frame: pandas.DataFrame = self.arrow().to_pandas(date_as_object=False, types_mapper=kinds.get)
        return frame

    def pl(self) -> polars.DataFrame:
        """The rows as a polars frame. Raises `QueryError` where polars is not installed."""
        try:
            import polars
        except ImportError as error:
            raise QueryError("polars is not installed; pip install 'dragoman[polars]', or ask for .df()") from error
        frame = polars.from_arrow(self.arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def rows(self) -> list[dict[str, Any]]:
        """The rows as dicts of Python values."""
        rows: list[dict[str, Any]] = self.arrow().to_pylist()
        return rows

    def __iter__(self) -> Iterator[dict[str, Any]]:
        for batch in self.batches():
            yield from batch.to_pylist()

    def __len__(self) -> int:
        return int(self.arrow().num_rows)

    def __bool__(self) -> bool:
        return len(self) > 0

    def __repr__(self) -> str:
        known = f"{self._table.num_rows} rows" if self._table is not None else "not computed yet"
        return f"<Answer: {', '.join(self.columns)}; {known}>"
