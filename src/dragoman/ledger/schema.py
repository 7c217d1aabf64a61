"""The columns of the ledger's table, derived from the record model: one row a report, its records nested in it."""

from __future__ import annotations

import types
from functools import cache
from typing import Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

from dragoman.records import KINDS, Negotiation, ReaderInfo, Reading, Report

UNDATED = "undated"
"""The partition of reports without a publication date; the others stand in that of their month, YYYY-MM."""

LOCATION = pa.struct([("path", pa.string()), ("member", pa.string()), ("position", pa.int64())])
"""Where a report stands: `dragoman.sources.found.Location`."""


def arrow_type(annotation: Any) -> pa.DataType:
    """The Arrow type of a field of the record model: strings, numbers, models as structs, tuples as lists.

    Raises TypeError for an annotation that the record model has no use for.
    """
    if annotation is None or annotation is type(None):
        return pa.null()
    simple = {str: pa.string(), int: pa.int64(), float: pa.float64(), bool: pa.bool_()}
    if annotation in simple:
        return simple[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return pa.struct(arrow_fields(annotation))
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return pa.string()
    if origin is tuple:
        return pa.list_(arrow_type(arguments[0]))
    if origin in (Union, types.UnionType):
        inner = [argument for argument in arguments if argument is not type(None)]
        if len(inner) == 1:
            return arrow_type(inner[0])
    raise TypeError(f"the ledger has no column for {annotation!r}")


def arrow_fields(model: type[BaseModel]) -> list[pa.Field]:
    """The fields of a model of the record model, as nullable Arrow fields in its order."""
    return [pa.field(name, arrow_type(field.annotation)) for name, field in model.model_fields.items()]


@cache
def readings_schema() -> pa.Schema:
    """The table `readings`: the report and what is kept of its origin, and a list column for each kind of record."""
    return pa.schema(
        [
            pa.field("month", pa.string()),
            pa.field("added_at", pa.timestamp("us", tz="UTC")),
            *arrow_fields(Report),
            pa.field("text", pa.string()),
            pa.field("text_sha256", pa.string()),
            pa.field("location", LOCATION),
            pa.field("options", pa.string()),
            pa.field("signature", pa.binary()),
            pa.field("reader", pa.struct(arrow_fields(ReaderInfo))),
            *(pa.field(kind, arrow_type(Reading.model_fields[kind].annotation)) for kind in KINDS),
            pa.field("negotiation", pa.struct(arrow_fields(Negotiation))),
        ]
    )


@cache
def quarantine_schema() -> pa.Schema:
    """The table `quarantine`: what could not be read, where it stands, and why. `resolved` rows end earlier ones."""
    return pa.schema(
        [
            pa.field("key", pa.string()),
            pa.field("added_at", pa.timestamp("us", tz="UTC")),
            pa.field("name", pa.string()),
            pa.field("kind", pa.string()),
            pa.field("reason", pa.string()),
            pa.field("location", LOCATION),
            pa.field("options", pa.string()),
            pa.field("resolved", pa.bool_()),
        ]
    )
