"""Events as dyads: one record a day, source, target and CAMEO code, as event tables have them."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import permutations, product
from typing import NamedTuple

from dragoman.ledger.exports.scope import Scope
from dragoman.ledger.exports.told import Party, Told

NOBODY = Party("")
"""Who stands where an event has no source or no target."""


class Dyad(NamedTuple):
    """One record of an event table."""

    told: Told
    day: dt.date
    source: Party
    target: Party
    code: str

    @property
    def key(self) -> tuple[dt.date, str, str, str]:
        """What one-a-day filtering keeps one record of."""
        return self.day, self.source.cameo, self.target.cameo, self.code

    @property
    def number(self) -> int:
        """A number for the record, the same in every export; below 2^52, so that R and spreadsheets keep it whole."""
        name = "\t".join((self.told.id, self.source.code, self.target.code))
        return int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big") >> 12


def dyads(events: Iterable[Told], scope: Scope, left_out: Counter[str]) -> Iterator[Dyad]:
    """The records of `events`; what a table of plain facts cannot hold is counted in `left_out`, with the reason.

    Of a mutual act each party is once the source with each other party as the target. Unless `scope` names statuses,
    what did not happen is left out: only actual events and intents that are not negated are facts.
    """
    for told in events:
        reason = _reason(told, scope)
        if reason:
            left_out[reason] += 1
            continue
        assert told.day is not None  # else there is a reason
        for source, target in _pairs(told):
            if _asked_for(source.code, target.code, scope.parties):
                yield Dyad(told, told.day, source, target, told.event["cameo"])


def _asked_for(source: str, target: str, parties: tuple[str, ...]) -> bool:
    """Whether a dyad is one of the parties': with one of them on a side, or, of several, with one on each side."""
    if len(parties) < 2:
        return not parties or parties[0] in (source, target)
    return source in parties and target in parties


def _reason(told: Told, scope: Scope) -> str | None:
    """Why an event has no record; None where it has."""
    status = told.event["status"]
    if not scope.statuses and status != "actual" and (status == "negated" or not told.intent):
        return f"{status} (name it with --status to have it)"
    if told.event["cameo"] is None:
        return "without a CAMEO code"
    if not told.event["actors"] and not told.event["recipients"]:
        return "without a party"
    return "without a date" if told.day is None else None


def _pairs(told: Told) -> Iterator[tuple[Party, Party]]:
    if told.mutual:
        return permutations(told.actors, 2)
    return product(told.actors or (NOBODY,), told.recipients or (NOBODY,))


def first_of_day(records: Iterable[Dyad], left_out: Counter[str]) -> Iterator[Dyad]:
    """The first record of each day, dyad and code, by order of publication."""
    seen: set[bytes] = set()
    for record in records:
        # Sixteen bytes a record, since an event may be filed under any day before its report.
        key = hashlib.blake2b(repr(record.key).encode(), digest_size=16).digest()
        if key in seen:
            left_out["the same day, dyad and code"] += 1
        else:
            seen.add(key)
            yield record
