"""The words of the screens: headings, what types and statuses are called, and the names of parties."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

import pycountry

from dragoman.records import Actor
from dragoman.show.visible import one_line

NOT_STATED = "not stated"
NO_DATE = "date not stated"
NO_TITLE = "Untitled report"
THE_REPORT = "the report"
UNNAMED = "unnamed source"

SECTIONS = {
    "meetings": "Who met whom",
    "positions": "Who wants what",
    "conditions": "What depends on what",
    "disputes": "What contradicts what",
    "deadlocks": "Where it is stuck",
    "next": "What comes next",
    "statements": "Who said what",
    "events": "Who did what to whom",
    "own_events": "By types of your own",
    "assessments": "How it is judged",
    "actors": "Who takes part",
    "times": "When",
    "places": "Where",
}
"""Headings of the sections, in the order in which they are shown."""

LAYERS = {
    "statements": "statement",
    "events": "event",
    "own_events": "event of your own",
    "conditions": "condition",
    "assessments": "assessment",
    "positions": "position",
    "times": "time",
    "places": "place",
    "actors": "actor",
}
"""The kinds of evidence marked in the text, and what one of each is called."""

EVENT_TYPES = {
    "AGREE": "agrees, offers or promises",
    "CONSULT": "meets or talks",
    "SUPPORT": "backs in words or signs",
    "CONCEDE": "yields",
    "COOPERATE": "works together",
    "AID": "gives aid",
    "RETREAT": "withdraws or releases",
    "REQUEST": "asks or demands",
    "ACCUSE": "accuses or criticises",
    "REJECT": "refuses or denies",
    "THREATEN": "threatens",
    "PROTEST": "protests",
    "SANCTION": "sanctions or breaks off",
    "MOBILIZE": "shows force",
    "COERCE": "seizes, arrests or restricts",
    "ASSAULT": "attacks",
}

RELATIONS = {
    "if": "if",
    "after": "after",
    "unless": "unless",
    "until": "until",
    "exchange": "in exchange for",
    "first": "only once",
}


@cache
def _short_names() -> dict[str, str]:
    """Common English names by state code, where the reader's own list has one."""
    states = tomllib.loads(files("dragoman.knowledge").joinpath("states.toml").read_text(encoding="utf-8"))["states"]
    return {code: state["name"] for code, state in states.items() if "name" in state}


@cache
def state_name(code: str) -> str | None:
    """The common English name of the state with this ISO 3166-1 alpha-3 code; None where there is none."""
    if len(code) != 3 or not code.isupper():
        return None
    if code in _short_names():
        return _short_names()[code]
    country = pycountry.countries.get(alpha_3=code)
    return (getattr(country, "common_name", None) or country.name) if country else None


class Parties:
    """What a report's parties are called: states by name, others by their code, which is their name."""

    def __init__(self, actors: Iterable[Actor] = ()) -> None:
        self._names: dict[str, str] = {}
        self._by_id = {actor.id: actor for actor in actors}
        for actor in self._by_id.values():
            if actor.kind == "state":
                self._names.setdefault(actor.code, actor.name)

    def name(self, code: str | None) -> str:
        """The name of a party; "not stated" for None."""
        if not code:
            return NOT_STATED
        return one_line(self._names.get(code) or state_name(code) or code)

    def names(self, codes: Iterable[str]) -> str:
        """The names of parties, with commas between."""
        return ", ".join(self.name(code) for code in codes) or NOT_STATED

    def actor(self, actor_id: str | None) -> Actor | None:
        """The actor with this id."""
        return self._by_id.get(actor_id) if actor_id else None
