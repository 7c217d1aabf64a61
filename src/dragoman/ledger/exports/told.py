"""Events with what the report around them says: who the parties are, where the place lies, the sentence."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple

from dragoman.ledger.exports.rows import ACTORS, EVENTS, current
from dragoman.ledger.exports.scope import Scope
from dragoman.show.excerpt import sentence
from dragoman.steps.view.intervals import Interval, interval

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger

COOPERATIVE = frozenset({"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"})
"""The types of PLOVER's two cooperative quadrants."""

_MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE", "ASSAULT"})
_SIGN = "057"


class Party(NamedTuple):
    """One side of an event, as the report knows it. All but the code is None where the report says no more."""

    code: str
    name: str | None = None
    kind: str | None = None
    country: str | None = None
    sector: str | None = None
    role: str | None = None

    @property
    def cameo(self) -> str:
        """The code in CAMEO's way: a state's three letters, with the sector for those who act for it: MKDGOV."""
        if self.kind in ("person", "body", "people") and self.country and self.sector and self.code == self.country:
            return self.country + self.sector
        return self.code


class Story:
    """A row of the ledger: a report with its actors, events and, where they were asked for, places and text."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.row = row
        self.id: str = row["id"]
        self.published = dt.date.fromisoformat(row["date"]) if row["date"] else None
        self.text: str | None = row.get("text")

    @cached_property
    def actors(self) -> dict[str, dict[str, Any]]:
        """The report's actors by id."""
        return {actor["id"]: actor for actor in self.row["actors"]}

    @cached_property
    def places(self) -> dict[str, dict[str, Any]]:
        """The first mention of each place by its name in lower case, those with coordinates before others."""
        found: dict[str, dict[str, Any]] = {}
        for place in sorted(self.row.get("places") or (), key=lambda place: place["latitude"] is None):
            for name in (place["name"], place["text"]):
                if name:
                    found.setdefault(name.lower(), place)
        return found

    @cached_property
    def ends(self) -> list[int]:
        """Where the sentences of the text end."""
        ends, at, text = [], 0, self.text or ""
        while at < len(text):
            at = max(sentence(text, at, at + 1)[1], at + 1)
            while at < len(text) and text[at].isspace():
                at += 1
            ends.append(at)
        return ends

    def events(self, scope: Scope) -> Iterator[Told]:
        """The events that fit, in the order of the reading."""
        for n, event in enumerate(self.row["events"] or ()):
            if scope.fits(event):
                yield Told(self, n, event)


class Told:
    """An event in its report."""

    def __init__(self, story: Story, n: int, event: dict[str, Any]) -> None:
        self.story = story
        self.n = n
        self.event = event

    @property
    def id(self) -> str:
        """The same event always has the same id: report, and index of the event in its reading."""
        return f"{self.story.id}-{self.n}"

    @cached_property
    def actors(self) -> tuple[Party, ...]:
        """Those who act."""
        return self._parties(self.event["actors"], self.event["actor_ids"])

    @cached_property
    def recipients(self) -> tuple[Party, ...]:
        """Those who are acted on."""
        return self._parties(self.event["recipients"], self.event["recipient_ids"])

    def _parties(self, codes: Sequence[str], ids: Sequence[str]) -> tuple[Party, ...]:
        known = [self.story.actors[id_] for id_ in ids if id_ in self.story.actors]
        found = []
        for code in codes:
            actor = next((actor for actor in known if actor["code"] == code), None)
            found.append(Party(code, *(actor[field] for field in Party._fields[1:])) if actor else Party(code))
        return tuple(found)

    @cached_property
    def interval(self) -> Interval | None:
        """First and last day of the event's own date; None where it names no calendar time."""
        return interval(self.event["date"])

    @property
    def day(self) -> dt.date | None:
        """The day that a table of one day a record files the event under.

        An intent (CAMEO 03) is expressed when it is reported; anything else happens on its own date where that is one
        day and not after the report's, else it is filed under the report's date. None where neither is known.
        """
        span, published = self.interval, self.story.published
        if self.intent or span is None or span[0] != span[1]:
            return published
        return span[0] if published is None or span[0] <= published else published

    @property
    def intent(self) -> bool:
        """Whether the event's CAMEO code says that something is only intended."""
        return bool(self.event["cameo"]) and self.event["cameo"].startswith("03")

    @property
    def mutual(self) -> bool:
        """Whether all parties do it to each other: talks, accords, joint work, fighting."""
        if self.event["recipients"] or len(self.event["actors"]) < 2:
            return False
        return self.event["type"] in _MUTUAL or self.event["cameo"] == _SIGN

    @property
    def place(self) -> dict[str, Any] | None:
        """What the report says of the event's place; None where it is not one of the report's place names."""
        name = self.event["place"]
        return self.story.places.get(name.lower()) if name else None

    @cached_property
    def span(self) -> tuple[int, int]:
        """Where the sentence of the event stands in the report; the trigger alone where there is no text."""
        start, end = self.event["start"], self.event["end"]
        return sentence(self.story.text, start, end) if self.story.text is not None else (start, end)

    @property
    def sentence(self) -> str | None:
        """The sentence that tells of the event, on one line; None where the ledger keeps no text."""
        if self.story.text is None:
            return None
        first, last = self.span
        return " ".join(self.story.text[first:last].split())

    @property
    def sentence_number(self) -> int | None:
        """Which sentence of the report it is, from 1; None where the ledger keeps no text."""
        if self.story.text is None:
            return None
        return bisect_right(self.story.ends, self.event["start"]) + 1


def stories(ledger: Ledger, scope: Scope, text: bool, extra: Sequence[str] = ()) -> Iterator[Story]:
    """The reports of `scope` with their events; with their texts where `text`, with more columns where `extra`."""
    columns = [ACTORS, EVENTS, "places", *(["text"] if text else []), *extra]
    return (Story(row) for row in current(ledger, scope, columns))


def told(ledger: Ledger, scope: Scope, text: bool, extra: Sequence[str] = ()) -> Iterator[Told]:
    """The events of `scope`, by day of publication, report and place in the reading."""
    for story in stories(ledger, scope, text, extra):
        yield from story.events(scope)


def matching(ledger: Ledger, scope: Scope, columns: Sequence[str] = ()) -> Iterator[dict[str, Any]]:
    """The rows of the reports of `scope` that, where a filter asks something of events, have one that fits."""
    wanted = [*columns, EVENTS] if scope.of_events and "events" not in columns else columns
    for row in current(ledger, scope, wanted):
        if not scope.of_events or any(scope.fits(event) for event in row["events"] or ()):
            yield row


def chunks(items: Iterator[Any], size: int = 1000) -> Iterator[list[Any]]:
    """The items in lists of at most `size`."""
    while part := list(islice(items, size)):
        yield part
