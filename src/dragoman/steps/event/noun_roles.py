"""Who takes part in the act that a noun names: read off its possessor, modifiers, prepositions, clauses and verb."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.language import Document
from dragoman.steps.clauses import agent, is_passive, subject
from dragoman.steps.draft import Draft
from dragoman.steps.event.noun_lexicon import Group, Lexicon, Role
from dragoman.steps.event.noun_site import Site, followers
from dragoman.steps.event.noun_venues import venue_tokens
from dragoman.steps.event.participants import joined_owner

WORD_ACTS = frozenset({"REQUEST", "AGREE", "ACCUSE", "THREATEN", "REJECT"})
"""Acts made in words: they can be answered, and the one who answers is the one to whom they went."""

_OWNERS = frozenset({"poss", "compound", "amod", "nmod"})
_BETWEEN = ("between", "among", "amongst", "with", "alongside")
_GOING = frozenset(
    {"arrive", "travel", "fly", "come", "go", "sit", "return", "meet", "head", "speak", "appear", "represent"}
)
_PERSONAL = frozenset({"his", "her"})
_SUPPRESSES = frozenset({"clamp", "crack", "move", "lead", "result", "contribute"})
"""Verbs before whose preposition stands what others do: "clamped down on protests", "led to sanctions"."""
_UNDER = frozenset({"under"})
_INTO = frozenset({"in", "into", "on", "to", "out", "with", "for"})


@dataclass
class Roles:
    """Actor ids on both sides.

    `beside` counts the actors that the words beside the noun name, `doer` says that a doer is among them, `verb` is the
    verb by which somebody does or suffers the act (-1 for none).
    """

    actors: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)
    beside: int = 0
    doer: bool = False
    verb: int = -1


class RoleReader:
    """Reads roles in one draft."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self._draft = draft
        self._doc: Document = draft.doc
        self._who = draft.who
        self._verbs = lexicon.rules.verbs
        self._words = lexicon.rules.words
        self._undergone = lexicon.undergone
        self.venues = venue_tokens(draft)
        self._states = {a.code: a.id for a in reversed(draft.actors) if a.kind == "state"}
        self._countries = {i: p.country for p in draft.places if p.country for i in draft.doc.tokens(p.start, p.end)}

    # -------------------------------------------------------------------------------------------- names
    def named(self, i: int, depth: int = 2) -> list[str]:
        """The actors that the phrase at token `i` names, coordinated ones too; else those to whom it belongs."""
        doc = self._doc
        ids = list(self._who.at(i))
        owners: list[str] = []
        for c in doc.children[i]:
            dep = doc.dep[c]
            if dep in ("conj", "appos") and c > i and not (dep == "appos" and ids):
                ids += self.named(c, depth)
            elif dep == "nmod" and ids and doc.child(c, "cc") >= 0:
                ids = [*self._who.at(c), *ids]  # "the Maltese cabinet and British officials", parsed as one
            elif not ids and depth and dep in _OWNERS:
                against = c > 1 and doc.norm[c - 1] == "-" and doc.norm[c - 2] in ("anti", "non", "ex")
                owners += self.named(c, 0) if c not in self.venues and not against else []
        if ids or owners or not depth:
            return _once(ids or owners)
        if doc.pos[i] in ("VERB", "AUX"):
            who = subject(doc, i)
            return self.named(who, depth - 1) if who >= 0 else []
        if doc.lemma[i].lower() in self._undergone:
            return []  # "support for the murder of journalists" goes to no journalist
        for c in doc.children[i]:
            if doc.dep[c] == "prep" and doc.norm[c] in ("of", "from", "by"):
                for k in doc.children[c]:
                    if doc.dep[k] == "pobj" and (found := self.named(k, depth - 1)):
                        return found
        return []

    def all_named(self, tokens: Iterable[int], depth: int = 2) -> list[str]:
        """The actors that these phrases name."""
        return _once([a for i in tokens for a in self.named(i, depth)])

    def codes(self, ids: Iterable[str]) -> frozenset[str]:
        """The codes of these actors."""
        return frozenset(self._who.codes(ids))

    def _modifying(self, site: Site) -> list[int]:
        """Tokens of the modifiers before the noun that name an actor: "Chilean", "Peru"-Chile, not "Oslo-backed"."""
        doc = self._doc
        found = []
        for c in site.before:
            participle = doc.pos[c] in ("VERB", "ADJ") and doc.left[c] < c and doc.tag[c] in ("VBN", "VBG", "VBD", "JJ")
            tokens = range(c, c + 1) if participle else range(doc.left[c], doc.right[c] + 1)
            found += [k for k in tokens if k < site.first and self._who.at(k) and not self._is_quality(k)]
        return found

    def _is_quality(self, k: int) -> bool:
        """A venue, or an adjective that the actors step took for a person ("a national …")."""
        return k in self.venues or (self._doc.pos[k] == "ADJ" and self._doc.word[k].islower())

    def owners(self, site: Site) -> list[str]:
        """Who owns the act. "Its demand" is its clause's subject's where the pronoun stands in the predicate."""
        if site.owner < 0 or site.owner in self.venues:
            return []
        if self._doc.tag[site.owner] == "PRP$" and site.verb >= 0:
            personal = self._doc.norm[site.owner] in _PERSONAL
            who = self._around_token(site)
            ids = self._who.at(who) if who >= 0 else ()
            if ids and personal == any(self._who.actor(a).kind == "person" for a in ids):
                return list(ids)
        return _once([*self._who.at(joined_owner(self._doc, site.head)), *self.named(site.owner)])

    # -------------------------------------------------------------------------------------------- the verb around
    def _by_verb(self, site: Site, group: Group, roles: Roles) -> tuple[list[str], list[str]]:
        """Doers and recipients that the governing verb gives: "X imposed sanctions on Y"."""
        doc, verb = self._doc, site.verb
        if verb < 0:
            return [], []
        lemma = doc.lemma[verb]
        direct = site.relation in ("dobj", "attr", "oprd", "nsubjpass", "dative")
        if site.relation == "prep" and site.via in _UNDER:
            roles.verb = verb
            return [], self._subject(verb, site)
        if lemma in _SUPPRESSES and site.relation == "prep":
            return [], []
        if lemma in self._verbs.does and (direct or (site.relation == "prep" and site.via in _INTO)):
            return self._doing(site, group, roles)
        if group.needs == "copula" and site.relation == "attr":
            roles.verb = verb
            return self._subject(verb, site), []
        if lemma in self._verbs.suffers and site.relation == "dobj":
            roles.verb = verb
            extra = followers(doc, verb, site.head)
            return self.all_named(extra.get("from", [])), self._subject(verb, site)
        if lemma in self._verbs.answers and site.relation in ("dobj", "prep"):
            if site.via == "with" and site.relation == "prep":
                return self._subject(verb, site), []
            return [], self._subject(verb, site) if group.type in WORD_ACTS else []
        return [], []

    def _doing(self, site: Site, group: Group, roles: Roles) -> tuple[list[str], list[str]]:
        doc, verb = self._doc, site.verb
        lemma = doc.lemma[verb]
        recipients: list[str] = []
        extra = followers(doc, verb, site.head if site.relation == "dobj" else verb)
        for prep in group.to:
            recipients += self.all_named(extra.get(prep, []))
        if site.relation == "nsubjpass" or (is_passive(doc, verb) and site.relation != "prep"):
            by = agent(doc, verb)
            doers = self.named(by) if by >= 0 else []
        elif site.relation == "prep" and is_passive(doc, verb):
            return [], []
        else:
            doers = self._subject(verb, site)
        roles.verb = verb
        if lemma in self._verbs.answers and group.type in WORD_ACTS and site.owner >= 0:
            return [], _once([*recipients, *doers])
        dative = doc.child(verb, "dative")
        if dative >= 0 and dative != site.head:
            inner = doc.child(dative, "pobj")
            recipients += self.named(inner if inner >= 0 else dative)
        return doers, _once(recipients)

    def venues_in(self, tokens: Iterable[int]) -> frozenset[str]:
        """The towns that these phrases name: "Geneva", "the lakeside resort of Ohrid"."""
        doc = self._doc
        return frozenset(
            doc.norm[i] for k in tokens for i in range(k, min(doc.right[k], k + 6) + 1) if i in self.venues
        )

    def _subject(self, verb: int, site: Site) -> list[str]:
        who = self._subject_token(verb, site)
        return self.named(who) if who >= 0 else []

    def _subject_token(self, verb: int, site: Site) -> int:
        doc = self._doc
        who = subject(doc, verb)
        if who < 0 or site.first <= who <= site.last:
            return -1
        if is_passive(doc, verb) and site.relation == "dobj" and doc.tag[verb] == "VBN":
            return -1
        return who

    # -------------------------------------------------------------------------------------------- frames
    def read(self, site: Site, group: Group) -> Roles:
        """The roles around the noun of `site`, read as `group` says."""
        roles = Roles()
        if group.frame == "mutual":
            self._mutual(site, group, roles)
        else:
            self._directed(site, group, roles)
        return roles

    def _mutual(self, site: Site, group: Group, roles: Roles) -> None:
        doc = self._doc
        parties: list[str] = []
        parties += self.owners(site)
        for k in self._modifying(site):
            parties += self._who.at(k)
        for prep in (*_BETWEEN, "of", "by", "involving", "including"):
            parties += self.all_named(site.preps.get(prep, []))
        for objects in site.preps.values():
            for k in objects:
                parties += self._between(followers(doc, k, k))
        for p in site.participles:
            if doc.lemma[p] in ("involve", "include", "bring") or doc.lemma[p] in self._verbs.encounters:
                parties += self.all_named([c for c in doc.children[p] if doc.dep[c] == "dobj"])
                by = agent(doc, p)
                parties += self.named(by) if by >= 0 else []
        parties += self._mutual_by_verb(site, group, roles)
        if parties:
            parties += self._sponsors(site)
        roles.beside = len(self.codes(parties))
        roles.actors = _once(parties)

    def _mutual_by_verb(self, site: Site, group: Group, roles: Roles) -> list[str]:
        doc, verb = self._doc, site.verb
        if verb < 0:
            return []
        lemma = doc.lemma[verb]
        meets = lemma in self._verbs.meets or lemma in self._verbs.encounters
        meets = meets or (group.when is not None and lemma in group.when.verbs)
        extra = followers(doc, verb, site.head if site.relation != "prep" else verb)
        if site.relation in ("nsubj", "nsubjpass"):
            if site.relation == "nsubj" and lemma in ("include", "involve", "bring", "gather", "unite"):
                roles.verb = verb
                return self.all_named([c for c in doc.children[verb] if doc.dep[c] == "dobj"])
            by = agent(doc, verb) if meets else -1
            return self._between(extra) + (self.named(by) if by >= 0 else [])
        if site.relation == "prep":
            meets = (meets or lemma in _GOING) and site.via in ("for", "in", "to", "into", "at", "off", "of", "from")
            meets = meets and (lemma not in ("take", "call", "want", "need", "have") or site.via == "in")
        elif site.relation not in ("dobj", "attr", "oprd"):
            return []
        meets = meets or "joint" in site.modifiers
        if not meets or doc.child(verb, "neg") >= 0:
            return []
        roles.verb = verb
        others = self._between(extra)
        if site.relation == "prep":
            others += self.all_named([c for c in doc.children[verb] if doc.dep[c] == "dobj"])
        return self._subject(verb, site) + others

    def _sponsors(self, site: Site) -> list[str]:
        doc = self._doc
        sponsored = [c for c in site.before if doc.norm[c] in self._words.sponsors]
        return _once(a for c in sponsored for k in range(doc.left[c], c) for a in self._who.at(k))

    def _between(self, preps: dict[str, list[int]]) -> list[str]:
        return self.all_named([k for prep in _BETWEEN for k in preps.get(prep, [])])

    def around(self, site: Site) -> list[str]:
        """The subject of the clause that a noun stands in, however deep: "they made progress in talks"."""
        who = self._around_token(site)
        return self.named(who) if who >= 0 else []

    def _around_token(self, site: Site) -> int:
        doc = self._doc
        i = site.verb if site.verb >= 0 else site.noun
        for _ in range(6):
            if i < 0:
                return -1
            if doc.pos[i] in ("VERB", "AUX"):
                if site.relation in ("nsubj", "nsubjpass") and i == site.verb:
                    return -1
                who = self._subject_token(i, site)
                return who if who < site.first else -1
            if doc.head[i] == i or doc.dep[i] in ("nsubj", "nsubjpass"):
                return -1
            i = doc.head[i]
        return -1

    def _directed(self, site: Site, group: Group, roles: Roles) -> None:
        doc = self._doc
        actors: list[str] = []
        recipients: list[str] = []
        undergone = self.all_named(site.preps.get("of", [])) if group.of == "recipient" or "of" in group.to else []
        if site.owner >= 0:
            ids = self.owners(site)
            self._assign(group.owner, ids, actors, recipients, bool(undergone))
        struck = self.all_named([k for prep in ("on", "against") for k in site.preps.get(prep, [])], 1)
        for k in self._modifying(site):
            role = group.compound
            if role == "either":
                role = "actor" if self._is_state(k) else "recipient"
            if role == "actor" and group.type == "ASSAULT" and not struck and self._is_scene(k):
                role = "recipient"
            self._assign(role, list(self._who.at(k)), actors, recipients, bool(undergone))
        actors += self.all_named(site.preps.get("by", []), 1)
        if group.of == "actor":
            actors += self.all_named(site.preps.get("of", []))
        if group.from_ == "actor":
            actors += self.all_named(site.preps.get("from", []), 1)
        recipients += undergone
        deep = 0 if group.type == "PROTEST" else 2
        for prep in group.to:
            recipients += self.all_named(site.preps.get(prep, []), deep)
        if group.id == "arms-provision" and not recipients:
            goods = [followers(doc, k, k) for k in site.preps.get("of", [])]
            recipients += self.all_named([k for after in goods for prep in group.to for k in after.get(prep, [])])
        if group.compound == "place" and not recipients:
            recipients += self._hosts(site, group)
        self._participles(site, group, actors, recipients)
        if group.clause:
            recipients += self._asked(site, recipients)
        if group.host and not actors:
            visited = [k for c in site.clauses for k in doc.children[c] if doc.dep[k] == "dobj"]
            actors += self.all_named(visited, 1)
        if not actors and group.type == "CONSULT" and recipients and site.via in ("on", "during"):
            host = self.codes(recipients)  # "the minister, on a visit to Cairo", "said during a visit to Cairo"
            who = self.named(site.noun) if site.noun >= 0 else self.around(site)
            actors += [a for a in who if not self.codes([a]) & host]
        beside = len(self.codes(actors) | self.codes(recipients))
        doer = bool(actors)
        doers, undergoers = self._by_verb(site, group, roles)
        if not actors:
            actors += doers
        if not recipients:
            recipients += undergoers
        roles.beside = beside
        roles.doer = doer
        roles.actors = _once(actors)
        own = self.codes(roles.actors)
        roles.recipients = [r for r in _once(recipients) if not (self.codes([r]) & own)]

    def _hosts(self, site: Site, group: Group) -> list[str]:
        """The states of the towns that a visit goes to: "a visit to Muscat", "the Muscat trip"."""
        tokens = [k for prep in group.to for k in site.preps.get(prep, [])]
        tokens += [c for c in site.before if c in self.venues]
        return _once(self._states[country] for k in tokens if (country := self._countries.get(k, "")) in self._states)

    def _assign(self, role: Role, ids: list[str], actors: list[str], recipients: list[str], undergone: bool) -> None:
        if role in ("recipient", "either") and not undergone:
            recipients += ids
        elif role in ("actor", "recipient", "either") or (role == "people" and ids):
            actors += ids
        elif role == "place":
            people = [a for a in ids if self._who.actor(a).kind == "person"]
            actors += people
            recipients += [a for a in ids if a not in people]

    def _is_state(self, token: int) -> bool:
        return any(
            self._who.actor(a).kind in ("state", "body", "organization", "armed group") for a in self._who.at(token)
        )

    def _is_scene(self, token: int) -> bool:
        """Whether a state's name before an attack says where it was: "the Mali bombing", not "Malian" or "US"."""
        doc = self._doc
        return (
            doc.pos[token] == "PROPN"
            and doc.word[token].istitle()
            and doc.entity[token] in ("GPE", "LOC")
            and all(self._who.actor(a).kind == "state" for a in self._who.at(token))
        )

    def _participles(self, site: Site, group: Group, actors: list[str], recipients: list[str]) -> None:
        """Roles from a clause beside the noun: "the sanctions imposed by X on Y", "the attack that X launched"."""
        doc = self._doc
        for p in site.participles:
            if doc.lemma[p] not in self._verbs.does:
                continue
            by = agent(doc, p)
            if by >= 0:
                actors += self.named(by)
            own = doc.child(p, "nsubj")
            if own >= 0 and doc.tag[own] not in ("WDT", "WP"):
                actors += self.named(own)
            after = followers(doc, p, p)
            for prep in group.to:
                recipients += self.all_named(after.get(prep, []))

    def _asked(self, site: Site, known: list[str]) -> list[str]:
        """Who is to act in what is asked for: "calls for X to stop", "the demand that X …", "demands for X's exit"."""
        doc = self._doc
        if known:
            return []
        behind = [c for prep in ("of", "by", "from") for k in site.preps.get(prep, []) for c in doc.children[k]]
        for c in [*site.clauses, *(c for c in behind if doc.dep[c] in ("acl", "relcl", "ccomp", "advcl"))]:
            own = doc.child(c, "nsubj", "nsubjpass")
            if own >= 0 and (found := self.named(own)):
                return found
        return self.all_named(site.preps.get("for", []), 2) or self.all_named(site.preps.get("that", []))


def _once(ids: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(ids))
