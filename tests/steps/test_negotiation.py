"""The view of the negotiation as a whole."""

from __future__ import annotations

from importlib.resources import files

import pytest
from made_draft import made_draft

from dragoman.errors import KnowledgeError
from dragoman.knowledge import parse
from dragoman.records import Negotiation
from dragoman.steps.negotiation import File, NegotiationView

VIEW = NegotiationView()


def test_all_four_parts_from_one_report(language):
    text = "Chad and Mali met in Oslo. Chad accused Mali of theft. Mali denied the accusation."
    draft = made_draft(
        language,
        text,
        {"Chad": "TCD", "Mali": "MLI"},
        [("TCD", "accused", "theft")],
        [
            ("met", "CONSULT", ["TCD", "MLI"], [], "actual", None, "Oslo"),
            ("accused", "ACCUSE", ["TCD"], ["MLI"]),
            ("denied", "REJECT", ["MLI"], []),
        ],
    )
    VIEW(draft)
    view = draft.negotiation
    assert [m.place for m in view.meetings] == ["Oslo"]
    assert [p.stance for p in view.positions] == ["denies"]
    assert len(view.disputes) == 1
    assert view.deadlocks == ()


@pytest.mark.parametrize("text", ["", "   ", '"""', "🕊", "deadlock", "مرحبا"])
def test_an_empty_view(language, text):
    draft = made_draft(language, text, {})
    VIEW(draft)
    assert draft.negotiation == Negotiation()


def test_the_same_draft_gives_the_same_view(language):
    text = "Chad urged Mali to leave. Mali refused to leave."
    events = [("urged", "REQUEST", ["TCD"], ["MLI"]), ("refused", "REJECT", ["MLI"], ["TCD"])]
    views = []
    for _ in range(2):
        draft = made_draft(language, text, {"Chad": "TCD", "Mali": "MLI"}, (), events)
        VIEW(draft)
        views.append(draft.negotiation.model_dump_json())
    assert views[0] == views[1]


def test_an_unknown_key_is_an_error():
    text = files("dragoman.knowledge").joinpath("negotiation.toml").read_text(encoding="utf-8")
    with pytest.raises(KnowledgeError, match=r"deadlocks\.wants"):
        parse(f'{text}\nwants = ["talk"]\n', File, "x.toml")
