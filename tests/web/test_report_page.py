"""The page of a report: text and records go together, by pointer, by keys, by address, and without scripts."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from visiting import Server, Visitor, visiting

from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def report(samples_ledger: Path) -> str:
    """The report with most conditions."""
    sql = "SELECT report_id FROM reports ORDER BY n_conditions DESC, report_id LIMIT 1"
    return str(Ledger(samples_ledger).query(sql).rows()[0]["report_id"])


@pytest.fixture
def page(visitor: Visitor, report: str) -> Page:
    return visitor.open(f"/report/{report}")


def chosen(page: Page) -> str:
    found: str = page.evaluate("(document.querySelector('.records .card.on') || {id: ''}).id")
    return found


def test_the_text_is_the_report_and_the_records_stand_beside_it(page: Page, samples_ledger: Path, report: str) -> None:
    text = Ledger(samples_ledger).text(report)
    assert text
    shown = page.locator("article").inner_text()
    assert " ".join(shown.split()) == " ".join(text.split())
    for section in ("events", "conditions", "statements", "actors", "times"):
        assert page.locator(f"#s-{section} .card").count() > 0


def test_j_and_k_go_from_record_to_record(page: Page) -> None:
    page.keyboard.press("j")
    first = chosen(page)
    assert first
    page.keyboard.press("j")
    second = chosen(page)
    assert second not in ("", first)
    expect(page.locator(f"[id='{second}']")).to_be_in_viewport()
    assert page.locator("article .m.on").count() >= 1
    expect(page.locator("article .m.on").first).to_be_in_viewport()
    page.keyboard.press("k")
    assert chosen(page) == first
    page.keyboard.press("Escape")
    assert chosen(page) == ""


def test_e_says_why(page: Page) -> None:
    page.keyboard.press("j")
    page.keyboard.press("e")
    why = page.locator(".card.on details.why")
    expect(why).to_have_attribute("open", "")
    assert re.search(r"[a-z_]+\.[\w.-]+", why.locator("code").first.inner_text())


def test_an_event_says_its_rule_cue_and_votes(page: Page) -> None:
    card = page.locator("#s-events .card", has=page.locator("dt", has_text="vote: rules")).first
    card.locator("summary").click()
    assert "cue" in card.locator("dl").inner_text()
    assert re.search(r"[A-Z]+ [01]\.\d\d", card.locator("dl").inner_text())


def test_a_click_on_words_chooses_their_record(page: Page) -> None:
    mark = page.locator("article a.m", has=page.locator(".l-events")).first
    mark.click()
    assert chosen(page) in (mark.get_attribute("data-r") or "").split()
    expect(page.locator(".card.on")).to_be_in_viewport()
    assert "record=" in page.url


def test_a_record_leads_to_its_words(page: Page) -> None:
    card = page.locator("#conditions-1")
    card.locator("a[data-place]").first.click()
    assert "conditions-1" in (page.locator("article .m.on").first.get_attribute("data-r") or "")
    assert chosen(page) == "conditions-1"


def test_layers_go_on_and_off_and_stay_so(page: Page) -> None:
    style = "e => getComputedStyle(e).textDecorationLine"
    event = page.locator("article .l-events").first
    assert event.evaluate(style) == "underline"
    page.locator("#show-events").uncheck()
    assert event.evaluate(style) == "none"
    page.keyboard.press("j")
    for _ in range(30):
        assert not chosen(page).startswith("events-")
        page.keyboard.press("j")
    page.reload()
    expect(page.locator("#show-events")).not_to_be_checked()


@pytest.mark.parametrize("by", ["at", "record", "both"])
def test_an_address_shows_the_place(visitor: Visitor, samples_ledger: Path, report: str, by: str) -> None:
    condition = Ledger(samples_ledger).conditions(report=report).rows()[-1]
    record = f"conditions-{condition['n'] + 1}"
    asked = {"at": f"at={condition['start']}", "record": f"record={record}"}
    asked["both"] = "&".join(asked.values())
    page = visitor.open(f"/report/{report}?{asked[by]}#at")
    on = page.locator("article .m.on").first
    expect(on).to_be_in_viewport()
    expect(page.locator(".card.on")).to_be_in_viewport()
    if by != "at":
        assert chosen(page) == record
        words = "".join(page.locator("article .m.on").all_inner_texts())
        assert words.split() == condition["text"].split()


def test_pointing_lights_what_belongs_together(page: Page) -> None:
    page.locator("#conditions-1 .lead").hover()
    assert page.locator("article .m.near").count() > 0
    page.locator("h1").hover()
    assert page.locator("article .m.near").count() == 0


def test_it_works_without_scripts(browser: Browser, server: Server, report: str) -> None:
    with visiting(browser, server, java_script_enabled=False) as visitor:
        page = visitor.open(f"/report/{report}?record=conditions-1#at")
        assert page.locator("article .m.on").count() > 0
        assert page.locator("#conditions-1.on").count() == 1
        page.locator("#conditions-1 .why summary").click()
        expect(page.locator("#conditions-1 .why dl")).to_be_visible()
        page.locator("#conditions-1 a[data-place]").first.click()
        assert re.search(r"#p\d+$", page.url)


def test_on_a_phone_the_record_comes_up_from_below(browser: Browser, server: Server, report: str) -> None:
    with visiting(browser, server, viewport={"width": 360, "height": 700}) as visitor:
        page = visitor.open(f"/report/{report}")
        page.locator("article a.m", has=page.locator(".l-events")).first.click()
        sheet = page.locator("#sheet")
        expect(sheet).to_be_visible()
        expect(sheet.locator(".lead")).to_be_visible()
        page.locator("#sheet-close").click()
        expect(sheet).to_be_hidden()


def test_no_report_is_a_page_that_says_so(visitor: Visitor) -> None:
    page = visitor.open("/report/0123456789abcdef", expect=(404,))
    expect(page.locator("main")).to_contain_text("holds no report")
