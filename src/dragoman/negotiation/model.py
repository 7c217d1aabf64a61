"""What many reports add up to: the models of a negotiation.

Every line carries its evidence: `Cite`s, each a record of one report with the characters that carry it. Dates are
YYYY-MM-DD; None where the reports do not say.
"""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from dragoman.records import Level, MeetingStatus, Model, Stance

MoveKind = Literal["hardens", "softens", "reverses", "adds a condition", "drops a condition"]
ReplyKind = Literal["offer", "acceptance", "refusal", "denial", "condition", "silence so far"]
CommitmentStatus = Literal["open", "met", "broken", "disputed", "expired"]
WaitKind = Literal["condition", "demand refused", "first", "stated"]


class Source(Model):
    """A report that the negotiation is made from."""

    number: int = Field(description="from 1, in the order of publication; what the lines cite")
    report_id: str
    date: str | None = Field(description="publication date")
    title: str | None
    source: str | None = Field(description="who published it")
    story: str = Field(description="id of the story: copies and updates of one report share it")
    superseded_by: int | None = Field(default=None, description="number of the later version that corrects it")


class Cite(Model):
    """The record that carries a line, and where it stands."""

    source: int = Field(description="number of the source")
    kind: str = Field(description="kind of record: events, statements, conditions, positions, meetings, …")
    n: int = Field(description="index of the record in its list")
    start: int
    end: int
    text: str | None = Field(description="None in a ledger without text whose source is gone")


class Line(Model):
    """Something that the reports say, with the records that say it."""

    evidence: tuple[Cite, ...]


class Issue(Line):
    """A matter that the talks are about."""

    id: str = Field(description="id in knowledge/issues.toml or the user's file; 'named:…' where the reports name it")
    name: str
    named: bool = Field(description="found in the reports themselves: a person, a document, a place")
    records: int = Field(description="how many records belong to it")
    reports: int


class MeetingStep(Line):
    """One turn in the story of an encounter."""

    status: MeetingStatus
    turn: str = Field(description="proposed, announced, held, postponed, cancelled, broken off")
    published: str | None
    date: str | None = Field(description="TIMEX3 value, as this report gives it")


class Outcome(Line):
    """How an encounter was judged."""

    holder: str | None
    polarity: str
    published: str | None


class Encounter(Line):
    """One meeting, merged across reports."""

    id: str
    parties: tuple[str, ...]
    level: Level
    place: str | None
    date_from: str | None
    date_to: str | None
    dates: dict[str, tuple[int, ...]] = Field(description="what dates are given, and the numbers of the sources")
    status: MeetingStatus
    turn: str
    thread: tuple[MeetingStep, ...]
    outcomes: tuple[Outcome, ...]
    reports: int
    stories: int


class Stand(Line):
    """What a party demands, offers, accepts, refuses, denies or makes a condition, on a day."""

    party: str
    toward: str | None
    issue: str | None = Field(description="id of the issue")
    about: str | None = Field(description="the matter in the report's words")
    stance: Stance
    date: str | None = Field(description="publication date of the first report that has it")
    reports: int


class Move(Line):
    """Where two successive stands of a party on an issue differ."""

    party: str
    issue: str | None
    kind: MoveKind
    before: Stand
    after: Stand
    date: str | None


class Reply(Line):
    """A demand, and what it met."""

    demand: Stand
    kind: ReplyKind
    reply: Stand | None
    date: str | None


class Commitment(Line):
    """What a party promised."""

    by: str
    to: str | None
    what: str | None
    issue: str | None
    condition: str | None
    due: str | None = Field(description="TIMEX3 value")
    made: str | None = Field(description="publication date of the first report that has it")
    status: CommitmentStatus
    because: tuple[Cite, ...] = Field(description="the records that say so; empty while it is open")


class ClaimLine(Line):
    """One side of a dispute, with the way that the claim took to the reader."""

    actor: str
    date: str | None
    chain: tuple[str, ...] = Field(description="who told it, outermost first: the paper, an official, a minister")


class DisputeLine(Line):
    """Claims of fact or of obligation that cannot both hold."""

    issue: str | None
    claims: tuple[ClaimLine, ClaimLine]
    reports: int


class Act(Model):
    """A node: an act or a state of somebody, however the reports name it."""

    id: str
    actor: str | None
    name: str = Field(description="its plainest wording")
    wordings: tuple[str, ...] = Field(description="all wordings that were taken for it")
    merged_by: str | None = Field(description="why the wordings are one act; None where there is only one")


class Wait(Line):
    """An edge: an act waits for another, or a party for an act."""

    waiting: str = Field(description="id of the act that waits")
    awaited: str = Field(description="id of the act it waits for")
    by: str | None = Field(description="party that waits")
    of: str | None = Field(description="party that is waited for")
    kind: WaitKind
    said_by: str | None
    since: str | None
    until: str | None = Field(description="the day on which the act was met or the condition dropped; None: it stands")
    ended_by: tuple[Cite, ...] = ()


class Cut(Line):
    """What would take an edge out of a deadlock: an offer or a meeting that the reports name."""

    wait: int = Field(description="index in the deadlock's waits")
    how: str


class DeadlockLine(Line):
    """Parties that wait for each other; or an impasse that a report states."""

    id: str
    parties: tuple[str, ...]
    issue: str | None
    stated: bool = Field(description="a report calls it a deadlock, stalemate or impasse")
    since: str | None
    until: str | None = Field(description="the day on which it was resolved; None: it stands")
    waits: tuple[Wait, ...]
    cuts: tuple[Cut, ...]
    minimal_cuts: tuple[tuple[int, ...], ...] = Field(description="smallest sets of waits whose end resolves it")
    ended_by: tuple[Cite, ...]


class Entry(Line):
    """An occurrence on the timeline."""

    id: str
    date_from: str | None
    date_to: str | None
    type: str
    status: str
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    place: str | None
    score: float
    reports: int
    stories: int


class Period(Model):
    """Conflict and cooperation of a dyad in one week or month."""

    start: str
    parties: tuple[str, str]
    cooperation: float = Field(description="sum of the positive PLOVER scores of its occurrences")
    conflict: float = Field(description="sum of the negative ones")
    occurrences: int
    reports: int
    change: bool = Field(description="a change point")
    because: tuple[str, ...] = Field(description="ids of the occurrences behind a change point")


class Upcoming(Line):
    """What is expected."""

    date: str | None
    what: str
    parties: tuple[str, ...]
    status: str


class State(Model):
    """The state of a negotiation, from the records of the ledger as it was asked."""

    parties: dict[str, str] = Field(description="codes with names")
    issue: str | None
    since: str | None
    until: str | None
    as_of: str | None
    sources: tuple[Source, ...]
    issues: tuple[Issue, ...]
    meetings: tuple[Encounter, ...]
    positions: tuple[Stand, ...]
    moves: tuple[Move, ...]
    replies: tuple[Reply, ...]
    commitments: tuple[Commitment, ...]
    disputes: tuple[DisputeLine, ...]
    acts: tuple[Act, ...]
    waits: tuple[Wait, ...]
    deadlocks: tuple[DeadlockLine, ...]
    timeline: tuple[Entry, ...]
    dyads: tuple[Period, ...]
    next: tuple[Upcoming, ...]
