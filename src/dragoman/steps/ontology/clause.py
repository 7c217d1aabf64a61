"""What a clause says besides who takes part: the word that heads it, and the words that hang on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from dragoman.language import Document

_VERBS = frozenset({"VERB", "AUX"})
_CONTENT = frozenset({"NOUN", "VERB", "ADJ", "ADV", "PROPN", "ADP"})
_ALONE = frozenset({"aux", "auxpass", "neg", "det", "punct", "nummod", "cc", "mark", "npadvmod", "tmod", "expl"})
_OWN_CLAUSE = frozenset({"ccomp", "advcl", "relcl", "parataxis"})
_DEEPEST = 8
_MOST = 60


@dataclass
class Clause:
    """The verb or noun `head`, and the tokens of its clause by lemma. `more` are those of clauses joined to it."""

    head: int
    lemma: str
    parts: dict[str, int] = field(default_factory=dict)
    more: dict[str, int] = field(default_factory=dict)

    def token(self, lemma: str) -> int:
        """The token with this lemma, -1 where the clause has none."""
        if lemma == self.lemma:
            return self.head
        return self.parts.get(lemma, self.more.get(lemma, -1))


def lemma_of(doc: Document, i: int) -> str:
    """The word by which clauses are compared."""
    return doc.lemma[i].lower()


def clause_at(doc: Document, head: int, parties: Iterable[int]) -> Clause:
    """The clause that `head` heads, without its `parties` (tokens)."""
    clause = Clause(head, lemma_of(doc, head))
    taken = set(parties)
    for i, joined in _inside(doc, head, taken):
        (clause.more if joined else clause.parts).setdefault(lemma_of(doc, i), i)
    h = doc.head[head]
    if doc.dep[head] == "xcomp" and doc.pos[h] in _VERBS:
        clause.more.setdefault(lemma_of(doc, h), h)
    return clause


def _inside(doc: Document, head: int, taken: set[int]) -> Iterator[tuple[int, bool]]:
    """The words below `head` that say something, and whether they stand in another verb's clause joined to it."""
    queue = [(c, 1, False) for c in doc.children[head]]
    seen = 0
    while queue and seen < _MOST:
        i, depth, joined = queue.pop(0)
        dep = doc.dep[i]
        seen += 1
        if dep in _ALONE or (dep in _OWN_CLAUSE and doc.pos[i] in _VERBS):
            continue
        if doc.pos[i] in _VERBS and dep in ("xcomp", "conj", "acl", "pcomp"):
            if dep == "conj" and doc.head[i] != head:
                continue
            joined = True
        if i not in taken and _says(doc, i):
            yield i, joined
        if depth < _DEEPEST:
            queue += [(c, depth + 1, joined) for c in doc.children[i]]


def _says(doc: Document, i: int) -> bool:
    if doc.pos[i] not in _CONTENT or doc.entity[i] in ("DATE", "TIME", "GPE", "PERSON", "NORP"):
        return False
    if any(0 <= k < len(doc) and doc.word[k] in "-‐‑–" for k in (i - 1, i + 1)):
        return False  # half of "fact-finding" says something else
    if doc.pos[i] == "PROPN":
        return doc.word[i].islower()
    if doc.pos[i] == "ADP":
        return doc.dep[i] == "prt"
    return len(doc.word[i]) > 1


def joining(doc: Document, one: int, other: int) -> int:
    """The word at which the ways from two tokens to the root meet, as far up as the next verb."""
    above = set(_up(doc, one))
    meet = next((i for i in _up(doc, other) if i in above), one) if other >= 0 else doc.head[one]
    if meet in (one, other) and doc.dep[meet] != "ROOT":
        meet = doc.head[meet]
    for i in _up(doc, meet):
        if doc.pos[i] in _VERBS:
            return i
    return meet


def _up(doc: Document, i: int) -> Iterator[int]:
    yield i
    while doc.head[i] != i:
        i = doc.head[i]
        yield i
