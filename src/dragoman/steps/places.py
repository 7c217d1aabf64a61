"""The places step: countries, cities, regions and waters, with their coordinates."""

from __future__ import annotations

from typing import ClassVar

from dragoman.language import Document
from dragoman.records import MadeBy, Place
from dragoman.steps.actor.actor_lexicon import Lexicon, build_lexicon
from dragoman.steps.actor.actor_names import NameHit, names_of
from dragoman.steps.actor.metonyms import acts
from dragoman.steps.actor.place_names import LONE_CITY, Site, gazetteer
from dragoman.steps.draft import Draft

_LOCATIVE = frozenset(
    [
        *("in", "at", "near", "from", "to", "outside", "around", "of", "into", "through", "toward", "towards", "over"),
        *("above", "between", "across", "inside", "beyond", "via", "off", "on", "for", "leaving", "visiting"),
    ]
)
# A city in a country that the report names beats a greater namesake elsewhere, unless that one is this much greater:
# Tripoli in a report on Lebanon is Lebanon's (5 times smaller), Geneva in one on America is still Switzerland's (8.5).
NAMESAKE = 6
# Abbreviations that are adjectives before a noun: "U.S. officials" names no place.
_ADJECTIVAL = frozenset({"US", "U.S.", "U.S", "USA", "UK", "U.K."})


class Places:
    """Finds the places of a report."""

    name: ClassVar[str] = "places"
    reads: ClassVar[tuple[str, ...]] = ("times",)
    makes: ClassVar[tuple[str, ...]] = ("places",)

    def __init__(self) -> None:
        self._lexicon: Lexicon = build_lexicon()
        self._gazetteer = gazetteer()

    def __call__(self, draft: Draft) -> None:
        """Add the places to `draft`."""
        doc = draft.doc
        hits = names_of(doc, self._lexicon)
        words = [word.replace("’", "'") if "’" in word else word for word in doc.word]
        taken = {t: hit for hit in hits for t in range(hit.first, hit.last + 1)}
        mentioned = {
            hit.named.country for hit in hits if hit.named and hit.named.country and hit.named.type != "metonym"
        }
        found: dict[int, tuple[int, Site, str]] = {}
        i = 0
        while i < len(words):
            here = self._site(doc, words, i, taken, mentioned)
            if here:
                found[i] = here
            i = here[0] + 1 if here else i + 1
        for first, (last, site, rule) in found.items():
            span = doc.span(first, last)
            draft.places.append(
                Place(
                    start=span.start,
                    end=span.end,
                    text=span.text,
                    name=site.name,
                    country=site.country,
                    latitude=site.latitude,
                    longitude=site.longitude,
                    geonames_id=site.geonames_id,
                    made_by=MadeBy(rule=rule, cue=span),
                )
            )

    def _site(
        self, doc: Document, words: list[str], i: int, taken: dict[int, NameHit], mentioned: set[str]
    ) -> tuple[int, Site, str] | None:
        """Last token, site and rule of the place that starts at token `i`."""
        if not words[i][0].isalpha():
            return None
        region = self._gazetteer.regions.at(words, i)
        if region and self._free(i, region[0], taken):
            return i + region[0] - 1, region[1], "places.regions"
        hit = taken.get(i)
        if hit and hit.first == i and hit.named and hit.named.type == "state":
            if hit.modifies or (words[i] in _ADJECTIVAL and doc.dep[i] in ("amod", "compound", "nmod")):
                return None
            return hit.last, self._gazetteer.countries[hit.named.code], "places.country"
        city = self._gazetteer.cities.at(words, i) if words[i][0].isupper() else None
        if city is None or not self._is_city(doc, i, i + city[0] - 1, taken):
            return None
        last = i + city[0] - 1
        site = self._choose(doc, words, i, last, city[1], mentioned)
        return (last, site, "places.city") if site else None

    def _free(self, i: int, length: int, taken: dict[int, NameHit]) -> bool:
        """Whether no longer name lies over the tokens."""
        return all(
            t not in taken or (taken[t].named is not None and i <= taken[t].first and taken[t].last < i + length)
            for t in range(i, i + length)
        )

    def _is_city(self, doc: Document, first: int, last: int, taken: dict[int, NameHit]) -> bool:
        """Whether the tokens are no person's, body's or government's name."""
        above = doc.head[last]
        if above == last + 1 and doc.dep[last] == "compound" and doc.pos[above] == "PROPN":
            return doc.lemma[above].lower() in self._lexicon.roles
        for t in range(first, last + 1):
            hit = taken.get(t)
            if hit and (hit.named is None or hit.named.type != "metonym" or hit.first < first or hit.last > last):
                return False
        hit = taken.get(first)
        return hit is None or not acts(doc, hit.head, self._lexicon)

    def _choose(
        self, doc: Document, words: list[str], first: int, last: int, sites: list[Site], mentioned: set[str]
    ) -> Site | None:
        """Which of the cities of one name is meant, if any."""
        if last + 2 < len(words) and words[last + 1] == ",":
            country = self._country_at(words, last + 2)
            for site in sites:
                if country and site.country == country:
                    return site
        if first == last and words[first] in self._gazetteer.never:
            return None
        site = sites[0]
        if site.country not in mentioned:
            for other in sites:
                if (
                    other.country in mentioned
                    and other.country != "USA"
                    and other.population * NAMESAKE > site.population
                ):
                    site = other
                    break
        located = self._located(doc, words, first, last)
        large = site.population >= LONE_CITY
        if site.type == "capital":
            return site if located or large else None
        return site if located and (large or site.country in mentioned) else None

    def _country_at(self, words: list[str], i: int) -> str | None:
        """The country of the state or region that is named at token `i`."""
        found = self._lexicon.names.at(words, i)
        if found and found[1].type == "state":
            return found[1].country
        region = self._gazetteer.regions.at(words, i)
        return region[1].country if region else None

    def _located(self, doc: Document, words: list[str], first: int, last: int) -> bool:
        """Whether the words around say that a place is meant."""
        if doc.entity[first] in ("GPE", "LOC", "FAC"):
            return True
        if doc.entity[first] in ("PERSON", "NORP", "ORG", "WORK_OF_ART", "PRODUCT", "EVENT", "LAW"):
            return first > 0 and doc.norm[first - 1] in ("in", "near", "outside") and doc.dep[last] == "pobj"
        before = doc.norm[first - 1] if first else ""
        return before in _LOCATIVE or (last + 1 < len(words) and words[last + 1] == "," and before in ("", ",", "and"))
