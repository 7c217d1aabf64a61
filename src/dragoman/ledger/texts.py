"""What a ledger without texts keeps in place of them, and how the text comes back where it is at hand again.

Evidence keeps its offsets and loses its words. Other strings of a record (a reason, an issue, a role) may hold words of
the report as well: a run of five or more of them becomes a pointer, such as ⟦120:164⟧, to where it stands. Codes of
parties are names that join reports, and stay.
"""

from __future__ import annotations

import re
from typing import Any

RUN = 5
"""So many words in a row that stand in the report too are its words."""

POINTER = re.compile(r"⟦(\d+):(\d+)(~?)⟧")
"""A pointer into the report's text; with a tilde, its white space is folded."""

# Codes join the reports of a ledger, so they have to be the same with and without texts.
_CODES = {
    "id", "code", "country", "sector", "type", "mode", "cameo", "status", "value", "speaker_code", "speaker_id",
    "holder_code", "holder_id", "asserted_by", "actor", "toward", "addressee",
    "rule", "relation", "stance", "kind", "form", "polarity", "level", "by", "field",
}  # fmt: skip

_TOKEN = re.compile(r"\S+")
_EDGES = re.compile(r"^\W+|\W+$")


def withhold(value: Any, text: str) -> None:
    """Take the words of the report out of a dumped record, in place."""
    _withhold(value, _Words(text))


def _withhold(value: Any, words: _Words) -> None:
    if isinstance(value, dict):
        if _is_span(value):
            value["text"] = None
        for name, inner in value.items():
            if isinstance(inner, str):
                if name not in _CODES:
                    value[name] = words.pointed(inner)
            else:
                _withhold(inner, words)
    elif isinstance(value, (list, tuple)):
        for inner in value:
            _withhold(inner, words)


def restore(value: Any, text: str | None) -> None:
    """Fill in the words of the report from its text, in place: the reverse of `withhold`.

    Where there is no text, spans get an empty one, and pointers become an ellipsis.
    """
    if isinstance(value, dict):
        if _is_span(value):
            value["text"] = text[value["start"] : value["end"]] if text is not None else ""
        for name, inner in value.items():
            if isinstance(inner, str):
                if "⟦" in inner and name != "text":
                    value[name] = pointed_out(inner, text)
            else:
                restore(inner, text)
    elif isinstance(value, list):
        for inner in value:
            restore(inner, text)


def pointed_out(value: str, text: str | None) -> str:
    """`value` with its pointers replaced by what they point to; by an ellipsis where there is no text."""

    def words(match: re.Match[str]) -> str:
        if text is None:
            return "…"
        found = text[int(match[1]) : int(match[2])]
        return " ".join(found.split()) if match[3] else found

    return POINTER.sub(words, value)


def _is_span(value: dict[str, Any]) -> bool:
    return "start" in value and "end" in value and "text" in value


class _Words:
    """The words of a report, by every run of five."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._places: dict[tuple[str, ...], int] | None = None
        self._tokens: list[tuple[str, int, int]] = []

    def pointed(self, value: str) -> str:
        """`value` with each run of the report's words replaced by a pointer."""
        tokens = _tokens(value)
        if len(tokens) < RUN:
            return value
        if self._places is None:
            self._tokens = _tokens(self.text)
            folded = [token[0] for token in self._tokens]
            runs = (tuple(folded[i : i + RUN]) for i in range(len(folded) - RUN, -1, -1))
            self._places = dict(zip(runs, range(len(folded) - RUN, -1, -1), strict=True))
        parts, done, i = [], 0, 0
        while i <= len(tokens) - RUN:
            place = self._places.get(tuple(token[0] for token in tokens[i : i + RUN]))
            if place is None:
                i += 1
                continue
            stop, there = i + RUN, place + RUN
            while stop < len(tokens) and there < len(self._tokens) and tokens[stop][0] == self._tokens[there][0]:
                stop, there = stop + 1, there + 1
            start, end = tokens[i][1], tokens[stop - 1][2]
            parts += [value[done:start], self._pointer(value[start:end], place, there)]
            done, i = end, stop
        return "".join([*parts, value[done:]])

    def _pointer(self, said: str, first: int, stop: int) -> str:
        start, end = self._tokens[first][1], self._tokens[stop - 1][2]
        same = self.text[start:end] == said
        return f"⟦{start}:{end}{'' if same else '~'}⟧"


def _tokens(text: str) -> list[tuple[str, int, int]]:
    """The words between white space: folded and without punctuation at their edges, with where what is left stands."""
    found = []
    for match in _TOKEN.finditer(text):
        word = match[0]
        left = len(word) - len(re.sub(r"^\W+", "", word))
        bare = _EDGES.sub("", word)
        found.append((bare.casefold(), match.start() + left, match.start() + left + len(bare)))
    return found
