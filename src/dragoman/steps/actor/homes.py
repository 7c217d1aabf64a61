"""Whose an office is that is named without its owner: the title's only owner, the other side, or the state at hand."""

from __future__ import annotations

from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.pairs import Pairs
from dragoman.steps.actor.person_names import Persons
from dragoman.steps.actor.scene import Scene


class Homes:
    """Presumed owners in one scene."""

    def __init__(self, scene: Scene, persons: Persons, pairs: Pairs) -> None:
        self.scene = scene
        self.persons = persons
        self.pairs = pairs

    def office(self, i: int) -> str | None:
        """The code of the only owner that a title has: "secretary of state"."""
        doc = self.scene.doc
        for first in range(max(0, i - 3), i + 1):
            found = self.scene.lexicon.offices.at(doc.norm, first)
            if found and first <= i < first + found[0]:
                home = self.scene.memory.dateline
                likely = found[1].endswith("?")
                code = found[1].rstrip("?")
                return code if not likely or home in (None, code) else None
        return None

    def home(self, i: int, met: bool = False) -> Member | None:
        """The state that a bare office belongs to: of the subject near it, else of the report.

        With `met`, whom the subject meets is of another state than he: that of the report, or the one across.
        """
        scene = self.scene
        code = scene.memory.local_state(i)
        if met and code and self._is_met(i):
            home = scene.memory.dateline
            return scene.cast.get(f"state:{home}") if home and home != code else self.pairs.across(code)
        code = code or scene.memory.home
        return scene.cast.get(f"state:{code}") if code else None

    def _is_met(self, i: int) -> bool:
        """Whether the office at `i` is the object of a verb of meeting: "she met President X"."""
        doc = self.scene.doc
        at = i
        for _ in range(4):
            if doc.dep[at] not in ("conj", "appos", "compound", "nmod"):
                break
            at = doc.head[at]
        if doc.dep[at] == "pobj" and doc.norm[doc.head[at]] in ("with", "by", "to"):
            at = doc.head[at]
            meets = self.scene.lexicon.file.opposite.meets
            return doc.lemma[doc.head[at]] in meets or doc.lemma[doc.head[doc.head[at]]] in meets
        return doc.dep[at] in ("dobj", "obj") and doc.lemma[doc.head[at]] in self.scene.lexicon.file.opposite.meets

    def beside(self, i: int) -> Member | None:
        """The state of the office-holder named right before in the same row: "saw Premier A, but not President B"."""
        doc, scene = self.scene.doc, self.scene
        first = scene.first(i)
        j = first - 1
        while j > 0 and first - j <= 4 and doc.norm[j] in ("and", "but", "not", ",", "or", "nor", "also"):
            j -= 1
        hit = scene.hit_at.get(j) if j < first - 1 else None
        if hit is None or not hit.words or doc.sent[j] != doc.sent[i]:
            return None
        member = self.persons.find(hit.words)
        if member is None or not member.role or not member.country or member.country != member.code:
            return None
        return scene.state(member.code)

    def has_of(self, i: int) -> bool:
        """Whether "of" follows with something that is no office's matter ("of parliament", "of defence")."""
        doc = self.scene.doc
        if i + 2 >= len(doc) or doc.norm[i + 1] != "of":
            return False
        j = i + 2 + (doc.norm[i + 2] == "the")
        return j < len(doc) and doc.norm[j] not in self.scene.lexicon.file.opposite.matters

    def across(self, i: int) -> list[Member] | None:
        """For "his counterpart" or "Tudor's counterpart": the other side; None where the words name the state."""
        scene, doc = self.scene, self.scene.doc
        start = scene.start(i)
        if doc.tag[start] == "PRP$" and start < i:
            if any(t in scene.hit_at for t in range(start + 1, i)):
                return None
            return self.pairs.over(scene.at(start))
        hit = scene.hit_at.get(start)
        if hit and hit.words and hit.last + 1 < i and doc.norm[hit.last + 1] in ("'s", "'"):
            inner = any(t in scene.hit_at for t in range(hit.last + 1, i))
            return None if inner else self.pairs.over(scene.at(hit.head))
        return None

    def both_sides(self, i: int) -> list[Member]:
        """The two states whose bearers "the foreign ministers" are in a report about two states."""
        phrase = self.phrase(i).split()
        offices = self.scene.lexicon.file.opposite.offices
        if not self.scene.definite(i) or " ".join([*phrase[:-1], self.scene.low(i)]) not in offices:
            return []
        return self.pairs.main() if i == self.scene.first(i) + len(phrase) - 1 else []

    def hold_together(self, i: int, owners: list[Member], ordered: bool) -> None:
        """Remember the office that the plural `i` says several states' bearers hold."""
        plain = self.phrase(i).split()[:-1]
        self.pairs.hold(i, owners, " ".join([*plain, self.scene.low(i)]), ordered)

    def phrase(self, i: int) -> str:
        """The role with the plain words before it: "deputy foreign minister"."""
        scene, doc = self.scene, self.scene.doc
        words = []
        for j in range(scene.first(i), i + 1):
            if j not in scene.hit_at and doc.pos[j] in ("NOUN", "PROPN", "ADJ"):
                words.append(doc.norm[j])
        return " ".join(words)
