"""Time expressions: what is found, what is not, and what it is worth as TIMEX3."""

from importlib.resources import files
from itertools import pairwise

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.language import Language
from dragoman.reader import Reader, ReportText, describe
from dragoman.records import Time
from dragoman.steps.draft import Draft
from dragoman.steps.times import Times, date_in_dateline
from dragoman.steps.timex.rules import Grammar, TimeRules, grammar

# A Wednesday, in ISO week 11.
DAY = "2011-03-16"


@pytest.fixture(scope="module")
def times() -> Times:
    return Times()


def read(times: Times, language: Language, text: str, date: str | None = DAY) -> list[Time]:
    draft = Draft(describe(ReportText(text, date)), language.parse(text))
    times(draft)
    return draft.times


def values(times: Times, language: Language, text: str, date: str | None = DAY) -> list[tuple[str, str]]:
    return [(time.text, time.value) for time in read(times, language, text, date)]


DAYS = [
    ("The envoys met in Oslo on Monday.", "Monday", "2011-03-14"),
    ("The envoys met in Oslo on Wednesday.", "Wednesday", "2011-03-16"),
    ("The envoys met in Oslo on Friday.", "Friday", "2011-03-11"),
    ("The envoys will meet in Oslo on Friday.", "Friday", "2011-03-18"),
    ("Peru and Chile agreed to meet on Friday.", "Friday", "2011-03-18"),
    ("Peru and Chile failed to agree on Friday.", "Friday", "2011-03-11"),
    ("The two ministers are to sign the pact on Friday.", "Friday", "2011-03-18"),
    ("The talks resume in Nairobi on Friday.", "Friday", "2011-03-18"),
    ("A summit scheduled for Friday was discussed.", "Friday", "2011-03-18"),
    ("The minister said he would visit Lima on Friday.", "Friday", "2011-03-18"),
    ("The rebels held talks on Friday.", "Friday", "2011-03-11"),
    ("The government gave the rebels until Friday to disarm.", "Friday", "2011-03-18"),
    ("It was not until Friday that the minister replied.", "Friday", "2011-03-11"),
    ("He spoke ahead of Friday's vote.", "Friday", "2011-03-18"),
    ("The court is responsible for Friday's decision.", "Friday", "2011-03-11"),
    ("The envoy arrived last Friday.", "last Friday", "2011-03-11"),
    ("The envoy will arrive next Monday.", "next Monday", "2011-03-21"),
    ("The envoy will arrive this Sunday.", "this Sunday", "2011-03-20"),
    ("The envoy arrived on Thursday last week.", "Thursday last week", "2011-03-10"),
    ("The envoy left late on Tuesday night.", "late on Tuesday night", "2011-03-15"),
    ("The envoy left earlier on Tuesday.", "earlier on Tuesday", "2011-03-15"),
    ("The envoy left at 10:30 p.m. on Tuesday.", "10:30 p.m. on Tuesday", "2011-03-15"),
    ("The envoy left at noon Tuesday.", "noon Tuesday", "2011-03-15"),
    ("The truce began on Tuesday. Guns fell silent at 6 a.m.", "6 a.m.", "2011-03-15"),
    ("The minister resigned today.", "today", "2011-03-16"),
    ("The minister resigned yesterday morning.", "yesterday morning", "2011-03-15"),
    ("The minister will resign tomorrow.", "tomorrow", "2011-03-17"),
    ("The minister resigned the day before yesterday.", "the day before yesterday", "2011-03-14"),
    ("The minister will resign the day after tomorrow.", "the day after tomorrow", "2011-03-18"),
    ("The minister resigned last night.", "last night", "2011-03-15"),
    ("The minister resigned this morning.", "this morning", "2011-03-16"),
    ("The minister will speak tonight.", "tonight", "2011-03-16"),
    ("They signed it on May 6, 2004.", "May 6, 2004", "2004-05-06"),
    ("They signed it on 6 May 2004.", "6 May 2004", "2004-05-06"),
    ("They signed it on the 6th of May 2004.", "the 6th of May 2004", "2004-05-06"),
    ("They signed it on Thursday, May 6, 2004.", "Thursday, May 6, 2004", "2004-05-06"),
    ("They signed it on 2004-05-06 in Bern.", "2004-05-06", "2004-05-06"),
    ("They signed it on 05/06/2004 in Bern.", "05/06/2004", "2004-05-06"),
    ("They signed it on 26/05/2004 in Bern.", "26/05/2004", "2004-05-26"),
    ("They signed it on 6.5.2004 in Bern.", "6.5.2004", "2004-05-06"),
    ("They met on Nov. 3.", "Nov. 3", "2010-11-03"),
    ("They will meet on 3 April.", "3 April", "2011-04-03"),
    ("They will meet on November 3.", "November 3", "2011-11-03"),
    ("They met on Monday, Nov. 1.", "Monday, Nov. 1", "2010-11-01"),
    ("They met last Jan. 20.", "last Jan. 20", "2011-01-20"),
    ("The pact of July 4, 1999 lapsed. Few recall July 4.", "July 4", "1999-07-04"),
    ("The Sept. 11 attacks changed that.", "Sept. 11", "2001-09-11"),
    ("Much changed after 9/11.", "9/11", "2001-09-11"),
    ("The truce began on New Year's Eve.", "New Year's Eve", "2010-12-31"),
    ("The truce will begin on Christmas Day.", "Christmas Day", "2011-12-25"),
    ("The truce held on Easter Sunday.", "Easter Sunday", "2010-04-04"),
    (
        "The truce will begin at midnight local time (2200 GMT) on Friday.",
        "midnight local time (2200 GMT) on Friday",
        "2011-03-18",
    ),
    ("They will meet two weeks from Monday.", "two weeks from Monday", "2011-04-04"),
    ("They met on May 5 and agreed on a truce two days later.", "two days later", "2011-05-07"),
    ("They met on February 5. The next day the truce broke down.", "The next day", "2011-02-06"),
    ("They met on February 5. On the same day a truce was signed.", "the same day", "2011-02-05"),
    ("They met on February 5, and hours later a truce was signed.", "hours later", "2011-02-05"),
    ("Chad signed on February 5; Niger had signed the day before.", "the day before", "2011-02-04"),
    ("They met three days ago.", "three days ago", "2011-03-13"),
    ("They met 48 hours ago.", "48 hours ago", "2011-03-14"),
    ("On Saturday 30 June 2007 they met. On 4 July they parted.", "4 July", "2007-07-04"),
]

INTERVALS = [
    ("They met from July 16 to 21, 2009.", "July 16 to 21, 2009", "2009-07-16/2009-07-21"),
    ("They met on 16-21 July 2009.", "16-21 July 2009", "2009-07-16/2009-07-21"),
    ("They will meet from 30 May to 2 June.", "30 May to 2 June", "2011-05-30/2011-06-02"),
    ("They met on December 30 - January 2, 2010.", "December 30 - January 2, 2010", "2009-12-30/2010-01-02"),
    ("They will meet on Thursday and Friday.", "Thursday and Friday", "2011-03-17/2011-03-18"),
    ("They met from Monday to Tuesday.", "Monday to Tuesday", "2011-03-14/2011-03-15"),
    ("The 1980-88 war cost much.", "1980-88", "1980/1988"),
]

PERIODS = [
    ("They met last week.", "last week", "2011-W10"),
    ("They will meet next week.", "next week", "2011-W12"),
    ("They met earlier this week.", "earlier this week", "2011-W11"),
    ("They will meet later this month.", "later this month", "2011-03"),
    ("They met late last month.", "late last month", "2011-02"),
    ("They will meet next year.", "next year", "2012"),
    ("They met in February.", "February", "2011-02"),
    ("They met in November.", "November", "2010-11"),
    ("They will meet in November.", "November", "2011-11"),
    ("They met in mid-January.", "mid-January", "2011-01"),
    ("They met last May.", "last May", "2010-05"),
    ("They will meet next January.", "next January", "2012-01"),
    ("They met in May last year.", "May last year", "2010-05"),
    ("They met in October 2002.", "October 2002", "2002-10"),
    ("They met in 1998.", "1998", "1998"),
    ("They met during the 1998 summit.", "1998", "1998"),
    ("They met in early 2009.", "early 2009", "2009"),
    ("They met in mid-2009.", "mid-2009", "2009"),
    ("They met at the end of 2009.", "the end of 2009", "2009"),
    ("They will meet by the end of the month.", "the end of the month", "2011-03"),
    ("They met in the late 1970s.", "the late 1970s", "197X"),
    ("They met in the '80s.", "the '80s", "198X"),
    ("They met in the sixties.", "the sixties", "196X"),
    ("It was a war of the 20th century.", "the 20th century", "19XX"),
    ("They met last summer.", "last summer", "2010-SU"),
    ("They met in the spring of 2004.", "the spring of 2004", "2004-SP"),
    ("They met in the second quarter of 2004.", "the second quarter of 2004", "2004-Q2"),
    ("They met in the first half of 2004.", "the first half of 2004", "2004-H1"),
    ("They met over the weekend.", "the weekend", "2011-W10-WE"),
    ("They will meet this weekend.", "this weekend", "2011-W11-WE"),
    ("They met two weeks ago.", "two weeks ago", "2011-W09"),
    ("They met two months ago.", "two months ago", "2011-01"),
    ("They met five years ago.", "five years ago", "2006"),
    ("They met a decade ago.", "a decade ago", "2001"),
    ("They met two decades ago.", "two decades ago", "1991"),
    ("They met in nineteen ninety-one.", "nineteen ninety-one", "1991"),
    ("The budget of fiscal 2004 was cut.", "fiscal 2004", "FY2004"),
    ("War broke out in 1994. The following year they met.", "The following year", "1995"),
    ("War broke out in March 1994. Since then they have met.", "then", "1994-03"),
    ("War broke out in 1994. At that time he was a minister.", "that time", "1994"),
    ("War broke out in 1994. At the time he was a minister.", "the time", "1994"),
    ("War broke out in 1994. Three years later they met.", "Three years later", "1997"),
    ("They will meet in two weeks' time.", "two weeks' time", "2011-W13"),
    ("They will meet three months from now.", "three months from now", "2011-06"),
    ("They will meet in the week of March 28.", "the week of March 28", "2011-W13"),
]

LENGTHS = [
    ("The two-day meeting failed.", "two-day", "DURATION", "P2D"),
    ("The weeklong siege failed.", "weeklong", "DURATION", "P1W"),
    ("The month-long siege failed.", "month-long", "DURATION", "P1M"),
    ("The two-week-long siege failed.", "two-week-long", "DURATION", "P2W"),
    ("The decades-long feud goes on.", "decades-long", "DURATION", "PXDE"),
    ("In the last 18 months little was done.", "the last 18 months", "DURATION", "P18M"),
    ("Over the next few days much will be done.", "the next few days", "DURATION", "PXD"),
    ("Troops leave in the next 60-100 days.", "the next 60-100 days", "DURATION", "P60D/P100D"),
    ("They talked for two or three hours.", "two or three hours", "DURATION", "PT2H/PT3H"),
    ("They talked for twenty-four hours.", "twenty-four hours", "DURATION", "PT24H"),
    ("They talked for one hundred and eighty days.", "one hundred and eighty days", "DURATION", "P180D"),
    ("They talked for half an hour.", "half an hour", "DURATION", "PT30M"),
    ("They talked for a year and a half.", "a year and a half", "DURATION", "P1.5Y"),
    ("They talked for six and a half years.", "six and a half years", "DURATION", "P6.5Y"),
    ("They ruled for two years and six months.", "two years and six months", "DURATION", "P2Y6M"),
    ("They talked for more than a year.", "a year", "DURATION", "P1Y"),
    ("They talked for years.", "years", "DURATION", "PXY"),
    ("It was the fifth round in two weeks.", "two weeks", "DURATION", "P2W"),
    ("The embargo was condemned for the 14th year in a row.", "the 14th year in a row", "DURATION", "P14Y"),
    ("Shelling went on for a third consecutive day.", "a third consecutive day", "DURATION", "P3D"),
    ("The eight-month-old truce holds.", "eight-month-old", "DURATION", "P8M"),
    ("The annual meeting failed.", "annual", "SET", "P1Y"),
    ("Shells fall daily.", "daily", "SET", "P1D"),
    ("They meet every two weeks.", "every two weeks", "SET", "P2W"),
    ("They meet every other month.", "every other month", "SET", "P2M"),
    ("They meet twice a year.", "twice a year", "SET", "P1Y"),
    ("They march each July.", "each July", "SET", "XXXX-07"),
    ("They march every Friday.", "every Friday", "SET", "XXXX-WXX-5"),
    ("They pay ten million dollars a year.", "a year", "SET", "P1Y"),
]

VAGUE = [
    ("They now agree.", "now", "PRESENT_REF"),
    ("They currently agree.", "currently", "PRESENT_REF"),
    ("At this point they agree.", "this point", "PRESENT_REF"),
    ("For the time being they agree.", "the time being", "PRESENT_REF"),
    ("They agreed recently.", "recently", "PAST_REF"),
    ("They have agreed in recent years.", "recent years", "PAST_REF"),
    ("They agreed in the past.", "the past", "PAST_REF"),
    ("They agreed several years ago.", "several years ago", "PAST_REF"),
    ("They will agree soon.", "soon", "FUTURE_REF"),
    ("They want it as soon as possible.", "as soon as possible", "FUTURE_REF"),
    ("They will agree in the near future.", "the near future", "FUTURE_REF"),
    ("They will agree in the coming months.", "the coming months", "FUTURE_REF"),
]

NOTHING = [
    "A seven-year-old boy and a 30-year-old teacher fled.",
    "The boy is seven years old.",
    "He was jailed for five years.",
    "Resolution 1929 and resolutions 1718 and 1874 were adopted.",
    "Some 2000 soldiers and 1950 refugees crossed the river.",
    "They may march, and the general may fall.",
    "Theresa May met Angela Merkel. May said little.",
    "At the end of the day they disagree.",
    "The Good Friday Agreement stands.",
    "A reporter of the Sunday Times asked him.",
    "The Arab Spring failed.",
    "He is in his 60s.",
    "A quarter of them, or three-quarters of us, agree.",
    "The second round was like the first.",
    "Then they left, as soon as they could, at the same time.",
    "The future of the region and future talks are unclear.",
    "The October Revolution and the March 14 alliance are history.",
    "He works for the Daily Nation.",
    "The score was 2:1 in the first minute's play.",
    "It was the third meeting in as many weeks.",
    "Recent talks and the current talks failed.",
]


@pytest.mark.parametrize(("text", "span", "value"), [*DAYS, *INTERVALS, *PERIODS, *VAGUE])
def test_value(times: Times, language: Language, text: str, span: str, value: str) -> None:
    assert (span, value) in values(times, language, text)


@pytest.mark.parametrize(("text", "span", "type_", "value"), LENGTHS)
def test_lengths(times: Times, language: Language, text: str, span: str, type_: str, value: str) -> None:
    assert (span, type_, value) in [(t.text, t.type, t.value) for t in read(times, language, text)]


@pytest.mark.parametrize("text", NOTHING)
def test_no_time(times: Times, language: Language, text: str) -> None:
    assert values(times, language, text) == []


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("They met on Thursday.", "XXXX-WXX-4"),
        ("They met in February.", "XXXX-02"),
        ("They met on 14 February.", "XXXX-02-14"),
        ("They met today.", "XXXX-XX-XX"),
        ("They met last week.", "XXXX-WXX"),
        ("They met last month.", "XXXX-XX"),
        ("They met last year.", "XXXX"),
        ("They met five years ago.", "XXXX"),
        ("They met last summer.", "XXXX-SU"),
        ("They met last weekend.", "XXXX-WXX-WE"),
        ("They met in October 2002.", "2002-10"),
        ("They met in the late 1970s.", "197X"),
        ("They met on Monday and Tuesday.", "XXXX-WXX-1/XXXX-WXX-2"),
    ],
)
def test_unresolved_without_a_date(times: Times, language: Language, text: str, value: str) -> None:
    assert [v for _, v in values(times, language, text, None)] == [value]


def test_lists_are_times_of_their_own(times: Times, language: Language) -> None:
    text = "They met on April 4 and 9, in March and May 2004, and will meet on Monday or Friday."
    assert values(times, language, text) == [
        ("April 4", "2011-04-04"),
        ("9", "2011-04-09"),
        ("March", "2004-03"),
        ("May 2004", "2004-05"),
        ("Monday", "2011-03-21"),
        ("Friday", "2011-03-25"),
    ]


def test_a_moved_day_is_no_interval(times: Times, language: Language) -> None:
    assert values(times, language, "The talks will be moved from Thursday to Sunday.") == [
        ("Thursday", "2011-03-17"),
        ("Sunday", "2011-03-20"),
    ]


DATELINES = [
    ("OSLO, May 6, 2004 (Xinhua) -- The envoys met.", "2004-05-06"),
    ("(Reuters, Nov 30, 2000) -- The envoys met.", "2000-11-30"),
    ("Envoys meet in Oslo\n\nMay 6, 2004\n\nThe envoys met and left again.", "2004-05-06"),
    ("Envoys meet\n\nPublished: 6 May 2004\n\nThe envoys met and left again.", "2004-05-06"),
    ("OSLO, May 6 (Xinhua) -- The envoys met.", None),
    ("OSLO (AP) -- The envoys met on May 6, 2004.", None),
    ("The pact of May 6, 2004 has failed, the envoys said.", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "date"), DATELINES)
def test_date_in_dateline(language: Language, text: str, date: str | None) -> None:
    assert date_in_dateline(language.parse(text)) == date


def test_dateline_dates_the_report(times: Times, language: Language) -> None:
    text = "OSLO, May 6, 2004 (Xinhua) -- The envoys met on Tuesday."
    assert values(times, language, text, None) == [("May 6, 2004", "2004-05-06"), ("Tuesday", "2004-05-04")]


def test_today_is_the_day_of_the_dateline(times: Times, language: Language) -> None:
    text = "OSLO, March 15 (Xinhua) -- The envoys met today, and last week."
    assert values(times, language, text) == [
        ("March 15", "2011-03-15"),
        ("today", "2011-03-15"),
        ("last week", "2011-W10"),
    ]


def test_records_say_why(times: Times, language: Language) -> None:
    text = "The envoys met late on Tuesday night."
    (time,) = read(times, language, text)
    assert time.made_by.rule == "times.weekday"
    assert time.made_by.cue is not None
    assert time.made_by.cue.text == "Tuesday"
    assert text[time.start : time.end] == time.text


def test_every_rule_is_named_once_and_made() -> None:
    rules = grammar().rules.rule
    assert len({rule.id for rule in rules}) == len(rules)
    Times()  # raises where a rule names no function


def test_unknown_keys_are_refused() -> None:
    text = files("dragoman.knowledge").joinpath("times.toml").read_text(encoding="utf-8")
    with pytest.raises(KnowledgeError, match="weekday"):
        parse(text.replace("[weekdays]", "[weekdayz]"), TimeRules, "times.toml")


def test_unknown_class_in_a_pattern_is_refused() -> None:
    rules = grammar().rules
    broken = rules.rule[0].model_copy(update={"pattern": "NOSUCHCLASS"})
    with pytest.raises(KnowledgeError, match="NOSUCHCLASS"):
        Grammar(rules.model_copy(update={"rule": (broken,)}))


HOSTILE = [
    "Monday " * 600,
    "May " * 600,
    "two " * 600 + "years",
    "the last " * 400,
    "1998, " * 600,
    "- 5 - " * 400,
    "1" * 4000,
    "99999999999999999999 years ago",
    "in 9999999 years' time, 999999 centuries later",
    "February 30, 2004 and 31/31/2004 and 0000-00-00",
    '"' * 600,
    "يوم الخميس ‏2004‏ 🙂 ½ day ²⁰⁰⁴",
    "\x00\x01 Monday\u2028Tuesday",
    "",
]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text(times: Times, language: Language, text: str) -> None:
    doc = language.parse(text)
    for date in (DAY, None, "0001-01-01", "9999-12-31"):
        draft = Draft(describe(ReportText(text, date)), doc)
        times(draft)
        assert all(text[time.start : time.end] == time.text for time in draft.times)
        assert all(a.end <= b.start for a, b in pairwise(draft.times))


def test_same_times_in_any_batch(reader: Reader) -> None:
    texts = [ReportText(f"They met on {day}.", DAY) for day in ("Monday", "May 3", "Sunday")]
    together = [reading.times for reading in reader.read_many(texts)]
    assert together == [reader.read(t.text, t.date).times for t in texts]
