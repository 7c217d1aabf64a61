"""Parties by name: "Japan" is JPN, "hamas" is what the ledger calls Hamas."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib.resources import files

from dragoman.errors import QueryError


@cache
def states() -> dict[str, str]:
    """ISO 3166-1 alpha-3 codes by lower-case code and name of states, from pycountry and `states.toml`."""
    import pycountry

    found: dict[str, str] = {}
    for country in pycountry.countries:
        code = country.alpha_3
        for field in ("alpha_3", "name", "official_name", "common_name"):
            if name := getattr(country, field, None):
                found[name.lower()] = code
    ours = tomllib.loads(files("dragoman.knowledge").joinpath("states.toml").read_text(encoding="utf-8"))["states"]
    for code, entry in ours.items():
        found[code.lower()] = code
        for name in (*([entry["name"]] if "name" in entry else ()), *entry.get("also", ())):
            found.setdefault(name.lower(), code)
    return found


def code_of(word: str, known: Mapping[str, str]) -> str:
    """The code of a party. `known` has the codes of a ledger by lower-case code and name.

    Raises `QueryError`, with what is near, where neither a state nor a party of the ledger goes by that word.
    """
    folded = word.strip().lower()
    if folded in known:
        return known[folded]
    if folded in states():
        return states()[folded]
    near = difflib.get_close_matches(folded, {**known, **states()}, 3, 0.7)
    hint = f"; near it are {', '.join(near)}" if near else "; SELECT DISTINCT code, name FROM actors lists them"
    raise QueryError(f"no party of this ledger is called {word!r}{hint}")
