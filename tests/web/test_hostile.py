"""Hostile texts, words and filters: no fault of the site, no error but in its one shape, nothing unescaped or run."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from asking import client, fault
from hostile_inputs import CANARY, MARKUP, inputs, unescaped
from lxml import html
from playwright.sync_api import Browser
from starlette.testclient import TestClient
from visiting import Server, visiting

from dragoman.reader import Reader

COUNT = 200


@pytest.fixture(scope="module")
def asked(samples_ledger: Path, reader: Reader) -> Iterator[TestClient]:
    with client(samples_ledger, reader) as found:
        yield found


def check(answer: object, name: str) -> None:
    status, text = answer.status_code, answer.text  # type: ignore[attr-defined]
    assert status in (200, 400, 413, 414), (status, name)
    assert unescaped(text) == [], name
    assert "Traceback" not in text
    assert html.fromstring(text).xpath("count(//h1)") == 1, name


def test_searches(asked: TestClient) -> None:
    fields = ("q", "party", "issue", "source", "type", "kind", "since", "page", "sort", "anonymous")
    for number, text in enumerate(inputs(COUNT)):
        field = fields[number % len(fields)] if number % 3 else "q"
        pairs = {"kind": ("events", "statements", "reports")[number % 3], field: text}
        check(asked.get("/search?" + urlencode(pairs, errors="replace")), repr(text))


def test_searches_of_the_api(asked: TestClient) -> None:
    for number, text in enumerate(inputs(COUNT)):
        path = ("/api/search", "/api/events", "/api/statements", "/api/negotiation", "/api/occurrences")[number % 5]
        field = ("q", "actors", "speaker", "party", "party")[number % 5]
        answer = asked.get(f"{path}?" + urlencode({field: text}, errors="replace"))
        assert answer.status_code in (200, 400, 414), (path, text)
        if answer.status_code != 200:
            fault(answer)


def test_texts(asked: TestClient) -> None:
    for number, text in enumerate(inputs(COUNT)):
        about = {("title", "source", "date")[number % 3]: text[:200]} if number % 2 else {}
        data = {"text": text, **about}
        if number % 4 == 3:
            answer = asked.post(
                "/read", data=about, files={"file": (text[:80] or "x", text.encode("utf-8", "replace"))}
            )
        else:
            answer = asked.post("/read", data=data)
        check(answer, repr(text))


def test_addresses(asked: TestClient) -> None:
    for text in inputs(60):
        part = urlencode({"x": text[:500]}, errors="replace")[2:]
        for path in (f"/report/{part}", f"/read/{part}", f"/occurrence/{part}", f"/export?form={part}", f"/{part}"):
            answer = asked.get(path)
            assert answer.status_code in (200, 400, 404, 405), (path, answer.status_code)
            assert unescaped(answer.text) == [], path
        answer = asked.get(f"/api/reports/{part}")
        assert answer.status_code in (200, 400, 404)
        if answer.status_code != 200:
            fault(answer)


def test_no_script_runs_in_a_browser(browser: Browser, server: Server) -> None:
    text = "\n\n".join([*MARKUP, "The foreign ministers of Peru and Ecuador met in Lima on Monday."])
    with visiting(browser, server) as visitor:
        page = visitor.open("/read")
        page.locator("#text").fill(text)
        page.locator("#title").fill(MARKUP[0])
        page.locator("#source").fill(MARKUP[1])
        page.get_by_role("button", name="Read").click()
        assert CANARY in page.locator("article").inner_text()
        assert page.locator(f"{CANARY}, article img, article script, article svg").count() == 0
        page = visitor.open("/search?" + urlencode({"q": MARKUP[1], "party": MARKUP[0]}), expect=(400,))
        assert page.locator(f"{CANARY}, main img").count() == 0
