"""Plain CAMEO, tab-separated: date, source, target and code, as TABARI and its heirs write them, sentence and score."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.ledger.exports.dyads import dyads, first_of_day
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.safe import tab_line
from dragoman.ledger.exports.told import told

COLUMNS = ("date", "source", "target", "code", "text", "goldstein")
"""What stands in each column; the file has no line of headings."""


def pieces(job: Job) -> Iterator[str]:
    """A line a dyad."""
    records = dyads(told(job.ledger, job.scope, text=True), job.scope, job.left_out)
    for record in first_of_day(records, job.left_out) if job.one_a_day else records:
        job.written += 1
        yield tab_line(
            (
                record.day.strftime("%Y%m%d"),
                record.source.cameo,
                record.target.cameo,
                record.code,
                record.told.sentence,
                record.told.event["goldstein"],
            )
        )
