"""A visitor's query, put to the ledger within the limits of the site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

import pyarrow as pa
from starlette.exceptions import HTTPException

from dragoman.errors import QueryError
from dragoman.ledger.answers import Answer, Stream
from dragoman.web.ledgers import Snapshot
from dragoman.web.site import Site

MOST_BYTES = 64_000_000
"""An answer has so many bytes at most."""

_COMPUTED = re.compile(r"occurrence|stories", re.IGNORECASE)


class Asked(NamedTuple):
    """The first rows of an answer, and whether there are more."""

    table: pa.Table
    more: bool


def asked(site: Site, snapshot: Snapshot, sql: str, limit: int) -> Asked:
    """The first `limit` rows of what `sql` gives. Raises `QueryError`, and 503 where the ledger is not ready for it."""
    with _turn(site):
        answer = limited(site, snapshot, sql, limit + 1)
        table = answer.arrow()
    return Asked(table.slice(0, limit), table.num_rows > limit)


def limited(site: Site, snapshot: Snapshot, sql: str, limit: int) -> Answer:
    """The answer to `sql`, of at most `limit` rows and `MOST_BYTES`. Raises `QueryError`."""
    if _COMPUTED.search(sql):
        ready = snapshot.soon(
            ("api", "occurrences"), lambda: snapshot.rows("SELECT count(*) AS n FROM occurrence_events"), 5
        )
        if ready is None:
            raise HTTPException(503, "the occurrences are being computed; ask again in a while", {"retry-after": "10"})
    try:
        answer = snapshot.ledger.query(sql, seconds=site.settings.sql_seconds, limit=limit)
    except RecursionError as error:
        raise QueryError("the query is nested too deeply; write it flatter") from error

    def stream() -> Stream:
        schema, batches = answer.stream()
        return schema, _weighed(batches)

    return Answer(answer.columns, stream)


@contextmanager
def _turn(site: Site) -> Iterator[None]:
    if not site.asking.acquire(timeout=3 * site.settings.sql_seconds):
        raise HTTPException(503, "other queries are running; ask again in a while", {"retry-after": "5"})
    try:
        yield
    finally:
        site.asking.release()


def _weighed(batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
    left = MOST_BYTES
    for batch in batches:
        left -= batch.nbytes
        if left < 0:
            raise QueryError(f"the answer has more than {MOST_BYTES:,} bytes; ask for fewer columns or rows")
        yield batch
