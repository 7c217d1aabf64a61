"""The calendar of meetings, read by icalendar, and the bibliography, read by pybtex."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar
from made_for_exports import NAME, TITLE, reading, rows
from pybtex.database import parse_string
from pybtex.database.input import bibtex as reader
from pylatexenc.latex2text import LatexNodes2Text

from dragoman.ledger.exports.bibtex import address, latex
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.records import Meeting
from dragoman.sources.found import Location
from made_reading import TEXT


def entries(text: str) -> list[Any]:
    calendar = Calendar.from_ical(text)
    assert not calendar.errors
    return calendar.walk("VEVENT")


def test_planned_meetings_are_whole_days_told_by_their_reports(export_text: Any) -> None:
    text, done = export_text("ical")
    found = entries(text)
    assert len(found) == done.written == 2
    talks = found[0]
    assert talks["summary"] == "Meeting: PER – ECU (some time in 2019-W11)"
    assert (talks.decoded("dtstart"), talks.decoded("dtend")) == (dt.date(2019, 3, 11), dt.date(2019, 3, 18))
    assert talks["location"] == "Cuenca"
    assert talks["status"] == "CONFIRMED"
    assert "Talks may resume in Cuenca next week." in talks["description"]
    assert "The Wire, A border deal, 2019-03-05" in talks["description"]
    assert "https://p.example/a_b?c=%7B" in talks["description"]
    assert talks["description"].count("report ") == 3


def test_hostile_words_stay_in_their_entry(export_text: Any) -> None:
    entry = entries(export_text("ical")[0])[1]
    assert entry["summary"] == f"Meeting: {NAME} – PER".replace("\x02", " ")
    assert entry["location"] == "Lima;\n,\\"
    assert "“The envoys of Þingvellir met” — report" in entry["description"]
    assert TITLE.split("\n")[0] in entry["description"]


def test_other_statuses_are_exported_where_they_are_named(export_text: Any) -> None:
    held = entries(export_text("ical", status="held")[0])
    assert [entry.decoded("dtstart") for entry in held] == [dt.date(2019, 3, 4)]


@pytest.fixture
def later(tmp_path: Path) -> Ledger:
    """A ledger in which the planned meeting is cancelled two days later, and another is planned for a year."""
    (tmp_path / "sources").mkdir()
    ledger = Ledger(tmp_path / "ledger", create=True)
    plan = reading()
    text = TEXT + "It is off."
    known = reading(text, date="2019-03-09")
    planned = known.negotiation.meetings[1]
    off = planned.model_copy(update={"status": "cancelled"})
    vague = Meeting(**planned.model_dump() | {"date": "2020"})
    view = known.negotiation.model_copy(update={"meetings": (off, vague)})
    known = known.model_copy(update={"negotiation": view})
    ledger.append([Row(plan, TEXT, Location("a")), Row(known, text, Location("b"))])
    return ledger


def test_the_newest_report_says_what_has_become_of_a_plan(later: Ledger, export_text: Any) -> None:
    text, done = export_text("ical", of=later)
    assert entries(text) == []
    assert done.left_out == {"without a date as narrow as a month": 1}
    off = entries(export_text("ical", of=later, status="cancelled")[0])
    assert [(entry["status"], entry["summary"]) for entry in off] == [
        ("CANCELLED", "Cancelled meeting: PER – ECU (some time in 2019-W11)")
    ]


def test_a_meeting_keeps_its_id(later: Ledger, export_text: Any) -> None:
    planned = entries(export_text("ical")[0])[0]["uid"]
    assert planned == entries(export_text("ical", of=later, status="cancelled")[0])[0]["uid"]


def test_the_bibliography_has_an_entry_a_report(export_text: Any, tmp_path: Path) -> None:
    text, done = export_text("bibtex")
    found = parse_string(text, "bibtex").entries
    assert len(found) == done.written == 5
    by_title = {entry.fields.get("title"): entry for entry in found.values()}
    copy = by_title["{The paper's copy}"]
    assert copy.type == "article"
    assert (copy.fields["journal"], copy.fields["year"], copy.fields["month"]) == ("The Paper", "2019", "March")
    assert copy.fields["url"] == "https://p.example/a_b?c=%7B"
    assert by_title[None].type == "misc"
    ids = {row.reading.report.id for row in rows(tmp_path)}
    assert {key.removeprefix("dragoman-") for key in found} == ids


def test_a_filter_on_events_takes_the_reports_that_have_one(export_text: Any) -> None:
    text, _ = export_text("bibtex", type="ASSAULT", source=["The Wire", "The Paper"])
    assert len(parse_string(text, "bibtex").entries) == 2


def plain(value: str) -> str:
    """LaTeX as the words that are printed; pylatexenc does not know two of these macros."""
    for macro, sign in (("textbraceleft", "\\{"), ("textbraceright", "\\}")):
        value = value.replace("{\\" + macro + "}", sign)
    return LatexNodes2Text(strict_latex_spaces=True).latex_to_text(value).replace("ˆ", "^")


def test_a_hostile_title_is_text(export_text: Any) -> None:
    titles = [plain(e.fields["title"]) for e in parse_string(export_text("bibtex")[0], "bibtex").entries.values()
              if "title" in e.fields]  # fmt: skip
    assert " ".join(TITLE.replace("\x01\x1f\u2028", " ").split()) in [" ".join(title.split()) for title in titles]


@given(st.text())
def test_any_title_is_one_balanced_field(title: str) -> None:
    made = latex(title)
    assert made.count("{") == made.count("}")
    parser = reader.Parser()
    found = parser.parse_string(f"@misc{{key,\n\ttitle = {{{made}}},\n\tyear = {{2019}}\n}}").entries["key"]
    assert found.fields["year"] == "2019"
    assert " ".join(found.fields["title"].split()) == " ".join(made.split())


@given(st.text())
def test_an_address_breaks_nothing(url: str) -> None:
    assert not set(address(url)) & set('{}\\^"`<>| \n')
