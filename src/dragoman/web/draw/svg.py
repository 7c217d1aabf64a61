"""Drawings are trees of elements that an XML writer escapes: no report's text is put into markup by hand.

Colours, fonts and strokes are those of classes in a style sheet: a drawing has no style of its own, which the site's
content security policy would not let through, and follows the theme of its page.
"""

from __future__ import annotations

from textwrap import wrap
from xml.etree import ElementTree as ET

from markupsafe import Markup

from dragoman.show.excerpt import clip
from dragoman.show.visible import visible

Element = ET.Element
Value = str | float | None


def drawing(width: float, height: float, label: str, css: str) -> Element:
    """The root of a drawing of `width` by `height` units, which its page scales; `label` says what it shows."""
    return _element(
        "svg",
        {
            "xmlns": "http://www.w3.org/2000/svg",
            "class": css,
            "viewBox": f"0 0 {_number(width)} {_number(height)}",
            "role": "group",
            "aria-label": label,
        },
    )


def add(parent: Element, tag: str, css: str | None = None, text: str | None = None, **attributes: Value) -> Element:
    """A new element in `parent`. "_" in the name of an attribute stands for "-"; one that is None is left out."""
    made = _element(tag, {"class": css, **{name.replace("_", "-"): value for name, value in attributes.items()}})
    if text is not None:
        made.text = plain(text)
    parent.append(made)
    return made


def link(parent: Element, href: str, title: str, css: str | None = None) -> Element:
    """A link to a place of this site, with words for whoever points at it or cannot see it."""
    if not href.startswith(("/", "#")) or href.startswith("//"):
        raise ValueError("a drawing links to its own site only")
    made = add(parent, "a", css, href=href, aria_label=" ".join(title.split()))
    add(made, "title", text=title)
    return made


def markup(root: Element) -> Markup:
    """The drawing as markup."""
    return Markup(ET.tostring(root, encoding="unicode"))


def plain(text: str) -> str:
    """`text` with hidden characters made visible, and without the two that XML cannot hold."""
    return visible(text).replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")


def lines(text: str, width: int, most: int) -> list[str]:
    """`text` in at most `most` lines of about `width` characters; what does not fit is cut at a word's end."""
    found = wrap(clip(text, width * 40), width, break_long_words=True)
    if len(found) <= most:
        return found
    return [*found[: most - 1], clip(" ".join(found[most - 1 : most + 1]), width)]


def _element(tag: str, attributes: dict[str, Value]) -> Element:
    return ET.Element(
        tag,
        {
            name: plain(value) if isinstance(value, str) else _number(value)
            for name, value in attributes.items()
            if value is not None
        },
    )


def _number(value: float) -> str:
    return f"{round(value, 1):g}"
