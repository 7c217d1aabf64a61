"""What could not be read: each with its place, the kind of fault and the reason, kept once however often it is met."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from dragoman.errors import ReportError
from dragoman.ledger.delta import Delta
from dragoman.ledger.known import Numbers
from dragoman.ledger.schema import quarantine_schema
from dragoman.sources.found import Location, SourceOptions

STDIN = "-"

_ROW = np.dtype(
    [("key", np.uint64), ("place", np.uint64), ("path", np.uint64), ("added_at", np.int64), ("resolved", bool)]
)


class SetAside(NamedTuple):
    """A report, or a whole source, that could not be read. `kind` is the name of the error, such as ReportLanguage."""

    location: Location
    name: str
    kind: str
    reason: str
    options: SourceOptions = SourceOptions()
    hint: str = ""

    @classmethod
    def of(cls, location: Location, error: ReportError | None, options: SourceOptions) -> SetAside:
        """The entry for an error that a source or the reader gave."""
        if error is None:
            error = ReportError(str(location), "its source gave no report", "please report this as a defect")
        return cls(location, error.name, type(error).__name__, error.reason, options, error.hint)

    @property
    def key(self) -> str:
        """The same for the same place and reason: 16 hexadecimal digits of the place, then 16 of both."""
        return place_key(self.location) + _digest(*map(str, self.location), self.reason)


class Entry(NamedTuple):
    """One row of the quarantine."""

    key: str
    added_at: dt.datetime
    set_aside: SetAside


def place_key(location: Location) -> str:
    """16 hexadecimal digits that stand for a place."""
    return _digest(*map(str, location))


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def quarantine_table(set_aside: Sequence[SetAside], keep_text: bool = True) -> pa.Table:
    """`set_aside` as rows of `quarantine_schema`, `added_at` empty still. Without `keep_text` reasons quote nothing."""
    return pa.Table.from_pylist([_row(entry, keep_text) for entry in set_aside], schema=quarantine_schema())


def _row(entry: SetAside, keep_text: bool) -> dict[str, object]:
    hint = f"; {entry.hint}" if entry.hint else ""
    return {
        "key": entry.key,
        "added_at": None,
        "name": _writable(entry.name),
        "kind": entry.kind,
        "reason": _writable((entry.reason if keep_text else without_quotes(entry.reason)) + hint),
        "location": {name: _writable(value) for name, value in entry.location._asdict().items()},
        "options": entry.options.model_dump_json(exclude_defaults=True),
        "resolved": False,
    }


def _writable(value: object) -> object:
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


_QUOTED = re.compile(r"(['\"“])(.{25,}?)(['\"”])", re.DOTALL)


def without_quotes(reason: str) -> str:
    """`reason` with long quoted parts, which may be words of the report, cut to an ellipsis."""
    return _QUOTED.sub(r"\1…\3", reason)


class Quarantine:
    """The table `quarantine` of the ledger in `folder`; it is made at the first entry. Raises `LedgerError`."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "quarantine"
        self._files: set[Path] = set()
        self._rows = np.empty(0, _ROW)
        self._found: Delta | None = None

    def delta(self, create: bool = False) -> Delta | None:
        """The table at its newest version; None where nothing was ever set aside and `create` is not asked for."""
        if self._found is not None:
            self._found.refresh()
        elif create or (self.path / "_delta_log").is_dir():
            self._found = Delta(self.path, quarantine_schema())
        return self._found

    def add(self, entries: pa.Table) -> int:
        """Write those of `entries` that are not open yet, as one commit; gives their number."""
        if not entries.num_rows:
            return 0
        keys = reason_numbers(entries)
        first = np.zeros(len(keys), bool)
        first[np.unique(keys, return_index=True)[1]] = True
        new = first & ~np.isin(keys, self.open()["key"])
        if new.any():
            self._append(entries.filter(pa.array(new)), resolved=False)
        return int(new.sum())

    def settle(self, readings: pa.Table) -> int:
        """End the open entries of the places that `readings` came from; gives their number."""
        still = self.open()
        if not len(still):
            return 0
        places = [Location(**value) for value in readings.column("location").to_pylist()]
        read = _numbers([place_key(place) for place in places if place.path != STDIN])
        return self.resolve(still["key"][np.isin(still["place"], read)])

    def resolve(self, keys: Numbers) -> int:
        """End the open entries with these keys (numbers, as `open` gives them); gives their number."""
        if not len(keys):
            return 0
        entries = self._table()
        numbers = reason_numbers(entries)
        chosen = np.isin(numbers, keys) & ~np.array(entries.column("resolved").to_pylist(), bool)
        places = np.flatnonzero(chosen)
        places = places[np.unique(numbers[places], return_index=True)[1]]
        self._append(entries.take(pa.array(np.sort(places))), resolved=True)
        return len(places)

    def entries(self, as_of: dt.datetime | None = None) -> list[Entry]:
        """What is set aside and not yet read, the oldest first; `as_of` a moment, what was then."""
        newest: dict[str, tuple[dt.datetime, bool, Entry]] = {}
        for row in self._table().to_pylist():
            entry = _entry(row)
            if as_of is not None and entry.added_at > as_of:
                continue
            if (known := newest.get(entry.key)) is None or (entry.added_at, row["resolved"]) > known[:2]:
                newest[entry.key] = (entry.added_at, row["resolved"], entry)
        found = [entry for _, resolved, entry in newest.values() if not resolved]
        return sorted(found, key=lambda entry: (entry.added_at, entry.set_aside.location.path, entry.key))

    def join_files(self) -> None:
        """Join its small files."""
        if (delta := self.delta()) is not None:
            delta.join_files()

    def files(self) -> list[Path]:
        """The Parquet files of the newest version; none where nothing was ever set aside."""
        delta = self.delta()
        return delta.files() if delta is not None else []

    def _table(self) -> pa.Table:
        tables = [pq.read_table(file, schema=quarantine_schema(), partitioning=None) for file in self.files()]
        return pa.concat_tables(tables) if tables else quarantine_schema().empty_table()

    def _append(self, entries: pa.Table, resolved: bool) -> None:
        delta = self.delta(create=True)
        assert delta is not None
        schema = quarantine_schema()
        now = pa.repeat(pa.scalar(dt.datetime.now(dt.UTC), schema.field("added_at").type), entries.num_rows)
        entries = entries.set_column(schema.get_field_index("added_at"), schema.field("added_at"), now)
        ends = pa.repeat(pa.scalar(resolved), entries.num_rows)
        entries = entries.set_column(schema.get_field_index("resolved"), schema.field("resolved"), ends)
        delta.append(entries, "resolve" if resolved else "set aside")

    def open(self) -> npt.NDArray[np.void]:
        """Numbers for `key`, `place` and `path` of every open entry, by key; only files not seen before are read."""
        files = set(self.files())
        if self._files - files:  # rewritten by a compaction
            self._files, self._rows = set(), np.empty(0, _ROW)
        for file in sorted(files - self._files):
            self._rows = np.concatenate([self._rows, _rows(file)])
            self._files.add(file)
        rows = np.sort(self._rows, order=["key", "added_at", "resolved"])
        last = np.append(rows["key"][1:] != rows["key"][:-1], True) if len(rows) else np.empty(0, bool)
        newest: npt.NDArray[np.void] = rows[last & ~rows["resolved"]]
        return newest


def _rows(file: Path) -> npt.NDArray[np.void]:
    columns = pq.read_table(file, columns=["key", "added_at", "resolved", "location"], partitioning=None)
    rows = np.empty(columns.num_rows, _ROW)
    rows["key"] = reason_numbers(columns)
    rows["place"] = _numbers(columns.column("key").to_pylist())
    rows["path"] = path_numbers(columns)
    rows["added_at"] = columns.column("added_at").cast(pa.int64()).to_numpy()
    rows["resolved"] = columns.column("resolved").to_pylist()
    return rows


def path_number(path: str) -> int:
    """A number that stands for a path."""
    return int(_digest(path), 16)


def path_numbers(entries: pa.Table) -> Numbers:
    """Numbers for the paths of some entries."""
    paths = pc.struct_field(entries.column("location"), "path").to_pylist()
    known = {path: path_number(path) for path in set(paths)}
    return np.array([known[path] for path in paths], np.uint64)


def reason_numbers(entries: pa.Table) -> Numbers:
    """Numbers for the keys of some entries: for place and reason."""
    return _numbers([key[16:] for key in entries.column("key").to_pylist()])


def _numbers(keys: Sequence[str]) -> Numbers:
    return np.array([int(key[:16], 16) for key in keys], np.uint64)


def _entry(row: dict[str, Any]) -> Entry:
    options = SourceOptions.model_validate_json(row["options"])
    location = Location(**row["location"])
    return Entry(row["key"], row["added_at"], SetAside(location, row["name"], row["kind"], row["reason"], options))
