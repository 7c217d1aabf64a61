"""W3C Web Annotations (JSON-LD): one annotation a record, with the exact characters of the report that carry it.

The file is one AnnotationCollection whose only page holds all annotations, so that any JSON-LD reader opens it.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.spans import Mark, marks, readings
from dragoman.records import Reading

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
COLLECTION = "urn:dragoman:export"
_AROUND = 32


def pieces(job: Job) -> Iterator[str]:
    """The collection, annotation by annotation."""
    page = {"id": f"{COLLECTION}:page", "type": "AnnotationPage", "partOf": COLLECTION, "startIndex": 0}
    head = {"@context": CONTEXT, "id": COLLECTION, "type": "AnnotationCollection", "label": "Records of a ledger"}
    yield json.dumps(head)[:-1] + ',\n"first": ' + json.dumps(page)[:-1] + ', "items": [\n'
    for reading, text in readings(job):
        for annotation in _annotations(reading, text):
            yield (",\n" if job.written else "") + json.dumps(annotation, ensure_ascii=False)
            job.written += 1
    yield f'\n]}},\n"last": "{page["id"]}",\n"total": {job.written}}}\n'


def web_annotations(reading: Reading, text: str) -> Iterator[dict[str, Any]]:
    """The annotations of one reading of `text`, each whole by itself, with its `@context`."""
    for annotation in _annotations(reading.to_dict(), text):
        yield {"@context": CONTEXT, **annotation}


def _annotations(reading: Mapping[str, Any], text: str | None) -> Iterator[dict[str, Any]]:
    report, reader = reading["report"], reading["reader"]
    source = _source(report)
    for mark in marks(reading):
        if not mark.spans:
            continue
        targets = [{"source": source, "selector": _selectors(*span, text)} for span in mark.spans]
        yield {
            "id": f"urn:dragoman:report:{report['id']}:{mark.section}:{mark.n}",
            "type": "Annotation",
            "motivation": "classifying",
            "generator": {
                "id": f"urn:dragoman:reader:{reader['version']}",
                "type": "Software",
                "name": f"dragoman {reader['version']} ({reader['model']}, {reader['engine']})",
            },
            "body": _bodies(mark),
            "target": targets if len(targets) > 1 else targets[0],
        }


def _source(report: Mapping[str, Any]) -> dict[str, Any]:
    """The text that offsets count in. It is no page of the web: `via` says where the report came from."""
    found = {"id": f"urn:dragoman:report:{report['id']}", "type": "Text", "format": "text/plain"}
    return found | {key: value for key, value in (("language", report["language"]), ("via", report["url"])) if value}


def _selectors(start: int, end: int, text: str | None) -> list[dict[str, Any]]:
    position: dict[str, Any] = {"type": "TextPositionSelector", "start": start, "end": end}
    if text is None:
        return [position]
    quote = {"type": "TextQuoteSelector", "exact": text[start:end]}
    around = {"prefix": text[max(0, start - _AROUND) : start], "suffix": text[end : end + _AROUND]}
    return [position, quote | {key: value for key, value in around.items() if value}]


def _bodies(mark: Mark) -> list[dict[str, Any]]:
    properties = json.dumps(mark.properties, ensure_ascii=False, default=str)
    return [
        {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": mark.label},
        {"type": "TextualBody", "purpose": "describing", "format": "application/json", "value": properties},
    ]
