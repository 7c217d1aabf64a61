"""The events step: who does what to whom, with which status, when and where."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules, load
from dragoman.learned.coder import LearnedCoder
from dragoman.records import Event, EventType, MadeBy
from dragoman.steps.draft import Draft
from dragoman.steps.event.appraisals import Appraisals
from dragoman.steps.event.counterpart import Counterparts
from dragoman.steps.event.described import Described
from dragoman.steps.event.details import Detail, Details
from dragoman.steps.event.event_circumstances import Circumstances
from dragoman.steps.event.event_merge import settle
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.event_pair import code_pair
from dragoman.steps.event.event_results import without_results
from dragoman.steps.event.frame_match import Matcher
from dragoman.steps.event.noun_events import NounCoder
from dragoman.steps.event.opinions import Opinions
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.proposals import proposals
from dragoman.steps.event.quiet import SHORT, quiet, without_content
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.silent import silent
from dragoman.steps.event.status import Judged, judge, status_of
from dragoman.steps.event.verb_events import VerbCoder

__all__ = ["Events", "Plover", "code_pair", "load_plover"]


class PloverType(Rules):
    """One type of plover.toml."""

    score: float
    quad: str
    modes: dict[str, float] = Field(default_factory=dict)


class Plover(Rules):
    """plover.toml: types, modes, scores and contexts."""

    contexts: tuple[str, ...]
    types: dict[EventType, PloverType]

    def score(self, kind: EventType, mode: str | None) -> float:
        """The conflict-cooperation score of a type, or of its mode where one is known."""
        entry = self.types[kind]
        return entry.modes.get(mode, entry.score) if mode else entry.score

    def mode(self, kind: EventType, mode: str | None) -> str | None:
        """`mode` if the type has it."""
        return mode if mode in self.types[kind].modes else None


def load_plover() -> Plover:
    """PLOVER's tables. Raises `KnowledgeError` where a type is missing."""
    plover = load("plover.toml", Plover)
    if len(plover.types) != 16:
        raise KnowledgeError("plover.toml: sixteen types are needed")
    return plover


class Events:
    """Finds the events of a report."""

    name: ClassVar[str] = "events"
    reads: ClassVar[tuple[str, ...]] = ("actors", "times", "places", "statements")
    makes: ClassVar[tuple[str, ...]] = ("events",)

    def __init__(self, coder: LearnedCoder | None = None) -> None:
        """`coder` gives a second opinion on what the rules read; None: the rules alone."""
        self._plover = load_plover()
        self._opinions = Opinions(coder) if coder else None
        self._verbs = VerbCoder()
        self._nouns = NounCoder()
        self._appraisals = Appraisals()
        self._counterparts = Counterparts()
        self._described = Described()
        self._details = Details(self._plover.contexts)
        judge()

    def __call__(self, draft: Draft) -> None:
        """Add the events to `draft`."""
        view = self._described.view(draft)
        cast = Cast(draft.doc, view.who.at)
        sayers = Sayers(view, cast)
        candidates = [*self._verbs.candidates(view), *self._nouns.candidates(view)]
        candidates += self._appraisals.candidates(view, cast, sayers, candidates)
        kept = without_results(draft.doc, settle(draft.doc, view.who, candidates))
        kept = self._counterparts.complete(view, kept)
        if self._opinions:
            new = self._opinions.propose(view, proposals(view, cast, kept))
            if len(draft.doc.sentences) <= SHORT:
                no_act = Matcher(view, cast, self._verbs.lexicon).is_no_act
                heard = self._opinions.hear(view, quiet(view, cast, [*kept, *new], no_act))
                kept = without_content(draft.doc, kept, heard)
                new += heard
            else:
                new += self._opinions.listen(view, silent(view, cast, [*kept, *new]))
            found = sorted([*kept, *new], key=lambda c: (c.head, c.first))
            kept = without_results(draft.doc, self._opinions.weigh(view, found))
        kept = self._described.keep(draft, view, kept)
        around = Circumstances(draft)
        judged = [Judged(c.status, c.status_cue, c.rule) if c.status else status_of(draft.doc, c.head) for c in kept]
        details = self._details.of(draft, kept, [found.status for found in judged], around)
        events = [self._event(draft, c, j, d, around, sayers) for c, j, d in zip(kept, judged, details, strict=True)]
        draft.events.extend(sorted(events, key=lambda e: (e.start, e.end)))

    def _event(
        self, draft: Draft, c: Candidate, judged: Judged, detail: Detail, around: Circumstances, sayers: Sayers
    ) -> Event:
        doc, who = draft.doc, draft.who
        span = doc.span(c.first, c.last)
        mode = self._plover.mode(c.type, detail.mode)
        recipients = () if c.mutual else c.recipients
        return Event(
            start=span.start,
            end=span.end,
            text=span.text,
            type=c.type,
            mode=mode,
            contexts=detail.contexts,
            cameo=detail.cameo,
            actors=tuple(code for code in who.codes(c.actors) if code),
            recipients=tuple(code for code in who.codes(recipients) if code),
            actor_ids=c.actors,
            recipient_ids=recipients,
            status=judged.status,
            date=around.date(c),
            place=around.place(c),
            issue=around.issue(c),
            statement=sayers.statement(span.start),
            score=self._plover.score(c.type, mode),
            goldstein=detail.goldstein,
            magnitude=detail.magnitude,
            grounds=detail.grounds,
            votes=c.votes,
            confidence=c.confidence,
            made_by=MadeBy(
                rule=c.rule,
                cue=span,
                status_cue=doc.span(judged.cue, judged.cue) if judged.cue is not None else None,
            ),
        )
