"""Draws docs/terminal.svg: what `dragoman read` prints for one of the bundled reports.

python tools/picture.py
"""

import io
import re
from pathlib import Path

import frontmatter
from rich._export_format import CONSOLE_SVG_FORMAT
from rich.console import Console
from rich.terminal_theme import MONOKAI

from dragoman import read
from dragoman.show.terminal import show

ROOT = Path(__file__).resolve().parents[1]
REPORT = ROOT / "src" / "dragoman" / "samples" / "13-deal-and-refusal.txt"


def main() -> None:
    """Draw it."""
    report = frontmatter.load(str(REPORT))
    reading = read(report.content, report["date"], title=report["title"], source=report["source"])
    console = Console(record=True, width=110, force_terminal=True, color_system="truecolor", file=io.StringIO())
    show(console, reading, report.content)
    # Fonts come from the viewer: nothing is fetched.
    form = re.sub(r"@font-face \{\{.*?\}\}", "", CONSOLE_SVG_FORMAT, flags=re.DOTALL)
    svg = console.export_svg(title="dragoman read 13-deal-and-refusal.txt", theme=MONOKAI, code_format=form)
    (ROOT / "docs" / "terminal.svg").write_text(svg, encoding="utf-8")


if __name__ == "__main__":
    main()
