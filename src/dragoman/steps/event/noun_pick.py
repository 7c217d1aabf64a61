"""Which nouns are candidates: none inside a name, and of two for one act in a sentence the better founded one."""

from __future__ import annotations

from dragoman.language import Document
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.noun_roles import RoleReader

_NAMES = frozenset({"ORG", "PERSON", "FAC", "WORK_OF_ART", "LAW", "PRODUCT", "GPE", "NORP", "LOC"})


def name_tokens(doc: Document) -> frozenset[int]:
    """Tokens inside names of bodies, persons and works, where an event noun names no event."""
    return frozenset(
        i for e in doc.entities if e.label in _NAMES and e.last - e.first > 1 for i in range(e.first, e.last)
    )


def one_a_sentence(found: list[Candidate], doc: Document, roles: RoleReader) -> list[Candidate]:
    """One record a distinct act a sentence: of two nouns with the same type and parties, the better founded stays.

    A mutual act of which one party is known is the same as another in its sentence that this party takes part in.
    """
    kept: list[Candidate] = []
    seen: dict[tuple[int, str], list[int]] = {}
    for c in found:
        codes = roles.codes((*c.actors, *c.recipients))
        places = seen.setdefault((doc.sent[c.head], c.type), [])
        for at in places:
            other = kept[at]
            others = roles.codes((*other.actors, *other.recipients))
            if codes == others or (c.mutual and other.mutual and _is_part(codes, others)):
                if (len(others), other.confidence) < (len(codes), c.confidence):
                    kept[at] = c
                break
        else:
            places.append(len(kept))
            kept.append(c)
    return kept


def _is_part(a: frozenset[str], b: frozenset[str]) -> bool:
    return (a <= b or b <= a) and min(len(a), len(b)) < 2
