"""Questions put to a ledger: SQL over flat views, the same by keywords, and the answer in the form that is wanted."""

from __future__ import annotations

import datetime as dt
import threading
from functools import cached_property
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from dragoman.errors import DragomanError, QueryError
from dragoman.ledger.answers import Answer
from dragoman.ledger.columns import QUARANTINE, View, flat_views
from dragoman.ledger.delta import moment
from dragoman.ledger.queries_filters import conditions, days_of
from dragoman.ledger.queries_later import later_by_view, later_views

if TYPE_CHECKING:
    from dragoman.ledger.queries_session import Parameters, Session
    from dragoman.ledger.search import Kind
    from dragoman.ledger.store import Ledger


def all_views() -> dict[str, View]:
    """Every view of a ledger, by name."""
    return flat_views() | later_views() | {"quarantine": QUARANTINE}


class Queries:
    """What a `Ledger` answers. The flat tables behind it are made at the first question and kept in `LEDGER/cache`."""

    def query(
        self, sql: str, parameters: Parameters = (), *, seconds: float | None = None, limit: int | None = None
    ) -> Answer:
        """The answer to one SQL statement that only reads (SELECT, WITH, DESCRIBE, SUMMARIZE, SHOW).

        `parameters` are the values of `?` and `$1` (a sequence) or `$name` (a dict). It is stopped after `seconds`, and
        gives at most `limit` rows. Raises `QueryError`, at once for what can be seen before it runs, else when the
        answer is looked at.
        """
        from dragoman.ledger.queries_session import Limits

        session = self._desk.session()
        limits = Limits(seconds, limit)
        return Answer(session.columns(sql, parameters), lambda: session.stream(sql, parameters, limits))

    def views(self) -> Answer:
        """The views and their columns, as docs/views.md has them: view, column, type, about."""
        rows = [(v.name, c.name, c.type, c.about) for v in all_views().values() for c in v.columns]
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)]
        table = pa.table(columns, names=["view", "column", "type", "about"])
        return Answer(table.schema.names, lambda: (table.schema, iter(table.to_batches())))

    def select(
        self, view: str, *, newest: bool = False, limit: int | None = None, seconds: float | None = None, **filters: Any
    ) -> Answer:
        """The rows of a view that hold all `filters` (docs/queries.md lists those of each view), by day and report.

        `newest` sorts from the last day on; `limit` gives only the first rows. Raises `QueryError` for a filter, word
        or name that there is not, and says which there are.
        """
        views = flat_views() | {"occurrences": later_views()["occurrences"]}
        if view not in views:
            raise QueryError(f"there is no view {view!r} with filters; there are {', '.join(views)}")
        where = conditions(views[view], filters, self._desk.code)
        sql = f"SELECT * FROM {view} WHERE {where.sql} ORDER BY {_order(views[view], newest)}"
        if limit is not None:
            if not isinstance(limit, int) or limit < 0:
                raise QueryError(f"limit={limit!r}: it is a number of rows")
            sql += f" LIMIT {limit}"
        return self.query(sql, where.values, seconds=seconds)

    def reports(self, **filters: Any) -> Answer:
        """Reports, as `select` gives them."""
        return self.select("reports", **filters)

    def actors(self, **filters: Any) -> Answer:
        """Actors of each report, as `select` gives them."""
        return self.select("actors", **filters)

    def times(self, **filters: Any) -> Answer:
        """Time expressions, as `select` gives them."""
        return self.select("times", **filters)

    def places(self, **filters: Any) -> Answer:
        """Mentions of places, as `select` gives them."""
        return self.select("places", **filters)

    def statements(self, **filters: Any) -> Answer:
        """Statements, as `select` gives them: ledger.statements(speaker="Peru", since="2019-03", text="bridge")."""
        return self.select("statements", **filters)

    def events(self, **filters: Any) -> Answer:
        """Events, as `select` gives them: ledger.events(dyad=("Peru", "ECU"), type="CONSULT", status="actual")."""
        return self.select("events", **filters)

    def own_events(self, **filters: Any) -> Answer:
        """Acts of the user's own types, as `select` gives them."""
        return self.select("own_events", **filters)

    def conditions(self, **filters: Any) -> Answer:
        """Conditions, as `select` gives them."""
        return self.select("conditions", **filters)

    def assessments(self, **filters: Any) -> Answer:
        """Assessments, as `select` gives them."""
        return self.select("assessments", **filters)

    def meetings(self, **filters: Any) -> Answer:
        """Meetings, as `select` gives them: ledger.meetings(actors=["PER", "ECU"], status="planned")."""
        return self.select("meetings", **filters)

    def positions(self, **filters: Any) -> Answer:
        """Positions, as `select` gives them: ledger.positions(actor="ECU", stance="demands")."""
        return self.select("positions", **filters)

    def disputes(self, **filters: Any) -> Answer:
        """Disputes, as `select` gives them."""
        return self.select("disputes", **filters)

    def deadlocks(self, **filters: Any) -> Answer:
        """Deadlocks, as `select` gives them."""
        return self.select("deadlocks", **filters)

    def occurrences(self, **filters: Any) -> Answer:
        """Acts, each merged from the events that tell of it, as `select` gives them; computed at the first question."""
        return self.select("occurrences", **filters)

    def search(self, words: str, kind: Kind = "reports", limit: int = 100, **filters: Any) -> Answer:
        """The reports, statements or titles that have `words` in them, the best first, with the words found.

        All words have to be there, in any form ("negotiate" finds "negotiations") and order; "a phrase" in quotes as it
        stands, OR between alternatives, a minus before what must not be there, a star for any ending. `filters` are
        those of the view `reports` or `statements`. Columns: report_id, published, source, title; of statements n,
        speaker_name, speaker_code, start, end; score (more is better), snippet with its place, and `marks`, the places
        of the words in it, all as offsets into the report's text (of titles: the title). Raises `QueryError` for a
        search without a word, and for texts where the ledger keeps none.
        """
        from dragoman.ledger.search import search

        return search(self._desk, words, kind, limit, filters)

    def code_of(self, party: str) -> str:
        """The code of a party by its code or name: "Peru" is PER. Raises `QueryError` where there is no such party."""
        return self._desk.code(party)

    @cached_property
    def _desk(self) -> Desk:
        return Desk(self)  # type: ignore[arg-type]


def _order(view: View, newest: bool) -> str:
    rest = {"reports": "report_id", "occurrences": "occurrence_id"}.get(view.name, "report_id, n")
    return f"{days_of(view)[0]}{' DESC NULLS LAST' if newest else ''}, {rest}"


class Desk:
    """Where a ledger's questions are answered: one session at a time, made anew when the ledger has changed."""

    def __init__(self, ledger: Ledger) -> None:
        from dragoman.ledger.flat import FlatTables, cache_folder
        from dragoman.ledger.search_index import TextIndex

        self.ledger = ledger
        self.cache, self._owner = cache_folder(ledger.path)
        self.tables = FlatTables(self.cache, ledger.path / "readings")
        self.words = TextIndex(self.cache, ledger.path / "readings")
        self._lock = threading.RLock()
        self._known: tuple[int, Session] | None = None
        self._codes: tuple[Session, dict[str, str]] | None = None

    def session(self) -> Session:
        """The session of the version that the ledger looks at. Raises `LedgerError` where it cannot be made."""
        from dragoman.ledger.queries_session import Session

        with self._lock:
            version = self.ledger.version
            if self._known is not None and self._known[0] == version and self._known[1].whole:
                return self._known[1]
            parts = self.tables.parts(self.ledger.files())
            text_of = None if self.ledger.keeps_text else self._text
            later = later_by_view(self.cache)
            fresh, empty = {"quarantine": self._quarantine}, [*later_views().values(), QUARANTINE]
            session = Session(str(self.ledger.path), self.cache, parts, text_of, later, fresh, empty)
            self._known = (version, session)
            return session

    def code(self, word: str) -> str:
        """The code of a party by code or name. Raises `QueryError`."""
        from dragoman.ledger.queries_names import code_of, states

        folded = word.strip().lower()
        if folded in states():
            return states()[folded]
        session = self.session()
        with self._lock:
            if self._codes is None or self._codes[0] is not session:
                self._codes = (session, _codes(session))
            return code_of(word, self._codes[1])

    def _text(self, report_id: str) -> str | None:
        try:
            return self.ledger.text(report_id)
        except DragomanError:
            return None

    def _quarantine(self) -> pa.Table:
        as_of = self.ledger.as_of
        if isinstance(as_of, int):
            as_of = next(c.moment for c in self.ledger.delta.commits() if c.version == as_of)
        entries = self.ledger.quarantine.entries(moment(as_of) if as_of is not None else None)
        rows = [
            (e.key, e.set_aside.name, e.set_aside.kind, e.set_aside.reason, *e.set_aside.location, e.added_at)
            for e in entries
        ]
        columns = zip(*rows, strict=True) if rows else ([] for _ in QUARANTINE.columns)
        kinds = {"VARCHAR": pa.string(), "BIGINT": pa.int64(), "TIMESTAMP": pa.timestamp("us")}
        arrays = [
            pa.array([v.replace(tzinfo=None) if isinstance(v, dt.datetime) else v for v in values], kinds[column.type])
            for column, values in zip(QUARANTINE.columns, columns, strict=True)
        ]
        return pa.table(arrays, names=list(QUARANTINE.names))


def _codes(session: Session) -> dict[str, str]:
    """The codes of a ledger's parties by lower-case code and name; persons go by their own names elsewhere."""
    names = session.table(
        "SELECT lower(name) AS word, mode(code) AS code FROM actors WHERE kind <> 'person' GROUP BY ALL ORDER BY ALL"
    )
    codes = session.table("SELECT DISTINCT lower(code) AS word, code FROM actors ORDER BY ALL")
    return {row["word"]: row["code"] for table in (names, codes) for row in table.to_pylist()}
