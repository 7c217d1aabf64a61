"""Parties that are only described: "riot police", "a Dutch court", "two reporters", "an aid convoy".

The actors step names whom a report names, and groups that go by their noun. Whoever else an act needs is found here:
the events step reads with these parties in view, and those that take part in an event become actors of the report.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from dragoman.language import Document
from dragoman.records import Actor, ActorKind, MadeBy, Span
from dragoman.steps.actor.actor_lexicon import Lexicon, build_lexicon
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.verb_site import Ids
from dragoman.steps.who import Who

_NOUNS = frozenset({"NOUN", "PROPN"})
_PLURAL = frozenset({"NNS", "NNPS"})
_INNER = frozenset({"compound", "amod", "nmod"})
_OWNS = frozenset({"compound", "amod", "nmod", "poss"})
_HERE = frozenset({"in", "of", "at", "from", "near", "outside", "inside"})
_STRUCK = frozenset({"dobj", "nsubjpass"})
_STRUCK_PREPS = frozenset({"on", "against"})
_AIMS = frozenset({"fire", "shoot", "throw", "hurl", "aim", "lob", "shot"})
_BLOWS = frozenset({"attack", "assault", "seizure", "capture", "siege", "destruction", "bombardment", "interception"})
_NOBODY = frozenset({"no", "any", "every", "each", "such"})
_THEY = frozenset({"they", "them", "their"})
_KINDS: dict[str, ActorKind] = {"organisation": "organization", "armed": "armed group", "body": "body"}
_THING = "thing-"
_HARMS = frozenset({"ASSAULT", "COERCE", "PROTEST", "SANCTION", "RETREAT", "THREATEN"})
_SHORT = 4  # sentences
_PREFIX = "described-"


class Described:
    """Finds described parties: `view` gives a draft that has them, `keep` leaves those that act in the report."""

    def __init__(self) -> None:
        self._lexicon = build_lexicon()
        self._nouns = _nouns(self._lexicon)

    def view(self, draft: Draft) -> Draft:
        """A draft for the same report in which described parties are actors too."""
        search = _Search(draft, self._lexicon, self._nouns)
        found = search.run()
        lands = search.lands()
        if not found and not lands:
            return draft
        known = {actor.code: actor.id for actor in reversed(draft.actors) if actor.kind in ("people", "armed group")}
        ids: dict[str, str] = {}
        spans: dict[str, list[tuple[int, int]]] = {}
        for token, party in found.items():
            same = known.get(party.code)
            if same is None:
                same = f"{_PREFIX}{party.key}"
                spans.setdefault(same, []).append((party.first, token))
                ids.setdefault(same, party.key)
            party.id = same
        firsts = {party.id: party for party in reversed(list(found.values()))}
        actors = [*draft.actors, *(firsts[i].actor(draft.doc, spans[i]) for i in spans), *lands]
        who = Who(actors)
        for token, named in draft.who.tokens().items():
            who.name(token, named)
        for token, party in found.items():
            who.name(token, (party.id,))
        return replace(draft, actors=actors, _who=who)

    def keep(self, draft: Draft, view: Draft, acts: list[Candidate]) -> list[Candidate]:
        """`acts`, found in `view`, with the described parties that take part made actors of `draft`."""
        acts = [c if c.type in _HARMS else replace(c, recipients=_people(c.recipients)) for c in acts]
        used = dict.fromkeys(a for c in acts for a in (*c.actors, *c.recipients) if a.startswith(_PREFIX))
        if not used:
            return acts
        ids = {old: f"a{number}" for number, old in enumerate(used, len(draft.actors) + 1)}
        draft.actors.extend(view.who.actor(old).model_copy(update={"id": new}) for old, new in ids.items())
        named = draft.who.tokens()
        draft.who = Who(draft.actors)
        for token, members in named.items():
            draft.who.name(token, members)
        return [
            replace(
                c,
                actors=tuple(ids.get(a, a) for a in c.actors),
                recipients=tuple(ids.get(a, a) for a in c.recipients),
            )
            for c in acts
        ]


class _Party:
    """One mention of a described party."""

    def __init__(self, first: int, key: str, code: str, kind: ActorKind, country: str | None) -> None:
        self.first, self.key, self.code, self.kind, self.country = first, key, code, kind, country
        self.id = ""

    def actor(self, doc: Document, spans: list[tuple[int, int]]) -> Actor:
        mentions = tuple(doc.span(first, last) for first, last in spans)
        return Actor(
            id=self.id,
            name=" ".join(mentions[0].text.split()),
            code=self.code,
            kind=self.kind,
            country=self.country,
            sector=None,
            role=None,
            mentions=mentions,
            made_by=MadeBy(rule="actors.described", cue=mentions[0]),
        )


class _Search:
    """The described parties of one report."""

    def __init__(self, draft: Draft, lexicon: Lexicon, nouns: dict[str, str]) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._who = draft.who
        self._file = lexicon.file
        self._nouns = nouns
        self._states = lexicon.states
        self._lands: dict[int, str] = {}
        for place in draft.places:
            if place.country:
                for token in draft.doc.tokens(place.start, place.end):
                    self._lands[token] = place.country
        countries = [*self._lands.values(), *(actor.country for actor in draft.actors if actor.country)]
        self._countries = list(dict.fromkeys(countries))

    def run(self) -> dict[int, _Party]:
        """The parties by head token."""
        doc, nouns, at = self._doc, self._nouns, self._who.at
        found: dict[int, _Party] = {}
        for i, pos in enumerate(doc.pos):
            if pos in _NOUNS:
                kind = nouns.get(self._noun(i))
                if at(i):
                    continue
                free = kind is not None and self._is_free(i, kind)
                party = self._party(i, kind) if kind and free else None if kind else self._group(i)
                if party:
                    found[i] = party
            elif pos == "PRON" and found and doc.norm[i] in _THEY and not at(i):
                before = self._before(i, found)
                if before:
                    found[i] = before
        return found

    def _noun(self, i: int) -> str:
        """The lemma of a noun; the tagger takes one that opens a sentence ("Pensioners in Riga") for a name."""
        doc = self._doc
        low = doc.lemma[i].lower()
        plural = doc.tag[i] == "NNPS" or (doc.pos[i] == "PROPN" and i == doc.sentences[doc.sent[i]].first)
        return low[:-1] if plural and low.endswith("s") and low not in self._nouns else low

    def _group(self, i: int) -> _Party | None:
        """A group by a name of its own that acts in a short text and that no list has: "the Tupamaros"."""
        doc = self._doc
        if len(doc.sentences) > _SHORT or doc.tag[i] != "NNPS" or doc.dep[i] != "nsubj" or self._who.at(i):
            return None
        if any(self._who.at(c) for c in doc.children[i]):
            return None
        return _Party(self._first(i), doc.norm[i], " ".join(doc.span(self._first(i), i).text.split()), "people", None)

    def lands(self) -> list[Actor]:
        """The states of the report's towns and regions, those that the report does not name."""
        known = {actor.code for actor in self._draft.actors if actor.kind == "state"}
        found: dict[str, Actor] = {}
        neutral = self._file.described.neutral
        for place in self._draft.places:
            code = place.country
            if (
                place.name in neutral
                or place.text in neutral
                or not code
                or code in known
                or code in found
                or code not in self._states
            ):
                continue
            span = Span(start=place.start, end=place.end, text=place.text)
            found[code] = Actor(
                id=f"{_PREFIX}land-{code}",
                name=self._states[code].name,
                code=code,
                kind="state",
                country=code,
                sector="GOV",
                role=None,
                mentions=(span,),
                made_by=MadeBy(rule="actors.place", cue=span),
            )
        return list(found.values())

    def _is_free(self, i: int, kind: str) -> bool:
        """Whether the noun heads a phrase that names nobody yet."""
        doc, head, dep = self._doc, self._doc.head[i], self._doc.dep[i]
        if dep in _INNER and doc.pos[head] in _NOUNS and i < head:
            return False
        if dep in ("appos", "attr") and (self._who.at(head) or dep == "attr"):
            return False
        if dep == "pobj" and doc.norm[head] in ("as", "like", "than"):
            return False
        if kind == "target" and not self._is_struck(i):
            return False
        if doc.norm[doc.left[i]] in _NOBODY or self._is_owned(i, kind):
            return False
        return not any(doc.dep[c] == "appos" and self._who.at(c) for c in doc.children[i])

    def _is_struck(self, i: int) -> bool:
        """Whether something is done to the thing: "fired on a bus", "the hijacking of a ferry"."""
        doc, head, dep = self._doc, self._doc.head[i], self._doc.dep[i]
        if dep != "pobj" or doc.norm[head] != "of":
            aimed = doc.norm[head] == "at" and doc.lemma[doc.head[head]] in _AIMS
            return dep in _STRUCK or (dep == "pobj" and (aimed or doc.norm[head] in _STRUCK_PREPS))
        above = doc.lemma[doc.head[head]].lower()
        return above.endswith("ing") or above in _BLOWS

    def _is_owned(self, i: int, kind: str) -> bool:
        """Whether a noun that says little has its name in other words: "Kurdish groups", "ministers", "a team of …"."""
        doc = self._doc
        low = doc.lemma[i].lower()
        children = doc.children[i]
        if kind in ("body", "role") and any(self._who.at(c) for c in children if doc.dep[c] in _OWNS):
            return True
        if low not in self._file.described.vague:
            return False
        if any(self._who.at(c) for c in children) or not any(doc.dep[c] in _INNER for c in children):
            return True
        return any(doc.dep[c] == "prep" and doc.norm[c] == "of" for c in children)

    def _party(self, i: int, kind: str) -> _Party | None:
        doc = self._doc
        first, low, code = self._first(i), self._noun(i), doc.norm[i]
        titled = low in self._file.described.heads and i > first and doc.pos[i - 1] == "NOUN"
        if titled and self._nouns.get(doc.lemma[i - 1].lower()) not in ("body", "role"):
            return _Party(first, f"{doc.norm[i - 1]}-{code}", f"{doc.norm[i - 1]} {code}", "people", None)
        if kind in ("body", "role") and (land := self._land(i, low)):
            shape: ActorKind = "body" if kind == "body" else "people" if doc.tag[i] in _PLURAL else "person"
            return _Party(first, f"{land}-{low}", land, shape, land)
        if kind == "role" and len(doc.sentences) > _SHORT and len(self._countries) > 1:
            return None  # somebody's minister, of whom the report tells elsewhere
        if kind == "body" and low in self._file.described.craft:
            return None
        if len(doc.sentences) > _SHORT and doc.tag[i] not in _PLURAL:
            if kind == "organisation" and low in self._file.described.vague:
                return None
            if kind == "people":  # in a long report a witness, not a party: private
                return _Party(first, code, code, "person", None)
        thing = _THING if kind == "target" else ""
        return _Party(first, f"{thing}{code}", code, _KINDS.get(kind, "people"), None)

    def _first(self, i: int) -> int:
        doc = self._doc
        first = i
        while first and doc.head[first - 1] == i and doc.dep[first - 1] in ("compound", "amod", "nmod", "nummod"):
            first -= 1
        return first

    def _land(self, i: int, low: str) -> str | None:
        """The state of a court, of police, of a minister: of the place beside it, else the only one in the sentence."""
        doc = self._doc
        for c in doc.children[i]:
            if doc.dep[c] == "prep" and doc.norm[c] in _HERE and (land := self._lands.get(doc.child(c, "pobj"))):
                return land
            if doc.norm[c] in self._file.described.elsewhere or doc.dep[c] == "poss":
                return None
        if low in self._file.described.abroad:
            return None
        sentence = doc.sentences[doc.sent[i]]
        tokens = range(sentence.first, sentence.last)
        lands = {self._lands[t] for t in tokens if t in self._lands}
        if self._is_home(low):
            lands |= {actor.country for t in tokens for a in self._who.at(t) if (actor := self._who.actor(a)).country}
        if not lands and len(self._countries) == 1:
            return self._countries[0]
        return lands.pop() if len(lands) == 1 else None

    def _is_home(self, low: str) -> bool:
        return low in self._file.home.roles or low in self._file.home.bodies

    def _before(self, i: int, found: dict[int, _Party]) -> _Party | None:
        """The plural party that "they" stands for: the subject of the sentence before, else the last one."""
        doc = self._doc
        near = [t for t in found if 0 <= doc.sent[i] - doc.sent[t] <= 1 and doc.tag[t] in _PLURAL]
        subjects = [t for t in near if doc.dep[t] in ("nsubj", "nsubjpass")]
        return found[(subjects or near)[-1]] if near else None


def _people(ids: Ids) -> Ids:
    """Without the things: nobody praises or helps a bus."""
    return tuple(a for a in ids if not a.startswith(_PREFIX + _THING))


def _nouns(lexicon: Lexicon) -> dict[str, str]:
    """What each noun is: body, role, armed, organisation, people or target."""
    file = lexicon.file
    kinds: dict[str, str] = {}
    tables: list[tuple[str, Iterable[str]]] = [
        ("body", file.described.bodies),
        ("role", file.described.roles),
        ("armed", sorted(file.armed.words)),
        ("organisation", file.described.organisations),
        ("people", (*sorted(file.groups.words), *sorted(file.private.words), *sorted(file.persons.words))),
        ("people", file.described.people),
        ("target", file.described.targets),
    ]
    for kind, words in tables:
        for word in words:
            kinds.setdefault(word, kind)
    for word in file.described.nobody:
        kinds.pop(word, None)
    return kinds
