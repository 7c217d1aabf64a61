import pytest

from dragoman.errors import ModelError
from dragoman.language import PIECE, Document, Language, find_paragraphs, normalise


def sentences(d: Document, kind: str | None = None) -> list[str]:
    return [d.span(s.first, s.last - 1).text for s in d.sentences if kind in (None, s.kind)]


def test_normalise_keeps_every_offset():
    text = "“Curly” ‘single’ ''doubled'' ``tex'' non\u00a0breaking \x00 zero\u200bwidth — dash"
    plain = normalise(text)
    assert len(plain) == len(text)
    assert plain.startswith('"Curly" \'single\' " doubled "')
    assert "\x00" not in plain


@pytest.mark.parametrize(
    ("text", "dateline", "first"),
    [
        ("LIMA: Peru's president arrived.", "LIMA:", "Peru's president arrived."),
        ("QUITO, Ecuador (Reuters) -- Ministers met.", "QUITO, Ecuador (Reuters) --", "Ministers met."),
        ("NAIROBI (AP) — Envoys left.", "NAIROBI (AP) —", "Envoys left."),
        ("OSLO, March 5 (AFP) - Talks began.", "OSLO, March 5 (AFP) -", "Talks began."),
        ("The talks in OSLO: a history.", None, "The talks in OSLO: a history."),
        ("PM: no deal yet, says Lima.", "PM:", None),
    ],
)
def test_dateline(language: Language, text, dateline, first):
    d = language.parse(text)
    assert (d.dateline.text if d.dateline else None) == dateline or first is None
    if first:
        assert sentences(d, "text")[0] == first


def test_headline_is_a_sentence_of_its_own(language: Language):
    d = language.parse("Peru and Ecuador to resume border talks\nEnvoys will meet in Brasilia on Monday.")
    assert sentences(d, "headline") == ["Peru and Ecuador to resume border talks"]
    assert sentences(d, "text") == ["Envoys will meet in Brasilia on Monday."]


def test_hard_wrapped_lines_are_one_paragraph():
    wrapped = (
        "Envoys from both sides\nmet in the capital to\ndiscuss the frontier and\nagreed to meet again in\n"
        "the spring of next year.\n\nNext."
    )
    assert len(find_paragraphs(wrapped)) == 2
    plain = "Envoys met.\nThey agreed.\nMore talks follow.\nNothing else.\nEnd."
    assert len(find_paragraphs(plain)) == 5


def test_closing_mark_stays_with_its_sentence(language: Language):
    d = language.parse('He said the envoys "are responsible for the delay."\nThey left.')
    assert all(len(s.strip('"“” ')) > 0 for s in sentences(d))


def test_tokens_stand_where_they_say(language: Language):
    text = "''We will not yield,'' said the minister.\r\n\r\nTalks — “in depth” — ended.\tNo deal.\n"
    d = language.parse(text)
    assert [text[a:b] for a, b in zip(d.start, d.end, strict=True)] == d.word
    assert all(d.left[i] <= i <= d.right[i] for i in range(len(d)))
    assert d.token_at(0) == 0
    assert d.token_at(len(text)) == len(d) - 1


def test_edges_span_the_subtree(language: Language):
    d = language.parse(
        "The minister who met the envoys from Peru in Lima on Monday resigned after a long debate in parliament."
    )
    for i in range(len(d)):
        subtree = [i]
        for j in subtree:
            subtree += d.children[j]
        assert (d.left[i], d.right[i]) == (min(subtree), max(subtree))


def test_long_text_is_cut_and_whole(language: Language):
    text = "The envoys met in Lima. " * (2 * PIECE // 24) + "x" * (PIECE + 5)
    d = language.parse(text)
    assert [text[a:b] for a, b in zip(d.start, d.end, strict=True)] == d.word
    assert d.end[-1] == len(text)


def test_batch_equals_single(language: Language):
    texts = ["Envoys met in Lima.", "", "Peru said: “No.”", "a\n" * 50, "The two sides agreed to meet again next week."]
    batch = list(language.parse_many(texts, batch_size=3))
    for text, together in zip(texts, batch, strict=True):
        alone = language.parse(text)
        assert alone.__dict__ == together.__dict__


def test_missing_model_is_named():
    with pytest.raises(ModelError, match="no_such_model"):
        Language("no_such_model").parse("x")


def test_a_run_without_white_space_is_broken_in_place(language: Language):
    run = "(" * 1000 + "x" * 333
    plain = normalise(f"Lima {run} Quito")
    assert len(plain) == len(f"Lima {run} Quito")
    assert max(map(len, plain.split())) < 60
    assert language.parse(run).text == run
    address = "https://example.org/" + "a" * 200
    assert normalise(address) == address
