"""Groups of people and of states: "protesters", "third countries", "the hostages' families"."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.owners import Owners
from dragoman.steps.actor.scene import Scene

_PLURAL = frozenset({"NNS", "NNPS"})
_NUMBERS = {
    word: number
    for number, word in enumerate(
        ["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"], 2
    )
}
_THOUSANDS = frozenset({"million", "thousand", "hundred", "billion", "dozen", "percent", "%", "least", "than"})


class Groups:
    """Names groups in one scene; one code a group throughout a report."""

    def __init__(self, scene: Scene, owners: Owners, resolve: Callable[[int], None]) -> None:
        self.scene = scene
        self.owners = owners
        self.resolve = resolve
        self.words = scene.lexicon.file.groups
        self._singular = self.words.peoples | {"kin", "offspring"}
        self._counted: dict[int, Member] = {}
        self._kin: dict[str, str] = {}

    def has(self, i: int, low: str) -> bool:
        """Whether the noun names a group."""
        if low == "member":
            return self.scene.doc.norm[i - 1] == "family" if i else False
        if low not in self.words.words:
            return False
        return self.scene.doc.tag[i] in _PLURAL or low in self._singular

    def name(self, i: int, low: str) -> None:
        """Name the group that the noun `i` heads."""
        scene = self.scene
        if low in self.words.kin or low == "member":
            member = self._family(i)
        else:
            member = self._group(i, low)
            member = self._count(i, low, member)
        scene.name(i, [member], scene.first(i), i)

    def _group(self, i: int, low: str) -> Member:
        scene, doc = self.scene, self.scene.doc
        owners = self.owners.of(i)
        code = doc.norm[i]
        if i > 1 and doc.norm[i - 1] == "-":
            code = f"{doc.norm[i - 2]}-{code}"
        state = owners[0] if owners and owners[0].kind == "state" else None
        if low in self.words.peoples and state:
            code = scene.lexicon.states[state.code].plural if state.code in scene.lexicon.states else code
        elif low in self.words.states:
            code = self._states(i, code)
        elif low == "ally" and state and state.country is None:
            code = f"{scene.lexicon.adjective(state.code)} countries"
        country = state.country if state else None
        return scene.cast.add(Member(f"group:{code}", code, code, "people", "actors.group", country, named=False))

    def _states(self, i: int, plural: str) -> str:
        """States in general, with the adjective before them: "third countries"."""
        doc = self.scene.doc
        hit = self.scene.hit_at.get(i - 1)
        if hit and hit.named and hit.named.type in ("adjective", "ethnic"):
            return f"{self.scene.text(hit.first, hit.last)} {plural}"
        if i and doc.pos[i - 1] == "ADJ" and doc.norm[i - 1] not in self.words.vague:
            return f"{doc.norm[i - 1]} {plural}"
        return plural

    # numbers

    def _count(self, i: int, low: str, member: Member) -> Member:
        """The group with the same number, if one of the two nouns says only that they are people."""
        doc = self.scene.doc
        words = doc.norm[self.scene.start(i) : i]
        number = next((n for word in words if (n := _number(word))), None)
        if number is None or number > 12 or not _THOUSANDS.isdisjoint(words):
            return member
        earlier = self._counted.get(number)
        general = low in self.words.generic
        if earlier and earlier is not member:
            if general and self.scene.definite(i):
                return earlier
            if not general and earlier.rule == "actors.counted" and self.scene.definite(i):
                self.scene.cast.merge(earlier, member)
        if general:
            # Known by their number only: a group of their own until a noun says who they are.
            member = self.scene.cast.add(
                Member(
                    f"group:{member.code}:{number}", member.name, member.code, "people", "actors.counted", named=False
                )
            )
        self._counted[number] = member
        return member

    def number(self, i: int) -> bool:
        """Name "the five" where it stands alone for a group of that number."""
        doc = self.scene.doc
        number = _number(doc.norm[i]) if doc.pos[i] == "NUM" else None
        if number is None or doc.dep[i] in ("nummod", "compound", "quantmod", "amod"):
            return False
        member = self._counted.get(number)
        start = self.scene.start(i)
        if member is None or doc.norm[start] not in ("the", "these", "those", "all"):
            return False
        self.scene.name(i, [member], i, i)
        return True

    # families

    def _family(self, i: int) -> Member:
        """The families of a group, under one code: "the hostages' relatives", "the families of the hostages"."""
        scene = self.scene
        group = self._relation(i)
        if group is None:
            return scene.cast.add(
                Member("group:families", "families", "families", "people", "actors.group", named=False)
            )
        key = f"kin:{group.key}"
        self._kin[key] = group.key
        return scene.cast.add(Member(key, "families", "families", "people", "actors.kin", named=False))

    def _relation(self, i: int) -> Member | None:
        scene, doc = self.scene, self.scene.doc
        for j in range(scene.start(i), i):
            if doc.norm[j + 1] in ("'s", "'"):
                self.resolve(j)
                return self._people(j)
        of = next((c for c in doc.children[i] if c > i and doc.norm[c] == "of"), -1)
        target = doc.child(of, "pobj") if of >= 0 else -1
        if doc.norm[i + 1 : i + 3] == ["of", "the"] and i + 3 < len(doc) and doc.pos[i + 3] == "NUM":
            target = i + 3
        if target < 0:
            return None
        if not self.number(target):
            self.resolve(target)
        return self._people(target)

    def _people(self, token: int) -> Member | None:
        return next((m for m in self.scene.at(token) if m.kind == "people"), None)

    def settle(self) -> None:
        """Give families the code of the group that they belong to, and join the bare ones to them."""
        cast = self.scene.cast
        for counted in self._counted.values():
            plain = cast.get(f"group:{counted.code}")
            if counted.rule == "actors.counted" and plain and plain.mentions and plain is not counted:
                cast.merge(counted, plain)
        for key, of in self._kin.items():
            member, group = cast.members.get(key), cast.members.get(of)
            if member and member.key == key and group and group.code.endswith("s"):
                member.code = member.name = f"{group.code}' families"
        bare = cast.get("group:families")
        kin = {cast.members[key].code: cast.members[key] for key in self._kin}
        if bare and len(kin) == 1:
            cast.merge(bare, next(iter(kin.values())))
        for same in self._kin:
            member = cast.members[same]
            first = kin.get(member.code, member)
            if first is not member:
                cast.merge(member, first)


def _number(word: str) -> int | None:
    if word in _NUMBERS:
        return _NUMBERS[word]
    return int(word) if word.isdecimal() and len(word) < 3 and int(word) > 1 else None
