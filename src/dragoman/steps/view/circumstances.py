"""When and where an encounter is, as the sentence that tells of it says."""

from __future__ import annotations

import re
from collections.abc import Sequence

from dragoman.language import Document
from dragoman.records import Event, Place, Time
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup
from dragoman.steps.view.intervals import days, interval
from dragoman.steps.view.rounds import held_by

_HELD = frozenset({"meet", "hold", "stage", "open", "begin", "take", "convene", "gather", "schedule", "set", "plan"})
_MODIFIES = frozenset({"acl", "amod"})  # "a congress held in Lomé", "an event due to be held there"
_ABOUT = frozenset({"discuss", "negotiate", "debate", "consider", "review"})  # what follows is the matter
_TOWNS = frozenset({"city", "town", "resort", "capital", "village", "port", "suburb"})
_PLACES = frozenset({"GPE", "LOC", "FAC", "ORG"})  # the model takes small towns for organisations
_ONCE = frozenset({"first", "originally", "initially", "previously", "once", "already", "earlier"})
_DONE_AT = frozenset({"at", "during", "after", "following", "since"})
_MONTH = re.compile(r"\d{4}-\d\d")


class Circumstances:
    """The date and place of a sentence, for an encounter that has none of its own: where there is only one in the
    sentence, and both stand in what the same statement says, or both outside any ("said on Monday that they met" does
    not date the meeting).
    """

    def __init__(self, draft: Draft, lookup: Lookup) -> None:
        self._doc = draft.doc
        self._who = draft.who
        self._today = draft.report.date
        self._state_names = {a.name.lower() for a in draft.actors if a.kind == "state"}
        self._lookup = lookup
        self._countries = {place.name.lower(): place.country for place in draft.places}
        self._names = {p.name.lower(): p.name for p in draft.places if p.name.lower() not in self._state_names}
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
        return time.value if isinstance(time, Time) and not self._before_intent(token, time) else None

    def of_event(self, event: Event, token: int) -> str | None:
        """The event's own date, unless it is that of the decision; else the only one in the sentence."""
        if interval(event.date) is None:
            return self.date(token)
        same = [t for t in self._dates.get(self._doc.sent[token], []) if isinstance(t, Time) and t.value == event.date]
        return None if same and all(self._before_intent(token, time) for time in same) else self._past(event, token)

    def _past(self, event: Event, token: int) -> str | None:
        """The event's date; of what was done in or at an encounter, a bare month to come is that of the year before:
        "promised it at a meeting in January", told of in December.
        """
        doc, when, now = self._doc, interval(event.date), interval(self._today)
        if not (when and now and event.date and when[0] > now[1] and _MONTH.fullmatch(event.date)):
            return event.date
        at = token
        if doc.tag[at] != "VBD" and not (doc.dep[at] == "pobj" and doc.norm[doc.head[at]] in _DONE_AT):
            return event.date
        intent = False
        while doc.head[at] != at and not (clauses.is_verb(doc, at) and doc.tag[at] in ("VBD", "MD", "VBZ", "VBP")):
            at = doc.head[at]
            intent = intent or any(doc.tag[c] == "TO" for c in doc.children[at])
        if intent and not any(doc.norm[c] in _ONCE for c in doc.children[at]):
            return event.date  # "promised to speak at a meeting in January"
        if doc.tag[at] != "VBD" or event.status != "actual":
            return event.date
        return f"{when[0].year - 1}{event.date[4:]}"

    def news_day(self) -> str | None:
        """The day that the report tells of: the only one that its first sentences name, at most three days back."""
        today = interval(self._today)
        first = [t for n in range(min(4, len(self._doc.sentences))) for t in self._dates.get(n, [])]
        found = {t.value for t in first if isinstance(t, Time) and (d := interval(t.value)) and days(d) == 1}
        day = interval(found.pop()) if len(found) == 1 else None
        return day[0].isoformat() if day and today and 0 <= (today[0] - day[0]).days <= 3 else None

    def _before_intent(self, token: int, time: Time) -> bool:
        """Whether the day is that of a decision, not of what was decided: "voted on Monday to attend the talks"."""
        doc = self._doc
        at = token
        for _ in range(4):
            if any(doc.tag[c] == "TO" for c in doc.children[at] if c < at):
                day = doc.token_at(time.start)
                return not doc.left[at] <= day <= doc.right[at]
            if doc.head[at] == at:
                break
            at = doc.head[at]
        return False

    def place(self, token: int) -> str | None:
        """The only place in the sentence of `token`, if "in" or "at" stands before it."""
        place = self._only(self._places, token)
        return place.name if isinstance(place, Place) and self._lies_in(place) else None

    def _lies_in(self, place: Place) -> bool:
        """Whether "in" or "at" stands before a place or what is called by its name: "in the resort of Sokodé"."""
        doc = self._doc
        first = doc.token_at(place.start)
        town = self._town(doc.token_at(place.end - 1))
        return any(i > 0 and doc.norm[i - 1] in ("in", "at") for i in (first, doc.left[town] if town >= 0 else -1))

    def _town(self, token: int) -> int:
        """The noun that the name at `token` belongs to: "the resort of Sokodé", "Togo's capital, Lomé"; -1 for none."""
        doc = self._doc
        up = doc.head[token]
        if doc.dep[token] == "pobj" and doc.norm[up] == "of":
            up = doc.head[up]
        elif doc.dep[token] != "appos":
            return -1
        return up if doc.lemma[up] in _TOWNS else -1

    def _describes(self, place: Time | Place, others: Sequence[Time | Place]) -> bool:
        """Whether a name only says where another place is: "the Black Sea resort of Sochi", "Togo's capital, Lomé"."""
        doc = self._doc
        at = doc.token_at(place.start)
        towns = {self._town(doc.token_at(other.end - 1)) for other in others if other is not place} - {-1}
        return any(doc.left[town] <= at <= town for town in towns)

    def beside(self, token: int) -> str | None:
        """The place that "in" or "at" ties to `token` or to the verb that governs it, even one that is in no list."""
        doc = self._doc
        for at in self._around(token):
            for c in doc.children[at]:
                if doc.dep[c] != "prep" or doc.norm[c] not in ("in", "at"):
                    continue
                inner = doc.child(c, "pobj")
                if inner > 0 and doc.lemma[inner] in _TOWNS and doc.pos[inner] != "PROPN":
                    of, name = doc.child(inner, "prep"), doc.child(inner, "appos")
                    inner = doc.child(of, "pobj") if of > 0 else name  # "in the Togolese city of Lomé", "capital, Lomé"
                named = inner > 0 and doc.entity[inner] in _PLACES and doc.pos[inner] == "PROPN"
                if named and not self._who.at(inner) and doc.norm[inner] not in self._state_names:
                    return self._known(inner)
        return self._before(token)

    def _around(self, token: int) -> list[int]:
        """The words that a place may hang on: the encounter, what is said of it, and the verb whose object it is."""
        doc = self._doc
        named = [token, *(c for c in doc.children[token] if c > token and doc.dep[c] == "appos")]
        clause = [c for i in named for c in doc.children[i] if c > i and doc.dep[c] in _MODIFIES]
        clause += [i for c in clause if (i := doc.child(c, "conj")) > c]
        held = [i for c in clause for i in (c, doc.child(c, "xcomp")) if i >= 0 and doc.lemma[i] in _HELD]
        above = doc.head[token]
        governed = doc.dep[token] in ("dobj", "pobj") and doc.sent[above] == doc.sent[token]
        met = [doc.child(token, "dobj")] if doc.lemma[token] not in _ABOUT else []
        near = [i for i in (token, *met) if i >= 0]
        met += [doc.child(c, "pobj") for i in near for c in doc.children[i] if doc.norm[c] == "with"]
        return [token, *held, *([above] if governed else []), *(i for i in met if i >= 0), *self._staged(token)]

    def _staged(self, token: int) -> list[int]:
        """The verb by which the encounter is held: "talks are due to be held in Lomé, led by Togo", "will be held"."""
        doc = self._doc
        if doc.tag[token] == "VBN" and doc.dep[token] in ("advcl", "acl"):
            # A participle that trails behind: who leads the talks that the clause before tells of.
            return [doc.head[token]] if doc.lemma[doc.head[token]] in _HELD else []
        return held_by(doc, token)

    def _before(self, token: int) -> str | None:
        """The town in the noun's own name: "the Lomé conference"."""
        doc = self._doc
        if doc.pos[token] not in ("NOUN", "PROPN"):
            return None
        first = doc.start[doc.left[token]]
        for place in self._places.get(doc.sent[token], []):
            if isinstance(place, Place) and first <= place.start and place.end < doc.start[token]:
                inner = doc.token_at(place.end - 1)
                named = doc.head[inner] == token and doc.dep[inner] in ("compound", "nmod")
                if named and place.name.lower() not in self._state_names:
                    return place.name
        for c in doc.children[token]:  # a name that the report has told of as a town: "the Sokodé conference"
            if doc.dep[c] in ("compound", "nmod") and (name := self._names.get(doc.norm[c])):
                return name
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

    def _within(self, town: Time | Place, land: Time | Place) -> bool:
        """Whether a town's country stands right behind it: "in Lomé, Togo"."""
        if not (isinstance(town, Place) and isinstance(land, Place)):
            return False
        return 0 < land.start - town.end <= 2 and self._countries.get(town.name.lower()) == land.country

    def _only(self, index: dict[int, list[Time | Place]], token: int) -> Time | Place | None:
        here = index.get(self._doc.sent[token], [])
        here = [one for one in here if len(here) == 1 or isinstance(one, Time) or not self._describes(one, here)]
        if len(here) == 2 and self._within(here[0], here[1]):
            here = here[:1]
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
