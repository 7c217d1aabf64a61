"""Headlines whose verb the model takes for a noun, and lines that are none."""

import pytest

from dragoman.language import Language

MENDED = [
    ("Nairobi thanks Oslo for maize", "thanks", "Nairobi", "Oslo"),
    ("UN pledges tents for quake survivors", "pledges", "UN", "tents"),
    ("Left applauds Costa's water plan", "applauds", "Left", "plan"),
    ("Lima ships fertiliser to Haiti", "ships", "Lima", "fertiliser"),
    ("Guinea rebels torch customs post", "torch", "rebels", "post"),
    ("Lima funded Bolivian schools.", "funded", "Lima", "schools"),
    ("A mob hurled bricks at police.", "hurled", "mob", "bricks"),
]

LEFT = [
    "Kenyan talks on grain and fish",  # no verb at all
    "Nairobi thanks Oslo for maize.",  # a sentence
    "Border guards",
    "Two wounded soldiers in the hospital of Lima.",  # no sentence
    "Lima freed jailed Bolivian editors and wounded soldiers.",  # has its verb
    "",
]


@pytest.mark.parametrize(("text", "verb", "subject", "object_"), MENDED)
def test_the_verb_of_a_headline(language: Language, text: str, verb: str, subject: str, object_: str) -> None:
    doc = language.parse(text)
    v = doc.word.index(verb)
    assert (doc.pos[v], doc.head[v]) == ("VERB", v)
    assert doc.word[doc.child(v, "nsubj")] == subject
    assert doc.word[doc.child(v, "dobj")] == object_


def test_both_names_of_a_row_are_the_subject(language: Language) -> None:
    doc = language.parse("Peru, Chile sign free trade pact")
    v = doc.word.index("sign")
    first = doc.child(v, "nsubj")
    assert doc.word[first] == "Peru"
    assert doc.word[doc.child(first, "conj")] == "Chile"


@pytest.mark.parametrize("text", LEFT)
def test_other_lines_are_left(language: Language, text: str) -> None:
    doc = language.parse(text)
    assert all(doc.pos[i] != "VERB" for i in range(len(doc)) if doc.head[i] == i) or text.endswith(".")


@pytest.mark.parametrize(("form", "lemma"), [("staged", "stage"), ("waging", "wage"), ("fined", "fine")])
def test_lemmas_that_the_model_has_wrong(language: Language, form: str, lemma: str) -> None:
    doc = language.parse(f"The Danish unions are {form} by the party." if form != "waging" else "Chad is waging war.")
    assert doc.lemma[doc.word.index(form)] == lemma
