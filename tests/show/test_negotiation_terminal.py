"""A negotiation on the terminal and its command: the state of play first, every line with its reports, any width."""

import io
import json
import re
from pathlib import Path

import pytest
from rich.console import Console

import dragoman
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation
from dragoman.reader import Reader
from dragoman.show.negotiation_terminal import render
from dragoman.sources.files import load
from dragoman.sources.found import Location

SAMPLES = Path(dragoman.__file__).parent / "samples"


@pytest.fixture(scope="module")
def ledger(reader: Reader, tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    paths = sorted(SAMPLES.glob("*.txt"))[:9]
    reports = [load(path) for path in paths]
    made = Ledger(tmp_path_factory.mktemp("terminal") / "ledger", create=True)
    readings = reader.read_many(reports)
    made.append([Row(g, r.text, Location(str(p))) for g, r, p in zip(readings, reports, paths, strict=True)])
    return made


def shown(ledger: Ledger, width: int) -> str:
    out = io.StringIO()
    Console(file=out, width=width).print(render(Negotiation(ledger, ["GRC", "MKD"]), width))
    return out.getvalue()


@pytest.mark.parametrize("width", [40, 80, 200])
def test_no_line_is_wider_than_the_terminal(ledger: Ledger, width: int) -> None:
    assert max(len(line.rstrip()) for line in shown(ledger, width).splitlines()) <= width


def test_the_state_of_play_comes_first_and_every_line_names_its_reports(ledger: Ledger) -> None:
    text = shown(ledger, 110)
    headings = [h for h in ("State of play", "Where it is stuck", "Who wants what", "The reports") if h in text]
    assert headings == ["State of play", "Where it is stuck", "Who wants what", "The reports"]
    assert text.index("State of play") < text.index("Where it is stuck") < text.index("\nThe reports")
    stuck = text[text.index("Where it is stuck") : text.index("What moved")]
    assert "deadlocked over constitution and law since 2018-02-28" in " ".join(stuck.split())
    assert re.search(r"\[\d+(,\d+)*…?\]", stuck)


def test_the_command_gives_the_same_as_json_and_lists_pairs_without_parties(
    ledger: Ledger, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from dragoman import cli

    def run(*arguments: object) -> str:
        monkeypatch.setattr("sys.argv", ["dragoman", "negotiation", *map(str, arguments), "--ledger", str(ledger.path)])
        with pytest.raises(SystemExit):
            cli.main()
        return capfd.readouterr().out

    found = json.loads(run("Greece", "MKD", "--json"))
    assert {
        "issues",
        "meetings",
        "positions",
        "moves",
        "commitments",
        "disputes",
        "deadlocks",
        "timeline",
        "next",
    } <= set(found)
    assert found == json.loads(Negotiation(ledger, ["GRC", "MKD"]).state().model_dump_json())
    assert run().splitlines()[1].startswith("GRC – MKD")
    run("Greece", "MKD", "--brief", tmp_path / "brief.md")
    assert (tmp_path / "brief.md").read_text(encoding="utf-8").startswith("# Greece and North Macedonia")
