"""Calendar arithmetic, and words with digits in them."""

import datetime as dt

import pytest

from dragoman.steps.timex.calendar import easter, render, shift, thanksgiving
from dragoman.steps.timex.calendar import parse as parse_value
from dragoman.steps.timex.shapes import shape_of


@pytest.mark.parametrize(
    ("word", "name"),
    [("2004", "YEAR"), ("31", "DAYNUM"), ("21st", "ORDNUM"), ("1990s", "DECADE"), ("10:30", "CLOCK"), ("0600", "HHMM")],
)
def test_shapes(word: str, name: str) -> None:
    assert name in shape_of(word)


def test_shape_of_nonsense() -> None:
    assert shape_of("12ab34") == frozenset()
    assert shape_of("9" * 100) == frozenset()


def test_calendar() -> None:
    assert easter(2024) == dt.date(2024, 3, 31)
    assert thanksgiving(2023) == dt.date(2023, 11, 23)
    assert shift(dt.date(2004, 3, 31), "M", -1) == dt.date(2004, 2, 29)
    assert shift(dt.date(9999, 12, 31), "D", 1) is None
    assert render("W", dt.date(2005, 1, 1)) == "2004-W53"
    assert parse_value("2004-W53") == ("W", dt.date(2004, 12, 27))
    assert parse_value("XXXX-05") is None
