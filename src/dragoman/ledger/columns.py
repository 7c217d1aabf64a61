"""The flat views of a ledger and their columns, derived from the record model: docs/views.md is generated from here.

A view has one row a record. Fields that are spans or models of their own are flattened: `cue` gives `cue_start`,
`cue_end` and `cue_text`; tuples stay lists. `made_by` gives `rule` and the cue's columns, which are called
`rule_cue_…` where the record has a field `cue` of its own.
"""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from functools import cache
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from pydantic import BaseModel

from dragoman import records
from dragoman.ledger.columns_words import VIEWS_ARE, WORDS
from dragoman.records import Model, Reading


class Column(NamedTuple):
    """A column of a view: its DuckDB type, what it holds, and the expression over a record `r` that fills it."""

    name: str
    type: str
    about: str
    path: str = ""


class View(NamedTuple):
    """A flat view: what a row is, and its columns. `path` is the list of records in a row of the ledger's table."""

    name: str
    about: str
    columns: tuple[Column, ...]
    path: str = ""

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return tuple(column.name for column in self.columns)


SPAN = 'STRUCT("start" BIGINT, "end" BIGINT, "text" VARCHAR)'
"""The type of a span inside a list."""

_SIMPLE = {str: "VARCHAR", int: "BIGINT", float: "DOUBLE", bool: "BOOLEAN"}

_ABOUT_REPORT = (
    Column("report_id", "VARCHAR", "id of the report, the same in every view"),
    Column("n", "BIGINT", "index of the record in its list of the reading, from 0"),
    Column("published", "DATE", "the report's publication date; NULL where it has none"),
    Column("source", "VARCHAR", "who published the report"),
    Column("title", "VARCHAR", "the report's title"),
)
_FROM = Column("date_from", "DATE", "first day of the TIMEX value; NULL where it names no calendar time")
_TO = Column("date_to", "DATE", "last day of the TIMEX value")
_DAY_TO = Column("day_to", "DATE", "`date_to` where there is one, else `published`")
_DAY = Column(
    "day", "DATE", "`date_from` where there is one, else `published`: what the view is filtered and sorted by"
)

_PATHS = {
    "actors": "actors", "times": "times", "places": "places", "statements": "statements", "events": "events",
    "own_events": "own_events", "conditions": "conditions", "assessments": "assessments",
    "meetings": "negotiation.meetings", "positions": "negotiation.positions", "disputes": "negotiation.disputes",
    "deadlocks": "negotiation.deadlocks",
}  # fmt: skip
DATED = {"times": "value", "events": "date", "own_events": "date", "meetings": "date"}
"""The views with `date_from` and `date_to`, and the column whose TIMEX value they are made from."""

_SHORT = {"magnitude_killed": "killed", "magnitude_injured": "injured", "claims_0": "first", "claims_1": "second"}


def duckdb_type(annotation: Any) -> str:
    """The DuckDB type of a field of the record model. Raises TypeError for an annotation it has no use for."""
    if annotation in _SIMPLE:
        return _SIMPLE[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        fields = (f'"{name}" {duckdb_type(field.annotation)}' for name, field in annotation.model_fields.items())
        return f"STRUCT({', '.join(fields)})"
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return "VARCHAR"
    if origin is tuple:
        return f"{duckdb_type(arguments[0])}[]"
    if origin in (Union, types.UnionType):
        return duckdb_type(next(a for a in arguments if a is not type(None)))
    raise TypeError(f"the views have no column for {annotation!r}")


def _model(annotation: Any) -> type[BaseModel] | None:
    """The model that an annotation is, None for other annotations and for tuples of models."""
    if get_origin(annotation) in (Union, types.UnionType):
        annotation = next(a for a in get_args(annotation) if a is not type(None))
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _flatten(model: type[BaseModel], path: str, prefix: str = "", of: str = "") -> Iterator[Column]:
    for name, field in model.model_fields.items():
        inner, inside = _model(field.annotation), f'{path}."{name}"'
        about = _about(f"{_where(model, name)}.{name}", field.description)
        if name == "made_by":
            continue
        if inner is not None:
            yield from _flatten(inner, inside, f"{prefix}{name}_", f"{about}: ")
        elif _is_pair(field.annotation):
            for number in (0, 1):
                side = _SHORT[f"{name}_{number}"]
                claim = get_args(field.annotation)[number]
                yield from _flatten(claim, f"{inside}[{number + 1}]", f"{side}_", f"{side} claim: ")
        else:
            column = f"{prefix}{name}"
            yield Column(_SHORT.get(column, column), duckdb_type(field.annotation), of + about, inside)


def _about(name: str, description: str | None) -> str:
    """What a field holds: in our words, else in those of the record model, where NULL is None."""
    return WORDS.get(name) or (description or "").replace("None", "NULL")


def _is_pair(annotation: Any) -> bool:
    """Whether an annotation is a tuple of exactly two models: the claims of a dispute."""
    arguments = get_args(annotation)
    return get_origin(annotation) is tuple and len(arguments) == 2 and arguments[1] is not Ellipsis


def _where(model: type[BaseModel], field: str) -> str:
    """The name of the model that a field is first declared in, so that inherited fields are described once."""
    declaring = [base for base in model.__mro__ if field in inspect.get_annotations(base)]
    return declaring[-1].__name__


def _made_by(model: type[Model], path: str) -> Iterator[Column]:
    if "made_by" not in model.model_fields:
        return
    own = "cue" in model.model_fields
    yield Column("rule", "VARCHAR", records.MadeBy.model_fields["rule"].description or "", f"{path}.made_by.rule")
    cues = {"cue": "rule_cue" if own else "cue"} | (
        {"status_cue": "status_cue"} if "status" in model.model_fields else {}
    )
    for cue, name in cues.items():
        about = _about(f"MadeBy.{cue}", records.MadeBy.model_fields[cue].description)
        for part in ("start", "end", "text"):
            kind = "VARCHAR" if part == "text" else "BIGINT"
            yield Column(f"{name}_{part}", kind, f"{about}: {WORDS[f'Span.{part}']}", f'{path}.made_by.{cue}."{part}"')


def _record_model(name: str) -> type[Model]:
    found: Any = Reading
    for part in _PATHS[name].split("."):
        annotation = found.model_fields[part].annotation
        found = get_args(annotation)[0] if get_origin(annotation) is tuple else annotation
    return found  # type: ignore[no-any-return]


def _record_view(name: str) -> View:
    model = _record_model(name)
    columns = [*_ABOUT_REPORT, *_flatten(model, "r"), *_made_by(model, "r")]
    if name in DATED:
        columns += [_FROM, _TO] if name == "times" else [_FROM, _TO, _DAY, _DAY_TO]
    return View(name, VIEWS_ARE[name], tuple(_unlike(columns)), _PATHS[name])


def _unlike(columns: list[Column]) -> list[Column]:
    """`columns`, whose names have to differ. Raises ValueError where two are alike."""
    names = [column.name for column in columns]
    if len(set(names)) < len(names):
        raise ValueError(f"columns of one name: {sorted({name for name in names if names.count(name) > 1})}")
    return columns


def _reports() -> View:
    own = {name: field for name, field in records.Report.model_fields.items() if name not in ("id", "date")}
    columns = [
        Column("report_id", "VARCHAR", "id of the report: a hash of its normalised text and date", "t.id"),
        Column("published", "DATE", "publication date; NULL where it has none"),
        *(
            Column(n, duckdb_type(f.annotation), _about(f"Report.{n}", f.description), f't."{n}"')
            for n, f in own.items()
        ),
        Column("text", "VARCHAR", "the report's text; NULL where it is neither kept nor to be had", "t.text"),
        Column("text_sha256", "VARCHAR", "SHA-256 of the text (UTF-8), in hex", "t.text_sha256"),
        *(
            Column(
                f"location_{part}",
                "BIGINT" if part == "position" else "VARCHAR",
                WORDS[f"Location.{part}"],
                f"t.location.{part}",
            )
            for part in ("path", "member", "position")
        ),
        Column(
            "added_at", "TIMESTAMP", "when this reading was added to the ledger, UTC", "CAST(t.added_at AS TIMESTAMP)"
        ),
        *(
            Column(
                f"reader_{name}",
                "VARCHAR",
                _about(f"ReaderInfo.{name}", field.description),
                f't.reader."{name}"',
            )
            for name, field in records.ReaderInfo.model_fields.items()
        ),
        *(
            Column(f"n_{name}", "BIGINT", f"how many {name.replace('_', ' ')} the reading has", f"len(t.{path})")
            for name, path in _PATHS.items()
        ),
    ]
    return View("reports", VIEWS_ARE["reports"], tuple(_unlike(columns)))


QUARANTINE = View(
    "quarantine",
    VIEWS_ARE["quarantine"],
    (
        Column("key", "VARCHAR", "what tells this failure from others"),
        Column("name", "VARCHAR", "the file or report that could not be read"),
        Column("kind", "VARCHAR", "the kind of error, as in `ReportEmpty`"),
        Column("reason", "VARCHAR", "the error's message"),
        Column("location_path", "VARCHAR", WORDS["Location.path"]),
        Column("location_member", "VARCHAR", WORDS["Location.member"]),
        Column("location_position", "BIGINT", WORDS["Location.position"]),
        Column("added_at", "TIMESTAMP", "when it was set aside, UTC"),
    ),
)


@cache
def flat_views() -> dict[str, View]:
    """The views that are made from the table of readings, by name: `reports` and one a kind of record."""
    return {"reports": _reports()} | {name: _record_view(name) for name in _PATHS}
