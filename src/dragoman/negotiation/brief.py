"""The brief: one page of a negotiation, every sentence made of records and carrying the numbers of its sources."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from pydantic import Field

from dragoman.negotiation.model import (
    Cite,
    Commitment,
    DeadlockLine,
    DisputeLine,
    Encounter,
    Line,
    Move,
    Source,
    Stand,
    Upcoming,
    Wait,
)
from dragoman.records import Model

if TYPE_CHECKING:
    from dragoman.negotiation.state import Negotiation

NOT_STATED = "The reports do not say."
_STANDS = 3
_MOST = 8
_SOURCES = 4
_WORDS = 30

_STANCE = {
    "demands": "demands", "offers": "offers", "accepts": "accepts", "refuses": "refuses", "denies": "denies",
    "conditions": "sets a condition",
}  # fmt: skip


_MOVED = {
    "hardens": "hardened", "softens": "softened", "reverses": "reversed itself",
    "adds a condition": "added a condition", "drops a condition": "dropped a condition",
}  # fmt: skip


class Sentence(Model):
    """A sentence, and the reports that it rests on; `quote` is the evidence in the reports' own words."""

    text: str
    quote: str | None = None
    sources: tuple[int, ...] = Field(description="numbers of sources")
    evidence: tuple[Cite, ...] = Field(default=(), exclude=True, description="the records that say so, for links")


class Section(Model):
    """A part of the brief; one without sentences says `NOT_STATED`."""

    id: str
    heading: str
    sentences: tuple[Sentence, ...]


class Row(Model):
    """Where the parties stand on one issue, side by side: a cell a party, in the order of `Brief.parties`."""

    issue: str
    cells: tuple[tuple[Sentence, ...], ...]


class Brief(Model):
    """One page: sections of sentences, the positions as a table, and the sources that the numbers mean."""

    title: str
    parties: dict[str, str]
    newest: str | None = Field(description="publication date of the newest report: the brief knows nothing later")
    changed_since: str | None
    sections: tuple[Section, ...]
    positions: tuple[Row, ...]
    sources: tuple[Source, ...]


def brief(negotiation: Negotiation, changed_since: dt.date | str | None = None) -> Brief:
    """The brief of a negotiation. `changed_since` is the day after which what is new has a section of its own."""
    since = dt.date.fromisoformat(changed_since) if isinstance(changed_since, str) else changed_since
    writer = _Writer(negotiation)
    sections = [writer.state(), writer.stuck()]
    if since is not None:
        sections.append(writer.changed(since.isoformat()))
    sections += [writer.moves(), writer.disputes(), writer.commitments(), writer.meetings(), writer.next()]
    rows = writer.positions()
    used = {n for section in sections for sentence in section.sentences for n in sentence.sources}
    used |= {n for row in rows for cell in row.cells for sentence in cell for n in sentence.sources}
    return Brief(
        title=writer.title(),
        parties=writer.parties,
        newest=writer.newest,
        changed_since=since.isoformat() if since else None,
        sections=tuple(sections),
        positions=rows,
        sources=tuple(source for source in negotiation.sources if source.number in used),
    )


class _Writer:
    """Turns the lines of a negotiation into sentences."""

    def __init__(self, negotiation: Negotiation) -> None:
        self._n = negotiation
        self._names = negotiation.issue_names
        self.newest = max((s.date for s in negotiation.sources if s.date), default=None)
        codes = negotiation.parties or tuple(dict.fromkeys(stand.party for stand in negotiation.positions))[:4]
        self.parties = {code: negotiation.facts.name(code) for code in codes}

    def title(self) -> str:
        """Who negotiates with whom, about what."""
        who = " and ".join(self.parties.values()) or "All parties"
        about = f": {self._issue(self._n.issue)}" if self._n.issue else ""
        return f"{who}{about}"

    def _name(self, code: str | None) -> str:
        return self._n.facts.name(code) if code else "somebody who is not named"

    def _issue(self, issue: str | None) -> str:
        return self._names.get(issue or "", (issue or "").removeprefix("named:"))

    def state(self) -> Section:
        """The state of play in a few sentences: what there is, what moved last, what stands still, what is next."""
        n = self._n
        sentences = []
        reports = [source for source in n.sources if source.superseded_by is None]
        if reports:
            days = [source.date for source in reports if source.date]
            told = f" from {min(days)} to {max(days)}" if days else ""
            stories = len({source.story for source in reports})
            counts = f"{_count(len(reports), 'report')}{told}, which tell {_count(stories, 'story')}"
            sentences.append(Sentence(text=f"This rests on {counts}.", sources=()))
        if n.issues:
            named = ", ".join(f"{issue.name.lower()} ({_count(issue.reports, 'report')})" for issue in n.issues[:4])
            cites = [cite for issue in n.issues[:4] for cite in issue.evidence[-1:]]
            text = f"The reports are mostly about {named}."
            sentences.append(Sentence(text=text, sources=_numbers(cites), evidence=tuple(cites)))
        standing = [line for line in n.deadlocks if line.until is None]
        if standing:
            sentences += [self._deadlock(line) for line in standing[:2]]
        if n.moves:
            sentences.append(self._move(n.moves[-1]))
        held = [meeting for meeting in n.meetings if meeting.status == "held" and meeting.date_from]
        if held:
            sentences.append(self._meeting(held[-1]))
        sentences += [self._upcoming(line) for line in n.next[:1]]
        return Section(id="state", heading="State of play", sentences=tuple(sentences))

    def positions(self) -> tuple[Row, ...]:
        """The newest stands of every party on every issue, side by side."""
        cells: dict[str, dict[str, list[Stand]]] = defaultdict(lambda: defaultdict(list))
        for stand in self._n.positions:
            if stand.party in self.parties and stand.issue:
                cells[stand.issue][stand.party].append(stand)
        order = [issue.id for issue in self._n.issues if issue.id in cells]
        return tuple(
            Row(
                issue=self._issue(issue),
                cells=tuple(
                    tuple(self._stand(stand) for stand in cells[issue][party][-_STANDS:]) for party in self.parties
                ),
            )
            for issue in order[:_MOST]
        )

    def stuck(self) -> Section:
        """What is stuck and why; then what was, and what ended it."""
        lines = sorted(self._n.deadlocks, key=lambda line: line.until is not None)
        sentences = [sentence for line in lines[:_MOST] for sentence in self._why(line)]
        return Section(id="stuck", heading="What is stuck, and why", sentences=tuple(sentences))

    def changed(self, since: str) -> Section:
        """What is new after a day: moves, stands, meetings, deadlocks that began or ended, disputes."""
        n = self._n
        sentences = [self._move(move) for move in n.moves if _after(move.date, since)]
        moved = {move.after for move in n.moves}
        sentences += [self._stand(s) for s in n.positions if _after(s.date, since) and s not in moved]
        for line in n.deadlocks:
            if _after(line.since, since) or _after(line.until, since):
                sentences.append(self._deadlock(line))
        dates = {source.number: source.date for source in n.sources}
        sentences += [self._meeting(m) for m in n.meetings if _after(dates[m.evidence[-1].source], since)]
        sentences += [self._dispute(d) for d in n.disputes if _after(dates[d.evidence[-1].source], since)]
        return Section(id="changed", heading=f"New since {since}", sentences=tuple(sentences))

    def moves(self) -> Section:
        """The last moves."""
        moves = [self._move(move) for move in self._n.moves[-_MOST:]]
        return Section(id="moves", heading="What moved", sentences=tuple(moves))

    def disputes(self) -> Section:
        """Claims that cannot both hold."""
        disputes = [self._dispute(line) for line in self._n.disputes[-_MOST:]]
        return Section(id="disputes", heading="Disputed facts", sentences=tuple(disputes))

    def commitments(self) -> Section:
        """What was promised, open promises first."""
        order = sorted(self._n.commitments, key=lambda line: line.status != "open")
        found = [self._commitment(line) for line in order[:_MOST]]
        return Section(id="commitments", heading="Commitments", sentences=tuple(found))

    def meetings(self) -> Section:
        """The last meetings."""
        dated = [meeting for meeting in self._n.meetings if meeting.date_from][-_MOST:]
        return Section(id="meetings", heading="Meetings", sentences=tuple(self._meeting(m) for m in dated))

    def next(self) -> Section:
        """The next dates."""
        return Section(
            id="next", heading="Next dates", sentences=tuple(self._upcoming(line) for line in self._n.next[:_MOST])
        )

    def _stand(self, stand: Stand) -> Sentence:
        toward = f" toward {self._name(stand.toward)}" if stand.toward else ""
        about = f" on {stand.about}" if stand.about else ""
        verb = _STANCE[stand.stance]
        return _sentence(f"{self._name(stand.party)} {verb}{toward}{about}{_on(stand.date)}", stand)

    def _move(self, move: Move) -> Sentence:
        about = f" on {self._issue(move.issue).lower()}" if move.issue else ""
        change = f"from “{_short(move.before.evidence[-1].text)}” to “{_short(move.after.evidence[0].text)}”"
        text = f"{self._name(move.party)} {_MOVED[move.kind]}{about}{_on(move.date)}: {change}."
        return _cited(text, move.evidence)

    def _deadlock(self, line: DeadlockLine) -> Sentence:
        who = " and ".join(self._name(code) for code in line.parties)
        about = f" over {self._issue(line.issue).lower()}" if line.issue else ""
        since = f" since {line.since}" if line.since else ""
        if line.until is None:
            text = f"{who} are deadlocked{about}{since}."
        else:
            text = f"The deadlock of {who}{about} stood from {line.since or 'an unknown day'} to {line.until}."
        return _cited(text, (*line.evidence, *line.ended_by))

    def _why(self, line: DeadlockLine) -> Iterator[Sentence]:
        yield self._deadlock(line)
        if line.until is None or not line.ended_by:
            for wait in line.waits[:4]:
                yield self._wait(wait)
            for cut in line.cuts[:2]:
                yield _sentence(f"It could be cut where {self._name(line.waits[cut.wait].of)} {_way(cut.how)}", cut)
        else:
            yield _sentence("It ended with this", Line(evidence=line.ended_by))

    def _wait(self, wait: Wait) -> Sentence:
        names = {act.id: act.name for act in self._n.graph.acts}
        kind = "refuses what is demanded" if wait.kind == "demand refused" else "waits for"
        text = f"{self._name(wait.by)} waits for {self._name(wait.of)}: “{_short(names.get(wait.awaited))}”"
        return _sentence(text if kind == "waits for" else f"{text} (a demand that is refused)", wait)

    def _dispute(self, line: DisputeLine) -> Sentence:
        sides = [
            f"{self._name(c.actor)} holds “{_short(c.evidence[0].text)}” (told by {' → '.join(c.chain)})"
            for c in line.claims
        ]
        return _cited("; ".join(sides) + ".", line.evidence)

    def _commitment(self, line: Commitment) -> Sentence:
        to = f" to {self._name(line.to)}" if line.to else ""
        when = f", by {line.due}" if line.due else ""
        given = f", if “{_short(line.condition)}”" if line.condition else ""
        text = f"{self._name(line.by)} promised{to}{_on(line.made)}{when}{given}; {line.status}"
        said = _sentence(text, line)
        return _cited(said.text, (*line.evidence, *line.because), said.quote)

    def _meeting(self, meeting: Encounter) -> Sentence:
        who = ", ".join(self._name(code) for code in meeting.parties)
        where = f" in {meeting.place}" if meeting.place else ""
        days = meeting.date_from or "on a day that is not stated"
        if meeting.date_to and meeting.date_to != meeting.date_from:
            days = f"{meeting.date_from} to {meeting.date_to}"
        judged = ", ".join(sorted({outcome.polarity for outcome in meeting.outcomes}))
        outcome = f"; judged {judged}" if judged else ""
        level = "" if meeting.level == "unknown" else f" ({meeting.level})"
        differ = f"; sources give {' and '.join(meeting.dates)}" if len(meeting.dates) > 1 else ""
        text = (
            f"{days}: {who} met{where}{level}"
            if meeting.status == "held"
            else f"{days}: {who}{where}{level}, {meeting.turn}"
        )
        return _cited(f"{text}{outcome}{differ}.", meeting.evidence)

    def _upcoming(self, line: Upcoming) -> Sentence:
        who = ", ".join(self._name(code) for code in line.parties)
        return _sentence(f"{line.date or 'No day is stated'}: {line.what} of {who} ({line.status})", line)


def _sentence(text: str, line: Line) -> Sentence:
    """A sentence with the words of its first record."""
    quote = next((cite.text for cite in line.evidence if cite.text), None)
    return _cited(f"{text}.", line.evidence, _short(quote) if quote else None)


def _cited(text: str, cites: tuple[Cite, ...], quote: str | None = None) -> Sentence:
    """A sentence that rests on `cites`."""
    return Sentence(text=text, quote=quote, sources=_numbers(cites), evidence=cites)


def _numbers(cites: Iterable[Cite]) -> tuple[int, ...]:
    """The numbers of the reports, each once: the first and the newest where there are many."""
    numbers = sorted({cite.source for cite in cites})
    return tuple(numbers if len(numbers) <= _SOURCES else [*numbers[: _SOURCES - 2], *numbers[-2:]])


def _after(day: str | None, since: str) -> bool:
    return day is not None and day > since


def _on(day: str | None) -> str:
    return f" ({day})" if day else ""


def _way(how: str) -> str:
    return {"offers": "makes good an offer", "accepts": "accepts", "meeting": "meets the other side"}[how]


def _short(text: str | None) -> str:
    words = (text or "not stated").split()
    return " ".join(words[:_WORDS]) + (" …" if len(words) > _WORDS else "")


def _count(number: int, what: str) -> str:
    plural = f"{what[:-1]}ies" if what.endswith("y") else f"{what}s"
    return f"{number} {what if number == 1 else plural}"


def all_sentences(page: Brief) -> Sequence[Sentence]:
    """Every sentence of a brief."""
    inside = [sentence for row in page.positions for cell in row.cells for sentence in cell]
    return [*(sentence for section in page.sections for sentence in section.sentences), *inside]
