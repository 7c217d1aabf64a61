"""A verb with its complements: subject through coordination, control and attachment, objects, prepositions, clauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from dragoman.language import Document

Ids = tuple[str, ...]

_SUBJECTS = frozenset({"nsubj", "nsubjpass", "csubj", "csubjpass"})
_RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET", "X", "SYM"})
VERBS = frozenset({"VERB", "AUX"})
_SUBJECT_CONTROL = frozenset({"promise", "vow", "threaten", "pledge", "agree", "offer", "refuse", "decline", "have"})
_FINITE = frozenset({"VBD", "VBZ", "VBP"})
_TIMES = frozenset({"DATE", "TIME"})
_HOURS = frozenset(
    {"sunrise", "sunset", "dawn", "dusk", "nightfall", "night", "noon", "midnight", "daybreak", "daylight"}
)
_STATIVE = frozenset({"oppose", "commit", "dedicate", "ally", "align", "link"})
_BARE = frozenset({"help", "let", "make", "watch"})  # "let them go"
_DEEPEST = 10


def noun_before(doc: Document, v: int) -> int:
    """The noun right before the to-infinitive `v`, or -1."""
    for c in doc.children[v]:
        if doc.tag[c] == "TO":
            before = c - 1
            return before if before >= 0 and doc.pos[before] == "NOUN" and doc.sent[before] == doc.sent[v] else -1
    return -1


@dataclass
class Site:
    """A verb with its complements, as token numbers. `surface` is the grammatical subject, even of a passive."""

    verb: int
    passive: bool = False
    surface: int = -1
    controlled: bool = False
    objects: list[int] = field(default_factory=list)
    datives: list[int] = field(default_factory=list)
    preps: list[tuple[str, int]] = field(default_factory=list)
    agents: list[int] = field(default_factory=list)
    clause: int = -1
    clause_kind: str = "none"
    clause_subject: int = -1
    predicates: list[int] = field(default_factory=list)

    @property
    def subject(self) -> int:
        """The doer's token in an active clause, else -1."""
        return -1 if self.passive else self.surface

    def after(self, word: str) -> list[int]:
        """What stands after this preposition."""
        return [i for w, i in self.preps if w == word]


class Sites:
    """Reads the verbs of one document. `at` gives the actor ids that a token names."""

    def __init__(self, doc: Document, at: Callable[[int], Ids]) -> None:
        self.doc = doc
        self.at = at
        self._sites: dict[int, Site] = {}

    def site(self, v: int) -> Site:
        """The verb `v` with its complements."""
        site = self._sites.get(v)
        if site is None:
            site = self._sites[v] = self._look(v)
        return site

    def antecedent(self, i: int) -> int:
        """The noun that the relative pronoun `i` stands for; `i` itself where it is none or where it names somebody."""
        doc = self.doc
        if doc.norm[i] not in _RELATIVE or doc.tag[i] not in ("WP", "WDT", "WP$", "IN") or self.at(i):
            return i
        clause = i
        for _ in range(5):
            if doc.dep[clause] == "relcl":
                return doc.head[clause]
            clause = doc.head[clause]
        return i

    def _look(self, v: int) -> Site:
        doc = self.doc
        site = Site(v)
        site.passive = self._is_passive(v)
        own = -1
        for c in doc.children[v]:
            dep = doc.dep[c]
            if own < 0 and (dep in _SUBJECTS or (dep == "poss" and doc.tag[v] == "VBG")):
                own = c
            elif dep == "dobj":
                site.objects += self._conjuncts(c)
                if doc.pos[c] == "NOUN" and (named := doc.child(c, "nsubj")) >= 0:
                    site.objects.append(named)  # "branded the premier a liar", parsed as one clause
                    site.predicates.append(c)
            elif dep == "dative":
                if doc.pos[c] == "ADP":
                    site.preps += [(doc.norm[c], k) for k in doc.children[c] if doc.dep[k] == "pobj"]
                site.datives += [c] if doc.pos[c] != "ADP" else [k for k in doc.children[c] if doc.dep[k] == "pobj"]
            elif dep in ("prep", "agent", "prt", "advmod"):
                self._prep(site, c, dep, 0)
            elif dep in ("xcomp", "ccomp"):
                self._clause(site, c)
            elif dep in ("attr", "oprd", "acomp"):
                site.predicates.append(c)
        if own < 0 and v and doc.tag[v] == "VBG" and doc.tag[v - 1] == "POS":
            own = doc.head[v - 1]  # "about Oslo's backing Chad"
        site.surface, site.controlled = (own, False) if own >= 0 else (self._shared_subject(v, site, 0), True)
        if site.passive and doc.lemma[v] in _STATIVE and not site.agents:
            site.passive = False  # "is opposed to": a stance, not something done to the subject
            site.objects = site.after("to")
        elif site.passive:
            self._agents_astray(site)
            self._passive_object(site, v)
        elif not site.objects and doc.dep[v] == "relcl":
            self._gap(site, v)
        if not site.objects and site.clause_kind == "to" and site.clause_subject >= 0:
            site.objects = [site.clause_subject]
        site.objects = [self.antecedent(o) for o in site.objects]
        return site

    def _agents_astray(self, site: Site) -> None:
        """The by-phrase that the parser hung on a complement or a time: "was described as alarming by Oslo"."""
        doc = self.doc
        if site.agents:
            return
        for _, token in site.preps:
            for c in doc.children[token]:
                late = doc.pos[token] == "ADJ" or doc.entity[token] in _TIMES or doc.lemma[token] in _HOURS
                if doc.norm[c] == "by" and doc.dep[c] in ("prep", "agent") and late:
                    site.agents += [k for k in doc.children[c] if doc.dep[k] == "pobj"]

    def _passive_object(self, site: Site, v: int) -> None:
        if site.surface >= 0 and not (site.objects and self.doc.dep[v] in ("ccomp", "xcomp")):
            if site.objects:
                site.datives.append(site.surface)
            else:
                site.objects = self._conjuncts(site.surface)

    def _gap(self, site: Site, v: int) -> None:
        """The object of a relative clause whose pronoun is left out: "the demands Oslo made"."""
        head = self.doc.head[v]
        subject = self.antecedent(site.surface) if site.surface >= 0 else -1
        if subject >= 0 and subject != head and self.doc.pos[head] in NOUNS and site.clause < 0:
            site.objects = [head]

    def _conjuncts(self, i: int) -> list[int]:
        doc = self.doc
        found = [i]
        for c in doc.children[i]:
            if doc.dep[c] == "conj" and doc.pos[c] in NOUNS and len(found) < 30:
                found += self._conjuncts(c)
        return found

    def _prep(self, site: Site, c: int, dep: str, depth: int) -> None:
        doc = self.doc
        word = doc.norm[c]
        for k in doc.children[c]:
            if doc.dep[k] in ("pobj", "pcomp"):
                if dep == "agent" or (word == "by" and site.passive):
                    site.agents.append(k)
                else:
                    site.preps.append((word, k))
            elif doc.dep[k] == "prep" and depth < 3:
                self._prep(site, k, "prep", depth + 1)

    def _clause(self, site: Site, c: int) -> None:
        doc = self.doc
        if site.clause >= 0 or (c < site.verb and doc.dep[c] == "ccomp"):
            return
        site.clause = c
        to = False
        for k in doc.children[c]:
            if doc.dep[k] in ("nsubj", "nsubjpass") and site.clause_subject < 0:
                site.clause_subject = k
            to = to or (doc.dep[k] == "aux" and doc.tag[k] == "TO")
        bare = (
            doc.tag[c] == "VB"
            and doc.lemma[site.verb] in _BARE
            and not any(doc.dep[k] == "aux" for k in doc.children[c])
        )
        if to or bare:
            site.clause_kind = "to"
        elif doc.tag[c] == "VBG" and not any(doc.dep[k] == "aux" for k in doc.children[c]):
            site.clause_kind = "ing"
        else:
            site.clause_kind = "that" if doc.dep[c] == "ccomp" or site.clause_subject >= 0 else "to"

    def _is_passive(self, v: int) -> bool:
        doc = self.doc
        if doc.tag[v] not in ("VBN", "VBD"):
            return False
        has_aux = False
        if doc.tag[v] == "VBN" and doc.dep[v] == "pcomp" and doc.norm[doc.head[v]] == "with":
            return doc.child(v, "aux") < 0  # "with the rebels crushed"
        for c in doc.children[v]:
            if doc.dep[c] in ("auxpass", "nsubjpass", "agent"):
                return True
            has_aux = has_aux or doc.dep[c] in ("aux", "nsubj")
        if has_aux or doc.tag[v] == "VBD":
            return False
        dep, h = doc.dep[v], doc.head[v]
        if dep in ("acl", "amod", "advcl"):
            return True
        if dep == "conj" and doc.pos[h] in VERBS:
            return self._is_passive(h) and doc.tag[h] == "VBN"
        return dep in ("ccomp", "xcomp", "oprd")

    def _shared_subject(self, v: int, site: Site, depth: int) -> int:
        """The subject of a verb that has none of its own, by coordination, control or attachment."""
        doc = self.doc
        h, dep = doc.head[v], doc.dep[v]
        if h == v or depth > _DEEPEST:
            return -1
        if dep == "conj":
            h = self._partner(v, h)
        if dep == "advcl" and (noun := self.noun_before(v)) >= 0 and doc.child(noun, "poss") >= 0:
            return doc.child(noun, "poss")
        if dep in ("conj", "advcl", "ccomp", "parataxis", "dep"):
            return self._subject_of(h, depth) if doc.pos[h] in VERBS else -1
        if dep == "xcomp":
            return self._control(h, depth)
        if dep == "pcomp":
            return self._after_prep(doc.head[v], depth)
        if dep == "acl":
            return self._of_noun(v, h, depth)
        if dep == "relcl":
            return h
        if dep in ("oprd", "acomp"):
            return self._subject_of(h, depth)
        return -1

    def noun_before(self, v: int) -> int:
        """The noun right before the infinitive `v` ("its propensity to meddle"), wherever the parser hung it; or -1."""
        return noun_before(self.doc, v)

    def _partner(self, v: int, h: int) -> int:
        """The verb that `v` is coordinated with: a finite form goes with a finite one ("said …, and praised")."""
        doc = self.doc
        if doc.tag[v] not in _FINITE or doc.tag[h] in _FINITE or any(doc.dep[c] == "aux" for c in doc.children[v]):
            return h
        up = h
        for _ in range(5):
            if doc.tag[up] in _FINITE:
                return up
            if doc.head[up] == up or doc.dep[up] not in ("ccomp", "xcomp", "conj", "advcl"):
                return h
            up = doc.head[up]
        return h

    def _subject_of(self, h: int, depth: int) -> int:
        doc = self.doc
        for c in doc.children[h]:
            if doc.dep[c] in _SUBJECTS:
                return self.antecedent(c)
        return self._shared_subject(h, Site(h), depth + 1)

    def _control(self, h: int, depth: int) -> int:
        doc = self.doc
        if doc.pos[h] not in VERBS:
            return self._subject_of(doc.head[h], depth) if doc.head[h] != h else -1
        if doc.lemma[h] not in _SUBJECT_CONTROL:
            for c in doc.children[h]:
                if doc.dep[c] in ("dobj", "dative") and doc.pos[c] != "ADP":
                    return c
        return self._subject_of(h, depth)

    def _after_prep(self, p: int, depth: int) -> int:
        doc = self.doc
        h = doc.head[p]
        if doc.pos[h] in VERBS:
            if doc.norm[p] in ("of", "from", "for", "against", "into"):
                site = self.site(h)
                others = [*site.objects, *(t for w, t in site.preps if w in ("at", "on", "to", "with") and t < p)]
                for c in others:
                    if c != site.surface or site.passive:
                        return c
            return self._subject_of(h, depth)
        for c in doc.children[h]:
            if doc.dep[c] == "poss":
                return c
        if doc.dep[h] in ("dobj", "attr", "pobj"):
            above = doc.head[h] if doc.dep[h] != "pobj" else doc.head[doc.head[h]]
            return self._subject_of(above, depth) if doc.pos[above] in VERBS else -1
        return self._subject_of(doc.head[h], depth) if doc.dep[h] == "acomp" or doc.pos[h] == "ADJ" else -1

    def _of_noun(self, v: int, n: int, depth: int) -> int:
        doc = self.doc
        if doc.tag[v] in ("VBG", "VBN") and not any(doc.tag[c] == "TO" for c in doc.children[v]):
            return n
        for c in doc.children[n]:
            if doc.dep[c] == "poss":
                return c
        if self.at(n):
            return n
        h = doc.head[n]
        if doc.dep[n] in ("dobj", "attr", "nsubjpass") and doc.pos[h] in VERBS:
            return self._subject_of(h, depth)
        for c in doc.children[n]:
            if doc.dep[c] in ("prep", "agent") and doc.norm[c] in ("by", "from", "of"):
                return next((k for k in doc.children[c] if doc.dep[k] == "pobj"), -1)
            if doc.dep[c] in ("amod", "compound", "nmod") and self.at(c):
                return c
        return -1
