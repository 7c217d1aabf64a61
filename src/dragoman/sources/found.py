"""What a source gives: reports with the place where each stands, and what could not be taken, with the reason."""

from __future__ import annotations

from typing import NamedTuple

from pydantic import BaseModel, ConfigDict, Field

from dragoman.errors import ReportError
from dragoman.reader import ReportText


class Location(NamedTuple):
    """Where a report stands, so that it can be opened again.

    `path` is an absolute file name or a URL, or "-" for standard input. `member` is the path inside an archive (inside
    an archive in an archive: "inner.zip!a.txt"), None outside one. `position` tells reports of one file apart: the
    number of the report in it from 0; for WARC the byte offset of the record. None where the file is one report.
    """

    path: str
    member: str | None = None
    position: int | None = None

    def __str__(self) -> str:
        """The place in one line, for messages: archive.zip!a/b.csv#12."""
        inside = f"!{self.member}" if self.member is not None else ""
        return f"{self.path}{inside}" + (f"#{self.position}" if self.position is not None else "")


class SourceOptions(BaseModel):
    """How sources are opened; kept as JSON with a report, so that it can be opened again in the same way."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    columns: dict[str, str] = Field(
        default_factory=dict,
        description="for tables: the columns of a report's text, date, title, source, id and url, by these words",
    )
    encoding: str | None = Field(default=None, description="encoding of the files, instead of finding it out")
    max_bytes: int = Field(default=2_000_000, gt=0, description="the largest single report")
    date: str | None = Field(default=None, description="publication date of reports that state none, YYYY-MM-DD")
    source: str | None = Field(default=None, description="publisher of reports that state none")
    any_language: bool = Field(default=False, description="read reports in other languages than English, too")


class Found(NamedTuple):
    """One thing that a source gave: a report, or the error that says why there is none."""

    location: Location
    report: ReportText | None
    error: ReportError | None
