"""The flat views of a ledger, one table a view: what the forms csv and parquet write."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import pyarrow as pa

from dragoman.ledger.exports.scope import Scope
from dragoman.ledger.queries import all_views

if TYPE_CHECKING:
    from dragoman.ledger.exports.job import Job

_ORDER = ("published", "report_id", "n", "occurrence_id", "story_id", "key")


class Table(NamedTuple):
    """A view: its name, its columns, and its rows in batches."""

    name: str
    schema: pa.Schema
    batches: Iterator[pa.RecordBatch]


def tables(job: Job, nested_as_json: bool) -> Iterator[Table]:
    """The views with the rows of `job`'s reports, in the order of publication; lists and structs as JSON on demand.

    A filter on events takes the reports that have such an event, with all their records. Views that are not of single
    reports (occurrences, quarantine) are whole.
    """
    where, values = _where(job.scope)
    for name in all_views():
        columns = job.ledger.query(f"SELECT * FROM {name} LIMIT 0").arrow().schema
        sql = f"SELECT {_columns(columns, nested_as_json)} FROM {name}"
        of_reports = "report_id" in columns.names
        order = [column for column in _ORDER if column in columns.names]
        sql += (where if of_reports else "") + (f" ORDER BY {', '.join(order)}" if order else "")
        answer = job.ledger.query(sql, values if of_reports else ())
        yield Table(name, *answer.stream())


def _columns(schema: pa.Schema, nested_as_json: bool) -> str:
    nested = [field.name for field in schema if pa.types.is_nested(field.type)] if nested_as_json else []
    replaced = ", ".join(f'CAST(to_json("{name}") AS VARCHAR) AS "{name}"' for name in nested)
    return f"* REPLACE ({replaced})" if replaced else "*"


def _where(scope: Scope) -> tuple[str, list[Any]]:
    tests: list[str] = []
    values: list[Any] = []
    for test, value in (
        ("published >= ?", scope.since),
        ("published <= ?", scope.until),
        ("list_contains(?, lower(source))", [*scope.sources] or None),
        ("report_id IN (SELECT unnest(?::VARCHAR[]))", [*scope.reports] if scope.reports is not None else None),
    ):
        if value is not None:
            tests.append(f"report_id IN (SELECT report_id FROM reports WHERE {test})")
            values.append(value)
    events: list[tuple[str, Any]] = [
        ("list_contains(?, type)", [*scope.types]),
        ("list_contains(?, status)", [*scope.statuses]),
    ]
    events += [("list_has_all(list_concat(actors, recipients), ?)", [*scope.parties])]
    events += [("contains(lower(issue), ?)", scope.issue)]
    asked = [(test, value) for test, value in events if value]
    if asked:
        together = " AND ".join(test for test, _ in asked)
        tests.append(f"report_id IN (SELECT report_id FROM events WHERE {together})")
        values += [value for _, value in asked]
    return (" WHERE " + " AND ".join(tests) if tests else ""), values
