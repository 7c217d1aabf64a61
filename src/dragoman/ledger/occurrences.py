"""Occurrences: acts, each merged from the events of the reports that tell of it.

Events of one family of rules and with the same parties are compared, in the order of their times; an event joins the
occurrence that fits it best, or founds one (`joining`). It has to fit all that the occurrence already is: its days, its
place and its phase only ever get narrower, so that no chain of likenesses leads from one act to another.
"""

from __future__ import annotations

import hashlib
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.ledger.acts import LONG, PHASES, STATED, Acts, Numbers, acts
from dragoman.ledger.joining import REASONS, Joined, join
from dragoman.ledger.matching import narrower_place

_TOLD = pa.struct([("status", pa.string()), ("published", pa.date32()), ("report_id", pa.string())])

OCCURRENCES = pa.schema(
    [
        pa.field("occurrence_id", pa.string()),
        pa.field("type", pa.string()),
        pa.field("mode", pa.string()),
        pa.field("parties", pa.list_(pa.string())),
        pa.field("actors", pa.list_(pa.string())),
        pa.field("recipients", pa.list_(pa.string())),
        pa.field("date_from", pa.date32()),
        pa.field("date_to", pa.date32()),
        pa.field("place", pa.string()),
        pa.field("status", pa.string()),
        pa.field("status_history", pa.list_(_TOLD)),
        pa.field("reports", pa.int64()),
        pa.field("stories", pa.int64()),
        pa.field("events", pa.int64()),
        pa.field("score", pa.float64()),
        pa.field("first_published", pa.date32()),
        pa.field("last_published", pa.date32()),
    ]
)
"""The table of occurrences; see docs/occurrences.md for what each column holds."""

OCCURRENCE_EVENTS = pa.schema(
    [
        pa.field("occurrence_id", pa.string()),
        pa.field("report_id", pa.string()),
        pa.field("n", pa.int64()),
        pa.field("reason", pa.string()),
    ]
)
"""Which events an occurrence is merged from: the rows of `events` by report_id and n, and which rule merged each."""

_AT_ONCE = 1 << 16
_COLUMNS = ("type", "mode", "actors", "recipients", "status", "score", "published", "report_id", "date_from", "date_to")


def occurrences(events: pa.Table, stories: pa.Table | None = None) -> tuple[pa.Table, pa.Table]:
    """The occurrences behind `events`, rows of the flat view of that name, and the links to them.

    `events` needs the columns report_id, n, published, type, mode, cameo, rule, actors, recipients, status, date,
    date_from, date_to, place, issue and score; `killed` is used where it is there. `stories` is what
    `dragoman.ledger.stories.stories` gives; without it every report tells a story of its own. Every event is in exactly
    one occurrence. Neither table depends on the order of the rows.
    """
    story_of = _story_of(stories)
    found = acts(events, story_of)
    joined = join(found)
    groups = _groups(found, joined)
    return _tables(events, found, joined, groups)


def _story_of(stories: pa.Table | None) -> dict[str, str]:
    """The story of each report that is not the first of its own."""
    if stories is None:
        return {}
    repeats = stories.filter(pc.not_equal(stories.column("report_id"), stories.column("story_id")))
    return dict(zip(repeats.column("report_id").to_pylist(), repeats.column("story_id").to_pylist(), strict=True))


class _Groups(NamedTuple):
    """Acts sorted by occurrence and there by publication: `order` of acts, and where each occurrence begins."""

    order: Numbers
    starts: Numbers
    sizes: Numbers


def _groups(found: Acts, joined: Joined) -> _Groups:
    """The acts of each occurrence together; occurrences in the order of their earliest accounts."""
    count = len(joined.founder)
    told = np.lexsort((found.n, found.report))
    rank = np.empty(count, np.int64)
    rank[told] = np.arange(count)
    earliest = np.full(count, count, np.int64)
    np.minimum.at(earliest, joined.founder, rank)
    key = earliest[joined.founder]
    order = np.lexsort((rank, key))
    keys = key[order]
    starts = np.nonzero(np.r_[True, keys[1:] != keys[:-1]])[0] if count else np.empty(0, np.int64)
    return _Groups(order, starts, np.diff(np.r_[starts, count]))


def _tables(events: pa.Table, found: Acts, joined: Joined, groups: _Groups) -> tuple[pa.Table, pa.Table]:
    rows = found.row[groups.order]
    report_ids = events.column("report_id").take(pa.array(rows))
    ids = _ids(report_ids, found.n[groups.order], groups)
    links = pa.table(
        [
            ids.take(pa.array(np.repeat(np.arange(len(groups.starts)), groups.sizes))),
            report_ids,
            pa.array(found.n[groups.order]),
            pa.array(REASONS, pa.string()).take(pa.array(_reasons(joined, groups))),
        ],
        schema=OCCURRENCE_EVENTS,
    )
    single = groups.sizes == 1
    made = pa.concat_tables(
        [_single(events, found, groups, single, ids), _several(events, found, groups, ~single, ids)]
    )
    order = np.argsort(np.r_[np.nonzero(single)[0], np.nonzero(~single)[0]])
    return made.take(pa.array(order)), links


def _reasons(joined: Joined, groups: _Groups) -> Numbers:
    """The reason of each link: the earliest account is the first, and the one that founded has why that joined it."""
    reason = joined.reason[groups.order].copy()
    for start, size in zip(groups.starts.tolist(), groups.sizes.tolist(), strict=True):
        if size > 1 and reason[start]:
            inside = reason[start : start + size]
            inside[np.nonzero(inside == 0)[0]] = inside[0]
            inside[0] = 0
    return reason


def _ids(report_ids: pa.ChunkedArray, n: Numbers, groups: _Groups) -> pa.Array:
    """The id of each occurrence: a hash of the report and index of its earliest account."""
    earliest = zip(report_ids.take(pa.array(groups.starts)).to_pylist(), n[groups.starts].tolist(), strict=True)
    return pa.array([hashlib.sha256(f"{r}:{i}".encode()).hexdigest()[:16] for r, i in earliest], pa.string())


def _single(events: pa.Table, found: Acts, groups: _Groups, which: npt.NDArray[np.bool_], ids: pa.Array) -> pa.Table:
    """The rows of the occurrences of one event: what the event says, column by column."""
    acts_ = groups.order[groups.starts[which]]
    told = events.select([*_COLUMNS, "place"]).take(pa.array(found.row[acts_])).combine_chunks()
    undated = pa.array(~np.isin(found.known[acts_], (STATED, LONG)))
    parties = pa.array([sorted(a | b) for a, b in found.parties], pa.list_(pa.string()))
    count = len(acts_)
    ones = pa.array(np.ones(count, np.int64))
    turns = pa.StructArray.from_arrays([_flat(told, field.name) for field in _TOLD], fields=list(_TOLD))
    columns = {name: told.column(name) for name in ("type", "mode", "actors", "recipients", "place", "status", "score")}
    columns |= {
        "occurrence_id": ids.filter(pa.array(which)),
        "parties": parties.take(pa.array(found.party[acts_])),
        "date_from": pc.if_else(undated, None, told.column("date_from")),
        "date_to": pc.if_else(undated, None, told.column("date_to")),
        "status_history": pa.ListArray.from_arrays(pa.array(np.arange(count + 1, dtype=np.int32)), turns),
        "reports": ones,
        "stories": ones,
        "events": ones,
        "first_published": told.column("published"),
        "last_published": told.column("published"),
    }
    return pa.table({field.name: columns[field.name] for field in OCCURRENCES}).cast(OCCURRENCES)


def _flat(table: pa.Table, name: str) -> pa.Array:
    column = table.column(name)
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _several(events: pa.Table, found: Acts, groups: _Groups, which: npt.NDArray[np.bool_], ids: pa.Array) -> pa.Table:
    """The rows of the occurrences of several events."""
    numbers = np.nonzero(which)[0]
    parts = [
        _put_together(events, found, groups, numbers[start : start + _AT_ONCE], ids)
        for start in range(0, len(numbers), _AT_ONCE)
    ]
    return pa.concat_tables(parts) if parts else OCCURRENCES.empty_table()


def _put_together(events: pa.Table, found: Acts, groups: _Groups, numbers: Numbers, ids: pa.Array) -> pa.Table:
    order = np.concatenate([groups.order[groups.starts[k] : groups.starts[k] + groups.sizes[k]] for k in numbers])
    told = events.select([*_COLUMNS, "place"]).take(pa.array(found.row[order])).to_pylist()
    columns = (found.known, found.phase, found.report, found.story)
    known, phases, report, story = (column[order].tolist() for column in columns)
    made = []
    start = 0
    for number in numbers.tolist():
        inside = slice(start, start + int(groups.sizes[number]))
        start = inside.stop
        about = {
            "occurrence_id": ids[number].as_py(),
            "reports": len(set(report[inside])),
            "stories": len(set(story[inside])),
        }
        made.append(about | _merged(told[inside], known[inside], phases[inside]))
    return pa.Table.from_pylist(made, OCCURRENCES)


def _merged(told: list[dict[str, Any]], known: list[int], phases: list[int]) -> dict[str, Any]:
    """What the accounts of one act, in the order of publication, say together."""
    fullest = max(told, key=lambda e: len(e["actors"] or ()) + len(e["recipients"] or ()))
    actors, recipients = fullest["actors"] or [], fullest["recipients"] or []
    # An agreement to meet and the meeting are one act, which is named by what it came to.
    type_ = "CONSULT" if any(e["type"] == "CONSULT" for e in told) else told[-1]["type"]
    for event, phase in zip(told, phases, strict=True):
        if PHASES[phase] == "ahead" and event["status"] == "actual" and (event["type"], type_) != ("AGREE", "AGREE"):
            event["status"] = "planned"  # agreed on, or told of with a day to come
    last = told[-1]
    modes = [e["mode"] for e in told if e["mode"]]
    days = _days(told, known)
    place = told[0]["place"]
    for event in told[1:]:
        place = narrower_place(place, event["place"])
    history = _history(told)
    return {
        "type": type_,
        "mode": max(sorted(set(modes)), key=modes.count) if modes else None,
        "parties": sorted({*actors, *recipients}),
        "actors": actors,
        "recipients": recipients,
        "date_from": days[0],
        "date_to": days[1],
        "place": place,
        "status": "actual" if any(e["status"] == "actual" for e in told) else last["status"],
        "status_history": history,
        "events": len(told),
        "score": sum(e["score"] for e in told) / len(told),
        "first_published": told[0]["published"],
        "last_published": next((e["published"] for e in reversed(told) if e["published"]), None),
    }


def _days(told: list[dict[str, Any]], known: list[int]) -> tuple[Any, Any]:
    """The days that all stated dates have in common, the shorter kind before the longer; None where none is stated."""
    for kind in (STATED, LONG):
        dated = [e for e, how in zip(told, known, strict=True) if how == kind]
        if dated:
            return max(e["date_from"] for e in dated), min(e["date_to"] for e in dated)
    return None, None


def _history(told: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Each status with the report that gave it first since the status before."""
    turns: list[dict[str, Any]] = []
    for event in told:
        if not turns or turns[-1]["status"] != event["status"]:
            turns.append({key: event[key] for key in ("status", "published", "report_id")})
    return turns
