"""How far back a page looks for two parties of whom a large ledger has thousands of reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from dragoman.web.ledgers import Snapshot

MOST = 120
"""So many of the newest reports with an act between two parties are looked at; all of them in most ledgers."""

_DAY = """
SELECT published FROM events WHERE published IS NOT NULL
    AND list_has_all(list_concat(actors, recipients), $parties)
GROUP BY report_id, published ORDER BY published DESC LIMIT 1 OFFSET $most
"""


def begin(snapshot: Snapshot, parties: Sequence[str], most: int = MOST) -> dt.date | None:
    """The day from which on there are about `most` reports with an act between all of `parties`.

    None where there are no more than that.
    """
    rows = snapshot.rows(_DAY, {"parties": list(parties), "most": most})
    return rows[0]["published"] if rows else None
