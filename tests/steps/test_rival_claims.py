"""Disputes and deadlocks that no word of denial shows."""

import pytest


def read(reader, text):
    return reader.read(text, "2018-07-20").negotiation


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (
            "Kenya's minister said the blockade was an act of war. "
            "Uganda's ambassador said the blockade was merely a customs rule.",
            "negotiation.disputes.nature",
        ),
        (
            "Kenya's minister said the blockade was legal. Uganda's ambassador said the blockade was not legal.",
            "negotiation.disputes.nature",
        ),
        (
            "Kenya blames Uganda for the failures of its harvest. "
            "Uganda's minister said the harvest failed because of drought.",
            "negotiation.disputes.causes",
        ),
    ],
)
def test_rival_claims(reader, text, rule):
    (dispute,) = read(reader, text).disputes
    assert dispute.made_by.rule == rule
    assert {c.actor for c in dispute.claims} == {"KEN", "UGA"}


@pytest.mark.parametrize(
    "text",
    [
        "Kenya's minister said the blockade was legal. Uganda's ambassador said the blockade was long.",
        "Chad said the border was open. Kenya rejected Uganda's claim that the border was open.",
        "Kenya asked whether there had been a deal with Chad. Uganda denied that there had been a deal with Chad.",
    ],
)
def test_what_is_no_dispute_of_these_two(reader, text):
    pairs = [{c.actor for c in d.claims} for d in read(reader, text).disputes]
    assert {"KEN", "TCD"} not in pairs
    assert not any(d.made_by.rule.endswith("nature") for d in read(reader, text).disputes)


STANDOFF = (
    "Peru and Ecuador are {apart} over a river. Peru insists that its neighbour write the border into its "
    "constitution. The river would then be safe. Ecuador has refused."
)


@pytest.mark.parametrize(("apart", "count"), [("at odds", 1), ("stuck", 1), ("negotiating", 0)])
def test_an_insisted_demand_that_is_refused(reader, apart, count):
    found = read(reader, STANDOFF.format(apart=apart)).deadlocks
    assert len(found) == count
    for deadlock in found:
        assert set(deadlock.parties) == {"PER", "ECU"}
        assert deadlock.made_by.rule == "negotiation.deadlocks.standoff"


@pytest.mark.parametrize(
    ("text", "count"),
    [("Kenya wants a settlement.", 0), ("Kenya wants an apology from Uganda.", 1), ("Kenya seeks peace.", 0)],
)
def test_a_wish_for_what_all_gain_by_is_no_demand(reader, text, count):
    assert len([p for p in read(reader, text).positions if p.stance == "demands"]) == count
