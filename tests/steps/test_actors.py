"""Who takes part, under which code, and which words name them."""

import pytest

from dragoman.reader import ReportText


def codes(reader, text, word):
    draft = reader.draft(ReportText(text, "2019-02-18"))
    found = [draft.who.codes(draft.who.at(i)) for i, w in enumerate(draft.doc.word) if w == word]
    return found[-1] if found else None


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("Peru rejected the plan.", "Peru", ("PER",)),
        ("Lima rejected the plan of Ecuador.", "Lima", ("PER",)),
        ("The Kremlin rejected the plan.", "Kremlin", ("RUS",)),
        ("Peruvian officials rejected the plan.", "officials", ("PER",)),
        ("Norway's foreign minister rejected the plan.", "minister", ("NOR",)),
        ("Norwegian Foreign Minister Ine Solberg met the envoys.", "Solberg", ("NOR",)),
        ("The plan was rejected by Ine Solberg, Norway's ambassador to Chad.", "Solberg", ("NOR",)),
        ("The U.N. Security Council adopted the plan.", "Council", ("UN",)),
        ("NATO adopted the plan.", "NATO", ("NATO",)),
        ("The African Union sent an envoy.", "Union", ("African Union",)),
        ("Hamas rejected the plan.", "Hamas", ("Hamas",)),
        ("Rebels attacked the town.", "Rebels", ("rebels",)),
        ("Norwegian Foreign Minister Ine Solberg met envoys. Solberg praised them.", "Solberg", ("NOR",)),
        ("Norwegian Foreign Minister Ine Solberg arrived. She praised the plan.", "She", ("NOR",)),
        ("Peru and Ecuador met. The two sides praised the plan.", "sides", ("PER", "ECU")),
        ("Peru and Ecuador met. Both countries praised the plan.", "countries", ("PER", "ECU")),
        ("Peru, which rejected the plan, met Ecuador.", "which", ("PER",)),
        ("China's exports grew.", "China", ("CHN",)),
    ],
)
def test_who_is_named(reader, text, word, expected):
    found = codes(reader, text, word)
    assert found is not None
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("Peru rejected the plan.", "Peru", "state", "PER"),
        ("Norwegian Foreign Minister Ine Solberg met envoys.", "Ine Solberg", "person", "NOR"),
        ("The African Union sent an envoy.", "African Union", "organization", None),
    ],
)
def test_the_record_of_an_actor(reader, text, name, kind, country):
    reading = reader.read(text, "2019-02-18")
    (actor,) = [a for a in reading.actors if a.name == name]
    assert (actor.kind, actor.country) == (kind, country)
    assert actor.mentions
    assert actor.made_by.rule


def test_the_fullest_name_and_every_mention(reader):
    text = "Norwegian Foreign Minister Ine Solberg met envoys. Solberg praised them. She left."
    (actor,) = [a for a in reader.read(text).actors if a.kind == "person"]
    assert actor.name == "Ine Solberg"
    assert {"She", "Solberg"} <= {m.text for m in actor.mentions}


def test_nobody_in_a_text_without_names(reader):
    assert [a for a in reader.read("It rained for three days.").actors if a.kind in ("state", "organization")] == []
