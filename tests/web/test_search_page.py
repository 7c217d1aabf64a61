"""Search: words and filters, facets that lead on, pages, and files of what is found; with and without scripts."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from asking import client
from lxml import html
from playwright.sync_api import Browser, expect
from starlette.testclient import TestClient
from visiting import Server, Visitor, visiting

from dragoman.ledger.browse import KINDS
from dragoman.ledger.exports import FORMS
from dragoman.reader import Reader


@pytest.fixture(scope="module")
def asked(samples_ledger: Path, reader: Reader) -> Iterator[TestClient]:
    with client(samples_ledger, reader) as found:
        yield found


def page(asked: TestClient, path: str, status: int = 200) -> html.HtmlElement:
    answer = asked.get(path)
    assert answer.status_code == status, answer.text[:500]
    return html.fromstring(answer.text)


def total(tree: html.HtmlElement) -> int:
    return int(tree.xpath("string(//div[@class='bar']//strong)").split()[0].replace(",", ""))


def test_without_words_the_newest_reports_are_shown(asked: TestClient) -> None:
    tree = page(asked, "/search")
    assert total(tree) == 24
    links = tree.xpath("//ol[contains(@class, 'hits')]/li//p[@class='lead']/a/@href")
    assert len(links) == 20
    assert asked.get(links[0]).status_code == 200
    following = tree.xpath("//nav[@class='turn']/a[@rel='next']/@href")
    assert len(page(asked, following[0]).xpath("//ol[contains(@class, 'hits')]/li")) == 4


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_found_and_leads_to_its_words(asked: TestClient, kind: str) -> None:
    tree = page(asked, f"/search?kind={kind}")
    if kind != "disputes":
        assert total(tree) > 0
    for href in tree.xpath("//ol[contains(@class, 'hits')]/li//p[@class='lead']/a/@href")[:3]:
        assert href.startswith("/report/")
        shown = page(asked, href)
        if kind != "reports":
            assert shown.xpath("//*[@aria-current='true']"), href


def test_words_are_marked(asked: TestClient) -> None:
    tree = page(asked, "/search?q=constitution")
    marks = {mark.text_content().lower() for mark in tree.xpath("//mark")}
    assert marks
    assert all(mark.startswith("constitution") for mark in marks)


def test_each_value_of_a_facet_leads_to_as_many_as_it_says(asked: TestClient) -> None:
    tree = page(asked, "/search?kind=events&q=constitution")
    items = tree.xpath("//section[contains(@class, 'facets')]//li")
    assert len(items) > 10
    for item in items[::3]:
        wanted = int(item.xpath("string(span)").replace(",", ""))
        there = page(asked, item.xpath("a/@href")[0])
        assert total(there) >= wanted
        assert there.xpath("//ul[@class='given']/li")
        back = there.xpath("//ul[@class='given']/li/a/@href")[-1]
        assert total(page(asked, back)) >= total(there)


def test_a_filter_that_there_is_not_is_told(asked: TestClient) -> None:
    for path in ("/search?party=Atlantis", "/search?since=soon", "/search?q=-", "/search?type=DANCE"):
        tree = page(asked, path, 400)
        assert tree.xpath("//*[@role='alert']")
    assert asked.get("/search?kind=dances").status_code == 400
    assert asked.get("/search?page=100000").status_code == 400


def test_empty_fields_of_the_form_are_no_filters(asked: TestClient) -> None:
    path = "/search?q=&party=&type=&status=&issue=&source=&since=&until=&anonymous=&kind=&sort=&page="
    assert total(page(asked, path)) == 24


@pytest.mark.parametrize("form", FORMS)
def test_what_is_found_is_given_in_every_form(asked: TestClient, form: str) -> None:
    answer = asked.get(f"/export?form={form}&q=constitution&kind=events&party=GRC")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"].startswith("attachment")
    if FORMS[form].folder:
        assert zipfile.ZipFile(io.BytesIO(answer.content)).namelist()
    elif form != "ical":
        assert answer.content


def test_rows_are_given_as_they_are_found(asked: TestClient) -> None:
    wanted = total(page(asked, "/search?kind=events&party=GRC&status=planned"))
    path = "/export?kind=events&party=GRC&status=planned&form=rows."
    rows = list(csv.DictReader(io.StringIO(asked.get(path + "csv").text)))
    assert len(rows) == wanted > 0
    assert {row["status"] for row in rows} == {"planned"}
    assert len(json.loads(asked.get(path + "json").text)) == wanted
    assert len(asked.get(path + "jsonl").text.splitlines()) == wanted
    assert pq.read_table(io.BytesIO(asked.get(path + "parquet").content)).num_rows == wanted
    assert asked.get("/export?form=nothing").status_code == 400


def test_in_a_browser(visitor: Visitor) -> None:
    found = visitor.open("/search")
    found.locator("#q").fill("referendum")
    found.locator("#q").press("Enter")
    expect(found.locator("mark").first).to_be_visible()
    found.get_by_role("link", name="Events", exact=True).click()
    expect(found.locator(".kinds-of a[aria-current]")).to_have_text("Events")
    expect(found.locator("#q")).to_have_value("referendum")
    found.locator(".facets li a").first.click()
    expect(found.locator(".given li")).to_have_count(1)
    found.locator(".given li a").click()
    expect(found.locator(".given li")).to_have_count(0)
    found.locator(".hits .lead a").first.click()
    assert "/report/" in found.url


def test_without_scripts(browser: Browser, server: Server) -> None:
    with visiting(browser, server, java_script_enabled=False) as visitor:
        found = visitor.open("/search?kind=statements&q=name")
        found.locator("summary", has_text="Filters").click()
        found.locator("#anonymous").select_option("false")
        found.locator(".asking button").click()
        expect(found.locator(".given li")).to_have_count(1)
