"""The bundled reports: the state of the negotiation over the name of Macedonia, checked against the facts.

The facts: Greece demanded a change of the constitution from the beginning of February 2018 on, Skopje refused at the
end of that month, and gave way in the agreement that was announced on 12 June (reported on the 13th). Before, the talks
had been at a standstill until they resumed. What the agreement then made conditions of each other was a sequence, and
was met.
"""

import datetime as dt

import pytest

from dragoman.errors import QueryError
from dragoman.ledger.store import Ledger
from dragoman.negotiation import Negotiation


@pytest.fixture(scope="module")
def talks(ledger: Ledger) -> Negotiation:
    return Negotiation(ledger, ["Greece", "MKD"])


def test_parties_are_found_by_name_and_by_code(talks: Negotiation) -> None:
    assert talks.parties == ("GRC", "MKD")


def test_the_deadlock_over_the_constitution_stands_from_the_refusal_to_the_agreement(talks: Negotiation) -> None:
    found = [line for line in talks.deadlocks if line.issue == "constitution"]
    assert [(line.parties, line.since, line.until) for line in found] == [
        (("GRC", "MKD"), "2018-02-28", "2018-06-13"),
    ]
    assert found[0].stated
    assert "amend" in (found[0].ended_by[0].text or "")


def test_either_side_giving_way_cuts_it(talks: Negotiation) -> None:
    line = next(line for line in talks.deadlocks if line.issue == "constitution")
    assert {line.waits[i].by for cut in line.minimal_cuts for i in cut} == {"GRC", "MKD"}
    assert all(len(cut) == 1 for cut in line.minimal_cuts)


@pytest.mark.parametrize(
    ("day", "standing"),
    [("2018-02-10", False), ("2018-03-01", True), ("2018-04-20", True), ("2018-06-12", True), ("2018-06-30", False)],
)
def test_on_which_days_it_stood(ledger: Ledger, day: str, standing: bool) -> None:
    """As the reports up to that day told it, nothing later known."""
    lines = Negotiation(ledger, ["GRC", "MKD"], until=day).deadlocks
    assert any(line.issue == "constitution" and line.until is None for line in lines) == standing


def test_conditions_in_a_row_are_no_deadlock(talks: Negotiation) -> None:
    waits = [wait for wait in talks.graph.waits if wait.kind == "condition" and (wait.since or "") > "2018-06-13"]
    assert waits
    assert all(line.until is not None for line in talks.deadlocks)


def test_skopje_moves_from_refusal_over_a_condition_to_agreement(talks: Negotiation) -> None:
    moves = [move for move in talks.moves if move.party == "MKD" and move.issue == "constitution"]
    assert [(move.kind, move.date) for move in moves[:2]] == [
        ("softens", "2018-05-26"),
        ("drops a condition", "2018-06-13"),
    ]
    assert "refuses" in (moves[0].evidence[0].text or "")
    assert "would amend" in (moves[0].evidence[1].text or "")
    assert "amend its constitution" in (moves[1].evidence[1].text or "")


def test_the_demand_met_a_refusal(talks: Negotiation) -> None:
    reply = next(r for r in talks.replies if r.demand.party == "GRC" and "constitution" in (r.demand.about or ""))
    assert (reply.kind, reply.date) == ("refusal", "2018-02-28")


def test_vienna_is_one_meeting_announced_and_held(talks: Negotiation) -> None:
    vienna = [meeting for meeting in talks.meetings if meeting.place == "Vienna" and meeting.date_from]
    assert len(vienna) == 1
    assert vienna[0].date_from == vienna[0].date_to == "2018-03-30"
    assert vienna[0].thread[0].turn == "announced"
    assert vienna[0].status == "held"
    assert vienna[0].reports >= 2


def test_nothing_of_the_parties_is_next_after_the_newest_report_but_what_is_ahead(talks: Negotiation) -> None:
    newest = max(source.date for source in talks.sources if source.date)
    assert all(line.date is None or line.date >= newest[:7] for line in talks.next)


def test_what_was_next_in_march_is_vienna(ledger: Ledger) -> None:
    lines = Negotiation(ledger, ["GRC", "MKD"], until=dt.date(2018, 3, 25)).next
    assert any(line.date == "2018-03-30" and "Vienna" in line.what for line in lines)


def test_every_line_leads_to_its_characters(talks: Negotiation, ledger: Ledger) -> None:
    texts = {source.number: ledger.text(source.report_id) for source in talks.sources}
    lines = [*talks.positions, *talks.moves, *talks.meetings, *talks.disputes, *talks.deadlocks, *talks.timeline]
    cites = [cite for line in lines for cite in line.evidence]
    assert len(cites) > 100
    for cite in cites:
        text = texts[cite.source]
        assert text is not None
        assert text[cite.start : cite.end] == cite.text


def test_an_issue_leaves_the_lines_of_others_out(ledger: Ledger, talks: Negotiation) -> None:
    constitution = Negotiation(ledger, ["GRC", "MKD"], issue="Constitution and law")
    assert 0 < len(constitution.positions) < len(talks.positions)
    assert {stand.issue for stand in constitution.positions} == {"constitution"}


@pytest.mark.parametrize(("parties", "issue", "message"), [
    (["Atlantis"], None, "no party of the ledger is called 'Atlantis'"),
    (["GRC"], "gardening", "'gardening' is no issue"),
])  # fmt: skip
def test_unknown_parties_and_issues_are_named(
    ledger: Ledger, parties: list[str], issue: str | None, message: str
) -> None:
    with pytest.raises(QueryError, match=message):
        Negotiation(ledger, parties, issue=issue)


def test_without_parties_all_reports_count(ledger: Ledger) -> None:
    everything = Negotiation(ledger)
    assert len(everything.sources) == 24
    assert len(everything.positions) > len(Negotiation(ledger, ["GRC", "MKD"]).positions)
