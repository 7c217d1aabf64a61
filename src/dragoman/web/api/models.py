"""The rows of the ledger's views as models, and the filters of each view as fields of an address.

Both are derived: the columns from the record model by way of `ledger.columns`, the filters from the ledger's own.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, create_model

from dragoman.ledger.columns import View
from dragoman.ledger.queries_filters import Filter, filters_of

_SIMPLE: dict[str, Any] = {
    "VARCHAR": str, "BIGINT": int, "DOUBLE": float, "BOOLEAN": bool, "DATE": dt.date,
    "TIMESTAMP": Annotated[dt.datetime, AfterValidator(lambda moment: moment.replace(tzinfo=dt.UTC))],
}  # fmt: skip
_FIELD = re.compile(r'"(\w+)" (STRUCT\([^)]*\)|\w+)')
_SEVERAL = 20
_DAY = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"

LARGE = ("text",)
"""Columns of the view of reports that its rows are given without; /api/reports/{id}/text has the text."""


@cache
def row_model(view: View) -> type[BaseModel]:
    """The model of a row of a view."""
    fields: dict[str, Any] = {}
    for column in view.columns:
        if view.name == "reports" and column.name in LARGE:
            continue
        kind = _type(column.type, f"{_title(view.name)}{_title(column.name)}")
        optional = column.name not in ("report_id", "n", "occurrence_id")
        fields[column.name] = (kind | None if optional else kind, Field(description=column.about))
    return create_model(f"{_title(view.name)}Row", __doc__=view.about, __config__=ConfigDict(extra="forbid"), **fields)


def _type(name: str, struct: str) -> Any:
    if name.endswith("[]"):
        inner: Any = _type(name[:-2], struct)
        return list[inner]
    if name.startswith("STRUCT("):
        parts: dict[str, Any] = {
            key: (_type(kind, struct + _title(key)) | None, ...) for key, kind in _FIELD.findall(name[7:-1])
        }
        return create_model(struct, **parts)
    return _SIMPLE[name]


def _title(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


@cache
def filter_model(view: str) -> type[BaseModel]:
    """The filters of a view as fields of an address, with `limit` and `after`."""
    from dragoman.web.api.routes import LIMIT, MOST

    fields: dict[str, Any] = {name: _filter(known) for name, known in sorted(filters_of(view).items())}
    fields["limit"] = (int, Field(LIMIT, ge=1, le=MOST, description="how many rows at most"))
    fields["after"] = (
        str | None,
        Field(None, max_length=400, description="`next` of the page before; the rows after it are given"),
    )
    return create_model(f"{_title(view)}Filters", __config__=ConfigDict(extra="forbid", frozen=True), **fields)


def _filter(known: Filter) -> Any:
    if known.kind in ("since", "until"):
        return (str | None, Field(None, pattern=_DAY, description=known.about))
    if known.kind == "bool":
        return (bool | None, Field(None, description=known.about))
    word: Any = Literal[known.values] if known.values else str
    most = 2 if known.kind == "dyad" else _SEVERAL
    return (list[word], Field(default_factory=list, max_length=most, description=known.about))


def given(filters: BaseModel) -> dict[str, Any]:
    """The filters of a `filter_model` that are given, as `ledger.select` takes them."""
    known = {name: value for name, value in filters if name not in ("limit", "after")}
    return {name: value for name, value in known.items() if value is not None and value != []}
