"""The record model: what Dragoman keeps of a report.

These models are the interchange form. `Reading.to_dict()` gives it, `dragoman schema` prints its JSON Schema, and every
later part (ledger, queries, negotiation, web) speaks in these words only.

Offsets count Unicode code points in the report's text exactly as given, and `text == report_text[start:end]` always.
What a report does not state is None; a list of nothing is an empty list. Codes, statuses and types follow PLOVER and,
for states, ISO 3166-1 alpha-3.
"""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["actual", "planned", "possible", "conditional", "negated"]
TimexType = Literal["DATE", "DURATION", "SET"]
ActorKind = Literal["person", "state", "body", "organization", "armed group", "people"]
Form = Literal["direct", "mixed", "indirect"]
Relation = Literal["if", "after", "unless", "until", "exchange", "first"]
Polarity = Literal["positive", "negative", "mixed"]
Stance = Literal["demands", "offers", "accepts", "refuses", "denies", "conditions"]
MeetingStatus = Literal["held", "planned", "possible", "cancelled"]
GroundField = Literal["mode", "context", "cameo"]
Level = Literal["leaders", "ministers", "officials", "working-level", "unknown"]


class Model(BaseModel):
    """Frozen, and strict about unknown keys, so that a misspelt field never passes silently."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """A stretch of the report."""

    start: int = Field(ge=0, description="first character, counted in Unicode code points from 0")
    end: int = Field(ge=0, description="one past the last character")
    text: str = Field(description="the report's text[start:end]")


class MadeBy(Model):
    """Why a record is there: the rule that made it and the words that set the rule off."""

    rule: str = Field(description="id of the rule in dragoman/knowledge")
    cue: Span | None = Field(default=None, description="the words that set the rule off")
    status_cue: Span | None = Field(default=None, description="the words that gave an event its status")


class Record(Span):
    """One thing that a report says, with the characters that carry it."""

    made_by: MadeBy


class Actor(Model):
    """Somebody who takes part: a person, state, body, organisation, armed group or group of people."""

    id: str = Field(description="unique in this reading: a1, a2, …")
    name: str = Field(description="the fullest name that the report gives")
    code: str = Field(description="ISO 3166-1 alpha-3 for states and those who act for them, else the common name")
    kind: ActorKind
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-3, or None where not stated")
    sector: str | None = Field(default=None, description="PLOVER sector: GOV, MIL, LEG, JUD, REB, OPP, CVL, IGO, …")
    role: str | None = Field(default=None, description="title, as the report gives it")
    mentions: tuple[Span, ...] = Field(description="every mention, pronouns included, in the order of the text")
    made_by: MadeBy


class Time(Record):
    """A time expression, as TIMEX3."""

    type: TimexType
    value: str = Field(description="TIMEX3 value: 2004-05-06, 2004-W19, 197X, P2D, XXXX-WXX-4, FUTURE_REF, A/B")


class Place(Record):
    """A place name."""

    name: str
    country: str | None = Field(default=None, description="ISO 3166-1 alpha-3")
    latitude: float | None = Field(default=None, description="degrees north")
    longitude: float | None = Field(default=None, description="degrees east")
    geonames_id: int | None = None


class Statement(Record):
    """Words or a stated belief, attributed to a source. The record's own span is the content."""

    source: Span | None = Field(default=None, description="the source as the text names it here")
    cue: Span | None = Field(default=None, description="the word that attributes: said, according to, …")
    speaker_name: str | None
    speaker_code: str | None
    speaker_id: str | None = Field(default=None, description="id of an actor in this reading")
    form: Form
    anonymous: bool
    addressee: str | None = Field(default=None, description="code of who was told")


class Ground(Model):
    """Why an event has its mode, one of its contexts, or its CAMEO code."""

    field: GroundField
    value: str
    rule: str = Field(description="id of the rule in dragoman/knowledge")
    cue: Span | None = Field(default=None, description="the words that set the rule off; None where none did")


class Magnitude(Model):
    """The victims of an attack, as far as the report counts them."""

    killed: int | None = Field(ge=0, description="how many died; 'at least 12' is 12; None where no number is stated")
    injured: int | None = Field(ge=0, description="how many were hurt, likewise")
    evidence: tuple[Span, ...]


class Vote(Model):
    """What one coder says of an act."""

    by: Literal["rules", "learned"]
    type: str = Field(description="a PLOVER type, as the codebook of marked pairs files it; NONE: there is no act")
    confidence: float = Field(ge=0, le=1)


class Event(Record):
    """Who does what to whom. The record's own span is the trigger."""

    type: EventType
    mode: str | None = Field(default=None, description="PLOVER's finer kind of the type")
    contexts: tuple[str, ...] = Field(default=(), description="PLOVER's subject areas, at most three")
    cameo: str | None = Field(default=None, pattern=r"^\d{2,4}$", description="CAMEO code, as in 036 or 1831")
    actors: tuple[str, ...] = Field(description="codes of those who act; for a mutual act, of all parties")
    recipients: tuple[str, ...] = Field(description="codes of those who are acted on; empty for a mutual act")
    actor_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()
    status: Status
    date: str | None = Field(default=None, description="TIMEX3 value")
    place: str | None = None
    issue: str | None = None
    statement: int | None = Field(default=None, description="index of the statement that it stands in")
    score: float = Field(description="PLOVER conflict-cooperation score, -10 to 10")
    goldstein: float | None = Field(default=None, ge=-10, le=10, description="Goldstein's score of the CAMEO code")
    magnitude: Magnitude | None = Field(default=None, description="victims of an ASSAULT, where they are counted")
    grounds: tuple[Ground, ...] = Field(default=(), description="rules and words behind mode, contexts and cameo")
    votes: tuple[Vote, ...] = Field(default=(), description="what the coders that were asked said")
    confidence: float = Field(ge=0, le=1)


class OwnVote(Model):
    """What one of the two parts of the user's ontology says of an act."""

    by: Literal["rules", "prototypes"]
    type: str = Field(description="id of a type of the user's")
    confidence: float = Field(ge=0, le=1)
    why: str = Field(description="the words that speak for the type, or the example that is nearest")


class OwnEvent(Record):
    """An act of a type that the user's own file names. The record's own span is the trigger."""

    type: str = Field(description="id of the type in the user's file")
    actors: tuple[str, ...] = Field(description="codes of those who act")
    recipients: tuple[str, ...] = Field(description="codes of those who are acted on")
    actor_ids: tuple[str, ...] = ()
    recipient_ids: tuple[str, ...] = ()
    status: Status
    date: str | None = Field(default=None, description="TIMEX3 value")
    place: str | None = None
    statement: int | None = Field(default=None, description="index of the statement that it stands in")
    votes: tuple[OwnVote, ...] = Field(default=(), description="what rules and prototypes said")
    confidence: float = Field(ge=0, le=1)


class Clause(Span):
    """A part of a condition, with whose act it is."""

    actor: str | None = Field(default=None, description="code")


class Condition(Record):
    """X only if, after, unless, until, or in exchange for Y."""

    asserted_by: str | None = Field(description="code of who says so; None for the report's own voice")
    relation: Relation
    consequent: Clause | None
    antecedent: Clause | None


class Assessment(Record):
    """A judgement of how talks, relations or a process go."""

    holder_name: str | None = Field(description="'the report' for the report's own voice")
    holder_code: str | None
    holder_id: str | None = None
    about: str | None
    polarity: Polarity


class Meeting(Model):
    """One encounter, merged across its mentions in the report."""

    parties: tuple[str, ...]
    place: str | None
    date: str | None
    status: MeetingStatus
    level: Level
    evidence: tuple[Span, ...]


class Position(Record):
    """What a party demands, offers, accepts, refuses, denies or makes a condition."""

    actor: str
    toward: str | None
    issue: str | None
    stance: Stance


class Claim(Span):
    """One side of a dispute."""

    actor: str


class Dispute(Model):
    """Two claims of fact or of obligation that cannot both hold."""

    issue: str | None
    claims: tuple[Claim, Claim]
    made_by: MadeBy


class Deadlock(Model):
    """Parties of whom each waits for, or refuses, what the other requires; or a stated impasse."""

    parties: tuple[str, ...]
    issue: str | None
    because: str
    evidence: tuple[Span, ...]
    made_by: MadeBy


class Negotiation(Model):
    """What one report as a whole says about a negotiation."""

    meetings: tuple[Meeting, ...] = ()
    positions: tuple[Position, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    deadlocks: tuple[Deadlock, ...] = ()


class Report(Model):
    """One news text with its publication date, source and title."""

    id: str = Field(description="hash of the normalised text and the date")
    source_id: str | None = Field(default=None, description="the id that the source gave")
    title: str | None = None
    date: str | None = Field(default=None, description="publication date, YYYY-MM-DD; None where not stated")
    source: str | None = None
    url: str | None = None
    language: str = "en"
    characters: int = Field(ge=0, description="length of the text in Unicode code points")


class ReaderInfo(Model):
    """Which reader made a reading."""

    version: str
    model: str
    engine: Literal["both", "rules"] = Field(default="rules", description="the coders that type events")
    ontology: str | None = Field(default=None, description="name of the user's own ontology, where one was used")


class Reading(Model):
    """All records of one report, made by one version of the reader."""

    report: Report
    reader: ReaderInfo
    actors: tuple[Actor, ...] = ()
    times: tuple[Time, ...] = ()
    places: tuple[Place, ...] = ()
    statements: tuple[Statement, ...] = ()
    events: tuple[Event, ...] = ()
    own_events: tuple[OwnEvent, ...] = ()
    conditions: tuple[Condition, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    negotiation: Negotiation = Negotiation()

    def to_dict(self) -> dict[str, Any]:
        """The interchange form, as plain dicts, lists, strings, numbers and None."""
        return self.model_dump(mode="json")

    def to_json(self, indent: int | None = None) -> str:
        """The interchange form as JSON; the same reading gives the same bytes."""
        return self.model_dump_json(indent=indent)


KINDS = ("actors", "times", "places", "statements", "events", "own_events", "conditions", "assessments")
"""The kinds of record, in the order in which the reader's steps make them."""
