"""Why a record is there, in lines: the rule and its entry, the words that set it off, the votes of both coders."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from dragoman.records import Event, Span
from dragoman.show.excerpt import clip
from dragoman.show.explain import find_rule

_LONG = 300


class Reason(NamedTuple):
    """One line: what it is about, what it says, and the words of the report behind it."""

    label: str
    text: str
    words: Span | None = None
    is_rule: bool = False


def reasons(record: Any) -> tuple[Reason, ...]:
    """The reasons of a record; none of a sum, which is made from other records."""
    made_by = getattr(record, "made_by", None)
    if made_by is None:
        return ()
    found = list(_rule(made_by.rule))
    if made_by.cue is not None:
        found.append(Reason("cue", "", made_by.cue))
    if made_by.status_cue is not None:
        found.append(Reason("cue of the status", "", made_by.status_cue))
    if isinstance(record, Event):
        found += [Reason(f"why this {g.field}", f"{g.value}: {g.rule}", g.cue) for g in record.grounds]
        found += [Reason(f"vote: {vote.by}", f"{vote.type} {vote.confidence:.2f}") for vote in record.votes]
    found += _confidence(record)
    return tuple(found)


@lru_cache(maxsize=4096)
def _rule(name: str) -> tuple[Reason, ...]:
    """The rule and its entry; looked up once, since the same few make most records."""
    rule = find_rule(name)
    says = (Reason(rule.file or "says", _short(rule.entry)),) if rule.entry is not None else ()
    return Reason("rule", rule.id, is_rule=True), *says


def _confidence(record: Any) -> list[Reason]:
    known = getattr(record, "confidence", None)
    return [] if known is None else [Reason("confidence", f"{known:.2f}")]


def _short(value: Any) -> str:
    """A rule's entry on a line: tables as "key: value"."""
    if isinstance(value, dict):
        known = {key: inner for key, inner in value.items() if inner is not None}
        return clip(", ".join(f"{key}: {_short(inner)}" for key, inner in known.items()), _LONG)
    if isinstance(value, list):
        return clip(" | ".join(_short(inner) for inner in value), _LONG)
    return clip(str(value), _LONG)
