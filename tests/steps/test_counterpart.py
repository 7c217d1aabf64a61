"""Acts whose clause names nobody they are meant for."""

import pytest


@pytest.mark.parametrize(
    ("text", "trigger", "recipients"),
    [
        # It answers the other party's demand.
        (
            "Peru urged Ecuador to pull its soldiers back from the river. Ecuador rejected the demand on Monday.",
            "rejected",
            ("PER",),
        ),
        # The other party of everything that the report tells.
        (
            "Peru accused Ecuador of firing first. Ecuador met Peru in June. It rained. Peru demands an apology.",
            "demands",
            ("ECU",),
        ),
        # Nobody else takes part.
        ("Peru demands an apology.", "demands", ()),
    ],
)
def test_whom_an_act_is_meant_for(reader, text, trigger, recipients):
    events = [e for e in reader.read(text, "2019-02-18").events if e.text.startswith(trigger)]
    assert [e.recipients for e in events] == [recipients]


def test_a_completed_act_is_less_sure(reader):
    text = "Peru urged Ecuador to pull back from the river. Ecuador rejected {} on Monday."
    (named,) = [e for e in reader.read(text.format("Peru's offer")).events if e.type == "REJECT"]
    (completed,) = [e for e in reader.read(text.format("the plan")).events if e.type == "REJECT"]
    assert completed.recipients == named.recipients == ("PER",)
    assert completed.confidence < named.confidence


@pytest.mark.parametrize(
    ("text", "kind", "recipients"),
    [
        # The party inside what is offered, opposed or moved.
        ("Panama offered to sell rice to Haiti.", "AGREE", ("HTI",)),
        ("Bolivian miners demonstrated against the treaty with Paraguay.", "PROTEST", ("PRY",)),
        ("Eritrea massed artillery near Djibouti.", "MOBILIZE", ("DJI",)),
        # A town stands for its state where somebody goes there or closes an embassy in it.
        ("Slovenia's foreign minister flew to Ankara on Monday.", "CONSULT", ("TUR",)),
        ("Sudan closed its embassy in Amman.", "SANCTION", ("JOR",)),
        # Nobody visits the city of a conference, and a circumstance is no recipient.
        ("A Gambian delegation arrived in Geneva on Monday.", "CONSULT", ()),
        ("Panamanian unions promised new elections after a strike by nurses.", "AGREE", ()),
    ],
)
def test_whom_the_clause_names(reader, text, kind, recipients):
    assert [e.recipients for e in reader.read(text).events if e.type == kind] == [recipients]
