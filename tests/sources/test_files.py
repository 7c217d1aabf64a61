"""Files become reports with exact offsets, or errors that name the file, the reason and what to do."""

import datetime as dt
from pathlib import Path

import pytest

from dragoman.errors import (
    ReportDateError,
    ReportEmpty,
    ReportError,
    ReportNotFound,
    ReportNotText,
    ReportTooLarge,
)
from dragoman.reader import Reader
from dragoman.sources.files import About, Loader, expand, load, read_files

BODY = "LIMA — Peru’s envoy met “his Chilean colleague” on Monday.\n"


def write(folder: Path, data: bytes | str, name: str = "report.txt") -> Path:
    path = folder / name
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return path


@pytest.mark.parametrize(
    "data",
    [
        BODY.encode(),
        b"\xef\xbb\xbf" + BODY.encode(),
        BODY.encode("utf-16"),
        b"\xfe\xff" + BODY.encode("utf-16-be"),
        BODY.encode("utf-32"),
        BODY.encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "utf-16 big-endian", "utf-32", "windows-1252"],
)
def test_the_encoding_is_found(tmp_path: Path, data: bytes) -> None:
    assert load(write(tmp_path, data)).text == BODY


def test_the_encoding_can_be_named(tmp_path: Path) -> None:
    path = write(tmp_path, "Włodzimierz spoke.".encode("iso8859-2"))
    assert Loader(encoding="iso8859-2").load(path).text == "Włodzimierz spoke."


@pytest.mark.parametrize("text", ["One.\r\nTwo.\r\n", "One.\rTwo.", " \n One.\n\n\n", "One.\u2028Two.\x85"])
def test_the_text_is_kept_as_it_is(tmp_path: Path, text: str) -> None:
    assert load(write(tmp_path, text)).text == text


@pytest.mark.parametrize(
    ("data", "error", "reason"),
    [
        (b"", ReportEmpty, "no text in it"),
        (b" \r\n\t ", ReportEmpty, "no text in it"),
        (b"\xef\xbb\xbf", ReportEmpty, "no text in it"),
        (b"---\ntitle: Only this\n---\n\n", ReportEmpty, "no text in it"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", ReportNotText, "binary"),
        (b"text with\x00a NUL in it", ReportNotText, "binary"),
        (bytes(range(1, 32)) * 9, ReportNotText, "binary"),
        ("Министры встретились".encode("cp1251"), ReportNotText, "no text in a known encoding"),
        (b"\xff\xfeabc", ReportNotText, "no text in utf-16"),
        (b"a\x81b" + b" word" * 20, ReportNotText, "no text in a known encoding"),
        (b"---\ndate: 2004-13-45\n---\nBody.", ReportDateError, "calendar date"),
        (b"---\ndate: spring\n---\nBody.", ReportDateError, "'spring' is no date"),
        (b"---\ntitle: Talks end: no deal\n---\nBody.", ReportError, r"no valid YAML \(line 2\)"),
        (b"---\ntitle: [a, b]\n---\nBody.", ReportError, "'title' in its front matter is no single value"),
    ],
)
def test_a_bad_file_is_an_error_that_names_it(
    tmp_path: Path, data: bytes, error: type[ReportError], reason: str
) -> None:
    path = write(tmp_path, data, "bad.txt")
    with pytest.raises(error, match=reason) as caught:
        load(path)
    assert caught.value.name == str(path)
    assert caught.value.hint
    assert "\n" not in str(caught.value)


def test_a_missing_file_and_an_empty_folder_are_errors(tmp_path: Path) -> None:
    with pytest.raises(ReportNotFound, match="no such file"):
        load(tmp_path / "absent.txt")
    with pytest.raises(ReportError, match=r"no \.txt files"):
        load(tmp_path)


def test_a_file_over_the_limit_is_an_error(tmp_path: Path) -> None:
    path = write(tmp_path, "x" * 11)
    with pytest.raises(ReportTooLarge, match="larger than 1e-05 MB"):
        Loader(max_bytes=10).load(path)
    assert Loader(max_bytes=11).load(path).text == "x" * 11


def test_front_matter_says_what_the_report_is(tmp_path: Path) -> None:
    head = "---\nid: w-7\ndate: 2011-03-09\ntitle: 'A: b'\nsource: wire\nurl: https://example.org/7\nmore: [1]\n---\n"
    report = load(write(tmp_path, head + "\n" + BODY))
    assert report == (BODY.strip(), "2011-03-09", "A: b", "wire", "w-7", "https://example.org/7")


def test_front_matter_with_crlf_leaves_the_body_as_it_is(tmp_path: Path) -> None:
    report = load(write(tmp_path, "---\r\ndate: 2011-03-09\r\n---\r\nOne.\r\nTwo.\r\n"))
    assert (report.text, report.date) == ("One.\r\nTwo.", "2011-03-09")


@pytest.mark.parametrize(
    "text",
    [
        "---\nTalks went on.\n---\nNothing came of them.\n",
        "---\n- a\n- b\n---\nBody.",
        "---\ndate: 2011-03-09\nno end",
        "One.\n---\ndate: 2011-03-09\n---\n",
        "---\na: " + "[" * 50_000,
    ],
)
def test_what_only_looks_like_front_matter_is_text(tmp_path: Path, text: str) -> None:
    report = load(write(tmp_path, text))
    assert (report.text, report.date) == (text, None)


def test_deeply_nested_front_matter_does_no_harm(tmp_path: Path) -> None:
    text = "---\na: " + "[" * 3_000 + "]" * 3_000 + "\n---\nBody."
    assert load(write(tmp_path, text)).text == "Body."


def test_a_sidecar_says_what_the_report_is(tmp_path: Path) -> None:
    path = write(tmp_path, BODY, "a.b.txt")
    write(tmp_path, '{"id": 7, "date": "2011-03-09", "title": "T", "other": {}}', "a.b.meta.json")
    report = load(path)
    assert (report.source_id, report.date, report.title, report.source) == ("7", "2011-03-09", "T", None)


@pytest.mark.parametrize("bad", ["{", "[1]", '{"date": {}}', "[" * 100_000])
def test_a_bad_sidecar_is_an_error(tmp_path: Path, bad: str) -> None:
    path = write(tmp_path, BODY)
    write(tmp_path, bad, "report.meta.json")
    with pytest.raises(ReportError, match=r"report\.meta\.json") as caught:
        load(path)
    assert caught.value.name == str(path)


def test_the_caller_wins_over_front_matter_and_that_over_the_sidecar(tmp_path: Path) -> None:
    path = write(tmp_path, "---\ndate: 2002-02-02\ntitle: Inside\n---\nBody.")
    write(tmp_path, '{"date": "2003-03-03", "title": "Beside", "source": "Beside"}', "report.meta.json")
    report = Loader(About(date=dt.date(2001, 1, 1))).load(path)
    assert (report.date, report.title, report.source) == ("2001-01-01", "Inside", "Beside")


def test_a_date_that_is_none_is_an_error_naming_the_file(tmp_path: Path) -> None:
    path = write(tmp_path, BODY)
    with pytest.raises(ReportDateError, match=r"report\.txt: '2004-02-30' is no date; .*YYYY-MM-DD"):
        Loader(About(date="2004-02-30")).load(path)


def test_a_folder_stands_for_its_text_files(tmp_path: Path) -> None:
    paths = [write(tmp_path, BODY, name) for name in ("b.txt", "a.txt", "c.md")]
    assert expand([tmp_path, paths[2]]) == [paths[1], paths[0], paths[2]]
    (tmp_path / "empty").mkdir()
    assert expand([tmp_path / "empty"]) == [tmp_path / "empty"]


def test_one_bad_file_never_loses_the_others(tmp_path: Path, reader: Reader) -> None:
    paths = [write(tmp_path, BODY, "a.txt"), tmp_path / "absent.txt", Path("-"), write(tmp_path, "", "z.txt")]
    files = list(read_files(reader, paths, Loader(), b"Quito spoke.", batch_size=2))
    assert [file.name for file in files] == [str(paths[0]), str(paths[1]), "standard input", str(paths[3])]
    assert [type(file.error).__name__ for file in files] == ["NoneType", "ReportNotFound", "NoneType", "ReportEmpty"]
    assert [file.reading.report.characters for file in files if file.reading] == [len(BODY), 12]


def test_a_fault_of_the_reader_loses_one_report_only(tmp_path: Path, reader: Reader) -> None:
    class Faulty(Reader):
        def read_many(self, reports, batch_size=32):  # type: ignore[no-untyped-def]
            for report in reports:
                if "Quito" in report.text:
                    raise RuntimeError("no such token")
                yield from reader.read_many([report])

    paths = [
        write(tmp_path, text, f"{n}.txt") for n, text in enumerate(["Lima spoke.", "Quito spoke.", "Bogota spoke."])
    ]
    files = list(read_files(Faulty(), paths, Loader()))
    assert [file.reading is None for file in files] == [False, True, False]
    assert "the reader failed on it (RuntimeError: no such token)" in str(files[1].error)
