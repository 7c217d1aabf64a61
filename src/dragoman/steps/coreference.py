"""Who the pronouns and the definite nouns stand for: the memory of whom a report has named so far."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.language import Document
from dragoman.steps.cast import Cast, Member

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_COLLECTIVE = frozenset(
    ["side", "country", "party", "leader", "nation", "government", "state", "neighbour", "neighbor", "minister", "president", "delegation", "power", "capital", "ally", "rival", "foe", "adversary"]
)
_SUBJECT = frozenset({"nsubj", "nsubjpass"})
_FAR = 4


class Named(NamedTuple):
    """One mention in the memory."""

    token: int
    keys: tuple[str, ...]
    sentence: int
    subject: bool


class Memory:
    """The mentions of a report in order, and the answers that hang on them."""

    def __init__(self, doc: Document, cast: Cast) -> None:
        self.doc = doc
        self.cast = cast
        self.mentions: list[Named] = []
        self.home: str | None = None

    def note(self, token: int, keys: tuple[str, ...]) -> None:
        """Remember that `keys` were named at `token`."""
        self.mentions.append(Named(token, keys, self.doc.sent[token], self.doc.dep[token] in _SUBJECT))

    def recent(self, i: int, sentences: int = _FAR) -> list[Named]:
        """The mentions before token `i`, nearest first, at most `sentences` sentences back."""
        found = []
        for mention in reversed(self.mentions):
            if self.doc.sent[i] - mention.sentence > sentences or len(found) >= 40:
                break
            if mention.token < i:
                found.append(mention)
        return found

    def members(self, keys: tuple[str, ...]) -> list[Member]:
        """The members with these keys."""
        return [self.cast.members[key] for key in keys]

    def pronoun(self, i: int) -> None:
        """Name a pronoun."""
        norm = self.doc.norm[i]
        keys: tuple[str, ...] = ()
        if norm in _HE or norm in _SHE:
            keys = self._person(i, "m" if norm in _HE else "f")
        elif norm in _IT:
            keys = self._thing(i)
        elif norm in _THEY:
            keys = self._several(i)
        elif norm in ("who", "which", "that", "whom", "whose"):
            keys = self._relative(i)
        if keys:
            self.cast.name(i, keys, i, i)
            if norm not in ("who", "which", "that", "whom", "whose"):
                self.note(i, keys)

    def _person(self, i: int, gender: str) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = -1.0
        for rank, mention in enumerate(self.recent(i)):
            members = self.members(mention.keys)
            if len(members) != 1 or not members[0].is_person:
                continue
            if members[0].gender and members[0].gender != gender:
                continue
            distance = self.doc.sent[i] - mention.sentence
            score = 10 - 3 * distance + (4 if mention.subject else 0) - 0.2 * rank
            if score > best_score:
                best, best_score = mention.keys, score
        return best

    def _thing(self, i: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = -1.0
        for rank, mention in enumerate(self.recent(i, 1)):
            members = self.members(mention.keys)
            if len(members) != 1 or members[0].kind not in ("state", "body", "organization", "armed group"):
                continue
            distance = self.doc.sent[i] - mention.sentence
            score = 6 - 2 * distance + (4 if mention.subject else 0) - 0.3 * rank
            if score > best_score:
                best, best_score = mention.keys, score
        return best

    def _several(self, i: int) -> tuple[str, ...]:
        best: tuple[str, ...] = ()
        best_score = -1.0
        for rank, mention in enumerate(self.recent(i, 2)):
            members = self.members(mention.keys)
            plural = (
                len(members) > 1
                or members[0].kind in ("people", "armed group")
                or self.doc.tag[mention.token] in ("NNS", "NNPS")
            )
            if members[0].is_person or not plural:
                continue
            distance = self.doc.sent[i] - mention.sentence
            score = 6 - 2 * distance + (4 if mention.subject else 0) - 0.3 * rank
            if score > best_score:
                best, best_score = mention.keys, score
        return best

    def _relative(self, i: int) -> tuple[str, ...]:
        doc = self.doc
        if doc.tag[i] not in ("WP", "WDT", "WP$"):
            return ()
        for j in doc.ancestors(i):
            if doc.dep[j] in ("relcl", "acl"):
                return self.cast.at.get(doc.head[j], ())
            if i - j > 30:
                break
        return ()

    def by_role(self, i: int, low: str, code: str | None) -> Member | None:
        """The latest person whose role has the word `low`, who acts under `code` if it is given."""
        if not self._definite(i):
            return None
        for mention in self.recent(i, 1000):
            for member in self.members(mention.keys):
                if member.is_person and member.role and (code is None or member.code == code):
                    if low in member.role.lower() or (low in ("leader", "diplomat") and code):
                        return member
        return None

    def _definite(self, i: int) -> bool:
        doc = self.doc
        return any(doc.norm[j] in ("the", "'s", "'", "his", "its", "their") for j in range(max(0, doc.left[i]), i)) or (
            i > 0 and doc.norm[i - 1] == "the"
        )

    def body(self, i: int, low: str) -> Member | None:
        """The latest body whose name ends in `low`."""
        for mention in self.recent(i, 1000):
            for member in self.members(mention.keys):
                if member.kind == "body" and member.name.lower().endswith(low):
                    return member
        return None

    def local_state(self, i: int) -> str | None:
        """The code of the state whose sentence this is: of the nearest subject, in this sentence or the one before."""
        for mention in self.recent(i, 1):
            if mention.subject:
                codes = {m.code for m in self.members(mention.keys) if m.country == m.code}
                if len(codes) == 1:
                    return codes.pop()
        return None

    def collective(self, i: int, low: str) -> bool:
        """Name "the two sides", "both countries", "the three leaders"."""
        doc = self.doc
        if low not in _COLLECTIVE:
            return False
        number = next((doc.norm[j] for j in range(max(0, i - 3), i) if doc.norm[j] in _NUMBERS), None)
        if number is None:
            return False
        wanted = _NUMBERS[number]
        keys: dict[str, str] = {}
        for mention in self.recent(i, 8):
            for member in self.members(mention.keys):
                if member.kind in ("state", "organization", "armed group") or (member.is_person and member.country):
                    key = f"state:{member.code}" if f"state:{member.code}" in self.cast.members else member.key
                    keys.setdefault(member.code, key)
            if len(keys) >= wanted:
                break
        if len(keys) < wanted:
            return False
        found = tuple(reversed(list(keys.values())[:wanted]))
        first = next(j for j in range(max(0, i - 3), i + 1) if doc.norm[j] in _NUMBERS)
        if first and doc.norm[first - 1] == "the":
            first -= 1
        self.cast.name(i, found, first, i)
        self.note(i, found)
        return True
