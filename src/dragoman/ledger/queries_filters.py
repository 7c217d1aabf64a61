"""Keyword filters of the views, as conditions of SQL with bound values."""

from __future__ import annotations

import datetime as dt
import difflib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, get_args

from dragoman import records
from dragoman.errors import QueryError
from dragoman.ledger.columns import View
from dragoman.steps.view.intervals import interval

Codes = Callable[[str], str]
"""Gives the code of a party by its code or name; raises `QueryError` where there is none."""


class Filter(NamedTuple):
    """A filter of a view: what it compares (`kind`), with which columns, and the values that there are."""

    kind: str
    columns: tuple[str, ...]
    about: str
    values: tuple[str, ...] = ()


class Condition(NamedTuple):
    """A part of WHERE, with the values of its parameters."""

    sql: str
    values: dict[str, Any]


def _of(kind: str, *columns: str, about: str = "", values: Any = None) -> Filter:
    return Filter(kind, columns, about, tuple(get_args(values)) if values else ())


_ALL = "codes or names of parties; all of them take part"
_DYAD = "two parties, by code or name: one acts on the other, or both in a mutual act"
_ANY = "; several: one of them"
_SAID_BY = "code of the party, or (a part of) the person's name" + _ANY
_MODES = "mode, as in `meet`" + _ANY

_EVERY = {
    "report": _of("one of", "report_id", about="id of the report" + _ANY),
    "source": _of("one of", "source", about="who published the report, exactly" + _ANY),
    "since": _of("since", about="YYYY, YYYY-MM, YYYY-MM-DD or a date; from its first day on"),
    "until": _of("until", about="likewise; up to its last day"),
}
_TEXT = _of("contains", "text", about="words that the record's text contains, in any case")
_ISSUE = _of("contains", "issue", about="words that the issue contains")
_PLACE = _of("contains", "place", about="words that the place's name contains")

FILTERS: dict[str, dict[str, Filter]] = {
    "reports": {
        "actors": _of("told of", about="codes or names of parties; the report tells of all of them"),
        "language": _of("one of", "language", about="ISO 639-1 code" + _ANY),
        "text": _of("contains", "title", "text", about="words that title or text contain, in any case"),
    },
    "actors": {
        "actor": _of("code", "code", about="code or name" + _ANY),
        "name": _of("contains", "name", about="words that the name contains"),
        "kind": _of("word", "kind", about="kind" + _ANY, values=records.ActorKind),
        "country": _of("code", "country", about="state, by code or name" + _ANY),
        "sector": _of("one of", "sector", about="PLOVER sector" + _ANY),
    },
    "times": {"type": _of("word", "type", about="type" + _ANY, values=records.TimexType), "text": _TEXT},
    "places": {
        "place": _of("contains", "name", about="words that the place's name contains"),
        "country": _of("code", "country", about="state, by code or name" + _ANY),
    },
    "statements": {
        "speaker": _of("speaker", "speaker_code", "speaker_name", about=_SAID_BY),
        "addressee": _of("code", "addressee", about="who was told, by code or name" + _ANY),
        "form": _of("word", "form", about="form" + _ANY, values=records.Form),
        "anonymous": _of("bool", "anonymous", about="True: only sources that are not named; False: only named ones"),
        "text": _TEXT,
    },
    "events": {
        "actors": _of("all", "actors", "recipients", about=_ALL),
        "actor": _of("has", "actors", about="who acts, by code or name" + _ANY),
        "recipient": _of("has", "recipients", about="who is acted on, by code or name" + _ANY),
        "dyad": _of("dyad", "actors", "recipients", about=_DYAD),
        "type": _of("word", "type", about="PLOVER type" + _ANY, values=records.EventType),
        "mode": _of("one of", "mode", about=_MODES),
        "context": _of("has word", "contexts", about="PLOVER context" + _ANY),
        "status": _of("word", "status", about="status" + _ANY, values=records.Status),
        "place": _PLACE,
        "issue": _ISSUE,
        "text": _TEXT,
    },
    "own_events": {
        "actors": _of("all", "actors", "recipients", about=_ALL),
        "actor": _of("has", "actors", about="who acts, by code or name" + _ANY),
        "recipient": _of("has", "recipients", about="who is acted on, by code or name" + _ANY),
        "dyad": _of("dyad", "actors", "recipients", about=_DYAD),
        "type": _of("one of", "type", about="id of the type" + _ANY),
        "status": _of("word", "status", about="status" + _ANY, values=records.Status),
        "place": _PLACE,
        "text": _TEXT,
    },
    "conditions": {
        "actors": _of("all of", "asserted_by", "consequent_actor", "antecedent_actor", about=_ALL),
        "asserted_by": _of("code", "asserted_by", about="who says so, by code or name" + _ANY),
        "relation": _of("word", "relation", about="relation" + _ANY, values=records.Relation),
        "text": _TEXT,
    },
    "assessments": {
        "holder": _of("speaker", "holder_code", "holder_name", about=_SAID_BY),
        "polarity": _of("word", "polarity", about="polarity" + _ANY, values=records.Polarity),
        "about": _of("contains", "about", about="words that the object of the judgement contains"),
        "text": _TEXT,
    },
    "meetings": {
        "actors": _of("all", "parties", about=_ALL),
        "status": _of("word", "status", about="status" + _ANY, values=records.MeetingStatus),
        "level": _of("word", "level", about="level" + _ANY, values=records.Level),
        "place": _PLACE,
    },
    "positions": {
        "actors": _of("all of", "actor", "toward", about=_ALL),
        "actor": _of("code", "actor", about="whose position, by code or name" + _ANY),
        "toward": _of("code", "toward", about="towards whom, by code or name" + _ANY),
        "stance": _of("word", "stance", about="stance" + _ANY, values=records.Stance),
        "issue": _ISSUE,
        "text": _TEXT,
    },
    "disputes": {"actors": _of("all of", "first_actor", "second_actor", about=_ALL), "issue": _ISSUE},
    "deadlocks": {"actors": _of("all", "parties", about=_ALL), "issue": _ISSUE},
    "occurrences": {
        "actors": _of("all", "parties", about=_ALL),
        "actor": _of("has", "actors", about="who acts, by code or name" + _ANY),
        "recipient": _of("has", "recipients", about="who is acted on, by code or name" + _ANY),
        "dyad": _of("dyad", "actors", "recipients", about=_DYAD),
        "type": _of("word", "type", about="PLOVER type" + _ANY, values=records.EventType),
        "mode": _of("one of", "mode", about=_MODES),
        "status": _of("word", "status", about="the last status told" + _ANY, values=records.Status),
        "place": _PLACE,
    },
}  # fmt: skip
"""The filters of each view, beside those of `_EVERY`."""


def filters_of(view: str) -> dict[str, Filter]:
    """The filters that a view has, by name."""
    # An occurrence is of many reports.
    return FILTERS[view] | {k: v for k, v in _EVERY.items() if view != "occurrences" or k in ("since", "until")}


def conditions(view: View, given: Mapping[str, Any], codes: Codes) -> Condition:
    """The condition that all filters in `given` hold; those that are None are not applied. Raises `QueryError`."""
    known = filters_of(view.name)
    parts: list[str] = []
    values: dict[str, Any] = {}
    for name, value in given.items():
        if name not in known:
            raise QueryError(
                f"{view.name} has no filter {name!r}{_near(name, known)}; it has {', '.join(sorted(known))}"
            )
        if value is not None:
            part = _condition(view, name, known[name], value, codes)
            parts.append(part.sql)
            values |= part.values
    return Condition(" AND ".join(parts) or "true", values)


def _condition(view: View, name: str, known: Filter, value: Any, codes: Codes) -> Condition:
    columns = known.columns
    if known.kind in ("since", "until"):
        return _dated(view, name, value)
    if known.kind == "bool":
        if not isinstance(value, bool):
            raise QueryError(f"{name}={value!r}: it is True or False")
        return Condition(f"{columns[0]} = ${name}", {name: value})
    words = _words(name, value)
    if known.kind == "contains":
        # A plain search: % and _ in the words are no wildcards.
        tests = [f"contains(lower({column}), ${name}_{i})" for i in range(len(words)) for column in columns]
        return Condition(f"({' OR '.join(tests)})", _bound(name, [word.lower() for word in words]))
    if known.kind == "speaker":
        return _speaker(name, columns, words, codes)
    if known.kind == "word":
        words = [_one_of(name, word, known.values) for word in words]
    elif known.kind not in ("one of", "has word"):
        words = [codes(word) for word in words]
    return Condition(_TESTS[known.kind](name, columns, words), _bound(name, words))


def _bound(name: str, words: Sequence[str]) -> dict[str, Any]:
    return {f"{name}_{i}": word for i, word in enumerate(words)}


def _any(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    return f"{columns[0]} IN ({', '.join(f'${name}_{i}' for i in range(len(words)))})"


def _has(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    tests = (f"list_contains({column}, ${name}_{i})" for i in range(len(words)) for column in columns)
    return f"({' OR '.join(tests)})"


def _all(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    tests = (" OR ".join(f"list_contains({column}, ${name}_{i})" for column in columns) for i in range(len(words)))
    return " AND ".join(f"({test})" for test in tests)


def _all_of(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    return " AND ".join(f"${name}_{i} IN ({', '.join(columns)})" for i in range(len(words)))


def _told_of(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    tests = (f"report_id IN (SELECT report_id FROM actors WHERE code = ${name}_{i})" for i in range(len(words)))
    return " AND ".join(tests)


def _dyad(name: str, columns: Sequence[str], words: Sequence[str]) -> str:
    if len(words) != 2:
        raise QueryError(f"{name}={list(words)!r}: a dyad is two parties, as in ('PER', 'ECU')")
    actors, recipients = columns
    one, other = f"${name}_0", f"${name}_1"
    acts = [
        f"list_contains({actors}, {one}) AND list_contains({recipients}, {other})",
        f"list_contains({actors}, {other}) AND list_contains({recipients}, {one})",
        f"list_contains({actors}, {one}) AND list_contains({actors}, {other}) AND len({recipients}) = 0",
    ]
    return f"({' OR '.join(f'({act})' for act in acts)})"


_TESTS: dict[str, Callable[[str, Sequence[str], Sequence[str]], str]] = {
    "one of": _any, "word": _any, "code": _any, "has": _has, "has word": _has, "all": _all, "all of": _all_of,
    "dyad": _dyad, "told of": _told_of,
}  # fmt: skip


def _speaker(name: str, columns: Sequence[str], words: Sequence[str], codes: Codes) -> Condition:
    """By code where the word is a party's, else by a part of the name."""
    tests, values = [], {}
    for i, word in enumerate(words):
        try:
            values[f"{name}_{i}"] = codes(word)
            tests.append(f"{columns[0]} = ${name}_{i}")
        except QueryError:
            values[f"{name}_{i}"] = word.lower()
            tests.append(f"contains(lower({columns[1]}), ${name}_{i})")
    return Condition(f"({' OR '.join(tests)})", values)


def _dated(view: View, name: str, value: Any) -> Condition:
    """Records whose days overlap with those asked for: the act's own where it has a date, else its report's."""
    first, last = days(name, value)
    start, end = days_of(view)
    if name == "since":
        return Condition(f"{end} >= $since", {"since": first})
    return Condition(f"{start} <= $until", {"until": last})


def days_of(view: View) -> tuple[str, str]:
    """What gives the first and the last day of a row of a view, in SQL."""
    if view.name == "occurrences":
        return "coalesce(date_from, first_published)", "coalesce(date_to, last_published)"
    return ("day", "day_to") if "day" in view.names else ("published", "published")


def days(name: str, value: Any) -> tuple[dt.date, dt.date]:
    """First and last day of a date, or of a year, month or day as text. Raises `QueryError`."""
    if isinstance(value, dt.datetime):
        value = value.date()
    if isinstance(value, dt.date):
        return value, value
    found = interval(value) if isinstance(value, str) else None
    if found is None:
        raise QueryError(f"{name}={value!r} is no date; give YYYY, YYYY-MM or YYYY-MM-DD")
    return found


def _words(name: str, value: Any) -> list[str]:
    words = [value] if isinstance(value, str) else list(value) if isinstance(value, Iterable) else [value]
    if not words or not all(isinstance(word, str) and word.strip() for word in words):
        raise QueryError(f"{name}={value!r}: give a word or a list of words")
    return [word.strip() for word in words]


def _one_of(name: str, word: str, values: Sequence[str]) -> str:
    found = {value.lower(): value for value in values}.get(word.lower())
    if found is None:
        raise QueryError(
            f"{name}={word!r}: there is no such {name}{_near(word, values)}; there are {', '.join(values)}"
        )
    return found


def _near(word: str, known: Iterable[str]) -> str:
    names = {name.lower(): name for name in known}
    near = difflib.get_close_matches(word.lower(), list(names), 1)
    return f" (did you mean {names[near[0]]!r}?)" if near else ""
