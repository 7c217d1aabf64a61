"""A sentence with its source and target marked, as the encoder reads it.

The marks are `@ source @` and `# target #` (typed-entity markers without types, as relation classifiers use them); a
mark that stands in the text itself is taken out first. Training and reading share this module, so that the model sees
the same words in both.
"""

from __future__ import annotations

from typing import NamedTuple

SOURCE_MARK, TARGET_MARK = "@", "#"
MAX_TOKENS = 96
"""Word pieces a sentence, the two special ones among them; longer ones are cut around their marks."""

Place = tuple[int, int]
"""Start and end of a mention, in characters of the sentence."""


class Marked(NamedTuple):
    """Word-piece ids of a marked sentence, and where its first source and target marks stand (0 where unmarked)."""

    ids: tuple[int, ...]
    source_at: int
    target_at: int


def mark(sentence: str, source: Place | None, target: Place | None) -> str:
    """The sentence with its marks. Where mentions overlap, only the source is marked."""
    if source and target and source[0] < target[1] and target[0] < source[1]:
        target = None
    marks = [(place, sign) for place, sign in ((source, SOURCE_MARK), (target, TARGET_MARK)) if place]
    pieces: list[str] = []
    at = 0
    for (start, end), sign in sorted(marks):
        pieces += [_plain(sentence[at:start]), f" {sign} ", _plain(sentence[start:end]), f" {sign} "]
        at = end
    pieces.append(_plain(sentence[at:]))
    return " ".join("".join(pieces).split())


def window(ids: list[int], source_mark: int, target_mark: int) -> Marked:
    """`ids` with its special pieces first and last, cut to `MAX_TOKENS` around the marks."""
    marks = [i for i, piece in enumerate(ids) if piece in (source_mark, target_mark)]
    if len(ids) > MAX_TOKENS:
        ids, marks = _cut(ids, marks)
    found = [next((i for i in marks if ids[i] == sign), 0) for sign in (source_mark, target_mark)]
    return Marked(tuple(ids), *found)


def _cut(ids: list[int], marks: list[int]) -> tuple[list[int], list[int]]:
    room = MAX_TOKENS - 2
    first, last = (marks[0], marks[-1]) if marks else (1, 1)
    spare = room - (last - first + 1)
    # Twice as much after the marks as before them: what is done to whom follows its doer more often.
    start = max(1, min(first - max(spare, 0) // 3, len(ids) - 1 - room))
    body = ids[start : start + room]
    kept = [ids[0], *body, ids[-1]]
    return kept, [m - start + 1 for m in marks if start <= m < start + room]


def _plain(text: str) -> str:
    return text.replace(SOURCE_MARK, " ").replace(TARGET_MARK, " ")
