"""The bundled samples: twenty-four reports in order, each with an annotation whose every span stands in its text."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import frontmatter
import pytest

import dragoman
from dragoman import records

SAMPLES = Path(dragoman.__file__).parent / "samples"
NAMES = sorted(path.stem for path in SAMPLES.glob("*.txt"))
NOTE = "A report written for Dragoman from public facts"

SECTIONS = ("times", "statements", "events", "conditions", "assessments")
ALLOWED: dict[str, dict[str, tuple[str, ...]]] = {
    "actors": {"kind": get_args(records.ActorKind)},
    "times": {"type": get_args(records.TimexType)},
    "statements": {"form": get_args(records.Form)},
    "events": {"type": get_args(records.EventType), "status": get_args(records.Status)},
    "conditions": {"relation": get_args(records.Relation)},
    "assessments": {"polarity": get_args(records.Polarity)},
    "meetings": {"status": get_args(records.MeetingStatus), "level": get_args(records.Level)},
    "positions": {"stance": get_args(records.Stance)},
    "disputes": {},
    "deadlocks": {},
}
CODE = re.compile(r"[A-Z]{3}|UN|NATO|EU")
TIMEX = re.compile(
    r"\d{4}(-\d\d(-\d\d)?|-W\d\d|-(SP|SU|FA|WI))?|\d{3}X|(PAST|PRESENT|FUTURE)_REF|"
    r"P(T\d+[HM]|(\d+|X)([YMWD]|DE))|\d{4}-\d\d-\d\d/\d{4}-\d\d-\d\d"
)


def post(name: str) -> frontmatter.Post:
    return frontmatter.loads((SAMPLES / f"{name}.txt").read_text(encoding="utf-8"))


def gold(name: str) -> dict[str, Any]:
    annotation: dict[str, Any] = json.loads((SAMPLES / f"{name}.gold.json").read_text(encoding="utf-8"))
    return annotation


def spans(annotation: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Where, start and text of every annotated span that has an offset."""
    for section in SECTIONS:
        for i, record in enumerate(annotation[section]):
            yield f"{section}[{i}]", record["start"], record["span"]
    negotiation = annotation["negotiation"]
    for i, position in enumerate(negotiation["positions"]):
        yield f"positions[{i}]", position["start"], position["span"]
    for i, dispute in enumerate(negotiation["disputes"]):
        for claim in dispute["claims"]:
            yield f"disputes[{i}]", claim["start"], claim["span"]


def parts(annotation: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Where and text of every annotated string that must stand somewhere in the text."""
    for actor in annotation["actors"]:
        for mention in actor["mentions"]:
            yield f"actor {actor['name']}", mention
    for i, statement in enumerate(annotation["statements"]):
        yield f"cue of statements[{i}]", statement["cue"]
    for i, condition in enumerate(annotation["conditions"]):
        yield f"consequent of conditions[{i}]", condition["consequent"]
        yield f"antecedent of conditions[{i}]", condition["antecedent"]
    for i, deadlock in enumerate(annotation["negotiation"]["deadlocks"]):
        for evidence in deadlock["evidence"]:
            yield f"evidence of deadlocks[{i}]", evidence


def codes(annotation: dict[str, Any]) -> set[str]:
    """Every code that a record uses for somebody who acts, speaks, is addressed or holds a view."""
    one = ("speaker_code", "holder_code", "asserted_by", "consequent_actor", "antecedent_actor", "actor", "toward")
    many = ("actors", "recipients", "parties")
    negotiation = annotation["negotiation"]
    claims = [claim for dispute in negotiation["disputes"] for claim in dispute["claims"]]
    used: set[str] = set()
    for record in [r for s in SECTIONS for r in annotation[s]] + [r for s in negotiation.values() for r in s] + claims:
        used.update(record[key] for key in one if record.get(key))
        used.update(code for key in many for code in record.get(key, ()))
    return used


def test_twenty_four_reports_in_the_order_of_their_dates() -> None:
    dates = [post(name)["date"].isoformat() for name in NAMES]
    assert len(NAMES) == 24
    assert dates == sorted(set(dates))
    assert [name[:2] for name in NAMES] == [f"{i:02}" for i in range(1, 25)]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_says_that_it_was_written_for_dragoman(name: str) -> None:
    report = post(name)
    assert report["source"] == "Written for Dragoman"
    assert report["note"] == NOTE
    assert report["title"]


@pytest.mark.parametrize("name", NAMES)
def test_a_report_is_short(name: str) -> None:
    assert 150 <= len(post(name).content.split()) <= 400


@pytest.mark.parametrize("name", NAMES)
def test_spans_stand_at_their_offsets(name: str) -> None:
    text = post(name).content
    wrong = [where for where, start, span in spans(gold(name)) if text[start : start + len(span)] != span or not span]
    assert wrong == []


@pytest.mark.parametrize("name", NAMES)
def test_every_part_is_verbatim(name: str) -> None:
    text = post(name).content
    assert [(where, part) for where, part in parts(gold(name)) if part not in text] == []


@pytest.mark.parametrize("name", NAMES)
def test_values_are_in_the_allowed_lists(name: str) -> None:
    annotation = gold(name)
    sections = annotation | annotation["negotiation"]
    wrong = [
        (section, key, record[key])
        for section, keys in ALLOWED.items()
        for record in sections[section]
        for key, allowed in keys.items()
        if record[key] not in allowed
    ]
    assert wrong == []
    assert [time["value"] for time in annotation["times"] if not TIMEX.fullmatch(time["value"])] == []


@pytest.mark.parametrize("name", NAMES)
def test_every_code_belongs_to_an_actor(name: str) -> None:
    annotation = gold(name)
    known = {actor["code"] for actor in annotation["actors"]}
    documents = {statement["speaker_code"] for statement in annotation["statements"]}
    assert sorted(codes(annotation) - known - documents) == []
    named = {actor["code"]: actor["name"] for actor in annotation["actors"] if actor["kind"] == "state"}
    assert [code for code, name in named.items() if not CODE.fullmatch(code) and code != name] == []


@pytest.mark.parametrize(("section", "key"), [(section, key) for section, keys in ALLOWED.items() for key in keys])
def test_the_samples_show_every_value(section: str, key: str) -> None:
    """Every type, status, form, relation, polarity and stance occurs; only the few that this dispute lacked do not."""
    lacking = {"MOBILIZE", "COOPERATE", "RETREAT", "SET", "armed group", "working-level"}
    seen = {record[key] for name in NAMES for record in (gold(name) | gold(name)["negotiation"])[section]}
    assert set(ALLOWED[section][key]) - seen - lacking == set()


def test_deadlocks_come_and_go_in_the_course_of_the_reports() -> None:
    """First the name against NATO; then the constitution, named in three reports in a row and gone with the deal."""
    with_deadlock = [name[:2] for name in NAMES if gold(name)["negotiation"]["deadlocks"]]
    assert with_deadlock == ["01", "07", "08", "09"]
