"""Our own sentences keep their form, and what is measured on is not trained on."""

import csv
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from dragoman.evaluate.pairs import load_table
from dragoman.records import EventType
from dragoman.steps.events import load_plover

TRAINING = Path(__file__).resolve().parents[2] / "training"
TABLES = sorted((TRAINING / "sentences").glob("*.tsv"))
CHALLENGE = TRAINING / "challenge.tsv"
MARK = re.compile(r"<s>(?=\S)[^<>]+(?<=\S)</s>|<t>(?=\S)[^<>]+(?<=\S)</t>")
MODES = {kind: set(entry.modes) for kind, entry in load_plover().types.items()}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def bare(sentence: str) -> str:
    return " ".join(re.sub(r"</?[st]>", "", sentence).lower().split())


@pytest.mark.parametrize("path", [*TABLES, CHALLENGE], ids=lambda path: path.stem)
def test_every_row_keeps_the_form(path: Path) -> None:
    ids = Counter(row["id"] for row in rows(path))
    assert [name for name, count in ids.items() if count > 1] == []
    for row in rows(path):
        marks = [mark[:3] for mark in MARK.findall(row["sentence"])]
        assert sorted(marks) == ["<s>", "<t>"], row["id"]
        assert len(re.findall(r"[<>]", row["sentence"])) == 8, row["id"]
        if row["type"] == "NONE":
            assert (row["mode"], row["status"], row["label"]) == ("", "", ""), row["id"]
        else:
            assert row["type"] in get_args(EventType), row["id"]
            assert row["mode"] in {"", *MODES[row["type"]]}, row["id"]
            assert row["status"] in {"actual", "planned", "possible", "conditional"}, row["id"]


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.stem)
def test_no_more_than_twenty_sentences_share_a_pattern(path: Path) -> None:
    assert max(Counter(row["pattern"] for row in rows(path)).values()) <= 20


def test_there_are_enough_of_every_type_and_mode() -> None:
    acts = [row for path in TABLES for row in rows(path) if row["type"] != "NONE"]
    assert len(acts) >= 2000
    assert min(Counter(row["type"] for row in acts)[kind] for kind in get_args(EventType)) >= 100
    found = {(row["type"], row["mode"]) for row in acts}
    assert {(kind, mode) for kind, modes in MODES.items() for mode in modes} - found == set()


def test_the_challenge_set_is_not_trained_on() -> None:
    challenge = {bare(row["sentence"]) for row in rows(CHALLENGE)}
    trained = {bare(row["sentence"]) for path in TABLES for row in rows(path)}
    assert challenge & trained == set()


def test_the_challenge_set_has_two_hundred_minimal_pairs() -> None:
    table = load_table(CHALLENGE)
    pairs: dict[str, set[str]] = {}
    for name, pair in zip(table.minimal, table.pairs, strict=True):
        pairs.setdefault(name, set()).add(pair.root)
    assert len(pairs) == 200
    assert {len(labels) for labels in pairs.values()} == {2}
