"""PolNeAR, TimeML and PLV: their files and their measures."""

import json
from pathlib import Path
from typing import get_args

import pytest

from dragoman.errors import EvaluationError, KnowledgeError
from dragoman.evaluate import plv, polnear, timeml
from dragoman.evaluate.corpus import Annotated
from dragoman.evaluate.run import run_plv
from dragoman.evaluate.score import Score
from dragoman.reader import Reader, ReportText
from dragoman.records import EventType

TEXT = "“We will go,” Ana Ruiz said, “and stay.” Quito agreed."
ANN = (
    "T1\tContent 1 12;30 38\tWe will go, and stay\nT2\tSource 14 22\tAna Ruiz\nT3\tCue 23 27\tsaid\n"
    "E1\tAttribution:T3 Content:T1 Source2:T2 Cue:T3\nE2\tAttribution:T3 Cue:T3\nA1\tnote\n"
)


def statement(start: int, end: int, source: tuple[int, int] | None = None) -> dict[str, object]:
    return {"start": start, "end": end, "source": source and {"start": source[0], "end": source[1]}}


def polnear_folder(path: Path, ann: str = ANN) -> Path:
    (path / "a.txt").write_text(TEXT)
    (path / "a.ann").write_text(ann)
    return path


def test_attributions_are_read_from_standoff(tmp_path: Path) -> None:
    (item,) = polnear.load_polnear(polnear_folder(tmp_path))
    assert item.report.text == TEXT
    assert [(len(a.content), sorted(a.source)[:1]) for a in item.gold] == [(19, [14])]


@pytest.mark.parametrize(
    ("statements", "content", "sourced", "characters"),
    [
        ([statement(1, 38, (18, 22))], 1, 1, 19),
        ([statement(1, 38, (41, 46))], 1, 0, 19),
        ([statement(1, 12), statement(30, 38)], 1, 0, 19),
        ([statement(30, 38)], 0, 0, 8),
        ([], 0, 0, 0),
    ],
)
def test_attributions_are_counted(
    tmp_path: Path, statements: list[dict[str, object]], content: int, sourced: int, characters: int
) -> None:
    items = polnear.load_polnear(polnear_folder(tmp_path))
    scores = polnear.score([(items[0], {"statements": statements})])
    assert (scores["content"].hit, scores["and source"].hit, scores["characters"].hit) == (content, sourced, characters)
    assert scores["content"][:2] == (1, len(statements))


def test_broken_standoff_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"a\.ann: up to line 1: not brat standoff"):
        polnear.load_polnear(polnear_folder(tmp_path, "E1\tContent:T9\n"))
    with pytest.raises(EvaluationError, match=r"no file \*\.ann"):
        polnear.load_polnear(tmp_path / "nowhere")


def test_times_are_counted_as_tempeval_counts_them() -> None:
    item = Annotated(
        "a",
        ReportText("x" * 50),
        {
            "times": [
                {"start": 0, "span": "on Monday", "value": "2020-01-06"},
                {"start": 20, "span": "2019", "value": "2019"},
                {"start": 40, "span": "now", "value": "PRESENT_REF"},
            ]
        },
    )
    read = [
        {"start": 3, "end": 9, "value": "2020-01-06"},
        {"start": 20, "end": 24, "value": "2018"},
        {"start": 30, "end": 34, "value": "2011"},
    ]
    scores = timeml.score([(item, {"times": read})])
    assert scores == {"strict": Score(3, 3, 1), "relaxed": Score(3, 3, 2), "value": Score(3, 3, 1)}


def test_marks_of_source_and_target_are_taken_off() -> None:
    sentence, spans = plv.unmark("On Monday <s>Oslo </s>praised <t>Bern</t>.")
    assert sentence == "On Monday Oslo praised Bern."
    assert {name: (span.start, span.text) for name, span in spans.items()} == {"s": (10, "Oslo"), "t": (23, "Bern")}
    assert plv.unmark("<s>Oslo</s> waited.")[1].keys() == {"s"}


def plv_file(path: Path, rows: list[tuple[str, str, str]]) -> Path:
    table = path / "plv.tsv"
    table.write_text("\n".join(["marked_sentence\tgold_root\tgold_penta", *("\t".join(row) for row in rows)]))
    return table


def test_types_are_scored_by_root_and_quad(tmp_path: Path) -> None:
    rows = [
        ("<s>Oslo</s> praised <t>Bern</t>.", "SUPPORT", "1"),
        ("<s>Oslo</s> freed <t>the crew</t>.", "YIELD", "2"),
        ("<s>Oslo</s> bombed <t>Bern</t>.", "ASSAULT", "4"),
    ]
    pairs = plv.load_plv(plv_file(tmp_path, rows))
    scores = plv.score(pairs, ["SUPPORT", "RETREAT", "CONSULT"])
    assert scores["root"] == (pytest.approx(2 / 15), pytest.approx(2 / 3))
    assert scores["quad"] == (pytest.approx((2 / 3 + 1 + 0) / 3), pytest.approx(2 / 3))


def test_types_are_written_a_row_each(tmp_path: Path) -> None:
    rows = [
        ("<s>Oslo</s> praised <t>Bern</t>.", "SUPPORT", "1"),
        ("It rained on <s>Oslo</s> and on <t>Bern</t>.", "CONSULT", "1"),
        ("<s>Oslo</s> freed <t>the crew</t>.", "YIELD", "2"),
    ]
    for engine in ("both", "rules"):
        figures = run_plv(Reader(engine=engine), plv_file(tmp_path, rows), predictions=tmp_path / "types.tsv")
        header, *types = (tmp_path / "types.tsv").read_text().splitlines()
        assert header == "type"
        assert (types[0], types[2], len(types)) == ("SUPPORT", "RETREAT", 3)
        assert set(types) <= set(get_args(EventType))
        assert figures["root"]["accuracy"] >= 2 / 3


def test_a_broken_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match="row 1: 'HUG' is no type"):
        plv.load_plv(plv_file(tmp_path, [("<s>a</s> <t>b</t>", "HUG", "1")]))
    (tmp_path / "other.tsv").write_text("a\tb\n1\t2\n")
    with pytest.raises(KnowledgeError, match="no column gold_penta, gold_root, marked_sentence"):
        plv.load_plv(tmp_path / "other.tsv")
    with pytest.raises(EvaluationError, match="no such file"):
        plv.load_plv(tmp_path / "absent.tsv")


def test_gold_times_that_break_their_form_are_named() -> None:
    with pytest.raises(KnowledgeError, match="a: its gold times break their form"):
        timeml.score([(Annotated("a", ReportText(""), json.loads('{"times": [{}]}')), {"times": []})])
