"""The status that the words around a noun give the act: "planned talks", "no embargo", "hopes for a deal"."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.records import EventType, Status
from dragoman.steps.event.noun_lexicon import Lexicon
from dragoman.steps.event.noun_roles import WORD_ACTS, Roles
from dragoman.steps.event.noun_site import Site
from dragoman.steps.event.noun_told import CARRIED_OUT
from dragoman.steps.event.status import status_of

_FORCED = frozenset({"SANCTION", "COERCE"})
_BRINGS_ABOUT = frozenset({"lead", "result", "escalate", "develop", "descend", "slide", "spiral", "turn"})
_ROUNDS = frozenset({"round", "wave", "outbreak", "bout", "series", "cycle", "resumption", "spell", "flare-up"})
_FARES = frozenset({"go", "progress", "proceed", "work", "run"})
_ASIDE = frozenset({"sideline", "margin", "eve"})


class NounStatus:
    """Statuses in one document. `said` keeps those of earlier mentions, for the ones that lean on them."""

    def __init__(self, doc: Document, lexicon: Lexicon) -> None:
        self._doc = doc
        self._words = lexicon.rules.words
        self._verbs = lexicon.rules.verbs
        self._said: dict[int, Status] = {}

    def of(self, site: Site, kind: EventType, roles: Roles, told: int) -> tuple[Status | None, int | None]:
        """The status and its cue; None where only the clause of the noun can tell.

        `told` is the token at which the report told the act before, -1 where it did not.
        """
        status, cue = self._beside(site)
        if status is None:
            status, cue = self._by_verb(site)
        if status is None:
            status = self._known(site, kind, roles, told)
        self._said[site.head] = status or status_of(self._doc, site.head).status
        return status, cue

    def _beside(self, site: Site) -> tuple[Status | None, int | None]:
        """Of "planned talks", "no talks", "hopes for talks"."""
        doc, words = self._doc, self._words
        if site.negated >= 0:
            return "negated", site.negated
        marks: tuple[tuple[Status, frozenset[str]], ...] = (
            ("negated", words.negated), ("planned", words.planned),
            ("possible", words.possible), ("actual", words.past),
        )  # fmt: skip
        for c in site.before:
            for status, cues in marks:
                if doc.norm[c] in cues:
                    return status, c
        if any(doc.lemma[p] in CARRIED_OUT and doc.tag[p] in ("VBN", "VBD") for p in site.participles):
            return "actual", None  # "the raids launched on Monday could be a sign"
        if site.noun >= 0 and site.via in ("for", "of", "about") and doc.lemma[site.noun].lower() in words.open:
            return "possible", site.noun
        return None, None

    def _by_verb(self, site: Site) -> tuple[Status | None, int | None]:
        """Of "cancelled the talks", "did not rule out a visit"."""
        doc, words = self._doc, self._words
        if site.verb >= 0 and site.relation == "nsubj" and doc.lemma[site.verb] in _FARES:
            how = doc.child(site.verb, "advmod", "acomp")
            if how > site.verb and doc.child(site.verb, "neg") >= 0:
                return "actual", None  # "the talks are not going well"
        if site.verb >= 0 and site.relation == "nsubj" and doc.lemma[site.verb] == "be":
            to = doc.child(site.verb, "xcomp")
            goes_on = to >= 0 and doc.lemma[to] in self._verbs.comes and doc.child(to, "auxpass") < 0
            if goes_on and any(doc.tag[c] == "TO" for c in doc.children[to]) and doc.child(site.verb, "neg") < 0:
                return "planned", site.verb  # "the talks are to resume"
        noun = site.head
        if doc.norm[doc.head[noun]] == "of" and doc.lemma[doc.head[doc.head[noun]]].lower() in _ROUNDS:
            noun = doc.head[doc.head[noun]]
        prep = doc.head[noun]
        if site.verb >= 0 and doc.norm[prep] in ("to", "in", "into") and doc.lemma[doc.head[prep]] in _BRINGS_ABOUT:
            judged = status_of(doc, doc.head[prep])
            if judged.status == "possible":
                return "possible", judged.cue  # "could lead to new fighting"
        if site.verb < 0 or site.relation not in ("dobj", "nsubjpass"):
            return None, None
        lemma = doc.lemma[site.verb]
        if lemma == "welcome":
            return "actual", None  # what is welcomed has happened
        if lemma in words.cancels:
            return "negated", site.verb
        if lemma in words.postpones or (lemma in words.excludes and doc.child(site.verb, "neg") >= 0):
            return "possible", site.verb
        return None, None

    def _known(self, site: Site, kind: EventType, roles: Roles, told: int) -> Status | None:
        """Of acts that the report takes for known: they stand whatever the verb around them says of something else.

        Words that somebody answers were said; an embargo that somebody lifts is in force; talks that somebody attends
        or that "might see progress" are as the report told them; what takes place beside another act is as that one.
        """
        doc, verb = self._doc, site.verb
        lemma = doc.lemma[verb] if verb >= 0 else ""
        if kind in WORD_ACTS:
            return "actual" if roles.doer and (verb < 0 or lemma in self._verbs.answers) else None
        if kind in _FORCED and roles.doer and lemma in self._verbs.undoes:
            return "actual"
        if site.outer >= 0 and doc.lemma[site.outer].lower() in _ASIDE and verb >= 0:
            return status_of(doc, verb).status
        if not site.definite or lemma in self._verbs.brings or (lemma in self._verbs.comes and site.relation != "prep"):
            return None
        if told >= 0:
            return self._said.get(told) or status_of(doc, told).status
        if kind in ("CONSULT", "RETREAT", "ASSAULT") and site.noun >= 0 and site.via == "of":
            return "actual" if status_of(doc, site.head).status in ("possible", "negated") else None
        return None
