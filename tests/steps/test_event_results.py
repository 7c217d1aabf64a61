"""What an attack did to people is told with the attack."""

import pytest

from dragoman.reader import Reader


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        (
            "Gunmen attacked an army post near Gao, killing at least nine soldiers and wounding several.",
            [("attacked", 9)],
        ),
        ("Rebels shelled the town on Monday, killing three people.", [("shelled", 3)]),
        ("Soldiers shot a farmer. Two herders were killed on Friday.", [("shot", None), ("killed", 2)]),
        ("Rebels bombed a bridge after killing two guards.", [("bombed", None), ("killing", 2)]),
    ],
)
def test_outcomes_are_no_second_attack(reader: Reader, text: str, acts: list[tuple[str, int | None]]) -> None:
    events = [e for e in reader.read(text).events if e.type == "ASSAULT"]
    assert [(e.text, e.magnitude.killed if e.magnitude else None) for e in events] == acts


def test_the_victims_are_the_attacks(reader: Reader) -> None:
    events = reader.read("Rebels shelled the town on Monday, killing three villagers.").events
    assert [e.recipients for e in events if e.type == "ASSAULT"] == [("villagers",)]
