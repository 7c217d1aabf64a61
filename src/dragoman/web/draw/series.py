"""Conflict and cooperation of two parties over time: Vega-Lite, drawn on the server, in the colours of the page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from lxml import etree
from markupsafe import Markup

from dragoman.web.draw.svg import plain

_SVG = "http://www.w3.org/2000/svg"
_HREF = "{http://www.w3.org/1999/xlink}href"
COLOURS = {
    "#010101": "cooperation", "#020202": "conflict", "#030303": "ink", "#040404": "soft", "#050505": "grid",
    "#060606": "change", "#070707": "since", "#080808": "axis",
}  # fmt: skip
"""Colours that stand for classes of the style sheet until the drawing is done."""
_COOPERATION, _CONFLICT, _INK, _SOFT, _GRID, _CHANGE, _SINCE, _AXIS = COLOURS


class Span(NamedTuple):
    """A week or month: its sums, where it leads, what it says; `change` is the word of a change that begins."""

    start: str
    end: str
    cooperation: float
    conflict: float
    href: str
    title: str
    change: str | None = None
    change_title: str = ""


def specification(
    spans: Sequence[Span], since: str | None = None, width: int = 940, height: int = 190, *, closer: bool = False
) -> dict[str, Any]:
    """The chart in Vega-Lite: cooperation upwards, conflict downwards, change points as lines with a word.

    `closer` makes one for a browser: as wide as its place, to be moved and zoomed, with words at each bar.
    """
    spans = [_plain(span) for span in spans]
    bars = [
        {"start": span.start, "end": span.end, "score": score, "kind": kind, "href": span.href, "title": span.title}
        for span in spans
        for kind, score in (("cooperation", span.cooperation), ("conflict", span.conflict))
        if score
    ]
    changes = [
        {"start": span.start, "word": span.change, "href": span.href, "title": span.change_title}
        for span in spans
        if span.change
    ]
    domain = [spans[0].start, spans[-1].end] if spans else None
    x = {"field": "start", "type": "temporal", "title": None}
    link = {"href": {"field": "href"}, "description": {"field": "title"}}
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": bars},
            "mark": {"type": "bar", "x2Offset": -1},
            "encoding": {
                "x": {**x, "scale": {"type": "utc", **({} if closer else {"domain": domain})}},
                "x2": {"field": "end"},
                "y": {"field": "score", "type": "quantitative", "stack": None, "title": None},
                "y2": {"datum": 0},
                "color": {
                    "field": "kind",
                    "scale": {"domain": ["cooperation", "conflict"], "range": [_COOPERATION, _CONFLICT]},
                    "legend": None,
                },
                **link,
            },
        },
        {"data": {"values": [{}]}, "mark": {"type": "rule", "color": _AXIS}, "encoding": {"y": {"datum": 0}}},
    ]
    if changes:
        rule = {"type": "rule", "color": _CHANGE, "strokeWidth": 2}
        words = {
            "type": "text", "color": _CHANGE, "align": {"expr": "datum.right ? 'right' : 'left'"},
            "dx": {"expr": "datum.right ? -5 : 5"}, "dy": 4, "baseline": "top", "fontSize": 12, "fontWeight": "bold",
        }  # fmt: skip
        late = spans[len(spans) * 7 // 10].start
        values = [{**change, "right": change["start"] > late} for change in changes]
        layers.append({"data": {"values": values}, "mark": rule, "encoding": {"x": x, **link}})
        text = {"text": {"field": "word"}, "y": {"value": 0}}
        layers.append({"data": {"values": values}, "mark": words, "encoding": {"x": x, **text, **link}})
    if closer:
        layers[0]["params"] = [{"name": "closer", "select": {"type": "interval", "encodings": ["x"]}, "bind": "scales"}]
        for layer in layers:
            if "href" in layer["encoding"]:
                layer["encoding"]["tooltip"] = {"field": "title"}
    if since is not None and domain and domain[0] <= since <= domain[1]:
        mark = {"type": "rule", "color": _SINCE, "strokeDash": [2, 3], "strokeWidth": 1.5}
        layers.append({"data": {"values": [{"start": since}]}, "mark": mark, "encoding": {"x": x}})
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "width": "container" if closer else width,
        "height": 320 if closer else height,
        "padding": 4,
        "background": None,
        "layer": layers,
        "config": {
            "view": {"stroke": None},
            "axis": {
                "labelFontSize": 12, "labelColor": _SOFT, "gridColor": _GRID, "tickColor": _GRID, "domain": False,
                "labelPadding": 6,
            },
            "axisX": {"grid": False, "labelOverlap": True, "tickCount": 12},
            "axisY": {"tickCount": 5},
        },
    }  # fmt: skip


def chart(spans: Sequence[Span], label: str, since: str | None = None) -> Markup | None:
    """The drawn chart, every bar and change a link; None where there is nothing. Takes a fifth of a second."""
    if not any(span.cooperation or span.conflict for span in spans):
        return None
    import vl_convert

    svg = vl_convert.vegalite_to_svg(specification(spans, since), allowed_base_urls=[])
    return themed(svg, label, {span.href for span in spans})


def _plain(span: Span) -> Span:
    """The span without what no JSON or XML can hold."""
    change = None if span.change is None else plain(span.change)
    return span._replace(title=plain(span.title), change=change, change_title=plain(span.change_title))


def themed(svg: str, label: str, known: set[str]) -> Markup:
    """A drawing of Vega with classes in place of colours, and with links to `known` addresses only.

    What Vega prints is parsed and written anew, so that nothing comes through which is not one of its shapes.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
    root = etree.fromstring(svg.encode(), parser)
    for element in list(root.iter()):
        if not isinstance(element.tag, str):
            continue
        _classes(element)
        if element.tag == f"{{{_SVG}}}a":
            _link(element, known)
    for element in list(root.iter(f"{{{_SVG}}}path")):
        if "background" in element.get("class", "") or "foreground" in element.get("class", ""):
            parent = element.getparent()
            if parent is not None:
                parent.remove(element)
    kept = {"viewBox": root.get("viewBox", ""), "class": "plot series", "role": "group", "aria-label": plain(label)}
    root.attrib.clear()
    for name, value in kept.items():
        root.set(name, value)
    etree.cleanup_namespaces(root)
    return Markup(etree.tostring(root, encoding="unicode"))


def _classes(element: Any) -> None:
    attributes: Mapping[str, str] = dict(element.attrib)
    for name in ("fill", "stroke"):
        colour = attributes.get(name)
        if colour in COLOURS:
            css = f"{name}-{COLOURS[colour]}"
            element.set("class", f"{element.get('class', '')} {css}".strip())
            del element.attrib[name]
    for name in ("style", "font-family", "role", "aria-roledescription", "aria-hidden", "aria-label"):
        element.attrib.pop(name, None)
    if attributes.get("opacity") == "0":
        element.getparent().remove(element)


def _link(element: Any, known: set[str]) -> None:
    """Vega takes addresses for relative to a folder of its own; here they lead to the page that was meant."""
    address = element.attrib.pop(_HREF, "")
    href = next((each for each in known if address.endswith(each)), None)
    for name in list(element.attrib):
        del element.attrib[name]
    shape = element[0] if len(element) else None
    title = shape.attrib.pop("aria-label", "") if shape is not None else ""
    if href is None:
        return
    element.set("href", href)
    element.set("aria-label", " ".join(title.split()))
    words = etree.Element(f"{{{_SVG}}}title")
    words.text = title
    element.insert(0, words)
