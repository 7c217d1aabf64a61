"""The reports as a BibTeX bibliography."""

from __future__ import annotations

import re
from calendar import month_name
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from bibtexparser.entrypoint import write_string
from bibtexparser.library import Library
from bibtexparser.model import Entry, Field

from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.safe import cell
from dragoman.ledger.exports.told import matching

# Braces are written as words: BibTeX counts even braces that a backslash stands before.
_LATEX = {
    "\\": r"{\textbackslash}", "{": r"{\textbraceleft}", "}": r"{\textbraceright}", "$": r"\$", "&": r"\&",
    "#": r"\#", "%": r"\%", "_": r"\_", "~": r"{\textasciitilde}", "^": r"{\textasciicircum}",
}  # fmt: skip
_SPECIAL = re.compile("[" + re.escape("".join(_LATEX)) + "]")


def pieces(job: Job) -> Iterator[str]:
    """An entry a report: @article where somebody published it, else @misc. Its key is the report's id."""
    for row in matching(job.ledger, job.scope):
        job.written += 1
        yield write_string(Library([_entry(row)])).rstrip("\n") + "\n\n"


def _entry(row: dict[str, Any]) -> Entry:
    published = row["date"].split("-") if row["date"] else None
    known = {
        # Braces of its own keep the title's capitals.
        "title": "{" + latex(row["title"]) + "}" if row["title"] else None,
        "journal": latex(row["source"] or ""),
        "year": published and published[0],
        "month": published and month_name[int(published[1])],
        "date": row["date"],
        "url": address(row["url"] or ""),
        "note": latex(f"id {row['source_id']}") if row["source_id"] else None,
        "langid": row["language"] and latex(row["language"]),
    }
    fields = [Field(name, value) for name, value in known.items() if value]
    return Entry("article" if known["journal"] else "misc", f"dragoman-{row['id']}", fields)


def latex(text: str) -> str:
    """Text on one line as LaTeX; letters beyond ASCII stay as they are (the file is UTF-8)."""
    return _SPECIAL.sub(lambda match: _LATEX[match.group()], cell(text))


def address(url: str) -> str:
    """A URL in which whatever BibTeX or LaTeX would stumble over is percent-encoded."""
    return quote(cell(url), safe=":/?#[]@!$&'()*+,;=%~-._")
