"""Demands and refusals that a modal makes: "Oslo must leave" (REQUEST), "we will not attend" (REJECT)."""

from __future__ import annotations

from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import Lexicon
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.status import Judged, is_negated, status_of
from dragoman.steps.event.verb_site import Ids

_DEMANDS = frozenset({"should", "must", "ought"})
_DEMAND_VERBS = frozenset({"need", "have", "has"})
_REFUSABLE = frozenset(
    {"accept", "act", "agree", "allow", "attend", "back", "bow", "budge", "change", "comply", "compromise", "cooperate",
     "engage", "follow", "give", "join", "let", "listen", "move", "negotiate", "participate", "permit", "recognise",
     "recognize", "respond", "return", "share", "sign", "stand", "stop", "submit", "support", "surrender", "take",
     "talk", "tolerate", "withdraw", "yield", "leave", "deal", "discuss", "heed", "abandon", "go", "extend",
     "play", "retreat", "bargain", "trade", "abide", "resume", "reconsider", "resign", "help", "receive",
     "send", "meet"}
)  # fmt: skip
_HELD_UP = frozenset(
    {"lift", "withdraw", "stop", "end", "release", "free", "respect", "implement", "hold", "resolve", "punish", "halt",
     "remove", "honour", "honor", "protect", "bring", "allow", "return", "dismantle", "investigate", "disarm", "drop",
     "cancel", "open", "give", "include", "condemn", "avoid", "abolish", "extend", "impose", "resume", "prosecute",
     "try", "settle", "solve", "tackle", "address", "amend", "change"}
)  # fmt: skip
_VERBS = frozenset({"VERB", "AUX"})
_SAYS = frozenset({"say", "insist", "tell", "declare", "stress", "argue", "add", "write", "warn", "repeat", "believe"})
_WAITS = frozenset({"status.waits-if", "status.waits-after"})
_EPISTEMIC = frozenset({"be", "have", "know", "remember", "note", "seem", "surprise", "understand", "come", "mention"})


class ModalCoder:
    """Reads the modals of one draft."""

    def __init__(self, draft: Draft, cast: Cast, sayers: Sayers, lexicon: Lexicon) -> None:
        self._doc = draft.doc
        self._who = draft.who
        self._cast = cast
        self._sayers = sayers
        self._lexicon = lexicon

    # ---- demands

    def asked(self, m: int) -> Candidate | None:
        """The REQUEST that the auxiliary `m` ("should", "must") makes, or None."""
        doc = self._doc
        if doc.norm[m] not in _DEMANDS:
            return None
        return self._request(m, doc.head[m])

    def asked_by_verb(self, v: int) -> Candidate | None:
        """The REQUEST that "need to" or "have to" makes, or None."""
        doc = self._doc
        if doc.lemma[v] not in _DEMAND_VERBS or doc.tag[v] in ("VBN", "VBG"):
            return None
        if doc.tag[v] in ("VBD", "VB") and doc.dep[v] != "ccomp":
            return None  # told, not demanded: "he had to leave"
        if doc.tag[v] == "VB" and not any(doc.norm[c] in ("will", "would") for c in doc.children[v]):
            return None
        site = self._cast.site(v)
        if site.clause < 0 or site.clause_kind != "to" or site.objects:
            return None
        return self._request(v, site.clause)

    def _request(self, m: int, verb: int) -> Candidate | None:
        doc = self._doc
        if doc.pos[verb] not in _VERBS:
            return None
        if not self._is_demand(m, verb):
            return None
        sayers = self._sayers.of(m) or self._above(verb)
        if not sayers:
            return None
        site = self._cast.site(m if doc.lemma[m] in _DEMAND_VERBS else verb)
        asked = self._asked_party(site.surface, site.passive)
        if asked is None:
            return None
        own = set(self._who.codes(sayers))
        others = tuple(a for a in asked if self._who.actor(a).code not in own)
        if asked and not others:
            return None
        if not asked and not (site.passive and doc.lemma[verb] in _HELD_UP) and not self._human(site.surface):
            return None
        return Candidate(
            head=m,
            first=m,
            last=m,
            type="REQUEST",
            rule="event_verbs.must",
            actors=sayers,
            recipients=others,
            status="actual",
            confidence=0.6 if others else 0.45,
            content=(verb,),
        )

    def _above(self, verb: int) -> Ids:
        """Who says it by the clause alone: "the mayor said that the bank must pay"."""
        doc = self._doc
        for _ in range(3):
            if doc.dep[verb] != "ccomp" or doc.pos[doc.head[verb]] not in _VERBS:
                return ()
            verb = doc.head[verb]
            if doc.lemma[verb] in _SAYS:
                return self._cast.doers(verb)
        return ()

    def _is_demand(self, m: int, verb: int) -> bool:
        """Not an inference ("must have left"), no condition ("should they leave"), no question."""
        doc = self._doc
        if doc.dep[verb] in ("advcl", "relcl", "acl", "csubj") and doc.dep[verb] != "relcl":
            return False
        for c in doc.children[verb]:
            if doc.dep[c] == "aux" and doc.norm[c] == "have":
                return False
            if doc.dep[c] == "nsubj" and c > m and doc.norm[m] == "should":
                return False
            if doc.dep[c] == "advmod" and doc.tag[c] == "WRB":
                return False
        return not (doc.lemma[verb] in _EPISTEMIC and not self._be_ready(verb))

    def _be_ready(self, verb: int) -> bool:
        doc = self._doc
        if doc.lemma[verb] == "be":
            return any(doc.dep[c] in ("acomp", "attr", "neg", "prep") for c in doc.children[verb])
        return doc.lemma[verb] in ("come", "understand", "have")

    def _asked_party(self, surface: int, passive: bool) -> Ids | None:
        """Who is to do it; () for somebody unnamed, None where nobody can be asked."""
        if surface < 0:
            return None
        if passive:
            return ()
        return self._cast.party(surface)

    def _human(self, i: int) -> bool:
        doc = self._doc
        return doc.lemma[i].lower() in self._lexicon.people

    # ---- refusals

    def refused(self, v: int) -> Candidate | None:
        """The REJECT that a negated promise makes of a verb that names no act itself ("would not act on the call")."""
        doc = self._doc
        if doc.lemma[v] not in _REFUSABLE:
            return None
        no = is_negated(doc, v)
        if no is None or doc.tag[v] not in ("VB", "VBG"):
            return None
        doers = self._cast.doers(v)
        if not doers or not self.refuses(v, status_of(doc, v), doers):
            return None
        return Candidate(
            head=v,
            first=no if 0 < v - no <= 2 else v,
            last=v,
            type="REJECT",
            rule="event_verbs.will-not",
            actors=doers,
            recipients=self._answered(v, doers),
            status="actual",
            status_cue=no,
            confidence=0.55,
        )

    def refuses(self, v: int, judged: Judged, doers: Ids) -> bool:
        """Whether the negation is a refusal by the doers' own side: "will not", "cannot", "does not recognise"."""
        doc = self._doc
        waits = judged.rule in _WAITS and is_negated(self._doc, v) is not None  # "will not leave until …"
        if (judged.rule != "status.never" and not waits) or judged.cue is None:
            return False
        modal = next((doc.norm[c] for c in doc.children[v] if doc.dep[c] == "aux"), "")
        if modal in ("will", "would", "wo", "shall", "can", "ca", "'ll"):
            return self._sayers.is_own(v, doers)
        if modal in ("do", "does", "is", "are", "was", "were", "did", "'re", "'m"):
            said = self._sayers.of(v)
            ours = set(self._who.codes(doers)) & set(self._who.codes(said))
            return bool(ours) and modal != "did"
        return False

    def _answered(self, v: int, doers: Ids) -> Ids:
        site = self._cast.site(v)
        own = set(self._who.codes(doers))
        for tokens in (site.objects, [t for _, t in site.preps]):
            ids = self._cast.all_named(tokens) or self._cast.all_owners(tokens)
            ids = tuple(a for a in ids if self._who.actor(a).code not in own)
            if ids:
                return ids
        return ()
