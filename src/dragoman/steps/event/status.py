"""Status of an act: actual, planned, possible, conditional or negated, with the word that says so.

After ConText (Harkema et al. 2009): a cue has a scope. Scope follows the syntax: from the act upwards, the nearest cue
that governs it decides, and a cue that is negated itself decides otherwise ("does not rule out"). The cues are data, in
`knowledge/status.toml`.
"""

from __future__ import annotations

from functools import cache

from dragoman.knowledge import load
from dragoman.language import Document
from dragoman.steps.event.status_cues import CONTENT, Cue, CueFile, Judged
from dragoman.steps.event.status_judge import StatusJudge

__all__ = [
    "CONTENT",
    "Cue",
    "CueFile",
    "Judged",
    "StatusJudge",
    "is_antecedent",
    "is_content",
    "is_negated",
    "judge",
    "status_of",
]


def status_of(doc: Document, i: int) -> Judged:
    """The status of the act that token `i` (a verb or an event noun) names."""
    return judge().of(doc, i)


@cache
def judge() -> StatusJudge:
    """The judge with the cues of status.toml, loaded at first use."""
    return StatusJudge(load("status.toml", CueFile).cue)


def is_negated(doc: Document, i: int) -> int | None:
    """The token that negates the verb, adjective or noun `i` directly, or None."""
    return judge().negation(doc, i)


def is_content(doc: Document, i: int) -> bool:
    """Whether the verb `i` is only what somebody demands, promises, refuses, talks about or aims at."""
    return judge().is_content(doc, i)


def is_antecedent(doc: Document, i: int) -> bool:
    """Whether the verb `i` is only what another act waits for: "if they withdraw", "only once they are freed"."""
    return judge().is_antecedent(doc, i)
