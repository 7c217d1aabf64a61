"""The pairs of a report: clauses with who does what they say, and whom it is done to.

Beside the acts that rules know, every verb is a candidate that has a doer, and every noun that names one of the user's
types. Parties are those that the reader knows; where none is named, the subject's own noun is the party ("Baristas in
Buffalo voted …"), which the events step does not allow itself for want of a cue as sure as a type of the user's.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from dragoman.language import Document
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.verb_site import Ids, Site
from dragoman.steps.who import Who

_VERBS = frozenset({"VERB", "AUX"})
_SUPPORT = frozenset({"aux", "auxpass"})
_ASIDE = frozenset(
    {"in", "at", "since", "during", "after", "before", "like", "unlike", "as", "despite", "without", "by", "until",
     "according", "than", "within", "amid", "because", "except", "about", "under", "including", "near"}
)  # fmt: skip
_AT = frozenset({"in", "at", "across", "near", "throughout"})
_NAMED = frozenset({"ORG", "NORP", "PERSON", "GPE", "FAC"})
_BETWEEN = ("between", "with", "to", "against", "of", "for", "in", "on", "from", "among", "into", "at")
_DEEPEST = 5


@dataclass(frozen=True)
class Pair:
    """An act that `head` may name. `source` and `target` are the tokens that head the parties' mentions, or -1.

    The ids are empty where the reader knows nobody by these words.
    """

    head: int
    source: int
    target: int
    actors: Ids = ()
    recipients: Ids = ()


class Pairs:
    """Reads the pairs of one document."""

    def __init__(self, doc: Document, who: Who, cast: Cast) -> None:
        self._doc, self._who, self._cast = doc, who, cast

    def verbs(self) -> Iterator[int]:
        """The verbs that may name an act."""
        doc = self._doc
        for v, pos in enumerate(doc.pos):
            if pos in _VERBS and doc.dep[v] not in _SUPPORT and doc.dep[v] not in ("amod", "compound"):
                yield v

    def nouns(self, is_cue: Callable[[int], bool]) -> Iterator[Pair]:
        """A pair for every noun that names an act by itself and has an owner: "Oman's mediation", "a strike by …"."""
        doc, cast = self._doc, self._cast
        for n, pos in enumerate(doc.pos):
            if pos != "NOUN" or not is_cue(n):
                continue
            actors = cast.owners(n)
            if not actors or n in self._who.tokens():
                continue
            source = self._mention(n, actors)
            found = self._within(n, actors)
            yield Pair(n, source, found[0], actors, found[1])

    def of_verb(self, v: int, words: Collection[int] = (), groups: bool = True) -> Pair:
        """Who does what verb `v` says, and whom it is done to.

        `words` (tokens) name the act and are no party. Without `groups`, people by a common noun ("fishermen") are the
        target only where nobody else is.
        """
        doc, cast = self._doc, self._cast
        site = cast.site(v)
        actors = cast.all_named(site.agents) if site.passive else cast.doers(v)
        if site.passive:
            source = next(iter(site.agents), -1)
        else:
            source = cast.antecedent(site.surface) if site.surface >= 0 else -1
        if not actors and source >= 0 and doc.pos[source] == "PRON" and doc.dep[v] == "ccomp":
            actors = cast.doers(doc.head[v])  # "Oslo said it was ready to …"
        target, recipients = self._target(site, actors, source, words, groups)
        if source >= 0 and not actors and not _can_act(doc, source):
            source = -1
        return Pair(v, source, target, actors, recipients)

    def _target(self, site: Site, actors: Ids, source: int, words: Collection[int], groups: bool) -> tuple[int, Ids]:
        """The first party after the verb: among its objects, else behind its prepositions, else inside its objects."""
        doc, cast = self._doc, self._cast
        preps = sorted((self._rank(w), t) for w, t in site.preps if w not in _ASIDE)
        places = [t for w, t in site.preps if w in _AT]
        near = [*site.objects, *site.datives, *(t for _, t in preps)]
        near += self._clause_objects(site)
        found: list[tuple[int, Ids]] = []
        for i in near:
            if i != source and i not in words and (ids := self._others(cast.named(i), actors)):
                found.append((i, ids))
        for i in (*near, *site.predicates):
            inside, ids = self._within(i, actors)
            if ids and inside not in words and inside != source:
                found.append((inside, ids))
        for i in places:
            if i != source and (ids := self._others(cast.named(i), actors)):
                found.append((i, ids))
        if not groups:
            found.sort(key=lambda f: self._is_group(f[1]))
        if found:
            return found[0]
        named = [i for i in near if doc.entity[i] in _NAMED and doc.pos[i] == "PROPN"]
        return next((i for i in (*named, *near) if i != source and i not in words), -1), ()

    def _clause_objects(self, site: Site) -> list[int]:
        if site.clause < 0 or self._doc.pos[site.clause] not in _VERBS or site.clause_kind not in ("to", "ing"):
            return []
        inner = self._cast.site(site.clause)
        return [*inner.objects, *(t for _, t in sorted((self._rank(w), t) for w, t in inner.preps if w not in _ASIDE))]

    def _is_group(self, ids: Ids) -> bool:
        return all(self._who.actor(a).kind == "people" and self._who.actor(a).code.islower() for a in ids)

    @staticmethod
    def _rank(word: str) -> int:
        return _BETWEEN.index(word) if word in _BETWEEN else len(_BETWEEN)

    def _within(self, n: int, actors: Ids) -> tuple[int, Ids]:
        """The first other party inside the phrase that noun `n` heads, "between", "with" and "to" before the rest."""
        doc = self._doc
        found: list[tuple[int, int, int]] = []
        queue = [(n, 0)]
        while queue:
            i, depth = queue.pop(0)
            for c in doc.children[i]:
                if (
                    doc.dep[c] in ("prep", "poss", "pobj", "dobj", "acl", "relcl", "conj", "amod", "compound")
                    and depth < _DEEPEST
                ):
                    queue.append((c, depth + 1))
                    word = doc.norm[i] if doc.dep[c] == "pobj" else ""
                    rank = self._rank(word)
                    if c != n and self._others(self._cast.named(c), actors):
                        found.append((rank, depth, c))
        if not found:
            return -1, ()
        best = min(found)[2]
        return best, self._others(self._cast.named(best), actors)

    def _others(self, ids: Ids, actors: Ids) -> Ids:
        own = set(self._who.codes(actors))
        return tuple(a for a in ids if a not in actors and self._who.actor(a).code not in own)

    def _mention(self, n: int, actors: Ids) -> int:
        """The token nearest to `n` in its sentence that names one of `actors`."""
        doc = self._doc
        first, last, _ = doc.sentences[doc.sent[n]]
        near = [i for i in range(first, last) if i != n and set(self._who.at(i)) & set(actors)]
        return min(near, key=lambda i: (abs(i - n), i), default=-1)


def _can_act(doc: Document, i: int) -> bool:
    """Whether the noun of a subject may be somebody who acts, as far as its form tells."""
    if doc.pos[i] == "PROPN":
        return True
    return doc.pos[i] == "NOUN" and doc.entity[i] not in ("DATE", "TIME", "MONEY", "PERCENT", "QUANTITY", "CARDINAL")
