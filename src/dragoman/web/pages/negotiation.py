"""The negotiation of some parties: what they say, what waits for what, when they meet; its brief and its calendar.

Parties, issue and days stand in the address, so that a view can be shared: `party` (several), `issue`, `from` and
`until` (days of publication), `since` (what changed after that day), `by` (week or month).
"""

from __future__ import annotations

import re
import time
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse, JSONResponse, Response

from dragoman.ledger.exports.ical import pieces
from dragoman.ledger.exports.job import Job
from dragoman.ledger.exports.scope import Scope
from dragoman.negotiation.brief import Brief
from dragoman.negotiation.state import Negotiation, dyads
from dragoman.web import links
from dragoman.web.draw import series, shapes
from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages import negotiation_drawn as drawn
from dragoman.web.pages.negotiation_asked import Asked, ThisAsked, first_day, talks_of
from dragoman.web.pages.negotiation_series import MOST_CHARTS, charts_of, pairs_of
from dragoman.web.pages.negotiation_view import MOST_LINES, View
from dragoman.web.rendering import page
from dragoman.web.site import Snap, ThisSite
from dragoman.web.strings import words

router = APIRouter()

PATIENCE = 0.8
"""Seconds that the page waits for a negotiation which nobody has asked for before, at least."""
_MOST_DYADS = 60
MOST_SOURCES = 400


@router.get("/negotiation")
def show(request: Request, site: ThisSite, snap: Snap, asked: ThisAsked) -> HTMLResponse:
    """The page; without parties, the pairs of parties to choose from."""
    patience = max(PATIENCE, site.settings.patience)
    if not asked.parties:
        pairs = snap.soon(("dyads", _MOST_DYADS), lambda: dyads(snap.ledger, _MOST_DYADS), patience)
        if pairs is None:
            return page(request, "negotiation_wait.html")
        return page(request, "negotiation_choice.html", pairs=pairs, asked=asked, known=_known(snap))
    begun = time.monotonic()
    first = first_day(snap, asked, patience)
    if first is None:
        return page(request, "negotiation_wait.html")
    talks, asked = talks_of(snap, asked)
    shown = snap.soon(("negotiation page", *asked), lambda: _shown(snap, talks, asked), patience)
    if shown is None:
        return page(request, "negotiation_wait.html")
    left = max(0.05, patience - (time.monotonic() - begun))
    charts = charts_of(snap, talks, asked, left)
    known = _known(snap)

    def body() -> Markup:
        context = {**shown, "first": first, "asked": asked, "charts": charts, "known": known, "here": asked.address()}
        return Markup(site.templates.get_template("negotiation_body.html").render(context))

    # What is complete looks the same to everybody until the ledger changes; to render it anew takes most of the time.
    is_complete = bool(known) and not any(chart.is_late for chart in charts)
    made = snap.kept(("negotiation body", first, *asked), body) if is_complete else body()
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


@router.get("/negotiation/series.json")
def series_json(snap: Snap, asked: ThisAsked, place: Annotated[int, Query(ge=0, lt=MOST_CHARTS)] = 0) -> JSONResponse:
    """One of the page's charts in Vega-Lite, for whoever looks closer: colours stand for those of the page."""
    talks, asked = talks_of(snap, asked)
    pairs = pairs_of(snap, talks, asked)
    if place >= len(pairs):
        raise NotThere("this negotiation has no such chart")
    name, periods = pairs[place]
    spans = drawn.spans(periods, place, name, asked.by, words()["negotiation"])
    chart = series.specification(spans, asked.since.isoformat() if asked.since else None, closer=True)
    return JSONResponse({"chart": chart, "colours": series.COLOURS})


@router.get("/negotiation/brief")
def brief_page(request: Request, snap: Snap, asked: ThisAsked) -> HTMLResponse:
    """The brief, for screen and print."""
    talks, asked = talks_of(snap, asked)
    view = snap.kept(("view", *asked), lambda: View(talks, snap.state(*asked[:4])))
    brief = _brief(snap, talks, asked)
    linked = {source.number: links.report(source.report_id) for source in brief.sources}
    return page(request, "negotiation_brief.html", brief=brief, view=view, asked=asked, linked=linked)


@router.get("/negotiation/brief.md")
def brief_markdown(snap: Snap, asked: ThisAsked) -> Response:
    """The brief as Markdown."""
    from dragoman.show.brief_pages import markdown

    talks, asked = talks_of(snap, asked)
    return _download(markdown(_brief(snap, talks, asked)), "text/markdown; charset=utf-8", talks, "md")


@router.get("/negotiation/brief.pdf")
def brief_pdf(snap: Snap, asked: ThisAsked) -> Response:
    """The brief as PDF."""
    from dragoman.show.brief_pages import pdf

    talks, asked = talks_of(snap, asked)
    made = snap.kept(("brief pdf", *asked), lambda: pdf(_brief(snap, talks, asked)))
    return _download(made, "application/pdf", talks, "pdf")


@router.get("/negotiation/meetings.ics")
def calendar(snap: Snap, asked: ThisAsked) -> Response:
    """The planned meetings of the parties as a calendar."""
    talks, asked = talks_of(snap, asked)
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
