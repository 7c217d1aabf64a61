"""What a part of a condition says: whose act it is, whether it is an act at all, and whether it is still to come."""

from __future__ import annotations

from dragoman.steps import clauses
from dragoman.steps.condition.parts import Part
from dragoman.steps.condition.rules import ConditionRules
from dragoman.steps.draft import Draft
from dragoman.steps.lookup import private_codes

_BACK = 3  # sentences
_LIGHT = frozenset(
    {"take", "make", "give", "have", "do", "be", "put", "get", "set", "hold", "bring", "keep"}
)  # any act
_OPEN = frozenset({"will", "would", "shall", "should", "can", "could", "must", "may", "might"})


class Facts:
    """Answers about the parts of conditions in one draft."""

    def __init__(self, draft: Draft, rules: ConditionRules) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._words = rules.words
        self._private = private_codes(draft)

    def actor_of(self, part: Part) -> str | None:
        """The code of whose act the part is; None where the text does not say."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return (
                self.code(head)
                if self._draft.who.at(head) and doc.lemma[head] not in self._words.acts
                else self.holder(head)
            )
        if clauses.is_passive(doc, head):
            doer = clauses.agent(doc, head)
            return self.code(doer) if doer >= 0 else self._told_before(head) or self._owner_within(part)
        subject = clauses.subject(doc, head)
        if subject < 0 or self.is_empty(subject, head):
            return None
        if self.is_crowd(subject) and (holder := doc.child(subject, "poss")) >= 0:
            return self.code(holder) or self.code(subject)  # "its fighters can return": the state lets them
        return self.code(subject) or self.holder(subject)

    def _told_before(self, head: int) -> str | None:
        """Who alone did what the verb says a few sentences before: "Oslo will open the port … once it is opened"."""
        doc = self._doc
        if doc.lemma[head] in _LIGHT:
            return None
        first = doc.sentences[max(0, doc.sent[head] - _BACK)].first
        told = [
            token
            for event in self._draft.events
            if doc.start[first] <= event.start < doc.start[head]
            and doc.lemma[token := doc.token_at(event.start)] == doc.lemma[head]
        ]
        if not told or (subject := clauses.subject(doc, told[-1])) < 0:
            return None
        return self.code(subject)

    def _owner_within(self, part: Part) -> str | None:
        """The only party whose property the part names: "once the questions about Chad's mines are settled"."""
        doc = self._doc
        owners = {self.code(i) for i in range(part.first, part.last + 1) if doc.dep[i] == "poss" and self.code(i)}
        return owners.pop() if len(owners) == 1 else None

    def is_crowd(self, token: int) -> bool:
        """Whether a token names a group of people rather than a party."""
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
        if self.is_empty(subject, head) or (bare and subject >= 0 and not self.code(subject)):
            return asserted_by
        if subject >= 0 and (doc.dep[subject] == "csubj" or (self.code(subject) and not passive)):
            return None
        possible = any(doc.lemma[c] in self._words.will_adjectives for c in doc.children[head] if doc.dep[c] == "acomp")
        if possible or (passive and clauses.modal(doc, head) in ("can", "could")):
            return asserted_by
        return None

    def is_empty(self, subject: int, verb: int) -> bool:
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
        return self.code(holder) if holder >= 0 else None

    def names_party(self, part: Part) -> bool:
        """Whether a party is named as subject, agent or possessor in the part."""
        doc, head = self._doc, part.head
        tokens = (clauses.agent(doc, head), clauses.subject(doc, head)) if clauses.is_verb(doc, head) else (head,)
        return any(t >= 0 and (self.code(t) or self.holder(t)) for t in tokens)

    def party_acts(self, part: Part) -> bool:
        """Whether a party itself is the subject or agent of the part, or an act comes about or stops in it."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return self.has_party(part)
        for token in (clauses.agent(doc, head), clauses.subject(doc, head)):
            if token >= 0 and (self.code(token) or self.is_somebody(token)):
                return True
        return self.turns(part)

    def is_somebody(self, token: int) -> bool:
        """Whether a subject is an institution or a pronoun for people, even where the report does not say whose."""
        doc = self._doc
        return doc.lemma[token] in self._words.bodies or (
            doc.norm[token] in ("they", "he", "she") and not self._draft.who.at(token)
        )

    def turns(self, part: Part) -> bool:
        """Whether the subject is an act that comes about, stops or is done: "if the talks fail", "if aid is sent"."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return False
        subject = clauses.subject(doc, head)
        political = subject >= 0 and doc.lemma[subject] in self._words.acts
        return political and (doc.lemma[head] in self._words.turns or clauses.is_passive(doc, head))

    def has_party(self, part: Part) -> bool:
        """Whether a party acts in the part: as subject, agent or possessor, or in a noun that names a political act."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return doc.lemma[head] in self._words.acts or self.code(head) is not None or self.holder(head) is not None
        doer = clauses.agent(doc, head)
        subject = clauses.subject(doc, head)
        for token in (doer, subject):
            if token >= 0 and (self.code(token) or doc.lemma[token] in self._words.acts or self.holder(token)):
                return True
        return False

    def is_deed(self, part: Part, strict: bool = False) -> bool:
        """Whether the part says that something is done, not that somebody feels, is or undergoes something."""
        doc, head = self._doc, part.head
        if not clauses.is_verb(doc, head):
            return (
                doc.pos[head] == "PROPN"
                or doc.lemma[head] in self._words.acts
                or doc.tag[head] == "VBG"
                or self.holder(head) is not None
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

    def is_passive(self, part: Part) -> bool:
        """Whether the part is a passive clause."""
        return clauses.is_verb(self._doc, part.head) and clauses.is_passive(self._doc, part.head)

    def modal(self, head: int) -> str:
        """The modal of the clause that `head` heads; "" for a noun."""
        return clauses.modal(self._doc, head) if clauses.is_verb(self._doc, head) else ""

    def is_open(self, part: Part) -> bool:
        """Whether the part is still to come: a modal, an imperative, or the content of an offer, demand or threat."""
        doc, head = self._doc, part.head
        if self.modal(head) in _OPEN:
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

    def code(self, token: int) -> str | None:
        """The code of the party that a token names; None for nobody and for private persons."""
        ids = self._draft.who.at(token)
        code = self._draft.who.actor(ids[0]).code if ids else None
        return None if code in self._private else code

    def holder(self, noun: int) -> str | None:
        """The code of whose the noun is: "Chad's offer"."""
        holder = clauses.possessor(self._doc, noun)
        return self.code(holder) if holder >= 0 else None
