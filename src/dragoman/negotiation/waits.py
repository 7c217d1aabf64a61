"""Who waits for what: edges between acts, from conditions and from refused demands, with how long each stood."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from dragoman.negotiation.acts import Acts, same_act
from dragoman.negotiation.facts import Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Cite, Stand, Wait, WaitKind
from dragoman.negotiation.wording import stems

_DONE = ("accepts", "offers")
_DEMANDS = stems("demand demanded insist insistence request call ultimatum")
_NEAR = 60
"""A refusal is of a demand that was made at most so many days before or after it."""


@dataclass(frozen=True)
class Edge:
    """A wait before it is known when it ended; `number` is that of the report from which it stands."""

    waiting: str
    awaited: str
    by: str
    of: str
    kind: WaitKind
    said_by: str | None
    issue: str | None
    since: str | None
    number: int
    evidence: tuple[Cite, ...]
    until: str | None = None
    ended: int | None = None
    ended_by: tuple[Cite, ...] = ()

    @property
    def wait(self) -> Wait:
        """The edge as it is shown."""
        return Wait(
            waiting=self.waiting,
            awaited=self.awaited,
            by=self.by,
            of=self.of,
            kind=self.kind,
            said_by=self.said_by,
            since=self.since,
            until=self.until,
            ended_by=self.ended_by,
            evidence=self.evidence,
        )


class _Deed(NamedTuple):
    """Something that a party did or agreed to do: what may end a wait."""

    number: int
    day: str | None
    said: frozenset[str]
    cite: Cite
    words: frozenset[str] = frozenset()
    """All that is said: an act of several words that stands there wholly is done or promised."""


def edges(facts: Facts, assigned: Assigned, stands: Sequence[Stand], acts: Acts) -> tuple[Edge, ...]:
    """The waits between the parties, in the order of the reports from which they stand; each once."""
    found = [*_conditions(facts, assigned, acts), *_refusals(facts, assigned, stands, acts)]
    merged: dict[tuple[str, str], Edge] = {}
    for edge in sorted(found, key=lambda edge: (edge.number, edge.evidence[0].start)):
        known = merged.get((edge.waiting, edge.awaited))
        if known is None:
            merged[edge.waiting, edge.awaited] = edge
        else:
            cites = tuple(dict.fromkeys((*known.evidence, *edge.evidence)))
            merged[edge.waiting, edge.awaited] = replace(known, evidence=cites)
    deeds = _deeds(facts, stands, acts)
    return tuple(_ended(edge, acts, deeds) for edge in merged.values())


def _conditions(facts: Facts, assigned: Assigned, acts: Acts) -> Iterator[Edge]:
    """The waits that conditions state: who would act waits for whose act comes first."""
    for fact in facts.conditions:
        by = fact["consequent_actor"] or fact["asserted_by"]
        of = fact["antecedent_actor"]
        if not by or not of or not facts.involved((by, of)) or not fact["consequent_text"]:
            continue
        waiting, awaited = acts.node(by, fact["consequent_text"]), acts.node(of, fact["antecedent_text"])
        if waiting is None or awaited is None or waiting == awaited:
            continue
        yield Edge(
            waiting=waiting,
            awaited=awaited,
            by=by,
            of=of,
            kind="first" if fact["relation"] == "first" else "condition",
            said_by=fact["asserted_by"],
            issue=assigned.get(fact.key),
            since=fact.report.day,
            number=fact.report.number,
            evidence=(fact.cite(),),
        )


class _Want(NamedTuple):
    """What a party wants of another: told by the reports with these numbers; `firm` where it stands as a condition."""

    party: str
    toward: str | None
    said: frozenset[str]
    name: str
    issue: str | None
    date: str | None
    days: tuple[dt.date | None, ...]
    told: tuple[int, ...]
    cites: tuple[Cite, ...]
    firm: bool


def _wants(facts: Facts, assigned: Assigned, stands: Sequence[Stand], acts: Acts) -> Iterator[_Want]:
    """Demands, and what conditions require of others."""
    for stand in stands:
        if stand.stance == "demands" and stand.toward is not None:
            name = stand.about or stand.evidence[0].text or ""
            told = tuple(cite.source for cite in stand.evidence)
            days = tuple(facts.reports[number - 1].date for number in told)
            said = acts.sense(stand.toward, name)
            yield _Want(
                stand.party, stand.toward, said, name, stand.issue, stand.date, days, told, stand.evidence, False
            )
    for fact in facts.conditions:
        holder, other = fact["asserted_by"] or fact["consequent_actor"], fact["antecedent_actor"]
        if holder and other and holder != other and fact["antecedent_text"]:
            name, number = fact["antecedent_text"], fact.report.number
            said = acts.sense(other, name)
            issue = assigned.get(fact.key)
            day = fact.report.date
            yield _Want(holder, other, said, name, issue, fact.report.day, (day,), (number,), (fact.cite(),), True)


def _refusals(facts: Facts, assigned: Assigned, stands: Sequence[Stand], acts: Acts) -> Iterator[Edge]:
    """The two waits of a demand that one party insists on and the other refuses: each waits for the other to give way.

    A demand alone is no wait, and neither is a refusal that ends it: the demand has to be made again after the refusal,
    or to stand as a condition in the same report or later, or the refusal itself to tell of it ("refuses to leave, as
    Cairo demands").
    """
    wants = list(_wants(facts, assigned, stands, acts))
    refusals = [stand for stand in stands if stand.stance == "refuses"]
    for refusal in refusals:
        refused = acts.sense(refusal.party, refusal.about or refusal.evidence[0].text)
        against = [want for want in wants if _opposes(refusal, want, refused) and _near(facts, refusal, want)]
        first = refusal.evidence[0].source
        told = any(_DEMANDS & stems(cite.text) for cite in refusal.evidence)
        for want in against:
            insisted = any(
                other.party == want.party
                and (any(n > first for n in other.told) or (other.firm and first in other.told))
                for other in against
            )
            if insisted or told:
                yield from _pair(want, refusal, acts)


def _opposes(refusal: Stand, want: _Want, refused: frozenset[str]) -> bool:
    """Whether a refusal is of what a party wants: by who was asked, on the same act."""
    if want.party == refusal.party or want.toward != refusal.party or refusal.toward not in (want.party, None):
        return False
    return same_act(refused, want.said)


def _near(facts: Facts, refusal: Stand, want: _Want) -> bool:
    """Whether a refusal was told within the days of a telling of the demand; undated reports are near nothing else."""
    days = [facts.reports[cite.source - 1].date for cite in refusal.evidence]
    if any(cite.source in want.told for cite in refusal.evidence):
        return True
    return any(abs((a - b).days) <= _NEAR for a in days if a for b in want.days if b)


def _pair(want: _Want, refusal: Stand, acts: Acts) -> Iterator[Edge]:
    """What the one wants waits for the other to give up the demand, and the other way round."""
    awaited = acts.node(refusal.party, want.name)
    if awaited is None:
        return
    dropping = acts.dropping(want.party, awaited, want.name)
    known = (want.told[0], want.date), (refusal.evidence[0].source, refusal.date)
    number, day = max(known, key=lambda told: told[0])
    for waiting, other, by, of in (
        (dropping, awaited, want.party, refusal.party),
        (awaited, dropping, refusal.party, want.party),
    ):
        yield Edge(
            waiting=waiting,
            awaited=other,
            by=by,
            of=of,
            kind="demand refused",
            said_by=by,
            issue=want.issue or refusal.issue,
            since=day,
            number=number,
            evidence=(*want.cites, *refusal.evidence),
        )


def _deeds(facts: Facts, stands: Sequence[Stand], acts: Acts) -> dict[str, list[_Deed]]:
    """What each party accepted, agreed to or did, in the order of the reports."""
    found: dict[str, list[_Deed]] = defaultdict(list)
    for stand in stands:
        if stand.stance in _DONE:
            cite = stand.evidence[0]
            about, words = acts.sense(stand.party, stand.about), acts.sense(stand.party, cite.text)
            said = (about if stand.stance == "accepts" else frozenset()) or words
            found[stand.party].append(_Deed(cite.source, stand.date, said, cite, words))
    for fact in facts.events:
        if fact["status"] == "actual" and fact["type"] not in ("REJECT", "REQUEST", "ACCUSE", "THREATEN"):
            for actor in fact["actors"]:
                said = acts.sense(actor, f"{fact['text']} {fact['issue'] or ''}")
                found[actor].append(_Deed(fact.report.number, fact.report.day, said, fact.cite()))
    return {party: sorted(deeds, key=lambda deed: (deed.number, deed.cite.start)) for party, deeds in found.items()}


def _ended(edge: Edge, acts: Acts, deeds: dict[str, list[_Deed]]) -> Edge:
    """The edge with the day on which what it waits for was accepted or done, or the waiting party acted anyway."""
    last = max(cite.source for cite in edge.evidence)
    ends = [
        deed
        for party, act in ((edge.of, edge.awaited), (edge.by, edge.waiting))
        for deed in deeds.get(party, ())
        if deed.number > last and _does(deed, acts.said(act))
    ]
    if not ends:
        return edge
    first = min(ends, key=lambda deed: (deed.number, deed.cite.start))
    return replace(edge, until=first.day, ended=first.number, ended_by=(first.cite,))


def _does(deed: _Deed, act: frozenset[str]) -> bool:
    """Whether a deed is an act: it is named alike, or all words of an act of several stand in what was agreed."""
    return bool(deed.said and same_act(deed.said, act)) or (len(act) > 1 and act <= deed.words)
