"""The documentation says everything that the code has: record fields, values, PLOVER's modes, knowledge files."""

import re
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Literal, get_args, get_origin

import pytest

from dragoman import records
from dragoman.errors import KnowledgeError
from dragoman.knowledge import Rules, parse
from dragoman.steps.condition import rules as condition_rules
from dragoman.steps.event import frames, status

DOCS = Path(__file__).resolve().parents[1] / "docs"
CODEBOOK = (DOCS / "codebook.md").read_text(encoding="utf-8")
KNOWLEDGE_PAGE = (DOCS / "knowledge.md").read_text(encoding="utf-8")
MODELS = [
    value
    for value in vars(records).values()
    if isinstance(value, type) and issubclass(value, records.Model) and value is not records.Model
]
VALUES = [name for name, value in vars(records).items() if get_origin(value) is Literal]
KNOWLEDGE = sorted(entry.name for entry in files("dragoman.knowledge").iterdir() if entry.name.endswith(".toml"))


def section(heading: str) -> str:
    """The text under a heading of the codebook, up to the next heading."""
    found = re.search(rf"^##+ {heading}\n(.*?)(?=^##|\Z)", CODEBOOK, re.M | re.S)
    assert found, f"docs/codebook.md has no section {heading!r}"
    return found[1]


def rows(heading: str) -> set[str]:
    """What the first columns of the tables under a heading name in code style."""
    return set(re.findall(r"^\| `([^`]+)` \|", section(heading), re.M))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_in_the_codebook(model: type[records.Model]) -> None:
    own = set(model.__annotations__)
    assert own - rows(model.__name__) == set()


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_codebook_names_no_field_that_is_not_there(model: type[records.Model]) -> None:
    tables = section(model.__name__).split("| field |")[1:]
    named = {name for table in tables for name in re.findall(r"^\| `([a-z_]+)` \|", table.split("\n\n")[0], re.M)}
    assert named - set(model.model_fields) == set()


@pytest.mark.parametrize("name", VALUES)
def test_every_value_is_in_the_codebook(name: str) -> None:
    assert [value for value in get_args(getattr(records, name)) if f"`{value}`" not in CODEBOOK] == []


def test_types_scores_and_modes_are_those_of_plover() -> None:
    plover = tomllib.loads(files("dragoman.knowledge").joinpath("plover.toml").read_text(encoding="utf-8"))["types"]
    table = re.findall(r"^\| `([A-Z]+)` \| (-?[\d.]+) \|[^|]*\|([^|]*)\|$", section("Types of event"), re.M)
    described = {name: (float(score), sorted(re.findall(r"`([^`]+)`", modes))) for name, score, modes in table}
    assert described == {name: (entry["score"], sorted(entry.get("modes", ()))) for name, entry in plover.items()}


@pytest.mark.parametrize("heading", re.findall(r"\]\(#([a-z-]+)\)", CODEBOOK))
def test_links_inside_the_codebook_lead_somewhere(heading: str) -> None:
    anchors = {re.sub(r"[^a-z -]", "", h.lower()).replace(" ", "-") for h in re.findall(r"^##+ (.*)$", CODEBOOK, re.M)}
    assert heading in anchors


@pytest.mark.parametrize("name", KNOWLEDGE)
def test_every_knowledge_file_is_described(name: str) -> None:
    table = re.findall(r"^\| `([a-z_]+\.toml)` \|", KNOWLEDGE_PAGE, re.M)
    assert table.count(name) == 1
    assert f"**`{name}`**" in KNOWLEDGE_PAGE


def test_no_knowledge_file_is_described_that_is_not_there() -> None:
    named = set(re.findall(r"`([a-z_]+\.toml)`", KNOWLEDGE_PAGE))
    assert named - set(KNOWLEDGE) == set()


EXAMPLES: dict[str, dict[str, type[Rules]]] = {
    "status.toml": {"cue": status.Cue},
    "conditions.toml": {"cue": condition_rules.Cue},
    "event_verbs.toml": {"frame": frames.Frame},
}


def test_the_examples_of_rules_are_valid() -> None:
    blocks = re.findall(r"\*\*`([a-z_]+\.toml)`\*\*(?:(?!\*\*`)[\s\S])*?```toml\n([\s\S]*?)```", KNOWLEDGE_PAGE)
    assert [name for name, _ in blocks] == list(EXAMPLES)
    for name, block in blocks:
        for table, rules in tomllib.loads(block).items():
            for rule in rules:
                EXAMPLES[name][table].model_validate(rule)


def test_a_misspelt_key_gives_the_error_that_the_page_shows() -> None:
    text = files("dragoman.knowledge").joinpath("status.toml").read_text(encoding="utf-8").replace("words", "wrods", 1)
    text = re.sub(r"^wrods.*$", r"\g<0>\nwords = []", text, count=1, flags=re.M)
    with pytest.raises(KnowledgeError) as caught:
        parse(text, status.CueFile, "status.toml")
    assert f"KnowledgeError: {caught.value}" in KNOWLEDGE_PAGE


@pytest.mark.parametrize("rule", re.findall(r"^\| `([a-z_]+\.[a-z_.-]+)` \| (?:the|no)", KNOWLEDGE_PAGE, re.M))
def test_the_rules_that_the_page_names_exist(rule: str) -> None:
    name, *_, rule_id = rule.split(".")
    text = files("dragoman.knowledge").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    assert f'id = "{rule_id}"' in text or rule == "states.metonym"
