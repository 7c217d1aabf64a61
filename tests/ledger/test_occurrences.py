"""Occurrences: accounts of one act are one, accounts of two acts are two, whatever the order."""

import random
from typing import Any

import pyarrow as pa
import pytest
from made_events import event, table

from dragoman.ledger.occurrences import OCCURRENCE_EVENTS, OCCURRENCES, occurrences


def merged(*rows: dict[str, Any], stories: pa.Table | None = None) -> list[dict[str, Any]]:
    return occurrences(table(*rows), stories)[0].to_pylist()


def reasons(*rows: dict[str, Any]) -> list[str]:
    """The reasons of all that was merged with something."""
    return [r for r in occurrences(table(*rows))[1].column("reason").to_pylist() if r != "first"]


def met(report: str, published: str | None, sides: str = "PER+ECU", **more: Any) -> dict[str, Any]:
    return event(report, published, "CONSULT", "meet-person", sides, **more)


def struck(report: str, published: str, sides: str = "PER>ECU", **more: Any) -> dict[str, Any]:
    return event(report, published, "ASSAULT", "attack", sides, **more)


def test_a_meeting_told_by_two_reports_is_one_with_two_reports() -> None:
    found = merged(met("a", "2019-03-05", date="2019-03-04"), met("b", "2019-03-06", "ECU+PER", date="2019-03-04"))
    assert len(found) == 1
    assert (found[0]["reports"], found[0]["stories"], found[0]["events"]) == (2, 2, 2)
    assert found[0]["parties"] == ["ECU", "PER"]
    assert str(found[0]["date_from"]) == str(found[0]["date_to"]) == "2019-03-04"
    assert (str(found[0]["first_published"]), str(found[0]["last_published"])) == ("2019-03-05", "2019-03-06")


def test_copies_of_one_report_are_two_reports_and_one_story() -> None:
    stories = pa.table({"report_id": ["a", "b"], "story_id": ["a", "a"]})
    rows = [struck("a", "2019-03-05"), struck("b", "2019-03-06")]
    found = merged(*rows, stories=stories)
    assert [(o["reports"], o["stories"]) for o in found] == [(2, 1)]
    assert occurrences(table(*rows), stories)[1].column("reason").to_pylist() == ["first", "copy"]
    assert len(merged(*rows)) == 2  # without a place, two attacks told of in two days may be two


def test_what_stands_several_times_in_a_copy_is_merged_one_to_one() -> None:
    stories = pa.table({"report_id": ["a", "b"], "story_id": ["a", "a"]})
    rows = [struck(report, "2019-03-05", n=n) for report in "ab" for n in range(3)]
    assert [(o["reports"], o["events"]) for o in merged(*rows, stories=stories)] == [(2, 2)] * 3


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ({"date": "2019-03-04"}, {"date": "2019-03-04"}, 1),
        ({"date": "2019-03-04"}, {"date": "2019-03-02"}, 2),
        ({"date": "2019-03-04"}, {"date": "2019-W10"}, 1),
        ({"date": "2019-03-04"}, {"date": "2019-W08"}, 2),
        ({"date": "2019-03-04"}, {}, 1),
        ({"date": "2019-02-04"}, {}, 2),
        ({}, {}, 1),
        ({"date": "2019"}, {}, 2),
        ({"date": "2018"}, {"date": "2018"}, 1),
        ({"date": "PAST_REF"}, {}, 2),
    ],
)
def test_days_have_to_fit(one: dict[str, Any], other: dict[str, Any], count: int) -> None:
    assert len(merged(met("a", "2019-03-05", **one), met("b", "2019-03-06", **other))) == count


def test_what_is_not_dated_is_news_for_two_days() -> None:
    assert len(merged(met("a", "2019-03-05"), met("b", "2019-03-07"))) == 1
    assert len(merged(met("a", "2019-03-05"), met("b", "2019-03-08"))) == 2


def test_no_chain_of_days_leads_from_one_act_to_another() -> None:
    days = [f"2019-03-{day:02}" for day in range(1, 29)]
    found = merged(*(met(f"r{day}", day) for day in days))
    spans = [(o["last_published"] - o["first_published"]).days for o in found]
    assert max(spans) <= 2
    assert len(found) > 8


@pytest.mark.parametrize(
    ("one", "other", "count"),
    [
        ("Cuenca", "Cuenca", 1),
        ("Cuenca", "Ecuador", 1),
        ("Cuenca", None, 1),
        ("Cuenca", "Lima", 2),
        ("Cuenca", "Peru", 2),
    ],
)
def test_places_have_to_fit(one: str, other: str | None, count: int) -> None:
    when = {"date": "2019-03-04"}
    assert len(merged(met("a", "2019-03-05", place=one, **when), met("b", "2019-03-05", place=other, **when))) == count


def test_two_attacks_of_one_day_in_two_places_are_two_and_a_third_account_goes_to_its_place() -> None:
    rows = [
        struck(r, "2019-03-05", date="2019-03-04", place=p)
        for r, p in zip("abc", ("Cuenca", "Loja", "Loja"), strict=True)
    ]
    assert sorted((o["place"], o["reports"]) for o in merged(*rows)) == [("Cuenca", 1), ("Loja", 2)]


def test_frequent_acts_without_a_date_need_the_same_place() -> None:
    rows = [struck("a", "2019-03-05", place="Loja"), struck("b", "2019-03-06", place="Loja")]
    assert reasons(*rows) == ["detail"]
    assert len(merged(struck("a", "2019-03-05", place="Ecuador"), struck("b", "2019-03-06", place="Ecuador"))) == 2


def test_counts_of_victims_that_are_far_apart_are_of_two_attacks() -> None:
    when = {"date": "2019-03-04"}
    rows = [struck("a", "2019-03-05", killed=3, **when), struck("b", "2019-03-05", killed=40, **when)]
    assert len(merged(*rows)) == 2
    assert len(merged(rows[0], struck("b", "2019-03-05", killed=5, **when))) == 1


def test_other_parties_are_another_act_and_who_strikes_whom_matters() -> None:
    when = {"date": "2019-03-04"}
    assert len(merged(met("a", "2019-03-05", **when), met("b", "2019-03-05", "PER+CHL", **when))) == 2
    assert len(merged(struck("a", "2019-03-05", **when), struck("b", "2019-03-05", "ECU>PER", **when))) == 2


def test_one_party_may_be_missing_where_the_rest_is_strong() -> None:
    full = met("a", "2019-03-05", "PER+ECU+CHL", date="2019-03-04")
    assert reasons(full, met("b", "2019-03-05", "PER+CHL", date="2019-03-04")) == ["party missing"]
    assert len(merged(full, met("b", "2019-03-05", "PER+CHL"))) == 2
    both = merged(
        full,
        met("c", "2019-03-05", "PER+CHL+BRA", date="2019-03-04"),
        met("b", "2019-03-05", "PER+CHL", date="2019-03-04"),
    )
    assert len(both) == 3  # it may be either


def test_a_planned_meeting_that_is_held_is_one_act_with_its_history() -> None:
    plan = met("a", "2019-03-01", date="2019-03-04", status="planned")
    found = merged(plan, met("b", "2019-03-05"))
    assert [(o["status"], [t["status"] for t in o["status_history"]]) for o in found] == [
        ("actual", ["planned", "actual"])
    ]
    assert [t["report_id"] for t in found[0]["status_history"]] == ["a", "b"]
    assert reasons(plan, met("b", "2019-03-05")) == ["progress"]


def test_what_is_announced_after_it_was_held_is_another_meeting() -> None:
    assert len(merged(met("a", "2019-03-05"), met("b", "2019-03-05", status="planned"))) == 1
    assert len(merged(met("a", "2019-03-05"), met("b", "2019-03-06", status="planned"))) == 2


def test_a_meeting_is_called_off_where_its_day_says_which() -> None:
    plan = met("a", "2019-03-01", date="2019-03-04", status="planned")
    off = met("b", "2019-03-03", date="2019-03-04", status="negated")
    assert reasons(plan, off) == ["called off"]
    assert merged(plan, off)[0]["status"] == "negated"
    assert len(merged(plan, met("b", "2019-03-03", status="negated"))) == 2


def test_what_was_done_and_what_was_not_done_are_two() -> None:
    when = {"date": "2019-03-04"}
    assert len(merged(met("a", "2019-03-05", **when), met("b", "2019-03-05", status="negated", **when))) == 2


def test_an_agreement_to_meet_and_the_meeting_are_one_act() -> None:
    agreed = event("a", "2019-03-01", "AGREE", "agree", "PER+ECU", cameo="036", place="Cuenca")
    found = merged(agreed, met("b", "2019-03-05", place="Cuenca"))
    assert [(o["type"], o["status"], o["reports"]) for o in found] == [("CONSULT", "actual", 2)]
    assert [turn["status"] for turn in found[0]["status_history"]] == ["planned", "actual"]
    assert len(merged(agreed, met("a", "2019-03-01", n=1, place="Cuenca"))) == 2  # they met, and agreed to meet again
    assert len(merged(agreed, met("b", "2019-03-05"))) == 2  # not the meeting agreed on, for all that is said


def test_what_was_over_before_it_was_announced_is_another() -> None:
    assert len(merged(met("a", "2019-03-05", status="planned"), met("b", "2019-03-12", date="2019-W10"))) == 2
    assert len(merged(met("a", "2019-03-05", status="planned"), met("b", "2019-03-12", date="2019-W11"))) == 1


def test_a_telephone_call_is_no_meeting() -> None:
    when = {"date": "2019-03-04"}
    call = event("b", "2019-03-05", "CONSULT", "speak-phone", "PER+ECU", mode="phone", **when)
    assert len(merged(met("a", "2019-03-05", **when), call)) == 2


def test_general_words_need_more_than_the_same_days() -> None:
    talks = [event(r, "2019-03-05", "CONSULT", "discussions", "PER+ECU") for r in "ab"]
    assert len(merged(*talks)) == 2


def test_events_without_any_party_are_merged_in_copies_only() -> None:
    rows = [struck(r, "2019-03-05", ">", date="2019-03-04", place="Loja") for r in "ab"]
    assert len(merged(*rows)) == 2
    assert len(merged(*rows, stories=pa.table({"report_id": ["b"], "story_id": ["a"]}))) == 1


def test_reports_without_a_date_are_compared_by_the_dates_they_tell() -> None:
    rows = [met(r, None, date="2019-03-04") for r in "ab"]
    assert [(o["reports"], o["first_published"]) for o in merged(*rows)] == [(2, None)]
    assert len(merged(met("a", None), met("b", None))) == 2


def test_ids_stay_when_later_reports_are_added() -> None:
    first = met("a", "2019-03-05", date="2019-03-04")
    (before,), after = merged(first), merged(first, met("b", "2019-03-06"), met("c", "2019-05-06"))
    assert before["occurrence_id"] in {o["occurrence_id"] for o in after}


def everything(seed: int, count: int = 300) -> list[dict[str, Any]]:
    rng = random.Random(seed)
    rows = []
    for n in range(count):
        report = rng.randrange(40)
        sides = rng.choice(["PER+ECU", "PER>ECU", "ECU>PER", "PER+ECU+CHL", ">ECU", "PER>", ">", "PER>Loja"])
        kind, rule = rng.choice(
            [("CONSULT", "meet"), ("ASSAULT", "attack"), ("REQUEST", "urge"), ("AGREE", "agree"), ("CONSULT", "talks")]
        )
        rows.append(
            event(
                f"r{report:02}", None if report == 7 else f"2019-03-{report % 9 + 1:02}", kind, rule, sides, n=n,
                status=rng.choice(["actual", "actual", "planned", "possible", "negated"]),
                date=rng.choice([None, None, "2019-03-04", "2019-W09", "2019-03", "2019", "PAST_REF"]),
                place=rng.choice([None, None, "Loja", "Cuenca", "Ecuador"]), issue=rng.choice([None, None, "the road"]),
                cameo=rng.choice([None, "036"]), killed=rng.choice([None, None, 3, 20]),
            )
        )  # fmt: skip
    return rows


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_the_rows_changes_nothing_and_every_event_is_in_one_occurrence(seed: int) -> None:
    rows = everything(seed)
    stories = pa.table({"report_id": ["r03", "r21"], "story_id": ["r02", "r20"]})
    found, links = occurrences(table(*rows), stories)
    random.Random(seed).shuffle(rows)
    again, links_again = occurrences(table(*rows), stories)
    assert again.equals(found)
    assert links_again.equals(links)
    assert sorted(zip(links["report_id"].to_pylist(), links["n"].to_pylist(), strict=True)) == sorted(
        (row["report_id"], row["n"]) for row in rows
    )
    assert len(set(found["occurrence_id"].to_pylist())) == found.num_rows < len(rows)
    assert sum(found["events"].to_pylist()) == len(rows)


@pytest.mark.parametrize("seed", range(4))
def test_no_occurrence_contradicts_itself(seed: int) -> None:
    rows = {(row["report_id"], row["n"]): row for row in everything(seed)}
    found, links = occurrences(table(*rows.values()))
    accounts: dict[str, list[dict[str, Any]]] = {}
    for link in links.to_pylist():
        accounts.setdefault(link["occurrence_id"], []).append(rows[link["report_id"], link["n"]])
    for one in accounts.values():
        statuses = {row["status"] for row in one if (row["type"], row["cameo"]) != ("AGREE", "036")}
        assert not {"actual", "negated"} <= statuses
        assert not {"Loja", "Cuenca"} <= {row.get("place") for row in one}
        # The date of an agreement to meet is not that of the meeting.
        dated = [row for row in one if row.get("date_from") and (row["type"], row["cameo"]) != ("AGREE", "036")]
        if dated:
            assert max(row["date_from"] for row in dated) <= min(row["date_to"] for row in dated)
    for row in found.to_pylist():
        assert row["parties"] == sorted({*row["actors"], *row["recipients"]})
        assert (row["date_from"] is None) == (row["date_to"] is None)


def test_no_events_are_no_occurrences() -> None:
    found, links = occurrences(table())
    assert found.equals(OCCURRENCES.empty_table())
    assert links.equals(OCCURRENCE_EVENTS.empty_table())
