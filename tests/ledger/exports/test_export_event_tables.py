"""CAMEO, ICEWS and GDELT tables, opened by pandas, the csv module and by splitting at tabs."""

import csv
import io
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_for_exports import HOSTILE, NAME

from dragoman.ledger.exports import cameo, gdelt, gdelt1, icews
from dragoman.ledger.exports.safe import cell, tab_line
from dragoman.ledger.store import Ledger


def table(text: str, columns: Any = None) -> pd.DataFrame:
    header = None if columns is not None else 0
    return pd.read_csv(io.StringIO(text), sep="\t", header=header, names=columns, dtype=str, keep_default_na=False)


def test_cameo_has_a_line_a_dyad(export_text: Any) -> None:
    text, done = export_text("cameo", source="The Wire", since="2019-03")
    found = table(text, cameo.COLUMNS)
    assert len(found) == done.written
    assert found[["date", "source", "target", "code"]].values.tolist() == [
        ["20190304", "PER", "ECU", "040"],
        ["20190304", "ECU", "PER", "040"],
        ["20190305", "PER", "ECU", "035"],
        ["20190305", "ECU", "PER", "120"],
        ["20190305", "PER", "ECU", "036"],
        ["20190305", "ECU", "PER", "036"],
        ["20190305", "PER", "ECU", "190"],
    ]
    assert found["goldstein"][3] == "-4.0"
    assert found["text"][0] == "LIMA — Peruvian Foreign Minister Ana Ruiz met her Ecuadorean colleague on Monday."
    assert done.left_out == {
        "negated (name it with --status to have it)": 1,
        "possible (name it with --status to have it)": 2,
        "without a CAMEO code": 1,
    }


def test_what_only_may_happen_is_exported_where_it_is_asked_for(export_text: Any) -> None:
    text, done = export_text("cameo", status="possible", source="The Wire")
    assert [line.split("\t")[:4] for line in text.splitlines()] == [
        ["20190305", "ECU", "", "087"],
        ["20190305", "PER", "", "138"],
    ]
    assert done.left_out == {}


def test_one_a_day_keeps_the_first_of_day_dyad_and_code(export_text: Any) -> None:
    _, every = export_text("cameo")
    text, done = export_text("cameo", one_a_day=True)
    keys = [tuple(line.split("\t")[:4]) for line in text.splitlines()]
    assert len(keys) == len(set(keys)) == done.written
    assert done.written + done.left_out["the same day, dyad and code"] == every.written
    assert keys.count(("20190304", "PER", "ECU", "040")) == 1


def test_a_dyad_is_between_the_parties_asked_for(export_text: Any) -> None:
    text, _ = export_text("cameo", party=["ECU", "PER"], source="The Wire", type="REJECT")
    assert [line.split("\t")[1:4] for line in text.splitlines()] == [["ECU", "PER", "120"]]
    text, _ = export_text("cameo", party="PER")
    assert all("PER" in line.split("\t")[1:3] for line in text.splitlines())


@pytest.mark.parametrize("form", ["cameo", "icews", "gdelt", "gdelt1"])
def test_hostile_text_breaks_no_line_and_no_column(export_text: Any, form: str) -> None:
    text, _ = export_text(form, source='the "wire"\t& co')
    lines = text.split("\n")[:-1]
    assert text.splitlines() == lines
    assert len({line.count("\t") for line in lines}) == 1
    strict = list(csv.reader(io.StringIO(text), dialect="excel-tab", strict=True))
    assert {len(row) for row in strict} == {lines[0].count("\t") + 1}
    assert " ".join(NAME.replace("\x02", "").split()) in {value for row in strict for value in row}


def test_icews_has_its_columns_and_words(export_text: Any) -> None:
    text, done = export_text("icews", source="The Wire", type="CONSULT", status="actual")
    found = table(text)
    assert tuple(found.columns) == icews.COLUMNS
    assert len(found.columns) == 20
    first = found.iloc[0]
    assert first["Source Name"] == "Peru"
    assert (first["Source Sectors"], first["Source Country"]) == ("Government", "Peru")
    assert (first["Event Date"], first["Event Text"], first["CAMEO Code"]) == ("2019-03-04", "Consult", "040")
    assert (first["City"], first["Country"], first["Latitude"]) == ("Cuenca", "Ecuador", "-2.9")
    assert (first["Sentence Number"], first["Publisher"]) == ("2", "The Wire")
    assert found["Event ID"].is_unique
    assert (found["Event ID"].astype("int64") < 2**53).all()
    assert done.written == len(found) == 2


def test_numbers_of_records_are_the_same_in_every_export(export_text: Any) -> None:
    assert export_text("icews") == export_text("icews")
    whole = set(table(export_text("icews")[0])["Event ID"])
    assert set(table(export_text("icews", source="The Wire")[0])["Event ID"]) < whole


@given(st.lists(st.text(), min_size=2, max_size=5))
def test_any_text_comes_back_as_it_was_but_for_white_space_and_controls(values: list[str]) -> None:
    line = tab_line(values)
    assert line.splitlines() == [line[:-1]]
    assert line.count("\t") == len(values) - 1
    assert next(csv.reader(io.StringIO(line), dialect="excel-tab", strict=True)) == [cell(value) for value in values]


def test_the_made_text_is_hostile() -> None:
    assert all(sign in HOSTILE for sign in "\t\r\n\x0b\x85\u2028\"'=&<\\{%")


def gdelt_table(text: str, columns: tuple[str, ...]) -> pd.DataFrame:
    assert all(line.count("\t") == len(columns) - 1 for line in text.splitlines())
    return table(text, columns)


def test_gdelt_has_the_columns_of_both_forms(export_text: Any) -> None:
    assert (len(gdelt.COLUMNS), len(gdelt1.COLUMNS)) == (61, 58)
    found = gdelt_table(export_text("gdelt")[0], gdelt.COLUMNS)
    older = gdelt_table(export_text("gdelt1")[0], gdelt1.COLUMNS)
    shared = [column for column in gdelt1.COLUMNS if column != "DATEADDED"]
    assert found[shared].equals(older[shared])
    assert set(found["DATEADDED"].str.len()) == {14}
    assert set(older["DATEADDED"].str.len()) == {8}
    assert found["GLOBALEVENTID"].is_unique


def test_gdelt_has_a_row_an_occurrence_with_all_that_is_told_of_it(export_text: Any, ledger: Ledger) -> None:
    text, done = export_text("gdelt", type="REJECT", since="2019")
    found = gdelt_table(text, gdelt.COLUMNS)
    sql = (
        "SELECT count(*) AS n, count(DISTINCT report_id) AS reports, count(DISTINCT source) AS sources "
        "FROM occurrence_events JOIN events USING (report_id, n) WHERE type = 'REJECT' "
        "GROUP BY occurrence_id ORDER BY min(published) NULLS LAST, min(report_id)"
    )
    wanted = ledger.query(sql).rows()
    counts = [(int(row["n"]), int(row["sources"]), int(row["reports"])) for row in wanted]
    assert counts[0] == (2, 2, 2)
    numbers = found[["NumMentions", "NumSources", "NumArticles"]].astype(int).values.tolist()
    assert [tuple(row) for row in numbers] == counts[: len(numbers)]
    assert done.written == len(found)
    row = found.iloc[0]
    assert (row["EventCode"], row["EventBaseCode"], row["EventRootCode"], row["QuadClass"]) == ("120", "120", "12", "3")
    assert (row["SQLDATE"], row["MonthYear"], row["Year"]) == ("20190305", "201903", "2019")
    assert row["FractionDate"] == f"{2019 + 65 / 365:.4f}"
    assert (row["Actor1Code"], row["Actor1CountryCode"], row["Actor2Name"]) == ("ECU", "ECU", "Peru")
    assert row["GoldsteinScale"] == "-4.0"


def test_gdelt_merges_what_the_other_tables_repeat(export_text: Any) -> None:
    _, done = export_text("gdelt")
    _, every = export_text("cameo")
    assert done.left_out["told before, merged into one occurrence"] + done.written == every.written
    assert done.written < every.written
