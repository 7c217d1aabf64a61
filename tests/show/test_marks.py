"""Overlapping evidence becomes plain segments that give the text back."""

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.show.marks import MOST, Mark, marks, segments
from made_reading import CONDITION, TEXT, empty, made

drawn = st.builds(
    lambda start, length, layer, number: Mark(start, start + length, layer, number),
    st.integers(0, 60), st.integers(0, 30), st.sampled_from(["events", "times"]), st.integers(1, 3),
)  # fmt: skip


def test_every_record_has_its_evidence() -> None:
    reading = made()
    found = {mark.id for mark in marks(reading)}
    assert found == {
        "actors-1", "actors-2", "actors-3", "times-1", "times-2", "places-1", "statements-1", "statements-2",
        "events-1", "events-2", "events-3", "events-4", "conditions-1", "assessments-1", "positions-1",
        "meetings-1", "meetings-2",
        "disputes-1", "deadlocks-1",
    }  # fmt: skip
    assert marks(empty()) == []


def test_nested_evidence_is_cut_at_its_ends() -> None:
    start = TEXT.index(CONDITION)
    inside = [s for s in segments(len(TEXT), marks(made())) if start <= s.start < start + len(CONDITION)]
    assert [TEXT[s.start : s.end] for s in inside[:3]] == ["We will ", "open the bridge", " only if "]
    assert [mark.id for mark in inside[1].marks] == ["events-2", "conditions-1", "deadlocks-1", "statements-1"]


@given(st.lists(drawn, max_size=8), st.lists(st.integers(-5, 100), max_size=4))
@settings(max_examples=100, deadline=None)
def test_segments_give_the_text_back(found: list[Mark], cuts: list[int]) -> None:
    length = 70
    pieces = list(segments(length, found, cuts))
    assert [piece.start for piece in pieces] == [0, *(piece.end for piece in pieces)][: len(pieces)]
    assert pieces[-1].end == length
    inner = {cut for cut in cuts if 0 < cut < length}
    assert inner <= {piece.start for piece in pieces}
    for piece in pieces:
        assert piece.start < piece.end
        here = {m for m in found if m.start < m.end <= length and m.start <= piece.start and piece.end <= m.end}
        assert set(piece.marks) == here


def test_a_place_with_very_many_records_keeps_the_shortest() -> None:
    crowd = [Mark(0, 100 - n, "events", n) for n in range(1, 90)]
    first = next(segments(100, crowd))
    assert len(first.marks) == MOST
    assert first.marks[0].number == 89


def test_an_empty_text_has_no_segments() -> None:
    assert list(segments(0, [])) == []
