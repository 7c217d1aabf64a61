"""Which acts are one: every event joins the occurrence that it fits best, or founds one."""

from __future__ import annotations

from collections import defaultdict
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from dragoman.ledger.acts import LONG, PHASES, STATED, UNKNOWN, WEAKER, Acts, Numbers, Strength
from dragoman.ledger.matching import narrower_place, phases_fit, places_agree, same_place

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

    def add(self, act: _Act, place: str | None) -> None:
        """Narrow to what `act` says too."""
        self.first, self.last = max(self.first, act.first), min(self.last, act.last)
        self.known = min(self.known, act.known)
        self.place = narrower_place(self.place, place)
        self.killed = max(self.killed, act.killed)
        self.reports.add(act.report)
        self.stories.add(act.story)
        since, until = self.told.get(act.phase, (act.published, act.published))
        self.told[act.phase] = (min(since, act.published), max(until, act.published))


def join(acts: Acts) -> Joined:
    """The occurrences of `acts`. The result does not depend on the order of the caller's rows."""
    count = len(acts.block)
    joined = Joined(np.arange(count), np.zeros(count, np.int64))
    edges = np.nonzero(np.r_[True, acts.block[1:] != acts.block[:-1], True])[0] if count else np.zeros(1, np.int64)
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        if end - start > 1:
            _join_block(acts, start, end, joined)
    _join_missing(acts, joined)
    return joined


def _join_block(acts: Acts, start: int, end: int, joined: Joined) -> None:
    sides = acts.parties[acts.party[start]]
    strengths = [deed.strength for deed in acts.deeds]
    if (not sides[1] and len(sides[0]) < 2) or not sides[0]:
        strengths = [WEAKER[strength] for strength in strengths]
    nameless = not (sides[0] or sides[1])
    columns = (getattr(acts, name)[start:end].tolist() for name in _Act._fields)
    buckets: defaultdict[int | tuple[int, int], list[_Occurrence]] = defaultdict(list)
    for number, values in enumerate(zip(*columns, strict=True), start):
        act = _Act(*values)
        place = acts.places[act.place]
        keys = _keys(act)
        best, top, reason = None, (0, 0, 0), FIRST
        for key in keys:
            for occurrence in buckets[key][-_CANDIDATES:]:
                strength = max(strengths[act.deed], strengths[occurrence.act.deed], key=_WEAKNESS.index)
                why, score = _fit(occurrence, act, place, strength, nameless)
                rank = (score, -abs(occurrence.act.published - act.published), -occurrence.number)
                if why and (best is None or rank > top):
                    best, top, reason = occurrence, rank, why
        if best is None:
            founded = _Occurrence(number, act, place)
            for key in keys:
                buckets[key].append(founded)
        else:
            best.add(act, place)
            joined.founder[number] = best.number
            joined.reason[number] = reason


def _keys(act: _Act) -> list[int | tuple[int, int]]:
    if act.last - act.first > _LONGEST:
        return [(act.first, act.last)]
    return list(range(act.first // _BUCKET, act.last // _BUCKET + 1))


def _fit(occurrence: _Occurrence, act: _Act, place: str | None, strength: Strength, nameless: bool) -> tuple[int, int]:
    """Why an act may be this occurrence (0: it may not be), and how well it fits."""
    founder = occurrence.act
    if occurrence.first > act.last or act.first > occurrence.last or not agree(occurrence.place, place):
        return 0, 0
    both_stated = occurrence.known == STATED and act.known == STATED
    detail = alike(occurrence.place, place) or (act.issue != _NONE and act.issue == founder.issue)
    turn = _turn(occurrence, act, both_stated or detail)
    if turn is None or _other_count(occurrence, act):
        return 0, 0
    score = 8 * both_stated + 4 * detail + 2 * (act.rule == founder.rule) + (act.phase in occurrence.told)
    if act.story in occurrence.stories and act.report not in occurrence.reports and act.rule == founder.rule:
        return (COPY, 16 + score) if turn == FIRST else (0, 0)
    if nameless:
        return 0, 0
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


def _other_count(occurrence: _Occurrence, act: _Act) -> bool:
    """Whether the victims are too many, or too few, for one attack: counts of a day grow, but not threefold."""
    one, other = sorted((occurrence.killed, act.killed))
    return one >= 0 and other > 3 * max(one, 1)


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


def _join_missing(acts: Acts, joined: Joined) -> None:
    """Join occurrences of one day of which one leaves out a party, where the rest is strong, in place."""
    alone = joined.founder == np.arange(len(joined.founder))
    whole_day = alone & (acts.known == STATED) & (acts.first == acts.last)
    groups: defaultdict[tuple[int, int, int], list[int]] = defaultdict(list)
    for number in np.nonzero(whole_day)[0].tolist():
        groups[int(acts.family[number]), int(acts.first[number]), int(acts.phase[number])].append(number)
    moved: dict[int, int] = {}
    for numbers in groups.values():
        if 1 < len(numbers) <= 4 * _CANDIDATES:
            moved.update(_missing(acts, numbers))
    if moved:
        targets = np.arange(len(joined.founder))
        targets[list(moved)] = list(moved.values())
        joined.reason[list(moved)] = PARTY
        joined.founder[:] = targets[joined.founder]


def _missing(acts: Acts, numbers: list[int]) -> dict[int, int]:
    """Of occurrences of one deed and day: each that leaves out parties of exactly one other, with that other."""
    moved: dict[int, int] = {}
    for number in numbers:
        fitting = [other for other in numbers if other != number and _leaves_out(acts, number, other)]
        if len(fitting) == 1:
            moved[number] = fitting[0]
    return {number: other for number, other in moved.items() if other not in moved}


def _leaves_out(acts: Acts, number: int, other: int) -> bool:
    """Whether one account may be of the other's act, and only leaves out parties: in the same place, or with all of
    one side and in the same words, or with most of the parties of a seldom act.
    """
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
