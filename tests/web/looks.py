"""How a page looks and reads: axe-core's verdict, its width, and pictures of it for a person to look at."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import axe_core_python
from playwright.sync_api import Browser, Page
from visiting import Server, visiting

SHOTS = Path(__file__).resolve().parents[2] / "out" / "screenshots"
WIDTHS = (360, 1280, 2560)
THEMES = ("light", "dark")


@cache
def axe() -> str:
    """The script of axe-core that its package carries."""
    return (Path(axe_core_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")


RUN = """async () => {
  const said = (node) => node.target.join(' ') + ' ' + (node.any[0] || {}).message;
  const found = await axe.run(document, {resultTypes: ['violations']});
  return found.violations.filter((one) => ['serious', 'critical'].includes(one.impact))
    .map((one) => one.id + ': ' + one.nodes.slice(0, 3).map(said).join(' | '));
}"""


def serious(page: Page) -> list[str]:
    """What axe-core calls serious or critical. The page's context needs `bypass_csp`: axe is no script of the site."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(axe())
    found: list[str] = page.evaluate(RUN)
    return found


JUDGED = {(360, "light"), (1280, "light"), (1280, "dark")}
"""Where axe-core is asked: it takes a second a page, and nothing but the layout differs elsewhere."""


def too_wide(page: Page) -> bool:
    """Whether a visitor would have to scroll sideways."""
    wide, room = page.evaluate("[document.documentElement.scrollWidth, document.documentElement.clientWidth]")
    return bool(wide > room)


def shots(browser: Browser, server: Server, name: str, path: str, **context: Any) -> Iterator[tuple[bool, Page]]:
    """The page at each width in each theme, with a picture in out/screenshots; and whether to ask axe."""
    SHOTS.mkdir(parents=True, exist_ok=True)
    for theme in THEMES:
        size: Any = {"viewport": {"width": WIDTHS[0], "height": 900}}
        with visiting(browser, server, color_scheme=theme, bypass_csp=True, **{**size, **context}) as visitor:
            page = visitor.open(path)
            for width in WIDTHS:
                page.set_viewport_size({"width": width, "height": 780 if width < 400 else 1000})
                page.screenshot(path=SHOTS / f"{name}-{width}-{theme}.png")
                yield (width, theme) in JUDGED, page
