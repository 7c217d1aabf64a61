"""Meetings as a calendar (iCalendar, RFC 5545): whole days, one entry a meeting however many reports tell of it.

docs/exports.md says which meetings are in it, and what becomes of a date that is no single day.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from icalendar import Calendar, Event

from dragoman._version import __version__
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.rows import current
from dragoman.show.excerpt import sentence
from dragoman.steps.view.intervals import Interval, days, interval

STATUSES = ("held", "planned", "possible", "cancelled")
"""What --status may name."""

LONGEST = 31
"""Days: a meeting that is placed in a month at best is an entry over that time; a wider time is no entry."""

_STATUS = {"held": "CONFIRMED", "planned": "CONFIRMED", "possible": "TENTATIVE", "cancelled": "CANCELLED"}
_QUOTED = 5
"""So many reports of a meeting are quoted in its description."""

# RFC 5545, 3.1: a text value may hold no control but the tab.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f]")


@dataclass
class _Entry:
    meeting: dict[str, Any]
    span: Interval
    published: dt.date | None
    told: list[str] = field(default_factory=list)
    reports: int = 0


def pieces(job: Job) -> Iterator[str]:
    """The calendar, entry by entry, by first day and id."""
    calendar = Calendar()
    calendar.add("prodid", f"-//Dragoman//{__version__}//EN")
    calendar.add("version", "2.0")
    head, tail = calendar.to_ical().decode().split("END:VCALENDAR")
    yield head
    for uid, entry in sorted(_entries(job).items(), key=lambda item: (item[1].span, item[0])):
        job.written += 1
        yield _event(uid, entry).to_ical().decode()
    yield "END:VCALENDAR" + tail


def _entries(job: Job) -> dict[str, _Entry]:
    """The meetings by UID. What the newest report says of a meeting's status and level counts: a plan may be off."""
    found: dict[str, _Entry] = {}
    wanted = job.scope.statuses or ("planned",)
    for row in current(job.ledger, job.scope, ["negotiation.meetings AS meetings", "text"]):
        for meeting in row["meetings"] or ():
            if job.scope.parties and not set(job.scope.parties) <= {*meeting["parties"]}:
                continue
            span = interval(meeting["date"])
            if span is not None and days(span) <= LONGEST:
                _add(found, row, meeting, span)
            elif meeting["status"] in wanted:
                job.left_out["without a date as narrow as a month"] += 1
    return {uid: entry for uid, entry in found.items() if entry.meeting["status"] in wanted}


def _add(found: dict[str, _Entry], row: dict[str, Any], meeting: dict[str, Any], span: Interval) -> None:
    uid = _uid(meeting)
    published = dt.date.fromisoformat(row["date"]) if row["date"] else None
    entry = found.setdefault(uid, _Entry(meeting, span, published))
    entry.reports += 1
    if published is not None:
        entry.meeting, entry.published = meeting, published
    if len(entry.told) < _QUOTED:
        entry.told.append(_quotation(row, meeting))


def _uid(meeting: dict[str, Any]) -> str:
    """The same parties, place and date are the same meeting, whatever its status has become."""
    words = "\t".join([*sorted(meeting["parties"]), meeting["place"] or "", meeting["date"]])
    return hashlib.sha256(words.encode()).hexdigest()[:32] + "@dragoman"


def _quotation(row: dict[str, Any], meeting: dict[str, Any]) -> str:
    """The first sentence that tells of the meeting, with the report that it stands in."""
    about = ", ".join(word for word in (row["source"], row["title"], row["date"], row["url"]) if word)
    about = f"report {row['id']}" + (f" ({about})" if about else "")
    if row["text"] is None or not meeting["evidence"]:
        return about
    first, last = sentence(row["text"], meeting["evidence"][0]["start"], meeting["evidence"][0]["end"])
    return f"“{' '.join(row['text'][first:last].split())}” — {about}"


def _event(uid: str, entry: _Entry) -> Event:
    meeting, (first, last) = entry.meeting, entry.span
    event = Event()
    event.add("uid", uid)
    # The moment is that of the newest report, so that the same ledger gives the same file.
    stamp = entry.published or dt.date(1970, 1, 1)
    event.add("dtstamp", dt.datetime(stamp.year, stamp.month, stamp.day, tzinfo=dt.UTC))
    event.add("dtstart", first)
    event.add("dtend", last + dt.timedelta(1))
    event.add("summary", _clean(_summary(meeting, entry.span)))
    event.add("status", _STATUS[meeting["status"]])
    event.add("transp", "TRANSPARENT")
    if meeting["place"]:
        event.add("location", _clean(meeting["place"]))
    more = f"\n\n{entry.reports - len(entry.told)} more reports" if entry.reports > len(entry.told) else ""
    event.add("description", _clean("\n\n".join(entry.told) + more))
    event.add("categories", [meeting["status"], meeting["level"]])
    return event


def _summary(meeting: dict[str, Any], span: Interval) -> str:
    kind = {"held": "Meeting", "planned": "Meeting", "possible": "Possible meeting", "cancelled": "Cancelled meeting"}
    parties = " – ".join(meeting["parties"])
    words = f"{kind[meeting['status']]}: {parties}" if parties else kind[meeting["status"]]
    return words if days(span) == 1 else f"{words} (some time in {meeting['date']})"


def _clean(text: str) -> str:
    return _CONTROLS.sub(" ", text.replace("\r\n", "\n").replace("\r", "\n"))
