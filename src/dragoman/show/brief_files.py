"""Briefs as files: the name's ending says which form."""

from __future__ import annotations

from pathlib import Path

from dragoman.errors import QueryError
from dragoman.negotiation.brief import Brief
from dragoman.show.brief_pages import html, markdown, pdf

FORMS = (".md", ".html", ".pdf")


def write(brief: Brief, out: Path) -> None:
    """Write the brief to `out`. Raises `QueryError` where the name ends in nothing that is known, and OSError."""
    form = out.suffix.lower()
    if form not in FORMS:
        raise QueryError(f"{out}: a brief is written as {', '.join(FORMS)}; give a name that ends in one of them")
    if form == ".pdf":
        out.write_bytes(pdf(brief))
    else:
        out.write_text(markdown(brief) if form == ".md" else html(brief), encoding="utf-8")
