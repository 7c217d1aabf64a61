"""What a party is told in so many words: "Pay your dues, Lima tells Quito", "No, never, Oslo tells envoys".

An order that stands bare before who gives it is a demand on who is told; a bare no turns them away.
"""

from __future__ import annotations

from dragoman.language import Document
from dragoman.records import EventType
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast

_TELLERS = frozenset({"tell", "warn", "order", "urge", "remind", "beg", "implore", "instruct"})
_CLAUSES = frozenset({"ccomp", "advcl", "dep", "parataxis"})
_HELPERS = frozenset({"aux", "auxpass", "nsubj", "nsubjpass", "mark"})
_REFUSALS = (
    ("nothing", "doing"), ("no", "way"), ("no", "chance"), ("no", "thanks"), ("no", "deal"), ("no", ","),
    ("not", "a"), ("never", ","), ("over", "my"), ("forget", "it"), ("no", "more"), ("hands", "off"),
)  # fmt: skip


def told(doc: Document, cast: Cast, v: int) -> Candidate | None:
    """The demand, threat or refusal that the words before the verb of telling `v` are; None where they are none."""
    if doc.lemma[v] not in _TELLERS:
        return None
    site = cast.site(v)
    actors, recipients = cast.doers(v), cast.all_named(site.objects)
    if site.passive or not actors or not recipients:
        return None
    clause = next((c for c in doc.children[v] if c < v and doc.dep[c] in _CLAUSES), -1)
    if clause < 0 or any(doc.norm[i] == "to" for i in doc.children[v] if i > v and doc.tag[i] == "TO"):
        return None
    first = doc.sentences[doc.sent[v]].first
    kind: EventType | None = None
    if tuple(doc.norm[first : first + 2]) in _REFUSALS:
        kind = "REJECT"
    elif doc.tag[clause] in ("VB", "VBP") and not any(doc.dep[k] in _HELPERS for k in doc.children[clause]):
        kind = "THREATEN" if _is_choice(doc, clause) else "REQUEST"
    if kind is None:
        return None
    return Candidate(
        head=v, first=v, last=v, type=kind, rule="event_verbs.told-in-words", actors=actors,
        recipients=recipients, content=(clause,), confidence=0.75, phrase=True,
    )  # fmt: skip


def _is_choice(doc: Document, clause: int) -> bool:
    """Whether the order names what follows if it is not obeyed: "leave or face war"."""
    return any(
        doc.dep[k] == "conj" and doc.lemma[k] in ("face", "suffer", "pay", "lose", "risk", "die", "perish")
        for k in doc.children[clause]
    )
