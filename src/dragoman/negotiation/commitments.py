"""Commitments: what was promised by whom to whom, on what condition, by when, and what became of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from dragoman.negotiation.acts import same_act, sense
from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Cite, Commitment, CommitmentStatus
from dragoman.negotiation.wording import stems
from dragoman.steps.view.intervals import interval

_BOTH = 2
"""A verb and its object: what a deed has to share with a promise to keep it."""

_PROMISES = stems(
    "promise pledge vow commit undertake agree offer guarantee assure will shall consent swear commitment promised"
)


class _Promise(NamedTuple):
    """A promise with all that tell of it."""

    by: str
    said: frozenset[str]
    told: list[Fact]


def commitments(facts: Facts, assigned: Assigned) -> tuple[Commitment, ...]:
    """The promises of the parties in the order in which they were made.

    A promise is an offer or acceptance that says what its maker will do. It is met, broken or disputed where a later
    record says so, and expired where the day that it was promised for has passed and later reports say neither.
    """
    promises: list[_Promise] = []
    by_party: dict[str, list[_Promise]] = defaultdict(list)
    for fact in facts.positions:
        if fact["stance"] not in ("offers", "accepts") or not _named(facts, fact):
            continue
        said = _said(facts, fact)
        if not said:
            continue
        known = next((each for each in by_party[fact["actor"]] if same_act(each.said, said)), None)
        if known is not None:
            known.told.append(fact)
            continue
        if fact["stance"] == "offers" and _promising(fact):
            promise = _Promise(fact["actor"], said, [fact])
            promises.append(promise)
            by_party[fact["actor"]].append(promise)
    newest = max((told.day for told in facts.reports if told.day), default=None)
    return tuple(_commitment(facts, assigned, promise, newest) for promise in promises)


def _named(facts: Facts, fact: Fact) -> bool:
    """Whether a promise is of one of the parties, to another of them or to nobody in particular."""
    if not facts.parties:
        return True
    return fact["actor"] in facts.parties and (fact["toward"] in (None, *facts.parties) or len(facts.parties) == 1)


def _promising(fact: Fact) -> bool:
    """Whether a position's words promise something, rather than tell of what was reached."""
    return bool((stems(fact["text"]) | stems(fact.values.get("cue_text"))) & _PROMISES) and fact["issue"] is not None


def _said(facts: Facts, fact: Fact) -> frozenset[str]:
    party = facts.names.get(fact["actor"])
    own = party.words if party else frozenset()
    return sense(fact["issue"], own) or sense(fact["text"], own | _PROMISES)


def _commitment(facts: Facts, assigned: Assigned, promise: _Promise, newest: str | None) -> Commitment:
    first = promise.told[0]
    due = _due(facts, first)
    status, because = _status(facts, promise, due, newest)
    return Commitment(
        by=promise.by,
        to=next((fact["toward"] for fact in promise.told if fact["toward"]), None),
        what=first["text"] or first["issue"],
        issue=assigned.get(first.key),
        condition=_condition(facts, first),
        due=due,
        made=first.report.day,
        status=status,
        because=because,
        evidence=tuple(fact.cite() for fact in promise.told if fact["stance"] == "offers"),
    )


def _condition(facts: Facts, fact: Fact) -> str | None:
    """What the promise depends on: the antecedent of a condition that stands in its words or holds them."""
    for condition in facts.conditions:
        if condition.report.id != fact.report.id:
            continue
        if condition["start"] < fact["end"] and fact["start"] < condition["end"] and condition["antecedent_text"]:
            return str(condition["antecedent_text"])
    return None


def _due(facts: Facts, fact: Fact) -> str | None:
    """The day that the promised act is dated to, where that lies after the report."""
    for event in facts.events:
        inside = event.report.id == fact.report.id and fact["start"] <= event["start"] < fact["end"]
        if inside and event["date_from"] and fact.report.date and event["date_from"] > fact.report.date:
            return str(event["date"])
    return None


def _status(
    facts: Facts, promise: _Promise, due: str | None, newest: str | None
) -> tuple[CommitmentStatus, tuple[Cite, ...]]:
    """What became of a promise, with the first record that says so."""
    last = promise.told[0].report.number
    for event in facts.events:
        later = event.report.number > last and promise.by in event["actors"] and event["status"] == "actual"
        deed = later and event["type"] not in ("REQUEST", "REJECT", "THREATEN", "ACCUSE", "CONSULT")
        if deed and _keeps(sense(f"{event['text']} {event['issue'] or ''}"), promise):
            return "met", (event.cite(),)
    for position in facts.positions:
        later = position.report.number > last and position["actor"] == promise.by
        if later and position["stance"] == "refuses" and same_act(_said(facts, position), promise.said):
            return "broken", (position.cite(),)
    for dispute in facts.disputes:
        about = sense(dispute["issue"]) | sense(dispute["first_text"]) | sense(dispute["second_text"])
        if dispute.report.number >= last and promise.said <= about and promise.by in _holders(dispute):
            return "disputed", (dispute.cite(),)
    days = interval(due)
    if days is not None and newest is not None and days[1].isoformat() < newest:
        return "expired", (promise.told[0].cite(),)
    return "open", ()


def _keeps(done: frozenset[str], promise: _Promise) -> bool:
    """Whether what was done is what was promised: the act and its object both stand in the promise's words."""
    words = sense(" ".join(fact["text"] or "" for fact in promise.told if fact["stance"] == "offers"))
    return len(done & words) >= _BOTH and same_act(done, words)


def _holders(dispute: Fact) -> Sequence[str]:
    return dispute["first_actor"], dispute["second_actor"]
