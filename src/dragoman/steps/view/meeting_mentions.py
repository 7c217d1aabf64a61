"""Mentions of encounters: what each event says of who meets, when, where, and at which rank."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.knowledge import Rules
from dragoman.language import Document
from dragoman.records import Event, Level, MeetingStatus, Span
from dragoman.steps import clauses
from dragoman.steps.draft import Draft
from dragoman.steps.event.status import status_of
from dragoman.steps.lookup import Lookup, private_codes, trigger_of
from dragoman.steps.view.circumstances import Circumstances
from dragoman.steps.view.intervals import days, interval
from dragoman.steps.view.levels import level_of, rank_of
from dragoman.steps.view.rounds import Rounds, RoundWords

_STATUS: dict[str, MeetingStatus] = {
    "actual": "held",
    "planned": "planned",
    "possible": "possible",
    "conditional": "possible",
    "negated": "cancelled",
}
_OBJECT = frozenset({"dobj", "xcomp", "ccomp", "pcomp", "acl", "oprd", "obj"})
_STATES = frozenset({"country", "side", "party", "government", "nation", "state", "ally"})
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
    awaited: frozenset[str]
    proposed: frozenset[str]
    signs: frozenset[str]
    reached: frozenset[str]
    levels: dict[str, tuple[str, ...]]
    rounds: RoundWords


_HANGS = frozenset({"pobj", "prep", "npadvmod", "nummod", "amod", "compound", "advmod", "det"})


@dataclass
class Mention:
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


def mentions(draft: Draft, words: MeetingWords, lookup: Lookup) -> list[Mention]:
    """The mentions in the order of the text; those of private persons among themselves are left out."""
    found: list[Mention] = []
    private = private_codes(draft)
    public = frozenset(a.code for a in draft.actors if a.kind != "people") - private
    circumstances = Circumstances(draft, lookup)
    rounds = Rounds(draft, words.rounds, private)
    told: set[int] = set()
    for event in sorted(draft.events, key=lambda e: e.start):
        if event.type == "CONSULT":
            # Who travels for himself meets nobody; who is met is a party, whoever he is.
            barred = private if event.recipients else frozenset()
            told.update(draft.doc.tokens(event.start, event.end))
            told.add(draft.doc.child(trigger_of(draft.doc, event), "dobj"))  # "organised talks": one act
            made = _consulted(draft, event, circumstances, words, rounds)
            found.extend(m for m in made if not m.parties & barred and m.parties & public)
        elif event.type in ("AGREE", "REQUEST", "SUPPORT"):
            mention = _arranged(draft, event, words) if event.type != "SUPPORT" else None
            if mention is None and event.type != "REQUEST":
                mention = _signed(draft, event, circumstances, words)
            if mention and not mention.parties & private and len(mention.parties & public) > 1:
                found.append(mention)
    for noun in rounds.nouns(frozenset(told)):
        mention = _round(draft, noun, rounds.parties(noun), circumstances, words)
        if mention and len(mention.parties & public) > 1:
            found.append(mention)
    told.update(m.token for m in found)
    for verb in rounds.verbs(frozenset(told)):
        mention = _round(draft, verb, rounds.met(verb), circumstances, words)
        if mention and mention.date and len(mention.parties & public) > 1 and not mention.parties & private:
            found.append(mention)
    return sorted(found, key=lambda m: m.token)


def _round(
    draft: Draft, noun: int, order: tuple[str, ...], circumstances: Circumstances, words: MeetingWords
) -> Mention | None:
    """An encounter that a noun with two parties or more names where no event does: "her talks with the envoy"."""
    doc = draft.doc
    if not 1 < len(order) <= _MOST_PARTIES:
        return None
    judged = status_of(doc, noun).status
    if judged == "negated":
        return None
    date, place = circumstances.date(noun), circumstances.place(noun) or circumstances.beside(noun)
    status = (_hoped(doc, noun, words) if judged == "actual" else None) or _STATUS[judged]
    if status == "held" and _to_come(date, draft.report.date):
        status = "planned"
    near = _near(doc, noun)
    return Mention(
        parties=frozenset(order),
        order=order,
        status=status,
        date=date,
        place=place,
        span=doc.span(noun, noun),
        token=noun,
        phone=bool(near & words.phone),
        alone=bool(place or date),
        another=bool(near & words.another),
        known=_known(doc, noun),
        level=rank_of(doc.text[doc.start[doc.left[noun]] : doc.end[noun]].lower(), words.levels) or "unknown",
    )


def _signed(draft: Draft, event: Event, circumstances: Circumstances, words: MeetingWords) -> Mention | None:
    """A ceremony: two parties or more sign something on a day, at a place or by persons in office, or reach agreement
    on a day at a place.
    """
    doc = draft.doc
    token = trigger_of(doc, event)
    order = tuple(dict.fromkeys((*event.actors, *event.recipients)))
    if event.status not in ("actual", "planned") or len(event.actors) < 2:
        return None
    if doc.lemma[token] not in words.signs and not (doc.lemma[token] in words.reached and event.place and event.date):
        return None
    date = circumstances.of_event(event, token)
    place = event.place or circumstances.place(token) or circumstances.beside(token)
    day = (when := interval(date)) is not None and days(when) <= 7
    if not (day and place) and not ((day or place) and _in_person(draft, event, token)):
        return None
    status: MeetingStatus = "planned" if event.status == "planned" or _to_come(date, draft.report.date) else "held"
    return Mention(
        parties=frozenset(order),
        order=order,
        status=status,
        date=date,
        place=place,
        span=Span(start=event.start, end=event.end, text=event.text),
        token=token,
        phone=False,
        alone=True,
        another=False,
        known=False,
        level=level_of(draft, event, token, words.levels),
    )


def _in_person(draft: Draft, event: Event, token: int) -> bool:
    """Whether persons in office act, not states: "the foreign ministers of Chad and Mali"."""
    doc = draft.doc
    subject = clauses.subject(doc, token) if clauses.is_verb(doc, token) else -1
    if subject >= 0 and doc.pos[subject] == "NOUN" and doc.lemma[subject] not in _STATES:
        return True
    return any(draft.who.actor(i).kind == "person" for i in event.actor_ids if i)


def _consulted(
    draft: Draft, event: Event, circumstances: Circumstances, words: MeetingWords, rounds: Rounds
) -> list[Mention]:
    doc = draft.doc
    token = trigger_of(doc, event)
    near = _near(doc, token)
    lemma = doc.lemma[token].lower()
    date = circumstances.of_event(event, token)
    place = event.place or circumstances.place(token) or circumstances.beside(token)
    if event.status == "negated" and not _called_off(doc, date, token, lemma, words):
        return []
    status = _hoped(doc, token, words) or _STATUS[event.status] if event.status == "actual" else _STATUS[event.status]
    if status == "held" and _to_come(date, draft.report.date):
        status = "planned"  # "the summit in July", told of in May
    if date is None and status == "held" and (rounds.around(token) or _at_conference(doc, token, words)):
        date = circumstances.news_day()  # what is said there is the news
    if rounds.idle(token) and not (date or place):
        return []
    made = []
    host = circumstances.host(event, place) if lemma in words.visits else None
    about = _discussed(draft, token)
    sets = [kept for order in _parties(event, near, host) if (kept := tuple(c for c in order if c not in about))]
    if len(sets) == 1 and (more := _joined(doc, token, rounds)):
        sets = [tuple(dict.fromkeys((*sets[0], *more)))[:_MOST_PARTIES]]
    if len(event.recipients) > 1:
        place = None  # one place cannot be where each of several hosts was visited
    for order in sets:
        gathering = _gathers(doc, token, lemma, words) and bool(event.place or event.date)
        made.append(
            Mention(
                parties=frozenset(order),
                order=order,
                status=status,
                date=date,
                place=place,
                span=Span(start=event.start, end=event.end, text=event.text),
                token=token,
                phone=bool(near & words.phone),
                alone=gathering if len(order) == 1 else _founds(doc, event, token, words),
                another=bool(near & words.another),
                known=_known(doc, token),
                level=level_of(draft, event, token, words.levels),
            )
        )
    return made


def _hoped(doc: Document, token: int, words: MeetingWords) -> MeetingStatus | None:
    """What a word above the encounter makes of it: "talks are expected", "a meeting was proposed"; None for nothing."""
    if clauses.is_verb(doc, token) and doc.tag[token] == "VBD":
        return None
    at = token
    for _ in range(4):
        up = doc.head[at]
        if up == at or doc.sent[up] != doc.sent[token]:
            return None
        lemma = doc.lemma[up].lower()
        to_be = doc.child(up, "xcomp") if lemma == "be" and doc.dep[at] == "nsubj" else -1
        if to_be > up and doc.tag[to_be - 1] in ("TO", "VB") and doc.norm[up] in ("is", "are"):
            return "planned"  # "talks are to be held"
        below = doc.dep[at] in _OBJECT or (doc.dep[at] == "nsubjpass" and doc.lemma[at] not in ("it",))
        if lemma in words.awaited and (below or (doc.dep[at] == "nsubj" and doc.pos[up] == "ADJ")):
            return None if doc.child(up, "neg") >= 0 else "planned"
        if lemma in words.proposed and below:
            return "possible"
        if not below and doc.dep[at] not in ("nsubj", "conj", "compound", "prep", "pobj"):
            return None
        if clauses.is_verb(doc, up) and not below:
            return None
        at = up
    return None


def _discussed(draft: Draft, token: int) -> frozenset[str]:
    """Whom those who gather only talk about: "leaders gather to discuss Chad"."""
    doc = draft.doc
    if not clauses.is_verb(doc, token):
        return frozenset()
    about = [doc.child(c, "dobj") for c in doc.children[token] if c > token and doc.lemma[c] == "discuss"]
    return frozenset(code for i in about if i >= 0 for code in draft.who.codes(draft.who.at(i)))


def _joined(doc: Document, token: int, rounds: Rounds) -> tuple[str, ...]:
    """Who else takes part by the words around the noun of the talks: the trigger itself, or its object."""
    noun = token if doc.pos[token] in ("NOUN", "PROPN") else doc.child(token, "dobj")
    along = rounds.along(token) if clauses.is_verb(doc, token) else ()
    return along + (rounds.parties(noun) if noun >= 0 and rounds.names(noun) else ())


def _to_come(date: str | None, today: str | None) -> bool:
    """Whether a date lies wholly after the publication date."""
    when, now = interval(date), interval(today)
    return when is not None and now is not None and when[0] > now[1]


def _parties(event: Event, near: frozenset[str], host: str | None) -> list[tuple[str, ...]]:
    """Who meets whom: a visitor meets each of the visited by himself, "both" visitors come each by himself."""
    sets = [tuple(dict.fromkeys((*event.actors, *event.recipients, *((host,) if host else ()))))]
    if len(event.recipients) > 1:
        sets = [tuple(dict.fromkeys((*event.actors, r))) for r in event.recipients]
    elif len(event.actors) > 1 and len(event.recipients) == 1 and near & {"both", "each", "separately"}:
        sets = [tuple(dict.fromkeys((a, *event.recipients))) for a in event.actors]
    return [order for order in sets if 0 < len(order) <= _MOST_PARTIES]


def _called_off(doc: Document, date: str | None, token: int, lemma: str, words: MeetingWords) -> bool:
    """Whether a meeting that does not take place had been planned: a word says so, or its date is known."""
    if _sentence_words(doc, token) & words.cancelled:
        return True
    return doc.pos[token] in ("NOUN", "VERB") and lemma not in words.contacts and date is not None


def _gathers(doc: Document, token: int, lemma: str, words: MeetingWords) -> bool:
    """Whether the trigger names an encounter even where one party is named: a conference, 30 groups that gather."""
    if lemma not in words.gatherings:
        return False
    if doc.pos[token] != "VERB":
        return True
    subject = clauses.subject(doc, token)
    many = subject >= 0 and (doc.tag[subject] in ("NNS", "NNPS") or doc.child(subject, "conj") > subject)
    return lemma in words.assembling and many


def _founds(doc: Document, event: Event, token: int, words: MeetingWords) -> bool:
    """Whether a contact of several parties is an encounter by itself, as speaking at a conference with others is."""
    lemma = doc.lemma[token].lower()
    if _at_conference(doc, token, words):
        return True
    return lemma not in words.contacts or lemma in words.visits or bool(event.place and event.date)


def _at_conference(doc: Document, token: int, words: MeetingWords) -> bool:
    """Whether somebody speaks at a conference with somebody."""
    at = next((c for c in doc.children[token] if doc.dep[c] == "prep" and doc.norm[c] == "at"), -1)
    beside = any(doc.dep[c] == "prep" and doc.norm[c] in ("with", "alongside") for c in doc.children[token])
    return at >= 0 and beside and doc.lemma[doc.child(at, "pobj")] in words.gatherings


def _arranged(draft: Draft, event: Event, words: MeetingWords) -> Mention | None:
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
    return Mention(
        parties=frozenset(order),
        order=order,
        status="planned" if agreed else "possible",
        date=_date_inside(draft, inner),
        place=None,
        span=span,
        token=token,
        phone=False,
        alone=True,
        another=True,
        known=False,
        level=level_of(draft, event, token, words.levels),
    )


def _date_inside(draft: Draft, head: int) -> str | None:
    """The date that hangs on token `head` by a preposition or directly: "agreed to meet on Monday"."""
    doc = draft.doc
    for time in draft.times:
        if time.type != "DATE" or not head < (token := doc.token_at(time.start)) <= doc.right[head]:
            continue
        if interval(time.value) is None:
            continue
        for _ in range(4):
            above = doc.head[token]
            if doc.dep[token] not in _HANGS:
                break
            if above == head:
                return time.value
            token = above
    return None


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
