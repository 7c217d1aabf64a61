import datetime as dt
import random
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import ReportDateError
from dragoman.reader import Reader, ReportText, check_chain, parse_date, report_id
from dragoman.records import KINDS, Reading

REPORT = """Ruritania offers talks if Grenzmark lifts blockade
STRELSAU (Reuters) -- Peru's Foreign Minister Ana Ruiz said on Tuesday that Lima would return the ships only if
Ecuador withdrew its troops from the border by March 2019.

“We have made progress,” she told reporters after meeting her Ecuadorean counterpart, Luis Vega, in Brasilia.
Ecuador has rejected the offer, a senior official said, and warned that it might suspend the two-day talks next week.
"""


def spans(value: object) -> list[dict]:
    """Every {start, end, text} in a reading, however deep."""
    found = []
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            found.append(value)
        for part in value.values():
            found += spans(part)
    elif isinstance(value, list):
        for part in value:
            found += spans(part)
    return found


def check_spans(text: str, reading: Reading) -> None:
    text = re.sub("[\ud800-\udfff]", "\ufffd", text)
    data = reading.to_dict()
    for span in spans(data):
        assert text[span["start"] : span["end"]] == span["text"], span
        assert span["text"], span
    ids = {actor["id"] for actor in data["actors"]}
    for event in data["events"]:
        assert {*event["actor_ids"], *event["recipient_ids"]} <= ids
        assert event["statement"] is None or 0 <= event["statement"] < len(data["statements"])
    for statement in data["statements"]:
        assert statement["speaker_id"] is None or statement["speaker_id"] in ids
    for kind in ("times", "places", "statements", "events", "conditions", "assessments"):
        starts = [record["start"] for record in data[kind]]
        assert starts == sorted(starts), kind


PIECES = st.sampled_from(
    [
        "said", '"', "“", "”", "''", "’", "‘", "(", ")", "--", "—", ":", ".", ",", "\n", "\n\n", "\r\n", " ", "\t",
        "\x00", "\u202e", "🙂", "العربية", "<script>", "&amp;", "if", "unless", "only after", "will not", "he",
        "they", "Thursday", "the two sides", "Lima", "Ecuador", "President Ana Ruiz", "talks", "rejected", "who",
        "demanded that", "next week", "2019-02-30", "99/99/9999", "February 31", "the 1970s", "10" * 30, "deadlock",
        "according to", "should first", "in exchange for",
    ]
)  # fmt: skip
TEXTS = st.one_of(
    st.lists(PIECES, max_size=60).map(" ".join), st.lists(PIECES, max_size=40).map("".join), st.text(max_size=300)
)


@given(TEXTS, st.one_of(st.none(), st.dates(dt.date(1, 1, 1), dt.date(9999, 12, 31))))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_any_text_is_read(reader: Reader, text: str, date: dt.date | None) -> None:
    check_spans(text, reader.read(text, date))


def mutations(seed: int, count: int):
    rng = random.Random(seed)
    for _ in range(count):
        characters = list(REPORT)
        for _ in range(rng.randint(1, 40)):
            at = rng.randrange(len(characters))
            match rng.randrange(4):
                case 0:
                    del characters[at]
                case 1:
                    characters.insert(at, rng.choice('"“”‘’\n().,:—\x00\u202e🙂 '))
                case 2:
                    characters[at] = chr(rng.randrange(1, 0x2FFF))
                case _:
                    cut = rng.randrange(len(characters))
                    characters[at:at] = characters[cut : cut + 30]
        yield "".join(characters)


def test_mutated_report_is_read(reader: Reader) -> None:
    texts = list(mutations(7, 30))
    for text, reading in zip(texts, reader.read_many(texts), strict=True):
        check_spans(text, reading)


@pytest.mark.parametrize(
    "text",
    [
        "", " ", "\n\n\n", "\x00" * 1000, '"' * 4_000, "''" * 2_000, "“" * 4_000, "(" * 4_000, "a" * 1_000_000,
        "Monday " * 2_000, "Peru said " * 1_000, "if " * 2_000, "he said, " * 1_500, "abc\n" * 2_000,
        "🙂" * 2_000, "السلام عليكم " * 500, "<p onclick='x'>" * 500, "1234567890" * 20_000, "U.S. " * 2_000,
        bytes(range(256)).decode("latin-1") * 8, "\ud800 lone surrogate said Peru \udfff",
    ],
    ids=lambda text: ascii(text[:12]),
)  # fmt: skip
def test_hostile_text_is_read(reader: Reader, text: str) -> None:
    check_spans(text, reader.read(text, "2019-02-18"))


def test_same_input_same_bytes_alone_and_in_any_batch(reader: Reader) -> None:
    reports = [
        ReportText(REPORT, "2019-02-18"),
        ReportText(""),
        *(ReportText(t, "2019-02-18") for t in mutations(3, 6)),
    ]
    alone = [reader.read(r.text, r.date).to_json() for r in reports]
    assert [reader.read(r.text, r.date).to_json() for r in reports] == alone
    for size in (1, 3, 64):
        assert [r.to_json() for r in reader.read_many(reports, batch_size=size)] == alone
    assert [r.to_json() for r in Reader().read_many(reports[::-1])] == alone[::-1]


def test_empty_reading() -> None:
    reading = dragoman.read("")
    assert all(getattr(reading, kind) == () for kind in KINDS)
    assert reading.report.characters == 0
    assert reading.report.date is None
    assert reading.negotiation.model_dump() == {"meetings": (), "positions": (), "disputes": (), "deadlocks": ()}


def test_reading_is_lazy(reader: Reader) -> None:
    taken = []

    def source():
        for n in range(1000):
            taken.append(n)
            yield "Envoys met in Lima."

    readings = reader.read_many(source(), batch_size=4)
    next(readings)
    assert len(taken) <= 4


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("2004-05-06", "2004-05-06"),
        ("2004-05-06T10:00:00Z", "2004-05-06"),
        (dt.date(2004, 5, 6), "2004-05-06"),
        (dt.datetime(2004, 5, 6, 23, 59), "2004-05-06"),
        (None, None),
        ("", None),
    ],
)
def test_dates(given, kept) -> None:
    assert parse_date(given, "x") == kept


@pytest.mark.parametrize("bad", ["2004-02-30", "yesterday", "6.5.2004", "2004-05-066", "20040506"])
def test_bad_date_names_the_report(bad: str) -> None:
    with pytest.raises(ReportDateError, match=r"wire-7.*YYYY-MM-DD"):
        parse_date(bad, "wire-7")


def test_id_depends_on_text_and_date_only() -> None:
    assert report_id("Envoys  met\nin Lima.", None) == report_id("Envoys met in Lima.", None)
    assert report_id("Envoys met.", "2004-05-06") != report_id("Envoys met.", None)


def test_chain_is_checked() -> None:
    reader = Reader()
    with pytest.raises(ValueError, match="'places' reads times"):
        check_chain(reader.steps[1:])


def test_chain_snapshot() -> None:
    assert [(s.name, s.reads, s.makes) for s in Reader().steps] == [
        ("times", (), ("times",)),
        ("places", ("times",), ("places",)),
        ("actors", ("places",), ("actors",)),
        ("statements", ("actors",), ("statements",)),
        ("events", ("actors", "times", "places", "statements"), ("events",)),
        ("conditions", ("actors", "statements", "events"), ("conditions",)),
        ("assessments", ("actors", "statements", "events"), ("assessments",)),
        ("negotiation", ("actors", "statements", "events", "conditions", "assessments"), ("negotiation",)),
    ]


def test_dateline_may_give_the_date(reader: Reader) -> None:
    text = "LIMA, Feb. 18, 2019 (Reuters) -- Envoys met on Sunday."
    assert reader.read(text).report.date == "2019-02-18"
    assert reader.read(text, "2019-02-19").report.date == "2019-02-19"
    assert reader.read(text.replace(", 2019", "")).report.date is None


def test_digits_that_are_no_numbers(reader: Reader) -> None:
    text = (
        "The ² envoys of Peru met on ³ May ²⁰¹⁹ in Lima, the ² sides said; ² ministers of the ① group agreed ½ a day."
    )
    check_spans(text, reader.read(text, "2019-05-05"))
