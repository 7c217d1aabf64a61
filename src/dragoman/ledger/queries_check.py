"""What SQL a ledger answers: one statement that only reads, with functions that only compute.

DuckDB parses it, and the parse is searched: it lets COPY and INSERT stand inside WITH, and functions read files.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.errors import QueryError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

TABLE_FUNCTIONS = frozenset({"generate_series", "generate_subscripts", "json_each", "json_tree", "range", "unnest"})
"""Functions that may stand in FROM; the others read files, settings or the machine's state."""

FORBIDDEN = frozenset({"pg_sleep", "sleep_ms", "write_log", "getenv", "current_setting", "nextval", "setseed"})
"""Functions that do more than compute."""

_WRITES = frozenset({"COPY_QUERY_NODE", "DELETE_QUERY_NODE", "INSERT_QUERY_NODE", "UPDATE_QUERY_NODE"})
_ONLY = "a query is one statement: SELECT, WITH, DESCRIBE, SUMMARIZE or SHOW"


class Checked(NamedTuple):
    """A statement that may be run: its text, the names of the tables in it, and whether it describes all of them."""

    sql: str
    tables: frozenset[str]


def check(connection: DuckDBPyConnection, sql: str) -> Checked:
    """`sql`, if it is one statement that only reads. Raises `QueryError`, which says where it is wrong."""
    if not sql.strip().rstrip(";").strip():
        raise QueryError(f"the query is empty; {_ONLY}")
    ((found,),) = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [sql]).fetchall()
    parsed = json.loads(found)
    if parsed["error"]:
        raise _fault(parsed, sql)
    if len(parsed["statements"]) != 1:
        raise QueryError(f"the query has {len(parsed['statements'])} statements; {_ONLY}")
    tables = set()
    for node in _nodes(parsed["statements"]):
        kind = node.get("type")
        if isinstance(kind, str) and kind in _WRITES:
            raise QueryError(f"the query has {str(kind).split('_')[0]} in it; a ledger is only read by queries")
        if kind == "TABLE_FUNCTION":
            _allowed(node["function"]["function_name"], TABLE_FUNCTIONS, sql, node)
        elif node.get("class") == "FUNCTION" and node["function_name"].lower() in FORBIDDEN:
            _allowed(node["function_name"], frozenset(), sql, node)
        if name := node.get("table_name") or node.get("table"):
            tables.add(str(name).lower())
        tables.update(str(part).lower() for part in (node.get("qualified_name") or {}).get("path", ()))
    return Checked(sql, frozenset(tables))


def _allowed(name: str, allowed: frozenset[str], sql: str, node: dict[str, Any]) -> None:
    if name.lower() not in allowed:
        where = position(sql, int(node.get("query_location", -1)))
        hint = f"; in FROM stand views and {', '.join(sorted(allowed))}" if allowed else ""
        raise QueryError(f"the function {name} is not for queries of a ledger{where}{hint}")


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    stack = [value]
    while stack:
        one = stack.pop()
        if isinstance(one, dict):
            yield one
            stack.extend(one.values())
        elif isinstance(one, list):
            stack.extend(one)


def _fault(parsed: dict[str, Any], sql: str) -> QueryError:
    if parsed.get("error_type") == "not implemented":
        return QueryError(f"the query is none that only reads; {_ONLY}")
    message = " ".join(str(parsed["error_message"]).split())
    return QueryError(f"{message}{position(sql, int(parsed.get('position', -1)))}")


def position(sql: str, offset: int) -> str:
    """Line and column of a place in `sql`, given in bytes of its UTF-8, as the end of a message; "" where unknown."""
    encoded = sql.encode("utf-8", "surrogatepass")
    if not 0 <= offset <= len(encoded):
        return ""
    before = encoded[:offset].decode("utf-8", "replace")
    return f" (line {before.count(chr(10)) + 1}, column {len(before) - before.rfind(chr(10))})"


_NO_TABLE = re.compile(r"Table with name (\S+) does not exist! Did you mean.*?(?= \(line|$)")
_PLACE = re.compile(r"\n+LINE (\d+): (.*)\n( *)\^", re.DOTALL)


def one_line(message: str, skipped: int = 0) -> str:
    """A message of DuckDB's in one line: without the kind of error, line and column in place of the drawing.

    `skipped` lines stood before the caller's own.
    """
    place = _PLACE.search(message)
    text = message[: place.start()] if place else message
    text = " ".join(re.sub(r"^[A-Za-z ]*Error: ", "", text).split())
    if not place:
        return _NO_TABLE.sub(r"there is no view \1; SHOW TABLES lists them", text)
    column = len(place[3]) - len(f"LINE {place[1]}: ") + 1
    line = int(place[1]) - skipped
    where = f"column {column}" if not place[2].startswith("...") else f'near "{place[2][3:][column - 4 :][:20]}"'
    text = _NO_TABLE.sub(r"there is no view \1; SHOW TABLES lists them", text)
    return f"{text} (line {line}, {where})"
