"""Types of the user's own: the file, its errors, and what is made of the sample."""

import re
from pathlib import Path

import pytest

from dragoman.errors import KnowledgeError
from dragoman.evaluate.ontology import compare, figures, rows
from dragoman.reader import Reader
from dragoman.steps.ontology.file import load_ontology, unmark

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
SENTENCES = Path(__file__).parent / "ontology"

TYPE = '[[type]]\nid = "MEET"\ndefinition = "They meet."\nexamples = ["<s>A</s> met <t>B</t>.", "<s>C</s> saw D."]\n'


@pytest.fixture(scope="module")
def go_betweens(reader: Reader) -> Reader:
    own = Reader(engine="rules", ontology=DOCS / "ontologies" / "go-betweens.toml")
    own.language = reader.language
    return own


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("name = 'x'\n", "type: Field required"),
        (f"name = 'x'\ncolour = 1\n{TYPE}", "colour: Extra inputs are not permitted"),
        (f"name = 'x'\n{TYPE}wrods = []\n", "type 'MEET': wrods: Extra inputs are not permitted"),
        (f"name = 'x'\n{TYPE}{TYPE}", "type 'MEET' stands twice"),
        (f"name = 'x'\n{TYPE}plover = 'MEETING'\n", "type 'MEET': plover: "),
        (f"name = 'x'\n{TYPE}not = ['Nobody met.']\n", "type 'MEET': not: no <s>source</s> is marked"),
        ("name = 'x'\n[[type]]\nid = 'A'\ndefinition = 'd'\nexamples = ['<s>A</s> b']\n", "type 'A': examples: "),
        ("name = ", "not valid TOML"),
    ],
)
def test_an_error_names_file_and_entry(text: str, message: str, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(KnowledgeError) as caught:
        load_ontology(path)
    assert str(caught.value).startswith(f"{path}: {message}")


@pytest.mark.parametrize("text", ["<s>A met <t>B</t>", "A</s> met B", "<s>A</s> met <s>B</s>", "<s></s> met B", "A"])
def test_marks_out_of_order_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match=re.escape(repr(text))):
        unmark(text)


def test_marks_are_taken_out() -> None:
    text, source, target = unmark("<s>Chad</s> met the <t>king of Tonga</t>.")
    assert (text, text[slice(*source)]) == ("Chad met the king of Tonga.", "Chad")
    assert target is not None
    assert text[slice(*target)] == "king of Tonga"


def test_the_page_shows_what_the_sample_gives(go_betweens: Reader) -> None:
    text = (DOCS / "ontologies" / "report.txt").read_text(encoding="utf-8")
    reading = go_betweens.read(text)
    lines = []
    for e in reading.own_events:
        who = f"{', '.join(e.actors)} -> {', '.join(e.recipients)}" if e.recipients else ", ".join(e.actors)
        lines.append(f"{e.type:<14} {who:<17} {e.status:<8} {e.date or 'not stated'}")
        assert text[e.start : e.end] == e.text
    page = (DOCS / "ontology.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```\n(BACKCHANNEL .*?)\n```", page, re.M | re.S)
    assert shown[0].splitlines() == lines
    quoted = " ".join(re.findall(r"^> ?(.*)$", page, re.M)).split()
    assert quoted == text.split()


def test_the_example_file_on_the_page_is_valid(tmp_path: Path) -> None:
    page = (DOCS / "ontology.md").read_text(encoding="utf-8")
    path = tmp_path / "page.toml"
    path.write_text(re.findall(r"```toml\n(.*?)```", page, re.S)[0], encoding="utf-8")
    assert load_ontology(path).of("BACKCHANNEL").words[0] == "backchannel"


def test_plover_events_stay_as_they_are(go_betweens: Reader, reader: Reader) -> None:
    text = "Switzerland mediated between Iran and Iraq. Norway and Chad exchanged prisoners of war in Oslo."
    own, plain = go_betweens.read(text), reader.read(text)
    assert {e.type for e in own.own_events} == {"MEDIATE", "PRISONER-SWAP"}
    assert plain.own_events == ()
    assert plain.reader.ontology is None
    assert [(e.type, e.text, e.actors) for e in own.events] == [
        (e.type, e.text, e.actors) for e in Reader(engine="rules").read(text).events
    ]


@pytest.mark.parametrize("text", ["", "\x00", '"""', "العربية 🕊️", "mediate " * 200, "Mediation. Inquiry!"])
def test_any_text_can_be_read(text: str, go_betweens: Reader) -> None:
    assert all(text[e.start : e.end] == e.text for e in go_betweens.read(text).own_events)


def test_the_figures_of_the_rules_do_not_fall(go_betweens: Reader) -> None:
    sentences = [*rows(SENTENCES / "go-betweens.tsv"), *rows(SENTENCES / "others.tsv")]
    found = figures(compare(go_betweens, sentences))
    assert found["right"] >= 30
    assert found["right_records"] >= 0.9 * found["records"]
    assert found["false_alarms"] <= 4
