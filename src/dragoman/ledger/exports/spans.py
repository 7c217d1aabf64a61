"""The records of a reading as annotations of its text: label, spans and properties, for forms that mark up texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.errors import ReportError
from dragoman.ledger.exports.rows import REPORT
from dragoman.ledger.exports.told import matching
from dragoman.records import KINDS

if TYPE_CHECKING:
    from dragoman.ledger.exports.job import Job

NEGOTIATION = ("meetings", "positions", "disputes", "deadlocks")
_PLACED = frozenset({"start", "end", "text", "mentions", "evidence", "claims"})


class Mark(NamedTuple):
    """A record: its section and number in the reading, what it is in a word, its spans, and its other fields."""

    section: str
    n: int
    label: str
    spans: tuple[tuple[int, int], ...]
    properties: dict[str, Any]


def marks(reading: Mapping[str, Any]) -> Iterator[Mark]:
    """The records of a reading, given as `Reading.to_dict()` gives it, in its order. Those without a span have none."""
    sections = [(kind, reading[kind]) for kind in KINDS]
    sections += [(f"negotiation.{kind}", reading["negotiation"][kind]) for kind in NEGOTIATION]
    for section, records in sections:
        for n, record in enumerate(records or ()):
            spans = tuple((span["start"], span["end"]) for span in _placed(record))
            properties = {name: value for name, value in record.items() if name not in _PLACED}
            yield Mark(section, n, _label(section, record), spans, properties)


def _placed(record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    if "start" in record:
        return [record]
    return list(record.get("mentions") or record.get("evidence") or record.get("claims") or ())


def _label(section: str, record: Mapping[str, Any]) -> str:
    what = section.removeprefix("negotiation.").removesuffix("s").replace("_", " ")
    for field in ("type", "kind", "relation", "form", "polarity", "stance", "status"):
        if isinstance(record.get(field), str):
            return f"{what}: {record[field]}"
    return what


def readings(job: Job) -> Iterator[tuple[dict[str, Any], str | None]]:
    """The readings of `job` in the form of `Reading.to_dict()`, each with its text.

    Where a text is neither kept nor to be fetched, spans have no text of their own, and `job.errors` says so.
    """
    columns = ["reader", *KINDS, "negotiation", "text"]
    for row in matching(job.ledger, job.scope, columns):
        if row["text"] is None:
            reason = "its text is not in the ledger, and no longer where it was read"
            job.errors.append(ReportError(_name(row), reason, "put the source back to export it with its text"))
        report = {name: row[name] for name in REPORT}
        yield {"report": report, **{name: row[name] for name in columns[:-1]}}, row["text"]


def _name(row: dict[str, Any]) -> str:
    return f"report {row['id']}" + (
        f" ({row['source_id'] or row['title']})" if row["source_id"] or row["title"] else ""
    )
