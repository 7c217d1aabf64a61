"""What a marked source does to a marked target in one sentence, for those who have their own pairs."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.learned.combine import pool
from dragoman.reader import Reader, ReportText
from dragoman.records import EventType, Span, Vote
from dragoman.steps.event.event_pair import vote_pair

NEUTRAL: EventType = "CONSULT"
"""The type where rules alone are asked and read no act."""


class PairType(NamedTuple):
    """The likeliest type of a pair, how sure it is, and what each coder said."""

    type: str
    confidence: float
    votes: tuple[Vote, ...]


def type_pair(reader: Reader, sentence: str, source: Span | None, target: Span | None) -> PairType:
    """What `source` does to `target`, one of the sixteen PLOVER types; it never abstains.

    Types follow the codebook of marked pairs (Hu et al., ACL 2024): an announced meeting is AGREE, announced harm
    THREATEN, a conviction ACCUSE. A mention that is not marked is None.
    """
    ruled = vote_pair(reader.draft(ReportText(sentence)), source, target)
    votes = (Vote(by="rules", type=ruled.type, confidence=ruled.confidence),) if ruled else ()
    if reader.coder is None:
        return PairType(ruled.type, ruled.confidence, votes) if ruled else PairType(NEUTRAL, 0.0, ())
    answer = reader.coder.ask(sentence, *((s.start, s.end) if s else None for s in (source, target)))
    learned = Vote(by="learned", type=answer.type, confidence=round(answer.probability, 2))
    both = pool(answer, ruled.type if ruled else None, ruled.named if ruled else "none", reader.coder.calibration)
    return PairType(both.type, both.probability, (*votes, learned))
