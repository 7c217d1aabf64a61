"""Standoff for the annotation tool brat: a .txt and an .ann a report, and the annotation.conf that goes with them.

Entities are the mentions of actors, places, times, statements, their sources, the parts of conditions, assessments and
positions; events have PLOVER's types, with their parties, place and time as arguments and their status as an attribute.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

from dragoman.ledger.exports.brat_conf import configuration, name
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.spans import readings
from dragoman.records import Reading

# brat reads files by lines, and takes for the end of one whatever Python's codecs module does; a tab ends a field.
_BREAKS = re.compile("[\t\n\x0b\x0c\r\x1c-\x1e\x85\u2028\u2029]+")


class Standoff(NamedTuple):
    """A report for brat: what is in its .txt file and what in its .ann file."""

    text: str
    annotations: str


def fill(job: Job, folder: Path) -> None:
    """Write `ID.txt` and `ID.ann` a report and `annotation.conf`. A report without its text is left out."""
    (folder / "annotation.conf").write_text(configuration(), encoding="utf-8")
    for reading, text in readings(job):
        if text is None:
            continue
        made = _standoff(reading, text)
        for suffix, content in ((".txt", made.text), (".ann", made.annotations)):
            with (folder / f"{reading['report']['id']}{suffix}").open("w", encoding="utf-8", newline="") as file:
                file.write(content)
        job.written += 1


def standoff(reading: Reading, text: str) -> Standoff:
    """One reading of `text` for brat."""
    return _standoff(reading.to_dict(), text)


def fragments(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The span in pieces that hold no line break and no tab, each without white space around it."""
    found, at = [], start
    for stop in [*_BREAKS.finditer(text, start, end), None]:
        last = stop.start() if stop else end
        inside = text[at:last]
        left = at + len(inside) - len(inside.lstrip())
        right = at + len(inside.rstrip())
        if left < right:
            found.append((left, right))
        at = stop.end() if stop else end
    return found


class _Sheet:
    """The lines of an .ann file as they are made."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines: list[str] = []
        self.counts = dict.fromkeys("TERA#", 0)
        self.entities: dict[tuple[str, int, int], str] = {}

    def _id(self, sort: str) -> str:
        self.counts[sort] += 1
        return f"{sort}{self.counts[sort]}"

    def entity(self, kind: str, start: int, end: int) -> str | None:
        """The id of the text-bound annotation of a kind over a span; None where there is nothing but white space."""
        if (kind, start, end) in self.entities:
            return self.entities[kind, start, end]
        parts = fragments(self.text, start, end)
        if not parts:
            return None
        made = self.entities[kind, start, end] = self._id("T")
        places = ";".join(f"{left} {right}" for left, right in parts)
        words = " ".join(self.text[left:right] for left, right in parts)
        self.lines.append(f"{made}\t{kind} {places}\t{words}")
        return made

    def span(self, kind: str, span: Mapping[str, Any] | None) -> str | None:
        """Likewise, over the span that a record holds."""
        return self.entity(kind, span["start"], span["end"]) if span else None

    def event(self, trigger: str, kind: str, arguments: Iterable[tuple[str, str]]) -> str:
        """An event; a role that comes twice is numbered, as brat has it."""
        made, used = self._id("E"), dict[str, int]()
        words = [f"{kind}:{trigger}"]
        for role, entity in arguments:
            used[role] = used.get(role, 0) + 1
            words.append(f"{role}{used[role] if used[role] > 1 else ''}:{entity}")
        self.lines.append(f"{made}\t{' '.join(words)}")
        return made

    def relation(self, kind: str, one: str | None, other: str | None) -> None:
        """A relation, where both its ends are there."""
        if one and other:
            self.lines.append(f"{self._id('R')}\t{kind} Arg1:{one} Arg2:{other}")

    def attribute(self, kind: str, of: str | None, value: str | bool | None) -> None:
        """An attribute; True is one without a value, False and None are none."""
        if of and value:
            self.lines.append(f"{self._id('A')}\t{kind} {of}" + (f" {value}" if isinstance(value, str) else ""))

    def note(self, of: str | None, text: str) -> None:
        """A note of the annotator's."""
        if of and text:
            self.lines.append(f"{self._id('#')}\tAnnotatorNotes {of}\t{_BREAKS.sub(' ', text)}")

    def same(self, entities: list[str]) -> None:
        """Entities that are one."""
        if len(entities) > 1:
            self.lines.append(f"*\tEquiv {' '.join(entities)}")


def _standoff(reading: Mapping[str, Any], text: str) -> Standoff:
    sheet = _Sheet(text)
    mentions = _actors(sheet, reading)
    for time in reading["times"] or ():
        sheet.note(sheet.span("Time", time), f"{time['type']} {time['value']}")
    for place in reading["places"] or ():
        sheet.note(sheet.span("Place", place), _words(place, "name", "country", "latitude", "longitude"))
    statements = _statements(sheet, reading, mentions)
    _events(sheet, reading, mentions, statements)
    _conditions(sheet, reading)
    for held in reading["assessments"] or ():
        made = sheet.span("Assessment", held)
        sheet.attribute("Polarity", made, held["polarity"])
        sheet.relation("Holder", made, _nearest(mentions.get(held["holder_id"]), held["start"]))
    for position in reading["negotiation"]["positions"] or ():
        made = sheet.span("Position", position)
        sheet.attribute("Stance", made, position["stance"])
        sheet.note(made, _words(position, "actor", "toward", "issue"))
    return Standoff(text, "".join(line + "\n" for line in sheet.lines))


_Mentions = dict[str, list[tuple[int, str]]]
"""For each actor the start and the entity of each mention."""


def _actors(sheet: _Sheet, reading: Mapping[str, Any]) -> _Mentions:
    found: _Mentions = {}
    for actor in reading["actors"] or ():
        made = [
            (span["start"], entity) for span in actor["mentions"] if (entity := sheet.span(name(actor["kind"]), span))
        ]
        found[actor["id"]] = made
        sheet.same(list(dict.fromkeys(entity for _, entity in made)))
        if made:
            sheet.note(made[0][1], _words(actor, "name", "code", "sector", "role"))
    return found


def _statements(sheet: _Sheet, reading: Mapping[str, Any], mentions: _Mentions) -> list[str | None]:
    found = []
    for said in reading["statements"] or ():
        made = sheet.span("Statement", said)
        sheet.attribute("Form", made, said["form"])
        sheet.attribute("Anonymous", made, said["anonymous"])
        sheet.relation("Source", made, sheet.span("Source", said["source"]))
        sheet.relation("Cue", made, sheet.span("Cue", said["cue"]))
        sheet.relation("Speaker", made, _nearest(mentions.get(said["speaker_id"]), said["start"]))
        found.append(made)
    return found


def _events(sheet: _Sheet, reading: Mapping[str, Any], mentions: _Mentions, statements: list[str | None]) -> None:
    for event in reading["events"] or ():
        trigger = sheet.span(event["type"], event)
        if trigger is None:
            continue
        made = sheet.event(trigger, event["type"], _arguments(sheet, reading, event, mentions))
        sheet.attribute("Status", made, event["status"])
        sheet.attribute("Mode", made, event["mode"])
        said = event["statement"]
        if said is not None and said < len(statements):
            sheet.relation("Reported", made, statements[said])
        sheet.note(made, _words(event, "cameo", "actors", "recipients", "date", "place", "issue", "contexts"))


def _arguments(
    sheet: _Sheet, reading: Mapping[str, Any], event: Mapping[str, Any], mentions: _Mentions
) -> Iterator[tuple[str, str]]:
    """Parties by their nearest mentions, time and place by those of the event's sentence or so that give its value."""
    for role, field in (("Actor", "actor_ids"), ("Recipient", "recipient_ids")):
        for actor in event[field] or ():
            if (entity := _nearest(mentions.get(actor), event["start"])) is not None:
                yield role, entity
    for role, kind, records in (
        ("Time", "Time", [time for time in reading["times"] or () if time["value"] == event["date"]]),
        ("Place", "Place", [place for place in reading["places"] or () if place["name"] == event["place"]]),
    ):
        if records:
            nearest = min(records, key=lambda record: (abs(record["start"] - event["start"]), record["start"]))
            if (entity := sheet.span(kind, nearest)) is not None:
                yield role, entity


def _conditions(sheet: _Sheet, reading: Mapping[str, Any]) -> None:
    for condition in reading["conditions"] or ():
        whole = sheet.span("Condition", condition)
        sheet.attribute("Relation", whole, condition["relation"])
        sheet.note(whole, _words(condition, "asserted_by"))
        sheet.relation("Consequent", whole, sheet.span("Clause", condition["consequent"]))
        sheet.relation("Antecedent", whole, sheet.span("Clause", condition["antecedent"]))


def _nearest(mentions: list[tuple[int, str]] | None, at: int) -> str | None:
    return min(mentions, key=lambda mention: (abs(mention[0] - at), mention[0]))[1] if mentions else None


def _words(record: Mapping[str, Any], *fields: str) -> str:
    """The fields that have a value, as "name: value; …"."""
    known = ((field, record[field]) for field in fields)
    shown = ((f, ", ".join(v) if isinstance(v, (list, tuple)) else v) for f, v in known if v not in (None, "", [], ()))
    return "; ".join(f"{field}: {value}" for field, value in shown)
