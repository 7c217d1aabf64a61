"""What a user types into a search as an expression of SQLite's FTS5, and where its words stand in a text."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.errors import QueryError

TOKENS = "porter unicode61 remove_diacritics 2"
"""How texts and searches are cut into words: folded, without accents, without English endings."""

SNIPPET = 240
"""About so many characters of a text are shown."""

_PART = re.compile(r'(?P<minus>-)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')
_LETTER = re.compile(r"\w")
_OPEN, _CLOSE = "\x02", "\x03"


class Snippet(NamedTuple):
    """A part of a text with the places of what was found in it, both as offsets into the text."""

    start: int
    end: int
    marks: tuple[tuple[int, int], ...]


def expression(words: str) -> str:
    """The FTS5 expression for what a user typed; never one that FTS5 rejects.

    Words and "phrases" all have to be there, in any order; OR stands between alternatives, AND between words changes
    nothing, NOT or a minus excludes, and a star at the end of a word stands for any ending. Raises `QueryError` where
    no word is asked for.
    """
    alternatives: list[tuple[list[str], list[str]]] = [([], [])]
    excluded = False
    for match in _PART.finditer(words.replace("“", '"').replace("”", '"').replace("\0", " ")):
        word = match["word"]
        if word in ("AND", "OR", "NOT") and not match["minus"]:
            excluded = word == "NOT"
            if word == "OR":
                alternatives.append(([], []))
            continue
        if term := _term(match["phrase"] if word is None else word, word is not None):
            alternatives[-1][1 if excluded or match["minus"] else 0].append(term)
        excluded = False
    parts = [_all_but(wanted, unwanted) for wanted, unwanted in alternatives if wanted]
    if not parts or any(unwanted and not wanted for wanted, unwanted in alternatives):
        raise QueryError(f"the search {words!r} names no word to look for; give one, beside those to leave out")
    return " OR ".join(parts)


def _term(text: str, is_word: bool) -> str | None:
    if not _LETTER.search(text):
        return None
    star = "*" if is_word and text.endswith("*") else ""
    return '"' + text.rstrip("*").replace('"', '""') + '"' + star


def _all_but(wanted: Sequence[str], unwanted: Sequence[str]) -> str:
    both = f"({' AND '.join(wanted)})"
    return f"({both} NOT ({' OR '.join(unwanted)}))" if unwanted else both


def snippets(match: str, texts: Sequence[str]) -> Iterator[Snippet]:
    """Of each text the part with the most words of `match`, an expression; the beginning where it has none of them."""
    with sqlite3.connect(":memory:") as connection:
        connection.execute(f"CREATE VIRTUAL TABLE t USING fts5(text, tokenize='{TOKENS}')")
        # Half of what marks a place must not stand in a text; a blank has the same length.
        clean = [text.replace(_OPEN, " ").replace(_CLOSE, " ") for text in texts]
        connection.executemany("INSERT INTO t (rowid, text) VALUES (?, ?)", enumerate(clean))
        marked = "SELECT rowid, highlight(t, 0, ?, ?) FROM t WHERE t MATCH ?"
        found = dict(connection.execute(marked, (_OPEN, _CLOSE, match)).fetchall())
        for number, text in enumerate(clean):
            yield _around(text, _places(found.get(number, "")))
    connection.close()


def _places(marked: str) -> list[tuple[int, int]]:
    places, shift = [], 0
    for match in re.finditer(f"{_OPEN}([^{_CLOSE}]*){_CLOSE}", marked):
        start = match.start() - shift
        places.append((start, start + len(match[1])))
        shift += 2
    return places


def _around(text: str, places: Sequence[tuple[int, int]]) -> Snippet:
    """The stretch of about `SNIPPET` characters with the most places, from word to word."""
    if not places:
        return Snippet(0, _word_end(text, min(len(text), SNIPPET)), ())
    best: Sequence[tuple[int, int]] = ()
    for i, (start, _) in enumerate(places):
        inside = [place for place in places[i:] if place[1] - start <= SNIPPET] or [places[i]]
        if len(inside) > len(best):
            best = inside
    spare = max(0, SNIPPET - (best[-1][1] - best[0][0])) // 2
    first, last = max(0, best[0][0] - spare), min(len(text), best[-1][1] + spare)
    if first and (blank := text.find(" ", first, best[0][0])) >= 0:
        first = blank + 1
    last = max(best[-1][1], _word_end(text, last))
    return Snippet(first, last, tuple(place for place in places if first <= place[0] and place[1] <= last))


def _word_end(text: str, end: int) -> int:
    if end >= len(text):
        return len(text)
    blank = text.rfind(" ", 0, end + 1)
    return blank if blank > 0 else end
