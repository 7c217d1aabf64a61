"""Pages, feeds and PETRARCH's XML: what they say of a report, and what hostile ones cannot do."""

# ruff: noqa: E501

import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_reports import REPORTS, TEXTS, page, rss

from dragoman.errors import ReportDateError, ReportEmpty, ReportError, SourceError
from dragoman.reader import ReportText
from dragoman.sources import Found, SourceOptions, find
from dragoman.sources.files import About, Loader, read_files
from dragoman.sources.pages import article, decode_page, fragment_text


def found(data: bytes | str) -> list[Found]:
    return list(find(["-"], stdin=data.encode() if isinstance(data, str) else data))


def reports(data: bytes | str) -> list[ReportText]:
    results = found(data)
    assert [str(one.error) for one in results if one.error] == []
    return [one.report for one in results if one.report]


def test_a_page_gives_its_article_with_what_it_states() -> None:
    report = article(page(), "a.html", "http://news.example/3")
    assert report._replace(text="") == REPORTS[0]._replace(text="", source_id=None)
    lines = report.text.split("\n")
    assert lines[-2:] == [TEXTS[0], "The two had last met in March, and they agreed to meet again in June."]
    assert "World" not in report.text
    assert "never shown" not in report.text


def test_nothing_behind_a_null_character_of_a_page_is_lost() -> None:
    broken = page().replace(b"<p>", b"<p>\0\0", 1)
    assert article(broken, "a.html") == article(page(), "a.html")


def test_a_page_without_a_date_has_none() -> None:
    text = "<html><body><article>" + f"<p>{TEXTS[0]} It was on 7 May 2003.</p>" * 3 + "</article></body></html>"
    assert article(text.encode(), "a.html").date is None


def test_a_page_too_short_to_judge_gives_its_text() -> None:
    (report,) = reports(
        "<html><head><title>Talks</title></head><body><p>The envoys met.</p><p>They left.</p></body></html>"
    )
    assert (report.text, report.title) == ("The envoys met.\nThey left.", "Talks")


@pytest.mark.parametrize("data", ["<html></html>", "<p></p>", "<div><script>alert('They met.')</script></div>"])
def test_a_page_without_text_is_an_error(data: str) -> None:
    (one,) = found(data)
    assert isinstance(one.error, ReportEmpty)


@pytest.mark.parametrize(
    "nested", ["<div>" * 20_000, "<b>" * 5_000 + "They met.", "<table><tr><td>" * 3_000, "<p" + " a=b" * 50_000 + ">"]
)
def test_hostile_pages_give_a_report_or_an_error(nested: str) -> None:
    (one,) = found(f"<html><body>{nested}")
    assert one.report or isinstance(one.error, ReportError)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("<meta charset=windows-1251><p>Лавров".encode("cp1251"), None),
        ("<meta http-equiv=Content-Type content='text/html; charset=koi8-r'><p>Лавров".encode("koi8-r"), None),
        ("<p>Лавров".encode("iso8859-5"), "iso-8859-5"),
        ("<meta charset=nonsense><p>Лавров".encode(), "also nonsense"),
        ("<meta charset=utf-8><p>Лавров".encode("utf-16"), None),
    ],
)
def test_the_encoding_of_a_page_is_what_it_states(data: bytes, charset: str | None) -> None:
    assert decode_page(data, "a", charset).endswith("Лавров")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("They &amp; we", "They & we"),
        ("<p>One <b>bold</b> line.</p><p>Two<br>lines.</p>", "One bold line.\nTwo\nlines."),
        ("a<!-- hidden -->b<script>x</script>c", "abc"),
        ("<ul><li>one<li>two</ul>three", "one\ntwo\nthree"),
        ("", ""),
    ],
)
def test_a_piece_of_markup_is_text_block_by_block(markup: str, text: str) -> None:
    assert fragment_text(markup) == text


@given(st.text(st.sampled_from("<>/!-?&;pbr ax='\"\0\n"), max_size=60))
def test_any_markup_is_text_or_nothing(markup: str) -> None:
    assert isinstance(fragment_text(markup), str)


def entry(title: str, body: str, date: str = "Mon, 03 May 2004 23:30:00 -0500", number: int = 3) -> str:
    return (
        f"<item><title>{title}</title><description>{body}</description><pubDate>{date}</pubDate><guid>w-{number}</guid>"
        f"<link>http://news.example/{number}</link></item>"
    )


def test_an_rss_feed_gives_its_entries() -> None:
    data = rss(entry("Title 3", TEXTS[0]) + entry("Title 4", TEXTS[1], "2004-05-04", 4))
    assert reports(data) == list(REPORTS)


def test_an_atom_feed_gives_content_before_summary() -> None:
    data = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Wire</title><entry><id>w-3</id><title>Title 3</title>
      <summary>Short.</summary><content type="html">&lt;p&gt;{TEXTS[0]}&lt;/p&gt;</content>
      <published>2004-05-03T23:00:00-05:00</published><updated>2004-06-01T00:00:00Z</updated>
      <link href="http://news.example/3"/></entry></feed>"""
    assert reports(data) == [REPORTS[0]]


def test_an_entry_that_is_only_a_headline_is_that_headline() -> None:
    (report,) = reports(rss("<item><title>Envoys of Peru and Chile meet in Lima</title></item>"))
    assert (report.text, report.date) == ("Envoys of Peru and Chile meet in Lima", None)


def test_bad_entries_are_errors_of_their_own_and_what_follows_a_break_is_one() -> None:
    data = rss(entry("a", TEXTS[0], "03/04/2004") + "<item></item>" + entry("Title 4", TEXTS[1], "4 May 2004", 4))
    date, empty, good = found(data)
    assert isinstance(date.error, ReportDateError)
    assert isinstance(empty.error, ReportEmpty)
    assert good.report == REPORTS[1]
    *first, broken = found(data[: data.index(b"</channel>")])
    assert len(first) == 3
    assert isinstance(broken.error, SourceError)
    assert "breaks off" in str(broken.error)


LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a0 'lol'>" + "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12)) + "]>"
)


@pytest.mark.parametrize("root", ["feed", "petrarch"])
def test_entities_are_never_blown_up_and_no_file_is_opened(root: str, tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("the secret of the envoys")
    outside = f"<!DOCTYPE x [<!ENTITY secret SYSTEM '{secret.as_uri()}'>]>"
    for head, entity in ((LAUGHS, "&a11;"), (outside, "&secret;")):
        if root == "feed":
            data = rss(f"<item><title>Talks</title><description>{TEXTS[0]} {entity}</description></item>", head)
        else:
            data = f"<?xml version='1.0'?>{head}<Sentences><Sentence><Text>{TEXTS[0]} {entity}</Text></Sentence></Sentences>".encode()
        for one in found(data):
            assert one.error is None or isinstance(one.error, ReportError)
            assert one.report is None or ("secret of" not in one.report.text and len(one.report.text) < 1_000)


SENTENCES = f"""<Sentences>
<Sentence date = "20040503" id = "w-3" source = "The Wire" sentence = "True">
<Text>
{TEXTS[0]}
</Text>
<Parse>(ROOT (S))</Parse></Sentence>
<Sentence date="20041301" id="w-9" source="The Wire"><Text>They met.</Text></Sentence>
<Sentence date="20040503" id="w-8"><Parse/></Sentence>
<Sentence date="20040504" id="w-4" source="The Wire"><Text>{TEXTS[1].replace("a spokesman", "a spokesman, AT&amp;T,")}</Text></Sentence>
</Sentences>"""


def test_sentences_of_petrarch_are_reports() -> None:
    first, date, empty, last = found(SENTENCES)
    assert first.report == REPORTS[0]._replace(title=None, url=None)
    assert isinstance(date.error, ReportDateError)
    assert isinstance(empty.error, ReportEmpty)
    assert last.report is not None
    assert "AT&T" in last.report.text
    assert [one.location.position for one in (first, date, empty, last)] == [0, 1, 2, 3]


def test_articles_and_stories_are_reports() -> None:
    (report,) = reports(
        f"<Articles><Article date='20040503' id='w-3' source='The Wire'><Text>{TEXTS[0]}</Text></Article></Articles>"
    )
    assert report == REPORTS[0]._replace(title=None, url=None)
    inner = "".join(f"<Sentence date='20040503' source='The Wire'><Text>{text}</Text></Sentence>" for text in TEXTS)
    (report,) = reports(f"<Stories><Story id='w-3'>{inner}</Story></Stories>")
    assert report == ReportText("\n".join(TEXTS), "2004-05-03", None, "The Wire", "w-3")


def test_broken_xml_gives_what_stands_before_the_break() -> None:
    *whole, broken = found(SENTENCES[: SENTENCES.index("Chile refused")])
    assert whole[0].report is not None
    assert isinstance(broken.error, SourceError)


def test_unescaped_signs_are_read_as_they_are() -> None:
    (report,) = reports(
        f"<Sentences><Sentence date='20040503'><Text>{TEXTS[0]} R&D costs.</Text></Sentence></Sentences>"
    )
    assert report.text.startswith(TEXTS[0])


def test_pages_and_petrarch_are_files_of_the_reader_too(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(page())
    report = Loader(About(source="Elsewhere")).load(tmp_path / "a.html")
    assert (report.date, report.title, report.source) == ("2004-05-03", "Title 3", "Elsewhere")
    assert Loader().from_bytes(page(), "standard input").text == report.text
    (tmp_path / "b.xml").write_text(SENTENCES)
    results = list(Loader(About(date=dt.date(2004, 6, 1))).load_all(tmp_path / "b.xml"))
    assert [one.name.rpartition("/")[2] for one in results] == [f"b.xml#{n}" for n in range(4)]
    assert [one.report is not None for one in results] == [True, False, False, True]
    assert results[0].report is not None
    assert results[0].report.date == "2004-06-01"


def test_prose_that_looks_like_markup_stays_as_it_is(tmp_path: Path) -> None:
    text = "<The Wire> The envoys met & left <b>late</b>.\n"
    (tmp_path / "a.txt").write_text(text)
    assert Loader().load(tmp_path / "a.txt").text == text
    assert [one.report.text for one in find([tmp_path], SourceOptions()) if one.report] == [text]


def test_the_reader_reads_a_page(tmp_path: Path) -> None:
    from dragoman.reader import Reader

    (tmp_path / "a.html").write_bytes(page())
    (one,) = read_files(Reader(engine="rules"), [tmp_path / "a.html"], Loader())
    assert one.reading is not None
    assert one.reading.report.date == "2004-05-03"


def test_each_sentence_of_petrarch_is_written_to_a_file_of_its_own(tmp_path: Path) -> None:
    from dragoman.reader import Reader
    from dragoman.show.write import write_json

    (tmp_path / "b.xml").write_text(SENTENCES)
    results = write_json(read_files(Reader(engine="rules"), [tmp_path / "b.xml"], Loader()), tmp_path / "out")
    assert [one.reading is not None for one in results] == [True, False, False, True]
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["b-0.json", "b-3.json"]
