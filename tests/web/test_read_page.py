"""Read: a text that is pasted, chosen or dropped is read at once; it is added only where that is allowed."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from asking import client
from lxml import html
from playwright.sync_api import Browser, expect
from visiting import Server, Visitor, visiting

from dragoman.ledger.store import Ledger
from dragoman.reader import Reader
from dragoman.records import Reading

TEXT = (
    "LIMA, March 4, 2019 -- The foreign ministers of Peru and Ecuador met here on Monday.\n\n"
    "“We will open the bridge only if Quito pulls back its guards,” Peru's minister said.\n"
)


@pytest.fixture
def folder(samples_ledger: Path, tmp_path: Path) -> Path:
    """A ledger of its own, to add to."""
    return Path(shutil.copytree(samples_ledger, tmp_path / "ledger"))


def test_a_pasted_text_is_read(samples_ledger: Path, reader: Reader) -> None:
    with client(samples_ledger, reader) as asked:
        answer = asked.post("/read", data={"text": TEXT.replace("\n", "\r\n"), "title": "Bridge", "source": "The Wire"})
        assert answer.status_code == 200
        tree = html.fromstring(answer.text)
        assert "Bridge" in tree.xpath("string(//h1)")
        assert tree.xpath("//a[contains(@class, 'm')]")
        assert "Add to the ledger" not in answer.text
        reading = Reading.model_validate_json(asked.get(f"{answer.url.path}.json").content)
        assert reading == reader.read(TEXT, title="Bridge", source="The Wire")
        assert asked.get("/read/nothing").status_code == 404
        assert asked.get("/read/nothing.json").status_code == 404


def test_files_of_every_sort(samples_ledger: Path, reader: Reader) -> None:
    line = json.dumps({"text": TEXT, "title": "From a line", "date": "2019-03-05"})
    page = f"<html><head><title>A page</title></head><body><article><p>{TEXT * 4}</p></article></body></html>"
    files = {
        "a.txt": (TEXT.encode(), 200, "Bridge"),
        "two.jsonl": (f"{line}\n{line}\n".encode(), 200, "Bridge"),
        "page.html": (page.encode(), 200, "Bridge"),
        "../../etc/passwd": (TEXT.encode(), 200, "Bridge"),
        "nothing.txt": (b"", 400, "alert"),
        "noise.bin": (bytes(range(256)) * 20, 400, "alert"),
        "broken.zip": (b"PK\x03\x04" + b"x" * 400, 400, "alert"),
        "russian.txt": ("Министры иностранных дел встретились в понедельник в столице. ".encode() * 5, 400, "language"),
    }
    with client(samples_ledger, reader) as asked:
        for name, (content, status, words) in files.items():
            answer = asked.post("/read", data={"title": "Bridge"}, files={"file": (name, content)})
            assert answer.status_code == status, (name, answer.text[:300])
            assert words in answer.text, name
            assert "Traceback" not in answer.text


def test_what_cannot_be_read_is_told(samples_ledger: Path, reader: Reader) -> None:
    with client(samples_ledger, reader, max_text=500) as asked:
        for data, status in (
            ({"text": ""}, 400),
            ({"text": "word " * 200}, 413),
            ({"text": TEXT, "date": "soon"}, 400),
            ({"text": TEXT, "title": "x" * 400}, 400),
        ):
            assert asked.post("/read", data=data).status_code == status, data
        kept = asked.post("/read", data={"text": "", "title": "Kept"})
        assert "Kept" in kept.text, "what was typed is still there"
        assert asked.post("/read", data={"text": TEXT}, headers={"origin": "http://evil.example"}).status_code == 403


def test_adding_needs_leave_and_the_token(folder: Path, reader: Reader) -> None:
    with client(folder, reader, allow_add=True) as asked:
        answer = asked.post("/read", data={"text": TEXT})
        form = html.fromstring(answer.text).xpath("//form[contains(@action, '/add')]")[0]
        path, token = form.get("action"), form.xpath("input[@name='csrf']/@value")[0]
        assert asked.post(path).status_code == 403
        assert asked.post(path, data={"csrf": "guessed"}).status_code == 403
        assert len(Ledger(folder).known()) == 24
        added = asked.post(path, data={"csrf": token})
        assert added.status_code == 200
        assert added.url.path.startswith("/report/")
        again = asked.post(path, data={"csrf": token})
        assert again.status_code == 200
        assert len(Ledger(folder).known()) == 25
        assert "The ledger holds this report." in asked.get(answer.url.path).text
    with client(folder, reader) as asked:
        other = asked.post("/read", data={"text": TEXT + "More."})
        token = asked.app.state.site.csrf  # type: ignore[attr-defined]
        assert asked.post(f"{other.url.path}/add", data={"csrf": token}).status_code == 403
    assert len(Ledger(folder).known()) == 25


def test_in_a_browser(visitor: Visitor, tmp_path: Path) -> None:
    page = visitor.open("/read")
    page.locator("#text").fill(TEXT)
    page.get_by_role("button", name="Read").click()
    expect(page.locator("article a.m").first).to_be_visible()
    with page.expect_download() as given:
        page.get_by_role("link", name="The reading as JSON").click()
    Reading.model_validate_json(Path(given.value.path()).read_bytes())
    page.goto(visitor.url + "/read")
    page.evaluate(
        """text => {
            const given = new DataTransfer();
            given.items.add(new File([text], 'dropped.txt', { type: 'text/plain' }));
            const how = { bubbles: true, cancelable: true, dataTransfer: given };
            for (const type of ['dragenter', 'dragover', 'drop'])
                document.body.dispatchEvent(new DragEvent(type, how));
        }""",
        TEXT,
    )
    expect(page.locator("#dropped")).to_contain_text("dropped.txt")
    page.get_by_role("button", name="Read").click()
    expect(page.locator("article a.m").first).to_be_visible()


def test_without_scripts_and_added(browser: Browser, serve: Callable[..., Server], folder: Path) -> None:
    site = serve(folder, allow_add=True)
    with visiting(browser, site, java_script_enabled=False) as visitor:
        page = visitor.open("/read")
        page.locator("#text").fill(TEXT)
        page.get_by_role("button", name="Read").click()
        page.get_by_role("button", name="Add to the ledger").click()
        assert "/report/" in page.url
        expect(page.locator("h1")).to_be_visible()
    assert len(Ledger(folder).known()) == 25
