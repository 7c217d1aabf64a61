"""Full-text search over the reports and statements of a ledger, ranked, with the words found and filters."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, get_args

import pyarrow as pa

from dragoman.errors import QueryError
from dragoman.ledger.answers import Answer
from dragoman.ledger.columns import flat_views
from dragoman.ledger.queries_filters import Condition, conditions
from dragoman.ledger.search_words import Snippet, expression, snippets

if TYPE_CHECKING:
    from dragoman.ledger.queries import Desk
    from dragoman.ledger.queries_session import Session

Kind = Literal["reports", "statements", "titles"]

_MARKS = pa.list_(pa.struct([("start", pa.int64()), ("end", pa.int64())]))
_FOUND = [
    pa.field("score", pa.float64()),
    pa.field("snippet", pa.string()),
    pa.field("snippet_start", pa.int64()),
    pa.field("snippet_end", pa.int64()),
    pa.field("marks", _MARKS),
]
_REPORT = [
    pa.field("report_id", pa.string()),
    pa.field("published", pa.date32()),
    pa.field("source", pa.string()),
    pa.field("title", pa.string()),
]
_SAID = [
    pa.field("n", pa.int64()),
    pa.field("speaker_name", pa.string()),
    pa.field("speaker_code", pa.string()),
    pa.field("start", pa.int64()),
    pa.field("end", pa.int64()),
]


def search(desk: Desk, words: str, kind: Kind, limit: int, filters: dict[str, Any]) -> Answer:
    """See `Queries.search`."""
    if kind not in get_args(Kind):
        raise QueryError(f"kind={kind!r}: there is no such kind; there are {', '.join(get_args(Kind))}")
    if not isinstance(limit, int) or limit < 1:
        raise QueryError(f"limit={limit!r}: it is a number of rows, 1 at least")
    if not desk.ledger.keeps_text and kind != "titles":
        raise QueryError(
            f"this ledger keeps no texts, so its {kind} cannot be searched; its titles can (kind 'titles')"
        )
    match = expression(words)
    view = flat_views()["statements" if kind == "statements" else "reports"]
    where = conditions(view, filters, desk.code)
    session = desk.session()
    schema = pa.schema([*_REPORT, *(_SAID if kind == "statements" else ()), *_FOUND])
    return Answer(schema.names, lambda: (schema, _batches(desk, session, match, kind, limit, where, schema)))


def _batches(
    desk: Desk, session: Session, match: str, kind: Kind, limit: int, where: Condition, schema: pa.Schema
) -> Iterator[pa.RecordBatch]:
    desk.words.add([desk.tables.readings / name for name in session.files])
    found = desk.words.find(kind, match)
    names = [name for name in schema.names if name not in ("score", "snippet", "snippet_start", "snippet_end", "marks")]
    columns = ", ".join(f'v."{name}"' for name in names)
    view, same = "reports", "USING (report_id)"
    if kind == "statements":
        view, same = "statements", 'ON v.report_id = f.report_id AND v."start" = f."start" AND v."end" = f."end"'
    text = "title" if kind == "titles" else "text"
    sql = (
        f"WITH v AS (SELECT * FROM {view} WHERE {where.sql}) SELECT {columns}, v.{text} AS _text, f.rank AS _rank "
        f"FROM v JOIN found f {same} ORDER BY f.rank, v.published DESC NULLS LAST, v.report_id"
        f"{', v.n' if kind == 'statements' else ''} LIMIT {limit}"
    )
    rows = session.table(sql, where.values, given=("found", found))
    texts = [text or "" for text in rows.column("_text").to_pylist()]
    starts = rows.column("start").to_pylist() if kind == "statements" else [0] * len(texts)
    shown = list(snippets(match, texts))
    columns_found = {
        "score": [-rank for rank in rows.column("_rank").to_pylist()],
        "snippet": [text[s.start : s.end] for text, s in zip(texts, shown, strict=True)],
        "snippet_start": [s.start + start for s, start in zip(shown, starts, strict=True)],
        "snippet_end": [s.end + start for s, start in zip(shown, starts, strict=True)],
        "marks": [_marks(s, start) for s, start in zip(shown, starts, strict=True)],
    }
    arrays = [
        pa.array(columns_found[field.name], field.type)
        if field.name in columns_found
        else rows.column(field.name).cast(field.type)
        for field in schema
    ]
    yield from pa.table(arrays, schema=schema).to_batches()


def _marks(snippet: Snippet, shift: int) -> list[dict[str, int]]:
    return [{"start": start + shift, "end": end + shift} for start, end in snippet.marks]
