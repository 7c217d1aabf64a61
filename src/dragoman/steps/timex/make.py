"""What a matched pattern means: the functions that the rules of knowledge/times.toml name in `make`.

Each takes the match and the context and gives the time expressions in it; an empty list says that it is none after all.
"""

from __future__ import annotations

from collections.abc import Callable

from dragoman.steps.timex.context import Context, Result
from dragoman.steps.timex.scan import Found

Maker = Callable[[Found, Context], list[Result]]
MAKERS: dict[str, Maker] = {}


def maker(function: Maker) -> Maker:
    """Register a function under its name."""
    MAKERS[function.__name__] = function
    return function


def one(found: Found, value: str | None, first: int | None = None, last: int | None = None) -> list[Result]:
    """The whole match (or the given part) as one DATE; nothing where the value is None."""
    if value is None:
        return []
    return [Result(found.first if first is None else first, found.last if last is None else last, "DATE", value)]


@maker
def fixed(found: Found, context: Context) -> list[Result]:
    """The type and value that the rule itself states."""
    assert found.rule.type
    assert found.rule.value
    return [Result(found.first, found.last, found.rule.type, found.rule.value)]


@maker
def nothing(found: Found, context: Context) -> list[Result]:
    """A false friend; `dragoman.steps.times` consumes it."""
    return []
