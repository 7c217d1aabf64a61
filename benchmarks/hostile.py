"""Hostile inputs to Read and Search: no fault of the site, no page but in its shape, nothing of them unescaped.

Half of the inputs are looked for (in every field of a search), half are given to read (pasted, or as a file). They are
those of tests/web/hostile_inputs.py, made from a seed. The ledger is made of the bundled reports.

    python benchmarks/hostile.py [--count N] [--seed N]
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from lxml import html
from starlette.testclient import TestClient

sys.path.append(str(Path(__file__).resolve().parents[1] / "tests" / "web"))
from hostile_inputs import inputs, unescaped  # type: ignore[import-not-found]

FIELDS = ("q", "party", "issue", "source", "type", "kind", "since", "page", "sort", "anonymous")
EXPECTED = (200, 400, 413, 414)
KINDS = ("events", "statements", "reports", "meetings", "positions")


def ledger(folder: Path) -> Path:
    """A ledger of the bundled reports."""
    import pyarrow as pa

    import million
    from dragoman.ledger.schema import readings_schema
    from dragoman.ledger.store import Ledger

    Ledger(folder, create=True).append_table(pa.Table.from_pylist(million.templates(), schema=readings_schema()))
    return folder


def searched(asked: TestClient, number: int, text: str) -> Any:
    """The answer to a search."""
    field = FIELDS[number % len(FIELDS)] if number % 3 else "q"
    pairs = {"kind": KINDS[number % len(KINDS)], field: text}
    return asked.get(("/search?" if number % 5 else "/sql?") + urlencode(pairs, errors="replace"))


def read(asked: TestClient, number: int, text: str) -> Any:
    """The answer to a text that is to be read."""
    about = {("title", "source", "date")[number % 3]: text[:200]} if number % 2 else {}
    if number % 4 == 3:
        content: bytes = text.encode("utf-8", "replace")
        return asked.post("/read", data=about, files={"file": (text[:80] or "x", content)})
    return asked.post("/read", data={"text": text, **about})


def wrong(answer: Any) -> str | None:
    """What is wrong with an answer."""
    if answer.status_code not in EXPECTED:
        return f"status {answer.status_code}"
    found: list[str] = unescaped(answer.text)
    if found:
        return f"unescaped: {', '.join(found)}"
    if "Traceback" in answer.text:
        return "a trace"
    headings = html.fromstring(answer.text).xpath("count(//main//h1)")
    return None if headings == 1 else "not one heading"


def main() -> int:
    cli = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    cli.add_argument("--count", type=int, default=10_000)
    cli.add_argument("--seed", type=int, default=1)
    args = cli.parse_args()
    from dragoman.web.app import create_app
    from dragoman.web.settings import Settings

    statuses: Counter[int] = Counter()
    faults: list[str] = []
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(ledger(Path(folder) / "ledger"), patience=30))
        with TestClient(app, base_url="http://127.0.0.1:8765", raise_server_exceptions=False) as asked:
            for number, text in enumerate(inputs(args.count, args.seed)):
                answer = (searched if number % 2 else read)(asked, number // 2, text)
                statuses[answer.status_code] += 1
                if fault := wrong(answer):
                    faults.append(f"{fault}: {text[:200]!r}")
                    print(faults[-1], file=sys.stderr)
    told = ", ".join(f"{status}: {count:,}" for status, count in sorted(statuses.items()))
    print(f"{args.count:,} inputs in {time.monotonic() - began:.0f} s ({told}); wrong: {len(faults)}")
    return 1 if faults else 0


if __name__ == "__main__":
    raise SystemExit(main())
