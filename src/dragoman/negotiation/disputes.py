"""Disputes: claims of fact or obligation that cannot both hold, within a report and across reports."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.negotiation.facts import Fact, Facts
from dragoman.negotiation.issues import Assigned
from dragoman.negotiation.model import Cite, ClaimLine, DisputeLine
from dragoman.negotiation.wording import likeness, stems

_ALIKE = 0.6
"""Two claims are one where the shorter shares so much of its stems with the other."""
_SHARED = 3
"""A denial answers an accusation of another report where they share at least so many stems."""
_DAYS = 21
"""… and where the accusation was published at most so many days before."""
_COMPARED = 200


class _Claim(NamedTuple):
    """One side: who holds it, in which words, and the record with its span."""

    actor: str
    said: frozenset[str]
    fact: Fact
    start: int
    end: int
    text: str | None


def disputes(facts: Facts, assigned: Assigned) -> tuple[DisputeLine, ...]:
    """The disputes of the parties in the order of their first claim; the same one in several reports is one."""
    found: list[tuple[list[tuple[_Claim, _Claim]], str | None]] = []
    spans = _statements(facts)
    for one, other, issue in (*_within(facts, assigned), *_across(facts, assigned)):
        if facts.parties and not _of_parties(facts, one.actor, other.actor):
            continue
        known = next((each for each in found[-_COMPARED:] if _same(each[0][0], (one, other))), None)
        if known is None:
            found.append(([(one, other)], issue))
        else:
            known[0].append((one, other))
    lines = [_line(facts, pairs, issue, spans) for pairs, issue in found]
    return tuple(sorted(lines, key=lambda line: (line.evidence[0].source, line.evidence[0].start)))


def _of_parties(facts: Facts, one: str, other: str) -> bool:
    """Whether both holders are parties, or, where only one party was asked for, one of them is."""
    inside = [actor in facts.parties for actor in (one, other)]
    return any(inside) if len(facts.parties) == 1 else all(inside)


def _within(facts: Facts, assigned: Assigned) -> Iterator[tuple[_Claim, _Claim, str | None]]:
    """The disputes that single reports show."""
    for fact in facts.disputes:
        one, other = (
            _Claim(
                fact[f"{side}_actor"],
                stems(fact[f"{side}_text"]),
                fact,
                fact[f"{side}_start"],
                fact[f"{side}_end"],
                fact[f"{side}_text"],
            )
            for side in ("first", "second")
        )
        yield one, other, assigned.get(fact.key)


def _across(facts: Facts, assigned: Assigned) -> Iterator[tuple[_Claim, _Claim, str | None]]:
    """Denials of what another party had claimed in an earlier report."""
    contents = {(fact.report.id, fact.n): fact for fact in facts.statements}
    charges: dict[str, list[_Claim]] = defaultdict(list)
    for event in facts.events:
        if event["type"] != "ACCUSE" or event["status"] != "actual" or event["statement"] is None:
            continue
        told = contents.get((event.report.id, event["statement"]))
        if told is None:
            continue
        for accused in event["recipients"]:
            for accuser in event["actors"]:
                claim = _Claim(accuser, stems(told["text"]), told, told["start"], told["end"], told["text"])
                charges[accused].append(claim)
    for fact in facts.positions:
        if fact["stance"] != "denies":
            continue
        denial = _Claim(fact["actor"], stems(fact["text"]), fact, fact["start"], fact["end"], fact["text"])
        answered = [claim for claim in charges[fact["actor"]] if _answers(denial, claim)]
        if answered:
            claim = max(answered, key=lambda each: (len(each.said & denial.said), each.fact.report.number))
            yield claim, denial, assigned.get(fact.key) or assigned.get(claim.fact.key)


def _answers(denial: _Claim, claim: _Claim) -> bool:
    one, other = claim.fact.report, denial.fact.report
    if claim.actor == denial.actor or one.number >= other.number or one.date is None or other.date is None:
        return False
    return (other.date - one.date).days <= _DAYS and len(claim.said & denial.said) >= _SHARED


def _same(pair: tuple[_Claim, _Claim], other: tuple[_Claim, _Claim]) -> bool:
    """Whether two disputes are one: the same holders with claims that are alike."""
    for a, b in ((pair, other), (pair, other[::-1])):
        if (a[0].actor, a[1].actor) == (b[0].actor, b[1].actor):
            alike = [likeness(x.said, y.said) >= _ALIKE for x, y in zip(a, b, strict=True)]
            if all(alike):
                return True
    return False


def _statements(facts: Facts) -> dict[str, list[Fact]]:
    """The statements of each report, the longest first: who tells what another said stands around it."""
    found: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.statements:
        found[fact.report.id].append(fact)
    return {report: sorted(told, key=lambda fact: fact["start"] - fact["end"]) for report, told in found.items()}


def _line(
    facts: Facts, pairs: Sequence[tuple[_Claim, _Claim]], issue: str | None, spans: dict[str, list[Fact]]
) -> DisputeLine:
    one, other = pairs[0]
    cites = [_cite(claim) for pair in pairs for claim in pair]
    return DisputeLine(
        issue=issue,
        claims=(_claim(facts, one, spans), _claim(facts, other, spans)),
        reports=len({claim.fact.report.id for pair in pairs for claim in pair}),
        evidence=tuple(dict.fromkeys(cites)),
    )


def _cite(claim: _Claim) -> Cite:
    return claim.fact.cite().model_copy(update={"start": claim.start, "end": claim.end, "text": claim.text})


def _claim(facts: Facts, claim: _Claim, spans: dict[str, list[Fact]]) -> ClaimLine:
    """A claim with its chain of attribution: the publisher, everybody in whose words it stands, its holder."""
    report = claim.fact.report
    chain = [report.source or "the report"]
    for told in spans.get(report.id, ()):
        if told["start"] <= claim.start and claim.end <= told["end"]:
            name = told["speaker_name"] or (
                "an unnamed source" if told["anonymous"] else facts.name(told["speaker_code"])
            )
            if chain[-1] != name:
                chain.append(name)
    holder = facts.name(claim.actor)
    named = any(
        told["speaker_code"] == claim.actor for told in spans.get(report.id, ()) if told["speaker_name"] in chain
    )
    if holder not in chain and not named:
        chain.append(holder)
    return ClaimLine(actor=claim.actor, date=report.day, chain=tuple(chain), evidence=(_cite(claim),))
