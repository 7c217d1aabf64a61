"""The noun coder: which nouns are acts, of what type, between whom. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.language import Language
from dragoman.reader import ReportText, describe
from dragoman.steps.actors import Actors
from dragoman.steps.draft import Draft
from dragoman.steps.event.noun_events import NounCoder
from dragoman.steps.event.noun_lexicon import Lexicon, NounRules
from dragoman.steps.places import Places
from dragoman.steps.times import Times


@pytest.fixture(scope="module")
def steps() -> tuple[Times, Places, Actors]:
    return Times(), Places(), Actors()


@pytest.fixture(scope="module")
def coder() -> NounCoder:
    return NounCoder()


@pytest.fixture(scope="module")
def code(language: Language, steps, coder):
    """The acts of a text as (word, type, actor codes, recipient codes, status)."""

    def run(text: str) -> list[tuple[str, str, set[str], set[str], str | None]]:
        draft = Draft(describe(ReportText(text, "2011-03-10")), language.parse(text))
        for step in steps:
            step(draft)
        return [
            (
                draft.doc.span(c.first, c.last).text,
                c.type,
                set(draft.who.codes(c.actors)),
                set(draft.who.codes(c.recipients)),
                c.status,
            )
            for c in coder.candidates(draft)
        ]

    return run


ACTS = [
    # CONSULT: all parties act
    ("Talks between Peru and Chile resumed on Tuesday.", "Talks", "CONSULT", {"PER", "CHL"}, set()),
    ("Norway held talks with Malaysia in Oslo.", "talks", "CONSULT", {"NOR", "MYS"}, set()),
    ("The Kenyan president had a meeting with Ugandan officials.", "meeting", "CONSULT", {"KEN", "UGA"}, set()),
    ("Peruvian and Chilean diplomats met for talks on the border.", "talks", "CONSULT", {"PER", "CHL"}, set()),
    ("A summit of Brazil, India and South Africa opened on Monday.", "summit", "CONSULT", {"BRA", "IND", "ZAF"}, set()),
    ("Portugal had a telephone conversation with Angola.", "telephone conversation", "CONSULT", {"PRT", "AGO"}, set()),
    ("Kenya's visit to Uganda was a success.", "visit", "CONSULT", {"KEN"}, {"UGA"}),
    # REQUEST: who is to act is the recipient, not what is asked for
    ("Bolivia's demand that Chile open a port was repeated.", "demand", "REQUEST", {"BOL"}, {"CHL"}),
    ("Mexico issued a call for Guatemala to free the sailors.", "call", "REQUEST", {"MEX"}, {"GTM"}),
    ("Ghana put pressure on Togo to hold elections.", "pressure", "REQUEST", {"GHA"}, {"TGO"}),
    # AGREE, THREATEN, REJECT, ACCUSE: acts in words
    ("Thailand rejected Cambodia's offer to share the temple.", "offer", "AGREE", {"KHM"}, {"THA"}),
    ("Finland and Estonia reached an agreement on fishing.", "agreement", "AGREE", {"FIN", "EST"}, set()),
    ("Zambia repeated its threat against Malawi.", "threat", "THREATEN", {"ZMB"}, {"MWI"}),
    ("Greek objections to Bulgaria hosting the base delayed it.", "objections", "REJECT", {"GRC"}, {"BGR"}),
    ("Kenyan opposition to the Ugandan plan hardened.", "opposition", "REJECT", {"KEN"}, {"UGA"}),
    ("Denmark dismissed Swedish criticism of its policy.", "criticism", "ACCUSE", {"SWE"}, {"DNK"}),
    ("Ecuador lodged a formal protest with Colombia.", "formal protest", "ACCUSE", {"ECU"}, {"COL"}),
    ("Ecuador is under investigation by Colombia.", "investigation", "ACCUSE", {"COL"}, {"ECU"}),
    # material acts
    ("The embargo by Senegal against Gambia hurt trade.", "embargo", "SANCTION", {"SEN"}, {"GMB"}),
    ("Canada imposed sanctions on Belarus.", "sanctions", "SANCTION", {"CAN"}, {"BLR"}),
    ("Sanctions imposed by Canada on Belarus took effect.", "Sanctions", "SANCTION", {"CAN"}, {"BLR"}),
    ("Sudan's detention of a Kenyan diplomat angered Nairobi.", "detention", "COERCE", {"SDN"}, {"KEN"}),
    ("A Rwandan attack on Burundi killed twelve people.", "attack", "ASSAULT", {"RWA"}, {"BDI"}),
    ("Fresh fighting between Chad and Sudan was reported.", "fighting", "ASSAULT", {"TCD", "SDN"}, set()),
    ("The withdrawal of Ethiopian troops began on Friday.", "withdrawal", "RETREAT", {"ETH"}, set()),
    ("India's missile test alarmed its neighbours.", "missile test", "MOBILIZE", {"IND"}, set()),
    ("Poland held joint exercises with Lithuania.", "exercises", "COOPERATE", {"POL", "LTU"}, set()),
    ("Australian aid to Fiji arrived.", "aid", "AID", {"AUS"}, {"FJI"}),
    ("Irish support for Cyprus was welcome.", "support", "SUPPORT", {"IRL"}, {"CYP"}),
    ("Hungary issued an apology to Slovakia on Monday.", "apology", "CONCEDE", {"HUN"}, {"SVK"}),
    # what the report told before
    ("Peru and Chile met in Lima on Monday. The talks lasted an hour.", "talks", "CONSULT", {"PER", "CHL"}, set()),
    (
        "Talks between Peru and Chile opened in Lima. Talks between Kenya and Uganda opened in Oslo. "
        "The Lima talks were friendly.",
        "talks",
        "CONSULT",
        {"PER", "CHL"},
        set(),
    ),
    ("Eritrea's ban on Djibouti angered many. The ban is new.", "ban", "COERCE", {"ERI"}, {"DJI"}),
]


@pytest.mark.parametrize(("text", "word", "type_", "actors", "recipients"), ACTS, ids=[a[0][:40] for a in ACTS])
def test_act(code, text, word, type_, actors, recipients):
    found = [c for c in code(text) if c[0] == word]
    assert found, code(text)
    assert found[-1][1:4] == (type_, actors, recipients)


NO_ACTS = [
    ("Angola told a news conference that prices rose.", "CONSULT"),
    ("The Angolan envoy to the talks arrived.", "CONSULT"),
    ("Kenya signed the ceasefire agreement.", "RETREAT"),
    ("Angola called for talks.", "CONSULT"),
    ("Angola rejected talks with Zambia.", "CONSULT"),
    ("Negotiations are the only way.", "CONSULT"),
    ("Chile is a member of the Conference on Disarmament.", "CONSULT"),
    ("Chile lifted sanctions against Peru.", "SANCTION"),
    ("Chile issued a press release.", "RETREAT"),
    ("The Chilean minister had a heart attack.", "ASSAULT"),
    ("Chile sees a nuclear threat.", "THREATEN"),
    ("The rally in Chilean stocks ended in March.", "PROTEST"),
]


@pytest.mark.parametrize(("text", "type_"), NO_ACTS, ids=[a[0][:40] for a in NO_ACTS])
def test_no_act(code, text, type_):
    assert [c for c in code(text) if c[1] == type_] == []


STATUSES = [
    ("Kenya is preparing a planned summit with Uganda.", "planned"),
    ("Kenya spoke of a possible summit with Uganda.", "possible"),
    ("Kenya cancelled a summit with Uganda.", "negated"),
    ("Kenya postponed a summit with Uganda.", "possible"),
    ("Kenya held no summit with Uganda.", "negated"),
    ("Kenya held a summit with Uganda.", None),
]


@pytest.mark.parametrize(("text", "status"), STATUSES)
def test_status_hint(code, text, status):
    assert [c[4] for c in code(text) if c[1] == "CONSULT"] == [status]


def test_one_record_an_act_in_a_sentence(code):
    found = code("Peru held talks with Chile, and the negotiations with Chile were friendly.")
    assert len([c for c in found if c[1] == "CONSULT"]) == 1


def test_nothing_in_odd_texts(code):
    for text in ("", "talks", '""" “” \x00', "🕊️ 🕊️", "محادثات", "talks " * 3000):
        assert all(c[1] == "CONSULT" for c in code(text))


def test_lexicon_is_broad_and_its_ids_are_unique():
    rules = Lexicon().rules
    assert len({w for g in rules.group for w in g.words}) > 900
    assert len({g.rule for g in rules.group}) == len(rules.group)


@pytest.mark.parametrize(
    "group",
    [
        'id = "x"\ntype = "CHAT"\nframe = "mutual"\nneeds = "parties"\nwords = ["chat"]',
        'id = "x"\ntype = "CONSULT"\nframe = "mutual"\nneeds = "parties"\nwords = ["chat"]\ncolour = "red"',
        'id = "x"\ntype = "CONSULT"\nframe = "mutual"\nneeds = "parties"\nwords = []',
    ],
)
def test_bad_rules_are_refused(group):
    with pytest.raises(KnowledgeError):
        parse(f"[[group]]\n{group}", NounRules, "event_nouns.toml")


TOLD = [
    ("A bomb exploded outside the Portuguese embassy in Lima.", "bomb", set(), {"PRT"}),
    ("Fresh fighting erupted in the province.", "fighting", set(), set()),
    ("A gas attack in April that killed ninety people is forgotten.", "gas attack", set(), {"people"}),
    ("The town recalls the March 3 airstrikes.", "airstrikes", set(), set()),
    ("Kenya blamed Somalia for the raid.", "raid", {"SOM"}, set()),
    ("Kenya's army began an operation against al-Shabab.", "operation", {"KEN"}, {"Al-Shabab"}),
    ("The siege of the port lasted for months.", "siege", set(), set()),
    ("The surrender of the Angolan garrison came on Friday.", "surrender", {"AGO"}, set()),
    ("The capture of the harbour by rebels was quick.", "capture", {"rebels"}, set()),
    ("The deployment of Peruvian troops went on.", "deployment", {"PER"}, set()),
    ("Brazil's provision of arms to Guyana went on.", "provision", {"BRA"}, {"GUY"}),
    ("Chad and Sudan fought for a week. The ceasefire collapsed on Friday.", "ceasefire", {"TCD", "SDN"}, set()),
]


@pytest.mark.parametrize(("text", "word", "actors", "recipients"), TOLD, ids=[t[0][:40] for t in TOLD])
def test_acts_told_without_doer_or_by_what_they_are_done_with(code, text, word, actors, recipients):
    found = [c for c in code(text) if c[0] == word]
    assert found, code(text)
    assert found[-1][2:4] == (actors, recipients)


NOT_TOLD = [
    "The bombing suspect was flown home.",
    "Attack victims want answers.",
    "Any attack would be a mistake.",
    "The bomb was made of fertiliser.",
    "If an attack is launched, thousands will flee.",
    "They met to prevent fighting continuing.",
    "Decades of shelling are hard to forget.",
]


@pytest.mark.parametrize("text", NOT_TOLD)
def test_violence_that_only_identifies_or_is_not_asserted(code, text):
    assert [c for c in code(text) if c[1] == "ASSAULT"] == []


BY_NOUN = [
    ("The arrest of two priests by Angolan troops shocked Lisbon.", "arrest", "COERCE", {"AGO"}, {"priests"}),
    ("Chad's expulsion of Nigerian traders hurt Niger.", "expulsion", "COERCE", {"TCD"}, {"traders"}),
    ("Chad's expulsion of the Libyan ambassador hurt trade.", "expulsion", "SANCTION", {"TCD"}, {"LBY"}),
    ("An exchange of views between the Danish cabinet and Polish officials followed.", "exchange of views", "CONSULT",
     {"DNK", "POL"}, set()),
    ("The resumption of relations between Kenya and Somalia was marked in Nairobi.", "resumption of relations",
     "SUPPORT", {"KEN", "SOM"}, set()),
    ("Joint manoeuvres by the Peruvian navy and Chile ended off Callao.", "manoeuvres", "COOPERATE", {"PER", "CHL"},
     set()),
    ("A hunger strike by Kurds in Oslo went on.", "hunger strike", "PROTEST", {"Kurds"}, set()),
]  # fmt: skip


@pytest.mark.parametrize(("text", "trigger", "kind", "actors", "recipients"), BY_NOUN, ids=[t[0][:40] for t in BY_NOUN])
def test_acts_that_a_noun_names_in_a_sentence(reader, text, trigger, kind, actors, recipients):
    found = [(e.text, e.type, set(e.actors), set(e.recipients)) for e in reader.read(text).events]
    assert (trigger, kind, actors, recipients) in found
