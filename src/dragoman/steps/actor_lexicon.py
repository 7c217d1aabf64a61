"""What the actors step knows: `actors.toml` and the closed lists, ready for look-up."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache

from dragoman.knowledge import Rules, load
from dragoman.records import ActorKind
from dragoman.steps.gazetteer import (
    Named,
    OrganisationsFile,
    Phrases,
    State,
    organisation_names,
    state_names,
    states,
    variants,
)
from dragoman.steps.person_names import KnownPerson, known_people


class Words(Rules):
    """A list of lemmas."""

    words: tuple[str, ...]


class Given(Rules):
    """Given names."""

    places: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]


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
    titles: tuple[str, ...]
    courtesy: tuple[str, ...]
    male: tuple[str, ...]
    female: tuple[str, ...]
    roles: dict[str, tuple[str, ...]]
    private: Words
    bodies: dict[str, tuple[str, ...]]
    armed: Words
    parties: Words
    groups: Words
    unnamed: Words
    peoples: dict[str, tuple[str, ...]]
    given: Given
    metonyms: MetonymWords


def _by_word(table: dict[str, tuple[str, ...]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for sector, words in table.items():
        for word in words:
            found.setdefault(word, sector)
    return found


@dataclass
class Lexicon:
    """Look-up tables; built once."""

    names: Phrases[Named]
    known: Phrases[KnownPerson]
    surnames: dict[str, list[KnownPerson]]
    states: dict[str, State]
    titles: frozenset[str]
    courtesy: frozenset[str]
    male: frozenset[str]
    female: frozenset[str]
    roles: dict[str, str]
    private: frozenset[str]
    bodies: dict[str, str]
    armed: frozenset[str]
    parties: frozenset[str]
    groups: frozenset[str]
    unnamed: frozenset[str]
    given_places: frozenset[str]
    metonyms: MetonymWords
    kinds: dict[str, ActorKind] = field(default_factory=dict)
    organisations: dict[str, Named] = field(default_factory=dict)

    def acts_for(self, code: str) -> Named:
        """The state or organisation of a code."""
        if state := self.states.get(code):
            return next(named for _, named in state_names(state))
        if organisation := self.organisations.get(code):
            return organisation
        return Named(f"org:{code}", "organization", code, code, "organization", "people.people")


@cache
def build_lexicon() -> Lexicon:
    """The lexicon, from the knowledge files."""
    file = load("actors.toml", ActorsFile)
    names: Phrases[Named] = Phrases()
    organisations: dict[str, Named] = {}
    rows = []
    for code, entry in organisation_names(load("organisations.toml", OrganisationsFile)):
        rows.append((code, entry))
        if entry.type == "organization":
            organisations.setdefault(entry.code, entry)
    for state in states().values():
        rows += state_names(state)
    for people, words in file.peoples.items():
        entry = Named(f"people:{people}", "ethnic", people, people, "people", "actors.peoples")
        rows += [(word, entry) for word in words]
    rows.sort(key=lambda row: row[1].type == "adjective")
    for name, entry in rows:
        for key in variants(name):
            names.add(key, entry)
    names.seal()
    known: Phrases[KnownPerson] = Phrases()
    surnames: dict[str, list[KnownPerson]] = {}
    for person in known_people():
        for key in variants(person.name):
            known.add(key, person)
        surnames.setdefault(person.words[-1], []).append(person)
    known.seal()
    return Lexicon(
        names=names,
        known=known,
        surnames=surnames,
        states=states(),
        titles=frozenset(file.titles),
        courtesy=frozenset(file.courtesy),
        male=frozenset((*file.male, *file.given.male)),
        female=frozenset((*file.female, *file.given.female)),
        roles=_by_word(file.roles),
        private=frozenset(file.private.words),
        bodies=_by_word(file.bodies),
        armed=frozenset(file.armed.words),
        parties=frozenset(file.parties.words),
        groups=frozenset(file.groups.words),
        unnamed=frozenset(file.unnamed.words),
        given_places=frozenset(file.given.places),
        metonyms=file.metonyms,
        organisations=organisations,
    )
