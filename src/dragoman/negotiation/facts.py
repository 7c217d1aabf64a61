"""The records that a negotiation is made from, loaded once from a ledger's views; nothing here looks at a text."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, Protocol

from dragoman.negotiation.model import Cite
from dragoman.negotiation.wording import stems

Key = tuple[str, str, int]
"""What a record is found by: kind, report id, index in its list."""


class Answers(Protocol):
    """What a negotiation asks of a ledger: rows of SQL over its views, as dicts."""

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of the answer."""
        ...


class Told(NamedTuple):
    """A report that tells something."""

    id: str
    number: int
    date: dt.date | None
    title: str | None
    source: str | None
    story: str
    role: str = "first"
    """What the report is in its story: first, copy or update."""
    added_at: dt.datetime | None = None

    @property
    def day(self) -> str | None:
        """The publication date, YYYY-MM-DD."""
        return self.date.isoformat() if self.date else None


@dataclass(frozen=True, slots=True)
class Fact:
    """One record of one report: `values` are the columns of its view."""

    kind: str
    report: Told
    n: int
    values: dict[str, Any]

    def __getitem__(self, column: str) -> Any:
        """The value of a column."""
        return self.values[column]

    @property
    def key(self) -> Key:
        """Kind, report id, index: what other parts know the record by."""
        return self.kind, self.report.id, self.n

    def cite(self) -> Cite:
        """The record as evidence; a record without a span of its own shows its first evidence."""
        at = self.values
        if at.get("start") is None and at.get("evidence"):
            at = at["evidence"][0]
        if at.get("start") is None and "first_start" in at:
            at = {"start": at["first_start"], "end": at["first_end"], "text": at["first_text"]}
        return Cite(
            source=self.report.number,
            kind=self.kind,
            n=self.n,
            start=at.get("start") or 0,
            end=at.get("end") or 0,
            text=at.get("text"),
        )


class Party(NamedTuple):
    """A party as the reports name it; `words` are the stems of all its names and of those who act for it."""

    code: str
    name: str
    kind: str
    mentions: int
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Facts:
    """All records of the reports in which the parties have to do with each other, in the order of publication.

    `reports` are ordered by date, then id, and numbered from 1; undated ones come last. Records of a list are in the
    order of their reports and of the text. `names` maps every code to how the reports name it most.
    """

    parties: tuple[str, ...]
    reports: tuple[Told, ...]
    events: tuple[Fact, ...]
    statements: tuple[Fact, ...]
    conditions: tuple[Fact, ...]
    assessments: tuple[Fact, ...]
    meetings: tuple[Fact, ...]
    positions: tuple[Fact, ...]
    disputes: tuple[Fact, ...]
    deadlocks: tuple[Fact, ...]
    occurrences: tuple[dict[str, Any], ...]
    names: dict[str, Party]

    def all(self) -> Iterator[Fact]:
        """Every record, kind by kind."""
        for kind in KINDS:
            yield from getattr(self, kind)

    def involved(self, codes: Iterable[str | None]) -> bool:
        """Whether one of `codes` is a party of this negotiation; always so where none are named."""
        return not self.parties or any(code in self.parties for code in codes)

    def name(self, code: str | None) -> str:
        """How the reports name a code."""
        if code is None:
            return "not stated"
        return self.names[code].name if code in self.names else code


KINDS = ("events", "statements", "conditions", "assessments", "meetings", "positions", "disputes", "deadlocks")
"""The kinds of record that a negotiation is made from."""

# The columns that a negotiation is made from: of a wide table only these are read.
_SPAN = ("report_id", "n", "start", "end", "text")
_COLUMNS = {
    "events": (*_SPAN, "type", "status", "actors", "recipients", "date", "date_from", "date_to", "issue", "statement"),
    "statements": (*_SPAN, "speaker_name", "speaker_code", "anonymous"),
    "conditions": (
        *_SPAN, "asserted_by", "relation", "consequent_text", "consequent_actor", "antecedent_text", "antecedent_actor",
    ),
    "assessments": (*_SPAN, "holder_name", "about", "polarity"),
    "meetings": (
        "report_id", "n", "parties", "place", "date", "date_from", "date_to", "status", "level", "evidence",
    ),
    "positions": (*_SPAN, "actor", "toward", "issue", "stance", "cue_start", "cue_text"),
    "disputes": (
        "report_id", "n", "issue", "first_start", "first_end", "first_text", "first_actor",
        "second_start", "second_end", "second_text", "second_actor",
    ),
    "deadlocks": ("report_id", "n", "parties", "issue", "because", "evidence", "rule", "cue_text"),
}  # fmt: skip

# In which reports the parties have to do with each other: each takes part in some record of it. Counting parties and
# not records keeps a report that names both only in passing, which a later filter on the record itself leaves out.
_INVOLVED = """
SELECT report_id FROM (
    SELECT report_id, unnest(list_concat(actors, recipients)) AS party FROM events
        WHERE list_has_any(actors, $parties) OR list_has_any(recipients, $parties)
    UNION ALL SELECT report_id, unnest([actor, toward]) FROM positions
        WHERE list_contains($parties, actor) OR list_contains($parties, toward)
    UNION ALL SELECT report_id, unnest(parties) FROM meetings WHERE list_has_any(parties, $parties)
    UNION ALL SELECT report_id, unnest([asserted_by, consequent_actor, antecedent_actor]) FROM conditions
        WHERE list_has_any([asserted_by, consequent_actor, antecedent_actor], $parties)
    UNION ALL SELECT report_id, unnest(parties) FROM deadlocks WHERE list_has_any(parties, $parties)
    UNION ALL SELECT report_id, unnest([first_actor, second_actor]) FROM disputes
        WHERE list_has_any([first_actor, second_actor], $parties)
    UNION ALL SELECT report_id, speaker_code FROM statements WHERE list_contains($parties, speaker_code)
) WHERE list_contains($parties, party)
GROUP BY report_id HAVING count(DISTINCT party) >= $least
"""


def load(
    ledger: Answers, parties: Sequence[str] = (), since: dt.date | None = None, until: dt.date | None = None
) -> Facts:
    """The facts of the reports in which `parties` (codes) have to do with each other, from `since` to `until`.

    With one party, those in which it takes part; with none, all reports. Without `since` and `until` undated reports
    are among them.
    """
    told = _reports(ledger, parties, since, until)
    ids = [report.id for report in told]
    by_id = {report.id: report for report in told}
    found = {kind: tuple(_records(ledger, kind, by_id, ids)) for kind in KINDS}
    return Facts(
        parties=tuple(parties),
        reports=tuple(told),
        occurrences=tuple(_occurrences(ledger, ids)),
        names=_names(ledger, ids),
        **found,
    )


def days(
    ledger: Answers, parties: Sequence[str] = (), since: dt.date | None = None, until: dt.date | None = None
) -> list[tuple[dt.date, int]]:
    """The days on which the reports of `load` were published, the newest first, and how many on each."""
    where, values = _which(parties, since, until)
    rows = ledger.rows(
        "SELECT r.published AS day, count(*) AS reports FROM reports r WHERE r.published IS NOT NULL"
        + "".join(f" AND {each}" for each in where)
        + " GROUP BY 1 ORDER BY 1 DESC",
        values,
    )
    return [(row["day"], row["reports"]) for row in rows]


def _which(parties: Sequence[str], since: dt.date | None, until: dt.date | None) -> tuple[list[str], dict[str, Any]]:
    """Which reports are meant: conditions of SQL, and their values."""
    where: list[str] = []
    values: dict[str, Any] = {}
    if parties:
        where.append(f"r.report_id IN ({_INVOLVED})")
        values |= {"parties": list(parties), "least": min(2, len(parties))}
    if since:
        where.append("r.published >= $since")
        values["since"] = since
    if until:
        where.append("r.published <= $until")
        values["until"] = until
    return where, values


def _reports(ledger: Answers, parties: Sequence[str], since: dt.date | None, until: dt.date | None) -> list[Told]:
    where, values = _which(parties, since, until)
    rows = ledger.rows(
        "SELECT r.report_id, r.published, r.title, r.source, r.added_at, s.story_id, s.story_role FROM reports r "
        "LEFT JOIN stories s USING (report_id)"
        + (f" WHERE {' AND '.join(where)}" if where else "")
        + " ORDER BY r.published NULLS LAST, r.report_id",
        values,
    )
    return [
        Told(
            row["report_id"], number, row["published"], row["title"], row["source"],
            row["story_id"] or row["report_id"], row["story_role"] or "first", row["added_at"],
        )
        for number, row in enumerate(rows, 1)
    ]  # fmt: skip


def _records(ledger: Answers, kind: str, reports: dict[str, Told], ids: list[str]) -> Iterator[Fact]:
    columns = ", ".join(f'"{column}"' for column in _COLUMNS[kind])
    rows = ledger.rows(f"SELECT {columns} FROM {kind} WHERE report_id IN (SELECT unnest($ids))", {"ids": ids})
    order = {report: place for place, report in enumerate(ids)}
    for row in sorted(rows, key=lambda row: (order[row["report_id"]], row["n"])):
        yield Fact(kind, reports[row["report_id"]], row["n"], row)


def _occurrences(ledger: Answers, ids: list[str]) -> list[dict[str, Any]]:
    """The occurrences that the reports tell of, each with `told`: the (report id, index) of its events in them."""
    rows = ledger.rows(
        """
        SELECT o.*, t.told FROM occurrences o JOIN (
            SELECT occurrence_id, list(struct_pack(report_id := report_id, n := n) ORDER BY report_id, n) AS told
            FROM occurrence_events
            WHERE report_id IN (SELECT unnest($ids)) GROUP BY occurrence_id
        ) t USING (occurrence_id) ORDER BY o.date_from NULLS LAST, o.occurrence_id
        """,
        {"ids": ids},
    )
    return rows


def _names(ledger: Answers, ids: list[str]) -> dict[str, Party]:
    rows = ledger.rows(
        "SELECT code, name, kind, sum(len(mentions))::BIGINT AS mentions, "
        "list_sort(list_distinct(flatten(list(list_transform(mentions, lambda m: m.text))))) AS called FROM actors "
        "WHERE report_id IN (SELECT unnest($ids)) GROUP BY code, name, kind ORDER BY code, mentions DESC, name",
        {"ids": ids},
    )
    return best_names(rows)


_NAME = re.compile(r"\b[A-Z][\w’'-]*")


def _names_in(called: Iterable[str | None] | None) -> Iterator[str]:
    """The names in what a party is called: "Skopje" and "Zaev", but not "the minister"."""
    for words in called or ():
        yield from _NAME.findall(words or "")


def best_names(rows: Iterable[dict[str, Any]]) -> dict[str, Party]:
    """The party behind each code: the state or body itself before those who act for it, then the most mentioned."""
    totals: Counter[str] = Counter()
    words: dict[str, set[str]] = defaultdict(set)
    best: dict[str, dict[str, Any]] = {}
    for row in rows:
        code = row["code"]
        totals[code] += row["mentions"]
        words[code] |= stems(row["name"]) | stems(" ".join(_names_in(row["called"])))
        rank = (row["kind"] == "person", -row["mentions"], row["name"])
        if code not in best or rank < best[code]["rank"]:
            best[code] = {**row, "rank": rank}
    return {
        code: Party(code, row["name"], row["kind"], totals[code], frozenset(words[code] | stems(code)))
        for code, row in sorted(best.items())
    }
