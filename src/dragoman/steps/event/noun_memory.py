"""What a report has told of an encounter or act, so that "the talks" and "the ban" find those who take part."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from dragoman.steps.clauses import agent, is_passive, subject
from dragoman.steps.draft import Draft
from dragoman.steps.event.noun_lexicon import Group, Lexicon
from dragoman.steps.event.noun_roles import RoleReader
from dragoman.steps.event.noun_site import Site, followers

_WINDOW = 40
"""How many told acts of one family are compared with a mention: reports tell of few, hostile texts of many."""
_WITH = ("with", "between", "among")
_ALONE = frozenset({"hold", "host", "receive", "attend", "visit", "sit"})


class Told(NamedTuple):
    """An act of which the report tells who takes part, at token `at`."""

    at: int
    actors: tuple[str, ...]
    recipients: tuple[str, ...]
    codes: frozenset[str]
    places: frozenset[str]
    modifiers: frozenset[str]
    noun: str = ""


class Hints(NamedTuple):
    """What a mention says of itself: places, telling modifiers, how many parties (0 where not said)."""

    places: frozenset[str]
    modifiers: frozenset[str]
    many: int


class Memory:
    """Told acts by family, in the order of the text."""

    def __init__(self, draft: Draft, roles: RoleReader, lexicon: Lexicon) -> None:
        self._draft = draft
        self._roles = roles
        self._words = lexicon.rules.words
        self._verbs = lexicon.rules.verbs
        self._verbs_told = lexicon.told
        self._told: dict[str, list[Told]] = defaultdict(list)

    def hints(self, site: Site) -> Hints:
        """The hints of the mention at `site`."""
        doc = self._draft.doc
        tokens = [k for c in site.before for k in range(doc.left[c], c + 1)]
        for prep in ("in", "at"):
            tokens += site.preps.get(prep, [])
        if site.verb >= 0 and site.relation in ("nsubj", "nsubjpass", "dobj"):
            around = followers(doc, site.verb, site.head)
            tokens += [*around.get("in", []), *around.get("at", [])]
        for p in site.participles:
            tokens += followers(doc, p, p).get("in", [])
        places = self._roles.venues_in(tokens)
        return Hints(places, self._telling(site.modifiers), self._count(site.modifiers))

    def _telling(self, modifiers: Iterable[str]) -> frozenset[str]:
        return frozenset(m for m in modifiers if len(m) > 2 and m not in self._words.certain)

    def _count(self, modifiers: Iterable[str]) -> int:
        counts = self._words.counts
        return max((counts.get(m, counts.get(m.split("-")[0], 0) if "-" in m else 0) for m in modifiers), default=0)

    def tell(self, family: str, site: Site, actors: Iterable[str], recipients: Iterable[str]) -> None:
        """Keep what the mention at `site` says itself."""
        actors, recipients = tuple(actors), tuple(recipients)
        codes = self._roles.codes((*actors, *recipients))
        hints = self.hints(site)
        word = self._draft.doc.lemma[site.head].lower()
        self._told[family].append(Told(site.head, actors, recipients, codes, hints.places, hints.modifiers, word))

    def tell_verbs(self) -> None:
        """Keep what verbs tell: "Chad and Niger met in Geneva", "Chad expelled two envoys of Niger"."""
        doc = self._draft.doc
        for i, lemma in enumerate(doc.lemma):
            if doc.pos[i] != "VERB":
                continue
            if lemma in self._verbs.encounters and lemma not in _ALONE:
                self._tell_encounter(i, lemma)
            elif (group := self._verbs_told.get(lemma)) is not None:
                self._tell_act(i, group)

    def _tell_encounter(self, i: int, lemma: str) -> None:
        doc = self._draft.doc
        who = subject(doc, i)
        parties = self._roles.named(who) if who >= 0 else []
        after = followers(doc, i, i)
        objects = [c for c in doc.children[i] if doc.dep[c] == "dobj"] if lemma in ("meet", "consult") else []
        parties += self._roles.all_named([*objects, *(k for prep in _WITH for k in after.get(prep, []))], 1)
        codes = self._roles.codes(parties)
        if len(codes) > 1:
            places = self._roles.venues_in([*after.get("in", []), *after.get("at", [])])
            parties = list(dict.fromkeys(parties))
            self._told["encounter"].append(Told(i, tuple(parties), (), codes, places, frozenset()))

    def _tell_act(self, i: int, group: Group) -> None:
        doc = self._draft.doc
        after = followers(doc, i, i)
        if is_passive(doc, i):
            by, undergone = agent(doc, i), doc.child(i, "nsubjpass")
        else:
            by, undergone = subject(doc, i), doc.child(i, "dobj")
        actors = self._roles.named(by) if by >= 0 else []
        recipients = self._roles.named(undergone) if undergone >= 0 else []
        recipients = recipients or self._roles.all_named([k for prep in group.to for k in after.get(prep, [])])
        if group.frame == "mutual":
            recipients += self._roles.all_named([k for prep in (*_WITH, "against") for k in after.get(prep, [])])
            actors, recipients = list(dict.fromkeys([*actors, *recipients])), []
        if not actors or (group.frame == "directed" and not recipients):
            return
        loose = doc.child(i, "neg") >= 0 or doc.tag[i] == "VB" or len(self._roles.codes(actors)) < 2
        if group.frame == "mutual" and loose:
            return
        codes = self._roles.codes((*actors, *recipients))
        places = self._roles.venues_in([*after.get("in", []), *after.get("at", [])])
        told = Told(i, tuple(actors), tuple(recipients), codes, places, frozenset(), doc.lemma[i])
        self._told[group.family].append(told)

    def close(self) -> None:
        """Sort what was told; after this, `find` may be asked."""
        for told in self._told.values():
            told.sort(key=lambda t: t.at)

    def knows(self, family: str, at: int) -> bool:
        """Whether an act of this family is told before token `at`."""
        told = self._told.get(family)
        return told is not None and any(t.at < at for t in told[:_WINDOW])

    def find(self, family: str, site: Site, own: Iterable[str]) -> Told | None:
        """The told act that the mention at `site` most likely means: before rather than after, near rather than far.

        `own` are those whom the mention names itself; they must take part. None where nothing fits.
        """
        told = self._told.get(family)
        if not told:
            return None
        hints = self.hints(site)
        own_codes = self._roles.codes(own)
        word = self._draft.doc.lemma[site.head].lower()
        several = len({t.codes for t in told[-_WINDOW:]}) > 1
        best: Told | None = None
        best_score = 0.0
        place = bisect_left(told, site.head, key=lambda t: t.at)
        before = told[max(0, place - _WINDOW) : place]
        after = [t for t in told[place : place + _WINDOW] if t.at > site.head]
        for rank, candidate in enumerate(reversed(before)):
            score = _score(candidate, hints, own_codes, word, several) - 0.05 * rank
            if score > best_score:
                best, best_score = candidate, score
        for rank, candidate in enumerate(after):
            score = _score(candidate, hints, own_codes, word, several) - 1.5 - 0.05 * rank
            if score > best_score:
                best, best_score = candidate, score
        return best


def _score(told: Told, hints: Hints, own: frozenset[str], word: str, several: bool) -> float:
    """How well a told act fits a mention; 0 or less where they contradict each other."""
    if not own <= told.codes:
        return 0
    if hints.many and (len(told.codes) > 2) != (hints.many > 2):
        return 0
    if hints.places and told.places and not hints.places & told.places:
        return 0
    score = 2.0 + len(own)
    if hints.places & told.places:
        score += 2
    elif hints.places and not told.places:
        if several:
            return 0
        score -= 0.5
    score += min(2, len(hints.modifiers & told.modifiers))
    if hints.many and hints.many == len(told.codes):
        score += 1
    return score + 0.5 * (word == told.noun)
