"""Tokens that say where an act was and not who took part in it."""

from __future__ import annotations

from dragoman.steps.draft import Draft


def venue_tokens(draft: Draft) -> frozenset[int]:
    """Tokens that name a town or another place that is no state: "the Oslo talks" says where, not who."""
    doc, who = draft.doc, draft.who
    found = []
    for place in draft.places:
        for i in doc.tokens(place.start, place.end):
            names = {who.actor(a).name.lower() for a in who.at(i)}
            if place.name.lower() not in names:
                found.append(i)
    for i, label in enumerate(doc.entity):
        if label in ("GPE", "LOC", "FAC") and all(who.actor(a).kind not in ("state", "body") for a in who.at(i)):
            found.append(i)
    return frozenset(found)
