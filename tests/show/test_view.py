"""What is shown of a reading: entries in plain words that lead back to the text."""

import pytest

from dragoman.records import Magnitude, Reading
from dragoman.show.view import Entry, sections
from dragoman.show.words import SECTIONS
from made_reading import CONDITION, TEXT, empty, made

MET = "LIMA — Peruvian Foreign Minister Ana Ruiz met her Ecuadorean colleague on Monday."
DISPUTE = "Peru: Quito pulls back its guards — against — Ecuador: denied that any guards had crossed"


def entries(key: str, reading: Reading | None = None) -> tuple[Entry, ...]:
    return sections(reading or made(), TEXT, (key,))[0].entries


def words(entry: Entry) -> str:
    return "".join(piece.text for piece in entry.body)


@pytest.mark.parametrize(
    ("key", "lead", "label", "body", "facts"),
    [
        ("meetings", "Peru, Ecuador", "held", MET, ("2019-03-04", "ministers")),
        ("positions", "Ecuador → Peru", "demands", "must open the bridge first", ()),
        ("conditions", "Peru", "if", "We will open the bridge (Peru) if Quito pulls back its guards (Ecuador)", ()),
        ("disputes", "Peru, Ecuador", "dispute", DISPUTE, ("the guards",)),
        ("deadlocks", "Peru, Ecuador", "deadlock", "Each waits for the other to move first.", ("the bridge",)),
        ("statements", "Ana Ruiz (Peru)", "said", CONDITION, ("direct",)),
        ("events", "Peru, Ecuador", "CONSULT", MET, ("meets or talks", "2019-03-04")),
        ("assessments", "the report", "positive", "edge towards a border deal", ("of the border talks",)),
        ("actors", "Peru", "state", "2 mentions", ()),
        ("times", "2019-03-04", "date", "Monday", ()),
        ("places", "Cuenca", "place", "", ("Ecuador",)),
    ],
)  # fmt: skip
def test_a_record_in_words(key: str, lead: str, label: str, body: str, facts: tuple[str, ...]) -> None:
    entry = entries(key)[0]
    assert (entry.lead, entry.label, words(entry), entry.facts) == (lead, label, body, facts)
    assert entry.id == f"{key}-1"
    assert all(TEXT[span.start : span.end] == span.text for span in entry.spans)


def test_the_evidence_stands_out_in_its_sentence() -> None:
    assert [piece.text for piece in entries("events")[0].body if piece.style == "hit"] == ["met"]


def test_what_comes_next_is_said_once() -> None:
    to_come = entries("next")
    assert [(entry.id, entry.label) for entry in to_come] == [("meetings-2", "possible"), ("events-2", "conditional")]
    assert to_come[1].facts == ("agrees, offers or promises",)


def test_one_statement_names_no_country_twice() -> None:
    assert entries("statements")[1].lead == "Ecuador"


def test_an_unnamed_source_is_called_so() -> None:
    reading = made()
    nobody = reading.statements[0].model_copy(
        update={"source": None, "speaker_name": None, "speaker_code": None, "anonymous": True, "cue": None}
    )
    entry = entries("statements", reading.model_copy(update={"statements": (nobody,)}))[0]
    assert (entry.lead, entry.label, entry.facts) == ("unnamed source", "direct", ("direct", "unnamed"))


def test_a_condition_without_a_clause_says_not_stated() -> None:
    reading = made()
    half = reading.conditions[0].model_copy(update={"consequent": None})
    entry = entries("conditions", reading.model_copy(update={"conditions": (half,)}))[0]
    assert words(entry) == "not stated if Quito pulls back its guards (Ecuador)"
    bare = reading.conditions[0].model_copy(update={"consequent": None, "antecedent": None, "asserted_by": None})
    entry = entries("conditions", reading.model_copy(update={"conditions": (bare,)}))[0]
    assert entry.lead == "the report"
    assert words(entry) == CONDITION


def test_an_empty_reading_has_every_section_and_no_entry() -> None:
    shown = sections(empty(), "Nothing happened.")
    assert [section.key for section in shown] == [key for key in SECTIONS if key != "own_events"]
    assert all(section.entries == () for section in shown)


def test_victims_contexts_and_code_of_an_event_are_said() -> None:
    reading = made()
    met = reading.events[0].model_copy(
        update={
            "contexts": ("military", "diplomatic"),
            "cameo": "040",
            "magnitude": Magnitude(killed=1200, injured=0, evidence=()),
        }
    )
    entry = entries("events", reading.model_copy(update={"events": (met,)}))[0]
    assert entry.facts == ("meets or talks", "1,200 killed", "nobody injured", "2019-03-04")
    assert entry.codes == ("military, diplomatic", "CAMEO 040")


def test_an_uncounted_event_has_no_victims_and_no_code() -> None:
    entry = entries("events")[0]
    assert not any("killed" in fact or "injured" in fact for fact in entry.facts)
    assert entry.codes == ()
