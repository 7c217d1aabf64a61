"""The flat views as CSV and Parquet, opened by pandas, pyarrow and the csv module."""

import csv
import json
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from made_for_exports import NAME, TITLE

from dragoman.ledger.exports import export
from dragoman.ledger.queries import all_views
from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def folder(ledger: Ledger, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("views")
    for form in ("csv", "parquet"):
        done = export(ledger, form, path / form)
        assert done.written > 80
    return path


def test_there_is_a_file_a_view_with_its_columns(folder: Path, ledger: Ledger) -> None:
    for suffix in ("csv", "parquet"):
        assert {path.stem for path in (folder / suffix).iterdir()} == set(all_views())
    for name in all_views():
        columns = ledger.query(f"SELECT * FROM {name}").columns
        assert pq.read_schema(folder / "parquet" / f"{name}.parquet").names == columns
        assert list(pd.read_csv(folder / "csv" / f"{name}.csv", nrows=0)) == columns


def test_parquet_holds_what_the_view_gives(folder: Path, ledger: Ledger) -> None:
    for name in ("reports", "events", "actors", "meetings"):
        wanted = ledger.query(f"SELECT * FROM {name} ORDER BY published, report_id{', n' * (name != 'reports')}").rows()
        assert pq.read_table(folder / "parquet" / f"{name}.parquet").to_pylist() == wanted
    frame = pd.read_parquet(folder / "parquet" / "events.parquet")
    assert list(frame["actors"][0]) == ["PER", "ECU"]


def test_csv_gives_every_text_back_as_it_is(folder: Path, ledger: Ledger) -> None:
    frame = pd.read_csv(folder / "csv" / "reports.csv", dtype=str, lineterminator="\n")
    wanted = ledger.query("SELECT * FROM reports ORDER BY published, report_id").rows()
    assert frame["report_id"].tolist() == [row["report_id"] for row in wanted]
    assert [value for value in frame["title"] if not pd.isna(value)] == [row["title"] for row in wanted if row["title"]]
    with (folder / "csv" / "reports.csv").open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file, strict=True))
    assert [row["text"] for row in read] == [row["text"] for row in wanted]
    assert TITLE in [row["title"] for row in read]


def test_lists_in_csv_are_json(folder: Path) -> None:
    frame = pd.read_csv(folder / "csv" / "events.csv")
    parties = [json.loads(value) for value in frame["actors"]]
    assert ["PER", "ECU"] in parties
    assert [NAME, "PER"] in parties
    assert frame["date_from"].dropna().iloc[0] == "2019-03-04"


def test_filters_take_whole_reports(ledger: Ledger, tmp_path: Path) -> None:
    export(ledger, "parquet", tmp_path / "some", party=["ECU", "PER"], type="ASSAULT", source="The Paper", since="2019")
    events = pd.read_parquet(tmp_path / "some" / "events.parquet")
    assert set(events["source"]) == {"The Paper"}
    assert len(events) == 9
    assert len(pd.read_parquet(tmp_path / "some" / "reports.parquet")) == 1
