"""The learned coder's second opinion on the acts of a report."""

import pytest

from dragoman.reader import Reader
from dragoman.records import Event
from dragoman.steps.event.opinions import LEARNED

PADDING = "It rained in the capital all week. Shops stayed open. Buses ran as usual. Nobody was hurt. "
UNREAD = "Belarus hooked Moldova up to its power grid on Monday."


@pytest.fixture(scope="module")
def rules() -> Reader:
    return Reader(engine="rules")


def event(reader: Reader, text: str, word: str) -> Event | None:
    return next((e for e in reader.read(text, "2015-06-03").events if e.text == word), None)


def test_both_votes_stand_with_the_event(reader: Reader, rules: Reader) -> None:
    text = "Hungary expelled four Belarusian diplomats."
    found = event(reader, text, "expelled")
    assert found is not None
    assert {vote.by: vote.type for vote in found.votes} == {"rules": "SANCTION", "learned": "SANCTION"}
    alone = event(rules, text, "expelled")
    assert alone is not None
    assert alone.votes == ()
    assert alone.confidence < found.confidence < 1


def test_what_no_rule_reads_may_be_an_act(reader: Reader, rules: Reader) -> None:
    assert rules.read(UNREAD).events == ()
    (found,) = reader.read(UNREAD).events
    assert found.made_by.rule == LEARNED
    assert (found.actors, found.recipients) == (("BLR",), ("MDA",))
    assert [vote.by for vote in found.votes] == ["learned"]


def test_a_wish_is_not_asked_about(reader: Reader) -> None:
    assert reader.read("Belarus would like to hook Moldova up to its power grid one day.").events == ()


def test_a_long_report_speaks_of_groups_in_passing(reader: Reader) -> None:
    text = PADDING + "The regime has its hooks in every village."
    assert not [e for e in reader.read(text).events if e.made_by.rule == LEARNED]


@pytest.mark.parametrize(
    "text",
    [
        "Peru is larger than Chile.",
        "Kenya's minister told reporters in Oslo that the harvest was good.",
        "Norway beat Ghana 2-1 in the final.",
    ],
)
def test_no_act_is_read_where_there_is_none(reader: Reader, text: str) -> None:
    assert reader.read(text).events == ()


def test_without_the_learned_coder_nothing_of_it_is_loaded(rules: Reader) -> None:
    assert rules.coder is None
    assert rules.read("Hungary expelled four Belarusian diplomats.").reader.engine == "rules"
