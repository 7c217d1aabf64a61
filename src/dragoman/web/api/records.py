"""/api/events, /api/statements and the like: the rows of the views of records, by day, with the filters of each."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from dragoman.ledger.columns import View, flat_views
from dragoman.ledger.queries_filters import conditions
from dragoman.web.api.models import LARGE, filter_model, given, row_model
from dragoman.web.api.routes import Rows, cursor, get, opened
from dragoman.web.ledgers import Snapshot
from dragoman.web.site import Snap

router = APIRouter()


def page_of(snapshot: Snapshot, view: View, filters: BaseModel) -> dict[str, Any]:
    """A page of the rows of a view that hold the filters, by day, report and index; undated ones come last."""
    limit, after = filters.limit, filters.after  # type: ignore[attr-defined]
    ledger, of_reports = snapshot.ledger, view.name == "reports"
    where = conditions(view, given(filters), ledger.code_of)
    tests, values = [where.sql], dict(where.values)
    day = "day" if "day" in view.names else "published"
    if place := opened(after, dt.date, str, int):
        key = "(report_id, 0)" if of_reports else "(report_id, n)"
        values |= {"after_id": place[1], "after_n": place[2]}
        later = f"{key} > ($after_id, $after_n)"
        if place[0] is None:
            tests.append(f"{day} IS NULL AND {later}")
        else:
            values["after_day"] = place[0]
            # The second part lets DuckDB skip the files of earlier days.
            tests.append(
                f"({day} IS NULL OR {day} > $after_day OR ({day} = $after_day AND {later})) "
                f"AND ({day} IS NULL OR {day} >= $after_day)"
            )
    names = ", ".join(f'"{name}"' for name in view.names if not (of_reports and name in LARGE))
    order = f"{day} NULLS LAST, report_id" + ("" if of_reports else ", n")
    sql = f"SELECT {names} FROM {view.name} WHERE {' AND '.join(tests)} ORDER BY {order} LIMIT {limit + 1:d}"
    rows = snapshot.rows(sql, values)
    more = len(rows) > limit
    rows = rows[:limit]
    last = rows[-1] if more else None
    return {
        "items": rows,
        "next": cursor(last[day], last["report_id"], last.get("n", 0)) if last else None,
        "version": snapshot.version,
    }


def _add(view: View) -> None:
    row, filters = row_model(view), filter_model(view.name)
    about = view.about[0].lower() + view.about[1:]

    def endpoint(snapshot: Snap, filters: Any) -> Any:
        return page_of(snapshot, view, filters)

    endpoint.__annotations__["filters"] = Annotated[filters, Query()]
    endpoint.__name__ = view.name
    endpoint.__doc__ = f"A page of the view `{view.name}`: {about}"
    # A model that is made while the program runs is no type to a checker.
    answer: Any = Rows.__class_getitem__(row)
    get(router, f"/{view.name.replace('_', '-')}", response_model=answer, tags=["Records"])(endpoint)


for _view in flat_views().values():
    _add(_view)
