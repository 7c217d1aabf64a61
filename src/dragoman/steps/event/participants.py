"""Who takes part: whom a phrase names, to whom a noun belongs, who does what a verb says; as actor ids."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from dragoman.language import Document
from dragoman.steps.event.verb_site import NOUNS, VERBS, Ids, Site, Sites
from dragoman.steps.who import Who

_PARTS = frozenset(
    {
        "one", "two", "three", "several", "some", "many", "most", "all", "both", "none", "dozen", "hundred", "thousand",
        "ten", "score", "number", "group", "majority", "million", "series", "rest", "handful", "lot", "couple", "each",
        "half", "part", "third", "batch", "contingent", "range", "shipment", "list", "member", "other",
        "few", "tens", "any", "more", "scores",
    }
)  # fmt: skip
_OTHERS = frozenset(
    {
        "ally", "neighbour", "neighbor", "rival", "opponent", "enemy", "critic", "counterpart", "partner", "foe",
        "adversary", "victim", "predecessor", "successor", "donor", "creditor", "friend", "backer", "patron",
        "protector", "archenemy", "arch-enemy", "arch-rival", "archrival", "captor", "supporter", "competitor",
        "accuser", "sponsor",
    }
)  # fmt: skip
_UNDERGOES = ("tion", "sion", "ment", "ing", "ance", "al", "ure")
_UNDERGOERS = frozenset(
    {"arrest", "murder", "killing", "attack", "release", "use", "abuse", "death", "blockade", "purchase", "return",
     "defeat", "collapse", "fall", "assault", "raid", "bombing", "president", "leader", "minister", "execution", "ban",
     "kidnapping", "loss", "lifting", "end", "siege", "delivery", "sale", "transfer", "start", "conduct"}
)  # fmt: skip
_DOCUMENTS = frozenset(
    {"statement", "resolution", "declaration", "communique", "communiqué", "letter", "motion", "bill", "draft",
     "text", "petition", "document", "report", "message", "decree", "law", "proposal", "plan", "agreement"}
)  # fmt: skip
_DEEDS = frozenset(
    {"attack", "bombing", "raid", "strike", "airstrike", "blast", "explosion", "shooting", "massacre", "clash", "war",
     "fighting", "violence", "bombardment", "shelling", "offensive", "protest", "unrest", "riot", "conflict", "battle",
     "incident", "killing", "assault", "siege", "insurgency", "uprising", "operation", "invasion"}
)  # fmt: skip
_KEEPS = frozenset(
    {"hold", "control", "run", "rule", "administer", "govern", "lead", "sponsor", "host", "organise", "organize",
     "broker", "mediate", "convene"}
)  # fmt: skip
"""Who does it has the thing: "rebel-held towns", "an EU-brokered deal"; who only backs or arms somebody has not."""
_SCENES = frozenset({"blast", "explosion", "bombing", "bomb", "shooting", "massacre", "crash", "disaster", "siege"})
"""Nouns before which a name or a building says where: "the Kenya bombing", "the embassy blast"."""
_MEMBERS = frozenset(
    {"man", "member", "fighter", "agent", "gunman", "soldier", "officer", "guerrilla", "militant", "militiaman",
     "surgeon", "doctor", "nurse", "medic", "volunteer", "commando", "trooper", "cadre", "horseman", "partisan",
     "official", "representative", "delegate", "worker", "bomber", "sniper", "recruit", "irregular", "operative",
     "employee", "inspector", "detective", "policeman", "troop"}
)  # fmt: skip
"""Who acts for the body that he is "of": "men of the Liberation Front", "surgeons of the Red Cross"."""
_FIRST_PERSON = frozenset({"we", "us", "our", "i", "me", "my", "ours"})


def _nobody(i: int) -> Ids:
    return ()


def _anybody(actor: str) -> bool:
    return True


class Cast(Sites):
    """Reads the participants of one document. `at` gives the actor ids that a token names."""

    def __init__(self, doc: Document, at: Callable[[int], Ids]) -> None:
        super().__init__(doc, at)
        self.is_person: Callable[[str], bool] = _anybody
        self.speaker: Callable[[int], Ids] = _nobody
        """Who says the words at a token: what "we" and "our" stand for."""

    def _look(self, v: int) -> Site:
        """As the words stand; coordinated participles share doer and undergoer: "rebels armed and paid by Chad"."""
        site, doc = super()._look(v), self.doc
        if doc.tag[v] != "VBN" or site.objects:
            return site
        if site.agents:
            first = v
            while doc.dep[first] == "conj" and doc.head[first] < first:
                first = doc.head[first]
            if first != v and doc.dep[first] == "acl":
                site.objects = [doc.head[first]]
            return site
        for c in doc.children[v]:
            if (
                doc.dep[c] == "conj"
                and doc.tag[c] == "VBN"
                and doc.child(c, "nsubj", "nsubjpass", "aux", "auxpass") < 0
            ):
                if agents := self.site(c).agents:
                    site.agents, site.passive = list(agents), True
                break
        return site

    def named(self, i: int, depth: int = 0) -> Ids:
        """The actors that the phrase headed by `i` names, those coordinated with it too."""
        doc = self.doc
        i = self.antecedent(i)
        ids = list(self.at(i))
        if ids and depth < 3 and doc.lemma[i].lower() in _MEMBERS and (whose := self._body_of(i)):
            ids = whose
        if not ids and doc.norm[i] in _FIRST_PERSON:
            return self.speaker(i)
        if not ids and doc.norm[i] == "it":
            return self._it(i)
        if not ids and is_reciprocal(doc, i):
            return self._each_other(i)
        if not ids and depth < 3 and (doc.lemma[i].lower() in _PARTS or doc.pos[i] in ("NUM", "DET")):
            for c in doc.children[i]:
                if doc.dep[c] == "prep" and doc.norm[c] in ("of", "in", "from"):
                    for k in doc.children[c]:
                        if doc.dep[k] == "pobj":
                            ids += self.named(k, depth + 1)
        for c in doc.children[i]:
            dep = doc.dep[c]
            if (dep == "appos" and depth < 3 and (not ids or self._is_next_name(i, c))) or (
                dep == "conj" and depth < 25 and doc.pos[c] in NOUNS
            ):
                ids += self.named(c, depth + 1)
            elif dep == "appos" and depth < 3:  # "Ann Low, the envoy of Chad, and Joe Roe, …": hung on "envoy"
                after = [k for k in doc.children[c] if doc.dep[k] == "conj" and doc.pos[k] == "PROPN" and self.at(k)]
                ids += [a for k in after for a in self.named(k, depth + 1)]
            elif dep == "nmod" and ids and doc.child(c, "cc") >= 0:
                ids = [*self.at(c), *ids]  # "the Maltese cabinet and British officials", parsed as one
            elif ids and depth < 2 and doc.norm[c] in ("along", "together") and doc.child(c, "prep") >= 0:
                inner = doc.child(c, "prep")
                ids += [a for k in doc.children[inner] if doc.dep[k] == "pobj" for a in self.named(k, depth + 1)]
            elif ids and depth < 2 and self._joins(c):
                ids += [a for k in doc.children[c] if doc.dep[k] == "pobj" for a in self.named(k, depth + 1)]
        return tuple(dict.fromkeys(ids))

    def _body_of(self, i: int) -> list[str]:
        """The body whose people the noun `i` names: "agents of the secret police", "men of the Tigers"."""
        doc = self.doc
        for c in doc.children[i]:
            if doc.dep[c] == "prep" and doc.norm[c] in ("of", "from"):
                k = doc.child(c, "pobj")
                if k >= 0 and (doc.pos[k] == "PROPN" or doc.child(k, "poss") >= 0) and (ids := self.at(k)):
                    return list(ids)
        return []

    def _is_next_name(self, i: int, c: int) -> bool:
        """Whether `c` was taken for another name of `i` but is the next of a row: "Mali, Niger and Togo"."""
        doc = self.doc
        if doc.pos[i] != "PROPN" or doc.pos[c] != "PROPN" or c - i > 3 or doc.norm[c - 1] != ",":
            return False
        return doc.child(c, "cc") >= 0 and doc.child(c, "conj") >= 0 and self.at(c) != self.at(i)

    def _it(self, i: int) -> Ids:
        """Who "It" at the head of a sentence is: the subject of the sentence before, if that is one body that acts."""
        doc = self.doc
        number = doc.sent[i]
        if number == 0 or i - doc.sentences[number].first > 1 or doc.dep[i] not in ("nsubj", "nsubjpass"):
            return ()
        before = doc.sentences[number - 1]
        if before.kind != "text":
            return ()
        root = next((k for k in range(before.first, before.last) if doc.head[k] == k), -1)
        subject = doc.child(root, "nsubj", "nsubjpass") if root >= 0 else -1
        if subject < 0 or doc.tag[subject] in ("NNS", "NNPS", "PRP") or doc.child(subject, "conj") >= 0:
            return ()
        return tuple(a for a in self.at(subject) if not self.is_person(a))

    def _each_other(self, i: int) -> Ids:
        """The subjects of the clause of "each other", if they are several."""
        doc = self.doc
        for _ in range(5):
            i = doc.head[i]
            if doc.pos[i] in VERBS and (site := self.site(i)).surface >= 0:
                ids = () if is_reciprocal(doc, site.surface) else self.party(site.surface)
                return ids if len(ids) > 1 else ()
        return ()

    def _joins(self, c: int) -> bool:
        """Whether `c` is the preposition of "along with Chad", "together with Chad", "alongside Chad"."""
        doc = self.doc
        if doc.dep[c] != "prep":
            return False
        return doc.norm[c] == "alongside" or (
            doc.norm[c] == "with" and doc.norm[max(0, c - 1)] in ("along", "together")
        )

    def whole(self, i: int) -> int:
        """What a part is part of: the prisoners of "dozens of prisoners", the troops of "some of its troops"."""
        doc = self.doc
        for _ in range(3):
            if doc.lemma[i].lower() not in _PARTS or self.at(i):
                return i
            of = next((c for c in doc.children[i] if doc.dep[c] == "prep" and doc.norm[c] == "of"), -1)
            inner = doc.child(of, "pobj") if of >= 0 else -1
            if inner < 0:
                return i
            i = inner
        return i

    def owners(self, i: int) -> Ids:
        """Whose the thing is that the phrase headed by `i` names: "Oslo's offer", "a call by Chad", "US tariffs"."""
        doc = self.doc
        i = self.antecedent(i)
        by: list[int] = []
        of: list[int] = []
        before: list[int] = []
        for c in doc.children[i]:
            dep = doc.dep[c]
            if dep == "poss":
                ids = self.named(c)
                if ids:
                    return tuple(dict.fromkeys((*self.at(joined_owner(doc, i)), *ids)))
            elif dep == "compound" and doc.lemma[i].lower() in _SCENES:
                continue
            elif dep in ("amod", "compound", "nmod"):
                before += [c, *(k for k in doc.children[c] if doc.dep[k] in ("conj", "amod", "compound", "nmod"))]
                if doc.lemma[c] in _KEEPS:
                    before += [k for k in doc.children[c] if doc.dep[k] == "npadvmod"]
            elif dep in ("prep", "agent"):
                goes = by if doc.norm[c] in ("by", "from") else of if doc.norm[c] == "of" else None
                if goes is not None:
                    goes += [k for k in doc.children[c] if doc.dep[k] == "pobj"]
            elif dep in ("acl", "relcl") and doc.pos[c] in VERBS:
                site = self.site(c)
                by += site.agents
                if not site.passive and i in site.objects and site.surface >= 0:
                    by.append(site.surface)
        lemma = doc.lemma[i].lower()
        if lemma.endswith(_UNDERGOES) or lemma in _UNDERGOERS:
            of = []
        for group in (by, before, of):
            ids = tuple(dict.fromkeys(a for k in group for a in (self.named(k) if group is not before else self.at(k))))
            if ids:
                return ids
        return ()

    def party(self, i: int) -> Ids:
        """The actors that `i` names, else its owners unless it is somebody else's name ("Iran's neighbours")."""
        ids = self.named(i)
        if ids or self.doc.lemma[self.antecedent(i)].lower() in _OTHERS:
            return ids
        return self.owners(i)

    def author(self, i: int) -> Ids:
        """Who speaks in the document that `i` names: its owners, else those who pass, sign or issue it."""
        doc = self.doc
        i = self.antecedent(i)
        ids = self.named(i) or self.owners(i)
        if ids or doc.lemma[i] not in _DOCUMENTS:
            return ids
        h = doc.head[i]
        if doc.dep[i] in ("dobj", "nsubjpass") and doc.pos[h] in VERBS:
            return self.doers(h)
        for c in doc.children[i]:
            if doc.dep[c] in ("acl", "relcl") and doc.tag[c] == "VBN" and (ids := self.all_named(self.site(c).agents)):
                return ids
        return ()

    def all_named(self, tokens: Iterable[int]) -> Ids:
        """What `named` gives for each of these, once."""
        return tuple(dict.fromkeys(a for i in tokens for a in self.named(i)))

    def all_owners(self, tokens: Iterable[int]) -> Ids:
        """What `owners` gives for each of these, once."""
        return tuple(dict.fromkeys(a for i in tokens for a in self.owners(i)))

    def doers(self, v: int) -> Ids:
        """The actors that do what verb `v` says: its subject, in a passive its by-phrase, of a document its author."""
        site = self.site(v)
        if site.passive:
            return self.all_named(site.agents)
        if self.doc.tag[v] == "VBG" and (by := self._by_gerund(v)) is not None:
            return by
        if site.surface < 0:
            return ()
        if self._is_scene(site.surface):
            return ()
        ids = self.party(site.surface)
        if not ids and self.doc.lemma[self.antecedent(site.surface)] in _DOCUMENTS:
            return self.author(site.surface)
        return ids

    def _by_gerund(self, v: int) -> Ids | None:
        """Who does what a gerund names: "in shelling by Chad"; None where the subject of its clause does it.

        Those who are killed or die in something do not do it: "twelve people died in fighting".
        """
        doc = self.doc
        inner = v
        while doc.dep[inner] == "conj" and doc.pos[doc.head[inner]] in (*NOUNS, "VERB") and doc.head[inner] < inner:
            inner = doc.head[inner]
        over = doc.head[inner]
        if doc.dep[inner] not in ("pcomp", "pobj") or doc.norm[over] not in ("in", "by", "from", "during", "amid"):
            return None
        for c in doc.children[v]:
            if doc.dep[c] in ("prep", "agent") and doc.norm[c] == "by":
                return self.all_named(k for k in doc.children[c] if doc.dep[k] == "pobj")
        above = doc.head[over]
        if doc.pos[above] not in VERBS or doc.norm[over] not in ("in", "during", "amid"):
            return None
        harmed = self.site(above).passive or doc.lemma[above] in ("die", "perish", "fall")
        return () if harmed and not self.site(v).objects else None

    def _is_scene(self, i: int) -> bool:
        """Whether the relative pronoun `i` was hung on the place of a deed: "raids in Chad, which have killed …"."""
        doc = self.doc
        verb = doc.head[i]
        if doc.tag[i] != "WDT" or doc.dep[verb] != "relcl":
            return False
        noun = doc.head[verb]
        while doc.dep[noun] == "conj" and doc.head[noun] < noun:
            noun = doc.head[noun]
        over = doc.head[noun]
        if doc.dep[noun] != "pobj" or doc.norm[over] not in ("in", "at", "near", "across", "outside", "on"):
            return False
        above = doc.head[over]
        for _ in range(3):
            if doc.lemma[above].lower() in _DEEDS:
                return True
            if doc.dep[above] not in ("pobj", "prep") or doc.head[above] == above:
                return False
            above = doc.head[above]
        return False

    def clause_party(self, site: Site) -> Ids:
        """Whom the act in the complement clause goes to: "refused to meet Chad", "threatened to bomb Oslo"."""
        if site.clause < 0 or self.doc.pos[site.clause] not in VERBS:
            return ()
        inner = self.site(site.clause)
        if inner.passive:
            return ()
        ids = self.all_named(inner.objects)
        if ids:
            return ids
        for word, token in inner.preps:
            if word in ("with", "to", "against", "on", "for") and (ids := self.named(token)):
                return ids
        return self.all_owners(inner.objects)


def joined_owner(doc: Document, i: int) -> int:
    """The first owner in "Oslo's and Chad's demands", with which the parser joins the demands (token `i`); else -1."""
    first = doc.head[i]
    if doc.dep[i] != "conj" or first > i or not any(doc.tag[c] == "POS" for c in doc.children[first]):
        return -1
    return first


def is_reciprocal(doc: Document, i: int) -> bool:
    """Whether the token heads "each other" or "one another"."""
    if doc.norm[i] == "one":
        return i + 1 < len(doc) and doc.norm[i + 1] == "another"
    return i > 0 and (doc.norm[i - 1], doc.norm[i]) in (("each", "other"), ("one", "another"))


def others(who: Who, actors: Ids, recipients: Ids, named: bool) -> Ids:
    """The recipients without the doers; those of the doers' own side only where the object itself names them."""
    own = set(who.codes(actors))
    return tuple(r for r in recipients if r not in actors and (named or who.actor(r).code not in own))
