"""The words of an act: its own clause, each with the part that it plays there.

Modes, contexts and CAMEO codes are read from these words only, so that a neighbouring clause lends an act nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from typing import Literal, NamedTuple

from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.event.event_model import Candidate

Part = Literal["trigger", "doer", "means", "rest"]

_VERBS = frozenset({"VERB", "AUX"})
_UP = frozenset({"dobj", "nsubj", "nsubjpass", "attr", "pobj", "prep", "compound", "nmod", "dative", "oprd"})
_SUBJECTS = frozenset({"nsubj", "csubj"})
_NAMING = frozenset({"compound", "amod", "nmod", "poss"})
_CLOSED = frozenset({"relcl", "advcl", "parataxis", "punct", "cc", "det", "aux", "auxpass", "mark", "neg", "expl"})
_CLAUSES = frozenset({"ccomp", "csubj"})
_TALK = frozenset({"REQUEST", "AGREE", "REJECT", "THREATEN", "ACCUSE", "SUPPORT", "CONCEDE"})
_MEANS_PREPS = frozenset({"with", "by", "in", "using", "via", "from", "through"})
_SETTING = frozenset({"after", "before", "during", "following", "amid", "since", "until", "despite", "without"})
_USES = frozenset({"use", "employ", "involve", "fire", "drop", "detonate", "launch", "throw"})
_BEARS = frozenset(
    {"use", "employ", "fire", "launch", "drop", "throw", "hurl", "lob", "detonate", "explode", "plant", "set", "rain",
     "carry", "conduct", "stage", "mount", "pound", "unleash", "deploy", "open"}
)  # fmt: skip
_MOST = 80  # tokens


class Token(NamedTuple):
    """A token of an act's clause."""

    at: int
    part: Part


Scope = tuple[Token, ...]
"""The tokens of an act's clause, the nearest to the trigger first."""


class Scopes:
    """Finds the clauses of one report's acts.

    `named` says whether a token names somebody whose title or name says nothing of the act; `heads` are all triggers.
    """

    def __init__(self, doc: Document, named: Callable[[int], bool], heads: Collection[int]) -> None:
        self._doc = doc
        self._named = named
        self._heads = heads

    def of(self, c: Candidate) -> Scope:
        """The words of the act's own clause, by their distance from its trigger in the parse."""
        found: dict[int, Part] = dict.fromkeys(range(c.first, c.last + 1), "trigger")
        found.setdefault(c.head, "trigger")
        frontier: list[tuple[int, Part]] = [(i, "trigger") for i in found]
        root = self._governor(c)
        if root != c.head:
            found[root] = "rest"
            frontier.append((root, "rest"))
        for i in c.content:
            if i not in found:
                found[i] = "rest"
                frontier.append((i, "rest"))
        for i, part in self._of_main_clause(c):
            if i not in found:
                found[i] = part
                if part == "doer" or self._doc.dep[i] == "prep":
                    frontier.append((i, part))
        while frontier and len(found) < _MOST:
            following: list[tuple[int, Part]] = []
            for i, part in frontier:
                for k in self._doc.children[i]:
                    if k in found:
                        continue
                    its = self._part(c.type, c, i, part, k)
                    if its:
                        found[k] = its
                        following.append((k, its))
            frontier = following
        if root != c.head:
            del found[root]  # "backed the demand": the backing is no part of it
        return tuple(Token(i, part) for i, part in found.items())

    def _of_main_clause(self, c: Candidate) -> Iterator[Token]:
        """What a participle of violence shares with its main clause: "gunmen shelled a town, killing two".

        The main act is its means; doer and weapons are the same.
        """
        doc, h = self._doc, self._doc.head[c.head]
        if c.type != "ASSAULT" or doc.dep[c.head] != "advcl" or doc.tag[c.head] != "VBG" or h not in self._heads:
            return
        yield Token(h, "means")
        for k in doc.children[h]:
            if doc.dep[k] in _SUBJECTS:
                yield Token(k, "doer")
            elif doc.dep[k] == "prep" and doc.norm[k] in ("with", "by", "using"):
                yield Token(k, "means")

    def _governor(self, c: Candidate) -> int:
        """The verb or noun that holds a noun's act ("held talks", "talks process"), unless it is an act itself."""
        doc, i = self._doc, c.head
        if doc.pos[i] in _VERBS:
            return i
        for _ in range(3):
            h = doc.head[i]
            if h == i or doc.dep[i] not in _UP or h in self._heads:
                return c.head
            i = h
            if doc.pos[i] in _VERBS:
                return i
        return c.head

    def _part(self, kind: EventType, c: Candidate, i: int, part: Part, k: int) -> Part | None:
        """The part of the child `k` of `i`; None where it is outside the act's clause."""
        doc = self._doc
        dep = doc.dep[k]
        if dep == "advcl":
            return "means" if doc.lemma[k] in _USES and k > i else None
        if dep in _CLOSED or (k in self._heads and kind not in _TALK):
            return None
        if dep in _CLAUSES and (kind not in _TALK or part == "doer"):
            return None
        if dep == "acl" and doc.tag[k] == "VBN":
            return None
        if dep == "prep" and (doc.norm[k] in _SETTING or (doc.norm[k] == "at" and kind in _TALK)):
            return None  # when and at what occasion, not what about
        if dep == "conj" and doc.pos[k] in _VERBS and part == "trigger":
            return None
        if dep in _NAMING and part != "doer" and self._named(i) and not c.first <= i <= c.last:
            return None
        return self._role(c, i, part, k, dep)

    def _role(self, c: Candidate, i: int, part: Part, k: int, dep: str) -> Part:
        doc = self._doc
        if part in ("doer", "means"):
            return part
        top = doc.pos[i] in _VERBS and (i == c.head or part == "rest")
        if dep == "agent" or (dep in _SUBJECTS and top) or (dep == "poss" and i == c.head):
            return "doer"
        if part == "trigger" and dep in ("compound", "amod", "nmod", "prt"):
            return "trigger"
        if dep == "prep" and doc.norm[k] in _MEANS_PREPS and part == "trigger":
            return "means"
        if dep == "dobj" and doc.lemma[i] in _BEARS and (i == c.head or part == "rest"):
            return "means"
        return "rest"
