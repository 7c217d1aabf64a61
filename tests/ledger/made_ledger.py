"""Ledgers of made readings, so that tests of queries do not change with what is read."""

import datetime as dt
from pathlib import Path
from typing import Any

from dragoman.ledger.rows import Row, table
from dragoman.ledger.store import Ledger
from dragoman.reader import describe
from dragoman.records import Reading
from dragoman.sources.found import Location
from made_reading import TEXT, made_by, records, report, span

HEAD = "\N{SMILING FACE WITH SUNGLASSES} “Cafe\u0301”, 'quoted'; -- \\ %s ⟦1:2⟧\n"
"""Characters outside the first plane, combining ones, and such as SQL or a pattern might take for its own."""


def shifted(value: Any, by: int) -> Any:
    """Records with all their offsets moved."""
    if isinstance(value, dict):
        moved = {key: shifted(inner, by) for key, inner in value.items()}
        if "start" in value and "end" in value:
            moved |= {"start": value["start"] + by, "end": value["end"] + by}
        return moved
    return [shifted(inner, by) for inner in value] if isinstance(value, (list, tuple)) else value


def full() -> dict[str, Any]:
    """The records of a made reading with every kind of record and of field filled at least once."""
    known = records()
    known["events"][0] |= {
        "mode": "visit", "contexts": ["diplomatic", "territory"], "cameo": "042", "goldstein": 1.9,
        "actor_ids": ["a1", "a2"], "issue": "the border", "statement": 0,
        "grounds": [{"field": "mode", "value": "visit", "rule": "modes.visit", "cue": span("met")},
                    {"field": "cameo", "value": "042", "rule": "cameo.visit", "cue": None}],
        "votes": [{"by": "rules", "type": "CONSULT", "confidence": 0.7}],
    }  # fmt: skip
    known["events"][2] |= {
        "magnitude": {"killed": 3, "injured": None, "evidence": [span("denied"), span("guards")]},
        "made_by": made_by("event_verbs.deny", "denied", "any"),
    }
    vote = {"by": "prototypes", "type": "border-opening", "confidence": 0.5, "why": "We will open the bridge only if"}
    known["own_events"] = [
        span("open the bridge")
        | {"type": "border-opening", "actors": ["PER"], "recipients": ["ECU"], "status": "possible", "votes": [vote],
           "date": "2019-03/2019-04", "confidence": 0.5, "made_by": made_by("ontology.border-opening", "open")},
    ]  # fmt: skip
    known["times"].append(span("next") | {"type": "DATE", "value": "FUTURE_REF", "made_by": made_by("times.future")})
    known["places"][0] |= {"latitude": -2.9, "longitude": -79.0, "geonames_id": 3658666}
    known["conditions"][0]["antecedent"] = None
    return known


def reading(head: str = "", version: str = "1", **about: Any) -> tuple[Reading, str]:
    """A reading with its text, TEXT after `head`."""
    text = head + TEXT
    given = {"report": describe(report(text, **about)), "reader": {"version": version, "model": "by hand"}}
    return Reading.model_validate(given | shifted(full(), len(head))), text


def row(folder: Path | None = None, **about: Any) -> Row:
    """A row of a made reading; its text stands in a file of `folder`, where that is given."""
    found, text = reading(**about)
    path = (folder or Path("/absent")) / f"{found.report.id}.txt"
    if folder is not None:
        path.write_text(text, encoding="utf-8", newline="")
    return Row(found, text, Location(str(path)))


def days(count: int, start: dt.date = dt.date(2019, 1, 30)) -> list[str]:
    """So many days, one after the other, over the end of a month."""
    return [(start + dt.timedelta(number)).isoformat() for number in range(count)]


def add(ledger: Ledger, *rows: Row, added: str = "2020-01-01") -> int:
    """Commit `rows`, as of a day."""
    moment = dt.datetime.fromisoformat(added).replace(tzinfo=dt.UTC)
    return ledger.append_table(table(rows, moment, ledger.keeps_text))


def several(path: Path) -> Ledger:
    """A ledger of six versions: reports of two months, one without a date, one read again, one added twice."""
    ledger = Ledger(path, create=True)
    add(
        ledger,
        *(row(date=day, source="The Wire" if number % 2 else "The Courier") for number, day in enumerate(days(5))),
    )
    add(ledger, row(head=HEAD, date=None, title=None, source=None), added="2020-01-02")
    add(ledger, row(date=days(5)[0], source="The Courier", version="2"), added="2020-01-03")
    twice = row(head="Again. ", date="2019-02-01", title="Quotes \" and ', commas")
    add(ledger, twice, added="2020-01-04")
    add(ledger, twice, row(head="Later. ", date="2021-12-31"), added="2020-01-04")
    return ledger
