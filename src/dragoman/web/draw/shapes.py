"""Small shapes, so that nothing is told by colour alone."""

from __future__ import annotations

from math import cos, pi, sin

from markupsafe import Markup

from dragoman.web.draw.svg import Element, add, drawing, markup

STANCES = ("demands", "conditions", "refuses", "denies", "offers", "accepts")
"""Stances in the order of legends, the hard ones first."""

STATUSES = ("held", "planned", "possible", "cancelled")


def stance(parent: Element, name: str, x: float, y: float, r: float = 6.0) -> None:
    """The shape of a stance: its class is that of the stance, too."""
    css = f"shape {name}"
    if name == "demands":
        add(parent, "path", css, d=_path((x, y - r), (x + r, y + r * 0.8), (x - r, y + r * 0.8)))
    elif name == "conditions":
        corners = [(x + r * cos(pi * k / 3), y + r * sin(pi * k / 3)) for k in range(6)]
        add(parent, "path", css, d=_path(*corners))
    elif name == "refuses":
        a = r * 0.85
        add(parent, "path", css, d=f"{_line((x - a, y - a), (x + a, y + a))} {_line((x - a, y + a), (x + a, y - a))}")
    elif name == "denies":
        add(parent, "path", css, d=_path((x, y - r), (x + r, y), (x, y + r), (x - r, y)))
    elif name == "accepts":
        add(parent, "rect", css, x=x - r * 0.85, y=y - r * 0.85, width=r * 1.7, height=r * 1.7)
    else:
        add(parent, "circle", css, cx=x, cy=y, r=r * 0.95)


def status(parent: Element, name: str, x: float, y: float, width: float = 0.0, r: float = 6.0) -> None:
    """The shape of a meeting, as long as its days; a cross goes through one that is off."""
    css = f"shape {name}"
    add(parent, "rect", css, x=x - r, y=y - r, width=width + 2 * r, height=2 * r, rx=2 if name == "possible" else r)
    if name == "cancelled":
        middle, a = x + width / 2, r * 0.6
        cross = f"{_line((middle - a, y - a), (middle + a, y + a))} {_line((middle - a, y + a), (middle + a, y - a))}"
        add(parent, "path", "cross", d=cross)


def key(kind: str, name: str) -> Markup:
    """The shape of a "stance" or of a "status" for a legend; its words stand beside it."""
    root = drawing(18, 18, name, "key")
    root.set("aria-hidden", "true")
    (stance if kind == "stance" else status)(root, name, 9, 9)
    return markup(root)


def arrow(parent: Element, x: float, y: float, angle: float, css: str) -> None:
    """A point of an arrow that ends at x, y and looks along `angle` (radians)."""
    length, half = 8.0, 0.45
    one = (x - length * cos(angle - half), y - length * sin(angle - half))
    other = (x - length * cos(angle + half), y - length * sin(angle + half))
    add(parent, "path", css, d=_path((x, y), one, other))


def _path(*corners: tuple[float, float]) -> str:
    return "M" + " L".join(f"{x:.1f},{y:.1f}" for x, y in corners) + " Z"


def _line(one: tuple[float, float], other: tuple[float, float]) -> str:
    return f"M{one[0]:.1f},{one[1]:.1f} L{other[0]:.1f},{other[1]:.1f}"
