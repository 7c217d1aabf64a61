"""A small ledger made by hand for the tests of exports: plain reports, a hostile one and an undated one."""

from pathlib import Path
from typing import Any

from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.reader import describe
from dragoman.records import Reading
from dragoman.sources.found import Location
from made_reading import TEXT, actor, empty, made_by, records, report, span

HOSTILE = (
    "=cmd|'/C calc'!A1\t\"quoted\", she\r\nsaid;\n\n  a;b \x0b\x0c\u2028new\u2029line\x85end "
    "\U0001f54a & <b>Nórdica</b> ]]> \\end{document} %#_~^{ \x07bell.\r\nThe envoys of Þingvellir\n\tmet\r\nin Lima."
)
TITLE = "=SUM(A1)\t\"a\"\n{\\b} & <i>%$#_~^}\x01\x1f\u2028 'end'"
NAME = 'Front & <Co> "Ñ"\t{x}\x02'


def ids(code: str) -> str:
    return {"PER": "a1", "ECU": "a2"}[code]


def event(words: str, kind: str, actors: str, recipients: str, cameo: str | None, **more: Any) -> dict[str, Any]:
    """An event of the made report: codes are separated by blanks."""
    doers, others = tuple(actors.split()), tuple(recipients.split())
    known = {
        "type": kind, "actors": doers, "recipients": others, "cameo": cameo, "status": "actual", "score": 1.0,
        "goldstein": 1.5 if cameo else None, "confidence": 0.7, "actor_ids": tuple(map(ids, doers)),
        "recipient_ids": tuple(map(ids, others)), "made_by": made_by("event_verbs.meet", words),
    }  # fmt: skip
    return span(words) | known | more


def events() -> list[dict[str, Any]]:
    return [
        event("met", "CONSULT", "PER ECU", "", "040", date="2019-03-04", place="Cuenca", mode="visit"),
        event("open the bridge", "AGREE", "PER", "ECU", "035", status="conditional", statement=0),
        event("denied", "REJECT", "ECU", "PER", "120", score=-2.0, goldstein=-4.0, contexts=("territory",)),
        event("resume", "CONSULT", "PER ECU", "", "036", status="planned", date="2019-W11", place="Cuenca",
              mode="meet"),
        event("crossed", "MOBILIZE", "ECU", "PER", "154", status="negated", score=-6.5),
        event("pulls back", "RETREAT", "ECU", "", "087", status="possible", date="2019"),
        event("must open", "ASSAULT", "PER", "ECU", "190", date="1995-01", score=-9.0, goldstein=-10.0,
              magnitude={"killed": 3, "injured": None, "evidence": [span("guards")]}),
        event("says", "ACCUSE", "ECU", "PER", None, score=-2.0),
        event("edge", "THREATEN", "PER", "", "138", status="possible", score=-3.5),
    ]  # fmt: skip


def reading(text: str = TEXT, **about: Any) -> Reading:
    """The reading of a text that begins as the made report does."""
    known = records() | {"events": events()}
    known["actors"][0] |= {"country": "PER", "sector": "GOV"}
    known["actors"][1] |= {"country": "ECU", "sector": "GOV"}
    known["actors"][2] |= {"country": "PER", "sector": "GOV"}
    known["places"][0] |= {"latitude": -2.9, "longitude": -79.0, "geonames_id": 3658666}
    known["negotiation"]["meetings"][1]["status"] = "planned"
    reader = {"version": "0", "model": "by hand"}
    return Reading.model_validate({"report": describe(report(text, **about)), "reader": reader, **known})


def hostile_reading() -> Reading:
    """The reading of `HOSTILE`: every span has something in it that some format has a meaning for."""

    def at(start: str, end: str) -> dict[str, Any]:
        first = HOSTILE.index(start)
        last = HOSTILE.index(end, first) + len(end)
        return {"start": first, "end": last, "text": HOSTILE[first:last]}

    mention, met, place = at("Nórdica</b> ]]>", "{ \x07bell"), at("Þingvellir", "met"), at("Lima", "Lima")
    known = actor(1, NAME, NAME, "armed group") | {"mentions": [mention, at("=cmd", "she\r\nsaid")]}
    other = actor(2, "Peru", "PER", "state") | {"mentions": [place], "country": "PER", "sector": "GOV"}
    for person in (known, other):
        person["made_by"] = {"rule": "states.PER"}
    return Reading.model_validate(
        {
            "report": describe(report(HOSTILE, title=TITLE, source='The "Wire"\t& Co', date="2019-03-07")),
            "reader": {"version": "0", "model": "by hand"},
            "actors": [known, other],
            "events": [
                met
                | {
                    "type": "CONSULT", "actors": (NAME, "PER"), "recipients": (), "cameo": "040", "status": "actual",
                    "score": 1.0, "goldstein": 1.0, "confidence": 1.0, "actor_ids": ("a1", "a2"), "place": "Lima\n2",
                    "made_by": {"rule": "event_verbs.meet", "cue": met},
                }
            ],
            "statements": [
                at("a;b", "line\x85end")
                | {"speaker_name": None, "speaker_code": None, "form": "direct", "anonymous": True,
                   "made_by": {"rule": "statements.verbs.say"}}
            ],
            "negotiation": {
                "meetings": [{"parties": (NAME, "PER"), "place": "Lima;\n,\\", "date": "2019-04-01",
                              "status": "planned", "level": "unknown", "evidence": [met]}]
            },
        }
    )  # fmt: skip


COPY = TEXT + "\nThis is the paper's own copy of what the agency sent.\n"


def rows(folder: Path) -> list[Row]:
    """The reports of the made ledger, each also a file in `folder`, so that its text can be fetched again."""
    about = {
        "title": "The paper's copy",
        "source": "The Paper",
        "date": "2019-03-06",
        "url": "https://p.example/a_b?c=%7B",
    }
    made = [
        (reading(), TEXT),
        (reading(COPY, **about), COPY),
        (hostile_reading(), HOSTILE),
        (reading(TEXT + "No date.", date=None, title=None, source=None), TEXT + "No date."),
        (empty("Nothing at all.", date="2019-02-01", title="Nothing", source="The Wire"), "Nothing at all."),
    ]
    found = []
    for number, (one, text) in enumerate(made):
        path = folder / f"{number}.txt"
        path.write_text(text, encoding="utf-8", newline="")
        found.append(Row(one, text, Location(str(path))))
    return found


def make(folder: Path, keep_text: bool = True) -> Ledger:
    """The made ledger in `folder`."""
    (folder / "sources").mkdir()
    ledger = Ledger(folder / "ledger", create=True, keep_text=keep_text)
    made = rows(folder / "sources")
    ledger.append(made[2:])
    ledger.append(made[:2])
    return ledger
