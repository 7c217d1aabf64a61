"""What an attack did to people is no second attack: "shelled the town, killing three and wounding a dozen"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from dragoman.language import Document
from dragoman.steps.event.event_model import Candidate

_HARM = "ASSAULT"


def without_results(doc: Document, candidates: Sequence[Candidate]) -> list[Candidate]:
    """The candidates without the participles that tell the outcome of another one; their victims go to that one."""
    acts = {c.head: c for c in candidates if c.type == _HARM}
    gone: dict[int, int] = {}
    for head in acts:
        of = _outcome_of(doc, head, acts)
        if of >= 0:
            gone[head] = of
    kept = []
    for c in candidates:
        if c.head in gone:
            continue
        results = [acts[head] for head, of in gone.items() if of == c.head]
        if results and not c.recipients and not c.mutual:
            victims = next((r.recipients for r in results if r.recipients), ())
            c = replace(c, recipients=tuple(v for v in victims if v not in c.actors))
        kept.append(c)
    return kept


def _outcome_of(doc: Document, head: int, acts: dict[int, Candidate]) -> int:
    """The act whose outcome the participle `head` tells, -1 where it tells none."""
    if doc.tag[head] != "VBG":
        return -1
    top = head
    while doc.dep[top] == "conj" and doc.tag[doc.head[top]] == "VBG":
        top = doc.head[top]
    governor = doc.head[top]
    if doc.dep[top] != "advcl" or governor == top or any(doc.dep[k] in ("mark", "nsubj") for k in doc.children[top]):
        return -1
    return governor if governor in acts and governor < head else -1
