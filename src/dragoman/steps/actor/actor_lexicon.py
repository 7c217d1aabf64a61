"""What the actors step knows: `actors.toml` and the closed lists, ready for look-up."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.knowledge import Rules, load
from dragoman.steps.actor.gazetteer import (
    Named,
    OrganisationsFile,
    Phrases,
    State,
    organisation_names,
    state_names,
    states,
    tokenize,
    variants,
)
from dragoman.steps.actor.person_names import KnownPerson, known_people
from dragoman.steps.actor.place_names import LONE_CITY, gazetteer


class Words(Rules):
    """A list of lemmas."""

    words: frozenset[str]


class Home(Rules):
    """What belongs to the government at hand where no owner is named."""

    roles: frozenset[str]
    bodies: frozenset[str]
    adjectives: frozenset[str]


class Groups(Rules):
    """Nouns for people in groups."""

    words: frozenset[str]
    states: frozenset[str]
    peoples: frozenset[str]
    generic: frozenset[str]
    kin: frozenset[str]
    vague: frozenset[str]


class Opposite(Rules):
    """Words that set somebody against another, and what tells whose an office is."""

    persons: frozenset[str]
    states: frozenset[str]
    meets: frozenset[str]
    matters: frozenset[str]
    offices: frozenset[str]


class Collective(Rules):
    """Nouns that a number gathers: "the two sides"."""

    states: frozenset[str]
    any: frozenset[str]
    people: frozenset[str]


class DescribedWords(Rules):
    """Nouns for parties that take part in acts without a name."""

    bodies: frozenset[str]
    roles: frozenset[str]
    abroad: frozenset[str]
    craft: frozenset[str]
    heads: frozenset[str]
    vague: frozenset[str]
    elsewhere: frozenset[str]
    organisations: tuple[str, ...]
    people: tuple[str, ...]
    targets: tuple[str, ...]
    neutral: frozenset[str]
    nobody: tuple[str, ...]


class Divided(Rules):
    """The two halves of a divided land."""

    north: str
    south: str
    both: tuple[str, ...]
    joint: tuple[str, ...]


class Given(Rules):
    """Given names."""

    places: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]


class MetonymWords(Rules):
    """When a city stands for a government."""

    does: frozenset[str]
    partner: frozenset[str]
    giving: frozenset[str]
    going: frozenset[str]
    places: frozenset[str]
    leaving: frozenset[str]
    travel: frozenset[str]


class ActorsFile(Rules):
    """`actors.toml`."""

    sectors: tuple[str, ...]
    titles: frozenset[str]
    courtesy: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    roles: dict[str, tuple[str, ...]]
    home: Home
    offices: dict[str, tuple[str, ...]]
    likely: dict[str, tuple[str, ...]]
    persons: Words
    private: Words
    bodies: dict[str, tuple[str, ...]]
    itself: Words
    independent: Words
    epithets: Words
    blocked: Words
    armed: Words
    organisations: Words
    groups: Groups
    unnamed: Words
    described: DescribedWords
    collective: Collective
    opposite: Opposite
    divided: tuple[Divided, ...]
    peoples: dict[str, tuple[str, ...]]
    given: Given
    metonyms: MetonymWords


@dataclass(frozen=True)
class Lexicon:
    """Look-up tables; built once.

    `roles` and `bodies` give a noun's sector, `offices` the code of a title's owner, with "?" where others have it too.
    """

    file: ActorsFile
    names: Phrases[Named]
    known: Phrases[KnownPerson]
    surnames: dict[str, list[KnownPerson]]
    states: dict[str, State]
    organisations: dict[str, Named]
    roles: Mapping[str, str]
    bodies: Mapping[str, str]
    offices: Phrases[str]
    male: frozenset[str]
    female: frozenset[str]
    cities: frozenset[str]
    self_names: frozenset[str]

    def acts_for(self, code: str) -> Named:
        """The state or organisation of a code."""
        if state := self.states.get(code):
            return next(named for _, named in state_names(state))
        if organisation := self.organisations.get(code):
            return organisation
        return Named(f"org:{code}", "organization", code, code, "organization", "people.people")

    def adjective(self, code: str) -> str | None:
        """The first adjective of a state."""
        state = self.states.get(code)
        return state.adjectives[0] if state and state.adjectives else None


def _by_word(table: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sector, words in table.items():
        for word in words:
            found.setdefault(word, sector)
    return found


@cache
def build_lexicon() -> Lexicon:
    """The lexicon, from the knowledge files."""
    file = load("actors.toml", ActorsFile)
    names, organisations = _names(file)
    known: Phrases[KnownPerson] = Phrases()
    surnames: dict[str, list[KnownPerson]] = {}
    for person in known_people():
        for key in variants(person.name):
            known.add(key, person)
        surnames.setdefault(person.words[-1], []).append(person)
    known.seal()
    offices: Phrases[str] = Phrases()
    for table, mark in ((file.offices, ""), (file.likely, "?")):
        for code, titles in table.items():
            for title in titles:
                offices.add(tokenize(title), code + mark)
    offices.seal()
    return Lexicon(
        file=file,
        names=names,
        known=known,
        surnames=surnames,
        states=states(),
        organisations=organisations,
        roles=_by_word(file.roles),
        bodies=_by_word(file.bodies),
        offices=offices,
        male=file.male | file.given.male,
        female=file.female | file.given.female,
        self_names=frozenset(
            word for noun in (*file.organisations.words, *_by_word(file.bodies)) for word in (noun, f"{noun}s")
        ),
        cities=gazetteer().large(LONE_CITY),
    )


def _names(file: ActorsFile) -> tuple[Phrases[Named], dict[str, Named]]:
    """All names that are looked up, and the organisations by code."""
    organisations: dict[str, Named] = {}
    rows: list[tuple[str, Named]] = []
    for name, entry in organisation_names(load("organisations.toml", OrganisationsFile)):
        rows.append((name, entry))
        if entry.type == "organization":
            organisations.setdefault(entry.code, entry)
    for state in states().values():
        rows += state_names(state)
    for people, words in file.peoples.items():
        entry = Named(f"people:{people}", "ethnic", people, people, "people", "actors.peoples")
        rows += [(word, entry) for word in words]
    for land in file.divided:
        both = Named(f"{land.north} {land.south}", "pair", "", "", "state", "actors.divided")
        rows += [(name, both) for name in (*land.both, *land.joint)]
    for name in (*file.blocked.words, *gazetteer().waters()):
        rows.append((name, Named(f"place:{name}", "place", name, "", "state", "places.regions")))
    # Of equal names the first wins: a name before an adjective ("UK").
    rows.sort(key=lambda row: row[1].type == "adjective")
    names: Phrases[Named] = Phrases()
    for name, entry in rows:
        for key in variants(name):
            names.add(key, entry)
    names.seal()
    return names, organisations
