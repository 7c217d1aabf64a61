"""Acts told by plain verbs, as a codebook tells them: one or two clauses. The sentences are invented."""

from __future__ import annotations

import pytest

from dragoman.reader import Reader

ACTS = [
    ("Norway and Chad are close to a deal on fish quotas.", "AGREE", "NOR TCD", "", "possible"),
    ("Norway plans to send blankets to Chad.", "AGREE", "NOR", "TCD", "planned"),
    ("Norway could lend engineers to Chad.", "AGREE", "NOR", "TCD", "possible"),
    ("Norway promised 40 million dollars to Chad.", "AGREE", "NOR", "TCD", "actual"),
    ("The development bank of Norway approved a 60 million dollar loan for Chad.", "AID", "NOR", "TCD", "actual"),
    ("Norway handed flour and blankets to refugees in the camp.", "AID", "NOR", "refugees", "actual"),
    ("Peru and Chile held joint naval exercises in the Pacific.", "COOPERATE", "PER CHL", "", "actual"),
    ("Peru resumed copper exports to Chile.", "COOPERATE", "PER", "CHL", "actual"),
    ("Norway cut off aid to Chad after the vote.", "SANCTION", "NOR", "TCD", "actual"),
    ("Norway expelled the high commissioner of Chad.", "SANCTION", "NOR", "TCD", "actual"),
    ("Norway stripped dozens of clerics of their citizenship.", "COERCE", "NOR", "clerics", "actual"),
    ("Chad's army vacated two schools.", "RETREAT", "TCD", "", "actual"),
    ("Norway gave Chad 48 hours to leave the island.", "THREATEN", "NOR", "TCD", "actual"),
    ("Villagers blocked the road to protest the new dam.", "PROTEST", "villagers", "", "actual"),
    ("Norwegian troops were deployed along the frontier.", "MOBILIZE", "NOR", "", "actual"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "actors", "recipients", "status"), ACTS, ids=[a[0] for a in ACTS])
def test_acts(reader: Reader, text: str, kind: str, actors: str, recipients: str, status: str) -> None:
    events = reader.read(text).events
    found = [(e.type, " ".join(e.actors), e.status) for e in events]
    assert (kind, actors, status) in found
    assert not recipients or recipients in [" ".join(e.recipients) for e in events]


@pytest.mark.parametrize(
    "text",
    [
        "Chad's consular services were suspended.",
        "The minister of Norway hails from the north.",
        "The Norwegian forecast hurt shares in Chad.",
        "The minister of Norway drove her car into Lima.",
    ],
)
def test_no_acts(reader: Reader, text: str) -> None:
    assert not [e for e in reader.read(text).events if e.type in ("SUPPORT", "ASSAULT", "AID", "SANCTION", "CONCEDE")]
