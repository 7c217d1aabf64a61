"""Search finds what it should, says where, and is never broken by what somebody types."""

import re
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_ledger import add, row, several

from dragoman.errors import LedgerError, QueryError
from dragoman.ledger.search_words import SNIPPET, TOKENS, expression, snippets
from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Ledger:
    return several(tmp_path_factory.mktemp("search") / "ledger")


@pytest.mark.parametrize(
    ("words", "there"),
    [
        ("border deal", True),
        ("BORDER   Deals", True),
        ("resumed", True),
        ("bridge nowhere", False),
        ('"border deal"', True),
        ('"deal border"', False),
        ("nowhere OR bridge", True),
        ("bridge AND guards", True),
        ("bridge -guards", False),
        ("bridge -nowhere", True),
        ("bridge NOT guards", False),
        ("nowhere border OR guards bridge", True),
        ("Ecuad*", True),
        ("Ecuad", False),
        ('"open the bridge', True),
        ("NEAR(bridge guards)", False),
        ("“open the bridge”", True),
        ("bridge:", True),
        ("- bridge —", True),
    ],
)
def test_words_phrases_and_operators(ledger: Ledger, words: str, there: bool) -> None:
    assert len(ledger.search(words)) == (8 if there else 0)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=40) | st.text("ab \"*-^:(){}+NEARORANDT'", max_size=25))
@settings(deadline=None, max_examples=200)
def test_whatever_is_typed_is_a_search_or_an_error_of_ours(words: str) -> None:
    try:
        match = expression(words)
    except QueryError:
        return
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(a, b, tokenize='{TOKENS}')")
        assert connection.execute("SELECT * FROM t WHERE t MATCH ?", (match,)).fetchall() == []
        assert connection.execute("SELECT * FROM t WHERE t MATCH '{a} : (' || ? || ')'", (match,)).fetchall() == []
    connection.close()


@given(st.text(alphabet=st.sampled_from("ab c\x02\x03\n\u0301\U0001f60e"), max_size=600))
@settings(deadline=None, max_examples=100)
def test_a_snippet_is_where_it_says(text: str) -> None:
    (found,) = snippets(expression("ab"), [text])
    assert 0 <= found.start <= found.end <= len(text)
    for start, end in found.marks:
        assert found.start <= start < end <= found.end
        assert re.fullmatch("a\u0301*b\u0301*", text[start:end])


def test_a_snippet_has_the_place_with_most_of_the_words() -> None:
    text = "peace. " + "nothing " * 100 + "then peace and more talks, talks of peace, were held " + "nothing " * 100
    (found,) = snippets(expression("peace talks"), [text])
    assert [text[start:end] for start, end in found.marks] == ["peace", "talks", "talks", "peace"]
    assert found.end - found.start <= SNIPPET + 20
    assert not text[found.start - 1].strip()


def test_what_is_found_has_its_place_in_the_report(ledger: Ledger) -> None:
    for kind in ("reports", "statements"):
        found = ledger.search("bridge guards", kind).rows()
        assert len(found) == 8
        for hit in found:
            text = ledger.text(hit["report_id"]) or ""
            assert text[hit["snippet_start"] : hit["snippet_end"]] == hit["snippet"]
            assert {text[mark["start"] : mark["end"]].lower() for mark in hit["marks"]} >= {"bridge", "guards"}
            assert hit["score"] > 0
    (hit, *_) = ledger.search("bridge", "statements", speaker="Ana Ruiz").rows()
    assert (hit["speaker_name"], hit["n"], hit["title"]) == ("Ana Ruiz", 0, hit["title"])


def test_titles(ledger: Ledger) -> None:
    assert len(ledger.search("deal", "titles")) == 6
    (hit,) = ledger.search("quotes", kind="titles").rows()
    assert [hit["title"][mark["start"] : mark["end"]] for mark in hit["marks"]] == ["Quotes"]
    assert len(ledger.search("resume", "titles")) == 0


def test_the_best_come_first_and_filters_hold(ledger: Ledger) -> None:
    scores = [hit["score"] for hit in ledger.search("again OR border")]
    assert scores == sorted(scores, reverse=True)
    assert ledger.search("again OR border").rows()[0]["snippet"].startswith("Again. ")
    assert len(ledger.search("border", limit=2)) == 2
    assert len(ledger.search("border", since="2019-02", until="2019-02", source="The Wire")) == 2
    assert len(ledger.search("border", actors=["Peru", "ECU"])) == 8
    assert ledger.search("nothing of the kind").columns == ledger.search("border").columns


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (("-bridge",), "the search '-bridge' names no word to look for"),
        (("",), "names no word"),
        (("— ! *",), "names no word"),
        (("bridge OR -guards",), "names no word"),
        (("bridge", "events"), "kind='events': there is no such kind; there are reports, statements, titles"),
        (("bridge", "reports", 0), "limit=0: it is a number of rows"),
    ],
)
def test_what_is_no_search_is_an_error(ledger: Ledger, given: tuple[Any, ...], message: str) -> None:
    with pytest.raises(QueryError, match=message):
        ledger.search(*given)


def test_the_index_follows_the_ledger(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True)
    add(ledger, row(head="Armistice. ", date="2019-01-01"))
    assert len(ledger.search("armistice")) == 1
    add(
        ledger,
        row(head="Armistice again. ", date="2019-01-02"),
        row(head="Armistice. ", date="2019-01-01", version="2"),
    )
    assert len(ledger.search("armistice")) == 2
    assert len(ledger.search("bridge", "statements")) == 2
    assert len(Ledger(ledger.path, as_of=1).search("armistice")) == 1


def test_an_index_that_is_damaged_says_so(tmp_path: Path) -> None:
    ledger = several(tmp_path / "ledger")
    assert len(ledger.search("bridge")) == 8
    (index,) = (ledger.path / "cache").glob("words-*.sqlite")
    for file in (ledger.path / "cache").glob("words-*"):
        file.unlink()
    index.write_bytes(b"this is no database, however long it is looked at" * 100)
    with pytest.raises(LedgerError, match="delete it, and it is made anew"):
        ledger.search("bridge").rows()
    index.unlink()
    assert len(ledger.search("bridge")) == 8


def test_without_texts_only_titles_are_searched(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger", create=True, keep_text=False)
    add(ledger, row(date="2019-01-01"))
    for kind in ("reports", "statements"):
        with pytest.raises(QueryError, match=f"keeps no texts, so its {kind} cannot be searched; its titles can"):
            ledger.search("bridge", kind)
    assert len(ledger.search("border", "titles")) == 1
    assert len(ledger.search("bridge", "titles")) == 0
    (index,) = (ledger.path / "cache").glob("words-*.sqlite")
    with sqlite3.connect(index) as connection:
        assert connection.execute("SELECT count(*) FROM report_words WHERE report_words MATCH 'bridge'").fetchone() == (
            0,
        )
        assert connection.execute("SELECT count(*) FROM statements").fetchone() == (0,)
    connection.close()
