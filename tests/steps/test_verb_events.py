"""The verb coder: which verbs name which acts, between whom. The sentences are invented."""

from __future__ import annotations

import pytest
from made_draft import made_draft

from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.language import Language
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.frames import FrameFile, Lexicon
from dragoman.steps.event.verb_events import VerbCoder
from dragoman.steps.events import load_plover

NAMES = {
    "Norway": "NOR",
    "Chad": "TCD",
    "Peru": "PER",
    "Mali": "MLI",
    "Norwegian": "NOR",
    "Chadian": "TCD",
    "Rossi": "ITA",
}


@pytest.fixture(scope="module")
def coder() -> VerbCoder:
    return VerbCoder()


@pytest.fixture(scope="module")
def found(language: Language, coder: VerbCoder):
    """The acts of a text as (trigger, type, actor codes, recipient codes)."""

    def run(text: str, statements=()) -> list[tuple[str, str, tuple[str, ...], tuple[str, ...]]]:
        draft = made_draft(language, text, NAMES, statements, persons=["ITA"])
        return [
            (
                draft.doc.span(c.first, c.last).text,
                c.type,
                draft.who.codes(c.actors),
                draft.who.codes(c.recipients),
            )
            for c in coder.candidates(draft)
        ]

    return run


ACTS = [
    # text, trigger, type, actors, recipients
    ("Norway urged Chad to release the men.", "urged", "REQUEST", "NOR", "TCD"),
    ("Norway called on Chad to leave.", "called on", "REQUEST", "NOR", "TCD"),
    ("Norway demanded that Chad withdraw.", "demanded", "REQUEST", "NOR", "TCD"),
    ("Norway wants Chad to leave Mali.", "wants", "REQUEST", "NOR", "TCD"),
    ("Norway proposed that Chad send monitors.", "proposed", "REQUEST", "NOR", "TCD"),
    ("Norway appealed to Chad for restraint.", "appealed to", "REQUEST", "NOR", "TCD"),
    ("Norway agreed to send monitors.", "agreed", "AGREE", "NOR", ""),
    ("Norway pledged to help Chad.", "pledged", "AGREE", "NOR", ""),
    ("Norway and Chad reached an agreement.", "reached", "AGREE", "NOR TCD", ""),
    ("Norway brokered a ceasefire.", "brokered", "AGREE", "NOR", ""),
    ("Norway is ready to negotiate with Chad.", "ready", "AGREE", "NOR", "TCD"),
    ("Norway invited Chad to the talks.", "invited", "AGREE", "NOR", "TCD"),
    ("Norway met Chad.", "met", "CONSULT", "NOR TCD", ""),
    ("Norway and Chad discussed the border.", "discussed", "CONSULT", "NOR TCD", ""),
    ("Norway held out, but Chad negotiated with Peru.", "negotiated", "CONSULT", "TCD PER", ""),
    ("Norway exchanged views with Chad.", "exchanged", "CONSULT", "NOR TCD", ""),
    ("Norway praised Chad.", "praised", "SUPPORT", "NOR", "TCD"),
    ("Norway welcomed Chad's decision.", "welcomed", "SUPPORT", "NOR", "TCD"),
    ("Norway voted for the motion.", "voted for", "SUPPORT", "NOR", ""),
    ("Norway and Chad signed a treaty.", "signed", "SUPPORT", "NOR TCD", ""),
    ("Norway recognised Mali.", "recognised", "SUPPORT", "NOR", "MLI"),
    ("Norway lifted sanctions on Chad.", "lifted", "CONCEDE", "NOR", "TCD"),
    ("Norway apologised to Chad.", "apologised", "CONCEDE", "NOR", "TCD"),
    ("Norway bowed to pressure.", "bowed to", "CONCEDE", "NOR", ""),
    ("Norway postponed the election.", "postponed", "CONCEDE", "NOR", ""),
    ("Norway cooperated with Chad.", "cooperated", "COOPERATE", "NOR TCD", ""),
    ("Norway shared intelligence with Chad.", "shared", "COOPERATE", "NOR TCD", ""),
    ("Norway sent food to Chad.", "sent", "AID", "NOR", "TCD"),
    ("Norway granted asylum to Rossi.", "granted", "AID", "NOR", "ITA"),
    ("Norway withdrew its troops from Chad.", "withdrew", "RETREAT", "NOR", "TCD"),
    ("Norway freed 30 prisoners.", None, None, "", ""),
    ("Norway released Rossi.", "released", "RETREAT", "NOR", "ITA"),
    ("Norway halted its offensive against Chad.", "halted", "RETREAT", "NOR", "TCD"),
    ("Norway accused Chad of lying.", "accused", "ACCUSE", "NOR", "TCD"),
    ("Norway lashed out at Chad.", "lashed out at", "ACCUSE", "NOR", "TCD"),
    ("Norway described Chad's raid as a provocation.", "described", "ACCUSE", "NOR", "TCD"),
    ("Norway summoned the Chadian ambassador.", "summoned", "ACCUSE", "NOR", "TCD"),
    ("Norway launched a scathing attack on Chad.", "launched", "ACCUSE", "NOR", "TCD"),
    ("Norway rejected Chad's offer.", "rejected", "REJECT", "NOR", "TCD"),
    ("Norway refused to meet Chad.", "refused", "REJECT", "NOR", "TCD"),
    ("Norway denied bombing the port.", "denied", "REJECT", "NOR", ""),
    ("Norway is opposed to Chad's plan.", "opposed", "REJECT", "NOR", "TCD"),
    ("Norway voted not to attend the summit.", "voted", "REJECT", "NOR", ""),
    ("Norway cancelled a visit to Chad.", "cancelled", "REJECT", "NOR", "TCD"),
    ("Norway threatened to bomb Chad.", "threatened", "THREATEN", "NOR", "TCD"),
    ("Norway vowed to attack Chad.", "vowed", "THREATEN", "NOR", ""),
    ("Norway warned that it would attack Chad.", "warned", "THREATEN", "NOR", "TCD"),
    ("Norway imposed sanctions on Chad.", "imposed", "SANCTION", "NOR", "TCD"),
    ("Norway expelled the Chadian ambassador.", "expelled", "SANCTION", "NOR", "TCD"),
    ("Norway suspended aid to Chad.", "suspended", "SANCTION", "NOR", "TCD"),
    ("Norway withdrew from the treaty.", "withdrew from", "SANCTION", "NOR", ""),
    ("Norway walked out of the talks.", "walked out of", "SANCTION", "NOR", ""),
    ("Norway sent warships to Chad.", "sent", "MOBILIZE", "NOR", "TCD"),
    ("Norway tested a missile.", "tested", "MOBILIZE", "NOR", ""),
    ("Norway arrested Rossi.", "arrested", "COERCE", "NOR", "ITA"),
    ("Rossi was arrested in Chad.", "arrested", "COERCE", "TCD", "ITA"),
    ("Norway banned flights over Chad.", "banned", "COERCE", "NOR", ""),
    ("Norway forced Chad to leave.", "forced", "COERCE", "NOR", "TCD"),
    ("Norwegian jets bombed Chad.", "bombed", "ASSAULT", "NOR", "TCD"),
    ("Rossi was abducted to Chad.", "abducted", "ASSAULT", "TCD", "ITA"),
    ("Norway fired missiles at Chad.", "fired", "ASSAULT", "NOR", "TCD"),
    ("Norway and Chad clashed.", "clashed", "ASSAULT", "NOR TCD", ""),
]


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "recipients"), ACTS, ids=[a[0] for a in ACTS])
def test_acts(found, text, trigger, kind, actors, recipients) -> None:
    acts = found(text)
    if trigger is None:
        assert all(a[1] == "RETREAT" for a in acts)
        return
    assert (trigger, kind, tuple(actors.split()), tuple(recipients.split())) in acts


NO_ACTS = [
    "Norway raised prices.",
    "Norway struck a chord.",
    "Norway declined to comment.",
    "Norway asked whether it was late.",
    "Norway met its target.",
    "Norway fired a minister.",
    "Norway did not rule out a visit.",
    "Chad's economy grew.",
    "Norway threatened stability.",
    "Rain forced a delay.",
]


@pytest.mark.parametrize("text", NO_ACTS)
def test_no_acts(found, text: str) -> None:
    assert found(text) == []


def test_must_is_a_demand_of_the_one_who_says_it(found) -> None:
    text = "Norway said that Chad must leave."
    acts = found(text, [("NOR", "said", "Chad must leave")])
    assert ("must", "REQUEST", ("NOR",), ("TCD",)) in acts


def test_must_about_ones_own_side_is_none(found) -> None:
    assert found("Norway said that Norway must leave.", [("NOR", "said", "Norway must leave")]) == []


def test_will_not_is_a_refusal(found) -> None:
    acts = found("Norway said that Norway will not attend.", [("NOR", "said", "Norway will not attend")])
    assert [(a[1], a[2]) for a in acts] == [("REJECT", ("NOR",))]


def test_a_promise_of_aid_is_an_agreement(found) -> None:
    acts = found("Norway said that Norway will send food to Chad.", [("NOR", "said", "Norway will send food to Chad")])
    assert [(a[1], a[2], a[3]) for a in acts] == [("AGREE", ("NOR",), ("TCD",))]


def test_somebody_elses_forecast_is_no_promise(found) -> None:
    acts = found("Peru said that Norway will send food to Chad.", [("PER", "said", "Norway will send food to Chad")])
    assert [a[1] for a in acts] == ["AID"]


def test_contents_are_named(language: Language, coder: VerbCoder) -> None:
    draft = made_draft(language, "Norway urged Chad to release the men.", NAMES)
    [act] = [c for c in coder.candidates(draft) if c.type == "REQUEST"]
    assert [draft.doc.word[i] for i in act.content] == ["release"]


def test_ministers_are_those_who_met(found) -> None:
    acts = found("Norway, Peru and Chad met in May. The ministers discussed trade.")
    assert acts[1][1:3] == ("CONSULT", ("NOR", "PER", "TCD"))


def test_lax_keeps_acts_of_nobody(language: Language, coder: VerbCoder) -> None:
    draft = made_draft(language, "The harvest was praised.", NAMES)
    assert coder.candidates(draft) == []
    assert [c.type for c in coder.candidates(draft, lax=True)] == ["SUPPORT"]


def test_the_same_text_gives_the_same_acts(language: Language, coder: VerbCoder) -> None:
    def once() -> list[Candidate]:
        return coder.candidates(made_draft(language, "Norway urged Chad to leave and met Peru.", NAMES))

    assert once() == once()


@pytest.mark.parametrize("text", ["", '"' * 300, "met " * 400, "\u202e\u0627\u0644", "be ready to be ready to be"])
def test_any_text(language: Language, coder: VerbCoder, text: str) -> None:
    assert coder.candidates(made_draft(language, text, {})) == []


# ---- the lexicon


def test_the_lexicon_is_broad() -> None:
    verbs = Lexicon().verbs
    assert len(verbs) >= 1000
    assert sum(len(entries) for entries in verbs.values()) >= 2000


def test_modes_and_contexts_are_plovers() -> None:
    plover = load_plover()
    for entries in Lexicon().verbs.values():
        for entry in entries:
            frame = entry.frame
            assert frame.type == "NONE" or frame.mode is None or frame.mode in plover.types[frame.type].modes, frame.id
            assert set(frame.contexts) <= set(plover.contexts), frame.id


def test_ids_are_unique() -> None:
    ids = [e.frame.id for entries in Lexicon().verbs.values() for e in entries]
    rules = {e.rule for entries in Lexicon().verbs.values() for e in entries}
    assert len(rules) == len(set(ids))


def test_constrained_frames_come_first() -> None:
    for entries in Lexicon().verbs.values():
        weights = [e.weight for e in entries]
        assert weights == sorted(weights, reverse=True)


def test_unknown_keys_are_rejected() -> None:
    bad = 'predicate = []\n[sets]\n[[frame]]\nid = "x"\nverbs = ["go"]\ntype = "AID"\nrecipient = ["object"]\n'
    with pytest.raises(KnowledgeError, match="recipient"):
        parse(bad, FrameFile, "event_verbs.toml")
