"""Stories: reports that are copies or updates of one another, linked and never thrown away.

Reports are near-duplicates where enough of the shorter one stands in the other (`similar.shared`) and they were
published within days of each other. Candidates are found by locality-sensitive hashing of their signatures, so that
the cost grows with the number of reports and not with its square.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from dragoman.ledger.similar import PERMUTATIONS, Signatures, shared, unpack

# How the thresholds were found (`python benchmarks/occurrences.py calibrate TEXTS.jsonl`): over copies made from texts
# (other dateline, words changed, up to two thirds cut) and updates (up to as much again added, lead and end rewritten),
# against all pairs of different reports and reports with a quarter or a third put in from another. On 243 newspaper
# reports of one war, the two different ones with most in common have 0.46 of the shorter (quotations and the same
# background); at 0.55 the hardest updates are found in 92 of 100, at 0.6 in 73. The table: docs/occurrences.md.
CONTAINED = 0.55
"""Share of the shorter text that has to stand in the other, by the estimate of the signatures."""

NEW = 0.2
"""A later report of which at least this share is new is an update; with less it is a copy."""

_LEAST_JACCARD = 0.1
"""Below, the estimate of containment errs by more than 0.2: a flash of 80 words in a report of 900 is not found."""

_SHORT, _SHORT_JACCARD = 30, 0.8
"""A text of fewer shingles has to be nearly the same: a notice from a template differs from the next in a few words."""

WINDOW = 7
"""Days between two reports that are compared."""

SPAN = 14
"""Days from the first report of a story to its last: a daily bulletin from one template is not one story for years."""

_ROWS = 2
_BANDS = PERMUTATIONS // _ROWS
"""With 64 bands of two rows, a pair of Jaccard similarity 0.2 is a candidate with probability 0.93, 0.01 with 0.006."""

_NEAREST, _NEAREST_IN_CROWD, _CROWD = 8, 2, 32
"""In a bucket a report is compared with the next eight; where more than 32 share it (a template), with the next two."""

_UNDATED = np.int32(2**30)
_CHUNK = 1 << 16

STORIES = pa.schema(
    [
        pa.field("report_id", pa.string()),
        pa.field("story_id", pa.string()),
        pa.field("story_role", pa.string()),
        pa.field("similarity", pa.float64()),
        pa.field("of_report", pa.string()),
    ]
)
"""What `stories` gives: the role is first, copy or update; the similarity to `of_report` is Jaccard's, as estimated."""

Ranks = npt.NDArray[np.int64]


class _Best(NamedTuple):
    """For each report, by rank: the rank of the earlier report that it is nearest to (-1: none), and how near."""

    of: npt.NDArray[np.int64]
    jaccard: npt.NDArray[np.float64]
    new: npt.NDArray[np.float64]


def stories(reports: pa.Table) -> pa.Table:
    """The story of each report: a table of `STORIES`, one row a report, in the order of publication.

    `reports` has the columns report_id, published (date or null) and signature (`similar.signature`). A report without
    one that can be compared tells a story of its own. A story is named by its earliest report; which reports are one
    story does not depend on the order of the rows. Memory: some 600 bytes a report.
    """
    reports = reports.select(["report_id", "published", "signature"])
    order, days = _order(reports)
    ids = reports.column("report_id").take(pa.array(order))
    signatures, known = unpack(reports.column("signature"), order)
    best = _best(signatures, known, days)
    first, of = _grow(best, days)
    ids_array = ids.combine_chunks()
    linked = of >= 0
    roles = np.where(linked, np.where(best.new >= NEW, "update", "copy"), "first")
    return pa.table(
        [
            ids,
            ids_array.take(pa.array(first)),
            pa.array(roles, pa.string()),
            pa.array(best.jaccard, pa.float64(), mask=~linked),
            ids_array.take(pa.array(of, mask=~linked)),
        ],
        schema=STORIES,
    )


def _order(reports: pa.Table) -> tuple[Ranks, npt.NDArray[np.int32]]:
    """The rows in the order of publication, undated ones last and of one day by id, and their days in that order."""
    published = reports.column("published").cast(pa.date32()).cast(pa.int32())
    days = np.asarray(published.fill_null(int(_UNDATED)).to_numpy(), np.int32)
    keys = pa.table({"day": days, "id": reports.column("report_id")})
    order = pc.sort_indices(keys, sort_keys=[("day", "ascending"), ("id", "ascending")])
    ranks = np.asarray(order.to_numpy(), np.int64)
    return ranks, days[ranks]


def _best(signatures: Signatures, known: npt.NDArray[np.bool_], days: npt.NDArray[np.int32]) -> _Best:
    """The nearest earlier near-duplicate of each report; of equally near ones the latest."""
    count = len(days)
    best = _Best(np.full(count, -1, np.int64), np.zeros(count), np.zeros(count))
    for band in range(_BANDS):
        for earlier, later in _candidates(signatures, known, days, band):
            _take(best, signatures, earlier, later)
    return best


def _candidates(
    signatures: Signatures, known: npt.NDArray[np.bool_], days: npt.NDArray[np.int32], band: int
) -> Iterator[tuple[Ranks, Ranks]]:
    """The pairs (earlier, later) that share a bucket of one band and lie within the window, in chunks."""
    rows = np.ascontiguousarray(signatures[:, band * _ROWS : (band + 1) * _ROWS]).view(np.uint64)[:, 0]
    ranks = np.nonzero(known)[0]
    by_key = ranks[np.argsort(rows[ranks], kind="stable")]  # stable: within a bucket in the order of publication
    keys = rows[by_key]
    starts = np.nonzero(np.r_[True, keys[1:] != keys[:-1]])[0] if len(keys) else np.empty(0, np.int64)
    sizes = np.diff(np.r_[starts, len(keys)])
    crowd = np.repeat(sizes, sizes) > _CROWD
    for step in range(1, _NEAREST + 1):
        left = np.nonzero(keys[:-step] == keys[step:])[0]
        if step > _NEAREST_IN_CROWD:
            left = left[~crowd[left]]
        earlier, later = by_key[left], by_key[left + step]
        # An undated report is compared whatever the other's date: it may be a copy that lost its dateline.
        near = (days[later] - days[earlier] <= WINDOW) | (days[later] == _UNDATED)
        earlier, later = earlier[near], later[near]
        for start in range(0, len(earlier), _CHUNK):
            yield earlier[start : start + _CHUNK], later[start : start + _CHUNK]


def _take(best: _Best, signatures: Signatures, earlier: Ranks, later: Ranks) -> None:
    """Keep those pairs that are near-duplicates and nearer than what is known of the later report, in place."""
    one, other = signatures[earlier], signatures[later]
    found = shared(one, other)
    shortest = np.minimum(one[:, PERMUTATIONS], other[:, PERMUTATIONS])
    alike = (found.contained >= CONTAINED) & (found.jaccard >= _LEAST_JACCARD)
    alike &= (shortest >= _SHORT) | (found.jaccard >= _SHORT_JACCARD)
    earlier, later = earlier[alike], later[alike]
    jaccard, new = found.jaccard[alike], 1 - found.of_later[alike]
    order = np.lexsort((-earlier, -jaccard, later))
    firsts = order[np.r_[True, later[order][1:] != later[order][:-1]]] if len(order) else order
    earlier, later, jaccard, new = earlier[firsts], later[firsts], jaccard[firsts], new[firsts]
    nearer = (jaccard > best.jaccard[later]) | ((jaccard == best.jaccard[later]) & (earlier > best.of[later]))
    best.of[later[nearer]] = earlier[nearer]
    best.jaccard[later[nearer]] = jaccard[nearer]
    best.new[later[nearer]] = new[nearer]


def _grow(best: _Best, days: npt.NDArray[np.int32]) -> tuple[Ranks, Ranks]:
    """The rank of each report's story, that of its first report, and of the report that it repeats (-1: of none)."""
    first = np.arange(len(days))
    of = best.of.copy()
    for rank in np.nonzero(of >= 0)[0]:
        story = first[of[rank]]
        if days[rank] == _UNDATED or days[rank] - days[story] <= SPAN:
            first[rank] = story
        else:
            of[rank] = -1
    return first, of
