"""Whether two clauses and the word between them are a condition: one waits for the other by will or rule."""

from __future__ import annotations

from dragoman.steps import clauses
from dragoman.steps.condition.facts import Facts
from dragoman.steps.condition.parts import Part, Parts
from dragoman.steps.condition.rules import ConditionRules, Found
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup


class Gate(Facts):
    """Judges proposed conditions over one draft."""

    def __init__(self, draft: Draft, rules: ConditionRules, lookup: Lookup) -> None:
        super().__init__(draft, rules)
        self._lookup = lookup

    def allows(self, found: Found) -> bool:
        """Whether the words around the cue leave it its meaning: not "even if", "asked if", "if any"."""
        doc, words = self._doc, self._words
        before = doc.norm[found.first - 1] if found.first else ""
        after = doc.norm[found.last + 1] if found.last + 1 < len(doc) else ""
        if found.cue.shape not in ("clause", "noun"):
            return True
        if found.cue.shape == "noun":
            return True
        if found.cue.strength == "when" and before in words.not_before_when:
            return False
        weak = found.cue.strength == "weak"
        if before in words.not_before or (weak and after in words.not_after):
            return False
        return not (after and doc.entity[found.last + 1] in ("DATE", "TIME", "CARDINAL"))

    def binds(self, found: Found, parts: Parts) -> bool:
        """Whether the antecedent holds the consequent back by will or rule."""
        consequent, antecedent = parts.consequent, parts.antecedent
        if consequent is None or self._asked(parts) or self._counterfactual(consequent, antecedent):
            return False
        if (
            self._fragment(consequent)
            or self._indirect_question(consequent)
            or self._doc.norm[consequent.first] in ("n't", "not")
        ):
            return False
        check = getattr(self, f"_{found.cue.shape}", None)
        if check is not None:
            return bool(check(found, consequent, antecedent))
        return self.has_party(consequent) or self.has_party(antecedent)

    def _clause(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        strength = found.cue.strength
        if found.cue.id == "if" and self._whether(found.first, antecedent.head):
            return False
        only = found.cue.id == "if" and self._only(consequent, found.first)
        if only and (self.has_party(consequent) or self.has_party(antecedent)):
            return True
        if strength == "strong" or only:
            return self._either(consequent, antecedent) or (self._spoken(found) and self.is_deed(consequent))
        if strength == "weak":
            if self.willing_party(consequent) is not None and self.is_deed(consequent):
                return True  # the content of an offer, a promise, a threat or a demand
            if found.cue.id == "as_long_as" and self.is_deed(consequent) and not self._pointing(antecedent):
                return self._spoken(found) or self._either(consequent, antecedent)
            return self._bargain(consequent, antecedent)
        if clauses.own_subject(self._doc, antecedent.head) < 0:
            return False
        if not self._either(consequent, antecedent) or self._narrated(consequent, antecedent):
            return False
        if strength == "until":
            return self._held_back(consequent)
        if strength == "when":
            return (
                self._doc.dep[antecedent.head] == "advcl"
                and self._resolved(antecedent)
                and self.is_open(consequent)
                and self.has_party(consequent)
            )
        return self.is_open(consequent) and self.is_deed(consequent)

    def _whether(self, cue: int, head: int) -> bool:
        """Whether "if" opens an indirect question: "asked if", "wait to see if", "unclear if"."""
        doc = self._doc
        governor = doc.head[head]
        asks = doc.lemma[governor] in self._words.whether
        return asks and (doc.dep[head] == "ccomp" or 0 < cue - governor <= 3)

    def _pointing(self, part: Part) -> bool:
        """Whether the subject of a part is only "this" or "it": "as long as this is the case"."""
        doc = self._doc
        subject = clauses.own_subject(doc, part.head)
        return subject >= 0 and doc.norm[subject] in ("this", "that")

    def _only(self, consequent: Part, cue: int) -> bool:
        """For "can only be possible … if": "only" before the verb belongs to the cue."""
        return consequent.last < cue and "only" in self._doc.norm[consequent.first : consequent.last + 1]

    def _spoken(self, found: Found) -> bool:
        """Whether a party says the condition: then a clause without a doer ("it is ensured that …") is its own act."""
        quoted = self._doc.quoted
        near = (found.first, min(found.first + 1, len(quoted) - 1))
        return self._lookup.speaker_at(self._doc.start[found.first]) is not None or any(quoted[i] >= 0 for i in near)

    def _inverted(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        return self._bargain(consequent, antecedent)

    def _noun(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        if found.cue.strength == "strong":
            return self._either(consequent, antecedent)
        return self.is_open(consequent) and self._either(consequent, antecedent)

    def _without(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        doc = self._doc
        head = consequent.head
        governor = doc.head[found.first]
        chain = [head, governor, *list(doc.ancestors(governor))[:3]]
        hard = any(doc.lemma[c] in self._words.hard for k in chain for c in (k, *doc.children[k]))
        denied = clauses.is_verb(doc, head) and clauses.is_negated(doc, head)
        if not (hard or denied) or not (self.modal(governor) or self.modal(head)):
            return False
        return self._either(consequent, antecedent) or self._spoken(found)

    def _precondition(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        return self._either(consequent, antecedent)

    def _predicate(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        return self.is_deed(consequent) and self.has_party(antecedent)

    def _need(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        if self._doc.norm[clauses.own_subject(self._doc, found.first)] == "which":
            return self._spoken(found) and self.is_open(consequent)
        return self.has_party(antecedent) and self.is_deed(consequent, strict=True)

    def _else(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        own = clauses.own_subject(self._doc, consequent.head) < 0 or self.party_acts(consequent)
        return consequent != antecedent and own and self.is_deed(consequent)

    def _before(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        doc = self._doc
        if antecedent.first > found.last:  # "will not do X before Y"
            if not self.is_open(consequent):
                return False
        elif not clauses.is_verb(doc, antecedent.head):  # "demands elections before …"
            return self.modal(consequent.head) != "" or self.has_party(consequent)
        elif not self._demanded(antecedent.head) or clauses.subject(doc, antecedent.head) < 0:
            return False
        later = antecedent if antecedent.first > found.last else consequent
        if not clauses.is_verb(doc, later.head) and doc.lemma[later.head] not in self._words.acts:
            return False
        return self.has_party(consequent) or self.has_party(antecedent)

    def _demanded(self, verb: int) -> bool:
        """Whether a clause says what must be done: by its modal, or as what somebody insists on."""
        doc = self._doc
        if self.modal(verb) in ("should", "must"):
            return True
        governor = doc.head[verb]
        finite = doc.tag[verb] in ("VB", "VBP", "VBZ") and doc.dep[verb] == "ccomp"
        return finite and doc.lemma[governor] in self._words.insists

    def _either(self, consequent: Part, antecedent: Part) -> bool:
        """An act of a party stands on one side, and the other is an act or a state of affairs, not a person's life."""
        return (self.has_party(consequent) and self.is_deed(consequent)) or (
            self.has_party(antecedent) and self.is_deed(consequent)
        )

    def _bargain(self, consequent: Part, antecedent: Part) -> bool:
        """A plain "if": the consequent is still to come and an act, and a party acts on both sides."""
        if (
            not self.is_open(consequent)
            or not self.is_deed(consequent, strict=True)
            or self._musing(consequent, antecedent)
        ):
            return False
        certain = self.modal(consequent.head) not in ("could", "may", "might")
        passive = certain and self.is_passive(consequent) and self.party_acts(antecedent)
        some = self.names_party(consequent) or self.names_party(antecedent) or self.turns(consequent)
        return (
            bool(some)
            and (self.party_acts(consequent) or passive)
            and (self.party_acts(antecedent) or self.turns(antecedent))
        )

    def _musing(self, consequent: Part, antecedent: Part) -> bool:
        """Whether an "if" is rhetoric: a verb of the mind, or "if it is too late"."""
        doc, head = self._doc, antecedent.head
        if not clauses.is_verb(doc, head) or self.modal(consequent.head) in ("must", "should"):
            return False
        subject = clauses.own_subject(doc, head)
        being = doc.lemma[head] == "be" and subject >= 0 and doc.norm[subject] in ("it", "this", "that")
        return doc.lemma[head] in self._words.minds or (being and not self.is_empty(subject, head))

    def _held_back(self, part: Part) -> bool:
        """For "will not … until", "refuse to … until", "will continue … until"."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return False
        up = doc.head[head]
        refused = doc.lemma[head] in ("refuse", "decline") or doc.lemma[up] in ("refuse", "decline", "refusal")
        if clauses.is_negated(doc, head):
            return self.is_open(part) or refused
        only = "only" in doc.norm[part.first : part.last + 1]
        return refused or (self.is_open(part) and (only or doc.lemma[head] in self._words.lasting))

    def _narrated(self, consequent: Part, antecedent: Part) -> bool:
        """For "will arrive after Chad brokered a deal": the antecedent is over, so nothing waits for it."""
        doc, head = self._doc, antecedent.head
        if not clauses.is_verb(doc, head):
            return True
        bare = doc.tag[head] == "VBN" and doc.child(head, "aux", "auxpass") < 0
        past = (
            bare
            or doc.tag[head] == "VBD"
            or any(doc.norm[c] in ("was", "were", "had", "did") for c in doc.children[head])
        )
        shifted = self.modal(consequent.head) in ("would", "could", "should") or doc.tag[consequent.head] == "VBD"
        return past and not (shifted and self.modal(consequent.head))

    def _resolved(self, antecedent: Part) -> bool:
        doc, head = self._doc, antecedent.head
        return doc.lemma[head] == "be" or clauses.is_passive(doc, head) or doc.tag[head] == "VBN"

    def _counterfactual(self, consequent: Part, antecedent: Part) -> bool:
        """For "would have signed if", "if they had signed": nothing waits any more."""
        doc = self._doc
        for k in range(consequent.first, consequent.last):
            if doc.norm[k] in ("would", "could", "might", "should") and doc.norm[k + 1] in ("have", "'ve"):
                return doc.dep[k + 1] == "aux"
        return False

    def _fragment(self, part: Part) -> bool:
        """Whether a part is only a form of "be": the rest of its clause stands elsewhere."""
        doc = self._doc
        return (
            all(doc.pos[k] in ("AUX", "PART", "ADV", "PUNCT") for k in range(part.first, part.last + 1))
            and doc.lemma[part.head] == "be"
        )

    def _indirect_question(self, consequent: Part) -> bool:
        """For "whether Chad would fight if …", "how ties would fare if …"."""
        doc = self._doc
        opener = doc.child(consequent.head, "mark", "advmod")
        return opener >= 0 and opener < consequent.head and doc.norm[opener] in ("whether", "how", "why", "what")

    def _asked(self, parts: Parts) -> bool:
        doc = self._doc
        end = doc.sentences[doc.sent[parts.antecedent.head]].last
        at = parts.whole[1]
        return at + 1 < end and doc.norm[at + 1] == "?"
