"""The reader: runs the steps, in order, over one report or a stream of them.

`read` is a pure function of text, date, title, source and configuration: the same input gives the same bytes, whatever
the batch and however often it is called.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Literal, NamedTuple

from dragoman._version import __version__
from dragoman.errors import ReportDateError
from dragoman.language import DEFAULT_MODEL, Document, Language
from dragoman.learned.coder import LearnedCoder
from dragoman.records import ReaderInfo, Reading, Report
from dragoman.steps.actors import Actors
from dragoman.steps.assessments import Assessments
from dragoman.steps.conditions import Conditions
from dragoman.steps.draft import Draft, Step
from dragoman.steps.events import Events
from dragoman.steps.negotiation import NegotiationView
from dragoman.steps.ontology.coder import OwnCoder
from dragoman.steps.ontology.file import load_ontology
from dragoman.steps.own_events import OwnEvents
from dragoman.steps.places import Places
from dragoman.steps.statements import Statements
from dragoman.steps.times import Times, date_in_dateline

Engine = Literal["both", "rules"]
"""Who types events: the rules and the learned coder, or the rules alone."""


class ReportText(NamedTuple):
    """A report to read: the text and what its source says of it. `date` is a `datetime.date` or "YYYY-MM-DD"."""

    text: str
    date: dt.date | str | None = None
    title: str | None = None
    source: str | None = None
    source_id: str | None = None
    url: str | None = None


class Reader:
    """Reads reports with one configuration.

    `model` names an installed spaCy package; `actor_files` are the user's own actor lists (PETRARCH dictionaries or
    CSV). `engine` is "both" (rules and the learned coder type events together) or "rules" (no learned part is loaded).
    `ontology` is the user's own file of types (docs/ontology.md); it is checked at once, and `KnowledgeError` says what
    is wrong with it. Nothing else is loaded before the first report.
    """

    def __init__(
        self,
        model: str = DEFAULT_MODEL,
        actor_files: Sequence[Path | str] = (),
        engine: Engine = "both",
        ontology: Path | str | None = None,
    ) -> None:
        self.language = Language(model)
        self.engine = engine
        self.coder = LearnedCoder() if engine == "both" else None
        self.actor_files = tuple(Path(path) for path in actor_files)
        self.ontology = load_ontology(Path(ontology)) if ontology is not None else None
        self._steps: tuple[Step, ...] | None = None

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps in the order in which they run; the first use loads what they know."""
        if self._steps is None:
            self._steps = check_chain(
                (
                    Times(),
                    Places(),
                    Actors(self.actor_files),
                    Statements(),
                    Events(self.coder),
                    *self._own_events(),
                    Conditions(),
                    Assessments(),
                    NegotiationView(),
                )
            )
        return self._steps

    @property
    def info(self) -> ReaderInfo:
        """Which reader this is: what its readings carry. Raises `ModelError` where the model cannot be loaded."""
        return ReaderInfo(
            version=__version__,
            model=self.language.version,
            engine=self.engine,
            ontology=self.ontology.name if self.ontology else None,
        )

    def _own_events(self) -> tuple[Step, ...]:
        """The step for the user's own types, where she gave some."""
        if self.ontology is None:
            return ()
        return (OwnEvents(OwnCoder(self.ontology, self.language, self.coder)),)

    def read(
        self,
        text: str,
        date: dt.date | str | None = None,
        title: str | None = None,
        source: str | None = None,
    ) -> Reading:
        """All records of one report.

        `date` is the publication date; without it, a full date in the dateline ("BEIJING, May 6, 2004 (Xinhua) --") is
        taken, and without that relative times stay unresolved. Raises `ReportDateError` where it is no calendar date.
        """
        return next(self.read_many([ReportText(text, date, title, source)]))

    def read_many(self, reports: Iterable[ReportText | str], batch_size: int = 32) -> Iterator[Reading]:
        """The readings of `reports`, in order and lazily; at most `batch_size` reports are held at a time."""
        stream = (whole(ReportText(r) if isinstance(r, str) else r) for r in reports)
        while batch := list(islice(stream, batch_size)):
            described = [describe(report) for report in batch]
            documents = self.language.parse_many([r.text for r in batch], batch_size)
            for report, document in zip(described, documents, strict=True):
                yield self._run(report, document)

    def draft(self, report: ReportText) -> Draft:
        """The report with its parsed document and all its records: what `explain` shows."""
        report = whole(report)
        return self._draft(describe(report), self.language.parse(report.text))

    def _draft(self, report: Report, document: Document) -> Draft:
        if report.date is None and (printed := date_in_dateline(document)):
            report = report.model_copy(update={"date": printed})
        draft = Draft(report, document)
        for step in self.steps:
            step(draft)
        return draft

    def _run(self, report: Report, document: Document) -> Reading:
        draft = self._draft(report, document)
        return Reading(
            report=draft.report,
            reader=self.info,
            actors=tuple(draft.actors),
            times=tuple(draft.times),
            places=tuple(draft.places),
            statements=tuple(draft.statements),
            events=tuple(draft.events),
            own_events=tuple(draft.own_events),
            conditions=tuple(draft.conditions),
            assessments=tuple(draft.assessments),
            negotiation=draft.negotiation,
        )


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def whole(report: ReportText) -> ReportText:
    """`report` with U+FFFD for half characters, which no encoding can write; offsets stay."""
    mended = (_LONE_SURROGATE.sub("\ufffd", value) if isinstance(value, str) else value for value in report)
    return ReportText._make(mended)


def check_chain(steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """`steps`, if each finds what it reads made by one before it. Raises ValueError otherwise."""
    made: set[str] = set()
    for step in steps:
        missing = set(step.reads) - made
        if missing:
            raise ValueError(
                f"the step {step.name!r} reads {', '.join(sorted(missing))}, which no step before it makes"
            )
        made |= set(step.makes)
    return steps


def parse_date(date: dt.date | str | None, name: str) -> str | None:
    """A publication date as YYYY-MM-DD. `name` is the report's, for the error. Raises `ReportDateError`."""
    if date is None or date == "":
        return None
    if isinstance(date, dt.datetime):
        return date.date().isoformat()
    if isinstance(date, dt.date):
        return date.isoformat()
    if match := re.match(r"(\d{4}-\d\d-\d\d)(?:$|[T ])", date.strip()):
        try:
            return dt.date.fromisoformat(match[1]).isoformat()
        except ValueError:
            pass
    raise ReportDateError(name, f"{date!r} is no date", "give the publication date as YYYY-MM-DD")


def report_id(text: str, date: str | None) -> str:
    """The id of a report: the first 16 hex digits of the SHA-256 of its text (NFC, white space folded) and date."""
    folded = " ".join(unicodedata.normalize("NFC", text).split())
    return hashlib.sha256(f"{date or ''}\n{folded}".encode("utf-8", "surrogatepass")).hexdigest()[:16]


def describe(report: ReportText) -> Report:
    """What a reading says of its report."""
    name = report.source_id or report.title or "the report"
    date = parse_date(report.date, name)
    return Report(
        id=report_id(report.text, date),
        source_id=report.source_id,
        title=report.title,
        date=date,
        source=report.source,
        url=report.url,
        characters=len(report.text),
    )


@cache
def default_reader() -> Reader:
    """The reader behind `dragoman.read`."""
    return Reader()


def read(text: str, date: dt.date | str | None = None, title: str | None = None, source: str | None = None) -> Reading:
    """All records of one report, made with the default configuration. See `Reader.read`."""
    return default_reader().read(text, date, title, source)


def read_many(reports: Iterable[ReportText | str], batch_size: int = 32) -> Iterator[Reading]:
    """The readings of `reports`, in order and lazily, made with the default configuration. See `Reader.read_many`."""
    return default_reader().read_many(reports, batch_size)
