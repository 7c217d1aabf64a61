"""Reports that attack: nothing of their text, titles, names or file names is run, and all of it can be seen."""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser
from visiting import Server, Visitor, visiting

from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.reader import describe
from dragoman.records import Reading
from dragoman.sources.found import Location
from dragoman.web import links
from made_reading import TEXT, records, report, span

ATTACKS = [
    "<script>window.hit = 1</script>",
    "<img src=x onerror='window.hit = 1'>",
    "<svg onload='window.hit = 1'><animate onbegin='window.hit = 1'/></svg>",
    "\"'><a autofocus onfocus=window.hit=1 href=javascript:window.hit=1>x</a>",
    "</title></style></script><script>window.hit = 1</script>",
    "{{ 7 * 7 }}{% for a in b %}${7*7}#{7*7}",
    "\u202e\u2066\u200b\x00\x1b[31m</p><meta http-equiv=refresh content='0;url=https://example.org'>",
    "javascript:window.hit=1",
    "../../../../etc/passwd%00%2e%2e",
]


PROTOCOLS = "all => all.map((a) => new URL(a.href.baseVal ?? a.href, location).protocol)"


def attacked(attack: str) -> tuple[Reading, str]:
    """The reading made by hand, of a report in which everything that can be said says `attack`."""
    text = f"{TEXT}\n{attack} is what {attack} said.\n"
    known: dict[str, Any] = records()
    known["actors"][0] |= {"name": attack, "code": attack, "role": attack, "kind": "organization"}
    known["actors"][2] |= {"name": attack, "role": attack}
    known["places"][0] |= {"name": attack}
    known["events"][0] |= {"actors": (attack, "ECU"), "place": attack, "issue": attack, "date": attack}
    known["events"][1] |= {"actors": (attack,)}
    known["statements"][0] |= {"speaker_name": attack, "speaker_code": attack, **span(attack, text=text)}
    known["statements"][1] |= {"addressee": attack}
    known["assessments"][0] |= {"about": attack, "holder_name": attack}
    known["negotiation"]["meetings"][1] |= {"place": attack, "parties": (attack, "ECU")}
    known["negotiation"]["positions"][0] |= {"issue": attack, "toward": attack}
    known["negotiation"]["deadlocks"][0] |= {"because": attack, "parties": (attack, "ECU"), "issue": attack}
    about = describe(report(text, title=attack, source=attack, url=attack, date="2019-03-05"))
    reader = {"version": attack, "model": attack}
    return Reading.model_validate({"report": about, "reader": reader, **known}), text


@pytest.fixture(scope="module")
def hostile(serve: Callable[..., Server], tmp_path_factory: pytest.TempPathFactory) -> tuple[Server, list[str]]:
    folder = tmp_path_factory.mktemp("hostile") / "<b>ledger {{ 7 * 7 }}"
    rows = []
    for attack in ATTACKS:
        reading, text = attacked(attack)
        rows.append(Row(reading, text, Location(attack.replace("\x00", ""))))
    ledger = Ledger(folder, create=True)
    ledger.append(rows)
    acts = ledger.query("SELECT occurrence_id FROM occurrences ORDER BY ALL").rows()
    paths = ["/", *(links.report(row.reading.report.id, record="events-1") for row in rows)]
    paths += [f"/report/{row.reading.report.id}" for row in rows[:1]]
    paths += [links.actor(attack) for attack in ATTACKS[:-1]]
    paths += [links.occurrence(act["occurrence_id"]) for act in acts[:12]]
    return serve(folder), paths


@pytest.fixture
def visitor(browser: Browser, hostile: tuple[Server, list[str]]) -> Iterator[Visitor]:
    with visiting(browser, hostile[0]) as visitor:
        yield visitor


def test_nothing_is_run_and_nothing_is_fetched(visitor: Visitor, hostile: tuple[Server, list[str]]) -> None:
    for path in hostile[1]:
        page = visitor.open(path)
        page.keyboard.press("j")
        assert page.evaluate("window.hit") is None, path
        assert page.url.startswith(visitor.url), path
        body = page.content()
        assert "49" not in page.title()
        assert "\u202e" not in body
        assert "\x1b" not in body
        for element in ("body script", "iframe", "meta[http-equiv=refresh]", "main img", "[onload]", "[onfocus]"):
            assert page.locator(element).count() == 0, (path, element)
        addresses = page.eval_on_selector_all("a", PROTOCOLS)
        assert set(addresses) <= {"http:"}, path


def test_the_attack_can_be_read(visitor: Visitor, hostile: tuple[Server, list[str]]) -> None:
    page = visitor.open(hostile[1][1])
    assert ATTACKS[0] in page.locator("article").inner_text()
    assert ATTACKS[0] in page.locator("h1").inner_text()
    page = visitor.open(hostile[1][7])
    assert "⟦U+202E⟧" in page.locator("article").inner_text()


@pytest.mark.parametrize("attack", ATTACKS)
def test_what_a_visitor_types_is_no_markup_either(visitor: Visitor, attack: str) -> None:
    typed = quote(attack, safe="")
    for path in (f"/report/{typed}", f"/occurrence/{typed}", f"/actor/x{typed}", f"/report/x?at={typed}", f"/{typed}"):
        page = visitor.open(path, expect=(400, 404, 422))
        assert page.evaluate("window.hit") is None
        assert page.locator("body script").count() == 0
        assert page.locator("h1").count() == 1
