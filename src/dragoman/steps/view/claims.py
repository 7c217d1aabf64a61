"""What the finders of disputes share: their words, and what a claim is about."""

from __future__ import annotations

from dragoman.knowledge import Rules
from dragoman.records import Claim, Span
from dragoman.steps.draft import Draft
from dragoman.steps.phrases import issue_of


class DisputeWords(Rules):
    """The table `disputes` of knowledge/negotiation.toml."""

    denials: frozenset[str]
    plainly: frozenset[str]
    contests: frozenset[str]
    untrue: frozenset[str]
    pointing: frozenset[str]
    claiming: frozenset[str]
    causes: frozenset[str]
    stop: frozenset[str]
    obliging: frozenset[str]
    blames: frozenset[str]
    merely: frozenset[str]


class Topics:
    """What the words of one draft are about."""

    def __init__(self, draft: Draft, words: DisputeWords) -> None:
        self._draft = draft
        self._doc = draft.doc
        self._words = words

    def topic(self, tokens: range) -> frozenset[str]:
        """What some words are about: the stems of their content words."""
        doc = self._doc
        return frozenset(
            stem(doc.lemma[i].lower())
            for i in tokens
            if (doc.pos[i] in ("NOUN", "VERB", "PROPN", "ADJ") or doc.norm[i] == "back")
            and doc.lemma[i].lower() not in self._words.stop
            and len(doc.norm[i]) > 3
        )

    def issue(self, tokens: range) -> str | None:
        """A short noun phrase for what the tokens are about; None where there is none."""
        return issue_of(self._doc, tokens, self._draft.who)


def claim_of(span: Span, actor: str) -> Claim:
    """The claim of `actor` that stands in `span`."""
    return Claim(actor=actor, start=span.start, end=span.end, text=span.text)


def stem(lemma: str) -> str:
    """A word without the endings that tell a verb from its noun ("accusation", "accuse")."""
    for ending in (
        "isation",
        "ization",
        "ations",
        "ation",
        "ments",
        "ment",
        "tion",
        "sion",
        "ing",
        "ion",
        "al",
        "e",
        "s",
    ):
        if lemma.endswith(ending) and len(lemma) - len(ending) >= 4:
            return lemma[: -len(ending)]
    return lemma
