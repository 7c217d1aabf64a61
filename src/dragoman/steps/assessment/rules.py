"""The cues of judgement, as the assessments step looks them up."""

from __future__ import annotations

from typing import Literal, NamedTuple

from pydantic import Field, field_validator

from dragoman.knowledge import Rules, load
from dragoman.language import Document
from dragoman.records import Polarity

FILE = "assessments.toml"
_WILD = frozenset({"its", "their", "his", "her", "our", "your", "my"})
_MARKS = frozenset({'"', "'", "''", "``"})


class Cue(Rules):
    """Words that judge. The fields are explained at the head of the file."""

    id: str
    kind: Literal["state", "report", "quality", "task", "change", "verb", "phrase"]
    polarity: Polarity
    words: tuple[str, ...] = Field(min_length=1)
    verbs: frozenset[str] = frozenset()
    core_only: frozenset[str] = frozenset()
    related: bool = False
    attributive: Literal["always", "said"] = "said"
    passive: bool = False
    not_object: bool = False
    unless_clause: bool = False
    subjects: frozenset[str] = frozenset()
    objects: frozenset[str] = frozenset()
    parties: bool = False
    only_denied: bool = False
    not_before: frozenset[str] = frozenset()

    @property
    def rule(self) -> str:
        """The id of the rule, as records keep it."""
        return f"assessments.{self.id}"


class AssessmentRules(Rules):
    """The file assessments.toml."""

    targets: frozenset[str]
    weak_targets: frozenset[str]
    carriers: frozenset[str]
    idle: frozenset[str]
    negators: frozenset[str]
    reversers: frozenset[str]
    breakers: frozenset[str]
    core_verbs: frozenset[str]
    describes: frozenset[str]
    copulas: frozenset[str]
    reaching: frozenset[str]
    parts: frozenset[str]
    real: frozenset[str]
    cue: tuple[Cue, ...]

    @field_validator("cue")
    @classmethod
    def _unique(cls, cues: tuple[Cue, ...]) -> tuple[Cue, ...]:
        ids = [cue.id for cue in cues]
        if doubled := sorted({i for i in ids if ids.count(i) > 1}):
            raise ValueError(f"cues with the same id: {', '.join(doubled)}")
        return cues


class Hit(NamedTuple):
    """A cue found at tokens `first` to `last` (inclusive), in the wording `words`."""

    cue: Cue
    first: int
    last: int
    words: str


class CueIndex:
    """Cues by the first word of their wordings, the longest wording first."""

    def __init__(self) -> None:
        self.rules = load(FILE, AssessmentRules)
        self._by_first: dict[str, list[tuple[tuple[str, ...], Cue, str]]] = {}
        for cue in self.rules.cue:
            for words in dict.fromkeys(cue.words):
                tokens = tuple(words.lower().replace("-", " - ").split())
                self._by_first.setdefault(tokens[0], []).append((tokens, cue, words))
        for rows in self._by_first.values():
            rows.sort(key=lambda row: -len(row[0]))

    def at(self, doc: Document, i: int) -> list[Hit]:
        """The cues whose wording begins at token `i`, longest first."""
        norm, lemma = doc.norm[i], doc.lemma[i].lower()
        rows = self._by_first.get(norm, [])
        if lemma != norm and lemma in self._by_first:
            rows = rows + self._by_first[lemma]
        found = []
        for tokens, cue, words in rows:
            last = _reach(doc, i, tokens)
            if last >= 0:
                found.append(Hit(cue, i, last, words))
        return found


def _reach(doc: Document, i: int, tokens: tuple[str, ...]) -> int:
    """The token at which the wording that begins at token `i` ends, quotation marks passed over; -1 where it is not."""
    at = i
    for k, word in enumerate(tokens):
        while k and at < len(doc) and doc.norm[at] in _MARKS:
            at += 1
        if at >= len(doc) or not _is(doc, at, word):
            return -1
        at += 1
    return at - 1


def _is(doc: Document, i: int, word: str) -> bool:
    norm = doc.norm[i]
    return norm == word or doc.lemma[i].lower() == word or (word in _WILD and norm in _WILD)
