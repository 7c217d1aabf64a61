"""Acts and states that wait for each other: nodes, one an act however the reports name it."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from functools import cache

from dragoman.knowledge import Rules, load
from dragoman.negotiation.facts import Facts
from dragoman.negotiation.model import Act
from dragoman.negotiation.wording import likeness, stems

_ALIKE = 0.66
"""Two wordings of one actor are one act where the shorter shares two thirds of its stems with the other.

Two words of two, or two of three: one shared word of two is too little ("lift sanctions", "lift the siege").
"""

_COMPARED = 400
"""A wording is compared with at most so many acts of its actor, the latest, so that long records cost no square."""


class Group(Rules):
    """`[[group]]` of knowledge/acts.toml."""

    id: str
    words: tuple[str, ...]


class ActFile(Rules):
    """knowledge/acts.toml."""

    generic: tuple[str, ...]
    group: tuple[Group, ...]


@cache
def _file() -> ActFile:
    return load("acts.toml", ActFile)


@cache
def _generic() -> frozenset[str]:
    """The stems of the words that name no act."""
    return frozenset(stem for word in _file().generic for stem in stems(word))


@cache
def _groups() -> dict[str, str]:
    """The group of each stem; entries of several words are left to their single ones."""
    return {
        stem: f"={group.id}"
        for group in _file().group
        for word in group.words
        if len(found := stems(word)) == 1
        for stem in found
    }


def sense(text: str | None, leave_out: frozenset[str] = frozenset()) -> frozenset[str]:
    """What a wording says, for comparing: its stems, or their groups of acts.toml, without `leave_out`."""
    return frozenset(_groups().get(stem, stem) for stem in stems(text) - leave_out - _generic())


class _Node:
    """An act with all that it was called."""

    def __init__(self, actor: str | None, wording: str, said: frozenset[str]) -> None:
        self.actor = actor
        self.wordings: Counter[str] = Counter({wording: 1})
        self.said = said
        self.shared: set[str] = set()
        self.first = wording

    @property
    def id(self) -> str:
        """Stable under the adding of later reports: made of the actor and the first wording."""
        return hashlib.sha256(f"{self.actor}\n{self.first}".encode()).hexdigest()[:10]


class Acts:
    """The acts of a negotiation, merged as they are named; wordings have to come in the order of publication."""

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self._nodes: dict[str | None, list[_Node]] = {}
        self._own: dict[str | None, frozenset[str]] = {}

    def sense(self, actor: str | None, text: str | None) -> frozenset[str]:
        """What a wording of an act of `actor` says; the actor's own name says nothing of the act."""
        if actor not in self._own:
            party = self._facts.names.get(actor) if actor else None
            self._own[actor] = party.words if party else frozenset()
        return sense(text, self._own[actor])

    def node(self, actor: str | None, text: str) -> str | None:
        """The id of the act of `actor` that `text` names; None where the text says nothing."""
        said = self.sense(actor, text)
        if not said:
            return None
        nodes = self._nodes.setdefault(actor, [])
        wording = " ".join(text.split())
        for node in nodes[: -_COMPARED - 1 : -1]:
            if same_act(node.said, said):
                node.wordings[wording] += 1
                node.shared |= node.said & said
                return node.id
        nodes.append(_Node(actor, wording, said))
        return nodes[-1].id

    def dropping(self, actor: str, awaited: str, name: str) -> str:
        """The id of the act by which `actor` gives up what it wants: one for each act that it waits for."""
        key = frozenset({f"drop {awaited}"})
        nodes = self._nodes.setdefault(actor, [])
        known = next((node for node in nodes if node.said == key), None)
        if known is None:
            known = _Node(actor, f"give up the demand: {name}", key)
            nodes.append(known)
        return known.id

    def said(self, act: str) -> frozenset[str]:
        """What the act `act` says: the stems of its first wording."""
        return next(node.said for nodes in self._nodes.values() for node in nodes if node.id == act)

    def acts(self, ids: Iterable[str]) -> tuple[Act, ...]:
        """The acts with these ids, in the order of actor and first wording."""
        wanted = set(ids)
        found = [_act(node) for nodes in self._nodes.values() for node in nodes if node.id in wanted]
        return tuple(sorted(found, key=lambda act: (act.actor or "", act.name, act.id)))


def matter(text: str | None) -> frozenset[str]:
    """The stems of what a phrase is about, without the words that name nothing of their own ("its neighbour")."""
    return stems(text) - _generic()


def same_act(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two senses are of one act: alike, and with more in common than a group of verbs.

    Where both have several words, two have to be shared: one object ("the constitution") stands for what is done to it
    only where nothing else is said.
    """
    shared = one & other
    if likeness(one, other) < _ALIKE or (len(shared) < 2 and min(len(one), len(other)) > 1):
        return False
    return any(not stem.startswith("=") or len(one | other) == 1 for stem in shared)


def _act(node: _Node) -> Act:
    several = len(node.wordings) > 1
    name = min(node.wordings, key=lambda wording: (-node.wordings[wording], len(wording), wording))
    words = ", ".join(sorted(stem.removeprefix("=") for stem in node.shared))
    return Act(
        id=node.id,
        actor=node.actor,
        name=name,
        wordings=tuple(sorted(node.wordings)),
        merged_by=f"the same actor, and the same words or words of one group: {words}" if several else None,
    )
