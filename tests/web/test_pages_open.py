"""Every page opens in a browser without a complaint."""

import pytest
from visiting import Visitor

PAGES = ["/", "/negotiation", "/search", "/read", "/sql"]


@pytest.mark.parametrize("path", PAGES)
def test_it_opens(visitor: Visitor, path: str) -> None:
    page = visitor.open(path)
    assert page.title().endswith("– Dragoman")
    assert page.locator("h1").count() == 1
