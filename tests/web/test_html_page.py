"""The page in a real browser: what hovering, focus and keys do, in both themes, from a phone to a wall."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dragoman.show.html import page
from made_reading import CONDITION, TEXT, empty, made

WIDTHS = [360, 1280, 2560]
THEMES = ["light", "dark"]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pages")
    (folder / "made.html").write_text(page(made(url="https://example.org/a"), TEXT), encoding="utf-8")
    return folder


class Opened:
    """A page and what it complained of."""

    def __init__(self, context: BrowserContext, path: Path) -> None:
        self.complaints: list[str] = []
        self.requests: list[str] = []
        self.page = context.new_page()
        self.page.on("console", lambda message: self.complaints.append(message.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))
        self.page.on("dialog", lambda dialog: self.complaints.append(dialog.message) or dialog.dismiss())
        self.page.on("request", lambda request: self.requests.append(request.url))
        self.page.goto(path.as_uri())


@pytest.fixture(params=[(width, theme) for width in WIDTHS for theme in THEMES], ids=lambda p: f"{p[0]} {p[1]}")
def opened(request: pytest.FixtureRequest, browser: Browser, files: Path) -> Iterator[Opened]:
    width, theme = request.param
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=theme, reduced_motion="reduce")
    opened = Opened(context, files / "made.html")
    yield opened
    assert opened.complaints == []
    assert len(opened.requests) == 1, "nothing but the page itself is fetched"
    context.close()


@pytest.fixture
def desk(browser: Browser, files: Path) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce")
    opened = Opened(context, files / "made.html")
    yield opened.page
    assert opened.complaints == []
    context.close()


def mark(page: Page, words: str):  # type: ignore[no-untyped-def]
    return page.locator("a.m", has_text=re.compile(f"^{re.escape(words)}$")).first


def test_hovering_shows_the_records_of_the_place(opened: Opened) -> None:
    page = opened.page
    mark(page, "open the bridge").hover()
    card = page.locator("#card")
    expect(card).to_be_visible()
    expect(card.locator(".rec")).to_have_count(4)
    expect(card.locator(".rec").first).to_contain_text("Peru → Ecuador")
    expect(card).to_contain_text("Who said what")
    box, view = card.bounding_box(), page.viewport_size
    assert box
    assert view
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= view["width"]
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= view["height"]
    page.mouse.move(5, 5)
    expect(card).to_be_hidden()


def test_focus_shows_the_records_of_the_place(opened: Opened) -> None:
    mark(opened.page, "Monday").focus()
    expect(opened.page.locator("#card")).to_contain_text("2019-03-04")


def test_what_has_focus_is_never_hidden(opened: Opened) -> None:
    page = opened.page
    for _ in range(page.locator("a.m:not([tabindex])").count()):
        page.keyboard.press("n")
        mark, card, height = page.evaluate(
            "[document.activeElement.getBoundingClientRect(), document.getElementById('card').getBoundingClientRect(),"
            " window.innerHeight]"
        )
        assert mark["top"] >= 0
        assert mark["bottom"] <= height
        assert mark["bottom"] <= card["top"] or mark["top"] >= card["bottom"] or mark["right"] <= card["left"]


def test_nothing_is_wider_than_the_page(opened: Opened) -> None:
    wide, room = opened.page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    assert wide <= room


CONTRAST = """() => {
  const parse = (c) => { const m = c.match(/[\\d.]+/g).map(Number); return m.length < 4 ? [...m, 1] : m; };
  const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => { v /= 255;
    return v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; }); return .2126 * r + .7152 * g + .0722 * b; };
  const behind = (e) => { for (; e; e = e.parentElement) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c[3] > 0) return c; } return [255, 255, 255, 1]; };
  const low = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.data.trim() || ['SCRIPT', 'STYLE'].includes(e.tagName) || !e.checkVisibility()) continue;
    const a = light(parse(getComputedStyle(e).color)), b = light(behind(e));
    const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
    if (ratio < 4.5) low.push([walker.currentNode.data.trim().slice(0, 30), ratio]);
  }
  return low;
}"""


def test_every_word_has_the_contrast_that_wcag_asks_for(opened: Opened) -> None:
    assert opened.page.evaluate(CONTRAST) == []
    mark(opened.page, "open the bridge").focus()
    assert opened.page.evaluate(CONTRAST) == []


def test_tab_reaches_the_evidence_and_enter_its_records(desk: Page) -> None:
    reached = []
    for _ in range(40):
        desk.keyboard.press("Tab")
        reached.append(desk.evaluate("document.activeElement.textContent"))
        if reached[-1] == "Monday":
            break
    assert reached[0] == "Skip to the records"
    assert reached[-1] == "Monday"
    desk.keyboard.press("Enter")
    assert desk.evaluate("document.getElementById('card').contains(document.activeElement)")
    desk.keyboard.press("Escape")
    expect(desk.locator("#card")).to_be_hidden()
    assert desk.evaluate("document.activeElement.textContent") == "Monday"


def test_enter_in_the_card_leads_to_the_record_and_back(desk: Page) -> None:
    mark(desk, "Monday").press("Enter")
    desk.keyboard.press("Enter")
    expect(desk.locator("#times-1")).to_be_focused()
    expect(desk.locator("#card")).to_be_hidden()
    desk.locator("#times-1 .why a").press("Enter")
    expect(mark(desk, "Monday")).to_be_focused()
    expect(desk.locator("#card")).to_contain_text("2019-03-04")


def test_escape_hides_what_focus_shows(desk: Page) -> None:
    mark(desk, "Monday").focus()
    desk.keyboard.press("Escape")
    expect(desk.locator("#card")).to_be_hidden()
    expect(mark(desk, "Monday")).to_be_focused()


def test_n_and_p_go_through_the_evidence(desk: Page) -> None:
    stops = desk.locator("a.m:not([tabindex])")
    desk.keyboard.press("n")
    expect(stops.first).to_be_focused()
    desk.keyboard.press("n")
    expect(stops.nth(1)).to_be_focused()
    expect(desk.locator("#card")).to_be_visible()
    desk.keyboard.press("p")
    desk.keyboard.press("p")
    expect(stops.last).to_be_focused()
    for _ in range(stops.count()):
        desk.keyboard.press("n")
    expect(stops.last).to_be_focused()


def test_a_click_keeps_the_records_open(desk: Page) -> None:
    mark(desk, "Monday").click()
    desk.mouse.move(5, 5)
    mark(desk, "met").hover()
    desk.wait_for_timeout(400)
    expect(desk.locator("#card")).to_contain_text("2019-03-04")
    desk.locator("h1").click()
    expect(desk.locator("#card")).to_be_hidden()


def test_the_pointer_may_go_from_the_evidence_to_its_records(desk: Page) -> None:
    mark(desk, "open the bridge").hover()
    card = desk.locator("#card")
    card.locator("a").first.hover()
    desk.wait_for_timeout(400)
    expect(card).to_be_visible()


def test_a_layer_can_be_hidden(desk: Page) -> None:
    style = "e => getComputedStyle(e).textDecorationLine"
    trigger = desk.locator("article .l-events").first
    assert trigger.evaluate(style) == "underline"
    desk.locator("#show-events").uncheck()
    assert trigger.evaluate(style) == "none"


def test_each_layer_can_be_told_apart_without_colour(desk: Page) -> None:
    look = """e => { const s = getComputedStyle(e);
      return [s.textDecoration.replace(/rgb.*?\\)/, ''), s.boxShadow !== 'none'].join(); }"""
    looks = [
        desk.locator(f".key .l-{layer}").evaluate(look)
        for layer in ("statements", "events", "conditions", "assessments", "positions", "times", "places", "actors")
    ]
    assert len(set(looks)) == len(looks)


def test_it_is_readable_and_linked_without_scripts(browser: Browser, files: Path) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 1280, "height": 900})
    page = context.new_page()
    page.goto((files / "made.html").as_uri())
    expect(page.locator("article")).to_contain_text(CONDITION[:20])
    expect(page.locator("#card")).to_be_hidden()
    mark(page, "Monday").click()
    assert page.url.endswith("#times-1")
    page.locator("#times-1 .why a").click()
    assert re.search(r"#p\d+$", page.url)
    context.close()


def test_on_paper_the_records_follow_the_text(desk: Page) -> None:
    desk.emulate_media(media="print")
    assert desk.locator("aside").evaluate("e => getComputedStyle(e).position") == "static"
    expect(desk.locator("nav")).to_be_hidden()
    text, records = desk.locator("article").bounding_box(), desk.locator("aside").bounding_box()
    assert text
    assert records
    assert records["y"] >= text["y"] + text["height"]


ATTACKS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "<svg onload='window.hit = 1'><animate onbegin='window.hit = 1'/></svg>",
    "\"'><a autofocus onfocus=window.hit=1 href=javascript:window.hit=1>x</a>",
    "</title></style></script><script>window.hit = 1</script>",
    "<iframe srcdoc='<script>parent.hit = 1</script>'></iframe>",
    "\u202e\u2066</p><meta http-equiv=refresh content='0;url=https://example.org'>",
]


@pytest.mark.parametrize("attack", ATTACKS)
def test_hostile_reports_run_nothing(browser: Browser, tmp_path: Path, attack: str) -> None:
    text = f"{attack}\n\n{attack} met."
    path = tmp_path / "hostile.html"
    path.write_text(page(empty(text, title=attack, source=attack, url=attack), text), encoding="utf-8")
    context = browser.new_context()
    opened = Opened(context, path)
    opened.page.keyboard.press("n")
    assert opened.page.evaluate("window.hit") is None
    assert opened.complaints == []
    assert len(opened.requests) == 1
    shown = opened.page.locator("article").inner_text()
    assert attack.lstrip("\u202e\u2066") in shown
    assert opened.page.title().endswith("– Dragoman")
    context.close()


INJECT = """() => {
  const script = document.createElement('script');
  script.textContent = 'window.hit = 1';
  const image = document.createElement('img');
  image.setAttribute('onerror', 'window.hit = 1');
  image.src = 'https://example.org/x.png';
  document.body.append(script, image);
}"""


def test_the_policy_stops_what_is_not_the_pages_own(browser: Browser, files: Path) -> None:
    context = browser.new_context()
    opened = Opened(context, files / "made.html")
    opened.page.evaluate(INJECT)
    opened.page.wait_for_timeout(200)
    assert opened.page.evaluate("window.hit") is None
    assert any("Content Security Policy" in complaint for complaint in opened.complaints)
    context.close()


def test_a_long_word_wraps(browser: Browser, tmp_path: Path) -> None:
    text = "x" * 4000
    path = tmp_path / "long.html"
    path.write_text(page(empty(text, title=text, source=text), text), encoding="utf-8")
    context = browser.new_context(viewport={"width": 360, "height": 700})
    opened = Opened(context, path)
    assert opened.page.evaluate("document.documentElement.scrollWidth") <= 360
    assert opened.complaints == []
    context.close()
