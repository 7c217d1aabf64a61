"""A reading made by hand, so that tests of what is shown do not change with what is read."""

from typing import Any

from dragoman.reader import ReportText, describe
from dragoman.records import Reading

TEXT = """Peru and Ecuador edge towards a border deal

LIMA — Peruvian Foreign Minister Ana Ruiz met her Ecuadorean colleague on Monday.

“We will open the bridge only if Quito pulls back its guards,” she said. Ecuador denied that any guards had crossed.

Quito says Lima must open the bridge first. Talks may resume in Cuenca next week.
"""


def span(words: str, nth: int = 0, text: str = TEXT) -> dict[str, Any]:
    """The `nth` place of `words` in the text."""
    start = -1
    for _ in range(nth + 1):
        start = text.index(words, start + 1)
    return {"start": start, "end": start + len(words), "text": words}


def made_by(rule: str, cue: str | None = None, status_cue: str | None = None) -> dict[str, Any]:
    return {"rule": rule, "cue": cue and span(cue), "status_cue": status_cue and span(status_cue)}


def actor(
    number: int, name: str, code: str, kind: str, *mentions: dict[str, Any], role: str | None = None
) -> dict[str, Any]:
    known = {"id": f"a{number}", "name": name, "code": code, "kind": kind, "role": role}
    return known | {"mentions": mentions, "made_by": made_by("states.PER")}


def event(words: str, kind: str, actors: tuple[str, ...], recipients: tuple[str, ...], **more: Any) -> dict[str, Any]:
    known = {"type": kind, "actors": actors, "recipients": recipients, "status": "actual", "score": 1.0}
    return span(words) | known | {"confidence": 0.7, "made_by": made_by("event_verbs.meet", words)} | more


CONDITION = "We will open the bridge only if Quito pulls back its guards"


def records() -> dict[str, Any]:
    return {
        "actors": [
            actor(1, "Peru", "PER", "state", span("Peru"), span("Lima")),
            actor(2, "Ecuador", "ECU", "state", span("Ecuador"), span("Quito"), span("Ecuador", 2)),
            actor(3, "Ana Ruiz", "PER", "person", span("Ana Ruiz"), span("she"), role="Foreign Minister"),
        ],
        "times": [
            span("Monday") | {"type": "DATE", "value": "2019-03-04", "made_by": made_by("times.weekday")},
            span("next week") | {"type": "DATE", "value": "2019-W11", "made_by": made_by("times.week")},
        ],
        "places": [
            span("Cuenca") | {"name": "Cuenca", "country": "ECU", "made_by": made_by("places.city")},
        ],
        "statements": [
            span(CONDITION)
            | {
                "source": span("she"), "cue": span("said"), "speaker_name": "Ana Ruiz", "speaker_code": "PER",
                "speaker_id": "a3", "form": "direct", "anonymous": False,
                "made_by": made_by("statements.verbs.say", "said"),
            },
            span("any guards had crossed")
            | {
                "source": span("Ecuador", 2), "cue": span("denied"), "speaker_name": "Ecuador", "speaker_code": "ECU",
                "form": "indirect", "anonymous": False, "made_by": made_by("statements.verbs.deny", "denied"),
            },
        ],
        "events": [
            event("met", "CONSULT", ("PER", "ECU"), (), date="2019-03-04"),
            event("open the bridge", "AGREE", ("PER",), ("ECU",), status="conditional"),
            event("denied", "REJECT", ("ECU",), ("PER",)),
            event("resume", "CONSULT", ("PER", "ECU"), (), status="possible", place="Cuenca", date="2019-W11"),
        ],
        "conditions": [
            span(CONDITION)
            | {
                "asserted_by": "PER", "relation": "if", "made_by": made_by("conditions.only_if", "only if"),
                "consequent": span("We will open the bridge") | {"actor": "PER"},
                "antecedent": span("Quito pulls back its guards") | {"actor": "ECU"},
            },
        ],
        "assessments": [
            span("edge towards a border deal")
            | {
                "holder_name": "the report", "holder_code": None, "about": "the border talks", "polarity": "positive",
                "made_by": made_by("assessments.edge"),
            },
        ],
        "negotiation": {
            "meetings": [
                {"parties": ("PER", "ECU"), "place": None, "date": "2019-03-04", "status": "held", "level": "ministers",
                 "evidence": [span("met")]},
                {"parties": ("PER", "ECU"), "place": "Cuenca", "date": "2019-W11", "status": "possible",
                 "level": "unknown", "evidence": [span("resume")]},
            ],
            "positions": [
                span("must open the bridge first")
                | {"actor": "ECU", "toward": "PER", "issue": "the bridge", "stance": "demands",
                   "made_by": made_by("negotiation.positions.demands")},
            ],
            "disputes": [
                {"issue": "the guards", "made_by": made_by("negotiation.disputes.denial"),
                 "claims": [span("Quito pulls back its guards") | {"actor": "PER"},
                            span("denied that any guards had crossed") | {"actor": "ECU"}]},
            ],
            "deadlocks": [
                {"parties": ("PER", "ECU"), "issue": "the bridge", "because": "Each waits for the other to move first.",
                 "evidence": [span(CONDITION), span("must open the bridge first")],
                 "made_by": made_by("negotiation.deadlocks.cycle")},
            ],
        },
    }  # fmt: skip


def report(text: str = TEXT, **about: Any) -> ReportText:
    return ReportText(text, **({"date": "2019-03-05", "title": "A border deal", "source": "The Wire"} | about))


def made(**about: Any) -> Reading:
    """The reading of TEXT."""
    reader = {"version": "0", "model": "by hand"}
    return Reading.model_validate({"report": describe(report(**about)), "reader": reader, **records()})


def empty(text: str = "Nothing happened.", **about: Any) -> Reading:
    """A reading without records."""
    known = describe(report(text, **about))
    return Reading.model_validate({"report": known, "reader": {"version": "0", "model": "by hand"}})
