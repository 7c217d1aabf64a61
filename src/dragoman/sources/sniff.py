"""What a file is, told from its first bytes; its name only breaks ties."""

from __future__ import annotations

import codecs
import json
import re
from collections.abc import Sequence
from typing import Literal

from dragoman.sources.delimited import sniff_dialect
from dragoman.sources.files import MARKS

Format = Literal[
    "text", "html", "feed", "petrarch", "xml", "table", "json lines", "json", "parquet", "warc",
    "gzip", "bzip2", "xz", "zip", "tar", "pdf",
]  # fmt: skip

_MAGIC: tuple[tuple[bytes, Format], ...] = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
    (b"PAR1", "parquet"),
    (b"WARC/1.", "warc"),
    (b"%PDF-", "pdf"),
)
_TAR_MARK = (257, b"ustar")

# What may stand before the first element of a page or of XML.
_PROLOGUE = re.compile(r"\s*(?:<\?.*?\?>|<!--.*?-->|<!doctype[^>\[]*(?:\[.*?\]\s*)?>|\s+)", re.I | re.S)
_ROOT = re.compile(r"<(?:\w+:)?([a-z][\w.-]*)[\s/>]", re.I)
_HTML = frozenset(
    [
        "html",
        "head",
        "body",
        "title",
        "meta",
        "link",
        "script",
        "style",
        "div",
        "span",
        "p",
        "a",
        "article",
        "section",
        "main",
        "header",
        "footer",
        "nav",
        "h1",
        "h2",
        "h3",
        "br",
        "img",
        "table",
        "ul",
        "ol",
        "blockquote",
        "b",
        "i",
        "em",
        "strong",
        "font",
        "center",
    ]
)
_FEEDS = frozenset({"rss", "feed", "rdf"})
_PETRARCH = frozenset({"sentences", "sentence", "articles", "stories", "story"})
_TAG = re.compile(r"<(?:!doctype html|html|head|body|div|p|article|h1)\b", re.I)


def sniff(head: bytes, file_name: str, columns: Sequence[str] = (), encoding: str | None = None) -> Format:
    """The format of the file that begins with `head` (up to 64 kB). Never fails: what is nothing else is "text".

    `columns` are the columns that the user named: a table's header that has one of them is one.
    """
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            return kind
    if file_name.lower().endswith(".warc") and b"WARC/1." in head:
        return "warc"
    if head[_TAR_MARK[0] :].startswith(_TAR_MARK[1]):
        return "tar"
    head = head_as_utf8(head, encoding)
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n\f\v")
    name = file_name.lower()
    if text.startswith("<"):
        return _markup(text, name)
    if text.startswith("{"):
        return _json(text, name)
    if text.startswith("[") and re.match(r"\[\s*(?:\{|\])", text):
        return "json"
    if name.endswith((".html", ".htm", ".xhtml")) and _TAG.search(text):
        return "html"
    named = name.endswith((".csv", ".tsv", ".tab"))
    return "table" if sniff_dialect(head, named, columns) else "text"


def head_as_utf8(head: bytes, encoding: str | None = None) -> bytes:
    """`head` in UTF-8 where it has the mark of a wide encoding, or `encoding` names one; else as it is."""
    found = encoding or next((name for mark, name in MARKS if head.startswith(mark)), None)
    if found is None or found.startswith("utf-8"):
        return head
    try:
        return codecs.getincrementaldecoder(found)("replace").decode(head).encode("utf-8", "replace")
    except (LookupError, UnicodeError):
        return head


def _markup(text: str, name: str) -> Format:
    declared = text[:5].lower() == "<?xml"
    page = text[:9].lower() == "<!doctype" and text[9:].lstrip()[:4].lower() == "html"
    at = 0
    while match := _PROLOGUE.match(text, at):
        at = match.end()
    root = _ROOT.match(text, at)
    element = root[1].lower() if root else ""
    if element in _FEEDS:
        return "feed"
    if element in _PETRARCH:
        return "petrarch"
    if page or element in _HTML or (name.endswith((".html", ".htm", ".xhtml")) and _TAG.search(text)):
        return "html"
    return "xml" if declared or (name.endswith(".xml") and element and f"</{element}" in text.lower()) else "text"


def _json(text: str, name: str) -> Format:
    """Objects one a line, or one object (or the text that only begins with a brace)."""
    if not re.match(r'\{\s*(?:"|\}|$)', text):
        return "text"
    first, end, rest = text.partition("\n")
    if not end:
        return "json" if name.endswith(".json") or _is_object(first) else "json lines"
    later = rest.split("\n")[:50]
    if _is_object(first):
        return "json lines" if rest.strip() else "json"
    return "json lines" if any(_is_object(line) for line in later if line.startswith("{")) else "json"


def _is_object(line: str) -> bool:
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
