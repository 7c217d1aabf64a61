"""Nouns that gather several actors: "the two sides", "both countries", "the three leaders", "these states"."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.scene import Scene

_NUMBERS = {"two": 2, "both": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "either": 2, "neither": 2}
_OF_STATE = frozenset({"president", "minister", "leader", "premier", "government", "envoy", "ambassador", "parliament"})
_POINTING = frozenset({"these", "those", "same"})
_PARTIES = frozenset({"country", "nation", "side", "party", "leader", "neighbor", "neighbour", "rival"})
_JOIN = frozenset({",", "and", ";", "'s", "'", "plus", "with", "along", "the", "as", "well"})
_OPEN = frozenset({"-", "–", "—", "--", ":", ",", "("})


class Collectives:
    """Resolves such nouns in one scene. `resolve` names a person who is named further on."""

    def __init__(self, scene: Scene, resolve: Callable[[NameHit], None]) -> None:
        self.scene = scene
        self.resolve = resolve
        self._gathered: dict[tuple[int, str], tuple[Member, ...]] = {}

    def name(self, i: int, low: str) -> bool:
        """Name the noun `i` if it gathers actors; whether it has the form (even if nobody is found)."""
        nouns = self.scene.lexicon.file.collective
        kinds = [
            k for k, words in (("states", nouns.states), ("any", nouns.any), ("people", nouns.people)) if low in words
        ]
        number = self._number(i, low) if kinds else None
        if number is None:
            return False
        if low in ("side", "party") and self._is_of_place(i):
            return False
        first = self.scene.start(i)
        found = self._ahead(i, number) or self._gather(i, number, kinds)
        if not found and number and kinds == ["people"] and low in _OF_STATE:
            found = self._gather(i, number, ["states"])  # the two presidents are those of the two states named
        if found:
            self.scene.name(i, list(found), first, i)
        return bool(found) or number > 0 or self.scene.doc.norm[first] != "the"

    def pronoun(self, i: int) -> bool:
        """Name "both" or "the two" where it stands alone."""
        doc = self.scene.doc
        number = _NUMBERS.get(doc.norm[i])
        if number is None or doc.dep[i] not in ("nsubj", "nsubjpass", "dobj", "pobj", "attr"):
            return False
        if doc.norm[i] not in ("both", "neither") and not (i and doc.norm[i - 1] == "the"):
            return False
        if doc.child(i, "prep") >= 0 or doc.pos[i] == "CCONJ" or self._goes_on(i):
            return False
        found = self._gather(i, number, ["people", "any"])
        if found:
            self.scene.name(i, list(found), i - (doc.norm[i - 1] == "the" if i else 0), i)
        return bool(found)

    def _goes_on(self, i: int) -> bool:
        """Whether what follows is no clause of the number's own: "both that", "both to"."""
        doc = self.scene.doc
        return i + 1 < len(doc) and doc.pos[i + 1] not in ("VERB", "AUX", "ADV", "PUNCT")

    def _number(self, i: int, low: str) -> int | None:
        """How many the noun gathers: 0 for "these countries", None where it has no such word."""
        doc = self.scene.doc
        start = self.scene.start(i)
        for j in range(start, i):
            if any(doc.norm[k] in ("'s", "'") for k in range(j, i)):
                continue
            if doc.norm[j] in _NUMBERS and (j == start or doc.norm[start] in ("the", "all", "these", "those")):
                return _NUMBERS[doc.norm[j]]
        if any(doc.norm[j] in _POINTING for j in range(start, i)) and doc.tag[i] in ("NNS", "NNPS"):
            return 0
        if doc.norm[start] == "the" and start == i - 1 and low in _PARTIES and doc.tag[i] in ("NNS", "NNPS"):
            return 0
        return None

    def _is_of_place(self, i: int) -> bool:
        """Whether the noun's sides are of a thing: "both sides of the border"."""
        doc = self.scene.doc
        return i + 1 < len(doc) and doc.norm[i + 1] == "of"

    def _ahead(self, i: int, number: int) -> tuple[Member, ...]:
        """The names listed right after the noun: "the three powers - Russia, Iran and Turkey"."""
        scene, doc = self.scene, self.scene.doc
        if i + 2 >= len(doc) or doc.norm[i + 1] not in _OPEN:
            return ()
        found: dict[str, Member] = {}
        j = i + 2
        while j < min(len(doc), i + 30):
            hit = scene.hit_at.get(j)
            if hit and hit.named and hit.named.type in ("state", "organization"):
                nexts = scene.member_of(hit)
                j = hit.last + 1
                if j < len(doc) and doc.norm[j] in ("'s", "'"):
                    continue
                found.update((m.key, m) for m in nexts)
            elif hit and hit.words:
                j = hit.last + 1
                self.resolve(hit)
                for member in scene.at(hit.head):
                    found[member.key] = member
            elif doc.norm[j] in _JOIN:
                j += 1
            else:
                break
        if self._enough(found, number):
            return tuple(found.values())
        return ()

    def _gather(self, i: int, number: int, kinds: list[str]) -> tuple[Member, ...]:
        """The actors of the latest mentions: first a coordination of just so many, then as many as are near."""
        if "any" in kinds and number == 2:
            earlier = self._gathered.get((2, "any"))
            if earlier and not self._coordinated(i, number, kinds, 1):
                return earlier
        found = self._coordinated(i, number, kinds, 10)
        if not found and number:
            found = self._nearest(i, number, kinds)
        if found:
            for kind in kinds:
                self._gathered[len(found), kind] = found
        elif number:
            found = next((self._gathered[number, k] for k in kinds if (number, k) in self._gathered), ())
        return found

    def _coordinated(self, i: int, number: int, kinds: list[str], sentences: int) -> tuple[Member, ...]:
        memory = self.scene.memory
        chain: dict[str, Member] = {}
        previous: int | None = None
        for mention in memory.before(i, sentences):
            if previous is not None and self._is_apposed(previous, mention.token):
                continue  # "the group's fourth member, Ana Soto" is one
            fitting = [m for m in memory.members(mention) if self._fits(m, kinds)]
            joined = previous is not None and self._joins(mention.token, previous)
            if not joined:
                if self._enough(chain, number):
                    break
                chain = {}
            for member in fitting:
                chain.setdefault(member.code or member.key, member)
            previous = mention.token if fitting else None
            if number and len(mention.keys) == number and len(fitting) == number and len(chain) == number:
                break
        found = tuple(reversed(chain.values()))
        return found if self._enough(chain, number) else ()

    def _is_apposed(self, token: int, to: int) -> bool:
        doc = self.scene.doc
        return doc.dep[token] == "appos" and doc.head[token] == to

    def _enough(self, chain: dict[str, Member], number: int) -> bool:
        return len(chain) == number if number else len(chain) >= 2

    def _joins(self, left: int, right: int) -> bool:
        """Whether only commas, "and", possessives and the names' own words stand between two heads."""
        doc, scene = self.scene.doc, self.scene
        if doc.sent[left] != doc.sent[right] or right - left > 12:
            return False
        seen = False
        for j in range(left + 1, right):
            hit = scene.hit_at.get(j)
            if hit is None and doc.norm[j] not in _JOIN and doc.norm[j] not in ("-", "/"):
                return False
            seen = seen or doc.norm[j] in (",", "and", "-", "/", "with")
        return seen

    def _nearest(self, i: int, number: int, kinds: list[str]) -> tuple[Member, ...]:
        found: dict[str, Member] = {}
        memory = self.scene.memory
        for mention in memory.before(i, 6):
            hit = self.scene.hit_at.get(mention.token)
            if hit and hit.named and hit.named.type == "adjective" and self.scene.doc.dep[mention.token] == "amod":
                continue
            for member in memory.members(mention):
                if self._fits(member, kinds):
                    found.setdefault(member.code or member.key, member)
            if len(found) >= number:
                break
        return tuple(reversed(list(found.values())[:number])) if len(found) >= number else ()

    def _fits(self, member: Member, kinds: list[str]) -> bool:
        """Whether an actor is of the kind that the noun gathers."""
        if "people" in kinds and member.is_person:
            return True
        if "states" in kinds and member.kind == "state":
            return True
        if "any" in kinds:
            return member.kind in ("state", "organization", "armed group") and member.sector != "MED"
        return False
