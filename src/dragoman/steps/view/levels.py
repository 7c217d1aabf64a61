"""The rank of who meets: of the words for the encounter, else of the persons who take part."""

from __future__ import annotations

from dragoman.records import Event, Level
from dragoman.steps.draft import Draft

_STAGES = frozenset({"host", "organise", "organize", "convene", "stage", "hold"})
_ASSEMBLIES = frozenset({"congress", "conference", "convention", "forum", "assembly"})

_RANKS: tuple[Level, ...] = ("working-level", "officials", "ministers", "leaders")


def level_of(draft: Draft, event: Event, token: int, ranks: dict[str, tuple[str, ...]]) -> Level:
    """The rank that the trigger's noun phrase names, else that of the first person in office who takes part.

    A counterpart has the rank of whom he is the counterpart of, so that the word says something only where no other
    does.
    """
    doc = draft.doc
    staged = doc.child(token, "dobj") if doc.lemma[token] in _STAGES else -1
    if staged >= 0 and doc.lemma[staged].lower() in _ASSEMBLIES:  # its delegates, not its host, give it a rank
        return rank_of(doc.text[doc.start[doc.left[staged]] : doc.end[staged]].lower(), ranks) or "unknown"
    phrase = doc.text[doc.start[doc.left[token]] : doc.end[token]].lower()
    if len(phrase) < 120 and (level := rank_of(phrase, ranks)):
        return level
    roles = [
        actor.role.lower()
        for i in (*event.actor_ids, *event.recipient_ids)
        if i and (actor := draft.who.actor(i)).kind == "person" and actor.role
    ]
    roles.sort(key=lambda role: "counterpart" in role)
    return next((level for role in roles if (level := rank_of(role, ranks))), "unknown")


def rank_of(phrase: str, ranks: dict[str, tuple[str, ...]]) -> Level | None:
    """The lowest rank that the phrase names: a deputy minister is an official, a prime minister no mere minister."""
    padded = f" {phrase} "
    for level in _RANKS:
        rest = padded.replace(" prime minister", " premier") if level == "ministers" else padded
        if any(f" {word} " in rest or f" {word}-" in rest for word in ranks[level]):
            return level
    return None
