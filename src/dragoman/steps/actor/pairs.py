"""The other of two: whose neighbour, counterpart or rival somebody is, in a report about two parties."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from dragoman.steps.actor.actor_names import NameHit
from dragoman.steps.actor.cast import Member
from dragoman.steps.actor.person_names import Persons
from dragoman.steps.actor.scene import Scene

_UNOWNED = frozenset({"actors.person", "people.private"})
_REACH = 10
"""How many sentences after an office that several hold its bearers may be named."""
_GAP = 4
"""How many tokens may stand between the office of several states and the names of its bearers."""


class _Office(NamedTuple):
    """An office that several states' bearers hold together: "the foreign ministers of Chad and Niger"."""

    token: int
    owners: tuple[Member, ...]
    title: str
    ordered: bool
    """Whether the report names the owners in an order that the bearers' names may follow."""


class Pairs:
    """The parties of one report by pairs."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self._offices: list[_Office] = []

    @cached_property
    def _counts(self) -> Counter[str]:
        """How often the report names each state."""
        return Counter(
            hit.named.code for hit in self.scene.hits if hit.named and hit.named.country == hit.named.code is not None
        )

    def across(self, code: str) -> Member | None:
        """The state that the report sets against the state `code`: by far the most named of the others."""
        others = [(n, other) for other, n in self._counts.items() if other != code]
        if code not in self._counts or not others:
            return None
        others.sort(key=lambda row: (-row[0], row[1]))
        most = others[0][0]
        if (most < 2 and len(others) > 1) or (len(others) > 1 and others[1][0] * 1.5 > most):
            return None
        return self.scene.state(others[0][1])

    def most(self) -> Member | None:
        """The state that the report names by far the most: whose "the regime" is."""
        most = sorted(self._counts.items(), key=lambda row: (-row[1], row[0]))[:2]
        if not most or most[0][1] < 3 or (len(most) > 1 and most[1][1] * 1.3 > most[0][1]):
            return None
        return self.scene.state(most[0][0])

    def main(self) -> list[Member]:
        """The two states that the report is about: named twice or more, and any third by far less; else none."""
        most = sorted(self._counts.items(), key=lambda row: (-row[1], row[0]))[:3]
        if len(most) < 2 or most[1][1] < 2 or (len(most) > 2 and most[2][1] * 2 > most[1][1]):
            return []
        return [self.scene.state(code) for code, _ in most[:2]]

    def opposite(self, i: int, low: str) -> list[Member]:
        """Whom "its neighbour", "Chad's rival" or "the other side" names, seen from who owns or does it."""
        scene, doc = self.scene, self.scene.doc
        start = scene.start(i)
        words = doc.norm[start:i]
        if low == "side":
            if list(words) != ["the", "other"]:
                return []
            return self.over(self._doer(i))
        if "other" in words or "another" in words or "own" in words:
            return []
        if doc.tag[start] == "PRP$" and start < i and not any(t in scene.hit_at for t in range(start, i)):
            return self.over(scene.at(start) or self._doer(i))
        return []

    def _doer(self, i: int) -> list[Member]:
        """Whom the nearest subject above the noun `i` names."""
        doc, verb = self.scene.doc, self.scene.doc.head[i]
        for _ in range(4):
            subject = doc.child(verb, "nsubj", "nsubjpass")
            if subject >= 0 and subject != i and self.scene.at(subject):
                return self.scene.at(subject)
            if doc.head[verb] == verb:
                break
            verb = doc.head[verb]
        return []

    def over(self, members: list[Member]) -> list[Member]:
        """The other side of the only state that the members act for; empty where there is none."""
        codes = {m.code for m in members}
        other = self.across(codes.pop()) if len(codes) == 1 else None
        return [other] if other else []

    # offices that are held together

    def hold(self, i: int, owners: list[Member], title: str, ordered: bool) -> None:
        """Remember that the plural noun `i` names the same office of several states."""
        if 1 < len(owners) <= 6 and all(m.country and m.country == m.code for m in owners):
            self._offices.append(_Office(i, tuple(owners), title, ordered))

    def settle(self, persons: Persons) -> None:
        """Say for whom the bearers act whom the report names side by side.

        "The foreign ministers of Chad and Niger met. … Musa Adam and Issa Bello agreed": each has one of the states,
        in their order where they stand right behind the office or no state of theirs is known, else the one that
        is left.
        """
        self._offices.sort(key=lambda office: office.token)
        for row in self._rows():
            members = [persons.find(hit.words) for hit in row]
            if any(m is None or (m.rule not in _UNOWNED and not m.country) for m in members):
                continue
            found = [m for m in members if m is not None]
            office = self._office(row[0].first, found)
            if office is not None:
                self._share(found, office, row[0].first)

    def _rows(self) -> list[list[NameHit]]:
        """The persons' names that stand side by side, in the order of the text."""
        doc = self.scene.doc
        rows: list[list[NameHit]] = []
        people = [hit for hit in self.scene.hits if hit.words] if self._offices else []
        for hit in people:
            last = rows[-1][-1] if rows else None
            between = doc.norm[last.last + 1 : hit.first] if last else []
            if last and 0 < len(between) <= 2 and all(word in ("and", ",") for word in between):
                rows[-1].append(hit)
            else:
                rows.append([hit])
        return [row for row in rows if len(row) > 1]

    def _office(self, first: int, members: list[Member]) -> _Office | None:
        """The office that the row at token `first` may hold: the latest before it with as many owners that fits."""
        doc = self.scene.doc
        known = {m.code for m in members if m.rule not in _UNOWNED}
        for office in self._before(first):
            if doc.sent[first] - doc.sent[office.token] > _REACH:
                return None
            if len(office.owners) == len(members) and known <= {m.code for m in office.owners}:
                return office
        return None

    def _before(self, first: int) -> Iterator[_Office]:
        """The offices before token `first`, nearest first."""
        for k in range(bisect_left(self._offices, first, key=lambda office: office.token) - 1, -1, -1):
            yield self._offices[k]

    def _share(self, members: list[Member], office: _Office, first: int) -> None:
        unowned = [m for m in members if m.rule in _UNOWNED]
        known = {m.code for m in members if m.rule not in _UNOWNED}
        if len(known) + len(unowned) != len(members):
            return
        left = [owner for owner in office.owners if owner.code not in known]
        if len(left) > 1 and not (office.ordered and self._follows(first, office)):
            return
        for member, owner in zip(members, office.owners, strict=True):
            mine = owner if len(left) > 1 and not known else left[0] if len(left) == 1 else None
            if member.rule in _UNOWNED and mine is not None:
                member.code, member.country, member.sector = mine.code, mine.country, member.sector or mine.sector
                member.rule, member.cue = "actors.pair", (office.token, office.token)
        for member in members:
            member.role = member.role or office.title

    def _follows(self, first: int, office: _Office) -> bool:
        """Whether the row stands right behind the office: "the presidents of Chad and Niger, A and B"."""
        doc = self.scene.doc
        if doc.sent[first] == doc.sent[office.token]:
            return first - doc.right[office.token] <= _GAP or first <= doc.right[office.token]
        opens = first - doc.sentences[doc.sent[first]].first <= _GAP
        return opens and 0 < doc.sent[first] - doc.sent[office.token] <= 2
