"""What is expected next: meetings to come, acts announced for a day to come, promises that fall due."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence

from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.model import Commitment, Encounter, Upcoming

_FRESH = 30
"""What is planned without a day is still expected where its report is at most so many days older than the newest."""


def upcoming(
    facts: Facts, meetings: Sequence[Encounter], promised: Sequence[Commitment], today: dt.date | None = None
) -> tuple[Upcoming, ...]:
    """What the reports expect after `today`, in the order of the days; undated ones last.

    `today` is the day of the newest report where it is not given. Without any dated report nothing is known to lie
    ahead.
    """
    days = [told.date for told in facts.reports if told.date]
    today = today or max(days, default=None)
    if today is None:
        return ()
    found = [*_meetings(facts, meetings, today), *_events(facts, today), *_due(promised, today)]
    distinct: dict[tuple[str | None, str, tuple[str, ...]], Upcoming] = {}
    for line in found:
        distinct.setdefault((line.date, line.what, line.parties), line)
    return tuple(sorted(distinct.values(), key=lambda line: (line.date or "9999", line.what, line.parties)))


def _meetings(facts: Facts, meetings: Sequence[Encounter], today: dt.date) -> Iterator[Upcoming]:
    told = {report.number: report for report in facts.reports}
    for meeting in meetings:
        if meeting.status not in ("planned", "possible"):
            continue
        last = told[meeting.evidence[-1].source].date
        ahead = meeting.date_to is not None and dt.date.fromisoformat(meeting.date_to) >= today
        fresh = meeting.date_to is None and last is not None and (today - last).days <= _FRESH
        if ahead or fresh:
            where = f" in {meeting.place}" if meeting.place else ""
            yield Upcoming(
                date=meeting.date_from,
                what=f"meeting{where}",
                parties=meeting.parties,
                status=meeting.status,
                evidence=meeting.evidence,
            )


def _events(facts: Facts, today: dt.date) -> Iterator[Upcoming]:
    """Acts of the parties that are planned for a day after `today`; a meeting's own words are left to the meetings."""
    spans = {
        (fact.report.id, span["start"])
        for fact in facts.meetings
        for span in fact["evidence"] or ()
        if span is not None
    }
    for fact in facts.events:
        if fact["status"] not in ("planned", "possible") or not _after(fact, today) or fact["type"] == "CONSULT":
            continue
        parties = tuple(dict.fromkeys((*fact["actors"], *fact["recipients"])))
        if facts.involved(parties) and (fact.report.id, fact["start"]) not in spans:
            about = f": {fact['issue']}" if fact["issue"] else ""
            yield Upcoming(
                date=fact["date_from"].isoformat(),
                what=f"{fact['type']} ({fact['text']}){about}",
                parties=parties,
                status=fact["status"],
                evidence=(fact.cite(),),
            )


def _after(fact: Fact, today: dt.date) -> bool:
    """Whether an act's day is still to come; a year that has begun names no day."""
    starts, ends = fact["date_from"], fact["date_to"]
    return starts is not None and (starts > today or (ends >= today and (ends - starts).days <= 31))


def _due(promised: Sequence[Commitment], today: dt.date) -> Iterator[Upcoming]:
    from dragoman.steps.view.intervals import interval

    for promise in promised:
        days = interval(promise.due)
        if promise.status == "open" and days is not None and days[1] >= today:
            yield Upcoming(
                date=days[0].isoformat(),
                what=f"due: {promise.what or 'a promise'}",
                parties=tuple(filter(None, (promise.by, promise.to))),
                status="planned",
                evidence=promise.evidence,
            )
