"""Web pages as reports: the text of the article without what stands around it, with its title, date and publisher.

The text is what trafilatura finds to be the article, paragraphs on lines of their own; offsets count in it.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from typing import Any

from lxml import etree, html

from dragoman.errors import ReportDateError, ReportEmpty, ReportError, ReportNotText
from dragoman.reader import ReportText
from dragoman.sources.dates import publication_date
from dragoman.sources.files import MARKS, decode
from dragoman.sources.found import SourceOptions
from dragoman.sources.item import Item, Part

PAGE_SIZE = 5
"""How many times larger than a report its page may be: markup and scripts."""

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?([\w.:-]{1,40})", re.I)
_BLOCKS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "dd",
        "div",
        "dl",
        "dt",
        "figcaption",
        "figure",
        "footer",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "td",
        "th",
        "tr",
        "ul",
    ]
)
_UNSEEN = frozenset(["script", "style", "noscript", "template", "head", "iframe", "nav", "form", "svg", "math"])


def reports(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The one report of an HTML file, or of the page at an address."""
    data = item.read(PAGE_SIZE * options.max_bytes)
    yield Part(None, article(data, item.name, item.beside.url, options.encoding or item.charset))


def article(data: bytes, name: str, url: str | None = None, charset: str | None = None) -> ReportText:
    """The report on a page. `url` is its address and `charset` what the server says of its encoding, where known.

    The date is the page's own statement of its publication, else None. Raises `ReportEmpty` where it has no article.
    """
    from trafilatura import bare_extraction

    # Browsers pass over these, too; parsers take the first for the end of the page.
    page = decode_page(data, name, charset).replace("\0", "")
    try:
        found = bare_extraction(
            page,
            url=url,
            with_metadata=True,
            include_comments=False,
            date_extraction_params={"extensive_search": False, "original_date": True},
        )
    except Exception as error:  # its parsers fail on hostile markup in many ways
        reason = f"its page cannot be taken apart ({type(error).__name__})"
        raise ReportError(name, reason, "save the article as plain text") from error
    known: dict[str, Any] = found.as_dict() if found is not None and not isinstance(found, dict) else found or {}
    text = known.get("text") or fragment_text(page)
    if not text.strip():
        raise ReportEmpty(name, "there is no article on the page", "save the article as plain text")
    title = known.get("title") or _title(page)
    source = known.get("sitename") or known.get("hostname")
    return ReportText(text, _date(known.get("date"), name), title, source, None, url or known.get("url"))


def decode_page(data: bytes, name: str, charset: str | None = None) -> str:
    """The markup in `data`, in the encoding of its mark, else what server or page state, else what is found."""
    stated = _CHARSET.search(data, 0, 4096)
    marked = any(data.startswith(mark) for mark, _ in MARKS)
    for encoding in (None if marked else charset, stated[1].decode("ascii") if stated and not marked else None):
        try:
            if encoding is not None:
                # What browsers do: Latin-1 stands for its superset.
                real = codecs.lookup(encoding).name
                return data.decode("cp1252" if real in ("iso8859-1", "ascii") else real)
        except (LookupError, UnicodeError, ValueError):
            continue
    try:
        return decode(data, name)
    except ReportNotText:
        if b"\0" in data:
            raise
        return data.decode("utf-8", "replace")


def fragment_text(markup: str) -> str:
    """The text of a piece of HTML, blocks on lines of their own: for summaries in feeds and for small pages."""
    try:
        root = html.fromstring(f"<div>{_DECLARATION.sub('', markup)}</div>")
    except (etree.LxmlError, ValueError, AssertionError):
        return ""
    pieces: list[str] = []
    for event, node in etree.iterwalk(root, events=("start", "end", "comment", "pi")):
        if event in ("start", "end"):
            _walk(event, node, pieces)
        elif node.tail:
            pieces.append(node.tail)
    lines = (" ".join(line.split()) for line in "".join(pieces).split("\0"))
    return "\n".join(line for line in lines if line)


_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.I)


def _walk(event: str, node: Any, pieces: list[str]) -> None:
    block = node.tag in _BLOCKS
    if block:
        pieces.append("\0")
    if event == "start":
        if node.tag in _UNSEEN:
            node.text = None
            for child in list(node):
                node.remove(child)
        pieces.append(node.text or "")
    else:
        pieces.append(node.tail or "")


def _title(page: str) -> str | None:
    match = re.search(r"<title[^>]*>([^<]{1,500})</title>", page, re.I)
    return fragment_text(match[1]).replace("\n", " ") or None if match else None


def _date(value: str | None, name: str) -> str | None:
    try:
        return publication_date(value, name)
    except ReportDateError:
        # What trafilatura took for a date was never stated as one.
        return None
