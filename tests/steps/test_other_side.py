"""Who stands across: counterparts, neighbours, offices that two states hold, and who is met."""

import pytest

from dragoman.reader import ReportText

PAIR = "Peru and Ecuador quarrel over a river. Peru drew a map and Ecuador tore it up. "


def codes(reader, text, word):
    draft = reader.draft(ReportText(text, "2019-02-18"))
    found = [draft.who.codes(draft.who.at(i)) for i, w in enumerate(draft.doc.word) if w == word]
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Peruvian Foreign Minister Ana Rojas met his counterpart Luis Vera.", "Vera", ("ECU",)),
        ("Peruvian Foreign Minister Ana Rojas met her Chilean counterpart, Luis Vera.", "Vera", ("CHL",)),
        ("Peru insists that its neighbour open the port.", "neighbour", ("ECU",)),
        ("Peru will not sign, it said, unless its rival opens the port.", "rival", ("ECU",)),
        ("Peru urged the other side to show patience.", "side", ("ECU",)),
        ("The foreign ministers of Peru and Ecuador, Ana Rojas and Luis Vera, met.", "Rojas", ("PER",)),
        ("The foreign ministers of Peru and Ecuador, Ana Rojas and Luis Vera, met.", "Vera", ("ECU",)),
        ("The foreign ministers met in Lagos.", "ministers", ("PER", "ECU")),
        ("Peruvian Foreign Minister Ana Rojas met President Luis Vera.", "Vera", ("ECU",)),
        (
            "Peruvian Foreign Minister Ana Rojas saw Premier Luis Vera of Ecuador, but not President Juan Mora.",
            "Mora",
            ("ECU",),
        ),
        ("Peru waited until the parliament in Quito had ratified the treaty.", "parliament", ("ECU",)),
        ("Peruvian Foreign Minister Ana Rojas met the speaker of parliament, Luis Vera.", "Vera", ("ECU",)),
    ],
)
def test_who_is_across(reader, text, word, expected):
    assert sorted(codes(reader, PAIR + text, word) or ()) == sorted(expected)


@pytest.mark.parametrize(
    "text",
    [
        "Peruvian Foreign Minister Ana Rojas met his counterpart Luis Vera. Chile, Bolivia and Brazil looked on.",
        "Peru fears its other neighbour. Chile, Bolivia and Brazil fear nobody.",
    ],
)
def test_nobody_is_across_where_there_are_many(reader, text):
    word = "Vera" if "Vera" in text else "neighbour"
    found = codes(reader, text, word)
    assert found is not None
    assert not {"CHL", "BOL", "BRA"} & set(found)


def test_a_known_person_keeps_the_organisation_that_has_the_title_too(reader):
    text = "NATO leaders met. Secretary-General Jens Stoltenberg warned the allies."
    assert codes(reader, text, "Stoltenberg") == ("NATO",)


def test_a_family_name_that_comes_first_is_the_full_name_s(reader):
    text = "The US wants the Assad regime to leave. Bashar al-Assad refused, and Syria held an election in Syria."
    assert codes(reader, text, "Assad") == ("SYR",)
    assert codes(reader, text, "regime") == ("SYR",)


def test_a_title_has_no_word_of_denial_or_day_in_it(reader):
    text = PAIR + "Ana Rojas of Peru saw Premier Luis Vera of Ecuador, but not President Juan Mora on Monday."
    roles = {a.name: a.role for a in reader.read(text, "2019-02-18").actors}
    assert roles["Juan Mora"] == "President"
