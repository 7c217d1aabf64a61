"""What the verb and the noun coder hand to the events step."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.records import EventType, Status, Vote


@dataclass(frozen=True)
class Candidate:
    """An act that a word may name, before status, date, place and duplicates are settled.

    `head` is the token of the trigger word, `first` to `last` (inclusive) the trigger as it is shown. `actors` and
    `recipients` are actor ids; a mutual act has all parties in `actors` and nobody in `recipients`. `status` is set
    only where the rule itself decides it ("would not rule out a visit" makes the visit possible); else `status_of`
    does. `content` holds the heads of what is demanded, offered, promised, threatened or refused: those words, and
    what is coordinated with them, get no event of their own. `phrase`: several words name it ("dig in heels").
    """

    head: int
    first: int
    last: int
    type: EventType
    rule: str
    actors: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    mutual: bool = False
    mode: str | None = None
    contexts: tuple[str, ...] = ()
    status: Status | None = None
    status_cue: int | None = None
    confidence: float = 0.7
    content: tuple[int, ...] = ()
    votes: tuple[Vote, ...] = ()
    phrase: bool = False
