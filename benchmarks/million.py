"""Questions to ledgers of 10,000, 100,000 and 1,000,000 events: time, memory, and the size of what is kept beside them.

The ledgers are synthetic: the bundled reports are read once, and their readings are copied with new ids, days of twenty
years and other states as parties. Three questions are asked of each, in a process of their own:

- the events of a dyad in a month (`ledger.events(dyad=…, since=…, until=…)`),
- how many events there are of each type and year (SQL),
- the last 100 statements of an actor (`ledger.statements(speaker=…, newest=True, limit=100)`).

"cold" is the first question of a new process, from opening the ledger on; "warm" the median of the next 15, each about
another dyad, month or actor. "unnest" (warm, too) asks the same of DuckDB over the ledger's own nested files. "flat" is
the time to make the flat tables; RSS the most that a process that made them or asked held.

    python benchmarks/million.py [--sizes 10000 100000 1000000] [--folder DIR]
"""

from __future__ import annotations

import argparse
import datetime as dt
import json
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa

TARGET_MS, TARGET_MIB = 150.0, 1536.0
FIRST_YEAR, YEARS = 2000, 20
STATES = [
    "ARG", "AUS", "AUT", "BEL", "BGR", "BRA", "CAN", "CHE", "CHL", "CHN", "COL", "CUB", "DEU", "DNK", "EGY", "ESP",
    "ETH", "FIN", "FRA", "GBR", "GRC", "HUN", "IDN", "IND", "IRN", "IRQ", "ISR", "ITA", "JPN", "KEN", "KOR", "MEX",
    "MKD", "NGA", "NOR", "PAK", "PER", "POL", "PRK", "RUS", "SAU", "SRB", "SWE", "SYR", "TUR", "UKR", "USA", "VNM",
]  # fmt: skip
QUESTIONS = ("dyad and month", "type and year", "last 100 statements")
ASKED = 15


def templates() -> list[dict[str, Any]]:
    """The rows of the bundled reports, read with the rules alone."""
    from dragoman.ledger.rows import Row, table
    from dragoman.reader import Reader
    from dragoman.sources.files import load
    from dragoman.sources.found import Location

    paths = sorted(Path(str(files("dragoman"))).joinpath("samples").glob("*.txt"))
    reports = [load(path) for path in paths]
    readings = Reader(engine="rules").read_many(reports)
    rows = [Row(r, text.text, Location(path.name)) for r, text, path in zip(readings, reports, paths, strict=True)]
    made: list[dict[str, Any]] = table(rows, dt.datetime.now(dt.UTC), keep_text=True).to_pylist()
    return made


def moved(value: Any, months: int, parties: dict[str, str]) -> Any:
    """A row with its days moved by some months, and its states put for others."""
    if isinstance(value, dict):
        return {key: moved(inner, months, parties) for key, inner in value.items()}
    if isinstance(value, list):
        return [moved(inner, months, parties) for inner in value]
    if isinstance(value, str):
        if value in parties:
            return parties[value]
        if len(value) in (7, 10) and value[:2] in ("19", "20") and value[4] == "-" and value[5:7].isdigit():
            month = int(value[:4]) * 12 + int(value[5:7]) - 1 + months
            day = f"-{min(int(value[8:10]), 28):02}" if len(value) == 10 and value[8:].isdigit() else ""
            return f"{month // 12:04}-{month % 12 + 1:02}{day}"
    return value


def batches(events: int, rows: list[dict[str, Any]], rng: random.Random) -> Iterator[pa.Table]:
    """Tables of the ledger's schema with `events` events or a few more, a table a year."""
    from dragoman.ledger.schema import readings_schema

    each = sum(len(row["events"]) for row in rows) / len(rows)
    reports = max(YEARS * 12, round(events / each))
    schema = readings_schema()
    ids = np.random.default_rng(1)
    for year in range(FIRST_YEAR, FIRST_YEAR + YEARS):
        copies = []
        for month in range(12):
            for row in rows:
                there = int(row["date"][:4]) * 12 + int(row["date"][5:7]) - 1
                parties = dict(zip(STATES, rng.sample(STATES, len(STATES)), strict=True))
                copies.append(moved(row, year * 12 + month - there, parties))
        table = pa.Table.from_pylist(copies, schema=schema)
        chosen = np.sort(ids.integers(0, len(copies), reports // YEARS))
        table = table.take(pa.array(chosen))
        names = [f"{number:016x}" for number in ids.integers(0, 2**63, len(table))]
        days = [
            f"{copies[row]['date'][:7]}-{day:02}"
            for row, day in zip(chosen, ids.integers(1, 29, len(table)), strict=True)
        ]
        for name, column in (("id", names), ("date", days), ("month", [day[:7] for day in days])):
            place = schema.get_field_index(name)
            table = table.set_column(place, schema.field(place), pa.array(column, pa.string()))
        yield table


def make(folder: Path, events: int) -> None:
    """Make the ledger."""
    from dragoman.ledger.store import Ledger

    ledger = Ledger(folder, create=True)
    for table in batches(events, templates(), random.Random(1)):
        ledger.append_table(table)


def questions(ledger: Any) -> dict[str, Callable[[random.Random], Any]]:
    """The three questions, each of something else every time."""

    def dyad(rng: random.Random) -> Any:
        one, other = rng.sample(STATES, 2)
        month = f"{rng.randrange(FIRST_YEAR, FIRST_YEAR + YEARS)}-{rng.randrange(1, 13):02}"
        return ledger.events(dyad=(one, other), since=month, until=month).arrow()

    def counts(rng: random.Random) -> Any:
        return ledger.query(
            "SELECT type, year(day) AS year, count(*) AS n FROM events GROUP BY ALL ORDER BY ALL"
        ).arrow()

    def last(rng: random.Random) -> Any:
        return ledger.statements(speaker=rng.choice(STATES), newest=True, limit=100).arrow()

    return {"dyad and month": dyad, "type and year": counts, "last 100 statements": last}


def nested(folder: Path) -> dict[str, Callable[[random.Random], Any]]:
    """The same of DuckDB alone, over the nested files."""
    import duckdb

    connection = duckdb.connect(config={"memory_limit": "1GB"})
    scan = f"read_parquet('{folder}/readings/month=*/*.parquet', hive_partitioning = false)"

    def ask(sql: str, *values: str) -> Any:
        return connection.sql(sql, params=list(values) or None).to_arrow_table()

    def dyad(rng: random.Random) -> Any:
        one, other = rng.sample(STATES, 2)
        month = f"{rng.randrange(FIRST_YEAR, FIRST_YEAR + YEARS)}-{rng.randrange(1, 13):02}"
        return ask(
            f"SELECT * FROM (SELECT id, date, unnest(events) AS e FROM {scan}) WHERE coalesce(e.date, date)[:7] = $1 "
            "AND (list_contains(e.actors, $2) AND (list_contains(e.recipients, $3) OR list_contains(e.actors, $3)) "
            "OR list_contains(e.actors, $3) AND list_contains(e.recipients, $2))", month, one, other,
        )  # fmt: skip

    def counts(rng: random.Random) -> Any:
        return ask(
            "SELECT type, year, count(*) AS n FROM (SELECT e.type AS type, coalesce(e.date, date)[:4] AS year FROM "
            f"(SELECT date, unnest(events) AS e FROM {scan})) GROUP BY ALL ORDER BY ALL"
        )

    def last(rng: random.Random) -> Any:
        return ask(
            f"SELECT * FROM (SELECT id, date, unnest(statements) AS s FROM {scan}) WHERE s.speaker_code = $1 "
            "ORDER BY date DESC LIMIT 100", rng.choice(STATES),
        )  # fmt: skip

    return {"dyad and month": dyad, "type and year": counts, "last 100 statements": last}


def ask(folder: Path, question: str, unnest: bool) -> dict[str, Any]:
    """What one process measures: the times of a question, in ms, the first with opening; what it held, in MiB."""
    from dragoman.ledger.store import Ledger

    rng = random.Random(2)
    times = []
    began = time.perf_counter()
    asked = (nested(folder) if unnest else questions(Ledger(folder)))[question]
    for _ in range(ASKED + 1):
        asked(rng)
        now = time.perf_counter()
        times.append((now - began) * 1000)
        began = now
    return {"times": times, "rss": peak()}


def peak() -> float:
    """The most that this process held, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def stage(folder: Path, name: str, events: int) -> dict[str, Any]:
    """Run one stage in a process of its own."""
    command = [sys.executable, __file__, "--stage", name, "--folder", str(folder), "--sizes", str(events)]
    found: dict[str, Any] = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return found


def run_stage(folder: Path, name: str, events: int) -> dict[str, Any]:
    """One stage, in this process."""
    if name == "make":
        make(folder, events)
        return {}
    if name == "flat":
        from dragoman.ledger.store import Ledger

        began = time.perf_counter()
        counted = Ledger(folder).query("SELECT count(*) AS n FROM events").rows()[0]["n"]
        return {"rss": peak(), "built": time.perf_counter() - began, "events": counted}
    question, _, unnest = name.partition("/")
    return ask(folder, question, bool(unnest))


def size(folder: Path) -> float:
    """The size of the files under a folder, in MiB."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 2**20


def measure(folder: Path, events: int) -> tuple[list[str], bool]:
    """The rows of the table for one size, and whether they keep to the targets."""
    stage(folder, "make", events)
    flat = stage(folder, "flat", events)
    rows, good = [], True
    disk = f"{size(folder / 'readings'):.0f} | {size(folder / 'cache'):.0f}"
    for question in QUESTIONS:
        ours, theirs = stage(folder, question, events), stage(folder, f"{question}/unnest", events)
        cold, warm = ours["times"][0], statistics.median(ours["times"][1:])
        other = statistics.median(theirs["times"][1:])
        rss = max(flat["rss"], ours["rss"])
        good = good and warm <= TARGET_MS and rss <= TARGET_MIB
        rows.append(
            f"| {flat['events']:,} | {question} | {cold:.0f} | {warm:.0f} | {other:.0f} | {ours['rss']:.0f} "
            f"| {flat['built']:.0f} | {flat['rss']:.0f} | {disk} |"
        )
    return rows, good


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    cli.add_argument("--folder", type=Path, help="where the ledgers are made; a temporary folder unless given")
    cli.add_argument("--stage", help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.stage:
        print(json.dumps(run_stage(args.folder, args.stage, args.sizes[0])))
        return 0
    print(
        "| events | question | cold, ms | warm, ms | unnest, ms | RSS, MiB | flat, s | its RSS, MiB | ledger, MiB "
        "| cache, MiB |"
    )
    print("| ---: | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    good = True
    with tempfile.TemporaryDirectory(dir=args.folder) as folder:
        for events in args.sizes:
            rows, kept = measure(Path(folder) / str(events), events)
            print("\n".join(rows), flush=True)
            good = good and kept
    print(f"\n{'reached' if good else 'MISSED'}: warm at most {TARGET_MS:.0f} ms, RSS at most {TARGET_MIB:.0f} MiB")
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
