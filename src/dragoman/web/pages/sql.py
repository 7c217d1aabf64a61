"""A query box over the views of the ledger."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated, Any, Literal, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, Response

from dragoman.errors import QueryError
from dragoman.ledger.answers_forms import as_json, plain
from dragoman.ledger.queries import all_views
from dragoman.show.excerpt import clip
from dragoman.show.visible import one_line
from dragoman.web import links
from dragoman.web.pages.search_export import rows_as_file
from dragoman.web.pages.sql_answer import Asked, asked
from dragoman.web.rendering import page
from dragoman.web.site import Snap, ThisSite

router = APIRouter()

FILE_ROWS = 100_000
"""A file has so many rows at most."""

_CELL = 300
_LONGEST = 6_000
EXAMPLES = (
    "SELECT type, status, count(*) AS n\nFROM events\nGROUP BY ALL\nORDER BY n DESC",
    "SELECT published, speaker_name, text, report_id, n, start\nFROM statements\nWHERE text ILIKE '%constitution%'\n"
    "ORDER BY published DESC\nLIMIT 50",
    "SELECT date_from, parties, place, status, reports\nFROM occurrences\nWHERE type = 'CONSULT'\nORDER BY 1 DESC",
)


class Cell(NamedTuple):
    """A value in words, and where it leads."""

    text: str
    href: str | None = None
    number: bool = False


class ViewAbout(NamedTuple):
    """A view with its columns: name, type, what it holds."""

    name: str
    about: str
    columns: tuple[tuple[str, str, str], ...]


@router.get("/sql")
def show(
    request: Request,
    site: ThisSite,
    snapshot: Snap,
    q: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> HTMLResponse:
    """The page."""
    fault, answer, status = None, None, 200
    try:
        answer = asked(site, snapshot, q, site.settings.sql_rows) if q.strip() else None
    except QueryError as error:
        fault, status = one_line(str(error)), 400
    except HTTPException as error:
        fault, status = str(error.detail), error.status_code
    return page(
        request,
        "sql.html",
        status=status,
        q=q,
        longest=_LONGEST,
        fault=fault,
        columns=answer.table.schema.names if answer else (),
        rows=_rows(answer) if answer else (),
        answer=answer,
        examples=[(example, "/sql?" + urlencode({"q": example})) for example in EXAMPLES],
        views=views(),
        files=[
            (form, "/sql/file?" + urlencode({"q": q, "form": form})) for form in ("csv", "json", "jsonl", "parquet")
        ],
    )


@router.get("/sql/file")
def give(
    site: ThisSite,
    snapshot: Snap,
    q: Annotated[str, Query(max_length=_LONGEST)],
    form: Literal["csv", "json", "jsonl", "parquet"] = "csv",
) -> Response:
    """The answer as a file."""
    return rows_as_file(asked(site, snapshot, q, FILE_ROWS).answer, form, "query")


def views() -> list[ViewAbout]:
    """The views as they are documented."""
    return [
        ViewAbout(view.name, view.about, tuple((column.name, column.type, column.about) for column in view.columns))
        for name, group in groupby(all_views().values(), key=lambda view: view.name)
        for view in group
    ]


def _rows(answer: Asked) -> list[list[Cell]]:
    names = answer.table.schema.names
    return [[_cell(name, row) for name in names] for row in answer.table.to_pylist()]


def _cell(name: str, row: dict[str, Any]) -> Cell:
    value = row[name]
    return Cell(_text(value), _href(name, value, row), isinstance(value, (int, float)) and not isinstance(value, bool))


def _text(value: Any) -> str:
    known = plain(value)
    if known is None:
        return ""
    if isinstance(known, list) and all(isinstance(inner, (str, type(None))) for inner in known):
        known = ", ".join("–" if inner is None else inner for inner in known)
    elif isinstance(known, float):
        known = f"{known:g}"
    return clip(known if isinstance(known, str) else as_json(known), _CELL)


def _href(name: str, value: Any, row: dict[str, Any]) -> str | None:
    """Where a cell leads: a report, at the place of its record where the row names it; an occurrence."""
    if not isinstance(value, str) or not value or len(value) > 64:
        return None
    if name == "report_id":
        start = row.get("start")
        return links.report(value, start if isinstance(start, int) and start >= 0 else None)
    return links.occurrence(value) if name == "occurrence_id" else None
