"""When and where an encounter is, as the sentence that tells of it says."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.language import Document
from dragoman.records import Event, Place, Time
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup
from dragoman.steps.view.intervals import days, interval

_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})  # the model takes small towns for organisations


class Circumstances:
    """The date and place of a sentence, for an encounter that has none of its own: where there is only one in the
    sentence, and both stand in what the same statement says, or both outside any ("said on Monday that they met" does
    not date the meeting).
    """

    def __init__(self, draft: Draft, lookup: Lookup) -> None:
        self._doc = draft.doc
        self._who = draft.who
        self._lookup = lookup
        self._countries = {place.name.lower(): place.country for place in draft.places}
        self._states = {actor.code for actor in draft.actors if actor.kind == "state"}
        self._dates = _by_sentence(draft.doc, [t for t in draft.times if _is_day(t.value)])
        self._places = _by_sentence(draft.doc, draft.places)

    def host(self, event: Event, place: str | None) -> str | None:
        """Whom a visitor without a named host visits: the state of the place, if it takes part in the report."""
        if event.recipients or len(event.actors) != 1 or place is None:
            return None
        country = self._countries.get(place.lower())
        return country if country in self._states and country not in event.actors else None

    def date(self, token: int) -> str | None:
        """The only day or week in the sentence of `token`."""
        time = self._only(self._dates, token)
        return time.value if isinstance(time, Time) else None

    def place(self, token: int) -> str | None:
        """The only place in the sentence of `token`, if "in" or "at" stands before it."""
        place = self._only(self._places, token)
        if not isinstance(place, Place):
            return None
        first = self._doc.token_at(place.start)
        return place.name if first > 0 and self._doc.norm[first - 1] in ("in", "at") else None

    def beside(self, token: int) -> str | None:
        """The place that "in" or "at" ties to `token` or to the verb that governs it, even one that is in no list."""
        doc = self._doc
        for at in (token, doc.head[token]):
            if at != token and (doc.dep[token] not in ("dobj", "pobj") or doc.sent[at] != doc.sent[token]):
                break
            for c in doc.children[at]:
                if doc.dep[c] != "prep" or doc.norm[c] not in ("in", "at"):
                    continue
                inner = doc.child(c, "pobj")
                named = inner > 0 and doc.entity[inner] in _PLACES and doc.pos[inner] == "PROPN"
                if named and not self._who.at(inner):
                    return self._known(inner)
        return None

    def _known(self, token: int) -> str:
        """The name of the place at `token`: as the records have it, else its words."""
        doc = self._doc
        for place in self._places.get(doc.sent[token], []):
            if place.start <= doc.start[token] < place.end and isinstance(place, Place):
                return place.name
        first = token
        while first > 0 and doc.dep[first - 1] == "compound" and doc.pos[first - 1] == "PROPN":
            first -= 1
        return doc.text[doc.start[first] : doc.end[token]]

    def _only(self, index: dict[int, list[Time | Place]], token: int) -> Time | Place | None:
        here = index.get(self._doc.sent[token], [])
        if len(here) != 1:
            return None
        one = self._lookup.statement_over(here[0].start, here[0].end)
        other = self._lookup.statement_over(self._doc.start[token], self._doc.end[token])
        return here[0] if one is other else None


def _by_sentence(doc: Document, records: Sequence[Time | Place]) -> dict[int, list[Time | Place]]:
    index: dict[int, list[Time | Place]] = {}
    for record in records:
        index.setdefault(doc.sent[max(0, doc.token_at(record.start))] if len(doc) else 0, []).append(record)
    return index


def _is_day(value: str) -> bool:
    span = interval(value)
    return span is not None and days(span) <= 7
