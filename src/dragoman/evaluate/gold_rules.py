"""When a read record is the gold one: the measure that the annotation guidelines come with, section by section.

    times        spans overlap by half; in full: and the value is equal
    statements   contents overlap by half; in full: and the source is the same, by code or by name
    events       same type and sentence, actors half in common; in full: actors, recipients and status are equal
    conditions   whole, antecedent and consequent overlap by 0.3 each; in full: and both acting parties are equal
    assessments  spans overlap by 0.3, same polarity; in full: and the holder is the same
    meetings     parties half in common, same status; in full: parties are equal and the dates agree
    positions    same actor and stance, spans overlap by 0.3; in full: and it is toward the same party
    disputes     the same two actors, each claim overlaps by 0.3
    deadlocks    the same parties

Overlap is intersection over union of characters.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from bisect import bisect_right
from collections.abc import Iterable

from dragoman.evaluate.score import Record, Rule, overlap

HALF = 0.5
LOOSE = 0.3

Days = tuple[dt.date, dt.date]

_NOT_CODE = re.compile(r"[^a-z0-9 ]")
_SMALL_WORDS = frozenset({"the", "a", "an", "of", "and", "for", "to", "mr", "mrs", "ms", "dr"})
# A sentence starts after a full stop and what closes with it, before a capital or an opening mark; and on a new line.
_SENTENCE_GAP = re.compile(r"(?<=[.?!])[)'\"’”]*\s+(?=[\"'(‘“A-Z]) | \n+", re.VERBOSE)


class Rules:
    """The rules for one report's text."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._sentences = [0, *(gap.end() for gap in _SENTENCE_GAP.finditer(text))]

    def rule(self, section: str) -> Rule:
        """The rule of a section, such as "events"."""
        rule: Rule = getattr(self, f"_{section}")
        return rule

    def _sentence(self, record: Record) -> int:
        return bisect_right(self._sentences, record["start"])

    def _times(self, gold: Record, read: Record) -> tuple[float, bool]:
        same = gold["value"] == read.get("value")
        return (0.5 + 0.5 * same if overlap(_span(gold), _span(read)) >= HALF else 0.0), same

    def _statements(self, gold: Record, read: Record) -> tuple[float, bool]:
        share = overlap(_span(gold), _span(read))
        code = plain(gold.get("speaker_code"))
        known = bool(gold.get("speaker_code")) and not gold.get("anonymous")
        same = known and code == plain(read.get("speaker_code"))
        return (share if share >= HALF else 0.0), same or same_name(gold["speaker"], read.get("speaker_name"))

    def _events(self, gold: Record, read: Record) -> tuple[float, bool]:
        wanted, found = plain_set(gold["actors"]), plain_set(read.get("actors"))
        if (
            gold["type"] != read.get("type")
            or self._sentence(gold) != self._sentence(read)
            or in_common(wanted, found) < HALF
        ):
            return 0.0, False
        full = (
            wanted == found
            and plain_set(gold["recipients"]) == plain_set(read.get("recipients"))
            and gold["status"] == read.get("status")
        )
        return 0.5 + 0.3 * full + 0.2 * overlap(_span(gold), _span(read)), full

    def _conditions(self, gold: Record, read: Record) -> tuple[float, bool]:
        if overlap(_span(gold), _span(read)) < LOOSE:
            return 0.0, False
        total, same = 0.0, True
        for part in ("antecedent", "consequent"):
            found = read.get(part) or {"start": 0, "end": 0}
            share = overlap(self._nearest(gold[part], gold["start"]), _span(found))
            if share < LOOSE:
                return 0.0, False
            total += share
            same = same and plain(gold[f"{part}_actor"]) == plain(found.get("actor"))
        return total / 2, same

    def _assessments(self, gold: Record, read: Record) -> tuple[float, bool]:
        hit = gold["polarity"] == read.get("polarity") and overlap(_span(gold), _span(read)) >= LOOSE
        return float(hit), hit and plain(gold.get("holder_code")) == plain(read.get("holder_code"))

    def _meetings(self, gold: Record, read: Record) -> tuple[float, bool]:
        share = in_common(plain_set(gold["parties"]), plain_set(read.get("parties")))
        if gold["status"] != read.get("status") or share < HALF:
            return 0.0, False
        agree = dates_agree(gold.get("date"), read.get("date"))
        return (share if agree else share * 0.5), agree and share == 1

    def _positions(self, gold: Record, read: Record) -> tuple[float, bool]:
        hit = (
            gold["stance"] == read.get("stance")
            and plain(gold["actor"]) == plain(read.get("actor"))
            and overlap(_span(gold), _span(read)) >= LOOSE
        )
        return float(hit), hit and plain(gold.get("toward")) == plain(read.get("toward"))

    def _disputes(self, gold: Record, read: Record) -> tuple[float, bool]:
        found = {plain(claim.get("actor")): _span(claim) for claim in read.get("claims") or ()}
        hit = all(
            plain(claim["actor"]) in found and overlap(_span(claim), found[plain(claim["actor"])]) >= LOOSE
            for claim in gold["claims"]
        )
        return float(hit), hit

    def _deadlocks(self, gold: Record, read: Record) -> tuple[float, bool]:
        hit = plain_set(gold["parties"]) == plain_set(read.get("parties"))
        return float(hit), hit

    def _nearest(self, part: str, near: int) -> tuple[int, int]:
        """Where the gold words `part` stand nearest to `near`."""
        best = None
        at = self.text.find(part) if part else -1
        while at >= 0:
            if best is None or abs(at - near) < abs(best - near):
                best = at
            at = self.text.find(part, at + len(part))
        start = near if best is None else best
        return start, start + len(part)


def _span(record: Record) -> tuple[int, int]:
    start = record["start"]
    if "end" in record:
        return start, record["end"]
    return start, start + len(record["span"] if "span" in record else record.get("text", ""))


def plain(name: str | None) -> str:
    """A code or a name as it is compared: lower case, letters, digits and spaces only."""
    return _NOT_CODE.sub("", (name or "").lower()).strip()


def plain_set(names: Iterable[str] | None) -> set[str]:
    """The names as they are compared, each once; empty ones left out."""
    return {plain(name) for name in names or () if name}


def in_common(a: set[str], b: set[str]) -> float:
    """The share of all that both have; 1 where both are empty."""
    return len(a & b) / len(a | b) if a or b else 1.0


def same_name(a: str | None, b: str | None) -> bool:
    """Whether all words of one name, of which one has three letters at least, stand in the other."""
    words = [{word for word in plain(name).split() if word not in _SMALL_WORDS} for name in (a, b)]
    short, long = sorted(words, key=len)
    return any(len(word) > 2 for word in short) and short <= long


def dates_agree(gold: str | None, read: str | None) -> bool:
    """Whether one lies within the other and the read one is a month wider at most; true where gold has none."""
    wanted, found = days(gold), days(read)
    if wanted is None:
        return True
    if found is None:
        return False
    (a, b), (c, d) = wanted, found
    inside = (a <= c and d <= b) or (c <= a and b <= d)
    return inside and (d - c) <= (b - a) + dt.timedelta(days=31)


def days(value: str | None) -> Days | None:
    """The first and the last day of a TIMEX3 value; None where it names no year or no real date."""
    value = (value or "").strip()
    if "/" in value:
        parts = value.split("/")
        first, last = days(parts[0]), days(parts[-1])
        return (first[0], last[1]) if first and last else None
    try:
        return _days(value)
    except ValueError:
        return None


def _days(value: str) -> Days | None:
    if found := re.fullmatch(r"(\d{4}-\d\d-\d\d).*", value):
        year, month, day = (int(part) for part in found[1].split("-"))
        return (dt.date(year, month, day),) * 2
    if found := re.fullmatch(r"(\d{4})-W(\d\d)", value):
        year, week = int(found[1]), int(found[2])
        return dt.date.fromisocalendar(year, week, 1), dt.date.fromisocalendar(year, week, 7)
    if found := re.fullmatch(r"(\d{4})-(\d\d)", value):
        year, month = int(found[1]), int(found[2])
        return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])
    if found := re.fullmatch(r"(\d{3})(\d|X)", value):
        first, last = (int(found[1] + (end if found[2] == "X" else found[2])) for end in "09")
        return dt.date(first, 1, 1), dt.date(last, 12, 31)
    return None
