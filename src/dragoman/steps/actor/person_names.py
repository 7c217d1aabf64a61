"""People's names: which words belong to one, and which two names are one person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dragoman.knowledge import load
from dragoman.steps.actor.cast import Member, fold
from dragoman.steps.actor.gazetteer import PeopleFile, tokenize

# Small words inside names; they tell nobody apart, and spellings differ in them.
PARTICLES = frozenset(
    [
        *("al", "el", "ul", "bin", "ben", "ibn", "bint", "abu", "umm", "von", "van", "der", "den"),
        *("de", "da", "do", "dos", "das", "di", "du", "del", "della", "la", "le", "las", "los"),
        *("y", "e", "ter", "zu", "zum", "ten", "af", "av", "ould", "st", "st.", "-", "."),
        *("'", "jr", "jr.", "sr", "sr.", "ii", "iii", "iv"),
    ]
)
_YEARS = re.compile(r"\s+((?:\d{4}-?(?:\d{4})?|-\d{4})(?:\s+(?:\d{4}-?(?:\d{4})?|-\d{4}))*)$")


def core(words: Iterable[str]) -> tuple[str, ...]:
    """The words of a name that tell people apart: folded, without particles and initials."""
    folded = [fold(word.replace("’", "'")) for word in words]
    return tuple(w for w in folded if w not in PARTICLES and len(w.rstrip(".")) != 1) or tuple(folded[-1:])


def same_person(short: Sequence[str], full: Sequence[str]) -> bool:
    """Whether two names, as `core` gives them, may be one person's.

    A single word fits any part of the full name; two words must agree in the first and the last, or be the tail or head
    of the full name (Spanish and Asian order).
    """
    if short == full:
        return True
    if len(short) > len(full):
        short, full = full, short
    if len(short) == 1:
        return short[0] in full
    if short[-1] == full[-1] and (short[0] == full[0] or tuple(full[-len(short) :]) == tuple(short)):
        return True
    return tuple(full[: len(short)]) == tuple(short)


@dataclass(frozen=True)
class KnownPerson:
    """A name in `people.toml`; `years` are ranges, none where it always holds.

    One of a user's list has its own `rule`, and what the list says of country, sector and role.
    """

    name: str
    code: str
    words: tuple[str, ...]
    years: tuple[tuple[int, int], ...]
    rule: str = "people.people"
    country: str | None = None
    sector: str | None = None
    role: str | None = None

    def serves(self, year: int | None) -> bool:
        """Whether the person acts under the code in that year; an unknown year is taken as fitting."""
        return year is None or not self.years or any(a <= year <= b for a, b in self.years)


def _ranges(text: str) -> tuple[tuple[int, int], ...]:
    found = []
    for part in text.split():
        first, _, last = part.partition("-")
        found.append((int(first or 0), int(last) if last else (9999 if "-" in part else int(first))))
    return tuple(found)


def known_people() -> list[KnownPerson]:
    """Everybody in `people.toml`."""
    found = []
    for code, rows in load("people.toml", PeopleFile).people.items():
        for row in rows:
            match = _YEARS.search(row)
            name = row[: match.start()] if match else row
            found.append(KnownPerson(name, code, core(tokenize(name)), _ranges(match[1]) if match else ()))
    return found


class Persons:
    """The named people of one report."""

    def __init__(self) -> None:
        self.members: list[Member] = []
        self._by_word: dict[str, list[Member]] = {}

    def find(self, words: tuple[str, ...]) -> Member | None:
        """The person that a name stands for; where several fit, the one whose surname it is, then the latest named."""
        best: Member | None = None
        best_rank = (-1, -1)
        for number, member in enumerate(self._by_word.get(words[-1], ()) or self._by_word.get(words[0], ())):
            if same_person(words, member.words):
                rank = (2 if words[-1] == member.words[-1] else 1 if words[0] == member.words[0] else 0, number)
                if rank > best_rank:
                    best, best_rank = member, rank
        return best

    def add(self, member: Member) -> None:
        """Remember a person by every word of the name."""
        self.members.append(member)
        self.index(member)

    def index(self, member: Member) -> None:
        """Make the person findable by all words that the name now has."""
        for word in member.words:
            rows = self._by_word.setdefault(word, [])
            if member not in rows:
                rows.append(member)
