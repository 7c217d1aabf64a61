"""Templates: hostile text is escaped and made visible, and every page gets the words, links and names it may need."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from dragoman.show.excerpt import clip
from dragoman.show.visible import one_line, visible
from dragoman.show.words import EVENT_TYPES, Parties
from dragoman.web import links
from dragoman.web.strings import words

if TYPE_CHECKING:
    from dragoman.web.site import Site

THEMES = ("auto", "light", "dark")
THEME_COOKIE = "dragoman-theme"


def environment() -> Environment:
    """The environment of all templates."""
    made = Environment(
        loader=PackageLoader("dragoman.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    made.globals |= {"words": words(), "links": links, "type_names": EVENT_TYPES, "party_name": Parties().name}
    made.filters |= {"one_line": one_line, "clip": clip, "day": day, "count": count}
    return made


def page(
    request: Request, template: str, context: Mapping[str, Any] | None = None, *, status: int = 200, **more: Any
) -> HTMLResponse:
    """A page made from `template`. Beside the context it gets `site`, `theme`, `here` (its address) and `csrf`."""
    site: Site = request.app.state.site
    theme = request.cookies.get(THEME_COOKIE, "auto")
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    known = {
        "site": site,
        "theme": theme if theme in THEMES else "auto",
        "here": here,
        "path": request.url.path,
        "csrf": site.csrf,
        "version": site.ledgers.current().version,
    }
    html = site.templates.get_template(template).render({**known, **(context or {}), **more})
    return HTMLResponse(html, status)


def day(value: dt.date | str | None) -> str:
    """A day as people write it: "4 March 2019"; other TIMEX values as they are."""
    if value is None:
        return str(words()["base"]["no_date"])
    if isinstance(value, str):
        if len(value) != 10 or not value.replace("-", "").isdecimal():
            return value
        value = dt.date.fromisoformat(value)
    return f"{value.day} {value:%B %Y}"


def count(number: int, noun: str = "", plural: str = "") -> str:
    """A number with its noun: "1 report", "1,200 reports"."""
    word = noun if number == 1 else plural or f"{noun}s"
    return f"{number:,} {word}" if noun else f"{number:,}"


def _finalize(value: object) -> object:
    """Whatever a template prints is made visible; markup is what the code itself made."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value
