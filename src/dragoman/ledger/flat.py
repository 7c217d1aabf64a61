"""The flat tables of a ledger: derived Parquet files, one a view, kept in `LEDGER/cache/` beside the ledger's own.

They are built for the data files that no earlier ones cover, a *shard* at a time; when many shards of one size have
come together, they are merged into one. A shard is a folder that is made under another name and renamed, so that
several processes may build at once; which shards a version of the ledger needs, and which of their reports, follows
from the version's data files. The folder may be deleted at any time.
"""

from __future__ import annotations

import hashlib
import json
import math
import shutil
import tempfile
import time
import weakref
from collections.abc import Iterable, Sequence
from itertools import accumulate
from pathlib import Path
from typing import NamedTuple

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.ledger.columns import flat_views
from dragoman.ledger.delta import short
from dragoman.ledger.flat_build import DataFile, builder, from_data, from_shards

FORM = 2
"""Changes whenever the files of a shard do, beyond their columns."""

ALIKE = 4
"""So many shards of one size are merged into one of the next: a shard is of size k from 4**k reports on."""

MOST_FILES = 500
"""Data files a shard is built from at once: what DuckDB keeps of a Parquet file's footer is some 50 KiB."""

_GRACE = 600.0
"""Seconds for which a shard that is no longer needed stays, since another process may read it."""

_STALE = 86_400.0


class Shard(NamedTuple):
    """Flat tables of some data files: their folder, and the data files with the ordinals of their reports."""

    path: Path
    files: tuple[DataFile, ...]

    @property
    def reports(self) -> int:
        """How many reports are in it, superseded ones included."""
        return sum(file.reports for file in self.files)


class Part(NamedTuple):
    """What a version takes of a shard: the data files of it that count."""

    shard: Shard
    files: tuple[DataFile, ...]

    @property
    def whole(self) -> bool:
        """Whether all of the shard's data files count."""
        return len(self.files) == len(self.shard.files)


def cache_folder(ledger: Path) -> tuple[Path, object]:
    """The folder for derived data of a ledger, and an object that keeps it alive.

    It is `LEDGER/cache`, or, where that cannot be written, a temporary folder that goes when the object does.
    """
    cache = ledger / "cache"
    try:
        cache.mkdir(exist_ok=True)
        with tempfile.TemporaryFile(dir=cache):
            return cache, None
    except OSError:
        owner = _Temporary()
        return owner.path, owner


class _Temporary:
    def __init__(self) -> None:
        self.path = Path(tempfile.mkdtemp(prefix="dragoman-"))
        weakref.finalize(self, shutil.rmtree, self.path, ignore_errors=True)


class FlatTables:
    """The shards under a cache folder, for the data files under `readings`."""

    def __init__(self, cache: Path, readings: Path) -> None:
        self.readings = readings
        columns = hashlib.sha256(repr((FORM, flat_views())).encode()).hexdigest()[:8]
        self.folder = cache / f"flat-{columns}"

    def parts(self, files: Sequence[Path]) -> list[Part]:
        """The shards that hold `files`, building what is missing. Raises `LedgerError` where they cannot be written."""
        names = sorted(str(file.relative_to(self.readings)) for file in files)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            found, missing = _cover(self._shards(), names)
            if missing:
                for start in range(0, len(missing), MOST_FILES):
                    self._build(missing[start : start + MOST_FILES])
                self._merge([part for part in _cover(self._shards(), names)[0] if part.whole])
                self._clear()
                found, missing = _cover(self._shards(), names)
        except pa.ArrowInvalid as error:
            raise LedgerError(f"{self.readings.parent}: a file of its table is damaged ({short(error)})") from error
        except OSError as error:
            raise LedgerError(f"{self.folder}: the flat tables cannot be made ({short(error)}); make room") from error
        if missing:
            raise LedgerError(f"{self.folder}: the flat tables were deleted while they were built; try again")
        return found

    def _shards(self) -> list[Shard]:
        shards = []
        for path in sorted(self.folder.glob("shard-*/shard.json")):
            try:
                known = json.loads(path.read_text(encoding="utf-8"))
                shards.append(Shard(path.parent, tuple(DataFile(*file) for file in known["files"])))
            except OSError:
                # Another process is deleting it; what it held is held by another shard, or is built again.
                continue
            except (ValueError, KeyError, TypeError):
                # Damaged: what it held is built again.
                _delete(path.parent)
        return shards

    def _build(self, names: Sequence[str]) -> None:
        counts = [pq.read_metadata(self.readings / name).num_rows for name in names]
        starts = accumulate(counts, initial=0)
        files = [DataFile(name, start, count) for name, start, count in zip(names, starts, counts, strict=False)]
        with _Making(self.folder, files) as making, builder(making) as connection:
            from_data(connection, self.readings, files, making)

    def _merge(self, parts: Sequence[Part]) -> None:
        """Merge shards as long as `ALIKE` of them are of one size."""
        sizes: dict[int, list[Shard]] = {}
        for part in parts:
            sizes.setdefault(_size(part.shard), []).append(part.shard)
        while alike := next((group for _, group in sorted(sizes.items()) if len(group) >= ALIKE), None):
            merged = self._merged(alike)
            sizes = {size: group for size, group in sizes.items() if group is not alike}
            sizes.setdefault(_size(merged), []).append(merged)

    def _merged(self, shards: Sequence[Shard]) -> Shard:
        files: list[DataFile] = []
        sources, start = [], 0
        for shard in shards:
            kept = []
            for file in shard.files:
                kept.append((file.first, file.reports, start))
                files.append(DataFile(file.name, start, file.reports))
                start += file.reports
            sources.append((shard.path, _joined(kept)))
        making = _Making(self.folder, files)
        with making as path, builder(path) as connection:
            from_shards(connection, sources, path)
        return Shard(making.place, tuple(files))

    def _clear(self) -> None:
        """Delete shards whose files others hold or are no more, and what stopped processes left."""
        now = time.time()
        shards = sorted(self._shards(), key=lambda shard: (-len(shard.files), shard.path.name))
        held: set[str] = set()
        for shard in shards:
            own = {file.name for file in shard.files}
            needed = any(name not in held and (self.readings / name).exists() for name in sorted(own))
            held |= own
            if not needed and _age(shard.path, now) > _GRACE:
                _delete(shard.path)
        others = (folder for folder in self.folder.parent.glob("flat-*") if folder != self.folder)
        for left in (*self.folder.glob("making-*"), *others):
            if _age(left, now) > _STALE:
                _delete(left)


class _Making:
    """A shard while it is made: a folder of its own that gets its name only when all is written."""

    def __init__(self, folder: Path, files: Sequence[DataFile]) -> None:
        names = "\n".join(file.name for file in files)
        self.place = folder / f"shard-{hashlib.sha256(names.encode()).hexdigest()[:16]}"
        self.folder, self.files = folder, files

    def __enter__(self) -> Path:
        self.path = Path(tempfile.mkdtemp(dir=self.folder, prefix="making-"))
        return self.path

    def __exit__(self, kind: object, *error: object) -> None:
        try:
            if kind is None:
                shutil.rmtree(self.path / "spilled", ignore_errors=True)
                known = {"files": [(file.name, file.first, file.reports) for file in self.files]}
                (self.path / "shard.json").write_text(json.dumps(known), encoding="utf-8")
                self.path.chmod(0o755)
                self.path.rename(self.place)
        except OSError:
            # Where the shard is there already another process was first; its shard is the same.
            if not (self.place / "shard.json").exists():
                raise
        finally:
            shutil.rmtree(self.path, ignore_errors=True)


def _cover(shards: Iterable[Shard], names: Sequence[str]) -> tuple[list[Part], list[str]]:
    """Shards that hold the files `names`, each once, the largest share first; and the names that none holds."""
    wanted = set(names)
    parts: list[Part] = []
    candidates = sorted(shards, key=lambda s: (-sum(f.name in wanted for f in s.files), s.path.name))
    for shard in candidates:
        taken = tuple(file for file in shard.files if file.name in wanted)
        if taken:
            parts.append(Part(shard, taken))
            wanted -= {file.name for file in taken}
    return parts, sorted(wanted)


def _joined(kept: Sequence[tuple[int, int, int]]) -> list[tuple[int, int, int]]:
    """Ordinals kept of a shard, with those that follow each other joined."""
    joined: list[tuple[int, int, int]] = []
    for first, count, new in kept:
        if joined and joined[-1][0] + joined[-1][1] == first and joined[-1][2] + joined[-1][1] == new:
            joined[-1] = (joined[-1][0], joined[-1][1] + count, joined[-1][2])
        else:
            joined.append((first, count, new))
    return joined


def _size(shard: Shard) -> int:
    return int(math.log(max(shard.reports, 1), ALIKE))


def _age(path: Path, now: float) -> float:
    try:
        return now - path.stat().st_mtime
    except OSError:
        return 0.0


def _delete(path: Path) -> None:
    """Delete a shard: first its list, so that nobody takes it for one, then the rest."""
    (path / "shard.json").unlink(missing_ok=True)
    shutil.rmtree(path, ignore_errors=True)
