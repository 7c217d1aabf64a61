"""Events as rows of numbers, so that a million of them are compared quickly: what `occurrences` works on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any, Literal, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.knowledge import Rules, load
from dragoman.ledger.matching import AHEAD, EXACT, LAG, Phase, phase

Strength = Literal["plain", "detail", "standing"]
Numbers = npt.NDArray[np.int64]

STATED, INFERRED, LONG, UNKNOWN = 0, 1, 2, 3
"""How the time of an event is known: a date of some days, only the publication date, a month or longer, not at all."""

WEAKER: dict[Strength, Strength] = {"plain": "detail", "detail": "standing", "standing": "standing"}
"""The strength of what says less than others of its kind: a general word, or parties of whom one is not named."""

_AT_ONCE = 1 << 16
_NO_DAY = -(2**31)
_APART = 2**24
"""Where the days of unknown times begin: each story has one of its own, so that only its copies can be compared."""


class Family(Rules):
    """Rules that name one deed: see knowledge/occurrences.toml."""

    id: str
    type: str
    rules: frozenset[str]
    strength: Strength | None = None
    loose: frozenset[str] = frozenset()
    modes: frozenset[str] = frozenset()
    ahead: int = AHEAD


class Progress(Rules):
    """A CAMEO code of a type that is the plan of an act of another family."""

    type: str
    cameo: str
    rules: frozenset[str]
    family: str


class OccurrencesFile(Rules):
    """`occurrences.toml`."""

    strength: dict[str, Strength]
    family: tuple[Family, ...]
    progress: tuple[Progress, ...]


@cache
def families() -> Families:
    """The families of `occurrences.toml`."""
    return Families(load("occurrences.toml", OccurrencesFile))


class Deed(NamedTuple):
    """What kind of deed an event tells of. `ahead`: days within which one that is announced without a date is expected;
    `planned`: the event is the plan of it, whatever its own status.
    """

    family: str
    strength: Strength
    ahead: int = AHEAD
    planned: bool = False


class Families:
    """Which family an event belongs to, by its type, rule, mode and CAMEO code."""

    def __init__(self, known: OccurrencesFile) -> None:
        self._types = known.strength
        self._families = known.family
        self._progress = {(p.type, p.cameo, rule): p.family for p in known.progress for rule in p.rules}

    def deed(self, type_: str, rule: str | None, mode: str | None, cameo: str | None) -> Deed:
        """The kind of deed; a rule in no family is one by itself."""
        strength = self._types.get(type_, "detail")
        name = (rule or "").rpartition(".")[2]
        if planned := self._progress.get((type_, cameo or "", name)):
            # Parties that agree to meet "soon" may meet about something else before.
            return Deed(planned, WEAKER[self._types[planned.partition(".")[0]]], planned=True)
        for family in self._families:
            if family.type != type_ or (family.modes and mode not in family.modes):
                continue
            if name in family.rules or "*" in family.rules:
                own = family.strength or strength
                return Deed(f"{type_}.{family.id}", WEAKER[own] if name in family.loose else own, family.ahead)
        return Deed(f"{type_}.{name}", "standing" if name in ("", "coder") else strength)


class Acts(NamedTuple):
    """Events, a number each, sorted into blocks (one family, the same parties) and there by time.

    `row` is the row of the caller's table; `report` the rank of the report in order of publication; `first` and `last`
    the days of `matching.When`. The others number values, of which `deeds`, `places` and `parties` are kept.
    """

    row: Numbers
    block: Numbers
    report: Numbers
    n: Numbers
    first: Numbers
    last: Numbers
    known: Numbers
    published: Numbers
    phase: Numbers
    place: Numbers
    issue: Numbers
    killed: Numbers
    rule: Numbers
    story: Numbers
    deed: Numbers
    family: Numbers
    party: Numbers
    deeds: list[Deed]
    places: list[str | None]
    parties: list[tuple[frozenset[str], frozenset[str]]]


PHASES: tuple[Phase, ...] = ("ahead", "actual", "negated")


def acts(events: pa.Table, story_of: dict[str, str]) -> Acts:
    """The rows of the flat view `events` as `Acts`. `story_of` gives the story of a report that repeats another."""
    published = _days(events.column("published"))
    report, ids = _ranks(events.column("report_id"), published)
    deeds, deed = _deeds(events)
    statuses, status = _coded(events.column("status"))
    phases = np.array([PHASES.index(phase(s or "actual")) for s in statuses], np.int64)[status]
    ahead = np.array([d.planned for d in deeds], np.bool_)[deed]
    phases[ahead & (phases != 2)] = 0
    parties, party = _parties(events)
    story = _stories(ids, story_of)[report]
    horizon = np.array([d.ahead for d in deeds], np.int64)[deed]
    first, last, known = _times(events, published, np.where(phases == 0, horizon, -1), story, ahead)
    phases[(known == STATED) & (first > published) & (published != _NO_DAY) & (phases == 1)] = 0
    places, place = _coded(events.column("place"))
    kinds = sorted({d.family for d in deeds})
    family = np.array([kinds.index(d.family) for d in deeds], np.int64)[deed]
    block = family * len(parties) + party
    n = np.asarray(events.column("n").to_numpy(), np.int64)
    order = np.lexsort((n, report, last, first, known, block))
    _, issue = _coded(events.column("issue"))
    _, rule = _coded(events.column("rule"))
    return Acts(
        row=order,
        block=block[order],
        report=report[order],
        n=n[order],
        first=first[order],
        last=last[order],
        known=known[order],
        # Who reports that a meeting was agreed on does not report that it was held: that takes another day.
        published=(published + ahead)[order],
        phase=phases[order],
        place=place[order],
        issue=issue[order],
        killed=_killed(events)[order],
        rule=rule[order],
        story=story[order],
        deed=deed[order],
        family=family[order],
        party=party[order],
        deeds=deeds,
        places=places,
        parties=parties,
    )


def _days(column: pa.ChunkedArray) -> Numbers:
    days = column.cast(pa.date32()).cast(pa.int32()).fill_null(_NO_DAY)
    return np.asarray(days.to_numpy(), np.int64)


def _coded(column: pa.ChunkedArray) -> tuple[list[Any], Numbers]:
    """The different values of a column, sorted, and the number of each row's value; null is -1 and the last value."""
    values = sorted(value for value in pc.unique(column).to_pylist() if value is not None)
    found = pc.index_in(column, value_set=pa.array(values, column.type)).fill_null(-1)
    return [*values, None], np.asarray(found.to_numpy(), np.int64)


def _ranks(ids: pa.ChunkedArray, published: Numbers) -> tuple[Numbers, list[str]]:
    """The rank of each row's report in order of publication (undated last, of one day by id), and the ids by rank."""
    names, number = _coded(ids)
    count = len(names) - 1
    day = np.full(count, _NO_DAY, np.int64)
    day[number] = published
    day[day == _NO_DAY] = 2**40
    order = np.lexsort((np.arange(count), day))
    rank = np.empty(count, np.int64)
    rank[order] = np.arange(count)
    return rank[number], [names[i] for i in order]


def _stories(ids: Sequence[str], story_of: dict[str, str]) -> Numbers:
    """The number of each report's story, by the report's rank."""
    number: dict[str, int] = {}
    return np.array([number.setdefault(story_of.get(i, i), len(number)) for i in ids], np.int64)


def _deeds(events: pa.Table) -> tuple[list[Deed], Numbers]:
    """The different deeds, sorted, and the number of each row's deed."""
    coded = [_coded(events.column(name)) for name in ("type", "rule", "mode", "cameo")]
    key = np.zeros(events.num_rows, np.int64)
    for values, codes in coded:
        key = key * (len(values) + 1) + codes + 1
    unique, inverse = np.unique(key, return_inverse=True)
    made = []
    for value in unique.tolist():
        parts: list[str | None] = []
        for values, _ in reversed(coded):
            value, code = divmod(value, len(values) + 1)
            parts.append(values[code - 1])
        cameo, mode, rule, type_ = parts
        made.append(families().deed(type_ or "", rule, mode, cameo))
    deeds = sorted(set(made))
    return deeds, np.array([deeds.index(deed) for deed in made], np.int64)[inverse]


def _parties(events: pa.Table) -> tuple[list[tuple[frozenset[str], frozenset[str]]], Numbers]:
    """The different parties, as (actors, recipients), and the number of each row's.

    For a mutual act, one that all do with each other, all are actors: who is told of first says nothing.
    """
    number: dict[tuple[frozenset[str], frozenset[str]], int] = {}
    known: dict[tuple[Any, ...], int] = {}
    codes = np.empty(events.num_rows, np.int64)
    for place, key in enumerate(_sides(events)):
        code = known.get(key)
        if code is None:
            type_, actors, recipients = key
            sides = (frozenset(actors or ()), frozenset(recipients or ()))
            if type_ == "CONSULT" or (type_ == "AGREE" and len(sides[0]) > 1):
                sides = (sides[0] | sides[1], frozenset())
            code = known[key] = number.setdefault(sides, len(number))
        codes[place] = code
    parties = sorted(number, key=lambda sides: (sorted(sides[0]), sorted(sides[1])))
    rank = np.empty(len(parties), np.int64)
    for place, sides in enumerate(parties):
        rank[number[sides]] = place
    return parties, rank[codes] if len(parties) else codes


def _sides(events: pa.Table) -> Iterator[tuple[Any, ...]]:
    columns = events.select(["type", "actors", "recipients"])
    for start in range(0, events.num_rows, _AT_ONCE):
        part = columns.slice(start, _AT_ONCE)
        sides = (_tuples(part.column(name)) for name in ("actors", "recipients"))
        yield from zip(part.column("type").to_pylist(), *sides, strict=True)


def _tuples(column: pa.ChunkedArray) -> Iterable[tuple[str, ...]]:
    return (tuple(value) if value else () for value in column.to_pylist())


def _times(
    events: pa.Table, published: Numbers, horizon: Numbers, story: Numbers, planned: npt.NDArray[np.bool_]
) -> tuple[Numbers, Numbers, Numbers]:
    """First and last day of each event, and how they are known: `matching.when`, for all rows at once.

    `horizon`: days within which what is ahead is expected, -1 for what is not ahead. The date of what is only `planned`
    by its kind is that of the agreement, not that of the act agreed on.
    """
    first, last = _days(events.column("date_from")), _days(events.column("date_to"))
    stated = (first != _NO_DAY) & (last != _NO_DAY) & ~planned
    known = np.where(stated, np.where(last - first < EXACT, STATED, LONG), INFERRED)
    past = np.asarray(pc.equal(events.column("date"), "PAST_REF").fill_null(False).to_numpy(), np.bool_)
    known[~stated & ((published == _NO_DAY) | past)] = UNKNOWN
    ahead = horizon >= 0
    inferred, unknown = known == INFERRED, known == UNKNOWN
    first[inferred] = (published - np.where(ahead, 0, LAG))[inferred]
    last[inferred] = (published + np.where(ahead, horizon, 0))[inferred]
    first[unknown] = last[unknown] = (_APART + 64 * story)[unknown]
    return first, last, known


def _killed(events: pa.Table) -> Numbers:
    """How many an event is said to have killed, -1 where it is not said."""
    if "killed" not in events.column_names:
        return np.full(events.num_rows, -1, np.int64)
    return np.asarray(events.column("killed").fill_null(-1).to_numpy(), np.int64)
