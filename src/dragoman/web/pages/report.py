"""A report: its text with layers of evidence, its records beside it, and why each is there."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from dragoman.errors import LedgerError
from dragoman.records import Reading
from dragoman.show.bits import Bit, paragraphs, pieces_of, places
from dragoman.show.view import Entry, sections
from dragoman.show.words import LAYERS
from dragoman.web import links
from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.reasons import Reason, reasons
from dragoman.web.rendering import page
from dragoman.web.site import Snap

router = APIRouter()

MENTIONS = 12
"""A record links to at most this many places in the text."""

_STORY = "SELECT story_id FROM stories WHERE report_id = $id"
_ALIKE = "SELECT report_id, story_role, similarity FROM stories WHERE story_id = $story AND report_id <> $id LIMIT 50"
_REPORTS = """
SELECT report_id, title, source, published FROM reports WHERE report_id IN (SELECT unnest($ids))
ORDER BY published NULLS LAST, report_id
"""
_OCCURRENCES = """
SELECT t.n, o.occurrence_id, o.reports FROM occurrence_events t JOIN occurrences o USING (occurrence_id)
WHERE t.report_id = $id ORDER BY t.n
"""


_NEIGHBOURS = """
SELECT max_by(report_id, (published, report_id)) FILTER (WHERE (published, report_id) < ($day, $id)) AS before,
       min_by(report_id, (published, report_id)) FILTER (WHERE (published, report_id) > ($day, $id)) AS after
FROM reports WHERE published BETWEEN $day::DATE - 200 AND $day::DATE + 200
"""


class Card(NamedTuple):
    """A record as the page shows it: the entry, its places in the text, why it is there, and where it leads."""

    entry: Entry
    places: tuple[str, ...]
    reasons: tuple[Reason, ...]
    parties: tuple[str, ...]
    """Codes of the parties in it, which have pages of their own."""
    occurrence: dict[str, Any] | None
    """Of an event: the act that it tells of, with the number of reports that do."""


class Group(NamedTuple):
    """The records that answer one question."""

    key: str
    title: str
    cards: tuple[Card, ...]


class Around(NamedTuple):
    """Other reports: copies of this one, those that tell of its acts (by event), those before and after it."""

    elsewhere: tuple[dict[str, Any], ...]
    occurrences: dict[int, dict[str, Any]]
    before: str | None
    after: str | None


@router.get("/report/{report_id}")
def show(
    request: Request,
    snapshot: Snap,
    report_id: str,
    at: int | None = Query(None, ge=0, description="offset into the text"),
    record: str | None = Query(None, max_length=40, description="as in events-3"),
) -> HTMLResponse:
    """The page."""
    try:
        reading = snapshot.ledger.reading(report_id)
    except LedgerError as error:
        if snapshot.ledger.index().find(report_id) is not None:
            raise
        raise NotThere(f"the ledger holds no report {report_id[:40]!r}; search finds those that it holds") from error
    text = snapshot.ledger.text(report_id)
    around = snapshot.soon(("around", report_id), lambda: _around(snapshot, report_id, reading.report.date))
    return page(request, "report.html", desk(reading, text, at, record, around), around=around)


def desk(
    reading: Reading, text: str | None, at: int | None = None, record: str | None = None, around: Around | None = None
) -> dict[str, Any]:
    """What the template shows of a reading, of the ledger or not: its text with layers, and its records beside it."""
    pieces = pieces_of(reading, text or "")
    bits = list(paragraphs(pieces, text or ""))
    chosen, anchor = _chosen(bits, at, record)
    return {
        "report": reading.report,
        "reader": reading.reader,
        "link": links.outside(reading.report.url),
        "has_text": text is not None,
        "paragraphs": bits,
        "groups": _groups(reading, text or "", places(pieces), around.occurrences if around else {}),
        "layers": {k: v for k, v in LAYERS.items() if k != "own_events" or reading.reader.ontology},
        "chosen": chosen,
        "anchor": anchor,
        "most": MENTIONS,
    }


def _around(snapshot: Snapshot, report_id: str, date: str | None) -> Around:
    acts = {row["n"]: row for row in snapshot.rows(_OCCURRENCES, {"id": report_id})}
    return Around(tuple(_elsewhere(snapshot, report_id)), acts, *_neighbours(snapshot, report_id, date))


def _elsewhere(snapshot: Snapshot, report_id: str) -> Iterator[dict[str, Any]]:
    """The reports that tell the same story; one question after the other, since most reports have no copy."""
    for story in snapshot.rows(_STORY, {"id": report_id}):
        alike = {row["report_id"]: row for row in snapshot.rows(_ALIKE, {"story": story["story_id"], "id": report_id})}
        if alike:
            for row in snapshot.rows(_REPORTS, {"ids": sorted(alike)}):
                yield row | alike[row["report_id"]]


def _neighbours(snapshot: Snapshot, report_id: str, date: str | None) -> tuple[str | None, str | None]:
    """The reports before and after this one, by day and id; none further away than some months."""
    if date is None:
        return None, None
    found = snapshot.rows(_NEIGHBOURS, {"day": dt.date.fromisoformat(date), "id": report_id})[0]
    return found["before"], found["after"]


def _chosen(bits: Sequence[Sequence[Bit]], at: int | None, record: str | None) -> tuple[str, str]:
    """The record that the address points at, and the anchor of the bit to go to; "" where there is none."""
    marked = [bit for paragraph in bits for bit in paragraph if bit.records]
    here = next((bit for bit in marked if at is not None and bit.start <= at < bit.start + len(bit.text)), None)
    if record is not None:
        carrying = [bit for bit in marked if record in bit.records.split()]
        if carrying:
            return record, (here if here in carrying and here else carrying[0]).id
        if here is None:
            return record, ""
    return (here.href, here.id) if here else ("", "")


def _groups(
    reading: Reading, text: str, found: dict[str, list[str]], occurrences: dict[int, dict[str, Any]]
) -> list[Group]:
    groups = []
    for section in sections(reading, text):
        cards = []
        for entry in section.entries:
            layer, _, number = entry.id.rpartition("-")
            record = _record(reading, layer, int(number))
            occurrence = occurrences.get(int(number) - 1) if layer == "events" else None
            anchors = tuple(found.get(entry.id, ())[: MENTIONS + 1])
            cards.append(Card(entry, anchors, reasons(record), _parties(record), occurrence))
        groups.append(Group(section.key, section.title, tuple(cards)))
    return groups


def _record(reading: Reading, layer: str, number: int) -> Any:
    holder = reading if hasattr(reading, layer) else reading.negotiation
    return getattr(holder, layer)[number - 1]


_CODES = ("code", "speaker_code", "holder_code", "asserted_by", "actor", "toward", "actors", "recipients", "parties")


def _parties(record: Any) -> tuple[str, ...]:
    """The codes of the parties of a record, in the order of its fields."""
    found: list[str] = []
    for name in _CODES:
        value = getattr(record, name, None)
        found += [value] if isinstance(value, str) else _strings(value)
    for part in (getattr(record, "consequent", None), getattr(record, "antecedent", None)):
        found += _strings([getattr(part, "actor", None)])
    found += [claim.actor for claim in getattr(record, "claims", ())]
    return tuple(dict.fromkeys(code for code in found if code))


def _strings(value: Iterable[Any] | None) -> list[str]:
    return [item for item in value or () if isinstance(item, str)]
