"""Reports are found in every format, each can be opened again where it was found, and nothing bad loses the rest."""

import io
import os
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_reports import (
    PACKERS,
    REPORTS,
    ROWS,
    TEXTS,
    answer,
    gzip_warc,
    json_lines,
    page,
    parquet,
    rss,
    tar_of,
    warc_record,
    zip_of,
)

from dragoman.errors import (
    ReportDateError,
    ReportEmpty,
    ReportError,
    ReportLanguage,
    ReportNotFound,
    ReportNotText,
    ReportTooLarge,
    SourceError,
)
from dragoman.ledger.store import MARK
from dragoman.reader import ReportText
from dragoman.sources import Found, Location, SourceOptions, fetch, find
from dragoman.sources.folders import LEDGER_MARK

CORPUS = Path(__file__).resolve().parents[2] / ".." / "shared" / "corpora" / "syria-2017-2019.jsonl"


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def good(found: list[Found]) -> list[ReportText]:
    assert [str(one.error) for one in found if one.error] == []
    return [one.report for one in found if one.report is not None]


def texts(found: list[Found]) -> list[str]:
    return [one.report.text for one in found if one.report is not None]


CSV = (
    b"\xef\xbb\xbfid,Date,Headline,Publisher,Link,Body\r\n"
    + "".join(
        f'{r.source_id},{r.date},{r.title},{r.source},{r.url},"{r.text.replace(chr(34), chr(34) * 2)}"\r\n'
        for r in REPORTS
    ).encode()
)
TSV = "id\tdate\ttitle\tsource\turl\ttext\n" + "".join("\t".join(row.values()) + "\n" for row in ROWS)  # type: ignore[arg-type]
TABLES = {
    "rows.jsonl": json_lines(),
    "rows.json": b"[\n" + b",\n".join(json_lines().splitlines()) + b"\n]",
    "answer.json": b'{"status": "ok", "articles": [' + b",".join(json_lines().splitlines()) + b"]}",
    "rows.csv": CSV,
    "rows.tsv": TSV.encode(),
    "wide.csv": CSV.removeprefix(b"\xef\xbb\xbf").decode().encode("utf-16"),
    "wide.jsonl": json_lines().decode().encode("utf-16"),
    "rows.parquet": parquet(),
    "without_a_name": json_lines(),
    "misleading.csv": json_lines(),
    "misleading.txt": CSV,
    "misleading.jsonl": parquet(),
}


@pytest.mark.parametrize("name", TABLES)
def test_a_table_gives_its_rows(tmp_path: Path, name: str) -> None:
    path = put(tmp_path, name, TABLES[name])
    found = list(find([path]))
    assert good(found) == list(REPORTS)
    assert [one.location for one in found] == [Location(str(path), None, n) for n in (0, 1)]


@pytest.mark.parametrize("end", PACKERS)
@pytest.mark.parametrize("name", ["rows.jsonl", "rows.csv", "rows.parquet", "rows.json"])
def test_a_packed_table_gives_its_rows(tmp_path: Path, name: str, end: str) -> None:
    path = put(tmp_path, f"{name}.{end}", PACKERS[end](TABLES[name]))
    assert good(list(find([path]))) == list(REPORTS)


@pytest.mark.parametrize("name", TABLES)
def test_standard_input_is_told_by_its_content(name: str) -> None:
    for stdin in (TABLES[name], io.BytesIO(TABLES[name])):
        found = list(find(["-"], stdin=stdin))
        assert good(found) == list(REPORTS)
        assert found[1].location == Location("-", None, 1)
    with pytest.raises(ReportNotFound, match="standard input"):
        fetch(found[1].location)


EVERYTHING = {
    "a.txt": b"---\ndate: 2004-05-03\ntitle: Title 3\n---\n" + TEXTS[0].encode(),
    "b.md": ("# Talks\n\n" + TEXTS[1]).encode(),
    "c.html": page(),
    "d.xml": rss(f"<item><title>Talks</title><description>{TEXTS[0]}</description></item>"),
    "e.xml": f'<Sentences><Sentence date="20040503" id="w-3"><Text>{TEXTS[0]}</Text></Sentence></Sentences>'.encode(),
    "f.jsonl": json_lines(),
    "g.csv.gz": PACKERS["gz"](CSV),
    "h.parquet": parquet(),
    "i.warc.gz": b"".join(gzip_warc(warc_record(n, answer(page(REPORTS[n]))) for n in (0, 1))),
    "j.warc": b"".join(warc_record(n, answer(page(REPORTS[n]))) for n in (0, 1)),
    "k.tar.xz": tar_of({"one/a.txt": TEXTS[0].encode(), "b.jsonl": json_lines()}, "w:xz"),
    "l.txt.bz2": PACKERS["bz2"](TEXTS[1].encode()),
}
COUNTS = dict(zip(EVERYTHING, (1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 3, 1), strict=True))


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with every format, and a zip archive with the same in it, and that zip in another."""
    folder = tmp_path_factory.mktemp("everything")
    for name, data in EVERYTHING.items():
        put(folder, name, data)
    inner = zip_of(EVERYTHING)
    put(folder, "y.zip", inner)
    put(folder, "z/z.zip", zip_of({"y.zip": inner}))
    return folder


def test_every_format_is_found_in_folders_and_archives_in_archives(everything: Path) -> None:
    found = list(find([everything]))
    good(found)
    counted = {name: sum(one.location.path.endswith(f"/{name}") for one in found) for name in EVERYTHING}
    assert counted == COUNTS
    for archive, outer in (("y.zip", ""), ("z.zip", "y.zip!")):
        members = [one.location.member or "" for one in found if one.location.path.endswith(archive)]
        assert len(members) == sum(COUNTS.values())
        assert {member.removeprefix(outer).split("!")[0] for member in members} == set(EVERYTHING)
    assert f"{outer}k.tar.xz!one/a.txt" in members


def test_every_report_is_opened_again_where_it_was_found(everything: Path) -> None:
    found = list(find([everything]))
    assert len({one.location for one in found}) == len(found)
    for one in found:
        assert fetch(one.location) == one.report


def test_the_same_search_gives_the_same(everything: Path) -> None:
    assert list(find([everything])) == list(find([everything]))


def test_a_search_is_lazy(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", json_lines())
    found = find([path, tmp_path / "missing.txt"])
    assert next(found).report == REPORTS[0]
    path.unlink()
    assert next(found).report == REPORTS[1]
    assert isinstance(next(found).error, ReportNotFound)


def test_a_report_that_is_gone_is_an_error(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", json_lines())
    with pytest.raises(ReportNotFound, match=r"a\.jsonl#2: it is no longer there"):
        fetch(Location(str(path), None, 2))
    with pytest.raises(ReportNotFound, match="no longer there"):
        fetch(Location(str(put(tmp_path, "a.zip", zip_of({"b.txt": b"x"}))), "a.txt"))
    path.unlink()
    with pytest.raises(ReportNotFound, match="no such file"):
        fetch(Location(str(path), None, 0))
    path.write_bytes(parquet()[:100])
    with pytest.raises(SourceError, match="Parquet is broken"):
        fetch(Location(str(path), None, 0))


def test_a_report_is_fetched_with_the_options_it_was_found_with(tmp_path: Path) -> None:
    path = put(tmp_path, "a.csv", b"lead,date,text\nThe envoy left Lima on Monday.,2004-05-03,-\n")
    options = SourceOptions(columns={"text": "lead"}, source="The Wire")
    (one,) = find([path], options)
    assert one.report == ReportText("The envoy left Lima on Monday.", "2004-05-03", source="The Wire")
    assert fetch(one.location, SourceOptions.model_validate_json(options.model_dump_json())) == one.report


def test_options_fill_what_a_report_does_not_state(tmp_path: Path) -> None:
    put(tmp_path, "a.txt", TEXTS[0].encode())
    put(tmp_path, "b.jsonl", json_lines())
    found = good(list(find([tmp_path], SourceOptions(date="2001-02-03", source="Elsewhere"))))
    assert [(one.date, one.source) for one in found] == [
        ("2001-02-03", "Elsewhere"),
        ("2004-05-03", "The Wire"),
        ("2004-05-04", "The Wire"),
    ]
    with pytest.raises(ReportDateError, match="2001-02-30"):
        find([tmp_path], SourceOptions(date="2001-02-30"))


def test_a_sidecar_is_read_beside_a_text_a_page_and_in_archives(tmp_path: Path) -> None:
    known = b'{"date": "2004-01-02", "source": "Beside", "id": 7}'
    files = {
        "a.meta.json": known,
        "a.txt": TEXTS[0].encode(),
        "b.html": b"<p>" + TEXTS[1].encode(),
        "b.meta.json": known,
    }
    for name, data in files.items():
        put(tmp_path / "folder", name, data)
    put(tmp_path, "a.zip", zip_of(files))
    for path in (tmp_path / "folder", tmp_path / "a.zip"):
        found = good(list(find([path])))
        assert [(r.date, r.source, r.source_id) for r in found] == [("2004-01-02", "Beside", "7")] * 2
    put(tmp_path, "a.tar", tar_of({"a.meta.json": known, "a.txt": TEXTS[0].encode()}))
    assert good(list(find([tmp_path / "a.tar"])))[0].date == "2004-01-02"


def test_a_folder_is_read_by_name_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b/2.txt", "b/10.txt", "a.txt", ".hidden.txt", ".git/x.txt", f"led/{MARK}", "led/part.jsonl"):
        put(tmp_path, name, TEXTS[0].encode())
    (tmp_path / "b" / "loop").symlink_to(tmp_path)
    (tmp_path / "c").symlink_to(tmp_path / "b")
    (tmp_path / "dangling.txt").symlink_to(tmp_path / "nowhere")
    found = list(find([tmp_path]))
    names = [Path(one.location.path).relative_to(tmp_path).as_posix() for one in found]
    assert names == ["a.txt", "b/10.txt", "b/2.txt", "dangling.txt"]
    assert [type(one.error) for one in found if one.error] == [ReportNotFound]
    assert MARK == LEDGER_MARK


def test_a_place_has_one_name_however_it_is_reached(tmp_path: Path) -> None:
    put(tmp_path, "b/1.txt", TEXTS[0].encode())
    (tmp_path / "c").mkdir()
    for path in (tmp_path / "c" / ".." / "b", tmp_path / "c" / ".." / "b" / "1.txt"):
        assert [one.location for one in find([path])] == [Location(str(tmp_path / "b" / "1.txt"))]


def test_a_pipe_is_read_once(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    if (child := os.fork()) == 0:
        pipe.write_bytes(json_lines())
        os._exit(0)
    assert good(list(find([pipe]))) == list(REPORTS)
    os.waitpid(child, 0)


BAD: dict[str, tuple[bytes, type[ReportError], str]] = {
    "empty.txt": (b"", ReportEmpty, "no text"),
    "empty.csv": (b"", ReportEmpty, "no text"),
    "binary": (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ReportNotText, "binary"),
    "paper.pdf": (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", ReportNotText, "PDF"),
    "date.txt": (b"---\ndate: 2004-02-30\n---\n" + TEXTS[0].encode(), ReportDateError, "calendar"),
    "big.txt": (b"word " * 500_000, ReportTooLarge, "2 MB"),
    "other.txt": (
        "Les ministres se sont rencontrés lundi à Lima pour parler de la frontière.".encode(),
        ReportLanguage,
        "'fr'",
    ),
    "columns.csv": (b"name,when\nLima,2004\nQuito,2005\n", SourceError, "its columns are: name, when"),
    "columns.parquet": (parquet({"n": [1], "note": ["x"]}), SourceError, "its columns are: n, note"),
    "keys.jsonl": (b'{"a": 1}\n{"b": 2}\n', SourceError, "its keys are: a, b"),
    "broken.zip": (zip_of({"a.txt": b"x" * 999})[:-9], SourceError, "zip archive is broken"),
    "office.docx": (zip_of({"[Content_Types].xml": b"<Types/>"}), SourceError, "office document"),
    "none.zip": (zip_of({".hidden": b"x"}), SourceError, "no file in this archive"),
    "broken.parquet": (parquet()[:-50], SourceError, "Parquet is broken"),
    "other.xml": (b'<?xml version="1.0"?><invoice><text>x</text></invoice>', ReportNotText, "no XML of reports"),
    "broken.xz": (PACKERS["xz"](b"x" * 5000)[:40], SourceError, "breaks off"),
    "broken.gz": (b"\x1f\x8b\x08\x00nothing", SourceError, "breaks off"),
    "broken.bz2": (b"BZh9nothing at all", SourceError, "breaks off"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_one_clear_error_and_the_others_are_read(tmp_path: Path, name: str) -> None:
    data, error, reason = BAD[name]
    put(tmp_path, "0.txt", TEXTS[0].encode())
    put(tmp_path, name, data)
    put(tmp_path, "z.txt", TEXTS[1].encode())
    first, bad, last = find([tmp_path])
    assert texts([first, last]) == list(TEXTS)
    assert type(bad.error) is error
    assert reason in str(bad.error)
    assert str(tmp_path / name) in bad.error.name
    assert bad.error.hint
    assert "\n" not in str(bad.error)


def test_a_missing_path_an_empty_folder_and_a_name_in_no_encoding_are_errors(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    odd = tmp_path / "odd"
    odd.mkdir()
    Path(os.fsdecode(os.fsencode(odd) + b"/\xff.txt")).write_text(TEXTS[0])
    found = list(find([tmp_path / "missing", tmp_path / "empty", odd]))
    assert [type(one.error) for one in found] == [ReportNotFound, SourceError, ReportError]
    for one in found:
        str(one.location).encode()
        str(one.error).encode()


def test_names_are_shown_safely_and_lead_nowhere(tmp_path: Path) -> None:
    names = ["../../outside.txt", "/etc/outside.txt", "a/\x1b[31mred.txt"]
    path = put(tmp_path, "a.zip", zip_of(dict.fromkeys(names, b"")))
    found = list(find([path]))
    assert [one.location.member for one in found] == names
    assert all("\x1b" not in str(one.error) for one in found)
    assert sorted(tmp_path.rglob("*")) == [path]


def test_other_languages_are_read_when_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path, "other.txt", BAD["other.txt"][0])
    (one,) = find([path], SourceOptions(any_language=True))
    assert one.report is not None


def test_half_characters_become_the_replacement_character(tmp_path: Path) -> None:
    path = put(tmp_path, "a.jsonl", b'{"text": "The envoy left \\ud800 Lima on Monday.", "title": "\\udfff"}\n')
    (one,) = find([path])
    assert one.report == ReportText("The envoy left \ufffd Lima on Monday.", title="\ufffd")


@pytest.mark.skipif(not CORPUS.is_file(), reason="the news archive is not beside the project")
def test_a_whole_archive_is_found() -> None:
    found = list(find([CORPUS]))
    assert len(good(found)) == 243
    assert all(one.report and one.report.date and one.report.source_id for one in found)


Make = Callable[[bytes], bytes]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from([*EVERYTHING, *TABLES]), data=st.data())
def test_files_broken_anywhere_give_reports_or_errors(tmp_path: Path, name: str, data: st.DataObject) -> None:
    whole = bytearray({**EVERYTHING, **TABLES}[name])
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(whole) - 1))
        whole[at : at + data.draw(st.integers(0, 9))] = data.draw(st.binary(max_size=9))
    path = put(tmp_path, name, bytes(whole[: data.draw(st.integers(1, len(whole) or 1))]))
    for one in find([path]):
        assert (one.report is None) != (one.error is None)
        assert one.error is None or isinstance(one.error, ReportError)
