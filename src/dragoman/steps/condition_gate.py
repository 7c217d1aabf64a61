"""Whether two clauses and the word between them are a condition: one waits for the other by will or rule."""

from __future__ import annotations

from dragoman.steps import clauses
from dragoman.steps.condition_parts import Part, Parts
from dragoman.steps.condition_rules import ConditionRules, Found
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import Lookup, private_codes

_OPEN = frozenset({"will", "would", "shall", "should", "can", "could", "must", "may", "might"})
_BINDING = frozenset({"will", "would", "shall", "should", "must"})


class Gate:
    """Judges proposed conditions over one draft."""

    def __init__(self, draft: Draft, rules: ConditionRules, lookup: Lookup) -> None:
        self._draft = draft
        self._lookup = lookup
        self._doc = draft.doc
        self._rules = rules
        self._words = rules.words
        self._private = private_codes(draft)

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
        return self._party(consequent) or self._party(antecedent)

    def actor_of(self, part: Part) -> str | None:
        """The code of whose act the part is; None where the text does not say."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return (
                self._code(head)
                if self._draft.who.at(head) and doc.lemma[head] not in self._words.acts
                else self._holder(head)
            )
        if clauses.is_passive(doc, head):
            doer = clauses.agent(doc, head)
            return self._code(doer) if doer >= 0 else None
        subject = clauses.subject(doc, head)
        if subject < 0 or self._empty(subject, head):
            return None
        if self._crowd(subject) and (holder := doc.child(subject, "poss")) >= 0:
            return self._code(holder) or self._code(subject)  # "its fighters can return": the state lets them
        return self._code(subject) or self._holder(subject)

    def _crowd(self, token: int) -> bool:
        who = self._draft.who
        return any(who.actor(a).kind == "people" for a in who.at(token))

    def unsaid(self, part: Part, asserted_by: str | None) -> str | None:
        """Whose act a clause without a doer is, where a party speaks of what may be done: its own.

        "Repatriation would be possible only if fighters could be detained", says a minister: his state repatriates and
        detains.
        """
        doc, head = self._doc, part.head
        if asserted_by is None or not clauses.is_verb(doc, head):
            return None
        subject = clauses.subject(doc, head)
        passive = clauses.is_passive(doc, head)
        bare = (
            doc.tag[head] == "VB" and clauses.own_subject(doc, head) < 0
        )  # "the alternative would be to release them"
        if self._empty(subject, head) or (bare and subject >= 0 and not self._code(subject)):
            return asserted_by
        if subject >= 0 and (doc.dep[subject] == "csubj" or (self._code(subject) and not passive)):
            return None
        possible = any(doc.lemma[c] in self._words.will_adjectives for c in doc.children[head] if doc.dep[c] == "acomp")
        if possible or (passive and clauses.modal(doc, head) in ("can", "could")):
            return asserted_by
        return None

    def _empty(self, subject: int, verb: int) -> bool:
        """Whether a subject "it" stands for nobody: "it is possible", "it is ensured that"."""
        doc = self._doc
        if subject < 0 or doc.norm[subject] != "it":
            return False
        judged = any(doc.lemma[c] in self._words.will_adjectives for c in doc.children[verb] if doc.dep[c] == "acomp")
        return judged or (clauses.is_passive(doc, verb) and doc.child(verb, "ccomp") > verb)

    def willing_party(self, part: Part) -> str | None:
        """The code of who offers, promises, demands or refuses what `part` says; None where nobody is named."""
        doc = self._doc
        head = part.head
        up = doc.head[head]
        while doc.dep[head] in ("ccomp", "xcomp") and doc.lemma[up] in ("let", "have", "make", "allow") and up != head:
            head, up = up, doc.head[up]
        if up == head or doc.lemma[up] not in self._words.will or doc.dep[head] not in ("xcomp", "acl", "ccomp"):
            return None
        holder = clauses.subject(doc, up) if clauses.is_verb(doc, up) else clauses.possessor(doc, up)
        return self._code(holder) if holder >= 0 else None

    def _clause(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        strength = found.cue.strength
        if found.cue.id == "if" and self._whether(found.first, antecedent.head):
            return False
        only = found.cue.id == "if" and self._only(consequent, found.first)
        if only and (self._party(consequent) or self._party(antecedent)):
            return True
        if strength == "strong" or only:
            return self._either(consequent, antecedent) or (self._spoken(found) and self._deed(consequent))
        if strength == "weak":
            if self.willing_party(consequent) is not None and self._deed(consequent):
                return True  # the content of an offer, a promise, a threat or a demand
            if found.cue.id == "as_long_as" and self._deed(consequent) and not self._pointing(antecedent):
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
                and self._open(consequent)
                and self._party(consequent)
            )
        return self._open(consequent) and self._deed(consequent)

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
        return self._open(consequent) and self._either(consequent, antecedent)

    def _without(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        doc = self._doc
        head = consequent.head
        governor = doc.head[found.first]
        chain = [head, governor, *list(doc.ancestors(governor))[:3]]
        hard = any(doc.lemma[c] in self._words.hard for k in chain for c in (k, *doc.children[k]))
        denied = clauses.is_verb(doc, head) and clauses.is_negated(doc, head)
        if not (hard or denied) or not (self._modal(governor) or self._modal(head)):
            return False
        return self._either(consequent, antecedent) or self._spoken(found)

    def _precondition(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        return self._either(consequent, antecedent)

    def _predicate(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        return self._deed(consequent) and self._party(antecedent)

    def _need(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        if self._doc.norm[clauses.own_subject(self._doc, found.first)] == "which":
            return self._spoken(found) and self._open(consequent)
        return self._party(antecedent) and self._deed(consequent, strict=True)

    def _else(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        own = clauses.own_subject(self._doc, consequent.head) < 0 or self._acts(consequent)
        return consequent != antecedent and own and self._deed(consequent)

    def _before(self, found: Found, consequent: Part, antecedent: Part) -> bool:
        doc = self._doc
        if antecedent.first > found.last:  # "will not do X before Y"
            if not self._open(consequent):
                return False
        elif not clauses.is_verb(doc, antecedent.head):  # "demands elections before …"
            return self._modal(consequent.head) != "" or self._party(consequent)
        elif not self._demanded(antecedent.head) or clauses.subject(doc, antecedent.head) < 0:
            return False
        later = antecedent if antecedent.first > found.last else consequent
        if not clauses.is_verb(doc, later.head) and doc.lemma[later.head] not in self._words.acts:
            return False
        return self._party(consequent) or self._party(antecedent)

    def _demanded(self, verb: int) -> bool:
        """Whether a clause says what must be done: by its modal, or as what somebody insists on."""
        doc = self._doc
        if self._modal(verb) in ("should", "must"):
            return True
        governor = doc.head[verb]
        finite = doc.tag[verb] in ("VB", "VBP", "VBZ") and doc.dep[verb] == "ccomp"
        return finite and doc.lemma[governor] in self._words.insists

    def _either(self, consequent: Part, antecedent: Part) -> bool:
        """An act of a party stands on one side, and the other is an act or a state of affairs, not a person's life."""
        return (self._party(consequent) and self._deed(consequent)) or (
            self._party(antecedent) and self._deed(consequent)
        )

    def _bargain(self, consequent: Part, antecedent: Part) -> bool:
        """A plain "if": the consequent is still to come and an act, and a party acts on both sides."""
        if (
            not self._open(consequent)
            or not self._deed(consequent, strict=True)
            or self._musing(consequent, antecedent)
        ):
            return False
        certain = self._modal(consequent.head) not in ("could", "may", "might")
        passive = certain and self._passive(consequent) and self._acts(antecedent)
        some = self._code_in(consequent) or self._code_in(antecedent) or self._turns(consequent)
        return (
            bool(some) and (self._acts(consequent) or passive) and (self._acts(antecedent) or self._turns(antecedent))
        )

    def _code_in(self, part: Part) -> bool:
        """Whether a party is named as subject, agent or possessor in the part."""
        doc, head = self._doc, part.head
        tokens = (clauses.agent(doc, head), clauses.subject(doc, head)) if clauses.is_verb(doc, head) else (head,)
        return any(t >= 0 and (self._code(t) or self._holder(t)) for t in tokens)

    def _acts(self, part: Part) -> bool:
        """Whether a party itself is the subject or agent of the part, or an act comes about or stops in it."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return self._party(part)
        for token in (clauses.agent(doc, head), clauses.subject(doc, head)):
            if token >= 0 and (self._code(token) or self._somebody(token)):
                return True
        return self._turns(part)

    def _somebody(self, token: int) -> bool:
        """Whether a subject is an institution or a pronoun for people, even where the report does not say whose."""
        doc = self._doc
        return doc.lemma[token] in self._words.bodies or (
            doc.norm[token] in ("they", "he", "she") and not self._draft.who.at(token)
        )

    def _turns(self, part: Part) -> bool:
        """Whether the subject is an act that comes about, stops or is done: "if the talks fail", "if aid is sent"."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return False
        subject = clauses.subject(doc, head)
        political = subject >= 0 and doc.lemma[subject] in self._words.acts
        return political and (doc.lemma[head] in self._words.turns or clauses.is_passive(doc, head))

    def _musing(self, consequent: Part, antecedent: Part) -> bool:
        """Whether an "if" is rhetoric: a verb of the mind, or "if it is too late"."""
        doc, head = self._doc, antecedent.head
        if not clauses.is_verb(doc, head) or self._modal(consequent.head) in ("must", "should"):
            return False
        subject = clauses.own_subject(doc, head)
        being = doc.lemma[head] == "be" and subject >= 0 and doc.norm[subject] in ("it", "this", "that")
        return doc.lemma[head] in self._words.minds or (being and not self._empty(subject, head))

    def _party(self, part: Part) -> bool:
        """Whether a party acts in the part: as subject, agent or possessor, or in a noun that names a political act."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return doc.lemma[head] in self._words.acts or self._code(head) is not None or self._holder(head) is not None
        doer = clauses.agent(doc, head)
        subject = clauses.subject(doc, head)
        for token in (doer, subject):
            if token >= 0 and (self._code(token) or doc.lemma[token] in self._words.acts or self._holder(token)):
                return True
        return False

    def _deed(self, part: Part, strict: bool = False) -> bool:
        """Whether the part says that something is done, not that somebody feels, is or undergoes something."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return (
                doc.pos[head] == "PROPN"
                or doc.lemma[head] in self._words.acts
                or doc.tag[head] == "VBG"
                or self._holder(head) is not None
            )
        if doc.lemma[head] == "be":
            return any(
                doc.lemma[c] in self._words.will_adjectives or doc.lemma[c] in self._words.acts
                for c in doc.children[head]
                if doc.dep[c] in ("acomp", "attr", "advmod", "prep")
            )
        if doc.pos[head] == "AUX":
            return True
        subject = clauses.subject(doc, head)
        if subject >= 0 and doc.dep[subject] == "csubj":
            return True
        if doc.lemma[head] in ("continue", "begin", "start", "keep") and (more := doc.child(head, "xcomp")) >= 0:
            head = more
        political = subject >= 0 and doc.lemma[subject] in self._words.acts
        return (
            doc.lemma[head] not in self._words.not_acts or clauses.is_passive(doc, head) or (political and not strict)
        )

    def _passive(self, part: Part) -> bool:
        return clauses.is_verb(self._doc, part.head) and clauses.is_passive(self._doc, part.head)

    def _modal(self, head: int) -> str:
        return clauses.modal(self._doc, head) if clauses.is_verb(self._doc, head) else ""

    def _open(self, part: Part) -> bool:
        """Whether the part is still to come: a modal, an imperative, or the content of an offer, demand or threat."""
        doc, head = self._doc, part.head
        if self._modal(head) in _OPEN:
            return True
        if doc.tag[head] == "VB" and doc.dep[head] == "ROOT":
            return True
        if clauses.is_verb(doc, head) and doc.lemma[head] in self._words.commits:
            return True
        for up in list(doc.ancestors(head))[:3]:
            if doc.lemma[up] in self._words.will and doc.dep[head] in (
                "xcomp",
                "acl",
                "ccomp",
                "pcomp",
                "pobj",
                "dobj",
            ):
                return True
            head = up
        return False

    def _held_back(self, part: Part) -> bool:
        """For "will not … until", "refuse to … until", "will continue … until"."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return False
        up = doc.head[head]
        refused = doc.lemma[head] in ("refuse", "decline") or doc.lemma[up] in ("refuse", "decline", "refusal")
        if clauses.is_negated(doc, head):
            return self._open(part) or refused
        only = "only" in doc.norm[part.first : part.last + 1]
        return refused or (self._open(part) and (only or doc.lemma[head] in self._words.lasting))

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
        shifted = self._modal(consequent.head) in ("would", "could", "should") or doc.tag[consequent.head] == "VBD"
        return past and not (shifted and self._modal(consequent.head))

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

    def _code(self, token: int) -> str | None:
        ids = self._draft.who.at(token)
        code = self._draft.who.actor(ids[0]).code if ids else None
        return None if code in self._private else code

    def _holder(self, noun: int) -> str | None:
        """The code of whose the noun is: "Chad's offer"."""
        holder = clauses.possessor(self._doc, noun)
        return self._code(holder) if holder >= 0 else None
