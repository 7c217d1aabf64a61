"""Meetings: the encounters that a report tells of, each merged from all its mentions."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from dragoman.knowledge import Rules
from dragoman.language import Document
from dragoman.records import Event, Level, Meeting, MeetingStatus, Span
from dragoman.steps.draft import Draft
from dragoman.steps.intervals import days, interval, nested
from dragoman.steps.lookup import private_codes, trigger_of

_STATUS: dict[str, MeetingStatus] = {
    "actual": "held",
    "planned": "planned",
    "possible": "possible",
    "conditional": "possible",
    "negated": "cancelled",
}
_RANKS: tuple[Level, ...] = ("working-level", "officials", "ministers", "leaders")
_MOST_ENCOUNTERS = 100
"""A mention is compared with the latest so many encounters only: no report tells of more, and a list of them must not
cost the square of its length."""
_MOST_PARTIES = 12
"""A mention with more parties than this is a list of names, not an encounter."""


class MeetingWords(Rules):
    """The table `meetings` of knowledge/negotiation.toml."""

    gatherings: frozenset[str]
    assembling: frozenset[str]
    contacts: frozenset[str]
    visits: frozenset[str]
    phone: frozenset[str]
    another: frozenset[str]
    cancelled: frozenset[str]
    agreed: frozenset[str]
    levels: dict[str, tuple[str, ...]]


@dataclass
class _Mention:
    """One event as the mention of an encounter."""

    parties: frozenset[str]
    order: tuple[str, ...]
    status: MeetingStatus
    date: str | None
    place: str | None
    span: Span
    token: int
    phone: bool
    alone: bool
    """Whether it may found an encounter of its own."""
    another: bool
    """Whether its words set it apart from the encounters named before."""
    known: bool
    """Whether "the" or "these" says that the encounter has been named."""
    level: Level


@dataclass
class _Encounter:
    mentions: list[_Mention] = field(default_factory=list)
    votes: Counter[frozenset[str]] = field(default_factory=Counter)
    orders: dict[frozenset[str], tuple[str, ...]] = field(default_factory=dict)
    status: MeetingStatus = "held"
    date: str | None = None
    place: str | None = None

    def add(self, mention: _Mention, map_: _Map) -> None:
        if not self.mentions or (self.status == "possible" and mention.status == "planned"):
            self.status = mention.status
        self.mentions.append(mention)
        self.votes[mention.parties] += 1
        self.orders.setdefault(mention.parties, mention.order)
        self.date = _narrower(self.date, mention.date)
        if mention.place and (self.place is None or map_.inside(mention.place, self.place)):
            self.place = mention.place

    @property
    def parties(self) -> tuple[str, ...]:
        """The parties that most mentions name; of equals the larger set, then the earlier."""
        best = max(self.votes, key=lambda parties: (len(parties) > 1, self.votes[parties], len(parties)))
        return self.orders[best]


class _Map:
    """Which place lies in which country, as far as the report's places and states say."""

    def __init__(self, draft: Draft) -> None:
        self._states = {actor.name.lower(): actor.code for actor in draft.actors if actor.kind == "state"}
        self._country = {place.name.lower(): place.country for place in draft.places}

    def inside(self, place: str, country: str) -> bool:
        """Whether `place` is a place in `country`."""
        code = self._states.get(country.lower())
        return code is not None and place.lower() not in self._states and self._country.get(place.lower()) == code

    def agree(self, one: str | None, other: str | None) -> bool:
        """Whether two places may be the same."""
        if one is None or other is None:
            return True
        a, b = one.lower(), other.lower()
        return a == b or a in b or b in a or self.inside(one, other) or self.inside(other, one)


def meetings(draft: Draft, words: MeetingWords) -> tuple[Meeting, ...]:
    """The encounters in the order of their first mention."""
    map_ = _Map(draft)
    encounters: list[_Encounter] = []
    late: list[_Mention] = []
    for mention in _mentions(draft, words):
        home = _home(encounters, mention, map_)
        if home is None and mention.alone:
            home = _Encounter()
            encounters.append(home)
        if home is None:
            late.append(mention)
        else:
            home.add(mention, map_)
    for mention in late:
        if (home := _home(encounters, mention, map_)) is not None:
            home.add(mention, map_)
    return tuple(_meeting(encounter) for encounter in encounters)


def _meeting(encounter: _Encounter) -> Meeting:
    ranks = [m.level for m in encounter.mentions if m.level != "unknown"]
    return Meeting(
        parties=encounter.parties,
        place=encounter.place,
        date=encounter.date,
        status=encounter.status,
        level=Counter(ranks).most_common(1)[0][0] if ranks else "unknown",
        evidence=tuple(m.span for m in sorted(encounter.mentions, key=lambda m: m.span.start)),
    )


def _mentions(draft: Draft, words: MeetingWords) -> list[_Mention]:
    found: list[_Mention] = []
    private = private_codes(draft)
    public = frozenset(a.code for a in draft.actors if a.kind != "people") - private
    for event in sorted(draft.events, key=lambda e: e.start):
        if event.type == "CONSULT":
            found.extend(m for m in _consulted(draft, event, words) if not m.parties & private and m.parties & public)
        elif event.type in ("AGREE", "REQUEST"):
            mention = _arranged(draft, event, words)
            if mention and not mention.parties & private and len(mention.parties & public) > 1:
                found.append(mention)
    return found


def _consulted(draft: Draft, event: Event, words: MeetingWords) -> list[_Mention]:
    doc = draft.doc
    token = trigger_of(doc, event)
    near = _near(doc, token)
    status = _STATUS[event.status]
    lemma = doc.lemma[token].lower()
    if status == "cancelled" and not _called_off(doc, event, token, lemma, words):
        return []
    sets = [tuple(dict.fromkeys((*event.actors, *event.recipients)))]
    if len(event.recipients) > 1:
        sets = [tuple(dict.fromkeys((*event.actors, r))) for r in event.recipients]
    elif len(event.actors) > 1 and len(event.recipients) == 1 and near & {"both", "each", "separately"}:
        sets = [tuple(dict.fromkeys((a, *event.recipients))) for a in event.actors]
    made = []
    for order in sets:
        if not 0 < len(order) <= _MOST_PARTIES:
            continue
        gathering = _gathers(doc, token, lemma, words) and bool(event.place or event.date)
        made.append(
            _Mention(
                parties=frozenset(order),
                order=order,
                status=status,
                date=event.date if interval(event.date) else None,
                place=event.place,
                span=Span(start=event.start, end=event.end, text=event.text),
                token=token,
                phone=bool(near & words.phone),
                alone=gathering if len(order) == 1 else _founds(event, lemma, words),
                another=bool(near & words.another),
                known=_known(doc, token),
                level=_level(draft, event, token, words),
            )
        )
    return made


def _called_off(doc: Document, event: Event, token: int, lemma: str, words: MeetingWords) -> bool:
    """Whether a meeting that does not take place had been planned: a word says so, or its date is known."""
    if _sentence_words(doc, token) & words.cancelled:
        return True
    return doc.pos[token] in ("NOUN", "VERB") and lemma not in words.contacts and interval(event.date) is not None


def _gathers(doc: Document, token: int, lemma: str, words: MeetingWords) -> bool:
    """Whether the trigger names an encounter even where one party is named: a conference, 30 groups that gather."""
    return lemma in words.gatherings and (doc.pos[token] != "VERB" or lemma in words.assembling)


def _founds(event: Event, lemma: str, words: MeetingWords) -> bool:
    """Whether a contact of several parties is an encounter by itself."""
    return lemma not in words.contacts or lemma in words.visits or bool(event.place and event.date)


def _arranged(draft: Draft, event: Event, words: MeetingWords) -> _Mention | None:
    """An encounter in what is agreed, offered or asked: "agreed that the chiefs of staff should meet soon"."""
    doc = draft.doc
    token = trigger_of(doc, event)
    order = tuple(dict.fromkeys((*event.actors, *event.recipients)))
    if len(order) < 2 or event.status == "negated":
        return None
    inner = next((c for c in range(token + 1, doc.right[token] + 1) if _agreed_on(doc, token, c, words)), -1)
    if inner < 0:
        return None
    met = doc.child(inner, "dobj")
    if doc.lemma[inner] == "meet" and met > inner and not draft.who.at(met):
        return None  # "agreed to meet its obligations"
    agreed = event.type == "AGREE" and doc.lemma[token] == "agree"
    span = doc.span(token, inner) if inner - token < 30 else doc.span(token, token)
    return _Mention(
        parties=frozenset(order),
        order=order,
        status="planned" if agreed else "possible",
        date=None,
        place=None,
        span=span,
        token=token,
        phone=False,
        alone=True,
        another=True,
        known=False,
        level=_level(draft, event, token, words),
    )


def _agreed_on(doc: Document, trigger: int, word: int, words: MeetingWords) -> bool:
    """Whether `word` is a meeting that the trigger agrees on, not one in a clause or a time beside it."""
    if doc.lemma[word] not in words.agreed or doc.tag[word] not in ("VB", "NN", "NNS"):
        return False
    at = word
    for _ in range(4):
        if at == trigger:
            return True
        if doc.dep[at] in ("advcl", "relcl", "npadvmod") or (
            doc.dep[at] == "prep" and doc.norm[at] not in ("for", "of", "to", "on")
        ):
            return False
        at = doc.head[at]
    return at == trigger


def _known(doc: Document, token: int) -> bool:
    determiner = doc.child(token, "det")
    return determiner >= 0 and doc.norm[determiner] in ("the", "these", "those", "this", "that")


def _near(doc: Document, token: int) -> frozenset[str]:
    """The trigger with the words that stand to it directly."""
    own = {doc.norm[token], doc.lemma[token].lower()}
    own.update(doc.norm[c] for c in doc.children[token] if doc.dep[c] not in ("conj", "ccomp", "advcl"))
    own.add(doc.norm[token - 1] if token else "")
    own.add(doc.norm[token + 1] if token + 1 < len(doc) else "")
    return frozenset(own)


def _sentence_words(doc: Document, token: int) -> frozenset[str]:
    sentence = doc.sentences[doc.sent[token]]
    return frozenset(doc.lemma[sentence.first : sentence.last]) | frozenset(doc.norm[sentence.first : sentence.last])


def _home(encounters: list[_Encounter], mention: _Mention, map_: _Map) -> _Encounter | None:
    """The encounter that the mention speaks of: the best fit, of equals the latest; None where none fits."""
    best, top = None, 0
    for encounter in encounters[-_MOST_ENCOUNTERS:]:
        fit = _fit(encounter, mention, map_)
        if fit and fit >= top:
            best, top = encounter, fit
    return best


def _fit(encounter: _Encounter, mention: _Mention, map_: _Map) -> int:
    """How well a mention fits an encounter: 0 not at all."""
    first = encounter.mentions[0]
    parties = frozenset(encounter.parties)
    if first.phone != mention.phone:
        return 0
    if not _same_status(encounter, mention):
        bare = mention.known and not mention.another and not mention.date and not mention.place
        return int(bare and parties == mention.parties and len(parties) > 1)
    shared = len(parties & mention.parties)
    if not shared or not (parties <= mention.parties or mention.parties <= parties or shared >= 2):
        return 0
    a, b = interval(encounter.date), interval(mention.date)
    if (a and b and not nested(a, b)) or not map_.agree(encounter.place, mention.place):
        return 0
    same_day = bool(a and b and min(days(a), days(b)) <= 7)
    same_place = bool(encounter.place and mention.place)
    if mention.another and (a or encounter.place) and not (same_day or (same_place and not (a and b))):
        return 0
    union = len(parties | mention.parties)
    if 2 * shared < union and not (len(mention.parties) == 1 and (same_day or same_place)):
        return 0
    if encounter.status != mention.status and not (same_day or same_place):
        return 0
    return 1 + 2 * same_day + same_place + 2 * (parties == mention.parties)


def _same_status(encounter: _Encounter, mention: _Mention) -> bool:
    return encounter.status == mention.status or {encounter.status, mention.status} == {"planned", "possible"}


def _narrower(one: str | None, other: str | None) -> str | None:
    """The more exact of two dates."""
    a, b = interval(one), interval(other)
    if a is None or b is None:
        return one if a else other
    return other if days(b) < days(a) else one


def _level(draft: Draft, event: Event, token: int, words: MeetingWords) -> Level:
    """The rank of who meets: of the words of the trigger's noun phrase, else of the persons who take part."""
    doc = draft.doc
    phrase = doc.text[doc.start[doc.left[token]] : doc.end[token]].lower()
    if len(phrase) < 120 and (level := _rank(phrase, words)):
        return level
    roles = [
        actor.role.lower()
        for i in (*event.actor_ids, *event.recipient_ids)
        if i and (actor := draft.who.actor(i)).kind == "person" and actor.role
    ]
    return next((level for role in roles if (level := _rank(role, words))), "unknown")


def _rank(phrase: str, words: MeetingWords) -> Level | None:
    """The lowest rank that the phrase names: a deputy minister is an official, not a minister."""
    padded = f" {phrase} "
    for level in _RANKS:
        if any(f" {word} " in padded or f" {word}-" in padded for word in words.levels[level]):
            return level
    return None
