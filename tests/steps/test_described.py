"""Parties that are only described: who they are, and that nobody else becomes one."""

import pytest

from dragoman.reader import Reader

ACTS = [
    ("Riot police fired tear gas at schoolteachers in Asunción.", "ASSAULT", ["PRY"], ["schoolteachers"]),
    ("A Hungarian newspaper apologised to a Roma musician.", "CONCEDE", None, ["musician"]),
    ("Militants attacked an aid convoy outside Kismayo.", "ASSAULT", ["militants"], ["convoy"]),
    ("Dutch prosecutors charged a mining company with bribery.", "ACCUSE", ["NLD"], ["company"]),
    ("A Gambian court convicted the president of fraud.", None, ["GMB"], None),
    ("Armed bandits kidnapped four nuns near Jos.", "ASSAULT", ["bandits"], ["nuns"]),
    ("Gang leaders met the mayor of Tegucigalpa.", "CONSULT", ["gang leaders", "HND"], []),
    ("Two photographers filmed the march. They were beaten by soldiers.", "ASSAULT", ["soldiers"], ["photographers"]),
]  # fmt: skip

NOBODY = [
    "Analysts criticised the budget.",  # private experts have no code
    "Talks between the ministers resumed after no soldier had been hurt.",
    "The convoy left the town.",  # a thing is a party only where something is done to it
]


@pytest.mark.parametrize(("text", "kind", "actors", "recipients"), ACTS)
def test_described_parties(
    reader: Reader, text: str, kind: str | None, actors: list[str] | None, recipients: list[str] | None
) -> None:
    events = reader.read(text).events
    found = [(e.type, list(e.actors), list(e.recipients)) for e in events]
    assert any(
        (kind is None or e.type == kind)
        and (actors is None or list(e.actors) == actors)
        and (recipients is None or list(e.recipients) == recipients)
        for e in events
    ), found


@pytest.mark.parametrize("text", NOBODY)
def test_nobody_is_described(reader: Reader, text: str) -> None:
    assert [a.name for a in reader.read(text).actors if a.made_by.rule == "actors.described"] == []


def test_their_actors_are_records(reader: Reader) -> None:
    reading = reader.read("A Slovak court jailed a banker in Bratislava. Gunmen shot the banker on Sunday.")
    known = {a.id for a in reading.actors}
    used = {i for e in reading.events for i in (*e.actor_ids, *e.recipient_ids)}
    assert used
    assert used <= known
    banker = next(a for a in reading.actors if a.code == "banker")
    assert [m.text for m in banker.mentions] == ["banker", "banker"]


def test_those_without_a_part_are_none(reader: Reader) -> None:
    assert not [a for a in reader.read("A banker slept while Chad thanked Niger.").actors if a.code == "banker"]
