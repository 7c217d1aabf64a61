"""Words and phrases of a rule file, found in the clause of an act by one look-up a token."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple, Protocol

from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.event.act_scope import Part, Scope


class WordRule(Protocol):
    """What a rule must have to be found by its words; no `types` means every type."""

    @property
    def words(self) -> tuple[str, ...]:
        """Lemmas, and phrases of lemmas; "free/v" is a verb only, "arm/n" a noun only."""

    @property
    def types(self) -> frozenset[EventType]:
        """The types of act that the rule is for."""

    @property
    def parts(self) -> frozenset[Part]:
        """Where in the act's clause a word must stand."""


class Hit(NamedTuple):
    """The number of a rule, and the tokens (first to last, inclusive) that set it off."""

    rule: int
    first: int
    last: int


_POS = {"": "", "v": "VERB", "n": "NOUN"}


class _Wording(NamedTuple):
    rule: int
    after: tuple[str, ...]
    pos: str
    types: frozenset[EventType]
    parts: frozenset[Part]


class CueWords:
    """The wordings of a list of rules by their first word; the longest is tried first, then the first rule."""

    def __init__(self, rules: Iterable[WordRule]) -> None:
        index: dict[str, list[_Wording]] = {}
        for number, rule in enumerate(rules):
            for words in rule.words:
                plain, _, kind = words.partition("/")
                first, *after = plain.replace("-", " - ").split()
                wording = _Wording(number, tuple(after), _POS[kind], rule.types, rule.parts)
                index.setdefault(first, []).append(wording)
        self._index = {word: tuple(sorted(found, key=lambda w: -len(w.after))) for word, found in index.items()}

    def hits(self, doc: Document, scope: Scope, kind: EventType) -> Iterator[Hit]:
        """The rules whose words stand in `scope`, the nearest to the trigger first."""
        index = self._index
        for i, part in scope:
            lemma = doc.lemma[i]
            found = index.get(lemma) or index.get(lemma.lower()) or ()
            if doc.norm[i] != lemma:
                found = (*found, *index.get(doc.norm[i], ()))
            if not found and doc.pos[i] == "PROPN":  # a headline's plural keeps its s as its lemma
                found = index.get(doc.norm[i].removesuffix("s"), ())
            for wording in found:
                if part not in wording.parts or (wording.types and kind not in wording.types):
                    continue
                if wording.pos and doc.pos[i] != wording.pos:
                    continue
                if not wording.after or follow(doc, i, wording.after):
                    yield Hit(wording.rule, i, i + len(wording.after))


def follow(doc: Document, i: int, words: tuple[str, ...]) -> bool:
    """Whether `words` (lemmas or forms) come right after token `i`."""
    if i + len(words) >= len(doc):
        return False
    return all(doc.norm[j] == w or doc.lemma[j].lower() == w for j, w in enumerate(words, i + 1))
