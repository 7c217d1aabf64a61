"""Words and filters over every kind of record, and how many there are of each sort."""

from pathlib import Path

import pytest
from made_ledger import add, row

from dragoman.errors import QueryError
from dragoman.ledger.browse import KINDS, Browser, Kind, Question, marked, of_kind
from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Browser:
    ledger = Ledger(tmp_path_factory.mktemp("browse") / "led", create=True)
    add(
        ledger,
        row(date="2019-03-05", source="The Wire"),
        row(date="2019-03-07", source="The Paper", head="Floods in Quito.\n"),
        row(date=None, source="The Paper", head="Undated.\n"),
    )
    return Browser(ledger)


def facets(browser: Browser, question: Question) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for facet in browser.counts(question).facets:
        found.setdefault(facet.name, {})[facet.value] = facet.records
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_rows_are_as_many_as_are_counted(browser: Browser, kind: Kind) -> None:
    for question in (Question(kind), Question(kind, "bridge"), Question(kind, source=("The Paper",), until="2020")):
        counted = browser.counts(question)
        rows = browser.rows(question, "best", limit=1000)
        assert len(rows) == counted.total > 0
        assert len(browser.answer(question, "newest", 1000)) == counted.total
        sources = facets(browser, question).get("source", {})
        assert sum(sources.values()) == counted.total


@pytest.mark.parametrize("kind", KINDS)
def test_the_count_of_a_facet_is_what_its_filter_gives(browser: Browser, kind: Kind) -> None:
    for facet in browser.counts(Question(kind)).facets:
        if facet.name == "year":
            asked = Question(kind, since=facet.value, until=facet.value)
        elif facet.name == "anonymous":
            asked = Question(kind, anonymous=facet.value == "true")
        elif facet.name == "issue":
            asked = Question(kind, issue=facet.value)
        else:
            asked = Question(kind, **{facet.name: (facet.value,)})  # type: ignore[arg-type]
        assert browser.counts(asked).total >= facet.records, facet
        if facet.name not in ("issue", "year"):
            assert browser.counts(asked).total == facet.records, facet


def test_pages_follow_each_other(browser: Browser) -> None:
    question = Question("events")
    whole = [(row["report_id"], row["n"]) for row in browser.rows(question, "newest", 100)]
    parts = [
        (row["report_id"], row["n"])
        for offset in range(0, len(whole), 4)
        for row in browser.rows(question, "newest", 4, offset)
    ]
    assert parts == whole
    days = [row["day"] for row in browser.rows(question, "oldest", 100)]
    assert [day for day in days if day] == sorted(day for day in days if day)


def test_a_search_finds_reports_by_their_words_and_records_by_their_report(browser: Browser) -> None:
    assert browser.counts(Question("reports", "floods")).total == 1
    assert {row["published"].isoformat() for row in browser.rows(Question("events", "floods"))} == {"2019-03-07"}
    assert browser.counts(Question("statements", "floods")).total == 0


def test_acts_of_reports_and_statements(browser: Browser) -> None:
    assert browser.counts(Question("reports", type=("CONSULT",), party=("PER", "ECU"))).total == 3
    assert browser.counts(Question("reports", type=("AID",))).total == 0
    assert browser.counts(Question("statements", type=("CONSULT",))).total == 3
    assert browser.counts(Question("events", type=("CONSULT",), anonymous=False)).total == 3


def test_filters_that_a_kind_does_not_have_are_named(browser: Browser) -> None:
    asked = Question("meetings", type=("AID",), status=("planned", "actual"))
    assert asked.unfit == ("type",)
    assert of_kind(asked, "meetings") == Question("meetings", status=("planned",))
    assert of_kind(asked, "conditions") == Question("conditions")


def test_report_ids_and_texts(browser: Browser) -> None:
    ids = browser.report_ids(Question("events", "floods"), 10)
    assert len(ids) == 1
    (text,) = browser.texts(ids).values()
    runs = marked("flood* bridge", {"it": text})["it"]
    assert next(words for words, found in runs if found) == "Floods"
    assert "".join(words for words, _ in runs).removesuffix(" …") in text


def test_what_there_is_not(browser: Browser) -> None:
    for question, words in (
        (Question("events", party=("Atlantis",)), "Atlantis"),
        (Question("events", type=("DANCE",)), "DANCE"),
        (Question("events", since="soon"), "soon"),
        (Question("reports", words="-"), "names no word"),
        (Question("dances"), "dances"),  # type: ignore[arg-type]
    ):
        with pytest.raises(QueryError, match=words):
            browser.counts(question)
    with pytest.raises(QueryError, match="sideways"):
        browser.rows(Question(), "sideways")  # type: ignore[arg-type]


def test_a_ledger_without_texts_is_searched_by_title(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "led", create=True, keep_text=False)
    add(ledger, row(tmp_path, title="Floods again"))
    browser = Browser(ledger)
    assert browser.counts(Question("statements", "floods")).total > 0
    assert browser.counts(Question("statements", "bridge")).total == 0
