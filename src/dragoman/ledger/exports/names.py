"""Words and codes that exports need and readings do not have: names of states, sectors, what CAMEO codes mean."""

from __future__ import annotations

from functools import cache
from typing import Annotated

from pydantic import Field

from dragoman.knowledge import Rules, load

Code = Annotated[str, Field(pattern=r"^\d{2,3}$")]
Quadrant = Annotated[int, Field(ge=1, le=4)]


class ExportNames(Rules):
    """The file exports.toml; described at its head."""

    sectors: dict[str, tuple[str, ...]]
    quadrants: dict[Code, Quadrant]
    cameo: dict[Code, str]


@cache
def names() -> ExportNames:
    """What exports.toml says. Raises `KnowledgeError` where it breaks its form."""
    return load("exports.toml", ExportNames)


@cache
def meaning(cameo: str) -> str:
    """What a CAMEO code means, in words; of a code of four digits what its first three mean."""
    known = names().cameo
    return next((known[cameo[:length]] for length in (3, 2) if cameo[:length] in known), "")


def sector_words(sector: str | None) -> str:
    """ICEWS's words for a PLOVER sector, joined by commas; empty where there are none."""
    return ",".join(names().sectors.get(sector or "", ()))


@cache
def country_name(code: str | None) -> str:
    """The name of a state by its ISO 3166-1 alpha-3 code; the code itself where it is in no current list."""
    import pycountry

    found = pycountry.countries.get(alpha_3=code) if code else None
    return found.name if found is not None else code or ""


@cache
def country_alpha2(code: str | None) -> str | None:
    """The ISO 3166-1 alpha-2 code for an alpha-3 code; None where it is in no current list."""
    import pycountry

    found = pycountry.countries.get(alpha_3=code) if code else None
    return found.alpha_2 if found is not None else None
