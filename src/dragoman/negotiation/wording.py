"""Wordings compared without a parser: the stems of the words that say what a phrase is about."""

from __future__ import annotations

import re
from functools import cache

from snowballstemmer import stemmer

_WORD = re.compile(r"[^\W\d_][\w’'-]*")
_EMPTY = frozenset(
    """
    a an the this that these those its his her their our your my it he she they we you i who which what whose
    whom of to in on at by for from with without into onto upon over under about against between among within
    during before after until unless if than as and or nor but not no so too also only just even again once
    then there here now be is are was were been being am do does did done have has had having will would shall
    should can could may might must ought need s t d ll re ve any all both each every some such other another
    more most less least own same very much many few new first last next one two say said says tell told call
    called
    """.split()  # noqa: SIM905 (a list of words reads better than a list of strings)
)
_STEM = stemmer("english")


@cache
def _stem(word: str) -> str:
    return str(_STEM.stemWord(word))


def stems(text: str | None) -> frozenset[str]:
    """The stems (Snowball's English stemmer) of the words of `text` that carry its sense; empty for None."""
    if not text:
        return frozenset()
    words = (word.strip("’'-").removesuffix("'s").removesuffix("’s") for word in _WORD.findall(text.casefold()))
    return frozenset(_stem(word) for word in words if word and word not in _EMPTY)


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the shorter wording's stems that the other one has, from 0 to 1; 0 where one is empty."""
    if not one or not other:
        return 0.0
    return len(one & other) / min(len(one), len(other))
