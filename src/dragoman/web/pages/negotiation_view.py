"""What the negotiation's page shows, but for its drawings: lines of the state with their words and links, made once."""

from __future__ import annotations

import datetime as dt
from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dragoman.negotiation.brief import Sentence
from dragoman.negotiation.model import Cite, Stand, State, Wait
from dragoman.negotiation.state import Negotiation
from dragoman.show.excerpt import clip
from dragoman.show.words import NO_TITLE, NOT_STATED
from dragoman.steps.view.intervals import interval
from dragoman.web import links
from dragoman.web.rendering import day as day_words

MOST_ISSUES = 9
MOST_PARTIES = 6
MOST_LINES = 150
"""So many lines of a list are shown at most; the JSON API has the rest."""
_MOST_REFS = 4
_STANDS = 2
OTHER = ""
"""The issue of what no issue is filed under."""


class Ref(NamedTuple):
    """A place in a report that carries a line."""

    number: int
    href: str
    title: str
    text: str | None


class Said(NamedTuple):
    """A line in words, perhaps with the report's own, and the places that carry it."""

    text: str
    quote: str | None
    refs: tuple[Ref, ...]
    tag: str | None = None
    css: str = ""


class Pair(NamedTuple):
    """Two lines that stand side by side, and what joins them."""

    head: Said
    one: Said
    other: Said


class Row(NamedTuple):
    """The newest stands of each party on one issue, side by side."""

    issue: str
    cells: tuple[tuple[Said, ...], ...]


class Knot(NamedTuple):
    """A deadlock: its name in the drawing, its head, the waits that make it, what would end it, what ended it."""

    name: str
    head: Said
    waits: tuple[Said, ...]
    cuts: tuple[Said, ...]
    enough: tuple[str, ...]
    ended: Said | None


class View:
    """The words of a negotiation: names of parties and issues, and lines with links."""

    def __init__(self, talks: Negotiation, state: State) -> None:
        self.talks, self.state = talks, state
        self._sources = {source.number: source for source in state.sources}
        self._issues = talks.issue_names
        self._acts = {act.id: act.name for act in state.acts}
        counted: dict[str, int] = defaultdict(int)
        for stand in state.positions:
            counted[stand.party] += 1
        busiest = sorted(counted, key=lambda code: (-counted[code], code))
        self.parties = list(dict.fromkeys([*talks.parties, *busiest]))[: max(2, len(talks.parties))][:MOST_PARTIES]

    def name(self, code: str | None) -> str:
        """What a party is called."""
        return self.talks.facts.name(code)

    def issue(self, issue: str | None) -> str:
        """What an issue is called; empty where there is none."""
        return self._issues.get(issue or "", (issue or "").removeprefix("named:"))

    def _act(self, act: str) -> str:
        return self._acts.get(act, NOT_STATED)

    def issues(self) -> list[str]:
        """The ids of the issues that somebody takes a stand on, the most spoken of first; `OTHER` comes last."""
        there = {stand.issue or OTHER for stand in self.state.positions if stand.party in self.parties}
        known = [issue.id for issue in self.state.issues if issue.id in there]
        return [*known, *sorted(there - set(known) - {OTHER}), *([OTHER] if OTHER in there else [])]

    def published(self) -> list[dt.date]:
        """The days of publication of the reports that count."""
        return [
            dt.date.fromisoformat(source.date)
            for source in self.state.sources
            if source.date and source.superseded_by is None
        ]

    def href(self, cite: Cite) -> str:
        """Where the words of a record stand."""
        return links.report(self._sources[cite.source].report_id, cite.start, f"{cite.kind}-{cite.n + 1}")

    def refs(self, cites: Iterable[Cite], most: int = _MOST_REFS) -> tuple[Ref, ...]:
        """The places that carry a line, one a report: the first ones and the newest."""
        by_source: dict[int, Cite] = {}
        for cite in cites:
            by_source.setdefault(cite.source, cite)
        found = [by_source[number] for number in sorted(by_source)]
        if len(found) > most:
            found = [*found[: most - 1], found[-1]]
        return tuple(Ref(c.source, self.href(c), self.source(c.source), c.text) for c in found)

    def source(self, number: int) -> str:
        """A report in a line: its title, publisher and day."""
        source = self._sources[number]
        return ", ".join(w for w in (source.title or NO_TITLE, source.source, day_words(source.date)) if w)

    def said(
        self, text: str, cites: Sequence[Cite], quote: str | None = None, tag: str | None = None, css: str = ""
    ) -> Said:
        """A line that rests on `cites`."""
        return Said(text, clip(quote, 260) if quote else None, self.refs(cites), tag, css)

    def sentence(self, sentence: Sentence) -> Said:
        """A sentence of the brief."""
        return Said(sentence.text, sentence.quote, self.refs(sentence.evidence))

    def stand(self, stand: Stand) -> Said:
        """A stand: toward whom and when, in the report's words."""
        toward = f"toward {self.name(stand.toward)}, " if stand.toward else ""
        words = next((cite.text for cite in stand.evidence if cite.text), stand.about)
        return self.said(f"{toward}{day_words(stand.date)}", stand.evidence, words, stand.stance, stand.stance)

    def side_by_side(self) -> list[Row]:
        """The newest stands of every party on every issue."""
        cells: dict[tuple[str, str], list[Stand]] = defaultdict(list)
        for stand in self.state.positions:
            cells[stand.issue or OTHER, stand.party].append(stand)
        return [
            Row(
                self.issue(issue),
                tuple(tuple(self.stand(s) for s in reversed(cells[issue, code][-_STANDS:])) for code in self.parties),
            )
            for issue in self.issues()
        ]

    def moves(self) -> list[Pair]:
        """The moves, the newest first: what was said before and after."""
        found = []
        for move in self.state.moves[: -MOST_LINES - 1 : -1]:
            about = f" on {self.issue(move.issue).lower()}" if move.issue else ""
            head = self.said(f"{self.name(move.party)}{about}, {day_words(move.date)}", move.evidence, tag=move.kind)
            found.append(Pair(head, self.stand(move.before), self.stand(move.after)))
        return found

    def replies(self) -> list[Pair]:
        """What each demand met, the newest first."""
        found = []
        for reply in self.state.replies[: -MOST_LINES - 1 : -1]:
            head = self.said(self.name(reply.demand.party), (), tag=reply.kind)
            answer = reply.reply
            met = self.stand(answer) if answer else Said("", None, ())
            found.append(Pair(head, self.stand(reply.demand), met))
        return found

    def waits(self) -> list[Said]:
        """Who waits for what, those that stand first, the newest first."""
        order = sorted(enumerate(self.state.waits), key=lambda item: (item[1].until is not None, -item[0]))
        return [self.wait(wait) for _, wait in order[:MOST_LINES]]

    def wait(self, wait: Wait) -> Said:
        """A wait in words."""
        text = (
            f"{self.name(wait.by)} (“{clip(self._act(wait.waiting), 90)}”) waits for "
            f"{self.name(wait.of)}: “{clip(self._act(wait.awaited), 110)}”"
        )
        kind = "a demand that is refused" if wait.kind == "demand refused" else wait.kind
        said_by = f", by {self.name(wait.said_by)}" if wait.said_by else ""
        days = f"{kind}{said_by}; since {day_words(wait.since)}"
        ended = f", until {day_words(wait.until)}" if wait.until else ""
        return Said(
            f"{text} – {days}{ended}", None, self.refs((*wait.evidence, *wait.ended_by)),
            "ended" if wait.until else "stands", "dim" if wait.until else "stuck",
        )  # fmt: skip

    def knot_names(self) -> dict[str, str]:
        """The names of the deadlocks by id, numbered as they are listed."""
        return {line.id: f"Deadlock {number}" for number, line in enumerate(self.state.deadlocks, 1)}

    def knots(self) -> list[Knot]:
        """The deadlocks, those that stand first."""
        names = self.knot_names()
        found = []
        for line in self.state.deadlocks[:MOST_LINES]:
            who = " and ".join(self.name(code) for code in line.parties)
            about = f" over {self.issue(line.issue).lower()}" if line.issue else ""
            days = f"since {day_words(line.since)}" if line.since else "since an unknown day"
            days += f", until {day_words(line.until)}" if line.until else ""
            head = self.said(
                f"{who}{about}, {days}", line.evidence, next((c.text for c in line.evidence if c.text), None),
                "resolved" if line.until else "stands", "dim" if line.until else "stuck",
            )  # fmt: skip
            cuts = [
                self.said(f"{self.name(line.waits[cut.wait].of)} {_HOW.get(cut.how, cut.how)}", cut.evidence,
                          next((c.text for c in cut.evidence if c.text), None))
                for cut in line.cuts
            ]  # fmt: skip
            enough = [
                " and ".join(f"“{clip(self._act(line.waits[at].awaited), 90)}”" for at in cut)
                for cut in line.minimal_cuts
            ]
            ended = (
                self.said("It ended with this", line.ended_by, next((c.text for c in line.ended_by if c.text), None))
                if line.ended_by
                else None
            )
            waits = tuple(self.wait(wait) for wait in line.waits)
            found.append(Knot(names[line.id], head, waits, tuple(cuts), tuple(enough), ended))
        return found

    def meetings(self) -> list[Said]:
        """The meetings in words, the newest first, undated ones last."""
        dated = sorted(self.state.meetings, key=lambda m: m.date_from or "", reverse=True)
        found = []
        for meeting in dated[:MOST_LINES]:
            who = ", ".join(self.name(code) for code in meeting.parties)
            where = f", {meeting.place}" if meeting.place else ""
            level = "" if meeting.level == "unknown" else f", {meeting.level}"
            text = f"{day_range(meeting.date_from, meeting.date_to)}{where}: {who}{level}"
            if len(meeting.dates) > 1:
                text += f"; the reports give {' and '.join(date_words(value) for value in meeting.dates)}"
            turns = " → ".join(f"{step.turn} ({day_words(step.published)})" for step in meeting.thread[-6:])
            text += f"; {turns}" if len(meeting.thread) > 1 else ""
            judged = ", ".join(sorted({outcome.polarity for outcome in meeting.outcomes}))
            text += f"; judged {judged}" if judged else ""
            quote = next((cite.text for cite in meeting.evidence if cite.text), None)
            found.append(self.said(text, meeting.evidence, quote, meeting.turn, _MEETING_CSS.get(meeting.status, "")))
        return found

    def commitments(self) -> list[Said]:
        """What was promised, open promises first, the newest first."""
        order = sorted(enumerate(self.state.commitments), key=lambda item: (item[1].status != "open", -item[0]))
        found = []
        for _, line in order[:MOST_LINES]:
            to = f" to {self.name(line.to)}" if line.to else ""
            text = f"{self.name(line.by)} promised{to}, {day_words(line.made)}"
            text += f"; due {date_words(line.due)}" if line.due else ""
            text += f"; if “{clip(line.condition, 140)}”" if line.condition else ""
            cites = (*line.evidence, *line.because)
            found.append(self.said(text, cites, line.what, line.status, _COMMITMENT_CSS.get(line.status, "")))
        return found

    def disputes(self) -> list[Pair]:
        """Claims that cannot both hold, each with the way that it took to the reader; the newest first."""
        found = []
        for line in self.state.disputes[: -MOST_LINES - 1 : -1]:
            issue = self.issue(line.issue)
            sides = [
                self.said(
                    f"{self.name(claim.actor)}, {day_words(claim.date)}; told by {' → '.join(claim.chain)}",
                    claim.evidence, next((c.text for c in claim.evidence if c.text), None),
                )
                for claim in line.claims
            ]  # fmt: skip
            found.append(Pair(Said(issue, None, ()), sides[0], sides[1]))
        return found

    def upcoming(self) -> list[Said]:
        """What is expected after the newest report."""
        return [
            self.said(
                f"{date_words(line.date)}: {line.what}, {', '.join(self.name(code) for code in line.parties)}",
                line.evidence, next((c.text for c in line.evidence if c.text), None), line.status, "planned",
            )
            for line in self.state.next[:MOST_LINES]
        ]  # fmt: skip


_HOW = {"offers": "makes good an offer", "accepts": "accepts", "meeting": "meets the other side"}
_MEETING_CSS = {"held": "held", "planned": "planned", "possible": "possible", "cancelled": "cancelled"}
_COMMITMENT_CSS = {"open": "planned", "met": "cooperation", "broken": "conflict", "disputed": "stuck", "expired": "dim"}


def date_words(value: str | None) -> str:
    """A TIMEX3 value as people write it: its day, or its first and last; else as it is."""
    days = interval(value) if value else None
    return day_range(days[0].isoformat(), days[1].isoformat()) if days else day_words(value)


def day_range(first: str | None, last: str | None) -> str:
    """Days from the first to the last: "1–28 February 2018"; whole months are named."""
    if first is None or last is None or first == last:
        return day_words(first or last)
    one, other = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
    same_month = (one.year, one.month) == (other.year, other.month)
    if same_month and one.day == 1 and other.day == monthrange(one.year, one.month)[1]:
        return f"{one:%B} {one.year}"
    if (one.month, one.day, other.month, other.day) == (1, 1, 12, 31) and one.year == other.year:
        return f"{one.year}"
    if same_month:
        return f"{one.day}–{day_words(other)}"
    return f"{day_words(one)} – {day_words(other)}"
