"""What a search shows of each record it found: who, what, and the words of the report, with a link to them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

from dragoman.ledger.browse import Browser, Kind, marked
from dragoman.records import Span
from dragoman.show.excerpt import clip, excerpt
from dragoman.show.words import EVENT_TYPES, RELATIONS, THE_REPORT, UNNAMED, Parties
from dragoman.web import links

WIDE = 240
"""About so many characters of a report are shown."""

Row = dict[str, Any]


class Run(NamedTuple):
    """A run of words: "mark" is what was looked for, "hit" the record's own, "dim" what stands around it."""

    text: str
    style: str = ""


class Hit(NamedTuple):
    """One record that was found."""

    href: str
    lead: str
    label: str
    body: tuple[Run, ...]
    facts: tuple[str, ...]
    title: tuple[Run, ...]
    source: str | None
    published: dt.date | None
    report: str


class Telling(NamedTuple):
    """What a kind of record tells: who, of what sort, the place of its words, its own words, further facts."""

    lead: str
    label: str
    span: Span | None
    words: str | None
    facts: tuple[str | None, ...]


def hits(browser: Browser, kind: Kind, rows: Sequence[Row], words: str) -> list[Hit]:
    """The rows of `browser` as they are shown; `words` are what was looked for."""
    titles = _marks(words, {row["report_id"]: row["title"] or "" for row in rows})
    if kind == "reports":
        return _reports(browser, rows, words, titles)
    tell = _TELLING[kind]
    told = [tell(row, Parties().name) for row in rows]
    # Of a statement all that was said is known; of others the sentence around them is shown.
    texts = browser.texts([row["report_id"] for row in rows]) if kind not in ("statements", "disputes") else {}
    spoken = {n: one.words or "" for n, one in enumerate(told)} if kind == "statements" else {}
    bodies = _marks(words, spoken) if words else {}
    found = []
    for number, (row, one) in enumerate(zip(rows, told, strict=True)):
        body = bodies.get(number) or _around(texts.get(row["report_id"]), one)
        at = one.span.start if one.span else None
        href = links.report(row["report_id"], at, f"{kind}-{row['n'] + 1}")
        facts = tuple(fact for fact in one.facts if fact)
        report = links.report(row["report_id"])
        title = titles.get(row["report_id"]) or (Run(row["title"] or ""),)
        found.append(Hit(href, one.lead, one.label, body, facts, title, row["source"], row["published"], report))
    return found


def _reports(browser: Browser, rows: Sequence[Row], words: str, titles: dict[Any, tuple[Run, ...]]) -> list[Hit]:
    texts = browser.texts([row["report_id"] for row in rows])
    bodies = _marks(words, texts) if words else {}
    found = []
    for row in rows:
        id_ = row["report_id"]
        body = bodies.get(id_) or ((Run(clip(texts[id_], WIDE)),) if id_ in texts else ())
        title = titles.get(id_) or (Run(row["title"] or row["source_id"] or ""),)
        facts = [f"{row['n_events']:,} events", f"{row['n_statements']:,} statements"]
        found.append(Hit(links.report(id_), "", "", body, tuple(facts), title, row["source"], row["published"], ""))
    return found


def _marks(words: str, texts: dict[Any, str]) -> dict[Any, tuple[Run, ...]]:
    """Of each text the part with the words that were looked for."""
    if not words:
        return {}
    runs = marked(words, texts)
    return {key: tuple(Run(text, "mark" if found else "") for text, found in parts) for key, parts in runs.items()}


def _around(text: str | None, one: Telling) -> tuple[Run, ...]:
    if text is None or one.span is None:
        return (Run(clip(one.words, WIDE), "hit"),) if one.words else ()
    if one.span.end - one.span.start >= WIDE:
        return (Run(clip(text[one.span.start : one.span.end], 2 * WIDE), "hit"),)
    before, hit, after = excerpt(text, one.span, WIDE)
    return tuple(run for run in (Run(before, "dim"), Run(hit, "hit"), Run(after, "dim")) if run.text)


def _span(row: Row, start: str = "start", end: str = "end") -> Span:
    return Span(start=row[start], end=row[end], text="")


def _evidence(row: Row) -> Span | None:
    return Span(start=row["evidence"][0]["start"], end=row["evidence"][0]["end"], text="") if row["evidence"] else None


Name = Callable[[str], str]


def _names(codes: Sequence[str], name: Name) -> str:
    return ", ".join(name(code) for code in codes)


def _event(row: Row, name: Name) -> Telling:
    lead = _names(row["actors"], name) + (f" → {_names(row['recipients'], name)}" if row["recipients"] else "")
    status = None if row["status"] == "actual" else row["status"]
    facts = (EVENT_TYPES.get(row["type"]), status, row["mode"], row["date"], row["place"], row["issue"])
    return Telling(lead, row["type"], _span(row), row["text"], facts)


def _statement(row: Row, name: Name) -> Telling:
    lead = row["speaker_name"] or row["source_text"] or UNNAMED
    code = name(row["speaker_code"]) if row["speaker_code"] else None
    told = f"to {name(row['addressee'])}" if row["addressee"] else None
    facts = (told, row["form"], "unnamed" if row["anonymous"] else None)
    lead += f" ({code})" if code and code != lead else ""
    return Telling(lead, row["cue_text"] or row["form"], _span(row), row["text"], facts)


def _position(row: Row, name: Name) -> Telling:
    lead = name(row["actor"]) + (f" → {name(row['toward'])}" if row["toward"] else "")
    return Telling(lead, row["stance"], _span(row), row["text"], (row["issue"],))


def _meeting(row: Row, name: Name) -> Telling:
    level = None if row["level"] == "unknown" else row["level"]
    facts = (row["date"], row["place"], level)
    return Telling(_names(row["parties"], name), row["status"], _evidence(row), None, facts)


def _condition(row: Row, name: Name) -> Telling:
    lead = name(row["asserted_by"]) if row["asserted_by"] else THE_REPORT
    return Telling(lead, row["relation"], _span(row), row["text"], (RELATIONS.get(row["relation"]),))


def _assessment(row: Row, name: Name) -> Telling:
    lead = row["holder_name"] or (name(row["holder_code"]) if row["holder_code"] else UNNAMED)
    about = f"of {row['about']}" if row["about"] else None
    return Telling(lead, row["polarity"], _span(row), row["text"], (about,))


def _dispute(row: Row, name: Name) -> Telling:
    lead = f"{name(row['first_actor'])}, {name(row['second_actor'])}"
    words = f"{row['first_text'] or ''} — against — {row['second_text'] or ''}"
    return Telling(lead, "dispute", _span(row, "first_start", "first_end"), words, (row["issue"],))


def _deadlock(row: Row, name: Name) -> Telling:
    return Telling(_names(row["parties"], name), "deadlock", _evidence(row), None, (row["issue"], row["because"]))


_TELLING: dict[str, Callable[[Row, Name], Telling]] = {
    "events": _event, "statements": _statement, "positions": _position, "meetings": _meeting,
    "conditions": _condition, "assessments": _assessment, "disputes": _dispute, "deadlocks": _deadlock,
}  # fmt: skip
