"""Ordinary acts of diplomacy that the verb coder must know, read with the whole reader. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader

ACTS = [
    ("Norway blocked an invitation to Chad at the summit.", "REJECT", "NOR", "TCD", "actual"),
    ("Norway refused to accept a new name for Chad.", "REJECT", "NOR", "TCD", "actual"),
    ("The Norwegian parliament voted to ratify the treaty with Chad.", "SUPPORT", "NOR", None, "actual"),
    ("An African Union tribunal ruled that Chad had broken the pact.", "ACCUSE", "African Union", "TCD", "actual"),
    ("Norway reaffirmed its support for Chad.", "SUPPORT", "NOR", "TCD", "actual"),
    ("Norway pulled out of the coalition with Chad.", "SANCTION", "NOR", "TCD", "actual"),
    ("Norway tried to derail the agreement with Chad.", "REJECT", "NOR", "TCD", "actual"),
    ("Chad said it would not lift the embargo until Norway paid.", "REJECT", "TCD", "NOR", "actual"),
    ("Norway will no longer stand in the way of Chad's membership.", "AGREE", "NOR", None, "planned"),
    ("Norway will press ahead with the accord with Chad.", "AGREE", "NOR", None, "planned"),
    ("Chad welcomed the news. Norway's foreign minister is expected in N'Djamena on Monday.", "CONSULT", "NOR", "TCD",
     "planned"),
    ("Chad welcomed the news. Norway's foreign minister travelled to N'Djamena in May.", "CONSULT", "NOR", "TCD",
     "actual"),
    ("Norway withdrew its peacekeepers from Chad.", "SANCTION", "NOR", "TCD", "actual"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actors", "recipients", "status"), ACTS, ids=[a[0] for a in ACTS])
def test_acts(reader: Reader, text: str, kind: str, actors: str, recipients: str | None, status: str) -> None:
    events = reader.read(text).events
    found = [e for e in events if (e.type, " ".join(e.actors), e.status) == (kind, actors, status)]
    assert found, [(e.type, e.actors, e.status) for e in events]
    assert recipients is None or recipients in {" ".join(e.recipients) for e in found}


@pytest.mark.parametrize(
    "text",
    [
        "Norway refused to give details of the visit.",
        "The minister of Norway insisted on Monday that it was late.",
        "Norway had to leave the house in a hurry.",
        "Norway did not want to take a position.",
    ],
)
def test_no_acts(reader: Reader, text: str) -> None:
    assert reader.read(text).events == ()
