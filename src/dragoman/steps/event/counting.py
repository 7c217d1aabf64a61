"""How many people a noun phrase means ("at least 12", "a soldier and two civilians"); None where it is vague."""

from __future__ import annotations

from dragoman.knowledge import Rules
from dragoman.language import Document

_MOST = 10_000_000
_LONGEST = 12  # words of a number
_MULTIPLES = (100, 1000, 1_000_000)
_NUMBERS = frozenset({"nummod", "quantmod", "compound", "advmod", "det", "amod"})
_RANGE = frozenset({"to", "or", "-", "–"})


class CasualtyWords(Rules):
    """magnitude.toml; the fields are described at its head."""

    id: str
    kill: frozenset[str]
    fatal: frozenset[str]
    injure: frozenset[str]
    die: frozenset[str]
    dead: frozenset[str]
    hurt: frozenset[str]
    deaths: frozenset[str]
    injuries: frozenset[str]
    killings: frozenset[str]
    casualties: frozenset[str]
    lives: frozenset[str]
    takes: frozenset[str]
    toll: frozenset[str]
    toll_of_injured: frozenset[str]
    reaches: frozenset[str]
    vague: frozenset[str]
    bounds: tuple[str, ...]
    nobody: frozenset[str]
    one: frozenset[str]
    collective: frozenset[str]
    several: dict[str, int]
    numbers: dict[str, int]


class Counter:
    """Counts the people that noun phrases of one report mean."""

    def __init__(self, doc: Document, words: CasualtyWords) -> None:
        self._doc = doc
        self._words = words

    def people(self, head: int) -> int | None:
        """How many the noun phrase headed by token `head` means, all that is coordinated with it included."""
        total = 0
        for part in self.parts(head):
            count = self._one(part)
            if count is None:
                return None
            total += count
        return total

    def parts(self, head: int) -> list[int]:
        """The heads of a coordination: `head` and what is joined to it by "and"; verbs are left out."""
        doc, stack = self._doc, [head]
        found: list[int] = []
        while stack and len(found) < 20:
            i = stack.pop()
            found.append(i)
            stack += [c for c in doc.children[i] if self._joins(c) and doc.pos[c] not in ("VERB", "AUX")]
        return sorted(found)

    def _joins(self, c: int) -> bool:
        """Whether `c` is one more member of a list; the parser takes some for appositions."""
        doc = self._doc
        return doc.dep[c] == "conj" or (doc.dep[c] == "appos" and doc.child(c, "conj") >= 0 and doc.child(c, "cc") >= 0)

    def number(self, last: int) -> int | None:
        """The number whose last word is token `last`: "31", "twenty-one", "two hundred"; None where it is none."""
        doc, words = self._doc, self._words
        first = last
        while last - first < _LONGEST and self._goes_on(last):
            last += 1 + (doc.norm[last + 1] == "and")
        while (
            last - first < _LONGEST
            and first > 0
            and doc.sent[first - 1] == doc.sent[last]
            and self._is_numeral(first - 1)
        ):
            first -= 1
        while first < last and doc.norm[first] == "-":
            first += 1
        before = [doc.norm[j] for j in range(max(0, first - 3), first)]
        if self._is_bounded(before):
            return None
        value = _value([doc.norm[j] for j in range(first, last + 1) if doc.norm[j] != "and"], words.numbers)
        return value if value is not None and value <= _MOST else None

    def _goes_on(self, i: int) -> bool:
        """Whether the number goes on after its word `i`: "one hundred and twenty"."""
        doc, numbers = self._doc, self._words.numbers
        if i + 2 >= len(doc):
            return False
        if numbers.get(doc.norm[i + 1], 0) in (12, *_MULTIPLES) and doc.norm[i + 1] != "twelve":
            return True
        if numbers.get(doc.norm[i]) not in _MULTIPLES:
            return False
        after = i + 1 + (doc.norm[i + 1] == "and")
        return doc.norm[after] in numbers and doc.pos[after] == "NUM"

    def _is_bounded(self, before: list[str]) -> bool:
        """Whether the words before a number make it a bound ("up to 12", "10 to 15") and no count."""
        said = " ".join(before)
        if any(said.endswith(bound) for bound in self._words.bounds):
            return True
        if len(before) < 2 or (_digits(before[-2]) is None and before[-2] not in self._words.numbers):
            return False
        return before[-1] in _RANGE or (before[-1] == "and" and "between" in before)

    def _is_numeral(self, i: int) -> bool:
        norm = self._doc.norm[i]
        return norm in self._words.numbers or norm == "-" or _digits(norm) is not None

    def _one(self, i: int) -> int | None:
        doc, words = self._doc, self._words
        if doc.norm[i] in words.nobody or (doc.norm[i] == "one" and i and doc.norm[i - 1] == "no"):
            return 0
        if doc.pos[i] == "NUM":
            return self.number(i)
        if doc.norm[i] in words.one:
            return 1
        numerals = [c for c in doc.children[i] if doc.dep[c] == "nummod" and c < i]
        if numerals:
            return self.number(numerals[-1])
        if doc.norm[i] in words.vague:
            return None
        near = {doc.norm[c] for c in doc.children[i] if doc.dep[c] in _NUMBERS and c < i}
        if "no" in near:
            return 0
        if doc.lemma[i] in words.several and doc.tag[i] == "NN" and near & {"a", "one"}:
            return words.several[doc.lemma[i]]
        return self._single(i, near)

    def _single(self, i: int, near: set[str]) -> int | None:
        """One, where the noun is in the singular and means one human being."""
        doc, words = self._doc, self._words
        if near & words.vague or doc.lemma[i] in words.collective:
            return None
        if doc.tag[i] == "NNP":
            return 1 if doc.entity[i] == "PERSON" else None
        if doc.tag[i] == "NN" and any(doc.dep[c] in ("det", "poss") for c in doc.children[i]):
            return 1
        return None


def _digits(word: str) -> int | None:
    plain = word.replace(",", "")
    return int(plain) if plain.isdecimal() and plain.isascii() and len(plain) <= 8 else None


def _value(words: list[str], numbers: dict[str, int]) -> int | None:
    """The number that the words say; None where a word is no numeral, or where "hundred" stands without a count."""
    total, part, counted = 0, 0, False
    for word in words:
        if word == "-":
            continue
        known = _digits(word)
        value = numbers.get(word) if known is None else known
        if value is None:
            return None
        if word == "dozen" and counted:
            part *= value
        elif word in numbers and value in _MULTIPLES:
            if not counted:
                return None
            total, part = (total + part * value, 0) if value > 100 else (total, part * value)
        else:
            part += value
        counted = True
    return total + part if counted else None
