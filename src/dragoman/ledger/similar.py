"""Near-duplicate reports: what is kept of a text so that copies and updates are recognised, and how two compare."""

from __future__ import annotations

import re
import struct
import unicodedata
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from rensa import RMinHash

PERMUTATIONS = 128
"""Length of a sketch. The estimate of a Jaccard similarity s errs by sqrt(s (1 - s) / 128), at most 0.044."""

NUMBERS = PERMUTATIONS + 1
"""A signature is the sketch and, after it, how many different shingles the text has."""

_WORD = re.compile(r"\w+")
_SHINGLE = 4
_LAYOUT = f"<{NUMBERS}I"
_AT_ONCE = 1 << 16

Signatures = npt.NDArray[np.uint32]
Floats = npt.NDArray[np.float64]


def signature(text: str) -> bytes:
    """The MinHash of the text's shingles of four folded words, and their number: 129 unsigned 32-bit little-endian."""
    words = _WORD.findall(unicodedata.normalize("NFKC", text).casefold())
    shingles = {" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))}
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(sorted(shingles))
    return struct.pack(_LAYOUT, *sketch.digest(), len(shingles))


def unpack(column: pa.ChunkedArray, order: npt.NDArray[np.int64]) -> tuple[Signatures, npt.NDArray[np.bool_]]:
    """The signatures of a column in `order`, as the rows of a matrix, and which rows are one: a missing or foreign one
    is a row of zeros.
    """
    size = struct.calcsize(_LAYOUT)
    rows = np.zeros((len(order), NUMBERS), np.uint32)
    known = np.zeros(len(order), np.bool_)
    for start in range(0, len(order), _AT_ONCE):
        values = column.take(pa.array(order[start : start + _AT_ONCE])).to_pylist()
        for place, value in enumerate(values, start):
            if value is not None and len(value) == size:
                rows[place] = np.frombuffer(value, "<u4")
                known[place] = True
    return rows, known


class Shared(NamedTuple):
    """How much pairs of texts share: Jaccard similarity, and the shares of the earlier and the later text, 0 to 1."""

    jaccard: Floats
    of_earlier: Floats
    of_later: Floats

    @property
    def contained(self) -> Floats:
        """The share of the text that has more of itself in the other."""
        larger: Floats = np.maximum(self.of_earlier, self.of_later)
        return larger


def shared(earlier: Signatures, later: Signatures) -> Shared:
    """What the texts of two matrices of signatures share, row by row.

    Of Jaccard similarity j and n, m shingles, n and m share j (n + m) / (1 + j): so one sketch tells a later version
    with paragraphs added, which holds the whole earlier text, from two texts that each have half of the other.
    """
    jaccard = (earlier[:, :PERMUTATIONS] == later[:, :PERMUTATIONS]).mean(axis=1)
    n, m = earlier[:, PERMUTATIONS].astype(float), later[:, PERMUTATIONS].astype(float)
    both = jaccard * (n + m) / (1 + jaccard)
    return Shared(jaccard, np.minimum(1.0, both / np.maximum(n, 1)), np.minimum(1.0, both / np.maximum(m, 1)))
