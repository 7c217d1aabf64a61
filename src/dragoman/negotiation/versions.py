"""Later versions of a story that correct or withdraw earlier ones; the history stays."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dragoman.negotiation.facts import KINDS, Facts, Told
from dragoman.negotiation.model import Source

# What agencies put before the title of a later version: "CORRECTED-", "UPDATE 2-", "(Corrects date)", "WITHDRAWN:".
_CORRECTS = re.compile(
    r"^\W*(?:corrected|corrects|correction|corr|refile|update\s*\d*|updated|recasts|withdrawn|withdrawal|retracted|retraction|kill|"
    r"mandatory kill|embargo lifted)\b|\b(?:corrected|corrects[^)]*|updated|retracted|withdrawn)\W*$",
    re.IGNORECASE,
)
_WITHDRAWS = re.compile(
    r"^\W*(?:withdrawn|withdrawal|retracted|retraction|mandatory kill|kill)\b|\b(?:retracted|withdrawn)\W*$", re.I
)


def superseded(facts: Facts) -> dict[str, Told]:
    """The reports that a later version replaces, by id, each with the latest version that does so.

    A later version is a report of the same story and the same publisher whose title says that it corrects, updates or
    withdraws. Copies by others stay what they are: another paper need not have followed.
    """
    stories: dict[tuple[str, str | None], list[Told]] = defaultdict(list)
    for told in facts.reports:
        stories[told.story, told.source].append(told)
    found: dict[str, Told] = {}
    for versions in stories.values():
        ordered = sorted(versions, key=lambda told: (told.number, told.added_at.timestamp() if told.added_at else 0.0))
        for place, told in enumerate(ordered):
            if place and _CORRECTS.search(told.title or ""):
                found |= {earlier.id: told for earlier in ordered[:place]}
    return found


def current(facts: Facts) -> Facts:
    """`facts` without the records of reports that a later version of the same story replaced.

    The reports themselves stay, as sources that name their successor. A version that withdraws the story carries
    nothing either.
    """
    gone = set(superseded(facts)) | {told.id for told in facts.reports if _WITHDRAWS.search(told.title or "")}
    if not gone:
        return facts
    kept: dict[str, Any] = {
        kind: tuple(fact for fact in getattr(facts, kind) if fact.report.id not in gone) for kind in KINDS
    }
    occurrences = []
    for occurrence in facts.occurrences:
        told = [each for each in occurrence["told"] if each["report_id"] not in gone]
        if told:
            occurrences.append({**occurrence, "told": told})
    return replace(facts, occurrences=tuple(occurrences), **kept)


def sources(facts: Facts) -> tuple[Source, ...]:
    """The reports as sources, numbered in the order of publication; replaced ones name their successor."""
    return tuple(_sources(facts))


def _sources(facts: Facts) -> Iterator[Source]:
    replaced = superseded(facts)
    for told in facts.reports:
        later = replaced.get(told.id)
        yield Source(
            number=told.number,
            report_id=told.id,
            date=told.day,
            title=told.title,
            source=told.source,
            story=told.story,
            superseded_by=later.number if later else None,
        )
