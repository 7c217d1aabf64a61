"""/api/search: full text and filters over every kind of record."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from dragoman.errors import QueryError
from dragoman.ledger.browse import Kind, Question, Sort
from dragoman.records import EventType, Stance
from dragoman.web.api.routes import LIMIT, cursor, get, opened
from dragoman.web.pages.hits import hits
from dragoman.web.pages.search_form import browser
from dragoman.web.site import Snap

router = APIRouter(tags=["Search"])

_DAY = r"^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"
_AnyStatus = Literal["actual", "planned", "possible", "conditional", "negated", "held", "cancelled"]
_MOST = 100
_DEEP = 10_000


class Looked(BaseModel):
    """What is looked for. A filter that the kind of record does not have is left out."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    q: str = Field(
        "", max_length=500, description='words, "phrases", OR, -not, begin*; without any, the newest are given'
    )
    kind: Kind = Field("reports", description="the kind of record")
    party: list[str] = Field(default_factory=list, max_length=20, description="codes or names; all take part")
    type: list[EventType] = Field(
        default_factory=list, max_length=20, description="PLOVER types of events; any of them"
    )
    status: list[_AnyStatus] = Field(default_factory=list, max_length=20, description="of events or meetings; any")
    stance: list[Stance] = Field(default_factory=list, max_length=20, description="of positions; any of them")
    source: list[str] = Field(default_factory=list, max_length=20, description="who published the report; any of them")
    issue: str | None = Field(None, max_length=200, description="words that the issue contains")
    since: str | None = Field(None, pattern=_DAY, description="YYYY, YYYY-MM or YYYY-MM-DD")
    until: str | None = Field(None, pattern=_DAY, description="likewise; up to its last day")
    anonymous: bool | None = Field(None, description="whether the source of a statement is not named")
    sort: Sort = "best"
    limit: int = Field(min(LIMIT, _MOST), ge=1, le=_MOST, description="how many are given at most")
    after: str | None = Field(None, max_length=400, description="`next` of the page before")

    @property
    def question(self) -> Question:
        """What the ledger is asked."""
        several = {name: tuple(getattr(self, name)) for name in ("party", "type", "status", "stance", "source")}
        return Question(
            kind=self.kind, words=self.q.strip(), issue=self.issue or None, since=self.since, until=self.until,
            anonymous=self.anonymous, **several,
        )  # fmt: skip


class Words(BaseModel):
    """A run of words."""

    text: str
    style: Literal["", "mark", "hit", "dim"] = Field(
        description="mark: what was looked for; hit: the record's own words; dim: what stands around them"
    )


class Found(BaseModel):
    """A record or report that was found."""

    kind: Kind
    report_id: str
    n: int | None = Field(description="index of the record in its list of the reading; null of a report")
    published: dt.date | None
    source: str | None
    title: str | None
    href: str = Field(description="address of its page, at its words")
    lead: str = Field(description="who; empty of a report")
    label: str = Field(description="of what sort; empty of a report")
    words: list[Words] = Field(description="its words, or those of the report around what was looked for")
    facts: list[str]


class FacetValue(BaseModel):
    """How many of those found have a value."""

    name: str
    value: str
    records: int


class Results(BaseModel):
    """A page of what was found."""

    total: int
    cut: bool = Field(description="more reports have the words than are looked at; these are those that match best")
    facets: list[FacetValue]
    items: list[Found]
    next: str | None = Field(description="what to give as `after` for the next page; null on the last")
    version: int


@get(router, "/search")
def search(snapshot: Snap, looked: Annotated[Looked, Query()]) -> Results:
    """Reports or records by words and filters, with how many there are of each sort."""
    question, look = looked.question, browser(snapshot)
    place = opened(looked.after, int, int) or [0, snapshot.version]
    if place[1] != snapshot.version or place[0] > _DEEP:
        raise QueryError("after: the ledger has changed since then, or this is too far down; begin anew, or narrow it")
    counts = snapshot.kept(("counts", question), lambda: look.counts(question))
    rows: list[dict[str, Any]] = look.rows(question, looked.sort, looked.limit + 1, place[0])
    more = len(rows) > looked.limit
    rows = rows[: looked.limit]
    shown = hits(look, looked.kind, rows, question.words)
    return Results(
        total=counts.total,
        cut=counts.cut,
        facets=[FacetValue(name=f.name, value=f.value, records=f.records) for f in counts.facets],
        items=[
            Found(
                kind=looked.kind,
                report_id=row["report_id"],
                n=row.get("n"),
                published=hit.published,
                source=hit.source,
                title=row["title"],
                href=hit.href,
                lead=hit.lead,
                label=hit.label,
                words=[Words(text=run.text, style=run.style) for run in hit.body],  # type: ignore[arg-type]
                facts=list(hit.facts),
            )
            for row, hit in zip(rows, shown, strict=True)
        ],
        next=cursor(place[0] + looked.limit, snapshot.version) if more else None,
        version=snapshot.version,
    )
