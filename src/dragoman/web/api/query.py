"""/api/query and /api/views: SQL over the views of the ledger, which only reads, within limits."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from dragoman.ledger.answers_forms import plain
from dragoman.web.api.routes import get
from dragoman.web.pages.sql_answer import asked
from dragoman.web.site import Snap, ThisSite

router = APIRouter(tags=["SQL"])


class Column(BaseModel):
    """A column of an answer."""

    name: str
    type: str = Field(description="Arrow type")


class Table(BaseModel):
    """The answer to a query."""

    columns: list[Column]
    rows: list[list[Any]] = Field(description="a list a row, in the order of the columns; dates are ISO 8601")
    more: bool = Field(description="there are more rows than are given")
    version: int


class ViewColumn(BaseModel):
    """A column of a view."""

    view: str
    column: str
    type: str = Field(description="DuckDB type")
    about: str


class Views(BaseModel):
    """The views and their columns."""

    items: list[ViewColumn]
    version: int


@get(router, "/query")
def query(
    site: ThisSite,
    snapshot: Snap,
    q: Annotated[str, Query(max_length=8_000, description="one SQL statement that only reads (DuckDB's dialect)")],
    limit: Annotated[int, Query(ge=1, le=1_000, description="how many rows at most")] = 100,
) -> Table:
    """The answer to SQL over the views; /api/views lists them."""
    found = asked(site, snapshot, q, min(limit, site.settings.sql_rows))
    columns = [Column(name=field.name, type=str(field.type)) for field in found.table.schema]
    rows = [[plain(value) for value in row.values()] for row in found.table.to_pylist()]
    return Table(columns=columns, rows=rows, more=found.more, version=snapshot.version)


@get(router, "/views")
def views(snapshot: Snap) -> Views:
    """The views and their columns."""
    items = [ViewColumn(**row) for row in snapshot.ledger.views()]
    return Views(items=items, version=snapshot.version)
