"""What the talks are about: a taxonomy as data, and named matters that the reports themselves show."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from dragoman.errors import QueryError
from dragoman.negotiation.facts import Facts, Key
from dragoman.negotiation.model import Issue

Assigned = Mapping[Key, str]
"""The issue (its id) of every record that belongs to one, by the record's key."""


class Taxonomy(NamedTuple):
    """The issues that are known before any report is read: id to name."""

    names: dict[str, str]

    def find(self, name: str) -> str:
        """The id of the issue called `name` (id or name). Raises `QueryError` where there is none."""
        for key, title in self.names.items():
            if name.casefold() in (key, title.casefold()):
                return key
        if name.startswith("named:"):
            return name
        raise QueryError(f"{name!r} is no issue; there are {', '.join(sorted(self.names))}")


def taxonomy(extra: Path | str | None = None) -> Taxonomy:
    """The issues of knowledge/issues.toml, with those of the user's file `extra`. Raises `KnowledgeError`."""
    return Taxonomy({})


def assign(facts: Facts, known: Taxonomy) -> Assigned:
    """The issue of every record that has one."""
    return {}


def found(facts: Facts, assigned: Assigned) -> tuple[Issue, ...]:
    """The issues that records belong to, most records first."""
    return ()
