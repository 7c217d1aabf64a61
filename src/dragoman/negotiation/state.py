"""A negotiation: the questions that are asked of the records of many reports, each answered by a module of its own."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from dragoman.negotiation import (
    commitments,
    deadlocks,
    disputes,
    encounters,
    issues,
    stands,
    timeline,
    upcoming,
    versions,
)
from dragoman.negotiation.brief import Brief, brief
from dragoman.negotiation.facts import Facts, load
from dragoman.negotiation.model import (
    Commitment,
    DeadlockLine,
    DisputeLine,
    Encounter,
    Entry,
    Issue,
    Move,
    Period,
    Reply,
    Source,
    Stand,
    State,
    Upcoming,
)
from dragoman.negotiation.parties import Dyad, active_dyads, resolve

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger

L = TypeVar("L", Stand, Commitment, DisputeLine, DeadlockLine)


class _Asked:
    """A ledger as a negotiation asks it."""

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger

    def rows(self, sql: str, parameters: dict[str, Any]) -> list[dict[str, Any]]:
        """The rows of the answer, as dicts."""
        return list(self._ledger.query(sql, parameters).rows())


class Negotiation:
    """What the reports of a ledger add up to between `parties`, which are codes or names; all where none are given.

    `issue` is the id of an issue (knowledge/issues.toml, or the user's own `issue_file`); the lines that belong to
    others are left out. `since` and `until` are days of publication, both included. `as_of` asks the ledger as it was
    (see `Ledger`). Nothing is computed before it is asked for, and no text is read. Raises `QueryError` for an unknown
    party or issue.
    """

    def __init__(
        self,
        ledger: Ledger,
        parties: Sequence[str] = (),
        issue: str | None = None,
        since: dt.date | str | None = None,
        until: dt.date | str | None = None,
        as_of: int | dt.date | str | None = None,
        issue_file: Path | str | None = None,
    ) -> None:
        if as_of is not None:
            ledger = type(ledger)(ledger.path, as_of=as_of)
        self.ledger = ledger
        self.as_of = None if as_of is None else str(as_of)
        self.since, self.until = _day(since), _day(until)
        self._asked = _Asked(ledger)
        self.parties = resolve(self._asked, parties)
        self.taxonomy = issues.taxonomy(issue_file)
        self.issue = self.taxonomy.find(issue) if issue is not None else None

    @cached_property
    def facts(self) -> Facts:
        """The records that all the rest is made from; what later versions of a story withdrew is not among them."""
        return versions.current(load(self._asked, self.parties, self.since, self.until))

    @cached_property
    def _assigned(self) -> issues.Assigned:
        return issues.assign(self.facts, self.taxonomy)

    @cached_property
    def sources(self) -> tuple[Source, ...]:
        """The reports, numbered in the order of publication."""
        return versions.sources(self.facts)

    @cached_property
    def issues(self) -> tuple[Issue, ...]:
        """What the talks are about, most records first."""
        return issues.found(self.facts, self._assigned, self.taxonomy)

    @property
    def issue_names(self) -> dict[str, str]:
        """The names of the issues of the taxonomy and of those that were found, by id."""
        return self.taxonomy.names | {issue.id: issue.name for issue in self.issues}

    @cached_property
    def meetings(self) -> tuple[Encounter, ...]:
        """One entry an encounter, in the order of their days."""
        return encounters.encounters(self.facts)

    @cached_property
    def positions(self) -> tuple[Stand, ...]:
        """Where each party stands on each issue, in the order of publication."""
        return self._on_issue(self._all_stands)

    @cached_property
    def _all_stands(self) -> tuple[Stand, ...]:
        return stands.stands(self.facts, self._assigned)

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """Where two successive stands of a party on an issue differ."""
        return stands.moves(self.positions)

    @cached_property
    def replies(self) -> tuple[Reply, ...]:
        """What each demand met."""
        return stands.replies(self.positions)

    @cached_property
    def commitments(self) -> tuple[Commitment, ...]:
        """What was promised, and what became of it."""
        return self._on_issue(commitments.commitments(self.facts, self._assigned))

    @cached_property
    def disputes(self) -> tuple[DisputeLine, ...]:
        """Claims that cannot both hold."""
        return self._on_issue(disputes.disputes(self.facts, self._assigned))

    @cached_property
    def graph(self) -> deadlocks.Graph:
        """Acts and who waits for which."""
        return deadlocks.graph(self.facts, self._assigned, self._all_stands)

    @cached_property
    def deadlocks(self) -> tuple[DeadlockLine, ...]:
        """Where parties wait for each other, standing ones first."""
        return self._on_issue(
            deadlocks.deadlocks(self.facts, self._assigned, self.graph, self._all_stands, self.meetings)
        )

    @cached_property
    def timeline(self) -> tuple[Entry, ...]:
        """Occurrences in the order of their days."""
        return timeline.timeline(self.facts)

    def dyads(self, by: str = "month") -> tuple[Period, ...]:
        """Conflict and cooperation of every pair of the parties by "week" or "month"."""
        return timeline.periods(self.facts, by)

    @cached_property
    def next(self) -> tuple[Upcoming, ...]:
        """What is expected after the newest report."""
        return upcoming.upcoming(self.facts, self.meetings, self.commitments, self.until)

    def brief(self, changed_since: dt.date | str | None = None) -> Brief:
        """One page, every sentence with its sources; `changed_since` adds what is new after that day."""
        return brief(self, changed_since)

    def state(self) -> State:
        """All of it, as one model; `dragoman negotiation --json` prints it."""
        return State(
            parties={code: self.facts.name(code) for code in self.parties or sorted(self.facts.names)},
            issue=self.issue,
            since=self.since.isoformat() if self.since else None,
            until=self.until.isoformat() if self.until else None,
            as_of=self.as_of,
            sources=self.sources,
            issues=self.issues,
            meetings=self.meetings,
            positions=self.positions,
            moves=self.moves,
            replies=self.replies,
            commitments=self.commitments,
            disputes=self.disputes,
            acts=self.graph.acts,
            waits=self.graph.waits,
            deadlocks=self.deadlocks,
            timeline=self.timeline,
            dyads=self.dyads(),
            next=self.next,
        )

    def _on_issue(self, lines: tuple[L, ...]) -> tuple[L, ...]:
        """The lines of the issue that was asked for; all where none was."""
        return tuple(line for line in lines if self.issue is None or line.issue == self.issue)


def _day(value: dt.date | str | None) -> dt.date | None:
    return dt.date.fromisoformat(value) if isinstance(value, str) else value


def dyads(ledger: Ledger, most: int = 20) -> tuple[Dyad, ...]:
    """The pairs of parties of a ledger with the most reports that tell of an act between them, most first."""
    return active_dyads(_Asked(ledger), most)
