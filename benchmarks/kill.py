"""Kill `dragoman add` at random moments, over and over, and count what is in the ledger afterwards.

    python benchmarks/kill.py [--reports 2000] [--kills 50] [--seed 1] [--workers N]

Short reports of its own are added by real processes (`--engine rules`, batches of 10), each ended by SIGKILL at a
random moment: half of them anywhere in the start of the process, half while it reads and commits. Then one run goes to
the end. Every report has to be there exactly once, with its text and a whole reading.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from dragoman.ledger.store import Ledger
from dragoman.ledger.upkeep import status

PLACES = ("Lima", "Quito", "Cuenca", "Loja", "Tumbes", "Piura", "Guayaquil", "Iquitos")
ACTS = ("met", "accused", "will meet", "refused to meet", "thanked", "threatened", "may talk to")


def write(path: Path, count: int, first: int = 0) -> Path:
    """`count` reports of one or two sentences as JSON Lines, over six months."""
    with path.open("w", encoding="utf-8") as file:
        for n in range(first, first + count):
            text = f"Peru's foreign minister {ACTS[n % 7]} Ecuador's president in {PLACES[n % 8]} for round {n}."
            more = " The talks will go on next week, she said." if n % 3 == 0 else ""
            row = {"id": f"r{n}", "text": text + more, "date": f"2019-0{1 + n % 6}-{1 + n % 28:02}"}
            file.write(json.dumps(row) + "\n")
    return path


def start(source: Path, folder: Path, more: list[str]) -> subprocess.Popen[bytes]:
    """A process that adds."""
    command = [sys.executable, "-m", "dragoman.cli", "add", str(source), "--ledger", str(folder), "--batch", "10"]
    return subprocess.Popen([*command, "--engine", "rules", *more], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def commits(folder: Path) -> int:
    """How many versions there are."""
    return len([*folder.glob("readings/_delta_log/*.json")])


def live(source: Path, folder: Path, chance: random.Random, warm: float, reading: float, more: list[str]) -> str:
    """One life: started, killed at a random moment. Says when, and how it ended."""
    before = commits(folder)
    begun = time.monotonic()
    run = start(source, folder, more)
    if chance.random() < 0.5:
        wait, when = chance.uniform(0, warm), "starting"
    else:
        while commits(folder) <= before and run.poll() is None:
            time.sleep(0.001)
        wait, when = chance.uniform(0, reading), "reading"
        begun = time.monotonic()
    time.sleep(max(0.0, begun + wait - time.monotonic()))
    done = run.poll() is not None
    run.kill()
    out, _ = run.communicate()
    if done:
        print(f"ended by itself, exit status {run.returncode}: {out.decode(errors='replace').strip()[-600:]}")
    return "ended by itself" if done else when


def main() -> None:
    """Run the lives and the last run, and print what came of them."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--reports", type=int, default=2000)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    more = ["--workers", str(given.workers)] if given.workers > 1 else []
    with tempfile.TemporaryDirectory() as name:
        source, folder = write(Path(name) / "made.jsonl", given.reports), Path(name) / "ledger"
        warm, reading = calibrate(source, Path(name) / "first", given.reports, given.kills, more)
        ends: dict[str, int] = {}
        begun = time.monotonic()
        for _ in range(given.kills):
            end = live(source, folder, chance, warm, reading, more)
            ends[end] = ends.get(end, 0) + 1
        left = status(Ledger(folder)).reports if folder.exists() else 0
        last = start(source, folder, more)
        out, _ = last.communicate()
        print(f"{given.kills} lives in {time.monotonic() - begun:.0f} s: {ends}; {left:,} readings after the last kill")
        print(f"last run, exit status {last.returncode}: {out.decode().strip()}")
        check(Ledger(folder), given.reports)


def calibrate(source: Path, folder: Path, reports: int, kills: int, more: list[str]) -> tuple[float, float]:
    """Seconds from start to the first commit, and the longest reading of a life that leaves work for all of them."""
    begun = time.monotonic()
    run = start(source, folder, more)
    while commits(folder) < 2:
        time.sleep(0.001)
    warm = time.monotonic() - begun
    time.sleep(2)
    rate = (commits(folder) - 2) * 10 / 2
    run.kill()
    run.communicate()
    return warm, 2 * reports / (kills / 2) / max(rate, 1.0) * 0.8


def check(ledger: Ledger, reports: int) -> None:
    """Every report once, with its text and a whole reading; raises SystemExit otherwise."""
    found = status(ledger)
    readings = [*ledger.readings()]
    whole = sum(
        bool(ledger.text(r.report.id)) and r.report.characters == len(ledger.text(r.report.id) or "") for r in readings
    )
    print(f"reports {found.reports:,}, rows {found.rows:,}, superseded {found.superseded:,}, whole {whole:,}")
    print(f"different source ids {len({r.report.source_id for r in readings}):,}; versions {ledger.version + 1:,}")
    if not found.reports == found.rows == whole == len({r.report.source_id for r in readings}) == reports:
        raise SystemExit("some were lost, twice or not whole")


if __name__ == "__main__":
    main()
