"""What an address asks to be shown of a negotiation."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, NamedTuple

from fastapi import Depends, Query

from dragoman.errors import QueryError
from dragoman.negotiation.facts import days
from dragoman.negotiation.state import Negotiation
from dragoman.web import links
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.negotiation_view import MOST_PARTIES

MOST_REPORTS = 2_000
"""Of more reports the newest are shown, unless days are asked for: a page of all would take minutes."""


class Asked(NamedTuple):
    """What an address asks for."""

    parties: tuple[str, ...]
    issue: str | None
    first: dt.date | None
    until: dt.date | None
    since: dt.date | None
    by: str

    @property
    def api(self) -> str:
        """Where the JSON API has all of it."""
        days = {"since": self.first, "until": self.until}
        more = {name: day.isoformat() if day else None for name, day in days.items()}
        return "/api" + links.negotiation(self.parties, self.issue, **more)

    def address(self, path: str = "", **changes: str | None) -> str:
        """The address of this view, of another one where something changes, or of what else there is of it."""
        known: dict[str, str | None] = {
            "from": self.first.isoformat() if self.first else None,
            "until": self.until.isoformat() if self.until else None,
            "since": self.since.isoformat() if self.since else None,
            "by": self.by if self.by != "month" else None,
        }
        issue = changes.pop("issue", self.issue)
        address = links.negotiation(self.parties, issue, **(known | changes))
        return address.replace("/negotiation", f"/negotiation{path}", 1)


def _asked(
    party: Annotated[list[str] | None, Query()] = None,
    issue: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    until: str = "",
    since: str = "",
    by: str = "month",
) -> Asked:
    """What the address asks for; a field that was left empty in the form asks for nothing."""
    parties = tuple(dict.fromkeys(name.strip() for name in party or () if name.strip()))
    if len(parties) > MOST_PARTIES:
        raise QueryError(f"a negotiation is shown of {MOST_PARTIES} parties at most")
    if by not in ("week", "month"):
        raise QueryError(f"{by!r} is no period; there are week and month")
    return Asked(parties, issue.strip() or None, _day("from", first), _day("until", until), _day("since", since), by)


ThisAsked = Annotated[Asked, Depends(_asked)]


def _day(name: str, value: str) -> dt.date | None:
    if not value.strip():
        return None
    try:
        return dt.datetime.strptime(value.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise QueryError(f"{name}: {value[:40]!r} is no day; give YYYY-MM-DD") from None


def talks_of(snap: Snapshot, asked: Asked) -> tuple[Negotiation, Asked]:
    """The negotiation, and what was asked for with codes for names; of very many reports the newest."""
    first = first_day(snap, asked, None)
    assert first is not None
    asked = asked._replace(first=first.day)
    talks = snap.negotiation(asked.parties, asked.issue, asked.first, asked.until)
    return talks, asked._replace(parties=talks.parties, issue=talks.issue)


class First(NamedTuple):
    """The first day that is shown, and how many reports there are from then on and in all."""

    day: dt.date | None
    shown: int
    reports: int


def first_day(snap: Snapshot, asked: Asked, patience: float | None) -> First | None:
    """From which day on there are few enough reports to show; None where that takes longer than `patience` seconds."""
    key = ("first day", asked.parties, asked.first, asked.until)

    def find() -> First:
        named = snap.negotiation(asked.parties, None, asked.first, asked.until)
        told = days(snap, named.parties, asked.first, asked.until)
        total = sum(count for _, count in told)
        shown, day = 0, asked.first
        for each, count in told:
            if shown and shown + count > MOST_REPORTS:
                return First(day, shown, total)
            shown, day = shown + count, each
        return First(asked.first, total, total)

    return snap.kept(key, find) if patience is None else snap.soon(key, find, patience)
