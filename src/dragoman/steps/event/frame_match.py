"""Whether a frame holds for a verb where it stands."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import Actor
from dragoman.steps.draft import Draft
from dragoman.steps.event.frames import Entry, Lexicon, Predicate, Slot
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.status import is_negated
from dragoman.steps.event.verb_site import Ids, Site

_NAMES = frozenset({"PERSON", "ORG", "GPE", "NORP"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_HUMAN_PRONOUNS = frozenset(
    {"he", "she", "they", "them", "him", "her", "we", "us", "i", "you", "who", "whom", "me", "everyone", "anyone",
     "someone", "others", "both", "everybody", "somebody", "themselves"}
)  # fmt: skip
_SAME = frozenset({"we", "it", "they", "he", "she", "i"})
_HAPPENS = frozenset({"be", "have", "win", "lose", "fall", "collapse", "become", "remain", "grow", "fail", "rise"})
_PARTICLES = frozenset({"ADP", "ADV", "SCONJ", "NOUN", "ADJ"})
_TIMES = frozenset({"DATE", "TIME"})
_PARTICLE = frozenset({"in", "up", "off", "out", "down", "over", "away", "back"})
_WILL = frozenset({"will", "would", "'ll", "wo", "'d"})
_MODALS = _WILL | {"may", "might", "could"}
_GIVES = frozenset({"give", "provide", "offer", "make", "release", "set", "go", "put", "have", "grant", "take", "add"})


_HUMAN = Slot(frozenset({"human", "actor"}), frozenset())


def is_official(actor: Actor) -> bool:
    """Whether a person acts for a state or body: his code is theirs, not his own name."""
    return actor.kind == "person" and actor.code != actor.name and actor.code != ""


class Match(NamedTuple):
    """A frame that holds, with the token where its last particle stands (the verb itself where it has none)."""

    entry: Entry
    last: int


class Matcher:
    """Finds the frames that hold in one document."""

    def __init__(self, draft: Draft, cast: Cast, lexicon: Lexicon) -> None:
        self.doc: Document = draft.doc
        self.who = draft.who
        self.cast = cast
        self._lexicon = lexicon
        self._people = lexicon.people
        self._places = {i for p in draft.places for i in draft.doc.tokens(p.start, p.end)}

    def best(self, v: int) -> Match | None:
        """The most constrained frame that holds for the verb `v`; None where none does or where it is no event."""
        found = self._found(v)
        return None if found is None or found.entry.frame.type == "NONE" else found

    def is_no_act(self, v: int) -> bool:
        """Whether a frame says that the verb `v` tells no event where it stands ("refused to give details")."""
        found = self._found(v)
        return found is not None and found.entry.frame.type == "NONE"

    def all(self, v: int) -> Iterator[Match]:
        """The frames that hold for the verb `v`, the most constrained first, up to one that says it is no event."""
        for match in self._matches(v):
            if match.entry.frame.type == "NONE":
                return
            yield match

    def _found(self, v: int) -> Match | None:
        return next(self._matches(v), None)

    def _matches(self, v: int) -> Iterator[Match]:
        lemma = self._lexicon.lemmas.get(self.doc.norm[v]) or self.doc.lemma[v]
        entries = self._lexicon.verbs.get(lemma)
        if not entries:
            return
        site = None
        for entry in entries:
            last = self._particles(v, entry.words) if entry.words else v
            if last < 0:
                continue
            site = site or self.cast.site(v)
            if self._holds(entry, site, last):
                yield Match(entry, last)

    def predicate(self, i: int) -> Predicate | None:
        """The predicate rule for the adjective or noun `i`."""
        return self._lexicon.predicates.get(self.doc.lemma[i].lower()) or self._lexicon.predicates.get(self.doc.norm[i])

    def is_unnamed_doer(self, i: int) -> bool:
        """Whether `i` stands for people or for what they attack with ("gunmen", "a bomb")."""
        lemma = self.doc.lemma[i].lower()
        return lemma in self._people or lemma in self._lexicon.weapons

    # ---- words

    def _particles(self, v: int, words: tuple[str, ...]) -> int:
        """The token of the last of `words`, each hanging on the verb or on one of the words before it; -1 if not."""
        doc = self.doc
        chain = [v]
        for word in words:
            found = -1
            astray = [c for c in doc.children[v] if doc.dep[c] == "dobj"] if word == "as" else []
            for above in (*chain, *astray):
                for c in doc.children[above]:
                    if c > v and (doc.norm[c] == word or doc.lemma[c] == word) and doc.tag[c] != "TO":
                        found = c
                        break
                if found >= 0:
                    break
            if found < 0:
                after = chain[-1] + 1
                if (
                    after < len(doc)
                    and doc.norm[after] == word
                    and doc.pos[after] in _PARTICLES
                    and (doc.sent[after] == doc.sent[v])
                ):
                    found = after
                else:
                    return -1
            chain.append(found)
        return chain[-1]

    # ---- complements

    def _holds(self, entry: Entry, site: Site, last: int) -> bool:
        frame = entry.frame
        if frame.clause and not self._clause_fits(frame.clause, site):
            return False
        objects = self._objects(entry, site) or self.after_particle(entry, last)
        if not self._subject_fits(entry, site) or not self._object_fits(entry, site, objects):
            return False
        if entry.predicate != Slot(frozenset(), frozenset()) and not self._predicate_fits(entry.predicate, site):
            return False
        if (entry.prep or frame.needs_prep or entry.prep_not.lemmas or entry.prep_not.flags) and not self._preps_fit(
            entry, site
        ):
            return False
        return self._special(entry, site, objects)

    def _clause_fits(self, kind: str, site: Site) -> bool:
        if kind == "none":
            return site.clause < 0
        if kind == "any":
            return site.clause >= 0
        if kind == "to":
            return site.clause >= 0 and site.clause_kind == "to"
        return site.clause >= 0 and site.clause_kind == kind

    def _objects(self, entry: Entry, site: Site) -> list[int]:
        if not entry.words:
            return site.objects
        return [o for o in site.objects if self.doc.lemma[o] not in entry.words]

    def after_particle(self, entry: Entry, last: int) -> list[int]:
        """The object that the parser hung on the particle: "handed in their rifles", "called in the envoy"."""
        doc = self.doc
        if len(entry.words) != 1 or doc.norm[last] not in _PARTICLE or entry.words[0] in dict(entry.prep):
            return []
        if not entry.frame.object or "none" in entry.object.flags:
            return []
        return [k for k in doc.children[last] if doc.dep[k] == "pobj"]

    def _subject_fits(self, entry: Entry, site: Site) -> bool:
        frame = entry.frame
        if site.passive:
            tokens = site.agents
            if not frame.passive:
                return False
        else:
            tokens = [site.surface] if site.surface >= 0 else []
        if frame.plural_subject and not any(self._plural(t) for t in tokens):
            return False
        if frame.subject_not and any(self.fits(t, entry.subject_not) for t in tokens):
            return False
        return not tokens or "any" in entry.subject.flags or any(self.fits(t, entry.subject) for t in tokens)

    def _plural(self, i: int) -> bool:
        doc = self.doc
        return len(set(self.who.codes(self.cast.named(i)))) > 1 or doc.lemma[i] in ("side", "they", "two", "party")

    def _object_fits(self, entry: Entry, site: Site, objects: list[int]) -> bool:
        frame = entry.frame
        if frame.object_not and any(self.fits(o, entry.object_not) for o in objects[:3]):
            return False
        if not frame.object:
            return True
        if not objects:
            return "none" in entry.object.flags
        if frame.object_mod:
            modifiers = {self.doc.norm[c] for o in objects for c in self.doc.children[o]}
            if not modifiers.intersection(frame.object_mod):
                return False
        return any(self.fits(o, entry.object) for o in objects[:6])

    def _predicate_fits(self, slot: Slot, site: Site) -> bool:
        """For "described it as a provocation", "called the raid illegal", "condemned as unlawful"."""
        doc = self.doc
        tokens = [*site.predicates, *site.after("as"), *site.after("to"), *site.after("with")]
        if site.clause >= 0:
            tokens.append(site.clause)
        if not site.passive:
            tokens += [*site.objects, *(k for word, k in self._object_preps(site) if word == "as")]
        for t in tokens:
            near = (t, *(c for c in doc.children[t] if doc.dep[c] in ("amod", "conj", "acomp", "attr", "compound")))
            if any(doc.lemma[k].lower() in slot.lemmas or doc.norm[k] in slot.lemmas for k in near):
                return True
        return False

    def _preps_fit(self, entry: Entry, site: Site) -> bool:
        preps = [*site.preps, *self._object_preps(site)]
        seen = False
        own = [pair for pair in entry.prep if pair[0] in entry.words]  # "travel to Oslo in May": only "to" must fit
        for word, slot in own or entry.prep:
            tokens = [t for w, t in preps if w == word and not (own and self.doc.entity[t] in _TIMES)]
            if not tokens and own and any(w == word for w, _ in preps):
                return False  # "will march on Monday"
            if not tokens:
                continue
            if not any("any" in slot.flags or self.fits(t, slot) for t in tokens):
                return False
            seen = True
        if entry.frame.needs_prep and not seen:
            return False
        if entry.prep_not.lemmas or entry.prep_not.flags:
            return not any(self.fits(t, entry.prep_not) for _, t in preps)
        return True

    def _object_preps(self, site: Site) -> Iterator[tuple[str, int]]:
        doc = self.doc
        objects = site.objects[:3]
        for o in dict.fromkeys((*objects, *(self.cast.whole(o) for o in objects))):  # "dozens of clerics of …"
            for c in doc.children[o]:
                if doc.dep[c] == "prep":
                    for k in doc.children[c]:
                        if doc.dep[k] == "pobj":
                            yield doc.norm[c], k

    def _special(self, entry: Entry, site: Site, objects: list[int]) -> bool:
        """The conditions that are more than one complement's nature."""
        frame = entry.frame
        if frame.needs_target and not objects and not any(site.after(word) for word, _ in entry.prep):
            return False
        if frame.purpose and not self._has_purpose(entry.purpose, site):
            return False
        if frame.needs_object and not objects and not site.passive:
            return False
        if frame.together and not (self._with(site) or self._joint(site, objects)):
            return False
        if frame.to_other and not self._asks_another(site):
            return False
        if frame.subjunctive and not self._subjunctive(site):
            return False
        if frame.future_clause and not self._future_clause(site):
            return False
        if frame.clause_negated and (site.clause < 0 or is_negated(self.doc, site.clause) is None):
            return False
        if frame.clause_not and self._is_clause_of(site, entry.clause_not):
            return False
        if frame.own_clause and not self._own_clause(site):
            return False
        return not (frame.own_object and not self._own_object(site, objects))

    def _has_purpose(self, slot: Slot, site: Site) -> bool:
        """Whether the verb is followed by what it is done for: "marched to protest", "flew in to train"."""
        doc = self.doc
        for c in doc.children[site.verb]:
            if c > site.verb and doc.dep[c] in ("advcl", "xcomp", "acl", "relcl") and doc.lemma[c] in slot.lemmas:
                return doc.tag[c] == "VB"
        return any(
            doc.dep[c] in ("acl", "relcl", "advcl") and doc.tag[c] == "VB" and doc.lemma[c] in slot.lemmas
            for o in [*site.objects, *(t for _, t in site.preps)]
            for c in doc.children[o]
        )

    def _asks_another(self, site: Site) -> bool:
        """Whether somebody else is to do it ("wants Chad to leave") or a thing be done ("wants sanctions lifted")."""
        others = [site.clause_subject] if site.clause_subject >= 0 else site.objects
        if self.doc.lemma[site.verb] == "want":
            return bool(others)
        if site.clause >= 0 and (self.cast.site(site.clause).passive or self.doc.lemma[site.clause] in _HAPPENS):
            return False  # "expects the rebels to be defeated": a forecast
        return any(self.fits(o, _HUMAN) for o in others)

    def _with(self, site: Site) -> bool:
        return any(self.cast.named(t) for w, t in [*site.preps, *self._object_preps(site)] if w == "with")

    def _joint(self, site: Site, objects: list[int]) -> bool:
        joint = any(self.doc.norm[c] == "joint" for o in objects for c in self.doc.children[o])
        doers = self.cast.doers(site.verb)
        return joint or len(set(self.who.codes(doers))) > 1

    def _subjunctive(self, site: Site) -> bool:
        """For "proposed that Oslo send …", "insisted that it should …": a bare verb or one with a modal."""
        doc, c = self.doc, site.clause
        if c < 0 or site.clause_subject < 0 or site.clause_kind != "that":
            return False
        modals = [k for k in doc.children[c] if doc.dep[k] == "aux"]
        return doc.tag[c] == "VB" and not modals

    def _future_clause(self, site: Site) -> bool:
        doc = self.doc
        return site.clause >= 0 and any(doc.norm[k] in _WILL for k in doc.children[site.clause] if doc.dep[k] == "aux")

    def _is_clause_of(self, site: Site, slot: Slot) -> bool:
        """Whether the complement clause is one of these verbs, or gives one of these nouns ("give details")."""
        doc = self.doc
        if site.clause < 0:
            return False
        if doc.lemma[site.clause] in slot.lemmas:
            return True
        if doc.lemma[site.clause] not in _GIVES:
            return False
        return any(doc.lemma[k] in slot.lemmas for k in doc.children[site.clause] if doc.dep[k] == "dobj")

    def _own_clause(self, site: Site) -> bool:
        """Whether what is warned of is the warner's own act: "warned that it would respond"."""
        doc = self.doc
        if site.clause < 0 or site.clause_subject < 0:
            return False
        modals = {doc.norm[k] for k in doc.children[site.clause] if doc.dep[k] == "aux"}
        if not modals & _MODALS:
            return False
        theirs = set(self.who.codes(self.cast.named(site.clause_subject)))
        ours = set(self.who.codes(self.cast.doers(site.verb)))
        return bool(theirs & ours) or (not theirs and doc.norm[site.clause_subject] in _SAME)

    def _own_object(self, site: Site, objects: list[int]) -> bool:
        theirs = set(self.who.codes(self.cast.all_owners(objects)))
        ours = set(self.who.codes(self.cast.doers(site.verb)))
        return not theirs or not ours or bool(theirs & ours)

    # ---- what a noun is

    def fits(self, i: int, slot: Slot) -> bool:
        """Whether the phrase headed by `i` is what the slot asks for."""
        doc = self.doc
        i = self.cast.antecedent(i)
        if doc.lemma[i] in slot.lemmas:
            return True  # "lists of families": a list too
        i = self.cast.whole(i)
        lemma = doc.lemma[i].lower()
        if doc.pos[i] == "PROPN" and lemma.endswith("s") and lemma[:-1] in self._people:
            lemma = lemma[:-1]  # a sentence that begins with "Rebels"
        if lemma in slot.lemmas or doc.norm[i] in slot.lemmas:
            return True
        if not slot.flags:
            return False
        return any(self._is(i, lemma, flag) for flag in slot.flags)

    def _is(self, i: int, lemma: str, flag: str) -> bool:
        doc = self.doc
        if flag == "any":
            return True
        if flag == "none":
            return False
        if flag == "place":
            return (doc.entity[i] in _PLACES or i in self._places) and not self._is_kind(
                self.cast.named(i), ("person", "people")
            )
        if flag == "owned":
            return bool(self.cast.owners(i))
        ids = self.cast.named(i)
        if flag == "actor":
            return bool(ids)
        if flag == "party":
            return bool(ids) or bool(self.cast.owners(i))
        if flag == "actor-person":
            return self._is_kind(ids, ("person",)) or (not ids and doc.entity[i] == "PERSON")
        if flag == "actor-people":
            return self._is_kind(ids, ("people",))
        if flag == "official":
            return any(is_official(self.who.actor(a)) for a in ids)
        if flag == "state":
            return self._is_kind(ids, ("state", "body")) or (not ids and doc.entity[i] == "GPE")
        if doc.norm[i] == "those":
            return any(doc.dep[c] == "relcl" and doc.norm[doc.left[c]] == "who" for c in doc.children[i])
        return bool(ids) or lemma in self._people or doc.entity[i] in _NAMES or doc.norm[i] in _HUMAN_PRONOUNS

    def _is_kind(self, ids: Ids, kinds: tuple[str, ...]) -> bool:
        return any(self.who.actor(a).kind in kinds for a in ids)
