"""The report's own view of the negotiation: meetings, positions, disputes and deadlocks, from its records."""

from __future__ import annotations

from typing import ClassVar

from dragoman.knowledge import Rules, load
from dragoman.records import Negotiation
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup
from dragoman.steps.view.claims import DisputeWords
from dragoman.steps.view.deadlocks import Deadlocks
from dragoman.steps.view.disputes import Disputes
from dragoman.steps.view.impasses import DeadlockWords
from dragoman.steps.view.meeting_mentions import MeetingWords
from dragoman.steps.view.meetings import meetings
from dragoman.steps.view.positions import PositionWords, positions


class File(Rules):
    """knowledge/negotiation.toml."""

    meetings: MeetingWords
    positions: PositionWords
    disputes: DisputeWords
    deadlocks: DeadlockWords


class NegotiationView:
    """Adds up the records of one report."""

    name: ClassVar[str] = "negotiation"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events", "conditions", "assessments")
    makes: ClassVar[tuple[str, ...]] = ("negotiation",)

    def __init__(self) -> None:
        self._words = load("negotiation.toml", File)

    def __call__(self, draft: Draft) -> None:
        """Set `draft.negotiation`."""
        lookup = Lookup(draft)
        words = self._words
        stands = positions(draft, lookup, words.positions)
        draft.negotiation = Negotiation(
            meetings=meetings(draft, lookup, words.meetings),
            positions=stands,
            disputes=Disputes(draft, lookup, words.disputes).find(),
            deadlocks=Deadlocks(draft, stands, words.deadlocks).find(),
        )
