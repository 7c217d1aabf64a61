"""The site on a large ledger: server time of every page, with one visitor and with twenty, and memory.

The ledger is the synthetic one of `benchmarks/million.py` (a million events). The site runs in a process of its own, on
loopback. First everything that is computed once a version is waited for; then each page is asked for `--asked` times by
one visitor, every time about something else, where there is something else to ask about; then twenty visitors ask for
pages of all kinds as fast as they are answered, and again with a pause of a second between one page and the next.

    python benchmarks/site.py [--events N] [--ledger DIR] [--asked N] [--seconds S]
"""

from __future__ import annotations

import argparse
import http.client
import json
import random
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import quote, urlencode

import psutil

import million

MEDIAN_MS, P95_MS, MEMORY_MIB, VISITORS = 400.0, 1000.0, 2048.0, 20
WORDS = [
    "constitution",
    "name",
    "parliament vote",
    "referendum",
    "summit",
    "minister visit",
    "protest",
    "border",
    "talks",
]
TYPES = ["CONSULT", "AGREE", "REQUEST", "REJECT", "THREATEN", "SUPPORT", "ACCUSE"]
Ask = Callable[[random.Random], str]


def served(ledger: Path, port: int) -> None:
    """Serve the ledger until the process is ended."""
    from dragoman.web.serving import run
    from dragoman.web.settings import Settings

    run(Settings(ledger, port=port), print)


def get(port: int, path: str) -> tuple[int, bytes, float]:
    """Status, body and milliseconds of one request."""
    began = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        return response.status, body, (time.perf_counter() - began) * 1000
    finally:
        connection.close()


def pages(port: int) -> dict[str, Ask]:
    """What asks for each page, about something else every time."""
    ids = [row["report_id"] for row in json.loads(get(port, "/api/reports?limit=500&since=2010")[1])["items"]]
    acts = json.loads(get(port, "/api/occurrences?limit=500&since=2010-01-01")[1]).get("items", [])

    def search(rng: random.Random) -> str:
        fields = [("q", rng.choice(WORDS)), ("kind", rng.choice(["reports", "statements", "events"]))]
        year = rng.randrange(2000, 2019)
        return "/search?" + urlencode([*fields, ("since", year), ("until", year + rng.randrange(3))])

    def filtered(rng: random.Random) -> str:
        kind = rng.choice(["events", "positions", "meetings", "reports"])
        types = [("type", rng.choice(TYPES))] if kind in ("events", "reports") else []
        return "/search?" + urlencode([("kind", kind), ("party", rng.choice(million.STATES)), *types])

    def negotiation(rng: random.Random) -> str:
        one, other = rng.sample(million.STATES, 2)
        return f"/negotiation?party={one}&party={other}"

    made: dict[str, Ask] = {
        "/": lambda rng: "/",
        "/negotiation": negotiation,
        "/report": lambda rng: f"/report/{rng.choice(ids)}",
        "/actor": lambda rng: f"/actor/{rng.choice(million.STATES)}",
        "/search (words)": search,
        "/search (filters)": filtered,
        "/read": lambda rng: "/read",
        "/sql": lambda rng: (
            "/sql?q="
            + quote(f"SELECT status, count(*) AS n FROM events WHERE type = '{rng.choice(TYPES)}' GROUP BY ALL")
        ),
        "/api/events": lambda rng: "/api/events?" + urlencode({"actors": rng.choice(million.STATES), "limit": 50}),
    }
    if acts:
        made["/occurrence"] = lambda rng: f"/occurrence/{rng.choice(acts)['occurrence_id']}"
    return made


def settle(port: int, seconds: float) -> None:
    """Wait until the site runs and has computed what the first questions would wait for."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        try:
            if get(port, "/healthz")[0] == 200 and get(port, "/api/occurrences?limit=1")[0] == 200:
                break
        except OSError:
            pass
        time.sleep(1)
    for path in ("/", "/search?q=talks", "/search?kind=events", "/search", "/sql?q=SELECT+1"):
        get(port, path)


def alone(port: int, known: dict[str, Ask], asked: int) -> dict[str, list[float]]:
    """The times of each page for one visitor."""
    rng = random.Random(3)
    times: dict[str, list[float]] = {}
    for name, ask in known.items():
        for _ in range(asked):
            path = ask(rng)
            status, _, taken = get(port, path)
            if status >= 400:
                print(f"{status} {path}", file=sys.stderr)
            times.setdefault(name, []).append(taken)
    return times


def crowd(port: int, known: dict[str, Ask], seconds: float, pause: float) -> tuple[dict[str, list[float]], int]:
    """The times of each page for twenty visitors at once, and how many requests failed."""
    times: dict[str, list[float]] = {name: [] for name in known}
    failed: list[str] = []
    end = time.monotonic() + seconds

    def visit(number: int) -> None:
        rng = random.Random(100 + number)
        time.sleep(rng.random() * pause)
        while time.monotonic() < end:
            name = rng.choice(sorted(known))
            path = known[name](rng)
            try:
                status, _, taken = get(port, path)
            except OSError:
                status, taken = 599, 0.0
            if status >= 500:
                failed.append(f"{status} {path}")
            times[name].append(taken)
            time.sleep(pause * (0.5 + rng.random()))

    threads = [threading.Thread(target=visit, args=(number,)) for number in range(VISITORS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for line in failed[:5]:
        print(line, file=sys.stderr)
    return times, len(failed)


def memory(process: psutil.Process) -> float:
    """What the site and its processes hold, in MiB."""
    return sum(p.memory_info().rss for p in (process, *process.children(recursive=True))) / 2**20


def p95(times: list[float]) -> float:
    return statistics.quantiles(times, n=20)[-1] if len(times) > 1 else max(times, default=0.0)


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--events", type=int, default=1_000_000)
    cli.add_argument("--ledger", type=Path, help="a ledger that is there already")
    cli.add_argument("--asked", type=int, default=15)
    cli.add_argument("--seconds", type=float, default=30.0)
    cli.add_argument("--port", type=int, default=8799)
    cli.add_argument("--serve", action="store_true", help=argparse.SUPPRESS)
    args = cli.parse_args()
    if args.serve:
        served(args.ledger, args.port)
        return 0
    with tempfile.TemporaryDirectory() as folder:
        ledger = args.ledger or Path(folder) / "ledger"
        if args.ledger is None:
            million.make(ledger, args.events)
        command = [sys.executable, __file__, "--serve", "--ledger", str(ledger), "--port", str(args.port)]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        try:
            return measure(psutil.Process(process.pid), args.port, args.asked, args.seconds)
        finally:
            process.terminate()
            process.wait(30)


def measure(process: psutil.Process, port: int, asked: int, seconds: float) -> int:
    """Measure the site and print the table; 0 where it keeps to the targets."""
    began = time.perf_counter()
    settle(port, 600)
    ready = time.perf_counter() - began
    known = pages(port)
    one = alone(port, known, asked)
    held = memory(process)
    paused, failed_paused = crowd(port, known, seconds, 1.0)
    many, failed = crowd(port, known, seconds, 0.0)
    most = max(held, memory(process))
    print("| page | one visitor: median, ms | p95, ms | twenty, a second apart: p95, ms | twenty at once: p95, ms |")
    print("| --- | ---: | ---: | ---: | ---: |")
    for name, times in one.items():
        cells = (statistics.median(times), p95(times), p95(paused[name]), p95(many[name]))
        print(f"| {name} | " + " | ".join(f"{cell:.0f}" for cell in cells) + " |")
    together = [p95([t for times in found.values() for t in times]) for found in (paused, many)]
    answered = [sum(map(len, found.values())) for found in (paused, many)]
    print(f"| all ({answered[0]:,} and {answered[1]:,} requests) | | | {together[0]:.0f} | {together[1]:.0f} |")
    print(f"\nready after {ready:.0f} s; {most:.0f} MiB; failed: {failed_paused + failed}")
    slow = [name for name, times in one.items() if statistics.median(times) > MEDIAN_MS]
    good = not slow and together[0] <= P95_MS and most <= MEMORY_MIB and not failed + failed_paused
    print(
        f"{'reached' if good else 'MISSED'}: medians at most {MEDIAN_MS:.0f} ms, p95 of twenty a second apart at "
        f"most {P95_MS:.0f} ms, at most {MEMORY_MIB:.0f} MiB, nothing failed"
    )
    return 0 if good else 1


if __name__ == "__main__":
    raise SystemExit(main())
