"""The forms that there are, and `export`, which writes a ledger in one of them."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple, cast

from dragoman.errors import QueryError, ReportError
from dragoman.ledger.exports.job import FileForm, FolderForm, Job
from dragoman.ledger.exports.scope import STATUSES, Scope

if TYPE_CHECKING:
    from dragoman.ledger.store import Ledger

_MEETINGS = ("held", "planned", "possible", "cancelled")


class Form(NamedTuple):
    """A form: what it is, whether it is a folder, whether it knows one-a-day, and which statuses it can be asked for.

    Its module in this package has `pieces` (a file) or `fill` (a folder).
    """

    about: str
    folder: bool = False
    one_a_day: bool = False
    statuses: tuple[str, ...] = STATUSES


FORMS: dict[str, Form] = {
    "plover": Form("PLOVER records as JSON lines", one_a_day=True),
    "cameo": Form("date, source, target, CAMEO code, sentence, Goldstein score, separated by tabs", one_a_day=True),
    "icews": Form("a table with the columns of ICEWS, separated by tabs", one_a_day=True),
    "gdelt": Form("a table with the 61 columns of GDELT 2.0, one row an occurrence", one_a_day=True),
    "gdelt1": Form("likewise with the 58 columns of GDELT 1.0", one_a_day=True),
    "csv": Form("a folder with a CSV file for each view", folder=True),
    "parquet": Form("a folder with a Parquet file for each view", folder=True),
    "brat": Form("a folder of texts with standoff annotations for brat", folder=True),
    "webannotation": Form("W3C Web Annotations (JSON-LD)"),
    "graphml": Form("the graph of who did what to whom, as GraphML", one_a_day=True),
    "gexf": Form("the same graph as GEXF", one_a_day=True),
    "ical": Form("planned meetings as a calendar (iCalendar)", statuses=_MEETINGS),
    "bibtex": Form("the reports as a bibliography (BibTeX)"),
}
"""The forms by name, as `export` and `dragoman export` take them."""


@dataclass(frozen=True)
class Exported:
    """What became of an export.

    `written` counts records (of brat reports, of csv and parquet rows). `left_out` says how many a form could not hold,
    by reason; `errors` has a `ReportError` for each report whose text was needed and is not to be had.
    """

    written: int
    left_out: dict[str, int]
    errors: tuple[ReportError, ...]


def export(
    ledger: Ledger,
    form: str,
    out: Path | str | IO[str],
    *,
    party: str | Sequence[str] = (),
    type: str | Sequence[str] = (),
    since: dt.date | str | None = None,
    until: dt.date | str | None = None,
    status: str | Sequence[str] = (),
    source: str | Sequence[str] = (),
    issue: str | None = None,
    reports: Sequence[str] | None = None,
    one_a_day: bool = False,
) -> Exported:
    """Write `ledger` in a form of `FORMS` to `out`: a file (or a folder, as the form is), or an open text stream.

    The filters are those of `Scope`: parties that all take part, types, statuses and issue of events, days of
    publication, publishers, and ids of reports. `one_a_day` keeps one record a day, dyad and code. A file is
    there as a whole or not at all, and what was there before stays until then; a folder must be new or empty. Raises
    `QueryError` for a form, filter or folder that does not fit, `LedgerError` where the ledger cannot be read, OSError
    where `out` cannot be written.
    """
    known = FORMS.get(form)
    if known is None:
        raise QueryError(f"{form!r} is no form of export; known are {', '.join(FORMS)}")
    if one_a_day and not known.one_a_day:
        fitting = ", ".join(name for name, other in FORMS.items() if other.one_a_day)
        raise QueryError(f"{form} has no one-a-day option; it goes with {fitting}")
    parties = [ledger.code_of(word) for word in ((party,) if isinstance(party, str) else party)]
    scope = Scope.of(parties, type, status, since, until, source, known.statuses, issue, reports)
    job = Job(ledger, scope, one_a_day)
    module = import_module(f"dragoman.ledger.exports.{form}")
    if known.folder:
        if not isinstance(out, (str, os.PathLike)):
            raise QueryError(f"{form} is a folder of files; name one to write it to")
        with _folder(Path(out)) as folder:
            cast(FolderForm, module).fill(job, folder)
    else:
        with _file(out) as file:
            file.writelines(cast(FileForm, module).pieces(job))
    return Exported(job.written, dict(sorted(job.left_out.items())), tuple(job.errors))


@contextmanager
def _file(out: Path | str | IO[str]) -> Iterator[IO[str]]:
    """A file to write to that takes the name `out` when all of it is there; an open stream is written to as it is."""
    if not isinstance(out, (str, os.PathLike)):
        yield out
        return
    path = Path(out)
    if path.is_dir():
        raise QueryError(f"{path}: this is a folder; name the file to write")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            yield file
        _open_to_others(Path(name), 0o666)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


@contextmanager
def _folder(path: Path) -> Iterator[Path]:
    """A folder to fill that takes the name `path` when all of it is there."""
    if path.exists() and (not path.is_dir() or any(path.iterdir())):
        raise QueryError(f"{path}: it is there and not an empty folder; name a new one")
    path.parent.mkdir(parents=True, exist_ok=True)
    made = Path(tempfile.mkdtemp(dir=path.parent, prefix=f".{path.name}-"))
    try:
        yield made
        _open_to_others(made, 0o777)
        if path.exists():
            path.rmdir()
        made.rename(path)
    except BaseException:
        shutil.rmtree(made, ignore_errors=True)
        raise


def _open_to_others(path: Path, mode: int) -> None:
    """Give a file that was made for this user alone the mode that it would have had without that."""
    mask = os.umask(0)
    os.umask(mask)
    path.chmod(mode & ~mask)
