"""The pages at three widths in both themes: axe-core has nothing serious to say, nothing is too wide."""

from pathlib import Path

import pytest
from looks import serious, shots, too_wide
from playwright.sync_api import Browser
from visiting import Server, visiting

from dragoman.ledger.store import Ledger


@pytest.fixture(scope="module")
def paths(samples_ledger: Path) -> dict[str, str]:
    ledger = Ledger(samples_ledger)
    report = ledger.query("SELECT report_id FROM reports ORDER BY n_conditions DESC, report_id LIMIT 1").rows()[0]
    act = ledger.query("SELECT occurrence_id FROM occurrences ORDER BY reports DESC, occurrence_id LIMIT 1").rows()[0]
    return {
        "overview": "/",
        "report": f"/report/{report['report_id']}?record=conditions-1#at",
        "actor": "/actor/GRC",
        "occurrence": f"/occurrence/{act['occurrence_id']}",
    }


@pytest.mark.parametrize("name", ["overview", "report", "actor", "occurrence"])
def test_it_can_be_read_by_everybody(browser: Browser, server: Server, paths: dict[str, str], name: str) -> None:
    for judged, page in shots(browser, server, name, paths[name]):
        assert not too_wide(page), page.viewport_size
        assert not judged or serious(page) == []


def test_an_error_looks_like_a_page(browser: Browser, server: Server) -> None:
    with visiting(browser, server, bypass_csp=True) as visitor:
        page = visitor.open("/report/none", expect=(404,))
        assert "holds no report" in page.locator("main").inner_text()
        assert serious(page) == []
