"""Browsing a ledger: words and filters over one kind of record, and how many there are of each sort.

`ledger.search` and `ledger.events(…)` give rows; here the same words and filters go for every kind, so that a reader
can go from reports to what is said and done in them without asking anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, get_args

import pyarrow as pa

from dragoman.errors import QueryError
from dragoman.ledger.answers import Answer
from dragoman.ledger.columns import View, flat_views
from dragoman.ledger.queries_filters import Condition, conditions
from dragoman.ledger.search_words import expression, snippets
from dragoman.records import MeetingStatus, Status

if TYPE_CHECKING:
    from dragoman.ledger.queries import Desk
    from dragoman.ledger.store import Ledger

Kind = Literal[
    "reports", "statements", "events", "positions", "meetings", "conditions", "assessments", "disputes", "deadlocks"
]
Sort = Literal["best", "newest", "oldest"]
KINDS: tuple[Kind, ...] = get_args(Kind)
SORTS: tuple[Sort, ...] = get_args(Sort)

MOST_FOUND = 20_000
"""Of what a search for words finds, so many are looked at further, the best first."""

SHOWN_VALUES = 12
"""A facet shows so many of its values."""


@dataclass(frozen=True)
class Question:
    """What is looked for: records of one kind, with words in their report (of statements: in what is said) and filters.

    Several parties all take part; of several types, statuses, stances and sources a record has one. A filter that the
    kind has no use for is left out (`unfit`). An act's type, status and issue, asked of reports and statements, are
    those of an act in them.
    """

    kind: Kind = "reports"
    words: str = ""
    party: tuple[str, ...] = ()
    type: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    source: tuple[str, ...] = ()
    issue: str | None = None
    since: str | None = None
    until: str | None = None
    anonymous: bool | None = None

    @property
    def filters(self) -> dict[str, Any]:
        """The filters that are given."""
        known = {field.name: getattr(self, field.name) for field in fields(self)[2:]}
        return {name: value for name, value in known.items() if value not in ((), None, "")}

    @property
    def unfit(self) -> tuple[str, ...]:
        """The names of the filters that records of this kind do not have."""
        return tuple(name for name in self.filters if name not in FITTING[self.kind] and name not in ALWAYS)


class Facet(NamedTuple):
    """Records of one value: `name` is the filter's, as in "type"."""

    name: str
    value: str
    records: int


class Counts(NamedTuple):
    """How many records there are, and of each sort. `cut` says that more were found by words than are looked at."""

    total: int
    facets: tuple[Facet, ...]
    cut: bool


ALWAYS = ("source", "since", "until")
FITTING: dict[Kind, dict[str, str]] = {
    "reports": {"party": "actors", "type": "act", "status": "act", "issue": "act", "anonymous": "said"},
    "statements": {"party": "speaker", "type": "act", "status": "act", "issue": "act", "anonymous": "anonymous"},
    "events": {"party": "actors", "type": "type", "status": "status", "issue": "issue", "anonymous": "said"},
    "positions": {"party": "actors", "stance": "stance", "issue": "issue"},
    "meetings": {"party": "actors", "status": "status"},
    "conditions": {"party": "actors"},
    "assessments": {"party": "holder"},
    "disputes": {"party": "actors", "issue": "issue"},
    "deadlocks": {"party": "actors", "issue": "issue"},
}
"""The ledger's filter of each of ours. "act": of events in the report or statement; "said": of its statements."""

_PARTY = {
    "statements": "speaker_code",
    "events": "unnest(list_distinct(list_concat(actors, recipients)))",
    "positions": "unnest(list_distinct([actor, toward]))",
    "meetings": "unnest(parties)",
    "conditions": "asserted_by",
    "assessments": "holder_code",
    "disputes": "unnest(list_distinct([first_actor, second_actor]))",
    "deadlocks": "unnest(parties)",
}
_COLUMNS = {
    "type": "type", "status": "status", "stance": "stance", "issue": "issue", "source": "source",
    "anonymous": "anonymous",
}  # fmt: skip
_NEEDED = {
    "reports": ("source", "published"),
    "statements": ("speaker_code", "anonymous", "source", "published"),
    "events": ("actors", "recipients", "type", "status", "issue", "source", "day"),
    "positions": ("actor", "toward", "stance", "issue", "source", "published"),
    "meetings": ("parties", "status", "source", "day"),
    "conditions": ("asserted_by", "source", "published"),
    "assessments": ("holder_code", "source", "published"),
    "disputes": ("first_actor", "second_actor", "issue", "source", "published"),
    "deadlocks": ("parties", "issue", "source", "published"),
}


class Browser:
    """Answers questions of one version of `ledger`. `keep` keeps what a search for words found, by key."""

    def __init__(self, ledger: Ledger, keep: Callable[[Any, Callable[[], Any]], Any] | None = None) -> None:
        self._desk: Desk = ledger._desk
        self._keep = keep or (lambda _, make: make())

    def counts(self, question: Question) -> Counts:
        """How many records there are, with facets. Raises `QueryError`."""
        made = self._asked(question)
        table = self._run(made, _counting(question.kind, made.source))
        facets = [Facet(row["facet"], row["value"], row["n"]) for row in table if row["facet"] != "all"]
        total = next(row["n"] for row in table if row["facet"] == "all")
        return Counts(total, tuple(facets), made.found is not None and made.found.num_rows >= MOST_FOUND)

    def rows(self, question: Question, sort: Sort = "newest", limit: int = 20, offset: int = 0) -> list[dict[str, Any]]:
        """The rows of the view, and `rank`, of some of the records; of reports without their text.

        "best" sorts by the words found, best first, and where none are asked for as "newest" does. Raises `QueryError`.
        """
        made = self._asked(question)
        view = flat_views()[question.kind]
        key = "report_id" if question.kind == "reports" else "report_id, n"
        order = _order(view, sort if made.found is not None or sort != "best" else "newest")
        keys = self._run(
            made, f"SELECT {key}, day, rank FROM ({made.source}) ORDER BY {order} LIMIT {limit:d} OFFSET {offset:d}"
        )
        return self._whole(view, keys)

    def answer(self, question: Question, sort: Sort, limit: int) -> Answer:
        """The records as an answer, for writing to a file. Raises `QueryError`."""
        made = self._asked(question, "*")
        order = _order(flat_views()[question.kind], sort if made.found is not None or sort != "best" else "newest")
        view = flat_views()[question.kind]
        names = ", ".join(f'"{name}"' for name in view.names)
        sql = f"SELECT {names} FROM ({made.source}) ORDER BY {order} LIMIT {limit:d}"
        session, given = self._desk.session(), ("found", made.found) if made.found is not None else None
        schema = session.table(f"SELECT {names} FROM ({made.source}) LIMIT 0", made.values, given=given).schema

        def stream() -> tuple[pa.Schema, Iterator[pa.RecordBatch]]:
            table = session.table(sql, made.values, given=given)
            return table.schema, iter(table.to_batches())

        return Answer(schema.names, stream)

    def report_ids(self, question: Question, most: int) -> list[str]:
        """The reports with such records, by id; at most `most`. Raises `QueryError`."""
        made = self._asked(question)
        sql = f"SELECT DISTINCT report_id FROM ({made.source}) ORDER BY report_id LIMIT {most:d}"
        return [row["report_id"] for row in self._run(made, sql)]

    def texts(self, report_ids: list[str]) -> dict[str, str]:
        """The texts of reports, by id; what is gone is left out."""
        rows = self._desk.session().table(
            "SELECT report_id, text FROM reports WHERE list_contains($1, report_id)", [list(dict.fromkeys(report_ids))]
        )
        return {row["report_id"]: row["text"] for row in rows.to_pylist() if row["text"] is not None}

    def _whole(self, view: View, keys: list[dict[str, Any]]) -> list[dict[str, Any]]:
        """The rows of the records in `keys`, in that order."""
        if not keys:
            return []
        columns = [f'"{name}"' for name in view.names if (view.name, name) != ("reports", "text")]
        days = [key["day"] for key in keys if key["day"] is not None]
        # The days let DuckDB skip most of the files.
        sql = f"SELECT {', '.join(columns)} FROM {view.name} WHERE list_contains($ids, report_id)"
        values: dict[str, Any] = {"ids": sorted({key["report_id"] for key in keys})}
        if len(days) == len(keys):
            sql += f" AND {_day(view)} BETWEEN $first AND $last"
            values |= {"first": min(days), "last": max(days)}
        rows = {(row["report_id"], row.get("n")): row for row in self._desk.session().table(sql, values).to_pylist()}
        return [rows[key["report_id"], key.get("n")] | {"rank": key["rank"]} for key in keys]

    def _run(self, made: _Made, sql: str) -> list[dict[str, Any]]:
        given = ("found", made.found) if made.found is not None else None
        rows: list[dict[str, Any]] = self._desk.session().table(sql, made.values, given=given).to_pylist()
        return rows

    def _asked(self, question: Question, columns: str = "") -> _Made:
        """The question as SQL: a source with the keys, the columns that facets need, the day and the rank."""
        if question.kind not in KINDS:
            raise QueryError(f"kind={question.kind!r}: there is no such kind; there are {', '.join(KINDS)}")
        view = flat_views()[question.kind]
        where = _where(question, view, self._desk.code)
        key = ["report_id"] if question.kind == "reports" else ["report_id", "n"]
        names = columns or ", ".join(f"v.{name}" for name in dict.fromkeys((*key, *_NEEDED[question.kind])))
        day = f", v.{_day(view)} AS day" if "day" not in names and (columns != "*" or "day" not in view.names) else ""
        if not question.words.strip():
            source = f"SELECT {names}{day}, NULL::DOUBLE AS rank FROM {view.name} v WHERE {where.sql}"
            return _Made(source, dict(where.values), None)
        said = question.kind == "statements" and self._desk.ledger.keeps_text
        same = "USING (report_id)"
        if said:
            same = 'ON v.report_id = f.report_id AND v."start" = f."start" AND v."end" = f."end"'
        names = names.replace("*", "v.*")
        inner = f"SELECT * FROM {view.name} WHERE {where.sql}"
        source = f"SELECT {names}{day}, f.rank AS rank FROM ({inner}) v JOIN found f {same}"
        return _Made(source, dict(where.values), self._found(question.words, said))

    def _found(self, words: str, said: bool) -> pa.Table:
        kind = "statements" if said else "reports" if self._desk.ledger.keeps_text else "titles"
        match = expression(words)
        desk = self._desk

        def find() -> pa.Table:
            desk.words.add([desk.tables.readings / name for name in desk.session().files])
            return desk.words.find(kind, match, MOST_FOUND)

        return self._keep(("found", kind, match), find)


class _Made(NamedTuple):
    source: str
    values: dict[str, Any]
    found: pa.Table | None


def marked(words: str, texts: Mapping[Any, str]) -> dict[Any, list[tuple[str, bool]]]:
    """Of each text the part with the most of `words`, as runs that are one of them or not."""
    match = expression(words)
    runs: dict[Any, list[tuple[str, bool]]] = {}
    for key, text, found in zip(texts, texts.values(), snippets(match, list(texts.values())), strict=True):
        parts, place = [], found.start
        for start, end in found.marks:
            parts += [(text[place:start], False), (text[start:end], True)]
            place = end
        ahead = [("… ", False)] if found.start else []
        after = [(" …", False)] if found.end < len(text) else []
        runs[key] = [part for part in (*ahead, *parts, (text[place : found.end], False), *after) if part[0]]
    return runs


def _where(question: Question, view: View, codes: Callable[[str], str]) -> Condition:
    """The condition of all filters that the kind has."""
    fitting = FITTING[question.kind] | {name: name for name in ALWAYS}
    given = {fitting[name]: value for name, value in question.filters.items() if name in fitting}
    acts = {name: value for name, value in question.filters.items() if fitting.get(name) == "act"}
    said = given.pop("said", None)
    given.pop("act", None)
    parts = [conditions(view, given, codes)]
    if acts:
        events = flat_views()["events"]
        # Who is asked for takes part in the act, where the report as a whole is asked for.
        party = {"actors": question.party} if question.party and question.kind == "reports" else {}
        act = conditions(events, acts | party, codes)
        same = "report_id" if question.kind == "reports" else "(report_id, n)"
        columns = "report_id" if question.kind == "reports" else "report_id, statement"
        parts.append(Condition(f"{same} IN (SELECT {columns} FROM events WHERE {act.sql})", act.values))
    if said is not None:
        same, columns = (
            ("report_id", "report_id") if question.kind == "reports" else ("(report_id, statement)", "report_id, n")
        )
        parts.append(Condition(f"{same} IN (SELECT {columns} FROM statements WHERE anonymous = $said)", {"said": said}))
    values: dict[str, Any] = {}
    for part in parts:
        values |= part.values
    return Condition(" AND ".join(part.sql for part in parts), values)


def _day(view: View) -> str:
    return "day" if "day" in view.names else "published"


def _order(view: View, sort: Sort) -> str:
    key = "report_id" if view.name == "reports" else "report_id, n"
    first = {"best": "rank, day DESC NULLS LAST", "newest": "day DESC NULLS LAST", "oldest": "day NULLS LAST"}
    if sort not in first:
        raise QueryError(f"sort={sort!r}: there is no such order; there are {', '.join(SORTS)}")
    return f"{first[sort]}, {key}"


def _counting(kind: Kind, source: str) -> str:
    """SQL for the number of records, and of those of each value of each facet."""
    facets = [_facet(name, expression) for name, expression in _COLUMNS.items() if expression in _NEEDED[kind]]
    facets.append(_facet("year", "year(day)::VARCHAR"))
    if kind == "reports":
        among = "report_id IN (SELECT report_id FROM v)"
        facets.append(_facet("party", "code", f"(SELECT DISTINCT report_id, code FROM actors WHERE {among})"))
        facets.append(_facet("type", "type", f"(SELECT DISTINCT report_id, type FROM events WHERE {among})"))
    else:
        facets.append(_facet("party", _PARTY[kind]))
    return (
        f"WITH v AS MATERIALIZED ({source}) SELECT 'all' AS facet, NULL AS value, count(*) AS n FROM v UNION ALL "
        + " UNION ALL ".join(facets)
    )


def _facet(name: str, value: str, source: str = "v") -> str:
    order = "value DESC" if name == "year" else "n DESC, value"
    return (
        f"(SELECT '{name}' AS facet, CAST(value AS VARCHAR) AS value, count(*) AS n FROM "
        f"(SELECT {value} AS value FROM {source}) WHERE value IS NOT NULL GROUP BY value "
        f"ORDER BY {order} LIMIT {3 * SHOWN_VALUES if name == 'year' else SHOWN_VALUES})"
    )


def of_kind(question: Question, kind: Kind) -> Question:
    """The same question of another kind of record, without the filters that it does not have."""
    known = get_args(MeetingStatus if kind == "meetings" else Status)
    asked = replace(question, kind=kind, status=tuple(word for word in question.status if word in known))
    empty: dict[str, Any] = {field.name: field.default for field in fields(Question)}
    return replace(asked, **{name: empty[name] for name in asked.unfit})
