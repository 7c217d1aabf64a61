"""Violence told without a doer: "a blast damaged the embassy", "fighting erupted", "the attack in April"."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.clauses import is_passive, subject
from dragoman.steps.draft import Draft
from dragoman.steps.event.noun_lexicon import Group, Lexicon
from dragoman.steps.event.noun_roles import RoleReader
from dragoman.steps.event.noun_site import Site, followers
from dragoman.steps.event.status import is_antecedent, is_content

_WHERE = ("in", "at", "near", "outside", "on", "inside", "across", "around", "along")
_WHEN = ("in", "on", "of", "from", "during", "since")
_FINITE = frozenset({"VBD", "VBZ", "VBP", "VBN"})
_ANY = frozenset({"any", "another", "every", "each", "if"})
_BY = frozenset({"in", "by", "from", "during", "amid"})
_IS = frozenset({"be", "stand"})
_ANSWERABLE = frozenset({"responsible", "culpable", "liable"})
CARRIED_OUT = frozenset(
    {"launch", "carry", "conduct", "stage", "mount", "commit", "perpetrate", "unleash", "wage", "execute", "plot"}
)


class Telling:
    """Whether a sentence asserts that an act of violence happened, and to whom."""

    def __init__(self, draft: Draft, lexicon: Lexicon, roles: RoleReader) -> None:
        self._doc: Document = draft.doc
        self._verbs = lexicon.rules.verbs
        self._words = lexicon.rules.words
        self._roles = roles
        self._places = frozenset(i for p in draft.places for i in draft.doc.tokens(p.start, p.end))
        self._first: dict[str, int] = {}

    def asserts(self, site: Site, group: Group) -> bool:
        """Whether the noun is what a verb tells, or has a date, a place or a death toll; or is known and pointed at."""
        if self._doc.norm[self._doc.left[site.head]] in _ANY or self._is_wanted(site):
            return False
        if self._tells(site) or self._has_toll(site) or self._is_dated(site) or self._is_placed(site):
            self._first.setdefault(group.family, site.head)
            return True
        known = self._first.get(group.family, site.head) < site.head
        return known and site.definite and site.relation == "prep" and site.via in self._words.afterwards

    def blamed(self, site: Site) -> list[str]:
        """Who is said to have done it: "blamed Chad for the raid", "the rebels are behind the raid"."""
        doc, verb = self._doc, site.verb
        if (who := self._author(site)) >= 0:
            return self._roles.named(who, 1)
        if verb < 0 or doc.lemma[verb] not in self._verbs.blames:
            return []
        if site.relation == "prep" and site.via in ("for", "of", "with", "over"):
            who = doc.child(verb, "nsubjpass", "dobj")
            return self._roles.named(who, 1) if who >= 0 else []
        if site.relation in ("dobj", "nsubjpass"):
            return self._roles.all_named(followers(doc, verb, site.head).get("on", []), 1)
        return []

    def _author(self, site: Site) -> int:
        """The subject of "is behind the raid", "was responsible for the raids"; -1 for none."""
        doc = self._doc
        if site.relation == "prep" and site.verb >= 0 and site.via == "behind" and doc.lemma[site.verb] in _IS:
            return -1 if doc.child(site.verb, "neg") >= 0 else subject(doc, site.verb)
        if site.via != "for" or site.noun < 0 or doc.norm[site.noun] not in _ANSWERABLE:
            return -1
        above = doc.head[site.noun]
        if doc.dep[site.noun] not in ("acomp", "attr") or doc.child(above, "neg") >= 0:
            return -1
        return subject(doc, above)

    def victims(self, site: Site) -> list[str]:
        """Whom the act struck: "killed twelve civilians", "was hit by a blast"."""
        doc = self._doc
        struck = [c for p in site.participles if doc.lemma[p] in self._verbs.harms for c in self._objects(p)]
        verb = site.verb
        if verb >= 0 and site.relation == "nsubj" and doc.lemma[verb] in self._verbs.harms:
            struck += self._objects(verb)
        elif self._is_cause(site) and (who := subject(doc, verb)) >= 0:
            struck.append(who)
        return self._roles.all_named(struck)

    def _objects(self, verb: int) -> list[int]:
        doc = self._doc
        found = [c for c in doc.children[verb] if doc.dep[c] == "dobj"]
        after = followers(doc, verb, verb)
        return found or [k for prep in ("through", "into", "outside", "near", "at") for k in after.get(prep, [])]

    def _is_wanted(self, site: Site) -> bool:
        """Whether the verb is what somebody asks for, threatens or prevents: "to stop fighting spreading"."""
        doc, verb = self._doc, site.verb
        if verb < 0:
            return False
        above = doc.head[verb] if doc.dep[verb] in ("ccomp", "xcomp", "pcomp") else verb
        if is_content(doc, verb) or is_antecedent(doc, verb):
            return True
        return above != verb and doc.lemma[above] in self._verbs.content

    def _tells(self, site: Site) -> bool:
        doc, verb = self._doc, site.verb
        if verb < 0:
            return site.noun >= 0 and doc.lemma[site.noun].lower() in self._words.owning
        lemma = doc.lemma[verb]
        if site.relation == "nsubj":
            return lemma in self._verbs.rages or lemma in self._verbs.harms
        if site.relation == "nsubjpass":
            return lemma in self._verbs.reports
        if site.relation == "dobj":
            return lemma in self._verbs.reports and doc.tag[verb] in _FINITE and not self._is_infinitive(verb)
        return self._is_cause(site)

    def _is_cause(self, site: Site) -> bool:
        """Whether a verb says what the act did to its subject: "died in an attack", "was rocked by clashes"."""
        doc, verb = self._doc, site.verb
        if verb < 0 or site.relation != "prep" or site.via not in _BY:
            return False
        return doc.lemma[verb] in self._verbs.dies or (doc.lemma[verb] in self._verbs.harms and is_passive(doc, verb))

    def _is_infinitive(self, verb: int) -> bool:
        return any(self._doc.tag[c] == "TO" for c in self._doc.children[verb])

    def _has_toll(self, site: Site) -> bool:
        """Whether a clause beside the noun says what it did or that it was carried out: "the raids launched on …"."""
        doc = self._doc
        if any(doc.lemma[p] in CARRIED_OUT and doc.tag[p] in ("VBN", "VBD") for p in site.participles):
            return True
        return any(doc.lemma[p] in self._verbs.harms or doc.lemma[p] in self._verbs.dies for p in site.participles)

    def _is_dated(self, site: Site) -> bool:
        doc = self._doc
        near = [*site.before, *((site.owner,) if site.owner >= 0 else ())]
        near += [k for prep in _WHEN for k in site.preps.get(prep, [])]
        return any(doc.entity[k] == "DATE" and not self._is_length(k) for k in near)

    def _is_length(self, k: int) -> bool:
        """Whether the time says how long or how old: "a decade-long", "a seven-year", "days of"."""
        doc = self._doc
        return doc.norm[k].endswith("long") or (k > 0 and doc.norm[k - 1] == "-") or doc.norm[k] in self._words.lengths

    def _is_placed(self, site: Site) -> bool:
        return any(k in self._places for prep in _WHERE for k in site.preps.get(prep, []))
