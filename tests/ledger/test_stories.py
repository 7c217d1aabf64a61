"""Stories: copies and updates are linked to the earliest report, whatever the order, and nothing else is."""

import datetime as dt
import json
import random
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

from dragoman.ledger.similar import signature
from dragoman.ledger.stories import STORIES, stories

BRIDGE = (
    "The foreign ministers of Peru and Ecuador met in Cuenca on Monday to end a quarrel over a border bridge that "
    "has kept two hundred lorries waiting since the rains. Ana Ruiz of Peru said that her guards would go home as "
    "soon as the customs house was shared. Her host, who had called the guards an insult a week ago, spoke of a "
    "good beginning and of coffee. Neither side would say who pays for the new road. Engineers of both armies are "
    "to look at the pillars on Thursday, and the presidents may cross the bridge on foot in May if the report is "
    "good. Traders on the Peruvian bank lit a fire and waited. They have lost eleven days of work, and the fish "
    "that one of them sells has been given to the guards."
)
MORE = (
    "In Quito, opponents of the government said that the meeting had sold the river for a road. A vote on it in "
    "parliament is expected before the end of the month. The president of the chamber refused to name a day, and "
    "asked for the maps."
)
FLOOD = (
    "A flood on the upper river carried away the provisional bridge near Cuenca on Monday and cut four villages "
    "off from the market. Nobody was hurt. The army of Ecuador sent two boats, and the governor asked for tents "
    "and for a second engineer. Rain is forecast until Thursday. The old bridge, of stone, was closed in March, "
    "because a pillar had moved by a hand."
)


def table(*reports: tuple[str, str | None, str | None]) -> pa.Table:
    """Reports as (id, day, text); without a text they have no signature."""
    return pa.table(
        {
            "report_id": pa.array([r[0] for r in reports], pa.string()),
            "published": pa.array([r[1] and dt.date.fromisoformat(r[1]) for r in reports], pa.date32()),
            "signature": pa.array([None if r[2] is None else signature(r[2]) for r in reports], pa.binary()),
        }
    )


def told(*reports: tuple[str, str | None, str | None]) -> dict[str, dict[str, Any]]:
    return {row["report_id"]: row for row in stories(table(*reports)).to_pylist()}


def test_a_copy_with_another_dateline_is_one_story_with_the_first() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2019-03-05", "LIMA, March 4 (Wire) -- " + BRIDGE + " (Wire)"))
    assert found["a"] == {
        "report_id": "a", "story_id": "a", "story_role": "first", "similarity": None, "of_report": None
    }  # fmt: skip
    assert (found["b"]["story_id"], found["b"]["story_role"], found["b"]["of_report"]) == ("a", "copy", "a")
    assert found["b"]["similarity"] > 0.8


def test_a_copy_that_was_cut_is_a_copy() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2019-03-04", BRIDGE[: len(BRIDGE) // 2]))
    assert (found["b"]["story_id"], found["b"]["story_role"]) == ("a", "copy")


def test_a_later_version_with_paragraphs_added_is_an_update() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2019-03-05", BRIDGE + " " + MORE))
    assert (found["b"]["story_id"], found["b"]["story_role"]) == ("a", "update")


def test_an_update_of_an_update_belongs_to_the_first() -> None:
    later = BRIDGE + " " + MORE
    found = told(("c", "2019-03-04", BRIDGE), ("b", "2019-03-05", later), ("a", "2019-03-06", later + " " + FLOOD))
    assert {row["story_id"] for row in found.values()} == {"c"}
    assert found["a"]["of_report"] == "b"


def test_two_reports_of_one_river_are_two_stories() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2019-03-04", FLOOD), ("c", "2019-03-04", MORE))
    assert [row["story_id"] for row in found.values()] == ["a", "b", "c"]


def test_a_report_that_quotes_a_paragraph_of_another_is_a_story_of_its_own() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2019-03-05", FLOOD + " " + BRIDGE[:150] + " " + MORE))
    assert found["b"]["story_role"] == "first"


def test_the_same_text_a_year_later_is_another_story() -> None:
    found = told(("a", "2019-03-04", BRIDGE), ("b", "2020-03-04", BRIDGE))
    assert found["b"]["story_id"] == "b"


def test_a_daily_notice_is_not_one_story_for_months() -> None:
    start = dt.date(2019, 1, 1)
    days = [(start + dt.timedelta(day)).isoformat() for day in range(60)]
    found = stories(table(*((f"{n:02}", day, BRIDGE) for n, day in enumerate(days)))).to_pylist()
    firsts = [row["report_id"] for row in found if row["story_role"] == "first"]
    assert firsts == ["00", "15", "30", "45"]  # two weeks each


def test_a_copy_without_a_date_belongs_to_the_dated_report() -> None:
    found = told(("a", None, BRIDGE), ("b", "2019-03-04", BRIDGE), ("c", "2019-03-05", BRIDGE))
    assert {row["story_id"] for row in found.values()} == {"b"}


def test_short_notices_from_one_template_stay_apart() -> None:
    one, other = (
        f"The ministry said on Monday that {what} had arrived in the port of Callao." for what in ("one", "two")
    )
    found = told(("a", "2019-03-04", one), ("b", "2019-03-04", other))
    assert found["b"]["story_id"] == "b"


def test_a_report_without_a_signature_tells_its_own_story() -> None:
    found = told(("a", "2019-03-04", None), ("b", "2019-03-04", None), ("c", "2019-03-04", BRIDGE))
    assert [row["story_role"] for row in found.values()] == ["first"] * 3


@pytest.mark.parametrize("seed", range(3))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    rng = random.Random(seed)
    days = ["2019-03-04", "2019-03-05", "2019-03-06", None]
    texts = [BRIDGE, BRIDGE[:400], BRIDGE + " " + MORE, FLOOD, FLOOD + " " + MORE, MORE]
    reports = [(f"{n:02}", rng.choice(days), rng.choice(texts)) for n in range(40)]
    expected = stories(table(*reports))
    rng.shuffle(reports)
    assert stories(table(*reports)).equals(expected)


def test_a_crowd_from_one_template_is_linked_without_comparing_all_with_all() -> None:
    reports = [(f"{n:04}", "2019-03-04", BRIDGE) for n in range(2000)]
    found = stories(table(*reports))
    assert set(found.column("story_id").to_pylist()) == {"0000"}


CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora" / "syria-2017-2019.jsonl"


@pytest.mark.skipif(not CORPUS.exists(), reason="the corpus of reports is not there")
def test_a_corpus_without_copies_has_as_many_stories_as_reports_and_a_cut_copy_of_each_is_found() -> None:
    reports = [json.loads(line) for line in CORPUS.read_text(encoding="utf-8").splitlines()]
    rows = [(r["id"], r["date"], r["text"]) for r in reports]
    assert set(stories(table(*rows)).column("story_role").to_pylist()) == {"first"}
    cut = [(f"{r['id']}-copy", r["date"], "LIMA (Wire) -- " + r["text"][: len(r["text"]) * 2 // 3]) for r in reports]
    found = {row["report_id"]: row["story_id"] for row in stories(table(*rows, *cut)).to_pylist()}
    assert sum(found[r["id"]] == found[f"{r['id']}-copy"] for r in reports) >= 0.99 * len(reports)


def test_no_reports_are_no_stories() -> None:
    assert stories(table()).equals(STORIES.empty_table())
