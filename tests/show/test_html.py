"""The page of a reading: whole, linked both ways, and closed to anything that a report's text tries."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from pydantic import BaseModel

from dragoman.language import find_paragraphs
from dragoman.records import Reading
from dragoman.show.html import page
from dragoman.show.marks import marks
from dragoman.show.visible import visible
from made_reading import TEXT, empty, made

VOID = {"meta", "input", "br", "link", "img"}
TAGS = {
    "html", "head", "meta", "title", "style", "body", "a", "header", "p", "h1", "bdi", "span", "div", "main", "label",
    "fieldset", "legend", "input", "article", "aside", "nav", "section", "h2", "ol", "li", "code", "footer", "kbd",
    "script",
}  # fmt: skip
ATTACKS = [
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</title><svg onload=alert(1)>",
    '"><img src=x onerror=alert(1)>',
    "' onmouseover='alert(1)",
    "</style><style>*{display:none}</style>",
    "<!-- --><![CDATA[x]]><?php ?>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt; &amp;amp; &#x3c;",
    "\u202egnp.exe\u2066hidden\u2069",
    "a\x00b\x1b[31mc",
    "<a href='data:text/html,<script>alert(1)</script>'>x</a>",
    "\ud83d lone",
]


class Parsed(HTMLParser):
    """The page as elements (tag, attributes), and the text in each of `article p`, `script`, `style`, `title`."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.paragraphs: list[str] = []
        self.raw: dict[str, str] = {"script": "", "style": "", "title": "", "h1": "", "aside": ""}
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag == "p" and "article" in self.open:
            self.paragraphs.append("")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag, "the elements nest"

    def handle_data(self, data: str) -> None:
        if "article" in self.open and "p" in self.open:
            self.paragraphs[-1] += data
        for name in self.raw:
            if name in self.open:
                self.raw[name] += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        return [attributes for name, attributes in self.elements if name == tag]


def paragraphs(text: str) -> list[str]:
    return [visible(text[start:end]) for start, end in find_paragraphs(text)]


@pytest.fixture(scope="module")
def parsed() -> Parsed:
    return Parsed(page(made(url="https://example.org/a?b=1&c=2"), TEXT))


def test_the_text_is_all_there_and_unchanged(parsed: Parsed) -> None:
    assert parsed.paragraphs == paragraphs(TEXT)


def test_every_piece_of_evidence_is_marked_with_its_records(parsed: Parsed) -> None:
    marked = {record for a in parsed.all("a") for record in (a.get("data-r") or "").split()}
    assert marked == {mark.id for mark in marks(made())}


def test_links_lead_somewhere_and_ids_are_unique(parsed: Parsed) -> None:
    ids = [attributes["id"] for _, attributes in parsed.elements if attributes.get("id")]
    assert len(ids) == len(set(ids))
    for a in parsed.all("a"):
        href = a["href"] or ""
        assert href == "https://example.org/a?b=1&c=2" or href[1:] in ids
    assert {mark.id for mark in marks(made())} <= set(ids)


def test_each_record_leads_back_to_its_words() -> None:
    html = page(made(), TEXT)
    entry = html[html.index('id="places-1"') :]
    place = re.search(r'href="#(p\d+)"', entry)
    assert place
    assert re.search(rf'<a class="m" id="{place[1]}"[^>]*><span class="l-places">Cuenca</span></a>', html)


def test_only_where_a_record_begins_does_tab_stop(parsed: Parsed) -> None:
    stops = [a for a in parsed.all("a") if a.get("class", "").startswith("m") and "tabindex" not in a]  # type: ignore[union-attr]
    assert 0 < len(stops) < len([a for a in parsed.all("a") if a.get("data-r")])


def test_rules_and_cues_are_shown(parsed: Parsed) -> None:
    words = " ".join(parsed.raw["aside"].split())
    assert "rule conditions.only_if" in words
    assert "cue “only if”" in words


def test_an_empty_reading_says_not_stated_in_every_section() -> None:
    html = page(empty(title=None, date=None, source=None), "Nothing happened.")
    assert html.count('<span class="none">not stated</span>') == 12
    assert "date not stated" in html
    assert "<bdi>Untitled report</bdi>" in html


@pytest.mark.parametrize("text", ["", " \n ", "One.\n\n\nTwo.\r\nThree."])
def test_any_text_makes_a_page(text: str) -> None:
    assert Parsed(page(empty(text), text)).paragraphs == paragraphs(text)


def test_the_policy_allows_this_style_and_script_and_nothing_else(parsed: Parsed) -> None:
    policy = next(m["content"] or "" for m in parsed.all("meta") if m.get("http-equiv"))
    for name in ("style", "script"):
        digest = base64.b64encode(hashlib.sha256(parsed.raw[name].encode()).digest()).decode()
        assert f"{name}-src 'sha256-{digest}'" in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_nothing_is_fetched(parsed: Parsed) -> None:
    assert not [
        tag for tag, attributes in parsed.elements if tag == "link" or "src" in attributes or "style" in attributes
    ]
    assert "@import" not in parsed.raw["style"]
    assert "url(" not in parsed.raw["style"]
    assert "http" not in parsed.raw["script"]


def everywhere(attack: str) -> tuple[Reading, str]:
    """A reading that has `attack` in each of its strings, and its text."""
    text = f"{attack} met {attack} on Monday.\n\n{attack} said: {attack}"

    def poisoned(value: object) -> object:
        if isinstance(value, BaseModel):
            return value.model_copy(
                update={k: poisoned(getattr(value, k)) for k in type(value).model_fields if k not in KEPT}
            )
        if isinstance(value, tuple):
            return tuple(poisoned(item) for item in value)
        return attack if isinstance(value, str) else value

    reading = poisoned(made(url=attack))
    assert isinstance(reading, Reading)
    return reading, text


KEPT = {"id", "type", "status", "relation", "stance", "polarity", "form", "kind", "level", "date"}


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_text_stays_text(attack: str) -> None:
    reading, text = everywhere(attack)
    html = page(reading, text)
    parsed = Parsed(html)
    clean = Parsed(page(made(), TEXT))
    assert {tag for tag, _ in parsed.elements} <= TAGS
    assert len(parsed.all("script")) == len(parsed.all("style")) == 1
    assert (parsed.raw["script"], parsed.raw["style"]) == (clean.raw["script"], clean.raw["style"])
    assert not [name for _, attributes in parsed.elements for name in attributes if name.startswith("on")]
    assert all((a["href"] or "").startswith("#") for a in parsed.all("a"))
    assert parsed.paragraphs == paragraphs(text)
    assert " ".join(visible(attack).split()) in parsed.raw["title"]
    assert " ".join(visible(attack).split()) in parsed.raw["h1"]
    html.encode()
    assert not set(html) & {*map(chr, range(0x202A, 0x202F)), *map(chr, range(0x2066, 0x206A)), "\0", "\x1b"}


@pytest.mark.parametrize(
    ("url", "linked"),
    [
        ("https://example.org/a", True),
        ("http://example.org", True),
        ("javascript:alert(1)", False),
        ("JaVaScRiPt:alert(1)", False),
        ("data:text/html,x", False),
        ("//example.org", False),
        ("https:///no-host", False),
        ("http://[", False),
        ("file:///etc/passwd", False),
    ],
)
def test_only_web_addresses_are_links(url: str, linked: bool) -> None:
    hrefs = [a["href"] for a in Parsed(page(made(url=url), TEXT)).all("a")]
    assert (url in hrefs) is linked


def test_the_page_is_the_same_every_time() -> None:
    assert page(made(), TEXT) == page(made(), TEXT)
