"""Sentences in which the rules read no act at all, though somebody in them does something: one question each.

"Syria switched on its radars and armed its batteries facing the Golan." What is done has no rule, and to whom stands
anywhere in the clause, or is no party. The learned coder is asked about the main clause, once a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from dragoman.language import Document, Sentence
from dragoman.steps.draft import Draft
from dragoman.steps.event.event_model import Candidate
from dragoman.steps.event.participants import Cast
from dragoman.steps.event.proposals import ASIDE, IDLE, is_public
from dragoman.steps.event.status import is_antecedent, is_content, status_of
from dragoman.steps.event.verb_site import Ids

_OBJECTS = ("dobj", "dative", "nsubjpass", "pobj")
_SAYS = frozenset({"say", "tell", "add", "report", "announce", "confirm", "state", "write", "reveal"})


class Silent(NamedTuple):
    """The main verb of a sentence, who does it, and whom (no ids: a thing) it may be done to.

    `source` and `target` are the tokens to be marked.
    """

    head: int
    actors: Ids
    recipients: Ids
    source: int
    target: int


def silent(draft: Draft, cast: Cast, acts: Sequence[Candidate]) -> Iterator[Silent]:
    """The questions, in the order of the text."""
    doc = draft.doc
    heard = {doc.sent[c.head] for c in acts}
    for number, sentence in enumerate(doc.sentences):
        if number in heard or sentence.kind == "dateline":
            continue
        v = _main(doc, sentence)
        if v < 0 or doc.lemma[v] in IDLE or is_content(doc, v) or is_antecedent(doc, v):
            continue
        if status_of(doc, v).status == "negated":
            continue
        found = _question(draft, cast, v)
        if found is not None:
            yield found


def _main(doc: Document, sentence: Sentence) -> int:
    """The verb of the main clause; of what is said, where it only says."""
    for i in range(sentence.first, sentence.last):
        if doc.head[i] == i and doc.pos[i] == "VERB":
            inner = doc.child(i, "ccomp") if doc.lemma[i] in _SAYS else -1
            return inner if inner >= 0 and doc.pos[inner] == "VERB" else i
    return -1


def _question(draft: Draft, cast: Cast, v: int) -> Silent | None:
    doc, who = draft.doc, draft.who
    site = cast.site(v)
    tokens = site.agents if site.passive else [site.subject]
    source = next((t for t in tokens if t >= 0 and cast.named(t)), -1)
    actors = cast.named(source) if source >= 0 else ()
    if not actors or not is_public(draft, actors):
        return None
    codes = set(who.codes(actors))
    thing = -1
    for i in range(doc.left[v], doc.right[v] + 1):
        if doc.left[source] <= i <= doc.right[source] or doc.dep[i] not in _OBJECTS:
            continue
        governor = doc.head[i]
        if doc.dep[i] == "pobj" and doc.norm[governor] in ASIDE:
            continue
        others = cast.named(i)
        if others and codes and not set(who.codes(others)) & codes:
            return Silent(v, actors, others, source, i)
        if thing < 0 and doc.pos[i] == "NOUN":
            thing = i
    return Silent(v, actors, (), source, thing) if thing >= 0 else None
