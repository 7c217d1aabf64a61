"""The events step: what stays of the coders' candidates, with status, date, place, statement, score and evidence."""

from __future__ import annotations

import pytest
from made_draft import made_draft, span_of

from dragoman.language import Language
from dragoman.reader import Reader, ReportText
from dragoman.records import Event, MadeBy, Place, Span, Time
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_merge import settle
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.events import Events, code_pair, load_plover

NAMES = {
    "Norway": "NOR", "Chad": "TCD", "Peru": "PER", "Mali": "MLI", "Norwegian": "NOR", "Chadian": "TCD", "Rossi": "ITA",
    "Bianchi": "Bianchi",
}  # fmt: skip


@pytest.fixture(scope="module")
def step() -> Events:
    return Events()


@pytest.fixture(scope="module")
def read(language: Language, step: Events):
    def run(text: str, statements=()) -> list[Event]:
        draft = made_draft(language, text, NAMES, statements, persons=["ITA", "Bianchi"])
        step(draft)
        return draft.events

    return run


def brief(events: list[Event]) -> list[tuple[str, str, str]]:
    return [(e.text, e.type, e.status) for e in events]


# ---- which acts stay


@pytest.mark.parametrize(
    ("text", "events"),
    [
        ("Norway urged Chad to lift sanctions and meet Peru.", [("urged", "REQUEST", "actual")]),
        ("Norway refused to sign the treaty.", [("refused", "REJECT", "actual")]),
        ("Norway threatened to expel the Chadian envoy.", [("threatened", "THREATEN", "actual")]),
        ("Norway called for talks with Chad.", [("called for", "REQUEST", "actual")]),
        ("Norway denied that it had bombed Chad.", [("denied", "REJECT", "actual")]),
        ("Norway said that Chad should leave Mali.", [("should", "REQUEST", "actual")]),
        ("Norway lifted its sanctions on Chad.", [("lifted", "CONCEDE", "actual")]),
        ("Norway met Chad to discuss trade.", [("met", "CONSULT", "actual")]),
        ("Norway will lift sanctions on Chad if Chad releases Rossi.", [("lift", "AGREE", "conditional")]),
        (
            "Norway accused Chad of attacking Mali.",
            [("accused", "ACCUSE", "actual"), ("attacking", "ASSAULT", "actual")],
        ),
        ("Norway did not rule out visiting Chad.", [("visiting", "CONSULT", "possible")]),
        ("Norway may attack Chad.", [("attack", "ASSAULT", "possible")]),
        ("Norway did not attack Chad.", [("attack", "ASSAULT", "negated")]),
        ("Norway plans to visit Chad.", [("visit", "CONSULT", "planned")]),
        ("Groups opposed to Norway met Chad.", [("met", "CONSULT", "actual")]),
    ],
)
def test_acts_that_stay(read, text: str, events: list[tuple[str, str, str]]) -> None:
    assert brief(read(text)) == events


def test_an_answer_stands_beside_what_it_answers(read) -> None:
    assert [(e.type, e.actors) for e in read("Norway rejected Chad's demand.")] == [
        ("REJECT", ("NOR",)),
        ("REQUEST", ("TCD",)),
    ]


def test_private_people_are_no_politics(read) -> None:
    assert read("Bianchi praised the food.") == []


def test_one_record_a_token(language: Language) -> None:
    draft = made_draft(language, "Norway met Chad.", NAMES)
    one = Candidate(head=1, first=1, last=1, type="CONSULT", rule="x.a", actors=("a1", "a2"), mutual=True)
    two = Candidate(head=1, first=1, last=1, type="SUPPORT", rule="x.b", actors=("a1",))
    assert settle(draft.doc, draft.who, [two, one]) == [one]


def test_the_verb_stays_of_two_words_for_one_act(language: Language) -> None:
    draft = made_draft(language, "Norway met Chad for talks.", NAMES)
    verb = Candidate(head=1, first=1, last=1, type="CONSULT", rule="x.a", actors=("a1", "a2"), mutual=True)
    noun = Candidate(head=4, first=4, last=4, type="CONSULT", rule="x.b", actors=("a1", "a2"), mutual=True)
    assert settle(draft.doc, draft.who, [verb, noun]) == [verb]


def test_talks_beside_other_talks_are_two_acts(language: Language) -> None:
    draft = made_draft(language, "Norway met Chad on the sidelines of talks with Peru.", NAMES)
    verb = Candidate(head=1, first=1, last=1, type="CONSULT", rule="x.a", actors=("a1", "a2"), mutual=True)
    noun = Candidate(head=7, first=7, last=7, type="CONSULT", rule="x.b", actors=("a1", "a3"), mutual=True)
    assert len(settle(draft.doc, draft.who, [verb, noun])) == 2


# ---- what a record says


def test_a_record_in_full(language: Language, step: Events) -> None:
    text = "Norway arrested Rossi in Lima on Monday, Norway said."
    draft = made_draft(
        language, text, NAMES, [("NOR", "said", "Norway arrested Rossi in Lima on Monday")], persons=["ITA"]
    )
    made_by = MadeBy(rule="test.made")
    draft.times.append(Time(**span_of(text, "Monday"), type="DATE", value="2011-03-07", made_by=made_by))
    draft.places.append(Place(**span_of(text, "Lima"), name="Lima", made_by=made_by))
    step(draft)
    [event] = draft.events
    assert event.text == text[event.start : event.end] == "arrested"
    assert (event.type, event.mode, event.status) == ("COERCE", "arrest", "actual")
    assert (event.actors, event.recipients) == (("NOR",), ("ITA",))
    assert draft.who.codes(event.actor_ids) == event.actors
    assert (event.date, event.place, event.statement) == ("2011-03-07", "Lima", 0)
    assert event.score == load_plover().types["COERCE"].modes["arrest"]
    assert 0 < event.confidence <= 1
    assert event.made_by.rule == "event_verbs.arrest"
    assert event.made_by.cue is not None


def test_the_status_keeps_its_cue(read) -> None:
    [event] = read("Norway may attack Chad.")
    assert event.made_by.status_cue is not None
    assert event.made_by.status_cue.text == "may"


def test_a_mutual_act_has_no_recipients(read) -> None:
    [event] = read("Norway met Chad.")
    assert (event.actors, event.recipients, event.recipient_ids) == (("NOR", "TCD"), (), ())


def test_the_day_of_speaking_is_not_the_day_of_the_act(language: Language, step: Events) -> None:
    text = "Norway said on Monday that it had bombed Chad."
    draft = made_draft(language, text, {**NAMES, "it": "NOR"})
    draft.times.append(
        Time(**span_of(text, "Monday"), type="DATE", value="2011-03-07", made_by=MadeBy(rule="test.made"))
    )
    step(draft)
    assert [(e.text, e.date) for e in draft.events] == [("bombed", None)]


def test_what_it_is_about(read) -> None:
    [event] = read("Norway accused Chad over the price of fish.")
    assert event.issue == "the price of fish"


def test_events_stand_in_the_order_of_the_text(read) -> None:
    events = read("Norway praised Chad. Norway met Peru. Mali was bombed by Chad.")
    assert [e.start for e in events] == sorted(e.start for e in events)
    assert len(events) == 3


def test_the_same_draft_gives_the_same_events(read) -> None:
    text = "Norway urged Chad to leave. Norway met Peru for talks and praised Mali."
    assert read(text) == read(text)


@pytest.mark.parametrize("text", ["", " ", '"' * 500, "!?" * 200, "met met met", "\u202eabc", "🙂 🙂"])
def test_any_text(read, text: str) -> None:
    for event in read(text):
        assert event.text == text[event.start : event.end]


# ---- PLOVER


def test_plover_has_its_sixteen_types() -> None:
    plover = load_plover()
    assert len(plover.types) == 16
    assert plover.score("CONSULT", "visit") == 4.0
    assert plover.score("CONSULT", None) == 2.5
    assert plover.mode("CONSULT", "arrest") is None
    assert all(-10 <= score <= 10 for t in plover.types.values() for score in (t.score, *t.modes.values()))


# ---- blame that only adjectives and nouns carry


@pytest.mark.parametrize(
    ("text", "content", "kind", "recipients"),
    [
        ("Norway said Chad's reckless raids go on.", "Chad's reckless raids go on", "ACCUSE", ("TCD",)),
        ("Norway said the brutality of Chad has grown.", "the brutality of Chad has grown", "ACCUSE", ("TCD",)),
        ("Norway spoke of Chad's baseless claims.", "Chad's baseless claims", "REJECT", ("TCD",)),
    ],
)
def test_appraisals(read, text, content, kind, recipients) -> None:
    verb = text.split()[1]
    events = [e for e in read(text, [("NOR", verb, content)]) if e.made_by.rule.startswith("appraisals.")]
    assert [(e.type, e.actors, e.recipients) for e in events] == [(kind, ("NOR",), recipients)]


def test_the_reports_own_words_blame_nobody(read) -> None:
    assert [e for e in read("Chad's reckless raids go on.") if e.made_by.rule.startswith("appraisals.")] == []


def test_nobody_blames_himself(read) -> None:
    events = read("Norway said Norway's reckless raids go on.", [("NOR", "said", "Norway's reckless raids go on")])
    assert [e for e in events if e.made_by.rule.startswith("appraisals.")] == []


# ---- marked pairs


def mark(text: str, word: str | None) -> Span | None:
    return Span(**span_of(text, word)) if word else None


@pytest.mark.parametrize(
    ("text", "source", "target", "kind"),
    [
        ("The mayor praised the union.", "The mayor", "the union", "SUPPORT"),
        ("The union was banned by the mayor.", "the mayor", "The union", "COERCE"),
        ("The mayor will meet the union on Monday.", "The mayor", "the union", "AGREE"),
        ("The court convicted the banker.", "The court", "the banker", "ACCUSE"),
        ("The mayor sued the union after the union attacked a bus.", "The mayor", "the union", "ACCUSE"),
        ("The mayor rejected it.", "The mayor", None, "REJECT"),
        ("The mayor slept.", "The mayor", None, None),
    ],
)
def test_pairs(reader: Reader, text: str, source: str, target: str | None, kind: str | None) -> None:
    draft: Draft = reader.draft(ReportText(text))
    assert code_pair(draft, mark(text, source), mark(text, target)) == kind


def test_a_pair_leaves_the_draft_as_it_was(reader: Reader) -> None:
    text = "The mayor praised the union."
    draft = reader.draft(ReportText(text))
    before = (list(draft.actors), dict(draft.who.tokens()), list(draft.events))
    code_pair(draft, mark(text, "The mayor"), mark(text, "the union"))
    assert (draft.actors, draft.who.tokens(), draft.events) == before
