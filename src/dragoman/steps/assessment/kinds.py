"""The kinds of cue that judge, and what each must have around it. See the head of `knowledge/assessments.toml`."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from dragoman.language import Document
from dragoman.records import Polarity
from dragoman.steps.assessment.rules import AssessmentRules, CueIndex, Hit
from dragoman.steps.assessment.scope import TURNED, Scope
from dragoman.steps.clauses import clause_head, is_passive, is_verb, noun_end, own_subject, subject, trim
from dragoman.steps.draft import Draft

_LONG = 60
"""A judgement is a clause; a longer one is a parse gone wrong, and cut."""

_PREDICATES = frozenset({"acomp", "attr", "oprd", "ROOT", "conj", "ccomp", "prep", "advmod"})
_SUBJECTS = ("nsubj", "nsubjpass", "csubj", "csubjpass")
_PARTIES = frozenset({"nation", "country", "neighbor", "neighbour", "ally", "rival", "side", "party"})


class Judgement(NamedTuple):
    """Tokens `first` to `last` (inclusive) judge; `about` heads what they judge (-1 where nothing names it)."""

    first: int
    last: int
    polarity: Polarity
    about: int
    hit: Hit


class Finder:
    """Finds the judgements of one report."""

    def __init__(self, draft: Draft, cues: CueIndex) -> None:
        doc = draft.doc
        acts = frozenset(i for event in draft.events for i in doc.tokens(event.start, event.end))
        self._doc: Document = doc
        self._cues = cues
        self._rules: AssessmentRules = cues.rules
        self._scope = Scope(doc, draft.who, cues.rules, acts)

    def run(self) -> list[Judgement]:
        """The judgements, by where their words begin; they may overlap."""
        found: list[Judgement] = []
        i = 0
        while i < len(self._doc):
            step = 1
            for hit in self._cues.at(self._doc, i):
                j = KINDS[hit.cue.kind](self, hit)
                if j is not None and j.first <= j.last and not self._scope.is_question(hit):
                    found.append(_cut(j))
                    step = hit.last - hit.first + 1
                    break
            i += step
        return sorted(found, key=lambda j: (j.first, -j.last))

    # -------------------------------------------------------------------------------------------- nouns
    def state(self, hit: Hit) -> Judgement | None:
        """Of "the deadlock", "the rift between …": the noun phrase, or the clause of which it is the core."""
        scope, head = self._scope, self._noun(hit)
        if head < 0:
            return None
        about = scope.related(head)
        verb = scope.core_verb(head)
        if (hit.cue.related and about < 0) or (hit.words in hit.cue.core_only and verb < 0):
            return None
        polarity = scope.polarity(hit, head)
        if verb >= 0:
            return self._clause(verb, polarity, about if about >= 0 else scope.subject(verb), hit)
        breaker = scope.breaker(head)
        if breaker >= 0:
            return self._clause(breaker, TURNED[hit.cue.polarity], head, hit)
        ending = self._doc.lemma[self._doc.head[head]] in self._rules.breakers
        if polarity != hit.cue.polarity and not ending:
            return None
        return self._phrase(head, hit.cue.polarity, about if about >= 0 else head, hit)

    def report(self, hit: Hit) -> Judgement | None:
        """Of "made progress", "there is hope": the clause of the verb that says that there is some."""
        doc, scope, head = self._doc, self._scope, self._noun(hit)
        if head < 0:
            return None
        about = scope.related(head)
        if hit.cue.related and about < 0:
            return None
        if hit.cue.unless_clause and any(doc.dep[c] in ("acl", "ccomp") and c > head for c in doc.children[head]):
            return None
        verb = scope.verb_of(head)
        if verb < 0 or doc.lemma[verb] not in hit.cue.verbs:
            return None
        if doc.dep[head] == "nsubj" and doc.lemma[verb] == "be" and not scope.is_denied(hit, head):
            return None
        return self._clause(verb, scope.polarity(hit, head), about if about >= 0 else head, hit)

    def _noun(self, hit: Hit) -> int:
        """The token that heads the cue's wording, where it is a noun that stands for itself; -1."""
        doc = self._doc
        inside = range(hit.first, hit.last + 1)
        heads = [i for i in inside if doc.head[i] not in inside or doc.head[i] == i]
        head = heads[-1] if len(heads) == 1 else heads[0] if heads else -1
        if head < 0 or doc.dep[head] == "compound" or doc.pos[head] not in ("NOUN", "PROPN"):
            return -1
        headline = doc.sentences[doc.sent[head]].kind == "headline"
        return head if doc.pos[head] == "NOUN" or headline else -1

    # -------------------------------------------------------------------------------------------- adjectives
    def quality(self, hit: Hit) -> Judgement | None:
        """Of "the talks were tense", "described the talks as tense", "strained ties"."""
        doc, i = self._doc, hit.last
        head = doc.head[i]
        if doc.dep[i] in ("amod", "nmod") and doc.pos[head] in ("NOUN", "PROPN"):
            return self._before(hit, head) if hit.cue.attributive == "always" else self._carried(hit, head)
        if hit.first == hit.last and doc.pos[i] not in ("ADJ", "VERB", "ADV"):
            return None
        described = self._described(hit)
        if described is not None:
            return described
        verb = i if is_verb(doc, i) else head
        if doc.dep[i] not in _PREDICATES or not is_verb(doc, verb) or doc.lemma[verb] not in self._rules.copulas:
            return None
        about = self._scope.target_subject(verb)
        if about < 0:
            return None
        return self._clause(verb, self._scope.polarity(hit, i), about, hit)

    def _before(self, hit: Hit, noun: int) -> Judgement | None:
        """Of "strained ties"."""
        doc, scope = self._doc, self._scope
        parties = doc.lemma[noun].lower() in _PARTIES and doc.tag[noun] == "NNS"
        if not (parties or scope.is_target(noun) or scope.names_party(noun)) or doc.lemma[noun] in hit.cue.not_before:
            return None
        verb = doc.head[noun]
        if doc.dep[noun] == "nsubj" and is_verb(doc, verb) and doc.lemma[verb] in self._rules.core_verbs:
            return self._clause(verb, hit.cue.polarity, noun, hit)
        return self._phrase(noun, hit.cue.polarity, noun, hit)

    def _carried(self, hit: Hit, noun: int) -> Judgement | None:
        """Of "is a thorny issue", "reached a good agreement": the noun only carries the adjective."""
        doc = self._doc
        verb = doc.head[noun]
        carries = doc.lemma[noun].lower() in self._rules.carriers
        if doc.dep[noun] == "attr":
            said = self._scope.is_target(noun) or (carries and doc.child(verb, *_SUBJECTS) >= 0)
        else:
            said = doc.dep[noun] == "dobj" and doc.lemma[verb] in self._rules.reaching and self._scope.is_target(noun)
        return self._clause(verb, self._scope.polarity(hit, hit.last), noun, hit) if said else None

    def _described(self, hit: Hit) -> Judgement | None:
        """Of "called the talks fruitful", "described the meeting as fruitful": the object and what is said of it."""
        doc, scope, i = self._doc, self._scope, hit.last
        verb = self._describing(i)
        if verb < 0:
            return None
        for c in doc.children[verb]:
            if doc.dep[c] in ("dobj", "nsubjpass") and c < i and scope.may_be_target(c):
                span = trim(doc, doc.left[c], max(i, doc.right[i]))
                return Judgement(*span, scope.polarity(hit, i), c, hit)
            if doc.dep[c] in ("ccomp", "xcomp") and doc.left[c] <= i <= doc.right[c]:
                own = own_subject(doc, c)
                if own >= 0 and scope.may_be_target(own):
                    span = trim(doc, doc.left[own], doc.right[c])
                    return Judgement(*span, scope.polarity(hit, i), own, hit)
        return None

    def _describing(self, i: int) -> int:
        doc = self._doc
        verb = i
        for _ in range(4):
            if verb != i and doc.pos[verb] == "VERB" and doc.lemma[verb] in self._rules.describes:
                return verb
            if doc.head[verb] == verb or (verb != i and is_verb(doc, verb)):
                return -1
            verb = doc.head[verb]
        return -1

    def task(self, hit: Hit) -> Judgement | None:
        """Of "verifying it would be difficult": the clause, where an act or a target is what is hard."""
        doc, scope, i = self._doc, self._scope, hit.last
        verb = doc.head[i]
        if doc.pos[i] != "ADJ" or doc.dep[i] not in ("acomp", "oprd", "conj") or not is_verb(doc, verb):
            return None
        own = subject(doc, verb)
        acting = own >= 0 and (scope.is_target(own) or doc.dep[own] in ("csubj", "csubjpass"))
        if not acting and not self._takes_act(verb, i, own):
            return None
        polarity = scope.polarity(hit, i)
        if hit.cue.only_denied and polarity == hit.cue.polarity:
            return None
        return self._clause(verb, polarity, own, hit)

    def _takes_act(self, verb: int, adjective: int, own: int) -> bool:
        """Whether an act follows: "evidence would be difficult to obtain"; after "it is" not what anybody may feel."""
        doc = self._doc
        for part in (verb, adjective):
            for c in doc.children[part]:
                infinitive = doc.dep[c] in ("xcomp", "ccomp", "advcl") and doc.tag[c] == "VB"
                if c > adjective and infinitive and doc.lemma[c] not in self._rules.idle:
                    inside = range(doc.left[c], doc.right[c] + 1)
                    return own < 0 or doc.pos[own] != "PRON" or any(map(self._scope.is_target, inside))
        return False

    # -------------------------------------------------------------------------------------------- verbs, phrases
    def change(self, hit: Hit) -> Judgement | None:
        """Of "relations soured", "talks have been stalled": the clause, where the subject is a target."""
        doc, verb = self._doc, hit.first
        if doc.pos[verb] != "VERB" or doc.dep[verb] == "amod" or hit.cue.passive != is_passive(doc, verb):
            return None
        alone = hit.first == hit.last and not hit.cue.passive
        if (alone or hit.cue.not_object) and doc.child(verb, "dobj") >= 0:
            return None
        about = self._scope.target_subject(verb)
        if about < 0 or (hit.cue.subjects and doc.lemma[about].lower() not in hit.cue.subjects):
            return None
        return self._clause(verb, self._scope.polarity(hit, verb), about, hit)

    def verb(self, hit: Hit) -> Judgement | None:
        """Of "scuttled the talks", "resolved the dispute": the clause, where the object is a target."""
        doc, verb, objects = self._doc, hit.first, hit.cue.objects
        if doc.pos[verb] != "VERB" or doc.dep[verb] in ("amod", "compound"):
            return None
        about = doc.child(verb, "dobj", "nsubjpass") if objects else doc.child(verb, "dobj")
        if about < 0:
            return None
        if not (doc.lemma[about].lower() in objects if objects else self._scope.is_target(about)):
            return None
        if objects and not self._scope.is_settled(verb):
            return None
        return self._clause(verb, self._scope.polarity(hit, verb), about, hit)

    def phrase(self, hit: Hit) -> Judgement | None:
        """Of words that judge wherever they stand: their clause."""
        doc, scope = self._doc, self._scope
        verb = clause_head(doc, hit.first)
        if hit.cue.parties and len(scope.codes(range(doc.left[verb], doc.right[verb] + 1))) < 2:
            return None
        polarity = hit.cue.polarity
        if polarity == "positive" and scope.is_negated(verb):
            polarity = "negative"
        return self._clause(verb, polarity, scope.subject(verb), hit)

    # -------------------------------------------------------------------------------------------- spans
    def _clause(self, verb: int, polarity: Polarity, about: int, hit: Hit) -> Judgement | None:
        if self._scope.is_wish(verb):
            return None
        return Judgement(*self._scope.clause(verb, hit), polarity, about, hit)

    def _phrase(self, noun: int, polarity: Polarity, about: int, hit: Hit) -> Judgement:
        doc = self._doc
        return Judgement(*trim(doc, doc.left[noun], noun_end(doc, noun)), polarity, about, hit)


def _cut(j: Judgement) -> Judgement:
    if j.last - j.first < _LONG:
        return j
    return j._replace(
        first=max(j.first, j.hit.first - _LONG // 2), last=max(j.hit.last, min(j.last, j.hit.last + _LONG // 2))
    )


KINDS: dict[str, Callable[[Finder, Hit], Judgement | None]] = {
    "state": Finder.state,
    "report": Finder.report,
    "quality": Finder.quality,
    "task": Finder.task,
    "change": Finder.change,
    "verb": Finder.verb,
    "phrase": Finder.phrase,
}
