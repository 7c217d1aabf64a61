"""Words with digits in them, by shape: a day of the month, a year, a clock time, a date in figures."""

from __future__ import annotations

import re

_LONGEST = 24
_PREFIX = r"(?:mid|early|late|pre|post)-"
_SHAPES = {
    "CLOCK": re.compile(r"(?:[01]?\d|2[0-4])[:h][0-5]\d"),
    "CLOCKAMPM": re.compile(r"(?:0?\d|1[0-2])(?:[:.][0-5]\d)?(?:am|pm|a\.m\.?|p\.m\.?)"),
    "DECIMAL": re.compile(r"(?:0?\d|1[0-2])\.[0-5]\d"),
    "ORDNUM": re.compile(r"(?:\d{1,3})(?:st|nd|rd|th)"),
    "DECADE": re.compile(r"1[5-9]\d0s|20\d0s"),
    "SHORTDECADE": re.compile(r"'?\d0s"),
    "PARTDECADE": re.compile(rf"{_PREFIX}(?:1[5-9]|20)?\d0s"),
    "PARTYEAR": re.compile(rf"{_PREFIX}(?:1[5-9]|20)\d\d"),
    "YEARSPAN": re.compile(r"(?:1[5-9]|20)\d\d[-–—/](?:(?:1[5-9]|20)?\d\d)"),
    "DAYSPAN": re.compile(r"(?:0?[1-9]|[12]\d|3[01])[-–—](?:0?[1-9]|[12]\d|3[01])"),
    "ISODATE": re.compile(r"(?:1[5-9]|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])"),
    "SLASHDATE": re.compile(r"(?:0?[1-9]|[12]\d|3[01])/(?:0?[1-9]|[12]\d|3[01])/(?:(?:1[5-9]|20)?\d\d)"),
    "DOTDATE": re.compile(r"(?:0?[1-9]|[12]\d|3[01])\.(?:0?[1-9]|1[0-2])\.(?:(?:1[5-9]|20)\d\d)"),
    "NINEELEVEN": re.compile(r"9/11"),
    "QUARTERNUM": re.compile(r"q[1-4]"),
}
_NUMBER = re.compile(r"\d{1,3}(?:,\d{3})+|\d+(?:\.\d+)?")


def shape_of(word: str) -> frozenset[str]:
    """The classes of a word (lower case) that has digits in it; empty where it is nothing known."""
    if len(word) > _LONGEST or (not word.isascii() and not any(dash in word for dash in "–—")):
        return frozenset()
    names = {name for name, regex in _SHAPES.items() if regex.fullmatch(word)}
    if _NUMBER.fullmatch(word):
        names.add("NUM")
        if word.isdigit():
            names |= _whole_number(word)
    return frozenset(names)


def _whole_number(word: str) -> set[str]:
    names = set()
    number = int(word)
    if len(word) == 4:
        if 1500 <= number <= 2099:
            names.add("YEAR")
        if number < 2400 and number % 100 < 60:
            names.add("HHMM")
    elif len(word) <= 2:
        if 1 <= number <= 31:
            names.add("DAYNUM")
        if 1 <= number <= 12:
            names |= {"MONTHNUM", "HOURNUM"}
        if len(word) == 2:
            names.add("SHORTYEAR")
    return names


def _all_shapes() -> frozenset[frozenset[str]]:
    examples = [str(n) for n in range(2400)] + [f"{n:02}" for n in range(100)] + [f"{n:04}" for n in range(1000)]
    examples += [
        "10:30",
        "13h30",
        "10pm",
        "10.30pm",
        "10.30",
        "3.14",
        "0.75",
        "21st",
        "1990s",
        "90s",
        "'90s",
        "mid-1990s",
    ]
    examples += ["mid-2014", "1992-95", "1992–1995", "16-21", "2004-03-14", "2004/03/14", "03/14/2004", "14.3.2004"]
    examples += ["9/11", "q1", "10,000", "1.5", "12345", "11.10", "13.5", "2004/05"]
    return frozenset(shape for word in examples if (shape := shape_of(word)))


SHAPES = _all_shapes()
"""Every combination of classes that `shape_of` gives."""
