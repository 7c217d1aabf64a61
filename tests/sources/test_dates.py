"""Dates are taken in the forms that sources use; what could be two days, or is none, is refused."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import ReportDateError
from dragoman.sources.dates import publication_date

SIXTH = [
    "2004-05-06",
    "2004-5-6",
    " 2004-05-06 ",
    "2004-05-06T23:30:00Z",
    "2004-05-06T23:30:00.123+02:00",
    "2004-05-06 23:30:00",
    "2004-05-06 23:30:00 UTC",
    "2004/05/06",
    "2004.05.06",
    "20040506",
    20040506,
    "20040506T2330Z",
    "20040506233000",
    "Thu, 06 May 2004 23:30:00 -0500",
    "Thu, 6 May 2004 23:30:00 GMT",
    "6 May 2004",
    "06-May-2004",
    "6th of May 2004",
    "6 May, 2004",
    "May 6, 2004",
    "May 6 2004",
    "MAY 6TH, 2004",
    "Thursday, May 6, 2004",
    "Thursday 6 May 2004",
    "May 6, 2004, 11:30 pm EDT",
    "May 6, 2004 at 11:30 p.m.",
    "Thu May 06 23:30:00 2004",
    "Thu May 06 23:30:00 +0000 2004",
    "Thu May  6 23:30:00 UTC 2004",
    "2004 May 6",
    "1083884400",
    1083884400,
    "1083884400000",
    dt.date(2004, 5, 6),
    dt.datetime(2004, 5, 6, 23, 30),
]


@pytest.mark.parametrize("value", SIXTH, ids=repr)
def test_the_day_that_is_written_is_taken(value: object) -> None:
    assert publication_date(value, "a") == "2004-05-06"


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("13/05/2004", "2004-05-13"),
        ("05/13/2004", "2004-05-13"),
        ("13.05.2004 10:00", "2004-05-13"),
        ("04/04/2004", "2004-04-04"),
    ],
)
def test_slashes_are_taken_where_only_one_number_can_be_the_month(value: str, day: str) -> None:
    assert publication_date(value, "a") == day


@pytest.mark.parametrize("value", [None, "", " ", "NaN", "NaT", "null", "None", "n/a", float("nan")], ids=repr)
def test_no_date_is_none(value: object) -> None:
    assert publication_date(value, "a") is None


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("03/04/2004", "could be 2004-04-03 or 2004-03-04"),
        ("2004-02-30", "no day of the calendar"),
        ("20041301", "no day of the calendar"),
        ("31 April 2004", "no day of the calendar"),
        ("13/13/2004", "no day of the calendar"),
        ("May 2004", "no date with a day"),
        ("2004", "no date with a day"),
        ("yesterday", "no date with a day"),
        ("06/05/04", "no date with a day"),
        ("6 mai 2004", "no date with a day"),
        ("2004-05-06 or so", "no date with a day"),
        ("2004-05-06; 2004-05-07", "no date with a day"),
        ("2004050623", "no date with a day"),
        (3.5, "no date with a day"),
        (True, "no date with a day"),
    ],
)
def test_everything_else_is_an_error_that_quotes_it(value: object, reason: str) -> None:
    with pytest.raises(ReportDateError, match=reason) as caught:
        publication_date(value, "row 7")
    assert str(caught.value).startswith("row 7: ")
    assert str(value) in str(caught.value)


@given(
    st.one_of(
        st.text(max_size=60),
        st.integers(),
        st.floats(),
        st.from_regex(r"\d{1,4}[-/. ]\w{1,9}[-/. ]\d{1,4}", fullmatch=True),
    )
)
def test_any_value_is_a_day_none_or_an_error(value: object) -> None:
    try:
        day = publication_date(value, "a")
    except ReportDateError:
        return
    assert day is None or dt.date.fromisoformat(day).isoformat() == day


@given(
    st.dates(min_value=dt.date(1000, 1, 1)),
    st.sampled_from(["%Y-%m-%d", "%Y%m%d", "%d %B %Y", "%a, %d %b %Y %H:%M:%S +0000", "%B %d, %Y"]),
)
def test_every_day_in_every_form_is_that_day(day: dt.date, form: str) -> None:
    assert publication_date(day.strftime(form), "a") == day.isoformat()
