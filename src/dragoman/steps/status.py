"""Status of an act: actual, planned, possible, conditional or negated, with the word that says so."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import Status


class Judged(NamedTuple):
    """A status, the token of the cue that decided it (or None), and the id of the rule."""

    status: Status
    cue: int | None
    rule: str


def status_of(doc: Document, i: int) -> Judged:
    """The status of the act that token `i` (a verb or an event noun) names."""
    return Judged("actual", None, "status.default")
