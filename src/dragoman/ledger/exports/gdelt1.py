"""A table with the columns of GDELT 1.0's daily files: the 58 that GDELT 2.0 has but for the second-level regions."""

from __future__ import annotations

from collections.abc import Iterator

from dragoman.ledger.exports import gdelt
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.safe import tab_line

COLUMNS = tuple(column for column in gdelt.COLUMNS if not column.endswith("ADM2Code"))
"""GDELT's names of the columns."""

_DAY = 8


def pieces(job: Job) -> Iterator[str]:
    """A line an occurrence and dyad; DATEADDED is a day here, YYYYMMDD."""
    for record in gdelt.counted(job):
        row = gdelt.values(*record)
        row["DATEADDED"] = row["DATEADDED"] and row["DATEADDED"][:_DAY]
        yield tab_line(row[column] for column in COLUMNS)
