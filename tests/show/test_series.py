"""Many reports of one negotiation as one record."""

import io

import pytest
from rich.console import Console

from dragoman.records import Reading
from dragoman.show.series import Line, Series, pick, series
from dragoman.show.series_terminal import render
from made_reading import TEXT, empty, made, report


def on(day: str | None, **meeting: object) -> Reading:
    """The made reading as of another day, with its first meeting changed."""
    reading = made(date=day, title=f"Report of {day}")
    first, second = reading.negotiation.meetings
    meetings = (first.model_copy(update=meeting), second)
    return reading.model_copy(update={"negotiation": reading.negotiation.model_copy(update={"meetings": meetings})})


def told(*readings: Reading) -> Series:
    return series((report(date=reading.report.date), reading) for reading in readings)


def test_reports_are_put_in_order_of_time() -> None:
    found = told(on("2019-03-09"), on(None), on("2019-03-05"))
    assert [source.date for source in found.reports] == ["2019-03-05", "2019-03-09", None]
    assert [source.number for source in found.reports] == [1, 2, 3]


def test_a_meeting_that_two_reports_tell_of_is_one() -> None:
    found = told(on("2019-03-05", status="planned", date="2019-W10"), on("2019-03-09", place="Lima"))
    held = found.meetings[0]
    assert (held.date, held.label, held.facts, held.reports) == ("2019-03-04", "held", ("Lima", "ministers"), (1, 2))
    assert [line.label for line in found.meetings] == ["held", "possible"]


@pytest.mark.parametrize(
    "other",
    [{"date": "2019-04-01"}, {"date": None}, {"parties": ("PER", "CHL")}, {"date": "2019"}],
    ids=["another day", "no date", "another party", "a whole year"],
)
def test_other_meetings_stay_apart(other: dict[str, object]) -> None:
    assert len(told(on("2019-03-05"), on("2019-03-09", **other)).meetings) == 3


def test_meetings_in_two_places_stay_apart() -> None:
    assert len(told(on("2019-03-05", place="Lima"), on("2019-03-09", place="Quito")).meetings) == 3


def test_every_line_leads_to_its_report_and_sentence() -> None:
    found = told(on("2019-03-05"), on("2019-03-09"))
    position = found.positions["Ecuador"][1]
    assert (position.date, position.reports) == ("2019-03-09", (2,))
    assert position.evidence
    assert (
        TEXT[position.evidence.start : position.evidence.end] == position.evidence.text == "must open the bridge first"
    )
    assert position.sentence == "Quito says Lima must open the bridge first."
    lines = [*found.meetings, *found.conditions, *found.disputes, *found.deadlocks, *found.next]
    assert all(line.reports and line.sentence for line in lines)


def test_what_comes_next_is_what_the_last_report_expects_or_is_still_to_come() -> None:
    late = made(date="2019-06-01").model_copy(update={"negotiation": empty().negotiation, "events": ()})
    assert told(on("2019-03-05"), late).next == ()
    assert [line.label for line in told(late, on("2019-06-02")).next] == ["possible", "conditional"]
    early = on("2019-03-05", date="2019-07", status="planned")
    assert [(line.date, line.reports) for line in told(early, late).next] == [("2019-07", (1,))]


def test_counts_and_parties_add_up() -> None:
    found = told(on("2019-03-05"), on("2019-03-09"))
    assert found.counts["reports"] == 2
    assert found.counts["events"] == sum(found.types.values()) == 8
    assert found.parties == {"PER": "Peru", "ECU": "Ecuador"}
    assert found.reports[0].score == 1.0


def test_no_reports_add_up_to_nothing() -> None:
    found = series([])
    assert (found.reports, found.next, found.positions) == ((), (), {})


def line(number: int) -> Line:
    return Line(date=None, party="", label="", text="", facts=(), reports=(number,), sentence="", evidence=None)


def test_a_pick_is_spread_over_the_reports() -> None:
    lines = [line(n) for n in (1, 1, 1, 2, 3, 4, 5, 5)]
    assert [item.reports[0] for item in pick(lines, 5)] == [1, 2, 3, 4, 5]
    assert [item.reports[0] for item in pick(lines, 3)] == [1, 3, 5]
    assert [item.reports[0] for item in pick(lines, 7)] == [1, 1, 2, 3, 4, 5, 5]
    assert pick(lines, 99) == lines
    assert pick([], 5) == []


def printed(found: Series, width: int) -> str:
    file = io.StringIO()
    Console(file=file, width=width).print(render(found, width))
    return file.getvalue()


@pytest.mark.parametrize("width", [80, 100, 160])
def test_a_series_fits_a_hundred_columns(width: int) -> None:
    out = printed(told(on("2019-03-05"), on("2019-03-09")), width)
    assert max(len(text.rstrip()) for text in out.splitlines()) <= min(width, 100)
    for words in (
        "The record of 2 reports, 2019-03-05 to 2019-03-09",
        "Who met whom  2",
        "[1,2]",
        "What comes next  2",
    ):
        assert words in out


def test_an_empty_series_says_not_stated() -> None:
    out = printed(series([(report("Nothing."), empty("Nothing."))]), 100)
    for title in ("Who met whom", "Who wants what", "Where it is stuck", "What comes next"):
        assert f"{title}  not stated" in out
