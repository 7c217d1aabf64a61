"""Near-duplicate reports: wire copy and updates of one story, recognised by the shingles that they share."""

from __future__ import annotations

import re
import struct

from rensa import RMinHash

PERMUTATIONS = 128
"""Length of a signature. The estimate of a Jaccard similarity s errs by sqrt(s (1 - s) / 128), at most 0.044."""

_WORD = re.compile(r"\w+")
_SHINGLE = 4


def signature(text: str) -> bytes:
    """The MinHash of the text's shingles of four folded words: 128 unsigned 32-bit numbers, little-endian."""
    words = _WORD.findall(text.casefold())
    shingles = [" ".join(words[i : i + _SHINGLE]) for i in range(max(1, len(words) - _SHINGLE + 1))]
    sketch = RMinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update(shingles)
    return struct.pack(f"<{PERMUTATIONS}I", *sketch.digest())
