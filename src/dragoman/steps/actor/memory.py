"""Whom a report has named so far, and where: what pronouns and definite nouns point back to."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from typing import NamedTuple

from dragoman.language import Document
from dragoman.steps.actor.cast import Cast, Member

_SUBJECT = frozenset({"nsubj", "nsubjpass"})
# Nothing points further back than this many mentions.
_REACH = 60


class Mention(NamedTuple):
    """One mention: its head token, the members' keys, its sentence, and how it stands there.

    `rank` is 2 for the subject of the sentence's main verb, 1 for another subject, 0 for anything else.
    """

    token: int
    keys: tuple[str, ...]
    sentence: int
    rank: int
    plural: bool


class Memory:
    """The mentions of a report, by token."""

    def __init__(self, doc: Document, cast: Cast) -> None:
        self.doc = doc
        self.cast = cast
        self.mentions: list[Mention] = []
        self._tokens: list[int] = []
        # The state that the report is about, where it shows: of the dateline, else of the first bare office-holder.
        self.home: str | None = None
        self.dateline: str | None = None

    def note(self, token: int, keys: tuple[str, ...]) -> None:
        """Remember that `keys` were named at `token`."""
        doc = self.doc
        members = [self.cast.members[key] for key in keys]
        plural = len(keys) > 1 or members[0].kind == "people" or doc.tag[token] in ("NNS", "NNPS")
        mention = Mention(token, keys, doc.sent[token], self._rank(token), plural)
        at = bisect_left(self._tokens, token)
        if at < len(self._tokens) and self._tokens[at] == token:
            self.mentions[at] = mention
        else:
            self._tokens.insert(at, token)
            self.mentions.insert(at, mention)

    def _rank(self, token: int) -> int:
        doc = self.doc
        i = token
        if doc.dep[i] == "appos" and doc.dep[doc.head[i]] in _SUBJECT:
            i = doc.head[i]
        while doc.dep[i] == "conj" and doc.dep[doc.head[i]] in (*_SUBJECT, "conj") and doc.head[i] < i:
            i = doc.head[i]
        if doc.dep[i] not in _SUBJECT:
            return 0
        verb = doc.head[i]
        return 2 if doc.head[verb] == verb or (doc.dep[verb] == "conj" and doc.dep[doc.head[verb]] == "ROOT") else 1

    def before(self, i: int, sentences: int) -> Iterator[Mention]:
        """The mentions before token `i`, nearest first, at most `sentences` sentences back."""
        sentence = self.doc.sent[i]
        at = bisect_left(self._tokens, i) - 1
        stop = max(-1, at - _REACH)
        while at > stop:
            mention = self.mentions[at]
            if sentence - mention.sentence > sentences:
                return
            yield mention
            at -= 1

    def after(self, i: int, sentences: int) -> Iterator[Mention]:
        """The mentions after token `i`, in order, at most `sentences` sentences on."""
        sentence = self.doc.sent[i]
        at = bisect_left(self._tokens, i + 1)
        for mention in self.mentions[at : at + _REACH]:
            if mention.sentence - sentence > sentences:
                return
            yield mention

    def members(self, mention: Mention) -> list[Member]:
        """The members of a mention."""
        return [self.cast.members[key] for key in mention.keys]

    def local_state(self, i: int) -> str | None:
        """The code of the state that the sentence of `i` is about: of its nearest subject, else of the one before."""
        for mention in self.before(i, 1):
            if mention.rank:
                codes = {m.code for m in self.members(mention) if m.country and m.country == m.code}
                if len(codes) == 1:
                    return codes.pop()
                if codes:
                    return None
        return None

    def same_noun(self, i: int, noun: str, sentences: int) -> tuple[str, ...]:
        """The keys of the latest mention whose head is the noun `noun`, at most `sentences` sentences back."""
        for mention in self.before(i, sentences):
            if self.doc.lemma[mention.token].lower() == noun:
                return mention.keys
        return ()

    def last_body(self, i: int, noun: str) -> tuple[str, ...]:
        """The keys of the latest mention whose head is the noun `noun`."""
        if keys := self.same_noun(i, noun, 1000):
            return keys
        for mention in self.before(i, 1000):
            if len(mention.keys) == 1 and self.members(mention)[0].name.lower().endswith(noun):
                return mention.keys
        return ()
