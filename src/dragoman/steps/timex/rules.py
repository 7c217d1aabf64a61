"""The grammar of time expressions: the typed model of knowledge/times.toml, and its patterns compiled.

Every token of a report becomes one character that stands for the set of token classes the word belongs to; a pattern
over token classes is then an ordinary regular expression over these characters. All repetition is bounded, so that
matching is linear in the length of the report.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from itertools import chain
from typing import NamedTuple

from pydantic import Field

from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules, load
from dragoman.records import TimexType
from dragoman.steps.timex.shapes import SHAPES, shape_of

FILE = "times.toml"
OTHER = "."
_FIRST_SYMBOL = 0xE000
_PART = re.compile(r"\s*(?:(\{\d,\d\}|[()|?])|([A-Za-z][A-Za-z_.']*))")


class TimeRule(Rules):
    """One pattern and what is made of it."""

    id: str
    pattern: str
    make: str = Field(description="name of the function that gives type and value")
    type: TimexType | None = None
    value: str | None = None
    cue: str | None = Field(default=None, description="class of the key word; the whole expression where None")
    after: str | None = Field(default=None, description="what the token before must be")
    not_after: str | None = None
    before: str | None = None
    not_before: str | None = Field(default=None, description="what the token after must not be")


class KnownDay(Rules):
    """A day so well known that its year is left out ("the Sept. 11 attacks")."""

    id: str
    month: int
    day: int
    year: int
    before: tuple[str, ...] = Field(description="words of which one must follow")


class Contexts(Rules):
    """Words around a number or length that decide what it is."""

    not_year_after: frozenset[str]
    counted: frozenset[str]
    old_things: frozenset[str]
    sentenced: frozenset[str]
    not_length: frozenset[str]
    months_after: frozenset[str]


class Tense(Rules):
    """Words that say whether a weekday or month lies ahead of the report."""

    future_modals: frozenset[str]
    scheduled: frozenset[str]
    implicative: frozenset[str]
    moving: frozenset[str]
    intentions: frozenset[str]
    ahead: frozenset[str]
    upcoming: frozenset[str]
    happened: frozenset[str]
    gatherings: frozenset[str]
    past_prepositions: frozenset[str]
    future_prepositions: frozenset[str]
    reporting: frozenset[str]
    loose: frozenset[str]
    invariable: frozenset[str]
    opening: frozenset[str]


class TimeRules(Rules):
    """knowledge/times.toml."""

    weekdays: dict[str, int]
    short_weekdays: dict[str, int]
    months: dict[str, int]
    units: dict[str, str]
    plural_units: dict[str, str]
    long_units: dict[str, str]
    frequencies: dict[str, str]
    cardinals: dict[str, int]
    multiples: dict[str, int]
    ordinals: dict[str, int]
    seasons: dict[str, str]
    decade_words: dict[str, int]
    words: dict[str, tuple[str, ...]]
    parts_of_speech: dict[str, tuple[str, ...]]
    contexts: Contexts
    tense: Tense
    known_day: tuple[KnownDay, ...]
    macros: dict[str, str]
    rule: tuple[TimeRule, ...]

    def classes(self) -> dict[str, Iterable[str]]:
        """The words of each class, but for the shapes of digits."""
        return {
            "WEEKDAY": self.weekdays,
            "WEEKDAYS": [f"{day}s" for day in self.weekdays],
            "SHORTWEEKDAY": self.short_weekdays,
            "MONTH": self.months,
            "UNIT": self.units,
            "UNITS": self.plural_units,
            "LONGUNIT": self.long_units,
            "FREQUENCY": self.frequencies,
            "CARD": self.cardinals,
            "MULTIPLE": self.multiples,
            "ORD": self.ordinals,
            "SEASON": self.seasons,
            "DECADEWORD": self.decade_words,
            **self.words,
        }


class Compiled(NamedTuple):
    """A rule with its expression over symbols."""

    rule: TimeRule
    regex: re.Pattern[str]


class Grammar:
    """The rules, ready to match.

    `symbol` gives the character of a word (lower case), `names` the classes that a character stands for, `at` the
    rules that can begin with a character, in the order of the file. Raises `KnowledgeError` for a pattern that names
    an unknown class or macro.
    """

    def __init__(self, rules: TimeRules) -> None:
        self.rules = rules
        self._macros: dict[str, str] = {}
        classes = rules.classes()
        words: dict[str, set[str]] = {}
        for name, members in classes.items():
            for word in members:
                words.setdefault(word, set()).add(name)
        for text in chain(rules.macros.values(), *(_texts(rule) for rule in rules.rule)):
            for _, name in _PART.findall(text):
                if name and name == name.lower():
                    words.setdefault(name, set()).add(name)
        sets = sorted({frozenset(s) for s in words.values()} | SHAPES, key=sorted)
        self.names: dict[str, frozenset[str]] = {OTHER: frozenset()}
        for number, names in enumerate(sets):
            self.names[chr(_FIRST_SYMBOL + number)] = names
        self._symbol_of = {names: symbol for symbol, names in self.names.items()}
        self.symbol = {word: self._symbol_of[frozenset(names)] for word, names in words.items()}
        self._class: dict[str, str] = {}
        for symbol, names in self.names.items():
            for name in names:
                self._class[name] = self._class.get(name, "") + symbol
        self._compile()

    def _compile(self) -> None:
        for name, text in self.rules.macros.items():
            self._macros[name] = f"(?:{self.expression(text, name)})"
        self.compiled = tuple(Compiled(rule, re.compile(self._full(rule))) for rule in self.rules.rule)
        self.at: dict[str, tuple[Compiled, ...]] = {}
        for symbol in self.names:
            able = tuple(c for c in self.compiled if _can_begin(c.regex, symbol))
            if able:
                self.at[symbol] = able
        self.starters = re.compile(f"[{''.join(sorted(self.at))}]")

    def _full(self, rule: TimeRule) -> str:
        around = [
            (rule.after, "(?<={})", ""),
            (rule.not_after, "(?<!{})", ""),
            (rule.before, "", "(?={})"),
            (rule.not_before, "", "(?!{})"),
        ]
        before, after = "", ""
        for text, left, right in around:
            if text is not None:
                one = self.one_of(text, rule.id)
                before += left.format(one)
                after += right.format(one)
        return f"{before}(?:{self.expression(rule.pattern, rule.id)}){after}"

    def one_of(self, text: str, where: str) -> str:
        """A character class for a choice of single tokens."""
        return "[" + "".join(self._symbols(name, where) for name in re.split(r"[|\s]+", text) if name) + "]"

    def _symbols(self, name: str, where: str) -> str:
        symbols = self._class.get(name)
        if symbols is None:
            raise KnowledgeError(f"{FILE}: {where}: no class, macro or word {name!r}")
        return symbols

    def expression(self, text: str, where: str) -> str:
        """The regular expression over symbols for a pattern over class names."""
        out = []
        at = 0
        text = text.strip()
        while at < len(text):
            match = _PART.match(text, at)
            if not match:
                raise KnowledgeError(f"{FILE}: {where}: cannot read the pattern at {text[at:]!r}")
            operator, name = match.groups()
            if operator:
                out.append("(?:" if operator == "(" else operator)
            else:
                out.append(self._macros.get(name) or f"[{self._symbols(name, where)}]")
            at = match.end()
            while at < len(text) and text[at].isspace():
                at += 1
        return "".join(out)

    def of_shape(self, word: str) -> str:
        """The symbol of a word with digits in it; OTHER where it has no known shape."""
        return self._symbol_of.get(shape_of(word), OTHER)


def _texts(rule: TimeRule) -> list[str]:
    return [text for text in (rule.pattern, rule.after, rule.not_after, rule.before, rule.not_before) if text]


def _can_begin(regex: re.Pattern[str], symbol: str) -> bool:
    """Whether the pattern, its look-arounds apart, can match text that begins with `symbol`."""
    return symbol in _first_symbols(regex.pattern)


@cache
def _first_symbols(pattern: str) -> frozenset[str]:
    """The symbols that a match of `pattern` can begin with (an upper bound: look-arounds are left out)."""
    return _First(pattern).alternatives()[0]


class _First:
    """Reads an expression made by `Grammar.expression` and gives the symbols that it can begin with."""

    def __init__(self, pattern: str) -> None:
        self.pattern = re.sub(r"\(\?(?:<=|<!|=|!)\[[^\]]*\]\)", "", pattern)
        self.at = 0

    def alternatives(self) -> tuple[frozenset[str], bool]:
        """First symbols, and whether the expression can be empty; stops at the closing bracket."""
        first: set[str] = set()
        empty = False
        while True:
            symbols, can_be_empty = self._sequence()
            first |= symbols
            empty = empty or can_be_empty
            if self.pattern[self.at : self.at + 1] != "|":
                return frozenset(first), empty
            self.at += 1

    def _sequence(self) -> tuple[set[str], bool]:
        first: set[str] = set()
        empty = True
        while self.at < len(self.pattern) and self.pattern[self.at] not in ")|":
            if self.pattern.startswith("(?:", self.at):
                self.at += 3
                symbols, item_empty = self.alternatives()
                self.at += 1
            else:
                end = self.pattern.index("]", self.at)
                symbols, item_empty = frozenset(self.pattern[self.at + 1 : end]), False
                self.at = end + 1
            if self.pattern[self.at : self.at + 1] == "?":
                item_empty = True
                self.at += 1
            if empty:
                first |= symbols
            empty = empty and item_empty
        return first, empty


@cache
def grammar() -> Grammar:
    """The grammar of the package's own times.toml, loaded at first use."""
    return Grammar(load(FILE, TimeRules))
