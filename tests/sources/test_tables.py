"""Tables: columns by name or by mapping, rows that are wrong are errors of their own, and memory stays bounded."""

import datetime as dt
import json
import tracemalloc
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import TEXTS, json_lines, parquet

from dragoman.errors import ReportDateError, ReportEmpty, ReportError, ReportNotText, ReportTooLarge, SourceError
from dragoman.sources import Found, SourceOptions, find
from dragoman.sources.table import find_column


def found(data: bytes, name: str = "a.csv", folder: Path | None = None, **options: object) -> list[Found]:
    if folder is None:
        return list(find(["-"], SourceOptions(**options), stdin=data))  # type: ignore[arg-type]
    (folder / name).write_bytes(data)
    return list(find([folder / name], SourceOptions(**options)))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("names", "text", "date"),
    [
        (["id", "Body", "Publication Date"], "Body", "Publication Date"),
        (["content", "TEXT", "pub_date"], "TEXT", "pub_date"),
        (["maintext", "date_publish", "date_download"], "maintext", "date_publish"),
        (["bodyText", "webPublicationDate"], "bodyText", "webPublicationDate"),
        (["summary", "full_text", "published_at"], "full_text", "published_at"),
        (["context", "update"], None, None),
    ],
)
def test_common_names_are_known(names: list[str], text: str | None, date: str | None) -> None:
    assert (find_column("text", names), find_column("date", names)) == (text, date)


ROW = '"{}",{},x\n'


def test_columns_are_mapped_by_name(tmp_path: Path) -> None:
    data = f"what,when,text\n{ROW.format(TEXTS[0], '6 May 2004')}".encode()
    (one,) = found(data, folder=tmp_path, columns={"text": "what", "date": "when"})
    assert one.report is not None
    assert (one.report.text, one.report.date) == (TEXTS[0], "2004-05-06")
    (bad,) = found(data, folder=tmp_path, columns={"date": "day"})
    assert isinstance(bad.error, SourceError)
    assert "no column 'day' for date; its columns are: what, when, text" in str(bad.error)
    (bad,) = found(data, folder=tmp_path, columns={"colour": "what"})
    assert "'colour'" in str(bad.error)


def test_keys_inside_objects_are_named_with_dots_and_a_source_may_be_an_object() -> None:
    row = {"fields": {"body": TEXTS[0]}, "source": {"id": None, "name": "The Wire"}, "id": 12, "date": None}
    (one,) = found(json.dumps(row).encode(), columns={"text": "fields.body"})
    assert one.report is not None
    assert (one.report.text, one.report.source, one.report.source_id) == (TEXTS[0], "The Wire", "12")


def test_rows_that_are_wrong_are_errors_of_their_own() -> None:
    rows: list[object] = [
        {"text": TEXTS[0], "date": "2004-05-03"},
        {"text": TEXTS[0], "date": "03/04/2004"},
        {"text": TEXTS[0], "date": "2004-02-30"},
        {"text": " "},
        {"date": "2004-05-03"},
        {"text": ["a"]},
        {"text": "a\0b and more words"},
        ["no object"],
        {"text": TEXTS[1]},
    ]
    data = json_lines(rows).replace(b'["no object"]', b'["no object"]\n{"text": "broken\n\n\xff\xfe{}')
    results = found(data)
    kinds = [type(one.error) if one.error else "read" for one in results]
    assert kinds == [
        "read",
        ReportDateError,
        ReportDateError,
        ReportEmpty,
        ReportEmpty,
        ReportNotText,
        ReportNotText,
        ReportError,
        ReportError,
        ReportNotText,
        "read",
    ]
    assert [one.location.position for one in results] == list(range(len(results)))
    assert "could be 2004-04-03 or 2004-03-04" in str(results[1].error)


def test_mixed_encodings_are_errors_row_by_row() -> None:
    rows = [f"Peru’s envoy met number {n} on Monday, he said." for n in range(4)]
    for form in ("{},2004-05-03\n", '{{"text": "{}", "date": "2004-05-03"}}\n'):
        lines = [form.format(row if form.startswith("{{") else f'"{row}"').encode() for row in rows]
        lines[2] = lines[2].decode().encode("cp1252")
        head = b"text,date\n" if form.startswith("{},") else b""
        results = found(head + b"".join(lines))
        assert [one.report.text if one.report else None for one in results] == [rows[0], rows[1], None, rows[3]]
        assert isinstance(results[2].error, ReportNotText)
        assert "as the rest of the file is" in str(results[2].error)


def test_a_table_in_a_western_encoding_is_read() -> None:
    data = "text,date\n" + "".join(f'"Peru’s envoy met number {n}, he said.",2004-05-03\n' for n in range(3))
    assert [one.report.text if one.report else one.error for one in found(data.encode("cp1252"))] == [
        f"Peru’s envoy met number {n}, he said." for n in range(3)
    ]
    polish = "text,date\nWłodzimierz met the envoy on Monday and left.,2004-05-03\n".encode("iso8859-2")
    (one,) = found(polish, encoding="iso8859-2")
    assert one.report is not None
    assert one.report.text.startswith("Włodzimierz")


def test_text_in_quotation_marks_keeps_its_lines_and_marks() -> None:
    text = 'LIMA, Monday\r\n"We wait," he said;\nthe others, too, waited.'
    quoted = text.replace('"', '""')
    (one,) = found(f'date,text\n2004-05-03,"{quoted}"\n'.encode())
    assert one.report is not None
    assert one.report.text == text


def test_marks_in_tab_separated_text_stay() -> None:
    text = '"We wait," he said on Monday in Lima.'
    (one,) = found(f"date\ttext\n2004-05-03\t{text}\n".encode())
    assert one.report is not None
    assert one.report.text == text


def test_a_stray_mark_and_a_row_with_too_many_fields_cost_their_rows_only() -> None:
    good = "\n".join(f"2004-05-03,The envoy left Lima on day {n}." for n in range(200))
    data = f"date,text\n{good}\n2004-05-03,Left, and came back.\n2004-05-04,The envoy came back.\n".encode()
    results = found(data)
    assert [one.location.position for one in results if one.error] == [200]
    assert "the row has 3 fields, the header 2" in str(results[200].error)
    assert results[201].report is not None


def test_parquet_of_many_types(tmp_path: Path) -> None:
    columns = {
        "body": pa.array(TEXTS).dictionary_encode(),
        "published": pa.array([dt.datetime(2004, 5, 3, 23), None], pa.timestamp("ns", "America/Lima")),
        "docid": pa.array([7, 8]),
        "unused": pa.array([[1], [2]]),
    }
    first, second = found(parquet(columns), "a.parquet", tmp_path)
    assert first.report is not None
    assert first.report[:2] == (TEXTS[0], "2004-05-03")
    assert first.report.source_id == "7"
    assert second.report is not None
    assert second.report.date is None


def test_a_string_of_parquet_that_is_no_text_costs_its_row_only(tmp_path: Path) -> None:
    broken = pa.array([TEXTS[0].encode(), b"\xff\xfe\xfd no text", TEXTS[1].encode()], pa.binary())
    strings = pa.StringArray.from_buffers(3, broken.buffers()[1], broken.buffers()[2])
    results = found(parquet({"text": strings}), "a.parquet", tmp_path)
    assert [type(one.error) for one in results] == [type(None), ReportNotText, type(None)]


LARGE = {
    "a.txt": (b"", b"word " * 200_000, b""),
    "a.jsonl": (json_lines()[:-1] + b'\n{"text": "', b"word " * 200_000, b'"}\n' + json_lines()),
    "a.json": (b'[{"text": "The envoy left Lima on Monday."}, {"text": "', b"word " * 200_000, b'"}]'),
    "a.csv": (b'date,text\n2004-05-03,"', b"word " * 200_000, b'"\n2004-05-04,The envoy left Lima.\n'),
    "a.csv, no marks": (b"date,text\n2004-05-03,", b"word " * 200_000, b"\n2004-05-04,The envoy left Lima.\n"),
    "a.csv, many lines": (
        b'date,text\n2004-05-03,"',
        (b"word " * 20 + b"\n") * 10_000,
        b'"\n2004-05-04,The envoy left Lima.\n',
    ),
}


LARGE_GIVES = {
    "a.txt": [ReportTooLarge],
    "a.jsonl": ["read", "read", ReportTooLarge, "read", "read"],
    "a.json": ["read", ReportTooLarge],
    "a.csv": [ReportTooLarge, "read"],
    "a.csv, no marks": [ReportTooLarge, "read"],
    "a.csv, many lines": [ReportTooLarge, "read"],
}


@pytest.mark.parametrize("name", LARGE)
def test_a_report_of_fifty_megabytes_is_an_error_and_is_never_held(tmp_path: Path, name: str) -> None:
    before, block, after = LARGE[name]
    path = tmp_path / name.split(",")[0]
    with path.open("wb") as file:
        for piece in (before, *[block] * 50, after):
            file.write(piece)
    next(find(["-"], stdin=TEXTS[0].encode()))  # what is loaded once is not what is measured
    tracemalloc.start()
    results = [type(one.error) if one.error else "read" for one in find([path], SourceOptions(max_bytes=500_000))]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 30_000_000
    assert results == LARGE_GIVES[name]


def test_memory_does_not_grow_with_the_table(tmp_path: Path) -> None:
    def peak(rows: int) -> int:
        path = tmp_path / "a.jsonl"
        path.write_bytes(json_lines() * rows)
        tracemalloc.start()
        assert sum(one.report is not None for one in find([path])) == 2 * rows
        used = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return used

    peak(1)
    assert peak(1000) < peak(200) + 200_000


CELLS = st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), min_size=1, max_size=30), max_size=4)


@given(st.lists(CELLS, max_size=8), st.sampled_from(",;\t|"))
def test_any_table_gives_rows_or_errors(rows: list[list[str]], mark: str) -> None:
    data = f"text{mark}date\n" + "\n".join(mark.join(row) for row in rows)
    for one in found(data.encode(), any_language=True):
        assert one.report or isinstance(one.error, ReportError)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["text", "date", "id", "source", "x"]), inner)
    ),
    max_leaves=12,
)


@given(st.lists(VALUES, max_size=6), st.sampled_from(["lines", "array", "indented"]))
def test_any_json_gives_reports_or_errors(values: list[object], form: str) -> None:
    lines = [json.dumps(value) for value in values]
    data = "\n".join(lines) if form == "lines" else json.dumps(values, indent=2 if form == "indented" else None)
    for one in found(data.encode(), any_language=True):
        assert one.report or isinstance(one.error, ReportError)


@given(
    st.lists(st.dictionaries(st.text(max_size=5), VALUES, max_size=3), min_size=1, max_size=6),
    st.sampled_from([None, 1]),
)
def test_an_array_is_cut_into_its_objects(objects: list[dict[str, object]], indent: int | None) -> None:
    rows = [{**one, "text": f"The envoy left Lima on day {n}."} for n, one in enumerate(objects)]
    data = json.dumps(rows, indent=indent, ensure_ascii=indent is None).encode("utf-8", "surrogatepass")
    results = found(data, any_language=True)
    assert [one.location.position for one in results] == list(range(len(rows)))
    for n, one in enumerate(results):
        assert one.report is None or one.report.text == rows[n]["text"]
