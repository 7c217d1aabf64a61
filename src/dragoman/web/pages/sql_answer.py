"""A visitor's query, put to the ledger within the limits of the site."""

from __future__ import annotations

import re
from typing import NamedTuple

import pyarrow as pa
from starlette.exceptions import HTTPException

from dragoman.ledger.answers import Answer
from dragoman.web.asking import Wanted
from dragoman.web.ledgers import Snapshot
from dragoman.web.site import Site

_COMPUTED = re.compile(r"occurrence|stories", re.IGNORECASE)


class Asked(NamedTuple):
    """The first rows of an answer, and whether there are more."""

    table: pa.Table
    more: bool

    @property
    def answer(self) -> Answer:
        """The rows as an answer, to write them."""
        return Answer(self.table.schema.names, lambda: (self.table.schema, iter(self.table.to_batches())))


def asked(site: Site, snapshot: Snapshot, sql: str, limit: int) -> Asked:
    """The first `limit` rows of what `sql` gives. Raises `QueryError`, and 503 where the ledger is not ready for it."""
    if _COMPUTED.search(sql):
        ready = snapshot.soon(
            ("api", "occurrences"), lambda: snapshot.rows("SELECT count(*) AS n FROM occurrence_events"), 5
        )
        if ready is None:
            raise HTTPException(503, "the occurrences are being computed; ask again in a while", {"retry-after": "10"})
    table = site.asking.ask(Wanted(sql, snapshot.version, site.settings.sql_seconds, limit + 1))
    return Asked(table.slice(0, limit), table.num_rows > limit)
