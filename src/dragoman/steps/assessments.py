"""The assessments step: judgements of how talks, relations or a process go."""

from __future__ import annotations

from typing import ClassVar

from dragoman.language import Document
from dragoman.records import Assessment, MadeBy
from dragoman.steps.assessment.kinds import Finder, Judgement
from dragoman.steps.assessment.rules import CueIndex
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup

REPORT = "the report"
"""The holder of what the report says in its own voice."""

_SHORT = 5
"""`about` keeps at most so many words before its noun."""


class Assessments:
    """Finds the assessments of a report. Raises `KnowledgeError` where its rules cannot be read."""

    name: ClassVar[str] = "assessments"
    reads: ClassVar[tuple[str, ...]] = ("actors", "statements", "events")
    makes: ClassVar[tuple[str, ...]] = ("assessments",)

    def __init__(self) -> None:
        self._cues = CueIndex()

    def __call__(self, draft: Draft) -> None:
        """Add the assessments to `draft`."""
        lookup = Lookup(draft)
        found = _one_a_clause(Finder(draft, self._cues).run())
        draft.assessments.extend(_record(draft, judgement, lookup) for judgement in found)


def _one_a_clause(found: list[Judgement]) -> list[Judgement]:
    """Judgements whose words overlap are one: the one with the longest cue stays, of equals the shorter clause."""
    kept: list[Judgement] = []
    for j in found:
        if not kept or j.first > kept[-1].last:
            kept.append(j)
        elif _weight(j) > _weight(kept[-1]):
            kept[-1] = j
    return kept


def _weight(j: Judgement) -> tuple[int, int]:
    return j.hit.last - j.hit.first, j.first - j.last


def _record(draft: Draft, j: Judgement, lookup: Lookup) -> Assessment:
    span = draft.span(j.first, j.last)
    statement = lookup.statement_over(span.start, span.end)
    return Assessment(
        start=span.start,
        end=span.end,
        text=span.text,
        holder_name=statement.speaker_name if statement else REPORT,
        holder_code=statement.speaker_code if statement else None,
        holder_id=statement.speaker_id if statement else None,
        about=_about(draft.doc, j.about),
        polarity=j.polarity,
        made_by=MadeBy(rule=j.hit.cue.rule, cue=draft.span(j.hit.first, j.hit.last)),
    )


def _about(doc: Document, i: int) -> str | None:
    """The short noun phrase that token `i` heads: what stands before it, without an article; None for a pronoun."""
    if i < 0 or doc.pos[i] == "PRON":
        return None
    first = max(doc.left[i], i - _SHORT)
    while first < i and doc.pos[first] in ("DET", "PUNCT", "PRON"):
        first += 1
    return doc.span(first, i).text
