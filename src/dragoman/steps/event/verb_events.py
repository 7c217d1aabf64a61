"""The verb coder: acts that a verb names ("Oslo urged Chad to …", "troops were withdrawn from …")."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import EventType, Status
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frame_match import Match, Matcher
from dragoman.steps.event.frames import Frame, Lexicon
from dragoman.steps.event.imperatives import told
from dragoman.steps.event.modal_events import ModalCoder
from dragoman.steps.event.participants import Cast, others
from dragoman.steps.event.predicate_events import PredicateCoder
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.status import Judged, is_negated, status_of
from dragoman.steps.event.verb_site import Ids, Site

COOPERATIVE = frozenset({"SUPPORT", "COOPERATE", "AID", "CONCEDE", "AGREE"})
"""Types whose promise ("will provide aid") is an AGREE."""

REFUSED = frozenset({"SUPPORT", "COOPERATE", "AID", "CONCEDE", "AGREE", "CONSULT", "RETREAT"})
"""Types whose refusal ("will not attend") is a REJECT."""

_HARM = frozenset({"ASSAULT", "SANCTION", "PROTEST"})
_INTENDED = frozenset({"status.plans-to", "status.is-to"})
_HOSTILE = frozenset({"ASSAULT", "COERCE", "SANCTION", "MOBILIZE", "THREATEN", "PROTEST"})
_MEETERS = frozenset(
    {"ministers", "leaders", "sides", "parties", "presidents", "negotiators", "delegations", "pair", "talks",
     "negotiations", "discussions", "consultations"}
)  # fmt: skip
_MEETING_BACK = 3  # sentences
_HOSTILE_VERBS = frozenset(
    {"retaliate", "respond", "avenge", "punish", "defeat", "crush", "continue", "fight", "destroy", "strike", "hunt",
     "eliminate", "eradicate", "annihilate", "teach", "overthrow", "topple", "wipe", "prosecute", "expand", "block"}
)  # fmt: skip
_HOSTILE_NOUNS = frozenset(
    {"revenge", "retaliation", "vengeance", "response", "war", "action", "sanction", "reprisal", "punishment",
     "crackdown", "curb", "embargo", "blockade", "countermeasure", "consequence", "airstrike", "offensive", "tariff"}
)  # fmt: skip
_HINTS = frozenset({"might", "could", "may"})
_CROWDS = frozenset(
    {"thousand", "hundred", "dozen", "ten", "million", "crowd", "strike", "stoppage", "people", "march"}
)
_VERBS = frozenset({"VERB", "AUX"})
_WHERE = frozenset({"to", "in", "at", "into", "for"})


class _Found(NamedTuple):
    match: Match
    site: Site
    judged: Judged


class VerbCoder:
    """Finds the acts that verbs name, with the frames of event_verbs.toml unless it is given others.

    Raises `KnowledgeError` where its rules cannot be read.
    """

    def __init__(self, lexicon: Lexicon | None = None) -> None:
        self.lexicon = lexicon or Lexicon()

    def candidates(self, draft: Draft, lax: bool = False) -> list[Candidate]:
        """The acts that verbs and predicates of the report name, in the order of the text.

        `lax` keeps those of which nobody known takes part.
        """
        return list(_Coding(draft, self.lexicon, lax).run())


class _Coding:
    """One report being coded."""

    def __init__(self, draft: Draft, lexicon: Lexicon, lax: bool) -> None:
        self.doc: Document = draft.doc
        self.lax = lax
        self.who = draft.who
        self.cast = Cast(draft.doc, draft.who.at)
        self.matcher = Matcher(draft, self.cast, lexicon)
        self.sayers = Sayers(draft, self.cast)
        self.cast.is_person = lambda a: draft.who.actor(a).kind in ("person", "people")
        self.cast.speaker = self.sayers.quoted
        self._lands = {place.end: place.country for place in draft.places}
        self._codes = {actor.code: actor.id for actor in reversed(draft.actors) if actor.kind == "state"}
        self._met: tuple[int, Ids] = (-9, ())  # the sentence of the last meeting told, and who met
        self.predicates = PredicateCoder(draft, self.cast, self.matcher, self.sayers, lexicon, self._hostile)
        self.modals = ModalCoder(draft, self.cast, self.sayers, lexicon)

    def run(self) -> Iterator[Candidate]:
        doc = self.doc
        for i, pos in enumerate(doc.pos):
            if pos == "VERB" or (pos == "AUX" and doc.dep[i] not in ("aux", "auxpass")):
                yield from self._verb(i)
            elif pos == "AUX" and doc.dep[i] == "aux":
                asked = self.modals.asked(i)
                if asked:
                    yield asked

    def _verb(self, v: int) -> Iterator[Candidate]:
        asked = self.modals.asked_by_verb(v)
        if asked:
            yield asked
            return
        words = told(self.doc, self.cast, v)
        if words:
            yield words
            return
        unread = True
        for match in self.matcher.all(v):
            unread = False
            candidate = self._candidate(v, match)
            if candidate:
                yield candidate
            if candidate or not match.entry.frame.needs_party:
                return
        if unread:
            refused = self.modals.refused(v)
            if refused:
                yield refused
            elif self.doc.lemma[v] in ("be", "become", "remain", "seem", "appear", "feel", "stand"):
                yield from self.predicates.at(v)

    # ---- verbs

    def _candidate(self, v: int, match: Match) -> Candidate | None:
        frame = match.entry.frame
        site = self.cast.site(v)
        judged = status_of(self.doc, v)
        found = _Found(match, site, judged)
        actors = self._doers(site, frame)
        recipients, from_object = self._recipients(found)
        if frame.needs_party and not recipients:
            return None
        if frame.type == "REJECT" and judged.status == "negated":
            return None  # "did not rule out": what is not ruled out is possible
        if frame.only_future and judged.status not in ("planned", "conditional"):
            return None
        if frame.only_actual and judged.status != "actual":
            return None
        if frame.mutual and not actors and not recipients:
            actors = self._meeting(site)
        mutual = self._is_mutual(frame, site, actors, recipients)
        doers, others_named = actors, recipients
        if mutual:
            actors, recipients = tuple(dict.fromkeys((*actors, *recipients))), ()
        else:
            recipients = others(self.who, actors, recipients, from_object)
        if not self.lax and not actors and not self._is_told_without(frame, recipients, site, judged):
            return None
        if mutual and frame.type == "CONSULT" and len(set(self.who.codes(actors))) > 1:
            self._met = (self.doc.sent[v], actors)
        content = self._content(found)
        kind, status, cue = self._retype(v, frame, found, actors, content)
        status = frame.status if frame.status and status == "actual" else status
        if mutual and kind == "AGREE" != frame.type and len(set(self.who.codes(doers))) == 1 and others_named:
            mutual, actors, recipients = False, doers, others_named  # what one side promises is its own promise
        if mutual and kind == "REJECT" and doers and others_named:
            mutual, actors, recipients = False, doers, others_named  # who will not meet turns the other away
        return Candidate(
            head=v,
            first=v,
            last=match.last if match.last - v <= 2 else v,
            type=kind,
            rule=match.entry.rule,
            actors=actors,
            recipients=recipients,
            mutual=mutual,
            mode=frame.mode if kind == frame.type else None,
            contexts=frame.contexts,
            status=status,
            status_cue=cue,
            confidence=self._confidence(match, actors, recipients, site),
            content=content,
            phrase=len(match.entry.words) > 1,
        )

    def _meeting(self, site: Site) -> Ids:
        """The parties of the meeting told last: who "the ministers discussed" and "it was agreed" stand for."""
        doc, (sentence, parties) = self.doc, self._met
        if site.surface < 0 or not 0 <= doc.sent[site.verb] - sentence <= _MEETING_BACK:
            return ()
        bare = doc.norm[site.surface] == "it" if site.passive else doc.norm[site.surface] in _MEETERS
        return parties if bare and not self.who.at(site.surface) else ()

    def _is_told_without(self, frame: Frame, recipients: Ids, site: Site, judged: Judged) -> bool:
        """Whether the act is told though nobody known does it: a crowd's protest also where nobody undergoes it."""
        if recipients:
            return self._is_told(site, judged)
        if frame.type != "PROTEST" or site.passive or site.surface < 0 or judged.status not in ("actual", "negated"):
            return False
        return self.doc.lemma[site.surface].lower() in _CROWDS

    def _is_told(self, site: Site, judged: Judged) -> bool:
        """Whether an act without a known doer is told all the same: in the passive, or of an unnamed doer."""
        if site.passive:
            return judged.status in ("actual", "planned", "conditional", "negated")
        if site.surface < 0 or judged.status != "actual":
            return False
        return self.matcher.is_unnamed_doer(site.surface)

    def _doers(self, site: Site, frame: Frame) -> Ids:
        if site.passive:
            ids = self.cast.all_named(site.agents) or self.cast.all_owners(site.agents) or self._agents_after(site)
            if frame.mode == "visit" and site.surface >= 0 and not site.agents:
                return self.cast.named(site.surface)  # "is expected in Oslo"
            if ids or site.agents:
                return ids
            if frame.type == "MOBILIZE" and (ids := self._forces(site.objects)):
                return ids  # "riot police were deployed": whose they are
            return next((found for word in frame.agent if (found := self._bodies(site.after(word)))), ())
        return self.cast.doers(site.verb)

    def _agents_after(self, site: Site) -> Ids:
        """Whom the by-phrase of the next participle names: "were hung by the wrists and flogged by the guards"."""
        doc, v = self.doc, site.verb
        inner = [c for c in doc.children[v] if doc.dep[c] == "conj" and doc.tag[c] == "VBN" and c > v]
        return self.cast.all_named(k for c in inner for k in self.cast.site(c).agents) if site.agents else ()

    def _forces(self, tokens: list[int]) -> Ids:
        return self._states(tokens) or self.cast.all_owners(tokens)

    def _states(self, tokens: list[int]) -> Ids:
        return tuple(a for a in self.cast.all_named(tokens) if self.lax or self.who.actor(a).kind == "state")

    def _bodies(self, tokens: list[int]) -> Ids:
        """States, and organisations too: "was suspended from the Arab League"."""
        kinds = ("state", "organization", "body")
        return tuple(a for a in self.cast.all_named(tokens) if self.lax or self.who.actor(a).kind in kinds)

    def _recipients(self, found: _Found) -> tuple[Ids, bool]:
        """Ids of the recipients, and whether the object itself names them."""
        for source in found.match.entry.frame.to:
            ids = self._from(source, found)
            if ids:
                return ids, source in ("object", "clause", "dative", "on", "to", "upon")
        if found.match.entry.frame.mode == "visit":
            return self._visited(found.site), False
        return self._spare(found), False

    def _spare(self, found: _Found) -> Ids:
        """Who undergoes the act where the frame's own places name nobody: whose its object is, or whom its words reach.

        "Tore into Chad", "voted for Togo's text", "funded Mali's schools", "stood firm against Oslo's demand".
        """
        site, frame, cast = found.site, found.match.entry.frame, self.cast
        if frame.type == "AGREE" or frame.mutual or site.passive or self.lax or not frame.to:
            return ()
        own = [t for word in found.match.entry.words for t in site.after(word)]
        ids = cast.all_named(own) or cast.all_owners(own)
        if not ids and "object" in frame.to and "owner" not in frame.to:
            ids = cast.all_owners(site.objects)
        return ids or cast.all_named(site.after("against"))

    def _visited(self, site: Site) -> Ids:
        """The state in whose city a visit is, where the report names that state at all."""
        doc = self.doc
        first = [t for w, t in site.preps if w in _WHERE]
        cities = [*first, *(c for t in first for c in doc.children[t] if doc.dep[c] == "conj")]
        lands = [self._lands.get(doc.span(t, t).end) for t in cities]
        return tuple(dict.fromkeys(self._codes[land] for land in lands if land in self._codes))

    def _from(self, source: str, found: _Found) -> Ids:
        site, cast = found.site, self.cast
        if source == "object":
            named = cast.all_named(o for o in site.objects if o != site.surface or site.passive)
            return named or cast.all_named(self._astray(found))
        if source == "dative":
            return cast.all_named(site.datives)
        if source == "owner":
            return cast.all_owners(site.objects) or cast.all_owners(self._astray(found))
        if source == "clause":
            return cast.named(site.clause_subject) if site.clause_subject >= 0 else self.cast.clause_party(site)
        if source == "clause-object":
            return self.cast.clause_party(site)
        return self._after(source, site, found.match.entry.frame.near)

    def _astray(self, found: _Found) -> list[int]:
        match = found.match
        return [] if found.site.objects else self.matcher.after_particle(match.entry, match.last)

    def _after(self, word: str, site: Site, near: bool = False) -> Ids:
        """The parties after this preposition of the verb, else (unless `near`) of its object."""
        cast, doc = self.cast, self.doc
        tokens = site.after(word)
        ids = cast.all_named(tokens)
        if ids or near:
            return ids
        inner = [
            k
            for o in site.objects
            for c in doc.children[o]
            if doc.dep[c] in ("prep", "dative") and doc.norm[c] == word
            for k in doc.children[c]
            if doc.dep[k] == "pobj"
        ]
        return cast.all_named(inner) or cast.all_owners(tokens) or cast.all_owners(inner)

    def _is_mutual(self, frame: Frame, site: Site, actors: Ids, recipients: Ids) -> bool:
        if frame.mutual is None:
            return False
        if frame.mutual == "always":
            return True
        joined = bool(self._after("with", site, frame.near)) or bool(self._after("between", site, frame.near))
        if frame.mutual == "with":
            return bool(self._after("with", site)) or (len(set(self.who.codes(actors))) > 1 and not recipients)
        return joined or (len(set(self.who.codes(actors))) > 1 and not recipients)

    def _is_to(self, c: int) -> bool:
        return any(self.doc.tag[k] == "TO" for k in self.doc.children[c])

    def _content(self, found: _Found) -> tuple[int, ...]:
        doc, site = self.doc, found.site
        heads: list[int] = []
        for kind in found.match.entry.frame.content:
            if kind == "clause":
                heads += [site.clause] if site.clause >= 0 else []
                heads += [
                    c for c in doc.children[site.verb] if c > site.verb and doc.dep[c] == "advcl" and self._is_to(c)
                ]
                heads += [c for _, t in site.preps for c in doc.children[t] if doc.dep[c] == "acl" and self._is_to(c)]
            elif kind == "object":
                heads += [o for o in site.objects if not self.who.at(o)]
            else:
                heads += [t for t in site.after(kind) if not self.who.at(t)]
        return tuple(dict.fromkeys(heads))

    def _confidence(self, match: Match, actors: Ids, recipients: Ids, site: Site) -> float:
        base = match.entry.frame.confidence + 0.04 * min(match.entry.weight, 4)
        base += 0.05 * bool(recipients) - 0.15 * (not actors)
        base -= 0.1 * (site.surface >= 0 and not site.passive and not self.cast.named(site.surface))
        return round(max(0.1, min(0.95, base)), 2)

    # ---- promises, refusals and threats

    def _retype(
        self, v: int, frame: Frame, found: _Found, actors: Ids, content: tuple[int, ...]
    ) -> tuple[EventType, Status | None, int | None]:
        """What the act is, its status considered: a promise is AGREE, a refusal REJECT, a hostile promise THREATEN."""
        judged = found.judged
        kind = frame.type
        assert kind != "NONE"
        if kind == "REJECT" and self._no_longer(v):
            kind = "CONCEDE"
        if frame.hostile and self._hostile(content):
            return frame.hostile, judged.status, judged.cue
        if kind in REFUSED and self.modals.refuses(v, judged, actors):
            return "REJECT", "actual", judged.cue
        if self._intends(kind, judged) and self.sayers.is_own(v, actors):
            return "AGREE", judged.status, judged.cue
        promised = judged.rule in ("status.future", "status.would", "status.waits-if", "status.waits-after")
        hinted = judged.rule == "status.may" and judged.cue is not None and self.doc.norm[judged.cue] in _HINTS
        if (promised or hinted) and kind in _HARM and self.sayers.says(v, actors) and not self.sayers.is_announced(v):
            return "THREATEN", judged.status, judged.cue
        if promised and kind == "RETREAT" and self.sayers.says(v, actors) and not self.sayers.is_announced(v):
            return "AGREE", judged.status, judged.cue
        if promised and (kind in COOPERATIVE or frame.future) and kind != "AGREE" and self.sayers.is_own(v, actors):
            return frame.future or "AGREE", judged.status, judged.cue
        return kind, judged.status, judged.cue

    def _intends(self, kind: EventType, judged: Judged) -> bool:
        """Whether help is held out: "plans to send relief", "is to lend", "could donate"."""
        if kind == "AID" and judged.rule == "status.may" and judged.cue is not None:
            return self.doc.norm[judged.cue] != "can"
        return kind in ("AID", "COOPERATE") and judged.rule in _INTENDED

    def _no_longer(self, v: int) -> bool:
        doc = self.doc
        return any(doc.norm[c] == "longer" and c > 0 and doc.norm[c - 1] == "no" for c in doc.children[v])

    def _hostile(self, content: tuple[int, ...]) -> bool:
        doc = self.doc
        for c in content:
            if doc.pos[c] not in _VERBS:
                if doc.lemma[c] in _HOSTILE_NOUNS:
                    return True
                continue
            if is_negated(doc, c) is not None:
                return False
            if doc.lemma[c] in _HOSTILE_VERBS:
                return True
            match = self.matcher.best(c)
            if match and match.entry.frame.type in _HOSTILE:
                return True
        return False
