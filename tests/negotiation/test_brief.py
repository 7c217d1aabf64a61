"""The brief: every sentence carries its sources, in every form, and hostile words stay words."""

import re
from pathlib import Path

import pytest
from lxml import html as lxml_html
from markdown_it import MarkdownIt

from dragoman.errors import QueryError
from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation
from dragoman.negotiation.brief import NOT_STATED, Brief, Sentence, all_sentences
from dragoman.show import brief_files
from dragoman.show.brief_pages import html, markdown, typst_source

HOSTILE = '<script>alert(1)</script> [x](javascript:1) #eval("1") $x$ *b* `c` {{ 7*7 }} @ref \\ | ‮evil'


@pytest.fixture(scope="module")
def brief(ledger: Ledger) -> Brief:
    return Negotiation(ledger, ["GRC", "MKD"]).brief("2019-01-01")


def test_every_sentence_rests_on_reports_that_are_listed(brief: Brief) -> None:
    listed = {source.number for source in brief.sources}
    sentences = [sentence for sentence in all_sentences(brief) if not sentence.text.startswith("This rests on")]
    assert len(sentences) > 20
    assert all(sentence.sources and set(sentence.sources) <= listed for sentence in sentences)


def test_what_is_new_is_only_what_came_after_the_day(brief: Brief) -> None:
    new = next(section for section in brief.sections if section.id == "changed")
    dates = {source.number: source.date or "" for source in brief.sources}
    assert new.sentences
    assert all(max(dates[n] for n in sentence.sources) > "2019-01-01" for sentence in new.sentences)


def test_a_part_that_the_reports_are_silent_on_says_so(ledger: Ledger) -> None:
    quiet = Negotiation(ledger, ["RUS", "GRC"]).brief()
    empty = [section.heading for section in quiet.sections if not section.sentences]
    assert empty
    assert markdown(quiet).count(NOT_STATED) >= len(empty)
    assert html(quiet).count(NOT_STATED) >= len(empty)


def test_markdown_is_read_by_a_reader_of_markdown(brief: Brief) -> None:
    tokens = MarkdownIt("commonmark").enable("table").parse(markdown(brief))
    headings = [tokens[i + 1].content for i, token in enumerate(tokens) if token.type == "heading_open"]
    assert "Sources" in headings
    assert sum(token.type == "tr_open" for token in tokens) == len(brief.positions) + 1


def test_the_page_links_every_number_to_its_source(brief: Brief) -> None:
    page = lxml_html.fromstring(html(brief))
    targets = {each.get("id") for each in page.xpath("//li[@id]")}
    links = {each.get("href").removeprefix("#") for each in page.xpath("//a[@href]")}
    assert links
    assert links <= targets
    assert not page.xpath("//script")


@pytest.mark.parametrize("ending", [".md", ".html", ".pdf"])
def test_files_of_each_form(brief: Brief, tmp_path: Path, ending: str) -> None:
    out = tmp_path / f"brief{ending}"
    brief_files.write(brief, out)
    assert out.stat().st_size > 3000
    if ending == ".pdf":
        assert out.read_bytes().startswith(b"%PDF-")


def test_an_unknown_ending_is_refused(brief: Brief, tmp_path: Path) -> None:
    with pytest.raises(QueryError, match=r"\.md, \.html, \.pdf"):
        brief_files.write(brief, tmp_path / "brief.docx")


def test_hostile_words_stay_words(brief: Brief, tmp_path: Path) -> None:
    sentence = Sentence(text=HOSTILE, quote=HOSTILE, sources=(1,))
    section = brief.sections[0].model_copy(update={"sentences": (sentence,)})
    source = brief.sources[0].model_copy(update={"title": HOSTILE, "source": HOSTILE})
    hostile = brief.model_copy(update={"title": HOSTILE, "sections": (section,), "sources": (source,)})
    page = html(hostile)
    assert "<script>" not in page
    assert "‮" not in page
    rendered = MarkdownIt("commonmark").enable("table").render(markdown(hostile))
    assert "<script>" not in rendered
    assert "javascript:1</a>" not in rendered
    assert not re.search(r'href="javascript', rendered)
    assert not re.search(r"(?<!\\)#eval", typst_source(hostile))
    brief_files.write(hostile, tmp_path / "hostile.pdf")
    assert (tmp_path / "hostile.pdf").read_bytes().startswith(b"%PDF-")
