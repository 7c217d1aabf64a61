"""Whom "he", "it", "they", "who" and "we" stand for."""

from __future__ import annotations

from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.memory import Mention
from dragoman.steps.actor.scene import Scene

HE = frozenset({"he", "him", "his", "himself"})
SHE = frozenset({"she", "her", "hers", "herself"})
IT = frozenset({"it", "its", "itself"})
THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
FIRST = frozenset({"i", "me", "my", "mine", "myself", "we", "us", "our", "ours", "ourselves"})
SINGULAR_FIRST = frozenset({"i", "me", "my", "mine", "myself"})
RELATIVE = frozenset({"who", "which", "that", "whom", "whose"})
_FAR = 3
# Of "X convinced Y that he would go" it is Y who goes.
_CONVINCING = frozenset({"convince", "persuade", "assure", "remind"})
# "its" this near after a name is its owner's: "Peru and its allies".
_BESIDE = 3
_DONE_TO_STATES = frozenset(
    [
        *("urge", "ask", "press", "pressure", "accuse", "condemn", "criticize", "criticise", "invite", "force", "help"),
        *("compel", "tell", "warn", "threaten", "attack", "persuade", "blame", "praise", "allow", "require", "oblige"),
    ]
)
# A score that a pronoun gets from the subject of its own sentence only.
_SURE = 9.0
_COLLECTIVE_KINDS = frozenset({"state", "body", "organization", "armed group"})


class Pronouns:
    """Resolves pronouns in one scene. `speaker` gives the keys of whoever speaks the quotation around a token."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.doc = scene.doc

    def name(self, i: int, speaker: tuple[str, ...] = ()) -> None:
        """Name the pronoun `i`; `speaker` is whose words it stands in, if they are quoted."""
        norm = self.doc.norm[i]
        keys: tuple[str, ...] = ()
        if norm in HE or norm in SHE:
            keys = self._person(i, "m" if norm in HE else "f", speaker)
        elif norm in IT:
            keys = self._thing(i)
        elif norm in THEY:
            keys = self._several(i, speaker)
        elif norm in RELATIVE:
            keys = self._relative(i)
            if keys:
                self.scene.cast.name(i, keys, i, i)
            return
        elif norm in FIRST and speaker:
            keys = self._first(norm, speaker)
        if keys:
            self.scene.cast.name(i, keys, i, i)
            self.scene.memory.note(i, keys)

    def _first(self, norm: str, speaker: tuple[str, ...]) -> tuple[str, ...]:
        if norm in SINGULAR_FIRST:
            return speaker
        member = self.scene.cast.members[speaker[0]]
        if member.is_person and member.code and member.code != member.name:
            return (self.scene.state(member.code).key,)
        return speaker

    def clauses(self, i: int) -> list[int]:
        """The subjects of the clauses around `i`, innermost first, without the pronoun itself."""
        doc = self.doc
        found = []
        for j in doc.ancestors(i):
            if doc.pos[j] in ("VERB", "AUX"):
                told = doc.child(j, "dobj") if doc.lemma[j] in _CONVINCING else -1
                if 0 <= told < i:
                    found.append(told)
                subject = self._subject(j)
                if 0 <= subject < i:
                    found.append(subject)
            if len(found) > 4:
                break
        return found

    def own_subject(self, i: int) -> int:
        """The subject of the clause that token `i` stands in, or -1."""
        doc = self.doc
        for j in doc.ancestors(i):
            if doc.pos[j] in ("VERB", "AUX"):
                return self._subject(j)
        return -1

    def _subject(self, verb: int) -> int:
        doc = self.doc
        for _ in range(4):
            subject = doc.child(verb, "nsubj", "nsubjpass")
            if subject >= 0:
                return subject
            if doc.dep[verb] != "conj":
                return -1
            verb = doc.head[verb]
        return -1

    def _barred(self, i: int) -> int:
        """The token of the subject that an object pronoun cannot mean: of its own verb."""
        doc = self.doc
        if doc.dep[i] == "dobj" and doc.norm[i] in ("him", "her", "it", "them"):
            return self._subject(doc.head[i])
        if doc.dep[i] == "pobj" and doc.norm[i] in ("him", "her", "it", "them"):
            above = doc.head[doc.head[i]]
            return self._subject(above) if doc.pos[above] in ("VERB", "AUX") else -1
        return -1

    def _person(self, i: int, gender: str, speaker: tuple[str, ...]) -> tuple[str, ...]:
        barred = self._barred(i)
        subjects = [s for s in self.clauses(i) if s != barred]
        barred_keys = set(self.scene.cast.at.get(barred, ())) | set(speaker)
        best: tuple[str, ...] = ()
        best_score = -100.0
        nearest: set[str] = set()
        for order, mention in enumerate(self.scene.memory.before(i, _FAR)):
            members = self.scene.memory.members(mention)
            if len(members) != 1 or not members[0].is_person or set(mention.keys) & barred_keys:
                continue
            if members[0].gender and members[0].gender != gender:
                continue
            score = self._score(i, mention, order, subjects) - (0 if mention.keys[0] not in nearest else 0.5)
            nearest.update(mention.keys)
            if score > best_score:
                best, best_score = mention.keys, score
        if best and best_score >= _SURE:
            # The pronoun tells of a person whose name does not.
            member = self.scene.cast.members[best[0]]
            member.gender = member.gender or gender
        return best

    def _score(self, i: int, mention: Mention, order: int, subjects: list[int]) -> float:
        distance = self.doc.sent[i] - mention.sentence
        if self.doc.quoted[i] < 0 <= self.doc.quoted[mention.token]:
            # Who is named inside somebody's words is seldom who goes on after them.
            order += 20
        score = -4.0 * distance + (0, 2, 4)[mention.rank] - 0.15 * order
        if mention.token in subjects:
            score += max(0, 8 - 3 * subjects.index(mention.token))
        return score

    def _thing(self, i: int) -> tuple[str, ...]:
        """The state or body that "it" or "its" stands for; nobody where a thing is the likelier antecedent."""
        doc = self.doc
        possessive = doc.tag[i] == "PRP$"
        subject = doc.dep[i] in ("nsubj", "nsubjpass")
        if self._is_empty(i) or not (possessive or subject or self._suffers(i)):
            return ()
        barred = self._barred(i)
        subjects = [s for s in self.clauses(i) if s != barred]
        barred_keys = set(self.scene.cast.at.get(barred, ()))
        lifeless = bool(subjects) and not self.scene.cast.at.get(subjects[0]) and doc.pos[subjects[0]] == "NOUN"
        best: tuple[str, ...] = ()
        best_score = -2.0
        for order, mention in enumerate(self.scene.memory.before(i, 1)):
            if not self._may_be_it(mention) or set(mention.keys) & barred_keys:
                continue
            same = doc.sent[i] == mention.sentence
            if not same and mention.rank < 2:
                continue
            if lifeless and not (possessive and i - mention.token <= _BESIDE):
                continue
            score = self._score(i, mention, order, subjects) + (2.0 if same else 0)
            if score > best_score:
                best, best_score = mention.keys, score
        return best

    def _may_be_it(self, mention: Mention) -> bool:
        members = self.scene.memory.members(mention)
        if len(members) != 1 or members[0].kind not in _COLLECTIVE_KINDS or members[0].key.startswith("group:"):
            return False
        return mention.rank > 0 or not self._is_adjective(mention)

    def _suffers(self, i: int) -> bool:
        """Whether "it" is the object of what is done to states: "urged it to sign", "a war against it"."""
        doc = self.doc
        if doc.dep[i] == "dobj":
            return doc.lemma[doc.head[i]] in _DONE_TO_STATES
        return doc.dep[i] == "pobj" and doc.norm[doc.head[i]] in ("against", "with", "by")

    def _is_adjective(self, mention: Mention) -> bool:
        return self.doc.dep[mention.token] in ("amod", "compound", "nmod")

    def _is_empty(self, i: int) -> bool:
        """Whether "it" stands for a clause: "it is clear that", "made it easier to", "it was agreed that"."""
        doc = self.doc
        if doc.norm[i] != "it":
            return False
        verb = doc.head[i]
        if doc.dep[i] in ("nsubj", "nsubjpass"):
            complement = doc.child(verb, "ccomp", "csubj", "csubjpass", "xcomp", "advcl")
            attribute = doc.child(verb, "acomp", "attr", "oprd")
            if doc.dep[i] == "nsubjpass" and complement > verb:
                return True
            if doc.lemma[verb] in ("be", "seem", "appear", "take", "remain", "become", "prove", "happen"):
                return attribute >= 0 or complement > verb
            return False
        after = doc.pos[i + 1] if i + 1 < len(doc) else ""
        return doc.lemma[verb] in ("make", "find", "consider", "deem", "think") and after in ("ADJ", "ADV")

    def _several(self, i: int, speaker: tuple[str, ...]) -> tuple[str, ...]:
        barred = self._barred(i)
        subjects = [s for s in self.clauses(i) if s != barred]
        barred_keys = set(self.scene.cast.at.get(barred, ()))
        best: tuple[str, ...] = ()
        best_score = -3.0
        for order, mention in enumerate(self.scene.memory.before(i, 1)):
            keys = self._together(mention)
            members = [self.scene.cast.members[key] for key in keys]
            if not self._is_plural(mention, members) or set(keys) & barred_keys or keys == speaker:
                continue
            score = self._score(i, mention, order, subjects) + (1 if len(keys) > 1 else 0)
            if members[0].kind == "state" and len(keys) == 1:
                score -= 1
            if score > best_score:
                best, best_score = keys, score
        return best

    def _is_plural(self, mention: Mention, members: list[Member]) -> bool:
        if len(members) > 1 or members[0].kind in ("people", "armed group"):
            return True
        if members[0].is_person:
            return False
        return mention.plural or (mention.rank > 0 and members[0].kind in ("body", "organization"))

    def _together(self, mention: Mention) -> tuple[str, ...]:
        """The keys of a mention with those that are joined to it: "X and Y"."""
        doc = self.doc
        keys = list(mention.keys)
        token = mention.token
        for _ in range(6):
            token = doc.child(token, "conj")
            if token < 0:
                break
            keys += self.scene.cast.at.get(token, ())
        return tuple(dict.fromkeys(keys))

    def _relative(self, i: int) -> tuple[str, ...]:
        doc = self.doc
        if doc.tag[i] not in ("WP", "WDT", "WP$"):
            return ()
        for j in doc.ancestors(i):
            if doc.dep[j] in ("relcl", "acl") and doc.head[j] < i:
                return self._antecedent(i, doc.head[j], doc.tag[j] in ("VBP", "VB") or self._helped(j))
            if abs(i - j) > 40:
                break
        if i > 1 and doc.norm[i - 1] == ",":
            return self.scene.cast.at.get(i - 2, ())
        return ()

    def _helped(self, verb: int) -> bool:
        """Whether the verb has a plural helper: "who have"."""
        doc = self.doc
        return any(
            doc.norm[c] in ("have", "are", "were", "do") for c in doc.children[verb] if doc.dep[c].startswith("aux")
        )

    def _antecedent(self, i: int, head: int, plural: bool) -> tuple[str, ...]:
        """Whom the clause hangs on; of a plural verb all who are joined: "Peru and Chile, which have"."""
        keys = self.scene.cast.at.get(head, ())
        while plural and keys and self.doc.dep[head] == "conj" and self.doc.head[head] < head:
            head = self.doc.head[head]
            keys = (*self.scene.cast.at.get(head, ()), *keys)
        keys = tuple(dict.fromkeys(keys))
        members = [self.scene.cast.members[key] for key in keys]
        if self.doc.norm[i] in ("who", "whom") and keys and all(m.kind == "state" for m in members):
            # A person cannot be a state: the clause hangs on the name before it.
            before = self.scene.cast.at.get(i - 2 if self.doc.norm[i - 1] == "," else i - 1, ())
            if before and self.scene.cast.members[before[0]].kind != "state":
                return before
        return keys
