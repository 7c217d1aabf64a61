"""One party: who acts and speaks for it, what it says and does and is said of it, with whom, and when."""

from __future__ import annotations

from typing import Any, NamedTuple

from fastapi import APIRouter, Request
from markupsafe import Markup
from starlette.responses import HTMLResponse

from dragoman.errors import QueryError
from dragoman.web import links
from dragoman.web.draw.bars import Bar, bars
from dragoman.web.errors import NotThere
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.sentences import plain, with_sentences
from dragoman.web.rendering import page
from dragoman.web.site import Snap
from dragoman.web.strings import words

router = APIRouter()

PEOPLE, OTHERS, NEWEST = 30, 12, 12
"""So many people and roles, other parties, and statements or acts are shown."""

_NAMES = """
SELECT name, kind, role, count(DISTINCT report_id) AS reports, min(published) AS first, max(published) AS last
FROM actors WHERE code = $code GROUP BY name, kind, role ORDER BY reports DESC, name, kind, role NULLS LAST LIMIT 400
"""
_SPAN = """
SELECT count(DISTINCT report_id) AS reports, min(published) AS first, max(published) AS last FROM actors
WHERE code = $code
"""
_COUNTS = """
SELECT count(*) FILTER (WHERE list_contains(actors, $code)) AS done,
       count(*) FILTER (WHERE list_contains(recipients, $code)) AS suffered,
       (SELECT count(*) FROM statements WHERE speaker_code = $code) AS said,
       (SELECT count(*) FROM positions WHERE actor = $code) AS positions
FROM events WHERE list_contains(actors, $code) OR list_contains(recipients, $code)
"""
_SAID = """
SELECT report_id, n, published, source, title, start, "end", text, speaker_name, speaker_code, cue_text, anonymous
FROM statements WHERE speaker_code = $code ORDER BY published DESC NULLS LAST, report_id, n LIMIT $most
"""
_ABOUT = """
SELECT report_id, n, published, source, title, start, "end", text, speaker_name, speaker_code, cue_text, anonymous
FROM statements WHERE (addressee = $code OR contains(lower(text), $name)) AND speaker_code IS DISTINCT FROM $code
ORDER BY published DESC NULLS LAST, report_id, n LIMIT $most
"""
_ACTS = """
SELECT report_id, n, published, source, title, start, "end", text, type, status, actors, recipients, date, score
FROM events WHERE list_contains(actors, $code) OR list_contains(recipients, $code)
ORDER BY published DESC NULLS LAST, report_id, n LIMIT $most
"""
_WITH = """
SELECT party, count(*) AS events, count(DISTINCT report_id) AS reports, sum(greatest(score, 0)) AS cooperation,
       sum(least(score, 0)) AS conflict, min(published) AS first, max(published) AS last
FROM (SELECT report_id, published, score, unnest(list_distinct(list_concat(actors, recipients))) AS party FROM events
      WHERE list_contains(actors, $code) OR list_contains(recipients, $code))
WHERE party <> $code GROUP BY party ORDER BY reports DESC, events DESC, party LIMIT $most
"""
_MONTHS = """
SELECT date_trunc('month', published)::DATE AS start, count(*) AS number FROM
    (SELECT DISTINCT report_id, published FROM actors WHERE code = $code AND published IS NOT NULL)
GROUP BY ALL ORDER BY start
"""


class Portrait(NamedTuple):
    """What the ledger has on a party."""

    code: str
    name: str
    span: dict[str, Any]
    counts: dict[str, Any]
    people: tuple[dict[str, Any], ...]
    said: tuple[dict[str, Any], ...]
    about: tuple[dict[str, Any], ...]
    acts: tuple[dict[str, Any], ...]
    others: tuple[dict[str, Any], ...]
    months: tuple[Bar, ...]


@router.get("/actor/{code:path}")
def show(request: Request, snapshot: Snap, code: str) -> HTMLResponse:
    """The page."""
    portrait = snapshot.soon(("actor", code), lambda: (_portrait(snapshot, code),), patience=5)
    if portrait is None:
        return page(request, "later.html")
    if portrait[0] is None:
        raise NotThere(f"no report of the ledger names a party {code[:60]!r}{_near(snapshot, code)}")
    found = portrait[0]
    return page(request, "actor.html", p=found, chart=_chart(found), newest=NEWEST)


def _chart(found: Portrait) -> Markup | None:
    said = words()["actor"]
    name = f'"{found.name}"'.replace('""', '"')
    return bars(
        found.months, said["over_time"], lambda when: links.search(name, since=when, until=when), said["report_noun"]
    )


def _near(snapshot: Snapshot, code: str) -> str:
    try:
        return f"; did you mean {snapshot.ledger.code_of(code[:200])!r}?"
    except QueryError:
        return "; search finds those that it names"


def _portrait(snapshot: Snapshot, code: str) -> Portrait | None:
    names = snapshot.rows(_NAMES, {"code": code})
    if not names:
        return None
    own = [row for row in names if row["kind"] != "person"] or names
    name = own[0]["name"]
    most = {"code": code, "most": NEWEST}
    return Portrait(
        code=code,
        name=name,
        span=snapshot.rows(_SPAN, {"code": code})[0],
        counts=snapshot.rows(_COUNTS, {"code": code})[0],
        people=_people(names),
        said=plain(snapshot.rows(_SAID, most)),
        about=plain(snapshot.rows(_ABOUT, {**most, "name": name.lower()})),
        acts=with_sentences(snapshot, snapshot.rows(_ACTS, most)),
        others=tuple(snapshot.rows(_WITH, {"code": code, "most": OTHERS})),
        months=tuple(Bar(row["start"], row["number"]) for row in snapshot.rows(_MONTHS, {"code": code})),
    )


def _people(names: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """One line for each name, with the roles that it is given in the order of their days."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for row in names:
        line = found.setdefault((row["name"], row["kind"]), {**row, "roles": [], "reports": 0})
        line["reports"] += row["reports"]
        line["first"] = min(filter(None, (line["first"], row["first"])), default=None)
        line["last"] = max(filter(None, (line["last"], row["last"])), default=None)
        if row["role"]:
            line["roles"].append(row)
    for line in found.values():
        line["roles"].sort(key=lambda role: (role["first"] is None, role["first"], role["role"]))
        distinct: dict[str, dict[str, Any]] = {}
        for role in line["roles"]:
            distinct.setdefault(role["role"].lower(), role)
        line["roles"] = list(distinct.values())
    ranked = sorted(found.values(), key=lambda line: (-line["reports"], line["name"]))
    return tuple(ranked[:PEOPLE])
