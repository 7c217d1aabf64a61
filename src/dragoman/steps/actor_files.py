"""The user's own actors, from files: PETRARCH actor dictionaries and CSV tables.

**PETRARCH actor dictionary** (the format of TABARI, PETRARCH and PETRARCH2): one name a line, words joined by `_`,
followed by its codes in brackets, on the same or the next lines; lines that begin with `+` are synonyms of the name
above; `#` and what follows is a comment. A code may be limited in time: `[USAGOV >090120]` from that day on,
`[USAGOV <090120]` before it, `[USAGOV 010120-090119]` between two days. Days are `YYMMDD` or `YYYYMMDD`; the first
code that holds at the report's date is taken, else the first without a limit, else the last. A code is cut into
threes: a country (ISO 3166-1 alpha-3) and a sector ("USAGOV"), or an organisation ("IGOUNO").

**CSV**, with a header: `name` and `code` are needed; `kind`, `country`, `sector`, `role`, `start`, `end` (YYYY-MM-DD)
and `synonyms` (separated by `|`) may follow. A name may have several rows with different dates.

What a file is, is found from its content. Names match word for word, capitals and accents apart. A line that cannot be
read is skipped and counted (`ActorFiles.skipped`); a file without a single name raises `KnowledgeError`.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import NamedTuple, cast, get_args

import pycountry

from dragoman.errors import KnowledgeError
from dragoman.language import Document
from dragoman.records import ActorKind
from dragoman.steps.actor_names import NameHit, head_of
from dragoman.steps.cast import fold
from dragoman.steps.gazetteer import Named
from dragoman.steps.person_names import KnownPerson

_BRACKET = re.compile(r"\[([^\]]*)\]")
_SPLIT = re.compile(r"[ _]+|(?<=[^\W\d_])(-)(?=[^\W\d_])|('s)\b")
_NAME = re.compile(r"\+?[^\W\d_][\w .&'’\-/()]*")
_ORGANISATIONS = {"UNO": "UN", "EEC": "EU", "NAT": "NATO", "ARL": "Arab League", "IAE": "IAEA", "WBK": "World Bank"}
_ARMED = frozenset({"REB", "SEP", "INS", "UAF", "RAD"})
_HOLDERS = frozenset({"ELI", "GOV", "LEG", "JUD", "MIL", "OPP"})
_KINDS = get_args(ActorKind)
_OPEN_BEFORE, _OPEN_AFTER = "0001-01-01", "9999-12-31"


class Code(NamedTuple):
    """What a name stands for from `start` to `end` (YYYY-MM-DD, both included)."""

    code: str
    country: str | None
    sector: str | None
    kind: ActorKind
    role: str | None = None
    start: str = _OPEN_BEFORE
    end: str = _OPEN_AFTER

    @property
    def limited(self) -> bool:
        """Whether it holds for a time only."""
        return (self.start, self.end) != (_OPEN_BEFORE, _OPEN_AFTER)


@dataclass
class Entry:
    """A name of the user's with everything that it stands for over time."""

    name: str
    source: str
    codes: list[Code] = field(default_factory=list)

    def at(self, date: str | None) -> Code:
        """The code that holds at `date` (YYYY-MM-DD, or None where the report has none)."""
        if date:
            for code in self.codes:
                if code.limited and code.start <= date <= code.end:
                    return code
        return next((code for code in self.codes if not code.limited), self.codes[-1])


class ActorFiles:
    """All names of the user's files; `names` counts them, `skipped` the lines that could not be read."""

    def __init__(self, paths: Iterable[Path] = ()) -> None:
        self.skipped = 0
        self.names = 0
        self._by_first: dict[str, list[tuple[tuple[str, ...], Entry]]] = {}
        for path in paths:
            self._load(path)
        for entries in self._by_first.values():
            entries.sort(key=lambda pair: -len(pair[0]))

    def _load(self, path: Path) -> None:
        try:
            text = path.read_text(encoding="utf-8-sig", errors="replace")
        except OSError as error:
            raise KnowledgeError(f"{path}: cannot be read: {error.strerror}; give the path of an actor file") from error
        before = self.names
        if is_table(text):
            self._table(path, text)
        else:
            self._dictionary(path, text)
        if self.names == before:
            raise KnowledgeError(
                f"{path}: no actor in it; give a PETRARCH actor dictionary (NAME_ [CODE]) or CSV with name and code"
            )

    def _add(self, name: str, entry: Entry) -> None:
        words = _words(name)
        if words and len("".join(words)) > 1:
            self.names += 1
            self._by_first.setdefault(words[0], []).append((words, entry))

    def _dictionary(self, path: Path, text: str) -> None:
        names: list[str] = []
        entry: Entry | None = None
        for raw in text.splitlines():
            line = raw.split("#", 1)[0].strip()
            if not line:
                continue
            head, bracket, _ = line.partition("[")
            name = head.strip()
            if name and not _NAME.fullmatch(name):
                self.skipped += 1
                continue
            if name.startswith("+"):
                names.append(name[1:])
            elif name:
                self._finish(names, entry)
                names, entry = [name], Entry(_shown(name), path.name)
            if bracket and entry:
                codes = [code for found in _BRACKET.findall(line) if (code := read_code(found))]
                self.skipped += not codes
                entry.codes += codes
        self._finish(names, entry)

    def _finish(self, names: list[str], entry: Entry | None) -> None:
        if entry is None:
            return
        if not entry.codes:
            self.skipped += 1
            return
        if len(entry.codes) > 1 or entry.codes[0].limited:
            entry.codes = [_as_person(code) for code in entry.codes]
        entry.codes = [code if code.code else code._replace(code=entry.name) for code in entry.codes]
        for name in names:
            self._add(name, entry)

    def _table(self, path: Path, text: str) -> None:
        entries: dict[str, Entry] = {}
        for row in csv.DictReader(text.splitlines(), dialect=_dialect(text)):
            row = {(k or "").strip().lower(): (v or "").strip() for k, v in row.items() if isinstance(v, str)}
            code = _row_code(row)
            if code is None:
                self.skipped += 1
                continue
            name = row["name"]
            known = entries.get(name)
            if known:
                known.codes.append(code)
                continue
            entries[name] = entry = Entry(name, path.name, [code])
            for synonym in (name, *row.get("synonyms", "").split("|")):
                self._add(synonym, entry)

    def find(self, folded: Sequence[str], i: int) -> tuple[int, Entry] | None:
        """The longest name that begins at word `i`: how many words it has, and its entry."""
        for words, entry in self._by_first.get(folded[i], ()):
            if tuple(folded[i : i + len(words)]) == words:
                return len(words), entry
        return None

    def overlay(self, doc: Document, hits: list[NameHit], date: str | None) -> list[NameHit]:
        """`hits` with the user's names in place of shorter or equal ones; a state's own names stay."""
        if not self._by_first:
            return hits
        folded = [fold(word.replace("’", "'")) for word in doc.word]
        own: list[NameHit] = []
        i = 0
        while i < len(folded):
            found = self.find(folded, i)
            if found is None or not doc.word[i][:1].isupper():
                i += 1
                continue
            length, entry = found
            own.append(_hit(doc, i, i + length - 1, entry, entry.at(date)))
            i += length
        return _merge(hits, own) if own else hits


def _merge(hits: list[NameHit], own: list[NameHit]) -> list[NameHit]:
    covered = {t: hit for hit in hits for t in range(hit.first, hit.last + 1)}
    kept = []
    for mine in own:
        others = {id(o): o for t in range(mine.first, mine.last + 1) if (o := covered.get(t))}.values()
        longer = any(o.first < mine.first or o.last > mine.last for o in others)
        state = any(o.named and o.named.kind == "state" and o.last - o.first >= mine.last - mine.first for o in others)
        if not longer and not state:
            kept.append(mine)
    taken = {t for mine in kept for t in range(mine.first, mine.last + 1)}
    rest = [hit for hit in hits if not any(t in taken for t in range(hit.first, hit.last + 1))]
    return sorted([*rest, *kept], key=lambda hit: (hit.first, hit.last))


def _hit(doc: Document, first: int, last: int, entry: Entry, code: Code) -> NameHit:
    head = head_of(doc, first, last)
    if code.kind == "person":
        words = tuple(doc.word[first : last + 1])
        return NameHit(first, last, head, words=words, known=KnownPerson(entry.name, code.code, words, ()))
    kind = "metonym" if code.kind == "state" else "organization"
    named = Named(
        f"user:{entry.name}",
        kind,
        entry.name,
        code.code,
        code.kind,
        f"actor_files.{entry.source}",
        code.country,
        code.sector,
    )
    return NameHit(first, last, head, named)


def is_table(text: str) -> bool:
    """Whether the first line that says anything is a CSV header with `name` and `code`."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    fields = {part.strip().strip('"').lower() for part in re.split(r"[,;\t]", first)}
    return {"name", "code"} <= fields


def _dialect(text: str) -> type[csv.Dialect]:
    header = text.lstrip().splitlines()[0]

    class Found(csv.excel):
        delimiter = max(",;\t", key=header.count)

    return Found


def _words(name: str) -> tuple[str, ...]:
    """A name as the tokenizer cuts it: "AL-QAIDA_" → al - qaida."""
    return tuple(fold(part) for part in _SPLIT.split(name.strip().strip("_").replace("’", "'")) if part)


def _shown(name: str) -> str:
    return " ".join(part.title() if part.isupper() and len(part) > 3 else part for part in name.strip("_ ").split("_"))


@cache
def _countries() -> frozenset[str]:
    return frozenset(country.alpha_3 for country in pycountry.countries) | {"PSE", "XKX"}


def read_code(text: str) -> Code | None:
    """What stands in brackets in a PETRARCH dictionary: a code and perhaps its dates; None where it is no code."""
    parts = text.split()
    if not parts or not re.fullmatch(r"[A-Z]{3,}", parts[0]):
        return None
    start, end = _OPEN_BEFORE, _OPEN_AFTER
    if len(parts) > 1:
        limits = parts[1]
        if limits[0] in "<>":
            day = _day(limits[1:])
            start, end = (day or start, end) if limits[0] == ">" else (start, day or end)
        elif "-" in limits:
            first, _, last = limits.partition("-")
            start, end = _day(first) or start, _day(last) or end
    return _coded(parts[0], start, end)


def _coded(code: str, start: str, end: str) -> Code:
    parts = [code[k : k + 3] for k in range(0, len(code), 3)]
    country = parts[0] if parts[0] in _countries() else None
    if country:
        sector = parts[1] if len(parts) > 1 else None
        kind: ActorKind = "state" if sector is None else "armed group" if sector in _ARMED else "body"
        return Code(country, country, sector, kind, None, start, end)
    sector = parts[0]
    # Only a sector: whoever it is goes by name.
    name = _ORGANISATIONS.get(parts[1], code) if len(parts) > 1 else ""
    return Code(name, None, sector, "armed group" if sector in _ARMED else "organization", None, start, end)


def _as_person(code: Code) -> Code:
    """Offices come and go: a name with dated codes is a person's."""
    return code._replace(kind="person") if code.kind != "state" and (code.sector in _HOLDERS or code.limited) else code


def _day(text: str) -> str | None:
    """YYMMDD or YYYYMMDD as YYYY-MM-DD; two-digit years are 1930 to 2029."""
    if not text.isdigit() or len(text) not in (6, 8):
        return None
    if len(text) == 6:
        text = ("20" if int(text[:2]) < 30 else "19") + text
    year, month, day = int(text[:4]), int(text[4:6]), int(text[6:])
    for last in (day, 28):  # the dictionaries have a 31 November
        try:
            return dt.date(year, month, last).isoformat()
        except ValueError:
            continue
    return None


def _row_code(row: dict[str, str]) -> Code | None:
    if not row.get("name") or not row.get("code"):
        return None
    kind = row.get("kind") or ("state" if row["code"] in _countries() and not row.get("sector") else "organization")
    if kind not in _KINDS:
        return None
    try:
        start, end = (
            dt.date.fromisoformat(row[key]).isoformat() if row.get(key) else other
            for key, other in (("start", _OPEN_BEFORE), ("end", _OPEN_AFTER))
        )
    except ValueError:
        return None
    country = row.get("country") or (row["code"] if row["code"] in _countries() else None)
    return Code(
        row["code"], country, row.get("sector") or None, cast(ActorKind, kind), row.get("role") or None, start, end
    )


def entries(files: ActorFiles) -> Iterator[Entry]:
    """Every entry of `files`, each once."""
    seen: set[int] = set()
    for pairs in files._by_first.values():
        for _, entry in pairs:
            if id(entry) not in seen:
                seen.add(id(entry))
                yield entry
