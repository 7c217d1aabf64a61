"""The negotiation of some parties: what they say, what waits for what, when they meet; its brief and its calendar.

Parties, issue and days stand in the address, so that a view can be shared: `party` (several), `issue`, `from` and
`until` (days of publication), `since` (what changed after that day), `by` (week or month).
"""

from __future__ import annotations

import datetime as dt
import re
import time
from collections import defaultdict
from collections.abc import Callable
from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.errors import QueryError
from dragoman.ledger.exports.ical import pieces
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.scope import Scope
from dragoman.negotiation.brief import Brief
from dragoman.negotiation.model import Entry, Period
from dragoman.negotiation.state import Negotiation, dyads
from dragoman.show.words import EVENT_TYPES
from dragoman.web import links
from dragoman.web.draw import series, shapes
from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages import negotiation_drawn as drawn
from dragoman.web.pages.negotiation_view import MOST_LINES, MOST_PARTIES, Said, View
from dragoman.web.rendering import page
from dragoman.web.site import Snap, ThisSite
from dragoman.web.strings import words

router = APIRouter()

PATIENCE = 0.8
"""Seconds that the page waits for a negotiation which nobody has asked for before, at least."""
_MOST_DYADS = 60
MOST_SOURCES = 400
_MOST_CHARTS = 4
_BEHIND = 6
"""So many acts of a week or month are named behind its sums."""


class Asked(NamedTuple):
    """What an address asks for."""

    parties: tuple[str, ...]
    issue: str | None
    first: dt.date | None
    until: dt.date | None
    since: dt.date | None
    by: str

    @property
    def api(self) -> str:
        """Where the JSON API has all of it."""
        days = {"since": self.first, "until": self.until}
        more = {name: day.isoformat() if day else None for name, day in days.items()}
        return "/api" + links.negotiation(self.parties, self.issue, **more)

    def address(self, path: str = "", **changes: str | None) -> str:
        """The address of this view, of another one where something changes, or of what else there is of it."""
        known: dict[str, str | None] = {
            "from": self.first.isoformat() if self.first else None,
            "until": self.until.isoformat() if self.until else None,
            "since": self.since.isoformat() if self.since else None,
            "by": self.by if self.by != "month" else None,
        }
        issue = changes.pop("issue", self.issue)
        address = links.negotiation(self.parties, issue, **(known | changes))
        return address.replace("/negotiation", f"/negotiation{path}", 1)


class Series(NamedTuple):
    """Conflict and cooperation of two parties: the drawing, and what stands behind each period."""

    name: str
    svg: Markup | None
    is_late: bool
    """Whether there will be a drawing, but is none yet."""
    rows: tuple[Behind, ...]
    left_out: int


class Behind(NamedTuple):
    """A week or month with the acts behind its sums."""

    id: str
    name: str
    period: Period
    acts: tuple[Said, ...]
    occurrences: tuple[str, ...]
    more: int


def _asked(
    party: Annotated[list[str] | None, Query()] = None,
    issue: str = "",
    first: Annotated[str, Query(alias="from")] = "",
    until: str = "",
    since: str = "",
    by: str = "month",
) -> Asked:
    """What the address asks for; a field that was left empty in the form asks for nothing."""
    parties = tuple(dict.fromkeys(name.strip() for name in party or () if name.strip()))
    if len(parties) > MOST_PARTIES:
        raise QueryError(f"a negotiation is shown of {MOST_PARTIES} parties at most")
    if by not in ("week", "month"):
        raise QueryError(f"{by!r} is no period; there are week and month")
    return Asked(parties, issue.strip() or None, _day("from", first), _day("until", until), _day("since", since), by)


ThisAsked = Annotated[Asked, Depends(_asked)]


def _day(name: str, value: str) -> dt.date | None:
    if not value.strip():
        return None
    try:
        return dt.datetime.strptime(value.strip(), "%Y-%m-%d").date()
    except ValueError:
        raise QueryError(f"{name}: {value[:40]!r} is no day; give YYYY-MM-DD") from None


def _talks(snap: Snapshot, asked: Asked) -> Negotiation:
    return snap.negotiation(asked.parties, asked.issue, asked.first, asked.until)


@router.get("/negotiation")
def show(request: Request, site: ThisSite, snap: Snap, asked: ThisAsked) -> HTMLResponse:
    """The page; without parties, the pairs of parties to choose from."""
    patience = max(PATIENCE, site.settings.patience)
    if not asked.parties:
        pairs = snap.soon(("dyads", _MOST_DYADS), lambda: dyads(snap.ledger, _MOST_DYADS), patience)
        if pairs is None:
            return page(request, "negotiation_wait.html")
        return page(request, "negotiation_choice.html", pairs=pairs, asked=asked, known=_known(snap))
    talks = _talks(snap, asked)
    asked = asked._replace(parties=talks.parties, issue=talks.issue)
    begun = time.monotonic()
    shown = snap.soon(("negotiation page", *asked), lambda: _shown(snap, talks, asked), patience)
    if shown is None:
        return page(request, "negotiation_wait.html")
    left = max(0.05, patience - (time.monotonic() - begun))
    charts = _charts(snap, talks, asked, left)
    known = _known(snap)

    def body() -> Markup:
        context = {**shown, "asked": asked, "charts": charts, "known": known, "here": asked.address()}
        return Markup(site.templates.get_template("negotiation_body.html").render(context))

    # What is complete looks the same to everybody until the ledger changes; to render it anew takes most of the time.
    is_complete = bool(known) and not any(chart.is_late for chart in charts)
    made = snap.kept(("negotiation body", *asked), body) if is_complete else body()
    return page(request, "negotiation.html", title=shown["title"], body=made)


def _known(snap: Snapshot) -> list[dict[str, Any]]:
    """The parties that are spoken of most, for the form to offer."""
    sql = (
        "SELECT code, mode(name) AS name, count(*) AS reports FROM actors WHERE code IS NOT NULL AND kind <> 'person' "
        "GROUP BY code ORDER BY reports DESC, code LIMIT 80"
    )
    return snap.soon("parties of the form", lambda: snap.rows(sql)) or []


def _shown(snap: Snapshot, talks: Negotiation, asked: Asked) -> dict[str, Any]:
    """All that the page shows but its charts, which take long to draw."""
    state = snap.state(asked.parties, asked.issue, asked.first, asked.until)
    view = View(talks, state)
    text = words()["negotiation"]
    brief = talks.brief(asked.since)
    sections = {
        section.id: [view.sentence(said) for said in section.sentences[:MOST_LINES]] for section in brief.sections
    }
    reports = [source for source in state.sources if source.superseded_by is None]
    return {
        "title": brief.title,
        "codes": view.parties,
        "names": {code: view.name(code) for code in view.parties},
        "issues": [(issue.id, issue.name) for issue in state.issues],
        "issue_name": view.issue(asked.issue) if asked.issue else None,
        "newest": brief.newest,
        "oldest": min((source.date for source in reports if source.date), default=None),
        "counts": {
            "reports": len(reports), "stories": len({source.story for source in reports}),
            "positions": len(state.positions), "moves": len(state.moves), "waits": len(state.waits),
            "deadlocks": len(state.deadlocks), "meetings": len(state.meetings),
            "commitments": len(state.commitments), "disputes": len(state.disputes),
            "replies": len(state.replies), "next": len(state.next),
        },
        "state_of_play": sections["state"],
        "upcoming": view.upcoming(),
        "changed": sections.get("changed"),
        "lanes": drawn.positions(view, asked.since, text),
        "side_by_side": view.side_by_side(),
        "moves": view.moves(),
        "replies": view.replies(),
        "graph": drawn.waits(view, text),
        "knots": view.knots(),
        "waits": view.waits(),
        "meetings": drawn.encounters(view, snap, asked.since, text),
        "meeting_lines": view.meetings(),
        "commitments": view.commitments(),
        "disputes": view.disputes(),
        "stances": [(stance, shapes.key("stance", stance)) for stance in shapes.STANCES],
        "statuses": [(status, shapes.key("status", status)) for status in shapes.STATUSES],
        "sources": [(source, links.report(source.report_id)) for source in state.sources[: -MOST_SOURCES - 1 : -1]],
    }  # fmt: skip


def _pairs(snap: Snapshot, talks: Negotiation, asked: Asked) -> list[tuple[str, list[Period]]]:
    """The pairs with the most acts, by name, with the periods of each."""
    by_pair: dict[tuple[str, str], list[Period]] = defaultdict(list)
    for period in snap.kept(("periods", *asked), lambda: talks.dyads(asked.by)):
        by_pair[period.parties].append(period)
    busiest = sorted(by_pair, key=lambda pair: (-sum(p.occurrences for p in by_pair[pair]), pair))[:_MOST_CHARTS]
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    return [(" – ".join(map(view.name, pair)), by_pair[pair]) for pair in busiest]


def _charts(snap: Snapshot, talks: Negotiation, asked: Asked, patience: float) -> list[Series]:
    """The series of the pairs with the most acts."""
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    text = words()["negotiation"]
    found = []
    for place, (name, periods) in enumerate(_pairs(snap, talks, asked)):
        spans = drawn.spans(periods, place, name, asked.by, text)
        since = asked.since.isoformat() if asked.since else None
        draw = _later(series.chart, spans, f"{text['series']}: {name}", since)
        has_any = any(span.cooperation or span.conflict for span in spans)
        svg = snap.soon(("chart", place, *asked), draw, patience) if has_any else None
        rows = snap.kept(("behind", place, *asked), _later(_behind, view, periods, place, asked.by))
        found.append(Series(name, svg, has_any and svg is None, rows, len(periods) - len(spans)))
    return found


def _later(function: Callable[..., Any], *arguments: Any) -> Callable[[], Any]:
    return lambda: function(*arguments)


def _behind(view: View, periods: list[Period], place: int, by: str) -> tuple[Behind, ...]:
    """The acts behind each period, the strongest first; the newest period first."""
    acts: dict[str, list[Entry]] = defaultdict(list)
    pair = set(periods[0].parties)
    for entry in view.state.timeline:
        if entry.date_from and entry.status == "actual" and pair <= {*entry.actors, *entry.recipients}:
            acts[_start(entry.date_from, by)].append(entry)
    rows = []
    for period in periods[: -drawn.MOST_PERIODS - 1 : -1]:
        if not period.occurrences:
            continue
        found = sorted(acts[period.start], key=lambda e: (e.id not in period.because, -abs(e.score), e.id))
        rows.append(
            Behind(
                f"p{place}-{period.start}",
                drawn.period_name(period.start, by),
                period,
                tuple(_act(view, entry) for entry in found[:_BEHIND]),
                tuple(links.occurrence(entry.id) for entry in found[:_BEHIND]),
                period.occurrences - len(found[:_BEHIND]),
            )
        )
    return tuple(rows)


def _act(view: View, entry: Entry) -> Said:
    who = ", ".join(map(view.name, entry.actors))
    whom = f" → {', '.join(map(view.name, entry.recipients))}" if entry.recipients else ""
    quote = next((cite.text for cite in entry.evidence if cite.text), None)
    css = "cooperation" if entry.score > 0 else "conflict" if entry.score < 0 else ""
    return view.said(f"{who}{whom}", entry.evidence, quote, EVENT_TYPES.get(entry.type, entry.type), css)


def _start(day: str, by: str) -> str:
    found = dt.date.fromisoformat(day)
    return (found.replace(day=1) if by == "month" else found - dt.timedelta(found.weekday())).isoformat()


@router.get("/negotiation/series.json")
def series_json(snap: Snap, asked: ThisAsked, place: Annotated[int, Query(ge=0, lt=_MOST_CHARTS)] = 0) -> JSONResponse:
    """One of the page's charts in Vega-Lite, for whoever looks closer: colours stand for those of the page."""
    talks = _talks(snap, asked)
    asked = asked._replace(parties=talks.parties, issue=talks.issue)
    pairs = _pairs(snap, talks, asked)
    if place >= len(pairs):
        raise NotThere("this negotiation has no such chart")
    name, periods = pairs[place]
    spans = drawn.spans(periods, place, name, asked.by, words()["negotiation"])
    chart = series.specification(spans, asked.since.isoformat() if asked.since else None, closer=True)
    return JSONResponse({"chart": chart, "colours": series.COLOURS})


@router.get("/negotiation/brief")
def brief_page(request: Request, snap: Snap, asked: ThisAsked) -> HTMLResponse:
    """The brief, for screen and print."""
    talks = _talks(snap, asked)
    asked = asked._replace(parties=talks.parties, issue=talks.issue)
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    brief = _brief(snap, talks, asked)
    linked = {source.number: links.report(source.report_id) for source in brief.sources}
    return page(request, "negotiation_brief.html", brief=brief, view=view, asked=asked, linked=linked)


@router.get("/negotiation/brief.md")
def brief_markdown(snap: Snap, asked: ThisAsked) -> Response:
    """The brief as Markdown."""
    from dragoman.show.brief_pages import markdown

    talks = _talks(snap, asked)
    return _download(markdown(_brief(snap, talks, asked)), "text/markdown; charset=utf-8", talks, "md")


@router.get("/negotiation/brief.pdf")
def brief_pdf(snap: Snap, asked: ThisAsked) -> Response:
    """The brief as PDF."""
    from dragoman.show.brief_pages import pdf

    talks = _talks(snap, asked)
    made = snap.kept(("brief pdf", *asked), lambda: pdf(_brief(snap, talks, asked)))
    return _download(made, "application/pdf", talks, "pdf")


@router.get("/negotiation/meetings.ics")
def calendar(snap: Snap, asked: ThisAsked) -> Response:
    """The planned meetings of the parties as a calendar."""
    talks = _talks(snap, asked)
    scope = Scope.of(talks.parties, since=asked.first, until=asked.until)
    made = snap.kept(("calendar", *asked), lambda: "".join(pieces(Job(snap.ledger, scope))))
    return _download(made, "text/calendar; charset=utf-8", talks, "ics")


def _brief(snap: Snapshot, talks: Negotiation, asked: Asked) -> Brief:
    return snap.kept(("brief", *asked), lambda: talks.brief(asked.since))


def _download(content: str | bytes, kind: str, talks: Negotiation, ending: str) -> Response:
    """A file to keep; its name is made of what is harmless in the parties' codes."""
    codes = "-".join(re.sub(r"[^A-Za-z0-9]+", "-", code).strip("-") for code in talks.parties)
    name = re.sub("-+", "-", f"negotiation-{codes or 'all'}")[:80].strip("-")
    headers = {"content-disposition": f'attachment; filename="{name}.{ending}"'}
    return Response(content, media_type=kind, headers=headers)
