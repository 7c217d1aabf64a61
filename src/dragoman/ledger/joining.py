"""Which acts are one: every event joins the occurrence that it fits best, or founds one."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dragoman.ledger.acts import LONG, PHASES, STATED, UNKNOWN, WEAKER, Acts, Numbers, Strength
from dragoman.ledger.matching import LAG, narrower_place, phases_fit, places_agree, same_place

REASONS = ("first", "copy", "date", "detail", "news", "progress", "called off", "party missing")
"""Why an event is in an occurrence: it founds it; it stands in a near-duplicate of a report that is in it; both state
the date; a place, an issue or a count of victims is the same; the same was news in the same days; what was ahead was
done; or was called off; and an account that leaves out a party."""

FIRST, COPY, DATE, DETAIL, NEWS, PROGRESS, CALLED_OFF, PARTY = range(len(REASONS))

_BUCKET = 8
_LONGEST = 62
"""An event of a longer time is compared with those of the very same time only."""

_CANDIDATES = 16
"""An event is compared with the latest so many occurrences of each eight days: a party that strikes another a hundred
times in a week must not cost the square of it."""

_CROWD = 64
"""Where more acts of a family fall into eight days, which of them leaves out a party of which is anybody's guess."""

_WEAKNESS: tuple[Strength, ...] = ("plain", "detail", "standing")
_AHEAD, _, _NEGATED = range(len(PHASES))
_NONE = -1

agree = lru_cache(maxsize=1 << 18)(places_agree)
alike = lru_cache(maxsize=1 << 18)(same_place)


class Joined(NamedTuple):
    """For each act: the place in `Acts` of the act that founds its occurrence, and the number of the reason."""

    founder: Numbers
    reason: Numbers


class _Act(NamedTuple):
    """One row of `Acts`, without what is the same in its whole block."""

    report: int
    first: int
    last: int
    known: int
    published: int
    phase: int
    place: int
    issue: int
    killed: int
    rule: int
    story: int
    deed: int


class _Occurrence:
    """What an occurrence has become: what all of its events have in common."""

    __slots__ = ("act", "first", "killed", "known", "last", "number", "place", "reports", "stories", "told")

    def __init__(self, number: int, act: _Act, place: str | None) -> None:
        self.number = number
        self.act = act
        self.first, self.last, self.known = act.first, act.last, act.known
        self.place = place
        self.killed = act.killed
        self.reports = {act.report}
        self.stories = {act.story}
        self.told = {act.phase: (act.published, act.published)}

    def absorb(self, other: _Occurrence) -> None:
        """Narrow to what all events of `other` say too."""
        self.first, self.last = max(self.first, other.first), min(self.last, other.last)
        self.known = min(self.known, other.known)
        self.place = narrower_place(self.place, other.place)
        self.killed = max(self.killed, other.killed)
        self.reports |= other.reports
        self.stories |= other.stories
        for phase, (since, until) in other.told.items():
            known = self.told.get(phase, (since, until))
            self.told[phase] = (min(since, known[0]), max(until, known[1]))


class _Block(NamedTuple):
    """Acts of one family between the same parties: whether any party is named, whether two are, and how much the acts
    of each deed have to agree on.
    """

    named: bool
    whole: bool
    strengths: list[Strength]
    planned: list[bool]

    def strength(self, occurrence: _Occurrence, act: _Act) -> Strength:
        """How much an act and what founded an occurrence have to agree on: the weaker of both decides."""
        return max(self.strengths[act.deed], self.strengths[occurrence.act.deed], key=_WEAKNESS.index)


def join(acts: Acts) -> Joined:
    """The occurrences of `acts`. The result does not depend on the order of the caller's rows."""
    count = len(acts.block)
    joined = Joined(np.arange(count), np.zeros(count, np.int64))
    strengths = [deed.strength for deed in acts.deeds]
    weaker = [WEAKER[strength] for strength in strengths]
    planned = [deed.planned for deed in acts.deeds]
    several: dict[int, _Occurrence] = {}
    edges = np.nonzero(np.r_[True, acts.block[1:] != acts.block[:-1], True])[0] if count else np.zeros(1, np.int64)
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start > 1:
            doers, others = acts.parties[acts.party[start]]
            whole = bool(doers) and len(doers) + len(others) > 1
            block = _Block(bool(doers or others), whole, strengths if whole else weaker, planned)
            _join_block(acts, start, end, block, joined, several)
    _join_missing(acts, joined, several)
    return joined


def _join_block(
    acts: Acts, start: int, end: int, block: _Block, joined: Joined, several: dict[int, _Occurrence]
) -> None:
    """Join the acts of one block, in place; `several` gets the occurrences of more than one."""
    columns = (getattr(acts, name)[start:end].tolist() for name in _Act._fields)
    buckets: defaultdict[int | tuple[int, int], list[_Occurrence]] = defaultdict(list)
    for number, values in enumerate(zip(*columns, strict=True), start):
        act = _Act(*values)
        place = acts.places[act.place]
        keys = _keys(act)
        best, top, reason = None, (0, 0, 0), FIRST
        for key in keys:
            for occurrence in buckets[key][-_CANDIDATES:]:
                why, score = _fit(block, occurrence, act, place)
                rank = (score, -abs(occurrence.act.published - act.published), -occurrence.number)
                if why and (best is None or rank > top):
                    best, top, reason = occurrence, rank, why
        if best is None:
            founded = _Occurrence(number, act, place)
            for key in keys:
                buckets[key].append(founded)
        else:
            best.absorb(_Occurrence(number, act, place))
            several[best.number] = best
            joined.founder[number] = best.number
            joined.reason[number] = reason


def _keys(act: _Act) -> list[int | tuple[int, int]]:
    if act.last - act.first > _LONGEST:
        return [(act.first, act.last)]
    return list(range(act.first // _BUCKET, act.last // _BUCKET + 1))


def _fit(block: _Block, occurrence: _Occurrence, act: _Act, place: str | None) -> tuple[int, int]:
    """Why an act may be this occurrence (0: it may not be), and how well it fits."""
    founder = occurrence.act
    if occurrence.first > act.last or act.first > occurrence.last or not agree(occurrence.place, place):
        return 0, 0
    if act.report in occurrence.reports and block.planned[act.deed] != block.planned[founder.deed]:
        return 0, 0  # who agrees to meet "soon" does not mean the meeting told of in the same report
    both_stated = occurrence.known == STATED and act.known == STATED
    detail = alike(occurrence.place, place) or (act.issue != _NONE and act.issue == founder.issue)
    turn = _turn(occurrence, act, both_stated or detail)
    if turn is None or _other_count(occurrence.killed, act.killed):
        return 0, 0
    score = 8 * both_stated + 4 * detail + 2 * (act.rule == founder.rule) + (act.phase in occurrence.told)
    if act.story in occurrence.stories and act.report not in occurrence.reports and act.rule == founder.rule:
        return (COPY, 16 + score) if turn == FIRST else (0, 0)
    strength = block.strength(occurrence, act)
    if not block.named or (turn != FIRST and strength == "standing"):
        return 0, 0
    announced = turn == PROGRESS and act.phase == _AHEAD and act.known != STATED
    if announced and occurrence.known == STATED and occurrence.first < act.first:
        return 0, 0  # it may have been over when this was announced
    if strength == "detail" and turn == PROGRESS and block.whole and _expected(occurrence, act):
        strength = "plain"
    reason = _reason(occurrence, act, strength, both_stated, detail)
    return (turn or reason, 1 + score) if reason else (0, 0)


def _turn(occurrence: _Occurrence, act: _Act, sure: bool) -> int | None:
    """The reason that a change of phase is, FIRST where there is none, None where the phases speak against it."""
    for phase, (since, until) in occurrence.told.items():
        told = until if phase == _AHEAD else since
        if not phases_fit(PHASES[phase], told, PHASES[act.phase], act.published, sure):
            return None
    if act.phase in occurrence.told:
        return FIRST
    return CALLED_OFF if _NEGATED in (act.phase, *occurrence.told) else PROGRESS


def _expected(occurrence: _Occurrence, act: _Act) -> bool:
    """Whether the days for which an act was announced are those in which it is news that it was done."""
    return (
        occurrence.known == STATED
        and occurrence.last - occurrence.first <= LAG
        and act.report not in occurrence.reports
    )


def _other_count(one: int, other: int) -> bool:
    """Whether the victims are too many, or too few, for one attack: counts of a day grow, but not threefold."""
    few, many = sorted((one, other))
    return few >= 0 and many > 3 * max(few, 1)


def _reason(occurrence: _Occurrence, act: _Act, strength: Strength, both_stated: bool, detail: bool) -> int:
    """Why two accounts of fitting times, places and phases are of one act; 0 where that does not suffice."""
    if UNKNOWN in (occurrence.known, act.known):
        return DETAIL if detail and act.report in occurrence.reports else 0
    if LONG in (occurrence.known, act.known):
        same = (occurrence.first, occurrence.last, LONG) == (act.first, act.last, occurrence.known)
        return DETAIL if detail and strength != "standing" else DATE * (same and strength == "plain")
    if both_stated:
        day = occurrence.first == occurrence.last == act.first == act.last
        return DATE if day or strength == "plain" or detail else 0
    if detail and strength != "standing":
        return DETAIL
    return NEWS if strength == "plain" else 0


def _join_missing(acts: Acts, joined: Joined, several: dict[int, _Occurrence]) -> None:
    """Join occurrences of the same days of which one leaves out a party, where the rest is strong, in place."""
    alone = joined.founder == np.arange(len(joined.founder))
    numbers = np.nonzero(alone & (acts.known == STATED))[0].tolist()
    buckets: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number in numbers:
        for key in _days_of(acts, number):
            buckets[key].append(number)
    moved: dict[int, int] = {}
    for number in numbers:
        near = [buckets[key] for key in _days_of(acts, number)]
        if any(len(bucket) > _CROWD for bucket in near) or number in moved.values():
            continue
        fitting = {other for bucket in near for other in bucket if _leaves_out(acts, number, other)}
        days = (acts.first[number], acts.last[number])
        fitting = {other for other in fitting if (acts.first[other], acts.last[other]) == days} or fitting
        if len(fitting) == 1 and (other := fitting.pop()) not in moved:
            one, whole = _occurrence(acts, number, several), _occurrence(acts, other, several)
            if _consistent(one, whole):
                whole.absorb(one)
                several[other] = whole
                moved[number] = other
    if moved:
        targets = np.arange(len(joined.founder))
        targets[list(moved)] = list(moved.values())
        joined.reason[list(moved)] = PARTY
        joined.founder[:] = targets[joined.founder]


def _occurrence(acts: Acts, number: int, several: dict[int, _Occurrence]) -> _Occurrence:
    """The occurrence that an act founded."""
    if number in several:
        return several[number]
    act = _Act(*(int(getattr(acts, name)[number]) for name in _Act._fields))
    return _Occurrence(number, act, acts.places[act.place])


def _consistent(one: _Occurrence, other: _Occurrence) -> bool:
    """Whether all events of two occurrences fit: their days, places, victims and phases."""
    return (
        max(one.first, other.first) <= min(one.last, other.last)
        and agree(one.place, other.place)
        and not _other_count(one.killed, other.killed)
        and all(_phases_fit(p, told, q, others) for p, told in one.told.items() for q, others in other.told.items())
    )


def _phases_fit(phase: int, told: tuple[int, int], other: int, told_other: tuple[int, int]) -> bool:
    """`phases_fit` for accounts told from the first to the second day: the last of what is ahead, else the first."""
    one_day, other_day = told[phase == _AHEAD], told_other[other == _AHEAD]
    return phases_fit(PHASES[phase], one_day, PHASES[other], other_day, True)


def _days_of(acts: Acts, number: int) -> list[tuple[int, int, int]]:
    """The keys under which an act is compared with those that may name more of its parties."""
    family, phase = int(acts.family[number]), int(acts.phase[number])
    first, last = int(acts.first[number]) // _BUCKET, int(acts.last[number]) // _BUCKET
    return [(family, phase, day) for day in range(first, last + 1)]


def _leaves_out(acts: Acts, number: int, other: int) -> bool:
    """Whether one account may be of the other's act, and only leaves out parties: in the same place, or with all of
    one side and in the same words, or with most of the parties of a seldom act.
    """
    if acts.first[number] > acts.last[other] or acts.first[other] > acts.last[number]:
        return False
    (one_a, one_b), (all_a, all_b) = acts.parties[acts.party[number]], acts.parties[acts.party[other]]
    left, whole = len(one_a) + len(one_b), len(all_a) + len(all_b)
    if not (left and left < whole and one_a <= all_a and one_b <= all_b):
        return False
    place, there = acts.places[acts.place[number]], acts.places[acts.place[other]]
    if alike(place, there):
        return True
    plain = acts.deeds[acts.deed[number]].strength == "plain" and left > 1
    # Codes of named parties begin with a capital letter; "civilians" are attacked by many on one day.
    named = all(code[:1].isupper() for code in one_a | one_b) and (one_a, one_b) in ((all_a, set()), (set(), all_b))
    return (plain or (named and acts.rule[number] == acts.rule[other])) and agree(place, there)
