"""Who takes part: subjects through passives, control and relative clauses; owners; parts and wholes."""

from __future__ import annotations

import pytest

from dragoman.language import Document, Language
from dragoman.steps.event.participants import Cast

NAMES = {"Norway", "Chad", "Peru", "Mali", "Oslo", "Norwegian", "Chadian", "rebels", "They"}


def cast(doc: Document) -> Cast:
    return Cast(doc, lambda i: (doc.word[i],) if doc.word[i] in NAMES else ())


def verb(doc: Document, word: str) -> int:
    return next(i for i, w in enumerate(doc.word) if w == word)


DOERS = [
    ("Norway criticised Chad.", "criticised", ("Norway",)),
    ("Chad was criticised by Norway.", "criticised", ("Norway",)),
    ("Norway and Peru met.", "met", ("Norway", "Peru")),
    ("Norway, Peru and Mali criticised Chad.", "criticised", ("Norway", "Peru", "Mali")),
    ("Norway criticised Chad, urging restraint.", "urging", ("Norway",)),
    ("Norway plans to visit Chad.", "visit", ("Norway",)),
    ("Norway urged Chad to leave.", "leave", ("Chad",)),
    ("Norway promised Chad to leave.", "leave", ("Norway",)),
    ("Norway accused Chad of bombing a port.", "bombing", ("Chad",)),
    ("Chad, which bombed a port, was criticised.", "bombed", ("Chad",)),
    ("A port bombed by Chad was closed.", "bombed", ("Chad",)),
    ("Norwegian jets bombed the port.", "bombed", ("Norwegian",)),
    ("Norway complained of Chad's arming the rebels.", "arming", ("Chad",)),
    ("Norway said talks would fail and criticised Chad.", "criticised", ("Norway",)),
]


@pytest.mark.parametrize(("text", "word", "ids"), DOERS, ids=[c[0] for c in DOERS])
def test_doers(language: Language, text: str, word: str, ids: tuple[str, ...]) -> None:
    doc = language.parse(text)
    assert cast(doc).doers(verb(doc, word)) == ids


OWNERS = [
    ("Norway rejected Chad's offer.", "offer", ("Chad",)),
    ("Norway rejected an offer by Chad.", "offer", ("Chad",)),
    ("Norway rejected the Chadian offer.", "offer", ("Chadian",)),
    ("Norway rejected a demand from Chad.", "demand", ("Chad",)),
    ("Norway rejected the demands of Chad.", "demands", ("Chad",)),
    ("Norway condemned the bombing of Chad.", "bombing", ()),
]


@pytest.mark.parametrize(("text", "word", "ids"), OWNERS, ids=[c[0] for c in OWNERS])
def test_owners(language: Language, text: str, word: str, ids: tuple[str, ...]) -> None:
    doc = language.parse(text)
    assert cast(doc).owners(verb(doc, word)) == ids


def test_somebody_elses_neighbours_are_not_he(language: Language) -> None:
    doc = language.parse("Chad's neighbours criticised Norway.")
    assert cast(doc).doers(verb(doc, "criticised")) == ()


def test_parts_name_their_whole(language: Language) -> None:
    doc = language.parse("Norway freed dozens of rebels.")
    people = cast(doc)
    assert people.named(verb(doc, "dozens")) == ("rebels",)
    assert doc.word[people.whole(verb(doc, "dozens"))] == "rebels"


def test_a_passive_has_its_subject_as_object(language: Language) -> None:
    doc = language.parse("The envoy was expelled by Norway.")
    site = cast(doc).site(verb(doc, "expelled"))
    assert site.passive
    assert [doc.word[o] for o in site.objects] == ["envoy"]
    assert site.subject == -1


def test_a_stance_is_no_passive(language: Language) -> None:
    doc = language.parse("Norway is opposed to the plan.")
    site = cast(doc).site(verb(doc, "opposed"))
    assert not site.passive
    assert cast(doc).doers(verb(doc, "opposed")) == ("Norway",)


def test_it_at_the_head_of_a_sentence(language: Language) -> None:
    doc = language.parse("Norway denied the report. It also rejected the offer.")
    people = cast(doc)
    people.is_person = lambda actor: False
    assert people.doers(verb(doc, "rejected")) == ("Norway",)


def test_we_is_the_speaker(language: Language) -> None:
    doc = language.parse("We reject the offer.")
    people = cast(doc)
    people.speaker = lambda i: ("Norway",)
    assert people.doers(verb(doc, "reject")) == ("Norway",)


@pytest.mark.parametrize("text", ["", "!", "of of of of", "who which that", "and and and Norway and"])
def test_any_text(language: Language, text: str) -> None:
    doc = language.parse(text)
    people = cast(doc)
    for i in range(len(doc)):
        assert people.site(i).verb == i
        people.party(i)
        people.author(i)
