"""The SQL of the flat views over the shards of a version.

What is superseded is left out, and texts that are not kept are filled in.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import pyarrow as pa

from dragoman.ledger.columns import Column, View, flat_views
from dragoman.ledger.flat import Part
from dragoman.ledger.flat_build import literal

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TEXT_OF, WORDS_OF = "text_of", "words_of"
"""The functions (report_id) -> text and (report_id, value) -> value behind the texts of a ledger that keeps none.

The second fills in what points into the text: see `texts.pointed_out`.
"""

INNER = "inner_tables"
"""The schema of the views as they are stored, with `signature` of reports and without texts that are not kept."""

_NO_WORDS = frozenset({"report_id", "source", "title", "rule", "date", "value", "status", "type"})
"""Columns that never point into a text."""


def make(connection: DuckDBPyConnection, parts: Sequence[Part], keeps_text: bool) -> None:
    """Make the views over `parts` in an empty database; without `keeps_text` the functions have to be there."""
    connection.execute(f"CREATE SCHEMA {INNER}")
    left_out = _left_out(connection, parts)
    for number, ordinals in left_out.items():
        connection.register("ordinals", pa.table({"_report": pa.array(ordinals, pa.int64())}))
        connection.execute(f"CREATE TABLE {INNER}.left_out_{number} AS FROM ordinals")
        connection.unregister("ordinals")
    for view in flat_views().values():
        shown = ", ".join(_shown(column, view, keeps_text) for column in view.columns)
        connection.execute(f"CREATE VIEW {INNER}.{view.name} AS {_rows(view, parts, set(left_out))}")
        connection.execute(f"CREATE VIEW {view.name} AS SELECT {shown} FROM {INNER}.{view.name}")


def make_empty(connection: DuckDBPyConnection, view: View) -> None:
    """Make a view of its columns and no rows, until it is computed."""
    connection.execute(f"CREATE VIEW {view.name} AS {_no_rows(view)}")


def _no_rows(view: View) -> str:
    return "SELECT " + ", ".join(f'NULL::{c.type} AS "{c.name}"' for c in view.columns) + " WHERE false"


def _rows(view: View, parts: Sequence[Part], filtered: set[int]) -> str:
    files = [literal(str(part.shard.path / f"{view.name}.parquet")) for part in parts]
    whole = [file for number, file in enumerate(files) if number not in filtered]
    queries = [f"SELECT * FROM read_parquet([{', '.join(whole)}])"] if whole else []
    for number in sorted(filtered):
        queries.append(
            f"SELECT * FROM read_parquet({files[number]}) ANTI JOIN {INNER}.left_out_{number} USING (_report)"
        )
    if not queries:
        return f"SELECT *, NULL::BLOB AS signature FROM ({_no_rows(view)})"
    return " UNION ALL ".join(queries)


def _shown(column: Column, view: View, keeps_text: bool) -> str:
    """The expression of a view's column; where the ledger keeps no texts, one that cuts them from the report's."""
    name = f'"{column.name}"'
    if keeps_text:
        return name
    if view.name == "reports":
        return f"{TEXT_OF}(report_id) AS text" if column.name == "text" else name
    if column.name == "text" or column.name.endswith("_text"):
        stem = column.name.removesuffix("text")
        cut = _cut(f'"{stem}start"', f'"{stem}end"')
        return f"{cut} AS {name}"
    if '"end" BIGINT' in column.type and column.type.endswith("[]"):
        return f"{_filled_list(name, column.type)} AS {name}"
    if '"why" VARCHAR' in column.type:
        return f"list_transform({name}, lambda x: struct_update(x, why := {_words('x.why')})) AS {name}"
    if column.type == "VARCHAR" and column.name not in _NO_WORDS:
        return f"{_words(name)} AS {name}"
    return name


def _words(value: str) -> str:
    return f"CASE WHEN contains({value}, '⟦') THEN {WORDS_OF}(report_id, {value}) ELSE {value} END"


def _cut(start: str, end: str) -> str:
    return f"substring({TEXT_OF}(report_id), {start} + 1, {end} - {start})"


def _filled_list(name: str, kind: str) -> str:
    """A list of structs with the texts of their spans filled in, be they spans themselves or have one as `cue`."""
    if kind.startswith('STRUCT("start"'):
        cut = _cut("x.start", 'x."end"')
        return f"list_transform({name}, lambda x: struct_update(x, text := {cut}))"
    cut = _cut("x.cue.start", 'x.cue."end"')
    cue = f"CASE WHEN x.cue IS NOT NULL THEN struct_update(x.cue, text := {cut}) END"
    return f"list_transform({name}, lambda x: struct_update(x, cue := {cue}))"


def _left_out(connection: DuckDBPyConnection, parts: Sequence[Part]) -> dict[int, list[int]]:
    """The reports to leave out of each part, by its number: those of other versions, and the superseded ones."""
    found: dict[int, list[int]] = {}
    for number, part in enumerate(parts):
        if not part.whole:
            ours = {file.name for file in part.files}
            others = (file for file in part.shard.files if file.name not in ours)
            found[number] = [n for file in others for n in range(file.first, file.first + file.reports)]
    for number, ordinal in _superseded(connection, parts, found):
        found.setdefault(number, []).append(ordinal)
    return found


def _superseded(
    connection: DuckDBPyConnection, parts: Sequence[Part], inactive: dict[int, list[int]]
) -> Iterator[tuple[int, int]]:
    """Part and ordinal of every report of whose id there is a newer one: later added, else in a later file or row."""
    if not parts:
        return
    rows = " UNION ALL ".join(
        f"SELECT {number} AS part, _report, report_id, added_at FROM "
        f"read_parquet({literal(str(part.shard.path / 'reports.parquet'))})"
        for number, part in enumerate(parts)
    )
    # Ids that occur once, nearly all of them, never leave DuckDB.
    twice = connection.execute(
        f"WITH rows AS ({rows}) SELECT report_id, added_at, part, _report FROM rows "
        "WHERE report_id IN (SELECT report_id FROM rows GROUP BY report_id HAVING count(*) > 1)"
    ).fetchall()
    hidden = {number: set(ordinals) for number, ordinals in inactive.items()}
    newest: dict[str, tuple[object, str, int, int]] = {}
    for report_id, added_at, number, ordinal in twice:
        if ordinal in hidden.get(number, ()):
            continue
        row = (added_at, _file_name(parts[number], ordinal), ordinal, number)
        before = newest.get(report_id)
        newest[report_id] = max(before, row) if before else row
        if before:
            older = min(before, row)
            yield older[3], older[2]


def _file_name(part: Part, ordinal: int) -> str:
    files = part.shard.files
    return files[bisect_right(files, ordinal, key=lambda file: file.first) - 1].name
