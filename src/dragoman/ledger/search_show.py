"""What a search found, on the terminal: the report, and the words found in their sentence."""

from __future__ import annotations

import re
from typing import Any

from rich.console import Console
from rich.text import Text

from dragoman.ledger.answers import Answer
from dragoman.show.visible import one_line, visible


def show(answer: Answer, kind: str) -> None:
    """Print what was found, a paragraph each; what was looked for stands in bold, or, without colour, in brackets."""
    console = Console(highlight=False)
    found = answer.rows()
    if not found:
        console.print(f"nothing found in the {kind}", style="dim")
    for row in found:
        console.print(Text(_heading(row), style="bold"), soft_wrap=True)
        if row.get("speaker_name"):
            console.print(Text(one_line(row["speaker_name"]) + ":", style="dim"), soft_wrap=True)
        if kind != "titles":
            console.print(_marked(row, console.is_terminal and not console.no_color), soft_wrap=True)
        console.print()


def _heading(row: dict[str, Any]) -> str:
    parts = [row["published"] and row["published"].isoformat(), row["source"], row["title"], row["report_id"]]
    return " · ".join(one_line(str(part)) for part in parts if part)


def _marked(row: dict[str, Any], colour: bool) -> Text:
    """The snippet with its marks."""
    text, begin, place = Text("  "), row["snippet_start"], 0
    for mark in row["marks"]:
        start, end = mark["start"] - begin, mark["end"] - begin
        text.append(_folded(row["snippet"][place:start]))
        words = _folded(row["snippet"][start:end])
        text.append(words if colour else f"[{words}]", style="bold yellow" if colour else "")
        place = end
    text.append(_folded(row["snippet"][place:]))
    return text


def _folded(text: str) -> str:
    """Text in one line, with its blanks at the edges."""
    return re.sub(r"\s+", " ", visible(text))
