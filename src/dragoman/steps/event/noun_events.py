"""The noun coder: acts that a noun names ("talks between …", "its demand on …", "the embargo against …")."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from dragoman.language import Document
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.noun_lexicon import Evidence, Group, Lexicon, Needs
from dragoman.steps.event.noun_memory import Memory
from dragoman.steps.event.noun_pick import name_tokens, one_a_sentence
from dragoman.steps.event.noun_roles import WORD_ACTS, RoleReader, Roles
from dragoman.steps.event.noun_site import Site, look
from dragoman.steps.event.noun_status import NounStatus
from dragoman.steps.event.noun_told import Telling

_BEFORE = {"AGREE": ("encounter",), "RETREAT": ("agreement", "encounter", "conflict")}
"""Acts that come of acts of another family: the parties to a truce are those that fought or talked."""
_ASKED = frozenset({"for", "of", "to", "on", "about", "against", "from", "out"})
"""Prepositions before what is asked for, offered or refused: "called for talks", "the prospect of talks"."""


@dataclass
class _Mention:
    """A noun that may name an act, with what its own sentence says of the roles."""

    site: Site
    group: Group
    roles: Roles


class NounCoder:
    """Finds the acts that nouns name. Raises `KnowledgeError` where its rules cannot be read."""

    def __init__(self) -> None:
        self._lexicon = Lexicon()

    def candidates(self, draft: Draft) -> list[Candidate]:
        """The acts that nouns of the report name, in the order of the text."""
        return _Coding(draft, self._lexicon).run()


class _Coding:
    """One report being coded."""

    def __init__(self, draft: Draft, lexicon: Lexicon) -> None:
        self._draft = draft
        self._doc: Document = draft.doc
        self._lexicon = lexicon
        self._words = lexicon.rules.words
        self._verbs = lexicon.rules.verbs
        self._roles = RoleReader(draft, lexicon)
        self._memory = Memory(draft, self._roles, lexicon)
        self._status = NounStatus(draft.doc, lexicon)
        self._telling = Telling(draft, lexicon, self._roles)
        self._covered = name_tokens(self._doc)

    def run(self) -> list[Candidate]:
        self._memory.tell_verbs()
        mentions = list(self._mentions())
        self._memory.close()
        found = [c for m in mentions if (c := self._candidate(m)) is not None]
        return one_a_sentence(found, self._doc, self._roles)

    def _mentions(self) -> Iterator[_Mention]:
        doc = self._doc
        for i, pos in enumerate(doc.pos):
            if pos not in ("NOUN", "PROPN"):
                continue
            match = self._lexicon.match(doc, i)
            if match is None or not self._may_be(i, pos):
                continue
            site = look(doc, match[0], i, self._words)
            roles: Roles | None = None
            for group in match[1]:
                roles = self._roles.read(site, group)
                if self._holds(group, site, roles):
                    if group.needs != "never" and not self._only_names(site, group):
                        mention = _Mention(site, group, roles)
                        if _tells(mention, self._roles):
                            self._memory.tell(group.family, site, roles.actors, roles.recipients)
                        yield mention
                    break

    def _may_be(self, i: int, pos: str) -> bool:
        """Not inside a name ("the Council for …Cooperation"), nor the first word of a longer wording."""
        doc = self._doc
        if doc.entity[i] == "DATE":
            return False
        if i in self._covered and (pos == "PROPN" or doc.word[i][:1].isupper()):
            return False
        if pos == "PROPN" and doc.sentences[doc.sent[i]].kind != "headline":
            return (doc.dep[i] != "compound" and doc.word[i].islower()) or i not in self._covered
        return True

    def _only_names(self, site: Site, group: Group) -> bool:
        """Whether the noun only says which other noun is meant: "ceasefire agreement", "the envoy to the talks"."""
        if site.modifies >= 0:
            return True
        if (
            group.type == "ASSAULT"
            and group.frame == "directed"
            and site.noun >= 0
            and self._doc.pos[site.noun] == "ADJ"
        ):
            return False  # "responsible for the raid" says who did it
        return site.noun >= 0 and site.via in ("of", "for", "to") and self._lemma(site.noun) in self._words.identified

    def _lemma(self, i: int) -> str:
        return self._doc.lemma[i].lower()

    # -------------------------------------------------------------------------------------------- evidence
    def _holds(self, group: Group, site: Site, roles: Roles) -> bool:
        if group.unless is not None and self._shown(group.unless, site, roles, group):
            return False
        return group.when is None or self._shown(group.when, site, roles, group)

    def _shown(self, evidence: Evidence, site: Site, roles: Roles, group: Group) -> bool:
        doc = self._doc
        verb = doc.lemma[site.verb] if site.verb >= 0 else ""
        return bool(
            evidence.modifiers & site.modifiers
            or not evidence.preps.isdisjoint(site.preps)
            or (evidence.verbs and (verb in evidence.verbs or self._made_by(site) in evidence.verbs))
            or (evidence.objects and self._undergoes(evidence, site))
            or (evidence.nouns and site.noun >= 0 and self._lemma(site.noun) in evidence.nouns)
            or (evidence.heads and site.modifies >= 0 and doc.lemma[site.modifies].lower() in evidence.heads)
            or (evidence.clause and site.clauses)
            or (
                evidence.clause_verbs
                and any(doc.lemma[p] in evidence.clause_verbs for p in site.participles + site.clauses)
            )
            or (evidence.subject and site.relation == "nsubj")
            or (evidence.owner and site.owner >= 0)
            or (evidence.actor_object and self._roles.all_named(site.preps.get("of", []), 1))
            or (evidence.memory and (site.definite or site.outer >= 0) and self._memory.knows(group.family, site.head))
            or (evidence.told and self._telling.asserts(site, group))
            or (evidence.content and self._is_content(site, roles))
        )

    def _made_by(self, site: Site) -> str:
        return self._doc.lemma[site.participles[0]] if site.participles else ""

    def _undergoes(self, evidence: Evidence, site: Site) -> bool:
        doc = self._doc
        objects = [k for prep in ("of", "in", "on", "to") for k in site.preps.get(prep, [])]
        objects += site.before
        return any(
            doc.lemma[k].lower() in evidence.objects or doc.norm[k] in evidence.objects
            for o in objects
            for k in (o, *(c for c in doc.children[o] if doc.dep[c] in ("conj", "compound")))
        )

    def _is_content(self, site: Site, roles: Roles) -> bool:
        """Whether somebody asks for, offers, threatens or refuses the act."""
        doc = self._doc
        asked = site.relation in ("dobj", "nsubjpass", "oprd") or (site.relation == "prep" and site.via in _ASKED)
        if site.verb >= 0 and asked:
            verb = site.verb
            while verb >= 0:
                if doc.lemma[verb] in self._verbs.content:
                    return True
                verb = doc.head[verb] if doc.dep[verb] in ("xcomp", "pcomp") and doc.head[verb] != verb else -1
        if site.noun < 0 or self._lemma(site.noun) not in self._verbs.content_nouns:
            return False
        return site.via in ("for", "of", "to", "on", "about")

    # -------------------------------------------------------------------------------------------- candidates
    def _candidate(self, m: _Mention) -> Candidate | None:
        site, group, roles = m.site, m.group, m.roles
        if self._is_content(site, roles) and not self._stands_alone(m):
            return None
        if self._is_undone(m) or site.via == "without":
            return None
        actors, recipients, told = self._fill(m)
        if not _NEEDS[group.needs](self, m, actors, recipients):
            return None
        if group.frame == "mutual":
            actors, recipients = _once([*actors, *recipients]), ()
        status, cue = self._status.of(site, group.type, roles, told)
        return Candidate(
            head=site.head,
            first=site.first,
            last=site.last,
            type=group.type,
            rule=group.rule,
            actors=tuple(actors),
            recipients=tuple(recipients),
            mutual=group.frame == "mutual",
            mode=group.mode,
            contexts=group.contexts,
            status=status,
            status_cue=cue,
            confidence=0.6 if told >= 0 else 0.8 if roles.beside > 1 else 0.7,
            content=self._content(site) if group.content else (),
        )

    def _stands_alone(self, m: _Mention) -> bool:
        """An act that somebody asks for or refuses is an act of its own only where its doer stands beside it."""
        if m.site.verb >= 0 and self._doc.lemma[m.site.verb] == "welcome":
            return m.roles.doer and bool(m.roles.recipients)
        if m.group.type in WORD_ACTS or m.group.type in ("SANCTION", "COERCE", "ASSAULT"):
            answered = m.site.verb >= 0 and self._doc.lemma[m.site.verb] in self._verbs.answers
            return m.roles.doer or (answered and m.group.needs == "either" and bool(m.roles.recipients))
        by_noun = m.site.noun >= 0 and m.site.outer < 0
        return (
            by_noun
            and m.site.definite
            and m.group.frame == "mutual"
            and self._memory.knows(m.group.family, m.site.head)
        )

    def _is_undone(self, m: _Mention) -> bool:
        """Whether a verb that ends or puts off the act tells it: "lifted sanctions", "the raids will cease"."""
        site, verb = m.site, m.site.verb
        if verb < 0 or m.group.type == "CONSULT" or self._doc.lemma[verb] not in self._verbs.undoes:
            return False
        if site.relation not in ("dobj", "nsubjpass", "nsubj"):
            return False
        if m.group.type in ("SANCTION", "COERCE"):
            return not m.roles.doer
        if m.group.type in ("COOPERATE", "PROTEST") and site.relation == "nsubj" and self._doc.tag[verb] == "VBD":
            return False  # "the manoeuvres ended with a parade"
        return m.group.type not in WORD_ACTS

    def _fill(self, m: _Mention) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        """The roles, those that the mention leaves out taken from what is told elsewhere, at the token returned."""
        site, group = m.site, m.group
        actors, recipients = tuple(m.roles.actors), tuple(m.roles.recipients)
        if group.type == "ASSAULT" and not actors and group.frame != "mutual":
            actors = tuple(self._telling.blamed(site))
        if group.type == "ASSAULT" and not recipients:
            own = self._roles.codes(actors)
            recipients = tuple(v for v in self._telling.victims(site) if not self._roles.codes([v]) & own)
        if group.frame == "mutual":
            return self._fill_parties(m, actors)
        if (actors and recipients) or not self._is_certain(site, group):
            return actors, recipients, -1
        if (group.type in WORD_ACTS and not m.roles.beside) or self._is_of_its_own(site, group):
            return actors, recipients, -1
        told = self._memory.find(group.family, site, (*actors, *recipients))
        if (
            told is None
            or not _agree(self._roles, told.actors, actors)
            or not _agree(self._roles, told.recipients, recipients)
        ):
            return actors, recipients, -1
        return actors or told.actors, recipients or told.recipients, told.at

    def _is_of_its_own(self, site: Site, group: Group) -> bool:
        """Whether the noun says to what it is done, though that is no party: "the destruction of towns"."""
        if group.type not in ("ASSAULT", "COERCE"):
            return False
        preps = ("of", *group.to) if group.of == "recipient" else group.to
        return any(not self._roles.named(k, 1) for prep in preps for k in site.preps.get(prep, []))

    def _fill_parties(self, m: _Mention, actors: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...], int]:
        site, group, roles = m.site, m.group, m.roles
        if len(self._roles.codes(actors)) > 1:
            return actors, (), -1
        if self._is_certain(site, group) or (group.type == "AGREE" and self._is_made(site)):
            families = (group.family, *_BEFORE.get(group.type, ()))
            for family in families:
                told = self._memory.find(family, site, actors)
                if told is not None and (family != "conflict" or self._is_near(m, told.at)):
                    return told.actors, told.recipients, told.at
        if self._only_described(m, actors):
            told = self._memory.find(group.family, site, ())
            return (told.actors, told.recipients, told.at) if told is not None else ((), (), -1)
        if roles.verb < 0 and (not actors or "with" in site.preps):
            around = self._roles.around(site)
            if len(self._roles.codes((*actors, *around))) > 1 or (not actors and self._is_attended(site)):
                return (*actors, *around), (), -1
        return actors, (), -1

    def _is_attended(self, site: Site) -> bool:
        """Whether the subject of the clause takes part: "rejected it in peace talks", "left after the meeting"."""
        return site.relation == "prep" and site.via in ("in", "at", "during") and site.negated < 0

    def _is_near(self, m: _Mention, told: int) -> bool:
        """Whether fighting is surely that between the parties told: "the fighting", or in the same breath."""
        site = m.site
        far = abs(self._doc.sent[site.head] - self._doc.sent[told])
        if m.group.family != "conflict":
            return far < 3 and self.done(m)
        return site.definite or site.outer >= 0 or far < 2

    def _is_made(self, site: Site) -> bool:
        """Whether an agreement is what a verb makes or says that there is: "reached a deal", "there is no deal"."""
        return site.relation in ("dobj", "nsubjpass", "attr") or site.via in ("to", "of", "for", "on")

    def _only_described(self, m: _Mention, actors: tuple[str, ...]) -> bool:
        """Whether only an adjective names one state, which says whose affair it is: "the Yemeni peace talks"."""
        site = m.site
        return (
            m.roles.beside == 1
            and m.roles.verb < 0
            and site.owner < 0
            and site.preps.keys().isdisjoint(("with", "between", "among", "of", "by", "involving"))
            and all(self._draft.who.actor(a).kind == "state" for a in actors)
        )

    def _is_certain(self, site: Site, group: Group) -> bool:
        """Whether a certain act is meant, of which the report may tell more: "the ban", "six-party talks"."""
        if site.definite or site.modifiers & self._words.certain:
            return True
        if site.relation == "attr" and self._doc.child(site.verb, "nsubj") >= 0:
            return True
        if group.frame != "mutual":
            return False
        hints = self._memory.hints(site)
        if hints.many or hints.places or site.outer >= 0 or "joint" in site.modifiers:
            return True
        occurs = site.verb >= 0 and self._doc.lemma[site.verb] in self._verbs.occurs
        return occurs and site.relation == "nsubj" and self._doc.child(site.verb, "attr", "acomp") < 0

    def _content(self, site: Site) -> tuple[int, ...]:
        doc = self._doc
        heads = list(site.clauses)
        for prep in ("for", "to", "of"):
            heads += [
                k for k in site.preps.get(prep, []) if doc.pos[k] in ("NOUN", "VERB") and not self._draft.who.at(k)
            ]
        return tuple(dict.fromkeys(heads))

    # -------------------------------------------------------------------------------------------- needs
    def done(self, m: _Mention) -> bool:
        """Whether a verb says that somebody does it or that it takes place."""
        if m.roles.verb >= 0:
            return True
        verb, relation = m.site.verb, m.site.relation
        return verb >= 0 and (
            relation in ("nsubj", "nsubjpass")
            and self._doc.lemma[verb] in (self._verbs.occurs if relation == "nsubj" else self._verbs.does)
        )

    def asserts(self, m: _Mention) -> bool:
        return self._telling.asserts(m.site, m.group)

    def is_copula(self, m: _Mention) -> bool:
        return m.site.relation == "attr" and self._doc.lemma[m.site.verb] in ("be", "become", "remain")

    def parties(self, ids: tuple[str, ...]) -> int:
        return len(self._roles.codes(ids))


_Need = Callable[[_Coding, _Mention, tuple[str, ...], tuple[str, ...]], bool]

_NEEDS: dict[Needs, _Need] = {
    "never": lambda c, m, a, r: False,
    "parties": lambda c, m, a, r: bool(a),
    "named": lambda c, m, a, r: c.parties(a) > 1 or (m.group.frame != "mutual" and m.roles.beside > 0),
    "named-two": lambda c, m, a, r: c.parties(a) > 1 and m.roles.beside > 0,
    "actor": lambda c, m, a, r: bool(a),
    "recipient": lambda c, m, a, r: bool(r),
    "either": lambda c, m, a, r: bool(a or r),
    "both": lambda c, m, a, r: bool(a and r),
    "verb": lambda c, m, a, r: bool(a) and m.roles.verb >= 0,
    "copula": lambda c, m, a, r: bool(a and r) and c.is_copula(m),
    "both-or-under": lambda c, m, a, r: bool(a and r) or (bool(r) and m.site.via == "under"),
    "both-or-verb": lambda c, m, a, r: bool(a and r) or (bool(r or a) and m.roles.verb >= 0),
    "moves": lambda c, m, a, r: c.done(m) or bool(a),
    "fighting": lambda c, m, a, r: c.parties(a) > 1 or c.asserts(m),
    "told": lambda c, m, a, r: bool(a or r) or c.asserts(m),
    "parties-or-verb": lambda c, m, a, r: c.parties(a) > 1 or (bool(a) and c.done(m)),
    "protest": lambda c, m, a, r: bool(a) or (bool(r) and c.asserts(m)),
}


def _tells(m: _Mention, roles: RoleReader) -> bool:
    """Whether a mention says enough of itself for later ones to lean on it."""
    if m.group.frame == "mutual":
        return len(roles.codes(m.roles.actors)) > 1
    return bool(m.roles.actors) and (bool(m.roles.recipients) or m.group.frame == "alone")


def _agree(roles: RoleReader, told: tuple[str, ...], own: tuple[str, ...]) -> bool:
    return not own or bool(roles.codes(told) & roles.codes(own))


def _once(ids: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(ids))
