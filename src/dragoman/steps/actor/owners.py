"""Whom a noun acts for: who stands before it ("Turkey's", "Cuban and U.S.") or after it ("of Japan")."""

from __future__ import annotations

from collections.abc import Callable

from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.scene import Scene

# Prepositions that lead from a role or body to its owner, and the nouns that they do so after; an empty set means any.
_AFTER: dict[str, frozenset[str]] = {
    "of": frozenset(),
    "from": frozenset(),
    "at": frozenset(),
    "for": frozenset(
        ["spokesman", "spokeswoman", "spokesperson", "official", "negotiator", "lawyer", "aide", "adviser", "advisor"]
    ),
    "with": frozenset(["official", "officer", "diplomat", "negotiator", "inspector", "soldier", "adviser", "worker"]),
    "in": frozenset(
        [
            "official",
            "leader",
            "authority",
            "politician",
            "lawmaker",
            "policymaker",
            "government",
            "officer",
            "minister",
            "parliament",
            "cabinet",
            "legislature",
            "court",
            "ministry",
            "assembly",
        ]
    ),
}
_WESTERNERS = frozenset({"official", "diplomat", "leader", "ally", "envoy", "minister", "ambassador", "politician"})
_LISTED = frozenset({"state", "adjective", "people", "metonym", "organization", "body", "pair", "ethnic"})
# Peoples of whole regions own nothing: "Arab foreign ministers" act for many states.
REGIONAL = frozenset({"Africans", "Asians", "Arabs", "Latin Americans", "Muslims", "Christians"})


class Owners:
    """Finds owners in one scene. `resolve` names the noun at a token, where the pass has not come to it yet."""

    def __init__(self, scene: Scene, resolve: Callable[[int], None]) -> None:
        self.scene = scene
        self.resolve = resolve

    def of(self, i: int) -> list[Member]:
        """Whom the noun `i` acts for: by the words before it, else by those after it."""
        found = self.before(i) or self.after(i)
        return list({m.key: m for m in found if m.code}.values())

    def before(self, i: int) -> list[Member]:
        """The owners that stand before the noun `i`."""
        scene, doc = self.scene, self.scene.doc
        start = scene.start(i)
        groups: list[tuple[int, list[Member], bool]] = []
        j = start
        while j < i:
            hit = scene.hit_at.get(j)
            if hit:
                members = self._named(hit, i)
                last = hit.last
            else:
                members = self._noun(j, i)
                last = j
            possessive = last + 1 < i and doc.norm[last + 1] in ("'s", "'")
            if members:
                groups.append((j, members, possessive))
            j = last + 1
        found = self._choose(groups)
        if doc.tag[start] == "PRP$" and start < i and not any(m.kind == "state" for m in found):
            return [self._side(m) for m in scene.at(start)]
        return found

    def _choose(self, groups: list[tuple[int, list[Member], bool]]) -> list[Member]:
        """A possessive beats what follows it; of names side by side the first owns; joined names own together."""
        if not groups:
            return []
        if all(m.sector in ("OPP", "REB") for m in groups[-1][1]):
            # "Oman's opposition leader" leads the opposition.
            return list(groups[-1][1])
        owned = [k for k, (_, _, possessive) in enumerate(groups) if possessive]
        last = owned[-1] if owned else 0
        found = list(groups[last][1])
        if owned:
            k = last
            while k > 0 and self._joined(groups[k - 1][0], groups[k][0]):
                found = groups[k - 1][1] + found
                k -= 1
            return found
        k = 0
        while k + 1 < len(groups) and self._joined(groups[k][0], groups[k + 1][0]):
            found += groups[k + 1][1]
            k += 1
        return found

    def _joined(self, left: int, right: int) -> bool:
        """Whether "and", a comma or a hyphen stands between the names that start at these tokens."""
        doc = self.scene.doc
        hit = self.scene.hit_at.get(left)
        between = doc.norm[(hit.last if hit else left) + 1 : right]
        return any(word in ("and", "or", ",", "-", "/") for word in between) or left == right

    def _named(self, hit: NameHit, i: int) -> list[Member]:
        doc = self.scene.doc
        if hit.words:
            possessive = hit.last + 1 < i and doc.norm[hit.last + 1] in ("'s", "'")
            return [self._side(m) for m in self.scene.at(hit.head)] if possessive else self._regime(hit, i)
        if hit.named and not hit.modifies and hit.named.type in _LISTED and hit.named.name not in REGIONAL:
            return self.scene.member_of(hit)
        return []

    def _regime(self, hit: NameHit, i: int) -> list[Member]:
        """A leader's name before "regime", "government" or "forces"."""
        low = self.scene.low(i)
        lexicon = self.scene.lexicon
        if hit.last == i - 1 and (low in lexicon.file.itself.words or lexicon.bodies.get(low) == "MIL"):
            return [self._side(m) for m in self.scene.at(hit.head)]
        return []

    def _side(self, member: Member) -> Member:
        """The state or organisation that a person acts for; anybody else is his own side."""
        if member.is_person and member.code and member.code != member.name:
            return self.scene.state(member.code)
        return member

    def _noun(self, j: int, i: int) -> list[Member]:
        """A body's noun before the noun `i`: "the ministry's director", "a Foreign Ministry official"."""
        doc = self.scene.doc
        if doc.norm[j] == "western" and self.scene.low(i) in _WESTERNERS:
            return [self.scene.state("West")]
        if doc.pos[j] not in ("NOUN", "PROPN"):
            return []
        low = self.scene.low(j)
        possessive = j + 1 < i and doc.norm[j + 1] in ("'s", "'")
        if not possessive and low not in self.scene.lexicon.bodies and low not in ("opposition", "rebel"):
            return []
        self.resolve(j)
        return [self._side(m) for m in self.scene.at(j)]

    def after(self, i: int) -> list[Member]:
        """The owners in the phrase after the noun `i`."""
        doc = self.scene.doc
        low = self.scene.low(i)
        preps = [c for c in doc.children[i] if c > i and doc.dep[c] in ("prep", "agent")]
        if not preps and i + 1 < len(doc) and doc.pos[i + 1] == "ADP" and doc.sent[i + 1] == doc.sent[i]:
            preps = [i + 1]
        for c in preps:
            nouns = _AFTER.get(doc.norm[c])
            if nouns is None or (nouns and low not in nouns):
                continue
            found = self._targets(doc.child(c, "pobj"))
            if found:
                return found
        return []

    def _inside(self, target: int) -> list[Member]:
        """The owners in an organisation's name: "of the Security Council Working Group"."""
        low, lexicon = self.scene.low(target), self.scene.lexicon
        return self.before(target) if low in lexicon.bodies or low in lexicon.file.organisations.words else []

    def _row(self, hit: NameHit) -> list[Member]:
        """The names from `hit` on that stand in a row: "of Poland, the Czech Republic and Hungary"."""
        scene, doc = self.scene, self.scene.doc
        found = scene.member_of(hit)
        for _ in range(12):
            j = hit.last + 1
            while j < len(doc) and doc.norm[j] in (",", "and", "the") and j - hit.last <= 3:
                j += 1
            after = scene.hit_at.get(j)
            if j == hit.last + 1 or after is None or after.named is None or after.named.type != "state":
                break
            if j > hit.last + 1 and doc.norm[hit.last + 1] == "the":
                break
            found += scene.member_of(after)
            hit = after
        return found

    def _targets(self, target: int) -> list[Member]:
        scene, doc = self.scene, self.scene.doc
        found: list[Member] = []
        for _ in range(8):
            if target < 0:
                break
            hit = scene.hit_at.get(target)
            if hit and hit.named and hit.named.type in _LISTED:
                found += self._row(hit)
            elif hit and hit.words:
                found += [self._side(m) for m in scene.at(hit.head)]
            elif not hit and doc.pos[target] in ("NOUN", "PROPN"):
                self.resolve(target)
                members = [m for m in scene.at(target) if m.kind != "people"]
                found += [self._side(m) for m in members] or self._inside(target)
            target = doc.child(target, "conj")
        return found
