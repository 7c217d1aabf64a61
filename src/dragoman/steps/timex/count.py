"""Counts in words and figures: "two", "twenty-four", "a couple of", "60-100"."""

from __future__ import annotations

from dragoman.steps.timex.calendar import number
from dragoman.steps.timex.scan import Found

VAGUE = "X"
_LARGEST = 1_000_000


def counts(found: Found, first: int, last: int) -> list[str]:
    """The counts in tokens `first` to `last`, in order: "2", "1.5", or "X" for a vague one ("several").

    Two of them are a range ("two or three", "60-100").
    """
    rules = found.grammar.rules
    done: list[str] = []
    current: float | None = None
    vague = False

    def push() -> None:
        nonlocal current, vague
        if vague:
            done.append(VAGUE)
        elif current is not None and current <= _LARGEST:
            done.append(number(current))
        current, vague = None, False

    for i in range(first, last + 1):
        names, word = found.names(i), found.word(i)
        if "NUM" in names:
            current = (current or 0) + float(word.replace(",", ""))
        elif "CARD" in names:
            current = (current or 0) + rules.cardinals[word]
        elif "MULTIPLE" in names:
            current = (1 if current is None else current) * rules.multiples[word]
        elif word == "half":
            current = (current or 0) + 0.5
        elif names & {"FEW", "VAGUE"} or word in ("dozens", "hundreds", "thousands"):
            vague = True
        elif _parts(found, i):
            push()
        elif "A" in names and current is None:
            current = _article(found, i)
    push()
    return done


def _article(found: Found, i: int) -> float | None:
    """The "a" of "a year" counts one; the "a" of "a few", "a hundred" and "half a year" counts nothing."""
    after = found.names(i + 1)
    if found.word(i + 1) in ("half", "good") or after & {"FEW", "VAGUE", "MULTIPLE"}:
        return None
    return 1.0


def _parts(found: Found, i: int) -> bool:
    """Whether token `i` stands between two counts: "two or three", "60-100", "between 30 and 60"."""
    word = found.word(i)
    if word == "and":
        return found.word(found.first - 1) == "between"
    return word in ("or", "to") or ("HYPHEN" in found.names(i) and not _joins(found, i))


def _joins(found: Found, i: int) -> bool:
    """Whether a hyphen stands inside one number ("twenty-four", "two-and-a-half") or before the unit."""
    before, after = found.names(i - 1), found.names(i + 1)
    if found.word(i + 1) in ("and", "a", "half") or found.word(i - 1) in ("and", "a", "half"):
        return True
    if "CARD" in before and "CARD" in after:
        return found.grammar.rules.cardinals[found.word(i - 1)] >= 20
    return not after & {"CARD", "NUM"}
