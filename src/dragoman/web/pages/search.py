"""Full text and filters over every kind of record; without either, what is newest."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Query, Request
from starlette.responses import HTMLResponse

from dragoman.errors import QueryError
from dragoman.ledger.browse import FITTING, KINDS, Browser, Counts
from dragoman.ledger.exports import FORMS
from dragoman.show.visible import one_line
from dragoman.show.words import EVENT_TYPES, Parties
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.hits import Hit, hits
from dragoman.web.pages.search_export import ROWS
from dragoman.web.pages.search_form import PAGES, PER_PAGE, Asked, browser, of_kind
from dragoman.web.rendering import page
from dragoman.web.site import Snap
from dragoman.web.strings import words

router = APIRouter()


class Choice(NamedTuple):
    """A value of a facet, how many records have it, and where it leads."""

    label: str
    records: int
    href: str
    chosen: bool


class Facet(NamedTuple):
    """The values of a facet."""

    name: str
    choices: tuple[Choice, ...]


class Given(NamedTuple):
    """A filter that holds, and the search without it."""

    name: str
    label: str
    href: str
    unfit: bool


class Results(NamedTuple):
    """What was found: the page of it, how much there is (None while it is counted), and whether more pages follow."""

    hits: tuple[Hit, ...]
    counts: Counts | None
    more: bool


@router.get("/search")
def show(request: Request, snapshot: Snap, asked: Annotated[Asked, Query()]) -> HTMLResponse:
    """The page."""
    fault, results = None, Results((), None, False)
    try:
        results = _results(snapshot, asked)
    except QueryError as error:
        fault = one_line(str(error))
    found = results.counts
    last = PAGES if found is None else max(1, -(-found.total // PER_PAGE))
    return page(
        request,
        "search.html",
        status=400 if fault else 200,
        asked=asked,
        fault=fault,
        results=results,
        facets=tuple(_facets(asked, found)) if found else (),
        given=tuple(_given(asked)),
        kinds=[(kind, of_kind(asked, kind), kind == asked.kind) for kind in KINDS],
        fitting=FITTING[asked.kind],
        sorts=("best", "newest", "oldest") if asked.q.strip() else ("newest", "oldest"),
        first=(asked.page - 1) * PER_PAGE + 1,
        previous=asked.address(page=asked.page - 1) if asked.page > 1 else None,
        following=asked.address(page=asked.page + 1) if results.more and asked.page < min(last, PAGES) else None,
        rows=[(form, asked.address("/export", form=form)) for form in ROWS],
        forms=[(form, about.about, asked.address("/export", form=form)) for form, about in FORMS.items()],
        hidden=[(name, value) for name, value in asked.fields(page=1) if name in ("kind", "type", "stance", "sort")],
    )


def _results(snapshot: Snapshot, asked: Asked) -> Results:
    question, look = asked.question, browser(snapshot)
    key = ("counts", question)
    # Counting goes on beside the looking up of the page.
    snapshot.soon(key, lambda: look.counts(question), 0)
    found = look.rows(question, asked.sort, PER_PAGE + 1, (asked.page - 1) * PER_PAGE)
    shown = _hits(look, asked, found[:PER_PAGE])
    return Results(tuple(shown), snapshot.soon(key, lambda: look.counts(question)), len(found) > PER_PAGE)


def _hits(look: Browser, asked: Asked, rows: list[dict[str, object]]) -> list[Hit]:
    return hits(look, asked.kind, rows, asked.q.strip())


def _facets(asked: Asked, found: Counts) -> Iterator[Facet]:
    for name in ("party", "type", "status", "stance", "issue", "anonymous", "source", "year"):
        values = [facet for facet in found.facets if facet.name == name]
        choices = tuple(_choice(asked, name, facet.value, facet.records) for facet in values)
        if len(choices) > 1 or any(choice.chosen for choice in choices):
            yield Facet(name, choices)


def _choice(asked: Asked, name: str, value: str, records: int) -> Choice:
    if name == "year":
        chosen = asked.since == asked.until == value
        years = {"since": "", "until": ""} if chosen else {"since": value, "until": value}
        return Choice(value, records, asked.address(**years), chosen)
    known = getattr(asked, name)
    chosen = value in known if isinstance(known, list) else value == known
    return Choice(_label(name, value), records, asked.toggled(name, value), chosen)


def _given(asked: Asked) -> Iterator[Given]:
    unfit = asked.question.unfit
    for name in ("party", "type", "status", "stance", "source"):
        for value in getattr(asked, name):
            yield Given(name, _label(name, value), asked.toggled(name, value), name in unfit)
    for name in ("issue", "anonymous", "since", "until"):
        if value := getattr(asked, name):
            yield Given(name, _label(name, value), asked.address(**{name: ""}), name in unfit)


def _label(name: str, value: str) -> str:
    if name == "party":
        return Parties().name(value)
    if name == "type":
        return f"{value}: {EVENT_TYPES[value]}" if value in EVENT_TYPES else value
    if name == "anonymous":
        return str(words()["search"][f"anonymous_{value}"])
    return value
