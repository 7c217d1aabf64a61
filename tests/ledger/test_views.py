"""The views are what their documentation says, and show no text that the ledger does not keep."""

from pathlib import Path

import pyarrow as pa
import pytest
from made_ledger import HEAD, add, row, several

from dragoman.ledger.columns import flat_views
from dragoman.ledger.columns_page import page
from dragoman.ledger.columns_words import VIEWS_ARE, WORDS
from dragoman.ledger.occurrences import OCCURRENCE_EVENTS, OCCURRENCES
from dragoman.ledger.queries import all_views
from dragoman.ledger.queries_filters import FILTERS, filters_of
from dragoman.ledger.store import Ledger
from dragoman.ledger.stories import STORIES
from dragoman.records import KINDS, Negotiation
from made_reading import TEXT

DOCS = Path(__file__).resolve().parents[2] / "docs"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("views") / "ledger")


def test_the_page_is_that_of_today() -> None:
    made = (DOCS / "views.md").read_text(encoding="utf-8")
    assert made == page(), "run: python -m dragoman.ledger.columns_page > docs/views.md"


def test_every_kind_of_record_has_a_view() -> None:
    assert set(flat_views()) == {"reports", *KINDS, *Negotiation.model_fields}


def test_every_view_and_column_is_described() -> None:
    assert set(VIEWS_ARE) == set(all_views())
    assert [(v.name, c.name) for v in all_views().values() for c in v.columns if len(c.about) < 4] == []


def test_no_field_is_described_that_there_is_not() -> None:
    from dragoman import records
    from dragoman.sources.found import Location

    known = {f"Location.{name}" for name in Location._fields}
    for model in vars(records).values():
        if isinstance(model, type) and issubclass(model, records.Model):
            known |= {f"{model.__name__}.{name}" for name in model.model_fields}
    assert set(WORDS) - known == set()


@pytest.mark.parametrize("view", all_views())
def test_a_view_has_the_columns_and_types_that_are_written(ledger: Ledger, view: str) -> None:
    ledger.query(f"SELECT * FROM {view}")
    described = ledger.query(f"DESCRIBE {view}").rows()
    types = {"published": "DATE"}
    assert [(r["column_name"], r["column_type"].replace('"', "")) for r in described] == [
        (c.name, types.get(c.name, c.type).replace('"', "")) for c in all_views()[view].columns
    ]


@pytest.mark.parametrize(
    ("view", "schema"), [("stories", STORIES), ("occurrences", OCCURRENCES), ("occurrence_events", OCCURRENCE_EVENTS)]
)
def test_what_is_computed_has_the_columns_that_are_written(ledger: Ledger, view: str, schema: pa.Schema) -> None:
    assert list(all_views()[view].names) == schema.names
    assert ledger.query(f"SELECT * FROM {view}").columns == schema.names


def test_filters_name_columns_that_there_are() -> None:
    assert set(FILTERS) == {*flat_views(), "occurrences"}
    for view in FILTERS:
        for name, known in filters_of(view).items():
            assert set(known.columns) <= set(all_views()[view].names), (view, name)


def test_occurrences_and_stories_count_what_they_are_of(ledger: Ledger) -> None:
    events = ledger.query("SELECT count(*) AS n FROM events").rows()[0]["n"]
    joined = "SELECT count(*) AS n FROM occurrence_events JOIN events USING (report_id, n)"
    assert ledger.query(joined).rows() == [{"n": events}]
    assert ledger.query("SELECT sum(events) AS n FROM occurrences").rows() == [{"n": events}]
    assert ledger.query("SELECT count(*) AS n FROM stories JOIN reports USING (report_id)").rows() == [{"n": 8}]


def test_what_is_computed_follows_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    add(ledger, row(date="2019-01-01"))
    assert len(ledger.query("SELECT * FROM stories")) == 1
    add(ledger, row(date="2019-05-02"))
    assert len(ledger.query("SELECT * FROM Stories")) == 2
    assert len(Ledger(ledger.path, as_of=1).query("SELECT * FROM stories")) == 1


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    """A ledger without texts, of reports that still stand where they stood, and one that does not."""
    folder = tmp_path_factory.mktemp("bare")
    ledger = Ledger(folder / "ledger", create=True, keep_text=False)
    add(ledger, *(row(folder, head=head, date=day) for head, day in (("", "2019-03-05"), (HEAD, "2019-03-06"))))
    add(ledger, row(date="2020-01-01"))
    return ledger


def test_texts_that_are_not_kept_come_from_the_source(bare: Ledger) -> None:
    there = [r for r in bare.readings() if r.report.date != "2020-01-01"]
    assert {(s.text, s.made_by.cue and s.made_by.cue.text) for r in there for s in r.statements} == {
        (r["text"], r["rule_cue_text"]) for r in bare.statements(until="2019").rows()
    }
    assert bare.conditions(until="2019").rows()[0]["consequent_text"] == "We will open the bridge"
    assert bare.meetings(until="2019").rows()[0]["evidence"][0]["text"] == "met"
    event = bare.events(until="2019", type="CONSULT", status="actual").rows()[0]
    assert [ground["cue"] and ground["cue"]["text"] for ground in event["grounds"]] == ["met", None]
    assert bare.own_events(until="2019").rows()[0]["votes"][0]["why"].startswith("We will open the bridge")
    assert bare.query("SELECT text FROM reports WHERE published = '2019-03-06'").rows() == [{"text": HEAD + TEXT}]
    assert len(bare.events(text="OPEN THE")) == 2


def test_a_text_that_is_gone_is_null(bare: Ledger) -> None:
    found = bare.query("SELECT text, cue_text, speaker_code FROM statements WHERE published = '2020-01-01'").rows()
    assert found == [{"text": None, "cue_text": None, "speaker_code": code} for code in ("PER", "ECU")]


def test_no_text_comes_into_the_cache(bare: Ledger) -> None:
    for view in all_views():
        bare.query(f"SELECT * FROM {view}").rows()
    bare.search("border", kind="titles").rows()
    kept = [path for path in (bare.path / "cache").rglob("*") if path.is_file()]
    assert len(kept) > len(flat_views())
    for path in kept:
        data = path.read_bytes()
        if path.suffix == ".parquet":
            data = str(pa.parquet.read_table(path).to_pylist()).encode()
        for words in (b"open the bridge", b"pulls back", b"edge towards", b"had crossed", b"'met'"):
            assert words not in data, path
