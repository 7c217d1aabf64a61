"""The actors step: codes, people's offices, and whom nouns and pronouns stand for."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader, ReportText
from dragoman.records import Actor
from dragoman.steps.draft import Draft


def drafted(reader: Reader, text: str, date: str | None = None) -> Draft:
    return reader.draft(ReportText(text, date))


def codes_at(draft: Draft, word: str, nth: int = 0) -> tuple[str, ...]:
    """The codes at the `nth` token that is `word`."""
    tokens = [i for i, w in enumerate(draft.doc.word) if w == word]
    return draft.who.codes(draft.who.at(tokens[nth]))


def actor(draft: Draft, name: str) -> Actor:
    return next(a for a in draft.actors if a.name == name)


@pytest.mark.parametrize(
    ("text", "word", "codes"),
    [
        ("Norway urged Ghana to sign.", "Norway", ("NOR",)),
        ("Lima rejected the offer.", "Lima", ("PER",)),
        ("The envoys met in Lima.", "Lima", ()),
        ("The Kremlin rejected the offer.", "Kremlin", ("RUS",)),
        ("The White House rejected the offer.", "House", ("USA",)),
        ("Polish and Danish officials met on Monday.", "officials", ("POL", "DNK")),
        ("Ghana's and Togo's ministers met.", "ministers", ("GHA", "TGO")),
        ("Officials of Poland, Denmark and the Netherlands met.", "Officials", ("POL", "DNK", "NLD")),
        ("South Korea officials met.", "officials", ("KOR",)),
        ("The Chilean foreign ministry protested.", "ministry", ("CHL",)),
        ("The UN special envoy for Libya resigned.", "envoy", ("UN",)),
        ("Zambia's ambassador to Japan resigned.", "ambassador", ("ZMB",)),
        ("A spokesman for Hezbollah denied the report.", "spokesman", ("Hezbollah",)),
        ("The Security Council adopted a resolution.", "Council", ("UN",)),
        ("The Arab League suspended the talks.", "League", ("Arab League",)),
        ("The U.S.-Japan talks ended.", "U.S.-Japan", ("USA", "JPN")),
        ("Sino-Indian relations improved.", "Sino", ("CHN",)),
        ("Rebels attacked the town.", "Rebels", ("rebels",)),
        ("Burundian rebels attacked the town.", "rebels", ("Burundian rebels",)),
        ("Islamic State fighters attacked the town.", "fighters", ("Islamic State",)),
        ("The Malian opposition boycotted the vote.", "opposition", ("Malian opposition",)),
        ("Turkey's opposition to the plan hardened.", "opposition", ()),
        ("Peruvians crossed the border.", "Peruvians", ("peruvians",)),
        ("The Peruvians walked out of the talks.", "Peruvians", ("PER",)),
        ("The people of Peru will decide.", "people", ("peruvians",)),
        ("Protesters marched in the rain.", "Protesters", ("protesters",)),
        ("Officials declined to comment.", "Officials", ()),
        ("Analysts doubted it.", "Analysts", ()),
        ("Western diplomats doubted it.", "diplomats", ("West",)),
        ("Israel occupied the West Bank.", "West", ()),
        ("A Norwegian-brokered truce held.", "truce", ()),
        ("Third countries objected.", "countries", ("third countries",)),
        ("The Iraqi Kurds objected.", "Kurds", ("Kurdistan Regional Government",)),
        ("Turkey's Kurds objected.", "Kurds", ("Turkish Kurds",)),
        ("He studied South China Sea maps.", "China", ()),
    ],
)
def test_codes_at_a_token(reader: Reader, text: str, word: str, codes: tuple[str, ...]) -> None:
    assert codes_at(drafted(reader, text), word) == codes


@pytest.mark.parametrize(
    ("text", "name", "code", "role"),
    [
        ("Kenyan President Daniel Wekesa spoke.", "Daniel Wekesa", "KEN", "President"),
        ("Kenya's trade minister, Daniel Wekesa, spoke.", "Daniel Wekesa", "KEN", "trade minister"),
        ("Daniel Wekesa, Kenya's ambassador to Peru, spoke.", "Daniel Wekesa", "KEN", "ambassador to Peru"),
        ("Daniel Wekesa, a spokesman for the Taliban, spoke.", "Daniel Wekesa", "Taliban", "spokesman for the Taliban"),
        ("Secretary of State Mary Cole said she would wait.", "Mary Cole", "USA", "Secretary of State"),
        ("Economist Daniel Wekesa doubted it.", "Daniel Wekesa", "Daniel Wekesa", "Economist"),
        ("Former Kenyan President Daniel Wekesa spoke.", "Daniel Wekesa", "Daniel Wekesa", "Former Kenyan President"),
    ],
)
def test_for_whom_a_person_acts(reader: Reader, text: str, name: str, code: str, role: str) -> None:
    person = actor(drafted(reader, text), name)
    assert (person.kind, person.code, person.role) == ("person", code, role)


def test_a_known_leader_needs_no_title(reader: Reader) -> None:
    assert actor(drafted(reader, "Jacques Chirac flew to Rome.", "1999-01-01"), "Jacques Chirac").code == "FRA"
    assert (
        actor(drafted(reader, "Jacques Chirac flew to Rome.", "2015-01-01"), "Jacques Chirac").code == "Jacques Chirac"
    )


def test_spellings_of_one_name_are_one_person(reader: Reader) -> None:
    text = "Omar al-Khatib of Jordan met reporters. Mr. Khatib said the talks failed. Al-Khatib left."
    (person,) = [a for a in drafted(reader, text).actors if a.kind == "person"]
    assert person.code == "JOR"
    assert [m.text for m in person.mentions] == ["Omar al-Khatib", "Khatib", "Al-Khatib"]


def test_an_office_stated_first_finds_its_name(reader: Reader) -> None:
    text = "Denmark's foreign minister rejected the plan on Monday. Lars Holm told reporters it was too late."
    draft = drafted(reader, text)
    assert codes_at(draft, "Holm") == ("DNK",)
    assert draft.who.at(draft.doc.word.index("minister")) == draft.who.at(draft.doc.word.index("Holm"))


@pytest.mark.parametrize(
    ("text", "word", "nth", "codes"),
    [
        ("Peru and Chile met in Oslo. The two sides agreed.", "sides", 0, ("PER", "CHL")),
        ("Peru and Chile met in Oslo. Both countries agreed.", "countries", 0, ("PER", "CHL")),
        ("Norway hosted the talks of Peru and Chile. The two countries agreed.", "countries", 0, ("PER", "CHL")),
        ("The three powers - Peru, Chile and Ghana - agreed.", "powers", 0, ("PER", "CHL", "GHA")),
        ("Peru and Chile met. They agreed.", "They", 0, ("PER", "CHL")),
        ("Ghana said it would sign.", "it", 0, ("GHA",)),
        ("It is clear that Ghana will sign.", "It", 0, ()),
        ("Kenyan President Daniel Wekesa met reporters. He declined to comment.", "He", 0, ("KEN",)),
        ("Officials from Ghana, who met on Monday, agreed.", "who", 0, ("GHA",)),
        ("North Korea refused. The North wants aid.", "North", 1, ("PRK",)),
        ("The FARC signed. The group will disarm.", "group", 0, ("FARC",)),
        ("Ghana's parliament met. The parliament voted.", "parliament", 1, ("GHA",)),
        ("The Southern Rivers Front (SRF) attacked. The SRF denied it.", "SRF", 1, ("Southern Rivers Front",)),
        ('"We will not sign," Kenyan President Daniel Wekesa said.', "We", 0, ("KEN",)),
        ('"I will not sign," Kenyan President Daniel Wekesa said.', "I", 0, ("KEN",)),
        ("Four tourists were held in Mali. The four hostages are well.", "hostages", 0, ("hostages",)),
        ("Rebels hold five hostages. The families of the five objected to it.", "families", 0, ("hostages' families",)),
    ],
)
def test_what_points_back(reader: Reader, text: str, word: str, nth: int, codes: tuple[str, ...]) -> None:
    assert codes_at(drafted(reader, text), word, nth) == codes


def test_he_is_not_taken_for_another(reader: Reader) -> None:
    text = "President Daniel Wekesa of Kenya spoke. A driver was hurt. He was taken to a hospital."
    draft = drafted(reader, text)
    assert codes_at(draft, "He") == ()


def test_bare_titles_belong_to_the_datelines_state(reader: Reader) -> None:
    text = "ACCRA, Ghana (AP) -- The vote was close.\n\nTrade Minister Kofi Sarpong said he was pleased."
    assert actor(drafted(reader, text), "Kofi Sarpong").code == "GHA"


def test_news_agencies_have_no_code(reader: Reader) -> None:
    assert codes_at(drafted(reader, "Yonhap said the talks failed."), "Yonhap") == ()


def test_mentions_are_exact_and_ids_in_order(reader: Reader) -> None:
    text = "“Non,” said Chile’s envoy, Ana Ruiz.\nPeru’s minister — Luis Soto — left 🙂; she stayed."
    draft = drafted(reader, text)
    for found in draft.actors:
        for mention in found.mentions:
            assert text[mention.start : mention.end] == mention.text
    assert [a.id for a in draft.actors] == [f"a{k}" for k in range(1, len(draft.actors) + 1)]


@pytest.mark.parametrize(
    "text", ["", " ", '"', "''", "(UN) (", "-U.S.-", "the two", "'s", "مرحبا", "He. She. It. They. We."]
)
def test_any_text_is_read(reader: Reader, text: str) -> None:
    assert drafted(reader, text).actors is not None


def test_a_long_row_of_names_is_read_in_time(reader: Reader) -> None:
    draft = drafted(reader, "Iran and Iraq and " * 300)
    assert {a.code for a in draft.actors} == {"IRN", "IRQ"}
