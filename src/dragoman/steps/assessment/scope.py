"""What a judgement is about, whether it is denied or only wished for, and which clause carries it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.language import Document
from dragoman.records import Polarity
from dragoman.steps.assessment.rules import AssessmentRules, Hit
from dragoman.steps.clauses import clause_head, clause_range, is_negated, is_verb, modal, own_subject, subject, trim
from dragoman.steps.who import Who

TURNED: dict[Polarity, Polarity] = {"positive": "negative", "negative": "positive", "mixed": "mixed"}

_RELATING = frozenset({"of", "in", "between", "over", "with", "among", "for", "on", "to", "within", "from"})
_ASIDE = frozenset({"when", "after", "before", "while", "although", "though", "since", "once", "until", "whereas"})
_DENIED_SUBJECT = frozenset({"not", "no", "neither", "few", "little"})
_NOBODY = frozenset({"nobody", "nothing", "none", "neither", "few", "little"})
_OPEN_MODALS = frozenset({"must", "should", "can", "could", "may", "might"})
_WORDY = 25
"""In a clause of more tokens than this, the relative clauses behind the cue are left out."""
_OPEN_MARKS = frozenset({"whether", "if", "unless", "until"})


class Scope:
    """Answers about one document. `acts` are the tokens of event triggers: what parties did can be judged."""

    def __init__(self, doc: Document, who: Who, rules: AssessmentRules, acts: frozenset[int]) -> None:
        self._doc = doc
        self._who = who
        self._rules = rules
        self._acts = acts

    # -------------------------------------------------------------------------------------------- what is judged
    def is_target(self, i: int) -> bool:
        """Whether the noun at token `i` is something whose course can be judged: talks, relations, an act."""
        doc, rules = self._doc, self._rules
        lemma = doc.lemma[i].lower()
        if lemma in rules.weak_targets:
            return self.names_party(i) or any(self.is_target(k) for k in self._objects(i) if k > i)
        if lemma in rules.targets or i in self._acts:
            return True
        return any(doc.dep[c] == "conj" and doc.lemma[c].lower() in rules.targets for c in doc.children[i])

    def may_be_target(self, i: int) -> bool:
        """The same, nouns that need words beside them ("the result") counted too."""
        return self._doc.lemma[i].lower() in self._rules.weak_targets or self.is_target(i)

    def _objects(self, i: int) -> Iterator[int]:
        doc = self._doc
        for c in doc.children[i]:
            if doc.dep[c] == "prep" and doc.norm[c] in _RELATING:
                yield from (k for k in doc.children[c] if doc.dep[k] in ("pobj", "pcomp"))

    def names_party(self, i: int) -> bool:
        """Whether the noun phrase names parties: "Omani-Yemeni", "between Oman and Yemen", "with Oman"."""
        doc = self._doc
        tokens = list(range(max(doc.left[i], i - 8), i))
        for c in doc.children[i]:
            if doc.norm[c] in ("between", "among", "with"):
                inside = range(c, min(doc.right[c], c + 12) + 1)
                if c > i and doc.norm[c] == "with" and any(self._who.at(k) for k in inside):
                    return True
                tokens += inside
        return len(self.codes(tokens)) > 1

    def codes(self, tokens: Iterable[int]) -> set[str]:
        """The codes of all actors that these tokens name."""
        return {code for k in tokens for code in self._who.codes(self._who.at(k))}

    def related(self, i: int) -> int:
        """What the state at token `i` is a state of: the target after "in", "of", "between", or before it; -1."""
        doc = self._doc
        for k in self._objects(i):
            if self.is_target(k):
                return k
        for c in doc.children[i]:
            modifier = c < i and doc.dep[c] in ("compound", "amod", "poss", "nmod")
            if modifier and doc.lemma[c].lower() in self._rules.targets:
                return c
        return i if self.names_party(i) else -1

    # -------------------------------------------------------------------------------------------- verbs and subjects
    def verb_of(self, noun: int) -> int:
        """The verb of which the noun is subject, object or predicate ("signs of" between them or not); -1."""
        doc = self._doc
        for _ in range(4):
            dep, head = doc.dep[noun], doc.head[noun]
            if head == noun:
                return noun if is_verb(doc, noun) else -1
            if dep in ("nsubj", "nsubjpass", "dobj", "attr", "oprd") and is_verb(doc, head):
                return head
            if dep == "conj" and not is_verb(doc, head):
                noun = head
                continue
            if dep == "pobj":
                above = doc.head[head]
                if is_verb(doc, above) and doc.norm[head] in ("in", "into", "at", "with", "to", "as", "on", "by"):
                    return above
                if doc.norm[head] in ("of", "for") and doc.lemma[above].lower() in self._rules.parts:
                    noun = above
                    continue
            return -1
        return -1

    def core_verb(self, noun: int) -> int:
        """The verb of whose clause the noun is the core ("remained at an impasse"); -1."""
        doc, verb = self._doc, self.verb_of(noun)
        if verb < 0 or doc.lemma[verb] not in self._rules.core_verbs:
            return -1
        ended = doc.lemma[verb] in self._rules.breakers and doc.dep[noun] in ("dobj", "nsubjpass")
        return -1 if ended else verb

    def breaker(self, noun: int) -> int:
        """The verb in the past that did away with the state ("broke the deadlock"); -1."""
        doc = self._doc
        verb = doc.head[noun]
        if doc.dep[noun] not in ("dobj", "nsubjpass") or doc.lemma[verb] not in self._rules.breakers:
            return -1
        return verb if doc.tag[verb] in ("VBD", "VBN") and not self.is_negated(verb) else -1

    def subject(self, verb: int) -> int:
        """The noun that heads the subject of `verb`; -1."""
        own = subject(self._doc, verb) if is_verb(self._doc, verb) else -1
        return own if own >= 0 and self._doc.pos[own] in ("NOUN", "PROPN") else -1

    def target_subject(self, verb: int) -> int:
        """The subject of `verb` where it is a target; -1."""
        doc = self._doc
        own = own_subject(doc, verb)
        if own < 0 and doc.dep[verb] in ("conj", "xcomp"):
            own = subject(doc, verb)
        return own if own >= 0 and self.is_target(own) else -1

    # -------------------------------------------------------------------------------------------- denial and wishes
    def polarity(self, hit: Hit, i: int) -> Polarity:
        """The cue's polarity, turned round where the words around token `i` deny it."""
        polarity = hit.cue.polarity
        return TURNED[polarity] if self.is_denied(hit, i) else polarity

    def is_denied(self, hit: Hit, i: int) -> bool:
        """Whether "no", "not", "failed to", "unlikely", "without" and the like stand over token `i`."""
        if self._denied_beside(i) or self._denied_subject(i):
            return True
        doc, rules = self._doc, self._rules
        at = i
        for _ in range(5):
            if is_verb(doc, at):
                if self.is_denied_verb(at):
                    return True
                if self._doubted(at, i):
                    return hit.cue.polarity == "positive"
            head = doc.head[at]
            own_clause = doc.dep[at] == "conj" and is_verb(doc, at) and own_subject(doc, at) >= 0
            if head == at or own_clause or doc.dep[at] in ("ccomp", "advcl", "relcl", "parataxis", "acl"):
                return False
            at = head
            if doc.norm[at] == "without":
                return True
            if doc.lemma[at].lower() in rules.reversers and not hit.first <= at <= hit.last:
                return True
        return False

    def _denied_beside(self, i: int) -> bool:
        doc, negators = self._doc, self._rules.negators
        for c in doc.children[i]:
            if c < i and (doc.norm[c] in negators or any(doc.norm[k] in negators for k in doc.children[c] if k < i)):
                return doc.dep[c] not in ("nsubj", "nsubjpass", "csubj")
        return False

    def _denied_subject(self, i: int) -> bool:
        doc = self._doc
        own = own_subject(doc, clause_head(doc, i))
        if own < 0 or own == i:
            return False
        return doc.norm[own] in _NOBODY or any(doc.norm[c] in _DENIED_SUBJECT for c in doc.children[own])

    def is_denied_verb(self, verb: int) -> bool:
        """Whether an adverb denies the verb: "not", "never", "hardly"."""
        doc = self._doc
        return any(
            doc.dep[c] == "neg" or (doc.dep[c] == "advmod" and doc.norm[c] in self._rules.negators)
            for c in doc.children[verb]
        )

    def _doubted(self, verb: int, i: int) -> bool:
        doc = self._doc
        return any(
            doc.dep[c] in ("acomp", "oprd", "attr") and doc.lemma[c] in self._rules.reversers and c != i
            for c in doc.children[verb]
        )

    def is_negated(self, verb: int) -> bool:
        """Whether the clause of `verb` is negated."""
        return is_verb(self._doc, verb) and is_negated(self._doc, verb)

    def is_wish(self, verb: int) -> bool:
        """Whether the clause is only wanted, asked for or asked about: "to make progress", "whether …", "…?"."""
        doc = self._doc
        if not is_verb(doc, verb):
            return False
        sentence = doc.sentences[doc.sent[verb]]
        if any(doc.norm[k] == "?" for k in range(max(sentence.first, sentence.last - 2), sentence.last)):
            return True
        auxiliaries = [c for c in doc.children[verb] if doc.dep[c] in ("aux", "auxpass")]
        if any(doc.tag[c] == "TO" for c in auxiliaries) or (doc.tag[verb] == "VB" and not auxiliaries):
            return not (doc.dep[verb] in ("xcomp", "conj") and doc.lemma[doc.head[verb]] in self._rules.real)
        return any(doc.dep[c] == "mark" and doc.norm[c] in _OPEN_MARKS for c in doc.children[verb])

    def is_settled(self, verb: int) -> bool:
        """Whether the clause says that something is or will be so, not that it should or could be."""
        doc = self._doc
        for _ in range(4):
            marked = doc.dep[verb] == "advcl" and doc.child(verb, "mark", "advmod") >= 0
            if marked or doc.dep[verb] in ("csubj", "pcomp", "acl") or modal(doc, verb) in _OPEN_MODALS:
                return False
            if doc.dep[verb] not in ("xcomp", "conj") or not is_verb(doc, doc.head[verb]):
                return True
            verb = doc.head[verb]
        return True

    def is_question(self, hit: Hit) -> bool:
        """Whether the cue stands under "whether": "asked whether there was progress"."""
        doc = self._doc
        verb = clause_head(doc, hit.first)
        return any(doc.dep[c] == "mark" and doc.norm[c] == "whether" for c in doc.children[verb])

    # -------------------------------------------------------------------------------------------- spans
    def clause(self, verb: int, hit: Hit) -> tuple[int, int]:
        """First and last token of the clause that judges: that of `verb`, or the one that it completes.

        "is thought to have failed" is one clause; "when …", "after …" and the like behind the cue are left out.
        """
        doc = self._doc
        while doc.dep[verb] in ("xcomp", "acomp") and doc.head[verb] != verb and is_verb(doc, doc.head[verb]):
            verb = doc.head[verb]
        first, last = clause_range(doc, verb)
        for c in doc.children[verb]:
            if c > hit.last and doc.dep[c] == "advcl" and any(doc.norm[k] in _ASIDE for k in doc.children[c]):
                last = min(last, doc.left[c] - 1)
        if last - first > _WORDY:
            for k in range(hit.last + 1, last + 1):
                if doc.dep[k] == "relcl" and doc.left[k] > hit.last:
                    last = min(last, doc.left[k] - 1)
        first, last = trim(doc, first, max(last, hit.last))
        return first, max(last, hit.last)
