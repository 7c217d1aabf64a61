"""The pages of the overview, a party and an act: they show what the ledger has, and lines lead to their words."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from visiting import Server, Visitor

from dragoman.ledger.store import Ledger


@pytest.fixture
def overview(visitor: Visitor) -> Page:
    return visitor.open("/")


def test_the_counts_are_those_of_the_ledger(overview: Page, samples_ledger: Path) -> None:
    ledger = Ledger(samples_ledger)
    names = {"reports": "reports", "events": "events", "occurrences": "acts", "statements": "statements"}
    for view, name in names.items():
        number = ledger.query(f"SELECT count(*) AS n FROM {view}").rows()[0]["n"]
        tile = overview.locator(".tiles div", has=overview.locator("dt", has_text=re.compile(f"^{name}$")))
        assert tile.locator("dd").inner_text() == f"{number:,}"


def test_the_pairs_have_charts_and_lead_to_their_negotiation(overview: Page) -> None:
    pair = overview.locator(".pair").first
    assert pair.locator("a.name").get_attribute("href") == "/negotiation?party=GRC&party=MKD"
    assert pair.locator("svg rect.cooperation").count() > 3
    assert pair.locator("svg rect.conflict").count() > 1
    assert pair.locator("svg a").first.get_attribute("href").endswith("&party=MKD&from=2017-06-01&until=2017-06-30")
    assert "cooperation" in (pair.locator("svg a").first.get_attribute("aria-label") or "")


def test_a_move_leads_to_its_sentence_in_one_click(overview: Page) -> None:
    quote = overview.locator(".at-moves a.quote").first
    words = quote.inner_text()
    quote.click()
    expect(overview).to_have_url(re.compile(r"/report/\w+\?at=\d+&record=\w+-\d+#at"))
    expect(overview.locator("article .m.on").first).to_be_in_viewport()
    assert " ".join(words.split())[:30] in " ".join(overview.locator("article").inner_text().split())


def test_a_party_has_people_with_roles_and_others(visitor: Visitor) -> None:
    page = visitor.open("/actor/GRC")
    expect(page.locator("h1")).to_have_text("Greece")
    people = page.locator("table").first
    expect(people).to_contain_text("Alexis Tsipras")
    expect(people).to_contain_text(re.compile("prime minister", re.I))
    expect(page.locator("table").nth(1)).to_contain_text("North Macedonia")
    page.locator("section", has=page.locator("#h-by_it")).locator("a.quote").first.click()
    expect(page.locator(".card.on")).to_be_in_viewport()
    assert "statements-" in page.url


def test_a_party_that_nobody_names_is_not_found(visitor: Visitor) -> None:
    page = visitor.open("/actor/greece", expect=(404,))
    expect(page.locator("main")).to_contain_text("did you mean 'GRC'")


def test_an_act_has_all_its_reports_and_its_history(visitor: Visitor, samples_ledger: Path) -> None:
    sql = "SELECT * FROM occurrences ORDER BY len(status_history) DESC, reports DESC, occurrence_id LIMIT 1"
    act = Ledger(samples_ledger).query(sql).rows()[0]
    page = visitor.open(f"/occurrence/{act['occurrence_id']}")
    assert page.locator("ol.list > li").count() == len(act["status_history"])
    assert page.locator("tbody tr").count() == act["events"]
    page.locator("tbody a.quote").first.click()
    expect(page.locator("article .m.on").first).to_be_in_viewport()


def test_an_unknown_act_is_not_found(visitor: Visitor) -> None:
    visitor.open("/occurrence/none", expect=(404,))


def test_an_empty_ledger_says_how_to_fill_it(serve: Callable[..., Server], tmp_path: Path, visitor: Visitor) -> None:
    Ledger(tmp_path / "empty", create=True)
    visitor.url = serve(tmp_path / "empty").url
    expect(visitor.open("/").locator("main")).to_contain_text("dragoman add")


def test_the_theme_is_kept_with_and_without_scripts(visitor: Visitor) -> None:
    page = visitor.open("/actor/GRC")
    page.locator("#theme").select_option("dark")
    paper = "getComputedStyle(document.documentElement).backgroundColor"
    dark = page.evaluate(paper)
    page.reload()
    assert page.evaluate(paper) == dark
    assert page.evaluate("document.documentElement.dataset.theme") == "dark"
    with page.expect_navigation(url="**/actor/GRC"):
        page.evaluate("document.querySelector('form.theme').submit()")
    assert page.evaluate(paper) == dark
