"""Abbreviations that a report introduces itself: "the Southern Rivers Front (SRF)"."""

from __future__ import annotations

from typing import NamedTuple

from dragoman.records import ActorKind
from dragoman.steps.actor.gazetteer import Named

_SMALL = frozenset({"of", "the", "and", "for", "in", "on", "to", "de", "la", "'s", "'", "-", "&", "du", "del", "des"})
_ARMED = frozenset(
    ["army", "front", "brigade", "brigades", "forces", "militia", "guard", "resistance", "liberation", "fighters"]
)
_REACH = 12


class Abbreviation(NamedTuple):
    """`word` is short for `named`; tokens `first` to `last` are the full name, None where that is in a closed list."""

    word: str
    named: Named
    first: int | None
    last: int


def find_abbreviations(words: list[str], ends: dict[int, Named], nouns: frozenset[str]) -> list[Abbreviation]:
    """The abbreviations in brackets after the names that they stand for.

    `ends` gives the listed name that ends at a token. A full name that is in no list must have the letters of the
    abbreviation as its initials, in order, and one of `nouns`: what organisations call themselves.
    """
    found: dict[str, Abbreviation] = {}
    for i in range(1, len(words) - 2):
        if words[i] != "(" or words[i + 2] != ")":
            continue
        word = words[i + 1]
        letters = [c for c in word.replace(".", "") if c.isalpha()]
        if not 2 <= len(letters) <= 9 or sum(c.isupper() for c in letters) < 2 or word in found:
            continue
        listed = ends.get(i - 1)
        if listed and listed.type in ("organization", "body"):
            found[word] = Abbreviation(word, listed, None, i - 1)
        elif not listed and (first := _full_name(words, i - 1, letters)) is not None:
            if not any(w.lower() in nouns for w in words[first:i]):
                continue
            name = " ".join(words[first:i]).replace(" 's", "'s").replace(" ' ", "' ").replace(" - ", "-")
            found[word] = Abbreviation(word, _named(name), first, i - 1)
    return list(found.values())


def _full_name(words: list[str], last: int, letters: list[str]) -> int | None:
    """The first token of the capitalised name that ends at `last` and has `letters` as initials."""
    wanted = [c.lower() for c in letters]
    i = last
    first = None
    while i >= 0 and last - i < _REACH:
        word = words[i]
        if word[0].isupper():
            if wanted and word[0].lower() == wanted[-1]:
                wanted.pop()
                first = i
                if not wanted:
                    return first
        elif word not in _SMALL:
            return None
        i -= 1
    return None


def _named(name: str) -> Named:
    words = {word.lower() for word in name.split()}
    kind: ActorKind = "armed group" if words & _ARMED else "organization"
    return Named(f"org:{name}", "organization", name, name, kind, "actors.abbreviation", None, None)
