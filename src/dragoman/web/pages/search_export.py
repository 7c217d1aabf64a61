"""What a search shows as a file: its rows, or the ledger's own forms of export of what it found."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Annotated, Any, get_args
from urllib.parse import quote

from fastapi import APIRouter, Query
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from dragoman.errors import QueryError
from dragoman.ledger.answers import Answer
from dragoman.ledger.answers_forms import Form, save
from dragoman.ledger.exports import FORMS, export
from dragoman.records import MeetingStatus, Status
from dragoman.web.ledgers import Snapshot
from dragoman.web.pages.search_form import Asked, browser
from dragoman.web.site import Snap

router = APIRouter()

ROWS: dict[str, Form] = {f"rows.{form}": form for form in get_args(Form) if form != "table"}
"""The forms in which the rows are given that a search shows, with the form of the file."""

MOST_ROWS = 100_000
"""So many rows are given at most."""

MOST_REPORTS = 5_000
"""Of so many reports an export is made at most; `dragoman export` makes larger ones."""

MOST_BYTES = 200_000_000
_AT_ONCE = threading.BoundedSemaphore(2)
_KINDS_OF_FILE = {
    "csv": "text/csv; charset=utf-8", "json": "application/json", "jsonl": "application/x-ndjson",
    "parquet": "application/vnd.apache.parquet",
}  # fmt: skip
_ENDINGS = {
    "plover": "jsonl", "cameo": "tsv", "icews": "tsv", "gdelt": "tsv", "gdelt1": "tsv", "webannotation": "jsonld",
    "graphml": "graphml", "gexf": "gexf", "ical": "ics", "bibtex": "bib",
}  # fmt: skip


class AskedFile(Asked):
    """The fields of a search, and the form of the file."""

    form: str = "rows.csv"


@router.get("/export")
def give(snapshot: Snap, asked: Annotated[AskedFile, Query()]) -> Response:
    """The file."""
    if asked.form in ROWS:
        answer = browser(snapshot).answer(asked.question, asked.sort, MOST_ROWS)
        return rows_as_file(answer, ROWS[asked.form], asked.kind)
    if asked.form not in FORMS:
        known = ", ".join((*ROWS, *FORMS))
        raise QueryError(f"form={asked.form!r}: there is no such form; there are {known}")
    return _exported(snapshot, asked)


def rows_as_file(answer: Answer, form: Form, name: str) -> Response:
    """An answer as a file to keep. Raises `QueryError`."""

    def write(folder: Path) -> Path:
        path = folder / f"{name}.{form}"
        save(answer, form, path)
        return path

    return _made(write, _KINDS_OF_FILE[form])


def _exported(snapshot: Snapshot, asked: AskedFile) -> Response:
    question = asked.question
    chosen = browser(snapshot).report_ids(question, MOST_REPORTS + 1)
    if len(chosen) > MOST_REPORTS:
        raise HTTPException(
            413,
            f"this is more than {MOST_REPORTS:,} reports; narrow the search, or take `dragoman export {asked.form}`",
        )
    statuses = get_args(MeetingStatus if asked.form == "ical" else Status)
    filters: dict[str, Any] = {
        "party": question.party,
        "type": question.type,
        "status": [status for status in question.status if status in statuses],
        "issue": question.issue,
        "reports": chosen,
    }
    known = FORMS[asked.form]

    def write(folder: Path) -> Path:
        if known.folder:
            export(snapshot.ledger, asked.form, folder / asked.form, **filters)
            return Path(shutil.make_archive(str(folder / "packed"), "zip", folder, asked.form))
        path = folder / "export"
        with path.open("w", encoding="utf-8", newline="") as file:
            export(snapshot.ledger, asked.form, _Limited(file), **filters)  # type: ignore[arg-type]
        return path

    ending = "zip" if known.folder else _ENDINGS.get(asked.form, "txt")
    return _made(write, "application/octet-stream", f"dragoman-{asked.form}.{ending}")


class _Limited:
    """A stream of text that takes only so much."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._left = file, MOST_BYTES

    def writelines(self, lines: Iterator[str]) -> None:
        for line in lines:
            self._left -= len(line)
            if self._left < 0:
                raise HTTPException(413, f"the file would be larger than {MOST_BYTES:,} bytes; narrow the search")
            self._file.write(line)


def _made(write: Callable[[Path], Path], media_type: str, name: str | None = None) -> Response:
    """What `write` makes in a folder of its own, which is deleted when it has been sent."""
    if not _AT_ONCE.acquire(timeout=10):
        raise HTTPException(503, "other files are being made; ask again in a while", {"retry-after": "10"})
    folder = Path(tempfile.mkdtemp(prefix="dragoman-file-"))
    try:
        path = write(folder)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    finally:
        _AT_ONCE.release()
    given = quote(name or f"dragoman-{path.name}")
    headers = {"content-disposition": f'attachment; filename="{given}"'}
    task = BackgroundTask(shutil.rmtree, folder, ignore_errors=True)
    return FileResponse(path, media_type=media_type, headers=headers, background=task)
