"""The gate: a figure under its floor fails, a changed corpus fails, and only on request is a floor lowered."""

import json
from pathlib import Path

import pytest

from dragoman.evaluate import gate
from dragoman.evaluate.gate import Floor, Outcome, flat, load_floors, raised
from dragoman.evaluate.run import RUNS


def outcome(figures: dict[str, float] | None, corpus: str = "c1", **floors: float) -> Outcome:
    floor = Floor(benchmark="gold", place="samples", corpus="c1", floors=floors)
    return Outcome(name="set", floor=floor, corpus=corpus, figures=figures)


def test_a_figure_under_its_floor_is_low() -> None:
    assert outcome({"a": 0.5, "b": 0.5}, a=0.5, b=0.51).low == ["b"]
    assert outcome({"a": 0.5}, gone=0.1).low == ["gone"]
    assert outcome(None, a=0.5).low == []


def test_another_corpus_is_noticed() -> None:
    assert outcome({"a": 1.0}, corpus="c2").changed
    assert not outcome({"a": 1.0}).changed
    assert not outcome(None, corpus="").changed


def test_floors_are_raised_and_lowered_only_on_request() -> None:
    measured = outcome({"up": 0.789, "down": 0.2, "new": 1.0}, corpus="c2", up=0.5, down=0.4)
    assert raised(measured).floors == {"up": 0.78, "down": 0.4, "new": 1.0}
    assert raised(measured, allow_lower=True).floors == {"up": 0.78, "down": 0.2, "new": 1.0}
    assert raised(measured).corpus == "c2"
    assert raised(outcome(None, a=0.5)).floors == {"a": 0.5}


def test_figures_are_flattened() -> None:
    gold = {"times": {"gold": 3, "f1": 0.5, "full_f1": 0.25}, "disputes": {"gold": 0, "f1": 1.0, "full_f1": 1.0}}
    assert flat(gold) == {
        "times.f1": 0.5, "times.full_f1": 0.25, "disputes.f1": 1.0, "disputes.full_f1": 1.0, "mean.f1": 0.5,
    }  # fmt: skip
    assert flat({"root": {"macro_f1": 0.5, "accuracy": 0.75}}) == {"root.macro_f1": 0.5, "root.accuracy": 0.75}


def test_the_floors_that_the_project_ships_are_well_formed() -> None:
    floors = load_floors()
    assert {"samples", "gold", "polnear", "timeml", "plv", "challenge"} == set(floors)
    assert {floor.benchmark for floor in floors.values()} <= set(RUNS)
    assert all(0 <= value <= 1 for floor in floors.values() for value in floor.floors.values())


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project with one small set, "near", and one that is not there, "far"."""
    (tmp_path / "near").mkdir()
    (tmp_path / "near" / "a.txt").write_text("Lima and Quito met on Monday.")
    time = {"span": "Monday", "start": 22, "type": "DATE", "value": "2020-01-06"}
    (tmp_path / "near" / "a.gold.json").write_text(json.dumps({"date": "2020-01-07", "times": [time]}))
    near = {"benchmark": "timeml", "place": "near", "corpus": "", "floors": {}}
    (tmp_path / "floors.json").write_text(json.dumps({"near": near, "far": near | {"place": "far"}}))
    return tmp_path


def run(project: Path, *arguments: str) -> int:
    return gate.main(arguments, project / "floors.json", project)


def test_the_gate_from_first_floors_to_a_drop(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project) == 0
    assert "far: not measured, far is not beside the project" in capsys.readouterr().out
    assert run(project, "--update") == 0
    floors = load_floors(project / "floors.json")["near"]
    assert floors.floors == {"strict.f1": 1.0, "relaxed.f1": 1.0, "value.f1": 1.0}
    assert run(project) == 0
    time = {"span": "met", "start": 15, "type": "DATE", "value": "2020"}
    (project / "near" / "a.gold.json").write_text(json.dumps({"date": "2020-01-07", "times": [time]}))
    capsys.readouterr()
    assert run(project) == 1
    assert "under the floor: strict.f1, relaxed.f1, value.f1" in " ".join(capsys.readouterr().out.split())
    assert run(project, "--update") == 1
    assert load_floors(project / "floors.json")["near"].floors == floors.floors
    assert run(project, "--update", "--allow-lower") == 0
    assert set(load_floors(project / "floors.json")["near"].floors.values()) == {0.0}


def test_a_changed_corpus_fails_until_the_floors_are_set_anew(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(project, "--update")
    with (project / "near" / "a.txt").open("a") as file:
        file.write(" They ate.")
    assert run(project) == 1
    assert "the corpus is not the one that the floors were set on" in " ".join(capsys.readouterr().out.split())
    assert run(project, "--update") == 0
    assert run(project) == 0


def test_one_set_can_be_measured_alone(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(project, "--only", "far") == 0
    assert "near" not in capsys.readouterr().out
    with pytest.raises(SystemExit):
        run(project, "--only", "nowhere")
