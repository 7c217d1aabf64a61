"""Acts that "be" and what stands after it name: "was ready to …", "is responsible for …", "is opposed to …"."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dragoman.records import EventType, Status
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frame_match import Matcher
from dragoman.steps.event.frames import Lexicon, Predicate
from dragoman.steps.event.participants import Cast, others
from dragoman.steps.event.sayers import Sayers
from dragoman.steps.event.status import is_negated, status_of
from dragoman.steps.event.verb_site import VERBS, Ids, Site


class PredicateCoder:
    """Reads the predicates of one draft. `hostile` says whether the content of a promise is a threat."""

    def __init__(
        self,
        draft: Draft,
        cast: Cast,
        matcher: Matcher,
        sayers: Sayers,
        lexicon: Lexicon,
        hostile: Callable[[tuple[int, ...]], bool],
    ) -> None:
        self.doc = draft.doc
        self.who = draft.who
        self.cast = cast
        self.matcher = matcher
        self.sayers = sayers
        self.claims = lexicon.words("demands")
        self._hostile = hostile

    def at(self, v: int) -> Iterator[Candidate]:
        """The acts of the predicates of verb `v`."""
        doc, site = self.doc, self.cast.site(v)
        for i in site.predicates:
            for k in (i, *(c for c in doc.children[i] if doc.dep[c] in ("amod", "conj", "compound"))):
                rule = self.matcher.predicate(k)
                if rule is None or (rule.clause and not self._has_to(k, v)):
                    continue
                candidate = self._candidate(v, i, k, rule, site)
                if candidate:
                    yield candidate
                    break

    def _has_to(self, i: int, v: int) -> bool:
        doc = self.doc
        return any(
            doc.dep[c] in ("xcomp", "ccomp", "advcl") and any(doc.tag[k] == "TO" for k in doc.children[c])
            for c in (*doc.children[i], *doc.children[v])
            if c > i
        )

    def _candidate(self, v: int, i: int, k: int, rule: Predicate, site: Site) -> Candidate | None:
        doc, cast = self.doc, self.cast
        judged = status_of(doc, v)
        subject = cast.party(site.surface) if site.surface >= 0 else ()
        content: list[int] = []
        for c in (*doc.children[k], *doc.children[v]):
            if c > k and doc.dep[c] in ("xcomp", "ccomp") and "clause" in rule.content:
                content.append(c)
            elif c > k and doc.dep[c] == "prep" and doc.norm[c] in rule.content:
                content += [t for t in doc.children[c] if doc.dep[t] in ("pobj", "pcomp") and not self.who.at(t)]
        kind: EventType = rule.type
        status: Status = judged.status
        if rule.speaker:
            if judged.status not in ("actual", "planned") or site.surface < 0:
                return None
            actors = self.sayers.of(v)
            recipients = tuple(r for r in subject if self.who.actor(r).code not in self.who.codes(actors))
            answers = rule.type == "REJECT" and not subject and self._is_claim(site.surface)
            if not actors or not (recipients or answers):
                return None
            status = "actual"
        else:
            actors = cast.named(site.surface) if site.surface >= 0 else ()
            recipients = others(self.who, actors, self._beside(k, v, rule, content), True)
            if not actors or (rule.needs_party and not recipients):
                return None
            if judged.status == "negated" and rule.negated and is_negated(doc, v) is not None:
                kind, status = rule.negated, "actual"
            elif judged.status == "negated":
                return None
            if rule.hostile and self._hostile(tuple(content)):
                return None
        return Candidate(
            head=k,
            first=k,
            last=k,
            type=kind,
            rule=f"event_verbs.{rule.id}",
            actors=actors,
            recipients=recipients,
            mode=rule.mode,
            status=status,
            status_cue=judged.cue,
            confidence=0.6,
            content=tuple(content),
        )

    def _is_claim(self, i: int) -> bool:
        return self.doc.lemma[i].lower() in self.claims

    def _beside(self, k: int, v: int, rule: Predicate, content: list[int]) -> Ids:
        doc, cast = self.doc, self.cast
        for source in rule.to:
            if source == "clause":
                clause = next((c for c in (*doc.children[k], *doc.children[v]) if c > k and doc.dep[c] == "ccomp"), -1)
                said = cast.site(clause).surface if clause >= 0 and doc.pos[clause] in VERBS else -1
                if said >= 0 and (ids := cast.party(said)):
                    return ids
                continue
            if source == "clause-object":
                for c in content:
                    if doc.pos[c] in VERBS:
                        site = Site(v, clause=c)
                        if ids := self.cast.clause_party(site):
                            return ids
                continue
            if source == "owner":
                if ids := cast.owners(k):
                    return ids
                continue
            tokens = [
                t
                for c in (*doc.children[k], *doc.children[v])
                if doc.dep[c] in ("prep", "agent") and doc.norm[c] == source
                for t in doc.children[c]
                if doc.dep[t] == "pobj"
            ]
            if ids := (cast.all_named(tokens) or cast.all_owners(tokens)):
                return ids
        return ()
