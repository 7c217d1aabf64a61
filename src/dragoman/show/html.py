"""A reading as one self-contained page: no network, no third-party script, readable without scripts and without colour.

Report text is hostile: everything goes through Jinja's escaping, hidden characters are made visible, and a content
security policy lets only this page's own style and script run, each named by its hash.
"""

from __future__ import annotations

import base64
import hashlib
from functools import cache
from importlib.resources import files
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from dragoman.records import Reading
from dragoman.show.bits import paragraphs, pieces_of, places
from dragoman.show.view import sections
from dragoman.show.visible import one_line, visible
from dragoman.show.words import LAYERS, NO_DATE, NO_TITLE, NOT_STATED

MENTIONS = 12
"""A record links to at most this many places in the text."""


def page(reading: Reading, text: str) -> str:
    """The page of a reading. `text` is the report's text."""
    css, script = _asset("page.css"), _asset("page.js")
    cut = pieces_of(reading, text)
    return _template().render(
        reading=reading,
        title=one_line(reading.report.title or reading.report.source_id or NO_TITLE),
        date=reading.report.date or NO_DATE,
        source=one_line(reading.report.source or ""),
        url=reading.report.url or "",
        link=_is_web_address(reading.report.url),
        paragraphs=list(paragraphs(cut, text)),
        places=places(cut),
        sections=sections(reading, text),
        layers={k: v for k, v in LAYERS.items() if k != "own_events" or reading.reader.ontology},
        not_stated=NOT_STATED,
        most=MENTIONS,
        policy=_policy(css, script),
        css=Markup(css),
        script=Markup(script),
    )


def _is_web_address(url: str | None) -> bool:
    """Whether a link to `url` can only lead to a web page, never run anything."""
    try:
        parts = urlsplit(url or "")
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _policy(css: str, script: str) -> str:
    """The content security policy: nothing but this page's own style and script."""
    return (
        f"default-src 'none'; style-src '{_hash(css)}'; script-src '{_hash(script)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(content: str) -> str:
    return f"sha256-{base64.b64encode(hashlib.sha256(content.encode()).digest()).decode()}"


@cache
def _asset(name: str) -> str:
    content = files("dragoman.show").joinpath("templates", name).read_text(encoding="utf-8")
    return content.replace("\r\n", "\n")


def _finalize(value: object) -> object:
    """Whatever the template prints is made visible; only the page's own style and script are markup."""
    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


@cache
def _template() -> Template:
    environment = Environment(
        loader=PackageLoader("dragoman.show"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_finalize,
    )
    return environment.get_template("page.html")
