"""Marked sentences, as the encoder reads them."""

import pytest

from dragoman.learned.marking import MAX_TOKENS, mark, window

SENTENCE = "Oslo froze Bern's funds."


def test_both_parties_are_marked_where_they_stand() -> None:
    assert mark(SENTENCE, (0, 4), (11, 17)) == "@ Oslo @ froze # Bern's # funds."
    assert mark(SENTENCE, (11, 17), (0, 4)) == "# Oslo # froze @ Bern's @ funds."


@pytest.mark.parametrize(("source", "target"), [((0, 4), None), (None, (0, 4)), (None, None)])
def test_a_party_that_is_not_there_gets_no_mark(source: tuple[int, int] | None, target: tuple[int, int] | None) -> None:
    marked = mark(SENTENCE, source, target)
    assert marked.count("@") == (2 if source else 0)
    assert marked.count("#") == (2 if target else 0)


def test_where_mentions_overlap_only_the_source_is_marked() -> None:
    assert mark(SENTENCE, (11, 17), (11, 15)) == "Oslo froze @ Bern's @ funds."


def test_marks_in_the_text_itself_are_taken_out() -> None:
    assert mark("Mail oslo@bern, #1!", (0, 4), None) == "@ Mail @ oslo bern, 1!"


def test_long_sentences_are_cut_around_their_marks() -> None:
    source, target = 1, 2
    ids = [100, *range(1000, 1300), source, 5, source, 6, target, 7, target, *range(2000, 2300), 101]
    found = window(ids, source, target)
    assert len(found.ids) == MAX_TOKENS
    assert (found.ids[0], found.ids[-1]) == (100, 101)
    assert (found.ids[found.source_at], found.ids[found.target_at]) == (source, target)
    assert found.ids.count(source) == found.ids.count(target) == 2


def test_marks_too_far_apart_keep_the_first() -> None:
    ids = [100, 1, 5, 1, *range(1000, 1300), 2, 7, 2, 101]
    found = window(ids, 1, 2)
    assert len(found.ids) == MAX_TOKENS
    assert found.ids[found.source_at] == 1
    assert found.target_at == 0


def test_a_short_sentence_stays_whole() -> None:
    assert window([100, 1, 5, 1, 101], 1, 2) == ((100, 1, 5, 1, 101), 1, 0)
