"""Everything Dragoman raises on purpose.

    DragomanError
    ├── ReportError            one report cannot be read; says which and why
    │   ├── ReportNotFound     no such file
    │   ├── ReportEmpty        nothing in it
    │   ├── ReportNotText      bytes that are no text in a known encoding
    │   ├── ReportTooLarge     over the size limit
    │   ├── ReportDateError    a publication date that is no date
    │   ├── ReportLanguage     not in English
    │   └── SourceError        a whole file, feed, archive or table cannot be opened or breaks off
    ├── LedgerError            a ledger cannot be opened, written or read as asked
    ├── WorkerError            the processes or the cluster that are to read cannot be started or reached
    ├── QueryError             a question that the ledger cannot answer: bad SQL, an unknown column or format
    ├── SiteError              the site cannot be opened, or a page asked for is not there
    ├── KnowledgeError         a rule, actor or gold file that breaks its form; says file and line or key
    ├── ModelError             the language model is not installed or is not the pinned one
    └── EvaluationError        a benchmark folder without the files it needs

Every message is one line: what was wrong, in which report or file, and what to do next.
"""

from __future__ import annotations


class DragomanError(Exception):
    """Root of every error that the library raises on purpose."""


class ReportError(DragomanError):
    """One report cannot be read. `name` is the report's file name or id, `reason` says why, `hint` what to do."""

    def __init__(self, name: str, reason: str, hint: str = "") -> None:
        self.name = name
        self.reason = reason
        self.hint = hint
        super().__init__(f"{name}: {reason}" + (f"; {hint}" if hint else ""))


class ReportNotFound(ReportError):
    """There is no such file."""


class ReportEmpty(ReportError):
    """The file has no text in it."""


class ReportNotText(ReportError):
    """The file's bytes are no text in a known encoding."""


class ReportTooLarge(ReportError):
    """The file is over the size limit."""


class ReportDateError(ReportError, ValueError):
    """The publication date is no calendar date."""


class ReportLanguage(ReportError):
    """The report is not in English; it is set aside."""


class SourceError(ReportError):
    """A file, feed, archive or table cannot be opened or breaks off; the reports before the fault were read."""


class LedgerError(DragomanError):
    """The ledger cannot be opened, written or read as asked; says which folder, why, and what to do."""


class WorkerError(DragomanError):
    """The worker processes, or the cluster, that are to read cannot be started or reached, or keep ending."""


class QueryError(DragomanError):
    """A question that the ledger cannot answer: SQL that does not parse, an unknown column, filter or format."""


class SiteError(DragomanError):
    """The site cannot be opened as asked, or a visitor asked for what is not there."""


class KnowledgeError(DragomanError):
    """A rule file, actor dictionary or gold file breaks its form."""


class ModelError(DragomanError):
    """The language model cannot be loaded."""


class EvaluationError(DragomanError):
    """A benchmark folder lacks the files that its scorer needs."""
