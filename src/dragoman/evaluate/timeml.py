"""Times against TimeML annotations, with the figures of TempEval-3 (UzZaman et al., SemEval 2013).

A folder holds NAME.txt and NAME.gold.json with the publication date and the TIMEX3 expressions.
"""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.errors import KnowledgeError
from dragoman.evaluate.corpus import Annotated
from dragoman.evaluate.score import Record, Score


def score(pairs: Iterable[tuple[Annotated, Record]]) -> dict[str, Score]:
    """The counts for "strict" (the same span), "relaxed" (spans overlap) and "value" (overlap, and an equal value)."""
    total = {"strict": Score(), "relaxed": Score(), "value": Score()}
    for item, reading in pairs:
        try:
            gold = [(t["start"], t["start"] + len(t["span"]), t["value"]) for t in item.gold["times"]]
        except (KeyError, TypeError) as error:
            raise KnowledgeError(f"{item.name}: its gold times break their form: {error!r}") from error
        read = [(t["start"], t["end"], t["value"]) for t in reading["times"]]
        for name, hit in _hits(gold, read).items():
            total[name] = total[name].plus(Score(len(gold), len(read), hit))
    return total


Timex = tuple[int, int, str]


def _hits(gold: list[Timex], read: list[Timex]) -> dict[str, int]:
    """Each gold time, in its order, takes the free overlapping one whose ends are nearest; of equals the first."""
    hits = {"strict": 0, "relaxed": 0, "value": 0}
    free = list(read)
    for start, end, value in gold:
        near = [r for r in free if r[0] < end and start < r[1]]
        if not near:
            continue
        best = min(near, key=lambda r: abs(r[0] - start) + abs(r[1] - end))
        free.remove(best)
        hits["relaxed"] += 1
        hits["strict"] += best[:2] == (start, end)
        hits["value"] += best[2] == value
    return hits
