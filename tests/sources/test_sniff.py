"""What a file is, is told from its content; nothing that can stand in a file makes the telling fail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources import find
from dragoman.sources.sniff import sniff

PROSE = [
    "LIMA, May 3 (The Wire) - Peru, Chile, and Bolivia met, officials said.\n\nThey agreed, in part, on a date.\n",
    "Text, they said, was agreed.\nBody, soul, and treaty: all were on the table.\n",
    "Date: 2004-05-03\nTitle: Talks\n\nThe envoys met, talked, and left.\n",
    "Title\tDate\n\nThe envoys met.\n",
    '"We wait," he said.\n"So do we," she said.\n',
    "{Updated} The envoys met.\n",
    "[Updated] The envoys met.\n",
    "[1] The envoys met; [2] they left.",
    "<The Wire> The envoys met.\n",
    "< 5 per cent; > 3 per cent",
    "# Talks\n\n- one, two\n- three, four\n",
    "BZ and PK are letters.",
    "",
]


@pytest.mark.parametrize("text", PROSE)
@pytest.mark.parametrize(
    "name", ["", "report.txt", "report.md", "report.csv", "report.json", "report.html", "report.xml"]
)
def test_prose_is_prose_whatever_it_is_called(text: str, name: str) -> None:
    assert sniff(text.encode(), name) == "text"


@pytest.mark.parametrize("text", ["Story, by our correspondent\nLIMA, Monday\n", "Content\n\nThey met.\nThey left.\n"])
@pytest.mark.parametrize("name", ["", "report.txt", "report.md", "report.json"])
def test_prose_with_the_word_of_a_column_is_prose(text: str, name: str) -> None:
    assert sniff(text.encode(), name) == "text"


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        ("date,text\n2004-05-03,They met.\n", "table"),
        ("text\tdate\nThey met.\t2004-05-03\n", "table"),
        ('Published;"Full Text"\n2004;"They met; and left."\n', "table"),
        ('{"text": "They met."}\n{"text": "They left."}\n', "json lines"),
        ('{"text": "They met."}', "json"),
        ('{\n  "text": "They met."\n}\n', "json"),
        ('{"text": broken\n{"text": "They left."}\n', "json lines"),
        (' \n[ {"text": "They met."} ]', "json"),
        ("<p>They met.</p>", "html"),
        ("<!-- saved --><!DOCTYPE HTML PUBLIC '-//W3C//DTD HTML 4.01//EN'>\n<HTML lang=en>", "html"),
        ("<?xml version='1.0'?>\n<!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml'>", "html"),
        ("<?xml version='1.0'?><rss version='2.0'>", "feed"),
        ("<feed xmlns='http://www.w3.org/2005/Atom'>", "feed"),
        ("<rdf:RDF xmlns:rdf='x'>", "feed"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><rss>", "feed"),
        ("<Sentences>\n<Sentence date='20040503'>", "petrarch"),
        ("<?xml version='1.0'?><invoice/>", "xml"),
        ("WARC/1.0\r\nWARC-Type: warcinfo", "warc"),
    ],
)
@pytest.mark.parametrize("name", ["", "report.txt", "report.csv", "report.json"])
def test_content_decides(data: str, kind: str, name: str) -> None:
    assert sniff(data.encode(), name) == kind
    if kind != "warc":
        assert sniff(b"\xef\xbb\xbf" + data.encode(), name) == kind
        assert sniff(data.encode("utf-16"), name) == kind
        assert sniff(data.encode("utf-16-le"), name, encoding="utf-16-le") == kind


def test_a_table_without_a_header_is_no_text() -> None:
    rows = b"7,2004-05-03,They met in Quito.\n8,2004-05-04,They left at noon.\n"
    assert (sniff(rows, "a.csv"), sniff(rows, "a.txt")) == ("table", "text")
    (found,) = find(["-"], stdin=b'\xef\xbb\xbf{"text": "Peru and Chile met in Lima on Monday."}\n')
    assert found.report is not None
    assert found.report.text.startswith("Peru")


def test_a_name_breaks_ties() -> None:
    table = b"when,what\n2004,They met.\n2005,They left.\n"
    assert (sniff(table, "a.txt"), sniff(table, "a.csv")) == ("text", "table")
    assert sniff(table, "a.txt", columns=("what",)) == "table"
    page = b"Skip to content <div>They met.</div>"
    assert (sniff(page, "a.txt"), sniff(page, "a.HTML")) == ("text", "html")


WORDS = st.sampled_from(
    ["text", "date", "Text,", "{", '{"', "[", "<", "<p>", "<!--", "<?xml", '"', "\n", "\t", ",", ";", "a b"]
)


@given(st.one_of(st.binary(max_size=400), st.lists(WORDS, max_size=40).map(lambda words: "".join(words).encode())))
@pytest.mark.parametrize("name", ["", "a.csv", "a.json", "a.html", "a.xml"])
def test_telling_never_fails(name: str, data: bytes) -> None:
    assert sniff(data, name, columns=("x",), encoding=None)
    assert sniff(data, name, encoding="utf-16")


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=200))
def test_a_line_of_text_is_no_table(text: str) -> None:
    assert sniff(text.encode(), "a.txt") in ("text", "html", "feed", "petrarch", "xml", "json", "pdf")


@pytest.mark.parametrize(
    "open_mark", ["<!--", "<?", "<!doctype x [", "[" * 50_000, '{"a":' * 10_000, '"' * 60_000, "," * 60_000]
)
def test_hostile_heads_are_told_quickly(open_mark: str) -> None:
    assert sniff((open_mark * (60_000 // len(open_mark))).encode(), "a.csv")
