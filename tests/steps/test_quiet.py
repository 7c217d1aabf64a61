"""Short texts in which the learned coder reads what no rule does. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader
from dragoman.steps.event.opinions import LEARNED

LONG = " It rained in the capital all week. Shops stayed open. Buses ran as usual. Nobody was hurt."


@pytest.mark.parametrize(
    ("text", "kind", "actors", "recipients"),
    [
        ("Moroccan gunners battered Polisario positions along the wall.", "ASSAULT", ("MAR",), ("Polisario Front",)),
        ("Portuguese detectives put their Brazilian colleagues on the trail.", "COOPERATE", ("PRT",), None),
        ("Samoa said it was minded to lease its airport to New Zealand.", "AGREE", ("WSM",), ("NZL",)),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)  # fmt: skip
def test_the_learned_coder_reads_what_no_rule_does(
    reader: Reader, text: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...] | None
) -> None:
    found = [e for e in reader.read(text).events if e.type == kind and e.actors == actors]
    assert found, [(e.type, e.actors, e.recipients, e.made_by.rule) for e in reader.read(text).events]
    assert recipients is None or recipients in {e.recipients for e in found}


@pytest.mark.parametrize(
    "text",
    [
        "Norway declined to go into the particulars of the accord.",
        "Chad would prefer to keep its envoy in Oslo.",
        "Peru's capital lies on the coast.",
        "“Kenya took to the new rules,” a trader said.",
    ],
)
def test_nothing_is_heard_where_nothing_is_done(reader: Reader, text: str) -> None:
    assert [e.type for e in reader.read(text).events if e.made_by.rule == LEARNED] == []


def test_what_is_heard_to_be_threatened_is_no_act_of_its_own(reader: Reader) -> None:
    found = reader.read("Chad warned Sudan that its planes would be shot down.").events
    assert [e.type for e in found] == ["THREATEN"]


def test_only_short_texts_are_listened_to(reader: Reader) -> None:
    text = "Samoa said it was minded to lease its airport to New Zealand."
    assert [e for e in reader.read(text).events if e.made_by.rule == LEARNED]
    assert not [e for e in reader.read(text + LONG).events if e.made_by.rule == LEARNED]


def test_announced_harm_is_a_threat_where_both_have_it_so(reader: Reader) -> None:
    (found,) = reader.read("Ghana may close its airspace to Togolese planes.").events
    assert (found.type, found.actors, found.recipients, found.status) == ("THREATEN", ("GHA",), ("TGO",), "possible")


def test_a_group_that_no_list_has_takes_part_in_a_short_text(reader: Reader) -> None:
    (found,) = reader.read("The Tamarindos kidnapped a Swedish banker.").events
    assert (found.type, found.actors) == ("ASSAULT", ("Tamarindos",))


def test_people_who_open_a_sentence_take_part(reader: Reader) -> None:
    found = reader.read("Pensioners in Oslo petitioned the government for coal.").events
    assert "pensioners" in {code for e in found for code in e.actors}


def test_who_tells_of_anothers_harm_may_accuse(reader: Reader) -> None:
    text = "Human Rights Watch said Chadian troops had burned down a village."
    assert ("ACCUSE", ("Human Rights Watch",), ("TCD",)) in {
        (e.type, e.actors, e.recipients) for e in reader.read(text).events
    }
    plain = "Kenya's minister said Ugandan dancers had arrived."
    assert "ACCUSE" not in {e.type for e in reader.read(plain).events}
