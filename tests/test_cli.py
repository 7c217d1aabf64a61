"""The command line: thin, documented, and with one line for each thing that is wrong."""

import io
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import typer.main

import dragoman
from dragoman import cli
from dragoman.reader import Reader, default_reader
from dragoman.records import Reading

ROOT = Path(__file__).resolve().parents[1]
TEXT = "Chile and Bolivia met on Monday.\r\nBolivia said the “talks” would go on.\r\n"


class Result(NamedTuple):
    status: int
    out: str
    err: str


@pytest.fixture(autouse=True)
def one_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The commands share the session's reader where they ask for the default one."""
    monkeypatch.setattr(
        cli, "Reader", lambda *given, **more: Reader(*given, **more) if "absent" in given else default_reader()
    )


class Run:
    def __init__(self, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
        self.capfd, self.monkeypatch = capfd, monkeypatch

    def __call__(self, *arguments: object, stdin: bytes = b"") -> Result:
        self.monkeypatch.setattr(sys, "argv", ["dragoman", *map(str, arguments)])
        self.monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status: object = 0
        try:
            cli.main()
        except SystemExit as stopped:
            status = stopped.code
        return Result(status if isinstance(status, int) else 0, *self.capfd.readouterr())


@pytest.fixture
def run(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("COLUMNS", "100")
    return Run(capfd, monkeypatch)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "a.b.txt"
    path.write_bytes(TEXT.encode())
    return path


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """Every span in an interchange form."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from texts(item)


def test_json_of_one_file_is_one_object_with_exact_offsets(run: Run, report: Path) -> None:
    result = run("read", report, "--date", "2019-03-05", "--json")
    assert (result.status, result.err) == (0, "")
    reading = json.loads(result.out)
    assert Reading.model_validate(reading).to_dict() == reading
    assert (reading["report"]["date"], reading["report"]["characters"]) == ("2019-03-05", len(TEXT))
    found = list(texts(reading))
    assert found
    assert all(TEXT[span["start"] : span["end"]] == span["text"] for span in found)


def test_the_command_says_what_the_library_says(run: Run, report: Path, reader: Reader) -> None:
    out = run("read", report, "--date", "2019-03-05", "--title", "T", "--source", "S", "--json").out
    assert out == reader.read(TEXT, "2019-03-05", "T", "S").to_json() + "\n"


def test_json_of_several_files_is_a_line_each(run: Run, report: Path) -> None:
    result = run("read", report, report, "--json")
    assert [json.loads(line)["report"]["characters"] for line in result.out.splitlines()] == [len(TEXT)] * 2


def test_standard_input_is_read(run: Run) -> None:
    result = run("read", "-", "--json", stdin=b"\xef\xbb\xbfLima spoke.")
    assert json.loads(result.out)["report"]["characters"] == len("Lima spoke.")


def test_out_writes_a_file_each_by_its_stem(run: Run, report: Path, tmp_path: Path) -> None:
    result = run("read", report, "--json", "--out", tmp_path / "new" / "out")
    assert (result.status, result.out) == (0, "")
    written = tmp_path / "new" / "out" / "a.b.json"
    assert json.loads(written.read_text(encoding="utf-8"))["report"]["characters"] == len(TEXT)


def test_out_never_overwrites_one_report_with_another(run: Run, report: Path, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    twin = tmp_path / "other" / "a.b.txt"
    twin.write_text("Quito spoke.")
    result = run("read", report, twin, "--out", tmp_path / "out")
    assert result.status == 1
    assert "its a.b.json would take the place of that of" in result.err
    assert json.loads((tmp_path / "out" / "a.b.json").read_text())["report"]["characters"] == len(TEXT)


def test_html_writes_a_page_or_a_folder_of_pages(run: Run, report: Path, tmp_path: Path) -> None:
    assert run("read", report, "--html", tmp_path / "one.html").status == 0
    page = (tmp_path / "one.html").read_text(encoding="utf-8")
    assert "would go on." in re.sub("<[^>]*>", "", page)
    other = tmp_path / "c.txt"
    other.write_text("Quito spoke.")
    assert run("read", report, other, "--html", tmp_path / "pages").status == 0
    assert sorted(path.name for path in (tmp_path / "pages").iterdir()) == ["a.b.html", "c.html"]


def test_a_person_sees_the_text_and_the_records(run: Run, report: Path) -> None:
    out = run("read", report, "--date", "2019-03-05", "--title", "The talks").out
    assert out.startswith("The talks\n2019-03-05\n")
    assert "_Monday_" in out
    assert "Who said what" in out
    assert "\x1b" not in out
    assert max(len(line.rstrip()) for line in out.splitlines()) <= 100


@pytest.mark.parametrize(("names", "status"), [("aa", 0), ("ab", 1), ("bb", 2), ("b", 2)])
def test_the_status_says_how_many_were_read(run: Run, report: Path, tmp_path: Path, names: str, status: int) -> None:
    paths = {"a": report, "b": tmp_path / "absent.txt"}
    result = run("read", *(paths[name] for name in names), "--json")
    assert result.status == status
    assert len(result.out.splitlines()) == names.count("a")
    assert result.err.splitlines() == [f"dragoman: {paths['b']}: there is no such file; check the name"] * names.count(
        "b"
    )


@pytest.mark.parametrize(
    ("data", "options", "error"),
    [
        (b"", (), "there is no text in it; give a file"),
        (b"\0\1\2", (), "it is a binary file, no text; give a plain-text file"),
        (
            b"x" * 20,
            ("--max-size", "0.00001"),
            "it is larger than 1e-05 MB; split it into reports, or raise",
        ),
        (b"Lima spoke.", ("--date", "yesterday"), "'yesterday' is no date; give the publication date as YYYY-MM-DD"),
        (b"Lima spoke.", ("--date", "2004-02-30"), "'2004-02-30' is no date"),
        (b"Lima spoke.", ("--encoding", "morse"), "'morse' is no encoding; name one"),
    ],
)
def test_a_bad_file_is_one_line_that_names_it(
    run: Run, tmp_path: Path, data: bytes, options: tuple[str, ...], error: str
) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    result = run("read", path, *options)
    assert (result.status, result.out) == (2, "")
    assert result.err.startswith(f"dragoman: {path}: {error}")
    assert result.err.count("\n") == 1


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("read", "{file}", "--model", "absent"), "the language model 'absent' is not installed"),
        (
            ("explain", "{file}", "--at", "999"),
            "{file}: there is no character 999 in its text; give a number",
        ),
        (("explain", "absent.txt", "--at", "0"), "absent.txt: there is no such file"),
        (("evaluate", "gold", "{folder}"), "{folder}: no file *.gold.json here"),
        (("evaluate", "polnear", "{folder}"), "{folder}: no file *.ann here"),
        (("evaluate", "timeml", "{folder}"), "{folder}: no file *.gold.json here"),
        (("evaluate", "plv", "{folder}"), "{folder}: no such file"),
        (("read", "{file}", "--out", "{file}"), "{file}: File exists"),
    ],
)
def test_what_goes_wrong_is_one_line(run: Run, report: Path, arguments: tuple[str, ...], error: str) -> None:
    known = {"file": str(report), "folder": str(report.parent)}
    result = run(*(argument.format(**known) for argument in arguments))
    assert result.status == 2
    assert result.err.startswith(f"dragoman: {error.format(**known)}")
    assert result.err.count("\n") == 1


def test_a_hostile_file_name_does_no_harm(run: Run, tmp_path: Path) -> None:
    result = run("read", tmp_path / "a\x1b[31m\nb.txt")
    assert "\x1b" not in result.err
    assert result.err.count("\n") == 1


def test_html_and_json_exclude_each_other(run: Run, report: Path, tmp_path: Path) -> None:
    result = run("read", report, "--json", "--html", tmp_path / "x.html")
    assert result.status == 2
    assert "give either --html or --json" in result.err


def test_a_folder_stands_for_its_text_files(run: Run, report: Path) -> None:
    (report.parent / "c.txt").write_text("Quito spoke.")
    (report.parent / "c.md").write_text("Not a report.")
    assert len(run("read", report.parent, "--json").out.splitlines()) == 2


def test_explain_as_tables_and_as_json(run: Run, report: Path) -> None:
    at = TEXT.index("Monday")
    found = json.loads(run("explain", report, "--at", at, "--date", "2019-03-05", "--json").out)
    assert found["offset"] == at
    assert [record["record"]["value"] for record in found["records"] if record["section"] == "times"] == ["2019-03-04"]
    out = run("explain", report, "--at", at, "--date", "2019-03-05").out
    assert "times[0]" in out
    assert "The sentence as the parser sees it" in out
    piped = run("explain", "-", "--at", 0, "--json", stdin=b"Lima spoke.")
    assert json.loads(piped.out)["sentence"]["text"] == "Lima spoke."


def test_schema_is_that_of_a_reading(run: Run) -> None:
    assert json.loads(run("schema").out) == Reading.model_json_schema()


def test_version(run: Run) -> None:
    assert run("--version").out == f"dragoman {dragoman.__version__}\n"


def test_demo_shows_the_record_of_the_bundled_reports(run: Run) -> None:
    out = run("demo").out
    assert out.startswith("The record of 24 reports, 2017-06-15 to 2019-04-03\n")
    assert max(len(line.rstrip()) for line in out.split("The ledger is in")[0].splitlines()) <= 100
    assert "dragoman read FILE" in out
    questions = out.split("Three questions to the ledger")[1]
    assert re.search(r"^ +CONSULT +\d+ +\d+ ", questions, re.M)
    assert re.search(r"^ +2018-02-28 +MKD +refuses ", questions, re.M)
    assert "Constitution and law, from 2018-02-28 until 2018-06-13" in questions
    found = json.loads(run("demo", "--json").out)
    assert (found["counts"]["reports"], len(found["reports"])) == (24, 24)


def test_evaluate_prints_figures(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Lima met Quito on Monday.")
    time = {"span": "Monday", "start": 18, "type": "DATE", "value": "2020-01-06"}
    (tmp_path / "a.gold.json").write_text(json.dumps({"date": "2020-01-07", "times": [time]}))
    figures = json.loads(run("evaluate", "gold", tmp_path, "--json").out)
    assert set(figures["times"]) == {"gold", "read", "precision", "recall", "f1", "full_f1"}
    assert figures["times"]["gold"] == 1
    out = run("evaluate", "gold", tmp_path, "--misses").out
    assert re.search(r"times +1 +\d+ +\d\.\d{3} +\d\.\d{3} +\d\.\d{3} +\d\.\d{3}", out)
    assert "mean F1" in out
    assert set(json.loads(run("evaluate", "timeml", tmp_path, "--json").out)) == {"strict", "relaxed", "value"}


def commands() -> Iterator[tuple[str, Any]]:
    def walk(name: str, command: Any) -> Iterator[tuple[str, Any]]:
        children = getattr(command, "commands", None)
        if children is None:
            yield name, command
            return
        for key, child in children.items():
            yield from walk(f"{name} {key}".strip(), child)

    yield from walk("dragoman", typer.main.get_command(cli.app))


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_every_command_and_option_is_documented(name: str, command: Any) -> None:
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    section = next((part for part in docs.split("\n## ") if part.startswith(f"`{name.rsplit(' ', 1)[0]}")), "")
    section = next((part for part in docs.split("\n## ") if part.startswith(f"`{name}")), section)
    assert f"`{name}" in section, f"docs/cli.md has no section on {name}"
    for parameter in command.params:
        for option in parameter.opts if parameter.param_type_name == "option" else ():
            if option != "--help":
                assert f"`{option}" in section, f"docs/cli.md does not say what {option} of {name} does"
    assert command.help


def test_no_option_is_documented_that_there_is_not() -> None:
    docs = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    known = {option for _, command in commands() for parameter in command.params for option in parameter.opts}
    known |= {"--help", "--version", "--update", "--allow-lower", "--only"}
    assert set(re.findall(r"(?<![-\w])--[a-z][a-z-]+", docs)) <= known
