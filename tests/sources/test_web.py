"""Addresses that the user names: a real server on this machine, with redirections, refusals and broken answers."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import ClassVar

import pytest
from made_reports import REPORTS, json_lines, page, rss, zip_of

from dragoman.errors import ReportNotFound, SourceError
from dragoman.sources import Location, fetch, find, web

ANSWERS: dict[str, tuple[int, dict[str, str], bytes]] = {
    "/page": (200, {"Content-Type": "text/html; charset=utf-8"}, page()),
    "/old": (302, {"Location": "/page"}, b""),
    "/loop": (302, {"Location": "/loop"}, b""),
    "/ftp": (302, {"Location": "ftp://127.0.0.1:1/x"}, b""),
    "/local": (302, {"Location": "file:///etc/hosts"}, b""),
    "/rows": (200, {"Content-Type": "application/octet-stream"}, json_lines()),
    "/rows.zip": (200, {}, zip_of({"a.jsonl": json_lines()})),
    "/feed": (200, {}, rss("<item><title>Envoys of Peru and Chile meet in Lima</title><link>/page</link></item>")),
    "/error": (503, {}, b"busy"),
    "/short": (200, {"Content-Length": "99999"}, json_lines()),
    "/cyrillic": (
        200,
        {"Content-Type": "text/html; charset=windows-1251"},
        "<p>Лавров встретился с послом".encode("cp1251"),
    ),
}


class Handler(BaseHTTPRequestHandler):
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        self.asked.append(self.path)
        status, headers, body = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{running.server_port}"
        running.shutdown()
        thread.join()


def test_a_page_is_its_article_and_is_opened_again(server: str) -> None:
    (one,) = find([f"{server}/page"])
    assert one.report is not None
    assert one.location == Location(f"{server}/page")
    assert one.report.url == f"{server}/page"
    assert one.report.date == "2004-05-03"
    assert fetch(one.location) == one.report


def test_a_redirection_is_followed_and_the_report_has_the_last_address(server: str) -> None:
    (one,) = find([f"{server}/old"])
    assert one.report is not None
    assert (one.location.path, one.report.url) == (f"{server}/old", f"{server}/page")


@pytest.mark.parametrize("name", ["rows", "rows.zip"])
def test_an_answer_of_any_format_is_read(server: str, name: str) -> None:
    assert [one.report for one in find([f"{server}/{name}"])] == [*REPORTS]


def test_no_link_is_followed(server: str) -> None:
    Handler.asked.clear()
    (one,) = find([f"{server}/feed"])
    assert one.report is not None
    assert Handler.asked == ["/feed"]


def test_the_encoding_that_the_server_states_holds(server: str) -> None:
    (one,) = find([f"{server}/cyrillic"])
    assert "'ru'" in str(one.error) or "another language" in str(one.error)


@pytest.mark.parametrize(
    ("name", "error", "reason"),
    [
        ("none", ReportNotFound, "there is nothing (404)"),
        ("error", SourceError, "the server refuses (503"),
        ("loop", SourceError, "redirect"),
        ("local", SourceError, "not allowed"),
        ("ftp", SourceError, "no address of the web"),
    ],
)
def test_what_cannot_be_had_is_a_clear_error(server: str, name: str, error: type, reason: str) -> None:
    (one,) = find([f"{server}/{name}"])
    assert type(one.error) is error
    assert reason in str(one.error)
    assert one.error.hint


def test_an_answer_that_breaks_off_gives_what_came(server: str) -> None:
    *read, broken = find([f"{server}/short"])
    assert [one.report for one in read] == [*REPORTS]
    assert "broke off" in str(broken.error)


def test_an_answer_that_is_too_large_is_stopped(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MOST", 100)
    *_, last = find([f"{server}/rows"])
    assert isinstance(last.error, SourceError)
    assert "larger than" in str(last.error)


def test_a_server_that_is_not_there_is_a_clear_error(server: str) -> None:
    (one,) = find(["http://127.0.0.1:1/x"])
    assert "cannot be reached" in str(one.error)
    (one,) = find(["http://[bad/x"])
    assert isinstance(one.error, SourceError)
