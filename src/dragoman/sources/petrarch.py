"""XML as PETRARCH and its kin take it: sentences, articles and stories, each a report of its own."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from lxml import etree

from dragoman.errors import ReportEmpty, ReportError, SourceError
from dragoman.reader import ReportText
from dragoman.sources.dates import publication_date
from dragoman.sources.found import Location, SourceOptions
from dragoman.sources.item import Budget, Item, Part

_REPORTS = frozenset(["sentence", "article", "story"])


def reports(item: Item, options: SourceOptions) -> Iterator[Part]:
    """The `Sentence`, `Article` and `Story` elements of a file; a story of sentences is one report.

    Entities beyond XML's own are dropped, nothing outside the file is opened, and markup that breaks XML's rules is
    read as well as it can be. Raises `SourceError` where the file breaks off.
    """
    walk = etree.iterparse(
        item.stream, events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, recover=True
    )
    position = 0
    open_reports: list[Any] = []
    root: Any = None
    try:
        for event, node in walk:
            root = node if root is None else root
            if _tag(node) not in _REPORTS:
                continue
            if event == "start":
                open_reports.append(node)
                continue
            open_reports.pop()
            if not open_reports:
                yield _part(node, item, position)
                position += 1
                _forget(node)
    except etree.LxmlError as error:
        raise SourceError(item.name, f"its XML cannot be read ({error})", "what stands before it was read") from error
    fault = next((entry for entry in walk.error_log if entry.type_name == "ERR_TAG_NOT_FINISHED"), None)
    if fault is not None:
        raise SourceError(
            item.name, f"its XML breaks off at line {fault.line}", "what stands before the break was read"
        )


def each(data: bytes, name: str) -> Iterator[ReportText | ReportError]:
    """The reports, or their errors, in the XML `data`; `name` is the file's."""
    item = Item(Location(name), name, io.BufferedReader(io.BytesIO(data)), Budget(name, len(data)))
    try:
        for part in reports(item, SourceOptions()):
            yield part.what
    except ReportError as error:
        yield error


def _tag(node: Any) -> str:
    return etree.QName(node).localname.lower() if isinstance(node.tag, str) else ""


def _forget(node: Any) -> None:
    """Free an element that was read, and those before it."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]


def _part(node: Any, item: Item, position: int) -> Part:
    name = item.at(position)
    try:
        return Part(position, _report(node, name))
    except ReportError as error:
        return Part(position, error)


def _report(node: Any, name: str) -> ReportText:
    texts = [" ".join("".join(part.itertext()).split()) for part in node.iter() if _tag(part) == "text"]
    text = "\n".join(text for text in texts if text)
    if not text:
        raise ReportEmpty(name, "its element has no <Text>", "give it the text of the report")
    known = {key.lower(): value.strip() for key, value in node.attrib.items()}
    first = next((part for part in node.iter() if _tag(part) == "sentence"), node)
    date = known.get("date") or first.get("date")
    title = known.get("title") or known.get("headline") or None
    source = known.get("source") or first.get("source") or None
    return ReportText(text, publication_date(date, name), title, source, known.get("id") or None, known.get("url"))
