"""The codes of PETRARCH's actor dictionaries (CAMEO): a state or a kind of organisation, a sector, and dates."""

from __future__ import annotations

import datetime as dt
import re
from functools import cache
from typing import NamedTuple

from dragoman.knowledge import Rules, load
from dragoman.records import ActorKind
from dragoman.steps.actor.gazetteer import states

OPEN_BEFORE, OPEN_AFTER = "0001-01-01", "9999-12-31"
_ARMED = frozenset({"REB", "SEP", "INS", "UAF", "RAD", "IMG"})
_HOLDERS = frozenset({"ELI", "GOV", "LEG", "JUD", "MIL", "OPP", "IGO"})


class Code(NamedTuple):
    """What a name stands for from `start` to `end` (YYYY-MM-DD, both included)."""

    code: str
    country: str | None
    sector: str | None
    kind: ActorKind
    role: str | None = None
    start: str = OPEN_BEFORE
    end: str = OPEN_AFTER

    @property
    def limited(self) -> bool:
        """Whether it holds for a time only."""
        return (self.start, self.end) != (OPEN_BEFORE, OPEN_AFTER)


class Bodies(Rules):
    """Words that no person's name has."""

    words: frozenset[str]


class CodesFile(Rules):
    """`actor_codes.toml`."""

    acting: frozenset[str]
    kinds: dict[str, str]
    nobody: frozenset[str]
    states: dict[str, str]
    organisations: dict[str, str]
    bodies: Bodies


@cache
def adjectives() -> frozenset[str]:
    """The adjectives of all states, lower case."""
    return frozenset(adjective.lower() for state in states().values() for adjective in state.adjectives)


@cache
def _codes() -> CodesFile:
    return load("actor_codes.toml", CodesFile)


def _state(part: str) -> str | None:
    """The state of three letters, if they are one's."""
    code = _codes().states.get(part, part)
    return code if code in states() else None


def read_code(text: str) -> Code | None:
    """What stands in brackets in a PETRARCH dictionary: a code and perhaps its dates; None where it is no code."""
    parts = text.replace(">", " >").replace("<", " <").replace("> ", ">").replace("< ", "<").split()
    if not parts or not re.fullmatch(r"[A-Z]{3,}", parts[0]):
        return None
    start, end = OPEN_BEFORE, OPEN_AFTER
    if len(parts) > 1:
        limits = parts[1]
        if limits[0] in "<>":
            day = _day(limits[1:])
            if day is None:
                return None
            start, end = (day, end) if limits[0] == ">" else (start, _before(day))
        elif "-" in limits:
            half = len(limits) // 2
            first, last = (limits[:half], limits[half + 1 :]) if len(limits) == 21 else limits.split("-", 1)
            start, end = _day(first) or start, _day(last) or end
    return _coded(parts[0], start, end)


def _coded(code: str, start: str, end: str) -> Code:
    """What a code stands for. Its own code is empty where the actor goes by name."""
    file = _codes()
    for cut in range(len(code), 5, -3):
        if organisation := file.organisations.get(code[:cut]):
            return Code(organisation, None, file.kinds.get(code[:3]), "organization", None, start, end)
    parts = [code[k : k + 3] for k in range(0, len(code), 3)]
    if parts[0] in file.kinds:
        country = next((state for part in parts[1:] if (state := _state(part))), None)
        kind = file.kinds[parts[0]]
        return Code("", country, kind, "armed group" if kind in _ARMED else "organization", None, start, end)
    state = _state(parts[0]) if parts[0] not in file.nobody else None
    sector = parts[1] if len(parts) > 1 else None
    if state is None:
        return Code("", None, parts[0], "organization", None, start, end)
    country = states()[state].country
    if sector is None:
        return Code(state, country, "GOV", "state", None, start, end)
    if sector in file.acting:
        return Code(state, country, sector, "body", None, start, end)
    if sector == "OPP" and states()[state].adjectives:
        return Code(f"{states()[state].adjectives[0]} opposition", country, sector, "organization", None, start, end)
    return Code("", country, sector, "armed group" if sector in _ARMED else "organization", None, start, end)


def as_person(code: Code, name: str) -> Code:
    """A name with dated codes is a person's: offices come and go. So is one without a word that bodies have."""
    words = [word.rstrip(".").lower() for word in name.split()]
    body = _codes().bodies.words.intersection(words) or any(word in adjectives() for word in words)
    person = not body and (code.limited or (2 <= len(words) <= 5 and code.sector in _HOLDERS))
    return code._replace(kind="person") if code.kind != "state" and person else code


def _day(text: str) -> str | None:
    """YYMMDD, YYYYMMDD or YYYY-MM-DD as YYYY-MM-DD; two-digit years are 1930 to 2029."""
    text = text.replace("-", "")
    if not text.isdecimal() or len(text) not in (6, 8):
        return None
    if len(text) == 6:
        text = ("20" if int(text[:2]) < 30 else "19") + text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    for last in (day, 28):  # the dictionaries have a 31 November
        try:
            return dt.date(year, month, last).isoformat()
        except ValueError:
            continue
    return None


def _before(day: str) -> str:
    return (dt.date.fromisoformat(day) - dt.timedelta(days=1)).isoformat()
