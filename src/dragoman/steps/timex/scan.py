"""Where time expressions stand: the grammar's rules matched against a document's tokens."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from dragoman.language import Document
from dragoman.steps.timex.rules import OTHER, Grammar, TimeRule


class Found:
    """A match of `rule` over tokens `first` to `last` (inclusive)."""

    __slots__ = ("doc", "first", "grammar", "last", "rule", "symbols")

    def __init__(self, doc: Document, grammar: Grammar, symbols: str, rule: TimeRule, first: int, last: int) -> None:
        self.doc = doc
        self.grammar = grammar
        self.symbols = symbols
        self.rule = rule
        self.first = first
        self.last = last

    def names(self, i: int) -> frozenset[str]:
        """The classes of token `i`."""
        return self.grammar.names[self.symbols[i]] if 0 <= i < len(self.symbols) else frozenset()

    def all(self, *names: str) -> list[int]:
        """The tokens of the match that belong to one of these classes."""
        return [i for i in range(self.first, self.last + 1) if not self.names(i).isdisjoint(names)]

    def find(self, *names: str) -> int:
        """The first token of the match that belongs to one of these classes; -1 where none does."""
        for i in range(self.first, self.last + 1):
            if not self.names(i).isdisjoint(names):
                return i
        return -1

    def word(self, i: int) -> str:
        """Token `i`, lower case; "" beyond the ends of the report."""
        return self.doc.norm[i] if 0 <= i < len(self.doc) else ""

    def words(self) -> list[str]:
        """The tokens of the match, lower case."""
        return self.doc.norm[self.first : self.last + 1]

    def has(self, *words: str) -> bool:
        """Whether one of these words stands in the match."""
        return any(word in words for word in self.words())


class Scanner:
    """Finds the rules that fit in a document, place by place."""

    def __init__(self, grammar: Grammar) -> None:
        self.grammar = grammar
        self._gate = {word: frozenset(pos) for word, pos in grammar.rules.parts_of_speech.items()}
        self._short = frozenset(grammar.rules.short_weekdays)
        self._shape = lru_cache(maxsize=4096)(grammar.of_shape)

    def symbols(self, doc: Document) -> str:
        """One character a token: the classes that it belongs to."""
        known, shape, gate, short = self.grammar.symbol, self._shape, self._gate, self._short
        out = []
        for i, word in enumerate(doc.norm):
            symbol = known.get(word)
            if symbol is None:
                last = word[-1] if word else ""
                if (
                    last.isdigit()
                    or (word[:1].isdigit() and last in "sthdm.")
                    or (last == "s" and word[-2:-1].isdigit())
                ):
                    symbol = shape(word)
                else:
                    symbol = OTHER
            elif (word in gate and doc.pos[i] not in gate[word]) or (word in short and doc.word[i].islower()):
                symbol = OTHER
            out.append(symbol)
        return "".join(out)

    def run(self, doc: Document, accept: Callable[[Found], bool], places: list[tuple[int, int]] | None = None) -> None:
        """Offer every match to `accept`, place by place and in the order of the rules.

        A match that is accepted is consumed; of one that is refused the next rule is tried, then the next place. No
        match goes over the end of a paragraph. `places` (start and end in characters) limits the search.
        """
        symbols = self.symbols(doc)
        search = self.grammar.starters.search
        for start, stop in doc.paragraphs if places is None else places:
            tokens = doc.tokens(start, stop)
            at = tokens.start
            while match := search(symbols, at, tokens.stop):
                at = self._step(doc, symbols, match.start(), tokens.stop, accept)

    def _step(self, doc: Document, symbols: str, at: int, end: int, accept: Callable[[Found], bool]) -> int:
        for rule, regex in self.grammar.at[symbols[at]]:
            match = regex.match(symbols, at, end)
            if match and match.end() > at and accept(Found(doc, self.grammar, symbols, rule, at, match.end() - 1)):
                return match.end()
        return at + 1
