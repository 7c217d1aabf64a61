"""What the talks are about: a taxonomy as data, and named matters that the reports themselves show.

Every record is filed by its own wording alone, so that the evidence of an issue is the records themselves.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pydantic import Field

from dragoman.errors import KnowledgeError, QueryError
from dragoman.knowledge import Rules, load, load_path
from dragoman.negotiation.acts import matter
from dragoman.negotiation.facts import Fact, Facts, Key
from dragoman.negotiation.model import Issue
from dragoman.negotiation.wording import stems

Assigned = Mapping[Key, str]
"""The issue (its id) of every record that belongs to one, by the record's key."""

NAMED = "named:"
"""How the id of an issue begins that the reports themselves name."""

_WEAK = 0.5
# A matter that fewer reports than this name, or in fewer records, is no issue of its own.
_NAMED_REPORTS = 2
_NAMED_RECORDS = 4
_MOST_CITES = 5


class KnownIssue(Rules):
    """`[[issue]]` of knowledge/issues.toml or of the user's file."""

    id: str = Field(pattern=r"^[a-z][\w-]{0,39}$")
    name: str = Field(min_length=1, max_length=100)
    words: tuple[str, ...] = Field(min_length=1)
    weak: tuple[str, ...] = ()


class IssueFile(Rules):
    """A file of issues."""

    issue: tuple[KnownIssue, ...]


class _Entry(NamedTuple):
    """A word or phrase of an issue: the stems that must stand in a wording, and what it counts."""

    issue: str
    stems: frozenset[str]
    weight: float


class Taxonomy:
    """The issues that are known before any report is read; `names` maps their ids, in order, to their names."""

    def __init__(self, known: tuple[KnownIssue, ...]) -> None:
        self.names = {issue.id: issue.name for issue in known}
        self._order = {issue.id: place for place, issue in enumerate(known)}
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        for issue in known:
            for words, weight in ((issue.words, 1.0), (issue.weak, _WEAK)):
                for each in sorted({stems(word) for word in words}, key=sorted):
                    if each:  # an entry is looked up by one of its stems, the longest: the rarest, as a rule
                        key = max(each, key=lambda stem: (len(stem), stem))
                        self._entries[key].append(_Entry(issue.id, each, weight * len(each)))

    def find(self, name: str) -> str:
        """The id of the issue called `name`: an id, a name, or "named:…". Raises `QueryError` where there is none."""
        for key, title in self.names.items():
            if name.casefold() in (key, title.casefold()):
                return key
        if name.startswith(NAMED):
            return name
        raise QueryError(
            f"{name!r} is no issue; there are {', '.join(self.names)}, and {NAMED}WORD for a matter by name"
        )

    def issue(self, wording: frozenset[str]) -> str | None:
        """The issue that a wording (its stems) belongs to; None where none of the words stands in it."""
        weights: Counter[str] = Counter()
        for stem in wording:
            for entry in self._entries.get(stem, ()):
                if entry.stems <= wording:
                    weights[entry.issue] += entry.weight  # type: ignore[assignment]
        return min(weights, key=lambda issue: (-weights[issue], self._order[issue])) if weights else None


def taxonomy(extra: Path | str | None = None) -> Taxonomy:
    """The issues of knowledge/issues.toml, with those of the user's file `extra` before them.

    Raises `KnowledgeError` where the file breaks its form or cannot be read.
    """
    if extra is None:
        return _own()
    try:
        users = load_path(Path(extra), IssueFile).issue
    except OSError as error:
        raise KnowledgeError(f"{extra}: it cannot be read ({error.strerror})") from error
    taken = {issue.id for issue in users}
    if len(taken) < len(users):
        raise KnowledgeError(f"{extra}: an id stands twice")
    return Taxonomy((*users, *(issue for issue in _known() if issue.id not in taken)))


@cache
def _known() -> tuple[KnownIssue, ...]:
    return load("issues.toml", IssueFile).issue


@cache
def _own() -> Taxonomy:
    return Taxonomy(_known())


def assign(facts: Facts, known: Taxonomy) -> Assigned:
    """The issue of every record that has one.

    The matter that the record itself names decides before its whole wording does. What the taxonomy does not know goes
    to a matter that several reports name with the same head word ("named:…").
    """
    found: dict[Key, str] = {}
    rest: dict[Key, str] = {}
    for fact in facts.all():
        wordings = list(_wordings(fact))
        issue = next((i for wording in wordings if (i := known.issue(stems(wording)))), None)
        if issue is not None:
            found[fact.key] = issue
        elif matter(fact.values.get("issue")):
            rest[fact.key] = head(fact["issue"])
    places: dict[str, set[str]] = defaultdict(set)
    for (_, report, _), named in rest.items():
        places[named].add(report)
    often = Counter(rest.values())
    for key, named in rest.items():
        if named and len(places[named]) >= _NAMED_REPORTS and often[named] >= _NAMED_RECORDS:
            found[key] = f"{NAMED}{named}"
    return found


_BREAK = re.compile(r"\b(?:of|for|on|in|to|with|between|over|from|by|at|that|which|about|against)\b|[,;:(]")
_TOKEN = re.compile(r"[^\W\d_][\w’'-]*")


def head(phrase: str) -> str:
    """The head word of a noun phrase, folded: the last word before the first preposition ("" where there is none)."""
    words = _TOKEN.findall(_BREAK.split(phrase.casefold(), maxsplit=1)[0])
    return words[-1] if words else ""


def _wordings(fact: Fact) -> Iterator[str]:
    """What a record says that it is about, the narrowest wording first."""
    values = fact.values
    for column in ("issue", "about"):
        if values.get(column) and matter(values[column]):
            yield values[column]
    if fact.kind == "conditions":
        yield " ".join(filter(None, (values["consequent_text"], values["antecedent_text"])))
    elif fact.kind == "disputes":
        yield " ".join(filter(None, (values["first_text"], values["second_text"])))
    elif fact.kind == "deadlocks":
        yield values["because"] or ""
    elif fact.kind == "meetings":
        yield " ".join(span["text"] or "" for span in values["evidence"] or ())
    if values.get("text"):
        yield values["text"]


def found(facts: Facts, assigned: Assigned, known: Taxonomy | None = None) -> tuple[Issue, ...]:
    """The issues that records belong to, most reports first."""
    names = (known or _own()).names
    by_issue: dict[str, list[Fact]] = defaultdict(list)
    for fact in facts.all():
        if fact.key in assigned:
            by_issue[assigned[fact.key]].append(fact)
    issues = [
        Issue(
            id=issue,
            name=names.get(issue, issue.removeprefix(NAMED)),
            named=issue.startswith(NAMED),
            records=len(members),
            reports=len({fact.report.id for fact in members}),
            evidence=tuple(fact.cite() for fact in _telling(members)),
        )
        for issue, members in by_issue.items()
    ]
    return tuple(sorted(issues, key=lambda issue: (-issue.reports, -issue.records, issue.id)))


def _telling(members: list[Fact]) -> list[Fact]:
    """The records that show best what an issue is: stands and conditions, one a report, the newest last."""
    rank = {"positions": 0, "conditions": 1, "disputes": 2, "deadlocks": 2, "statements": 3}
    best: dict[str, Fact] = {}
    for fact in sorted(members, key=lambda fact: (rank.get(fact.kind, 9), fact.n)):
        best.setdefault(fact.report.id, fact)
    return sorted(best.values(), key=lambda fact: fact.report.number)[-_MOST_CITES:]
