"""The reading of a text that the visitor gives: pasted, or in a file; kept for a while, or added to the ledger."""

from __future__ import annotations

import threading
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse, Response

from dragoman.errors import DragomanError, ReportEmpty, ReportError, ReportLanguage
from dragoman.ledger.known import holds, number
from dragoman.ledger.rows import Row
from dragoman.ledger.store import Ledger
from dragoman.reader import ReportText
from dragoman.records import Reading
from dragoman.show.visible import one_line
from dragoman.sources import Location, SourceOptions, find
from dragoman.web import links
from dragoman.web.errors import NotThere, fault_of
from dragoman.web.pages.report import desk
from dragoman.web.readings import NAME, Given
from dragoman.web.rendering import page
from dragoman.web.security import check_form
from dragoman.web.site import Site, ThisSite
from dragoman.web.strings import words

router = APIRouter()

PATIENCE = 6.0
"""Who gives a text waits so many seconds for its reading, and is then told to look again."""

_LONGEST = 300
_adding = threading.Lock()

Field = Annotated[str, Form(max_length=_LONGEST)]


@router.get("/read")
def show(request: Request) -> HTMLResponse:
    """The page."""
    return _form(request, {})


@router.post("/read")
def give(
    request: Request,
    site: ThisSite,
    text: Annotated[str, Form()] = "",
    file: Annotated[UploadFile | None, File()] = None,
    title: Field = "",
    date: Field = "",
    source: Field = "",
) -> Response:
    """Read a text, and go to its reading."""
    about = {"title": title, "date": date, "source": source}
    known = {name: value.strip() or None for name, value in about.items()}
    try:
        if file is not None and file.filename:
            report, more = from_file(file.file.read(), site.settings.max_bytes, **known)
        else:
            # A form ends lines as the web does.
            report, more = ReportText(text.replace("\r\n", "\n"), **known), False
        key = site.readings.give(report, more)
    except (DragomanError, HTTPException) as error:
        found = fault_of(error)
        return _form(request, {"text": text, **about}, found.detail, found.status)
    given = _given(site, key)
    given.future.exception(0) if given.future.done() else _wait(given)
    return RedirectResponse(f"/read/{key}", 303)


@router.get("/read/{key}.json")
def as_json(site: ThisSite, key: str) -> Response:
    """The reading as JSON."""
    reading = _given(site, key).reading(PATIENCE)
    if reading is None:
        raise HTTPException(503, str(words()["read"]["reading"]), {"retry-after": "5"})
    name = f"dragoman-{reading.report.id}.json"
    headers = {"content-disposition": f'attachment; filename="{name}"'}
    return Response(reading.to_json(indent=1), media_type="application/json", headers=headers)


@router.get("/read/{key}")
def result(request: Request, site: ThisSite, key: str) -> HTMLResponse:
    """The reading, or that it is still being made."""
    given = _given(site, key)
    reading = given.reading(0.2)
    if reading is None:
        return page(request, "reading.html", key=key)
    return page(
        request,
        "reading_done.html",
        key=key,
        more=given.more,
        there=links.report(reading.report.id) if _is_there(site, reading) else None,
        may_add=site.settings.allow_add,
        **desk(reading, given.report.text),
    )


@router.post("/read/{key}/add")
def add(request: Request, site: ThisSite, key: str, csrf: Annotated[str | None, Form()] = None) -> Response:
    """Add what was read to the ledger, and go to its report there."""
    if not site.settings.allow_add:
        raise HTTPException(403, "this site adds nothing to its ledger; open it with --allow-add")
    check_form(site, request, csrf)
    given = _given(site, key)
    reading = given.reading(PATIENCE)
    if reading is None:
        raise HTTPException(503, str(words()["read"]["reading"]), {"retry-after": "5"})
    put(site, reading, given.report.text)
    return RedirectResponse(links.report(reading.report.id), 303)


def put(site: Site, reading: Reading, text: str) -> None:
    """Add a reading to the ledger, unless it is there. Raises `LedgerError`."""
    with _adding:
        ledger = Ledger(site.settings.ledger)
        if not holds(ledger.known(), number(reading.report.id)):
            ledger.append([Row(reading, text, Location("-"))])
    site.ledgers.renew()


def from_file(content: bytes, most: int, **known: str | None) -> tuple[ReportText, bool]:
    """The first report of a file, and whether it has more; what is known of it otherwise stands before what it says.

    Raises the `ReportError` that says why there is none.
    """
    report, fault = None, None
    for found in find(["-"], SourceOptions(max_bytes=most, any_language=True), content):
        if found.report is not None and report is not None:
            return report, True
        if found.report is not None:
            report = found.report._replace(**{name: value for name, value in known.items() if value})
        fault = fault or found.error
    if report is not None:
        return report, False
    raise _told(fault)


def _told(fault: ReportError | None) -> ReportError:
    """The error without the name of standard input, where the file was not."""
    if fault is None:
        return ReportEmpty("the file", "there is no report in it", "choose another")
    kind = type(fault) if not isinstance(fault, ReportLanguage) else ReportError
    return kind(fault.name.replace("standard input", "the file"), fault.reason, fault.hint)


def _given(site: Site, key: str) -> Given:
    given = site.readings.find(key)
    if given is None:
        raise NotThere(str(words()["read"]["not_kept"]))
    return given


def _wait(given: Given) -> None:
    try:
        given.reading(PATIENCE)
    except Exception:
        # The page of the reading tells of it.
        return


def _is_there(site: Site, reading: Reading) -> bool:
    return site.ledgers.current().ledger.index().find(reading.report.id) is not None


def _form(request: Request, known: dict[str, Any], fault: str | None = None, status: int = 200) -> HTMLResponse:
    blank = {"text": "", "title": "", "date": "", "source": ""}
    return page(request, "read.html", status=status, known=blank | known, fault=one_line(fault) if fault else None)


__all__ = ["NAME", "from_file", "put", "router"]
