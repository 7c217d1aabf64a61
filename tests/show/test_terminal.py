"""A reading on a terminal: legible with and without colour, at any width, and never taken as markup."""

import io
import re

import pytest
from rich.cells import cell_len
from rich.console import Console

from dragoman.records import Reading
from dragoman.show.terminal import show
from made_reading import TEXT, empty, made


def printed(reading: Reading, text: str = TEXT, width: int = 100, colour: bool = False) -> str:
    file = io.StringIO()
    system = "standard" if colour else None
    show(
        Console(file=file, width=width, force_terminal=colour, color_system=system, legacy_windows=False), reading, text
    )
    return file.getvalue()


def test_the_header_says_what_the_report_is() -> None:
    assert printed(made()).startswith("A border deal\n2019-03-05 · The Wire\n")
    assert printed(empty(title=None, date=None, source=None), "x").startswith("Untitled report\ndate not stated\n")


def test_without_colour_brackets_mark_the_evidence() -> None:
    out = printed(made())
    assert "\x1b" not in out
    assert "‹statement›  {condition}  *event*  _time_  [actor]" in out
    assert "[Ana Ruiz] *met* her Ecuadorean colleague on _Monday_." in out
    folded = " ".join(out.split())
    assert "“‹{We will *open the bridge* only if [Quito] pulls back its guards}›,” she said." in folded
    assert "[Ecuador] *denied* that ‹any guards had crossed›." in folded


def test_with_colour_styles_mark_the_evidence() -> None:
    out = printed(made(), colour=True)
    assert re.search(r"\x1b\[[\d;]*4[\d;]*mmet\x1b\[0m", out), "the event's trigger is underlined"
    assert "‹" not in out
    assert "*met*" not in out


@pytest.mark.parametrize(
    "line",
    [
        "Who met whom 2",
        "Peru, Ecuador held 2019-03-04, ministers · ",
        "possible 2019-W11, Cuenca · ",
        "Ana Ruiz (Peru) said We will open the bridge only if Quito pulls back its guards",
        "Ecuador → Peru demands must open the bridge first",
        "Peru if We will open the bridge (Peru) if Quito pulls back its guards (Ecuador)",
        "Peru: Quito pulls back its guards — against — Ecuador: denied that any guards had crossed · the guards",
        "deadlock Each waits for the other to move first. · the bridge",
        "Ecuador → Peru REJECT Ecuador *denied* that any guards had crossed.",
        "the report positive edge towards a border deal · of the border talks",
        "What comes next 2",
        "Peru → Ecuador conditional",
    ],
)
def test_each_question_has_its_answer(line: str) -> None:
    assert line in " ".join(printed(made(), width=160).split())


def test_what_is_not_there_is_not_stated() -> None:
    out = printed(empty(), "Nothing happened.")
    for title in ("Who met whom", "Who said what", "Where it is stuck", "What comes next"):
        assert f"{title}  not stated" in out


@pytest.mark.parametrize("width", [40, 80, 100, 120, 200])
@pytest.mark.parametrize("colour", [True, False])
def test_no_line_is_wider_than_the_terminal(width: int, colour: bool) -> None:
    for line in printed(made(), width=width, colour=colour).splitlines():
        assert cell_len(re.sub(r"\x1b\[[\d;]*m", "", line)) <= width


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "[bold]not markup[/bold] [link=https://example.org]x[/]",
            "[bold]not markup[/bold] [link=https://example.org]x[/]",
        ),
        ("\x1b]0;title\x07\x1b[2Jgone", "␛]0;title␇␛[2Jgone"),
        ("a\u202eb :smile: \u200f", "a⟦U+202E⟧b :smile: ⟦U+200F⟧"),
        ("\ud800", "⟦U+D800⟧"),
    ],
)
def test_report_text_is_shown_not_obeyed(text: str, shown: str) -> None:
    for out in (printed(empty(text, title=text), text), printed(empty(text, source=text), text, colour=True)):
        assert out.count(shown) == 2


def test_the_same_words_come_out_with_and_without_colour() -> None:
    plain = re.sub(r"[‹›{}*_\[\]]", "", printed(made()))
    coloured = re.sub(r"\x1b\[[\d;]*m", "", printed(made(), colour=True))
    assert plain.split() == coloured.split()
