"""Puts the two parts together: what a file of types says of one pair of a report."""

from __future__ import annotations

import re
from functools import cached_property

from dragoman.knowledge import Rules, load
from dragoman.language import Document, Language
from dragoman.learned.coder import LearnedCoder
from dragoman.learned.marking import Place
from dragoman.learned.mention import place
from dragoman.steps.ontology.clause import Clause, clause_at, joining
from dragoman.steps.ontology.cues import Cues, Vote, without
from dragoman.steps.ontology.file import Example, Ontology, unmark
from dragoman.steps.ontology.pairs import Pair
from dragoman.steps.ontology.pool import Decision, Pool, Row, fit
from dragoman.steps.ontology.prototypes import Prototypes, Vectors

_LONGEST = 90


class Background(Rules):
    """ontology.toml: what types of the user's are set against."""

    light: frozenset[str]
    background: tuple[str, ...]


class OwnCoder:
    """The types of one file, learned from its examples. Without `learned` only the rules vote.

    Raises `KnowledgeError` or `ModelError` where something cannot be loaded.
    """

    def __init__(self, ontology: Ontology, language: Language, learned: LearnedCoder | None = None) -> None:
        self.ontology = ontology
        self._learned = learned
        self._around = load("ontology.toml", Background)
        self._examples = {t.id: [unmark(e) for e in t.examples] for t in ontology.type}
        self._against = [unmark(s) for t in ontology.type for s in t.not_]
        self._against += [unmark(s) for s in self._around.background]
        self._types = tuple(self._examples)
        self._groups = {kind for kind, found in self._examples.items() if any(_is_group(e) for e in found)}
        self.cues = self._learn(language)

    def _learn(self, language: Language) -> Cues:
        texts = [e.text for found in self._examples.values() for e in found] + [e.text for e in self._against]
        parsed = iter(list(language.parse_many(texts)))
        self._clauses = {kind: [_clause(next(parsed), e) for e in found] for kind, found in self._examples.items()}
        self._clauses[""] = [_clause(next(parsed), e) for e in self._against]
        clauses = {kind: [clause for _, clause in found] for kind, found in self._clauses.items()}
        against = clauses.pop("")
        words = {t.id: [tuple(w.lower().replace("-", " ").split()) for w in t.words] for t in self.ontology.type}
        return Cues(words, clauses, against, self._around.light)

    @cached_property
    def _prototypes(self) -> Prototypes:
        examples = {kind: [self._vector(e) for e in found] for kind, found in self._examples.items()}
        return Prototypes(examples, [self._vector(e) for e in self._against])

    def _vector(self, example: Example) -> Vectors:
        assert self._learned is not None
        return self._learned.vector(example.text, example.source, example.target)

    def votes(self, doc: Document, head: int) -> list[Vote]:
        """What the rules say of the clause that token `head` heads."""
        return self.cues.votes(doc, clause_at(doc, head, ()))

    def decide(self, doc: Document, pair: Pair, rules: list[Vote]) -> Decision | None:
        """The type of a pair, or None where the coders are not sure of one."""
        learned = self._ask(doc, pair) if self._learned else None
        pool = self._pools[learned is not None]
        return pool.decide(rules, learned or [])

    @cached_property
    def _pools(self) -> tuple[Pool, Pool]:
        """How votes are put together: those of the rules alone, and those of both."""
        rows: list[Row] = []
        for kind, clauses in self._clauses.items():
            for n, (doc, clause) in enumerate(clauses):
                votes = self.cues.votes(doc, clause, without(kind, clause))
                rows.append((kind, votes, self._prototypes.without(kind, n) if self._learned else []))
        alone = fit([(kind, votes, []) for kind, votes, _ in rows], self._types, False)
        return alone, fit(rows, self._types, True) if self._learned else alone

    def takes_groups(self, kind: str) -> bool:
        """Whether the targets of a type's examples are people by a common noun ("the drivers"), not only names."""
        return kind in self._groups

    def _ask(self, doc: Document, pair: Pair) -> list[Vote] | None:
        """The prototypes' votes; None where the pair has no party in a sentence that is short enough."""
        sentence = doc.sentences[doc.sent[pair.head]]
        if self._learned is None or sentence.last - sentence.first > _LONGEST or (pair.source < 0 and pair.target < 0):
            return None
        start, end = doc.start[sentence.first], doc.end[sentence.last - 1]
        source, target = (self._place(doc, i, start, pair) for i in (pair.source, pair.target))
        return self._prototypes.votes(self._learned.vector(doc.text[start:end], source, target))

    def _place(self, doc: Document, i: int, start: int, pair: Pair) -> Place | None:
        return place(doc, i, start) if i >= 0 and doc.sent[i] == doc.sent[pair.head] else None


def _is_group(example: Example) -> bool:
    """Whether the last word of the target's phrase before any "of" or "who" is written small: "600 workers"."""
    start, end = example.target or (0, 0)
    words = re.split(r"\s(?:of|who|that|in|at)\s", example.text[start:end])[0].split()
    return bool(words) and words[-1][0].islower()


def _clause(doc: Document, example: Example) -> tuple[Document, Clause]:
    """The clause that joins the two parties of an example, without them."""
    source = doc.tokens(*example.source)
    target = doc.tokens(*example.target) if example.target else range(0)
    heads = [_head(doc, source), _head(doc, target)]
    head = joining(doc, max(heads[0], 0), heads[1])
    return doc, clause_at(doc, head, (*source, *target))


def _head(doc: Document, tokens: range) -> int:
    return next((i for i in tokens if doc.head[i] not in tokens or doc.head[i] == i), -1)
