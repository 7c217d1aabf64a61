"""Why a record is there: its rule, its cues and the parse of its sentence."""

import io

import pytest
from rich.console import Console

from dragoman.errors import ReportError
from dragoman.reader import Reader, ReportText
from dragoman.show.explain import Explanation, explain, find_rule, render

TEXT = "Chile and Bolivia met on Monday. Bolivia said the talks would go on if Chile opened the port."


def at(reader: Reader, words: str) -> Explanation:
    return explain(reader, ReportText(TEXT, "2019-03-05"), TEXT.index(words))


def test_the_sentence_is_shown_as_parsed(reader: Reader) -> None:
    found = at(reader, "met")
    assert found.sentence
    assert found.sentence.text == "Chile and Bolivia met on Monday."
    assert [token.text for token in found.tokens if token.here] == ["met"]
    met = next(token for token in found.tokens if token.here)
    assert (met.lemma, met.pos, met.start) == ("meet", "VERB", TEXT.index("met"))
    assert {token.head for token in found.tokens} <= {token.number for token in found.tokens}


def test_a_time_is_explained_by_its_rule(reader: Reader) -> None:
    found = at(reader, "Monday")
    time = next(record for record in found.records if record.section == "times")
    assert time.record["value"] == "2019-03-04"
    assert time.rule
    assert time.rule.id.startswith("times.")
    assert TEXT[time.record["start"] : time.record["end"]] == time.record["text"]


def test_every_record_that_covers_the_place_is_there(reader: Reader) -> None:
    draft = reader.draft(ReportText(TEXT, "2019-03-05"))
    for index, statement in enumerate(draft.statements):
        assert statement.cue
        found = explain(reader, ReportText(TEXT, "2019-03-05"), statement.cue.start)
        same = [r for r in found.records if (r.section, r.index) == ("statements", index)]
        assert "cue" in same[0].parts
    assert draft.statements


@pytest.mark.parametrize("offset", [-1, len(TEXT), 10_000])
def test_a_place_outside_the_text_is_an_error(reader: Reader, offset: int) -> None:
    with pytest.raises(ReportError, match=rf"port\.txt: there is no character {offset} .* give a number from 0 to 92"):
        explain(reader, ReportText(TEXT), offset, "port.txt")


def test_white_space_belongs_to_the_sentence_before(reader: Reader) -> None:
    found = explain(reader, ReportText("  Chile spoke.  "), 15)
    assert found.sentence
    assert found.sentence.text == "Chile spoke."
    assert explain(reader, ReportText("   "), 1).sentence is None


@pytest.mark.parametrize(
    ("rule", "file", "key"),
    [
        ("conditions.only_if", "conditions.toml", "words"),
        ("conditions.cue.only_if", "conditions.toml", "words"),
        ("states.PER", "states.toml", "adjectives"),
        ("plover.types.AGREE", "plover.toml", "score"),
    ],
)
def test_a_rule_leads_to_its_entry(rule: str, file: str, key: str) -> None:
    found = find_rule(rule)
    assert found.file == file
    assert key in found.entry


@pytest.mark.parametrize(
    ("rule", "file"),
    [("conditions.nothing_like_it", "conditions.toml"), ("absent.x", None), ("../records.x", None), ("", None)],
)
def test_a_rule_without_an_entry_says_so(rule: str, file: str | None) -> None:
    found = find_rule(rule)
    assert (found.file, found.entry) == (file, None)


def test_an_explanation_is_printed(reader: Reader) -> None:
    file = io.StringIO()
    Console(file=file, width=100).print(render(at(reader, "Monday")))
    out = file.getvalue()
    assert "Character 25  Chile and Bolivia met on Monday." in out
    assert "times[0]  by its whole" in out
    assert "2019-03-04" in out
    assert all(len(line) <= 100 for line in out.splitlines())


def test_a_place_without_a_record_says_so(reader: Reader) -> None:
    file = io.StringIO()
    Console(file=file, width=100).print(render(explain(reader, ReportText("It rained."), 3)))
    assert "No record covers this place." in file.getvalue()


def test_the_reasons_of_mode_context_and_code_are_shown(reader: Reader) -> None:
    text = "Chile urged Bolivia to release two miners."
    console = Console(file=io.StringIO(), width=120, color_system=None)
    console.print(render(explain(reader, ReportText(text, "2019-03-05"), text.index("urged"))))
    shown = console.file.getvalue()  # type: ignore[attr-defined]
    assert "why this mode" in shown
    assert f"yield: modes.request-yield, 'release' at {text.index('release')}" in shown
    assert "0253: cameo.ask-to-release" in shown
