"""brat standoff, read by a parser of this test's own that follows brat's documentation, and W3C Web Annotations."""

import json
import re
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_for_exports import HOSTILE, hostile_reading, reading

from dragoman.ledger.exports import export
from dragoman.ledger.exports.brat import fragments, standoff
from dragoman.ledger.exports.webannotation import web_annotations
from dragoman.ledger.store import Ledger
from made_reading import TEXT


class Sheet(NamedTuple):
    """What an .ann file holds."""

    entities: dict[str, tuple[str, list[tuple[int, int]]]]
    events: dict[str, tuple[str, str, list[tuple[str, str]]]]
    attributes: list[tuple[str, str, str | None]]
    relations: list[tuple[str, str, str]]


def parse(text: str, annotations: str) -> Sheet:
    """The sheet, if it is valid: every line known, every id unique, every span as it is in the text."""
    sheet = Sheet({}, {}, [], [])
    ids: list[str] = []
    assert annotations.splitlines(keepends=True) == re.findall(r".*\n", annotations), (
        "a line breaks where brat breaks it"
    )
    for line in annotations.splitlines():
        made, data, *tail = line.split("\t")
        words = data.split(" ")
        if made != "*":
            ids.append(made)
        if made[0] == "T":
            spans = [tuple(map(int, part.split(" "))) for part in data.removeprefix(f"{words[0]} ").split(";")]
            assert all(0 <= start < end <= len(text) for start, end in spans)
            assert spans == sorted(spans)
            assert tail == [" ".join(text[start:end] for start, end in spans)]
            assert not re.search(r"[\n\r]", tail[0])
            sheet.entities[made] = (words[0], spans)
        elif made[0] == "E":
            kind, trigger = words[0].split(":")
            sheet.events[made] = (kind, trigger, [tuple(word.split(":")) for word in words[1:]])
        elif made[0] == "A":
            sheet.attributes.append((words[0], words[1], words[2] if len(words) > 2 else None))
        elif made[0] == "R":
            assert [word.split(":")[0] for word in words[1:]] == ["Arg1", "Arg2"]
            sheet.relations.append((words[0], *(word.split(":")[1] for word in words[1:])))
        elif made[0] == "#":
            assert words[0] == "AnnotatorNotes"
            assert words[1] in ids
            assert len(tail) == 1
        else:
            assert made == "*"
            assert words[0] == "Equiv"
            assert all(word in sheet.entities for word in words[1:])
    assert len(set(ids)) == len(ids)
    known = {*sheet.entities, *sheet.events}
    for kind, trigger, arguments in sheet.events.values():
        assert sheet.entities[trigger][0] == kind
        assert all(entity in sheet.entities for _, entity in arguments)
        assert len({role for role, _ in arguments}) == len(arguments)
    assert all(of in known for _, of, _ in sheet.attributes)
    assert all(one in known and other in known for _, one, other in sheet.relations)
    return sheet


def declared(conf: str) -> dict[str, dict[str, str]]:
    """The sections of an annotation.conf: each name with what follows it."""
    found: dict[str, dict[str, str]] = {}
    for line in filter(None, conf.splitlines()):
        if line.startswith("["):
            section = found.setdefault(line.strip("[]"), {})
        else:
            name, _, rest = line.partition("\t")
            section[name] = rest
    return found


@pytest.fixture(scope="module")
def folder(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("brat") / "out"
    done = export(ledger, "brat", path)
    assert (done.written, done.errors) == (5, ())
    return path


def test_brat_gets_a_text_and_a_sheet_a_report_and_a_configuration(folder: Path) -> None:
    assert sorted(path.suffix for path in folder.iterdir()) == [".ann"] * 5 + [".conf"] + [".txt"] * 5
    conf = declared((folder / "annotation.conf").read_text(encoding="utf-8"))
    assert set(conf) == {"entities", "relations", "events", "attributes"}
    for path in sorted(folder.glob("*.txt")):
        with path.open(encoding="utf-8", newline="") as file:
            sheet = parse(file.read(), path.with_suffix(".ann").read_text(encoding="utf-8"))
        assert {kind for kind, _ in sheet.entities.values()} <= {*conf["entities"], *conf["events"]}
        assert {kind for kind, _, _ in sheet.relations} <= {*conf["relations"]}
        for kind, _, arguments in sheet.events.values():
            roles = set(re.findall(r"(\w+)[*?]:", conf["events"][kind]))
            assert {role.rstrip("0123456789") for role, _ in arguments} <= roles
        for name, _, value in sheet.attributes:
            values = re.search(r"Value:(\S+)", conf["attributes"][name])
            assert value is None if values is None else value in values[1].split("|")


def test_events_of_brat_have_their_parties_place_and_status() -> None:
    made = standoff(reading(), TEXT)
    sheet = parse(made.text, made.annotations)
    words = {made: " ".join(TEXT[a:b] for a, b in spans) for made, (_, spans) in sheet.entities.items()}
    name, (_, _, arguments) = next((e, v) for e, v in sheet.events.items() if words[v[1]] == "resume")
    assert [(role, words[entity]) for role, entity in arguments] == [
        ("Actor", "Lima"), ("Actor2", "Ecuador"), ("Time", "next week"), ("Place", "Cuenca"),
    ]  # fmt: skip
    assert ("Status", name, "planned") in sheet.attributes
    assert ("Mode", name, "meet") in sheet.attributes
    relations = {(kind, words.get(one, one), words.get(other, other)) for kind, one, other in sheet.relations}
    assert ("Cue", "any guards had crossed", "denied") in relations
    assert any(kind == "Antecedent" and other == "Quito pulls back its guards" for kind, _, other in relations)


def test_hostile_text_is_a_valid_sheet() -> None:
    made = standoff(hostile_reading(), HOSTILE)
    assert made.text == HOSTILE
    assert len(parse(made.text, made.annotations).events) == 1


@given(st.text(alphabet=st.sampled_from("ab \t\n\r\x0b\x0c\x1c\x85\u2028é𝄞"), max_size=30), st.data())
def test_fragments_cover_the_span_but_for_white_space(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    parts = fragments(text, start, end)
    assert "".join(text[a:b] for a, b in parts).split() == text[start:end].split() or "".join(
        "".join(text[a:b] for a, b in parts).split()
    ) == "".join(text[start:end].split())
    assert all(start <= a < b <= end and text[a:b] == text[a:b].strip() for a, b in parts)
    assert all(len(text[a:b].splitlines()) == 1 for a, b in parts)


def test_a_report_whose_text_is_gone_is_named_and_the_rest_goes_on(bare: Ledger, tmp_path: Path) -> None:
    (bare.path.parent / "sources" / "1.txt").unlink()
    done = export(bare, "brat", tmp_path / "out")
    assert done.written == 4
    assert len(done.errors) == 1
    assert "(The paper's copy): its text is not in the ledger, and no longer where it was read" in str(done.errors[0])
    for path in (tmp_path / "out").glob("*.txt"):
        with path.open(encoding="utf-8", newline="") as file:
            parse(file.read(), path.with_suffix(".ann").read_text(encoding="utf-8"))


def targets(annotation: dict[str, Any]) -> list[dict[str, Any]]:
    target = annotation["target"]
    return target if isinstance(target, list) else [target]


def check(annotation: dict[str, Any], text: str | None) -> None:
    """What the Web Annotation Data Model says that an annotation must have."""
    assert annotation["type"] == "Annotation"
    assert re.fullmatch(r"urn:[\w.:-]+", annotation["id"])
    assert annotation["motivation"] == "classifying"
    for body in annotation["body"]:
        assert (body["type"], body["purpose"] in ("classifying", "describing")) == ("TextualBody", True)
    json.loads(annotation["body"][1]["value"])
    for target in targets(annotation):
        assert re.fullmatch(r"urn:[\w.:-]+", target["source"]["id"])
        position, *quotes = target["selector"]
        assert position["type"] == "TextPositionSelector"
        assert 0 <= position["start"] <= position["end"]
        assert bool(quotes) == (text is not None)
        for quote in quotes:
            assert text is not None
            assert quote["type"] == "TextQuoteSelector"
            found = quote.get("prefix", "") + quote["exact"] + quote.get("suffix", "")
            start = position["start"] - len(quote.get("prefix", ""))
            assert text[start : start + len(found)] == found
            assert text[position["start"] : position["end"]] == quote["exact"]


def test_web_annotations_are_one_collection(export_text: Any) -> None:
    text, done = export_text("webannotation")
    whole = json.loads(text)
    assert whole["@context"] == "http://www.w3.org/ns/anno.jsonld"
    assert whole["type"] == "AnnotationCollection"
    page = whole["first"]
    assert (page["type"], page["partOf"], whole["last"]) == ("AnnotationPage", whole["id"], page["id"])
    items = page["items"]
    assert whole["total"] == len(items) == done.written
    assert len({item["id"] for item in items}) == len(items)
    named = [item for item in items if item["id"].endswith(":negotiation.meetings:0")]
    assert named[0]["body"][0]["value"] == "meeting: held"
    assert {item["body"][0]["value"] for item in items} >= {"event: CONSULT", "actor: state", "statement: direct"}


@pytest.mark.parametrize(("made", "text"), [(reading(), TEXT), (hostile_reading(), HOSTILE)])
def test_web_annotations_of_one_reading_point_at_its_text(made: Any, text: str) -> None:
    found = list(web_annotations(made, text))
    assert found
    for annotation in found:
        assert annotation["@context"] == "http://www.w3.org/ns/anno.jsonld"
        check(annotation, text)


def test_web_annotations_without_a_text_have_positions_only(bare: Ledger, export_text: Any) -> None:
    for path in (bare.path.parent / "sources").iterdir():
        path.unlink()
    text, done = export_text("webannotation", of=bare, party="ECU", source="The Paper")
    for annotation in json.loads(text)["first"]["items"]:
        check(annotation, None)
    assert len(done.errors) == 1
    assert done.written > 20


def test_an_empty_choice_is_an_empty_collection(export_text: Any) -> None:
    text, _ = export_text("webannotation", since="2031")
    assert json.loads(text)["first"]["items"] == []
