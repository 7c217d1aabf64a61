"""When a read record is the gold one, and how a folder of annotated reports is scored."""

import json
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import EvaluationError, KnowledgeError
from dragoman.evaluate import gold
from dragoman.evaluate.corpus import Annotated, corpus_hash, load_gold, read_all, stored
from dragoman.evaluate.gold_rules import Rules, dates_agree, days, same_name
from dragoman.evaluate.score import Score
from dragoman.reader import Reader, ReportText

TEXT = "Lima met Quito on Monday. Lima will sign if Quito pays its debt first.\nQuito refused to pay."


def at(words: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(words)
    return {"span": words, "start": start, "end": start + len(words), **more}


def event(words: str, **more: Any) -> dict[str, Any]:
    return at(words, **{"type": "CONSULT", "actors": ["PER", "ECU"], "recipients": [], "status": "actual", **more})


def condition(whole: str, before: str, after: str) -> dict[str, Any]:
    clauses = {"antecedent": at(before, actor="ECU"), "consequent": at(after, actor="PER")}
    return at(whole, relation="if", **clauses)


CONSEQUENT = "Lima will sign"
GOLD_CONDITION = at(
    "Lima will sign if Quito pays its debt first",
    antecedent="Quito pays its debt",
    antecedent_actor="ECU",
    consequent="Lima will sign",
    consequent_actor="PER",
)


@pytest.mark.parametrize(
    ("section", "wanted", "found", "value", "full"),
    [
        ("times", at("on Monday", value="2020-01-06"), at("Monday", value="2020-01-06"), 1.0, True),
        ("times", at("on Monday", value="2020-01-06"), at("Monday", value="2020-01-13"), 0.5, False),
        ("times", at("Lima met Quito on Monday", value="2020"), at("Monday", value="2020"), 0.0, True),
        ("events", event("met"), event("met"), 1.0, True),
        ("events", event("met"), event("met", status="planned"), 0.7, False),
        ("events", event("met"), event("met", actors=["PER"]), 0.7, False),
        ("events", event("met"), event("met", actors=["USA", "PER"]), 0.0, False),
        ("events", event("met"), event("Monday"), 0.8, True),
        ("events", event("met"), event("sign"), 0.0, False),
        ("events", event("met"), event("met", type="AGREE"), 0.0, False),
        ("events", event("sign"), event("refused"), 0.0, False),
        ("conditions", GOLD_CONDITION, condition("if Quito pays its debt", "Quito pays", CONSEQUENT), 29 / 38, True),
        ("conditions", GOLD_CONDITION, condition("if Quito pays its debt", "Lima will sign", "Quito pays"), 0.0, False),
        ("conditions", GOLD_CONDITION, at("sign if Quito pays its debt", antecedent=None, consequent=None), 0.0, False),
        (
            "assessments",
            at("Quito refused", polarity="negative", holder_code="PER"),
            at("Quito refused to pay", polarity="negative", holder_code=None),
            1.0,
            False,
        ),
        (
            "meetings",
            {"parties": ["PER", "ECU"], "status": "held", "date": "2020-01-06"},
            {"parties": ["ECU", "PER"], "status": "held", "date": "2020-W02"},
            1.0,
            True,
        ),
        (
            "meetings",
            {"parties": ["PER", "ECU"], "status": "held", "date": "2020-01-06"},
            {"parties": ["ECU", "PER", "USA"], "status": "held", "date": "2021"},
            1 / 3,
            False,
        ),
        (
            "positions",
            at("refused to pay", actor="ECU", stance="refuses", toward="PER"),
            at("Quito refused to pay", actor="ECU", stance="refuses", toward=None),
            1.0,
            False,
        ),
        (
            "disputes",
            {"claims": [at("Lima will sign", actor="PER"), at("Quito refused", actor="ECU")]},
            {"claims": [at("Quito refused to pay", actor="ecu"), at("Lima will sign", actor="PER")]},
            1.0,
            True,
        ),
        ("deadlocks", {"parties": ["PER", "ECU"]}, {"parties": ["ECU", "PER"]}, 1.0, True),
        ("deadlocks", {"parties": ["PER", "ECU"]}, {"parties": ["ECU", "USA"]}, 0.0, False),
    ],
)  # fmt: skip
def test_when_a_record_is_the_gold_one(
    section: str, wanted: dict[str, Any], found: dict[str, Any], value: float, full: bool
) -> None:
    got, got_full = Rules(TEXT).rule(section)(wanted, found)
    assert got == pytest.approx(value, abs=0.001)
    assert got_full is full


@pytest.mark.parametrize(
    ("speaker", "code", "found", "same"),
    [
        ("Ana Ruiz", "PER", {"speaker_name": None, "speaker_code": "PER"}, True),
        ("Ana Ruiz", "", {"speaker_name": "Ruiz", "speaker_code": None}, True),
        ("Ana Ruiz", "", {"speaker_name": "the Ruiz family", "speaker_code": None}, False),
        ("Ana Ruiz", "PER", {"speaker_name": None, "speaker_code": "ECU"}, False),
    ],
)
def test_a_statement_has_the_same_source_by_code_or_by_name(
    speaker: str, code: str, found: dict[str, Any], same: bool
) -> None:
    wanted = at("Quito refused", speaker=speaker, speaker_code=code, anonymous=False)
    assert Rules(TEXT).rule("statements")(wanted, at("Quito refused", **found)) == (1.0, same)


def test_names_are_the_same_where_one_holds_the_words_of_the_other() -> None:
    assert same_name("the Foreign Ministry", "Foreign Ministry of Peru")
    assert not same_name("the", "of")
    assert not same_name("Li", "Li Wei")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [
        ("2020-02-03T10:00", "2020-02-03", "2020-02-03"),
        ("2020-W02", "2020-01-06", "2020-01-12"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("2020-02/2021", "2020-02-01", "2021-12-31"),
    ],
)
def test_the_days_of_a_value(value: str, first: str, last: str) -> None:
    found = days(value)
    assert found is not None
    assert [day.isoformat() for day in found] == [first, last]


@pytest.mark.parametrize("value", [None, "", "PRESENT_REF", "2020-02-30", "2020-W60", "P2D", "2020/P2D", "0000"])
def test_values_without_days(value: str | None) -> None:
    assert days(value) is None


@pytest.mark.parametrize(
    ("wanted", "found", "agree"),
    [
        (None, None, True),
        ("P1D", "2020", True),
        ("2020", None, False),
        ("2020-02-03", "2020-02", True),
        ("2020-02-03", "2020", False),
    ],
)
def test_dates_agree_where_one_lies_in_the_other(wanted: str | None, found: str | None, agree: bool) -> None:
    assert dates_agree(wanted, found) is agree


EMPTY = {section: [] for section in gold.RECORDS} | {"negotiation": {section: [] for section in gold.NEGOTIATION}}


def folder(path: Path, text: str = TEXT) -> Path:
    (path / "a.txt").write_text(text)
    wanted = {**EMPTY, "date": "2020-01-07", "events": [event("met"), event("sign")]}
    (path / "a.gold.json").write_text(json.dumps(wanted))
    return path


def test_a_folder_is_scored_section_by_section(tmp_path: Path) -> None:
    items = load_gold(folder(tmp_path))
    assert [(item.name, item.report.date) for item in items] == [("a", "2020-01-07")]
    reading = {**EMPTY, "events": [event("met"), event("refused"), event("sign", status="planned")]}
    parts = list(gold.compare(items[0], reading))
    scores = gold.score(parts)
    assert scores["events"] == Score(gold=2, read=3, hit=2, full=1)
    assert gold.mean_f1(scores) == pytest.approx((6 + 0.8) / 7)
    events = next(part for part in parts if part.section == "events")
    assert (events.missed, [record["span"] for record in events.extra]) == ([], ["refused"])
    assert gold.figures(scores)["events"]["full_f1"] == 0.4


def test_after_front_matter_the_body_counts(tmp_path: Path) -> None:
    items = load_gold(folder(tmp_path, f"---\ndate: 2020-01-08\n---\n{TEXT}\n"))
    assert items[0].report == ReportText(TEXT, "2020-01-08")


def test_a_file_stands_for_its_report(tmp_path: Path) -> None:
    folder(tmp_path)
    assert load_gold(tmp_path / "a.txt") == load_gold(tmp_path / "a.gold.json") == load_gold(tmp_path)


def test_stored_readings_are_scored_as_they_are(tmp_path: Path, reader: Reader) -> None:
    items = load_gold(folder(tmp_path))
    made = [reading for _, reading in read_all(reader, items)]
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a.json").write_text(json.dumps(made[0]))
    assert [reading for _, reading in stored(tmp_path / "out", items)] == made
    with pytest.raises(EvaluationError, match="no reading of a in"):
        list(stored(tmp_path, items))


def test_what_is_missing_or_broken_is_named(tmp_path: Path) -> None:
    with pytest.raises(EvaluationError, match=r"no file \*\.gold\.json"):
        load_gold(tmp_path)
    (tmp_path / "b.gold.json").write_text("{")
    with pytest.raises(KnowledgeError, match=r"b\.gold\.json: not valid JSON"):
        load_gold(tmp_path)
    (tmp_path / "b.gold.json").write_text("{}")
    with pytest.raises(EvaluationError, match=r"put b\.txt beside it"):
        load_gold(tmp_path)
    broken = Annotated("b", ReportText(TEXT), {"times": [{"span": "met"}]})
    with pytest.raises(KnowledgeError, match="b: its gold times break their form: KeyError"):
        list(gold.compare(broken, {"times": [at("met", value="2020")]}))


def test_the_hash_changes_with_the_corpus(tmp_path: Path) -> None:
    before = corpus_hash(folder(tmp_path))
    (tmp_path / "helper.py").write_text("")
    assert corpus_hash(tmp_path) == before
    (tmp_path / "a.txt").write_text("Other.")
    assert corpus_hash(tmp_path) != before
