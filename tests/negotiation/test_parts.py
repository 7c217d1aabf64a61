"""The parts of a negotiation on records made for the purpose: merging, moves, chains, versions, change points."""

import datetime as dt
from typing import Any

import pytest

from dragoman.negotiation import commitments, disputes, encounters, issues, stands, upcoming, versions
from dragoman.negotiation.acts import matter, same_act, sense
from dragoman.negotiation.facts import KINDS, Fact, Facts, Party, Told
from dragoman.negotiation.timeline import change_points

DAY = dt.date(2020, 3, 2)


def told(number: int, days: int = 0, title: str = "T", source: str = "Gazette", story: str | None = None) -> Told:
    return Told(f"r{number}", number, DAY + dt.timedelta(days), title, source, story or f"r{number}")


def facts(reports: list[Told], parties: tuple[str, ...] = ("PER", "CHL"), **records: list[Fact]) -> Facts:
    names = {"PER": Party("PER", "Peru", "state", 9), "CHL": Party("CHL", "Chile", "state", 9)}
    kinds = {kind: tuple(records.get(kind, ())) for kind in KINDS}
    return Facts(parties, tuple(reports), occurrences=(), names=names, **kinds)


def position(report: Told, actor: str, stance: str, about: str | None, text: str, n: int = 0, **more: Any) -> Fact:
    toward = {"PER": "CHL", "CHL": "PER"}[actor]
    values = {
        "actor": actor, "toward": toward, "issue": about, "stance": stance, "text": text, "start": 0, "end": len(text),
        "cue_start": 0, "cue_text": None, **more,
    }  # fmt: skip
    return Fact("positions", report, n, values)


def meeting(report: Told, day: str | None, place: str | None, status: str = "held", n: int = 0, **more: Any) -> Fact:
    on = dt.date.fromisoformat(day) if day else None
    values = {
        "parties": ["CHL", "PER"], "place": place, "date": day, "date_from": on, "date_to": on, "status": status,
        "level": "ministers", "evidence": [{"start": 1, "end": 5, "text": "talks"}], **more,
    }  # fmt: skip
    return Fact("meetings", report, n, values)


def stood(found: list[Fact], reports: list[Told]) -> tuple[Any, ...]:
    known = facts(reports, positions=found)
    return stands.stands(known, issues.assign(known, issues.taxonomy()))


def test_the_same_stand_told_twice_is_one_stand_of_two_reports() -> None:
    one, two = told(1), told(2, 5)
    text = "Peru demands the release of the crew"
    found = stood([position(one, "PER", "demands", "release of the crew", text),
                   position(two, "PER", "demands", "crew's release", text)], [one, two])  # fmt: skip
    assert [(stand.date, stand.reports) for stand in found] == [("2020-03-02", 2)]


def test_a_stand_taken_again_after_another_is_a_new_one() -> None:
    reports = [told(1), told(2, 5), told(3, 9)]
    text = "the blockade of the port"
    stances = ("refuses", "accepts", "refuses")
    found = stood([position(r, "CHL", s, text, text) for r, s in zip(reports, stances, strict=True)], reports)
    assert [stand.stance for stand in found] == ["refuses", "accepts", "refuses"]
    assert [move.kind for move in stands.moves(found)] == ["reverses", "reverses"]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        ("refuses", "accepts", "reverses"), ("refuses", "conditions", "softens"), ("demands", "offers", "softens"),
        ("accepts", "conditions", "adds a condition"), ("conditions", "accepts", "drops a condition"),
        ("offers", "demands", "hardens"),
    ],
)  # fmt: skip
def test_kinds_of_move(before: str, after: str, kind: str) -> None:
    reports = [told(1), told(2, 5)]
    text = "the pipeline across the desert"
    found = stood([position(r, "PER", s, text, text) for r, s in zip(reports, (before, after), strict=True)], reports)
    assert [move.kind for move in stands.moves(found)] == [kind]


def test_stands_on_different_matters_are_no_move() -> None:
    reports = [told(1), told(2, 5)]
    one, other = "fishing rights", "an exchange of prisoners"
    found = stood(
        [position(reports[0], "PER", "refuses", one, one), position(reports[1], "PER", "accepts", other, other)],
        reports,
    )
    assert stands.moves(found) == ()


def test_a_demand_is_met_by_who_was_asked_on_the_same_matter_or_by_silence() -> None:
    reports = [told(1), told(2, 5), told(3, 8)]
    demand = position(reports[0], "PER", "demands", "withdrawal of the navy", "withdrawal of the navy")
    other = position(reports[1], "CHL", "offers", "loan for the dam", "loan for the dam")
    silence = stands.replies(stood([demand, other], reports))
    assert [reply.kind for reply in silence] == ["silence so far"]
    refusal = position(reports[2], "CHL", "refuses", "withdrawal of its navy", "withdrawal of its navy")
    met = stands.replies(stood([demand, other, refusal], reports))
    assert [(reply.kind, reply.date) for reply in met] == [("refusal", "2020-03-10")]


def test_mentions_of_one_meeting_are_one_and_of_two_are_two() -> None:
    reports = [told(1), told(2, 1), told(3, 20)]
    found = encounters.encounters(facts(reports, meetings=[
        meeting(reports[0], "2020-03-03", "Lima", "planned"), meeting(reports[1], "2020-03-03", None),
        meeting(reports[2], "2020-03-20", "Lima"),
    ]))  # fmt: skip
    assert [(each.date_from, each.reports, each.status) for each in found] == [
        ("2020-03-03", 2, "held"), ("2020-03-20", 1, "held"),
    ]  # fmt: skip
    assert [step.turn for step in found[0].thread] == ["announced", "held"]


def test_places_that_differ_tell_meetings_of_one_day_apart() -> None:
    reports = [told(1), told(2)]
    found = encounters.encounters(facts(reports, meetings=[
        meeting(reports[0], "2020-03-01", "Lima"), meeting(reports[1], "2020-03-01", "Arica"),
    ]))  # fmt: skip
    assert len(found) == 2


def test_days_that_sources_give_differently_are_kept_with_who_says_what() -> None:
    reports = [told(1), told(2)]
    found = encounters.encounters(facts(reports, meetings=[
        meeting(reports[0], "2020-03-01", "Lima"), meeting(reports[1], "2020-02-29", "Lima"),
    ]))  # fmt: skip
    assert [each.dates for each in found] == [{"2020-02-29": (2,), "2020-03-01": (1,)}]


def test_a_meeting_put_off_and_held_later_is_one() -> None:
    reports = [told(1), told(2, 3), told(3, 40)]
    late = [{"start": 1, "end": 9, "text": "postponed"}]
    found = encounters.encounters(facts(reports, meetings=[
        meeting(reports[0], "2020-03-10", "Lima", "planned"),
        meeting(reports[1], "2020-03-10", "Lima", "cancelled", evidence=late),
        meeting(reports[2], "2020-04-10", "Lima"),
    ]))  # fmt: skip
    assert [[step.turn for step in each.thread] for each in found] == [["announced", "postponed", "held"]]
    assert found[0].date_from == "2020-04-10"


def said(word: str) -> list[dict[str, Any]]:
    return [{"start": 1, "end": 1 + len(word), "text": word}]


def conference(report: Told, parties: list[str], **more: Any) -> Fact:
    values = {"day": None, "place": "Arica", "status": "planned", "evidence": said("conference"), **more}
    return meeting(report, parties=parties, **values)


def test_a_conference_is_one_though_each_report_names_other_parties() -> None:
    reports = [told(1), told(2, 20), told(3, 25), told(4, 27), told(5, 50)]
    found = encounters.encounters(facts(reports, parties=(), meetings=[
        conference(reports[0], ["CHL", "PER"]),
        conference(reports[1], ["BOL", "ECU"], day="2020-03-30"),
        conference(reports[2], ["CHL", "UN"], day="2020-03-30"),
        conference(reports[3], ["CHL", "BRA"], day="2020-03-30", evidence=said("talks")),
        conference(reports[4], ["BOL", "ECU"], status="held", evidence=said("talks")),
    ]))  # fmt: skip
    assert [(each.date_from, each.reports, each.status) for each in found] == [("2020-03-30", 5, "held")]


@pytest.mark.parametrize(
    "other",
    [
        {"day": "2020-03-05", "place": "Lima"},
        {"day": "2020-03-20"},
        {"day": "2020-03-05", "parties": ["BOL", "ECU"], "evidence": said("talks")},
        {"day": "2020-03-05", "place": "Chile", "evidence": said("talks")},
        {"parties": ["BOL", "ECU"]},
        {"day": "2020-03-05", "level": "leaders"},
    ],
    ids=["another town", "another day", "no party of talks", "a whole country", "no day, no party", "another rank"],
)
def test_other_encounters_are_not_put_to_a_conference(other: dict[str, Any]) -> None:
    reports = [told(1), told(2, 1)]
    place = "Chile" if other.get("place") == "Chile" else "Arica"
    first = conference(reports[0], ["CHL", "PER"], day="2020-03-05", place=place, level="officials")
    second = conference(reports[1], **{"parties": ["CHL", "UN"], "level": "officials", **other})
    assert len(encounters.encounters(facts(reports, parties=(), meetings=[first, second]))) == 2


def test_a_conference_without_a_day_is_not_the_summit_held_in_its_town() -> None:
    reports = [told(1), told(2, 3)]
    found = encounters.encounters(facts(reports, parties=(), meetings=[
        conference(reports[0], ["CHL", "PER"], day="2020-03-01", status="held", evidence=said("summit")),
        conference(reports[1], ["CHL", "UN"]),
    ]))  # fmt: skip
    assert len(found) == 2


@pytest.mark.parametrize(
    ("word", "status", "count"),
    [("talks", "held", 1), ("spoke", "held", 1), ("invitation to visit", "planned", 2), ("take up", "held", 2)],
)
def test_what_has_no_day_joins_what_was_held_only_as_an_encounter_that_has_been(
    word: str, status: str, count: int
) -> None:
    reports = [told(1), told(2, 1)]
    found = encounters.encounters(facts(reports, meetings=[
        meeting(reports[0], "2020-03-01", None), meeting(reports[1], None, None, status, evidence=said(word)),
    ]))  # fmt: skip
    assert len(found) == count


def test_a_plan_whose_day_has_passed_stays_a_plan_and_is_not_next() -> None:
    reports = [told(1), told(2, 60)]
    known = facts(reports, meetings=[meeting(reports[0], "2020-03-10", "Lima", "planned")])
    found = encounters.encounters(known)
    assert [each.status for each in found] == ["planned"]
    assert upcoming.upcoming(known, found, ()) == ()
    assert upcoming.upcoming(known, found, (), DAY)[0].date == "2020-03-10"


def promised(*later: Fact, text: str = "Peru promised to release the crew") -> tuple[Any, ...]:
    offer = position(told(1), "PER", "offers", "crew", text)
    kinds: dict[str, list[Fact]] = {"positions": [offer]}
    for fact in later:
        kinds.setdefault(fact.kind, []).append(fact)
    reports = [told(1), *(fact.report for fact in later)]
    known = facts(reports, **kinds)
    return commitments.commitments(known, {})


def event(report: Told, actor: str, text: str, issue: str) -> Fact:
    values = {"type": "CONCEDE", "status": "actual", "actors": [actor], "recipients": [], "text": text, "issue": issue,
              "start": 0, "end": 5, "date_from": None, "date_to": None, "date": None, "statement": None}  # fmt: skip
    return Fact("events", report, 0, values)


def test_a_promise_is_open_until_a_record_says_otherwise() -> None:
    assert [line.status for line in promised()] == ["open"]
    assert [line.status for line in promised(event(told(2, 9), "PER", "freed", "crew"))] == ["met"]
    assert [line.status for line in promised(event(told(2, 9), "CHL", "freed", "crew"))] == ["open"]
    refusal = position(told(2, 9), "PER", "refuses", "crew", "Peru refuses to release the crew")
    assert [line.status for line in promised(refusal)] == ["broken"]


def test_a_denial_in_another_report_makes_a_dispute_with_the_chain_of_who_told_it() -> None:
    one, two = told(1), told(2, 3, source="Courier")
    text = "Peruvian ships fired on fishermen near the island"
    statement = Fact("statements", one, 0, {
        "start": 10, "end": 60, "text": text, "speaker_code": "CHL", "speaker_name": None, "anonymous": True,
    })  # fmt: skip
    charge = event(one, "CHL", "accused", "")
    charge.values.update({"type": "ACCUSE", "recipients": ["PER"], "statement": 0})
    denial = position(two, "PER", "denies", None, "Lima denied that its ships had fired on fishermen")
    known = facts([one, two], statements=[statement], events=[charge], positions=[denial])
    found = disputes.disputes(known, {})
    assert [[claim.actor for claim in line.claims] for line in found] == [["CHL", "PER"]]
    assert found[0].claims[0].chain == ("Gazette", "an unnamed source", "Chile")
    assert found[0].claims[1].chain == ("Courier", "Peru")


@pytest.mark.parametrize(
    "title", ["CORRECTED-Peru frees crew", "UPDATE 2-Peru frees crew", "Peru frees crew (corrects day)"]
)
def test_a_corrected_version_takes_the_place_of_the_first(title: str) -> None:
    one, two = told(1), told(2, 0, title=title, story="r1")
    text = "Peru demands the release of the crew"
    known = facts([one, two], positions=[position(one, "PER", "demands", "crew", text)])
    assert versions.current(known).positions == ()
    assert [source.superseded_by for source in versions.sources(known)] == [2, None]


def test_a_copy_by_another_paper_takes_nobodys_place() -> None:
    one, two = told(1), told(2, 0, title="CORRECTED-Peru frees crew", source="Courier", story="r1")
    known = facts([one, two], positions=[position(one, "PER", "demands", "crew", "Peru demands the crew")])
    assert len(versions.current(known).positions) == 1


@pytest.mark.parametrize(("wording", "issue"), [
    ("the return of abducted citizens", "prisoners"), ("enrichment of uranium", "nuclear"),
    ("lifting of sanctions", "sanctions"), ("a ceasefire in the north", "ceasefire"),
    ("demarcation of the border", "territory"), ("amending the constitution", "constitution"),
    ("diplomatic relations", "recognition"), ("a free trade agreement", "trade"), ("return of refugees", "migration"),
    ("access for aid convoys", "humanitarian"), ("early elections", "transition"), ("a fourth round of talks", "talks"),
    ("marmalade", None),
])  # fmt: skip
def test_issues_by_wording(wording: str, issue: str | None) -> None:
    assert issues.taxonomy().issue(matter(wording)) == issue


def test_a_users_issue_goes_before_the_known_ones(tmp_path: Any) -> None:
    own = tmp_path / "own.toml"
    own.write_text('[[issue]]\nid = "dam"\nname = "The dam"\nwords = ["dam", "lifting of sluices"]\n', encoding="utf-8")
    known = issues.taxonomy(own)
    assert known.issue(matter("the dam on the river")) == "dam"
    assert known.find("the dam") == "dam"


@pytest.mark.parametrize(("one", "other", "same"), [
    ("change of the constitution", "amend its constitution", True), ("lift the sanctions", "ease sanctions", True),
    ("lift the sanctions", "lift the siege", False), ("release the crew", "free the crew members", True),
    ("withdraw its troops", "pay its troops", False),
])  # fmt: skip
def test_wordings_of_one_act(one: str, other: str, same: bool) -> None:
    assert same_act(sense(one), sense(other)) == same


def test_a_change_of_the_mean_is_a_change_point_and_noise_is_none() -> None:
    calm, war = [[3.0, 4.0, 1.0], [4.0, 2.0]] * 4, [[-7.0, -9.0, -6.0], [-8.0, -5.0]] * 4
    assert change_points([*calm, *war]) == [8]
    assert change_points(calm * 2) == []
