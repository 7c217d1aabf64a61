"""Who a user means: parties by code or by name, and the most active pairs of a ledger."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import pycountry

from dragoman.errors import QueryError
from dragoman.negotiation.facts import Answers


class Dyad(NamedTuple):
    """Two parties with how much stands between them."""

    one: str
    other: str
    reports: int
    events: int
    score: float


def resolve(ledger: Answers, names: Sequence[str]) -> tuple[str, ...]:
    """The codes that `names` stand for: codes of the ledger, states by any usual name, else actors by their name.

    Raises `QueryError` for a name that nothing in the ledger bears, with those that come near.
    """
    return tuple(dict.fromkeys(_resolve(ledger, name) for name in names))


def _resolve(ledger: Answers, name: str) -> str:
    known = ledger.rows("SELECT 1 AS found FROM actors WHERE code = $name LIMIT 1", {"name": name})
    if known:
        return name
    try:
        return str(pycountry.countries.lookup(name).alpha_3)
    except LookupError:
        pass
    rows = ledger.rows(
        "SELECT code, sum(len(mentions))::BIGINT AS mentions FROM actors WHERE lower(code) = lower($name) "
        "OR lower(name) = lower($name) GROUP BY code ORDER BY mentions DESC, code LIMIT 1",
        {"name": name},
    )
    if rows:
        return str(rows[0]["code"])
    near = ledger.rows(
        "SELECT name FROM actors WHERE contains(lower(name), lower($name)) GROUP BY name "
        "ORDER BY count(*) DESC, name LIMIT 5",
        {"name": name},
    )
    hint = f"; did you mean {', '.join(repr(row['name']) for row in near)}?" if near else ""
    raise QueryError(f"no party of the ledger is called {name!r}{hint}")


def active_dyads(ledger: Answers, most: int = 20) -> tuple[Dyad, ...]:
    """The pairs of parties with the most reports that tell of an act between them, most first."""
    rows = ledger.rows(
        """
        WITH pairs AS (
            SELECT DISTINCT report_id, n, score, least(a, b) AS one, greatest(a, b) AS other FROM (
                SELECT report_id, n, score, unnest(actors) AS a, recipients AS others FROM events
                    WHERE len(recipients) > 0
                UNION ALL SELECT report_id, n, score, unnest(actors), actors FROM events WHERE len(recipients) = 0
            ), unnest(others) AS t(b) WHERE a <> b
        )
        SELECT one, other, count(DISTINCT report_id) AS reports, count(*) AS events, round(avg(score), 2) AS score
        FROM pairs GROUP BY one, other ORDER BY reports DESC, events DESC, one, other LIMIT $most
        """,
        {"most": most},
    )
    return tuple(Dyad(row["one"], row["other"], row["reports"], row["events"], row["score"]) for row in rows)
