"""The reading in the making, and what a step is."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, ClassVar, Protocol

from dragoman.language import Document
from dragoman.records import (
    Actor,
    Assessment,
    Condition,
    Event,
    Negotiation,
    OwnEvent,
    Place,
    Report,
    Span,
    Statement,
    Time,
)

if TYPE_CHECKING:
    from dragoman.steps.who import Who


@dataclass
class Draft:
    """One report, parsed, with the records that the steps have made so far.

    `who` answers which actors a token names; the actors step makes it.
    """

    report: Report
    doc: Document
    actors: list[Actor] = field(default_factory=list)
    times: list[Time] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    statements: list[Statement] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    own_events: list[OwnEvent] = field(default_factory=list)
    conditions: list[Condition] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)
    negotiation: Negotiation = field(default_factory=Negotiation)
    _who: Who | None = None

    @property
    def who(self) -> Who:
        """Which actors a token names. Raises RuntimeError before the actors step has run."""
        if self._who is None:
            raise RuntimeError("the actors step has not run: a step that asks who acts must come after it")
        return self._who

    @who.setter
    def who(self, who: Who) -> None:
        self._who = who

    def span(self, first: int, last: int) -> Span:
        """The report's span from token `first` up to and including token `last`."""
        return self.doc.span(first, last)


class Step(Protocol):
    """Makes one kind of record from the document and the records of the steps before it.

    `reads` and `makes` name fields of `Draft`; the reader checks the chain when it is built. A step keeps no state
    between reports.
    """

    name: ClassVar[str]
    reads: ClassVar[tuple[str, ...]]
    makes: ClassVar[tuple[str, ...]]

    def __call__(self, draft: Draft) -> None:
        """Add this step's records to `draft`."""
        ...
