"""Who is let in, what is refused, and that no visitor sees the inside."""

import logging
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
from fastapi import Request
from visiting import Server

from dragoman.errors import LedgerError, SiteError
from dragoman.web import links
from dragoman.web.app import create_app
from dragoman.web.settings import Settings

TOKEN = "a token of some length"


@pytest.fixture(scope="module")
def guarded(serve: Callable[..., Server], samples_ledger: Path) -> Server:
    return serve(samples_ledger, token=TOKEN, max_bytes=20_000)


def test_every_answer_has_the_headers(server: Server) -> None:
    for path in ("/", "/nothing", "/static/base.css", "/static/none", "/api/openapi.json", "/healthz"):
        headers = httpx.get(server.url + path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert "server" not in headers


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "localhost.evil.example:80"])
def test_another_name_is_refused(server: Server, host: str) -> None:
    answer = httpx.get(server.url + "/api/openapi.json", headers={"host": host})
    assert answer.status_code == 403
    assert set(answer.json()["error"]) == {"status", "title", "detail"}


@pytest.mark.parametrize("host", ["localhost:9", "127.0.0.1", "[::1]:80", "LOCALHOST"])
def test_names_of_this_machine_are_answered(server: Server, host: str) -> None:
    assert httpx.get(server.url + "/healthz", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [{"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
    ids=lambda headers: " ".join(headers.values()),
)
def test_forms_of_other_sites_are_refused(server: Server, headers: dict[str, str]) -> None:
    assert httpx.post(server.url + "/theme", data={"theme": "dark"}, headers=headers).status_code == 403


def test_without_the_token_nobody_comes_in(guarded: Server) -> None:
    for path in ("/", "/api/openapi.json", "/report/x", "/vendor/vega.js", "/healthzz", "/static/../api/openapi.json"):
        assert httpx.get(guarded.url + path).status_code == 401
    assert httpx.get(guarded.url + "/healthz").status_code == 200


def test_the_token_is_taken_as_a_header(guarded: Server) -> None:
    for headers in ({"authorization": f"Bearer {TOKEN}"}, {"x-dragoman-token": TOKEN}):
        assert httpx.get(guarded.url + "/", headers=headers).status_code == 200
    for headers in ({"authorization": f"Bearer {TOKEN}x"}, {"authorization": f"Basic {TOKEN}"}):
        assert httpx.get(guarded.url + "/", headers=headers).status_code == 401


def test_the_form_takes_the_token_and_the_cookie_lets_in(guarded: Server) -> None:
    with httpx.Client(base_url=guarded.url) as client:
        assert client.post("/token", data={"token": "wrong"}).status_code == 401
        answer = client.post("/token", data={"token": TOKEN})
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"]
        assert "httponly" in cookie.lower()
        assert "samesite=strict" in cookie.lower()
        assert TOKEN not in cookie
        assert client.get("/").status_code == 200


@pytest.mark.parametrize("token", [None, "short"])
def test_beyond_this_machine_a_long_token_is_needed(samples_ledger: Path, token: str | None) -> None:
    with pytest.raises(SiteError, match="--token"):
        Settings(samples_ledger, host="0.0.0.0", token=token)


def test_large_bodies_and_long_addresses_are_refused(guarded: Server) -> None:
    known = {"authorization": f"Bearer {TOKEN}"}
    large = {"token": "x" * 30_000}
    assert httpx.post(guarded.url + "/token", data=large, headers=known).status_code == 413
    pieces = (b"token=" + b"x" * 5_000 for _ in range(10))
    form = {**known, "content-type": "application/x-www-form-urlencoded"}
    assert httpx.post(guarded.url + "/token", content=pieces, headers=form).status_code == 413
    assert httpx.get(guarded.url + "/search?q=" + "x" * 9_000, headers=known).status_code == 414


def test_an_unforeseen_fault_shows_nothing_of_the_inside(
    serve: Callable[..., Server], samples_ledger: Path, caplog: pytest.LogCaptureFixture
) -> None:
    server = serve(samples_ledger)

    @server.app.get("/api/broken")
    @server.app.get("/broken")
    def broken(request: Request) -> None:
        raise RuntimeError("the inside of " + str(samples_ledger))

    with caplog.at_level(logging.CRITICAL, "dragoman.web"):
        answer = httpx.get(server.url + "/api/broken")
        page = httpx.get(server.url + "/broken")
    assert answer.status_code == page.status_code == 500
    assert answer.json()["error"]["title"] == "Internal Server Error"
    for body in (answer.text, page.text):
        assert "inside of" not in body
        assert "Traceback" not in body
    assert "content-security-policy" in page.headers


def test_errors_of_the_api_have_one_shape(server: Server) -> None:
    answer = httpx.get(server.url + "/api/nothing")
    assert answer.json() == {"error": {"status": 404, "title": "Not Found", "detail": "Not Found"}}


def test_nothing_outside_the_folder_of_looks_is_served(server: Server) -> None:
    for path in ("/static/../app.py", "/static/%2e%2e/app.py", "/static//etc/passwd", "/static/..%2fapp.py"):
        assert httpx.get(server.url + path).status_code == 404


@pytest.mark.parametrize("back", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:1", "/a\nb"])
def test_the_way_back_is_on_this_site(server: Server, back: str) -> None:
    answer = httpx.post(server.url + "/theme", data={"theme": "dark", "back": back})
    assert answer.headers["location"] == "/"


def test_links_lead_only_where_they_can_do_no_harm() -> None:
    assert links.outside("https://example.org/a") == "https://example.org/a"
    for url in ("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "http://", "https://[", None, ""):
        assert links.outside(url) is None
    assert links.actor("a/b?c#<d>") == "/actor/a%2Fb%3Fc%23%3Cd%3E"


def test_no_ledger_is_an_error_that_says_so(tmp_path: Path) -> None:
    with pytest.raises(LedgerError, match="it is no ledger"):
        create_app(Settings(tmp_path / "none"))
