"""The drawings: well-formed, every mark a link with words, hostile words harmless, the same each time."""

import datetime as dt
import os
import random
import subprocess
import sys
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from lxml import etree
from markupsafe import Markup

from dragoman.web.draw import graph, lanes, meetings, places, series, shapes
from dragoman.web.draw.days import Days
from dragoman.web.draw.layers import layout
from dragoman.web.draw.svg import add, drawing, lines, link, markup

HOSTILE = (
    '</title><script>alert(1)</script><a href="javascript:alert(2)" onload="x">&amp;{{ 7*7 }}\u202e\x00\ufffe\ud800 ]]>'
)
DAY = dt.date(2018, 6, 1)
SVG = "{http://www.w3.org/2000/svg}"


def day(number: int) -> dt.date:
    return DAY + dt.timedelta(number)


def a_lane(words: str = "demands") -> Markup:
    marks = [lanes.Mark(day(n * 9), shapes.STANCES[n % 6], f"/report/r?at={n}#at", f"{words} {n}") for n in range(12)]
    steps = [lanes.Step(n, n + 1, kind, f"/report/r?at={n}#at", words) for n, kind in enumerate(MOVES)]
    days = lanes.scale([mark.day for mark in marks], [DAY])
    return lanes.lane(marks, steps, days, words, day(20))


MOVES = ("hardens", "softens", "reverses", "adds a condition", "drops a condition")


def a_graph(words: str = "signs") -> Markup:
    nodes = [graph.Node(f"n{n}", words, f"{words} {n}", f"/report/r?at={n}#at", words) for n in range(6)]
    ends = [(0, 1), (1, 0), (1, 2), (2, 3), (0, 3), (4, 5)]
    edges = [
        graph.Edge(
            f"n{a}", f"n{b}", "/report/r?at=9#at", words, words, ended=a == 4, knot=words if a + b == 1 else None
        )
        for a, b in ends
    ]
    svg = graph.graph(nodes, edges, words).svg
    assert svg is not None
    return svg


def some_meetings(words: str = "Vienna") -> Markup:
    bars = [
        meetings.Bar(day(n), day(n + 9 * (n % 2)), ((day(n), day(n), words), (day(n), day(n + 5), words))[: n % 3],
                     shapes.STATUSES[n % 4], words, "/report/r?at=1#at", words)
        for n in range(9)
    ]  # fmt: skip
    return meetings.timeline(bars, [DAY, day(30)], words, (words, words), day(3), (day(20), words))


def some_places(words: str = "Vienna") -> Markup:
    points = [places.Point(40.0 + n / 2, 20.0 + n / 3, words, n, "held", "/report/r?at=1#at", words) for n in range(9)]
    svg = places.places(points, words)
    assert svg is not None
    return svg


def a_series(words: str = "June") -> Markup:
    spans = [
        series.Span(f"2018-{n:02}-01", f"2018-{n + 1:02}-01", n, -n / 2, f"#p0-2018-{n:02}-01", f"{words} {n}",
                    words if n == 5 else None, words)
        for n in range(1, 9)
    ]  # fmt: skip
    svg = series.chart(spans, words, "2018-04-01")
    assert svg is not None
    return svg


DRAWINGS = [a_lane, a_graph, some_meetings, some_places, a_series]


def parsed(svg: Markup) -> Any:
    return etree.fromstring(str(svg).encode("utf-8"))


@pytest.mark.parametrize("draw", DRAWINGS)
def test_every_mark_is_a_link_with_words(draw: Callable[..., Markup]) -> None:
    root = parsed(draw())
    marks = root.findall(f".//{SVG}a")
    assert len(marks) > 5
    for mark in marks:
        assert mark.get("href").startswith(("/report/", "#"))
        assert mark.find(f"{SVG}title").text
        assert mark.get("aria-label")
    assert root.get("aria-label")


@pytest.mark.parametrize("draw", DRAWINGS)
def test_hostile_words_are_words(draw: Callable[..., Markup]) -> None:
    root = parsed(draw(HOSTILE))
    names = {etree.QName(each).localname for each in root.iter() if isinstance(each.tag, str)}
    assert names <= {"svg", "g", "a", "title", "path", "line", "rect", "circle", "text"}
    assert any("<script>" in (each.text or "") for each in root.iter())
    for each in root.iter():
        assert not [name for name in each.attrib if name.startswith("on") or name == "style"]
        assert each.get("href", "/").startswith(("/report/", "#", "/"))
    assert "\u202e" not in draw(HOSTILE)


@pytest.mark.parametrize("draw", DRAWINGS)
def test_a_drawing_is_the_same_each_time_and_needs_no_style(draw: Callable[..., Markup]) -> None:
    svg = draw()
    assert svg == draw()
    assert "style=" not in svg
    assert "<style" not in svg


def test_the_order_of_a_set_does_not_reach_the_graph() -> None:
    code = "import sys; sys.path.insert(0, sys.argv[1]); import test_draw; print(test_draw.a_graph())"
    other = subprocess.run(
        [sys.executable, "-c", code, str(Path(__file__).parent)],
        env={**os.environ, "PYTHONHASHSEED": "1"}, capture_output=True, check=True, text=True,
    )  # fmt: skip
    assert other.stdout.strip() == str(a_graph())


def test_a_link_leads_to_this_site_only() -> None:
    root = drawing(1, 1, "", "")
    for address in ("javascript:alert(1)", "https://example.org/", "//example.org/"):
        with pytest.raises(ValueError, match="its own site"):
            link(root, address, "")


def test_numbers_and_empty_attributes() -> None:
    root = drawing(10, 10.04, "x", "y")
    add(root, "text", None, "a\x1bb", x=1.25, stroke_width=2, y=None)
    assert '<text x="1.2" stroke-width="2">a␛b</text>' in markup(root)
    assert 'viewBox="0 0 10 10"' in markup(root)


def test_lines_are_few_and_say_what_is_left_out() -> None:
    assert lines("one two three", 40, 2) == ["one two three"]
    cut = lines("one two three four five six seven", 9, 2)
    assert len(cut) == 2
    assert cut[-1].endswith("…")
    assert all(len(line) <= 9 for line in cut)


def test_marks_of_one_day_do_not_hide_each_other() -> None:
    marks = [lanes.Mark(DAY, "offers", f"/report/r?at={n}#at", "x") for n in range(4)]
    root = parsed(lanes.lane(marks, [], lanes.scale([DAY], [DAY]), "x"))
    at = {(circle.get("cx"), circle.get("cy")) for circle in root.iter(f"{SVG}circle") if circle.get("class") == "halo"}
    assert len(at) == 4


def test_a_move_that_hardens_bows_up_and_one_that_softens_down() -> None:
    marks = [lanes.Mark(day(n), "offers", "/report/r#at", "x") for n in (0, 200)]
    days = lanes.scale([day(0), day(200)], [day(0), day(200)])
    bows = {}
    for kind in ("hardens", "softens", "reverses"):
        root = parsed(lanes.lane(marks, [lanes.Step(0, 1, kind, "/report/r#at", "x")], days, "x"))
        path = next(p.get("d") for p in root.iter(f"{SVG}path") if p.get("class") == "line")
        start, bow = (float(part.split(",")[1]) for part in (path[1:].split()[0], path.split("Q")[1].split()[0]))
        bows[kind] = bow - start
    assert bows["hardens"] < 0 < bows["softens"]
    assert bows["reverses"] == 0


def test_a_day_long_ago_stands_aside() -> None:
    days = Days.over([dt.date(1995, 9, 13), day(0), day(90)], [day(0), day(100)], 0, 1000)
    assert days.earlier
    assert not days.later
    assert days.x(dt.date(1995, 9, 13)) < days.x(day(0))
    assert days.x(day(90)) - days.x(day(0)) > 700


@pytest.mark.parametrize("span", [1, 20, 90, 400, 2000, 9000, 90000])
def test_ticks_have_room(span: int) -> None:
    ticks = Days(DAY, day(span), 0, 1000).ticks()
    assert 0 < len(ticks) < 20
    assert all(b.x - a.x >= 40 for a, b in pairwise(ticks))


def test_days_reach_to_the_ends_of_the_calendar() -> None:
    days = Days.over([dt.date.min, dt.date.max], [dt.date(9999, 12, 1)], 0, 1000)
    assert days.ticks()


def test_a_layout_holds_every_node_in_a_place_of_its_own() -> None:
    chance = random.Random(7)
    for _ in range(150):
        count = chance.randint(2, 30)
        pairs = {(chance.randrange(count), chance.randrange(count)) for _ in range(chance.randint(1, 45))}
        edges = sorted((a * 3, b * 3) for a, b in pairs if a != b)
        if not edges:
            continue
        parts = layout(edges)
        assert {node for part in parts for node in part.places} == {node for edge in edges for node in edge}
        assert {pair for part in parts for pair in part.ways} == set(edges)
        for part in parts:
            assert len(set(part.places.values())) == len(part.places)
            assert all(0 <= column < part.columns and 0 <= row < part.rows for column, row in part.places.values())


def test_a_deadlock_and_what_has_ended_can_be_told_from_the_rest() -> None:
    root = parsed(a_graph())
    assert len(root.findall(f".//{SVG}a[@class='wait stuck']")) == 2
    assert len(root.findall(f".//{SVG}a[@class='wait ended']")) == 1
    assert len(root.findall(f".//{SVG}a[@class='act stuck']")) == 2
    assert len(root.findall(f".//{SVG}text[@class='days name']")) == 1


def test_a_large_graph_shows_the_deadlocks_and_says_what_it_leaves_out() -> None:
    nodes = [graph.Node(f"n{n}", "Peru", f"act {n}", "/report/r#at", "x") for n in range(400)]
    pairs = [(n, n + 1) for n in range(0, 400, 2)] + [(11, 10)]
    edges = [
        graph.Edge(f"n{a}", f"n{b}", "/report/r#at", "x", "", ended=False, knot="Deadlock 1" if 10 in (a, b) else None)
        for a, b in pairs
    ]
    drawn = graph.graph(nodes, edges, "x", most=36)
    assert drawn.svg is not None
    root = parsed(drawn.svg)
    assert len(root.findall(f".//{SVG}a[@class='act']")) + 2 == 400 - drawn.acts_left_out == 36
    assert len(root.findall(f".//{SVG}a[@class='wait stuck']")) == 2
    assert drawn.waits_left_out == 201 - 19


def test_an_act_that_waits_for_itself_is_not_drawn() -> None:
    node = graph.Node("a", "Peru", "act", "/report/r#at", "x")
    drawn = graph.graph([node], [graph.Edge("a", "a", "/report/r#at", "x", "", ended=False)], "x")
    assert drawn == graph.Drawn(None, 1, 1)


def boxes(root: Any, letter: float) -> list[tuple[float, float, float, float]]:
    found = []
    for text in root.iter(f"{SVG}text"):
        if "place" in (text.get("class") or ""):
            wide, x, y = len(text.text) * letter, float(text.get("x")), float(text.get("y"))
            left = x - (wide if "end" in text.get("class") else wide / 2 if "middle" in text.get("class") else 0)
            found.append((left, y - 11, left + wide, y + 1))
    return found


def test_names_on_the_map_do_not_overlap() -> None:
    chance = random.Random(3)
    points = [
        places.Point(chance.uniform(35, 55), chance.uniform(0, 40), f"Town {n}", 1, "held", "/report/r#at", "x")
        for n in range(40)
    ]
    root = parsed(places.places(points, "x") or Markup())
    found = boxes(root, 6.0)
    assert len(found) > 25
    for place, one in enumerate(found):
        for other in found[place + 1 :]:
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, (one, other)


@pytest.mark.parametrize("at", [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)])
def test_a_single_place_anywhere_has_a_map(at: tuple[float, float]) -> None:
    svg = places.places([places.Point(*at, "x", 1, "held", "/report/r#at", "x")], "x")
    assert len(parsed(svg or Markup()).findall(f".//{SVG}text")) > 3
    assert places.places([], "x") is None


def test_a_chart_has_the_colours_of_the_page() -> None:
    svg = a_series()
    assert "fill-cooperation" in svg
    assert "fill-conflict" in svg
    assert "stroke-change" in svg
    assert "stroke-since" in svg
    assert "#0" not in svg.replace("#p0-", "")
    assert 'href="#p0-2018-05-01"' in svg
    assert series.chart([], "x") is None
