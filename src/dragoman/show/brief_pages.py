"""A brief as Markdown, as a self-contained page, and as PDF (typst, which needs no system package)."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined

from dragoman.negotiation.brief import NOT_STATED, Brief, Sentence
from dragoman.negotiation.model import Source
from dragoman.show.visible import one_line
from dragoman.show.words import NO_DATE, NO_TITLE

_MARKDOWN = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~])")
_TYPST = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~$@=/\"':;&])")


def markdown(brief: Brief) -> str:
    """The brief as CommonMark with tables (GitHub's); text of the reports is escaped."""
    lines = [f"# {_md(brief.title)}", "", _as_of(brief), ""]
    for section in brief.sections:
        if section.id == "stuck":
            lines += [*_table(brief), ""]
        lines += [f"## {_md(section.heading)}", ""]
        lines += [f"- {_md_sentence(sentence)}" for sentence in section.sentences] or [NOT_STATED]
        lines.append("")
    lines += ["## Sources", ""]
    lines += [f"{source.number}. {_md(_source(source))}" for source in brief.sources]
    return "\n".join(lines) + "\n"


def _as_of(brief: Brief) -> str:
    return f"Made from records of reports up to {brief.newest}." if brief.newest else "Made from undated reports."


def _table(brief: Brief) -> list[str]:
    lines = ["## Positions side by side", ""]
    if not brief.positions:
        return [*lines, NOT_STATED]
    names = [_md(name) for name in brief.parties.values()]
    lines += [f"| Issue | {' | '.join(names)} |", f"|{' --- |' * (len(names) + 1)}"]
    for row in brief.positions:
        cells = ["<br>".join(_md_sentence(sentence) for sentence in cell) or NOT_STATED for cell in row.cells]
        lines.append(f"| {_md(row.issue)} | {' | '.join(cells)} |")
    return lines


def _md(text: str) -> str:
    return _MARKDOWN.sub(r"\\\1", one_line(text))


def _md_sentence(sentence: Sentence) -> str:
    quote = f" “{_md(sentence.quote)}”" if sentence.quote else ""
    return f"{_md(sentence.text)}{quote}{_refs(sentence)}"


def _refs(sentence: Sentence) -> str:
    return f" ({', '.join(map(str, sentence.sources))})" if sentence.sources else ""


def _source(source: Source) -> str:
    later = f" (replaced by {source.superseded_by})" if source.superseded_by else ""
    return f"{source.date or NO_DATE}, {source.source or 'publisher not stated'}: {source.title or NO_TITLE}{later}"


def html(brief: Brief) -> str:
    """The brief as one page without scripts, for screen and print."""
    css = files("dragoman.show").joinpath("templates/brief.css").read_text(encoding="utf-8")
    return str(
        _template().render(
            brief=brief, css=css, as_of=_as_of(brief), not_stated=NOT_STATED, source_line=_source, one_line=one_line
        )
    )


@cache
def _template():  # type: ignore[no-untyped-def]
    made = Environment(
        loader=PackageLoader("dragoman.show"), autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return made.get_template("brief.html")


def pdf(brief: Brief) -> bytes:
    """The brief as PDF, A4."""
    import typst

    return bytes(typst.compile(typst_source(brief).encode(), format="pdf"))


def typst_source(brief: Brief) -> str:
    """The brief in typst's markup; every word of the reports is escaped."""
    parts = [
        '#set page(paper: "a4", margin: 18mm, numbering: "1")',
        "#set text(size: 9.5pt)",
        "#set par(justify: false)",
        f"= {_ty(brief.title)}",
        _ty(_as_of(brief)),
    ]
    for section in brief.sections:
        if section.id == "stuck":
            parts += _typst_table(brief)
        parts.append(f"== {_ty(section.heading)}")
        parts += [f"- {_ty_sentence(sentence)}" for sentence in section.sentences] or [_ty(NOT_STATED)]
    parts.append("== Sources")
    parts += [f"/ {_ty(str(source.number))}: {_ty(_source(source))}" for source in brief.sources]
    return "\n\n".join(parts) + "\n"


def _typst_table(brief: Brief) -> list[str]:
    if not brief.positions:
        return ["== Positions side by side", _ty(NOT_STATED)]
    columns = ", ".join(["1fr", *["2fr"] * len(brief.parties)])
    cells = ["[*Issue*]", *(f"[*{_ty(name)}*]" for name in brief.parties.values())]
    for row in brief.positions:
        cells.append(f"[{_ty(row.issue)}]")
        for cell in row.cells:
            cells.append("[" + (" #linebreak() ".join(map(_ty_sentence, cell)) or _ty(NOT_STATED)) + "]")
    return ["== Positions side by side", f"#table(columns: ({columns}), stroke: 0.4pt, {', '.join(cells)})"]


def _ty(text: str) -> str:
    return _TYPST.sub(r"\\\1", one_line(text))


def _ty_sentence(sentence: Sentence) -> str:
    quote = f" “{_ty(sentence.quote)}”" if sentence.quote else ""
    return f"{_ty(sentence.text)}{quote}{_ty(_refs(sentence))}"
