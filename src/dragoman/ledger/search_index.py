"""The index of words beside a ledger: SQLite FTS5, which finds reports and statements and keeps none of their texts.

Every report and every span that was ever a statement is in it once, whichever version of the ledger has it; which of
them count is the views' to say. New data files are added to it in transactions, so several processes may do so at once.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.errors import LedgerError
from dragoman.ledger.search_words import TOKENS

FORM = 1
"""The form of the index; one of another form is not opened, but made anew under another name."""

_WAIT = 120.0
_FILES = 64
_BATCH = 512

_MAKE = f"""
CREATE TABLE IF NOT EXISTS files (name TEXT PRIMARY KEY) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS reports (number INTEGER PRIMARY KEY, id TEXT UNIQUE);
CREATE TABLE IF NOT EXISTS statements (
    number INTEGER PRIMARY KEY, report INTEGER, "start" INTEGER, "end" INTEGER, UNIQUE (report, "start", "end")
);
CREATE VIRTUAL TABLE IF NOT EXISTS report_words USING fts5(title, body, content='', tokenize='{TOKENS}');
CREATE VIRTUAL TABLE IF NOT EXISTS statement_words USING fts5(body, content='', tokenize='{TOKENS}');
"""

_FIND = {
    "reports": "SELECT id, 0, 0, bm25(report_words, 3.0, 1.0) FROM report_words "
    "JOIN reports ON number = report_words.rowid WHERE report_words MATCH ?",
    "titles": "SELECT id, 0, 0, bm25(report_words) FROM report_words "
    "JOIN reports ON number = report_words.rowid WHERE report_words MATCH '{title} : (' || ? || ')'",
    "statements": 'SELECT id, "start", "end", bm25(statement_words) FROM statement_words '
    "JOIN statements ON statements.number = statement_words.rowid JOIN reports ON reports.number = report "
    "WHERE statement_words MATCH ?",
}
"""How each kind is found; a word in the title counts three times."""


class TextIndex:
    """The index in the folder `cache`, of the data files under `readings`."""

    def __init__(self, cache: Path, readings: Path) -> None:
        self.path = cache / f"words-{FORM}.sqlite"
        self.readings = readings

    def add(self, files: Sequence[Path]) -> None:
        """Add what is new in `files`. Raises `LedgerError` where the index cannot be written."""
        names = {str(file.relative_to(self.readings)): file for file in files}
        with self._open() as connection:
            known = {name for (name,) in connection.execute("SELECT name FROM files")}
            new = sorted(names.keys() - known)
            for start in range(0, len(new), _FILES):
                connection.execute("BEGIN IMMEDIATE")
                for name in new[start : start + _FILES]:
                    # Another process may have added it meanwhile.
                    if connection.execute("INSERT OR IGNORE INTO files VALUES (?)", (name,)).rowcount:
                        _add_file(connection, names[name])
                connection.execute("COMMIT")

    def find(self, kind: str, match: str, most: int | None = None) -> pa.Table:
        """What `match` (an FTS5 expression) finds: report_id, start, end and rank, less being better.

        `most` gives only the best so many. Raises `LedgerError` where the index cannot be read.
        """
        best = f" ORDER BY 4 LIMIT {most:d}" if most is not None else ""
        with self._open() as connection:
            found = connection.execute(_FIND[kind] + best, (match,)).fetchall()
        kinds = (pa.string(), pa.int64(), pa.int64(), pa.float64())
        columns = list(zip(*found, strict=True)) or [()] * 4
        arrays = [pa.array(column, type_) for column, type_ in zip(columns, kinds, strict=True)]
        return pa.table(arrays, names=["report_id", "start", "end", "rank"])

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = None
        try:
            connection = sqlite3.connect(self.path, timeout=_WAIT, isolation_level=None)
            # A crash loses the last transaction and no more; what is lost is added again.
            connection.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;")
            connection.executescript(_MAKE)
            yield connection
        except sqlite3.Error as error:
            raise LedgerError(
                f"{self.path}: the index of words cannot be used ({error}); delete it, and it is made anew"
            ) from error
        finally:
            if connection is not None:
                connection.close()


def _add_file(connection: sqlite3.Connection, file: Path) -> None:
    columns = ["id", "title", "text", "statements"]
    for batch in pq.ParquetFile(file).iter_batches(_BATCH, columns=columns):
        for report_id, title, text, said in zip(*(batch.column(name) for name in columns), strict=True):
            _add_report(connection, report_id.as_py(), title.as_py(), text.as_py())
            _add_statements(connection, report_id.as_py(), said.as_py() or ())


def _add_report(connection: sqlite3.Connection, report_id: str, title: str | None, text: str | None) -> None:
    added = connection.execute("INSERT OR IGNORE INTO reports (id) VALUES (?)", (report_id,))
    if added.rowcount:
        words = (added.lastrowid, title or "", text or "")
        connection.execute("INSERT INTO report_words (rowid, title, body) VALUES (?, ?, ?)", words)


def _add_statements(connection: sqlite3.Connection, report_id: str, said: Sequence[dict[str, object]]) -> None:
    (report,) = connection.execute("SELECT number FROM reports WHERE id = ?", (report_id,)).fetchone()
    for statement in said:
        if statement["text"] is None:
            continue
        place = (report, statement["start"], statement["end"])
        added = connection.execute('INSERT OR IGNORE INTO statements (report, "start", "end") VALUES (?, ?, ?)', place)
        if added.rowcount:
            words = (added.lastrowid, statement["text"])
            connection.execute("INSERT INTO statement_words (rowid, body) VALUES (?, ?)", words)
