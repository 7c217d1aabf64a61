"""Marked pairs: what the source (in <s>) does to the target (in <t>). The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.evaluate.plv import unmark
from dragoman.reader import Reader, ReportText
from dragoman.steps.event.event_pair import PairVote, code_pair, vote_pair
from dragoman.steps.event.pair_codebook import Codebook

ASKED = [
    ("<s>Peru</s> urged <t>Bolivia</t> to reopen the road.", "REQUEST"),
    ("<s>The mayor</s> said that <t>the bank</t> must pay.", "REQUEST"),
    ("<s>Oslo</s> has sought a loan from <t>the fund</t>.", "REQUEST"),
    ("<s>Peru</s> refused to hand its records to <t>the court</t>.", "REJECT"),
    ("<s>Malta</s> will not reopen its ports to <t>the charity's ships</t> until June.", "REJECT"),
    ("<s>Peru</s> denied <t>the envoy's</t> claim.", "REJECT"),
    ("<s>Latvia</s> did not give <t>the striking pilots</t> permission to land.", "REJECT"),
    ("<s>The two parties in Malta</s> failed to reach a deal with <t>the unions</t>.", "REJECT"),
]

ANNOUNCED = [
    ("<s>Chile</s> will send doctors to <t>Haiti</t>.", "AGREE"),
    ("<s>Chile</s> is to withdraw its troops from <t>Haiti</t>.", "AGREE"),
    ("<s>Chile's president</s> may visit <t>Gabon</t> in May.", "AGREE"),
    ("<s>Chile's president</s> flies to <t>Gabon</t> next week.", "AGREE"),
    ("<s>Chile</s> would lift its ban on <t>Gabon</t> if it paid.", "AGREE"),
    ("<s>The minister</s> agreed with <t>the growers</t> to lower the tax.", "AGREE"),
    ("<s>Chile</s> will expel <t>two envoys of Gabon</t>.", "THREATEN"),
    ("<s>Chile</s> may impose sanctions on <t>Gabon</t>.", "THREATEN"),
    ("<s>Chile</s> is considering an attack on <t>Gabon</t>.", "THREATEN"),
    ("<s>The dockers</s> plan a strike against <t>the port</t>.", "THREATEN"),
    ("<s>Chile</s> warned <t>Gabon</t> that it would cut the gas.", "THREATEN"),
    ("<s>Chile</s> may have launched an attack on <t>Gabon</t>.", "ASSAULT"),
]

DONE = [
    ("<s>Chile's president</s> called <t>his counterpart in Gabon</t> to discuss fishing.", "CONSULT"),
    ("<s>Chile</s> held talks with <t>Gabon</t> in May.", "CONSULT"),
    ("<s>Chile</s> reached an agreement with <t>Gabon</t> on fishing.", "SUPPORT"),
    ("<s>Chile</s> granted recognition to <t>the new republic</t>.", "SUPPORT"),
    ("<s>The judge</s> dropped the charges against <t>the singer</t>.", "CONCEDE"),
    ("<s>Chile</s> relaxed its visa rules for <t>nurses from Gabon</t>.", "CONCEDE"),
    ("<s>The rebels</s> handed over their rifles to <t>the observers</t>.", "RETREAT"),
    ("<s>The paratroopers</s> left <t>the airport of Gao</t>.", "RETREAT"),
    ("<s>Chile</s> flew blankets to <t>the islanders</t>.", "AID"),
    ("<s>Chile</s> sent soldiers to <t>Haiti</t> as peacekeepers.", "AID"),
    ("<s>Chile</s> runs a power plant together with <t>Peru</t>.", "COOPERATE"),
    ("<s>Chile</s> shared the flight data with <t>the inquiry</t>.", "COOPERATE"),
    ("<s>Chile</s> moved two battalions towards <t>Peru</t>.", "MOBILIZE"),
    ("<s>Chile</s> has stopped gas deliveries to <t>Peru</t>.", "SANCTION"),
    ("<s>Chile</s> told <t>the ambassador of Peru</t> to leave.", "SANCTION"),
    ("<s>Chile</s> imposed tariffs on <t>Peru</t>.", "COERCE"),
    ("<s>The court</s> jailed <t>the editor</t> for five years.", "COERCE"),
    ("<s>The regime</s> took <t>the radio station</t> off the air.", "COERCE"),
    ("<s>The police</s> opened an inquiry into <t>the bank</t>.", "ACCUSE"),
    ("<s>Chile</s> called for sanctions against <t>Peru</t>.", "ACCUSE"),
    ("<s>The court</s> found <t>the editor</t> guilty of libel.", "ACCUSE"),
    ("<s>The rebels</s> broke the ceasefire with <t>the army</t>.", "ASSAULT"),
    ("<s>The gunmen</s> kidnapped <t>a nun</t> in Jos.", "ASSAULT"),
]

WHO_ACTS = [
    ("<s>Chile</s> moved a battalion into <t>Haiti</t> as part of a peacekeeping force.", "AID"),
    ("<s>Chile</s> moved a battalion up to <t>Haiti</t>.", "MOBILIZE"),
    ("<s>The students</s> stormed <t>the ministry</t>.", "PROTEST"),
    ("<s>The commandos</s> stormed <t>the ministry</t>.", "ASSAULT"),
    ("<s>The truckers</s> blocked <t>the border crossing</t>.", "PROTEST"),
    ("<s>The union's members</s> boycotted <t>the company's shops</t>.", "PROTEST"),
    ("<s>The students</s> kidnapped <t>the dean</t>.", "ASSAULT"),
]

OTHER_ACTS = [
    ("<s>Chile</s> sent three experts to <t>Haiti</t> to investigate the crash.", "ACCUSE"),
    ("<s>The envoy</s> called <t>the bishop</t> on Sunday to thank him.", "SUPPORT"),
    ("<s>Chile's speaker</s> will lead a delegation on a visit to <t>Haiti</t>.", "AGREE"),
    ("<s>Chile</s> has decided to lift its ban on <t>fish from Peru</t>.", "CONCEDE"),
    ("While Mali shelled Niger, <s>Oslo</s> praised <t>the mediators</t>.", "SUPPORT"),
    ("<t>The captain</t>, whom Mali accused of spying, was released by <s>Niger</s>.", "RETREAT"),
    ("<s>The generals who seized power in May</s> met <t>the bishops</t>.", "CONSULT"),
]


def vote(reader: Reader, marked: str) -> PairVote | None:
    text, spans = unmark(marked)
    return vote_pair(reader.draft(ReportText(text)), spans.get("s"), spans.get("t"))


@pytest.mark.parametrize(("marked", "kind"), [*ASKED, *ANNOUNCED, *DONE, *WHO_ACTS, *OTHER_ACTS])
def test_type(reader: Reader, marked: str, kind: str) -> None:
    found = vote(reader, marked)
    assert found is not None
    assert found.type == kind, found


@pytest.mark.parametrize(
    ("marked", "status"),
    [
        ("<s>Chile</s> expelled <t>two envoys</t>.", "actual"),
        ("<s>Chile</s> will expel <t>two envoys</t>.", "planned"),
        ("<s>Chile</s> could expel <t>two envoys</t>.", "possible"),
        ("<s>Chile</s> did not expel <t>two envoys</t>.", "negated"),
    ],
)
def test_status(reader: Reader, marked: str, status: str) -> None:
    found = vote(reader, marked)
    assert found is not None
    assert found.status == status


@pytest.mark.parametrize(
    ("marked", "named"),
    [
        ("<s>Chile</s> praised <t>Peru</t>.", "both"),
        ("<s>Chile</s> praised a plan that would cost <t>Peru</t> dearly.", "source"),
        ("<t>Peru</t> was praised in May, <s>Chile</s> being asleep.", "target"),
    ],
)
def test_whom_the_act_names(reader: Reader, marked: str, named: str) -> None:
    found = vote(reader, marked)
    assert found is not None
    assert (found.type, found.named) == ("SUPPORT", named)


def test_an_act_that_names_both_is_surer(reader: Reader) -> None:
    both = vote(reader, "<s>Chile</s> praised <t>Peru</t>.")
    source = vote(reader, "<s>Chile</s> praised a plan that would cost <t>Peru</t> dearly.")
    assert both
    assert source
    assert 1 >= both.confidence > source.confidence > 0


def test_mode_only_of_the_rule_s_own_type(reader: Reader) -> None:
    done, announced = (
        vote(reader, "<s>Chile</s> arrested <t>a monk</t>."),
        vote(reader, "<s>Chile</s> will arrest <t>a monk</t>."),
    )
    assert done
    assert announced
    assert (done.type, done.mode) == ("COERCE", "arrest")
    assert (announced.type, announced.mode) == ("THREATEN", None)


@pytest.mark.parametrize(
    "marked", ["<s>Chile</s> slept.", "Mali shelled Niger, as <s>Chile</s> slept.", "", "☃", "<t>Peru</t>"]
)
def test_no_act(reader: Reader, marked: str) -> None:
    assert vote(reader, marked) is None


def test_code_pair_is_the_type_of_the_vote(reader: Reader) -> None:
    text, spans = unmark("<s>Chile</s> praised <t>Peru</t>.")
    assert code_pair(reader.draft(ReportText(text)), spans["s"], spans["t"]) == "SUPPORT"
    assert code_pair(reader.draft(ReportText("Chile slept.")), spans["s"], None) is None


def test_ids_of_the_codebook_are_unique() -> None:
    ids = [frame.id for frame in Codebook().frames]
    assert sorted(ids) == sorted(set(ids))
