"""What is shown of a reading, section by section: the same entries for every screen.

An entry is one record in plain words: who (`lead`), of what sort (`label`), what (`body`), and further facts. Its spans
lead back to the text. Nothing here is escaped for a screen; that is the drawing's task.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple, TypeVar

from dragoman.records import (
    Actor,
    Assessment,
    Clause,
    Condition,
    Deadlock,
    Dispute,
    Event,
    MadeBy,
    Magnitude,
    Meeting,
    OwnEvent,
    Place,
    Position,
    Reading,
    Span,
    Statement,
    Time,
)
from dragoman.show.excerpt import excerpt
from dragoman.show.words import EVENT_TYPES, NOT_STATED, RELATIONS, SECTIONS, THE_REPORT, UNNAMED, Parties

R = TypeVar("R")

TO_COME = ("planned", "possible", "conditional")
"""Statuses of what has not happened yet."""

WIDE = 220
"""About this many characters of a sentence are shown beside a record."""


class Piece(NamedTuple):
    """A run of words in one style: "" plain, "hit" the evidence itself, "dim" what surrounds it, "party", "link"."""

    text: str
    style: str = ""


class Entry(NamedTuple):
    """One record, in words. `id` is that of its evidence marks, such as "events-3"; `made_by` is None for a sum.

    `codes` are further facts for where there is room: contexts and the CAMEO code of an event.
    """

    id: str
    lead: str
    label: str
    body: tuple[Piece, ...]
    facts: tuple[str, ...]
    spans: tuple[Span, ...]
    made_by: MadeBy | None = None
    codes: tuple[str, ...] = ()


class Section(NamedTuple):
    """The entries that answer one question. `key` is the section's, such as "meetings"."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def sections(
    reading: Reading,
    text: str,
    only: Sequence[str] = tuple(SECTIONS),
    width: int = WIDE,
    parties: Parties | None = None,
) -> list[Section]:
    """The sections `only` of a reading, made from `text`. Sentences around evidence are cut to about `width`.

    That of the user's own types is left out where the reading was made without any.
    """
    view = _View(reading, text, width, parties or Parties(reading.actors))
    if reading.reader.ontology is None:
        only = [key for key in only if key != "own_events"]
    return [Section(key, SECTIONS[key], tuple(getattr(view, key)())) for key in only]


class _View:
    """Turns each kind of record into entries; one method a section."""

    def __init__(self, reading: Reading, text: str, width: int, parties: Parties) -> None:
        self.reading = reading
        self.text = text
        self.width = width
        self.parties = parties

    def meetings(self) -> Iterator[Entry]:
        """Encounters, merged over their mentions."""
        return _numbered("meetings", self.reading.negotiation.meetings, self._meeting)

    def positions(self) -> Iterator[Entry]:
        """Demands, offers, refusals and the like."""
        return _numbered("positions", self.reading.negotiation.positions, self._position)

    def conditions(self) -> Iterator[Entry]:
        """What waits for what."""
        return _numbered("conditions", self.reading.conditions, self._condition)

    def disputes(self) -> Iterator[Entry]:
        """Claims that cannot both hold."""
        return _numbered("disputes", self.reading.negotiation.disputes, self._dispute)

    def deadlocks(self) -> Iterator[Entry]:
        """Parties that wait for each other."""
        return _numbered("deadlocks", self.reading.negotiation.deadlocks, self._deadlock)

    def next(self) -> Iterator[Entry]:
        """Meetings and events that are planned, possible or conditional, each once."""
        meetings = [m for m in self.reading.negotiation.meetings if m.status in TO_COME]
        yield from (entry for entry in self.meetings() if entry.label in TO_COME)
        told: set[tuple[object, ...]] = set()
        for number, event in enumerate(self.reading.events, 1):
            parties = {*event.actors, *event.recipients}
            if event.status not in TO_COME or (event.type, event.status, *sorted(parties)) in told:
                continue
            told.add((event.type, event.status, *sorted(parties)))
            if event.type == "CONSULT" and any(parties <= {*meeting.parties} for meeting in meetings):
                continue
            entry = self._event(f"events-{number}", event)
            yield entry._replace(label=event.status, facts=tuple(f for f in entry.facts if f != event.status))

    def statements(self) -> Iterator[Entry]:
        """Words and beliefs with their source."""
        return _numbered("statements", self.reading.statements, self._statement)

    def events(self) -> Iterator[Entry]:
        """Acts between parties."""
        return _numbered("events", self.reading.events, self._event)

    def own_events(self) -> Iterator[Entry]:
        """Acts of the types of the user's ontology."""
        return _numbered("own_events", self.reading.own_events, self._own_event)

    def assessments(self) -> Iterator[Entry]:
        """Judgements of how things go."""
        return _numbered("assessments", self.reading.assessments, self._assessment)

    def actors(self) -> Iterator[Entry]:
        """Those who take part."""
        return _numbered("actors", self.reading.actors, self._actor)

    def times(self) -> Iterator[Entry]:
        """Time expressions with their values."""
        return _numbered("times", self.reading.times, self._time)

    def places(self) -> Iterator[Entry]:
        """Places with their countries."""
        return _numbered("places", self.reading.places, self._place)

    def _meeting(self, id: str, m: Meeting) -> Entry:
        level = None if m.level == "unknown" else m.level
        body = self._around(m.evidence[0]) if m.evidence else ()
        return Entry(id, self.parties.names(m.parties), m.status, body, _stated(m.date, m.place, level), m.evidence)

    def _position(self, id: str, p: Position) -> Entry:
        lead = self.parties.name(p.actor) + (f" → {self.parties.name(p.toward)}" if p.toward else "")
        body = (Piece(p.text, "hit"),)
        issue = None if p.issue and p.issue in p.text else p.issue
        return Entry(id, lead, p.stance, body, _stated(issue), (p,), p.made_by)

    def _condition(self, id: str, c: Condition) -> Entry:
        body = [*self._clause(c.consequent), Piece(f" {RELATIONS[c.relation]} ", "link"), *self._clause(c.antecedent)]
        if c.consequent is None and c.antecedent is None:
            body = [Piece(c.text, "hit")]
        asserted = self.parties.name(c.asserted_by) if c.asserted_by else THE_REPORT
        return Entry(id, asserted, c.relation, tuple(body), (), (c,), c.made_by)

    def _clause(self, clause: Clause | None) -> Iterator[Piece]:
        yield Piece(clause.text, "hit") if clause else Piece(NOT_STATED, "dim")
        if clause and clause.actor:
            yield Piece(f" ({self.parties.name(clause.actor)})", "party")

    def _dispute(self, id: str, d: Dispute) -> Entry:
        body: list[Piece] = []
        for claim in d.claims:
            body += [Piece(" — against — ", "link")] if body else []
            body += [Piece(f"{self.parties.name(claim.actor)}: ", "party"), Piece(claim.text, "hit")]
        lead = self.parties.names(dict.fromkeys(claim.actor for claim in d.claims))
        return Entry(id, lead, "dispute", tuple(body), _stated(d.issue), d.claims, d.made_by)

    def _deadlock(self, id: str, d: Deadlock) -> Entry:
        lead = self.parties.names(d.parties)
        return Entry(id, lead, "deadlock", (Piece(d.because),), _stated(d.issue), d.evidence, d.made_by)

    def _statement(self, id: str, s: Statement) -> Entry:
        lead = s.speaker_name or (s.source.text if s.source else UNNAMED)
        code = self.parties.name(s.speaker_code) if s.speaker_code else None
        told = f"to {self.parties.name(s.addressee)}" if s.addressee else None
        lead += f" ({code})" if code and code != lead else ""
        facts = _stated(told, s.form, "unnamed" if s.anonymous else None)
        label = s.cue.text if s.cue else s.form
        return Entry(id, lead, label, (Piece(s.text, "hit"),), facts, (s,), s.made_by)

    def _event(self, id: str, e: Event) -> Entry:
        lead = self.parties.names(e.actors)
        if e.recipients:
            lead += f" → {self.parties.names(e.recipients)}"
        status = None if e.status == "actual" else e.status
        victims = _victims(e.magnitude) if e.magnitude else ()
        facts = (EVENT_TYPES[e.type], *_stated(status, e.mode), *victims, *_stated(e.date, e.place, e.issue))
        codes = _stated(", ".join(e.contexts), e.cameo and f"CAMEO {e.cameo}")
        return Entry(id, lead, e.type, self._around(e), facts, (e,), e.made_by, codes)

    def _own_event(self, id: str, e: OwnEvent) -> Entry:
        lead = self.parties.names(e.actors)
        if e.recipients:
            lead += f" → {self.parties.names(e.recipients)}"
        facts = _stated(None if e.status == "actual" else e.status, e.date, e.place)
        return Entry(id, lead, e.type, self._around(e), facts, (e,), e.made_by)

    def _assessment(self, id: str, a: Assessment) -> Entry:
        lead = a.holder_name or self.parties.name(a.holder_code)
        about = f"of {a.about}" if a.about else None
        return Entry(id, lead, a.polarity, (Piece(a.text, "hit"),), _stated(about), (a,), a.made_by)

    def _actor(self, id: str, a: Actor) -> Entry:
        state = self.parties.name(a.code)
        facts = _stated(None if state == a.name else state, a.role)
        return Entry(
            id, a.name, a.kind, (Piece(_count(len(a.mentions), "mention"), "dim"),), facts, a.mentions, a.made_by
        )

    def _time(self, id: str, t: Time) -> Entry:
        return Entry(id, t.value, t.type.lower(), (Piece(t.text, "hit"),), (), (t,), t.made_by)

    def _place(self, id: str, p: Place) -> Entry:
        country = self.parties.name(p.country) if p.country else None
        return Entry(id, p.name, "place", (), _stated(None if country == p.name else country), (p,), p.made_by)

    def _around(self, span: Span) -> tuple[Piece, ...]:
        before, hit, after = excerpt(self.text, span, self.width)
        return tuple(p for p in (Piece(before, "dim"), Piece(hit, "hit"), Piece(after, "dim")) if p.text)


def _numbered(layer: str, records: Iterable[R], entry: Callable[[str, R], Entry]) -> Iterator[Entry]:
    return (entry(f"{layer}-{number}", record) for number, record in enumerate(records, 1))


def _stated(*facts: str | None) -> tuple[str, ...]:
    return tuple(fact for fact in facts if fact)


def _victims(magnitude: Magnitude) -> tuple[str, ...]:
    """As in "12 killed", "nobody injured"; nothing where no number is stated."""
    counts = ((magnitude.killed, "killed"), (magnitude.injured, "injured"))
    return tuple(f"{number:,} {what}" if number else f"nobody {what}" for number, what in counts if number is not None)


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
