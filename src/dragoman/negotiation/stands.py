"""Positions over time: where each party stands, what moved, and what demands met."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from dragoman.negotiation.acts import matter
from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Move, MoveKind, Reply, ReplyKind, Stand
from dragoman.negotiation.wording import likeness
from dragoman.records import Stance

_ALIKE = 0.6
"""Two wordings are of one matter where the shorter one shares this much of its stems with the other.

Found on the bundled samples and read again on reports of the Syrian talks: at 0.5 "the release of prisoners" meets "the
release of funds"; at 0.75 "change of the constitution" no longer meets "amend its constitution".
"""

_ANSWER_DAYS = 60
"""A stand answers a demand that was last made at most so many days before."""

# How firm a stance is toward the other side, from yielding to firm. A move is a difference of it on one matter.
_FIRMNESS: dict[Stance, int] = {"accepts": 0, "offers": 1, "conditions": 2, "demands": 3, "denies": 3, "refuses": 4}
_REPLIES: dict[Stance, ReplyKind] = {
    "offers": "offer", "accepts": "acceptance", "refuses": "refusal", "denies": "denial", "conditions": "condition",
}  # fmt: skip
_OPPOSED: frozenset[frozenset[Stance]] = frozenset(
    {frozenset({"accepts", "refuses"}), frozenset({"offers", "refuses"}), frozenset({"accepts", "denies"})}
)


_RECALLED = 45
"""A position whose own act is dated so many days before its report is recalled: it stands from that day."""


class _Told(NamedTuple):
    """A position with the stems of its matter, and the day from which it stands."""

    fact: Fact
    issue: str | None
    about: frozenset[str]
    day: dt.date | None


def stands(facts: Facts, assigned: Assigned) -> tuple[Stand, ...]:
    """The stands of the parties in the order of the days from which they are known.

    The same stand of a party on the same matter is one stand as long as the party takes no other on it in between: it
    is dated by its first report and counts all that have it.
    """
    open_stands: dict[tuple[str, Stance], list[list[_Told]]] = defaultdict(list)
    found: list[list[_Told]] = []
    latest: dict[str, list[list[_Told]]] = defaultdict(list)
    for told in _positions(facts, assigned):
        actor, stance = told.fact["actor"], told.fact["stance"]
        same = next((g for g in reversed(open_stands[actor, stance]) if _one_matter(g[-1], told)), None)
        since = [g for g in latest[actor] if g is not same and _one_matter(g[-1], told)]
        if same is not None and not any(_after(g, same) for g in since):
            same.append(told)
            continue
        group = [told]
        found.append(group)
        open_stands[actor, stance].append(group)
        latest[actor].append(group)
    return tuple(_stand(facts, group) for group in found)


def _after(one: list[_Told], other: list[_Told]) -> bool:
    """Whether one stand was first told of a later day than another was last."""
    return (one[0].day or dt.date.max) > (other[-1].day or dt.date.max)


def _positions(facts: Facts, assigned: Assigned) -> list[_Told]:
    """The positions of the parties, toward each other or nobody, in the order of the days from which they stand."""
    dates = {(event.report.id, event["start"]): event["date_to"] for event in facts.events}
    found = [
        _Told(fact, assigned.get(fact.key), _matter(fact), _since(fact, dates))
        for fact in facts.positions
        if not facts.parties or (fact["actor"] in facts.parties and _between(facts, fact))
    ]
    return sorted(found, key=lambda told: (told.day or dt.date.max, told.fact.report.number, told.fact.n))


def _since(fact: Fact, dates: dict[tuple[str, int], dt.date | None]) -> dt.date | None:
    """The day from which a position stands: its report's, unless its own act lies well before that."""
    told, acted = fact.report.date, dates.get((fact.report.id, fact["cue_start"]))
    return acted if acted and told and (told - acted).days > _RECALLED else told


def _between(facts: Facts, fact: Fact) -> bool:
    """Whether a stand concerns the parties: toward one of them, toward nobody, or of the only party asked for."""
    return fact["toward"] is None or fact["toward"] in facts.parties or len(facts.parties) == 1


def _matter(fact: Fact) -> frozenset[str]:
    """The stems of what a position is about: its issue, else its whole wording."""
    return matter(fact["issue"]) or matter(fact["text"])


def _about_it(facts: Facts, fact: Fact) -> str | None:
    """The matter in the report's words; None where it names a party and nothing else."""
    names = frozenset(w for c in (fact["actor"], fact["toward"]) if c in facts.names for w in facts.names[c].words)
    return fact["issue"] if matter(fact["issue"]) - names else None


def _one_matter(one: _Told, other: _Told) -> bool:
    """Whether two positions are about one matter: the same issue, and wordings that are alike."""
    if one.issue != other.issue:
        return False
    return likeness(one.about, other.about) >= _ALIKE


def _stand(facts: Facts, group: Sequence[_Told]) -> Stand:
    first = group[0]
    return Stand(
        party=first.fact["actor"],
        toward=next((told.fact["toward"] for told in group if told.fact["toward"]), None),
        issue=first.issue,
        about=_about_it(facts, first.fact),
        stance=first.fact["stance"],
        date=first.day.isoformat() if first.day else None,
        reports=len({told.fact.report.id for told in group}),
        evidence=tuple(told.fact.cite() for told in group),
    )


def moves(found: Sequence[Stand]) -> tuple[Move, ...]:
    """Where two successive stands of a party on a matter differ, in the order of the later one.

    "Reverses" is from refusing or denying to accepting or offering, or back; a condition that is new or gone is added
    or dropped, but one in the place of a refusal softens it; else the party hardens or softens (accepts < offers <
    conditions < demands, denies < refuses).
    """
    latest: dict[str, list[Stand]] = defaultdict(list)
    made = []
    for stand in found:
        before = _before(latest[stand.party], stand)
        latest[stand.party].append(stand)
        kind = _kind(before, stand) if before is not None else None
        if before is not None and kind is not None:
            made.append(
                Move(
                    party=stand.party,
                    issue=before.issue,
                    kind=kind,
                    before=before,
                    after=stand,
                    date=stand.date,
                    evidence=(before.evidence[-1], stand.evidence[0]),
                )
            )
    return tuple(made)


def _before(earlier: Iterable[Stand], stand: Stand) -> Stand | None:
    """The last stand on the matter before this one, of an earlier report; undated reports have no place in time."""
    found = None
    for other in earlier:
        told = (
            other.evidence[-1].source < stand.evidence[0].source and other.date is not None and stand.date is not None
        )
        if told and _on_one_matter(other, stand):
            found = other
    return found


def _on_one_matter(before: Stand, after: Stand) -> bool:
    """Whether two stands are about one matter: alike on one issue; or what was refused stands in what is granted."""
    if before.issue == after.issue and likeness(_about(before), _about(after)) >= _ALIKE:
        return True
    granted = before.stance in ("refuses", "conditions") and after.stance in ("offers", "accepts")
    return granted and before.about is not None and _about(before) <= matter(after.evidence[0].text)


def _about(stand: Stand) -> frozenset[str]:
    return matter(stand.about) or matter(stand.evidence[0].text)


def _kind(before: Stand, after: Stand) -> MoveKind | None:
    """How a party moved between two stands on one matter; None where it did not."""
    if before.stance == after.stance:
        return None
    if frozenset({before.stance, after.stance}) in _OPPOSED:
        return "reverses"
    if after.stance == "conditions":
        return "softens" if before.stance in ("refuses", "denies") else "adds a condition"
    if before.stance == "conditions":
        return "drops a condition" if _FIRMNESS[after.stance] < _FIRMNESS["conditions"] else "hardens"
    change = _FIRMNESS[after.stance] - _FIRMNESS[before.stance]
    return None if change == 0 else "hardens" if change > 0 else "softens"


def replies(found: Sequence[Stand]) -> tuple[Reply, ...]:
    """What each demand met: the first stand of the one who was asked on the same matter, soon after; else silence."""
    made = []
    for demand in found:
        if demand.stance != "demands" or demand.toward is None:
            continue
        reply = next((stand for stand in found if _answers(stand, demand)), None)
        kind: ReplyKind = _REPLIES[reply.stance] if reply is not None else "silence so far"
        made.append(
            Reply(
                demand=demand,
                kind=kind,
                reply=reply,
                date=reply.date if reply is not None else None,
                evidence=(demand.evidence[0], *(reply.evidence[:1] if reply is not None else ())),
            )
        )
    return tuple(made)


def _answers(stand: Stand, demand: Stand) -> bool:
    """Whether a stand answers a demand: by who was asked, on the same matter, no earlier, and soon enough."""
    if stand.party != demand.toward or stand.stance not in _REPLIES or stand.toward not in (demand.party, None):
        return False
    first, last, told = demand.evidence[0], demand.evidence[-1], stand.evidence[-1]
    if (told.source, told.start) < (first.source, first.start) or told.source < first.source:
        return False
    if stand.evidence[0].source > last.source and _days(demand.date, stand.date) > _ANSWER_DAYS * max(
        1, demand.reports
    ):
        return False
    return likeness(_about(stand), _about(demand)) >= _ALIKE


def _days(one: str | None, other: str | None) -> int:
    """Days from one date to another; none where a date is not stated."""
    if one is None or other is None:
        return 0
    return (dt.date.fromisoformat(other) - dt.date.fromisoformat(one)).days
