"""A reader that needs no model, reports for it, and ways to look into a ledger."""

import json
from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow.parquet as pq
from made_ledger import full, shifted

from dragoman.ledger.add import Adding, Tally, add
from dragoman.ledger.store import Ledger
from dragoman.reader import ReportText, describe
from dragoman.records import ReaderInfo, Reading
from dragoman.sources.found import Found, Location
from made_reading import TEXT

FAULT = "the reader fails here"


class MadeReader:
    """Reads reports that end with TEXT; it fails on those with the words of FAULT. `read` counts what it was given."""

    def __init__(self, version: str = "1") -> None:
        self.info = ReaderInfo(version=version, model="by hand")
        self.read = 0

    def read_many(self, reports: Iterable[ReportText], batch_size: int = 32) -> Iterator[Reading]:
        for report in reports:
            if FAULT in report.text:
                raise ValueError(f"no parse for {report.text!r}")
            self.read += 1
            records = shifted(full(), len(report.text) - len(TEXT))
            yield Reading.model_validate({"report": describe(report), "reader": self.info, **records})


def text(number: int) -> str:
    """A text that differs from the others in its first line."""
    return f"Report {number}\n{TEXT}"


def reports(numbers: Iterable[int]) -> list[Found]:
    """Reports of a JSON Lines file that is not there."""
    return [
        Found(
            Location("/absent/made.jsonl", None, number),
            ReportText(text(number), f"2019-0{1 + number % 3}-11", f"Title {number}", "The Wire", f"id-{number}"),
            None,
        )
        for number in numbers
    ]


def write_jsonl(path: Path, numbers: Iterable[int], **more: object) -> Path:
    """The same reports as a file."""
    rows = [
        {"text": f.report.text, "date": f.report.date, "id": f.report.source_id} for f in reports(numbers) if f.report
    ]
    path.write_text("".join(json.dumps(row | more) + "\n" for row in rows), encoding="utf-8")
    return path


def added(ledger: Ledger, found: Iterable[Found], reader: MadeReader | None = None, **more: int) -> Tally:
    """Add everything, and give what became of it."""
    adding = Adding(ledger, **more)
    for _ in add(adding, found, reader or MadeReader()):
        pass
    assert accounted(adding.counts)
    return adding.counts


def accounted(counts: Tally) -> bool:
    """Whether every report is accounted for."""
    return counts.found == counts.added + counts.there + counts.twice + counts.set_aside


def ids(ledger: Ledger) -> list[str]:
    """The ids of all rows, superseded ones included."""
    rows = [pq.read_table(file, columns=["id"], partitioning=None) for file in ledger.files()]
    return sorted(value for part in rows for value in part.column("id").to_pylist())
