"""docs/sources.md: its example prints what it says, and it names every column, limit and format there is."""

import re
import subprocess
import sys
from pathlib import Path
from typing import get_args

import pytest

from dragoman.sources import item, web
from dragoman.sources.feeds import FEED_SIZE
from dragoman.sources.pages import PAGE_SIZE
from dragoman.sources.sniff import Format
from dragoman.sources.table import COMMON, folded

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "sources.md").read_text(encoding="utf-8")


def test_the_example_prints_what_the_page_says(tmp_path: Path) -> None:
    code = re.findall(r"```python\n(.*?)```", PAGE, re.S)[0]
    table, printed = re.findall(r"```\n(.*?)```", re.sub(r"```python\n.*?```", "", PAGE, flags=re.S), re.S)
    (tmp_path / "archive").mkdir()
    (tmp_path / "archive" / "rows.csv").write_text(table)
    (tmp_path / "archive" / "talks.txt").write_text("The talks ended without a date for the next round.")
    out = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    assert out.replace(str(tmp_path / "archive"), "…") == printed


@pytest.mark.parametrize("part", COMMON)
def test_every_common_name_of_a_column_is_on_the_page(part: str) -> None:
    (row,) = re.findall(rf"^\| `{part}` \| (.*) \|$", PAGE, re.M)
    assert [folded(name) for name in row.split(", ")] == COMMON[part].split()


def test_every_format_is_on_the_page() -> None:
    words = {"text": "plain text", "table": "CSV", "feed": "RSS", "json lines": "JSON Lines", "bzip2": "bzip2"}
    formats = PAGE[PAGE.index("## Formats") :].lower()
    assert [kind for kind in get_args(Format) if words.get(kind, kind).lower() not in formats] == ["pdf"]


def test_the_limits_are_those_of_the_code() -> None:
    limits = PAGE[PAGE.index("## Limits") :]
    for figure in (f"{FEED_SIZE // 1_000_000} MB", f"{web.MOST // 1_000_000:,} MB", f"{web.REDIRECTIONS} redirections"):
        assert figure in limits
    assert f"{web.TIMEOUT:g} seconds" in limits
    assert f"{item._RATIO} times its size, and {item._FREE // 1_000_000} MB" in limits
    assert f"| archives in each other | {item.DEPTH} |" in limits
    assert PAGE_SIZE == 5
