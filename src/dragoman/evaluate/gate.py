"""Accuracy must not drop: figures on annotated reports and benchmarks against their floors in floors.json.

    python -m dragoman.evaluate.gate                          a table; exit status 1 where a figure is under its floor
    python -m dragoman.evaluate.gate --update                 raise the floors to the present figures
    python -m dragoman.evaluate.gate --update --allow-lower   … and lower those that are no longer reached

The bundled samples are always measured, the shared sets where they lie beside the project; where they do not, it is
said. A floor holds for one corpus, known by its hash: a changed corpus fails until its floors are set anew.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter
from rich.console import Console
from rich.table import Table

from dragoman.evaluate.corpus import corpus_hash
from dragoman.evaluate.gold import FEW
from dragoman.evaluate.run import RUNS, Figures
from dragoman.reader import Reader, default_reader

FLOORS = Path(__file__).with_name("floors.json")
PROJECT = Path(__file__).resolve().parents[3]
SAMPLES = "samples"

MEASURED = ("f1", "full_f1", "macro_f1", "accuracy")
_STEP = 100
"""Floors are kept in hundredths, rounded down: the last digits of a parse differ between processors."""


class Floor(BaseModel):
    """A set and its floors: which benchmark it is, where it lies from the project's root, its hash, figure by floor."""

    model_config = ConfigDict(extra="forbid")

    benchmark: str
    place: str
    corpus: str = ""
    floors: dict[str, float] = {}


class Outcome(BaseModel):
    """What was measured of one set: figures by name, or None where the set is not here."""

    name: str
    floor: Floor
    corpus: str = ""
    figures: dict[str, float] | None = None

    @property
    def changed(self) -> bool:
        """Whether the corpus is another one than that of the floors, where there are any."""
        return self.figures is not None and self.floor.corpus not in ("", self.corpus)

    @property
    def low(self) -> list[str]:
        """The figures that are under their floor, and the floors that have no figure any more."""
        figures = self.figures
        return (
            [] if figures is None else [key for key, floor in self.floor.floors.items() if figures.get(key, -1) < floor]
        )


_FILE = TypeAdapter(dict[str, Floor])


def load_floors(path: Path = FLOORS) -> dict[str, Floor]:
    """The floors by the name of their set."""
    return _FILE.validate_json(path.read_bytes())


def flat(figures: Figures) -> dict[str, float]:
    """The figures that have floors, by names such as "events.full_f1"; with "mean.f1" over what is not too few."""
    flat = {f"{name}.{key}": row[key] for name, row in figures.items() for key in MEASURED if key in row}
    sections = [row["f1"] for name, row in figures.items() if name not in FEW and "full_f1" in row]
    return flat | ({"mean.f1": sum(sections) / len(sections)} if sections else {})


def find(floor: Floor, project: Path = PROJECT) -> Path | None:
    """Where a set lies; None where it is not here."""
    if floor.place == SAMPLES:
        return Path(str(files("dragoman"))) / SAMPLES
    place = project / floor.place
    return place if place.exists() else None


def measure(reader: Reader, name: str, floor: Floor, project: Path = PROJECT) -> Outcome:
    """Run one set, if it is here. Raises `DragomanError` where it is here but broken."""
    place = find(floor, project)
    if place is None:
        return Outcome(name=name, floor=floor)
    figures = flat(RUNS[floor.benchmark](reader, place, None))
    return Outcome(name=name, floor=floor, corpus=corpus_hash(place), figures=figures)


def raised(outcome: Outcome, allow_lower: bool = False) -> Floor:
    """The set's floors at the present figures; a floor is lowered only with `allow_lower`."""
    if outcome.figures is None:
        return outcome.floor
    present = {key: math.floor(value * _STEP + 1e-9) / _STEP for key, value in outcome.figures.items()}
    old = {} if allow_lower else outcome.floor.floors
    floors = {key: max(value, old.get(key, 0.0)) for key, value in present.items()}
    return outcome.floor.model_copy(update={"corpus": outcome.corpus, "floors": floors})


def table(outcome: Outcome) -> Table:
    """Figures beside their floors."""
    drawn = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, title=outcome.name, title_justify="left")
    drawn.add_column("")
    for heading in ("figure", "floor", ""):
        drawn.add_column(heading, justify="right")
    for key, value in (outcome.figures or {}).items():
        floor = outcome.floor.floors.get(key)
        verdict = "no floor" if floor is None else "LOW" if key in outcome.low else ""
        drawn.add_row(key, f"{value:.3f}", "" if floor is None else f"{floor:.2f}", verdict)
    return drawn


def main(arguments: Sequence[str] | None = None, path: Path = FLOORS, project: Path = PROJECT) -> int:
    """Measure every set, print the tables, and give the exit status."""
    parser = argparse.ArgumentParser(prog="python -m dragoman.evaluate.gate", description="Accuracy must not drop.")
    parser.add_argument("--update", action="store_true", help="raise the floors to the present figures")
    parser.add_argument("--allow-lower", action="store_true", help="with --update: lower floors as well")
    parser.add_argument("--only", action="append", metavar="SET", help="measure only this set; repeatable")
    options = parser.parse_args(arguments)
    floors, reader, console = load_floors(path), default_reader(), Console()
    if unknown := set(options.only or ()) - set(floors):
        parser.error(f"no set {', '.join(sorted(unknown))}; there are {', '.join(floors)}")
    failed = False
    for name in options.only or floors:
        outcome = measure(reader, name, floors[name], project)
        if outcome.figures is None:
            console.print(f"{name}: not measured, {outcome.floor.place} is not beside the project\n", highlight=False)
            continue
        console.print(table(outcome), "")
        failed |= complain(outcome, console, options.update, options.allow_lower)
        floors[name] = raised(outcome, options.allow_lower)
    if options.update:
        path.write_bytes(_FILE.dump_json(floors, indent=2) + b"\n")
        console.print(f"Floors written to {path.name}.", highlight=False)
    return int(failed)


def complain(outcome: Outcome, console: Console, update: bool, allow_lower: bool) -> bool:
    """Say what is wrong with an outcome; whether anything is, after what the options put right."""
    if outcome.low and not (update and allow_lower):
        console.print(f"{outcome.name}: under the floor: {', '.join(outcome.low)}\n", highlight=False, style="bold red")
        return True
    if outcome.changed and not update:
        message = f"{outcome.name}: the corpus is not the one that the floors were set on; set them with --update\n"
        console.print(message, highlight=False, style="bold red")
        return True
    return False


if __name__ == "__main__":
    sys.exit(main())
