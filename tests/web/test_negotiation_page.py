"""The negotiation's page in a real browser, over the bundled reports."""

import datetime as dt
import re
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest
from icalendar import Calendar
from looks import serious, shots, too_wide
from playwright.sync_api import Browser, expect
from visiting import Server, Visitor, visiting

from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.sources.found import Location
from dragoman.web.pages import negotiation_asked
from dragoman.web.pages.negotiation_view import date_words, day_range
from made_reading import TEXT, made

TALKS = "/negotiation?party=GRC&party=MKD"
HOSTILE = '<script>alert(1)</script><svg onload=alert(2)>{{ 7*7 }}" onmouseover="alert(3)'


@pytest.fixture(scope="module")
def shown(server: Server) -> str:
    """The page as it comes from the server."""
    return httpx.get(server.url + TALKS, timeout=60).text


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> Server:
    """A site over a report whose title and publisher attack its pages."""
    folder = tmp_path_factory.mktemp("hostile") / "ledger"
    reading = made(title=HOSTILE, source=HOSTILE, url="javascript:alert(4)")
    Ledger(folder, create=True).append([Row(reading, TEXT, Location("a.txt"))])
    return serve(folder)


def test_without_parties_there_are_pairs_to_choose_from(visitor: Visitor) -> None:
    page = visitor.open("/negotiation")
    page.get_by_role("link", name="Greece – North Macedonia").click()
    expect(page.locator("h1")).to_have_text("Greece and North Macedonia")
    assert parse_qs(urlsplit(page.url).query)["party"] == ["GRC", "MKD"]


def test_parties_are_asked_for_by_name(visitor: Visitor) -> None:
    page = visitor.open("/negotiation")
    fields = page.locator("main input[name=party]")
    fields.nth(0).fill("Greece")
    fields.nth(1).fill("MKD")
    page.get_by_role("button", name="Open").click()
    expect(page.locator("h1")).to_have_text("Greece and North Macedonia")


def test_it_opens_with_all_its_parts(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    headings = page.locator("main h2").all_inner_texts()
    assert headings[0] == "State of play"
    for part in ("Positions over time", "What waits for what", "Meetings", "Commitments", "Disputed facts"):
        assert part in headings
    for drawing in (".lane", ".graph", ".meetings", ".map", ".series"):
        expect(page.locator(f"main svg{drawing}").first).to_be_visible()


@pytest.mark.parametrize("drawing", ["lane", "graph", "meetings", "map"])
def test_a_mark_leads_to_its_sentence(visitor: Visitor, drawing: str) -> None:
    page = visitor.open(TALKS)
    mark = page.locator(f"main svg.{drawing} a").first
    address = mark.get_attribute("href") or ""
    words = (mark.locator("title").first.text_content() or "").split("“")[-1].split("…")[0].rstrip("”")[:30]
    mark.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/report/**")
    at = int(parse_qs(urlsplit(address).query)["at"][0])
    assert parse_qs(urlsplit(page.url).query)["at"] == [str(at)]
    report_id = urlsplit(address).path.removeprefix("/report/")
    text = httpx.get(f"{visitor.url}/api/reports/{report_id}", timeout=30).text
    assert words.split()[0].strip("“”\"'") in text
    expect(page.locator("#at, [id]:target").first).to_be_attached()


def test_every_mark_points_at_a_record(server: Server, samples_ledger: Path, shown: str) -> None:
    """The record that an address names begins at the offset that it names."""
    ledger = Ledger(samples_ledger)
    found = set(re.findall(r'href="/report/(\w+)\?at=(\d+)&amp;record=([a-z]+)-(\d+)#at"', shown))
    assert len(found) > 100
    starts: dict[str, set[tuple[str, int, int]]] = {}
    for kind in {kind for _, _, kind, _ in found} & {"events", "statements", "conditions", "positions"}:
        rows = ledger.query(f"SELECT report_id, n, start FROM {kind}").rows()
        starts[kind] = {(row["report_id"], row["n"] + 1, row["start"]) for row in rows}
    assert starts
    for report_id, at, kind, number in found:
        if kind in starts:
            assert (report_id, int(number), int(at)) in starts[kind]


def test_what_changed_since_a_day_is_picked(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    assert page.locator("#changed").count() == 0
    page.get_by_label("Changed since").fill("2018-06-20")
    page.get_by_role("button", name="Show", exact=True).click()
    page.wait_for_url("**since=2018-06-20**")
    expect(page.locator("#changed")).to_contain_text("20 June 2018")
    assert page.locator("#changed li").count() > 1
    assert page.locator("svg.lane a.fresh").count() > 1
    days = re.findall(r"\((\d{4}-\d\d-\d\d)\)", page.locator("#changed").inner_text())
    assert days
    assert all(day > "2018-06-20" for day in days)
    page.get_by_role("link", name="Show without").click()
    expect(page.locator("#changed")).to_have_count(0)


def test_an_issue_and_days_are_in_the_address(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    page.locator("select[name=issue]").select_option("constitution")
    page.get_by_role("button", name="Show", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Constitution and law")
    expect(page.locator(".lanes h3.issue")).to_have_count(1)
    page.goto(f"{visitor.url}{TALKS}&from=2018-06-01&until=2018-06-30")
    expect(page.locator(".talks .eyebrow")).to_contain_text("June 2018")
    assert "2019" not in page.locator(".talks .eyebrow").inner_text()


def test_a_bar_leads_to_the_acts_behind_it(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    bar = page.locator("svg.series a").first
    target = (bar.get_attribute("href") or "")[1:]
    row = page.locator(f'[id="{target}"]')
    expect(row).to_be_hidden()
    bar.focus()
    page.keyboard.press("Enter")
    expect(row).to_be_visible()
    assert row.locator("a[href^='/occurrence/']").count() > 0
    assert row.locator("a[href^='/report/']").count() > 0


def test_weeks_can_be_had_for_months(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    page.get_by_role("link", name="By week").click()
    page.wait_for_url("**by=week**")
    expect(page.locator("svg.series").first).to_be_visible()


def test_a_chart_can_be_looked_at_closer(visitor: Visitor) -> None:
    """Vega itself, whose expressions are interpreted: the content security policy lets no eval through."""
    page = visitor.open(TALKS)
    button = page.get_by_role("button", name="Look closer")
    button.click()
    bars = page.locator(".closely svg .mark-rect path")
    expect(bars.first).to_be_attached(timeout=30_000)
    bars.nth(3).hover(force=True)
    expect(page.locator("#vg-tooltip-element")).to_contain_text("cooperation")
    expect(page.locator("svg.series")).to_be_hidden()
    page.get_by_role("button", name="Back to the whole").click()
    expect(page.locator("svg.series")).to_be_visible()
    expect(page.locator(".closely")).to_have_count(0)


def test_a_chart_that_is_not_there_says_so(server: Server) -> None:
    answer = httpx.get(f"{server.url}/negotiation/series.json?{TALKS.partition('?')[2]}&place=3", timeout=60)
    assert answer.status_code == 404


def test_all_waits_stand_as_text(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    page.get_by_text("All waits in words").click()
    items = page.locator("#waits details[open] li")
    drawn = page.locator("svg.graph a.wait")
    assert items.count() >= drawn.count() > 5
    assert page.locator("svg.graph a.wait.stuck").count() >= 2
    expect(page.locator("svg.graph a.wait.ended").first).to_contain_text("until")


def test_it_works_without_scripts(browser: Browser, server: Server) -> None:
    with visiting(browser, server, java_script_enabled=False) as visitor:
        page = visitor.open(TALKS)
        page.get_by_label("Changed since").fill("2018-06-20")
        page.get_by_role("button", name="Show", exact=True).click()
        expect(page.locator("#changed")).to_be_visible()
        page.locator("svg.graph a.act").first.click()
        page.wait_for_url("**/report/**")


def test_the_brief_is_a_page_and_files(visitor: Visitor) -> None:
    page = visitor.open(TALKS)
    page.get_by_role("link", name="Brief", exact=True).click()
    expect(page.locator("h1")).to_have_text("Greece and North Macedonia")
    assert page.locator("a.ref[href*='at=']").count() > 20
    assert visitor.url + "/negotiation/brief?" in page.url


def test_files_to_take_along(server: Server) -> None:
    query = TALKS.partition("?")[2]
    pdf = httpx.get(f"{server.url}/negotiation/brief.pdf?{query}", timeout=60)
    assert pdf.content.startswith(b"%PDF")
    assert 'filename="negotiation-GRC-MKD.pdf"' in pdf.headers["content-disposition"]
    text = httpx.get(f"{server.url}/negotiation/brief.md?{query}", timeout=60)
    assert text.text.startswith("# Greece and North Macedonia")
    calendar = httpx.get(f"{server.url}/negotiation/meetings.ics?{query}", timeout=60)
    assert calendar.headers["content-type"].startswith("text/calendar")
    assert Calendar.from_ical(calendar.text).name == "VCALENDAR"


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ("party=Nowhereland", "no party of the ledger"),
        ("party=GRC&since=soon", "is no day"),
        ("party=GRC&by=year", "week and month"),
        ("party=GRC&issue=%3Cb%3E", "&lt;b&gt;"),
        ("&".join(f"party={n}" for n in range(9)), "at most"),
    ],
)
def test_what_cannot_be_shown_says_why(server: Server, query: str, why: str) -> None:
    answer = httpx.get(f"{server.url}/negotiation?{query}", timeout=60)
    assert answer.status_code == 400
    assert why in answer.text
    assert "Traceback" not in answer.text


def test_empty_fields_of_the_form_ask_for_nothing(server: Server) -> None:
    answer = httpx.get(f"{server.url}/negotiation?party=GRC&party=&since=&from=&until=&issue=", timeout=60)
    assert answer.status_code == 200
    assert "<h1>Greece</h1>" in answer.text


def test_hostile_titles_are_words(browser: Browser, hostile: Server) -> None:
    with visiting(browser, hostile) as visitor:
        for path in (
            "/negotiation",
            "/negotiation?party=PER&party=ECU&since=2019-01-01",
            "/negotiation/brief?party=PER",
        ):
            page = visitor.open(path)
            assert page.locator("main script, main [onload], main [onmouseover]").count() == 0
            assert page.locator("a[href^='javascript']").count() == 0
        page = visitor.open("/negotiation?party=PER&party=ECU")
        page.locator("summary", has_text="1 report").click()
        expect(page.locator(".sources")).to_contain_text("<script>alert(1)</script>")


def test_it_fits_every_width_in_each_theme(browser: Browser, server: Server) -> None:
    for _, page in shots(browser, server, "negotiation", TALKS + "&since=2018-12-01"):
        assert not too_wide(page), page.viewport_size


@pytest.mark.parametrize(("width", "theme"), [(360, "dark"), (1280, "light")])
def test_it_can_be_read_by_everybody(browser: Browser, server: Server, width: int, theme: str) -> None:
    size = {"width": width, "height": 900}
    with visiting(browser, server, bypass_csp=True, viewport=size, color_scheme=theme) as visitor:
        page = visitor.open(TALKS + "&since=2018-12-01&issue=territory")
        assert serious(page) == []


def test_the_choice_and_the_brief_can_be_read_by_everybody(browser: Browser, server: Server) -> None:
    with visiting(browser, server, bypass_csp=True, viewport={"width": 360, "height": 780}) as visitor:
        for path in ("/negotiation", f"/negotiation/brief?{TALKS.partition('?')[2]}"):
            page = visitor.open(path)
            assert serious(page) == [], path
            assert not too_wide(page), path


def test_of_very_many_reports_the_newest_are_shown(
    samples_ledger: Path, serve: Callable[..., Server], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(negotiation_asked, "MOST_REPORTS", 5)
    server = serve(samples_ledger)
    answer = httpx.get(server.url + TALKS, timeout=60).text
    said = re.search(r"Shown are the newest (\d+) of (\d+) reports, those since", answer)
    assert said
    assert 0 < int(said[1]) <= 5 < int(said[2])
    assert "from=20" in answer
    earlier = httpx.get(server.url + TALKS + "&until=2018-02-05", timeout=60).text
    assert re.search(r"– \d+ (January|February) 2018", earlier)


def test_what_takes_long_is_waited_for(browser: Browser, samples_ledger: Path, serve: Callable[..., Server]) -> None:
    """A page that is not ready says so, and comes by itself."""
    server = serve(samples_ledger, patience=0)
    with visiting(browser, server, java_script_enabled=False) as visitor:
        page = visitor.open(TALKS)
        expect(page.locator("h1")).to_have_text("Greece and North Macedonia", timeout=60_000)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2018-02-01", "2018-02-28", "February 2018"),
        ("2018-02-03", "2018-02-28", "3–28 February 2018"),
        ("2018-01-30", "2018-02-02", "30 January 2018 – 2 February 2018"),
        ("2018-01-01", "2018-12-31", "2018"),
        ("9999-12-01", "9999-12-31", "December 9999"),
        ("2018-02-03", "2018-02-03", "3 February 2018"),
    ],
)
def test_days_are_written_as_people_write_them(first: str, last: str, words: str) -> None:
    assert day_range(first, last) == words


def test_times_are_written_as_people_write_them() -> None:
    assert date_words("2019-W11") == "11–17 March 2019"
    assert date_words("2019") == "2019"
    assert date_words("FUTURE_REF") == "FUTURE_REF"
    assert day_range(dt.date(2019, 3, 4).isoformat(), None) == "4 March 2019"
