"""The cues of `knowledge/status.toml`, and what a judgement of status is."""

from __future__ import annotations

from typing import Literal, NamedTuple

from dragoman.knowledge import Rules
from dragoman.language import Document
from dragoman.records import Status

CONTENT = frozenset(
    {"status.content", "status.content-that", "status.content-noun", "status.must", "status.about", "status.purpose"}
)
"""Rules of acts that are only demanded, offered, promised, refused, talked about or aimed at: they are no events."""

Kind = Literal["aux", "adverb", "governor", "that", "noun", "event", "modifier", "mark", "waits", "prep"]
Outcome = Literal["actual", "planned", "possible", "conditional", "negated", "inherit", "antecedent"]


class Cue(Rules):
    """One line of status.toml."""

    id: str
    kind: Kind
    words: tuple[str, ...]
    status: Outcome
    negated: Outcome | None = None
    needs: Literal["future"] | None = None


class CueFile(Rules):
    """status.toml."""

    cue: tuple[Cue, ...]


class Judged(NamedTuple):
    """A status, the token of the cue that decided it (or None), and the id of the rule."""

    status: Status
    cue: int | None
    rule: str


ACTUAL = Judged("actual", None, "status.default")
"""Nothing says otherwise."""


def first_infinitive(doc: Document, h: int, i: int) -> int:
    """The infinitive after `h` that the bare verb `i`, parsed as coordinated with `h`, continues; -1 for none.

    "Land" for "leave" in "was scheduled to land, tour the port and leave".
    """
    if doc.tag[i] not in ("VB", "VBP") or doc.tag[h] == "VB":
        return -1
    return next((c for c in doc.children[h] if h < c < i and doc.dep[c] == "xcomp" and doc.tag[c] == "VB"), -1)
